"""One worksheet while it is being changed: rows and cells in order, merges, arrays, what a cell holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from lxml import etree

from perfscore.core.location import cell_name
from perfscore.ooxml.formula import column_number, moved
from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.celltext import ERRORS, Plain, escaped, set_text, written
from perfscore.ooxml.patch.refs import position, widened
from perfscore.ooxml.patch.refs import written as range_text
from perfscore.ooxml.ranges import Range, parse_range
from perfscore.ooxml.strings import rich_text, unescaped
from perfscore.ooxml.xml import Element, is_count, is_true, local_name


def coordinates(root: Element) -> list[tuple[int, Element, list[tuple[int, Element]]]]:
    """Rows and cells with their numbers, counted on where a row or cell carries no `r`."""
    data = order.find(root, "sheetData")
    rows: list[tuple[int, Element, list[tuple[int, Element]]]] = []
    number = 0
    for row in data if data is not None else ():
        if local_name(row) != "row":
            continue
        number = row_number(row, number)
        rows.append((number, row, cells_of(row)))
    return rows


def cells_of(row: Element) -> list[tuple[int, Element]]:
    """The cells of a row with their columns."""
    cells: list[tuple[int, Element]] = []
    column = 0
    for cell in row.iterchildren("{*}c"):
        reference = cell.get("r")
        column = (_column(reference.rstrip("0123456789")) if reference else 0) or column + 1
        cells.append((column, cell))
    return cells


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The number of a column, 0 where the letters name none."""
    return column_number(letters.replace("$", ""))


def row_number(row: Element, before: int) -> int:
    """The number of a row, counted on from the one before where it carries none."""
    text = row.get("r") or ""
    if is_count(text):
        return int(text)
    # Some writers number the cells alone.
    place = position(row[0].get("r") or "") if len(row) else None
    return place[0] if place else before + 1


class SheetXml:
    """The tree of a worksheet with the indexes that changes need."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.ns = str(root.tag).rpartition("}")[0] + "}"
        self._dimension = order.find(root, "dimension")
        #: The rows in which something was written.
        self.touched: set[int] = set()
        self._extent = parse_range(self._dimension.get("ref") or "") if self._dimension is not None else None

    # -- indexes ---------------------------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> dict[int, Element]:
        rows: dict[int, Element] = {}
        number = 0
        for row in self._data:
            if local_name(row) == "row":
                number = row_number(row, number)
                rows.setdefault(number, row)
        return rows

    @cached_property
    def _numbers(self) -> list[int]:
        return sorted(self._rows)

    @cached_property
    def _cells(self) -> dict[int, dict[int, Element]]:
        """The cells of the rows that were asked for, by row and column."""
        return {}

    def _cells_of(self, row: int) -> dict[int, Element]:
        known = self._cells.get(row)
        if known is None:
            known = self._cells[row] = {}
            for column, cell in cells_of(self._rows[row]):
                known.setdefault(column, cell)
        return known

    @cached_property
    def _data(self) -> Element:
        return order.obtain(self.root, "sheetData", order.WORKSHEET)

    @cached_property
    def _merges(self) -> tuple[dict[int, list[Range]], list[Range]]:
        """Merges by row, and apart the few that are too tall to be listed under each row."""
        by_row: dict[int, list[Range]] = {}
        tall: list[Range] = []
        holder = order.find(self.root, "mergeCells")
        for element in holder if holder is not None else ():
            merge = parse_range(element.get("ref") or "") if local_name(element) == "mergeCell" else None
            if merge is None:
                continue
            if merge.bottom - merge.top > 1000:
                tall.append(merge)
                continue
            for row in range(merge.top, merge.bottom + 1):
                by_row.setdefault(row, []).append(merge)
        return by_row, tall

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, str | None]]:
        """First and last column and style number, as far as anything is said; a new width does not change it."""
        holder = order.find(self.root, "cols")
        ends = (
            [(e.get("min") or "", e.get("max") or "", e.get("style")) for e in holder if local_name(e)]
            if holder is not None
            else []
        )
        return [
            (int(low), int(high), style or None) for low, high, style in ends if is_count(low) and is_count(high)
        ]

    @cached_property
    def blocks(self) -> list[tuple[Range, str]]:
        """Ranges of array formulas and data tables, with the kind of each."""
        found = []
        for formula in self.root.iter(self.ns + "f"):
            kind = formula.get("t")
            if kind in {"array", "dataTable"}:
                block = parse_range(formula.get("ref") or "")
                if block is not None:
                    found.append((block, str(kind)))
        return found

    def rows(self) -> Iterator[tuple[int, Element]]:
        """The rows that are written down with their numbers, in order."""
        return ((number, self._rows[number]) for number in self._numbers)

    def merge_at(self, row: int, column: int) -> Range | None:
        """The merge that holds a cell."""
        by_row, tall = self._merges
        return next((merge for merge in (*by_row.get(row, ()), *tall) if (row, column) in merge), None)

    def rows_within(self, area: Range) -> list[int]:
        """The numbers of the rows of a range that are written down."""
        return self._numbers[bisect_left(self._numbers, area.top) : bisect_right(self._numbers, area.bottom)]

    # -- cells -----------------------------------------------------------------------------------------------

    def get(self, row: int, column: int) -> Element | None:
        """The element of a cell, None where there is none."""
        return self._cells_of(row).get(column) if row in self._rows else None

    def obtain(self, row: int, column: int) -> Element:
        """The element of a cell; a new one stands in order and looks like its row or column."""
        self.touched.add(row)
        found = self.get(row, column)
        if found is not None:
            return found
        holder = self._row(row)
        cell = holder.makeelement(self.ns + "c", {"r": cell_name(row, column)})
        style = self.style_of_new(row, column)
        if style:
            cell.set("s", style)
        known = self._cells_of(row)
        after = None
        if known and max(known) > column:
            after = next((other for number, other in cells_of(holder) if number > column), None)
        if after is not None:
            after.addprevious(cell)
        else:
            # Extensions of the row stay behind its cells, comments anywhere.
            last = next(holder.iterchildren("{*}c", reversed=True), None)
            holder.insert(0, cell) if last is None else last.addnext(cell)
        known[column] = cell
        self._widen_spans(holder, column)
        self._widen_dimension(row, column)
        return cell

    def drop(self, row: int, column: int) -> None:
        """Remove a cell, and its row when nothing is left in it and nothing is said about it."""
        cell = self.get(row, column)
        if cell is None:
            return
        holder = cell.getparent()
        holder.remove(cell)
        # A row may, against the rules, name a cell twice: look again.
        del self._cells[row]
        if not len(holder) and set(holder.attrib) <= {"r", "spans"}:
            self._numbers.remove(row)
            del self._rows[row]
            self._data.remove(holder)

    def _row(self, number: int) -> Element:
        row = self._rows.get(number)
        if row is not None:
            return row
        row = self._data.makeelement(self.ns + "row", {"r": str(number)})
        at = bisect_left(self._numbers, number)
        if at < len(self._numbers):
            self._rows[self._numbers[at]].addprevious(row)
        else:
            self._data.append(row)
        insort(self._numbers, number)
        self._rows[number] = row
        return row

    def style_of_new(self, row: int, column: int) -> str | None:
        """The style number that a cell has before it is written down: that of its row, else of its column."""
        own = self._rows.get(row)
        if own is not None and own.get("s") and is_true(own.get("customFormat")):
            return str(own.get("s"))
        return next((style for low, high, style in self._column_styles if low <= column <= high), None)

    @staticmethod
    def _widen_spans(row: Element, column: int) -> None:
        first, _, last = (row.get("spans") or "").partition(":")
        if is_count(first) and is_count(last):
            row.set("spans", f"{min(int(first), column)}:{max(int(last), column)}")

    def _widen_dimension(self, row: int, column: int) -> None:
        element = self._dimension
        if element is None or self._extent is None or (row, column) in self._extent:
            return
        self._extent = widened(self._extent, row, column)
        element.set("ref", range_text(self._extent))

    def content(self, cell: Element, strings: Sequence[str]) -> list[str | None]:
        """What a cell holds: `blank`, or its kind (`n`, `text`, `b`, `e`), stored text and formula."""
        formula = self.formula(cell)
        value = order.find(cell, "v")
        inline = order.find(cell, "is")
        if formula is None and value is None and inline is None:
            return ["blank"]
        kind = cell.get("t") or "n"
        text = value.text if value is not None else None
        if inline is not None:
            text = rich_text(inline)
        elif kind == "s":
            number = int(text) if text is not None and is_count(text) else -1
            text = strings[number] if 0 <= number < len(strings) else None
        elif kind == "str" and text is not None:
            text = unescaped(text)
        kind = "text" if kind in {"s", "str", "inlineStr"} else kind
        return [kind, text, None if formula is None else self._formula_text(cell, formula)]

    def _formula_text(self, cell: Element, formula: Element) -> str:
        """The formula of a cell; one that shares another cell's formula gets it moved."""
        text = formula.text or ""
        if text or formula.get("t") != "shared":
            return text
        for master in self.root.iter(self.ns + "f"):
            if master.text and master.get("t") == "shared" and master.get("si") == formula.get("si"):
                here, there = position(cell.get("r") or ""), position(master.getparent().get("r") or "")
                if here and there:
                    return moved(master.text, here[0] - there[0], here[1] - there[1])
        return text

    # -- what a cell holds -----------------------------------------------------------------------------------

    @staticmethod
    def formula(cell: Element | None) -> Element | None:
        """The formula element of a cell."""
        return None if cell is None else order.find(cell, "f")

    @staticmethod
    def empty(cell: Element) -> None:
        """Take away content and type; format and extensions stay."""
        for child in list(cell):
            if local_name(child) in {"f", "v", "is"}:
                cell.remove(child)
        for name in ("t", "cm", "ph"):
            cell.attrib.pop(name, None)

    def put(self, cell: Element, value: Plain, formula: str | None = None) -> None:
        """Replace the content of a cell; text becomes an inline string unless it is the result of a formula."""
        self.empty(cell)
        if formula is not None:
            order.insert(cell, cell.makeelement(self.ns + "f"), order.CELL).text = escaped(formula)
        if value is None:
            return
        if isinstance(value, str) and formula is None:
            cell.set("t", "inlineStr")
            holder = order.insert(cell, cell.makeelement(self.ns + "is"), order.CELL)
            set_text(etree.SubElement(holder, self.ns + "t"), value)
            return
        element = order.insert(cell, cell.makeelement(self.ns + "v"), order.CELL)
        if isinstance(value, str):
            cell.set("t", "e" if value in ERRORS else "str")
            set_text(element, value)
        elif isinstance(value, bool):
            cell.set("t", "b")
            element.text = "1" if value else "0"
        else:
            element.text = written(value)

    def rehome(self, row: int, column: int) -> None:
        """Give a shared formula whose first cell is about to be overwritten to the next cell that uses it."""
        formula = self.formula(self.get(row, column))
        if formula is None or formula.get("t") != "shared" or not formula.text:
            return
        followers = [
            (number, place, child)
            for number, _, cells in coordinates(self.root)
            for place, cell in cells
            for child in cell
            if local_name(child) == "f" and child.get("t") == "shared" and child.get("si") == formula.get("si")
            and child is not formula
        ]  # fmt: skip
        # A later master with the same number starts a group of its own.
        group = [follower for follower in followers if not follower[2].text]
        if not group:
            return
        top, left, heir = group[0]
        heir.text = moved(formula.text, top - row, left - column)
        extent = Range(top, left, top, left)
        for number, place, _ in group:
            extent = widened(extent, number, place)
        heir.set("ref", range_text(extent))

    # -- columns ---------------------------------------------------------------------------------------------

    def set_width(self, column: int, width: Decimal) -> None:
        """Give one column a width in characters; a range of columns that holds it is cut."""
        holder = order.obtain(self.root, "cols", order.WORKSHEET)
        own = None
        after = None
        for element in list(holder):
            low, high = element.get("min") or "", element.get("max") or ""
            if not (is_count(low) and is_count(high)):
                continue
            first, last = int(low), int(high)
            if first > column and after is None:
                after = element
            if not first <= column <= last:
                continue
            own = element
            if first < column:
                left = holder.makeelement(element.tag, dict(element.attrib))
                left.set("max", str(column - 1))
                element.addprevious(left)
            if last > column:
                right = holder.makeelement(element.tag, dict(element.attrib))
                right.set("min", str(column + 1))
                element.addnext(right)
        if own is None:
            own = holder.makeelement(self.ns + "col")
            holder.append(own) if after is None else after.addprevious(own)
        own.set("min", str(column))
        own.set("max", str(column))
        own.set("width", written(width))
        own.set("customWidth", "1")
