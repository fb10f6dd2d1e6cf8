"""A finding of a document as papers have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from perfscore.checks import CATALOGUE
from perfscore.checks.register import sections_of
from perfscore.core.location import Location
from perfscore.core.trace import Step
from perfscore.core.visible import clean
from perfscore.report.papers.records import Entry, Remark
from perfscore.report.papers.texts import Record, location, one_text
from perfscore.report.style import Style
from perfscore.report.words import beside, other_label

#: So many related places are written out; of the others their number.
_MOST_RELATED: Final = 6


def entry_of(finding: Record, style: Style) -> Entry:
    """A finding as an entry of a paper."""
    at = location(finding["at"])
    code = finding["code"]
    recorded = finding["recorded"]
    return Entry(
        severity=finding["severity"],
        code=code,
        title=title_of(code, finding["name"], style),
        file=clean(at.file),
        place=clean(at.place),
        message=one_text(finding["message"]),
        recorded=style.say("（空）", "(blank)") if recorded == "" else one_text(recorded or ""),
        recomputed=one_text(finding["recomputed"] or ""),
        other=other_label(code, style),
        steps=tuple(_lines(finding["steps"])),
        related=tuple(_related(finding["related"], at, style)),
        basis=basis_of(code),
        mend=one_text(finding["help"]),
        remark=_remark(finding["waiver"]),
        waived=bool(finding["waiver"] and finding["waiver"]["waived"]),
        hidden=style.hides_one(code, finding["severity"], known=finding["known"]),
    )


@lru_cache(maxsize=1024)
def basis_of(code: str) -> str:
    """The basis that the manual page of a check names; "" where this version has no such check."""
    check = CATALOGUE.get(code)
    return sections_of(check.doc).get("依据", "") if check else ""


def title_of(code: str, name: str, style: Style) -> str:
    """What a check is called; its name where this version has no such check."""
    check = CATALOGUE.get(code)
    return style.say(check.title_zh, check.title_en) if check else name


def _lines(step: Record | None, depth: int = 0) -> Iterator[tuple[int, str]]:
    if step is None:
        return
    line = one_text(Step(step["label"], step["formula"], step["value"]).line())
    yield depth, line
    for child in step["children"]:
        yield from _lines(child, depth + 1)


def _related(places: list[Record], at: Location, style: Style) -> Iterator[str]:
    for place in places[:_MOST_RELATED]:
        yield one_text(f"{beside(location(place['at']), at)} {place['note']}".strip())
    more = len(places) - _MOST_RELATED
    if more > 0:
        yield style.say(f"另有 {more} 处，见审核结果", f"and {more} more, see the report")


def _remark(waiver: Record | None) -> Remark | None:
    if waiver is None:
        return None
    return Remark(*(one_text(waiver[name]) for name in ("verdict", "reason", "person", "date")))
