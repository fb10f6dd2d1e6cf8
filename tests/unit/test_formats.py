"""One form as a workbook, an old workbook, a Word table, a web page and text: the same model each time."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields, is_dataclass
from enum import Enum
from html import escape
from pathlib import Path

import pytest

from layouts import paper
from perfscore import open_document
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms import survey

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
#: A plain self-assessment, one block and two, both kinds of ledgers, an evaluators' sheet, a KPI sheet.
FORMS = [
    "hengyang-2023/clean/自评表.xlsx",
    "project-target/clean/目标表.xlsx",
    "project-target/clean/目标表（两栏）.xlsx",
    "project-target/目标表（两栏）.xlsx",
    "ledger/clean/汇总表.xlsx",
    "ledger/汇总表.xlsx",
    "ledger/clean/台账.xlsx",
    "ledger/台账.xlsx",
    "scoring-sheet/clean/评分表.xlsx",
    "kpi/clean/考核表.xlsx",
    "budget/clean/预算表.xlsx",
]


LONE_GOAL = "project-target/目标表（两栏）.xlsx"


def papers(path: Path) -> list[paper.Paper]:
    """The sheets of a workbook as the reader of workbooks sees them."""
    found = []
    for table in open_document(path).tables:
        sheet = paper.Paper()
        for (row, column), cell in sorted(table.cells.items()):
            sheet.put(row - 1, column - 1, cell.shown, rows=cell.merge[0], cols=cell.merge[1])
        found.append(sheet)
    return found


def page(sheets: list[paper.Paper]) -> bytes:
    """The sheets as tables of a web page."""
    tables = []
    for sheet in sheets:
        covered = {
            (row + down, column + across)
            for (row, column), cell in sheet.cells.items()
            for down in range(cell.rows)
            for across in range(cell.cols)
        } - set(sheet.cells)
        rows = []
        for row in range(sheet.height):
            cells = []
            for column in range(sheet.width):
                cell = sheet.cells.get((row, column))
                if cell is not None:
                    text = escape(cell.text).replace("\n", "<br>")
                    cells.append(f'<td rowspan="{cell.rows}" colspan="{cell.cols}">{text}</td>')
                elif (row, column) not in covered:
                    cells.append("<td></td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        tables.append(f"<table>{''.join(rows)}</table>")
    return f"<html><meta charset='utf-8'><body>{'<p></p>'.join(tables)}</body></html>".encode()


def bars(sheets: list[paper.Paper]) -> bytes:
    """The sheets as tables that bars draw, as Markdown has them; a merged cell is its first place."""
    lines = []
    for sheet in sheets:
        for row in range(sheet.height):
            cells = [sheet.cells.get((row, column)) for column in range(sheet.width)]
            lines.append("".join(f"| {cell.text.replace(chr(10), '') if cell else ''} " for cell in cells) + "|")
            if not row:
                lines.append("|---" * sheet.width + "|")
        lines.append("")
    return "\n".join(lines).encode()


def old(book: Path, folder: Path) -> Path:
    """A workbook as the office suite saves it for Excel 97."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xls"]
    subprocess.run([*command, "--outdir", str(folder), str(book)], check=True, capture_output=True, timeout=300)
    return folder / f"{book.stem}.xls"


def bare(item: object) -> object:
    """A model without its places, and without the blanks and line breaks of printed texts."""
    if isinstance(item, Location):
        return None
    if isinstance(item, Sourced):
        return bare(item.value), re.sub(r"\s", "", item.raw)
    if isinstance(item, str):
        return re.sub(r"\s", "", item)
    if isinstance(item, tuple | list):
        return [bare(part) for part in item]
    if is_dataclass(item) and not isinstance(item, type | Enum):
        kept = [part.name for part in fields(item) if part.compare and part.name != "provenance"]
        return {name: bare(getattr(item, name)) for name in kept}
    return item


def without_goals(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Models of target sheets without their goals, and without what is said of them."""
    return [
        {
            **model,
            "goal": None,
            "unplaced": [],
            "blocks": [{**block, "goal": None} for block in model["blocks"]],
        }
        for model in found
    ]


def models(path: Path) -> list[object]:
    seen = survey(open_document(path))
    return [bare(match.extract()) for match in (*seen.matches, *seen.budget_tables())]


WRITERS = {
    "表.docx": paper.word,
    "表.html": page,
    "表.txt": paper.text,
    "表.md": bars,
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_model_whatever_the_format(name, kind, tmp_path):
    source = SAMPLES / name
    written = tmp_path / kind
    written.write_bytes(WRITERS[kind](papers(source)))
    expected = models(source)
    assert expected
    read = models(written)
    if Path(kind).suffix in (".txt", ".md") and name == LONE_GOAL:
        # Without merges nobody knows which of the two goals the only one is: that is told.
        assert read[0]["unplaced"] == [[None, "总体目标属于两栏中的哪一栏不能确定，未读入"]]
        expected, read = without_goals(expected), without_goals(read)
    assert read == expected


@pytest.mark.office
@pytest.mark.parametrize("name", FORMS)
def test_the_same_model_from_an_old_workbook(name, tmp_path):
    source = SAMPLES / name
    assert models(old(source, tmp_path)) == models(source)
