"""Target sheets of projects: one block, and the whole term (实施期) beside the year (年度)."""

from __future__ import annotations

import pytest

from forms_support import figure, lines, sheet, text, workbook
from perfscore.forms import near_misses, recognise

N = None
TITLE = [["项目支出绩效目标表"], ["（2026年度）"]]
HEAD = [
    ["项目名称", N, "古树名木养护"],
    ["主管部门及代码", N, "310-某市园林局", N, N, "实施单位", "某市植物园"],
    ["项目属性", N, "经常性项目（长期开展）", N, N, "项目期", "3年"],
]
TEXTS = [
    ["项目概况", "对全市古树逐株养护。"],
    ["立项依据", "城市绿化条例。"],
    ["项目设立必要性", "古树长势衰弱。"],
    ["保证项目实施的制度、措施", "养护技术规程。"],
    ["项目实施计划", "春秋两季施工。"],
]
SIGNED = ["负责人：", N, "经办人：", N, N, "联系电话：", "填报日期：", "20251224093000"]
MONEY = [
    ["项目资金（元）", "实施期资金总额：", N, "900,000", N, "年度资金总额：", N, "300,000"],
    [N, "其中：中央财政资金", N, "0", N, "其中：中央财政资金", N, "0"],
    [N, "省级财政资金", N, "150,000", N, "省级财政资金", N, "50,000"],
    [N, "市县（区）财政资金", N, "750,000", N, "市县（区）财政资金", N, "250,000"],
    [N, "其他资金", N, N, N, "其他资金"],
]
GOALS = [
    ["总体目标", "实施期目标", N, N, N, "年度目标"],
    [N, "三年内完成全部古树复壮。", N, N, N, "完成一百株古树复壮。"],
]
COLUMNS = ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]
ROWS = [
    [N, "产出指标", "数量指标", "复壮古树", "≥300株", "数量指标", "复壮古树", "≥100株"],
    [N, N, N, "安装支撑", "≥60处", N, "避雷装置", "≥8套"],
    [N, N, "质量指标", "成活率", "≥98%", "质量指标", "成活率", "≥98%"],
    [N, N, "时效指标", "完工时限", "2028年底", "时效指标", "完工时限", "12月底前"],
    [N, "成本指标", "经济成本指标", "单株费用", "≤3000元/株", "经济成本指标", "单株费用", "≤3000元/株"],
    [N, "效益指标", "社会效益指标", "科普受众", "≥3万人次", "社会效益指标", "科普受众", "≥1万人次"],
    [N, N, "生态效益指标", "树冠覆盖", "提高", "生态效益指标"],
    [N, "满意度指标", "服务对象满意度指标", "游客满意度", "≥90%", "服务对象满意度指标", "游客满意度", "≥88%"],
]
TWO = [*TITLE, *HEAD, *MONEY, *TEXTS, *GOALS, COLUMNS, *ROWS, SIGNED]
TOP = len(TWO) - len(ROWS)  # the first row of indicators, counted from one
#: What is merged on the printed sheet: heading beside the table, levels over their rows.
MERGES = [
    (6, 1, 5, 1), (TOP - 3, 1, 2, 1), (TOP - 1, 1, 9, 1), (TOP, 2, 4, 1), (TOP, 3, 2, 1), (TOP, 6, 2, 1),
    (TOP + 5, 2, 2, 1), (3, 1, 1, 2), (3, 3, 1, 6), *((row, 2, 1, 7) for row in range(11, 16)),
]  # fmt: skip
PERIOD = [
    ("产出指标", "数量指标", "复壮古树", "≥300株"),
    ("产出指标", "数量指标", "安装支撑", "≥60处"),
    ("产出指标", "质量指标", "成活率", "≥98%"),
    ("产出指标", "时效指标", "完工时限", "2028年底"),
    ("成本指标", "经济成本指标", "单株费用", "≤3000元/株"),
    ("效益指标", "社会效益指标", "科普受众", "≥3万人次"),
    ("效益指标", "生态效益指标", "树冠覆盖", "提高"),
    ("满意度指标", "服务对象满意度指标", "游客满意度", "≥90%"),
]
ANNUAL = [
    ("产出指标", "数量指标", "复壮古树", "≥100株"),
    ("产出指标", "数量指标", "避雷装置", "≥8套"),
    ("产出指标", "质量指标", "成活率", "≥98%"),
    ("产出指标", "时效指标", "完工时限", "12月底前"),
    ("成本指标", "经济成本指标", "单株费用", "≤3000元/株"),
    ("效益指标", "社会效益指标", "科普受众", "≥1万人次"),
    ("满意度指标", "服务对象满意度指标", "游客满意度", "≥88%"),
]


def typed(*rows):
    """A text with a tab between cells."""
    return text("\n".join("\t".join(cell or "" for cell in row) for row in rows))


def only(document):
    (match,) = recognise(document)
    return match.extract()


def printed(block):
    return [
        (row.l1, row.l2, row.name.value, row.target.raw)
        for section in block.sections
        for row in section.indicators
    ]


def money(funding):
    rows = [funding.total, *funding.rows]
    return [(row.label.value, figure(row.initial)) for row in rows]


def notes(form):
    return [(at.place, note) for at, note in form.unplaced]


def places(locations):
    return [at.place for at in locations]


def table(*rows, columns=COLUMNS):
    """A sheet of two blocks as text with these rows of indicators."""
    return only(typed(*TITLE, *HEAD, *MONEY, *TEXTS, *GOALS, columns, *rows, SIGNED))


# -- one block -----------------------------------------------------------------------------------------------

ONE = [
    *TITLE,
    *HEAD,
    ["项目资金（元）", "年度资金总额：", N, "300,000"],
    [N, "其中：财政拨款", N, "250,000"],
    [N, "其他资金", N, "50,000"],
    *TEXTS,
    ["年度总体目标", "完成一百株古树复壮。"],
    COLUMNS[:5],
    *([*row[:3], *row[6:]] for row in ROWS if len(row) == 8),
    SIGNED,
]


@pytest.mark.parametrize("document", [workbook(sheet(*ONE)), typed(*ONE)], ids=["grid", "text"])
def test_the_plain_sheet(document):
    form = only(document)
    assert (form.head.kind, form.blocks, form.completions) == ("project-target", (), ())
    assert (form.unplaced, form.lost, form.repairs) == ((), (), ())
    assert [row[:4] for row in lines(form)] == ANNUAL
    assert money(form.funding) == [
        ("年度资金总额：", "300000"),
        ("其中：财政拨款", "250000"),
        ("其他资金", "50000"),
    ]
    assert form.goal.value == "完成一百株古树复壮。"
    assert (form.head.title.value, form.head.text("year"), form.head.money_unit) == (
        "项目支出绩效目标表",
        "2026",
        "元",
    )


def test_the_goal_of_a_sheet_that_has_the_whole_term_alone():
    rows = [*TITLE, *HEAD, *(row[:5] for row in [*MONEY, *GOALS, COLUMNS, *ROWS])]
    form = only(workbook(sheet(*rows)))
    assert (form.blocks, form.unplaced) == ((), ())
    assert (form.goal.value, form.goal.at.cell) == ("三年内完成全部古树复壮。", "B12")
    assert [row[:4] for row in lines(form)] == PERIOD


# -- two blocks ----------------------------------------------------------------------------------------------

DRAWN = {"grid": workbook(sheet(*TWO)), "merged": workbook(sheet(*TWO, merges=MERGES)), "text": typed(*TWO)}
drawn = pytest.mark.parametrize("document", DRAWN.values(), ids=DRAWN)


@drawn
def test_the_rows_of_both_blocks_are_two_lists(document):
    form = only(document)
    period, annual = form.blocks
    assert (period.name, printed(period)) == ("period", PERIOD)
    assert (annual.name, printed(annual)) == ("annual", ANNUAL)
    assert [blank.value for section in annual.sections for blank in section.blanks] == ["生态效益指标"]
    assert (form.unplaced, form.lost, form.repairs, form.completions) == ((), (), (), ())


@drawn
def test_money_and_goals_of_both_blocks(document):
    period, annual = only(document).blocks
    assert money(period.funding) == [
        ("实施期资金总额：", "900000"),
        ("其中：中央财政资金", "0"),
        ("省级财政资金", "150000"),
        ("市县（区）财政资金", "750000"),
        ("其他资金", None),
    ]
    assert money(annual.funding) == [
        ("年度资金总额：", "300000"),
        ("其中：中央财政资金", "0"),
        ("省级财政资金", "50000"),
        ("市县（区）财政资金", "250000"),
        ("其他资金", None),
    ]
    assert (period.goal.value, annual.goal.value) == ("三年内完成全部古树复壮。", "完成一百株古树复壮。")


@drawn
def test_the_annual_block_is_what_the_sheet_gives(document):
    form = only(document)
    annual = form.blocks[1]
    assert (form.sections, form.funding, form.goal) == (annual.sections, annual.funding, annual.goal)
    assert [row[:4] for row in lines(form)] == ANNUAL


@drawn
def test_the_texts_are_fields_with_places(document):
    head = only(document).head
    fields = {name: (value.value, value.at.place) for name, value in head.fields}
    grid = head.provenance == "native"
    places = (
        ["表!B11", "表!B12", "表!B13", "表!B14", "表!B15"] if grid else [f"第{n}行第2格" for n in range(11, 16)]
    )
    names = ("overview", "basis", "necessity", "safeguards", "plan")
    assert [fields[name] for name in names] == [(row[1], at) for row, at in zip(TEXTS, places, strict=True)]
    assert {
        name: head.text(name) for name in ("project", "department", "implementing_unit", "attribute", "term")
    } == {
        "project": "古树名木养护",
        "department": "310-某市园林局",
        "implementing_unit": "某市植物园",
        "attribute": "经常性项目（长期开展）",
        "term": "3年",
    }
    assert (head.text("date"), head.text("leader"), head.field("phone").value) == ("20251224093000", "", "")


def test_the_year_may_stand_on_the_left():
    turned = {2: 5, 3: 6, 4: 7, 5: 2, 6: 3, 7: 4}

    def turn(row):
        row = [*row, *[N] * (8 - len(row))]
        return [row[turned.get(n, n)] for n in range(8)]

    def halves(row):
        row = [*row, *[N] * (8 - len(row))]
        return [row[0], *row[5:8], N, *row[1:4]]

    rows = [*TITLE, *HEAD, *map(halves, MONEY), ["总体目标", "年度目标", N, N, N, "实施期目标"]]
    rows += [[N, GOALS[1][5], N, N, N, GOALS[1][1]]]
    rows += [
        ["绩效指标", "一级指标", *["年度指标", N, N, "实施期指标", N, N]],
        [N, N, *COLUMNS[2:]],
        *map(turn, ROWS),
    ]
    period, annual = only(workbook(sheet(*rows))).blocks
    assert (period.goal.value, annual.goal.value) == ("三年内完成全部古树复壮。", "完成一百株古树复壮。")
    assert (figure(period.funding.total.initial), figure(annual.funding.total.initial)) == ("900000", "300000")
    assert (printed(period), printed(annual)) == (PERIOD, ANNUAL)


def test_what_belongs_to_neither_block_of_the_goals_is_said():
    form = only(
        typed(
            *TITLE,
            *HEAD,
            *MONEY,
            ["总体目标", "实施期目标", N, N, N, "年度目标"],
            [N, "复壮古树。"],
            COLUMNS,
            *ROWS,
        )
    )
    assert [block.goal for block in form.blocks] == [None, None]
    assert notes(form) == [("第12行第2格", "总体目标属于两栏中的哪一栏不能确定，未读入")]


@pytest.mark.parametrize("shown", [["三年内复壮。"], [N, N, N, N, "复壮一百株。"]])
def test_a_blank_goal_of_a_grid_has_the_place_where_it_belongs(shown):
    rows = [*TITLE, *HEAD, *MONEY, *TEXTS, GOALS[0], [N, *shown], COLUMNS, *ROWS]
    form = only(workbook(sheet(*rows)))
    goals = [block.goal for block in form.blocks]
    assert [goal.at.cell for goal in goals] == ["B17", "F17"]
    assert [goal.value for goal in goals] == [shown[0] or "", "".join(shown[4:])]
    assert notes(form) == []


@pytest.mark.parametrize("unit", ["单位：元", "金额单位：万元", "（单位：人民币元）"])
def test_the_unit_of_money_beside_another_field_is_read(unit):
    rows = [["项目支出绩效目标表"], ["申报年度：2026年", N, N, N, unit], *ONE[2:]]
    form = only(workbook(sheet(*rows)))
    assert form.head.money_unit in unit
    assert notes(form) == []


# -- what extractions do -------------------------------------------------------------------------------------


def test_rows_that_slid_to_the_left():
    form = table(
        ["", "产出指标", "数量指标", "复壮古树", "≥300株", "数量指标", "复壮古树", "≥100株"],
        ["", "质量指标", "成活率", "≥98%", "质量指标", "成活率", "≥98%"],
        ["时效指标", "完工时限", "2028年底", "时效指标", "完工时限", "12月底前"],
        ["满意度指标", "服务对象满意度", "游客满意度", "≥90%", "服务对象满意度", "游客满意度", "≥88%"],
    )
    period, annual = map(printed, form.blocks)
    assert period == [*(PERIOD[n] for n in (0, 2, 3, 7))]
    assert annual == [*(ANNUAL[n] for n in (0, 2, 3, 6))]
    assert [(repair.at.place, repair.shift) for repair in form.repairs] == [
        (f"第{TOP + 1}行", 1), (f"第{TOP + 2}行", 2), (f"第{TOP + 3}行", 1)
    ]  # fmt: skip
    assert (form.unplaced, form.lost) == ((), ())


def test_a_second_level_on_one_side_holds_on_the_other():
    form = table(
        ["", "产出指标", "数量指标", "复壮古树", "≥300株", "数量指标", "复壮古树", "≥100株"],
        ["", "", "质量指标", "成活率", "≥98%", "", "成活率", "≥98%"],
    )
    assert [printed(block)[1][1] for block in form.blocks] == ["质量指标", "质量指标"]
    assert form.unplaced == ()


def test_names_and_labels_that_the_column_cut_off_are_completed_and_recorded():
    rows = [list(row) for row in TWO]
    rows[8][1] = "市县（区）财政资"
    rows[TOP - 1][3], rows[TOP - 1][6] = "复壮衰弱古树名木", "复壮衰弱古"
    rows[TOP + 1][3], rows[TOP + 1][6] = "新植株成活", "新植株成活率"
    form = only(typed(*rows))
    period, annual = form.blocks
    assert [printed(block)[0][2] for block in form.blocks] == ["复壮衰弱古树名木", "复壮衰弱古树名木"]
    assert [printed(block)[2][2] for block in form.blocks] == ["新植株成活率", "新植株成活率"]
    cut = annual.sections[0].indicators[0].name
    assert (cut.raw, form.sections) == ("复壮衰弱古", annual.sections)
    (label,) = (row.label for row in period.funding.rows if figure(row.initial) == "750000")
    assert (label.value, label.raw) == ("市县(区)财政资金", "市县（区）财政资")
    assert [(done.at.place, done.printed, done.completed) for done in form.completions] == [
        ("第9行第2格", "市县（区）财政资", "市县(区)财政资金"),
        (f"第{TOP + 2}行第4格", "新植株成活", "新植株成活率"),
        (f"第{TOP}行第7格", "复壮衰弱古", "复壮衰弱古树名木"),
    ]


def test_a_beginning_that_is_a_name_itself_is_not_completed():
    form = table(
        ["", "产出指标", "数量指标", "复壮衰弱古树", "≥300株", "数量指标", "复壮衰弱古树名木", "≥100株"],
        ["", "", "", "复壮衰弱古树名木", "≥60株", "", "复壮衰弱古树", "≥20株"],
    )
    assert form.completions == ()
    assert [row[2] for row in printed(form.blocks[1])] == ["复壮衰弱古树名木", "复壮衰弱古树"]


def test_a_workbook_has_no_cut_names():
    rows = [list(row) for row in TWO]
    rows[TOP - 1][3] = "复壮古树名木"
    form = only(workbook(sheet(*rows)))
    assert form.completions == ()
    assert [printed(block)[0][2] for block in form.blocks] == ["复壮古树名木", "复壮古树"]


def test_label_and_amount_in_one_cell():
    rows = [
        ["项目资金（元）", "实施期资金总额： 900,000", N, "年度资金总额： 300,000"],
        [N, "其中：中央财政资金：0", N, "其中：中央财政资金：0"],
        [N, "省级财政资金 150,000", N, "省级财政资金 50,000"],
        [N, "市县（区）财政资金", "750,000", "市县（区）财政资金", "250,000"],
    ]
    form = only(typed(*TITLE, *HEAD, *rows, *GOALS, COLUMNS, *ROWS))
    period, annual = (money(block.funding) for block in form.blocks)
    assert [amount for _, amount in period] == ["900000", "0", "150000", "750000"]
    assert [amount for _, amount in annual] == ["300000", "0", "50000", "250000"]
    total = form.blocks[1].funding.total
    assert (total.label.value, total.initial.raw, total.initial.at.place) == (
        "年度资金总额",
        "300,000",
        "第6行第4格",
    )
    assert form.unplaced == ()


def test_labels_of_the_first_section_in_place_of_column_names():
    form = table(
        ["", "", "", "复壮古树", "≥300株", "", "复壮古树", "≥100株"],
        ["", "", "", "安装支撑", "≥60处", "", "避雷装置", "≥8套"],
        ["", "质量指标", "成活率", "≥98%", "质量指标", "成活率", "≥98%"],
        columns=["绩效指标", "产出指标", "数量指标", "三级指标", "指标值", "数量指标", "三级指标", "指标值"],
    )
    period, annual = form.blocks
    assert (printed(period), printed(annual)) == (PERIOD[:3], ANNUAL[:3])
    assert (form.unplaced, form.lost) == ((), ())


#: The same sheet of another project, whose header row the extraction lost.
HEADERLESS = [*TITLE, ["项目名称", N, "花坛更新"], *HEAD[1:], *MONEY, *TEXTS, *GOALS, *ROWS, SIGNED]


def test_a_lost_header_row_is_read_from_the_sister_form():
    first, second = (match.extract() for match in recognise(typed(*TWO, [], *HEADERLESS)))
    assert (second.head.text("project"), len(second.blocks)) == ("花坛更新", 2)
    assert [printed(block) for block in second.blocks] == [printed(block) for block in first.blocks]
    assert second.unplaced == ()


def test_a_lost_header_row_without_a_sister_is_said():
    document = typed(*HEADERLESS)
    assert recognise(document) == ()
    (miss,) = near_misses(document)
    assert (miss.at.place, miss.nearest, miss.missing) == (
        "第1行第1格",
        "项目支出绩效目标表",
        ("三级指标", "指标值"),
    )


def test_a_level_that_is_centred_over_its_rows():
    form = table(
        ["", "", "数量指标", "复壮古树", "≥300株", "数量指标", "复壮古树", "≥100株"],
        ["", "产出指标", "", "安装支撑", "≥60处", "", "避雷装置", "≥8套"],
        ["", "", "质量指标", "成活率", "≥98%", "质量指标", "成活率", "≥98%"],
        ["", "", "社会效益指标", "科普受众", "≥3万人次", "社会效益指标", "科普受众", "≥1万人次"],
        ["", "效益指标", "生态效益指标", "树冠覆盖", "提高", "生态效益指标"],
    )
    period, annual = map(printed, form.blocks)
    assert period == [*PERIOD[:3], *PERIOD[5:7]]
    assert annual == [*ANNUAL[:3], ANNUAL[5]]
    assert (form.unplaced, form.lost) == ((), ())


# -- pages ---------------------------------------------------------------------------------------------------


def page(*rows, columns=COLUMNS, amount="300,000", project="古树名木养护", signed=()):
    first = [*MONEY[0][:-1], amount]
    return [
        *TITLE,
        ["项目名称", N, project],
        *HEAD[1:],
        first,
        *MONEY[1:],
        *TEXTS,
        *GOALS,
        columns,
        *rows,
        *signed,
        [],
    ]


LABELLED = ["产出指标", *COLUMNS[1:]]
PAGES = [
    page(*([N, N, *row[2:]] for row in ROWS[:3]), columns=LABELLED),
    page(ROWS[4], ROWS[5]),
    page(columns=[N, *COLUMNS[1:]], signed=[SIGNED]),
]


def test_three_pages_with_the_head_again_and_one_without_rows_are_one_form():
    form = only(typed(*(row for one in PAGES for row in [*one, ["仅供内部审核"], []])))
    period, annual = map(printed, form.blocks)
    assert period == [*PERIOD[:3], *PERIOD[4:6]]
    assert annual == [*ANNUAL[:3], *ANNUAL[4:6]]
    assert len(form.head.continued) == 2
    assert form.head.text("date") == "20251224093000"
    assert (form.unplaced, form.lost) == ((), ())


@pytest.mark.parametrize(
    "draw", [lambda rows: workbook(sheet(*rows)), lambda rows: typed(*rows)], ids=["grid", "text"]
)
def test_a_project_printed_twice_is_two_forms(draw):
    rows = [*page(*ROWS, signed=[SIGNED]), [], *page(*ROWS, amount="280,000", signed=[SIGNED])]
    forms = [match.extract() for match in recognise(draw(rows))]
    assert [figure(form.funding.total.initial) for form in forms] == ["300000", "280000"]
    assert [printed(block) for block in forms[0].blocks] == [printed(block) for block in forms[1].blocks]


# -- two readings --------------------------------------------------------------------------------------------


def test_a_row_that_fits_both_sides_is_named_and_not_placed():
    form = table(ROWS[0], ["", "", "", "", "备用泵", "", "≥5台"])
    assert [printed(block) for block in form.blocks] == [PERIOD[:1], ANNUAL[:1]]
    note = "各单元格属于两栏中的哪一栏不能唯一确定，未读入：请核对该行的列位置"
    assert (notes(form), places(form.lost)) == ([(f"第{TOP + 1}行", note)], [f"第{TOP + 1}行"])


def test_more_cells_than_places_are_named():
    form = table(ROWS[0], ["", "产出指标", "质量指标", "成活率", "≥98%", "质量指标", "成活率", "≥98%", "≥99%"])
    assert [printed(block) for block in form.blocks] == [PERIOD[:1], ANNUAL[:1]]
    assert places(form.lost) == [f"第{TOP + 1}行"]


def test_an_amount_that_belongs_to_neither_side_is_named():
    rows = [*MONEY, [N, "上级补助", "5,000", "单位自筹", "6,000", "其他资金", "7,000"]]
    form = only(typed(*TITLE, *HEAD, *rows, *GOALS, COLUMNS, *ROWS))
    assert {at for at, _ in notes(form)} == {"第11行"}
    assert all(len(block.funding.rows) == 4 for block in form.blocks)


# -- bad input -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "draw", [lambda rows: workbook(sheet(*rows)), lambda rows: typed(*rows)], ids=["grid", "text"]
)
def test_all_targets_blank(draw):
    rows = [list(row) for row in TWO]
    for row in rows[TOP - 1 : -1]:
        row[4] = N
        row[7:] = [N]
    form = only(draw(rows))
    assert form.head.kind == "project-target"
    named = [[row[2:] for row in printed(block)] for block in form.blocks]
    assert named == [[(row[2], "") for row in PERIOD], [(row[2], "") for row in ANNUAL]]


@pytest.mark.parametrize(
    "draw", [lambda rows: workbook(sheet(*rows)), lambda rows: typed(*rows)], ids=["grid", "text"]
)
def test_one_block_left_blank(draw):
    rows = [[*row[:2], *row[2:5]] if place >= TOP - 1 else row for place, row in enumerate(TWO[:-1])]
    form = only(draw(rows))
    period, annual = form.blocks
    assert (printed(period), printed(annual)) == (PERIOD, [])
    assert form.unplaced == ()


def test_a_header_without_rows():
    form = only(typed(*TITLE, *HEAD, *MONEY, *GOALS, COLUMNS, SIGNED))
    assert [printed(block) for block in form.blocks] == [[], []]
    assert figure(form.blocks[0].funding.total.initial) == "900000"
