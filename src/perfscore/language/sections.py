"""Rules in sections, each under the name of a quantity with the points that are its own: `培训率3分:达到100%得3分,每低…`.

A heading is a name that is paid for, before clauses on a number that have no name of their own; so is `入库率(4分)≥90%`.
Where the points of the headings make up those of the row, each section is a rule of its own and the points add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import FULL, Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.words import NUMBER, fraction
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.facts import Goal
from perfscore.language.program import Program, Setting, UnboundError
from perfscore.language.several import named_quantity
from perfscore.language.statements import Element, Statement, Template
from perfscore.language.terms import add
from perfscore.language.told import opposed

Lower = Callable[[Template, Setting], Program]
#: The name of a quantity with its points, before a comparison.
_WORTH = lazy_pattern(rf"(?P<name>[^()]{{2,24}})\((?:满分|共|计)?(?P<n>{NUMBER})分\)")


@frozen
class Section:
    """The clauses under a heading, which names what they are about and what they are worth."""

    name: str
    worth: Fraction
    template: Template


def sections(template: Template, points: Fraction) -> list[Section]:
    """The sections of a template; empty where it has no headings that make up the points."""
    found: list[Section] = []
    held: list[Element] = []
    elements = template.elements
    for place, element in enumerate(elements):
        heading = _heading(element, elements[place + 1 : place + 3])
        if heading is None and not found:
            return []
        if heading is not None:
            held = [] if heading[2] is None else [heading[2]]
            found.append(Section(heading[0], heading[1], Template(tuple(held))))
            continue
        held.append(element)
        found[-1] = replace(found[-1], template=Template(tuple(held)))
    whole = sum((one.worth for one in found), Fraction(0)) == points
    names = {one.name for one in found}
    return found if whole and len(found) > 1 and len(names) == len(found) else []


def _heading(element: Element, behind: Sequence[Element]) -> tuple[str, Fraction, Statement | None] | None:
    """The name and the points of a heading, with the clause that it stands in; None for what is none."""
    if not isinstance(element, Statement):
        return None
    condition, outcome = element.condition, element.outcome
    if isinstance(condition, Within) and (match := _WORTH.fullmatch(condition.subject)):
        return match["name"], fraction(match["n"]), replace(element, condition=replace(condition, subject=""))
    if condition is None and isinstance(outcome, PerStep) and (match := _WORTH.fullmatch(outcome.subject)):
        return match["name"], fraction(match["n"]), replace(element, outcome=replace(outcome, subject=""))
    paid = isinstance(outcome, Amount) and outcome.manner == "award" and outcome.high is None and outcome.points
    if not paid or not isinstance(condition, Saying) or "," in condition.text:
        return None
    assert isinstance(outcome, Amount)  # noqa: S101 - the line above
    follows = behind[0] if behind else None
    if not _unnamed(follows) and not _repeats(follows, outcome) and not _yes_or_no(behind, outcome):
        return None
    return condition.text.removesuffix("满分"), outcome.points or Fraction(0), None


def _unnamed(element: Element | None) -> bool:
    """Whether a clause is about a number to which it gives no name."""
    if not isinstance(element, Statement) or element.mark:
        return False
    condition, step = element.condition, element.outcome
    if condition is None and isinstance(step, Prorata):
        return not step.deduct
    if condition is None:
        return isinstance(step, PerStep) and step.kind in ("short", "over", "off") and not step.subject
    return isinstance(condition, Within) and not condition.subject


def _repeats(element: Element | None, heading: Amount) -> bool:
    """Whether a clause on a number, or a standing, gives all the points of its heading: 质量3分:合格率100%得3分."""
    if not isinstance(element, Statement) or element.mark or not isinstance(element.condition, Within | Against):
        return False
    return element.outcome in (heading, FULL)


def _yes_or_no(behind: Sequence[Element], heading: Amount) -> bool:
    """Whether a fact has all the points of its heading, and its opposite none: 安全4分:未发生事故得4分,发生事故不得分."""
    if len(behind) < 2 or not all(isinstance(one, Statement) and not one.mark for one in behind):
        return False
    fact, other = (one for one in behind if isinstance(one, Statement))
    if not isinstance(fact.condition, Saying) or fact.outcome not in (heading, FULL):
        return False
    return isinstance(other.condition, Otherwise) or opposed([fact, other])


def lower_sections(parts: list[Section], setting: Setting, lower: Lower) -> Program:
    """Lower every section against the bound of its own full marks.

    Raises:
        UnboundError: a section cannot be read alone, or two of them ask for the same.
    """
    programs: list[Program] = []
    for part in parts:
        own = replace(setting, points=part.worth, goal=_goal(part), direction="", named=_named(part))
        programs.append(_under(part.name, lower(part.template, own)))
    needs = tuple(need for program in programs for need in program.needs)
    if len({need.name for need in needs}) < len(needs):
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    doubt = next((program.doubt for program in programs if program.doubt), "")
    return Program(add(*(program.term for program in programs)), Fraction(0), setting.points, needs, doubt=doubt)


def _named(part: Section) -> str:
    """How the number of a section is asked for: under its heading, and as its clauses name it."""
    own = {name for within in part.template.ranges if (name := named_quantity(within.subject))}
    only = own.pop() if len(own) == 1 else part.name
    return part.name if only in part.name or part.name in only else f"{part.name}({only})"


def _under(heading: str, program: Program) -> Program:
    """A section whose only fact may be given under its heading as well: 时效=按期完成."""
    only = program.needs[0] if len(program.needs) == 1 else None
    if only is None or only.kind != "fact":
        return program
    return replace(program, needs=(replace(only, phrases=(*only.phrases, (heading, True))),))


def _goal(part: Section) -> Goal:
    """What the best award of a section asks for."""
    best: tuple[Fraction, Within] | None = None
    for statement in part.template.statements:
        condition, outcome = statement.condition, statement.outcome
        if not isinstance(condition, Within) or not isinstance(outcome, Amount) or outcome.manner != "award":
            continue
        value = outcome.value(part.worth)
        if value and (best is None or value > best[0]):
            best = value, condition
    if best is None and any(isinstance(s.outcome, Prorata) for s in part.template.statements):
        # How much of it was done is all that is asked.
        return Goal(Fraction(100), "≥", "%")
    if best is None:
        return Goal()
    within = best[1]
    end = within.low or within.high
    assert end is not None  # noqa: S101 - a range has an end
    return Goal(end.value, "≥" if within.high is None or within.exact else "≤", canonical(end.unit))
