"""What a caller may want to know of a workbook before changing it: formats, hidden columns, drawings."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.opened import Opened
from perfscore.ooxml.ranges import Place, Range
from perfscore.ooxml.xml import Element, is_true, local_name


class View:
    """Looks into a workbook; every question raises `PatchError` where there is no such sheet."""

    def __init__(self, opened: Opened) -> None:
        self._open = opened

    def number_format(self, sheet: str, place: Place) -> str:
        """The code by which a cell, blank or not, shows its number, such as `0.00%`."""
        return self._open.styles.number_format(self._open.sheet(sheet).style(*place))

    def hides_column(self, sheet: str, column: int) -> bool:
        """Whether a column (1-based) is hidden."""
        columns = order.find(self._open.sheet(sheet).xml.root, "cols")
        for element in columns if columns is not None else ():
            low, high = element.get("min") or "", element.get("max") or ""
            if low.isdecimal() and high.isdecimal() and int(low) <= column <= int(high):
                return is_true(element.get("hidden")) or element.get("width") == "0"
        return False

    def drawn(self, sheet: str) -> Iterator[Range]:
        """The cells that pictures, charts and stamps lie over."""
        parts = self._open.parts
        part = parts.related(self._open.sheet(sheet).entry.part, "drawing")
        for anchor in parts.tree(part) if part is not None else ():
            corners = {local_name(child): child for child in anchor if local_name(child) in ("from", "to")}
            if corners:
                top, left = _corner(corners.get("from"))
                bottom, right = _corner(corners["to"]) if "to" in corners else (top, left)
                yield Range(top, left, bottom, right)


def _corner(element: Element | None) -> Place:
    """Row and column of a corner, 1-based."""
    texts = {local_name(child): child.text or "" for child in element} if element is not None else {}
    numbers = [texts.get(name, "").strip() for name in ("row", "col")]
    row, column = (int(text) + 1 if text.isdecimal() else 1 for text in numbers)
    return row, column
