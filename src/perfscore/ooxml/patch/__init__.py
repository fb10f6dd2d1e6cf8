"""Changing a workbook in place: untouched parts keep their bytes, formats and features stay.

    from perfscore.ooxml import patch

    book = patch.open("自评表.xlsx")
    book.set_value("自评表", "H12", Decimal("8.65"))
    book.set_fill("自评表", "H12", "FFC7CE")
    book.add_comment("自评表", "H12", "perfscore", "得分超过分值")
    book.save("自评表-审核.xlsx")

Opened with `reversible=True`, additions are marked and `strip` takes them back.
"""

from __future__ import annotations

from pathlib import Path

from perfscore.core.errors import ReadingError
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import undo
from perfscore.ooxml.patch.book import Book
from perfscore.ooxml.patch.check import check, check_package
from perfscore.ooxml.patch.errors import PatchError
from perfscore.ooxml.patch.marks import Marker, marker
from perfscore.ooxml.patch.sheets import SheetCell, SheetSpec
from perfscore.ooxml.patch.strip import StripReport, strip, stripped_bytes
from perfscore.ooxml.patch.styles import Look
from perfscore.ooxml.patch.view import View

__all__ = [
    "Book",
    "Look",
    "Marker",
    "PatchError",
    "SheetCell",
    "SheetSpec",
    "StripReport",
    "View",
    "check",
    "check_package",
    "marker",
    "open",
    "source_name",
    "strip",
    "stripped_bytes",
]


def source_name(package: Package) -> str:
    """The name of the file that an annotated copy was made from; empty where it is none, or is not known."""
    item = undo.find_item(package)
    found = undo.read_undo(package, item) if item is not None else None
    return found.name if found is not None else ""


def open(path: str | Path, *, reversible: bool = False, data: bytes | Package | None = None) -> Book:  # noqa: A001 - patch.open
    """Open a workbook for changes; the file itself is never written to.

    Args:
        path: an xlsx or xlsm file, whatever its ending says.
        reversible: mark every addition and keep the original bytes, so that `strip` can take them back.
        data: the bytes or the opened package, where the caller has them already.

    Raises:
        ReadingError: missing, damaged, dangerous, encrypted, or no such workbook.
        PatchError: it carries marks already and should be marked again.
    """
    if data is None:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise ReadingError(str(path), f"无法打开（{error.strerror}），请检查路径和权限") from error
    return Book(path, data, reversible=reversible)
