import pytest

from builders import findings, indicator, levels, section, self_assessment, target_sheet


@pytest.mark.parametrize(
    "name",
    [
        "义诊场次、受诊人数",
        "培训人次，宣传次数",
        "走访户数和慰问人数",
        "巡查次数及整改件数",
        "参训人数以及结业人数（人）",
    ],
)
@pytest.mark.parametrize("sheet", [self_assessment, target_sheet])
def test_two_things_with_one_number(name, sheet):
    (one,) = findings("PS120", sheet(section("产出指标", indicator(name, "≥60次", "62次"))))
    assert levels([one]) == ["warning"]
    assert name in one.message
    assert "并列了 2 项" in one.message


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("男、女职工人数", "≥60人"),
        ("村、社区义诊场次", "≥60次"),
        ("案件及时办结数", "≥60件"),
        ("和谐社区创建数", "≥6个"),
        ("培训人数、培训场次合计", "≥60"),
        ("培训人数、培训合格率", "≥60人"),
        ("水、电费用和数量", "≥60"),
        ("义诊场次（含下乡场次、进校场次）", "≥60次"),
        ("义诊场次、受诊人数", "60次、900人"),
        ("义诊场次、受诊人数", "完成"),
        ("义诊场次、受诊人数", ""),
    ],
)
def test_names_of_one_thing(name, target):
    assert findings("PS120", self_assessment(section("产出指标", indicator(name, target, None)))) == []
