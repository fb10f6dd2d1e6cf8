"""Patterns tried without what a text does not need: most of a long pattern, and of the time that compiling it takes.

Two things are long and rare, and pasted into many patterns: the words that scope, which no gap may hold, and units of
several parts. A pattern that looks for neither is tried first, so that it gives what the whole pattern gives:

    a text without joined units has none in a match either: their part is left out of the pattern;
    a pattern that does not look for the words that scope takes its ways in the same order and fails on none that the
    whole pattern takes. Where its gaps hold no such word, its way is the whole pattern's; otherwise that one is asked.

For the second no gap may stand where a match is forbidden (`(?!…)`), or be repeated.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import count

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.scope import GAP, begins, blind
from perfscore.language.clauses.words import JOINED, JOINT, UNITS, UNITS_BY_LENGTH

_JOINT = lazy_pattern(JOINT)


class LeanPattern:
    """A pattern over the one spelling of a text; the match has the groups of the pattern, and more for its gaps."""

    def __init__(self, source: str, needs: str = "") -> None:
        self._source = source
        self._needs = lazy_pattern(needs) if needs else None
        self._joins = JOINED in source

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """What `re.compile(source).match` gives."""
        if self._needs is not None and self._needs.search(text, place) is None:
            return None
        joints = self._joins and _JOINT.search(text, place) is not None
        found = self._lean[joints].match(text, place)
        if found is None or not any(begins(text, *found.span(gap)) for gap in self._gaps):
            return found
        return self._whole[joints].match(text, place)

    @cached_property
    def _whole(self) -> _Pair:
        return _pair(self._source)

    @cached_property
    def _lean(self) -> _Pair:
        names = (f"gap{n}" for n in count())
        return _pair(GAP.sub(lambda gap: f"(?P<{next(names)}>{blind(gap)})", self._source))

    @cached_property
    def _gaps(self) -> list[str]:
        return [f"gap{n}" for n, _ in enumerate(GAP.finditer(self._source))]


#: A pattern for texts without joined units, and for those with them.
_Pair = tuple[re.Pattern[str], re.Pattern[str]]


def _pair(source: str) -> _Pair:
    plain, joined = (each.replace(UNITS, UNITS_BY_LENGTH) for each in (source.replace(JOINED, ""), source))
    return lazy_pattern(plain), lazy_pattern(joined)


def regex(pattern: str, needs: str = "") -> pp.Regex:
    """A terminal that gives its match object and skips nothing before it; compiled when it is first tried.

    Alternatives ask each of their parts whether it may match nothing, and the answer would compile every pattern of
    the grammar at the start. It matters to recursive grammars alone, so that the cautious answer does.

    Args:
        pattern: what it reads.
        needs: what every match holds and few texts do, as a short pattern.
    """
    element = pp.Regex(pattern, as_match=True)
    element.mayReturnEmpty = True
    element.leave_whitespace()
    vars(element)["re_match"] = LeanPattern(pattern, needs).match
    return element


def first_of(*parts: tuple[str, str]) -> pp.Regex:
    """A terminal of alternatives, each behind a short pattern without which it cannot match: `(short, pattern)`.

    Compiling the long ones takes longer than reading a form; most rules need few of them. The match has the groups of
    its own alternative alone.
    """
    element = regex("|".join(f"(?:{pattern})" for _, pattern in parts))
    listed = [(lazy_pattern(short), LeanPattern(pattern)) for short, pattern in parts]

    def match(text: str, place: int = 0) -> re.Match[str] | None:
        for short, pattern in listed:
            if short.match(text, place) is not None and (found := pattern.match(text, place)) is not None:
                return found
        return None

    vars(element)["re_match"] = match
    return element
