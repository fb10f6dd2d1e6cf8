import pytest

from builders import complete, findings, funding, indicator, levels, money, section, self_assessment


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
