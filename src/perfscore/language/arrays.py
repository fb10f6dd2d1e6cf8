"""Scores of many rows at once: each distinct rule is read once, rules of one shape are computed in one pass.

A rule over one number is a line of segments (`grid`). Rules whose segments hold the same kinds of sums have one shape;
their numbers stand beside each other as columns, and a row picks the column of its rule. A rule in words is a table of
its answers. Whatever is no plain number, or lies on a stretch that no form is known for, is scored by `Rule.score`, once
for each distinct rule and text: every row has the score that the row evaluator gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from perfscore.core.numbers import Rounding, round_to
from perfscore.core.records import frozen
from perfscore.core.trace import Lack, Reading, Score
from perfscore.language.grid import ASK, LACKING, UNIT, Segment, segments
from perfscore.language.rules import Rule
from perfscore.language.shapes_in_columns import Shape
from perfscore.language.stretches import Line, line_of, open_branches, score_line
from perfscore.language.taken import factor_of
from perfscore.language.terms import Nothing
from perfscore.language.written import CLASSES, POWERS, Written, read_column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

#: So many answers of the row evaluator are remembered; a table of millions of rows must not fill the memory.
_MOST_REMEMBERED = 200_000
#: A table of rules and forms beyond this size, and much larger than the rows, is searched instead of looked up.
_LARGEST_TABLE = 4_000_000
#: The place among the segments is counted in a byte.
_MOST_SEGMENTS = 100
#: So few rules of a shape are computed one by one.
_FEW = 8
#: So many groups are looked for one after the other; more are sorted.
_MOST_SEARCHED = 24


@frozen
class Without:
    """Why a row has no score: the words, what is lacking, and the readings where they are what is open."""

    reason: str
    lack: Lack
    readings: tuple[Reading, ...] = ()

    @property
    def score(self) -> Score:
        """The same as the row evaluator says it."""
        return Score(None, self.readings, None, self.reason, self.lack)


class Scorer:
    """Distinct rules, and the scores of rows that follow them.

    Args:
        digits, mode: how a score is rounded, once.
    """

    def __init__(self, *, digits: int = 2, mode: Rounding = "half_up") -> None:
        self.digits = digits
        self.mode = mode
        self.rules: list[Rule] = []
        #: The units that plain numbers were written with.
        self.units: list[str] = []
        #: What stands in place of a code: why there is no score, or one that is too large for the arrays.
        self._outcomes: list[Without | int] = []
        self._numbered: dict[Without | int, int] = {}
        self._lines: dict[tuple[int, int | None], Line | None] = {}
        self._entries: dict[tuple[int, int | str, int | None], int] = {}
        self._same: dict[tuple[Segment, ...], int] = {}
        self._shapes: dict[str, Shape] = {}
        self._where: list[tuple[int, int]] = []
        self._asked: dict[tuple[int, str], int] = {}

    def add(self, rule: Rule) -> int:
        """The number of a rule, by which rows name it."""
        self.rules.append(rule)
        return len(self.rules) - 1

    @property
    def shapes(self) -> dict[str, int]:
        """How many different rules each shape has."""
        return {name: len(shape) for name, shape in self._shapes.items()}

    def score(self, rule: Codes, text: Codes, texts: Sequence[str]) -> Ints:
        """The scores of rows, in their last digit; below ASK what `outcome` tells.

        Args:
            rule: the number of each row's rule.
            text: the place of each row's actual among the texts.
            texts: the distinct actuals as typed.
        """
        import numpy as np

        written = read_column(texts, self.units)
        plan = self.plan(rule, text, written, texts)
        out = plan.scores(rule, plan.form[text], written.number[text])
        rest = np.flatnonzero(out == ASK)
        if len(rest):
            wide = rule[rest].astype(np.int64) * len(texts) + text[rest]
            pairs, inverse = np.unique(wide, return_inverse=True)
            codes = [self._ask(int(one) // len(texts), texts[int(one) % len(texts)]) for one in pairs]
            out[rest] = np.array(codes, dtype=np.int64)[inverse]
        return out

    def outcome(self, code: int) -> Without | int:
        """What a code stands for: a score in its last digit, or why there is none."""
        return code if code > ASK else self._outcomes[LACKING - code]

    def plan(
        self, rule: Codes, text: Codes, written: Written, texts: Sequence[str], reading: int | None = None
    ) -> Plan:
        """Look up, or work out, what is computed for every pair of a rule and a form of its actuals.

        `reading` is the place of one reading among those of each rule; without it the score itself is computed.
        """
        import numpy as np

        forms = len(self.units) * len(CLASSES)
        form = written.form.copy()
        others = np.flatnonzero(form < 0)
        form[others] = np.arange(forms, forms + len(others), dtype=np.int32)
        width = forms + len(others)
        pair = rule.astype(np.int64) * width + form[text]
        if len(self.rules) * width <= max(_LARGEST_TABLE, 4 * len(pair)):
            seen = np.zeros(len(self.rules) * width, dtype=bool)
            seen[pair] = True
            present = np.flatnonzero(seen)
        else:
            present = np.unique(pair)
        entries = np.empty(len(present), dtype=np.int32)
        for n, one in enumerate(present.tolist()):
            of, which = divmod(one, width)
            entries[n] = self._entry(of, which if which < forms else texts[others[which - forms]], reading)
        return Plan(self, form, width, present, entries)

    def reach(self, rule: Codes, text: Codes, texts: Sequence[str]) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """Between which scores all readings lie while the actual moves by half of its last written digit.

        Returns:
            the least and the most, in the last digit of scores, and whether they are known; a reading without a number
            does not count.
        """
        import numpy as np

        written = read_column(texts, self.units)
        number, form = written.number[text], written.form[text]
        # A half less or more may be a number of another class beside the small ones.
        sure = (form >= 0) & (form % len(CLASSES) >= CLASSES.index("whole")) & (number > 3 * UNIT)
        half = np.array([UNIT // power // 2 + 1 for power in POWERS], dtype=np.int64)[written.decimals[text]]
        least, most = np.full(len(rule), -ASK), np.full(len(rule), ASK)
        count = np.array([len(one.readings.branches) for one in self.rules])[rule]
        for reading in range(int(count.max(initial=0))):
            rows = np.flatnonzero(sure & (count > reading))
            plan = self.plan(rule[rows], text[rows], written, texts, reading)
            for shift in (-1, 0, 1):
                found = plan.scores(rule[rows], plan.form[text[rows]], number[rows] + shift * half[rows])
                sure[rows[found == ASK]] = False
                told = found > ASK
                least[rows] = np.where(told, np.minimum(least[rows], found), least[rows])
                most[rows] = np.where(told, np.maximum(most[rows], found), most[rows])
        return least, most, sure

    def _entry(self, of: int, which: int | str, reading: int | None) -> int:
        """The place of what is computed for a rule and a form: a class of plain numbers, or one text."""
        if len(self._entries) > _MOST_REMEMBERED:
            self._entries = {key: entry for key, entry in self._entries.items() if isinstance(key[1], int)}
        found = self._entries.get((of, which, reading))
        if found is None:
            known = (
                (Segment(0, "c", (self._ask(of, which),)),)
                if isinstance(which, str)
                else self._known(of, which, reading)
            )
            found = self._entries[of, which, reading] = self._placed(known)
        return found

    def _known(self, of: int, form: int, reading: int | None) -> tuple[Segment, ...]:
        """The segments of a rule for a class of plain numbers in a unit."""
        readings = self.rules[of].readings
        branches = open_branches(readings) if reading is None else [readings.branches[reading]]
        if (of, reading) not in self._lines:
            self._lines[of, reading] = score_line(readings) if reading is None else line_of(branches[0])
        line = self._lines[of, reading]
        unit, kind = divmod(form, len(CLASSES))
        factor = None if line is None else factor_of(self.rules[of], branches, self.units[unit], CLASSES[kind])
        if line is None or factor is None:
            return (Segment(0, "c", (ASK,)),)
        reasons: dict[Nothing, int] = {}
        found = segments(line, factor, reasons, self.digits, self.mode)
        if len(found) > _MOST_SEGMENTS:
            return (Segment(0, "c", (ASK,)),)
        numbers = {LACKING - n: LACKING - self._number(_of_nothing(one)) for one, n in reasons.items()}
        return tuple(
            Segment(one.start, one.form, (numbers.get(one.numbers[0], one.numbers[0]),))
            if one.form == "c"
            else one
            for one in found
        )

    def _placed(self, known: tuple[Segment, ...]) -> int:
        if known not in self._same:
            name = "".join(one.form for one in known)
            shape = self._shapes.setdefault(name, Shape(name, len(self._shapes)))
            self._where.append((shape.number, shape.add(known)))
            self._same[known] = len(self._where) - 1
        return self._same[known]

    def _ask(self, of: int, text: str) -> int:
        """What the row evaluator gives for a rule and an actual."""
        found = self._asked.get((of, text))
        if found is None:
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.clear()
            found = self._asked[of, text] = self.code_of(self.rules[of].score(text))
        return found

    def code_of(self, score: Score) -> int:
        """A score in its last digit, or the code of what stands in place of it."""
        if score.points is not None:
            number = int(round_to(score.points, self.digits, self.mode).scaleb(self.digits))
            return number if abs(number) < -ASK else LACKING - self._number(number)
        readings = tuple(Reading(one.name, one.points) for one in score.readings) if "读法" in score.reason else ()
        return LACKING - self._number(Without(score.reason, score.lack or "words", readings))

    def _number(self, outcome: Without | int) -> int:
        if outcome not in self._numbered:
            self._numbered[outcome] = len(self._outcomes)
            self._outcomes.append(outcome)
        return self._numbered[outcome]


def _of_nothing(one: Nothing) -> Without:
    lacks: dict[str, Lack] = {"pole": "usable-actual", "missing": "facts"}
    return Without(one.reason, lacks.get(one.kind, "words"))


class Plan:
    """What is computed for the pairs of rule and form that occur in some rows."""

    def __init__(self, scorer: Scorer, form: Codes, width: int, present: Ints, entries: Codes) -> None:
        import numpy as np

        #: The form of each distinct text.
        self.form = form
        self._width = width
        self._present = present
        self._shapes = list(scorer._shapes.values())  # noqa: SLF001 - the two are one thing, cut in two
        where = np.array(scorer._where, dtype=np.int32).reshape(-1, 2)[entries]  # noqa: SLF001
        self._column = where[:, 1].copy()
        self._group, self._groups = _grouped(np, where, self._shapes)
        size = len(scorer.rules) * width
        self._table: Codes | None = None
        if size <= max(_LARGEST_TABLE, 4 * len(present)):
            self._table = np.zeros(size, dtype=np.int32)
            self._table[present] = np.arange(len(present), dtype=np.int32)

    def scores(self, rule: Codes, form: Codes, number: Ints) -> Ints:
        """The scores of rows from their rule, the form of their actual and its number in millionths."""
        import numpy as np

        pair = rule.astype(np.int64)
        pair *= self._width
        pair += form
        entry: Any = np.searchsorted(self._present, pair) if self._table is None else self._table[pair]
        group = self._group[entry]
        out = np.empty(len(rule), dtype=np.int64)
        for one, rows in _apart(np, group, len(self._groups)):
            shape, alone = self._groups[one]
            column = self._column[entry[rows]] if alone is None else alone
            out[rows] = shape.scores(number[rows], column)
        return out


def _grouped(np: Any, where: Any, shapes: list[Shape]) -> tuple[Any, list[tuple[Shape, int | None]]]:
    """What is computed in one pass: all rules of a shape, or each of a few alone, whose numbers then are no columns.

    Returns:
        the group of each entry; the shape of each group, and its column where it has one alone.
    """
    group = np.empty(len(where), dtype=np.int16)
    groups: list[tuple[Shape, int | None]] = []
    for number in np.unique(where[:, 0]).tolist():
        mine = where[:, 0] == number
        columns = np.unique(where[mine, 1]).tolist()
        apart = shapes[number].name != "c" and len(columns) <= _FEW
        for column in columns if apart else (None,):
            group[mine if column is None else mine & (where[:, 1] == column)] = len(groups)
            groups.append((shapes[number], column))
    return group, groups


def _apart(np: Any, group: Any, count: int) -> list[tuple[int, Any]]:
    """The places of the rows of each group."""
    present = np.flatnonzero(np.bincount(group, minlength=count)).tolist()
    if len(present) <= _MOST_SEARCHED:
        return [(one, np.flatnonzero(group == one)) for one in present]
    order = np.argsort(group, kind="stable")
    ends = np.flatnonzero(np.diff(group[order])) + 1
    return list(zip(present, np.split(order, ends), strict=True))


__all__ = ["ASK", "Plan", "Scorer", "Without"]
