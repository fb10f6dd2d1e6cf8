"""What reviewers wrote into the results sheet of an annotated copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from perfscore.core import waivers
from perfscore.core.records import frozen
from perfscore.core.waivers import Waiver
from perfscore.readers.document import Cell, Document, Table

_FIELDS: Final = {
    "verdict": waivers.VERDICT_HEADER,
    "reason": waivers.REASON_HEADER,
    "person": waivers.PERSON_HEADER,
    "date": waivers.DATE_HEADER,
    "key": waivers.KEY_HEADER,
}
_NEEDED: Final = {"verdict", "reason"}
_OURS: Final = frozenset(word for words in (*waivers.HEADERS, *waivers.ROUND_HEADERS) for word in words)
#: As typed, blanks left out.
_VERDICTS: Final = {english.replace(" ", ""): chinese for chinese, english in waivers.VERDICTS_EN.items()}


@frozen
class Reviewed:
    """What a reviewer left in the results sheets of an annotated copy.

    Attributes:
        waivers: the words beside findings, in the order of the rows; of rows whose fingerprint is lost, with an
            empty one.
        strays: cells that belong to no finding: rows and columns of the reviewer's own.
    """

    waivers: tuple[Waiver, ...] = ()
    strays: tuple[Cell, ...] = ()


def reviewed(document: Document) -> Reviewed:
    """Read the results sheets; rows without any words are left out.

    A row is known by its hidden fingerprint, so rows may be sorted, filtered and deleted.
    """
    known: dict[str, Waiver] = {}
    lost: list[Waiver] = []
    strays: list[Cell] = []
    for table in document.added:
        for row in _rows(table):
            strays += row.strays
            waiver = row.waiver
            if waiver is None:
                continue
            if waiver.fingerprint and known.setdefault(waiver.key, waiver) == waiver:
                continue
            # A second, different remark on the same finding is one too many.
            lost.append(replace(waiver, fingerprint=""))
    return Reviewed((*known.values(), *lost), tuple(strays))


@frozen
class _Row:
    waiver: Waiver | None
    strays: list[Cell]


def _rows(table: Table) -> Iterator[_Row]:
    columns: dict[str, int] = {}
    own: set[int] = set()
    if not any(_named(anchors).keys() >= _NEEDED for _, anchors in table):
        return
    for _, anchors in table:
        texts = {cell.shown.strip(): column for column, cell in anchors}
        named = _named(anchors)
        if named.keys() >= _NEEDED:
            columns = named
            own = {column for text, column in texts.items() if text in _OURS}
        if not columns:
            # Above the heads stand lines of our own, in the first column.
            yield _Row(None, [cell for column, cell in anchors if column > 1 and cell.shown.strip()])
            continue
        beyond = [cell for column, cell in anchors if column not in own and cell.shown.strip()]
        if columns is named:
            yield _Row(None, beyond)
            continue
        cells = dict(anchors)
        typed = {name: _text(cells.get(column)) for name, column in columns.items()}
        code, _, fingerprint = typed.pop("key", "").partition(":")
        verdict = "".join(typed.pop("verdict", "").split())
        if any([verdict, *typed.values()]):
            at = next(cells[column].at for name, column in columns.items() if name != "key" and column in cells)
            yield _Row(Waiver(code, fingerprint, _VERDICTS.get(verdict.lower(), verdict), **typed, at=at), beyond)
        elif "key" in columns and not fingerprint:
            yield _Row(
                None, [cell for _, cell in anchors if cell.shown.strip() and cell.shown not in waivers.NOTHING]
            )
        else:
            yield _Row(None, beyond)


def _named(anchors: Sequence[tuple[int, Cell]]) -> dict[str, int]:
    """The columns that are read back, where a row names them."""
    texts = {cell.shown.strip(): column for column, cell in anchors}
    return {name: texts[word] for name, words in _FIELDS.items() for word in words if word in texts}


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    return cell.shown.strip()
