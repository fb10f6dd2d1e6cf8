"""Texts of a workbook: shared strings, inline strings and comments, without phonetic guides."""

from __future__ import annotations

import re

from perfscore.ooxml.package import Package
from perfscore.ooxml.xml import Element, local_name

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_shared_strings(package: Package, part: str | None) -> list[str]:
    """The shared strings in the order that cells count them; empty in a workbook without that part.

    Raises:
        ReadingError: the part is damaged.
    """
    if part is None:
        return []
    tags = (f"{{{space}}}si" for space in NAMESPACES)
    return [rich_text(item) for item in package.stream(part, *tags)]


#: The namespaces of spreadsheets: transitional, as nearly all programs write, and strict.
NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


def rich_text(item: Element) -> str:
    """The text of an element that holds `t`, or runs with `t`; phonetic runs are left out."""
    parts: list[str] = []
    for child in item:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(piece.text or "" for piece in child if local_name(piece) == "t")
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Turn `_x000D_` and the like back into characters, as office programs escape what XML cannot hold."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
