"""A few drawings of each format, counted; `python -m layouts.measure` draws thousands."""

from __future__ import annotations

from collections import Counter

import pytest

from layouts.choices import plain
from layouts.content import contents
from layouts.drawing import FORMATS, Drawing, draw_one, draw_plain, singles
from layouts.reading import judge

EACH = 40
SEED = 7
#: What the reader reaches on these drawings: of 120, at least so many the same, at most so many wrong without a word.
SAME, SILENT, ACCUSED, LOSING = 117, 0, 0, 2

every_format = pytest.mark.parametrize("form", FORMATS)


@every_format
def test_a_drawing_is_the_same_whenever_it_is_drawn(form):
    first, again, other = draw_one(SEED, 3, form), draw_one(SEED, 3, form), draw_one(SEED, 4, form)
    assert first.data == again.data
    assert first.choices == again.choices
    assert other.data != first.data


def test_every_sample_is_drawn():
    drawn = {content.id for n in range(400) for content in draw_one(SEED, n, "txt").contents}
    assert drawn == {content.id for pool in contents().values() for content in pool}


def test_every_choice_is_drawn():
    kinds = {one.contents[0].kind for one in singles()}
    wanted = {(name, value) for kind in kinds for name, value in plain(kind).items() if name != "words"}
    chosen = {pair for form in FORMATS for n in range(250) for pair in draw_one(SEED, n, form).choices.items()}
    assert wanted <= chosen | {
        ("year", "row"),
        ("total", "foot"),
        ("section-points", "break"),
        ("points", "column"),
    }


@pytest.mark.parametrize("kind", list(contents()))
def test_the_plain_drawing_says_what_the_sample_says(kind, tmp_path):
    for content in contents()[kind]:
        drawing = Drawing(0, 0, "xlsx", plain(kind), [content], [], b"")
        _, drawing.papers, drawing.data = draw_plain(drawing)
        outcome = judge(drawing, tmp_path)
        assert (content.id, outcome.difference, outcome.lost, outcome.accused) == (content.id, "", [], [])


def test_what_becomes_of_drawings(tmp_path):
    outcomes = [judge(draw_one(SEED, number, form), tmp_path) for form in FORMATS for number in range(EACH)]
    words = Counter(outcome.word for outcome in outcomes)
    assert words["same"] >= SAME
    assert words["silent"] <= SILENT
    assert sum(bool(outcome.accused) for outcome in outcomes) <= ACCUSED
    assert sum(bool(outcome.lost) for outcome in outcomes) <= LOSING
