"""Joining the pages of one budget table: under its title and header printed again, or parted by Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.forms.budget.cut import Draft, drafts_of, take_page
from perfscore.forms.budget.lines import repeats
from perfscore.forms.budget.words import key_of
from perfscore.forms.grid import Row

#: What a title says of a further page: 续表, (续), (续表2).
_CONTINUED: Final = lazy_pattern(r"\(?续表?[一二三四五六七八九十\d]{0,2}\)?$|^续表[:：]?")


def joined(runs: Iterable[Sequence[Row]], *, parted: bool) -> list[Draft]:
    """What may be budget tables in a document, the pages of each put together.

    Args:
        runs: rows that follow each other and that no form took, the paragraphs above a Word table before its rows.
        parted: a table may go on in the next one without a header (Word, where a page ends).
    """
    found: list[Draft] = []
    near = False
    for run in runs:
        drafts = drafts_of(run) if found or _speak_of_money(run) else []
        for draft in drafts:
            if found and _goes_on(found[-1], draft):
                found[-1].add_page(draft)
            else:
                found.append(draft)
        near = bool(drafts) or (parted and near and take_page(found[-1], run))
    return found


def _speak_of_money(rows: Sequence[Row]) -> bool:
    return any("元" in piece.text and len(piece.text) < 60 for row in rows for piece in row.pieces)


def _goes_on(first: Draft, second: Draft) -> bool:
    """Whether a table is the next page of the one before: same header, same title or 续表, other rows."""
    same = len(first.band) == len(second.band) and all(map(repeats, first.band, second.band))
    if not same or first.ended or not _same_title(first.title, second.title):
        return False
    if first.at.sheet != second.at.sheet and "续" not in second.title:
        return False
    return not _texts(first.page) & _texts(second.body)


def _same_title(first: str, second: str) -> bool:
    """Whether a title is another's, with or without 续表; a page may print none."""
    bare = _CONTINUED.sub("", key_of(second))
    return not bare or bare == _CONTINUED.sub("", key_of(first))


def _texts(rows: Sequence[Row]) -> set[tuple[str, ...]]:
    return {tuple(piece.text for piece in row.pieces) for row in rows if len(row.pieces) > 2}
