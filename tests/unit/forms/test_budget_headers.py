"""Headers of budget tables, merged and not: one heading over code and name, or over the parts of an amount."""

from __future__ import annotations

import pytest

from forms_support import sheet, text, workbook
from perfscore.forms import survey

N = None
ROWS = [
    ["201", "一般公共服务支出", "100", "60", "40"],
    ["20101", "人大事务", "100", "60", "40"],
    ["2010101", "行政运行", "60", "60", "0"],
    ["2010102", "一般行政管理事务", "40", "0", "40"],
]


def drawn(kind, *rows, merges=()):
    """A table of expenditure as a sheet or as a text, which knows no merges."""
    rows = (["支出预算表"], ["单位：万元"], *rows)
    if kind == "text":
        return _only(text("\n".join("\t".join(cell or "" for cell in row) for row in rows)))
    return _only(workbook(sheet(*rows, merges=merges if kind == "merged" else ())))


def _only(document):
    (match,) = survey(document).budget_tables()
    return match.extract()


@pytest.mark.parametrize("kind", ["merged", "not merged", "text"])
def test_a_heading_stands_over_code_and_name_and_over_parts_of_an_amount(kind):
    for header, merges in (
        ([["科目", N, "合计", "基本支出", N]], [(3, 1, 1, 2), (3, 4, 1, 2)]),
        (
            [["科目", N, "合计", "基本支出", N], ["编码", "名称", N, "人员经费", "公用经费"]],
            [(3, 1, 1, 2), (3, 3, 2, 1), (3, 4, 1, 2)],
        ),
    ):
        (side,) = drawn(kind, *header, *ROWS, merges=merges).sides
        assert [(row.code.value, row.name.value) for row in side.rows] == [(code, name) for code, name, *_ in ROWS]
    assert [dict(column.kinds).get("nature") for column in side.amount_columns] == [None, "personnel", "public"]
    assert [text_.value for text_ in side.amount_columns[2].head] == ["基本支出", "公用经费"]


@pytest.mark.parametrize("kind", ["not merged", "text"])
def test_numbers_beside_a_column_of_amounts_are_no_second_one(kind):
    header = ["科目编码", "科目名称", "合计", N, "基本支出", "项目支出"]
    table = drawn(kind, header, *([*row[:3], str(count), *row[3:]] for count, row in enumerate(ROWS, 7)))
    (side,) = table.sides
    assert [[cell.raw for cell in row.amounts] for row in side.rows] == [row[2:] for row in ROWS]
    assert [reason for _, reason in table.unplaced] == ["同一栏里有两格，只读了前一格"] * 4


def test_an_amount_may_stand_one_place_beside_its_header_in_a_text():
    header = ["科目编码", "科目名称", "合计", N, "基本支出", "项目支出"]
    rows = [[*row[:2], *((row[2], N) if count % 2 else (N, row[2])), *row[3:]] for count, row in enumerate(ROWS)]
    table = drawn("text", header, *rows)
    assert [[cell.raw for cell in row.amounts] for row in table.sides[0].rows] == [row[2:] for row in ROWS]
    assert table.unplaced == ()
