"""Rows scored by what the form states, wherever it stands, and nothing said against what is right."""

import pytest
from openpyxl import Workbook

from perfscore import audit
from perfscore.core.findings import Severity

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "评分标准", "分值", "得分", "偏差原因分析"]


def book(tmp_path, head, rows, above=(), title="项目支出绩效自评表"):
    made = Workbook()
    sheet = made.active
    sheet.append([title])
    sheet.append(["部门名称" if "部门" in title else "项目名称", "公路处"])
    for row in (*above, head, *rows):
        sheet.append(row)
    path = tmp_path / "自评表.xlsx"
    made.save(path)
    return path


def recomputed(path):
    return {row.indicator: row.recomputed for row in audit(path).scores if row.kind == "indicator"}


def codes(path):
    return {
        finding.code for finding in audit(path).findings if finding.severity in (Severity.ERROR, Severity.WARNING)
    }


ROWS = [
    ["产出指标", "数量指标", "养护里程", "≥100公里", "90公里", "每少1公里扣1分，扣完为止", 50, 40, "雨季停工"],
    ["产出指标", "质量指标", "违规弃渣", "0次", "违规2次，未造成损失", "每发生1次扣2分，造成损失的不得分", 20, 16, "已清运"],
    ["产出指标", "时效指标", "补助拨付", "每月5日前", "延迟3次", "每延迟1次扣1分", 10, 7, "流程长"],
    ["效益指标", "社会效益", "制度建设", "3项均符合", "①②符合，③不符合",
     "①有制度；②制度健全；③有检查。每符合一项得1分", 3, 2, "未检查"],
    ["满意度指标", "服务对象满意度", "满意度", "≥90%", "88%", "每低1个百分点扣1分", 17, 15, "路面未修完"],
]  # fmt: skip
POINTS = {"养护里程": 40, "违规弃渣": 16, "补助拨付": 7, "制度建设": 2, "满意度": 15}


def test_actuals_in_parts_answer_their_rules_and_nothing_is_said_against_them(tmp_path):
    path = book(tmp_path, HEAD, ROWS)
    assert recomputed(path) == POINTS
    assert codes(path) & {"PS032", "PS313", "PS314", "PS301"} == set()


@pytest.mark.parametrize("head", ["评分依据", "评分说明及未完成原因"])
def test_a_column_that_says_what_scores_is_the_column_of_rules(tmp_path, head):
    names = [head if name == "评分标准" else name for name in HEAD]
    assert recomputed(book(tmp_path, names, ROWS)) == POINTS


def test_reasons_are_no_rules(tmp_path):
    names = [name for name in HEAD if name != "评分标准"]
    rows = [[*row[:5], *row[6:]] for row in ROWS]
    rows[0][-1] = "少养护10公里，扣10分"
    assert all(row.rule is None for row in audit(book(tmp_path, names, rows)).scores)


def test_a_form_without_targets_is_scored_by_rules_that_name_their_numbers(tmp_path):
    names = [name for name in HEAD if name != "年度指标值"]
    rows = [
        ["产出指标", "质量指标", "执行情况", "91%", "执行率≥95%得满分，每低1个百分点扣0.5分", 10, 8, "慢"],
        ["产出指标", "数量指标", "养护里程", "90公里", "达到目标值得满分，每少1公里扣1分", 90, 80, "雨季"],
    ]
    assert recomputed(book(tmp_path, names, rows, title="项目支出绩效评价评分表")) == {
        "执行情况": 8,
        "养护里程": None,
    }


@pytest.mark.parametrize("first", ["按支出性质：基本支出", "按支出性质分：其中：基本支出", "基本支出"])
def test_the_head_of_a_list_in_its_first_source_names_no_list_of_its_own(tmp_path, first):
    above = [
        ["部门预算执行（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", 2000, 2160, 2073.6, 10, "96.00%", 9.6],
        ["", first, 800, 820, 820, None, "100.00%", None],
        ["", "项目支出", 1200, 1340, 1253.6, None, "93.55%", None],
    ]
    assert "PS202" not in codes(book(tmp_path, HEAD, ROWS, above, "部门整体支出绩效自评表"))
    above[2][3] = 810
    assert "PS202" in codes(book(tmp_path, HEAD, ROWS, above, "部门整体支出绩效自评表"))
