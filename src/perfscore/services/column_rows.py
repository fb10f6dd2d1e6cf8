"""Rows of a table scored by column: distinct rules are read once, the rest is arrays; some rows are scored again, one by one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from perfscore.core.numbers import Figure, Interval, read_figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.core.text import normalise
from perfscore.language.values import parse_value
from perfscore.rulesets import RuleSet
from perfscore.scoring import Status
from perfscore.scoring.direction import of_name
from perfscore.scoring.rows import NO_RULE
from perfscore.services.column_cells import Column, empty, joined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from perfscore.language.arrays import Scorer
    from perfscore.language.rules import Rule
    from perfscore.scoring.defaults import Given

    Ints = NDArray[np.int64]

#: What a column may be, in the order in which a rule is told by them; then what is computed with, and held against it.
Role = Literal["rule", "points", "target", "unit", "indicator", "explanation", "actual", "score"]
TELLING: tuple[Role, ...] = ("rule", "points", "target", "unit", "indicator", "explanation")
#: How a recorded score stands to the recomputed one; empty where one of them is missing.
Agreement = Literal["", "agrees", "rounded", "reading", "differs"]
AGREEMENTS: tuple[Agreement, ...] = ("", "agrees", "rounded", "reading", "differs")

#: Below every code of the arrays: rows that no rule was read for.
_REFUSED = -(2**60)


class DifferingError(RuntimeError):
    """A row scored by column differs from the same row scored by itself: our own fault, never passed over."""


@frozen
class Outcome:
    """What a row has: a status of `scoring.records`, and its words where there is no score."""

    status: Status
    reason: str = ""
    reason_en: str = ""


@frozen
class Scored:
    """The rows of a table, or of a part of it.

    Attributes:
        points: a Decimal or None for each row.
        outcome: the place of each row's outcome among `outcomes`.
        agreement: the place among AGREEMENTS; None where the table records no scores.
    """

    points: NDArray[np.object_]
    outcome: NDArray[np.int32]
    outcomes: list[Outcome]
    agreement: NDArray[np.int8] | None


class RowScorer:
    """Scores the parts of one table; what was read for one part is known for the next.

    Args:
        ruleset: conventions, digits and rounding.
        sample: so many rows of each part are scored again by the row evaluator.
        seed: which rows these are.
    """

    def __init__(self, ruleset: RuleSet, *, sample: int = 1000, seed: int = 0) -> None:
        from perfscore.language.arrays import Scorer

        self.ruleset = ruleset
        self.scorer: Scorer = Scorer(digits=ruleset.digits.value, mode=ruleset.rounding.value)
        self.sample = sample
        self.rows = 0
        self.rules = 0
        self.checked = 0
        self.statuses: Counter[str] = Counter()
        self.agreements: Counter[Agreement] = Counter()
        self._seed = seed
        self._known: dict[tuple[str, ...], int] = {}
        self._numbered: dict[int, int] = {}
        self._refusals: list[Outcome] = []
        self._judged: dict[tuple[int, str, str], int] = {}

    def score(
        self, columns: Mapping[Role, Column], rows: int, *, lost: Mapping[Outcome, Sequence[int]] | None = None
    ) -> Scored:
        """Score rows; those that are `lost` have no score, whatever else stands in them.

        Raises:
            DifferingError: a row that was scored again has another score.
        """
        import numpy as np

        given = {role: columns.get(role) or empty(rows) for role in (*TELLING, "actual")}
        codes, distinct = joined(given[role] for role in TELLING)
        numbers = np.array([self._rule(one) for one in distinct], dtype=np.int64)
        rule = numbers[codes] if len(distinct) else np.zeros(rows, dtype=np.int64)
        actual = given["actual"]
        for outcome, places in (lost or {}).items():
            rule[list(places)] = self._refused(outcome)
        out = rule.copy()
        ruled = np.flatnonzero(rule >= 0)
        if len(ruled):
            out[ruled] = self.scorer.score(rule[ruled].astype(np.int32), actual.codes[ruled], actual.texts)
            self._check(rule, actual, out, ruled)
        recorded = columns.get("score")
        agreement = None if recorded is None else self._agreements(rule, actual, out, recorded)
        self.rows += rows
        return self._told(out, agreement)

    def _rule(self, texts: tuple[str, ...]) -> int:
        """The number of the rule that some texts tell, or why there is none."""
        found = self._known.get(texts)
        if found is None:
            read = self._read(texts)
            if isinstance(read, Outcome):
                found = self._refused(read)
            else:
                # Texts that only differ in what the rule does not look at give one rule.
                found = self._numbered.get(id(read))
                if found is None:
                    found = self._numbered[id(read)] = self.scorer.add(read)
                    self.rules += 1
            self._known[texts] = found
        return found

    def _refused(self, outcome: Outcome) -> int:
        """The code of rows that have no score for a reason."""
        self._refusals.append(outcome)
        return _REFUSED - len(self._refusals) + 1

    def _read(self, texts: tuple[str, ...]) -> Rule | Outcome:
        from perfscore.language.rules import read_points
        from perfscore.scoring.stated import Stated, read_rule, unread

        text, points, target, unit, indicator, explanation = texts
        if text in NO_RULE:
            return Outcome("no-rule", "没有评分标准", "no scoring rule")
        worth = read_points(points)
        if worth is None:
            what = f"分值“{points}”读不成数" if points else "没有填写分值"
            return Outcome("no-points", what, "the points are missing or no number")
        wanted = parse_value(target, unit=unit or None) if target else None
        stated = Stated(text, "row", wanted, unit, explanation, of_name(indicator), indicator)
        rule = read_rule(stated, worth, self.ruleset.conventions)
        if isinstance(rule, Unreadable):
            refused = unread(rule)
            return Outcome(refused.status, refused.reason, refused.reason_en)
        return rule

    def _check(self, rule: Ints, actual: Column, out: Ints, ruled: Any) -> None:
        """Score some rows again, each by itself."""
        import numpy as np

        chance = np.random.default_rng((self._seed, self.rows))
        some = chance.choice(ruled, min(self.sample, len(ruled)), replace=False)
        for row in some.tolist():
            one, text = self.scorer.rules[int(rule[row])], actual.texts[actual.codes[row]]
            alone = self.scorer.code_of(one.score(text))
            if alone != out[row]:
                raise DifferingError(
                    f"第 {self.rows + row + 1} 行按列计为 {self._shown(int(out[row]))}，单独计为 {self._shown(alone)}："
                    f"评分标准“{one.raw}”，分值 {one.points}，完成值“{text}”（row {self.rows + row + 1}: "
                    f"{self._shown(int(out[row]))} by column, {self._shown(alone)} by itself）"
                )
        self.checked += len(some)

    def _shown(self, code: int) -> str:
        found = self.scorer.outcome(code)
        return str(self._decimal(found)) if isinstance(found, int) else found.reason

    def _decimal(self, number: int) -> Decimal:
        # Written out: the context of decimals would round what is longer than it.
        return Decimal((int(number < 0), tuple(map(int, str(abs(number)))), -self.scorer.digits))

    def _told(self, out: Ints, agreement: Any) -> Scored:
        """Codes as numbers and words."""
        import numpy as np
        import pandas as pd

        from perfscore.scoring.stated import refusal_of

        codes, distinct = pd.factorize(out)
        points = np.empty(len(distinct), dtype=object)
        places = np.empty(len(distinct), dtype=np.int32)
        outcomes: dict[Outcome, int] = {}
        for n, code in enumerate(distinct.tolist()):
            if code <= _REFUSED:
                outcome = self._refusals[_REFUSED - code]
            elif isinstance(found := self.scorer.outcome(code), int):
                points[n], outcome = self._decimal(found), Outcome("recomputed")
            else:
                refused = refusal_of(found.score)
                outcome = Outcome(refused.status, refused.reason, refused.reason_en)
            places[n] = outcomes.setdefault(outcome, len(outcomes))
        place = places[codes]
        counted = np.bincount(place, minlength=len(outcomes)).tolist()
        for outcome, number in zip(outcomes, counted, strict=True):
            self.statuses[outcome.status] += number
        if agreement is not None:
            for n, number in enumerate(np.bincount(agreement, minlength=len(AGREEMENTS)).tolist()):
                self.agreements[AGREEMENTS[n]] += number
        return Scored(points[codes], place, list(outcomes), agreement)

    # -- recorded scores -----------------------------------------------------------------------------------

    def _agreements(self, rule: Ints, actual: Column, out: Ints, recorded: Column) -> NDArray[np.int8]:
        """How each recorded score stands to what was computed."""
        import numpy as np

        figures = [read_figure(normalise(text).text.removesuffix("分")) for text in recorded.texts]
        written = [None if one is None or one.percent else one for one in figures]
        missing = -(2**55)
        codes = np.array([missing if one is None else self._code(one) for one in written], dtype=np.int64)
        mine = codes[recorded.codes]
        found = np.where(mine == out, np.int8(1), np.int8(0))
        rest = np.flatnonzero((mine != out) & (mine != missing) & (rule >= 0))
        far = self._far(rule[rest], actual, rest, mine[rest], out[rest], recorded, written)
        found[rest[far]] = AGREEMENTS.index("differs")
        for row in rest[~far].tolist():
            key = (int(rule[row]), actual.texts[actual.codes[row]], recorded.texts[recorded.codes[row]])
            verdict = self._judged.get(key)
            if verdict is None:
                figure = written[recorded.codes[row]]
                assert figure is not None  # noqa: S101 - the rows were chosen so
                verdict = self._judged[key] = AGREEMENTS.index(self._judge(key[0], key[1], figure))
            found[row] = verdict
        return found

    def _far(
        self,
        rule: Ints,
        actual: Column,
        rows: Any,
        mine: Ints,
        out: Ints,
        recorded: Column,
        written: list[Figure | None],
    ) -> NDArray[np.bool_]:
        """Whether a recorded score is so far from every reading that looking at them one by one can find nothing."""
        import numpy as np

        from perfscore.language.arrays import ASK

        scale = 10**self.scorer.digits
        least, most, sure = self.scorer.reach(rule.astype(np.int32), actual.codes[rows], actual.texts)
        halves = [
            0 if one is None else math.ceil(scale / Decimal(10) ** min(one.decimals, 12) / 2) for one in written
        ]
        # What was rounded for comparing lies at most half a digit from what is compared.
        slack = np.array(halves, dtype=np.int64)[recorded.codes[rows]] + 2
        far: NDArray[np.bool_] = sure & (out > ASK) & ((mine < least - slack) | (mine > most + slack))
        return far

    def _code(self, figure: Figure) -> int:
        from perfscore.core.numbers import round_to

        number = round_to(figure.value, self.scorer.digits)
        return int(number.scaleb(self.scorer.digits)) if abs(number) < 10**12 else -(2**55) + 1

    def _judge(self, of: int, actual: str, recorded: Figure) -> Agreement:
        """A recorded score that is not the recomputed one: rounded, that of another reading, or of none (as PS301 to PS303)."""
        from perfscore.scoring.defaults import Refused
        from perfscore.scoring.stated import answers_of

        rule = self.scorer.rules[of]
        given = answers_of(rule, parse_value(actual, unit=rule.unit or None, role="actual"))
        decided = not isinstance(given, Refused)
        readings: tuple[Given, ...] = given.readings if isinstance(given, Refused) else given
        if not readings:
            return ""
        full = recorded.value == rule.points
        fine = Interval.around(recorded.value, max(recorded.decimals, self.scorer.digits))
        own = fine if full else recorded.interval
        fits = [own.meets(Interval.point(one.value) if one.leap else one.interval) for one in readings]
        if decided and fits[0]:
            return "rounded"
        return "reading" if any(fits) else "differs"
