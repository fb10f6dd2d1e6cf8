"""A workbook that was opened for changes: its parts, its sheets, and which cells may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.core.location import cell_name
from perfscore.core.records import mutable
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import calc, guards, order
from perfscore.ooxml.patch.comments import Comments
from perfscore.ooxml.patch.errors import PatchError
from perfscore.ooxml.patch.parts import MAIN, STRICT, STRICT_MAIN, TRANSITIONAL, Parts
from perfscore.ooxml.patch.refs import position, written
from perfscore.ooxml.patch.sheet import SheetXml
from perfscore.ooxml.patch.styles import Styles, TooManyFormatsError
from perfscore.ooxml.strings import read_shared_strings
from perfscore.ooxml.workbook import SheetEntry, read_workbook
from perfscore.ooxml.xml import Element, is_count, is_true, local_name

_SIGNATURE: Final = "digital-signature/origin"


@mutable
class OpenSheet:
    """A sheet with what was worked out about it.

    Attributes:
        sheet_id: the number by which the calculation chain knows the sheet.
        headers: the header rows of its tables.
    """

    entry: SheetEntry
    sheet_id: str
    xml: SheetXml
    comments: Comments
    headers: list[guards.Header]

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.entry.name

    def style(self, row: int, column: int) -> int:
        """The format of a cell, whether it is written down or not."""
        cell = self.xml.get(row, column)
        text = (cell.get("s") if cell is not None else self.xml.style_of_new(row, column)) or "0"
        return int(text) if is_count(text) else 0


class Opened:
    """An opened workbook.

    Args:
        file: the path as the user gave it, for messages.
        data: the bytes of the file, or the opened package.

    Raises:
        ReadingError: no whole, safe workbook in the xlsx or xlsm format, or an encrypted one.
    """

    def __init__(self, file: str, data: bytes | Package) -> None:
        if isinstance(data, bytes):
            reason = guards.no_package(data)
            if reason is not None:
                raise ReadingError(file, reason)
            data = Package(file, data)
        self.file = file
        self.package = data
        self.parts = Parts(self.package)
        main = self.package.main
        self.book = read_workbook(self.package, self.parts.tree(main) if main is not None else None)
        root = self.parts.tree(self.book.part)
        self.namespace = str(root.tag).rpartition("}")[0][1:]
        if local_name(root) != "workbook" or self.namespace not in {MAIN, STRICT_MAIN}:
            reason = "不是 xlsx 或 xlsm 工作簿，无法在原文件上标注；请用 Excel/WPS 另存为 xlsx 再试"
            raise ReadingError(file, reason)
        self.kinds = STRICT if self.namespace == STRICT_MAIN else TRANSITIONAL
        self.entries = list(self.book.sheets)
        self.styles = Styles(self.parts, self.book.part, self.kinds, self.namespace)
        self.notes: dict[str, None] = {}
        self._sheets: dict[str, OpenSheet] = {}
        if any(r.type.endswith(_SIGNATURE) for r in self.package.relationships()):
            self.note("文件带有数字签名，改动后签名失效，请在定稿后重新签名")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all sheets in order, added ones included."""
        return tuple(entry.name for entry in self.entries)

    @property
    def used(self) -> list[OpenSheet]:
        """The sheets that were looked into."""
        return list(self._sheets.values())

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings."""
        return read_shared_strings(self.package, self.book.strings)

    def note(self, text: str) -> None:
        """Remember something that the user should know; each thing once."""
        self.notes[text] = None

    # -- sheets and cells ------------------------------------------------------------------------------------

    def sheet(self, name: str) -> OpenSheet:
        """A worksheet by its name, without regard to case where no other fits.

        Raises:
            PatchError: there is none, or it has no cells.
        """
        known = self._sheets.get(name)
        if known is not None:
            return known
        entry = next((e for e in self.entries if e.name == name), None) or next(
            (e for e in self.entries if e.name.casefold() == name.casefold()), None
        )
        if entry is None:
            raise self.refusal(f"没有工作表“{name}”；有：{'、'.join(self.names)}")
        if entry.name in self._sheets:
            return self._sheets[entry.name]
        if entry.kind != "worksheet":
            raise self.refusal("是图表、宏或对话框工作表，没有可写的单元格", entry.name)
        root = self.parts.tree(entry.part)
        listed = order.find(self.parts.tree(self.book.part), "sheets")
        numbers = {e.get("name"): e.get("sheetId") or "" for e in listed} if listed is not None else {}
        xml = SheetXml(root)
        comments = Comments(self.parts, entry.part, xml, self.kinds)
        headers = guards.table_headers(self.parts, entry.part)
        found = OpenSheet(entry, numbers.get(entry.name, ""), xml, comments, headers)
        self._sheets[entry.name] = found
        protection = order.find(root, "sheetProtection")
        if protection is not None and is_true(protection.get("sheet")):
            self.note(f"工作表“{entry.name}”受保护，保护仍然有效，要在其中修改请先撤销保护")
        return found

    def target(self, sheet: str, cell: str, *, merged: bool = False) -> tuple[OpenSheet, int, int]:
        """The sheet, row and column of a cell that may be changed.

        Args:
            sheet: name of the sheet.
            cell: A1 name.
            merged: cells inside a merge are meant too.

        Raises:
            PatchError: no such sheet or cell, or a cell hidden under a merge.
        """
        holder = self.sheet(sheet)
        place = position(cell)
        if place is None:
            raise self.refusal("不是单元格地址，应写作 H12 这样", sheet, cell)
        merge = None if merged else holder.xml.merge_at(*place)
        if merge is not None and (merge.top, merge.left) != place:
            anchor = cell_name(merge.top, merge.left)
            raise self.refusal(f"在合并单元格 {written(merge)} 之内，只能写入左上角的 {anchor}", sheet, cell)
        return holder, *place

    def edit(self, holder: OpenSheet) -> None:
        """Mark a sheet as changed."""
        self.parts.edit(holder.entry.part)

    def emptied(self, holder: OpenSheet, row: int, column: int) -> Element:
        """The element of a cell that is about to get new content, its formula properly taken leave of."""
        self.edit(holder)
        if holder.xml.formula(holder.xml.get(row, column)) is not None:
            holder.xml.rehome(row, column)
            calc.chain_remove(self.parts, self.book.part, holder.sheet_id, row, column)
        return holder.xml.obtain(row, column)

    # -- refusing --------------------------------------------------------------------------------------------

    def refusal(self, reason: str, sheet: str = "", cell: str = "") -> PatchError:
        """The error that names file, sheet and cell."""
        return PatchError(self.file, reason, sheet, cell)

    @contextmanager
    def refusing(self, sheet: str, cell: str = "") -> Iterator[None]:
        """Turn what a single cell cannot take into an error that names it."""
        try:
            yield
        except TooManyFormatsError as error:
            reason = "工作簿的单元格格式已达 Excel 的上限（64000 种），无法再加格式；可只要审核结果表"
            raise self.refusal(reason, sheet, cell) from error
        except ValueError as error:
            raise self.refusal(str(error), sheet, cell) from error
