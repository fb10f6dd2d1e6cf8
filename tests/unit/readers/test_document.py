"""Tables: rows in order, and merges that answer for every place they cover."""

import pytest

from perfscore.core.location import Location, cell_name
from perfscore.readers.document import Cell, Table


def cell(row, column, merge=(1, 1)):
    return Cell("x", "x", Location("表.xlsx", "甲", cell_name(row, column)), merge=merge)


def table(*cells):
    return Table("甲", {(int(c.at.cell[1:]), ord(c.at.cell[0]) - 64): c for c in cells})


def test_rows_come_in_order_whatever_the_order_of_the_cells():
    made = table(cell(5, 2), cell(1, 3), cell(1, 1))
    assert made.rows == [1, 5]
    assert [column for column, _ in made.row(1)] == [1, 3]
    assert made.row(2) == []
    assert [number for number, _ in made] == [1, 5]


@pytest.mark.parametrize("height", [3, 1_000_000])
def test_a_place_inside_a_merge_is_its_anchor(height):
    anchor, other = cell(2, 2, (height, 2)), cell(3, 1)
    made = table(anchor, other)
    assert made.get(2, 2) is anchor
    assert made.get(1 + height, 3) is anchor
    assert made.get(3, 1) is other
    for place in ((1, 2), (2, 4), (2 + height, 2), (2, 1)):
        assert made.get(*place) is None
