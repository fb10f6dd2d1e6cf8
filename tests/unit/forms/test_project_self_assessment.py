"""Recognising and lifting 项目支出绩效自评表."""

from __future__ import annotations

import pytest

from forms_support import PROJECT, figure, lines, rows_of_text, sheet, text, workbook
from perfscore.core.sourced import Unreadable
from perfscore.forms import near_misses, recognise
from perfscore.model import SelfAssessment


def only(document):
    (match,) = recognise(document)
    form = match.extract()
    assert isinstance(form, SelfAssessment)
    return form


def project(old="", new=""):
    assert old in PROJECT
    return only(text(PROJECT.replace(old, new)))


def test_a_whole_form_is_read_from_text():
    form = project()
    assert form.head.kind == "project-self-assessment"
    assert form.head.title.value == "项目支出绩效自评表"
    assert form.head.text("project") == "道路养护"
    assert form.head.text("department") == "某某局"
    assert form.head.text("implementing_unit") == "某某所"
    assert form.head.text("year") == "2023"
    assert form.head.money_unit == "万元"
    assert form.goal.value == "完成养护。"
    assert form.goal_actual.value == "已经完成。"
    assert lines(form) == [
        ("成本指标", "经济成本指标", "养护单价", "≤50元/米", "48元/米", "20", "20"),
        ("产出指标", "数量指标", "养护里程", "≥30公里", "28公里", "20", "18.67"),
        ("产出指标", "数量指标", "养护次数", "=4次", "4次", "10", "10"),
        ("产出指标", "质量指标", "验收合格率", "≥95%", "96%", "10", "10"),
        ("效益指标", "社会效益指标", "出行条件", "明显改善", "明显改善", "10", "10"),
        ("效益指标", "可持续影响指标", "管护机制", "健全", "健全", "10", "9"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "92%", "10", "10"),
    ]
    assert [(s.name, figure(s.points)) for s in form.sections] == [
        ("成本指标", "20"),
        ("产出指标", "40"),
        ("效益指标", "20"),
        ("满意度指标", "10"),
    ]
    assert [blank.value for blank in form.sections[0].blanks] == ["社会成本指标"]
    assert (figure(form.total.points), figure(form.total.score)) == ("100", "96.67")
    assert form.repairs == ()
    assert form.unplaced == ()


def test_the_money_block_is_read():
    funding = project().funding
    total = funding.total
    assert [figure(getattr(total, n)) for n in ("initial", "budget", "executed", "points", "rate", "score")] == [
        "1100.5",
        "1200",
        "1080",
        "10",
        "90.00%",
        "9.00",
    ]
    assert [row.label.value for row in funding.rows] == ["其中：当年财政拨款", "上年结转资金"]
    assert figure(funding.rows[0].rate) is None
    assert figure(funding.rows[0].score) == "0"


def test_places_are_those_of_the_cells_even_of_empty_ones():
    form = project()
    row = list(form.indicators)[1]
    assert (row.target.at.line, row.target.at.column) == (14, 5)
    assert row.row.line == 14
    empty = list(form.indicators)[2].reason
    assert empty.value == ""
    assert (empty.at.line, empty.at.column) == (15, 9)


def test_the_same_form_is_read_from_a_sheet():
    rows = rows_of_text(PROJECT)
    form = only(workbook(sheet(*[[cell or None for cell in row] for row in rows])))
    assert lines(form) == lines(project())
    assert form.total == project().total
    assert form.funding == project().funding
    assert next(iter(form.indicators)).score.at.cell == "H12"


def test_one_form_a_sheet_and_several_in_one_sheet():
    rows = [[cell or None for cell in row] for row in rows_of_text(PROJECT)]
    assert len(recognise(workbook(sheet(*rows, name="一"), sheet(*rows, name="二")))) == 2
    two = recognise(workbook(sheet(*rows, [], *rows)))
    assert [match.at.cell for match in two] == ["A1", f"A{len(rows) + 2}"]


def test_forms_one_below_the_other_without_titles():
    body = "\n".join(PROJECT.split("\n")[2:])
    second = body.replace("道路养护", "桥梁养护")
    forms = [match.extract() for match in recognise(text(body + second))]
    assert [form.head.text("project") for form in forms] == ["道路养护", "桥梁养护"]
    assert lines(forms[0]) == lines(forms[1]) == lines(project())


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("附件3 2023年度某市项目支出绩效自评表", "project-self-assessment"),
        ("（2022 年度）项目绩效自评表", "project-self-assessment"),
        ("### 项目支出绩效自评表（市级）", "project-self-assessment"),
        ("某局2023年部门整体支出绩效自评表", "unit-self-assessment"),
    ],
)
def test_titles(title, kind):
    (match,) = recognise(text(PROJECT.replace("项目支出绩效自评表", title)))
    assert match.definition.kind == kind


def test_a_header_field_may_hold_its_value_in_the_same_cell():
    form = project("主管部门\t某某局\t\t\t实施单位\t某某所", "主管部门：某某局　　实施单位：某某所\t")
    assert form.head.text("department") == "某某局"
    assert form.head.text("implementing_unit") == "某某所"


def test_an_empty_header_field_has_a_place():
    form = project("实施单位\t某某所", "实施单位\t")
    assert form.head.field("implementing_unit").value == ""
    assert form.head.field("implementing_unit").at.column == 6
    assert form.head.field("project_code") is None


class TestShiftedRows:
    """Rows whose cells lost their place in a text extraction."""

    def test_second_level_label_in_the_first_column(self):
        form = project(
            "\t\t可持续影响指标\t管护机制\t健全\t健全\t10\t9\t",
            "可持续影响指标\t\t管护机制\t健全\t健全\t10\t9\t\t",
        )
        assert lines(form) == lines(project())
        (repair,) = form.repairs
        assert (repair.at.line, repair.shift) == (18, 1)
        assert list(form.indicators)[5].repair is repair

    def test_first_level_row_one_to_the_left(self):
        form = project(
            "\t满意度指标（10分）\t服务对象满意度指标\t群众满意度\t≥90%\t92%\t10\t10\t",
            "满意度指标（10分）\t服务对象满意度指标\t群众满意度\t≥90%\t92%\t10\t10\t\t",
        )
        assert lines(form) == lines(project())
        assert [(r.at.line, r.shift) for r in form.repairs] == [(19, 1)]
        assert figure(form.sections[3].points) == "10"

    def test_a_row_to_the_right_loses_its_score_and_none_is_invented(self):
        form = project(
            "\t\t质量指标\t验收合格率\t≥95%\t96%\t10\t10\t", "\t\t\t质量指标\t验收合格率\t≥95%\t96%\t10\t"
        )
        row = list(form.indicators)[3]
        assert (row.l2, row.name.value, row.target.raw, row.actual.raw) == (
            "质量指标",
            "验收合格率",
            "≥95%",
            "96%",
        )
        assert figure(row.points) == "10"
        assert row.score.value is None
        assert row.repair.shift == -1

    def test_a_lone_second_level_label(self):
        form = project("\t\t社会成本指标\t\t", "社会成本指标\t\t\t\t")
        assert [blank.value for blank in form.sections[0].blanks] == ["社会成本指标"]
        assert [(r.at.line, r.shift) for r in form.repairs] == [(13, 2)]

    def test_a_merged_row_without_labels(self):
        form = project("\t\t\t养护次数\t=4次\t4次\t10\t10\t", "\t\t养护次数\t=4次\t4次\t10\t10\t\t")
        assert lines(form) == lines(project())
        assert form.repairs[0].shift == 1

    def test_a_total_row_to_the_left(self):
        form = project("总分\t\t\t\t\t\t100\t96.67\t", "总分\t\t\t\t\t100\t96.67\t\t")
        assert (figure(form.total.points), figure(form.total.score)) == ("100", "96.67")
        assert form.repairs[0].shift == 1

    def test_a_name_one_level_too_high(self):
        form = project("\t\t\t养护次数\t=4次", "\t\t养护次数\t\t=4次")
        assert lines(form) == lines(project())
        assert form.repairs[0].shift == 1

    def test_a_row_that_fits_in_two_ways_is_left_unread(self):
        form = project("\t\t\t养护次数\t=4次\t4次\t10\t10\t", "\t\t养护情况\t有效维护\t完成\t10\t\t\t")
        assert "养护情况" not in [row.name.value for row in form.indicators]
        assert [at.line for at, _ in form.unplaced] == [15]

    def test_words_in_a_score_column_are_no_shift(self):
        form = project("≥30公里\t28公里\t20\t18.67", "≥30公里\t28公里\t20\t优")
        row = list(form.indicators)[1]
        assert figure(row.points) == "20"
        assert isinstance(row.score.value, Unreadable)
        assert row.score.value.raw == "优"
        assert form.repairs == ()


def test_noise_between_rows_is_skipped():
    noisy = PROJECT.replace("\t产出指标（40分）", "\n仅供内部审核\n\n- 12 -\n\n\t产出指标（40分）")
    assert lines(only(text(noisy))) == lines(project())
    assert only(text(noisy)).unplaced == ()


def test_other_text_between_rows_is_reported():
    noisy = PROJECT.replace("\t产出指标（40分）", "此处有一句话。\n\t产出指标（40分）")
    form = only(text(noisy))
    assert lines(form) == lines(project())
    assert [at.line for at, _ in form.unplaced] == [14]


def test_a_header_repeated_on_the_next_page_does_not_end_the_form():
    header = next(line for line in PROJECT.split("\n") if "一级指标" in line)
    form = only(text(PROJECT.replace("\t\t\t养护次数", f"{header}\n\t产出指标（40分）\t数量指标\t养护次数")))
    assert lines(form) == lines(project())
    assert [section.name for section in form.sections] == ["成本指标", "产出指标", "效益指标", "满意度指标"]


def test_a_form_whose_whole_head_is_repeated_is_one_form():
    source = PROJECT.split("\n")
    cut = next(n for n, line in enumerate(source) if "质量指标" in line)
    head = source[: next(n for n, line in enumerate(source) if "一级指标" in line) + 1]
    form = only(text("\n".join([*source[:cut], *head, *source[cut:]])))
    assert lines(form) == lines(project())
    assert [at.line for at in form.head.continued] == [cut + 1]


def test_text_after_the_form_does_not_belong_to_it():
    form = only(text(PROJECT + "\n# 附件\n\n其他说明文字很长，不是表格。\n科目\t金额\n办公费\t12\n"))
    assert form.unplaced == ()
    assert lines(form) == lines(project())


@pytest.mark.parametrize(
    ("label", "points"),
    [
        ("成本指标(20分)", "20"),
        ("成本指标 （20 分）", "20"),
        ("成本指标\n（20分）", "20"),
        ("成本指标〔20分〕", "20"),
        ("成本指标20分", "20"),
        ("成本指标（12.5分）", "12.5"),
        ("成本指标", None),
    ],
)
def test_points_in_a_heading(label, points):
    rows = [[cell or None for cell in row] for row in rows_of_text(PROJECT)]
    rows[11][1] = label
    form = only(workbook(sheet(*rows)))
    assert form.sections[0].name == "成本指标"
    assert figure(form.sections[0].points) == points


def test_merged_levels_are_carried_within_their_block_only():
    rows = [[cell or None for cell in row] for row in rows_of_text(PROJECT)]
    rows[15][2] = None
    rows[16][2] = None
    form = only(workbook(sheet(*rows, merges=[(12, 2, 2, 1), (14, 2, 3, 1), (14, 3, 3, 1)])))
    assert [(row.l1, row.l2) for row in form.indicators][1:5] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("效益指标", ""),
    ]


def test_a_formula_without_a_result_is_unreadable():
    rows = [[cell or None for cell in row] for row in rows_of_text(PROJECT)]
    rows[13][7] = ""
    form = only(workbook(sheet(*rows, uncached={(14, 8)})))
    score = list(form.indicators)[1].score
    assert isinstance(score.value, Unreadable)
    assert "公式没有缓存结果" in score.value.reason
    assert score.at.cell == "H14"


def test_a_note_beside_the_form_is_not_read():
    rows = [[cell or None for cell in row] for row in rows_of_text(PROJECT)]
    rows[13] += [None, "请核实"]
    form = only(workbook(sheet(*rows)))
    assert lines(form) == lines(project())
    assert form.unplaced == ()


def test_numbers_as_printed():
    form = project("≥30公里\t28公里\t20\t18.67", "≥30公里\t28公里\t２０分\t—")
    row = list(form.indicators)[1]
    assert figure(row.points) == "20"
    assert row.score.value is None
    noise = project("≥30公里\t28公里\t20\t18.67", "≥30公里\t28公里\t20\t0.0900000762939453")
    assert figure(list(noise.indicators)[1].score) == "0.09"


def test_labels_that_no_definition_reaches_are_a_near_miss():
    document = text("评价情况表\n一级指标\t评价概况\t分值\t得分\n产出\t养护\t10\t9\n")
    assert recognise(document) == ()
    (miss,) = near_misses(document)
    assert miss.at.line == 2
    assert miss.found == ("一级指标", "分值", "得分")
    assert miss.nearest == "绩效评价指标评分表"
    assert "三级指标" in miss.missing


def test_narrative_is_neither_form_nor_near_miss():
    document = text(
        "2023年度自评报告\n本单位产出指标得分较高，满意度指标完成。\n# 一、基本情况\n单位名称：某某局\n"
    )
    assert recognise(document) == ()
    assert near_misses(document) == ()


def test_a_label_of_no_list_with_its_value_in_the_next_cell_is_told_wherever_it_stands():
    rows = [line.split("\t") for line in PROJECT.split("\n") if line]
    above = [["项目支出绩效自评表"], ["拨款机构", "某某基金", "", "", "", "", "", "", ""],
             ["协作方", "某某社", "", "", "实施单位", "某某所", "", "", ""]]  # fmt: skip
    cells = [[cell or None for cell in row] for row in (*above, *rows[2:3], *rows[4:])]
    (match,) = recognise(workbook(sheet(*cells)))
    assert [note for _, note in match.extract().unplaced] == [
        "“拨款机构”、“某某基金”、“协作方”等 4 格不在已知栏目内，未读入"
    ]


@pytest.mark.parametrize("label", ["计划名称", "资助计划名称", "课题名称"])
def test_a_project_may_be_called_a_plan(label):
    (match,) = recognise(text(PROJECT.replace("项目名称", label)))
    assert match.extract().head.text("project") == "道路养护"
