"""Recognising and lifting the forms of a whole department or unit."""

from __future__ import annotations

import pytest

from forms_support import figure, lines, sheet, text, workbook
from perfscore.forms import recognise
from perfscore.model import BaseTable, SelfAssessment, TargetSheet

N = None

UNIT = """\
部门整体支出绩效自评表

预算部门名称\t\t\t某某所\t\t\t\t\t
年度预算申请 (万元)\t\t\t年初预算数(万元)\t全年预算数(万元)\t全年执行数(万元)\t分值\t执行率\t得分
\t年度资金总额:\t\t500\t600\t540.00\t10\t90.00%\t9.00
\t按收入性质分:\t\t\t\t按支出性质分:\t\t\t
\t一般公共预算:\t\t580\t\t\t其中:基本支出:\t400\t
\t政府性基金拨款:\t\t0.00\t\t\t\t\t
\t纳入专户管理的非税收入拨款:\t\t0.00\t\t\t项目支出:\t140\t
其他资金\t\t20\t\t\t\t\t\t
年度总体目标\t\t\t预期目标\t\t\t\t实际完成情况\t
\t\t\t目标一。\t\t\t\t完成一。\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
绩效指标\t产出指标\t数量指标\t办案数量\t≥48件\t45件\t20\t18\t人手不足
\t\t\t质量指标\t合格率\t=100%\t100%\t20\t
\t\t\t\t时效指标\t按期完成率\t=100%\t100%\t10
\t效益指标\t经济效益指标\t\t\t\t\t\t
\t\t社会效益指标\t社会稳定\t有效维护\t有效\t10\t10\t
\t可持续影响指标\t运转持续性\t=365天\t100%\t10\t10\t\t
\t满意度指标\t服务对象满意度指标\t群众满意度\t≥90%\t95%\t10\t10\t
\t成本指标\t经济成本指标\t节约率\t>0%\t5.54%\t10\t10\t
社会成本指标\t\t\t\t\t\t\t\t
生态环境成本指标\t\t\t\t\t\t\t\t
"""


def only(document):
    (match,) = recognise(document)
    return match.extract()


def test_a_unit_self_assessment_with_two_lists_side_by_side():
    form = only(text(UNIT))
    assert isinstance(form, SelfAssessment)
    assert form.head.kind == "unit-self-assessment"
    assert form.head.text("unit") == "某某所"
    total = form.funding.total
    assert (figure(total.initial), figure(total.budget), figure(total.rate), figure(total.score)) == (
        "500",
        "600",
        "90.00%",
        "9.00",
    )
    revenue, nature = form.funding.breakdowns
    assert [(label.value, figure(amount)) for label, amount in revenue.rows] == [
        ("一般公共预算:", "580"),
        ("政府性基金拨款:", "0.00"),
        ("纳入专户管理的非税收入拨款:", "0.00"),
        ("其他资金", "20"),
    ]
    assert [(label.value, figure(amount)) for label, amount in nature.rows] == [
        ("其中:基本支出:", "400"),
        ("项目支出:", "140"),
    ]
    assert (form.goal.value, form.goal_actual.value) == ("目标一。", "完成一。")


def test_rows_of_a_unit_form_are_repaired():
    form = only(text(UNIT))
    assert lines(form)[:3] == [
        ("产出指标", "数量指标", "办案数量", "≥48件", "45件", "20", "18"),
        ("产出指标", "质量指标", "合格率", "=100%", "100%", "20", None),
        ("产出指标", "时效指标", "按期完成率", "=100%", "100%", "10", None),
    ]
    assert lines(form)[4][:3] == ("效益指标", "可持续影响指标", "运转持续性")
    assert [(r.at.line, r.shift) for r in form.repairs] == [(15, -1), (16, -2), (19, 1), (22, 2), (23, 2)]
    assert [blank.value for blank in form.sections[-1].blanks] == ["社会成本指标", "生态环境成本指标"]
    assert form.sections[-1].blanks[1].raw == "生态环境成本指标"
    assert form.total is None
    assert form.unplaced == ()


def test_without_a_title_the_kind_is_told_by_the_labels():
    assert only(text(UNIT.split("\n", 1)[1])).head.kind == "unit-self-assessment"


WIDE = [
    ["整体支出绩效目标表"],
    ["某某所"],
    ["金额单位：万元"],
    ["单位编码", "单位名称", "年度预算申请", N, N, N, N, "整体绩效目标"],
    [N, N, "资金总额", "按收入性质分", N, "按支出性质分", N, "部门整体支出年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值类型", "指标值", "计量单位", "指标解释", "评（扣）分标准", "备注"],
    [N, N, N, "一般公共预\n算", "其他资金", "基本支出", "项目支出"],
    ["042001", "某某所", "1,210.25", "1,110.25", "100.00", "1,000.00", "210.25", "目标文字。", "成本指标", "经济成本指标", "节约率", "≥", "100", "%", "考察节约。", "达到得满分，每低1%扣1分。", "20分"],
    [*[N] * 9, "社会成本指标"],
    [*[N] * 8, "产出指标", "数量指标", "课时数", "≥", "100", "课时", "考察课时。", "完成得满分，否则不得分。", "30分"],
    [*[N] * 10, "社会\n稳定", "定性", "/", "是否", "考察。", "有效得满分。", "40分"],
]  # fmt: skip
MERGES = [
    (4, 1, 3, 1), (4, 2, 3, 1), (4, 3, 1, 5), (4, 8, 1, 10), (5, 3, 2, 1), (5, 4, 1, 2), (5, 6, 1, 2),
    *[(5, column, 2, 1) for column in range(8, 18)], *[(7, column, 4, 1) for column in range(1, 9)],
]  # fmt: skip


def test_a_wide_target_table():
    form = only(workbook(sheet(*WIDE, merges=MERGES)))
    assert isinstance(form, TargetSheet)
    assert (form.head.text("unit_code"), form.head.text("unit"), form.head.money_unit) == (
        "042001",
        "某某所",
        "万元",
    )
    assert form.goal.value == "目标文字。"
    assert figure(form.funding.total.initial) == "1210.25"
    assert [(b.label.value, [figure(amount) for _, amount in b.rows]) for b in form.funding.breakdowns] == [
        ("按收入性质分", ["1110.25", "100.00"]),
        ("按支出性质分", ["1000.00", "210.25"]),
    ]
    assert lines(form) == [
        ("成本指标", "经济成本指标", "节约率", "≥100%", None, "20", None),
        ("产出指标", "数量指标", "课时数", "≥100课时", None, "30", None),
        ("产出指标", "数量指标", "社会稳定", "/", None, "40", None),
    ]
    first = next(iter(form.indicators))
    assert first.rule.value == "达到得满分，每低1%扣1分。"
    assert first.explanation.value == "考察节约。"
    assert (first.value_type.value, first.unit.value, first.remark.value) == ("≥", "%", "20分")
    assert first.points.at.cell == "Q7"
    assert form.repairs == ()
    assert form.unplaced == ()


def test_a_wide_table_holds_a_form_for_each_unit():
    second = [list(row) for row in WIDE[6:]]
    second[0][0] = "042002"
    forms = [match.extract() for match in recognise(workbook(sheet(*WIDE, *second, merges=MERGES)))]
    assert [(form.head.text("unit_code"), form.head.at.cell) for form in forms] == [
        ("042001", "A1"),
        ("042002", "A11"),
    ]
    assert lines(forms[0]) == lines(forms[1])


def test_a_target_table_with_amounts_beside_their_labels():
    form = only(
        workbook(
            sheet(
                ["部门整体支出绩效目标申报表"],
                ["（2024年度）"],
                ["部门（单位）名称", N, "某局"],
                ["年度预算申请（万元）", "资金总额", "300"],
                [N, "其中：财政拨款", "280"],
                [N, "其他资金", "20"],
                ["年度总体目标", "目标文字。"],
                ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
                [N, "产出指标", "数量指标", "培训人次", "≥100人次"],
                [N, "效益指标", "社会效益", "知晓率", "≥90%"],
            )
        )
    )
    assert isinstance(form, TargetSheet)
    assert form.head.text("year") == "2024"
    assert form.goal.value == "目标文字。"
    assert [row.points for row in form.indicators] == [None, None]
    assert figure(form.funding.total.initial) == "300"
    assert [figure(row.initial) for row in form.funding.rows] == ["280", "20"]


BASE = """\
部门整体支出绩效评价基础数据表

财政供养人员情况\t编制数\t\t2023年实际在职人数\t\t控制率\t
\t\t261\t\t244\t\t93.49%
经费控制情况(万元)\t2022年决算数\t\t2023年预算数\t\t2023年决算数\t
三公经费\t8.28\t\t14.25\t\t13.43\t
1、公务用车购置和维护经费\t7.8\t\t12\t\t11.99\t
其中：公车购置\t0.00\t\t0.00\t\t0.00\t
公车运行维护\t7.80\t\t12\t\t11.99\t
2、出国经费\t\t\t\t\t\t
公用经费：\t1,650.56\t\t605.95\t\t858.95\t
其中：办公经费\t18.97\t\t37\t\t35.08\t
政府采购金额\t705.50\t\t935.95\t\t627.52\t
楼堂馆所控制情况 (2023年完工项目)\t批复规模 (m2)\t实际规模 (m2)\t规模控制率\t预算投资 (万元)\t实际投资 (万元)\t投资概算控制率
厉行节约保障措施\t加强管理。\t\t\t\t\t
填表人：甲\t\t联系电话：0
"""


def test_base_data():
    table = only(text(BASE))
    assert isinstance(table, BaseTable)
    rows = [
        (row.label.value, row.level, row.partial, [(name, figure(number)) for name, number in row.figures])
        for row in table.rows
    ]
    assert rows[0] == (
        "财政供养人员情况",
        0,
        False,
        [("authorised", "261"), ("staff", "244"), ("control_rate", "93.49%")],
    )
    assert rows[1] == ("三公经费", 0, False, [("last_outturn", "8.28"), ("budget", "14.25"), ("outturn", "13.43")])
    assert [row[:3] for row in rows[2:]] == [
        ("1、公务用车购置和维护经费", 1, False),
        ("其中：公车购置", 2, True),
        ("公车运行维护", 2, True),
        ("2、出国经费", 1, False),
        ("公用经费：", 0, False),
        ("其中：办公经费", 1, True),
        ("政府采购金额", 0, False),
    ]
    assert [number for _, number in rows[5][3]] == [None, None, None]
    assert table.head.text("thrift_measures") == "加强管理。"
    assert table.head.money_unit == "万元"
    assert table.unplaced == ()
    assert (table.rows[0].figures[0][1].at.line, table.rows[0].figures[0][1].at.column) == (4, 3)


def test_base_data_of_last_year_by_word():
    table = only(text(BASE.replace("2022年决算数", "上年决算数").replace("2023年决算数", "本年决算数")))
    assert [name for name, _ in table.rows[1].figures] == ["last_outturn", "budget", "outturn"]


def base(*header, rows, merges=()):
    """A base-data table with a part whose header takes several rows, as a sheet."""
    return workbook(
        sheet(
            ["部门整体支出绩效评价基础数据表"],
            ["财政供养人员情况", "编制数", "实际在职人数", "控制率"],
            [N, "261", "244", "93.49%"],
            *header,
            *rows,
            merges=merges,
        )
    )


TWO_YEARS = [["三公经费", "9", "8.28", "14.25", "13.43"], ["公用经费", "8", "7", "6", "5"]]


@pytest.mark.parametrize("merges", [[(4, 1, 2, 1), (4, 2, 1, 2), (4, 4, 1, 2)], []], ids=["merged", "not merged"])
@pytest.mark.parametrize("years", [("2022年", "2023年"), ("上年", "本年")])
def test_base_data_with_a_header_of_two_rows(years, merges):
    before, now = years
    header = (["经费控制情况（万元）", before, N, now, N], [N, "预算数", "决算数", "预算数", "决算数"])
    table = only(base(*header, rows=TWO_YEARS, merges=merges))
    assert [(row.label.value, [(name, figure(number)) for name, number in row.figures]) for row in table.rows] == [
        ("财政供养人员情况", [("authorised", "261"), ("staff", "244"), ("control_rate", "93.49%")]),
        ("三公经费", [("last_outturn", "8.28"), ("budget", "14.25"), ("outturn", "13.43")]),
        ("公用经费", [("last_outturn", "7"), ("budget", "6"), ("outturn", "5")]),
    ]
    # The budget of the year before has no place in the model.
    assert [(text_.at.cell, text_.value) for text_ in table.head.unread] == [("B5", "预算数")]


def test_base_data_with_a_heading_over_one_of_its_years():
    header = (["经费控制情况（万元）", "2022年决算数", "2023年", N], [N, N, "预算数", "决算数"])
    rows = [["三公经费", "8.28", "14.25", "13.43"]]
    table = only(base(*header, rows=rows, merges=[(4, 1, 2, 1), (4, 2, 2, 1), (4, 3, 1, 2)]))
    assert [(name, figure(number)) for name, number in table.rows[1].figures] == [
        ("last_outturn", "8.28"),
        ("budget", "14.25"),
        ("outturn", "13.43"),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_base_data_of_three_years_takes_the_last_two(order):
    years = [("2021年决算数", "1"), ("2022年决算数", "2"), ("2023年决算数", "3")]
    header, row = zip(*(years[place] for place in order), strict=True)
    table = only(base(["经费控制情况（万元）", *header], rows=[["三公经费", *row], ["公用经费", *row]]))
    figures = {name: figure(number) for name, number in table.rows[1].figures}
    assert figures == {"outturn": "3", "last_outturn": "2"}
    assert [text_.value for text_ in table.head.unread] == ["2021年决算数"]


def test_all_forms_of_one_text():
    kinds = [match.definition.id for match in recognise(text(f"# 报告\n正文。\n\n{BASE}\n{UNIT}\n附注。\n"))]
    assert kinds == ["base-data", "unit-self-assessment"]


def test_rows_of_the_head_that_are_not_understood_are_named():
    form = only(
        workbook(
            sheet(
                ["部门整体支出绩效目标表"],
                ["部门名称", "某局"],
                ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）"],
                [N, "任务一", "内容", "30"],
                [N, "任务二", "内容", "20"],
                ["年度总体目标", "目标文字。"],
                ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
                [N, "产出指标", "数量指标", "培训人次", "≥100人次"],
            )
        )
    )
    assert [row.name.value for row in form.indicators] == ["培训人次"]
    ((at, reason),) = form.unplaced
    assert at.cells == "A3:D5"
    assert reason == "“年度主要任务”、“任务名称”、“任务一”等 8 格不在已知栏目内，未读入"
