"""What a rule over one number compares: a completed value, a delay, an excess, a defined rate."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.units import canonical, dimension
from perfscore.language.agreement import spoken_role
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.notes import RANK
from perfscore.language.clauses.yes_no import Against, Saying
from perfscore.language.formulas import defined_variable
from perfscore.language.naming import Names, completion
from perfscore.language.program import Measure, Need, UnboundError
from perfscore.language.row import Row, Variable
from perfscore.language.terms import Absolute, Input, minus

_BETWEEN = lazy_pattern(r"(?=.*(?:与|和|同))([^与和同]{2,12})(?:与|和|同)([^与和同]{2,12})")
_TIMES = ("time", "workdays", "months")


def variable_of(row: Row, names: Names) -> Variable:
    """The quantity that the clauses compare.

    Raises:
        UnboundError: the target is a rank, or two numbers would be needed.
    """
    place = RANK.search(row.goal.text)
    if place and not (place[0][-1] in "名位" and any(w.measure == "rank" for w in row.ranges)):
        raise UnboundError("指标值是排名，要知道全体才能比较", "写明要达到的数值")
    ends = [q for w in row.ranges for q in w.ends]
    between = next((m for w in row.ranges if w.measure == "off" and (m := _apart(w.subject))), None)
    if between is not None:
        one, other = between.groups()
        unit = canonical(ends[0].unit) if ends else ""
        return Variable(Absolute(minus(Input(one), Input(other))), unit, rational(0), None, (one, other))
    delays = [w for w in row.ranges if w.measure in ("late", "early")]
    late = bool(delays) or any(step.kind in ("late", "early") for step in row.steps)
    timed = row.goal.value is not None and dimension(row.goal.unit) in _TIMES
    if late and not timed and not _time_taken(row):
        return _delay(row, delays)
    if row.goal.value is None and row.ranges and all(w.measure in ("over", "short") for w in row.ranges):
        return Variable(Input("超出比例"), "%", rational(0), Need("超出比例", unit="%", measure="excess"))
    return defined_variable(names, row.ranges) or _completed(row, names)


def _apart(subject: str) -> re.Match[str] | None:
    """The two quantities that a distance is between; None where they are the actual and the target of the row."""
    match = _BETWEEN.fullmatch(subject)
    own = match is not None and {spoken_role(name) for name in match.groups()} == {"actual", "target"}
    return None if own else match


def _time_taken(row: Row) -> bool:
    """Whether the limit itself is a time (收到批复后15日内办结得满分,每推迟1天…): what it took is the quantity."""
    ends = [q for w in row.ranges for q in w.ends]
    times = all(dimension(canonical(q.unit)) in _TIMES for q in ends)
    return bool(ends) and times and row.goal.value is None and all(w.measure == "" for w in row.ranges)


def _delay(row: Row, delays: list[Within]) -> Variable:
    """By how much it is late."""
    if any(w.measure not in ("late", "early", "around") for w in row.ranges):
        raise UnboundError("既有时间条件又有数值条件，需要两个数", "分别写成两条指标")
    units = [q.unit for w in delays for q in w.ends] + [
        p.step.unit for p in row.steps if p.kind in ("late", "early")
    ]
    unit = canonical(next(filter(None, units), "天"))
    return Variable(Input("逾期"), unit, rational(0), Need("逾期", unit=unit, measure="late"))


def _completed(row: Row, names: Names) -> Variable:
    """The row's own number, under the name that the clauses give it."""
    unit = row.goal.unit or _written_unit(row)
    spoken_of = (*(w.subject for w in row.ranges), *(p.subject for p in row.steps))
    subjects = [s for s in spoken_of if s and not (_BETWEEN.fullmatch(s) and _apart(s) is None)]
    named = names.told or names.own_name if names.used else next((s for s in subjects if 1 < len(s) <= 20), "")
    spoken = row.goal.value is None and bool(better_change(row))
    measure = _change(row, "".join((*subjects, *_said(row), *names.used)))
    need = Need(
        row.setting.named or named or "实际完成值",
        unit=unit,
        target=row.goal.value,
        measure=measure,
        spoken=spoken,
    )
    return Variable(Input(need.name), unit, row.goal.value, need)


def _written_unit(row: Row) -> str:
    """The unit of the conditions, or of the steps, where the row has none."""
    shown = [canonical(q.unit) for w in row.ranges if w.measure in ("", "around") for q in w.ends]
    unit = next((u for u in shown if u not in ("", "百分点")), "")
    stepped = next(filter(None, (canonical(p.step.unit) for p in row.steps)), "")
    found = unit or ("%" if stepped == "百分点" else stepped)
    return "" if found == "%" and not percentage(row) else found


def percentage(row: Row) -> bool:
    """Whether a target without a unit may be a percentage, beside a rule in percent: 95 beside 满意度≥95%.

    One that the rule does not name is a number of things, of which the rule compares how much was done: 200 beside
    完成率100%得满分, 1000 beside 偏差率10%以内.
    """
    value = row.goal.value
    if value is None:
        return True
    ends = {q.value for w in row.ranges if w.measure in ("", "around") for q in w.ends if q.unit == "%"}
    if value in ends or value * 100 in ends:
        return True
    names = [s for s in (*(w.subject for w in row.ranges), *(p.subject for p in row.steps)) if s]
    return value <= _WHOLE and not any(map(completion, names)) and _WHOLE not in ends


_WHOLE = 100


def _said(row: Row) -> list[str]:
    return [s.condition.text for s in row.statements if isinstance(s.condition, Saying)]


def _change(row: Row, texts: str) -> Measure:
    """Whether the number is a change, by the target, by the tiers, or by the names."""
    way = row.goal.change or ("" if row.goal.value is not None else better_change(row)) or _one_way(row)
    if way:
        return "change-down" if way == "down" else "change-up"
    against = [s.condition for s in row.statements if isinstance(s.condition, Against)]
    negative = [one.text for one in against if one.standing == "negative"]
    if any("负增长" in said for said in negative):
        return "change-up"
    if negative or re.search(r"下降(?:率|比例|幅度|目标)|降幅|降低率|减少率", texts):
        return "change-down"
    return "change-up" if re.search(r"增长率|增幅|提高率|上升率|提升率", texts) else "value"


def _one_way(row: Row) -> str:
    """The way of a rule whose only condition is a change by what the target says: 比上年增长10%得10分 beside ≥10%."""
    ways = {w.measure for w in row.ranges if w.measure in ("up", "down")}
    ends = {end.value for w in row.ranges for end in w.ends}
    alone = len(ways) == 1 and all(w.measure in ways for w in row.ranges) and row.goal.unit == "%"
    return ways.pop() if alone and row.goal.value in ends and row.goal.sign in ("≥", ">", "") else ""


def better_change(row: Row) -> str:
    """The better way of a rule whose conditions are all changes against a base: that of its best award."""
    if {within.measure for within in row.ranges} != {"up", "down"}:
        return ""
    paid = [
        (value, s.condition.measure)
        for s in row.statements
        if isinstance(s.condition, Within)
        and isinstance(s.outcome, Amount)
        and (value := row.award(s.outcome)) is not None
    ]
    return max(paid)[1] if paid else ""
