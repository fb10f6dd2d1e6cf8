"""What each stage of the pipeline saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms_support import PROJECT, sheet, text, workbook
from perfscore.core.errors import UsageError
from perfscore.readers.intake import open_document
from perfscore.services.inspect import inspect

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def seen(document, stage):
    return "\n".join(inspect(document, stage).lines)


def test_tables_of_a_workbook_have_letters():
    shown = inspect(workbook(sheet(["标题"], [None, "甲", "很长" * 20])), "tables")
    assert shown.forms is None
    assert shown.lines[0] == "表.xlsx  xlsx  native"
    assert shown.lines[1] == "── 表"
    assert shown.lines[2] == "    1  A:标题"
    assert shown.lines[3].startswith("    2  B:甲 | C:很长很长")
    assert shown.lines[3].endswith("…")


def test_tables_of_a_text_have_numbers():
    assert inspect(text("甲\t\t乙"), "tables").lines[-1] == "    1  1:甲 | 3:乙"


def test_the_form_stage_says_which_cell_is_which():
    lines = inspect(text(PROJECT), "form").lines
    assert lines[0] == "[1] 项目支出绩效自评表  表.txt 第1行第1格  定义 project-self-assessment"
    assert "    project: 道路养护  第3行第2格" in lines
    assert "    列 actual: 实际完成值  第11行第6格" in lines


def test_the_form_stage_names_what_was_moved_and_what_was_not_read():
    shown = seen(open_document(str(SAMPLES / "hengyang-2023" / "整体自评表.txt")), "form")
    assert "    错列 第46行" not in shown  # lines of the sample, not of the report that it was taken from
    assert "    错列 第43行" in shown or "移动" in shown
    target = seen(open_document(str(SAMPLES / "hengyang-target" / "目标表.txt")), "form")
    assert "未读入 第39行第1格: 金额 6,430.55、100.00 属于哪一栏不能确定" in target


def test_the_model_stage_shows_money_goals_rows_and_totals():
    lines = inspect(text(PROJECT), "model").lines
    assert "    资金 年度资金总额: 年初 1,100.5  全年 1,200  执行 1,080  分值 10  执行率 90.00%  得分 9.00" in [
        line.replace("1100.5", "1,100.5").replace("1200", "1,200").replace("1080", "1,080") for line in lines
    ]
    assert "    总体目标: 完成养护。" in lines
    assert "    完成情况: 已经完成。" in lines
    assert "    产出指标（40）" in lines
    assert (
        "        数量指标 / 养护里程: 指标值 ≥30公里〔bound〕  完成值 =28公里〔exact〕  分值 20  得分 18.67"
        in lines
    )
    assert "    总分: 分值 100  得分 96.67" in lines


def test_the_model_stage_shows_what_could_not_be_read():
    shown = seen(text(PROJECT.replace("28公里", "2O公里").replace("\t18.67\t", "\t十八\t")), "model")
    assert "完成值 读不懂“2O公里”" in shown
    assert "得分 读不懂“十八”" in shown


def test_the_model_stage_shows_lists_of_amounts_and_base_data_by_their_own_headings():
    shown = seen(open_document(str(SAMPLES / "hengyang-2023" / "整体自评表.xlsx")), "model")
    assert "    按支出性质分: 其中:基本支出 5931.08  项目支出 1040.02" in shown
    assert "    公用经费: 2022年决算数 650.56  2023年预算数 605.95  2023年决算数 858.95" in shown


def test_the_rules_stage_shows_how_a_rule_is_read_and_what_it_gives():
    lines = inspect(open_document(str(SAMPLES / "hengyang-target" / "目标表.xlsx")), "rules").lines
    start = lines.index("    保障隔离戒毒人员基本生活  整体支出绩效目标表!R10")
    rule = [line.strip() for line in lines[start + 1 : start + 8]]
    assert rule[0].startswith("原文    该指标分值为10分，伙食实物量大于等于38公斤/月/人时")
    assert rule[1].startswith("读作    ")
    assert rule[2] == "需要    伙食实物量"
    assert rule[3] == "名称    伙食实物量 → 完成值（标准里没有别的量）"
    assert "38公斤 得 10；76公斤 得 10" in rule[4]
    assert "不足一个单位：按比例 3.75，只计整数 4" in rule[4]
    assert {line.split()[1] for line in rule[4:] if line.startswith("问题")} >= {"step-undefined"}


def test_the_rules_stage_says_what_could_not_be_read():
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标值", "评分标准", "分值"],
        ["产出指标", "数量指标", "甲", "≥1次", "由领导研究决定", "10"],
        ["产出指标", "数量指标", "乙", "≥1次", "完成得满分，否则不得分", None],
        ["产出指标", "数量指标", "丙", "≥1次", None, "10"],
    ]
    shown = seen(workbook(sheet(["部门整体支出绩效目标表"], ["部门名称", "某局"], *rows)), "rules")
    assert "读不懂  " in shown
    assert "未读    该行没有分值" in shown
    assert "丙" not in shown


def test_a_form_without_rules_says_so():
    assert inspect(text(PROJECT), "rules").lines[-1] == "    表中没有评分标准"


def test_nothing_recognised_is_counted_and_the_nearest_is_named():
    shown = inspect(workbook(sheet(["分值", "得分", "一级指标"], ["1", "1", "产出"])), "model")
    assert shown.forms == 0
    assert any(line.startswith("未识别：") for line in shown.lines)


def test_an_unknown_stage_is_told():
    with pytest.raises(UsageError, match="没有阶段“ast”：可用 tables、form、model、rules"):
        inspect(text(""), "ast")
