"""Tables drawn again: a title, a frame, widths and heights that texts fit, one page wide."""

from __future__ import annotations

import openpyxl
import pytest

from perfscore.core.location import Location, cell_name
from perfscore.readers.document import Cell, Table
from perfscore.services.workbooks.drawing import draw


def table(*cells):
    """A table of (row, column, text) with rows and columns of a merge behind them where there is one."""
    made = {}
    for row, column, text, *merge in cells:
        at = Location("a.docx", "表1", cell_name(row, column))
        made[row, column] = Cell(text, text, at, merge=tuple(merge) or (1, 1))
    return Table("表1", made)


def drawn(*cells):
    sheet = openpyxl.Workbook().active
    draw(table(*cells), sheet)
    return sheet


FORM = (
    (1, 1, "项目支出绩效自评表", 1, 3),
    (2, 1, "（2024年度）", 1, 3),
    (3, 1, "产出指标", 3, 1),
    (3, 2, "完成数"),
    (4, 3, "10"),
)


def test_it_is_printed_across_and_one_page_wide():
    sheet = drawn(*FORM)
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_margins.left, sheet.print_title_rows) == (0.4, None)


def test_a_title_over_all_columns_is_bold_and_centred_and_so_is_the_year_below_it():
    sheet = drawn(*FORM)
    looks = [
        (sheet[cell].font.b, sheet[cell].font.sz, sheet[cell].alignment.horizontal, sheet[cell].border.left.style)
        for cell in ("A1", "A2", "A3")
    ]
    assert looks == [(True, 16, "center", None), (False, 10, "center", None), (False, 10, None, "thin")]
    assert sheet.row_dimensions[1].height > sheet.row_dimensions[2].height


@pytest.mark.parametrize(
    "cells",
    [
        [(1, 1, "标题", 1, 2), (2, 1, "甲"), (2, 3, "乙")],
        [(1, 1, "标题"), (2, 1, "甲"), (2, 2, "乙")],
        [(1, 1, "甲"), (1, 2, "乙"), (2, 1, "合计", 1, 2)],
        [(1, 1, "只有一列"), (2, 1, "的表")],
    ],
    ids=["not over all", "not merged", "not first", "one column"],
)
def test_other_rows_are_no_titles(cells):
    sheet = drawn(*cells)
    assert not any(cell.font.b or cell.alignment.horizontal for row in sheet for cell in row)


def test_a_spanning_row_below_the_title_that_is_not_in_brackets_is_a_row():
    sheet = drawn((1, 1, "标题", 1, 2), (2, 1, "单位：某局", 1, 2), (3, 1, "甲"), (3, 2, "乙"))
    assert sheet["A2"].alignment.horizontal is None
    assert sheet["A2"].border.left.style == "thin"


def test_blank_cells_of_a_table_have_borders_and_lines_of_text_have_none():
    sheet = drawn((1, 1, "说明"), (3, 1, "甲"), (3, 3, "丙"), (4, 2, "乙"), (6, 1, "备注"))
    framed = {
        cell.coordinate for row in sheet.iter_rows(max_row=7, max_col=5) for cell in row if cell.border.left.style
    }
    assert framed == {"A3", "B3", "C3", "A4", "B4", "C4"}


def test_rows_under_a_merge_belong_to_its_table():
    sheet = drawn((1, 1, "甲", 3, 1), (1, 2, "乙"), (2, 2, "丙"))
    framed = {
        cell.coordinate for row in sheet.iter_rows(max_row=4, max_col=3) for cell in row if cell.border.left.style
    }
    assert framed == {"A1", "B1", "A2", "B2", "A3", "B3"}


def test_columns_leave_room_for_another_on_the_page():
    sheet = drawn(*[(1, column, "很长的文字" * 20) for column in range(1, 8)], (2, 8, "短"))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGH"]
    assert sum(widths) <= 136
    assert len(set(widths[:-1])) == 1
    assert widths[-1] == 8


def test_many_columns_are_never_too_narrow_to_read():
    sheet = drawn(*[(1, column, "文字" * 20) for column in range(1, 31)])
    assert {sheet.column_dimensions[cell_name(1, n)[:-1]].width for n in range(1, 31)} == {8}


def test_rows_are_high_enough_for_wrapped_texts():
    sheet = drawn((1, 1, "字" * 100), (1, 2, "短"), (2, 1, "短"), (2, 2, "短"))
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height == 6 + 5 * 13.5 + 0.5
    assert sheet.row_dimensions[2].height == 20


def test_a_text_merged_over_rows_has_room_in_them_together():
    sheet = drawn((1, 1, "字" * 120, 3, 1), *[(row, 2, "短") for row in (1, 2, 3)], (4, 1, "短"), (4, 2, "短"))
    heights = [sheet.row_dimensions[row].height for row in (1, 2, 3)]
    assert heights[:2] == [20, 20]
    assert sum(heights) >= 13.5 * 2 * 120 / sheet.column_dimensions["A"].width


def test_a_text_without_a_table_has_one_wide_column():
    sheet = drawn((1, 1, "一段很长的说明。" * 20), (3, 1, "另一段"))
    assert sheet.column_dimensions["A"].width == 100
    assert sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height > 50


def test_blanks_of_a_sheet_with_a_far_cell_are_not_filled_with_frames():
    sheet = drawn((1, 1, "甲", 5_000, 1), (1, 16_384, "乙"), *[(row, 2, "丙") for row in range(1, 2_000)])
    assert sheet["XFD1"].border.left.style == "thin"
    assert sheet["B1999"].border.left.style == "thin"
    assert len(sheet._cells) == 5_000 + 1 + 1_999


def test_a_line_drawn_between_head_and_body_is_no_gap():
    sheet = drawn(
        (1, 1, "指标"),
        (1, 2, "得分"),
        (1, 3, "备注"),
        (3, 1, "培训人数"),
        (3, 2, "10"),
        (4, 1, "合计"),
        (4, 2, "10"),
    )
    assert sheet.row_dimensions[2].height < 5
    assert sheet.cell(2, 3).border.left.style == "thin"
    apart = drawn(
        (1, 1, "附表"), (3, 1, "指标"), (3, 2, "得分"), (4, 1, "甲"), (4, 2, "10"), (6, 1, "乙"), (6, 2, "10")
    )
    assert [apart.row_dimensions[row].height for row in (2, 5)] == [None, None]
    assert apart.cell(5, 1).border.left.style is None
