"""Texts that are a list of points and what each is worth, as a whole; the list may stand in the explanation beside them."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from perfscore.language.bounds import LONGEST
from perfscore.language.clauses.points import SECOND
from perfscore.language.glued import read_back, spelled
from perfscore.language.matching import read_at
from perfscore.language.statements import Condition, Outcome, Statement, Template
from perfscore.language.wording import Wording


def whole(words: Wording) -> Template | None:
    """What takes a text as a whole: points one by one, and what each is worth."""
    found = read_at("points", words.text, 0) if any(map(words.text.__contains__, SECOND)) else None
    if found is None:
        return None
    listing, tally = found[0]
    span = words.span(0, len(words.text))
    return Template((Statement(cast("Condition", listing), cast("Outcome", tally), "", span),), (span,))


@lru_cache(maxsize=1024)
def with_points(text: str, explanation: str) -> Template | None:
    """A rule by the point (每符合一项得1分) with the points that the explanation lists; None where it is no such rule.

    >>> with_points("每符合一项得1分", "评价要点：①有制度；②制度健全。").say()
    '①有制度；②制度健全；每符合1项得1分。'
    """
    words = spelled(f"{explanation}。{text}")
    found = whole(words) if len(words.text) <= LONGEST and whole(spelled(text)) is None else None
    if found is None:
        return None
    template, again = read_back(found), whole(spelled(read_back(found).say()))
    return template if again is not None and read_back(again) == template else None
