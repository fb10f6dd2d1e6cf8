"""What Excel remembers about calculating: the order of the formulas, and when to compute them all."""

from __future__ import annotations

from perfscore.core.location import cell_name
from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.parts import Parts
from perfscore.ooxml.patch.refs import position
from perfscore.ooxml.xml import Element, local_name


def recalculate_on_load(workbook: Element) -> None:
    """Let Excel and WPS compute every formula when they open the file: written values may feed others."""
    order.obtain(workbook, "calcPr", order.WORKBOOK).set("fullCalcOnLoad", "1")


def chain_add(parts: Parts, workbook: str, sheet_id: str, row: int, column: int) -> None:
    """Enter a new formula into the calculation chain where the workbook keeps one."""
    part = parts.related(workbook, "calcChain")
    if part is None or _entry(parts.tree(part), sheet_id, row, column) is not None:
        return
    root = parts.edit(part)
    entry = root.makeelement(str(root.tag).rpartition("}")[0] + "}c", {"r": cell_name(row, column), "i": sheet_id})
    last = next((number for number, child in enumerate(root) if local_name(child) == "extLst"), len(root))
    root.insert(last, entry)


def chain_remove(parts: Parts, workbook: str, sheet_id: str, row: int | None = None, column: int = 0) -> None:
    """Take a formula, or all of a sheet, out of the chain: an entry without formula makes Excel repair the file."""
    part = parts.related(workbook, "calcChain")
    if part is None:
        return
    gone: list[Element] = []
    sheet = ""
    for entry in parts.tree(part):
        sheet = entry.get("i") or sheet
        if sheet == sheet_id and (row is None or position(entry.get("r") or "") == (row, column)):
            gone.append(entry)
    if not gone:
        return
    root = parts.edit(part)
    for entry in gone:
        following = entry.getnext()
        # An entry without a sheet number takes that of the one before it.
        if entry.get("i") and following is not None and not following.get("i"):
            following.set("i", entry.get("i"))
        root.remove(entry)
    if not any(local_name(child) == "c" for child in root):
        parts.unrelate(workbook, part)
        parts.remove(part)


def _entry(root: Element, sheet_id: str, row: int, column: int) -> Element | None:
    sheet = ""
    for entry in root:
        sheet = entry.get("i") or sheet
        if sheet == sheet_id and position(entry.get("r") or "") == (row, column):
            return entry
    return None
