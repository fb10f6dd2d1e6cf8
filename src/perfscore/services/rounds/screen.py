"""A comparison for a terminal, a pipe or a text file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.core.location import Location
from perfscore.report.layout import indent, one_line, width
from perfscore.report.style import ROUNDING, Style
from perfscore.report.words import beside, tag_of
from perfscore.services.rounds import words
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.records import (
    CHANGES,
    STANDINGS,
    FindingRound,
    FormRound,
    RowRound,
    Standing,
    start,
)

#: What comes first is what there is to do.
_ORDER: Final[tuple[Standing, ...]] = ("new", "still", "mended", "unseen")
_INK: Final = {"new": "error", "still": "warning", "mended": "good", "unseen": "dim"}


def full(rounds: Rounds, style: Style) -> Iterator[str]:
    """Form by form: what is new, what stands, what was mended, what was changed."""
    yield from _top(rounds, style)
    for form in rounds.forms():
        yield ""
        yield from _form(form, style)
    yield ""
    yield words.outstanding(rounds, style)


def concise(rounds: Rounds, style: Style) -> Iterator[str]:
    """One line for each finding and each change."""
    for form in rounds.forms():
        for one in _ordered(form, style):
            line = f"{one.seen.at}  {_standing(one.standing, style)}  {_tag(one, style)}  {one_line(one.seen.message)}"
            was = words.changes(one, style)
            yield f"{line}{style.say('；上次', '; before: ')}{was}" if was else line
        for row in form.rows:
            yield f"{row.new_at or row.old_at or _at(form)}  {_change(row, style)}  {_said(row, style)}"
    yield from _top(rounds, style)
    yield words.outstanding(rounds, style)


def _top(rounds: Rounds, style: Style) -> Iterator[str]:
    head = f"{style.say('与上次相比：', 'against the round before: ')}{words.headline(rounds, style)}"
    yield from (style.paint(line, "bold") for line in indent(head, 0, style.width))
    for line in words.about(rounds, style):
        yield from (style.paint(part, "dim") for part in indent(line, 0, style.width))


def _form(form: FormRound, style: Style) -> Iterator[str]:
    yield f"━━ {style.paint(words.title(form, style), 'bold')}"
    if form.row is not None:
        total = words.total(form, style)
        yield from indent("  ".join(filter(None, (words.places(form, style), total))), 3, style.width)
    if form.note[0]:
        yield from indent(style.say(*form.note), 3, style.width)
    shown = _ordered(form, style)
    for standing in _ORDER:
        own = [one for one in shown if one.standing == standing]
        hidden = sum(one.standing == standing for one in form.findings) - len(own)
        if own or hidden:
            more = (
                style.say(f"，另有 {hidden} 条舍入差异", f", {hidden} rounding differences besides")
                if hidden
                else ""
            )
            yield f"  {_standing(standing, style)} {len(own)}{more}"
        for one in own:
            yield from _finding(form, one, style)
    if form.rows:
        yield f"  {style.paint(style.say('改动', 'changes'), 'bold')} {len(form.rows)}"
        for row in form.rows:
            at = row.new_at or row.old_at
            place = f"{beside(at, _at(form))}  " if at is not None else ""
            change = "" if row.change == "changed" else f"{_change(row, style)}  "
            yield from indent(f"{place}{change}{_said(row, style)}", 4, style.width)
    if not form.findings and not form.rows:
        yield "  " + style.paint(style.say("没有问题，没有改动", "nothing found, nothing changed"), "good")


def _finding(form: FormRound, one: FindingRound, style: Style) -> Iterator[str]:
    head = (
        f"    {style.paint(beside(one.seen.at, _at(form, of_old=one.standing in ('mended', 'unseen'))), 'place')}"
    )
    head = f"{head}  {_tag(one, style)}"
    message = one_line(one.seen.message)
    if style.width is None or width(head) + 2 + width(message) <= style.width:
        yield f"{head}  {message}"
    else:
        yield head
        yield from indent(message, 8, style.width)
    if was := words.changes(one, style):
        yield from indent(f"{style.say('上次', 'before: ')}{was}", 8, style.width)
    if told := words.verdict(one, style):
        void = style.say("（不再计入）", " (waived, not counted)") if one.rejected else ""
        yield from indent(f"{style.say('上次处理意见：', 'verdict then: ')}{told}{void}", 8, style.width)
    if one.why[0]:
        yield from indent(style.say(*one.why), 8, style.width)
    if one.standing == "new" and one.seen.help:
        mend = indent(f"{style.say('改法：', 'mend: ')}{one_line(one.seen.help)}", 8, style.width)
        yield from (style.paint(line, "good") for line in mend)


def _ordered(form: FormRound, style: Style) -> list[FindingRound]:
    """The findings as a person reads them: what there is to do first, the grave ones first."""
    shown = [one for one in form.findings if style.verbose or one.seen.code not in ROUNDING]
    return sorted(shown, key=lambda one: (_ORDER.index(one.standing), -one.seen.severity))


def _at(form: FormRound, *, of_old: bool = False) -> Location:
    """Where a form begins: as it is now, or as it was."""
    row = (form.old if of_old else form.new) or form.row
    return Location("") if row is None else start(row)


def _standing(standing: Standing, style: Style) -> str:
    return style.paint(style.say(*STANDINGS[standing]), _INK[standing])


def _tag(one: FindingRound, style: Style) -> str:
    tag = tag_of(one.seen.code, one.seen.name, style)
    return f"{style.severity(one.seen.severity)} {style.paint(tag, 'bold')}"


def _change(row: RowRound, style: Style) -> str:
    return style.paint(style.say(*CHANGES[row.change]), "bold")


def _said(row: RowRound, style: Style) -> str:
    """A change in words: the row, what of it, old and new."""
    name = words.name(row, style)
    if row.change != "changed":
        return "  ".join(filter(None, (name, words.told(row, style))))
    what = f"{words.field(row, style)}{style.say('：', ': ')}"
    return "  ".join(filter(None, (name, f"{what}{words.value(row.old, style)} → {words.value(row.new, style)}")))
