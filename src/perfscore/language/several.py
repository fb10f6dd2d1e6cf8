"""Rules that judge several quantities in one text: each is scored by its own clauses, and the points add up."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.based import BASE
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.formula import Definition, Formula
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.words import TARGET
from perfscore.language.clauses.yes_no import Against, Otherwise
from perfscore.language.facts import Goal
from perfscore.language.measured import measured
from perfscore.language.numeric import program_of
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.statements import Element, Statement, Template
from perfscore.language.terms import Greatest, Input, Least, Term, add, number

#: Words before a number that name no quantity of their own.
_NO_NAME = lazy_pattern(
    r"[xX]?|其|该|(?:实际)?(?:建成|完成|举办|开展|达到|实现|比例|完成率|完成比例|数量|数|得分|总分|评分|结果|值|实际值|完成值|占比|比率|时间|时限|指标|提高|下降|增长|控制|共|累计|全年|每年|年度|组织|培训|新增|发放|安排|发现|发生|出现|第|高于|低于|若|当|在)*"
)
#: Words before a step that name the target or the gap, no quantity.
_RELATIVE = lazy_pattern(
    rf"^(?:比|较|与|和|同|按)?(?:{TARGET})(?:值)?(?:相比|比较|相比较|的)?|差额|差距|部分|超额完成|成本(?:降低|节约)|[^,]*(?:与|和)(?:{TARGET})"
)
#: The day that is agreed: 按合同工期±5天 names no other quantity than 延期5天.
_DUE = lazy_pattern(
    r"(?:按照?|与|在)?(?:合同|计划|规定|约定|预定|要求)[^\d,;。±率额量]{0,4}(?:期|时间|时限|时点|节点)",
    needs="合同|计划|规定|约定|预定|要求",
)
#: What a change is against is no quantity of its own: 比上年下降5%, 与上年持平.
_BASED = lazy_pattern(rf"(?:[比较与同和]{BASE}(?:相比|比较)?|[同环]比),?$", needs="年|期|月|季|比")
_BETWEEN = lazy_pattern(r"(?=.*(?:与|和|同))[^与和同]{2,12}(?:与|和|同)[^与和同]{2,12}")


def subject_of(statement: Statement) -> str:
    """The quantity that a clause names, empty where it names none of its own."""
    condition = statement.condition
    if isinstance(condition, Either):
        condition = condition.parts[0]
    timed = isinstance(condition, Within) and condition.measure in ("late", "early")
    subject = condition.subject if isinstance(condition, Within) and not timed else ""
    step = statement.outcome
    if condition is None and isinstance(step, PerStep) and step.kind in ("short", "over", "off", "plain"):
        # 满意度每低…, 合格率每低… are two quantities as much as two tiers are.
        subject = _RELATIVE.sub("", step.subject)
    return named_quantity(subject)


def named_quantity(subject: str) -> str:
    """The name of a quantity before a number, empty where the words name none of their own."""
    subject = _BASED.sub("", subject)
    subject = re.sub(r"的?(?:比例|情况|完成情况)?(?:达到?|完成|为|在|控制)*$", "", subject)
    return "" if _NO_NAME.fullmatch(subject) or _DUE.fullmatch(subject) else subject


def _same(one: str, other: str) -> bool:
    """Whether two names may mean one quantity."""
    if one in other or other in one:
        return True
    shared = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 3 and shared * 2 >= min(len(one), len(other)) and one[:1] == other[:1]


def quantities_apart(template: Template) -> list[tuple[str, Template]]:
    """Group the clauses by the quantity that they name; a clause without a name goes on with the last one."""
    groups: list[tuple[str, list[Element]]] = []
    shared: list[Element] = []
    for element in template.elements:
        if not isinstance(element, Statement):
            if groups:
                groups[-1][1].append(element)
            else:
                shared.append(element)
            continue
        subject = subject_of(element)
        if subject and not _BETWEEN.fullmatch(subject):
            known = next((g for g in groups if g[0] and _same(g[0], subject)), None)
            if known is None and groups and not groups[-1][0]:
                other = _completion(groups[-1][1])
                named = (other if other and not _same(other, subject) else subject, groups[-1][1])
                groups[-1] = named
                known = named if named[0] == subject else None
            if known is None:
                groups.append((subject, [*shared]))
                known = groups[-1]
            if known is not groups[-1] and known is not None:
                known[1].append(element)
                continue
        elif not groups:
            groups.append(("", [*shared]))
        groups[-1][1].append(element)
    if any(
        isinstance(e, Definition) or (isinstance(e, Statement) and isinstance(e.outcome, Formula))
        for e in template.elements
    ):
        # The names may be defined quantities of one another.
        return [("", template)]
    return [(name, Template(tuple(elements))) for name, elements in groups]


def _completion(elements: list[Element]) -> str:
    """The rate that clauses without a name of their own are about: 完成率达100%得4分, beside 合格率达95%得6分."""
    ranges = [e.condition for e in elements if isinstance(e, Statement) and isinstance(e.condition, Within)]
    return next((w.subject for w in ranges if w.subject.endswith("率") and not w.measure), "")


def the_measured(groups: list[tuple[str, Template]], goal: Goal) -> Template | None:
    """The clauses of the one quantity that pays, where the target is its; the others only say what it is a rate of.

    报修后30分钟内到场,及时率≥95%得5分. None where more than one pays, or where the target says another thing.
    """
    paying = [one for _, one in groups if any(s.outcome is not None for s in one.statements)]
    if len(paying) != 1 or goal.value is None:
        return None
    return paying[0] if goal.value in {end.value for within in paying[0].ranges for end in within.ends} else None


def lower_several(groups: list[tuple[str, Template]], row: Row) -> Program:
    """Score each quantity by itself, with the threshold of its full marks as its target."""
    terms: list[Term] = []
    needs: list[Need] = []
    total = Fraction(0)
    for name, template in _with_else(_given_apart(groups), row):
        worth, goal = _worth(template)
        part = measured(row.part(template, worth, goal))
        if part.variable.need is None or not part.variable.plain:
            raise UnboundError("一条标准里有几个指标，没有读懂", "分成几条指标")
        needs.append(replace(part.variable.need, name=name))
        named = replace(part.variable, term=Input(name), need=needs[-1])
        raw = program_of(replace(part, variable=named)).raw
        terms.append(Least((number(worth), Greatest((number(0), raw)))))
        total += worth
    if total != row.points:
        raise UnboundError("一条标准里有几个指标，各自的满分合不到本行的分值", "核对各部分的分值")
    return Program(add(*terms), Fraction(0), row.points, tuple(needs))


def _given_apart(groups: list[tuple[str, Template]]) -> list[tuple[str, Template]]:
    """The groups, of which one that only adds (优良率≥40%的另加1分) earns what it adds: it is a part of the points."""
    return [(name, _given(one) if n else one) for n, (name, one) in enumerate(groups)]


def _given(template: Template) -> Template:
    paying = [s for s in template.statements if s.outcome is not None]
    amount = paying[0].outcome if len(paying) == 1 else None
    if not isinstance(amount, Amount) or amount.manner != "add" or not amount.points:
        return template
    award = replace(paying[0], outcome=replace(amount, manner="award", extra=False))
    return replace(template, elements=tuple(award if e is paying[0] else e for e in template.elements))


def _with_else(groups: list[tuple[str, Template]], row: Row) -> list[tuple[str, Template]]:
    """The groups where what is said behind the last one (未达到的, 每下降1%) may be of each: none before it says such a thing."""
    last = [s for s in groups[-1][1].statements if _is_else(s)]
    before = any(_is_else(s) for _, one in groups[:-1] for s in one.statements)
    end = next((e for e in reversed(groups[-1][1].elements) if isinstance(e, Statement)), None)
    if len(groups) < 2 or len(last) != 1 or before or last[0] is not end:
        return groups
    each = last[0].amount is not None and last[0].amount.each
    if not each and row.pick("else-of", ("each", "last")) == "last":
        return groups
    others = [(name, replace(one, elements=(*one.elements, last[0]))) for name, one in groups[:-1]]
    return [*others, groups[-1]]


def _is_else(statement: Statement) -> bool:
    condition, step = statement.condition, statement.outcome
    if condition is None and isinstance(step, PerStep):
        # 每下降1个百分点扣1分 without a name, behind several of them.
        return step.kind in ("short", "over", "off") and not subject_of(statement)
    return isinstance(condition, Otherwise) or (isinstance(condition, Against) and condition.standing == "unmet")


def _worth(template: Template) -> tuple[Fraction, Goal]:
    """The best award of a group and the threshold that earns it."""
    best: tuple[Fraction, Within] | None = None
    for statement in template.statements:
        condition, outcome = statement.condition, statement.outcome
        if (
            isinstance(outcome, Amount)
            and outcome.manner == "award"
            and isinstance(condition, Within)
            and outcome.points is not None
            and (best is None or outcome.points > best[0])
        ):
            best = outcome.points, condition
    if best is None:
        raise UnboundError("一条标准里有几个指标，没有写明各自的满分", "写明各部分的满分")
    worth, condition = best
    end = condition.low or condition.high
    assert end is not None  # noqa: S101 - a range has an end
    sign = "≥" if condition.high is None or condition.exact else "≤"
    return worth, Goal(end.value, sign, canonical(end.unit))  # type: ignore[arg-type]
