"""A cell is read once, by `parse_value`; rules take its value, and a text is read by the same function."""

from decimal import Decimal
from fractions import Fraction

import pytest

from perfscore.core.conventions import Conventions
from perfscore.core.sourced import Unreadable
from perfscore.language.rules import Rule, parse_rule
from perfscore.language.values import Value, in_scale, meets, parse_value, reading
from perfscore.rulesets import load_ruleset
from perfscore.scoring.defaults import Refused, score_by_default
from perfscore.scoring.stated import Stated, score_by_rule

ALL_OR_NOTHING = "达到目标值得满分，否则不得分"


def rule(text: str, target: str, unit: str | None = None) -> Rule:
    found = parse_rule(text, points=10, target=target, unit=unit)
    assert isinstance(found, Rule), found
    return found


def value(text: str, role: str = "target", unit: str | None = None) -> Value:
    found = parse_value(text, unit=unit, role=role)
    assert not isinstance(found, Unreadable), found
    return found


@pytest.mark.parametrize(
    ("target", "unit", "actual", "points"),
    [
        ("≥95%", None, "八十%", 0),
        ("≥95%", None, "百分之九十六", 10),
        ("4万", "元", "30000", 0),
        ("4万", "元", "40000", 10),
        ("4万", "元", "4.1万元", 10),
        ("≥250个工作日", "天", "249", 0),
        ("≥250个工作日", "天", "251", 10),
    ],
)
def test_target_and_actual_are_read_alike(target, unit, actual, points):
    found = rule(ALL_OR_NOTHING, target, unit)
    assert found.score(actual).points == points
    assert found.score(value(actual, "actual", unit)).points == points


def test_a_period_is_no_number():
    found = parse_rule("完成得满分，未完成不得分", points=10, target="2022.03-2022.11")
    assert isinstance(found, Rule)
    assert found.goal.value is None
    assert isinstance(parse_rule("每低1%扣1分", points=10, target="2022.03-2022.11"), Unreadable)


@pytest.mark.parametrize("given", ["92", 92, Decimal(92), "92%", {"完成率": "92%"}])
def test_texts_numbers_and_facts_are_accepted(given):
    assert rule("完成率≥95%得满分，否则每低1%扣1分", "≥95%", "%").score(given).points == 7


def test_a_target_that_was_read_binds_like_its_text():
    text = "每低1个百分点扣0.5分"
    assert rule(text, "≥95%", "%") == parse_rule(text, points=10, target=value("≥95%", unit="%"), unit="%")


@pytest.mark.parametrize(
    ("text", "low", "unit", "direction"),
    [
        ("低于计划3%", 3, "%", "down"),
        ("比计划低3%", 3, "%", "down"),
        ("超过预算5万元", 50000, "元", "up"),
        ("比目标高2个百分点", 2, "个百分点", "up"),
    ],
)
def test_a_distance_from_a_plan_is_a_change(text, low, unit, direction):
    read = value(text, "actual")
    assert (read.kind, read.number, read.direction) == ("change", low, direction)
    assert value(read.say(), "actual") == read


def test_a_rank_is_no_amount():
    read = value("第2位", "actual")
    assert (read.kind, read.number, read.unit) == ("qualitative", 2, "位")
    assert meets(value("第1位"), read) is None


@pytest.mark.parametrize("text", ["无超出预算变更", "没有超过限额的支出项", "杜绝超过标准接待"])
def test_what_is_denied_sets_no_lower_bound(text):
    assert value(text).relation not in (">", ">=")


# -- scale -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "unit", "actual", "numbers"),
    [
        ("≥90万元", None, "95", {"": 950000}),
        ("≥1.5亿元", None, "1.6", {"": 160000000}),
        ("≥2万人次", None, "2.3", {"": 23000}),
        ("≤3千吨", None, "3.2", {"": 3200}),
        ("2-3万人", None, "2.5", {"": 25000}),
        ("≥90万元", None, "950000", {"scale: as-target": 9500000000, "scale: base-unit": 950000}),
        ("≥2万", "人次", "2.3", {"scale: base-unit": Decimal("2.3"), "scale: as-target": 23000}),
        ("≥2万", "人次", "21000", {"": 21000}),
        ("≥90", "万元", "95", {"": 950000}),
        ("≥90万元", None, "95元", {"": 95}),
        ("≥90万元", None, "8万", {"": 80000}),
        ("≥90%", None, "95", {"": 95}),
    ],
)
def test_a_number_without_unit_takes_the_whole_unit_of_its_target(target, unit, actual, numbers):
    read = in_scale(value(target, unit=unit), value(actual, "actual", unit))
    assert {name: one.number for name, one in read} == numbers


@pytest.mark.parametrize(
    ("target", "actual", "verdict"),
    [
        ("≥90万元", "95", True),
        ("≥90万元", "80", False),
        ("≥90万元", "950000", True),
        ("≤90万元", "950000", False),
        ("≥90万元", "850000", None),
        ("≥2万人次", "1.5", False),
    ],
)
def test_a_target_is_met_or_missed_under_every_reading_only(target, actual, verdict):
    assert meets(value(target), value(actual, "actual")) is verdict


@pytest.mark.parametrize(("actual", "points"), [("95", 5), ("88", 10), ("90.5", Decimal("9.5"))])
def test_a_stated_rule_takes_the_scale_of_the_target(actual, points):
    assert rule("每超1万元扣1分", "≤90万元").score(actual).points == points


def test_an_open_scale_is_two_named_readings():
    score = rule("每超1万元扣1分", "≤90万元").score("950000")
    assert score.points is None
    assert {one.name.split("; ")[-1] for one in score.readings} == {"scale: as-target", "scale: base-unit"}
    assert {one.points for one in score.readings} == {0, 5}


def test_the_formulas_of_a_rule_set_take_the_scale_of_the_target():
    rules = load_ruleset("mof-2020")

    def score(target, actual):
        return score_by_default(value(target), value(actual, "actual"), Fraction(10), rules, None)

    met, missed, open_scale = score("≥90万元", "950000"), score("≥90万元", "45"), score("≤90万元", "950000")
    assert not isinstance(met, Refused)
    assert not isinstance(missed, Refused)
    assert (met[0].value, missed[0].value) == (10, 5)
    assert isinstance(open_scale, Refused)


# -- once --------------------------------------------------------------------------------------------------


def test_each_distinct_text_is_parsed_once(monkeypatch):
    parsed = []
    inner = reading.read_quick
    monkeypatch.setattr(reading, "read_quick", lambda body: parsed.append(body) or inner(body))
    reading.read_template.cache_clear()
    reading.read_value.cache_clear()
    for _ in range(3):
        found = rule("每超1万元扣1分", "≤93万元")
        for actual in ("95", "95.5万元", "96"):
            found.score(actual)
            value(actual, "actual")
    assert sorted(parsed) == sorted({"≤93万元", "95", "95.5万元", "96"})


def test_a_value_is_not_read_again(monkeypatch):
    target, actual = value("≥94.5%"), value("93.21%", "actual")

    def never(*_):
        raise AssertionError("a cell was read twice")

    monkeypatch.setattr(reading, "read_value", never)
    monkeypatch.setattr(reading, "read_template", never)
    stated = Stated("每低1个百分点扣0.5分，不足1个百分点按比例计", "row", target=target)
    given = score_by_rule(stated, actual, Decimal(10), Conventions())
    assert not isinstance(given, Refused)
    assert given[0].value == 10 - (Fraction("94.5") - Fraction("93.21")) / 2
