"""How much a document may hold: what a person could have made, with room; beyond it reading would only cost memory."""

from __future__ import annotations

from typing import Final

from perfscore.core.errors import ReadingError

#: Cells of a text, a web page or a Word document, and of a workbook, which may be a ledger.
MOST_CELLS: Final = 200_000
MOST_WORKBOOK_CELLS: Final = 4_000_000
#: Tables of a web page or a Word document; each may become a sheet.
MOST_TABLES: Final = 2_000


def refuse_beyond(count: int, most: int, file: str, what: str = "单元格") -> None:
    """Refuse a document that holds more cells, or other things, than it may.

    Raises:
        ReadingError: it does.
    """
    if count > most:
        raise ReadingError(file, f"{what}超过 {most} 个的上限，不读取；请拆分文件，或只留下要审核的表")
