"""One form written as a workbook, a Word document and a text, for checks that must find the same in each."""

from __future__ import annotations

from layouts.paper import Paper, text, word, workbook
from perfscore.audit import audit

_WRITERS = {
    "xlsx": lambda paper: workbook([paper]),
    "docx": lambda paper: word([paper]),
    "txt": lambda paper: text([paper]),
}


def paper(lines):
    """A sheet of the lines, whose cells are separated by strokes."""
    made = Paper()
    for number, line in enumerate(lines.strip().splitlines()):
        for column, cell in enumerate(line.split("|")):
            made.put(number, column, cell.strip())
    return made


def found_in_each(code, lines, folder):
    """What a check finds in the form, by format."""
    drawn = paper(lines)
    found = {}
    for suffix, write in _WRITERS.items():
        path = folder / f"表.{suffix}"
        path.write_bytes(write(drawn))
        found[suffix] = [finding for finding in audit(path).findings if finding.code == code]
    return found


def messages(code, lines, folder):
    """The messages of a check, which are the same in every format."""
    found = {
        suffix: [one.message for one in items] for suffix, items in found_in_each(code, lines, folder).items()
    }
    assert found["xlsx"] == found["docx"] == found["txt"], found
    return found["xlsx"]
