"""The times that a form names: the year of its budget, the term of its project (项目期)."""

from __future__ import annotations

import math
from datetime import date

from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.forms.head import bare_year
from perfscore.language.values import Value, parse_value
from perfscore.model import Form


def budget_year(form: Form) -> int | None:
    """The one year that the head of a form names, None where it names none or several."""
    year = bare_year(squash(form.head.text("year")))
    return int(year) if len(year) == 4 and year.startswith(("19", "20")) and year.isdecimal() else None


@frozen
class Term:
    """How long a project runs (项目期): whole years, and its first and last day where they are written."""

    years: int | None
    first: date | None = None
    last: date | None = None


def term_of(form: Form) -> Term | None:
    """The term of a project, None where the head has none that can be read.

    A range without its year (1—12月) is none; 36个月 is three years, 18个月 two begun ones.
    """
    said = parse_value(form.head.text("term"))
    if not isinstance(said, Value) or said.kind != "period":
        return None
    if said.start is not None and said.end is not None:
        first, last = said.start.bounds(), said.end.bounds()
        if first is None or last is None or last[1] < first[0]:
            return None
        return Term(last[1].year - first[0].year + 1, first[0], last[1])
    if said.number is None or said.unit not in ("年", "个月"):
        return None
    return Term(math.ceil(said.number / (1 if said.unit == "年" else 12)))
