"""The sentences that every rendering of a comparison shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.core.findings import Severity
from perfscore.formrows import FormRow
from perfscore.report.layout import one_line
from perfscore.report.style import Style
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.records import (
    FIELDS,
    Change,
    FindingRound,
    FormRound,
    RowRound,
    Standing,
    Summary,
    start,
)

_CHANGED: Final = {
    "level": ("级别", "level"),
    "recorded": ("填报", "recorded"),
    "recomputed": ("重算", "recomputed"),
}
_ROWS: Final[dict[Change, tuple[str, str, str]]] = {
    "changed": ("改动", "values changed", "处"),
    "added": ("增加", "rows added", "行"),
    "removed": ("删去", "rows removed", "行"),
}
_BLANK: Final = ("（空）", "(blank)")


def headline(rounds: Rounds, style: Style) -> str:
    """What became of all findings, in one line."""
    one = rounds.summary
    still = style.say(f"（{one.changed} 条有变化）", f" ({one.changed} changed)") if one.changed else ""
    parts = [
        style.say(f"已整改 {_of(one, 'mended')} 条", f"{_of(one, 'mended')} mended"),
        style.say(f"仍存在 {_of(one, 'still')} 条{still}", f"{_of(one, 'still')} still there{still}"),
        style.say(f"新增 {_of(one, 'new')} 条", f"{_of(one, 'new')} new"),
    ]
    if unseen := _of(one, "unseen"):
        parts.append(style.say(f"这次没有查 {unseen} 条", f"{unseen} not looked for"))
    rows = [
        style.say(f"{zh} {number} {unit}", f"{number} {en}")
        for key, (zh, en, unit) in _ROWS.items()
        if (number := one.rows.get(key, 0))
    ]
    said = style.say("，", ", ").join(parts)
    return f"{said}{style.say('；', '; ')}{style.say('，', ', ').join(rows)}" if rows else said


def _of(summary: Summary, standing: Standing) -> int:
    return summary.standings.get(standing, 0)


def about(rounds: Rounds, style: Style) -> Iterator[str]:
    """Which rounds were compared, and whether their forms are the same."""
    for (zh, en), name, run in zip(
        (("上次", "before"), ("这次", "now")), (rounds.old.name, rounds.new.name), rounds.runs, strict=True
    ):
        sets = "、".join(record["id"] for record in run.get("rulesets", ()))
        told = (rounds.hide(name), str(run.get("date") or ""), f"perfscore {run.get('version', '')}", sets)
        yield f"{style.say(zh, en)}  " + "  ".join(one_line(text) for text in told if text)
    one = rounds.summary
    if one.forms_added or one.forms_removed:
        yield style.say(
            f"两次都有的表 {one.forms} 张，新增 {one.forms_added} 张，这次没有 {one.forms_removed} 张",
            f"{one.forms} forms in both rounds, {one.forms_added} added, {one.forms_removed} not in this one",
        )
    if rounds.apart:
        yield style.say(
            "两次的表没有一张对得上：请核对给的是不是同一批材料",
            "no form is in both rounds: are these the same documents?",
        )


def outstanding(rounds: Rounds, style: Style) -> str:
    """What is to be mended yet."""
    one = rounds.summary
    parts = []
    total = 0
    for severity in sorted(Severity, reverse=True):
        number = one.counting.get(severity, 0)
        total += number
        if number:
            parts.append(
                style.paint(style.say(f"{severity.zh} {number}", f"{number} {severity.word}"), severity.word)
            )
    if one.rejected:
        parts.append(style.say(f"不采纳 {one.rejected}（不计入）", f"{one.rejected} waived (not counted)"))
    if not total and not one.rejected:
        return style.paint(style.say("没有待整改的问题", "nothing left to mend"), "good")
    return style.say(f"待整改 {total} 条：", f"{total} to be mended: ") + style.say("，", ", ").join(parts)


def title(form: FormRound, style: Style) -> str:
    """Whose a form is and what it is called."""
    row = form.row
    if row is None:
        return style.say("文件", "Files")
    whose = [one_line(text) for text in (row.project, row.unit) if text]
    return "  ".join(whose) or one_line(row.title)


def places(form: FormRound, style: Style) -> str:
    """Where a form stands, and where it stood."""
    new, old = (_place(row) for row in (form.new, form.old))
    if not old:
        return f"{new}  {style.say('新增的表', 'form added')}"
    if not new:
        return f"{old}  {style.say('这次没有这张表', 'not in this round')}"
    return new if new == old else f"{new} ← {old}"


def _place(row: FormRow | None) -> str:
    if row is None:
        return ""
    return one_line(str(start(row)))


def total(form: FormRound, style: Style) -> str:
    """The recorded total of both rounds."""
    old, new = (row.recorded_text if row is not None else "" for row in (form.old, form.new))
    if form.old is None or form.new is None or not (old or new):
        return ""
    blank = style.say(*_BLANK)
    now = f" → {new or blank}" if old != new else style.say("（未变）", " (as before)")
    return f"{style.say('总分', 'total')} {one_line(old) or blank}{now}"


def changes(one: FindingRound, style: Style) -> str:
    """What of a finding that stands is no longer as it was."""
    parts = []
    for key, was in one.changes:
        shown = was
        if key == "level":
            level = Severity[was.upper()]
            shown = style.say(level.zh, level.word)
        parts.append(f"{style.say(*_CHANGED[key])} {one_line(shown) or style.say(*_BLANK)}")
    return style.say("，", ", ").join(parts)


def verdict(one: FindingRound, style: Style) -> str:
    """What the reviewer wrote in the old round."""
    return one_line(one.verdict.say(english=style.lang == "en")) if one.verdict is not None else ""


def field(row: RowRound, style: Style) -> str:
    """What was changed, by name."""
    return style.say(*FIELDS[row.field]) if row.field else ""


def value(text: str, style: Style) -> str:
    """A value of a row, on one line."""
    return one_line(text) or style.say(*_BLANK)


def told(row: RowRound, style: Style) -> str:
    """What stands in a row that was added or removed."""
    return style.say("，", ", ").join(f"{style.say(*FIELDS[name])} {one_line(text)}" for name, text in row.values)


def name(row: RowRound, style: Style) -> str:
    """What a row is called; one without a name by what it is."""
    if row.name:
        return one_line(row.name)
    return {
        "total": style.say("总分", "total"),
        "execution": style.say("预算执行率", "execution"),
        "form": style.say("表头", "head"),
    }.get(row.kind, style.say("（无名称）", "(without a name)"))
