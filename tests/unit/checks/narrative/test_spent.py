"""What the completion says was spent, against the money of the form."""

import pytest

from builders import findings, funding, indicator, money, section, self_assessment
from perfscore.checks.narrative.spent import spent_in

GOAL = "出版盲文读物60种。"


def form(said, *rows):
    paid = funding(
        money(executed="433.20", budget="450.00", initial="450.00"), money("其他资金", "20.00", "20.00", "12.50")
    )
    return self_assessment(section("产出指标", *rows or [indicator()]), funding=paid, goal=GOAL, goal_actual=said)


@pytest.mark.parametrize(
    "said",
    [
        "出版盲文读物62种，全年执行资金443.20万元。",
        "全年支出443.2万元，出版盲文读物62种。",
        "全年执行数为4432000元。",
        "项目资金实际支出443.20万元",
    ],
)
def test_another_amount_than_the_money(said):
    (one,) = findings("PS802", form(said))
    assert "资金总额的全年执行数为 433.20" in one.message
    assert one.recomputed == "433.20"


@pytest.mark.parametrize(
    "said",
    [
        "全年执行资金433.20万元。",
        "全年支出433万元。",  # 432.5 to 433.5
        "全年执行资金约440万元。",
        "全年支出12.5万元",  # of one source
        "预算450万元，执行数450万元",
        "培训支出44.32万元，印刷支出38万元。",  # on something
        "每种支出7.2万元",
        "上年支出443.20万元",
        "其中财政资金支出443.20万元",
        "一期支出200万元，二期支出243.2万元",
        "",
    ],
)
def test_what_is_no_claim_or_is_right(said):
    assert findings("PS802", form(said)) == []


def test_an_amount_of_an_indicator_is_its_own():
    row = indicator("出版成本", "≤443.20万元", "443.20万元")
    assert findings("PS802", form("全年支出443.20万元。", row)) == []


def test_several_amounts_are_none():
    assert spent_in("全年支出3万元。实际支出4万元。") is None
