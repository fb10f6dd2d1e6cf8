"""What a text says: clauses of a condition and an outcome, and what bounds them."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TypeVar

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.delay import ByDate
from perfscore.language.clauses.duty import Duty
from perfscore.language.clauses.formula import (
    Constant,
    Definition,
    Expression,
    Formula,
    Name,
    Operation,
    names,
)
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.joint import HowMany
from perfscore.language.clauses.limits import AndSoOn, Limit, PartOfStep, Rounding, Standard, Starting
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.points import Listing, Tally
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.scope import scoped
from perfscore.language.clauses.sides import Side
from perfscore.language.clauses.words import WEIGHT
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying

Condition = Within | Either | Against | Otherwise | Saying | ByDate | HowMany | Joined | Listing
Outcome = Amount | PerStep | Prorata | Formula | Tally
Modifier = Limit | Rounding | PartOfStep | AndSoOn | Starting | Standard | Stated | Definition | Duty | Side


@frozen
class Statement:
    """One clause: a condition, an outcome, or both; without an outcome it declares a standard."""

    condition: Condition | None
    outcome: Outcome | None
    mark: str = ""
    span: tuple[int, int] = field(default=(0, 0), compare=False)

    @property
    def ranges(self) -> tuple[Within, ...]:
        """The ranges that its condition names."""
        condition = self.condition
        return (
            condition.parts
            if isinstance(condition, Either)
            else (condition,)
            if isinstance(condition, Within)
            else ()
        )

    @property
    def amount(self) -> Amount | None:
        """The points that it gives or takes, at once or for each step; None for a share or a formula."""
        outcome = self.outcome
        return outcome.amount if isinstance(outcome, PerStep) else outcome if isinstance(outcome, Amount) else None

    def say(self) -> str:
        """The clause in the canonical words."""
        parts = [self.condition.say() if self.condition is not None else ""]
        if self.outcome is not None:
            parts.append(self.outcome.say())
        joint = (
            ";"
            if isinstance(self.outcome, Tally)
            else ","
            if isinstance(self.outcome, PerStep | Formula | Prorata)
            or isinstance(self.condition, Saying | Otherwise | HowMany)
            else ""
        )
        said = joint.join(part for part in parts if part)
        mark = (
            f"({self.mark})"  # 2.8场 would be a number
            if self.mark.isdecimal() and self.mark.isascii() and said[:1].isdecimal()
            else f"{self.mark}."
            if self.mark and self.mark.isascii()
            else f"{self.mark}、"
            if self.mark in _CHINESE_MARKS
            else self.mark
        )
        return mark + said


Element = Statement | Modifier
Kind = TypeVar("Kind", bound=Element)

#: Written as the score: by its points, or by a number that is no hundred percent.
_WEIGHED = lazy_pattern(WEIGHT)


def scoring(elements: list[Element], span: tuple[int, int]) -> list[Element]:
    """What the text says, where all that it says is how a named score is made: 存款净增分=新增金额/任务数*分值.

    A definition that no other one uses, multiplied by points at its end, is the score; a bare rate is none. Its name is
    not kept, so that it may not scope: 首次自评分=… is the score of the first time alone.
    """
    defined = [e for e in elements if isinstance(e, Definition)]
    if not defined or any(isinstance(e, Statement) and e.outcome is not None for e in elements):
        return elements
    used = {name for e in defined for name in names(e.expression)}
    last = [e for e in defined if e.name not in used]
    if len(last) != 1 or scoped(last[0].name) or not _weighed(last[0].expression):
        return elements
    score = Statement(None, Formula(last[0].expression), span=span)
    return [score if e is last[0] else e for e in elements]


def _weighed(expression: Expression) -> bool:
    """Whether a product ends in points."""
    if not isinstance(expression, Operation) or expression.rest[-1][0] != "*":
        return False
    match expression.rest[-1][1]:
        case Constant(number, percent):
            return not percent and number != _HUNDRED
        case Name(text):
            return _WEIGHED.fullmatch(text) is not None
        case _:
            return False


_HUNDRED = 100


@frozen
class Passed:
    """Words of a text that no node holds because no score hangs on them: sources of evidence, preambles, fillers."""

    words: str
    span: tuple[int, int]


@frozen
class Template:
    """What a text says, before it is bound to points and target.

    Together, `spans` and `passed` cover every word of the text, so that none vanishes.

    Attributes:
        spans: where the elements stand in the source.
        passed: the words that were passed over, inside the spans or between them.
        ahead: those of them that are no condition only where the number behind them is all that the target asks for.
    """

    elements: tuple[Element, ...]
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    passed: tuple[Passed, ...] = field(default=(), compare=False)
    ahead: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The clauses."""
        return tuple([e for e in self.elements if isinstance(e, Statement)])

    @property
    def ranges(self) -> tuple[Within, ...]:
        """Every range that a condition names."""
        return tuple(within for statement in self.statements for within in statement.ranges)

    @property
    def steps(self) -> tuple[PerStep, ...]:
        """What is given or taken step by step."""
        return tuple(s.outcome for s in self.statements if isinstance(s.outcome, PerStep))

    def first(self, kind: type[Kind]) -> Kind | None:
        """The first element of a kind, None where the text has none."""
        for element in self.elements:
            if isinstance(element, kind):
                return element
        return None

    def say(self) -> str:
        """The whole rule in the canonical words."""
        return ";".join(element.say() for element in self.elements).translate(_WIDE) + "。"


_CHINESE_MARKS = frozenset(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"])
_WIDE = str.maketrans({",": "，", ";": "；", ":": "："})
