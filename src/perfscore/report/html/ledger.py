"""The ledger of a dossier as a page shows it: each form in a row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from perfscore.core.records import frozen
from perfscore.formrows import form_rows
from perfscore.report.ledger.tables import FORMS, Named, form_values
from perfscore.report.style import Style

#: Kinds of columns whose cells stand at the right.
_NUMBERS: Final = frozenset({"count", "score", "amount", "percent"})


@frozen
class LedgerRow:
    """A form: its number in the dossier, its cells; `numbers` says of each whether it stands at the right."""

    form: int
    cells: tuple[str, ...]


@frozen
class Ledger:
    """The headings, which columns hold numbers, and the rows."""

    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[LedgerRow, ...]


def ledger(document: dict[str, Any], style: Style) -> Ledger:
    """The forms of a dossier in its order, in the columns of the printed ledger."""
    kept = [place for place, column in enumerate(FORMS) if column.printed]
    rows = []
    for number, row in enumerate(form_rows(document), 1):
        values = form_values(row, number, row.file)
        cells = tuple(_text(values[place], FORMS[place].kind) for place in kept)
        rows.append(LedgerRow(row.number, cells))
    heads = tuple(style.say(FORMS[place].zh, FORMS[place].en) for place in kept)
    return Ledger(heads, tuple(FORMS[place].kind in _NUMBERS for place in kept), tuple(rows))


def _text(value: object, kind: str) -> str:
    match value:
        case None:
            return ""
        case Named():
            return value.shown
        case Decimal():
            return f"{value:f}%" if kind == "percent" else f"{value:f}"
        case _:
            return str(value)
