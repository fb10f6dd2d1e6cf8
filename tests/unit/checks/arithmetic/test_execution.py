import openpyxl
import pytest

from builders import complete, findings, funding, indicator, levels, money, number, section, self_assessment
from perfscore.audit import audit
from perfscore.core.numbers import read_figure
from perfscore.core.records import replace


def spent(initial="100.00", budget="100.00", executed="100.00", rate="100.00%", score="10.00", **cells):
    extra = {name: cells.pop(name) for name in ("goal_actual", "reason_text") if name in cells}
    row = money(initial=initial, budget=budget, executed=executed, points="10", rate=rate, score=score, **cells)
    return complete(funding=funding(row), **extra)


def test_a_rate_by_the_initial_budget():
    (found,) = findings("PS205", spent(budget="80.00", executed="80.00", rate="80.00%"))
    assert found.recomputed == "100%"
    assert levels([found]) == ["warning"]
    assert findings("PS203", spent(budget="80.00", executed="80.00", rate="80.00%")) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"budget": "80.00", "executed": "80.00"},  # right
        {"rate": "80.00%"},  # both budgets are equal: a wrong quotient, PS203
        {"budget": "80.00", "executed": "80.00", "rate": "90.00%"},  # fits neither
        {"budget": "80.00", "executed": "80.00", "rate": ""},
        {"initial": "", "budget": "80.00", "executed": "80.00", "rate": "80.00%"},
        {"initial": "0", "budget": "80.00", "executed": "80.00", "rate": "80.00%"},
    ],
)
def test_rates_that_are_no_matter_of_the_base(cells):
    assert findings("PS205", spent(**cells)) == []


def test_a_zero_budget_with_a_rate():
    (found,) = findings("PS207", spent(initial="0", budget="0", executed="0"))
    assert levels([found]) == ["error"]


def test_an_amount_against_a_budget_of_zero():
    given = spent(initial="0", budget="0", executed="100.00", rate="", score="")
    assert levels(findings("PS207", given)) == ["error"]
    assert findings("PS206", given) == []


def test_a_blank_budget_beside_an_initial_one_is_less_grave():
    assert levels(findings("PS207", spent(budget=""))) == ["warning"]
    assert levels(findings("PS207", spent(initial="", budget=""))) == ["error"]


@pytest.mark.parametrize(
    "cells",
    [
        {"budget": "0", "executed": "0", "rate": "0%", "score": "0"},
        {"budget": "0", "executed": "0", "rate": "", "score": ""},
        {"initial": "", "budget": "", "rate": "", "score": ""},
        {"budget": "见附表"},
        {"budget": None},  # the form has no such column
        {},
    ],
)
def test_budgets_that_carry_nothing(cells):
    assert findings("PS207", spent(**cells)) == []


def low(executed="71.00", **cells):
    return spent(executed=executed, rate=f"{executed}%", score="7.10", **cells)


def test_a_low_rate_that_nothing_explains():
    (found,) = findings("PS230", low())
    assert found.recomputed == "71%"
    assert levels([found]) == ["warning"]


def test_a_low_rate_that_is_explained_somewhere():
    assert findings("PS230", low(reason="项目延期，尾款跨年支付")) == []
    assert findings("PS230", low(goal_actual="因验收推迟，资金未全部支付，结转下年。")) == []


def test_the_reason_may_stand_in_the_column_of_reasons():
    row = money(executed="71.00", points="10", rate="71.00%", score="7.10")

    def explained(reason):
        return self_assessment(section("产出指标", indicator(reason=reason)), funding=funding(row))

    assert findings("PS230", explained("已完工，剩余尾款未付，且中标价低于预算。")) == []
    assert len(findings("PS230", explained("报名人数超出预期。"))) == 1


def test_ninety_per_cent_is_not_low():
    assert findings("PS230", low(executed="90.00")) == []
    assert findings("PS230", low(executed="89.90")) != []
    assert findings("PS230", low(executed="89.999")) == []  # the budget of 100.00 may have been 99.998
    assert findings("PS230", spent(executed="")) == []


def test_points_lost_beside_a_blank_reason():
    (found,) = findings("PS230", spent(executed="97.00", rate="97.00%", score="9.70", reason=""))
    assert "0.3 分" in found.message
    assert findings("PS230", spent(executed="97.00", rate="97.00%", score="9.70", reason="尾款未付")) == []
    assert findings("PS230", spent(executed="97.00", rate="97.00%", score="9.70")) == []


def stored(text, *, cut=False):
    """An amount as a cell of a workbook holds it; `cut` where its format does not show all of it."""
    return replace(number(text), value=replace(read_figure(text), stored=not cut))


@pytest.mark.parametrize(
    ("budget", "printed", "off"),
    [
        (stored("482.5"), "97.70%", True),
        (stored("482.5"), "97.69%", False),
        (stored("482.5"), "97.7%", False),
        (stored("482.5", cut=True), "97.70%", False),
        (number("482.5"), "97.70%", False),
        (number("482.50"), "97.70%", True),
        (stored("500"), "94.27%", False),
        (stored("500"), "94.30%", True),
    ],
)
def test_a_stored_amount_is_as_exact_as_those_beside_it(budget, printed, off):
    row = money(initial="480.00", budget="1", executed="1", points="10", rate=printed, score="9.77")
    row = replace(row, budget=budget, executed=stored("471.36"))
    found = findings("PS203", complete(funding=funding(row)))
    assert levels(found) == (["error"] if off else [])


def test_amounts_without_decimals_beside_them_stand_for_what_they_print():
    row = money(initial="480", budget="1", executed="1", points="10", rate="97.70%", score="9.77")
    row = replace(row, budget=stored("482.5"), executed=stored("471.4"))
    assert findings("PS203", complete(funding=funding(row))) == []


def test_rates_of_sources_and_subtotals_follow_from_their_own_amounts():
    total = money(budget="2560.00", executed="2447.46", points="10", rate="95.60%", score="9.56")
    wrong = money("项目支出小计", budget="2560.00", executed="2447.46", rate="95.06%")
    right = money("基本支出", budget="100.00", executed="94.46", rate="94.46%")
    by_initial = money("其他资金", initial="100.00", budget="80.00", executed="80.00", rate="80.00%")
    unread = money("自筹", budget="100.00", executed="90.00", rate="95.00%", partial=True)
    (found,) = findings("PS203", complete(funding=funding(total, wrong, right, by_initial, unread)))
    assert found.message.startswith("“项目支出小计”的执行率印为 95.06%")
    assert (found.recomputed, levels([found])) == ("95.6%", ["warning"])
    assert found.at == wrong.rate.at


@pytest.mark.parametrize(
    ("budget", "code", "off"), [(482.5, "General", True), ("482.5", "General", False), (482.46, "0.0", False)]
)
def test_a_workbook_says_which_amounts_are_stored(budget, code, off, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["项目支出绩效自评表"],
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", 480, budget, 471.36, 10, "97.70%", 9.77],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "培训人数", "≥100人", "120人", 90, 90],
    ):
        sheet.append(row)
    sheet["C3"].number_format = code
    book.save(tmp_path / "表.xlsx")
    assert ("PS203" in {one.code for one in audit(tmp_path / "表.xlsx").findings}) == off
