"""Budget tables drawn as text, as a workbook or as a Word file, and what the checks find in them."""

from __future__ import annotations

from dataclasses import replace

from forms_support import sheet, text, workbook
from perfscore.checks import CATALOGUE
from perfscore.checks.runner import Runner
from perfscore.checks.subjects import InputFile
from perfscore.forms import survey
from perfscore.readers.document import Document

KINDS = ("text", "xlsx", "docx")


def lines(table):
    """A table from its lines, cells parted by |."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def document(kind, *tables):
    """A document with tables; of a Word file the lines of one cell above a table are paragraphs."""
    drawn = [lines(table) for table in tables]
    if kind == "text":
        return text("\n\n".join("\n".join("\t".join(row) for row in rows) for rows in drawn))
    if kind == "xlsx":
        return workbook(
            *(
                sheet(*([cell or None for cell in row] for row in rows), name=f"表{n}")
                for n, rows in enumerate(drawn, 1)
            )
        )
    return Document("表.docx", "docx", "native", tuple(_word(rows, f"表{n}") for n, rows in enumerate(drawn, 1)))


def _word(rows, name):
    above = next(place for place, row in enumerate(rows) if len(row) > 1)
    caption = sheet(*([row[0]] for row in rows[:above]), name="段").cells
    below = [row for row in rows[above:] if len(row) == 1]
    body = sheet(*([cell or None for cell in row] for row in rows[above:] if len(row) > 1), name=name)
    notes = sheet(*below, name="注").cells if below else {}
    return replace(
        body,
        caption=tuple(cell for _, cell in sorted(caption.items())),
        below=tuple(cell for _, cell in sorted(notes.items())),
    )


def item(kind, *tables, titles=frozenset(), ruleset=None):
    """The input of a file with budget tables."""
    drawn = document(kind, *tables)
    books = tuple(match.extract() for match in survey(drawn).budget_tables())
    assert books, "no budget table was recognised"
    return InputFile(drawn.file, books=books, titles=titles, ruleset=ruleset)


def found(code, kind, *tables, **more):
    """What one check finds."""
    return Runner([CATALOGUE[code]]).run([item(kind, *tables, **more)], []).findings


def all_found(kind, *tables):
    """What all checks of budgets find, apart from tails."""
    checks = [one for one in CATALOGUE.values() if one.scope == "book"]
    return [finding.code for finding in Runner(checks).run([item(kind, *tables)], []).findings]
