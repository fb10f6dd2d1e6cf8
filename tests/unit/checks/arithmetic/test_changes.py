import pytest

from builders import complete, findings, funding, indicator, levels, money, section, target_sheet


def changed(initial, budget, *rows, **parts):
    return complete(funding=funding(money("年度资金总额", initial, budget, budget), *rows), **parts)


def test_a_large_change_without_a_word():
    (found,) = findings("PS229", changed("95.88", "22.16"))
    assert "-76.89%" in found.message
    assert levels([found]) == ["info"]


@pytest.mark.parametrize(
    ("initial", "budget"), [("100.00", "120.00"), ("100.00", "80.00"), ("0", "50.00"), ("", "50.00")]
)
def test_changes_within_the_limit_or_without_a_base(initial, budget):
    assert findings("PS229", changed(initial, budget)) == []


def test_a_change_that_is_mentioned():
    assert findings("PS229", changed("100.00", "200.00", goal_actual="年中追加100万元，已全部用于培训。")) == []


def test_money_that_moved_to_another_source():
    rows = [money("当年财政拨款", "0", "50.00", "50.00"), money("其他资金", "50.00", "0", "0")]
    (found,) = findings("PS229", changed("50.00", "50.00", *rows))
    assert "其他资金" in found.message
    assert len(found.related) == 5


def test_sources_with_blanks_have_not_moved():
    rows = [money("当年财政拨款", "", "50.00", "50.00"), money("其他资金", "50.00", "", "")]
    assert findings("PS229", changed("50.00", "50.00", *rows)) == []


def costs(*targets, total="100.00", **cells):
    rows = [indicator(f"费用{n}", target, None, l1="成本指标", **cells) for n, target in enumerate(targets)]
    return target_sheet(section("成本指标", *rows), funding=funding(money("资金总额", total, None, None)))


def test_cost_targets_above_the_money():
    (found,) = findings("PS217", costs("≤60万元", "≤55万元"))
    assert "60 + 55 = 115" in found.message
    assert levels([found]) == ["warning"]


def test_one_target_above_the_money_in_another_unit():
    (found,) = findings("PS217", costs("≤2000000元/年", "≤5万元"))
    assert len(found.related) == 1


def test_floors_and_no_money_at_all_are_named():
    (found,) = findings("PS217", costs("≥120万元", total="0"))
    assert "下限" in found.message
    assert "资金总额为 0" in found.message


@pytest.mark.parametrize(
    "sheet",
    [
        costs("≤60万元", "≤40万元"),
        costs("≤60万元", "≤40万元", "≤100万元"),  # the total and its parts
        costs("≤50万元", "≤30万元", "≤20万元", total="90.00"),  # the first is the sum of the others
        costs("≤300元/人", "≤5000元/月", "≤100%", "≤2000万"),
        costs("节约成本", "≤60万元"),
        costs("≤80万元", "≤80万元", l2="社会成本指标"),
        costs("≤60万元", "≤55万元", total=""),
    ],
)
def test_cost_targets_that_prove_nothing(sheet):
    assert findings("PS217", sheet) == []


def test_a_row_called_a_total_is_not_added():
    rows = [
        indicator(name, target, None, l1="成本指标")
        for name, target in (("项目总成本", "≤95万元"), ("租金", "≤55万元"))
    ]
    sheet = target_sheet(section("成本指标", *rows), funding=funding(money("资金总额", "100.00", None, None)))
    assert findings("PS217", sheet) == []
