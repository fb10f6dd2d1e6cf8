"""What must not be overwritten, and where a copy must not be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.parts import Parts
from perfscore.ooxml.patch.refs import written
from perfscore.ooxml.patch.sheet import SheetXml
from perfscore.ooxml.ranges import Range, parse_range

#: The first bytes of old Office files, and of the container around encrypted new ones.
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: The header row of a table, and the text of each column.
Header = tuple[Range, dict[int, str]]


def no_package(data: bytes) -> str | None:
    """Why a file that is no zip package cannot be patched, with the way out; None for other files."""
    if not data.startswith(OLE):
        return None
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件已加密（需要打开密码），无法标注；请用 Excel/WPS 打开，取消密码后另存再试"
    return "是旧版 xls（或其他旧格式）文件，无法在原文件上标注；结果会写入新工作簿，或请先用 Excel/WPS 另存为 xlsx"


def wrong_ending(content_type: str, target: Path) -> str | None:
    """Why Excel would not open a copy under this name; None when it would."""
    macros = "macroenabled" in content_type.lower()
    ending = target.suffix.lower()
    if macros and ending in {".xlsx", ".xltx"}:
        return "原文件是带宏的工作簿，请存为 .xlsm，否则 Excel 打不开"
    if not macros and ending in {".xlsm", ".xltm"}:
        return "原文件是不带宏的工作簿，请存为 .xlsx，否则 Excel 打不开"
    return None


def held_content(sheet: SheetXml, headers: list[Header], place: tuple[int, int], value: Any) -> str | None:
    """Why a cell's content must stay: other cells or parts rest upon it; None when it may be replaced.

    Args:
        sheet: the sheet.
        headers: the header rows of its tables.
        place: row and column.
        value: what would be written.
    """
    for block, kind in sheet.blocks:
        if place in block and (kind == "dataTable" or not block.single):
            what = "模拟运算表" if kind == "dataTable" else "数组公式"
            return f"属于{what} {written(block)}，不能单独改写其中一格"
    element = sheet.get(*place)
    formula = sheet.formula(element)
    if element is not None and (element.get("vm") or (formula is not None and "DISPIMG(" in (formula.text or ""))):
        return "单元格里是图片，改写会丢失图片"
    for area, texts in headers:
        if place in area and texts.get(place[1]) != value:
            return "是表格（Ctrl+T）的标题，改写会使文件损坏"
    return None


def table_headers(parts: Parts, part: str) -> list[Header]:
    """The header rows of the sheet's tables; their texts stand in the table's own part too and must agree."""
    headers: list[Header] = []
    for relationship in parts.relationships(part):
        if relationship.kind != "table" or relationship.target not in parts:
            continue
        root = parts.tree(relationship.target)
        area = parse_range(root.get("ref") or "")
        columns = order.find(root, "tableColumns")
        if area is None or root.get("headerRowCount") == "0" or columns is None:
            continue
        texts = {area.left + number: child.get("name") or "" for number, child in enumerate(columns)}
        headers.append((Range(area.top, area.left, area.top, area.right), texts))
    return headers
