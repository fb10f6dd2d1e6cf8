"""A frame of a clause, and the plain frame that says the same."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfscore.core.records import frozen


@frozen
class Saying:
    """A frame and what it says in plain words.

    Attributes:
        needs: a character that every such frame holds and few texts do.
        pattern: the frame.
        plain: what stands in its place.
        holds: what a text with such a frame holds besides, where the frame is long.
    """

    needs: str
    pattern: re.Pattern[str]
    plain: str | Callable[[re.Match[str]], str]
    holds: re.Pattern[str] | None = None

    def stands_in(self, text: str) -> bool:
        """Whether a text may have such a frame."""
        needed = any(map(text.__contains__, self.needs))
        return needed and (self.holds is None or self.holds.search(text) is not None)

    def said(self, match: re.Match[str]) -> str:
        """What stands in the place of a match."""
        return match.expand(self.plain) if isinstance(self.plain, str) else self.plain(match)
