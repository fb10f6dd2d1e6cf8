"""Texts of a document as papers may have them, and the places in it."""

from __future__ import annotations

from typing import Any

from perfscore.core.location import Location
from perfscore.core.visible import clean

Record = dict[str, Any]


def one_text(text: str) -> str:
    r"""A text without what a document cannot hold; breaks of lines stay.

    >>> one_text("a\r\nb\x07c")
    'a\nb�c'
    """
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")


def location(at: Record) -> Location:
    """A place of a document."""
    return Location(
        at["file"],
        sheet=at["sheet"],
        cell=at["cell"],
        page=at["page"],
        line=at["line"],
        end_line=at["end_line"],
        end_cell=at.get("end_cell"),
    )
