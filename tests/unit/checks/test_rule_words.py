"""What findings of rules say, and how they are mended."""

import pytest
from openpyxl import Workbook

from builders import findings, indicator, section, self_assessment
from perfscore.audit import audit
from perfscore.core.records import replace

HEAD = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 评分标准 | 分值 | 得分 |\n|---|---|---|---|---|---|---|---|\n"


@pytest.fixture
def found(tmp_path):
    def of(code, name, target, actual, rule):
        source = tmp_path / "表.txt"
        row = f"| 产出指标 | 质量指标 | {name} | {target} | {actual} | {rule} | 10 | 10 |\n"
        source.write_text(f"某项目支出绩效自评表\n\n{HEAD}{row}", encoding="utf-8")
        return [one for one in audit(source).findings if one.code == code]

    return of


def test_a_least_score_and_full_marks_out_of_reach_are_mended_apart(found):
    (least,) = found("PS511", "家长满意度", "≥92%", "95%", "90%（含）以上得10分，90%以下得4分")
    assert "最低也得4分" in least.message
    assert least.severity.word == "info"
    assert least.help == "核对最差一档的分数；确有保底分的，写明“最低得几分”"
    (full,) = found("PS511", "家长满意度", "≥92%", "95%", "90%（含）以上得8分，90%以下不得分")
    assert full.help == "使达到指标值时得满分，或改分值"


@pytest.mark.parametrize("name", ["近视率下降", "旅游收入增长率", "单位能耗降幅"])
def test_a_change_may_be_below_zero(found, name):
    rule = "完成得满分，每少1%扣1分"
    assert not found("PS511", name, "≥5%", "5%", rule)
    assert found("PS511", "合格率", "≥5%", "5%", rule)


@pytest.mark.parametrize(
    ("rule", "level"),
    [("得分×分值÷100", "warning"), ("95分以上得10分，90分（含）-95分得8分，90分以下不得分", "error")],
)
def test_a_share_of_a_hundred_is_no_error(tmp_path, rule, level):
    book = Workbook()
    book.active.append(["某项目支出绩效自评表"])
    book.active.append([cell.strip() for cell in HEAD.splitlines()[0].strip("|").split("|")])
    book.active.append(["产出指标", "质量指标", "群众满意度", "≥90分", "94分", rule, 10, 9.4])
    book.save(tmp_path / "表.xlsx")
    (one,) = [found for found in audit(tmp_path / "表.xlsx").findings if found.code == "PS505"]
    assert one.severity.word == level


def test_quotes_within_quotes_are_written_as_such(found):
    (one,) = found("PS507", "“三公”经费控制率", "≤100%", "94%", "每高1个百分点扣1分")
    assert one.message.startswith("“‘三公’经费控制率”的评分标准")


def test_a_row_under_no_level_is_not_said_to_stand_under_one():
    row = replace(indicator("", "≥5次", "5次", "10", "10"), l2="")
    (one,) = findings("PS112", self_assessment(section("", replace(row, l1=""))))
    assert one.message == "有一行没有三级指标名称，却填了“≥5次”"
    (below,) = findings("PS112", self_assessment(section("产出指标", row)))
    assert "”下有一行没有三级指标名称" in below.message


def test_the_least_of_tiers_is_told_whatever_the_name(found):
    for name in ("设备台数", "设备数量增加"):
        assert found("PS511", name, "≥10台", "12台", "≥10台得10分，其余得6分")
