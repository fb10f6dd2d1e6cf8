"""Recomputing scores as a service: rows, execution, sections, total and grade of a form."""

from perfscore.scoring.form import FormScores, score_form
from perfscore.scoring.records import RowReading, RowScore, ScoreRange, Status

__all__ = ["FormScores", "RowReading", "RowScore", "ScoreRange", "Status", "score_form"]
