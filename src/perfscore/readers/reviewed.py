"""What reviewers wrote into the results sheet of an annotated copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from perfscore.core import waivers
from perfscore.core.waivers import Waiver
from perfscore.readers.document import Cell, Document, Table

_FIELDS: Final = {
    "verdict": waivers.VERDICT_HEADER,
    "reason": waivers.REASON_HEADER,
    "person": waivers.PERSON_HEADER,
    "date": waivers.DATE_HEADER,
    "key": waivers.KEY_HEADER,
}
_VERDICTS: Final = {english: chinese for chinese, english in waivers.VERDICTS_EN.items()}


def waivers_of(document: Document) -> tuple[Waiver, ...]:
    """The words beside findings, in the order of the rows; rows without any are left out.

    A row is known by its hidden fingerprint, so rows may be sorted, filtered and deleted.
    """
    found: dict[str, Waiver] = {}
    for table in document.added:
        for waiver in _in_table(table):
            found.setdefault(waiver.key, waiver)
    return tuple(found.values())


def _in_table(table: Table) -> Iterator[Waiver]:
    columns: dict[str, int] = {}
    for _, anchors in table:
        texts = {cell.shown.strip(): column for column, cell in anchors}
        named = {name: texts[word] for name, words in _FIELDS.items() for word in words if word in texts}
        if {"verdict", "key"} <= named.keys():
            columns = named
            continue
        cells = dict(anchors)
        typed = {name: _text(cells.get(column)) for name, column in columns.items()}
        code, sign, fingerprint = typed.pop("key", "").partition(":")
        if not (sign and code and fingerprint and any(typed.values())):
            continue
        verdict = typed.pop("verdict", "")
        at = next(cells[column].at for name, column in columns.items() if name != "key" and column in cells)
        yield Waiver(code, fingerprint, _VERDICTS.get(verdict.lower(), verdict), **typed, at=at)


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    return cell.shown.strip()
