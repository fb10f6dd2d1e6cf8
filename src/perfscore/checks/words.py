"""Words and related places that checks of several families share."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from perfscore.checks.register import Condition
from perfscore.checks.subjects import View
from perfscore.core.findings import Related
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.core.text import is_blank_mark, squash
from perfscore.language.values import Value
from perfscore.model import SelfAssessment, TargetSheet, Text, Valued
from perfscore.rulesets import Setting

_PUNCTUATION = lazy_pattern(r"[\W_]+")
#: A part of a name tells forms apart from so many characters on.
_TELLING = 4


def notes(*cells: tuple[str, Sourced[Any] | None]) -> tuple[Related, ...]:
    """The related places of labelled cells with their printed texts; absent cells are left out."""
    return tuple(Related(cell.at, f"{label} {cell.raw}".strip()) for label, cell in cells if cell is not None)


def whose(view: View) -> str:
    """The words by which a form is told from the others of a dossier."""
    head = view.form.head
    return head.text("project") or head.text("unit") or head.text("department") or head.title.value


def beside_sheet(view: View, at: Location) -> str:
    """`whose`, for a note at a place; "" where the name of the sheet says as much.

    A sheet is named after its form, cut short or without the characters that sheets do not allow.
    """
    name, sheet = bare(whose(view)), bare(at.sheet or "")
    told = sheet == name or (len(sheet) >= _TELLING and (sheet in name or name in sheet))
    return "" if told else whose(view)


def doubt(*settings: Setting[Any]) -> tuple[Condition, ...]:
    """The condition of a finding that rests on these values of a rule set."""
    return ("inferred",) if any(setting.status == "inferred" for setting in settings) else ()


def empty(text: Text | None) -> bool:
    """Whether a text cell is absent, blank or holds only a dash."""
    return text is None or is_blank_mark(text.value)


def unwritten(cell: Valued | None) -> bool:
    """Whether a target or an actual says nothing: blank, a dash or a placeholder; 无 and 未发生 say something."""
    if cell is None or not isinstance(cell.value, Value):
        return False
    return is_blank_mark(cell.raw) or (
        cell.value.kind == "empty" and cell.value.empty in ("missing", "not-recorded", "placeholder")
    )


def same(text: str) -> str:
    """A name as names are compared: without blanks, width and a closing colon.

    >>> same("成本节约率（%）："), same("成本 节约率(%)")
    ('成本节约率(%)', '成本节约率(%)')
    """
    return squash(text).rstrip(":")


def bare(text: str) -> str:
    """A text without blanks and punctuation, for comparing what it says."""
    return _PUNCTUATION.sub("", squash(text))


def share(text: str, of: str) -> Fraction:
    """The share of a text's character bigrams that stand in another text too.

    >>> share("保障运转。", "按计划 保障 运转")
    Fraction(1, 1)
    >>> share("保障运转", "提升质量")
    Fraction(0, 1)
    """
    own, other = bare(text), bare(of)
    pairs = [own[n : n + 2] for n in range(len(own) - 1)]
    if not pairs:
        return Fraction(0)
    known = {other[n : n + 2] for n in range(len(other) - 1)}
    return Fraction(sum(pair in known for pair in pairs), len(pairs))


def texts(form: SelfAssessment | TargetSheet) -> Iterator[Text]:
    """The texts of a form in which something may be explained: goal, completion, reasons, remarks, fields."""
    yield from (text for _, text in form.head.fields)
    yield from (text for text in (form.goal,) if text is not None)
    if isinstance(form, SelfAssessment):
        yield from (text for text in (form.goal_actual, form.conclusion) if text is not None)
    if form.funding is not None:
        rows = (*([form.funding.total] if form.funding.total else []), *form.funding.rows)
        yield from (row.reason for row in rows if row.reason is not None)
    for indicator in form.indicators:
        yield from (text for text in (indicator.reason, indicator.remark) if text is not None)


def speaks_of(form: SelfAssessment | TargetSheet, words: tuple[str, ...]) -> bool:
    """Whether a text of the form holds one of the words."""
    return any(speaks(text, words) for text in texts(form))


def reasons_speak_of(form: SelfAssessment | TargetSheet, words: tuple[str, ...]) -> bool:
    """Whether a reason or remark of an indicator, or the conclusion of the form, holds one of the words."""
    written = [text for row in form.indicators for text in (row.reason, row.remark) if text is not None]
    if isinstance(form, SelfAssessment) and form.conclusion is not None:
        written.append(form.conclusion)
    return any(speaks(text, words) for text in written)


def speaks(text: Text, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of the words."""
    squashed = squash(text.value)
    return any(word in squashed for word in words)
