"""A grid covers its rectangle exactly, whatever is merged, left out or cut."""

from hypothesis import given
from hypothesis import strategies as st

from perfscore.core.location import Location, cell_name
from perfscore.core.pictures import DrawnCell, DrawnTable
from perfscore.report.html.grids import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Mark, grid


def cell(row, column, text="x", height=1, width=1):
    return DrawnCell(row, column, text, Location("a.xlsx", "表", cell_name(row, column)), height, width)


def table(*cells, layout="grid"):
    return DrawnTable("a.xlsx", "表", layout, tuple(sorted(cells, key=lambda one: (one.row, one.column))))


def covered(made, columns):
    """How often each place of a grid is covered."""
    counted = {}
    for down, line in enumerate(made.lines):
        across = 0
        for box in line.boxes:
            while (down, across) in counted:
                across += 1
            for row in range(down, down + box.height):
                for column in range(across, across + box.width):
                    counted[row, column] = counted.get((row, column), 0) + 1
            across += box.width
    assert all(column < columns for _, column in counted)
    return counted


@st.composite
def tables(draw):
    cells = draw(
        st.dictionaries(
            st.tuples(st.integers(1, 9), st.integers(1, 9)),
            st.tuples(st.integers(1, 4), st.integers(1, 4)),
            min_size=1,
            max_size=20,
        )
    )
    return table(*(cell(row, column, "x", *merge) for (row, column), merge in cells.items()))


@given(tables())
def test_every_place_is_covered_once_even_where_merges_cross(drawn):
    made = grid(drawn, {}, {})
    counted = covered(made, len(made.heads))
    assert set(counted.values()) <= {1}
    assert len(counted) == len(made.heads) * len(made.lines)


@given(tables())
def test_no_cell_is_lost(drawn):
    made = grid(drawn, {}, {})
    assert sum(bool(box.text) for line in made.lines for box in line.boxes) == len(drawn.cells)


def test_blank_rows_and_columns_take_no_room():
    made = grid(table(cell(1, 1), cell(5, 40)), {}, {})
    assert made.heads == ("A", "AN")
    assert [line.label for line in made.lines] == ["1", "5"]


def test_a_long_table_keeps_its_marked_rows_and_says_what_it_leaves_out():
    drawn = table(*(cell(row, 1, str(row)) for row in range(1, MOST_ROWS + 601)))
    marked = drawn.cells[899]
    made = grid(drawn, {}, {id(marked): Mark(findings=(0,), severity="error")})
    shown = {line.label for line in made.lines}
    assert "900" in shown
    assert "500" not in shown
    assert len(shown) + sum(line.skipped for line in made.lines) + made.skipped == MOST_ROWS + 600


def test_a_wide_table_says_how_many_columns_are_left_out():
    made = grid(table(*(cell(1, column) for column in range(1, MOST_COLUMNS + 8))), {}, {})
    assert len(made.heads) == MOST_COLUMNS
    assert made.columns_left == 7


def test_a_long_text_is_cut_and_counted():
    made = grid(table(cell(1, 1, "长" * 30_000)), {}, {})
    (box,) = made.lines[0].boxes
    assert (len(box.text), box.more) == (MOST_TEXT, 30_000)


def test_a_line_of_prose_goes_across_a_text():
    made = grid(table(cell(1, 1, "一段话"), cell(2, 1), cell(2, 2), cell(2, 3), layout="lines"), {}, {})
    assert made.heads == ()
    assert [box.width for box in made.lines[0].boxes] == [3]
