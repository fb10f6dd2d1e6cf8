"""A workbook that is changed in place: only the parts that must change do, everything else keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from lxml import etree

from perfscore.core.errors import ReadingError
from perfscore.core.location import cell_name
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import calc, marks, names, order, undo
from perfscore.ooxml.patch.archive import rebuilt, write_atomically
from perfscore.ooxml.patch.check import check_package
from perfscore.ooxml.patch.comments import Comments, UnusableDrawingError, text_of
from perfscore.ooxml.patch.errors import PatchError
from perfscore.ooxml.patch.parts import MAIN, SPREADSHEET, STRICT, STRICT_MAIN, TRANSITIONAL, Parts
from perfscore.ooxml.patch.refs import absolute, position, quoted
from perfscore.ooxml.patch.refs import written as range_text
from perfscore.ooxml.patch.sheet import SheetXml
from perfscore.ooxml.patch.sheets import (
    Rows,
    SheetSpec,
    Value,
    build,
    date_format,
    looks_like_formula,
    plain_value,
)
from perfscore.ooxml.patch.styles import Styles, TooManyFormatsError
from perfscore.ooxml.patch.styles import argb as color_of
from perfscore.ooxml.ranges import Range, parse_range
from perfscore.ooxml.strings import read_shared_strings
from perfscore.ooxml.workbook import SheetEntry, read_workbook
from perfscore.ooxml.xml import Element, is_true, local_name

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_FORMULA: Final = 8192
_SIGNATURE: Final = "digital-signature/origin"
_ADDED_SHEET: Final = SPREADSHEET + "worksheet+xml"


@dataclass(slots=True)
class _Sheet:
    """A sheet with what was worked out about it."""

    entry: SheetEntry
    sheet_id: str
    xml: SheetXml
    comments: Comments


@dataclass(frozen=True, slots=True)
class _Done:
    """An addition to be marked: where, its details, and what stood there before."""

    mark: marks.Mark
    before: Any


class Book:
    """A workbook opened for changes; made by `patch.open`.

    Every change either happens whole or raises `PatchError` and leaves the book as it was. Nothing is written
    before `save`.

    Args:
        path: the workbook, also named in messages.
        data: its bytes.
        reversible: mark every addition and keep the original bytes, so that `patch.strip` can undo it.

    Raises:
        ReadingError: no whole, safe workbook in the xlsx or xlsm format, or an encrypted one.
        PatchError: it is marked already, and should be marked again.
    """

    def __init__(self, path: str | Path, data: bytes, *, reversible: bool = False) -> None:
        self.file = str(path)
        if data.startswith(_OLE):
            raise ReadingError(self.file, _ole_reason(data))
        self.package = Package(self.file, data)
        self._book = read_workbook(self.package)
        self._parts = Parts(self.package)
        root = self._parts.tree(self._book.part)
        namespace = str(root.tag).rpartition("}")[0][1:]
        if local_name(root) != "workbook" or namespace not in {MAIN, STRICT_MAIN}:
            raise ReadingError(
                self.file, "不是 xlsx 或 xlsm 工作簿，无法在原文件上标注；请用 Excel/WPS 另存为 xlsx 再试"
            )
        self._namespace = namespace
        self._kinds = STRICT if namespace == STRICT_MAIN else TRANSITIONAL
        self._entries = list(self._book.sheets)
        self._sheets: dict[str, _Sheet] = {}
        self._styles = Styles(self._parts, self._book.part, self._kinds, namespace)
        self._notes: dict[str, None] = {}
        self._done: dict[tuple[str, str, int, int], _Done] = {}
        self._reversible = reversible
        if reversible and (marks.read_marks(root) or undo.find_item(self.package)):
            raise PatchError(self.file, "已带有 perfscore 的标注，请先用 --strip 去掉再重新标注")
        if any(r.type.endswith(_SIGNATURE) for r in self.package.relationships()):
            self._note("文件带有数字签名，改动后签名失效，请在定稿后重新签名")

    # -- looking ---------------------------------------------------------------------------------------------

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the copy, in the order it came up."""
        return tuple(self._notes)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets in order, added ones included."""
        return tuple(entry.name for entry in self._entries)

    def _note(self, text: str) -> None:
        self._notes[text] = None

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
        holder, row, column = self._target(sheet, cell)
        try:
            plain = plain_value(value, self._book.date1904)
        except ValueError as error:
            raise self._refusal(str(error), sheet, cell) from error
        element = holder.xml.get(row, column)
        if plain is None and element is None:
            return
        self._guard_content(holder, row, column, plain)
        with self._refusing(sheet, cell):
            style = _style(element) if element is not None else None
            before = self._content(holder, row, column)
            if isinstance(value, str) and looks_like_formula(value):
                style = self._styles.quoting(
                    style if style is not None else self._style_of_new(holder, row, column)
                )
            elif isinstance(value, date | time):
                old = style if style is not None else self._style_of_new(holder, row, column)
                style = self._styles.as_date(old, date_format(value))
        element = self._replace(holder, row, column)
        holder.xml.put(element, plain)
        if style is not None:
            _set_style(element, style)
        self._wrote(holder, row, column, before, marks.fingerprint(_stored(plain)))

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
            raise self._refusal("公式为空，或超过 Excel 允许的 8192 个字符", sheet, cell)
        holder, row, column = self._target(sheet, cell)
        try:
            result = plain_value(cached, self._book.date1904)
        except ValueError as error:
            raise self._refusal(str(error), sheet, cell) from error
        self._guard_content(holder, row, column, result)
        before = self._content(holder, row, column)
        element = self._replace(holder, row, column)
        holder.xml.put(element, result, text)
        calc.chain_add(self._parts, self._book.part, holder.sheet_id, row, column)
        self._wrote(holder, row, column, before, marks.fingerprint(None, text))

    def set_fill(self, sheet: str, cell: str, argb: str) -> None:
        """Give a cell a plain background; number format, border and font stay.

        Raises:
            PatchError: no colour, no such cell, or the workbook is full of formats.
        """
        color = color_of(argb)
        if color is None:
            raise self._refusal(f"{argb} 不是颜色，应写作 FFC7CE 或 FFFFC7CE", sheet, cell)
        holder, row, column = self._target(sheet, cell)
        element = holder.xml.get(row, column)
        old = _style(element) if element is not None else self._style_of_new(holder, row, column)
        fill = self._styles.fill_of(old)
        before = None if fill is None else etree.tostring(fill, encoding="unicode", with_tail=False)
        with self._refusing(sheet, cell):
            style = self._styles.with_fill(old, color)
        self._edit(holder)
        _set_style(holder.xml.obtain(row, column), style)
        self._mark("fill", holder.entry.name, row, column, (color,), before)

    def copy_format(self, sheet: str, source: str, target: str) -> None:
        """Give a cell the whole format of another one of the sheet: font, border, background, number format.

        Raises:
            PatchError: no such cell.
        """
        holder, row, column = self._target(sheet, target)
        place = position(source)
        if place is None:
            raise self._refusal(f"{source} 不是单元格地址", sheet, target)
        element = holder.xml.get(*place)
        self._edit(holder)
        existed = holder.xml.get(row, column) is not None
        style = _style(element) if element is not None else self._style_of_new(holder, *place)
        _set_style(holder.xml.obtain(row, column), style)
        if not existed:
            self._mark("value", holder.entry.name, row, column, ("b", marks.fingerprint(None)), ["none"])

    def add_comment(self, sheet: str, cell: str, author: str, text: str) -> None:
        """Write a classic comment; where the cell has one, behind its text.

        Raises:
            PatchError: the cell has a threaded comment, which is left alone, or the text is too long.
        """
        holder, row, column = self._target(sheet, cell)
        if holder.comments.threaded(row, column):
            raise self._refusal("单元格带有会话批注（线程批注），不改动它；结果请看审核结果表", sheet, cell)
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        present = holder.comments.find(row, column)
        if not text or len(text) + len(text_of(present) if present is not None else "") > 32_000:
            raise self._refusal("批注为空，或连同原有批注超过 Excel 允许的长度", sheet, cell)
        try:
            holder.comments.add(row, column, author, text)
        except UnusableDrawingError as error:
            raise self._refusal(
                "工作表的批注图形部件已损坏，无法加批注；请用 Excel/WPS 另存后再试", sheet, cell
            ) from error
        key = ("comment", holder.entry.name, row, column)
        if key in self._done:
            text = "\n".join([str(self._done[key].before), text])
        self._done.pop(key, None)
        self._mark("comment", holder.entry.name, row, column, marks.comment_details(text), text)

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
        try:
            with self._refusing(own, ""):
                root = build(rows, spec or SheetSpec(), self._styles, self._namespace, self._book.date1904)
        except ValueError as error:
            raise self._refusal(str(error), own, "") from error
        workbook = self._parts.edit(self._book.part)
        part = self._parts.add(self._parts.free_name("xl/worksheets/sheet{}.xml"), root, _ADDED_SHEET)
        number = self._parts.relate(self._book.part, self._kinds + "/worksheet", part)
        holder = order.obtain(workbook, "sheets", order.WORKBOOK)
        ids = [int(entry.get("sheetId") or 0) for entry in holder if (entry.get("sheetId") or "").isdecimal()]
        entry = holder.makeelement(f"{{{self._namespace}}}sheet", nsmap={"r": self._kinds})
        entry.set("name", own)
        entry.set("sheetId", str(max([0, *ids]) + 1))
        if spec is not None and spec.hidden:
            entry.set("state", "hidden")
        entry.set(f"{{{self._kinds}}}id", number)
        holder.append(entry)
        place = sum(1 for child in holder if local_name(child) == "sheet") - 1
        self._entries.append(SheetEntry(own, part, "worksheet", spec is not None and spec.hidden))
        if spec is not None and spec.header_rows:
            titles = f"{quoted(own)}!$1:${spec.header_rows}"
            names.define(workbook, "_xlnm.Print_Titles", titles, local=place)
        filtered = order.find(root, "autoFilter")
        reach = parse_range(filtered.get("ref") or "") if filtered is not None else None
        if reach is not None:
            names.define(workbook, "_xlnm._FilterDatabase", absolute(own, reach), local=place, hidden=True)
        if next(root.iter(f"{{{self._namespace}}}f"), None) is not None:
            calc.recalculate_on_load(workbook)
        if names.locked_structure(workbook):
            self._note("工作簿结构受保护，保护仍然有效；新增的工作表不能用鼠标移动或删除")
        self._mark("sheet", own, 1, 1, (), None)
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
        holder, _, number = self._target(sheet, f"{column}1", merged=True)
        self._edit(holder)
        holder.xml.set_width(number, Decimal(width))

    def extend_print_area(self, sheet: str, cell: str) -> bool:
        """Let the sheet's print area take in a cell right beside it; tells whether anything was changed.

        Raises:
            PatchError: no such cell.
        """
        holder, row, column = self._target(sheet, cell, merged=True)
        place = next(n for n, entry in enumerate(self._entries) if entry.name == holder.entry.name)
        element = names.print_area(self._parts.tree(self._book.part), place)
        text = names.widened_print_area(element.text or "", row, column) if element is not None else None
        if element is None or text is None:
            return False
        self._parts.edit(self._book.part)
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
            write_atomically(target, data)
        except OSError as error:
            raise PatchError(str(path), f"无法写入（{error.strerror}），请检查文件夹、权限和磁盘空间") from error

    def to_bytes(self) -> bytes:
        """The copy as it would be saved.

        Raises:
            PatchError: the package check found something wrong that was not wrong before.
        """
        item = self._write_marks() if self._reversible and self._done else None
        # Names in the directory, which may hold backslashes, and new contents.
        changed: dict[str, bytes] = {}
        for name in self._parts.changed:
            changed[self.package.member(name).info.orig_filename] = self._parts.content(name)
        added = {name: self._parts.content(name) for name in self._parts.added if name != item}
        if item is not None:
            added[item] = undo.content(self.package, self._parts, changed, self._kept(), self._originals)
        gone = {self.package.member(name).info.orig_filename: None for name in self._parts.removed}
        data = rebuilt(self.package.data, {**changed, **gone}, added)
        self._check(data)
        return data

    def _check(self, data: bytes) -> None:
        touched = {*self._parts.changed, *self._parts.added}
        found = check_package(Package(self.file, data), touched)
        if not found:
            return
        known = set(check_package(self.package))
        new = [problem for problem in found if problem not in known]
        if new:
            raise PatchError(self.file, f"改动后的工作簿没有通过自检，未保存：{'；'.join(new[:3])}")

    def _guard_target(self, target: Path) -> None:
        source = Path(self.file)
        same = target.resolve() == source.resolve()
        if not same and target.exists() and source.exists():
            same = target.samefile(source)
        if same:
            raise PatchError(str(target), "输出文件就是原文件；请另取文件名，原文件不会被覆盖")
        macros = "macroenabled" in self.package.content_type(self._book.part).lower()
        ending = target.suffix.lower()
        if (macros and ending in {".xlsx", ".xltx"}) or (not macros and ending in {".xlsm", ".xltm"}):
            kind = "带宏的工作簿，请存为 .xlsm" if macros else "不带宏的工作簿，请存为 .xlsx"
            raise PatchError(str(target), f"原文件是{kind}，否则 Excel 打不开")

    # -- marks -----------------------------------------------------------------------------------------------

    def _mark(
        self, kind: marks.Kind, sheet: str, row: int, column: int, details: tuple[str, ...], before: Any
    ) -> None:
        """Remember an addition; what stood there before the first change counts."""
        key = (kind, sheet, row, column)
        known = self._done.get(key)
        if known is not None:
            before = known.before
            if kind == "value":
                details = (known.mark.details[0], *details[1:])
        self._done[key] = _Done(marks.Mark(kind, sheet, Range(row, column, row, column), details), before)

    def _wrote(self, holder: _Sheet, row: int, column: int, before: Any, print_: str) -> None:
        calc.recalculate_on_load(self._parts.edit(self._book.part))
        blank = "b" if before[0] in {"none", "blank"} else "o"
        self._mark("value", holder.entry.name, row, column, (blank, print_), before)

    @cached_property
    def _marks(self) -> list[marks.Mark]:
        return marks.numbered(done.mark for done in self._done.values())

    @property
    def _originals(self) -> dict[str, list[Any]]:
        """What stood before, by number of the mark, from the first row of its column to the last."""
        found: dict[str, list[Any]] = {}
        for mark in self._marks:
            if mark.kind in {"fill", "value"}:
                rows = range(mark.area.top, mark.area.bottom + 1)
                done = [self._done[mark.kind, mark.sheet, row, mark.area.left] for row in rows]
                found[str(mark.number)] = [one.before for one in done]
        return found

    def _write_marks(self) -> str:
        workbook = self._parts.edit(self._book.part)
        old = [e for e in names.defined(workbook) if (e.get("name") or "").startswith(marks.PREFIX)]
        names.undefine(workbook, old)
        self.__dict__.pop("_marks", None)
        for mark in self._marks:
            names.define(workbook, mark.name, mark.text, hidden=True)
        item = next((name for name in self._parts.added if undo.is_item(name)), None)
        return item or undo.reserve(self._parts, self._book.part, self._kinds)

    def _kept(self) -> set[str]:
        """Parts whose original bytes allow a later comparison of cells."""
        book = self._book
        rels = [name for name in ("_rels/.rels", "[Content_Types].xml") if name in self.package]
        folder, _, name = book.part.rpartition("/")
        own = self.package.find(f"{folder}/_rels/{name}.rels".lstrip("/"))
        optional = [part for part in (book.strings, own) if part is not None]
        return {book.part, *optional, *rels, *(sheet.part for sheet in book.sheets)}

    # -- guards ----------------------------------------------------------------------------------------------

    def _refusal(self, reason: str, sheet: str, cell: str) -> PatchError:
        return PatchError(self.file, reason, sheet, cell)

    @contextmanager
    def _refusing(self, sheet: str, cell: str) -> Iterator[None]:
        try:
            yield
        except TooManyFormatsError as error:
            reason = "工作簿的单元格格式已达 Excel 的上限（64000 种），无法再加底色；可只要审核结果表"
            raise self._refusal(reason, sheet, cell) from error

    def _target(self, sheet: str, cell: str, *, merged: bool = False) -> tuple[_Sheet, int, int]:
        """The sheet and the place of a cell that may be changed."""
        holder = self._sheet(sheet)
        place = position(cell)
        if place is None:
            raise self._refusal("不是单元格地址，应写作 H12 这样", sheet, cell)
        merge = None if merged else holder.xml.merge_at(*place)
        if merge is not None and (merge.top, merge.left) != place:
            anchor = cell_name(merge.top, merge.left)
            raise self._refusal(f"在合并单元格 {range_text(merge)} 之内，只能写入左上角的 {anchor}", sheet, cell)
        return holder, *place

    def _sheet(self, name: str) -> _Sheet:
        entry = next((e for e in self._entries if e.name == name), None) or next(
            (e for e in self._entries if e.name.casefold() == name.casefold()), None
        )
        if entry is None:
            raise self._refusal(f"没有工作表“{name}”；有：{'、'.join(self.sheets)}", "", "")
        if entry.name in self._sheets:
            return self._sheets[entry.name]
        if entry.kind != "worksheet":
            raise self._refusal("是图表工作表或宏表，没有可写的单元格", entry.name, "")
        root = self._parts.tree(entry.part)
        sheets = order.find(self._parts.tree(self._book.part), "sheets")
        number = next((e.get("sheetId") or "" for e in sheets if e.get("name") == entry.name), "")
        comments = Comments(self._parts, entry.part, root, self._kinds)
        self._sheets[entry.name] = found = _Sheet(entry, number, SheetXml(root), comments)
        protection = order.find(root, "sheetProtection")
        if protection is not None and is_true(protection.get("sheet")):
            self._note(f"工作表“{entry.name}”受保护，保护仍然有效，要在其中修改请先撤销保护")
        return found

    def _guard_content(self, holder: _Sheet, row: int, column: int, value: Any) -> None:
        """Refuse to overwrite what other cells or parts rest upon."""
        name, cell = holder.entry.name, cell_name(row, column)
        for block, kind in holder.xml.blocks:
            if (row, column) in block and (kind == "dataTable" or not block.single):
                what = "模拟运算表" if kind == "dataTable" else "数组公式"
                raise self._refusal(f"属于{what} {range_text(block)}，不能单独改写其中一格", name, cell)
        element = holder.xml.get(row, column)
        formula = holder.xml.formula(element)
        if element is not None and (
            element.get("vm") or (formula is not None and "DISPIMG(" in (formula.text or ""))
        ):
            raise self._refusal("单元格里是图片，改写会丢失图片", name, cell)
        for area, texts in self._table_headers(holder.entry.part):
            if (row, column) in area and texts.get(column) != value:
                raise self._refusal("是表格（Ctrl+T）的标题，改写会使文件损坏", name, cell)

    def _table_headers(self, part: str) -> list[tuple[Range, dict[int, str]]]:
        headers: list[tuple[Range, dict[int, str]]] = []
        for relationship in self._parts.relationships(part):
            if relationship.kind != "table" or relationship.target not in self._parts:
                continue
            root = self._parts.tree(relationship.target)
            area = parse_range(root.get("ref") or "")
            columns = order.find(root, "tableColumns")
            if area is None or root.get("headerRowCount") == "0" or columns is None:
                continue
            texts = {area.left + n: child.get("name") or "" for n, child in enumerate(columns)}
            headers.append((Range(area.top, area.left, area.top, area.right), texts))
        return headers

    # -- small steps -----------------------------------------------------------------------------------------

    def _edit(self, holder: _Sheet) -> None:
        self._parts.edit(holder.entry.part)

    def _replace(self, holder: _Sheet, row: int, column: int) -> Element:
        """The element of a cell that is about to get new content, its formula properly taken leave of."""
        self._edit(holder)
        if holder.xml.formula(holder.xml.get(row, column)) is not None:
            holder.xml.rehome(row, column)
            calc.chain_remove(self._parts, self._book.part, holder.sheet_id, row, column)
        return holder.xml.obtain(row, column)

    @staticmethod
    def _style_of_new(holder: _Sheet, row: int, column: int) -> int:
        style = holder.xml.style_of_new(row, column) or "0"
        return int(style) if style.isdecimal() else 0

    def _content(self, holder: _Sheet, row: int, column: int) -> list[str | None]:
        """What a cell holds, to be put back later: kind, stored text and formula."""
        element = holder.xml.get(row, column) if self._reversible else None
        return ["none"] if element is None else holder.xml.content(element, self._strings)

    @cached_property
    def _strings(self) -> list[str]:
        return read_shared_strings(self.package, self._book.strings)


def _style(element: Element) -> int:
    text = element.get("s") or "0"
    return int(text) if text.isdecimal() else 0


def _set_style(element: Element, style: int) -> None:
    if style or element.get("s"):
        element.set("s", str(style))


def _stored(value: str | Decimal | bool | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, bool) else str(value)


def _ole_reason(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件已加密（需要打开密码），无法标注；请用 Excel/WPS 打开，取消密码后另存再试"
    return "是旧版 xls（或其他旧格式）文件，无法在原文件上标注；结果会写入新工作簿，或请先用 Excel/WPS 另存为 xlsx"
