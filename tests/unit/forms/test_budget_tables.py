"""Budget tables in other layouts, bad ones among them, and tables that are none."""

from __future__ import annotations

import random
from dataclasses import replace
from types import MappingProxyType

import pytest

from budget_books import CASES
from counting import calls_of
from forms_support import PROJECT, sheet, text, workbook
from perfscore.core.sourced import Unreadable
from perfscore.forms import survey
from perfscore.readers.document import Document, Table
from perfscore.readers.intake import open_document

N = None


def tables(document):
    return [match.extract() for match in survey(document).budget_tables()]


def only(document):
    (table,) = tables(document)
    return table


def rows(side):
    """Level, code, name and amounts of each row."""
    return [
        (
            row.level,
            row.code.raw if row.code else None,
            row.name.value,
            *(None if amount.value is None else str(amount.value) for amount in row.amounts),
        )
        for row in side.rows
    ]


def parents(side):
    return [None if row.parent is None else side.rows[row.parent].name.value for row in side.rows]


def kinds(side):
    return [dict(column.kinds) for column in side.amount_columns]


def test_a_code_in_three_columns_is_one_and_one_with_letters_is_named():
    table = only(
        text("""\
附表2
部门收入总表
填报单位：某某局\t\t\t\t金额单位：万元
科目编码\t\t\t科目名称\t合计\t财政拨款收入\t事业收入
类\t款\t项\t\t\t\t
合计\t\t\t\t100.5\t90\t10.5
205\t\t\t教育支出\t100.5\t90\t10.5
205\t02\t\t普通教育\t100.5\t90\t10.5
205\t02\t01\t学前教育\t-2.5\t-2.5\t
205\t02\t0A\t小学教育\t103\t92.5\t10.5
""")
    )
    assert (table.number.value, table.title.value, table.unit.value, table.money_unit.value) == (
        "附表2",
        "部门收入总表",
        "某某局",
        "万元",
    )
    (side,) = table.sides
    assert rows(side)[1:4] == [
        (1, "205", "教育支出", "100.5", "90", "10.5"),
        (2, "205 02", "普通教育", "100.5", "90", "10.5"),
        (3, "205 02 01", "学前教育", "-2.5", "-2.5", None),
    ]
    assert side.rows[3].code.value == "2050201"
    broken = side.rows[4]
    assert isinstance(broken.code.value, Unreadable)
    assert (broken.code.raw, broken.name.value, str(broken.amounts[0].value)) == ("205 02 0A", "小学教育", "103")
    assert table.unplaced == ()


def test_a_code_and_a_name_in_one_cell():
    table = only(
        text("""\
公开03表
支出预算表
部门：某某局\t单位：元
支出功能分类科目\t合计\t基本支出\t项目支出
合计\t1,000\t800\t200
201一般公共服务支出\t1,000\t800\t200
20101 人大事务\t600\t600\t-
2010101  行政运行\t400\t200\t200
注：1.本表反映支出情况。
2.数据四舍五入。
其他说明文字
""")
    )
    side = table.sides[0]
    assert [(row.code.value if row.code else None, row.name.value) for row in side.rows[1:]] == [
        ("201", "一般公共服务支出"),
        ("20101", "人大事务"),
        ("2010101", "行政运行"),
    ]
    assert parents(side) == [None, None, "一般公共服务支出", "人大事务"]
    assert side.rows[2].amounts[2].value is None
    assert [note.value for note in table.notes] == ["注：1.本表反映支出情况。", "2.数据四舍五入。"]
    assert table.empty is None


def test_three_lists_side_by_side_with_marks_for_levels():
    table = only(
        text("""\
收支预算总表
单位：万元
收入\t\t支出\t\t\t
项目\t预算数\t项目（按支出性质）\t预算数\t项目（按功能分类）\t预算数
一、财政拨款\t100\t一、基本支出\t80\t一、教育支出\t100
其中：一般公共预算\t90\t（一）人员经费\t60\t二、科学技术支出\t
政府性基金\t10\t（二）公用经费\t20\t\t
二、事业收入\t\t二、项目支出\t20\t\t
收入合计\t100\t支出合计\t100\t支出合计\t100
""")
    )
    assert [side.kind for side in table.sides] == ["income", "expense", "expense"]
    income, nature, function = table.sides
    assert parents(income) == [None, "一、财政拨款", "一、财政拨款", None, None]
    assert parents(nature) == [None, "一、基本支出", "一、基本支出", None, None]
    assert [row.name.value for row in function.rows] == ["一、教育支出", "二、科学技术支出", "支出合计"]
    assert [side.totals[0].amounts[0].raw for side in table.sides] == ["100", "100", "100"]


def test_a_list_of_projects_without_a_title():
    table = only(
        text("""\
项目名称\t项目内容\t预算金额（万元）\t其中：财政拨款\t备注
合计\t\t30\t30\t
设备维护\t维修\t10\t10\t延续
大楼改造\t改造\t20\t20\t新增
""")
    )
    assert (table.title, table.money_unit.value) == (None, "万元")
    side = table.sides[0]
    assert [row.total for row in side.rows] == [True, False, False]
    assert [text_.value for text_ in side.rows[1].texts] == ["维修", "延续"]


def test_amounts_without_names_under_two_groups_of_headings():
    table = only(
        text("""\
“三公”经费支出决算表
公开07表
部门：某某局\t\t\t\t\t\t\t\t\t\t\t单位：万元
预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
10\t\t8\t\t8\t2\t9\t\t8\t\t8\t1
""")
    )
    side = table.sides[0]
    assert rows(side) == [(1, None, "", "10", None, "8", None, "8", "2", "9", None, "8", None, "8", "1")]
    assert [kind.get("stage") for kind in kinds(side)] == ["budget"] * 6 + ["final"] * 6
    assert kinds(side)[5]["nature"] == "reception"
    assert (table.number.value, table.unplaced) == ("公开07表", ())


def test_a_total_named_in_one_group_of_columns_with_its_amount_in_the_next():
    table = only(
        text("""\
一般公共预算财政拨款基本支出决算表
金额单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50\t302\t商品和服务支出\t20\t307\t债务利息及费用支出\t
30101\t基本工资\t30\t30201\t办公费\t5\t30701\t国内债务付息\t
30102\t津贴补贴\t20\t30202\t印刷费\t15\t\t\t
人员经费合计\t\t50\t公用经费合计\t\t\t\t\t20
""")
    )
    assert [(side.totals[0].name.value, side.totals[0].amounts[0].raw) for side in table.sides] == [
        ("人员经费合计", "50"),
        ("公用经费合计", ""),
        ("公用经费合计", "20"),
    ]
    assert table.unplaced == ()


def test_codes_of_units_beside_those_of_what_the_money_is_for():
    side = only(
        text("""\
部门预算支出表
单位：万元
单位编码\t单位名称\t科目编码\t科目名称\t合计\t基本支出\t项目支出
\t\t合计\t\t30\t20\t10
101\t某某局\t\t\t30\t20\t10
101001\t某某局本级\t2010101\t行政运行\t20\t20\t
101001\t某某局本级\t2010102\t一般行政管理事务\t10\t\t10
""")
    ).sides[0]
    assert [(row.code.value, row.name.value) for row in side.rows] == [
        ("", "合计"),
        ("", "某某局"),
        ("2010101", "行政运行"),
        ("2010102", "一般行政管理事务"),
    ]
    assert [cell.value for cell in side.rows[2].texts] == ["101001", "某某局本级"]


def test_a_sheet_with_merged_headers_and_indented_names():
    table = only(
        workbook(
            sheet(
                ["表一", N, N],
                ["三公经费支出表", N, N],
                [N, N, "单位:万元"],
                ["项目", "2025年预算数", "2026年预算数"],
                ["合计", "15", "12"],
                ["  1.因公出国（境）费用", "0", "0"],
                ["  2.公务接待费", "3", "2"],
                ["  3.公务用车费", "12", "10"],
                ["    其中：（1）公务用车运行维护费", "12", "10"],
                ["    （2）公务用车购置", "0", "0"],
                merges=[(2, 1, 1, 3)],
            )
        )
    )
    assert (table.number.value, table.title.value, table.year.value) == ("表一", "三公经费支出表", "2026")
    assert parents(table.sides[0])[-2:] == ["3.公务用车费", "3.公务用车费"]
    assert [kind["year"] for kind in kinds(table.sides[0])] == ["2025", "2026"]
    # A nought is printed, a blank is not one.
    assert table.sides[0].rows[1].amounts[0].value.value == 0


def test_halves_without_headings_are_told_by_their_totals():
    table = only(
        text("""\
收 支 预 算 总 表
\t\t\t单位：元
收\t入\t支\t出
项  目\t预算数\t项  目\t预算数
一般公共预算拨款收入\t1,000.00\t一般公共服务支出\t
\t\t教育支出\t1,000.00
本年收入合计\t1,000.00\t本年支出合计\t1,000.00
""")
    )
    assert [side.kind for side in table.sides] == ["income", "expense"]
    assert [len(side.rows) for side in table.sides] == [2, 3]


CODED = """\
2026年支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t10\t8\t2
20101\t人大事务\t10\t8\t2
"""


def test_a_table_goes_on_under_its_header_printed_again():
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    whole = only(text(f"{CODED}仅供内部审核\n12\n\n{head}205\t教育支出\t1\t1\t\n合计\t\t11\t9\t2\n"))
    titled = only(
        text(f"{CODED}\n2026年支出表（续）\n单位：万元\n{head}205\t教育支出\t1\t1\t\n合计\t\t11\t9\t2\n")
    )
    for table in (whole, titled):
        assert [row.name.value for row in table.sides[0].rows] == [
            "一般公共服务支出",
            "人大事务",
            "教育支出",
            "合计",
        ]
        assert len(table.continued) == 1


def test_a_word_table_goes_on_after_a_page_end_without_a_header():
    first = sheet(
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["201", "一般公共服务支出", "10", "8", "2"],
        ["20101", "人大事务", "10", "8", "2"],
        name="表1",
    )
    second = sheet(["205", "教育支出", "1", "1", "0"], ["合计", "", "11", "9", "2"], name="表2")
    caption = sheet(["2026年支出表"], ["单位：万元"], name="段")
    captioned = replace(first, caption=tuple(cell for _, cell in sorted(caption.cells.items())))
    table = only(Document("表.docx", "docx", "native", (captioned, second)))
    assert (table.title.value, table.money_unit.value) == ("2026年支出表", "万元")
    assert len(table.sides[0].rows) == 4


def test_a_row_in_wrong_columns_is_named_and_its_amounts_go_nowhere():
    table = only(text(f"{CODED}20102\t1.00\t1\t1\t\n合计\t\t11\t9\t2\t99\n"))
    assert [row.name.value for row in table.sides[0].rows] == ["一般公共服务支出", "人大事务", "合计"]
    assert [(at.place, reason[:4]) for at, reason in table.unplaced] == [
        ("第6行第1格", "名称栏里"),
        ("第6行第2格", "名称栏里"),
        ("第6行第3格", "名称栏里"),
        ("第6行第4格", "名称栏里"),
        ("第7行第6格", "不在任何"),
    ]


def test_a_line_between_two_rows_is_named_and_the_table_goes_on():
    table = only(text(f"{CODED}\n本页为打印稿第二页。\n205\t教育支出\t1\t1\t\n"))
    assert [row.name.value for row in table.sides[0].rows] == ["一般公共服务支出", "人大事务", "教育支出"]
    assert [at.place for at, _ in table.unplaced] == ["第7行"]


def test_a_word_in_a_column_of_amounts_is_unreadable_and_no_nought():
    table = only(text(CODED.replace("\t8\t2\n20101", "\t八\t2\n20101")))
    assert isinstance(table.sides[0].rows[0].amounts[1].value, Unreadable)


@pytest.mark.parametrize(
    "line",
    [
        "注：本表无数据",
        "本部门2024年没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。",
        "说明：本单位无政府性基金预算支出，故此表为空。",
    ],
)
def test_an_empty_table_says_so(line):
    head = "政府性基金预算支出表\n单位：万元\n科目编码\t科目名称\t本年支出\t\t\n\t\t小计\t基本支出\t项目支出\n"
    for body in ("", "合计\t\t\t\t\n"):
        table = only(text(f"{head}{body}\n{line}\n"))
        assert table.empty.value == line
        assert all(cell.value is None for side in table.sides for row in side.rows for cell in row.amounts)


NONE = {
    "a price list": "采购清单\n单位：元\n品名\t规格\t单价\t数量\t金额\n电脑\tA\t5000\t2\t10000\n合计\t\t\t\t10000\n",
    "a list of contents": "目录\n表一 2026年预算收支总表\t1\n表二 2026年预算收入总表\t2\n",
    "a timetable": "工作安排\n项目\t一季度\t二季度\t三季度\n调研\t1\t2\t3\n",
    "no unit of money": CODED.replace("单位：万元\n", ""),
    "a performance form": PROJECT,
    "assets": "资产表\n单位：元\n资产编码\t资产名称\t金额\n101\t电脑\t5000\n102\t桌子\t300\n103\t椅子\t200\n",
    "indicators": "指标表\n单位：万元\n一级指标\t二级指标\t三级指标\t指标值\t预算数\n产出指标\t数量指标\t人数\t10\t5\n",
}


@pytest.mark.parametrize("source", NONE.values(), ids=NONE)
def test_a_table_of_another_kind_is_no_budget_table(source):
    assert tables(text(source)) == []


def test_a_form_keeps_its_rows_and_the_budget_table_beside_it_is_read():
    recognition = survey(text(f"{CODED}合计\t\t10\t8\t2\n\n{PROJECT}"))
    assert [match.title for match in recognition.matches] == ["项目支出绩效自评表"]
    assert [match.title for match in recognition.budget_tables()] == ["2026年支出表"]


def _moved(document, seed):
    """A document with some cells moved a column to the right, as extraction does."""
    dice = random.Random(seed)  # noqa: S311 - the same moves every time
    (table,) = document.tables
    cells = dict(table.cells)
    for (row, column), cell in sorted(table.cells.items()):
        if dice.random() < 0.02 and (row, column + 1) not in cells:
            at = replace(cell.at, column=column + 1)
            del cells[row, column]
            cells[row, column + 1] = replace(cell, at=at)
    return replace(document, tables=(Table(table.name, MappingProxyType(cells)),))


def _places(table):
    """Every place that the model holds or names."""
    for side in table.sides:
        for row in side.rows:
            yield from (cell.at for cell in (row.name, row.code, *row.texts, *row.amounts) if cell and cell.raw)
    yield from (at for at, _ in table.unplaced)


@pytest.mark.parametrize("seed", range(20))
def test_no_cell_below_a_header_is_lost_when_cells_move(seed):
    """Each amount stands in the model at its own place, or is named; between a table's rows nothing is left out."""
    document = _moved(open_document(str(CASES / "disclosure-2.txt")), seed)
    for table in tables(document):
        held = set(_places(table))
        lines = {at.line for at in held}
        if not lines:
            continue
        header = {text_.at.line for side in table.sides for column in side.columns for text_ in column.head}
        for (row, _), cell in document.tables[0].cells.items():
            inside = min(lines) <= row <= max(lines) and row not in header
            if inside and not (cell.shown.isdigit() and len(cell.shown) == 1):
                assert cell.at in held or replace(cell.at, column=None) in held, (row, cell.shown)


def _pages(count):
    """A table of so many pages, each with its header printed again under a title."""
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    rows_ = [
        f"{201 + page}\t第{page}类\t10\t8\t2\n{201 + page}01\t第{page}款\t10\t8\t2\n" for page in range(count)
    ]
    return text("".join(f"2026年支出表（续）\n单位：万元\n{head}{page}\n" for page in rows_))


def test_twice_the_pages_are_twice_the_work():
    few, many = (calls_of(lambda count=count: tables(_pages(count))) for count in (40, 80))
    assert len(only(_pages(80)).sides[0].rows) == 160
    assert many <= 2.2 * few


LISTED = "某市2026年项目支出预算表\n单位：万元\n项目名称\t合计\t一般公共预算\t政府性基金预算\n"


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        # A tail from rounding, a blank row, two readings: no levels are guessed.
        (["甲局\t10\t10\t", "培训\t4\t4\t", "会议\t5.99\t5.99\t"], [1, 1, 1]),
        (["甲局\t10\t10\t", "培训\t4\t4\t", "会议\t6\t6\t", "调研\t\t\t"], [1, 1, 1, 1]),
        (["合计\t10\t10\t", "培训\t4\t4\t", "会议\t6\t6\t"], [1, 1, 1]),
        (["甲局\t10\t10\t", "培训\t4\t4\t", "会议\t6\t6\t"], [1, 2, 2]),
        (
            ["合计\t30\t20\t10", "甲局\t10\t10\t", "培训\t4\t4\t", "会议\t6\t6\t", "乙局\t20\t10\t10", "调研\t20\t10\t10"],
            [1, 1, 2, 2, 1, 2],
        ),
    ],
)  # fmt: skip
def test_levels_by_sums_only_where_there_is_one_reading(lines, levels):
    side = only(text(LISTED + "\n".join(lines))).sides[0]
    assert [row.level for row in side.rows] == levels


def test_the_search_for_sums_ends():
    body = "\n".join(f"项目{n}\t1\t1\t" for n in range(150))
    side = only(text(f"{LISTED}合计\t150\t150\t\n{body}\n")).sides[0]
    assert {row.level for row in side.rows} == {1}


def test_headers_in_two_languages_and_in_traditional_characters():
    side = only(
        text("""\
預算支出表
單位：萬元
科目編碼 Code\t科目名稱 Name\t合計 Total\t基本支出 Basic\t項目支出 Projects
201\t一般公共服務支出\t10\t8\t2
20101\t人大事務\t10\t8\t2
""")
    ).sides[0]
    assert [column.role for column in side.columns] == ["code", "name", "amount", "amount", "amount"]
    assert [kind.get("nature") for kind in kinds(side)] == [None, "basic", "project"]


PIECES = (
    "", "", "", "合计", "科目编码", "科目名称", "项目", "项目名称", "收入", "支出", "金额（万元）", "单位：万元", "2026年预算数", "一般公共预算",
    "政府性基金", "基本支出", "201", "20101", "2010101", "20A", "12.30", "-5", "—", "1", "2", "注：本表无数据", "部门名称：某局", "类", "款", "项",
    "一、教育支出", "其中：", "续表", "2026年支出表", "无", "#REF!", "（", "备注",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(150))
def test_any_mixture_of_cells_is_read_or_left_and_no_cell_has_two_places(seed):
    dice = random.Random(seed)  # noqa: S311 - the same cells every time
    lines = [[dice.choice(PIECES) for _ in range(dice.randint(1, 7))] for _ in range(40)]
    document = text("\n".join("\t".join(line) for line in lines))
    if seed % 2:
        document = workbook(sheet(*([cell or None for cell in line] for line in lines)))
    for table in tables(document):
        held = [cell.at for side in table.sides for row in side.rows for cell in row.amounts if cell.raw]
        assert len(held) == len(set(held))


def test_the_paragraph_below_a_word_table_is_its_note():
    table = sheet(["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["合计", "", "", "", ""], name="表1")
    above = sheet(["政府性基金预算支出表"], ["单位：万元"], name="段")
    below = sheet(["注：本表无数据"], ["第三部分 情况说明"], name="段")
    caption, notes = (tuple(cell for _, cell in sorted(part.cells.items())) for part in (above, below))
    read = only(Document("表.docx", "docx", "native", (replace(table, caption=caption, below=notes),)))
    assert (read.empty.value, len(read.notes)) == ("注：本表无数据", 1)


def test_a_budget_table_before_a_form_is_no_part_of_it():
    budget = f"{CODED}合计\t\t10\t8\t2\n"
    recognition = survey(text(f"{budget}{PROJECT}"))
    (form,) = recognition.matches
    assert (form.at.line, form.title) == (budget.count("\n") + 1, "项目支出绩效自评表")
    assert [len(table.extract().sides[0].rows) for table in recognition.budget_tables()] == [3]


def test_a_heading_right_below_a_total_is_no_row():
    side = only(text(f"{CODED}合计\t\t10\t8\t2\n第三部分 情况说明\n收支总体情况\n")).sides[0]
    assert [row.name.value for row in side.rows] == ["一般公共服务支出", "人大事务", "合计"]
