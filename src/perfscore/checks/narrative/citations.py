"""Documents that a text cites: their titles (《…》) and numbers (财预〔2020〕10号)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from perfscore.checks.narrative.texts import passages, remarks
from perfscore.checks.subjects import View
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.text import squash

_OPEN: Final = "〔\\[【(（﹝［〖"
_CLOSE: Final = "〕\\])】）﹞］〗"
#: The letters of who issued it, the year in some kind of brackets, the number.
_NUMBER: Final = lazy_pattern(rf"([一-鿿]{{2,14}})([{_OPEN}])((?:19|20)\d\d)([{_CLOSE}])第?(\d{{1,5}})号")
_TITLE: Final = lazy_pattern(r"《([^《》]{4,90})》")
#: Between a title and its own number.
_BETWEEN: Final = lazy_pattern(r"[(（]?")
#: What may stand around the title of what is issued: 关于印发〈…〉的通知.
_INNER: Final = lazy_pattern(r"[〈<]([^〈〉<>]{4,})[〉>]")
_LEAD: Final = lazy_pattern(r"^.{0,40}?关于(?:印发|转发|发布|下达|颁发)?|的?(?:通知|意见|批复|函)$")


@frozen
class Citation:
    """A document as a text cites it.

    Attributes:
        title: as printed, "" for a number alone; `core` is it without who issued it and how.
        issuer, year, serial: the parts of its number, "" without one; `brackets` is how the year stands in them.
        label, at: what the form calls the text, and its place.
    """

    title: str
    core: str
    issuer: str
    year: str
    serial: str
    brackets: str
    label: str
    at: Location
    form: int

    @property
    def number(self) -> str:
        """The number in the usual brackets, "" without one."""
        return f"{self.issuer}〔{self.year}〕{self.serial}号" if self.serial else ""


def citations(view: View) -> Iterator[Citation]:
    """The documents that the texts of a form cite."""
    for one in (*passages(view.form), *remarks(view.form)):
        for title, issuer, opening, year, closing, serial in _cited(one.raw):
            yield Citation(
                title, core_of(title), issuer, year, serial, opening + closing, one.label, one.cell.at, view.number
            )


@lru_cache(maxsize=512)
def _cited(raw: str) -> tuple[tuple[str, ...], ...]:
    """Titles with the number right behind them, and numbers alone, in reading order."""
    text = "".join(raw.split())
    found: dict[int, tuple[str, ...]] = {}
    for title in _TITLE.finditer(text):
        gap = _BETWEEN.match(text, title.end())
        number = _NUMBER.match(text, gap.end() if gap else title.end())
        parts = number.groups() if number else ("", "", "", "", "")
        found[number.start() if number else title.start()] = (title[1], *parts)
    for number in _NUMBER.finditer(text):
        # A number within a sentence begins with other words (根据财预…): it tells of its brackets alone.
        found.setdefault(number.start(), ("", *number.groups()))
    return tuple(found[place] for place in sorted(found))


def core_of(title: str) -> str:
    """The title of what was issued, without who issued it and how.

    >>> core_of("财政部关于印发〈项目支出绩效评价管理办法〉的通知"), core_of("项目支出绩效评价管理办法")
    ('项目支出绩效评价管理办法', '项目支出绩效评价管理办法')
    """
    text = squash(title)
    inner = _INNER.search(text)
    return inner[1] if inner else _LEAD.sub("", text)
