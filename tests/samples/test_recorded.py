"""What a finding calls recorded stands in the cell that it points at."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.audit import audit_documents
from perfscore.core.text import squash

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BOOKS = sorted(SAMPLES.rglob("*.xlsx"))
#: The relation stands in a cell of its own beside the number.
APART = {"PS410"}


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_the_recorded_text_is_that_of_the_cell(path):
    report, documents = audit_documents(path)
    shown = {cell.at.anchor: cell.shown for table in documents[0].tables for cell in table.cells.values()}
    wrong = [
        (finding.code, finding.at.place, finding.recorded, shown.get(finding.at.anchor))
        for finding in report.findings
        if finding.recorded
        and finding.at.cell
        and finding.code not in APART
        and squash(finding.recorded) not in squash(shown.get(finding.at.anchor, ""))
    ]
    assert wrong == []
