"""Patterns tried without what a text does not need: most of a long pattern, and of the time that compiling it takes.

Some parts are long and rare, and pasted into many patterns. A pattern without them is tried first, so that it gives
what the whole pattern gives:

    a text without a word has none in a match either: units of several parts, long names of units, and other parts that
    cannot match without a mark (`Parts`) are left out until a text holds what they need, and then kept;
    a pattern that does not look for the words that scope takes its ways in the same order and fails on none that the
    whole pattern takes. Where its gaps hold no such word, its way is the whole pattern's; otherwise that one is asked.

For the second no gap may stand where a match is forbidden (`(?!…)`), or be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import count

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.scope import GAP, begins, blind
from perfscore.language.clauses.words import JOINED, JOINT, UNITS

#: Parts that a pattern may be tried without: the part as it stands in the pattern, and a pattern that a text without
#: matches of the part does not hold.
Parts = Mapping[str, str]

_JOINT = lazy_pattern(JOINT)
_LONG = tuple(unit for unit in UNITS.split("|") if len(unit) > 1)
#: Compiled as one set, which is soon done: no longer word begins with one that stands before it.
_SHORT = "[" + "".join(unit for unit in UNITS.split("|") if len(unit) == 1) + "]"
#: So often a pattern grows by what a text needs; then it takes all.
_GROWS = 3
_NEVER = "(?!)"
_SPECIAL = frozenset(r"\[](){}?*+.^$")


@lru_cache(maxsize=256)
def _units_of(text: str) -> frozenset[str]:
    """The long names of units in a text, and the mark of units of several parts."""
    named = {unit for unit in _LONG if unit in text}
    return frozenset({*named, JOINED} if _JOINT.search(text) is not None else named)


def _asks(needs: str) -> Callable[[str], bool]:
    """Whether a text holds a match of a short pattern; plain words need no pattern."""
    if not _SPECIAL.isdisjoint(needs):
        pattern = lazy_pattern(needs)
        return lambda text: pattern.search(text) is not None
    words = needs.split("|")
    return lambda text: any(map(text.__contains__, words))


class LeanPattern:
    """A pattern over the one spelling of a text; the match has the groups of the pattern, and more for its gaps.

    Groups that stand in parts are missing where a text cannot have them.
    """

    def __init__(self, source: str, needs: str = "", parts: Parts | None = None) -> None:
        self._source = source
        self._needs = _asks(needs) if needs else None
        self._parts = [(part, _asks(need)) for part, need in (parts or {}).items() if part in source]
        self._measures = UNITS in source
        self._held: frozenset[str] = frozenset()
        self._grown = 0

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """What `re.compile(source).match` gives."""
        if self._needs is not None and not self._needs(text):
            return None
        if self._grown <= _GROWS and (self._parts or self._measures):
            self._hold(self._wanted(text))
        found = self._lean.match(text, place)
        if found is None or not any(begins(text, *found.span(gap)) for gap in self._gaps):
            return found
        return self._whole.match(text, place)

    def _wanted(self, text: str) -> frozenset[str]:
        """What a text needs of what the pattern may be without."""
        wanted = _units_of(text) if self._measures else frozenset()
        return wanted.union(part for part, needed in self._parts if needed(text))

    def _hold(self, wanted: frozenset[str], *, everything: bool = False) -> None:
        """Go on with these parts; with all where they were too few too often."""
        if wanted <= self._held and not everything:
            return
        self._grown = _GROWS + 1 if everything else self._grown + 1
        self._held |= wanted
        if self._grown > _GROWS:
            self._held = frozenset({*_LONG, JOINED, *(part for part, _ in self._parts)})
        for kept in ("_lean", "_whole", "_gaps"):
            vars(self).pop(kept, None)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return lazy_pattern(self._without(self._source))

    @cached_property
    def _lean(self) -> re.Pattern[str]:
        names = (f"gap{n}" for n in count())
        return lazy_pattern(GAP.sub(lambda gap: f"(?P<{next(names)}>{blind(gap)})", self._without(self._source)))

    @cached_property
    def _gaps(self) -> list[str]:
        return [f"gap{n}" for n, _ in enumerate(GAP.finditer(self._without(self._source)))]

    def _without(self, source: str) -> str:
        """The pattern without the parts that no text has needed so far."""
        for part, _ in self._parts:
            if part not in self._held:
                source = source.replace(part, _NEVER)
        if not self._measures:
            return source
        if JOINED not in self._held:
            source = source.replace(JOINED, "")
        return source.replace(UNITS, "|".join((*(unit for unit in _LONG if unit in self._held), _SHORT)))


def regex(pattern: str, needs: str = "", parts: Parts | None = None) -> pp.Regex:
    """A terminal that gives its match object and skips nothing before it; compiled when it is first tried.

    Alternatives ask each of their parts whether it may match nothing, and the answer would compile every pattern of
    the grammar at the start. It matters to recursive grammars alone, so that the cautious answer does.

    Args:
        pattern: what it reads.
        needs: what every match holds and few texts do, as a short pattern.
        parts: what the pattern may be tried without.
    """
    element = pp.Regex(pattern, as_match=True)
    element.mayReturnEmpty = True
    element.leave_whitespace()
    vars(element)["re_match"] = LeanPattern(pattern, needs, parts).match
    return element


class Ways:
    """Patterns tried in turn, each when a text holds what it needs, so that they are compiled one by one.

    Args:
        ways: what each needs, as a short pattern, and the pattern.
        head: what may stand before each of them. All are tried behind as much of it as there is, then behind less.
        needs: what every match of any of them holds, as a short pattern.
    """

    def __init__(self, ways: Iterable[tuple[str, str]], head: str, needs: str = "") -> None:
        self._needs = _asks(needs) if needs else None
        self._head = lazy_pattern(head)
        listed = list(ways)
        self._behind = [LeanPattern(f"(?>{head}){pattern}", needed) for needed, pattern in listed]
        self._behind_less = [LeanPattern(head + pattern, needed) for needed, pattern in listed]

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """The match of the first way that has one."""
        if self._needs is not None and not self._needs(text):
            return None
        found = _first(self._behind, text, place)
        if found is not None or not (headed := self._head.match(text, place)) or headed.end() == place:
            return found
        return _first(self._behind_less, text, place)


def _first(patterns: Iterable[LeanPattern], text: str, place: int) -> re.Match[str] | None:
    return next((found for one in patterns if (found := one.match(text, place)) is not None), None)


def tried(ways: Sequence[tuple[str, str]], head: str, needs: str = "") -> pp.Regex:
    """A terminal of `Ways`. The match has the groups of its own way alone."""
    element = regex(f"{head}(?:{'|'.join(pattern for _, pattern in ways)})")
    vars(element)["re_match"] = Ways(ways, head, needs).match
    return element


def first_of(*ways: tuple[str, str], parts: Parts | None = None) -> pp.Regex:
    """A terminal of alternatives, each behind a short pattern without which it cannot match: `(short, pattern)`.

    Compiling the long ones takes longer than reading a form; most rules need few of them. The match has the groups of
    its own alternative alone.
    """
    element = regex("|".join(f"(?:{pattern})" for _, pattern in ways))
    listed = [(lazy_pattern(short), LeanPattern(pattern, parts=parts)) for short, pattern in ways]

    def match(text: str, place: int = 0) -> re.Match[str] | None:
        for short, pattern in listed:
            if short.match(text, place) is not None and (found := pattern.match(text, place)) is not None:
                return found
        return None

    vars(element)["re_match"] = match
    return element
