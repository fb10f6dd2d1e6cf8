"""What the names in a formula stand for: the actual, the target, a defined quantity, the row's own one, or an input."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen, replace
from perfscore.core.units import canonical
from perfscore.language.agreement import ACTUAL, PLANNED, POINTS, RATE, TARGET
from perfscore.language.clauses.formula import (
    Bounded,
    Constant,
    Distance,
    Expression,
    Formula,
    Name,
    Operation,
    names,
)
from perfscore.language.pairs import done_and_planned
from perfscore.language.program import Need
from perfscore.language.row import Row, Variable
from perfscore.language.terms import inputs

#: What a share is taken of is a total of things; a value or a standard (标杆值) may be what the row is to reach.
_WHOLE = lazy_pattern("(?<![值准求平])$")
_COMPLETION = lazy_pattern(r"(?:完成|达成)(?:率|比例|度|进度)")


def completion(subject: str) -> bool:
    """Whether a subject names the share of the target that was reached."""
    return bool(_COMPLETION.search(subject))


@frozen
class Names:
    """The names of one rule.

    Attributes:
        used: those of its formulas and definitions, in reading order.
        pair: the row's own thing as done and as planned.
        own: the one name that nothing explains, which is the row's own quantity.
        own_name: how the row's own quantity is asked for.
        unknown: the other names that nothing explains.
        ratio: two unexplained names, one over the other.
    """

    row: Row
    used: tuple[str, ...]
    pair: tuple[str, str] | None
    own: str = ""
    own_name: str = ""
    unknown: tuple[str, ...] = ()
    ratio: tuple[str, str] | None = None

    def definition(self, name: str) -> str | None:
        """The defined quantity that a name means: the same, or the same after 实际."""
        definitions = self.row.definitions
        for defined in definitions:
            if name in (defined, f"实际{defined}") or f"实际{name}" == defined:
                return defined
        short = [defined for defined in definitions if len(name) > 2 and defined.endswith(name)]
        return short[0] if len(short) == 1 else None

    def is_actual(self, name: str) -> bool:
        """Whether a name means what was reached."""
        return ACTUAL.fullmatch(name) is not None or (self.pair is not None and name == self.pair[0])

    def is_target(self, name: str) -> bool:
        """Whether a name means the target."""
        return TARGET.fullmatch(name) is not None or (self.pair is not None and name == self.pair[1])

    def is_planned(self, name: str) -> bool:
        """Whether a name means the plan that a rate is taken of."""
        paired = self.pair is not None and name == self.pair[1] and "目标" not in name
        return PLANNED.fullmatch(name) is not None or paired

    def explained(self, name: str) -> bool:
        """Whether a name says what it is, or the text does."""
        told = any(pattern.fullmatch(name) for pattern in (ACTUAL, TARGET, RATE, POINTS))
        return told or name in (self.pair or ()) or self.definition(name) is not None

    def needs(self, variable: Variable) -> tuple[Need, ...]:
        """The inputs in reading order."""
        found = [] if variable.need is None else [variable.need]
        if found and self.pair is not None and found[0].name == self.pair[0]:
            found = [replace(found[0], planned=self.pair[1])]
        elif found and self.pair is not None and self.row.goal.unit == "%":
            found = [replace(found[0], ratio=self.pair)]
        return (*found, *(Need(name) for name in self.unknown if self.counted or name in inputs(variable.term)))

    @property
    def told(self) -> str:
        """The defined quantity that the clauses compare as it stands: the parts of it play no part in the score."""
        row = self.row
        if not self.unknown or len(row.definitions) != 1 or self.counted:
            return ""
        (name,) = row.definitions
        subjects = {s for s in (*(w.subject for w in row.ranges), *(p.subject for p in row.steps)) if s}
        return name if all(name.endswith(s) or s.endswith(name) for s in subjects) else ""

    def _given_itself(self, variable: Variable) -> bool:
        """Whether the actual of the row is the defined quantity: the clauses compare it with the target, in its unit."""
        row, goal = self.row, self.row.goal
        if not self.told or variable.need is None or variable.need.name != self.told:
            return False
        ends = {q.value for w in row.ranges for q in w.ends}
        if ends:
            return goal.value is None or goal.value in ends
        return {goal.unit} == {canonical(step.step.unit).replace("百分点", "%") for step in row.steps}

    @property
    def counted(self) -> bool:
        """Whether the score itself is a formula."""
        return any(isinstance(s.outcome, Formula) for s in self.row.statements)

    def single(self, variable: Variable) -> str:
        """The input that a lone actual gives."""
        if variable.need is not None and (not self.unknown or self._given_itself(variable)):
            return variable.need.name
        if self.row.goal.unit != "%":
            return ""
        defined = self.row.definitions
        if len(defined) == 1 and self.ratio is not None and set(self.ratio) <= set(names(*defined.values())):
            return next(iter(defined))  # 准确率=1-差错数/总数: the rate of the row is what is defined
        if self.ratio is not None and len(self.unknown) == 2 and _WHOLE.search(self.ratio[1]) is not None:
            return "/".join(self.ratio)
        return next(iter(defined)) if len(defined) == 1 else ""


def names_on(row: Row) -> Names:
    """What the names of a rule stand for on its row."""
    formulas = [s.outcome.expression for s in row.statements if isinstance(s.outcome, Formula)]
    expressions = [*row.definitions.values(), *formulas]
    used = tuple(dict.fromkeys(name for e in expressions for name in names(e)))
    pair = None if row.goal.value is None else done_and_planned(used, expressions, row.goal)
    first = Names(row, used, pair)
    unknown = [name for name in used if not first.explained(name)]
    actual = any(first.is_actual(n) or (RATE.fullmatch(n) and first.definition(n) is None) for n in used)
    own = unknown[0] if len(unknown) == 1 and not actual else ""
    plain_name = pair is None or row.goal.unit == "%" or ACTUAL.fullmatch(pair[0])
    own_name = row.setting.named or own or ("实际完成值" if plain_name or pair is None else pair[0])
    others = tuple(name for name in unknown if name != own)
    ratio = next((found for e in expressions for found in _ratios(e, others)), None)
    return replace(first, own=own, own_name=own_name, unknown=others, ratio=ratio)


def _ratios(expression: Expression, unknown: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Two unexplained names, one over the other."""
    match expression:
        case Operation():
            chain = [(op, part.text) for op, part in chained(expression) if isinstance(part, Name)]
            tops, bottoms = ([t for op, t in chain if op == sign and t in unknown] for sign in "*/")
            if len(tops) == 1 and len(bottoms) == 1:
                yield tops[0], bottoms[0]
            for _, part in chained(expression):
                yield from _ratios(part, unknown)
        case Distance(of):
            yield from _ratios(of, unknown)
        case Bounded(_, parts):
            for part in parts:
                yield from _ratios(part, unknown)
        case Constant() | Name():
            pass


def chained(operation: Operation) -> list[tuple[str, Expression]]:
    """The parts of a chain of operations, each with its sign."""
    return [("*", operation.first), *operation.rest]
