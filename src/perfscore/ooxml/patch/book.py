"""A workbook that is changed in place: only the parts that must change do, everything else keeps its bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Final

from lxml import etree

from perfscore.core import saving
from perfscore.core.location import cell_name
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import calc, guards, listing, marks, names, undo
from perfscore.ooxml.patch.archive import rebuilt
from perfscore.ooxml.patch.check import check_parts
from perfscore.ooxml.patch.comments import UnusableDrawingError, text_of
from perfscore.ooxml.patch.errors import PatchError
from perfscore.ooxml.patch.opened import Opened, OpenSheet
from perfscore.ooxml.patch.parts import Parts
from perfscore.ooxml.patch.record import Record
from perfscore.ooxml.patch.refs import position
from perfscore.ooxml.patch.sheets import (
    Rows,
    SheetSpec,
    Value,
    build,
    date_format,
    looks_like_formula,
    plain_value,
)
from perfscore.ooxml.patch.styles import argb as color_of
from perfscore.ooxml.patch.view import View
from perfscore.ooxml.workbook import SheetEntry
from perfscore.ooxml.xml import Element

_LONGEST_FORMULA: Final = 8192
_LONGEST_CODE: Final = 255


class Book:
    """A workbook opened for changes; made by `patch.open`.

    Every change either happens whole or raises `PatchError` and leaves the book as it was. Nothing is written
    before `save`.

    Args:
        path: the workbook, also named in messages.
        data: its bytes, or the opened package.
        reversible: mark every addition and keep the original bytes, so that `patch.strip` can undo it.

    Raises:
        ReadingError: no whole, safe workbook in the xlsx or xlsm format, or an encrypted one.
        PatchError: it is marked already, and should be marked again.
    """

    def __init__(self, path: str | Path, data: bytes | Package, *, reversible: bool = False) -> None:
        self.file = str(path)
        self._open = Opened(self.file, data)
        self._parts = self._open.parts
        self._record = Record()
        self._reversible = reversible
        self._recalculates = False
        if reversible and (marks.marker(self._open.package) or undo.find_item(self._open.package)):
            raise PatchError(self.file, "已带有 perfscore 的标注，请先用 --strip 去掉再重新标注")

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the copy, in the order it came up."""
        return tuple(self._open.notes)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets in order, added ones included."""
        return self._open.names

    @property
    def view(self) -> View:
        """What one may want to know of the workbook before changing it."""
        return View(self._open)

    # -- cells -----------------------------------------------------------------------------------------------

    def set_value(self, sheet: str, cell: str, value: Value) -> None:
        """Write a constant; its format, border and font stay, a formula in the cell is replaced.

        Args:
            sheet: name of the sheet.
            cell: its A1 name; inside a merge only the first cell.
            value: text (never taken for a formula), an exact number, a truth value, a date, or None for nothing.

        Raises:
            PatchError: the cell cannot hold it, or changing the cell would break something else.
        """
        holder, row, column = self._open.target(sheet, cell)
        with self._open.refusing(sheet, cell):
            plain = plain_value(value, self._open.book.date1904)
            if plain is None and holder.xml.get(row, column) is None:
                return
            self._guard_content(holder, row, column, plain)
            style = holder.style(row, column)
            if isinstance(value, str) and looks_like_formula(value):
                style = self._open.styles.quoting(style)
            elif isinstance(value, date | time):
                style = self._open.styles.as_date(style, date_format(value))
        before = self._content(holder, row, column)
        element = self._open.emptied(holder, row, column)
        holder.xml.put(element, plain)
        _set_style(element, style)
        self._wrote(holder, (row, column), before, marks.fingerprint(_stored(plain)))

    def set_formula(self, sheet: str, cell: str, formula: str, cached: Value) -> None:
        """Write a formula with its result, which programs show until they calculate.

        Args:
            sheet: name of the sheet.
            cell: its A1 name; inside a merge only the first cell.
            formula: with or without the equals sign, in English function names.
            cached: the result; None where it is not known.

        Raises:
            PatchError: as `set_value`; or the formula is empty or longer than Excel takes.
        """
        text = formula.strip().removeprefix("=")
        if not text or len(text) > _LONGEST_FORMULA:
            raise self._open.refusal("公式为空，或超过 Excel 允许的 8192 个字符", sheet, cell)
        holder, row, column = self._open.target(sheet, cell)
        with self._open.refusing(sheet, cell):
            result = plain_value(cached, self._open.book.date1904)
        self._guard_content(holder, row, column, result)
        before = self._content(holder, row, column)
        element = self._open.emptied(holder, row, column)
        holder.xml.put(element, result, text)
        calc.chain_add(self._parts, self._open.book.part, holder.sheet_id, row, column)
        self._wrote(holder, (row, column), before, marks.fingerprint(None, text))

    def set_fill(self, sheet: str, cell: str, argb: str) -> None:
        """Give a cell a plain background; number format, border and font stay.

        Raises:
            PatchError: no colour, no such cell, or the workbook is full of formats.
        """
        color = color_of(argb)
        if color is None:
            raise self._open.refusal(f"{argb} 不是颜色，应写作 FFC7CE 或 FFFFC7CE", sheet, cell)
        holder, row, column = self._open.target(sheet, cell)
        old = holder.style(row, column)
        fill = self._open.styles.fill_of(old)
        before = None if fill is None else etree.tostring(fill, encoding="unicode", with_tail=False)
        with self._open.refusing(sheet, cell):
            style = self._open.styles.with_fill(old, color)
        self._open.edit(holder)
        _set_style(holder.xml.obtain(row, column), style)
        self._record.note("fill", holder.name, (row, column), (color,), before)

    def set_number_format(self, sheet: str, cell: str, code: str) -> None:
        """Let a cell show its number by a format code such as `0.00%`; fill, border and font stay.

        Raises:
            PatchError: no code, no such cell, or the workbook is full of formats.
        """
        if not code.strip() or len(code) > _LONGEST_CODE:
            raise self._open.refusal("数字格式为空，或超过 Excel 允许的 255 个字符", sheet, cell)
        holder, row, column = self._open.target(sheet, cell)
        with self._open.refusing(sheet, cell):
            style = self._open.styles.with_number_format(holder.style(row, column), code)
        self._give(holder, (row, column), style)

    def copy_format(self, sheet: str, source: str, target: str) -> None:
        """Give a cell the whole format of another one of the sheet: font, border, background, number format.

        Raises:
            PatchError: no such cell.
        """
        holder, row, column = self._open.target(sheet, target)
        place = position(source)
        if place is None:
            raise self._open.refusal(f"{source} 不是单元格地址", sheet, target)
        self._give(holder, (row, column), holder.style(*place))

    def add_comment(self, sheet: str, cell: str, author: str, text: str) -> None:
        """Write a classic comment; where the cell has one, behind its text.

        Raises:
            PatchError: the cell has a threaded comment, which is left alone, or the text is too long.
        """
        holder, row, column = self._open.target(sheet, cell)
        if holder.comments.threaded(row, column):
            raise self._open.refusal("单元格带有会话批注（线程批注），不改动它；结果请看审核结果表", sheet, cell)
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        present = holder.comments.find(row, column)
        if not text or len(text) + len(text_of(present) if present is not None else "") > 32_000:
            raise self._open.refusal("批注为空，或连同原有批注超过 Excel 允许的长度", sheet, cell)
        try:
            holder.comments.add(row, column, author, text)
        except UnusableDrawingError as error:
            raise self._open.refusal(f"{error}，无法加批注；请用 Excel/WPS 另存后再试", sheet, cell) from error
        self._record.note_comment(holder.name, (row, column), text)

    # -- sheets ----------------------------------------------------------------------------------------------

    def add_sheet(self, name: str, rows: Rows, spec: SheetSpec | None = None) -> str:
        """Add a sheet at the end.

        Args:
            name: the wanted name; made legal and unique.
            rows: its cells, plain values or `SheetCell`; a text is never taken for a formula.
            spec: widths, header rows, choices and so on.

        Returns:
            The name that the sheet got.

        Raises:
            PatchError: a value that no cell can hold, or the workbook is full of formats.
        """
        own = names.sheet_name(name, self.sheets)
        with self._open.refusing(own):
            spec = spec or SheetSpec()
            built = build(rows, spec, self._open.styles, self._open.namespace, self._open.book.date1904)
        part, kinds = self._open.book.part, self._open.kinds
        listed = listing.enter(self._parts, part, kinds, own, built.data, hidden=spec.hidden)
        listing.define_ranges(listed, own, built.filtered, spec.header_rows)
        if built.formulas:
            self._recalculate()
        if names.locked_structure(listed.workbook):
            self._open.note("工作簿结构受保护，保护仍然有效；新增的工作表不能用鼠标移动或删除")
        self._open.entries.append(SheetEntry(own, listed.part, "worksheet", spec.hidden))
        self._record.note("sheet", own, (1, 1))
        return own

    def set_width(self, sheet: str, column: str, width: Decimal | int) -> None:
        """Give a column a width in characters (a Chinese character takes two).

        Args:
            sheet: name of the sheet.
            column: letters of the column.
            width: in characters.

        Raises:
            PatchError: no such column.
        """
        holder, _, number = self._open.target(sheet, f"{column}1", merged=True)
        self._open.edit(holder)
        holder.xml.set_width(number, Decimal(width))

    def extend_print_area(self, sheet: str, cell: str) -> bool:
        """Let the sheet's print area take in a cell right beside it; tells whether anything was changed.

        Raises:
            PatchError: no such cell.
        """
        holder, row, column = self._open.target(sheet, cell, merged=True)
        place = next(n for n, entry in enumerate(self._open.entries) if entry.name == holder.name)
        element = names.print_area(self._parts.tree(self._open.book.part), place)
        text = names.widened_print_area(element.text or "", row, column) if element is not None else None
        if element is None or text is None:
            return False
        self._parts.edit(self._open.book.part)
        element.text = text
        return True

    # -- saving ----------------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Write the copy: to a temporary file first, checked, then moved into place.

        Raises:
            PatchError: the target is the source, its ending does not fit the kind of workbook, it cannot be
                written, or the package check found something wrong that was not wrong before.
        """
        target = Path(path)
        self._guard_target(target)
        data = self.to_bytes()
        try:
            saving.write(target, data)
        except OSError as error:
            raise PatchError(str(path), f"无法写入（{error.strerror}），请检查文件夹、权限和磁盘空间") from error

    def to_bytes(self) -> bytes:
        """The copy as it would be saved.

        Raises:
            PatchError: the package check found something wrong that was not wrong before.
        """
        wanted = self._reversible and bool(self._record)
        item = self._record.write(self._parts, self._open.book, self._open.kinds) if wanted else None
        for holder in self._open.used:
            holder.comments.draw()
        self._check()
        # Names in the directory, which may hold backslashes, and new contents.
        changed: dict[str, bytes] = {}
        for name in self._parts.changed:
            changed[self._open.package.member(name).info.orig_filename] = self._parts.content(name)
        added = {name: self._parts.content(name) for name in self._parts.added if name != item}
        if item is not None:
            added[item] = self._record.content(self._open.package, self._parts, self._open.book, changed)
        gone = {self._open.package.member(name).info.orig_filename: None for name in self._parts.removed}
        return rebuilt(self._open.package, {**changed, **gone}, added)

    def _check(self) -> None:
        """Check what is about to be written; what was wrong in the source already is not our concern."""
        # Parts that were written whole, such as new sheets, need no look: their rows stand in order.
        touched = None if self._parts.removed else {*self._parts.changed, *self._parts.grown}
        styles = self._parts.related(self._open.book.part, "styles")
        rows = {holder.entry.part: holder.xml.touched for holder in self._open.used}
        found = check_parts(
            self._parts, replace(self._open.book, sheets=tuple(self._open.entries), styles=styles), touched, rows
        )
        if not found:
            return
        known = set(check_parts(Parts(self._open.package), self._open.book, touched, rows))
        new = [problem for problem in found if problem not in known]
        if new:
            raise PatchError(self.file, f"改动后的工作簿没有通过自检，未保存：{'；'.join(new[:3])}")

    def _guard_target(self, target: Path) -> None:
        if saving.same_file(self.file, target):
            raise PatchError(str(target), "输出文件就是原文件；请另取文件名，原文件不会被覆盖")
        reason = guards.wrong_ending(self._open.package.content_type(self._open.book.part), target)
        if reason is not None:
            raise PatchError(str(target), reason)

    # -- small steps -----------------------------------------------------------------------------------------

    def _guard_content(self, holder: OpenSheet, row: int, column: int, value: object) -> None:
        reason = guards.held_content(holder.xml, holder.headers, (row, column), value)
        if reason is not None:
            raise self._open.refusal(reason, holder.name, cell_name(row, column))

    def _give(self, holder: OpenSheet, place: tuple[int, int], style: int) -> None:
        """Give a cell a format; one that was not there is remembered, to be taken away again."""
        existed = holder.xml.get(*place) is not None
        self._open.edit(holder)
        _set_style(holder.xml.obtain(*place), style)
        if not existed:
            self._record.note("value", holder.name, place, ("b", marks.fingerprint(None)), ["none"])

    def _wrote(
        self, holder: OpenSheet, place: tuple[int, int], before: list[str | None], fingerprint: str
    ) -> None:
        self._recalculate()
        blank = "b" if before[0] in {"none", "blank"} else "o"
        self._record.note("value", holder.name, place, (blank, fingerprint), before)

    def _recalculate(self) -> None:
        if not self._recalculates:
            calc.recalculate_on_load(self._parts.edit(self._open.book.part))
            self._recalculates = True

    def _content(self, holder: OpenSheet, row: int, column: int) -> list[str | None]:
        """What a cell holds, to be put back later: kind, stored text and formula."""
        element = holder.xml.get(row, column) if self._reversible else None
        return ["none"] if element is None else holder.xml.content(element, self._open.strings)


def _set_style(element: Element, style: int) -> None:
    if style or element.get("s"):
        element.set("s", str(style))


def _stored(value: str | Decimal | bool | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, bool) else str(value)
