"""How a page of ours is known: it is no form, though it shows forms."""

from __future__ import annotations

from typing import Final

from perfscore.core.lazy import lazy_pattern

#: So much of a file is looked at; the line stands in the first two hundred characters.
HEAD: Final = 2048
_PAGE: Final = lazy_pattern(
    r"\A\ufeff?\s*<!doctype html>\s*<html[^>]*>\s*<head>\s*<meta charset=[^>]*>\s*"
    r'<meta name="generator" content="perfscore \d[^">]*">'
)


def is_own_page(head: str) -> bool:
    """Whether a text that begins so is a page that perfscore wrote."""
    return _PAGE.match(head) is not None
