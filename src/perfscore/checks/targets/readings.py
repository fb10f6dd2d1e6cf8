"""What several checks of targets read of a form: its year, its term, how a name ends, what its texts speak of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.units import dimension
from perfscore.forms.head import bare_year
from perfscore.language.values import Value, parse_value
from perfscore.model import Form, Indicator
from perfscore.rulesets.names import bare_name


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


def ending(name: str, words: Sequence[str]) -> str:
    """The longest of the words that a name ends in, "" where it ends in none; brackets and marks do not count."""
    bare = bare_name(name)
    return max((word for word in words if bare.endswith(word)), key=len, default="")


def stems(name: str, words: Sequence[str]) -> tuple[str, ...]:
    """What stays of a name without each of the words that it ends in.

    >>> stems("盗猎案件数", ("件数", "数", "率"))
    ('盗猎案', '盗猎案件')
    """
    bare = bare_name(name)
    return tuple(bare.removesuffix(word) for word in words if bare.endswith(word) and bare != word)


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether a text holds one of the words."""
    squashed = squash(text)
    return any(word in squashed for word in words)


def head_dimension(unit: str) -> str:
    """The dimension of what a unit counts, whatever for: money for 元/人/月.

    >>> head_dimension("万元/年"), head_dimension("人次"), head_dimension("")
    ('money', 'person-times', '')
    """
    return dimension(unit).partition("/")[0] if unit else ""


def written_of(row: Indicator) -> Iterator[str]:
    """What a row itself says of its target: name, target, explanation, rule, remark, and what was written of it."""
    yield row.name.value
    for cell in (row.target, row.actual):
        if cell is not None:
            yield cell.raw
    for text in (row.explanation, row.rule, row.remark, row.reason, row.evidence):
        if text is not None:
            yield text.value
