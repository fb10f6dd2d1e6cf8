"""Where a copy may be written, and the workbook that it is made from."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.readers.document import Document
from perfscore.report.style import Style
from perfscore.services.workbooks.redraw import Redrawn

_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
#: How many cells a note names.
_NAMED: Final = 3


def target_of(source: str, out: str | os.PathLike[str] | None, document: Document, suffix: str) -> Path:
    """Where a copy is written: as asked, or beside its source under a name with a suffix.

    Raises:
        UsageError: it would overwrite the source, or has an ending that Excel would not open.
    """
    own = Path(source)
    ending = own.suffix.lower() if document.kind == "xlsx" and own.suffix.lower() in _WORKBOOKS else ".xlsx"
    target = Path(out) if out is not None else own.with_name(f"{own.stem}{suffix}{ending}")
    same = target.exists() and own.exists() and target.samefile(own)
    if same or target.resolve() == own.resolve():
        raise UsageError(
            f"{target}：输出文件就是原文件；请另取文件名，原文件不会被覆盖（would overwrite the source）"
        )
    if target.suffix.lower() not in _WORKBOOKS:
        raise UsageError(
            f"{target}：输出的是 Excel 工作簿，文件名应以 .xlsx 结尾（the copy is a workbook: name it .xlsx）"
        )
    return target


def in_place(document: Document) -> Redrawn:
    """The workbook that a document was read from, byte for byte the one that was audited."""
    if document.package is None:
        raise ValueError(f"{document.file} is no workbook")
    return Redrawn(document.file, document.package, read=document)


def unmarked(document: Document) -> Redrawn:
    """The same without an earlier annotation."""
    found = in_place(document)
    if not patch.marker(found.package):
        return found
    data, stripped = patch.stripped_bytes(document.file, found.package.data)
    notes: list[str] = []
    if stripped.kept:
        some = "；".join(stripped.kept[:_NAMED])
        notes = [f"上次的标注有 {len(stripped.kept)} 处未能照原样恢复，例如：{some}"]
    return replace(found, package=Package(document.file, data), notes=tuple(notes))


def drawn_again(document: Document, style: Style) -> str:
    """What the user should know of a source that cannot be changed in place."""
    return style.say(
        f"原文件是 {document.kind}，不能在其中改写；表格已重新绘制，原文件的版式、图片等没有带过来",
        f"the source is {document.kind}: its tables were drawn again without layout and pictures",
    )
