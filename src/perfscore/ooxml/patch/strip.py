"""Taking back what was added: exactly where nobody saved the copy since, mark by mark otherwise."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from perfscore.core import saving
from perfscore.core.errors import ReadingError
from perfscore.core.location import cell_name
from perfscore.core.records import frozen, mutable
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import calc, compare, marks, names, order, undo
from perfscore.ooxml.patch.archive import rebuilt
from perfscore.ooxml.patch.check import new_problems
from perfscore.ooxml.patch.comments import Comments, text_of
from perfscore.ooxml.patch.errors import PatchError
from perfscore.ooxml.patch.parts import MAIN, STRICT, STRICT_MAIN, TRANSITIONAL, Parts
from perfscore.ooxml.patch.sheet import SheetXml
from perfscore.ooxml.patch.styles import Styles
from perfscore.ooxml.workbook import read_workbook
from perfscore.ooxml.xml import attribute, is_count, local_name


@frozen
class StripReport:
    """What taking back came to.

    Attributes:
        exact: the original file, byte for byte in every part.
        removed: what was taken back, one line each; empty when `exact`.
        kept: what carries a mark and was left, because somebody changed it since, with the reason.
        changed: cells that differ from the original now, one line each; None where that cannot be told.
    """

    exact: bool
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    changed: tuple[str, ...] | None = ()


def strip(path: str | Path, out: str | Path) -> StripReport:
    """Write the workbook as it was before additions were made to it.

    Raises:
        ReadingError: the file cannot be read.
        PatchError: it carries no marks, the target is the source or cannot be written.
    """
    source, target = Path(path), Path(out)
    try:
        data = source.read_bytes()
    except OSError as error:
        raise ReadingError(str(path), f"无法打开（{error.strerror}），请检查路径和权限") from error
    if saving.same_file(source, target):
        raise PatchError(str(out), "输出文件就是原文件；请另取文件名，原文件不会被覆盖")
    stripped, report = stripped_bytes(str(path), data)
    try:
        saving.write(target, stripped)
    except OSError as error:
        raise PatchError(str(out), f"无法写入（{error.strerror}），请检查文件夹、权限和磁盘空间") from error
    return report


def stripped_bytes(file: str, data: bytes) -> tuple[bytes, StripReport]:
    """The same in memory: the bytes of the workbook without additions, and what it came to.

    Raises:
        ReadingError: the bytes are no whole, safe workbook.
        PatchError: it carries no marks.
    """
    package = Package(file, data)
    item = undo.find_item(package)
    found = undo.read_undo(package, item) if item is not None else None
    if found is not None:
        original = undo.original_of(package, found)
        if original is not None:
            return original, StripReport(exact=True)
    if item is None and not marks.marker(package):
        raise PatchError(file, "没有 perfscore 的标注，没有可去掉的内容")
    return _Stripper(package, found, item).run()


@mutable
class _Stripper:
    """Removes mark by mark what another program has saved in its own way."""

    package: Package
    undo: undo.Undo | None
    item: str | None
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    _parts: Parts = field(init=False)
    _book: Any = field(init=False)
    _styles: Styles = field(init=False)
    _kinds: str = field(init=False)
    _sheets: dict[str, tuple[str, SheetXml, Comments]] = field(init=False, default_factory=dict)

    def run(self) -> tuple[bytes, StripReport]:
        self._parts = Parts(self.package)
        self._book = read_workbook(self.package)
        workbook = self._parts.edit(self._book.part)
        namespace = str(workbook.tag).rpartition("}")[0][1:]
        self._kinds = STRICT if namespace == STRICT_MAIN else TRANSITIONAL
        self._styles = Styles(self._parts, self._book.part, self._kinds, namespace)
        order_of_work = {"comment": 0, "fill": 1, "value": 2, "sheet": 3}
        for mark in sorted(marks.read_marks(workbook), key=lambda m: order_of_work[m.kind]):
            if mark.kind == "sheet":
                self._remove_sheet(mark.sheet)
                continue
            holder = self._sheet(mark.sheet)
            if holder is None:
                self.kept.append(f"工作表“{mark.sheet}”已不存在，其中的标注无从去掉")
                continue
            rows = [mark.area.top] if mark.kind == "comment" else holder[1].rows_within(mark.area)
            for row in rows:
                self._take_back(mark, holder, row, mark.area.left)
        ours = [e for e in names.defined(workbook) if marks.is_mark(e.get("name"))]
        names.undefine(workbook, ours)
        self._remove_item()
        data = self._result()
        changed = compare.differences(self.package.file, self.undo, data) if self.undo is not None else None
        return data, StripReport(False, tuple(self.removed), tuple(dict.fromkeys(self.kept)), changed)

    # -- single marks ----------------------------------------------------------------------------------------

    def _take_back(self, mark: marks.Mark, holder: tuple[str, SheetXml, Comments], row: int, column: int) -> None:
        place = f"{mark.sheet}!{cell_name(row, column)}"
        if mark.kind == "comment":
            self._comment(mark, holder[2], row, column, place)
        elif mark.kind == "fill":
            self._fill(mark, holder, row, column, place)
        else:
            self._value(mark, holder, row, column, place)

    def _comment(self, mark: marks.Mark, comments: Comments, row: int, column: int, place: str) -> None:
        present = comments.find(row, column)
        if present is None:
            return
        rest = marks.without_piece(text_of(present), mark.details)
        if rest is None:
            self.kept.append(f"{place} 的批注已被改动，予以保留")
            return
        if rest.strip():
            comments.replace(row, column, rest)
        else:
            comments.remove(row, column)
        self.removed.append(f"{place} 的批注")

    def _fill(
        self, mark: marks.Mark, holder: tuple[str, SheetXml, Comments], row: int, column: int, place: str
    ) -> None:
        part, sheet, _ = holder
        cell = sheet.get(row, column)
        if cell is None:
            return
        text = cell.get("s") or "0"
        style = int(text) if is_count(text) else 0
        if self._styles.color_of(style) != mark.details[0]:
            self.kept.append(f"{place} 的底色已被改动，予以保留")
            return
        before, known = self._original(mark, row)
        if (
            isinstance(before, str)
            and "theme=" in before
            and self._parts.related(self._book.part, "theme") is None
        ):
            before, known = None, False
        if not known:
            self.kept.append(f"{place} 原来的底色已无记录，改为无底色")
        if isinstance(before, str):
            namespace = str(sheet.ns)[1:-1]
            before = before.replace(STRICT_MAIN, namespace).replace(MAIN, namespace)
        self._parts.edit(part)
        cell.set("s", str(self._styles.with_original_fill(style, before)))
        self.removed.append(f"{place} 的底色")

    def _value(
        self, mark: marks.Mark, holder: tuple[str, SheetXml, Comments], row: int, column: int, place: str
    ) -> None:
        part, sheet, _ = holder
        cell = sheet.get(row, column)
        if cell is None:
            return
        content = sheet.content(cell, compare.shared_strings(self.package, self._book))
        blank = content == ["blank"]
        formula = content[2] if not blank else None
        value = content[1] if not blank else None
        if not mark.owns(value, formula) and not (blank and mark.details[-1] != marks.fingerprint(None)):
            self.kept.append(f"{place} 的内容已被改动，予以保留")
            return
        before, known = self._original(mark, row)
        self._parts.edit(part)
        if formula is not None:
            calc.chain_remove(self._parts, self._book.part, self._sheet_id(mark.sheet), row, column)
        if mark.details[0] == "b":
            if known and before == ["blank"]:
                sheet.empty(cell)
            else:
                sheet.drop(row, column)
        elif known and isinstance(before, list) and len(before) == 3:
            _put_back(sheet, cell, before)
        else:
            self.kept.append(f"{place} 原来的内容已无记录，现为 {value or ''}")
            return
        self.removed.append(f"{place} 的内容")

    def _original(self, mark: marks.Mark, row: int) -> tuple[Any, bool]:
        """What stood in a marked cell, and whether that is known."""
        known = self.undo.originals.get(str(mark.number)) if self.undo is not None else None
        if known is None or len(known) != mark.area.bottom - mark.area.top + 1:
            return None, False
        return known[row - mark.area.top], True

    # -- sheets and parts ------------------------------------------------------------------------------------

    def _sheet(self, name: str) -> tuple[str, SheetXml, Comments] | None:
        if name not in self._sheets:
            entry = next((e for e in self._book.sheets if e.name == name and e.kind == "worksheet"), None)
            if entry is None:
                return None
            root = self._parts.tree(entry.part)
            xml = SheetXml(root)
            self._sheets[name] = (entry.part, xml, Comments(self._parts, entry.part, xml, self._kinds))
        return self._sheets[name]

    def _sheet_id(self, name: str) -> str:
        sheets = order.find(self._parts.tree(self._book.part), "sheets")
        return (
            next((e.get("sheetId") or "" for e in sheets if e.get("name") == name), "")
            if sheets is not None
            else ""
        )

    def _remove_sheet(self, name: str) -> None:
        workbook = self._parts.edit(self._book.part)
        sheets = order.find(workbook, "sheets")
        listed = [entry for entry in sheets if local_name(entry) == "sheet"] if sheets is not None else []
        place = next((n for n, entry in enumerate(listed) if entry.get("name") == name), None)
        if place is None:
            return
        entry = listed[place]
        calc.chain_remove(self._parts, self._book.part, entry.get("sheetId") or "")
        targets = {r.id: r.target for r in self._parts.relationships(self._book.part)}
        part = self._parts.find(targets.get(attribute(entry, "id") or "", ""))
        entry.getparent().remove(entry)
        if part is not None:
            for relationship in self._parts.relationships(part):
                shared = relationship.external or relationship.kind in {"image", "hyperlink"}
                if not shared and self._users(relationship.target) == 1:
                    self._parts.remove(relationship.target)
            self._parts.unrelate(self._book.part, part)
            self._parts.remove(part)
        self._forget_place(workbook, place)
        for element in names.defined(workbook):
            text = element.text or ""
            own = marks.is_mark(element.get("name"))
            if not own and (f"{name}!" in text or f"{name}'!" in text):
                self.kept.append(f"名称 {element.get('name')} 引用了已去掉的工作表“{name}”")
        self.removed.append(f"工作表“{name}”")

    def _users(self, target: str) -> int:
        """How many parts point at a part."""
        count = 0
        for name in self._parts.names:
            if not name.endswith(".rels"):
                count += any(r.target.lower() == target.lower() for r in self._parts.relationships(name))
        return count

    @staticmethod
    def _forget_place(workbook: Any, place: int) -> None:
        """Names and views count sheets by place; those behind move up."""
        gone = []
        for element in names.defined(workbook):
            local = element.get("localSheetId") or ""
            if is_count(local) and int(local) == place:
                gone.append(element)
            elif is_count(local) and int(local) > place:
                element.set("localSheetId", str(int(local) - 1))
        names.undefine(workbook, gone)
        for view in workbook.iter("{*}workbookView"):
            for attribute_name in ("activeTab", "firstSheet"):
                number = view.get(attribute_name) or ""
                if is_count(number) and int(number) >= max(place, 1):
                    view.set(attribute_name, str(int(number) - 1))

    def _remove_item(self) -> None:
        if self.item is None:
            return
        for relationship in self._parts.relationships(self.item):
            self._parts.remove(relationship.target)
        for source in (self._book.part, ""):
            self._parts.unrelate(source, self.item)
        self._parts.remove(self.item)
        for item, name in list(undo.lent_properties(self._parts)):
            self._parts.unrelate(item, name)
            self._parts.remove(name)

    def _result(self) -> bytes:
        changed: dict[str, bytes | None] = {}
        for name in self._parts.changed:
            changed[self.package.member(name).info.orig_filename] = self._parts.content(name)
        for name in self._parts.removed:
            changed[self.package.member(name).info.orig_filename] = None
        added = {name: self._parts.content(name) for name in self._parts.added}
        data = rebuilt(self.package, changed, added)
        new = new_problems(Package(self.package.file, data), self.package)
        if new:
            raise PatchError(self.package.file, f"去掉标注后的工作簿没有通过自检，未保存：{'；'.join(new[:3])}")
        return data


def _put_back(sheet: SheetXml, cell: Any, before: list[str | None]) -> None:
    kind, text, formula = before
    if kind == "b":
        sheet.put(cell, text in {"1", "true"}, formula)
    elif kind == "n" and text is not None:
        try:
            sheet.put(cell, Decimal(text), formula)
        except InvalidOperation:
            sheet.put(cell, text, formula)
    elif kind == "e" and text is not None and formula is None:
        sheet.empty(cell)
        cell.set("t", "e")
        etree.SubElement(cell, sheet.ns + "v").text = text
    else:
        sheet.put(cell, text, formula)
