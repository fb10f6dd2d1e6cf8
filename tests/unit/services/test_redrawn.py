"""Copies of documents that are no workbooks: every rule's steps, and forms of several tables."""

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.report.mask import mask
from perfscore.services.annotate import annotate
from perfscore.services.fill import fill

HEAD = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 评分标准 | 分值 | 得分 |\n|---|---|---|---|---|---|---|---|\n"
#: Rules whose sums are worked out late, each with its target and what was reached.
STEPS = [
    ("≥95%", "93%", "每低1个百分点扣1分", 8),
    ("≤6个月", "7个月", "每晚一个月扣1分", 9),
    ("≥72学时", "71学时", "不足72学时的，每少2学时扣0.5分", 9.75),
    ("≥95%", "93%", "达到95%得满分；90%（含）至95%得8分；90%以下不得分", 8),
    ("≥100人", "80人", "得分=实际完成值÷目标值×分值", 8),
]
MONEY = """<table><tr><td>项目名称</td><td colspan=3>小型农田水利</td><td>主管部门</td><td colspan=2>某县水利局</td></tr>
<tr><td rowspan=3>项目资金<br>（万元）</td><td></td><td>年初预算数</td><td>全年预算数</td><td>全年执行数</td><td>分值</td><td>执行率</td><td>得分</td></tr>
<tr><td>年度资金总额</td><td>260</td><td>260</td><td>247.13</td><td>10</td><td>95.05%</td><td>{score}</td></tr>
<tr><td>其中：财政拨款</td><td>260</td><td>260</td><td>247.13</td><td>-</td><td>-</td><td>-</td></tr></table>"""
ROWS = """<table><tr><th>一级指标<th>二级指标<th>三级指标<th>年度指标值<th>实际完成值<th>分值<th>得分</tr>
<tr><td rowspan=2>产出指标<td>数量指标<td>渠道衬砌<td>≥12公里<td>12.4公里<td>30<td>30</tr>
<tr><td>时效指标<td>开工及时率<td>≥95%<td>95%<td>20<td>20</tr>
<tr><td>效益指标<td>经济效益指标<td>新增粮食产量<td>≥50吨<td>47吨<td>30<td>28.2</tr>
<tr><td>满意度指标<td>服务对象满意度<td>农户满意度<td>≥90%<td>92%<td>10<td>10</tr>
<tr><td colspan=5>总分<td>100<td>97.7</tr></table>"""


def pages(score="9.5", *, money=MONEY, rows=ROWS):
    money = money.format(score=score)
    return (
        f"<html><meta charset='utf-8'><body><h3>2024年度农田水利项目支出绩效自评表</h3>{money}{rows}</body></html>"
    )


@pytest.fixture
def form(tmp_path):
    def made(text, name):
        source = tmp_path / name
        source.write_text(text, encoding="utf-8")
        return source

    return made


def steps():
    rows = (
        f"| 产出指标 | 数量指标 | 事项{n} | {target} | {actual} | {rule} | 10 |  |\n"
        for n, (target, actual, rule, _) in enumerate(STEPS)
    )
    return f"某项目支出绩效自评表\n\n{HEAD}{''.join(rows)}"


def test_scores_by_steps_are_written_into_copies_of_a_text(form, tmp_path):
    source = form(steps(), "表.txt")
    result = annotate(source, tmp_path / "审核.xlsx")
    sheet = openpyxl.load_workbook(result.out, data_only=True).worksheets[0]
    scores = [sheet.cell(row, 9).value for row in range(1, sheet.max_row + 1)]
    assert [score for score in scores if score is not None] == [
        "重算得分",
        *(points for *_, points in STEPS),
    ]
    filled = fill(source, tmp_path / "评分.xlsx")
    assert len(filled.written) >= len(STEPS) - 1


def test_scores_by_steps_are_masked(form):
    report = audit(form(steps(), "表.txt"))
    masked = mask(report)
    assert [score.recomputed for score in masked.scores] == [score.recomputed for score in report.scores]
    assert [score.step for score in masked.scores] == [score.step for score in report.scores]


def test_each_table_of_a_form_has_its_column(form, tmp_path):
    result = annotate(form(pages(), "表.html"), tmp_path / "审核.xlsx")
    book = openpyxl.load_workbook(result.out)
    assert [book["表1"][cell].value for cell in ("I2", "I4")] == ["重算得分", None]
    assert book["表1"]["I3"].value.startswith("=")
    assert book["表2"]["H1"].value == "重算得分"
    assert book["表2"]["H6"].value == "=IF(COUNT('表1'!I3,'表2'!H2:H5)=5,SUM('表1'!I3,'表2'!H2:H5),\"\")"
    shown = openpyxl.load_workbook(result.out, data_only=True)
    assert (shown["表1"]["I3"].value, shown["表2"]["H6"].value) == (9.51, 97.71)
    assert result.columns == ("表1!I", "表2!H")


def test_blank_scores_of_several_tables_are_filled(form, tmp_path):
    filled = fill(form(pages(""), "表.html"), tmp_path / "评分.xlsx")
    assert openpyxl.load_workbook(filled.out)["表1"]["H3"].value == 9.51


@pytest.mark.parametrize("text", [pages(), pages(rows=""), pages(money=""), f"<h3>绩效自评表</h3>{ROWS * 2}"])
def test_a_finding_or_form_of_a_whole_table_is_written(text, form, tmp_path):
    result = annotate(form(text, "表.html"), tmp_path / "审核.xlsx")
    assert not any("None" in note for note in result.notes)


def test_a_score_that_was_not_recomputed_has_no_colour(form, tmp_path):
    rows = "| 产出指标 | 数量指标 | 甲 | ≥10个 | 10个 |  | 10 | 10 |\n| 产出指标 | 数量指标 | 乙 | 若干 | 10个 |  | 10 | 10 |\n"
    result = annotate(form(f"某项目支出绩效自评表\n\n{HEAD}{rows}", "表.txt"), tmp_path / "审核.xlsx")
    sheet = openpyxl.load_workbook(result.out, data_only=True).worksheets[0]
    colours = {cell.value: cell.fill.start_color.rgb for cell in sheet["I"] if cell.value is not None}
    assert colours[10] == colours["重算得分"] == "FFE2EFDA"
    assert colours["—"] == "00000000"
