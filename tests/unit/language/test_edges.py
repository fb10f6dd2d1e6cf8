"""Where a text enters the language: what no grammar may meet is turned away, and what is read costs bounded steps."""

from __future__ import annotations

import importlib.util
import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore.core.numbers import MOST_DIGITS, read_figure, unfit_digits, without_noise
from perfscore.core.sourced import Unreadable
from perfscore.language.bounds import DEEPEST
from perfscore.language.definitions import read_definitions
from perfscore.language.numerals import read_number
from perfscore.language.rules import Rule, parse_rule
from perfscore.language.template import read_template
from perfscore.language.values import parse_value
from perfscore.language.values.constructions import LONGEST_FIGURE

FOREIGN = ["٩", "۹", "९", "௯", "𝟗"]


def rule_of(text, target="≥90%", unit="%", points=10):
    return parse_rule(text, points=points, target=target, unit=unit)


# -- digits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digit", FOREIGN)
def test_digits_of_other_scripts_are_no_numbers(digit):
    value = parse_value(f"≥{digit}0%")
    assert isinstance(value, Unreadable)
    assert value.words == digit
    rule = rule_of(f"≥90%得{digit}分")
    assert isinstance(rule, Unreadable)
    assert rule.words == digit
    assert isinstance(rule_of("≥90%得9分", points=digit), Unreadable)
    assert read_figure(digit) is None
    assert read_number(digit) is None
    assert without_noise(f"0.{digit * 16}") is None


def test_full_width_digits_are_digits():
    assert parse_value("≥９０%") == parse_value("≥90%")
    assert rule_of("≥９０%得１０分，否则不得分").score("91%").points == 10


@pytest.mark.parametrize("superscript", ["²", "³", "⁵", "①", "Ⅳ", "½"])
def test_numerals_that_are_no_digits_raise_nothing(superscript):
    for text in (superscript, f"≥{superscript}%", f"{superscript}0次", f"9{superscript}"):
        parse_value(text)
        rule_of(f"完成{text}得5分")


def test_a_run_of_digits_too_long_for_a_figure_is_unreadable():
    longest, longer = "9" * MOST_DIGITS, "9" * (MOST_DIGITS + 1)
    assert unfit_digits(longest) is None
    assert parse_value(f"≥{longer}").words == longer
    assert rule_of(f"每低{longer}%扣1分").words == longer
    assert read_figure(longest) is not None
    for text in (longer, f"1.{longer}", "1" + ",000" * 9, "9" * 5000):
        assert read_figure(text) is None
    assert isinstance(parse_value("1" + ",000" * 9), Unreadable)


@pytest.mark.parametrize("text", ["九十" + "亿" * 13 + "元", "亿" * 1900, "九" + "万" * 1000, "千万" * 500])
def test_a_pile_of_scale_words_is_no_number(text):
    assert not isinstance(value := parse_value(text), Unreadable) or value.reason
    assert read_number(text.rstrip("元")) is None


@pytest.mark.parametrize(
    ("points", "want"), [("10", 10), ("10分", 10), ("１０", 10), (" 7.5 ", Decimal("7.5")), (Decimal("1E+1"), 10)]
)
def test_points_are_read_as_figures_are(points, want):
    rule = rule_of("达到目标值得满分，否则不得分", points=points)
    assert isinstance(rule, Rule)
    assert rule.points == want


@pytest.mark.parametrize(
    "points",
    ["", "十", "10%", "1E999999", "NaN", "Infinity", "9" * 30, 10**3000, Decimal("1E+999999"), Decimal("sNaN")],
)
def test_what_is_no_number_of_points_is_unreadable(points):
    assert isinstance(rule_of("达到目标值得满分，否则不得分", points=points), Unreadable)


@pytest.mark.parametrize(
    ("text", "want"), [("百分之九十五", "95%"), ("八成五", "85%"), ("百分之百", "100%"), ("百分之九点五", "9.5%")]
)
def test_the_rules_read_numerals_as_the_values_do(text, want):
    assert rule_of(f"达到{text}得10分，否则不得分").template == rule_of(f"达到{want}得10分，否则不得分").template
    assert parse_value(text).low == parse_value(want).low


# -- steps -------------------------------------------------------------------------------------------------------


def calls(text):
    """How many calls of Python functions the reading of a text takes."""
    count = 0

    def note(_frame, event, _arg):
        nonlocal count
        count += event == "call"

    read_template.cache_clear()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        rule_of(text)
    finally:
        sys.setprofile(before)
    return count


NESTED = {
    "closed": lambda n: "得分=" + "(" * n + "实际完成数" + ")" * n + "/100*10",
    "open": lambda n: "完成率=" + "(" * n + "实际完成数",
    "sums": lambda n: "得分=" + "(1+" * n + "实际完成数" + ")" * n + "/20",
    "absolute": lambda n: "得分=" + "(1-" * n + "实际完成数" + ")的绝对值" * n + "/20",
    "bounded": lambda n: "得分=" + "max(1," * n + "实际完成数" + ")" * n,
    "by": lambda n: "按" + "(" * n + "实际值+1" + ")" * n + "折算得分",
}


@pytest.mark.parametrize("form", NESTED)
def test_each_level_of_brackets_costs_the_same(form):
    text = NESTED[form]
    rule_of(text(1))  # what the first text builds is no step of reading
    few, some, many = (calls(text(n)) for n in (3, 6, 12))
    assert many - some <= 2.5 * max(some - few, 50), (few, some, many)


@pytest.mark.parametrize("form", NESTED)
@pytest.mark.parametrize("depth", [DEEPEST + 1, 22, 300, 900])
def test_brackets_too_deep_are_turned_away_before_any_grammar(form, depth):
    text = NESTED[form](depth)
    rule = rule_of(text)
    assert isinstance(rule, Unreadable)
    if len(text) <= 2000:
        assert "括号" in rule.reason
    assert read_definitions(text) == ()
    assert calls(text) < 400


@pytest.mark.parametrize(
    "piece",
    [
        "1，",
        "优得1分；",
        "≥1%得1分；",
        "滞后目标值。",
        "得，",
        "a+",
        "零以下满分",
        "每低1%扣1分；",
        "查看资料，",
        "达到目标值得满分，",
    ],
)
def test_a_text_many_times_as_long_costs_no_more_than_the_longest_rule(piece):
    rule_of(piece * 5)
    bound = 60 * max(calls(piece), 500)
    for times in (60, 200, 2000 // len(piece)):
        assert calls(piece * times) <= bound
        if times >= 200:
            assert isinstance(rule_of(piece * times), Unreadable)


def test_a_long_report_is_words():
    report = "项目按计划组织实施，群众出行条件明显改善，资金使用合规，管理制度健全，" * 14
    assert len(report) > LONGEST_FIGURE
    assert parse_value(report, role="actual").kind == "qualitative"
    assert isinstance(parse_value("1、" * 41), Unreadable)


# -- anything ----------------------------------------------------------------------------------------------------


def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz", Path(__file__).parents[3] / "benchmarks" / "fuzz.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.property
def test_no_text_raises():
    texts, chance = fuzz(), random.Random(5)  # noqa: S311 - repeatable, not secret
    for _ in range(800):
        texts.try_out(texts.text_of(chance), chance.choice(texts.ROWS), chance.choice(texts.ACTUALS))
