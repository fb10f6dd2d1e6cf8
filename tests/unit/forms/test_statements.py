"""What the notes of a form state of scoring is read exactly, used above the rule set, and named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from forms_support import sheet, workbook
from perfscore.audit import audit
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.core.stated import StatedBase, StatedExecution, StatedGrades, StatedMissed, StatedRounding
from perfscore.forms import recognise
from perfscore.forms.statements import statements_in
from perfscore.readers import html
from perfscore.readers.document import Cell
from perfscore.readers.source import Source
from perfscore.services.why import why

N = None
AT = Location("表.xlsx", "表", "A9")
LETTERS = {"A": "target", "B": "actual"}
GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))


def stated(text):
    return statements_in((Sourced(text, text, AT),), LETTERS)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("执行率=全年执行数/全年预算数", [StatedBase("budget")]),
        ("注：预算执行率（%）＝全年执行数÷年初预算数×100%。", [StatedBase("initial")]),
        ("1.预算执行率以年初预算数为分母；2.得分保留两位小数", [StatedBase("initial"), StatedRounding(2)]),
        ("执行率按全年执行数占全年预算数的比例计算", [StatedBase("budget")]),
        ("预算执行率得分=执行率×分值", [StatedExecution()]),
        ("反向指标得分=分值×（1-（实际完成值-指标值）/指标值）", [StatedMissed("negative", "mirror")]),
        ("指标值为≤的指标，按A/B×分值计分", [StatedMissed("negative", "inverse-ratio")]),
        ("反向指标超过目标值的，不得分", [StatedMissed("negative", "all-or-nothing")]),
        (
            (
                "定量指标若为正向指标（即目标值为≥X），则得分计算方法应用全年实际值（B）/年度指标值（A）*该指标分值；"
                "若定量指标为反向指标（即目标值为≤X），则得分计算方法应用年度指标值（A）/全年实际值（B）*该指标分值。"
            ),
            [StatedMissed("positive", "ratio"), StatedMissed("negative", "inverse-ratio")],
        ),
        ("90（含）—100分为优、80（含）—90分为良、60（含）—80分为中、60分以下为差", [StatedGrades(GRADES)]),
        ("等级划分为四档：90分（含）以上为优；80-90分为良；60-80分为中；60分以下为差。", [StatedGrades(GRADES)]),
        ("评价等级：优（90分以上）、良（80-90分）、中（60-80分）、差（60分以下）", [StatedGrades(GRADES)]),
        ("得分四舍五入保留整数", [StatedRounding(0)]),
        ("各项得分均保留1位小数", [StatedRounding(1)]),
    ],
)
def test_read(text, read):
    assert [one.value for one in stated(text).read] == read
    assert stated(text).unread == ()


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("执行率达到95%以上得满分，低于95%按比例扣分", ["execution"]),
        ("执行率=全年执行数/（全年预算数-结余）", ["execution"]),
        ("评价等级分为：优（90分以上）、良", ["grades"]),
        ("95-100分为优、80-90分为良、80分以下为差，等级由主管部门定", ["grades"]),
        ("得分保留两位或一位小数", ["rounding"]),
        ("反向指标得分由评分人按分值酌情确定", ["missed"]),
        ("正向指标得分=指标值/实际完成值×分值", ["missed"]),
        ("得分保留两位小数；得分保留整数", ["rounding", "rounding"]),
        ("本表一式两份，请如实填写", []),
        ("执行率以百分数填列", []),
    ],
)
def test_what_is_not_understood_is_listed(text, topics):
    found = stated(text)
    assert found.read == ()
    assert [topic for topic, _ in found.unread] == topics


def test_a_statement_has_its_place():
    (one,) = stated("请如实填写。得分保留整数").read
    assert (one.at.cell, one.at.span, one.raw) == ("A9", (6, 12), "得分保留整数")


FORM = [
    ["项目支出绩效自评表"],
    ["（2023年度）"],
    ["项目名称", N, "技能培训"],
    ["项目资金（万元）", N, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [N, "年度资金总额", "80", "100", "72", "10", "90%", "9"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "50", "50"],
    ["成本指标", "经济成本指标", "人均成本", "≤100元", "125元", "40", "30"],
    ["总分", N, N, N, N, "100", "89"],
    ["自评等级", "优"],
]
NOTES = (
    "注：1.执行率=全年执行数/年初预算数。",
    "2.反向指标得分=分值×（1-（实际完成值-指标值）/指标值）；得分保留整数",
    "3.85（含）-100分为优、70（含）-85分为良、70分以下为差",
)


def form(*notes, apart=False):
    lines = [[note] for note in notes]
    tables = (sheet(*FORM), sheet(*lines, name="填表说明")) if apart else (sheet(*FORM, *lines),)
    return recognise(workbook(*tables))[0].extract()


@pytest.mark.parametrize("apart", [False, True])
def test_notes_below_and_on_a_sheet_of_their_own(apart):
    read = form(*NOTES, apart=apart)
    assert [one.value for one in read.head.conventions] == [
        StatedBase("initial"),
        StatedMissed("negative", "mirror"),
        StatedRounding(0),
        StatedGrades((("优", Decimal(85)), ("良", Decimal(70)), ("差", Decimal(0)))),
    ]
    assert (read.head.unread_notes, read.unplaced) == ((), ())


def test_notes_in_paragraphs_below_a_table():
    """A Word table and one of a web page; those below a table that is no form belong to none."""
    at = Location("表.docx", "表1")
    below = tuple(Cell(note, note, at) for note in NOTES)
    other = replace(sheet(["某表"], name="表2"), below=(Cell("注：得分保留1位小数", "注：得分保留1位小数", at),))
    (match,) = recognise(workbook(replace(sheet(*FORM), below=below), other))
    assert len(match.extract().head.conventions) == 4
    cells = "".join("<tr>" + "".join(f"<td>{cell or ''}</td>" for cell in row) + "</tr>" for row in FORM)
    page = f"<html><table>{cells}</table>{''.join(f'<p>{note}</p>' for note in NOTES)}</html>"
    (match,) = recognise(html.read(Source("表.html", page.encode(), "")))
    assert len(match.extract().head.conventions) == 4


def test_letters_of_the_header_of_the_money():
    money = [*FORM[3][:2], "年初预算数（A）", "全年预算数（B）", "全年执行数（C）", *FORM[3][5:]]
    rows = [*FORM[:3], money, *FORM[4:], ["注：执行率=C/A×100%"]]
    assert [one.value for one in recognise(workbook(sheet(*rows)))[0].extract().head.conventions] == [
        StatedBase("initial")
    ]


@pytest.mark.parametrize(
    ("rate", "score", "read"),
    [
        ("执行率（C/A）", "得分（10分*执行率）", [StatedBase("initial"), StatedExecution()]),
        ("执行率（C/B）", "得分（执行率×分值）", [StatedExecution()]),
        ("执行率（%）", "得分（满分10分）", []),
    ],
)
def test_the_header_of_the_money_states_its_formulas(rate, score, read):
    money = [*FORM[3][:2], "年初预算数（A）", "全年预算数（B）", "全年执行数（C）", "分值", rate, score]
    head = recognise(workbook(sheet(*FORM[:3], money, *FORM[4:])))[0].extract().head
    assert [one.value for one in head.conventions] == read


def test_the_notes_of_two_forms_in_a_sheet_stay_apart():
    both = recognise(workbook(sheet(*FORM, ["注：得分保留整数"], [N], *FORM, ["注：得分保留1位小数"])))
    assert [[one.value.digits for one in match.extract().head.conventions] for match in both] == [[0], [1]]


def audited(tmp_path, *notes, rows=FORM):
    path = tmp_path / "表.txt"
    lines = ["\t".join(cell or "" for cell in row) for row in [*rows, *([note] for note in notes)]]
    path.write_text("\n".join(lines), encoding="utf-8")
    return audit(path)


def codes(report, *wanted):
    return {one.code: one for one in report.findings if one.code in wanted}


def test_they_count_above_the_rule_set(tmp_path):
    by_rule_set = audited(tmp_path)
    assert {"PS205", "PS326"} == set(codes(by_rule_set, "PS205", "PS326"))
    report = audited(tmp_path, *NOTES)
    assert not codes(report, "PS203", "PS204", "PS205", "PS326")
    scores = {score.indicator: score for score in report.scores}
    assert str(scores["人均成本"].recomputed) == "30"
    assert [reading.name for reading in scores["人均成本"].readings] == ["formula: mirror"]
    assert str(scores["预算执行率"].recomputed) == "9"
    assert [score.grade for score in report.scores if score.kind == "total"] == ["优"]


def test_why_names_the_note(tmp_path):
    report = audited(tmp_path, *NOTES)
    (execution,) = why(report, "5:8").scores
    assert any("执行率=全年执行数/年初预算数" in step.formula for step in execution.step.children)
    cost = next(score for score in report.scores if score.indicator == "人均成本")
    assert any("反向指标得分" in step.formula for step in cost.step.children)


def test_a_wrong_execution_score_is_an_error_where_the_form_states_the_rate(tmp_path):
    rows = [[*row[:7], "8"] if row[1:2] == ["年度资金总额"] else row for row in FORM]
    told = codes(audited(tmp_path, NOTES[0], rows=rows), "PS204")["PS204"]
    assert "执行率=全年执行数/年初预算数" in told.message
    assert "未见于本表" in codes(audited(tmp_path, rows=rows), "PS204")["PS204"].message
    unread = audited(tmp_path, NOTES[0], "2.执行率90%以上得满分，否则扣2分", rows=rows)
    assert (
        unread.forms[0].note
        == "注里有 1 处计分说明没有读懂，未采用：第12行第1格“2.执行率90%以上得满分，否则扣2分”"
    )
    assert not codes(unread, "PS204")


def test_grades_that_were_not_understood_are_not_judged(tmp_path):
    assert "PS326" in codes(audited(tmp_path), "PS326")
    assert not codes(audited(tmp_path, "注：评价等级85分以上为优，其余由主管部门定"), "PS326")
