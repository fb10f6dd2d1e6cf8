"""One form whose head, money, indicators and result are tables of their own, with headings between them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_support import figure, sheet, text, workbook
from perfscore.core.location import Location
from perfscore.forms import near_misses, recognise
from perfscore.readers import html
from perfscore.readers.document import Cell
from perfscore.readers.source import Source

TITLE = "某市应急管理局2025年度防汛物资储备项目绩效自评表"
HEAD = [
    ["项目名称", "防汛物资储备"],
    ["项目单位", "某市应急管理局"],
    ["项目类型", "经常性项目"],
    ["评价年度", "2025年"],
]
MONEY = [
    ["资金来源", "年初预算数", "预算调整数", "全年预算数", "实际支出数", "预算执行率", "分值", "得分"],
    ["市级财政资金", "150", "0", "150", "146.4", "97.60%", None, None],
    ["省级补助资金", "30", "0", "30", "30", "100.00%", None, None],
    ["合计", "180", "0", "180", "176.4", "98.00%", "10", "9.8"],
]
COLUMNS = ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分"]
OUTPUT = ["产出指标", "数量指标", "购置物资", "≥15类", "16类", "50", "50"]
BENEFIT = ["效益指标", "社会效益指标", "险情处置及时率", "≥95%", "100%", "40", "39"]
RESULT = [["自评总分", "98.8分"], ["自评等级", "优"]]
GOAL = [["预期目标", "实际完成情况"], ["储备物资15类。", "已储备16类。"]]
PURCHASES = [
    ["序号", "品名", "数量", "预算金额", "实际支出数"],
    ["1", "雨衣", "100", "5", "5"],
    ["合计", None, None, "5", "5"],
]
PARTS = [
    ((TITLE, "一、项目基本信息"), HEAD),
    (("二、预算执行情况（单位：万元）",), MONEY),
    (("三、绩效指标完成情况",), [COLUMNS, OUTPUT, BENEFIT]),
    (("四、自评结论",), RESULT),
]
BARE = [((), rows) for _, rows in PARTS]


def word(*parts):
    """A Word file of tables, each with the paragraphs above it."""
    tables = []
    for number, (_, rows) in enumerate(parts):
        name = f"表{number + 1}"
        at = Location("表.docx", name)
        above, below = (
            tuple(Cell(line, line, at) for line in (parts[n][0] if n < len(parts) else ()))
            for n in (number, number + 1)
        )
        tables.append(replace(sheet(*rows, name=name), caption=above, below=below))
    return replace(workbook(*tables), kind="docx")


def web(*parts):
    body = "".join(
        "".join(f"<p>{line}</p>" for line in lines)
        + "<table>"
        + "".join("<tr>" + "".join(f"<td>{one or ''}</td>" for one in row) + "</tr>" for row in rows)
        + "</table>"
        for lines, rows in parts
    )
    return html.read(Source("表.html", f"<html><body>{body}</body></html>".encode(), ""))


def _lines(parts):
    for above, rows in parts:
        yield from ([line] for line in above)
        yield from rows
        yield [None]


def one_sheet(*parts):
    return workbook(sheet(*_lines(parts)))


def one_text(*parts):
    return text("\n".join("\t".join(one or "" for one in row) for row in _lines(parts)))


def is_whole(form, *, titled=True):
    assert form.head.title.value == (TITLE if titled else "")
    assert (form.head.text("project"), form.head.text("implementing_unit")) == ("防汛物资储备", "某市应急管理局")
    assert form.head.text("year") == "2025年"
    rows = [form.funding.total, *form.funding.rows]
    assert [(figure(row.initial), figure(row.budget), figure(row.executed)) for row in rows] == [
        ("180", "180", "176.4"),
        ("150", "150", "146.4"),
        ("30", "30", "30"),
    ]
    assert (figure(form.funding.total.points), figure(form.funding.total.score)) == ("10", "9.8")
    assert [(row.name.value, figure(row.score)) for row in form.indicators] == [
        ("购置物资", "50"),
        ("险情处置及时率", "39"),
    ]
    assert (figure(form.total.score), form.grade.value) == ("98.8", "优")
    assert not form.unplaced


@pytest.mark.parametrize("made", [word, web, one_sheet, one_text])
def test_the_blocks_of_one_form_with_headings_between(made):
    (match,) = recognise(made(*PARTS))
    form = match.extract()
    is_whole(form)
    assert form.head.money_unit == "万元"
    assert form.conclusion is None
    assert [text.raw for text in form.head.unread] == ["预算调整数"]
    assert not near_misses(made(*PARTS))


@pytest.mark.parametrize("made", [word, web])
@pytest.mark.parametrize("order", [(0, 2, 1, 3), (0, 1, 2, 3)], ids=["money below", "money above"])
def test_the_blocks_may_stand_in_another_order(made, order):
    parts = [PARTS[place] for place in order]
    is_whole(*(match.extract() for match in recognise(made(*parts))))


def test_cells_keep_the_places_of_their_own_tables():
    (match,) = recognise(word(*PARTS))
    form = match.extract()
    assert form.head.field("implementing_unit").at.place == "表1!B2"
    assert form.funding.total.executed.at.place == "表2!E4"
    # A blank cell has its place in its own table, too.
    assert form.funding.rows[0].score.at.place == "表2!H2"
    assert [row.score.at.place for row in form.indicators] == ["表3!G2", "表3!G3"]
    assert form.total.score.at.place == "表4!B1"


def test_a_goal_in_a_table_of_its_own():
    parts = [*PARTS[:2], (("三、年度目标",), GOAL), *PARTS[2:]]
    (match,) = recognise(word(*parts))
    form = match.extract()
    is_whole(form)
    assert (form.goal.value, form.goal_actual.value) == ("储备物资15类。", "已储备16类。")


@pytest.mark.parametrize("made", [word, one_sheet])
@pytest.mark.parametrize(
    "result",
    [
        [["自评总分", "98.8", "自评等级", "优"]],
        [["自评总分", "自评等级"], ["98.8", "优"]],
        [["自评等级", "自评总分"], ["优", "98.8分"]],
        [["自评总分：98.8分"], ["自评等级：优"]],
    ],
)
def test_ways_to_print_the_result(made, result):
    parts = [*PARTS[:3], (("四、结果",), result)]
    is_whole(*(match.extract() for match in recognise(made(*parts))))


@pytest.mark.parametrize("made", [word, web, one_sheet, one_text])
def test_headings_of_other_words(made):
    headings = ((TITLE, "一、概况"), ("二、钱", "单位：万元"), ("三、做得怎样",), ("四、结果",))
    parts = [(above, rows) for above, (_, rows) in zip(headings, PARTS, strict=True)]
    is_whole(*(match.extract() for match in recognise(made(*parts))))


@pytest.mark.parametrize("made", [word, one_sheet])
def test_a_heading_below_the_goal_is_no_part_of_it(made):
    goal = [["年度目标", "储备物资15类。"], ["完成情况", "已储备16类。"]]
    parts = [(PARTS[0][0], [*HEAD, *goal]), *PARTS[1:]]
    (match,) = recognise(made(*parts))
    form = match.extract()
    is_whole(form)
    assert (form.goal.value, form.goal_actual.value) == ("储备物资15类。", "已储备16类。")
    assert form.head.money_unit == "万元"


@pytest.mark.parametrize("made", [word, web])
def test_titles_and_headings_may_stand_in_the_tables(made):
    parts = [((), [[line] for line in above] + rows) for above, rows in PARTS]
    (match,) = recognise(made(*parts))
    is_whole(match.extract())
    for match in recognise(made(*parts, *parts)):
        is_whole(match.extract())


def test_a_note_between_the_tables_parts_nothing():
    above, rows = PARTS[2]
    parts = [*PARTS[:2], (("注：执行率=实际支出数/全年预算数×100%。", *above), rows), PARTS[3]]
    is_whole(*(match.extract() for match in recognise(word(*parts))))


@pytest.mark.parametrize("again", [[], [COLUMNS]], ids=["headless", "header again"])
def test_the_indicators_may_be_parted_by_a_page(again):
    parts = [*PARTS[:2], (PARTS[2][0], [COLUMNS, OUTPUT]), ((), [*again, BENEFIT]), PARTS[3]]
    is_whole(*(match.extract() for match in recognise(word(*parts))))


def test_a_total_in_the_table_and_a_table_of_the_result():
    total = ["合计", None, None, None, None, "100", "98.8"]
    parts = [*PARTS[:2], (PARTS[2][0], [*PARTS[2][1], total]), PARTS[3]]
    (match,) = recognise(word(*parts))
    form = match.extract()
    is_whole(form)
    assert figure(form.total.points) == "100"


@pytest.mark.parametrize(("parts", "titled"), [(PARTS, True), (BARE, False)], ids=["titled", "bare"])
@pytest.mark.parametrize("made", [word, web])
def test_two_forms_stay_two(made, parts, titled):
    first, second = recognise(made(*parts, *parts))
    is_whole(first.extract(), titled=titled)
    is_whole(second.extract(), titled=titled)


def test_the_money_of_the_next_form_is_not_that_of_the_form_above():
    first = [PARTS[0], PARTS[2]]
    second = [((), MONEY), ((), [COLUMNS, ["产出指标", "数量指标", "演练", "≥3次", "3次", "90", "90"]])]
    forms = [match.extract() for match in recognise(word(*first, *second))]
    assert [form.funding is None for form in forms] == [True, False]
    assert [form.head.text("project") for form in forms] == ["防汛物资储备", ""]


def test_complete_forms_one_below_the_other_stay_apart():
    whole = [*HEAD, *MONEY, COLUMNS, OUTPUT, BENEFIT, *RESULT]
    other = [["项目名称", "演练"], *whole[1:]]
    forms = [match.extract() for match in recognise(word(((TITLE,), whole), ((), other)))]
    assert [form.head.text("project") for form in forms] == ["防汛物资储备", "演练"]
    assert [len(list(form.indicators)) for form in forms] == [2, 2]


@pytest.mark.parametrize("place", range(1, 5))
def test_a_foreign_table_is_no_part_of_a_form(place):
    parts = [*PARTS[:place], (("采购清单",), PURCHASES), *PARTS[place:]]
    for match in recognise(word(*parts)):
        form = match.extract()
        money = [form.funding.total, *form.funding.rows] if form.funding else []
        assert "5" not in [figure(row.executed) for row in money if row]
        assert "采购清单" not in str(form.unplaced)
    assert not [miss for miss in near_misses(word(*parts)) if "预算金额" in miss.found]


def test_a_report_between_the_tables_parts_them():
    prose = ("项目于年内全部完成，资金按规定使用，群众反映良好，未发生安全事故。",)
    parts = [PARTS[0], (prose, MONEY), PARTS[2]]
    forms = [match.extract() for match in recognise(word(*parts))]
    assert all(form.head.text("project") == "" for form in forms)


def test_another_title_between_the_tables_begins_another_form():
    parts = [PARTS[0], (("项目支出绩效自评表",), [COLUMNS, OUTPUT, BENEFIT])]
    (match,) = recognise(word(*parts))
    form = match.extract()
    assert (form.head.title.value, form.head.text("project")) == ("项目支出绩效自评表", "")


def test_money_alone_is_near_no_kind_of_form():
    (miss,) = near_misses(word(((), MONEY)))
    assert (miss.nearest, miss.missing) == ("", ("三级指标", "年度指标值"))


def test_a_list_with_amounts_looks_like_no_form():
    assert not near_misses(word((("采购清单",), PURCHASES)))


@pytest.mark.parametrize("change", ["预算调整数", "调整数", "预算追加", "调整金额"])
@pytest.mark.parametrize("place", [2, 4])
def test_what_was_adjusted_is_no_adjusted_budget(change, place):
    rows = [[one for n, one in enumerate(row) if n != 2] for row in MONEY]
    for row, amount in zip(rows, (change, "0", "0", "0"), strict=True):
        row.insert(place, amount)
    (match,) = recognise(one_sheet(*PARTS[:1], ((), rows), *PARTS[2:]))
    assert figure(match.extract().funding.total.budget) == "180"
