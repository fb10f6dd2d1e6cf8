import pytest

from builders import levels
from twoblocks import LAYOUTS, found, same

each_layout = pytest.mark.parametrize("layout", LAYOUTS)
MEN = same("产出指标", "数量指标", "聘用河管员", "25人")
QUALITY = same("", "质量指标", "巡河到位率", "100%")
PAY = same("成本指标", "经济成本指标", "河管员补贴", "600元/人.月")


def with_time(target):
    return [MEN, QUALITY, same("", "时效指标", "补贴发放时间", target), PAY]


@each_layout
@pytest.mark.parametrize(("money", "difference"), [("300,000", "40%"), ("120,000", "50%")])
def test_the_product_is_not_the_money(layout, money, difference, tmp_path):
    (one,) = found("PS219", tmp_path, layout, MEN, QUALITY, PAY, money=(money, money))
    assert f"25人 × 600 × 12月 = 180000 元，年度资金总额为 {money}".replace(",", "") in one.message
    assert f"相差 {difference}" in one.message
    assert levels([one]) == ["warning"]


@each_layout
def test_other_costs_of_the_year_are_added(layout, tmp_path):
    tools = same("", "经济成本指标", "工具费", "≤2万元")
    assert found("PS219", tmp_path, layout, MEN, QUALITY, PAY, tools, money=("20.00", "20.00"), unit="万元") == []
    (one,) = found("PS219", tmp_path, layout, MEN, QUALITY, PAY, tools, money=("30.00", "30.00"), unit="万元")
    assert one.recomputed == "20"


@each_layout
@pytest.mark.parametrize("money", ["180,000", "195,000", "170,000", "0", ""])
def test_a_product_within_the_limit_or_without_money(layout, money, tmp_path):
    assert found("PS219", tmp_path, layout, MEN, QUALITY, PAY, money=(money, money)) == []


@each_layout
@pytest.mark.parametrize(
    "rows",
    [
        [MEN, same("", "数量指标", "巡护河道", "30公里"), PAY],  # a quantity that no price uses
        [MEN, same("", "数量指标", "聘用保洁员", "10人"), PAY],  # two quantities with the unit
        [MEN, PAY, same("", "经济成本指标", "其他成本", "从严控制")],  # a cost without an amount
        with_time("6个月"),
        [MEN, QUALITY, same("成本指标", "经济成本指标", "河管员补贴", "600元/月")],
        [same("产出指标", "数量指标", "聘用河管员", "≥25人"), QUALITY, PAY],  # more may be hired
        [MEN, QUALITY, same("成本指标", "经济成本指标", "培训费", "500元/人")],  # not all that is spent
    ],
)
def test_sums_that_are_not_whole(layout, rows, tmp_path):
    assert found("PS219", tmp_path, layout, *rows, money=("300,000", "300,000")) == []


@each_layout
def test_a_whole_year_that_is_written(layout, tmp_path):
    assert found("PS219", tmp_path, layout, *with_time("1年"))


@each_layout
def test_a_floor_that_leaves_money_is_only_told(layout, tmp_path):
    pay = same("成本指标", "经济成本指标", "河管员补贴", "≥600元/人.月")
    (one,) = found("PS219", tmp_path, layout, MEN, QUALITY, pay)
    assert levels([one]) == ["info"]


@each_layout
def test_the_term_may_last_longer_than_the_sum(layout, tmp_path):
    rows = [MEN, QUALITY, PAY]
    assert found("PS219", tmp_path, layout, *rows, money=("540,000", "180,000")) == []


@each_layout
def test_unit_costs_of_the_two_blocks(layout, tmp_path):
    pay = ("成本指标", ("经济成本指标", "补贴", "≤180000元/年"), ("经济成本指标", "补贴", "≤120000元/年"))
    (one,) = found("PS219", tmp_path, layout, MEN, QUALITY, pay, money=("180,000", "120,000"))
    assert "每人 7200 变为 4800" in one.message
    assert levels([one]) == ["warning"]


@each_layout
@pytest.mark.parametrize(
    ("men", "pay", "money"),
    [
        (("25人", "17人"), ("≤180000元/年", "≤120000元/年"), ("180,000", "120,000")),
        (("25人", "25人"), ("≤180000元/年", "≤171000元/年"), ("180,000", "171,000")),
        (("25人", "25人"), ("≤540000元", "≤180000元"), ("540,000", "180,000")),
    ],
)
def test_costs_that_follow_the_task_or_the_years(layout, men, pay, money, tmp_path):
    rows = [
        ("产出指标", ("数量指标", "聘用河管员", men[0]), ("数量指标", "聘用河管员", men[1])),
        ("成本指标", ("经济成本指标", "补贴", pay[0]), ("经济成本指标", "补贴", pay[1])),
    ]
    assert found("PS219", tmp_path, layout, *rows, money=money) == []


@each_layout
@pytest.mark.parametrize(
    ("name", "worth"), [("项目总成本", "≤18万元"), ("补贴支出", "≤18万元"), ("成本控制数", "≤19万元")]
)
def test_what_the_products_come_to_is_not_added_to_them(layout, name, worth, tmp_path):
    whole = same("", "经济成本指标", name, worth)
    assert found("PS219", tmp_path, layout, MEN, QUALITY, PAY, whole, money=("18.00", "18.00"), unit="万元") == []
