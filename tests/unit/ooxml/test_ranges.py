"""Merges laid over a sheet, against the plain way of asking every merge about every cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.ooxml.ranges import Range, lay_merges, parse_range


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A1", Range(1, 1, 1, 1)),
        ("A1:C3", Range(1, 1, 3, 3)),
        ("c3:a1", Range(1, 1, 3, 3)),
        ("$A$1:$XFD$1048576", Range(1, 1, 1048576, 16384)),
        ("XFE1", None),
        ("A0", None),
        ("A1048577", None),
        ("A1:B2:C3", None),
        ("", None),
    ],
)
def test_ranges(text, area):
    assert parse_range(text) == area


def test_a_merge_knows_its_span_and_what_lies_under_it():
    laid = lay_merges([Range(1, 1, 2, 3), Range(4, 4, 4, 4)], [(1, 1), (1, 2), (2, 3), (3, 1), (4, 4)])
    assert laid.spans == {(1, 1): (2, 3)}
    assert laid.covered == {(1, 2): (1, 1), (2, 3): (1, 1)}


def test_the_earlier_of_two_overlapping_merges_stays():
    laid = lay_merges([Range(2, 1, 3, 3), Range(1, 2, 2, 2)], [(2, 2), (3, 3)])
    assert laid.overlapping == [Range(2, 1, 3, 3)]
    assert laid.covered == {(2, 2): (1, 2)}


def test_one_merge_over_the_whole_sheet():
    whole = Range(1, 1, 1048576, 16384)
    assert lay_merges([whole], [(1048576, 16384)]).covered == {(1048576, 16384): (1, 1)}


places = st.tuples(st.integers(1, 12), st.integers(1, 12))


@st.composite
def areas(draw):
    (a, b), (c, d) = draw(places), draw(places)
    return Range(min(a, c), min(b, d), max(a, c), max(b, d))


@pytest.mark.property
@given(st.lists(areas(), max_size=12), st.sets(places))
def test_same_as_asking_every_merge(merges, asked):
    laid = lay_merges(merges, asked)
    kept = []
    for merge in sorted((m for m in merges if not m.single), key=lambda m: (m.top, m.left, m.bottom, m.right)):
        if all(
            merge.right < other.left
            or other.right < merge.left
            or merge.bottom < other.top
            or other.bottom < merge.top
            for other in kept
        ):
            kept.append(merge)
    assert laid.spans == {(m.top, m.left): (m.bottom - m.top + 1, m.right - m.left + 1) for m in kept}
    expected = {p: (m.top, m.left) for m in kept for p in asked if p in m and p != (m.top, m.left)}
    assert laid.covered == expected
