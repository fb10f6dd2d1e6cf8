"""New worksheets: what a caller describes, and its XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from perfscore.core.location import column_letters
from perfscore.core.records import frozen
from perfscore.ooxml.dates import to_serial
from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.celltext import cell_xml, escaped, text_width, written
from perfscore.ooxml.patch.parts import new_root, serialised
from perfscore.ooxml.patch.refs import quoted
from perfscore.ooxml.patch.refs import written as range_text
from perfscore.ooxml.patch.styles import DATE_FORMAT, MOMENT_FORMAT, TIME_FORMAT, Look, Styles, argb
from perfscore.ooxml.ranges import Range
from perfscore.ooxml.xml import Element

Value = str | Decimal | int | float | bool | date | datetime | time | None


PLAIN: Final = Look()
_FORMULA_STARTS: Final = frozenset("=+-@\t\r\n'")
_DEFAULT_WIDTH: Final = 8
#: Points: of one line, and the most that a row takes.
_LINE: Final = 15
_TALLEST_ROW: Final = 409


class SheetCell(NamedTuple):
    """A cell of a new sheet that is more than a plain value; a tuple, for they are made by the thousand.

    Attributes:
        value: what it shows; the cached result where there is a formula.
        formula: with or without the equals sign.
        link: sheet and cell of the same workbook that a click leads to.
        look: fonts, background, borders, number format.
    """

    value: Value = None
    formula: str | None = None
    link: tuple[str, str] | None = None
    look: Look = PLAIN


@frozen
class SheetSpec:
    """What a new sheet has besides its cells; columns are 1-based.

    Attributes:
        widths: column widths in characters (a Chinese character takes two).
        heights: row heights in points; other rows fit their text.
        header_rows: rows at the top that stay in sight and are repeated on every printed page.
        filter_row: the row that carries filter buttons.
        choices: the list of words that may be chosen in a column, below the header rows.
        choice_rows: how many rows below the header take choices; at least as many as there are rows.
        merges: ranges such as `A1:H1`.
        landscape: printed across, as wide as one page.
        hidden: hidden from view; `hidden_columns` are columns that are.
        tab_color: colour of the sheet's tab, RGB.
    """

    widths: Mapping[int, Decimal | int] = field(default_factory=dict)
    heights: Mapping[int, Decimal | int] = field(default_factory=dict)
    header_rows: int = 0
    filter_row: int | None = None
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    choice_rows: int = 0
    merges: Sequence[str] = ()
    landscape: bool = False
    hidden: bool = False
    hidden_columns: Sequence[int] = ()
    tab_color: str | None = None


Rows = Iterable[Iterable[Value | SheetCell]]


def number_of(value: date | datetime | time, epoch_1904: bool) -> Decimal:
    """The serial number of a date or time.

    >>> number_of(date(2024, 3, 1), False)
    Decimal('45352')
    """
    if isinstance(value, time):
        value = datetime.combine(date(1904, 1, 1), value)
        return _rounded(to_serial(value, date1904=True))
    return _rounded(to_serial(value, date1904=epoch_1904))


def _rounded(serial: Decimal) -> Decimal:
    """Twelve decimals of a day are below a microsecond."""
    return serial if serial == serial.to_integral_value() else round(serial, 12).normalize()


def date_format(value: date | datetime | time) -> str:
    """The number format that shows such a value."""
    if isinstance(value, datetime):
        return MOMENT_FORMAT
    return TIME_FORMAT if isinstance(value, time) else DATE_FORMAT


def plain_value(value: Value, epoch_1904: bool) -> str | Decimal | bool | None:
    """A value as the format stores it.

    Raises:
        ValueError: a number that is not finite, a text that is too long, or something that is no value.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Excel counts UTF-16 units, of which a character takes two at most.
        if len(value) > 16_383 and len(value.encode("utf-16-le", "surrogatepass")) > 2 * 32_767:
            raise ValueError("文字超过一个单元格能容纳的 32767 字，请截短")
        return value
    if isinstance(value, date | datetime | time):
        return number_of(value, epoch_1904)
    if isinstance(value, int | float):
        value = Decimal(repr(value))
    if not isinstance(value, Decimal):
        raise ValueError(f"{type(value).__name__} 不是单元格能存的值；可用文字、Decimal、整数、真假、日期")  # noqa: TRY004 - one error for the caller
    if not value.is_finite():
        raise ValueError(f"{value} 不是有限的数，单元格存不下")
    return value


def looks_like_formula(text: str) -> bool:
    """Whether a text would become a formula if somebody typed it."""
    return text[:1] in _FORMULA_STARTS


@frozen
class Built:
    """A new worksheet.

    Attributes:
        data: the bytes of its part.
        filtered: the range with filter buttons.
        formulas: whether there are any.
    """

    data: bytes
    filtered: Range | None
    formulas: bool


def build(rows: Rows, spec: SheetSpec, styles: Styles, namespace: str, epoch_1904: bool) -> Built:
    """Write a new worksheet: its frame as a tree, its rows, which are many, as text.

    Raises:
        ValueError: a value that no cell can hold, or choices that are no list.
    """
    written_rows = _Rows(spec, styles, epoch_1904)
    for cells in rows:
        written_rows.add(cells)
    reach = Range(1, 1, written_rows.last_row, written_rows.last_column)
    filtered = None
    if spec.filter_row is not None:
        filtered = Range(spec.filter_row, 1, max(reach.bottom, spec.filter_row), reach.right)
    frame = serialised(_frame(spec, namespace, reach, filtered, written_rows.links))
    head, tail = frame.split(b"<sheetData/>")
    data = b"".join([head, b"<sheetData>", "".join(written_rows.text).encode(), b"</sheetData>", tail])
    return Built(data, filtered, written_rows.formulas)


class _Rows:
    """The rows of a new sheet as text, in order."""

    def __init__(self, spec: SheetSpec, styles: Styles, epoch_1904: bool) -> None:
        self._spec = spec
        self._formats = _Numbers(styles)
        self._epoch_1904 = epoch_1904
        self._number = 0
        self.text: list[str] = []
        self.links: list[tuple[str, str, str]] = []
        self.last_row = self.last_column = 1
        self.formulas = False

    def add(self, cells: Iterable[Value | SheetCell]) -> None:
        """Write the next row."""
        self._number += 1
        number, text = self._number, self.text
        own = [given if isinstance(given, SheetCell) else SheetCell(given) for given in cells]
        text.append(f'<row r="{number}"{_height(own, self._spec.heights.get(number), self._spec)}>')
        for column, cell in enumerate(own, 1):
            value, formula, link, _ = cell
            style = self._formats.of(cell)
            if value is None and formula is None and not style:
                continue
            place = f"{_letters(column)}{number}"
            if formula is not None:
                formula = formula.removeprefix("=")
                self.formulas = True
            text.append(cell_xml(place, style, plain_value(value, self._epoch_1904), formula))
            if link is not None:
                self.links.append((place, f"{quoted(link[0])}!{link[1]}", str(value or "")))
            self.last_row = number
            self.last_column = max(self.last_column, column)
        text.append("</row>")


def _frame(
    spec: SheetSpec, namespace: str, reach: Range, filtered: Range | None, links: list[tuple[str, str, str]]
) -> Element:
    """The worksheet without its rows."""
    tag = f"{{{namespace}}}"
    root = new_root("worksheet", namespace)
    _properties(root, tag, spec)
    etree.SubElement(root, tag + "dimension", {"ref": range_text(reach)})
    _view(root, tag, spec)
    etree.SubElement(root, tag + "sheetFormatPr", {"defaultRowHeight": "15"})
    _columns(root, tag, spec)
    etree.SubElement(root, tag + "sheetData")
    if filtered is not None:
        etree.SubElement(root, tag + "autoFilter", {"ref": range_text(filtered)})
    if spec.merges:
        merges = etree.SubElement(root, tag + "mergeCells", {"count": str(len(spec.merges))})
        for merge in spec.merges:
            etree.SubElement(merges, tag + "mergeCell", {"ref": merge})
    _validations(root, tag, spec, reach.bottom)
    _links(root, tag, links)
    _page(root, tag, spec)
    return root


_letters = lru_cache(maxsize=256)(column_letters)


def _columns(root: Element, tag: str, spec: SheetSpec) -> None:
    if not spec.widths:
        return
    holder = etree.SubElement(root, tag + "cols")
    for column, width in sorted(spec.widths.items()):
        given = {"min": str(column), "max": str(column), "width": written(Decimal(width)), "customWidth": "1"}
        if column in spec.hidden_columns:
            given["hidden"] = "1"
        etree.SubElement(holder, tag + "col", given)


def _properties(root: Element, tag: str, spec: SheetSpec) -> None:
    if not (spec.tab_color or spec.landscape):
        return
    properties = etree.SubElement(root, tag + "sheetPr")
    color = argb(spec.tab_color) if spec.tab_color else None
    if color:
        etree.SubElement(properties, tag + "tabColor", {"rgb": color})
    if spec.landscape:
        etree.SubElement(properties, tag + "pageSetUpPr", {"fitToPage": "1"})


def _links(root: Element, tag: str, links: list[tuple[str, str, str]]) -> None:
    if not links:
        return
    holder = etree.SubElement(root, tag + "hyperlinks")
    for place, location, shown in links:
        given = {"ref": place, "location": escaped(location), "display": escaped(shown[:255])}
        etree.SubElement(holder, tag + "hyperlink", given)


def _page(root: Element, tag: str, spec: SheetSpec) -> None:
    margins = {"left": "0.5", "right": "0.5", "top": "0.6", "bottom": "0.6", "header": "0.3", "footer": "0.3"}
    etree.SubElement(root, tag + "pageMargins", margins)
    if spec.landscape:
        setup = {"paperSize": "9", "orientation": "landscape", "fitToWidth": "1", "fitToHeight": "0"}
        etree.SubElement(root, tag + "pageSetup", setup)


def _height(cells: list[SheetCell], given: Decimal | int | None, spec: SheetSpec) -> str:
    """The attributes of a row: a given height, or one that shows all lines: not every program fits rows to their text when it opens a file."""
    if given is not None:
        return f' ht="{written(Decimal(given))}" customHeight="1"'
    lines = 1
    for column, cell in enumerate(cells, 1):
        if not isinstance(cell.value, str) or not (cell.look.wrap or "\n" in cell.value):
            continue
        # One character less than the width: margins of the cell, and words that do not fit the line's end.
        room = max(2, int(spec.widths.get(column, _DEFAULT_WIDTH)) - 1)
        lines = max(lines, sum(max(1, -(-text_width(line) // room)) for line in cell.value.split("\n")))
    return f' ht="{min(_TALLEST_ROW, _LINE * lines)}"' if lines > 1 else ""


class _Numbers:
    """The numbers of formats for cells; looks are shared by many cells, so that they are told apart by identity."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        # The look is kept beside its number, or another one might get its identity.
        self._known: dict[int, tuple[Look, int]] = {}

    def of(self, cell: SheetCell) -> int:
        """The number for a cell."""
        value, formula, link, look = cell
        if link is not None:
            look = _linked(look)
        if isinstance(value, str):
            if formula is None and looks_like_formula(value):
                look = _quoting(look)
        elif isinstance(value, (date, time)) and look.number_format is None:
            look = replace(look, number_format=date_format(value))
        known = self._known.get(id(look))
        if known is None:
            known = self._known[id(look)] = (look, self._styles.look(look))
        return known[1]


@lru_cache(maxsize=256)
def _linked(look: Look) -> Look:
    return replace(look, color=look.color or "FF0563C1", underline=True)


@lru_cache(maxsize=256)
def _quoting(look: Look) -> Look:
    return replace(look, quote=True)


def _view(root: Element, tag: str, spec: SheetSpec) -> None:
    view = etree.SubElement(etree.SubElement(root, tag + "sheetViews"), tag + "sheetView", {"workbookViewId": "0"})
    if spec.header_rows:
        below = f"A{spec.header_rows + 1}"
        pane = {
            "ySplit": str(spec.header_rows),
            "topLeftCell": below,
            "activePane": "bottomLeft",
            "state": "frozen",
        }
        etree.SubElement(view, tag + "pane", pane)
        etree.SubElement(view, tag + "selection", {"pane": "bottomLeft", "activeCell": below, "sqref": below})


def _validations(root: Element, tag: str, spec: SheetSpec, last_row: int) -> None:
    if not spec.choices:
        return
    holder = etree.Element(tag + "dataValidations", {"count": str(len(spec.choices))})
    first = spec.header_rows + 1
    last = max(last_row, spec.header_rows + spec.choice_rows, first)
    for column, words in sorted(spec.choices.items()):
        # Excel splits at half-width commas and takes 255 characters.
        text = ",".join(words)
        if not words or len(text) > 255 or any("," in word for word in words):
            raise ValueError(f"可选项不能含半角逗号，合计不超过 255 字：{text[:40]}")
        letters = column_letters(column)
        kinds = {"type": "list", "allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
        element = etree.SubElement(
            holder, tag + "dataValidation", {**kinds, "sqref": f"{letters}{first}:{letters}{last}"}
        )
        doubled = text.replace('"', '""')
        etree.SubElement(element, tag + "formula1").text = escaped(f'"{doubled}"')
    order.insert(root, holder, order.WORKSHEET)
