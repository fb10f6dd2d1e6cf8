"""Characters that nothing can show: what XML forbids, what a terminal would obey, what turns a text round."""

from __future__ import annotations

from typing import Final

from perfscore.core.lazy import lazy_pattern

_UNCLEAN: Final = lazy_pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_RANGES: Final = ((0, 0x20), (0x7F, 0xA0), (0x202A, 0x202F), (0x2066, 0x206A), (0xD800, 0xE000), (0xFFFE, 0x10000))
_AT_ENDS: Final = " \u3000" + "".join(chr(code) for low, high in _RANGES for code in range(low, high))
_BREAKS: Final = frozenset("\x0b\x0c")
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PAINT: Final = lazy_pattern(r"(\x1b\[[0-9;]*m)")


def is_clean(text: str) -> bool:
    """Whether a text holds no such character."""
    return _UNCLEAN.search(text) is None


def clean(text: str) -> str:
    r"""A text without what XML forbids or a terminal would obey.

    Breaks of lines stay breaks; at either end of the text, and marks that turn it round, such characters go; any other
    becomes `�`, so that what stood apart is never joined into a number.

    >>> clean("≥90\x00%\x07"), clean("第一行\x0b第二行"), clean("\u202a合格\u202c")
    ('≥90�%', '第一行\n第二行', '合格')
    """
    return text if is_clean(text) else printable(text.strip(_AT_ENDS))


def printable(text: str, *, paint: bool = False) -> str:
    r"""A text as a terminal may have it; with `paint`, the colours in it stay.

    >>> printable("a\x1b[31mb\x07c"), printable("a\x1b[31mb\x07c", paint=True)
    ('a�[31mb�c', 'a\x1b[31mb�c')
    """
    if is_clean(text):
        return text
    if paint:
        return "".join(part if _PAINT.fullmatch(part) else printable(part) for part in _PAINT.split(text))
    return _UNCLEAN.sub(lambda found: _instead(found[0]), text)


def _instead(char: str) -> str:
    if char in _TURNS:
        return ""
    return "\n" if char in _BREAKS else "\ufffd"
