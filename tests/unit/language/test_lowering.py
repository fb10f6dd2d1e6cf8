"""Clauses built by hand, without a text: where they hold, where steps count from, what words give."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from perfscore.core.conventions import Conventions
from perfscore.language.areas import area_of
from perfscore.language.clauses.amounts import FULL, NONE, Amount
from perfscore.language.clauses.conditions import Either, Quantity, Within
from perfscore.language.clauses.delay import ByDate, Day
from perfscore.language.clauses.limits import Limit
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.dated import day_number
from perfscore.language.facts import Goal
from perfscore.language.measured import by_calendar, measured
from perfscore.language.numeric import lower_numeric, program_of
from perfscore.language.program import Setting, UnboundError
from perfscore.language.regions import Piece
from perfscore.language.row import Row
from perfscore.language.statements import Statement, Template
from perfscore.language.steps import stepped
from perfscore.language.terms import NoScoreError, Nothing, number, value
from perfscore.language.told import if_yes, one_of, vetoed

RATE = Goal(Fraction(95), "≥", "%", text="≥95%")
OFF = Amount("deduct", points=Fraction(1))


def row_of(*elements, goal=RATE, points=10, **chosen):
    return Row(Template(elements), Setting(Fraction(points), goal, "", Conventions(), chosen))


def percent(number, unit="%"):
    return Quantity(Fraction(number), unit)


def holds(area, *numbers):
    return [any(span.covers(Piece(point=Fraction(n))) for span in area) for n in numbers]


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (Within(percent(90), True), [False, True, True, True]),
        (Within(percent(90), False, percent(100), False), [False, False, True, False]),
        (Either((Within(high=percent(80), high_in=True), Within(percent(100), True))), [True, False, False, True]),
        (Within(percent(5), False, measure="short"), [True, False, False, False]),
        (Within(high=percent(5), high_in=True, measure="off"), [False, True, True, True]),
        (Against("met", "达到目标值"), [False, False, True, True]),
        (Against("unmet", "未达到目标值"), [True, True, False, False]),
    ],
)
def test_a_condition_holds_for_an_area_of_the_line(condition, held):
    rule = measured(row_of(Statement(condition, FULL)))
    assert holds(area_of(rule, condition), 80, 90, 95, 100) == held


def test_otherwise_is_what_nothing_before_it_holds_for():
    tier = Within(percent(90), True)
    rule = measured(row_of(Statement(tier, FULL), Statement(Otherwise(), NONE)))
    assert holds(area_of(rule, Otherwise(), [area_of(rule, tier)]), 80, 90, 100) == [True, False, False]


def test_a_day_is_a_condition_like_the_others():
    deadline = ByDate(Day(6, 30), "before", marked=True)
    rule = by_calendar(row_of(Statement(deadline, FULL), goal=Goal(text="")))
    days = [day_number(Day(6, day)) for day in (29, 30)] + [day_number(Day(7, 1))]
    assert holds(area_of(rule, deadline), *days) == [True, True, False]
    assert rule.direction == "down"


def test_words_are_no_area_of_a_number():
    rule = measured(row_of(Statement(Within(percent(90), True), FULL)))
    with pytest.raises(UnboundError):
        area_of(rule, Saying("制度健全"))


@pytest.mark.parametrize(
    ("kind", "condition", "axes", "points"),
    [
        ("short", None, {}, {94: 9, 90: 5}),
        ("off", None, {"deviation": "both-sides"}, {94: 9, 97: 8}),
        ("short", Within(percent(90), True), {"reference": "threshold"}, {88: 8}),
        ("short", Within(percent(90), True), {"reference": "target"}, {88: 3}),
    ],
)
def test_steps_count_from_the_target_or_from_the_standard_before_them(kind, condition, axes, points):
    step = PerStep(kind, percent(1, "个百分点"), OFF)
    rule = measured(row_of(Statement(condition, step), **axes))
    area, term = stepped(rule, step, condition, [])
    name = rule.variable.need.name
    assert {n: value(term, {name: Fraction(n)}) for n in points} == points
    assert holds(area, *points) == [True] * len(points)


def test_lowering_changes_nothing_that_it_is_given():
    step = PerStep("short", percent(1, "个百分点"), OFF)
    row = row_of(Statement(Within(percent(95), True), FULL), Statement(None, step))
    rule = measured(row)
    assert program_of(rule) == program_of(rule) == lower_numeric(row)
    for record, name in ((row, "template"), (rule, "variable"), (row.setting, "goal"), (rule.names, "unknown")):
        with pytest.raises(FrozenInstanceError):
            setattr(record, name, None)


def test_bounds_and_limits_are_those_of_the_row():
    first, second = (Statement(Saying(text), OFF) for text in ("迟交", "漏报"))
    row = row_of(
        first, Limit("most-off", Fraction(2)), second, Limit("most-off", Fraction(3)), Limit("least", Fraction(1))
    )
    assert row.bounds() == (1, 10)
    together = row_of(first, second, Limit("most-off", Fraction(3)), Limit("cap", Fraction(8)))
    assert together.bounds() == (0, 8)


def test_words_give_what_they_say():
    other = Nothing("这个词不在所列档次里", "grade")
    term, need = one_of("档次", [("优", number(10)), ("良", number(8))], other, (number(0), "没有"))
    assert [value(term, {"档次": word}) for word in ("优", "良", "否")] == [10, 8, 0]
    assert need.words == ("优", "良", "否")
    with pytest.raises(NoScoreError):
        value(term, {"档次": "中"})
    score = vetoed(if_yes("制度健全", number(10)), [Statement(Saying("弄虚作假"), NONE)])
    assert value(score, {"弄虚作假": "否", "制度健全": "是"}) == 10
    assert value(score, {"弄虚作假": "是", "制度健全": "是"}) == 0
