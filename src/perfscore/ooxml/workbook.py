"""The workbook part: sheets in order, their parts and states, and the date system."""

from __future__ import annotations

from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.core.records import frozen
from perfscore.ooxml.package import Package
from perfscore.ooxml.xml import Element, attribute, is_true, local_name

#: What the defined names begin with by which additions to an annotated copy are known.
MARK: Final = "_perfscore."
_MARKS: Final = tuple(MARK.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


@frozen
class SheetEntry:
    """A sheet as the workbook lists it.

    Attributes:
        kind: `worksheet`, `chartsheet`, `dialogsheet` or `xlMacrosheet`.
        hidden: hidden or very hidden.
    """

    name: str
    part: str
    kind: str
    hidden: bool


@frozen
class Workbook:
    """What the workbook part says; `strings` and `styles` are the names of those parts, if there are any."""

    part: str
    sheets: tuple[SheetEntry, ...]
    strings: str | None
    styles: str | None
    date1904: bool


def may_be_marked(package: Package) -> bool:
    """A quick look whether a workbook may be an annotated copy; where it may, the names have to be read.

    Raises:
        ReadingError: the workbook part is damaged.
    """
    data = package.read(package.main).lower() if package.main is not None else b""
    return any(mark in data for mark in _MARKS)


def read_workbook(package: Package, root: Element | None = None) -> Workbook:
    """Read the workbook part; `root` is its tree, where it was parsed already.

    Raises:
        ReadingError: there is none, it is damaged, or a sheet that it lists is missing.
    """
    part = package.main
    if part is None:
        raise ReadingError(package.file, "压缩包里没有工作簿，不是 Excel 文件")
    root = package.xml(part) if root is None else root
    relationships = package.relationships(part)
    targets = {relationship.id: relationship for relationship in relationships}
    sheets: list[SheetEntry] = []
    date1904 = False
    for child in root:
        name = local_name(child)
        if name == "workbookPr":
            date1904 = is_true(child.get("date1904"))
        elif name == "sheets":
            for entry in child:
                if local_name(entry) != "sheet":
                    continue
                title = entry.get("name") or f"Sheet{len(sheets) + 1}"
                # `sheetId` has no namespace and another name; the only `id` is that of the relationship.
                relationship = targets.get(attribute(entry, "id") or "")
                found = package.find(relationship.target) if relationship else None
                if relationship is None or found is None:
                    raise ReadingError(
                        package.file, f"工作表“{title}”的内容缺失，文件已损坏；请用 Excel/WPS 修复后再试"
                    )
                hidden = entry.get("state") in {"hidden", "veryHidden"}
                sheets.append(SheetEntry(title, found, relationship.kind, hidden))

    def named(kind: str) -> str | None:
        return next(
            (package.find(r.target) for r in relationships if r.kind == kind and r.target in package), None
        )

    return Workbook(part, tuple(sheets), named("sharedStrings"), named("styles"), date1904)
