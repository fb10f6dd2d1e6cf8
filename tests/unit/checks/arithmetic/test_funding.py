import pytest

from builders import base_table, complete, findings, funding, levels, money, target_sheet


def sources(*rows, total=("100.00", "100.00", "100.00"), **parts):
    """A form with source rows: (label, initial, budget, executed)."""
    return complete(funding=funding(money("年度资金总额", *total), *(money(*row) for row in rows)), **parts)


def test_a_total_that_misses_its_sources_by_more_than_rounding():
    (found,) = findings(
        "PS202", sources(("当年财政拨款", "90.00", "100.00", "100.00"), ("其他资金", "0", "0", "0"))
    )
    assert found.recorded == "100.00"
    assert found.recomputed == "90"
    assert levels([found]) == ["error"]


def test_the_only_amounts_of_a_target_sheet_are_not_of_the_beginning_of_a_year():
    rows = [
        money(label, amount, None, None) for label, amount in (("年度资金总额", "100.00"), ("财政拨款", "90.00"))
    ]
    (found,) = findings("PS202", target_sheet(funding=funding(*rows)))
    assert found.message == "预算数各资金来源合计 90，资金总额（预算数）为 100.00"


def test_each_column_is_a_finding():
    form = sources(("当年财政拨款", "90.00", "90.00", "100.00"), ("其他资金", "0", "0", "0"))
    assert len(findings("PS202", form)) == 2


def test_a_blank_or_unreadable_source_is_not_nought():
    assert findings("PS202", sources(("当年财政拨款", "90.00", "90.00", "90.00"), ("其他资金", "", "", ""))) == []
    assert findings("PS202", sources(("当年财政拨款", *["90.00"] * 3), ("其他资金", *["另列"] * 3))) == []


def test_filled_sources_above_the_total_are_too_much_whatever_is_blank():
    rows = (
        ("当年财政拨款", "60.00", "60.00", "60.00"),
        ("单位资金", "50.00", "50.00", ""),
        ("其他资金", "", "", ""),
    )
    found = findings("PS202", sources(*rows))
    assert levels(found) == ["error", "error"]
    assert found[0].recomputed == "110"
    zero = sources(("当年财政拨款", "60.00", "60.00", "60.00"), ("其他资金", "", "", ""), total=("0", "60", "60"))
    assert len(findings("PS202", zero)) == 1
    assert findings("PS227", sources(("当年财政拨款", *["99.995"] * 3), ("其他资金", "", "", ""))) == []


def test_a_blank_total_is_not_judged():
    assert findings("PS202", sources(("当年财政拨款", "90.00", "90.00", "90.00"), total=("", "", ""))) == []


def test_a_difference_inside_the_bound_is_only_worth_knowing():
    form = sources(("当年财政拨款", *["60.00"] * 3), ("其他资金", *["40.00"] * 3), total=["100.01"] * 3)
    assert findings("PS202", form) == []
    found = findings("PS227", form)
    assert levels(found) == ["info"] * 3
    assert found[0].tolerance == "0.015"


def test_the_bound_is_half_a_unit_for_each_figure_and_no_more():
    two = [("当年财政拨款", *["60.00"] * 3), ("其他资金", *["40.00"] * 3)]
    assert findings("PS202", sources(*two, total=["100.015", "100.00", "100.00"])) != []
    assert findings("PS202", sources(*two, total=["100.01", "99.99", "100.00"])) == []


def test_amounts_in_yuan_are_exact():
    rows = [("当年财政拨款", *["600000.00"] * 3), ("其他资金", *["400000.00"] * 3)]
    form = sources(*rows, total=["1000000.01"] * 3, money_unit="元")
    assert len(findings("PS202", form)) == 3
    assert findings("PS227", form) == []


def test_a_partial_list_below_the_total_is_only_worth_knowing():
    rows = [money("其中：当年财政拨款", *["60.00"] * 3, partial=True)]
    assert levels(findings("PS202", complete(funding=funding(None, *rows)))) == ["info"] * 3
    above = [money("其中：当年财政拨款", *["160.00"] * 3, partial=True)]
    assert levels(findings("PS202", complete(funding=funding(None, *above)))) == ["error"] * 3


@pytest.mark.parametrize(
    "rows",
    [
        [("当年财政拨款", "100.00"), ("其中：中央补助", "60.00"), ("其他资金", "0.00")],
        [("当年财政拨款", "90.00"), ("中央财政资金", "60.00"), ("省级财政资金", "30.00"), ("其他资金", "10.00")],
        [("财政拨款", "100.00"), ("某专项债券", "40.00")],
        [("当年财政拨款", "100.00"), ("基本支出", "30.00"), ("项目支出", "70.00")],
        [("小计", "100.00"), ("当年财政拨款", "100.00")],
    ],
)
def test_details_of_a_source_are_not_added_twice(rows):
    assert findings("PS202", sources(*((label, *[amount] * 3) for label, amount in rows))) == []


def test_neighbours_are_no_details():
    rows = [("当年财政拨款", *["100.00"] * 3), ("上年结转资金", *["10.00"] * 3)]
    assert len(findings("PS202", sources(*rows))) == 3


REVENUE = [("一般公共预算", "80.00"), ("其他资金", "20.00")]


def lists(nature, revenue=REVENUE, total=("90.00", "100.00", "95.00")):
    return complete(funding=funding(money("年度资金总额", *total), 按收入性质分=revenue, 按支出性质分=nature))


def test_a_list_that_meets_no_total():
    (found,) = findings("PS202", lists([("基本支出", "60.00"), ("项目支出", "33.00")]))
    assert "按支出性质分" in found.message
    assert "都不符" in found.message


def test_two_lists_on_two_totals():
    form = lists([("基本支出", "60.00"), ("项目支出", "35.00")])
    (found,) = findings("PS208", form)
    assert "全年预算数" in found.message
    assert "全年执行数" in found.message
    assert found.at == form.funding.breakdowns[0].label.at
    assert findings("PS202", form) == []


def test_two_lists_that_may_be_on_one_total():
    assert findings("PS208", lists([("基本支出", "60.00"), ("项目支出", "40.00")])) == []
    same = lists([("基本支出", "60.00"), ("项目支出", "40.00")], total=("100.00", "100.00", "100.00"))
    assert findings("PS208", same) == []
    assert findings("PS208", lists([("基本支出", "60.00"), ("项目支出", "")])) == []


def test_a_target_sheet_has_one_total():
    sheet = target_sheet(
        funding=funding(
            money("资金总额", "100.00", None, None),
            按收入性质分=REVENUE,
            按支出性质分=[("基本支出", "60.00"), ("项目支出", "30.00")],
        )
    )
    assert len(findings("PS202", sheet)) == 1
    assert findings("PS208", sheet) == []


def test_more_spent_than_budgeted():
    assert levels(findings("PS206", sources(total=("70.00", "70.00", "71.00")))) == ["error"]
    assert levels(findings("PS206", sources(total=("70", "70", "71")))) == ["error"]


def test_amounts_that_rounding_may_have_raised():
    assert findings("PS206", sources(total=("70.0", "70.0", "70.04"))) == []
    assert findings("PS206", sources(total=("70.00", "70.00", "70.00"))) == []


def test_a_source_alone_is_less_grave_and_silent_without_budget():
    rows = [("当年财政拨款", "60.00", "60.00", "65.00"), ("其他资金", "", "", "5.00")]
    (found,) = findings("PS206", sources(*rows))
    assert levels([found]) == ["warning"]


def test_sources_of_a_total_that_exceeds_belong_to_it():
    rows = [("当年财政拨款", "100.00", "100.00", "105.00")]
    (found,) = findings("PS206", sources(*rows, total=("100.00", "100.00", "105.00")))
    assert len(found.related) == 2


def test_the_base_table():
    table = base_table(
        ("公用经费", {"last_outturn": "600.00", "budget": "605.95", "outturn": "858.95"}),
        ("水电费", {"budget": "96", "outturn": "103.62"}, 1, True),
        ("三公经费", {"last_outturn": "14.25", "budget": "14.25", "outturn": "13.43"}),
        ("运行维护经费", {"budget": "", "outturn": "5.00"}),
        ("财政供养人员情况", {"authorised": "261", "staff": "270"}),
    )
    assert findings("PS206", table) == []
    assert levels(findings("PS613", table)) == ["warning", "info"]
