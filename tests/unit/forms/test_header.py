"""Headers of any shape: bands of rows, words that no list knows, rivals of one name."""

from __future__ import annotations

import pytest

from forms_support import figure, lines, sheet, text, workbook
from perfscore.forms import near_misses, recognise

N = None
HEAD = [
    ["项目支出绩效自评表"],
    ["项目名称", "某项目", N, "主管部门", "某局"],
]
ROWS = [
    ["产出指标", "数量指标", "植树数量", "≥100棵", "120棵", "40", "40"],
    [N, "质量指标", "成活率", "≥90%", "88%", "30", "29.33"],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", "30", "30"],
]
LINES = [
    ("产出指标", "数量指标", "植树数量", "≥100棵", "120棵", "40", "40"),
    ("产出指标", "质量指标", "成活率", "≥90%", "88%", "30", "29.33"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", "30", "30"),
]


def only(*rows, merges=()):
    (match,) = recognise(workbook(sheet(*rows, merges=merges)))
    return match.extract()


def moved(rows, order):
    """Rows with their cells in another order."""
    return [[row[place] for place in order] for row in rows]


@pytest.mark.parametrize(
    ("band", "merges"),
    [
        (
            [
                ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "评分情况", N],
                [N, N, N, N, N, "分值", "得分"],
            ],
            [(3, n, 2, 1) for n in range(1, 6)] + [(3, 6, 1, 2)],
        ),
        (
            [
                ["绩效指标", N, N, "完成情况", N, "自评", N],
                ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
            ],
            [(3, 1, 1, 3), (3, 4, 1, 2), (3, 6, 1, 2)],
        ),
        (
            [
                ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", N, N],
                [N, N, N, N, N, "分值", "得分"],
            ],
            [],
        ),
        (
            [
                ["绩效指标", N, N, "指标完成情况", N, "评价", N],
                ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
                ["1", "2", "3", "4", "5", "6", "7"],
            ],
            [(3, 1, 1, 3), (3, 4, 1, 2), (3, 6, 1, 2)],
        ),
    ],
    ids=["levels merged down", "headings over all", "not merged", "numbered columns"],
)
def test_a_band_of_rows_is_one_header(band, merges):
    assert lines(only(*HEAD, *band, *ROWS, merges=merges)) == LINES


@pytest.mark.parametrize(
    "words",
    [
        {3: "甲类"},
        {4: "乙类"},
        {5: "丙类"},
        {6: "丁类"},
        {2: "戊类"},
        {0: "大类", 1: "小类"},
        {3: "甲类", 4: "乙类"},
        {5: "丙类", 6: "丁类"},
        {2: "戊类", 3: "甲类", 6: "丁类"},
    ],
    ids=str,
)
def test_columns_of_unknown_words_are_read_by_their_values(words):
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    for place, word in words.items():
        header[place] = word
    form = only(*HEAD, header, *ROWS)
    assert lines(form) == LINES
    assert {piece.raw for _, piece in form.head.guessed} == set(words.values())


def test_a_column_that_two_names_may_have_is_left_alone_and_named():
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "甲", "乙"]
    rows = [[*row[:5], "10", "10"] for row in ROWS]
    form = only(*HEAD, header, *rows)
    assert [(figure(row.points), figure(row.score)) for row in form.indicators] == [(None, None)] * 3
    assert [text.value for text in form.head.unread] == ["甲", "乙"]


def test_of_two_columns_of_one_name_the_values_decide():
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "权重（%）", "分值", "得分"]
    rows = [[*row[:5], share, *row[5:]] for row, share in zip(ROWS, ("4", "3", "3"), strict=True)]
    assert lines(only(*HEAD, header, *rows)) == LINES


@pytest.mark.parametrize("order", [(0, 1, 2, 5, 3, 4, 6), (0, 1, 2, 5, 6, 3, 4), (0, 1, 2, 4, 3, 6, 5)])
def test_the_order_of_columns_says_nothing(order):
    header = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    assert lines(only(*HEAD, *moved([header], order), *moved(ROWS, order))) == LINES


def test_levels_of_a_text_without_merges():
    source = "\n".join(
        "\t".join(cell or "" for cell in row)
        for row in [
            *HEAD,
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", N, N],
            [N, N, N, N, N, "分值", "得分"],
            *ROWS,
        ]
    )
    (match,) = recognise(text(source))
    assert lines(match.extract()) == LINES


MONEY = [
    ["资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", "100", "120", "60", "10", "50%", "5"],
    ["其中：财政拨款", "100", "120", "60", "—", "50%", "—"],
]
TABLE = [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"], *ROWS]


def money(form):
    total = form.funding.total
    return [figure(getattr(total, name)) for name in ("initial", "budget", "executed", "points", "rate", "score")]


@pytest.mark.parametrize(
    "words",
    [{}, {1: "初拨"}, {2: "调后"}, {3: "花销"}, {4: "丙类"}, {5: "兑现"}, {6: "丁类"}, {1: "初拨", 3: "花销"},
     {1: "初拨", 2: "调后", 3: "花销", 4: "甲", 5: "兑现", 6: "乙"}],
    ids=str,
)  # fmt: skip
def test_the_money_block_is_read_by_words_or_amounts(words):
    block = [list(row) for row in MONEY]
    for place, word in words.items():
        block[0][place] = word
    for rows in ([*block, *TABLE], [*TABLE, *block]):
        form = only(*HEAD, *rows)
        assert money(form) == ["100", "120", "60", "10", "50%", "5"]
        assert lines(form) == LINES
        assert [row.label.value for row in form.funding.rows] == ["其中：财政拨款"]


def test_the_goal_may_stand_below_the_indicators():
    form = only(*HEAD, *TABLE, ["预期目标", N, "实际完成情况"], ["植树造林。", N, "全部完成。"])
    assert (form.goal.value, form.goal_actual.value) == ("植树造林。", "全部完成。")
    assert lines(form) == LINES


def test_another_table_below_the_money_is_no_money():
    form = only(
        *HEAD,
        *MONEY,
        ["品名", "规格", "单价", "金额", "验收情况"],
        ["电脑", "台式", "0.5", "10", "合格"],
        ["打印机", "激光", "0.2", "4", "合格"],
        *TABLE,
    )
    assert [row.label.value for row in form.funding.rows] == ["其中：财政拨款"]
    assert [(at.cell, "品名" in reason) for at, reason in form.unplaced] == [("A6", True)]
    assert lines(form) == LINES


def beside(left, right, *, gap=1):
    """Two forms side by side."""
    width = max(map(len, left)) + gap
    rows = []
    for place in range(max(len(left), len(right))):
        first = list(left[place]) if place < len(left) else []
        second = list(right[place]) if place < len(right) else []
        rows.append([*first, *[N] * (width - len(first)), *second])
    return rows


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_forms_side_by_side_are_forms_of_their_own(gap):
    other = [[*HEAD[0]], ["项目名称", "另一项目", N, "主管部门", "某局"]]
    second = [list(row) for row in ROWS]
    second[0][5:] = ["40", "39"]
    forms = [
        match.extract()
        for match in recognise(
            workbook(sheet(*beside([*HEAD, *MONEY, *TABLE], [*other, TABLE[0], *second], gap=gap)))
        )
    ]
    assert [form.head.text("project") for form in forms] == ["某项目", "另一项目"]
    assert [lines(form)[0][-1] for form in forms] == ["40", "39"]
    assert forms[0].funding is not None
    assert forms[1].funding is None


def test_forty_forms_side_by_side():
    rows = [*HEAD, *TABLE]
    for _ in range(39):
        rows = beside(rows, [*HEAD, *TABLE])
    forms = [match.extract() for match in recognise(workbook(sheet(*rows)))]
    assert [lines(form) for form in forms] == [LINES] * 40


@pytest.mark.parametrize("title", ["2023年项目绩效运行监控表", "项目支出事前绩效评估表", "项目支出绩效目标审核表"])
def test_another_kind_of_form_is_named_and_not_read(title):
    document = workbook(sheet([title], *HEAD[1:], *TABLE))
    assert recognise(document) == ()
    (miss,) = near_misses(document)
    assert miss.foreign
    assert miss.nearest in {"绩效运行监控表", "事前绩效评估表", "绩效目标审核表"}


@pytest.mark.parametrize(
    "header",
    [
        ["一级指标 Level 1", "二级指标 Level 2", "三级指标 Indicator", "年度指标值 Target", "实际完成值 Actual", "分值 Points", "得分 Score"],
        ["一級指標", "二級指標", "三級指標", "年度指標值", "實際完成值", "分值", "得分"],
        ["Level-1 一级指标", "Level-2 二级指标", "Indicator/三级指标", "Target 年度指标值", "Actual 实际完成值", "Points 分值", "Score 得分"],
    ],
    ids=["Chinese first", "Traditional", "English first"],
)  # fmt: skip
def test_labels_in_two_languages_and_in_traditional_characters(header):
    form = only(*HEAD, header, *ROWS)
    assert lines(form) == LINES
    assert form.head.guessed == ()


@pytest.mark.parametrize("tail", ["（万元）", "/万元", "：万元", "万元", "(A)（万元）"])
def test_a_unit_behind_the_label_of_an_amount(tail):
    block = [
        ["资金来源", *(f"{name}{tail}" for name in ("年初预算数", "全年预算数", "全年执行数")), *MONEY[0][4:]],
        *MONEY[1:],
    ]
    form = only(*HEAD, *block, *TABLE)
    assert money(form) == ["100", "120", "60", "10", "50%", "5"]
    assert form.head.money_unit == "万元"
    assert form.head.guessed == ()


@pytest.mark.parametrize("merges", [[(3, 4, 1, 2), (3, 6, 1, 2)], []], ids=["merged", "not merged"])
def test_a_value_may_stand_anywhere_under_its_header_cell(merges):
    form = only(
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "年度指标值", N, "实际完成值", N, "分值", "得分"],
        *([*row[:3], *(cells), *row[5:]] for row, cells in zip(
            ROWS,
            (["≥100棵", N, N, "120棵"], [N, "≥90%", "88%", N], ["≥90%", N, N, "95%"]),
            strict=True,
        )),
        merges=merges,
    )  # fmt: skip
    assert lines(form) == LINES
    assert form.head.contested == form.head.unread == ()


def test_the_word_of_the_goal_over_targets_is_read_by_its_values():
    form = only(*HEAD, ["一级", "二级", "具体指标", "目标", "完成", "权重", "得分"], *ROWS)
    rows = [row for section in form.sections for row in section.indicators]
    assert [row.target.raw for row in rows] == ["≥100棵", "≥90%", "≥90%"]
    assert [row.actual.value.raw for row in rows] == ["120棵", "88%", "95%"]
