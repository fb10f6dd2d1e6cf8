from decimal import Decimal
from fractions import Fraction

from perfscore.core.numbers import Figure, read_figure
from perfscore.reconcile import explain_execution_score, explain_rate, explain_score, explain_total


def figure(text: str) -> Figure:
    found = read_figure(text)
    assert found is not None
    return found


def test_a_pass_mark_of_sixty_is_found_and_nothing_else():
    fits = explain_score(figure("4.34"), 2, Decimal(5), Fraction("0.9475"))
    assert [fit.name for fit in fits] == ["pass-mark: 60"]
    assert fits[0].mark == 60
    assert fits[0].value == Fraction("4.34375")
    assert "94.75% − 60%" in fits[0].zh


def test_each_pass_mark_is_found():
    for mark in (50, 60, 70, 80):
        value = 10 * (Fraction(97, 100) - Fraction(mark, 100)) / (1 - Fraction(mark, 100))
        text = f"{float(value):.2f}"
        assert f"pass-mark: {mark}" in [
            fit.name for fit in explain_score(figure(text), 2, Decimal(10), Fraction(97, 100))
        ]


def test_a_ratio_cut_to_whole_points_is_no_formula():
    fits = explain_score(figure("9"), 2, Decimal(10), Fraction(94, 95))
    assert fits
    assert not any(fit.mark for fit in fits)
    assert "截到整数" in fits[0].zh


def test_a_whole_score_on_two_points_explains_nothing():
    assert explain_score(figure("1"), 2, Decimal(2), Fraction(8, 10)) == ()


def test_what_nothing_reproduces_stays_unexplained():
    assert explain_score(figure("3.33"), 2, Decimal(10), Fraction(99, 100)) == ()


def test_a_rate_cut_to_whole_percent():
    fits = explain_rate(figure("94.00%"), figure("6971.10"), figure("7380.15"), figure("5948.45"))
    assert [fit.zh for fit in fits] == ["执行率取到整数百分比（94%）"]


def test_cut_and_rounded_are_told_apart():
    cut = explain_rate(figure("94.4%"), figure("94.46"), figure("100"), None)
    assert [fit.zh for fit in cut] == ["执行率截到 1 位小数（未四舍五入）（94.4%）"]
    rounded = explain_rate(figure("94.5%"), figure("94.46"), figure("100"), None)
    assert [fit.zh for fit in rounded] == ["执行率四舍五入到 1 位小数（94.5%）"]


def test_the_initial_budget_is_tried():
    fits = explain_rate(figure("80.00%"), figure("80"), figure("90"), figure("100"))
    assert [fit.zh for fit in fits] == ["以年初预算数为分母"]
    assert explain_rate(figure("80.00%"), figure("80"), figure("0"), None) == ()


def test_a_score_taken_from_the_cut_rate():
    fits = explain_execution_score(
        figure("9.40"), 2, Decimal(10), figure("6971.10"), figure("7380.15"), figure("5948.45")
    )
    assert [fit.zh for fit in fits] == ["执行率取到整数百分比（94%）"]


def test_a_total_without_execution():
    scores = [figure("50"), figure("40")]
    assert [fit.name for fit in explain_total(figure("90"), scores, figure("10"))] == ["sum: without execution"]
    assert explain_total(figure("100"), scores, figure("10")) == ()
    assert explain_total(figure("90"), scores, None) == ()
