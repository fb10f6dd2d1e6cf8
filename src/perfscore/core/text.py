"""Reading text: normalising single characters and wrapped lines, with a map back to the source.

NFKC is not used: it would turn ① into 1 and ㎡ into m2. Whatever depends on its neighbours (a dash as a range
mark, 》 as a slip for ≥) is grammar and stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from perfscore.core.hanzi import SIMPLIFIED
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen

#: Marks that stand for another single character; full-width forms are added below.
_MARKS = {
    "≧": "≥", "⩾": "≥", "≮": "≥", "≽": "≥",
    "≦": "≤", "⩽": "≤", "≯": "≤", "≼": "≤",
    "﹥": ">", "﹤": "<", "═": "=", "﹦": "=", "﹪": "%", "∕": "/", "⁄": "/",
    "∶": ":", "︰": ":", "﹕": ":", "︓": ":", "﹐": ",", "﹒": ".", "﹔": ";",
    "﹣": "-", "−": "-", "﹢": "+", "﹡": "*", "∗": "*", "﹙": "(", "﹚": ")", "〔": "(", "〕": ")",
    "•": "·", "・": "·", "∙": "·", "⋅": "·", "‧": "·", "･": "·",
    "〜": "~", "∼": "~", "˜": "~", "￥": "¥", "✕": "×", "⨯": "×", "﹠": "&", "﹟": "#",
}  # fmt: skip


def _single_characters() -> dict[int, str]:
    """The table of replacements, one character for one character."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    # Radicals and compatibility ideographs come out of PDF files in place of the ordinary character.
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    table.update((ord(char), other) for char, other in _MARKS.items())
    table.update((ord(char), other) for char, other in SIMPLIFIED.items())
    return table


_TABLE = _single_characters()

#: Marks without width join what they stand between.
_INVISIBLE = frozenset("\xad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_BLANKS = _INVISIBLE | frozenset(
    "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
)
#: The table with which `squash` normalises and drops the blanks in one go.
_SQUASHED: dict[int, str | None] = {**_TABLE, **dict.fromkeys(map(ord, _BLANKS))}
_BREAKS = frozenset("\n\v\f\r\x85\u2028\u2029")

_LIST_MARK = lazy_pattern(
    r"[\u2460-\u24ff\u2776-\u2793\u3220-\u3229]"  # ① ⑴ ⒈ ❶ ㈠
    r"|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])(?:[、)]|[.:](?!\d))"
)
_SENTENCE_ENDS = frozenset("。;；!?:")


@frozen
class Normal:
    """A normalised text and the way back: `back[i]` is the place in `source` of the character `text[i]`."""

    source: str
    text: str
    back: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the source that `text[start:end]` came from.

        An empty range gives an empty range; one past the end gives the end of the source.
        """
        if start >= len(self.back):
            return len(self.source), len(self.source)
        if end <= start:
            return self.back[start], self.back[start]
        return self.back[start], self.back[min(end, len(self.back)) - 1] + 1

    def broken(self, place: int) -> bool:
        """Whether a line break of the source stood just before `text[place]`, kept or removed."""
        if not 0 < place < len(self.back):
            return False
        gap = self.source[self.back[place - 1] : self.back[place]]
        return not _BREAKS.isdisjoint(gap)

    def __str__(self) -> str:
        return self.text


def normalise(text: str) -> Normal:
    r"""Normalise a text for the grammars: one character for one, then no blanks inside numbers and words.

    A blank is kept (as one blank) where removing it could join two things: between Latin letters, between two
    numbers, and before a number that follows a word. A line break is kept before a list mark and after the
    end of a sentence. Blanks at either end go.

    >>> normalise("每低１个百\n分点扣０. ５分").text
    '每低1个百分点扣0.5分'
    """
    return _without_blanks(text, text.translate(_TABLE))


def _without_blanks(source: str, text: str) -> Normal:
    kept: list[str] = []
    back: list[int] = []
    place, size = 0, len(text)
    while place < size:
        char = text[place]
        if char not in _BLANKS:
            kept.append(char)
            back.append(place)
            place += 1
            continue
        end = place
        while end < size and text[end] in _BLANKS:
            end += 1
        if kept and end < size:
            gap = _gap("".join(kept[-24:]), text[place:end], text[end : end + 24])
            if gap:
                kept.append(gap)
                back.append(place)
        place = end
    return Normal(source, "".join(kept), tuple(back))


def _gap(before: str, blanks: str, after: str) -> str:
    """What stays of a run of blanks between two texts: nothing, a blank or a line break."""
    left, right = before[-1], after[0]
    if not _BREAKS.isdisjoint(blanks) and (left in _SENTENCE_ENDS or _LIST_MARK.match(after)):
        return "\n"
    if _INVISIBLE.issuperset(blanks):
        return ""
    if right in "0123456789":
        return " " if _two_numbers(before, after) else ""
    if left.isascii() and left.isalpha() and right.isascii() and right.isalpha():
        return " "
    return ""


_LIST_NUMBER = lazy_pattern(r"(?:^|[\s,;；。、(])[1-9]\.$")
_THOUSANDS_HEAD = lazy_pattern(r"(?:^|[^\d.,])[1-9]\d{0,2}(?: ?\d{3})*$")


def _two_numbers(before: str, after: str) -> bool:
    """Whether a blank before a digit may stand between two things rather than inside one number."""
    left = before[-1]
    if left in "0123456789":
        # 1 250 000 in groups of three, and a second half such as 00, can only be one number.
        in_groups = _THOUSANDS_HEAD.search(before) and re.match(r"\d{3}(?!\d)", after)
        return not (in_groups or re.match(r"0\d", after))
    if left == ".":
        return bool(_LIST_NUMBER.search(before)) and not re.match(r"0\d", after)
    return left.isalpha() or left in "%‰)])】”\"'℃"


@lru_cache(maxsize=4096)  # many checks ask for the texts of a form
def squash(text: str) -> str:
    r"""Return the normalised text without any blank or line break, for comparing labels.

    >>> squash("年度 指标值（％）\n") == squash("年度指标值(%)")
    True
    """
    plain = text.translate(_SQUASHED)
    return text if plain == text else plain  # most are held already


_BLANK_MARK = lazy_pattern(r"[-—–―‐‒─/\\]*")


def quoted_within(text: str) -> str:
    """The text with the quotes inside of quotes written as such; as it is where they do not pair.

    >>> quoted_within("““三公”经费控制率”没有填写"), quoted_within("“甲”和“乙”"), quoted_within("““甲”")
    ('“‘三公’经费控制率”没有填写', '“甲”和“乙”', '““甲”')
    """
    if text.count("“") < 2:
        return text
    depth, chars = 0, []
    for char in text:
        if char == "“":
            depth += 1
        inner = depth > 1
        if char == "”":
            depth -= 1
        if depth < 0:
            return text
        chars.append({"“": "‘", "”": "’"}.get(char, char) if inner else char)
    return text if depth else "".join(chars)


def is_blank_mark(text: str) -> bool:
    """Whether a cell text says that nothing was entered: empty, or only dashes and strokes.

    The word 无 is a value (none of a bad thing), not a blank.

    >>> is_blank_mark(" —— "), is_blank_mark("/"), is_blank_mark("无"), is_blank_mark("0")
    (True, True, False, False)
    """
    return _BLANK_MARK.fullmatch(squash(text)) is not None
