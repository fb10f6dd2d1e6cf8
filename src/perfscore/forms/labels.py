"""The text of a label: how labels are compared, spelled and read for the points that are printed in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash

_TAGS = lazy_pattern(r"</?(?:p|b|i|u|br|sup|sub|span|strong|em|div|font)\b[^<>]*>", re.IGNORECASE)
_LIST_MARK = lazy_pattern(
    r"^(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}、|[*#★☆·-]+)"
)
_POINTS = lazy_pattern(r"[(\[【:]?(?:共|计|权重|分值)?:?(\d{1,3}(?:\.\d+)?)分(?![*×xX/÷钟])")
_BARE_POINTS = lazy_pattern(r"[(\[](\d{1,3}(?:\.\d+)?)[)\]]$")
_PRODUCT = lazy_pattern(r"(\d{1,3}(?:\.\d+)?)分?[*×xX]")
_YEAR_MARK = lazy_pattern(r"^(?:\d{4}年度?|[×xX]{2,4}年度?|本年度?|当年|截至\d{4}年底)")
_MONEY_TAIL = lazy_pattern(r"(?<=[\u4e00-\u9fff])[:/,-]?(?:百万|千万|[万亿千])?元$", needs="元")
BRACKETS = lazy_pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
OF_WHICH = lazy_pattern(r"^其中[:,、]?")
#: The other language of a label in two (得分 Score), and a unit of money behind it without brackets.
_FOREIGN_WORDS = lazy_pattern(r"^[A-Za-z][A-Za-z\d.,/&'’_:-]+|[/|:-]?[A-Za-z][A-Za-z\d.,/&'’_-]+$")


_WORTH = r"(?:(?:本|该|此)?(?:项|指标)?(?:共|计|满分|分值|权重|标准分)?[:：为]?)?"
#: What a column of names says of the points that its cells carry: 考核指标及分值.
_AND_POINTS = lazy_pattern(r"(?<=.)[及和与、/]其?(?:分值|权重|标准分值?|满分|配分|分数)(?:\(.*\))?$")
#: `植树数量（8分）`, at the end of a name or of its first line.
POINTS_IN_NAME = lazy_pattern(rf"\s*[(（\[【]\s*{_WORTH}\s*(\d{{1,3}}(?:\.\d+)?)\s*分\s*[)）\]】](?=\s*$|\s*\n)")


def unbracketed(key: str) -> str:
    """A text without the brackets around all of it."""
    return key[1:-1] if key[:1] in "([【" and key[-1:] in ")]】" else key


def label_points(key: str, roles: Collection[tuple[str, str]]) -> str | None:
    """Points printed in a label; behind a level, or what says points, a number in brackets is enough (`产出指标(50)`)."""
    points = points_in(key)
    if points is None and any(
        group in ("l1", "l2") or (group, name) == ("funding", "points") for group, name in roles
    ):
        match = _BARE_POINTS.search(key)
        return match[1] if match else None
    return points


def label_key(text: str) -> str:
    """Return a text as labels are compared: without markup, blanks and a closing colon."""
    return squash(_TAGS.sub("", text) if "<" in text else text).rstrip(":;,")


def words_of(text: str) -> str:
    """The words of a label in its own language, without brackets: 目标数值 of `目标数值（分）Target`."""
    bare = BRACKETS.sub("", label_key(text)).rstrip(":")
    return _FOREIGN_WORDS.sub("", bare) or bare


def without_tags(text: str) -> str:
    """Return a text without the remains of HTML that text extraction leaves (`<p>`, `m<sup>2</sup>`)."""
    return _TAGS.sub("", text) if "<" in text else text


def points_in(key: str) -> str | None:
    """Points printed in a normalised label, `产出指标(50分)` → "50", `得分(20分*执行率)` → "20", or None."""
    if "分" not in key and "*" not in key:
        return None
    match = _POINTS.search(key) or _PRODUCT.search(key)
    return match[1] if match else None


def spellings(key: str) -> Iterator[str]:
    """The ways to look a label up: as it is, without brackets, without a list mark, without 其中."""
    yield key
    bare = BRACKETS.sub("", key).rstrip(":")
    if bare != key:
        yield bare
    chinese = _FOREIGN_WORDS.sub("", bare)
    if chinese not in (bare, ""):
        yield chinese
    # 单位：万元 is no label of a unit, it is one.
    priced = bare if "单位" in bare else _MONEY_TAIL.sub("", bare)
    if priced not in (bare, ""):
        yield priced
    cut = re.sub(r"\d{1,3}(?:\.\d+)?分$", "", bare)
    if cut != bare:
        yield cut
    alone = _AND_POINTS.sub("", bare)
    if alone != bare:
        yield alone
    undated = _YEAR_MARK.sub("", bare)
    if undated != bare:
        yield undated
    for mark in (_LIST_MARK, OF_WHICH):
        for text in (key, bare):
            shorter = mark.sub("", text)
            if shorter and shorter != text:
                yield shorter.rstrip(":")
