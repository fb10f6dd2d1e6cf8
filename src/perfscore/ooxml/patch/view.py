"""What a caller may want to know of a workbook before changing it: formats, hidden columns, what lies on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.ooxml.patch import order, vml
from perfscore.ooxml.patch.geometry import Geometry
from perfscore.ooxml.patch.opened import Opened, OpenSheet
from perfscore.ooxml.ranges import Place, Range, parse_range
from perfscore.ooxml.xml import Element, is_count, is_true, local_name

_ANCHORS: Final = ("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")
_TABLES: Final = frozenset({"table", "pivotTable"})
#: English metric units.
_PER_PIXEL: Final = 9525


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
            if is_count(low) and is_count(high) and int(low) <= column <= int(high):
                return is_true(element.get("hidden")) or element.get("width") == "0"
        return False

    def taken(self, sheet: str) -> Iterator[Range]:
        """The cells that belong to something else than the sheet's own text, blank ones too.

        Pictures, charts, stamps and buttons lie over them; tables, pivot tables and array formulas hold them.
        """
        parts, holder = self._open.parts, self._open.sheet(sheet)
        yield from self._drawn(holder)
        yield from (block for block, _ in holder.xml.blocks)
        for relationship in parts.relationships(holder.entry.part):
            if relationship.kind in _TABLES and relationship.target in parts:
                root = parts.tree(relationship.target)
                location = order.find(root, "location")
                area = parse_range((root if location is None else location).get("ref") or "")
                if area is not None:
                    yield area

    def _drawn(self, holder: OpenSheet) -> Iterator[Range]:
        parts = self._open.parts
        part = parts.related(holder.entry.part, "drawing")
        anchors = parts.tree(part).iter(*_ANCHORS) if part is not None else ()
        for anchor in anchors:
            yield _area(anchor, holder)
        controls = holder.comments.drawing
        if controls is not None:
            yield from vml.controls(parts.raw(controls))


def _area(anchor: Element, holder: OpenSheet) -> Range:
    """The cells under an anchor: between two corners, or from one corner or place on as far as a size reaches."""
    children = {local_name(child): child for child in anchor}
    first, last, size = children.get("from"), children.get("to"), children.get("ext")
    if first is not None and last is not None:
        (top, left), (bottom, right) = _corner(first), _corner(last)
        return Range(top, left, max(top, bottom), max(left, right))
    geometry = Geometry(holder.xml)
    x, y = (_pixels(children.get("pos"), name) for name in ("x", "y"))
    if first is not None:
        row, column = _corner(first)
        x, y = geometry.corner(row, column)
        x, y = x + _pixels(first, "colOff"), y + _pixels(first, "rowOff")
    return geometry.under(x, y, _pixels(size, "cx"), _pixels(size, "cy"))


def _corner(element: Element) -> Place:
    """Row and column of a corner, 1-based."""
    texts = {local_name(child): (child.text or "").strip() for child in element}
    row, column = (int(texts.get(name, "")) + 1 if is_count(texts.get(name, "")) else 1 for name in ("row", "col"))
    return row, column


def _pixels(element: Element | None, name: str) -> int:
    """A length that an attribute or a child gives in English metric units."""
    if element is None:
        return 0
    child = order.find(element, name)
    text = (element.get(name) if child is None else child.text) or ""
    return int(text) // _PER_PIXEL if is_count(text.strip()) else 0
