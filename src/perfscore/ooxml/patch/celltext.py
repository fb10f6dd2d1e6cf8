"""Values as the format writes them: escapes, blanks that count, numbers with all their digits."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from perfscore.ooxml.xml import Element

_KEEPING: Final = ' xml:space="preserve"'
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
ERRORS: Final = {
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
}

Plain = str | Decimal | bool | None

# What XML cannot hold, and text that would be read as such an escape.
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


# Most texts hold nothing that must be written otherwise; one look tells.
_SPECIAL = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x")
_NARROW = re.compile("[\x00-\u2e7f]+")


def escaped(text: str) -> str:
    r"""Text as the format stores it: control characters as `_x000B_`, line ends as line feeds.

    >>> escaped("_x0041_"), escaped("甲\r\n乙")
    ('_x005F_x0041_', '甲\n乙')
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def cell_xml(place: str, style: int, value: Plain, formula: str | None) -> str:
    """A cell of a new sheet as text; what `SheetXml.put` makes of a cell that is there."""
    head = f'<c r="{place}" s="{style}"' if style else f'<c r="{place}"'
    own = "" if formula is None else f"<f>{escape(escaped(formula))}</f>"
    if isinstance(value, str):
        if formula is None and _SPECIAL.search(value) is None and value == value.strip():
            return f'{head} t="inlineStr"><is><t>{value}</t></is></c>'
        text = f"{_KEEPING if _blanks_count(value) else ''}>{escape(escaped(value))}"
        if formula is None:
            return f'{head} t="inlineStr"><is><t{text}</t></is></c>'
        return f'{head} t="{"e" if value in ERRORS else "str"}">{own}<v{text}</v></c>'
    if isinstance(value, bool):
        return f'{head} t="b">{own}<v>{int(value)}</v></c>'
    return f"{head}>{own}{'' if value is None else f'<v>{written(value)}</v>'}</c>"


def _blanks_count(text: str) -> bool:
    return "\n" in text or text != text.strip()


def set_text(element: Element, text: str) -> None:
    """Put text into a `t` element and keep its blanks."""
    element.text = escaped(text)
    if _blanks_count(text):
        element.set(XML_SPACE, "preserve")


def written(number: Decimal) -> str:
    """A number exactly as given; an exponent only where the digits would fill a line.

    >>> written(Decimal("1E+2")), written(Decimal("0.1000"))
    ('100', '0.1000')
    """
    return format(number, "f") if -40 < number.adjusted() < 40 else str(number)


def text_width(line: str) -> int:
    """Width in half-width characters: a Chinese character takes two.

    >>> text_width("得分 20")
    7
    """
    return 2 * len(line) - sum(map(len, _NARROW.findall(line)))
