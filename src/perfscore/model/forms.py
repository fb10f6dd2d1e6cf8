"""The typed model that forms are lifted into and that checks, scoring and reports read.

Every value is `Sourced`: it carries the printed text and its place. A column that a form does not have is
None; a blank cell is a `Sourced` whose value is None (or an empty `Value`); a text that was not understood is
a `Sourced` whose value is `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from typing import Literal

from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.stated import Stated, Topic
from perfscore.language.values import Value
from perfscore.readers.document import Provenance

#: A cell that should hold a plain number: points, a score, an amount, a rate.
Number = Sourced[Figure | Unreadable | None]
#: A cell that holds a target or an actual value.
Valued = Sourced[Value | Unreadable]
#: A cell that holds text; blank is "".
Text = Sourced[str]

FormKind = Literal[
    "project-self-assessment",
    "unit-self-assessment",
    "unit-target",
    "project-target",
    "base-data",
    "ledger",
    "kpi",
    "scoring-sheet",
]

#: Kinds of forms that the regulations of the budget speak of; a KPI sheet or an evaluator's sheet follows its own.
GOVERNED: frozenset[FormKind] = frozenset({
    "project-self-assessment", "unit-self-assessment", "unit-target", "project-target", "base-data", "ledger",
})  # fmt: skip


#: What a row of the indicator table is. Checks of names, points, targets and bounds speak of indicators alone.
#: A part (其中) details the row above it, a placeholder says that nothing applies or that a template's line was not
#: used, a bonus or a deduction stands beside the hundred points.
RowRole = Literal["indicator", "part", "placeholder", "bonus", "deduction"]


@frozen
class Repair:
    """A row that was read in other columns than it stands in.

    `shift` is the number of columns that its cells were moved, positive to the right.
    """

    at: Location
    shift: int
    note: str
    note_en: str = ""


@frozen
class FormHead:
    """What stands above and around the tables of a form.

    Attributes:
        kind, title: what the form is and the title as printed.
        definition: id of the form definition that matched.
        fields: the header's texts by field name (`project`, `department`, `unit`, `year`, …); a label whose
            cell is blank has the value "".
        money_unit: 元, 万元 … as printed, "" when it is not.
        columns: the header texts of the indicator table by column name (`target`, `points`, …).
        unread: the header cells of columns that hold something and are none of those that are read.
        guessed: columns whose words no list knows and that were named by the values below, with their header cells.
        contested: names that several columns may have, with the header cells of those; none of them was read.
        conventions: what its notes state of scoring: base of the execution rate, missed targets, grades, rounding.
        unread_notes: sentences of its notes on scoring that were not understood, with what they speak of.
        continued, headed: where it goes on (next page, next table); those of them that print its title or head again.
    """

    kind: FormKind
    title: Text
    definition: str
    at: Location
    provenance: Provenance
    fields: tuple[tuple[str, Text], ...] = ()
    money_unit: str = ""
    columns: tuple[tuple[str, Text], ...] = ()
    unread: tuple[Text, ...] = ()
    guessed: tuple[tuple[str, Text], ...] = ()
    contested: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    continued: tuple[Location, ...] = ()
    headed: tuple[Location, ...] = ()
    conventions: tuple[Sourced[Stated], ...] = ()
    unread_notes: tuple[tuple[Topic, Text], ...] = ()

    def field(self, name: str) -> Text | None:
        """The header field of that name, or None when the form has no such label."""
        return next((text for key, text in self.fields if key == name), None)

    def text(self, name: str) -> str:
        """The header field's text, or ""."""
        found = self.field(name)
        return found.value if found else ""

    def has_column(self, name: str) -> bool:
        """Whether the indicator table has a column of that name."""
        return any(key == name for key, _ in self.columns)


@frozen
class FundingRow:
    """One row of the funding block: a source of money, the total, or a subtotal of some of the sources."""

    label: Text
    initial: Number | None = None
    budget: Number | None = None
    executed: Number | None = None
    points: Number | None = None
    rate: Number | None = None
    score: Number | None = None
    reason: Text | None = None
    partial: bool = False
    subtotal: bool = False


@frozen
class Breakdown:
    """A list of amounts that explains one total: by revenue (按收入性质分) or by nature (按支出性质分).

    `column` is the amount of the total that it explains, "" where the form does not say.
    """

    label: Text
    rows: tuple[tuple[Text, Number], ...]
    column: Literal["", "initial", "budget", "executed"] = ""


@frozen
class Funding:
    """The money of a form: the total row, the rows of single sources, and breakdowns.

    `initial`, `budget` (the adjusted budget, 全年预算数) and `executed` are in `FormHead.money_unit`. `whole` says
    whether every row was read: without one the sources have no sum.
    """

    total: FundingRow | None
    rows: tuple[FundingRow, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    whole: bool = True


@frozen
class Indicator:
    """One row of the indicator table: a third-level indicator, unless its role says otherwise.

    A cell merged over several rows stands in each of them, at the same place: points and scores at one place belong
    to their rows jointly and count once.

    Attributes:
        l1, l2: names of the levels in the vocabulary of the definition (产出指标), as printed where it has none.
        row: place of the whole row.
        value_type, unit: separate columns for the relation sign (or 定性) and the unit.
        repair: set when the row was read shifted.
        l2_label: the second-level label that the row stands under: its name, `raw` as printed.
        weight: what the score counts in the total, in percent, where every row is scored from nought to a hundred.
        points: the first that the form states: in the column, the header, the remark, the level's label, the name, the
            rule. A name with points (植树数量（8分）) keeps them in `raw` alone.
        points_elsewhere: those that it states after the first, in that order.
    """

    l1: str
    l2: str
    name: Text
    row: Location = field(compare=False)
    target: Valued | None = None
    actual: Valued | None = None
    points: Number | None = None
    score: Number | None = None
    reason: Text | None = None
    rule: Text | None = None
    explanation: Text | None = None
    evidence: Text | None = None
    value_type: Text | None = None
    unit: Text | None = None
    remark: Text | None = None
    repair: Repair | None = None
    l2_label: Text | None = None
    role: RowRole = "indicator"
    points_elsewhere: tuple[Number, ...] = ()
    weight: Number | None = None

    @property
    def worth(self) -> Decimal | None:
        """What a bonus adds to the final total or a deduction takes from it; None where that is not known."""
        if self.score is None or not isinstance(self.score.value, Figure):
            return None
        given = self.score.value.value
        return -abs(given) if self.role == "deduction" else given


@frozen
class TotalRow:
    """A row that adds others: the total of a form, or a subtotal of some rows, whatever it is called.

    Attributes:
        over: the first and the last but one place, among the form's indicators, of the rows that a subtotal adds;
            None where that is not known.
        adjusted: a total that counts the bonuses and deductions.
    """

    label: Text
    points: Number | None = None
    score: Number | None = None
    over: tuple[int, int] | None = None
    adjusted: bool = False


@frozen
class Section:
    """A first-level heading with its rows.

    `points` is the number printed in the heading (效益指标（40分）) or in a weight column of that level;
    `blanks` are printed second-level labels under which no indicator stands; `subtotals` rows that add rows of this
    section; `aside` its parts and placeholders.
    """

    name: str
    header: Text
    points: Number | None
    indicators: tuple[Indicator, ...]
    blanks: tuple[Text, ...] = ()
    subtotals: tuple[TotalRow, ...] = ()
    aside: tuple[Indicator, ...] = ()


@frozen
class _Sheet:
    head: FormHead
    funding: Funding | None
    sections: tuple[Section, ...]
    repairs: tuple[Repair, ...] = ()
    #: Rows inside the form that no part of the model took, with the reason; never dropped in silence.
    unplaced: tuple[tuple[Location, str], ...] = ()
    #: Rows that could not be placed and may count in the total: those of the indicator table, and one of the money that
    #: may hold the score of the execution. No sum over the table can be judged.
    lost: tuple[Location, ...] = ()
    #: Bonuses and deductions, which count into the final total and not into the hundred.
    adjustments: tuple[Indicator, ...] = ()
    #: Rows that add indicators of more than one section.
    subtotals: tuple[TotalRow, ...] = ()

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All third-level indicators in reading order; parts, placeholders, bonuses and deductions are none."""
        for section in self.sections:
            yield from section.indicators

    @property
    def weighted(self) -> bool:
        """Whether the total adds the scores by their weights."""
        return any(row.weight is not None for row in self.indicators)


@frozen
class SelfAssessment(_Sheet):
    """项目支出绩效自评表 or 部门（单位）整体支出绩效自评表."""

    goal: Text | None = None
    goal_actual: Text | None = None
    total: TotalRow | None = None
    #: The total after bonuses and deductions, where the form gives one beside the total.
    final: TotalRow | None = None
    grade: Text | None = None
    conclusion: Text | None = None

    @property
    def result(self) -> TotalRow | None:
        """The total that counts in the end: after bonuses and deductions where there is one."""
        return self.final if self.final is not None else self.total


@frozen
class Block:
    """One of the blocks of a target sheet: the whole term of a project (实施期) or one year of it (年度)."""

    name: Literal["period", "annual"]
    funding: Funding | None
    goal: Text | None
    sections: tuple[Section, ...]


@frozen
class Completion:
    """A name or label that the width of its column cut off, completed from the other block.

    `printed` stands at the place; the model holds `completed` as its value.
    """

    at: Location
    printed: str
    completed: str


@frozen
class TargetSheet(_Sheet):
    """部门（单位）整体支出绩效目标表 or 项目支出绩效目标表.

    Attributes:
        blocks: the blocks as printed where there are two; the annual one is what the sheet's own attributes give.
        completions: names that were cut off.
    """

    goal: Text | None = None
    total: TotalRow | None = None
    blocks: tuple[Block, ...] = ()
    completions: tuple[Completion, ...] = ()


@frozen
class BaseRow:
    """A row of the base-data table: its figures by column name."""

    label: Text
    figures: tuple[tuple[str, Number], ...]
    level: int = 0
    partial: bool = False


@frozen
class BaseTable:
    """部门整体支出绩效评价基础数据表 (Hunan)."""

    head: FormHead
    rows: tuple[BaseRow, ...]
    unplaced: tuple[tuple[Location, str], ...] = ()


@frozen
class LedgerRow:
    """A project in a ledger of one row a project, or a unit where it lists units.

    Attributes:
        label: the project, else the unit.
        scores: the numbers of the columns of scores that are not its total, with the labels of the columns.
        total: the score of the project.
    """

    label: Text
    project: Text | None
    unit: Text | None
    money: FundingRow | None
    scores: tuple[tuple[str, Number], ...]
    total: Number | None
    grade: Text | None

    @property
    def figures(self) -> Iterator[tuple[str, Number]]:
        """All cells of numbers of the row: amounts by their names, scores by the labels of their columns."""
        for name in ("initial", "budget", "executed", "rate"):
            amount: Number | None = getattr(self.money, name) if self.money else None
            if amount is not None:
                yield name, amount
        yield from self.scores
        if self.total is not None and all(self.total is not score for _, score in self.scores):
            yield "total", self.total


@frozen
class Ledger:
    """汇总表, 台账: a row a project, without indicators; `total` adds the money of all of them."""

    head: FormHead
    rows: tuple[LedgerRow, ...]
    total: FundingRow | None = None
    unplaced: tuple[tuple[Location, str], ...] = ()


Form = SelfAssessment | TargetSheet | BaseTable | Ledger


@frozen
class Dossier:
    """All forms of a run that were audited together."""

    forms: tuple[Form, ...] = field(default=())

    @property
    def self_assessments(self) -> tuple[SelfAssessment, ...]:
        """The self-assessments in reading order."""
        return tuple(f for f in self.forms if isinstance(f, SelfAssessment))

    @property
    def target_sheets(self) -> tuple[TargetSheet, ...]:
        """The target sheets in reading order."""
        return tuple(f for f in self.forms if isinstance(f, TargetSheet))
