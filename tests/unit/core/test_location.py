"""Places of one cell, of several, and of lines."""

from __future__ import annotations

import pytest

from perfscore.core.location import Location


def cells(first, last=None):
    return Location("表.xlsx", "表", first, end_cell=last)


def test_a_place_of_several_cells_says_the_first_and_the_last():
    assert cells("C6", "F7").place == "表!C6:F7"
    assert cells("C6").place == "表!C6"
    assert cells("C6", "F7").anchor == cells("C6")


@pytest.mark.parametrize(
    ("inside", "covered"), [("C6", True), ("F7", True), ("D6", True), ("B6", False), ("AD6", False), ("C8", False)]
)
def test_a_place_covers_the_cells_of_its_rectangle(inside, covered):
    assert cells("C6", "F7").covers(cells(inside)) is covered


def test_a_place_of_another_sheet_is_not_covered():
    assert not cells("C6", "F7").covers(Location("表.xlsx", "别的表", "C6"))


def test_a_line_covers_its_cells():
    assert Location("表.txt", line=6, end_line=8).covers(Location("表.txt", line=7, column=2))
    assert not Location("表.txt", line=6, column=1).covers(Location("表.txt", line=6, column=2))


def test_each_cell_of_a_place():
    assert [one.cell for one in cells("Z6", "AB7").each()] == ["Z6", "AA6", "AB6", "Z7", "AA7", "AB7"]
    assert [one.line for one in Location("表.txt", line=6, end_line=8).each()] == [6, 7, 8]
