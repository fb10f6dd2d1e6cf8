"""One reader of headers: bands of rows as columns, whatever table they stand over."""

from __future__ import annotations

from collections import Counter

import pytest

from forms_support import sheet, text, workbook
from perfscore.forms import stacks
from perfscore.forms.grid import rows_of
from perfscore.forms.stacks import columns_of, stacks_of

N = None


def band(*rows, merges=()):
    document = workbook(sheet(*rows, merges=merges))
    return list(rows_of(document.tables[0], document))


def band_of_text(*rows):
    document = text("\n".join("\t".join(cell or "" for cell in row) for row in rows))
    return list(rows_of(document.tables[0], document))


def read(rows, used=()):
    """The columns as their places and the words over them."""
    return [
        (stack.first, stack.last, "/".join(piece.text for piece in stack.pieces))
        for stack in stacks_of(rows, used=used)
    ]


@pytest.mark.parametrize(
    ("rows", "merges", "columns"),
    [
        ([["甲", "乙"]], [], [(1, 1, "甲"), (2, 2, "乙")]),
        ([["甲", N, "乙", N]], [(1, 1, 1, 2), (1, 3, 1, 2)], [(1, 2, "甲"), (3, 4, "乙")]),
        (
            [["甲", "组", N], [N, "乙", "丙"]],
            [(1, 1, 2, 1), (1, 2, 1, 2)],
            [(1, 1, "甲"), (2, 2, "组/乙"), (3, 3, "组/丙")],
        ),
        (
            [["大", N, N, "小"], ["中", N, "甲"], ["乙", "丙"]],
            [(1, 1, 1, 3), (2, 1, 1, 2), (1, 4, 3, 1), (2, 3, 2, 1)],
            [(1, 1, "大/中/乙"), (2, 2, "大/中/丙"), (3, 3, "大/甲"), (4, 4, "小")],
        ),
    ],
    ids=["one row", "wide cells", "a heading", "three rows"],
)
def test_a_cell_stands_over_what_it_is_merged_over(rows, merges, columns):
    assert read(band(*rows, merges=merges)) == columns


#: Headers without merges, as a text has them and a sheet that somebody typed.
BARE = {
    "a heading": ([["甲", "组", N, "丁"], [N, "乙", "丙"]], ["甲", "组/乙", "组/丙", "丁"]),
    "two headings": ([["组", N, "团", N], ["甲", "乙", "丙", "丁"]], ["组/甲", "组/乙", "团/丙", "团/丁"]),
    "no heading: nothing stands below it": ([["甲", "乙", N, N], [N, N, "丙", "丁"]], ["甲", "乙", "丙", "丁"]),
    "the heading above ends it": (
        [["大", N, N, "小", N], ["甲", "组", N, "丁", N], [N, "乙", "丙", "戊", "己"]],
        ["大/甲", "大/组/乙", "大/组/丙", "小/丁/戊", "小/丁/己"],
    ),
    "a column above ends it": (
        [["大", N, N, "戊"], ["甲", "组", N, N], ["1", "2", "3", "4"]],
        ["大/甲/1", "大/组/2", "大/组/3", "戊/4"],
    ),
}


@pytest.mark.parametrize(("rows", "columns"), BARE.values(), ids=BARE)
@pytest.mark.parametrize("drawn", [band, band_of_text], ids=["sheet", "text"])
def test_a_cell_that_is_not_merged_stands_over_the_blanks_behind_it_where_it_is_a_heading(drawn, rows, columns):
    assert [over for _, _, over in read(drawn(*rows))] == columns


@pytest.mark.parametrize(
    ("rows", "merges", "used", "columns"),
    [
        ([["科目", N, "合计"]], [], {1, 2, 3}, [(1, 1, "科目"), (2, 2, "科目"), (3, 3, "合计")]),
        ([["科目", N, "合计"]], [(1, 1, 1, 2)], {1, 2, 3}, [(1, 1, "科目"), (2, 2, "科目"), (3, 3, "合计")]),
        ([["科目", N, "合计"]], [], {1, 3}, [(1, 2, "科目"), (3, 3, "合计")]),
        (
            [["组", N, N, "丁"], ["甲", N, "丙", N]],
            [],
            {1, 2, 3, 4},
            [(1, 1, "组/甲"), (2, 2, "组/甲"), (3, 3, "组/丙"), (4, 4, "丁")],
        ),
        ([[N, "甲", "乙"]], [], {1, 2, 3, 4}, [(2, 2, "甲"), (3, 3, "乙")]),
        ([["组", N, N], [N, "甲", "乙"]], [(1, 1, 1, 3)], {1, 2, 3}, [(1, 1, "组"), (2, 2, "组/甲"), (3, 3, "组/乙")]),
    ],
    ids=["not merged", "merged", "blank", "two rows", "outside", "under a heading alone"],
)  # fmt: skip
def test_places_in_use_are_columns_where_a_table_says_so(rows, merges, used, columns):
    assert read(band(*rows, merges=merges), used) == columns


def test_places_in_use_are_no_columns_where_no_table_says_so():
    assert read(band(["科目", N, "合计"], merges=[(1, 1, 1, 2)])) == [(1, 2, "科目"), (3, 3, "合计")]
    assert read(band(["科目", N, "合计"])) == [(1, 2, "科目"), (3, 3, "合计")]


def test_the_last_column_of_a_text_has_no_right_edge():
    for drawn, inside in ((band, False), (band_of_text, True)):
        columns = columns_of(("name", "target"), stacks_of(drawn(["甲", N, "乙"])))
        assert [columns.at(place) for place in (1, 2, 3)] == ["name", "name", "target"]
        assert (columns.at(9) == "target") is inside


def test_the_second_column_of_a_name_is_nobodys():
    columns = columns_of(("score", "", "score"), stacks_of(band(["得分", "甲", "得分"])))
    assert [columns.at(place) for place in (1, 2, 3)] == ["score", "", ""]


def test_a_header_without_cells_has_no_columns():
    assert stacks_of([]) == ()
    assert stacks_of([], used={1, 2}) == ()


def test_the_work_grows_with_the_columns(monkeypatch):
    looks = Counter()
    monkeypatch.setattr(
        stacks, "bisect_right", lambda starts, place: looks.update(["looks"]) or sum(s <= place for s in starts)
    )
    for width in (50, 100):
        looks.clear()
        rows = [["组", N] * width, ["甲", "乙"] * width]
        assert len(stacks_of(band(*rows))) == 2 * width
        assert looks["looks"] == 2 * 2 * width
