"""The order in which the schema wants the children of an element; Excel calls a file corrupt that breaks it."""

from __future__ import annotations

from typing import Final

from perfscore.ooxml.xml import Element, local_name

WORKSHEET: Final = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
]  # fmt: skip
WORKBOOK: Final = [
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
]  # fmt: skip
STYLES: Final = [
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
]  # fmt: skip
CELL: Final = [
    "f",
    "v",
    "is",
    "extLst",
]

BY_ROOT: Final = {"worksheet": WORKSHEET, "workbook": WORKBOOK, "styleSheet": STYLES}


def rank(child: Element, order: list[str]) -> int | None:
    """The place of a child in the order; that of its first choice for `mc:AlternateContent`."""
    name = local_name(child)
    if name == "AlternateContent":
        for choice in child:
            for inner in choice:
                return rank(inner, order)
        return None
    return order.index(name) if name in order else None


def insert(parent: Element, child: Element, order: list[str]) -> Element:
    """Put a child after everything that must stand before it; returns the child."""
    own = order.index(local_name(child))
    at = 0
    for number, sibling in enumerate(parent):
        place = rank(sibling, order)
        if place is not None and place <= own:
            at = number + 1
    parent.insert(at, child)
    return child


def find(parent: Element, name: str) -> Element | None:
    """The first child with this local name."""
    return next(parent.iterchildren("{*}" + name), None)


def obtain(parent: Element, name: str, order: list[str]) -> Element:
    """The child with this name, made in its place where there is none."""
    found = find(parent, name)
    if found is not None:
        return found
    return insert(parent, parent.makeelement(parent.tag.rpartition("}")[0] + "}" + name), order)


def out_of_order(parent: Element, order: list[str]) -> str | None:
    """The name of the first child that stands too late, None when all is well."""
    last = -1
    for child in parent:
        place = rank(child, order)
        if place is None:
            continue
        if place < last:
            return local_name(child)
        last = place
    return None
