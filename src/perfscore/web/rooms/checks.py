"""The manual of the checks: all of them, those that hold some words, the page of one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.checks import CATALOGUE, find
from perfscore.checks.catalogue import near
from perfscore.checks.register import Check, sections_of
from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.visible import clean
from perfscore.report.html.cover import manual_of
from perfscore.report.manual import FAMILIES
from perfscore.report.style import Style
from perfscore.web.replies import language, page, record, see, wants_page

#: Longer words are no question.
_LONGEST: Final = 200
#: What a check is about ends with its first sentence.
_SENTENCE: Final = re.compile(r"[^。；]*[。；]?")
_CODE: Final = re.compile(r"PS\d{3}")


@frozen
class Entry:
    """A check in the list; `words` is all that it says, as it is searched."""

    code: str
    title: str
    severity: str
    severity_words: str
    about: str
    words: str


async def listed(request: Request) -> Response:
    """All checks, or those in which every word occurs that is asked for; a script gets their codes."""
    asked = clean(request.query_params.get("q", ""))[:_LONGEST].strip()
    english = language(request) == "en"
    words = _folded(asked).split()
    found = [one for one in _entries(english=english) if all(word in one.words for word in words)]
    style = Style(lang=language(request))
    if not wants_page(request):
        return record({"codes": [one.code for one in found], "said": _said(len(found), style)})
    every = {one.code for one in found}
    families = [
        (style.say(*FAMILIES[family]), list(entries))
        for family, entries in groupby(_entries(english=english), lambda one: one.code[2])
    ]
    facts = {
        "asked": asked,
        "shown": every,
        "families": families,
        "said": _said(len(found), style),
        "longest": _LONGEST,
    }
    return page(request, "checks.html", facts)


async def one(request: Request) -> Response:
    """The manual page of a check, by its code or its name."""
    key = request.path_params["key"]
    style = Style(lang=language(request))
    try:
        check = find(key)
    except UsageError:
        others = [_entry(each, style) for each in near(key)]
        return page(request, "nocheck.html", {"key": clean(key)[:_LONGEST], "near": others}, 404)
    if key != check.code:
        return see(f"/checks/{check.code}")
    codes = list(CATALOGUE)
    place = codes.index(check.code)
    named = sorted({code for code in _CODE.findall(check.doc) if code in CATALOGUE and code != check.code})
    facts: dict[str, object] = {
        "check": check,
        "entry": _entry(check, style),
        "manual": manual_of(check, style),
        "other": style.say(check.title_en, check.title_zh),
        "before": _entry(CATALOGUE[codes[place - 1]], style) if place else None,
        "after": _entry(CATALOGUE[codes[place + 1]], style) if place + 1 < len(codes) else None,
        "named": [_entry(CATALOGUE[code], style) for code in named],
    }
    return page(request, "check.html", facts)


def _said(count: int, style: Style) -> str:
    whole = len(CATALOGUE)
    if count == whole:
        return style.say(f"共 {whole} 项检查", f"{whole} checks")
    return style.say(f"找到 {count} / {whole} 项", f"{count} of {whole} checks")


def _folded(text: str) -> str:
    """A text as it is searched: wide letters and capitals count for nothing."""
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _entries(*, english: bool) -> tuple[Entry, ...]:
    style = Style(lang="en" if english else "zh")
    return tuple(_entry(check, style) for check in CATALOGUE.values())


def _entry(check: Check, style: Style) -> Entry:
    about = " ".join(sections_of(check.doc).get("查什么", "").split())
    first = _SENTENCE.match(about)
    return Entry(
        check.code,
        style.say(check.title_zh, check.title_en),
        check.severity.word,
        style.say(check.severity.zh, check.severity.word),
        about if first is None else first[0].rstrip("；"),
        _folded(f"{check.code}\n{check.name}\n{check.title_zh}\n{check.title_en}\n{check.doc}"),
    )


ROUTES = [Route("/checks", listed), Route("/checks/{key}", one)]
