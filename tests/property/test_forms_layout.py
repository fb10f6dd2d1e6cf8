"""Layout says nothing: noise rows, empty columns and the order of rows leave the model as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_support import PROJECT, figure, lines, rows_of_text, sheet, text, workbook
from perfscore.forms import recognise

pytestmark = pytest.mark.property

_LINES = PROJECT.rstrip("\n").split("\n")
_NOISE = st.sampled_from(["", "仅供内部审核", "- 3 -", "12", "第 4 页", "\t\t\t", "续表"])
_HEADER = next(n for n, line in enumerate(_LINES) if "一级指标" in line)


def meaning(document):
    (match,) = recognise(document)
    form = match.extract()
    return (
        lines(form),
        [(section.name, figure(section.points), section.blanks) for section in form.sections],
        form.total,
        form.funding,
        (form.goal, form.goal_actual),
        form.head.fields,
        form.repairs,
        form.unplaced,
    )


_PLAIN = meaning(text(PROJECT))


@given(st.lists(st.tuples(st.integers(0, len(_LINES)), _NOISE), max_size=12))
@settings(deadline=None)
def test_blank_and_noise_rows_change_nothing(noise):
    rows = list(_LINES)
    for place, line in sorted(noise, reverse=True):
        rows.insert(place, line)
    assert meaning(text("\n".join(rows))) == _PLAIN


@given(st.integers(0, 9))
@settings(deadline=None)
def test_an_empty_column_changes_nothing(place):
    rows = [[cell or None for cell in row] for row in rows_of_text(PROJECT)]
    wider = [[*row[:place], None, *row[place:]] for row in rows]
    assert meaning(workbook(sheet(*wider))) == _PLAIN


def _section_rows():
    rows = [line.split("\t") for line in _LINES]
    l1 = l2 = ""
    for row in rows[_HEADER + 1 : -1]:
        l1, l2 = row[1] or l1, row[2] or l2
        row[1], row[2] = l1, l2
    return rows


@given(st.permutations(range(3)))
@settings(deadline=None)
def test_the_order_of_rows_in_a_section_is_irrelevant(order):
    rows = _section_rows()
    first = _HEADER + 3
    rows[first : first + 3] = [rows[first + n] for n in order]
    shuffled = meaning(workbook(sheet(*[[cell or None for cell in row] for row in rows])))
    assert sorted(map(repr, shuffled[0])) == sorted(map(repr, _PLAIN[0]))
    assert shuffled[1:] == _PLAIN[1:]


@given(st.integers(_HEADER + 1, len(_LINES) - 2), st.integers(1, 1))
@settings(deadline=None)
def test_a_row_moved_by_a_column_is_read_as_if_it_stood_in_place(place, shift):
    rows = [line.split("\t") for line in _LINES]
    cells = rows[place]
    if any(cells[:shift]):
        return
    rows[place] = cells[shift:] + [""] * shift
    moved = meaning(text("\n".join("\t".join(row) for row in rows)))
    assert moved[:2] == _PLAIN[:2]
    assert [repair.shift for repair in moved[6]] == [shift]
    assert moved[7] == ()
