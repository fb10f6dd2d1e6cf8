"""Tables are drawn as they stand in their files."""

from pathlib import Path

import pytest

from perfscore.audit import audit
from perfscore.readers.intake import open_document
from rounds_support import written

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.mark.parametrize("name", ["hengyang-2023/自评表.xlsx", "hengyang-2023/整体自评表.txt"])
def test_every_cell_is_drawn_where_it_stands(name):
    path = SAMPLES / name
    document, pictures = open_document(path), audit(path, drawn=True).pictures
    assert len(pictures.tables) == len(document.tables)
    for table, drawn in zip(document.tables, pictures.tables, strict=True):
        assert {(cell.row, cell.column): cell.text for cell in drawn.cells} == {
            place: cell.shown for place, cell in table.cells.items()
        }
        assert {cell.at for cell in drawn.cells} == {cell.at for cell in table.cells.values()}
        assert {(c.height, c.width) for c in drawn.cells} == {cell.merge for cell in table.cells.values()}


def test_a_text_is_lines_and_a_sheet_a_grid(tmp_path):
    layouts = [
        one.layout
        for path in (SAMPLES / "kpi" / "考核表.xlsx", written(tmp_path / "表.txt"))
        for one in audit(path, drawn=True, config=False).pictures.tables
    ]
    assert layouts == ["grid", "lines"]
