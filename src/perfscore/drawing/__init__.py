"""Drawing what a page shows besides the report: tables as they stand in their files, curves of rules."""

from __future__ import annotations

from collections.abc import Iterable

from perfscore.checks.subjects import View
from perfscore.core.pictures import Pictures
from perfscore.drawing.curves import curves_of
from perfscore.drawing.tables import drawn
from perfscore.readers.document import Document

__all__ = ["pictures"]


def pictures(documents: Iterable[Document], views: Iterable[View]) -> Pictures:
    """Draw the tables of some documents, and the rules of the rows of the forms that were lifted from them."""
    made, failed = curves_of(views)
    return Pictures(tuple(table for document in documents for table in drawn(document)), made, failed)
