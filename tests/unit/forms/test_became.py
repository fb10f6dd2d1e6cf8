"""A column that says what became of the rows states no rules."""

import pytest
from openpyxl import Workbook

from perfscore.audit import audit


def written(path, heading, said):
    book = Workbook()
    page = book.active
    page.append(["项目支出绩效自评表"])
    page.append(["项目名称", "采血车运转", "实施单位", "某市中心血站"])
    page.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", heading])
    for number, text in enumerate(said):
        section = "产出指标" if number < 3 else "效益指标"
        page.append([section, "数量指标", f"第{number}类采血天数", "≥10天", "12天", 25, 25, text])
    page.append(["总分", None, None, None, None, 100, 100])
    book.save(path)
    return path


@pytest.mark.parametrize("end", ["不扣分", "未扣分", "无扣分。"])
def test_what_became_of_the_rows_is_no_rule(tmp_path, end):
    said = [f"落在区间内，{end}", end, f"已达到，{end}", "每少1天扣2分，扣完为止"]
    report = audit(written(tmp_path / "表.xlsx", "计分说明", said))
    assert [row.rule.value if row.rule else None for row in report.forms[0].form.indicators] == [None] * 3 + [
        said[3]
    ]
    assert not [one for one in report.findings if one.code in ("PS031", "PS309")]


def test_a_rule_that_ends_so_stays_one(tmp_path):
    said = ["每少1天扣2分，达到的不扣分"] * 4
    report = audit(written(tmp_path / "表.xlsx", "计分说明", said))
    assert all(row.rule is not None for row in report.forms[0].form.indicators)


def test_single_words_of_that_kind_in_a_column_of_rules_stay(tmp_path):
    said = ["不扣分", *["每少1天扣2分，扣完为止"] * 3]
    report = audit(written(tmp_path / "表.xlsx", "评分标准", said))
    assert all(row.rule is not None for row in report.forms[0].form.indicators)
