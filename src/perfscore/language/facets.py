"""What the clauses of a rule ask about: the row's number, how often something happened, facts in words.

A text may ask about several of these at once (办结率≥95%得6分,每低1个百分点扣1分;发生负面舆情的不得分). Each clause
asks about one; what follows it without words of its own goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.areas import ZERO_WORDS
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.limits import Limit, Starting
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.events import is_count
from perfscore.language.facts import Goal
from perfscore.language.several import named_quantity
from perfscore.language.shapes import same_thing
from perfscore.language.statements import Element, Statement, Template
from perfscore.language.told import alike, opposed

#: The row's own number or day; events that are counted; facts in words that earn, that cost, that leave nothing.
Kind = Literal["number", "count", "award", "fault", "veto"]


@frozen
class Facet:
    """The clauses that ask about one kind of fact, with the bounds that stand behind them."""

    kind: Kind
    template: Template

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The clauses."""
        return self.template.statements


@frozen
class Asked:
    """What a rule asks about: its facets, and what bounds the whole of it."""

    facets: tuple[Facet, ...]
    bounds: Template

    def of(self, kind: Kind) -> Facet | None:
        """The facet of a kind, None where nothing of it is asked."""
        return next((one for one in self.facets if one.kind == kind), None)


def asked(template: Template, goal: Goal) -> Asked:
    """Part a template by what its clauses ask about, beside the target of its row."""
    kinds = _kinds(template, goal)
    parts: dict[Kind, list[Element]] = {}
    bounds: list[Element] = []
    last: Kind | None = None
    elements = template.elements
    for place, element in enumerate(elements):
        if isinstance(element, Statement):
            last = kinds[place]
            parts.setdefault(last, []).append(element)
        elif isinstance(element, Limit):
            inner = element.bound == "most-off" and last is not None and _goes_on(elements[place + 1 :])
            (parts[last] if inner and last is not None else bounds).append(element)
        else:
            # Definitions, standards, how a part of a step counts: they speak of numbers.
            parts.setdefault("number", []).append(element)
    if not any(isinstance(one, Statement) for one in parts.get("number", [])):
        bounds += parts.pop("number", [])
    facets = (Facet(kind, Template(tuple(held))) for kind, held in parts.items())
    return Asked(tuple(facets), Template(tuple(bounds)))


def apart(template: Template, goal: Goal) -> bool:
    """Whether a rule asks about several kinds of facts that no single way of reading takes together."""
    if template.first(Starting) is not None:
        return False
    paying = [
        (kind, one)
        for place, kind in _kinds(template, goal).items()
        if isinstance(one := template.elements[place], Statement) and one.outcome is not None
    ]
    kinds = {kind for kind, _ in paying}
    standings = [isinstance(one.condition, Against) for kind, one in paying if kind == "number"]
    if "count" in kinds and standings and all(standings):
        return False  # What is counted is what stands to the target.
    listed = [one for kind, one in paying if kind == "veto" and one.mark]
    rest = [one for kind, one in paying if kind == "award"]
    awards = [one for one in rest if not isinstance(one.condition, Otherwise)]
    # A list of vetoes behind one award (完成得满分;有下列情形之一的,不得分:…) is no list of grades.
    vetoed = len(awards) == 1 and not awards[0].mark and len(listed) > 1 and len(listed) + len(rest) == len(paying)
    return vetoed or ("number" in kinds and len(kinds) > 1) or {"count", "fault"} <= kinds


def _goes_on(rest: Iterable[Element]) -> bool:
    return any(isinstance(one, Statement) for one in rest)


def _kinds(template: Template, goal: Goal) -> dict[int, Kind]:
    """The kind of each clause by its place."""
    steps, ranges = template.steps, template.ranges
    counts = [step for step in steps if is_count(step, goal, template)]
    gaps = [step for step in steps if step not in counts]
    found: dict[int, Kind] = {}
    last: int | None = None
    for place, element in enumerate(template.elements):
        if not isinstance(element, Statement):
            continue
        if isinstance(element.condition, Otherwise) and last is not None:
            if found[last] in ("fault", "veto"):
                found[last] = "award"
            found[place] = found[last]
        else:
            found[place] = _kind(element, ranges, counts, gaps, goal)
            last = place
    _turned(template.elements, found)
    return found


def _turned(elements: Sequence[Element], found: dict[int, Kind]) -> None:
    """A fault that is the opposite of what earns points is the same fact: 完成得4分,未完成扣1分."""
    said = {place: one for place in found if isinstance(one := elements[place], Statement)}
    earning = [said[place] for place, kind in found.items() if kind == "award"]
    for place, kind in found.items():
        if kind in ("fault", "veto") and any(opposed([award, said[place]]) for award in earning):
            found[place] = "award"


def _kind(
    statement: Statement,
    ranges: Sequence[Within],
    counts: Sequence[PerStep],
    steps: Sequence[PerStep],
    goal: Goal,
) -> Kind:
    condition, outcome = statement.condition, statement.outcome
    if isinstance(outcome, PerStep) and outcome in counts and not isinstance(condition, Within | Either):
        return "number" if any(_counts_on(outcome, one) for one in ranges) else "count"
    told = isinstance(condition, Against) and not (ranges or steps) and goal.value is None and goal.day is None
    if not (isinstance(condition, Saying) or told) or not isinstance(outcome, Amount):
        return "number"
    assert isinstance(condition, Saying | Against)  # noqa: S101 - the line above
    if _is_zero(condition.text, ranges, steps, goal, earns=outcome.manner == "award" and outcome.points != 0):
        return "number"
    match outcome.manner:
        case "deduct":
            return "fault"
        case "award" | "add":
            return "veto" if outcome.points == 0 and outcome.manner == "award" else "award"


def _counts_on(step: PerStep, within: Within) -> bool:
    """Whether a step counts what a range compares: 2起以内得满分,每多1起扣1分."""
    ends = [canonical(end.unit) for end in within.ends]
    return canonical(step.step.unit) in ends or (not any(ends) and same_thing(within.subject, step.subject))


def _is_zero(text: str, ranges: Sequence[Within], steps: Sequence[PerStep], goal: Goal, *, earns: bool) -> bool:
    """Whether words say that the compared number is zero (未举办0分), and nothing of another thing (无制度)."""
    match = ZERO_WORDS.search(text)
    if match is None or not (ranges or steps):
        return False
    thing = _DONE.sub("", text[match.end() :])
    subjects = [*(one.subject for one in ranges), *(step.subject for step in steps)]
    names = [name for subject in subjects if (name := named_quantity(subject))]
    if not thing or any(alike(thing, name) for name in names):
        return True
    if names:
        return False
    # Without names only the unit tells: none of what is counted, or none of what a rate should not be.
    units = {canonical(end.unit) for one in ranges for end in one.ends}
    units |= {canonical(step.step.unit) for step in steps}
    return not units <= {"%", "百分点"} or (earns and (goal.value == 0 or goal.sign in ("≤", "<")))


#: What is done to things that are counted, and says nothing of what they are.
_DONE = lazy_pattern(
    r"^(?:发生|发现|出现|开展|举办|组织|建成|实施|完成|报送|提交|培训|存在|[此该本]项|工作|的|者)+$"
)
