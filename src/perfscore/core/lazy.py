"""Regular expressions that are compiled when they are first used.

Compiling is slow where a pattern holds thousands of characters ([一-鿿]) or many words, and most runs need few of the
patterns: together they would take longer than reading the workbook. A pattern that tells which words it cannot do
without waits for a text that holds one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

#: What a pattern that finds nothing gives, from the arguments of the call.
_NOTHING: Final[dict[str, Callable[..., Any]]] = {
    "match": lambda *_: None,
    "fullmatch": lambda *_: None,
    "search": lambda *_: None,
    "findall": lambda *_: [],
    "finditer": lambda *_: iter(()),
    "sub": lambda _, text, *__, **___: text,
    "split": lambda text, *_, **__: [text],
}


#: Sets of a few letters, as they are written: between square brackets, or as all the alternatives of a group.
_LETTER = r"[^\W\d_a-zA-Z]"
_FEW: Final = re.compile(
    rf"(?<!\\)\[(?P<set>{_LETTER}{{3,9}})\](?![*+{{])"
    rf"|(?P<group>\((?:\?(?::|=|!|<=|<!|P<\w+>))?)(?P<ways>(?:{_LETTER}\|){{2,8}}{_LETTER})(?=\)(?![*+{{]))"
)


def _ways(few: re.Match[str]) -> str:
    ways = few["ways"] or "|".join(few["set"])
    ways = f"{ways}|(?!){ways[-1]}"
    return few["group"] + ways if few["group"] else f"(?:{ways})"


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, sooner.

    `re` draws a map of 65 536 characters for every set of three or more hanzi, also where single hanzi are all the
    alternatives of a group: the third of a millisecond each time, and thousands of times in a run. With a last
    alternative that never matches the others stay alternatives.
    """
    return re.compile(_FEW.sub(_ways, source), flags)


class _LazyPattern:
    """Stands for the pattern: asking it for a method compiles it, and keeps the method for the next time."""

    def __init__(self, source: str, flags: int, needs: str) -> None:
        self._source = source
        self._flags = flags
        self._needs = tuple(needs.split("|")) if needs else ()
        self._marks = frozenset(self._needs) if max(map(len, self._needs), default=0) == 1 else None

    def __getattr__(self, name: str) -> Any:
        # Called only for what is not kept yet; `re.compile` itself remembers the pattern.
        if self._needs and name in _NOTHING:
            found: Any = partial(self._wait, name, 1 if name == "sub" else 0)
        else:
            found = getattr(compiled(self._source, self._flags), name)
        setattr(self, name, found)
        return found

    def _wait(self, name: str, place: int, *given: Any, **named: Any) -> Any:
        """Answer for the pattern while no text has held what it needs."""
        text = given[place]
        waits = self._marks.isdisjoint(text) if self._marks else not any(map(text.__contains__, self._needs))
        if waits:
            return _NOTHING[name](*given, **named)
        found = getattr(compiled(self._source, self._flags), name)
        setattr(self, name, found)
        return found(*given, **named)


def lazy_pattern(source: str, flags: int = 0, needs: str = "") -> re.Pattern[str]:
    """Return a stand-in for `re.compile(source, flags)`, with all that a pattern has.

    Args:
        source: the regular expression.
        flags: those of `re.compile`.
        needs: words, parted by |, of which every match holds one; without them a text has no match, and the pattern is
            not compiled for it. The text is then given by its place.

    Raises:
        re.error: on first use, when the source is no regular expression.

    >>> lazy_pattern("[0-9]+").findall("10元3角")
    ['10', '3']
    >>> lazy_pattern("[0-9]+元", needs="元").findall("10角")
    []
    """
    return cast("re.Pattern[str]", _LazyPattern(source, flags, needs))
