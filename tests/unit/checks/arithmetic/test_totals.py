import pytest

from builders import (
    base_table,
    complete,
    findings,
    funding,
    head,
    indicator,
    levels,
    money,
    number,
    rows_of,
    section,
    self_assessment,
    text,
)
from perfscore.model import Ledger, LedgerRow


def with_subtotal(*scores, subtotal):
    rows = [indicator(f"第{n}项", points="10", score=score) for n, score in enumerate(scores)]
    return self_assessment(section("产出指标", *rows, subtotals=(subtotal,)))


def test_a_subtotal_that_misses_its_rows():
    (found,) = findings("PS201", with_subtotal("9.50", "8.00", subtotal=("20", "18.50")))
    assert found.recomputed == "17.5"
    assert levels([found]) == ["error"]
    assert len(findings("PS201", with_subtotal("9.50", "8.00", subtotal=("30", "18.50")))) == 2


@pytest.mark.parametrize(
    ("scores", "subtotal"),
    [
        (("9.50", "8.00"), ("20", "17.50")),
        (("9.333", "8.00"), ("20", "17.34")),  # rounding
        (("9.50", "8.00", "5.00"), ("20", "13.00")),  # governs the last two rows
        (("9.50", ""), ("20", "18.00")),
        (("9.50", "8.00"), ("", "")),
    ],
)
def test_subtotals_that_may_be_right(scores, subtotal):
    assert findings("PS201", with_subtotal(*scores, subtotal=subtotal)) == []


def outlays(total, *parts, partial=False):
    rows = [(f"{n}、明细", {"outturn": part}, 1, partial) for n, part in enumerate(parts, 1)]
    return base_table(("三公经费", {"outturn": total}, 0), *rows, ("公用经费", {"outturn": "99.00"}, 0))


def test_a_parent_of_the_base_table():
    (found,) = findings("PS201", outlays("13.43", "11.99", "0.00", "1.54"))
    assert found.recomputed == "13.53"
    assert len(found.related) == 3


def test_parents_that_are_right_or_not_known():
    assert findings("PS201", outlays("13.43", "11.99", "0.00", "1.44")) == []
    assert findings("PS201", outlays("13.43", "11.99", "", "1.54")) == []
    assert findings("PS201", outlays("13.44", "11.99", "0.00", "1.44")) == []
    assert findings("PS201", outlays("", "11.99", "0.00", "1.44")) == []


def test_a_partial_list_is_wrong_only_above_its_parent():
    assert findings("PS201", outlays("13.43", "3.00", "", partial=True)) == []
    assert len(findings("PS201", outlays("13.43", "13.00", "3.00", partial=True))) == 1


def scored(*scores, total):
    return self_assessment(section("产出指标", *rows_of("产出指标", *scores)), total=("90", total))


def test_a_total_that_misses_the_scores():
    (found,) = findings("PS209", scored("50", "40", total="91"))
    assert found.recomputed == "90"
    assert findings("PS209", scored("50", "40", total="90"), scored("50", "", total="91"), complete()) == []


@pytest.mark.parametrize(
    ("points", "total", "found"),
    [
        (None, "97.50", 0),
        (None, "97.60", 1),
        (None, "17.00", 1),
        ("30", "27.50", 0),
        ("30", "28", 1),
        ("20", "19", 1),
    ],
)
def test_a_total_may_count_an_execution_rate_that_has_no_score_of_its_own(points, total, found):
    rows = [indicator(f"第{n}项", points="10", score=score) for n, score in enumerate(("9.50", "8.00"))]
    made = self_assessment(section("产出指标", *rows), total=(points, total), funding=funding(money()))
    assert len(findings("PS209", made)) == found


@pytest.mark.parametrize(("printed", "found"), [("290", 0), ("290.01", 1)])
def test_the_money_of_a_ledger_adds_up(printed, found):
    rows = tuple(
        LedgerRow(text(name), text(name), None, money(executed=amount), (), number("99"), None)
        for name, amount in (("甲", "90.00"), ("乙", "200.00"))
    )
    made = Ledger(
        head("ledger", money_unit="元"), rows, money("合计", initial=None, budget=None, executed=printed)
    )
    assert [one.recomputed for one in findings("PS201", made)] == ["290"] * found
