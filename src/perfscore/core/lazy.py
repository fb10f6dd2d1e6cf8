"""Regular expressions that are compiled when they are first used.

Compiling is slow where a pattern holds thousands of characters ([一-鿿]) or many words, and most runs need few of the
patterns: together they would take longer than reading the workbook.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _LazyPattern:
    """Stands for the pattern: asking it for a method compiles it, and keeps the method for the next time."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Called only for what is not kept yet; `re.compile` itself remembers the pattern.
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a stand-in for `re.compile(source, flags)`, with all that a pattern has.

    Raises:
        re.error: on first use, when the source is no regular expression.

    >>> lazy_pattern("[0-9]+").findall("10元3角")
    ['10', '3']
    """
    return cast("re.Pattern[str]", _LazyPattern(source, flags))
