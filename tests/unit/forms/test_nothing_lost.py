"""Every cell of a recognised form is in the model, is a label, or is told as what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from perfscore import open_document
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark
from perfscore.forms import recognise
from perfscore.forms.funding import money_unit
from perfscore.forms.vocabulary import label_of, vocabulary

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[3] / "samples").rglob("*")
    if path.suffix in (".xlsx", ".xls", ".docx", ".html") and "data" not in path.parts
)


def places(item: object) -> Iterator[tuple[str | None, str | None]]:
    """The places that a model holds, and those that it names as not read."""
    if isinstance(item, Sourced):
        yield item.at.sheet, item.at.cell
    elif isinstance(item, tuple):
        for part in item:
            yield from places(part)
    elif is_dataclass(item) and not isinstance(item, type):
        for known in fields(item):
            yield from places(getattr(item, known.name))


def texts(item: object) -> Iterator[str]:
    """The texts of a model that run over several cells."""
    if isinstance(item, Sourced):
        yield item.raw
    elif isinstance(item, tuple):
        for part in item:
            yield from texts(part)
    elif is_dataclass(item) and not isinstance(item, type):
        for known in fields(item):
            yield from texts(getattr(item, known.name))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_cell_of_a_sample_is_lost(path):
    document = open_document(path)
    forms = [match.extract() for match in recognise(document)]
    assert forms
    held = {place for form in forms for place in places(form)}
    told = {(at.sheet, at.cell) for form in forms for at, _ in form.unplaced}
    raw = "\n".join(text for form in forms for text in texts(form))
    sheets = {form.head.at.sheet for form in forms}
    lost = [
        (table.name, cell.at.cell, cell.shown)
        for table in document.tables
        if table.name in sheets
        for _, anchors in table
        for _, cell in anchors
        if cell.shown.strip()
        and not is_blank_mark(cell.shown)
        and (cell.at.sheet, cell.at.cell) not in held | told
        and not label_of(cell.shown).roles
        and not vocabulary().fields_in(cell.shown)
        and cell.shown not in raw
        and not money_unit([cell.shown])
    ]
    assert lost == []
