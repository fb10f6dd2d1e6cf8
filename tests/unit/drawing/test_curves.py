"""Curves say what their rules give."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfscore.audit import audit
from perfscore.core.pictures import Curve
from perfscore.drawing.curves import _of_rule, curve_of_rule
from perfscore.language.rules import Rule, parse_rule
from perfscore.language.values import parse_value
from perfscore.report import Style, render_text
from rounds_support import written

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
RULES = (
    ("每低1个百分点扣0.5分，扣完为止", "10", "≥95%", "%"),
    ("≥90%得满分；85%（含）-90%得1分；85%以下不得分", "5", "≥90%", "%"),
    ("得分=实际完成值/指标值×分值，最高不超过分值", "8", "≥40个", "个"),
    ("每超出1天扣2分，扣完为止", "6", "≤5天", "天"),
)


def curve_of(rule, actual):
    return _of_rule(rule, Decimal(rule.points), parse_value(actual, role="actual"), Fraction(-1))


def on(curve: Curve, x: Fraction):
    """What the lines of a curve give at a number; of a leap every end."""
    found = set()
    for line in curve.lines:
        if len(line) == 1 and line[0][0] == x:
            return {Fraction(line[0][1])}
        for (left, low), (right, high) in pairwise(line):
            if left <= x <= right:
                share = (x - Fraction(left)) / (Fraction(right) - Fraction(left))
                found.add(Fraction(low) + (Fraction(high) - Fraction(low)) * share)
    return found


@pytest.mark.property
@settings(deadline=None)  # the first call loads the grammar
@given(st.sampled_from(RULES), st.integers(0, 4000))
def test_a_curve_is_what_the_rule_gives(words, tenth):
    text, points, target, unit = words
    rule = parse_rule(text, points=points, target=target)
    assert isinstance(rule, Rule)
    actual = f"{Decimal(tenth) / 10}{unit}"
    curve = curve_of(rule, actual)
    assert curve is not None
    x = Fraction(tenth, 10)
    assert curve.low <= x <= curve.high
    score = rule.score(actual).points
    assert any(abs(one - Fraction(score)) < Fraction(1, 10**4) for one in on(curve, x))


@pytest.mark.parametrize("text", ["按时完成得满分，未按时完成不得分", "优得5分，良得3分，差不得分"])
def test_a_rule_without_a_number_has_no_curve(text):
    rule = parse_rule(text, points="5", target="按时完成")
    assert not isinstance(rule, Rule) or curve_of(rule, "已完成") is None


def test_a_rule_by_itself_has_a_curve_with_its_actual():
    rule = parse_rule("每低1个百分点扣0.5分，扣完为止", points="10", target="≥95%")
    curve = curve_of_rule(rule, rule.points, "92.3%")
    assert (curve.target, curve.actual) == (95, (Decimal("92.3"), Decimal("8.65")))
    assert curve_of_rule(rule, rule.points).actual is None
    assert curve_of_rule(rule, rule.points, "不详").actual is None


def test_an_actual_whose_points_have_no_end_is_marked_too():
    rule = parse_rule("得分=实际完成值/指标值×分值，最高不超过分值", points="10", target="≥3个")
    assert curve_of_rule(rule, rule.points, "1个").actual == (1, Decimal("3.333333"))


def test_an_actual_takes_the_unit_of_its_row():
    rule = parse_rule("每低1个百分点扣0.5分，扣完为止", points="10", target="≥95", unit="%")
    assert curve_of_rule(rule, rule.points, "92.3").actual == (Decimal("92.3"), Decimal("8.65"))


def test_an_actual_in_another_scale_lies_where_the_rule_takes_it():
    """903万元 in a column of 万元 is 903 along a line in 万元, and not nine million."""
    (curve, *_) = audit(SAMPLES / "kpi" / "考核表.xlsx", drawn=True).pictures.curves
    assert curve.unit == "万元"
    assert curve.actual == (Decimal(903), Decimal(30))


def test_a_curve_belongs_to_its_row():
    report = audit(SAMPLES / "kpi" / "考核表.xlsx", drawn=True)
    for curve in report.pictures.curves:
        score = report.scores[curve.score]
        assert curve.top >= score.points
        assert curve.actual is None or round(curve.actual[1], 2) == score.recomputed


def test_the_formulas_of_a_rule_set_have_curves(tmp_path):
    report = audit(written(tmp_path / "表.txt"), drawn=True, config=False)
    by_name = {report.scores[curve.score].indicator: curve for curve in report.pictures.curves}
    missed = by_name["数据有效率"]
    assert missed.target == 90
    assert missed.actual[0] == 85
    assert round(missed.actual[1], 2) == report.scores[1].recomputed
    assert missed.lines[0][0] == (0, 0)


def test_an_actual_that_is_no_number_of_the_line_has_no_dot():
    report = audit(SAMPLES / "hengyang-2023" / "自评表.xlsx", drawn=True)
    curves = {curve.score: curve for curve in report.pictures.curves}
    row = next(n for n, one in enumerate(report.scores) if one.indicator == "保障强制隔离戒毒人员基本生活")
    assert (report.scores[row].target, report.scores[row].actual) == ("≥48公斤/月/人", "94.75%")
    assert curves[row].actual is None


def test_nothing_is_drawn_unless_it_is_asked_for(tmp_path):
    assert audit(written(tmp_path / "表.txt"), config=False).pictures is None


def test_a_curve_that_fails_costs_nothing_else(tmp_path, monkeypatch):
    from perfscore.drawing import curves

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(curves, "_of_ruleset", broken)
    report = audit(written(tmp_path / "表.txt"), drawn=True, config=False)
    assert report.pictures.curves == ()
    assert {words.split(":")[0] for _, words in report.pictures.failed} == {"ZeroDivisionError"}
    assert "行的曲线没有画出，程序出错：ZeroDivisionError" in render_text(report, "html", Style())
