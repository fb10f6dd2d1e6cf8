"""Boxes of comments: as wide and tall as they should be on sheets of any geometry, beside their cells, fast."""

import re

import pytest

import zippedbooks as zb
from perfscore.ooxml import patch

TEXT = "【错误】PS304[score-exceeds-points]\n" + "指标“场所运转持续性”得 20 分，分值只有 10 分；" * 4
WIDE = 330


def drawn(before="", rows="", after="", cells=("B2",), text=TEXT):
    """The anchors of comments, each as the pixels of left, top, right and bottom, by a plain walk over the sheet."""
    book = patch.open("x.xlsx", data=zb.package(f"<sheetData>{rows}</sheetData>", before=before, after=after))
    for cell in cells:
        book.add_comment("表", cell, "perfscore", text)
    drawing = zb.members(book.to_bytes())["xl/drawings/vmlDrawing1.vml"].decode()
    return [[int(n) for n in found.split(",")] for found in re.findall("<x:Anchor>([^<]*)</x:Anchor>", drawing)]


def pixels(anchor, widths, heights):
    """Left, top, right and bottom; sizes of the columns and rows that have no size of their own are under None."""

    def at(sizes, number, offset):
        assert 0 <= offset <= sizes.get(number, sizes[None])
        return sum(sizes.get(n, sizes[None]) for n in range(number)) + offset

    left, top, right, bottom = anchor[:2], anchor[2:4], anchor[4:6], anchor[6:]
    return at(widths, *left), at(heights, *top), at(widths, *right), at(heights, *bottom)


PLAIN, LOW = {None: 64}, {None: 20}
HEIGHT = 14 + 17 * (1 + 5)


@pytest.mark.parametrize(
    ("before", "rows", "widths", "heights"),
    [
        ("", "", PLAIN, LOW),
        ('<cols><col min="3" max="40" width="3" customWidth="1"/></cols>', "", {None: 64} | dict.fromkeys(range(2, 40), 21), LOW),
        ('<cols><col min="2" max="4" width="60"/></cols>', "", {None: 64, 1: 420, 2: 420, 3: 420}, LOW),
        ('<cols><col min="3" max="5" hidden="1" width="9"/></cols>', "", {None: 64, 2: 0, 3: 0, 4: 0}, LOW),
        ('<cols><col min="3" max="3" width="0"/></cols>', "", {None: 64, 2: 0}, LOW),
        ('<sheetFormatPr defaultColWidth="12.5" defaultRowHeight="27"/>', "", {None: 88}, {None: 36}),
        ('<sheetFormatPr baseColWidth="10" defaultRowHeight="14.25"/>', "", {None: 80}, {None: 19}),
        ("", '<row r="1" ht="30"/><row r="2" ht="300"/>', PLAIN, {None: 20, 0: 40, 1: 400}),
        ("", '<row r="1" hidden="1"/><row r="3" hidden="true" ht="50"/><row r="4" ht="7.5"/>', PLAIN, {None: 20, 0: 0, 2: 0, 3: 10}),
        ("", '<row><c r="A2"/></row><row ht="60"/>', PLAIN, {None: 20, 2: 80}),
        ('<cols><col min="x" max="2" width="9"/><col min="2" max="2" width="1e9"/></cols>', '<row r="2" ht="NaN"/>', PLAIN, LOW),
    ],
    ids=["plain", "narrow", "wide", "hidden", "no width", "defaults", "base width", "tall", "hidden rows", "unnumbered", "broken"],
)  # fmt: skip
def test_a_box_has_its_size_whatever_the_columns_and_rows(before, rows, widths, heights):
    (anchor,) = drawn(before, rows)
    left, top, right, bottom = pixels(anchor, widths, heights)
    assert (right - left, bottom - top) == (WIDE, HEIGHT)
    cell = sum(widths.get(n, widths[None]) for n in (0, 1))
    assert left == cell + 15
    assert top == max(0, heights.get(0, heights[None]) - 10)


def test_a_box_stands_right_of_a_merge():
    (anchor,) = drawn(after='<mergeCells><mergeCell ref="B2:F3"/></mergeCells>')
    assert pixels(anchor, PLAIN, LOW)[0] == 6 * 64 + 15


def test_a_box_is_as_tall_as_its_text():
    heights = []
    for text in ("短", "一\n二\n三", "长" * 220, "字" * 30_000):
        left, top, right, bottom = pixels(drawn(text=text)[0], PLAIN, LOW)
        assert right - left == WIDE
        heights.append(bottom - top)
    assert heights == [31, 65, 184, 1000]


def test_at_the_end_of_a_sheet_a_box_stands_before_the_end():
    anchor, below = drawn(cells=("XFD1", "A1048576"))
    assert anchor[4:6] == [16_383, 64]
    assert anchor[0] == 16_383 - 5
    assert anchor[2:4] == [0, 0]
    assert below[6:] == [1_048_575, 20]
    assert below[:4:2] == [1, 1_048_575 - 5]


def test_where_all_further_columns_are_hidden_a_box_stands_over_those_that_are_seen():
    (anchor,) = drawn('<cols><col min="8" max="16384" width="9" hidden="1"/></cols>', cells=("G2",))
    assert anchor[4:6] == [6, 64]
    assert pixels(anchor, PLAIN, LOW)[::2] == (7 * 64 - WIDE, 7 * 64)


def test_where_nothing_is_seen_a_box_still_has_an_anchor():
    (anchor,) = drawn(
        '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/><cols><col min="1" max="16384" hidden="1"/></cols>'
    )
    assert anchor == [0] * 8


def test_the_style_of_a_shape_says_the_same_as_its_anchor():
    book = patch.open("x.xlsx", data=zb.package())
    book.add_comment("表", "B2", "perfscore", TEXT)
    drawing = zb.members(book.to_bytes())["xl/drawings/vmlDrawing1.vml"].decode()
    assert f"margin-left:107.25pt;margin-top:7.5pt;width:247.5pt;height:{HEIGHT * 0.75}pt" in drawing


def test_boxes_follow_widths_that_are_set_after_their_comments():
    book = patch.open("x.xlsx", data=zb.package())
    book.add_comment("表", "B2", "perfscore", TEXT)
    book.set_width("表", "C", 40)
    drawing = zb.members(book.to_bytes())["xl/drawings/vmlDrawing1.vml"].decode()
    assert re.search("<x:Anchor>(.*?), 0, 10,", drawing)[1] == "2, 15"
    assert pixels(
        [int(n) for n in re.search("<x:Anchor>(.*?)</x:Anchor>", drawing)[1].split(",")], {None: 64, 2: 280}, LOW
    )[2] == 128 + 15 + WIDE  # fmt: skip


def test_a_thousand_comments_on_a_long_filtered_sheet_are_drawn_at_once():
    rows = "".join(f'<row r="{n}" ht="{15 + n % 7}" hidden="{int(n % 5 > 0)}"/>' for n in range(1, 20_001))
    book = patch.open("x.xlsx", data=zb.package(f"<sheetData>{rows}</sheetData>"))
    for row in range(1, 20_001, 20):
        book.add_comment("表", f"B{row}", "perfscore", TEXT)
    (sheet,) = book._open.used
    looked_at = 0
    plain = sheet.xml.rows

    def counted():
        nonlocal looked_at
        for found in plain():
            looked_at += 1
            yield found

    sheet.xml.rows = counted
    sheet.comments.draw()
    assert looked_at == 20_000
