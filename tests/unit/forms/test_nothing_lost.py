"""Every cell of a recognised form is in the model, is a label, or is told as what was not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from forms_support import sheet, workbook
from perfscore import open_document
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark
from perfscore.forms import recognise, survey
from perfscore.forms.funding import money_unit
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.readers.document import Table

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[3] / "samples").rglob("*")
    if path.suffix in (".xlsx", ".xls", ".docx", ".html", ".txt") and not {"data", "expected"} & set(path.parts)
)

#: Sheet and cell, or line and column.
Place = tuple[str | None, str | None, int | None, int | None]


def places(item: object) -> Iterator[Place]:
    """The places that a model holds, and those that it names as not read."""
    if isinstance(item, Sourced):
        yield from map(place_of, item.at.each())
    elif isinstance(item, tuple):
        for part in item:
            yield from places(part)
    elif is_dataclass(item) and not isinstance(item, type):
        for known in fields(item):
            yield from places(getattr(item, known.name))


def place_of(at: Location) -> Place:
    return at.sheet, at.cell, at.line, at.column


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


def columns_told(forms: list[object]) -> set[tuple[str | None, str | int]]:
    """The columns that are told by their header as not read: what stands below it is told with it."""
    heads = [form.head for form in forms if hasattr(form, "head")]
    return {column_of(text.at) for head in heads for text in head.unread}


def column_of(at: Location) -> tuple[str | None, str | int]:
    return at.sheet, at.column or (at.cell or "").rstrip("0123456789")


def over_labels(table: Table, row: int, column: int) -> bool:
    """Whether a cell is a heading over several columns, one of them at least of a known name."""
    width = table.cells[row, column].merge[1]
    below = [table.cells.get((row + 1, at)) for at in range(column, column + width)]
    return width > 1 and any(cell is not None and label_of(cell.shown).roles for cell in below)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_cell_of_a_sample_is_lost(path):
    document = open_document(path)
    seen = survey(document)
    forms = [match.extract() for match in (*seen.matches, *seen.budget_tables())]
    assert forms
    unread = columns_told(forms)
    held = {place for form in forms for place in places(form)}
    told = {place_of(one) for form in forms for at, _ in form.unplaced for one in at.each()}
    raw = "\n".join(text for form in forms for text in texts(form))
    sheets = {form.head.at.sheet if hasattr(form, "head") else form.at.sheet for form in forms}
    lost = [
        (cell.at.place, cell.shown)
        for table in document.tables
        if table.name in sheets
        for row, anchors in table
        for column, cell in anchors
        if cell.shown.strip()
        and not is_blank_mark(cell.shown)
        and not {place_of(cell.at), place_of(replace(cell.at, column=None))} & (held | told)
        and column_of(cell.at) not in unread
        and not over_labels(table, row, column)
        and not label_of(cell.shown).roles
        and not vocabulary().fields_in(cell.shown)
        and cell.shown not in raw
        and not money_unit([cell.shown])
    ]
    assert lost == []


HEAD = [["部门整体支出绩效目标表"], ["部门名称", "某局"]]
TABLE = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "培训人次", "≥100人次"],
    ["效益指标", "社会效益指标", "就业人数", "≥50人"],
]


def told_of(*rows):
    (match,) = recognise(workbook(sheet(*HEAD, *rows)))
    return [at.cells for at, _ in match.extract().unplaced]


def test_a_run_of_cells_is_told_with_all_its_cells():
    assert told_of(["主要任务", "任务名称", "内容"], [None, "任务一", "30"], *TABLE) == ["A3:C4"]


def test_what_was_read_is_not_told_as_not_read():
    told = told_of(["预算编报", "主管部门", "某局", "甲", "乙"], *TABLE)
    assert not {"C3"} & {one.cell for cells in told for one in Location("", cell=cells.split(":")[0]).each()}
    assert told == ["D3:E3"]


def test_values_right_of_a_table_are_told_and_a_note_beside_it_is_none():
    row = ["产出指标", "质量指标", "合格率", "≥95%"]
    assert told_of(*TABLE, [*row, "≥96%"]) == ["E6"]
    assert told_of(*TABLE, [*row, None, "已核", "王某"]) == ["F6:G6"]
    assert told_of(*TABLE, [*row, "已核"]) == []


def test_a_row_that_cannot_be_placed_is_told_whole():
    assert told_of(*TABLE, ["9", "8", "7", "6"]) == ["A6:D6"]


def test_the_numbers_of_a_total_that_were_not_placed_are_told():
    table = [[*row, points] for row, points in zip(TABLE, ("分值", "50", "50"), strict=True)]
    assert told_of(*table, ["合计", None, "20", "30", "50"]) == ["C6:D6"]
