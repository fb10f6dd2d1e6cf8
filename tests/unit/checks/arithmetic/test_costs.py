import pytest

from builders import levels
from layouts.paper import workbook
from perfscore.audit import audit
from twoblocks import LAYOUTS, drawn, found, report, same

each_layout = pytest.mark.parametrize("layout", LAYOUTS)
OUTPUT = same("产出指标", "数量指标", "谷坊座数", "≥40座")


def costs(*pairs, name="费"):
    """Rows of costs: (target of the term, target of the year)."""
    return [
        (
            "成本指标" if n == 0 else "",
            ("经济成本指标", f"{word}{name}", term),
            ("经济成本指标", f"{word}{name}", year),
        )
        for n, (word, (term, year)) in enumerate(zip("砂石料工机", pairs, strict=False))
    ]


@each_layout
def test_each_block_has_its_own_money(layout, tmp_path):
    rows = costs(("≤50万元", "≤20万元"), ("≤40万元", "≤15万元"))
    (one,) = found("PS217", tmp_path, layout, OUTPUT, *rows, money=("900,000", "300,000"))
    assert one.message == "成本指标值 200000 + 150000 = 350000 元，超过年度资金总额 300000 元"
    assert levels([one]) == ["warning"]


@each_layout
def test_the_term_alone(layout, tmp_path):
    rows = costs(("≤50万元", "≤20万元"), ("≤45万元", "≤10万元"))
    (one,) = found("PS217", tmp_path, layout, OUTPUT, *rows, money=("900,000", "300,000"))
    assert "超过实施期资金总额 900000 元" in one.message
    assert one.subject == "form/cost-targets/period"


@each_layout
def test_both_blocks_alike_are_one_finding(layout, tmp_path):
    rows = costs(("≤30万元/年", "≤30万元/年"), ("≤10万元/年", "≤10万元/年"))
    (one,) = found("PS217", tmp_path, layout, OUTPUT, *rows, money=("36.00", "35.00"), unit="万元")
    assert "超过年度资金总额 35.00 万元，也超过实施期资金总额 36.00 万元" in one.message


@each_layout
def test_costs_of_a_term_of_nothing_stand_beside_its_finding(layout, tmp_path):
    rows = costs(("≤30万元", "≤30万元"))
    made = report(tmp_path, layout, OUTPUT, *rows, money=("0", "300,000"))
    assert not [f for f in made.findings if f.code == "PS217"]
    (one,) = [f for f in made.findings if f.code == "PS214"]
    assert "实施期成本指标 砂费 ≤30万元" in [place.note for place in one.related]


def test_costs_of_a_term_of_nothing_speak_for_themselves_where_nobody_asked_for_the_other(tmp_path):
    path = tmp_path / "目标表2026.xlsx"
    path.write_bytes(workbook([drawn(OUTPUT, *costs(("≤30万元", "≤30万元")), money=("0", "300,000"))]))
    (one,) = [f for f in audit(path, ignore=("PS214",)).findings if f.code == "PS217"]
    assert one.message.endswith("超过实施期资金总额 0 元（资金总额为 0）")


def test_a_row_that_moved_away_from_the_costs_is_known_by_its_name(tmp_path):
    moved = ("效益指标", ("经济效益指标", "清淤费", "≤9万元"), ("社会效益指标", "受益人口", "≥3000人"))
    rows = [
        OUTPUT,
        ("成本指标", ("经济成本指标", "石料费", "≤25万元"), ("经济成本指标", "清淤费", "≤9万元")),
        ("", ("", "", ""), ("经济成本指标", "石料费", "≤25万元")),
        moved,
    ]
    (one,) = found("PS217", tmp_path, "xlsx", *rows)
    assert "也超过实施期资金总额 300000 元" in one.message


@each_layout
@pytest.mark.parametrize(
    "pairs",
    [
        [("≤90万元", "≤30万元")],
        [("≤60万元", "≤18万元"), ("≤30万元", "≤12万元")],
        [("≤90万元", "≤30万元"), ("≤30万元", "≤12万元")],  # the whole and a part of it
        [("≤5000元/座", "≤5000元/座"), ("≤90万元/月", "≤90万元/月")],
        [("", ""), ("≤20万元", "≤20万元")],
    ],
)
def test_costs_within_the_money(layout, pairs, tmp_path):
    assert found("PS217", tmp_path, layout, OUTPUT, *costs(*pairs), money=("900,000", "300,000")) == []


def test_what_is_spent_every_year(tmp_path):
    assert found("PS217", tmp_path, "xlsx", OUTPUT, *costs(("≤80万元", "≤40万元"), name="每年养护费"))


@each_layout
@pytest.mark.parametrize("name", ["节约金额", "材料单价", "每座造价", "人均补助标准"])
def test_what_is_not_spent_in_all(layout, name, tmp_path):
    rows = costs(("≤80万元", "≤40万元"), name=name)
    assert found("PS217", tmp_path, layout, OUTPUT, *rows) == []
