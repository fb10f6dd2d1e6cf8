import pytest

from builders import levels
from twoblocks import LAYOUTS, found, same

each_layout = pytest.mark.parametrize("layout", LAYOUTS)
ROWS = [
    same("产出指标", "数量指标", "谷坊座数", "≥40座"),
    same("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
]


@each_layout
def test_a_year_that_costs_more_than_the_term(layout, tmp_path):
    (one,) = found("PS214", tmp_path, layout, *ROWS, money=("300,000", "310,000"))
    assert one.message == "年度资金总额 310,000 大于实施期资金总额 300,000"
    assert (one.recorded, one.recomputed) == ("310,000", "300,000")
    assert levels([one]) == ["warning" if layout == "text" else "error"]


@each_layout
def test_a_term_of_nothing_is_named(layout, tmp_path):
    sources = [("中央财政资金", "0", "0"), ("县级财政资金", "0", "46.00")]
    (one,) = found("PS214", tmp_path, layout, *ROWS, money=("0", "46.00"), sources=sources, unit="万元")
    assert one.message.startswith("实施期资金总额写的是 0，年度资金总额 46.00 大于")
    # The sources say both totals a second time: no slip of an extraction.
    assert levels([one]) == ["error"]


@each_layout
def test_a_source_alone(layout, tmp_path):
    sources = [("中央财政资金", "100,000", "0"), ("县级财政资金", "200,000", "260,000")]
    (one,) = found("PS214", tmp_path, layout, *ROWS, money=("300,000", "260,000"), sources=sources)
    assert levels([one]) == ["warning"]
    assert one.recorded == "260,000"


@each_layout
@pytest.mark.parametrize(
    ("money", "unit"),
    [
        (("300,000", "300,000"), "元"),
        (("900,000", "300,000"), "元"),
        (("", "300,000"), "元"),
        (("300,000", ""), "元"),
        (("0", "0"), "元"),
        (("30", "30.4"), "万元"),  # 30 may have been 30.4
        (("45.00", "44.99"), "万元"),
    ],
)
def test_amounts_that_prove_nothing(layout, money, unit, tmp_path):
    assert found("PS214", tmp_path, layout, *ROWS, money=money, unit=unit) == []


@each_layout
@pytest.mark.parametrize("term", ["1年", "12个月", "2026年1月-2026年12月"])
def test_a_project_of_one_year_has_one_total(layout, term, tmp_path):
    (one,) = found("PS215", tmp_path, layout, *ROWS, money=("900,000", "120,000"), term=term)
    assert one.message == f"项目期为“{term}”，实施期资金总额 900,000 却大于年度资金总额 120,000"
    assert levels([one]) == ["warning" if layout == "text" else "error"]


@each_layout
@pytest.mark.parametrize(
    ("term", "money", "unit"),
    [
        ("1年", ("120,000", "120,000"), "元"),
        ("1年", ("12", "12.4"), "万元"),
        ("1年", ("12.40", "12.4"), "万元"),
        ("1年", ("100,000", "120,000"), "元"),  # PS214
        ("1年", ("900,000", ""), "元"),
        ("1年", ("900,000", "0"), "元"),
        ("18个月", ("900,000", "120,000"), "元"),
        ("2026年1月-2027年6月", ("900,000", "120,000"), "元"),
        ("99年", ("900,000", "120,000"), "元"),
        ("", ("900,000", "120,000"), "元"),
    ],
)
def test_totals_that_may_both_be_right(layout, term, money, unit, tmp_path):
    assert found("PS215", tmp_path, layout, *ROWS, money=money, unit=unit, term=term) == []
