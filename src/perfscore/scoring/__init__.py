"""Recomputing scores as a service: rows, execution, sections, total and grade of a form."""

from perfscore.scoring.records import RowReading, RowScore

__all__ = ["RowReading", "RowScore"]
