"""A comparison in rows: each finding, each change and each form that is in one round alone; and its CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.formrows import FormRow
from perfscore.report.layout import one_line
from perfscore.report.sheets import safe
from perfscore.report.style import Style
from perfscore.report.words import check_name, number
from perfscore.services.rounds import words
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.records import CHANGES, FIELDS, STANDINGS, FindingRound, FormRound, RowRound, start


@frozen
class Column:
    """A column: its heading, its width in characters, and whether it holds numbers where it can."""

    zh: str
    en: str
    width: float
    numbers: bool = False


_WHOSE: Final = (Column("单位", "unit", 22), Column("项目", "project", 24), Column("年度", "year", 7))
_WHERE: Final = (
    Column("文件", "file", 22),
    Column("位置", "place", 18),
    Column("上次文件", "file before", 22),
    Column("上次位置", "place before", 18),
)
FINDINGS: Final = (
    Column("状态", "standing", 8),
    Column("级别", "severity", 6),
    Column("代码", "code", 8),
    Column("检查项", "check", 20),
    *_WHOSE,
    *_WHERE[:2],
    Column("问题", "finding", 54),
    Column("上次填报", "recorded before", 12, numbers=True),
    Column("填报", "recorded", 12, numbers=True),
    Column("重算", "recomputed", 12, numbers=True),
    Column("改法", "mend", 36),
    Column("上次处理意见", "verdict then", 24),
    # From here on for reading on the screen, not for printing.
    Column("变化", "changed", 18),
    Column("未查原因", "why not looked for", 24),
    *_WHERE[2:],
    Column("指纹", "fingerprint", 15),
)
ROWS: Final = (
    Column("变化", "change", 8),
    *_WHOSE,
    Column("指标", "indicator", 30),
    Column("栏目", "field", 10),
    Column("上次", "before", 26, numbers=True),
    Column("这次", "now", 26, numbers=True),
    *_WHERE,
)
FORMS: Final = (
    Column("表", "form", 22),
    *_WHOSE,
    Column("情况", "round", 12),
    Column("新增", "new", 7, numbers=True),
    Column("仍存在", "still there", 8, numbers=True),
    Column("已整改", "mended", 8, numbers=True),
    Column("未查", "not looked for", 8, numbers=True),
    Column("改动", "changes", 8, numbers=True),
    Column("上次总分", "total before", 10, numbers=True),
    Column("这次总分", "total now", 10, numbers=True),
    Column("上次重算", "recomputed before", 10, numbers=True),
    Column("这次重算", "recomputed now", 10, numbers=True),
    Column("怎样对应", "how matched", 36),
    *_WHERE,
)
#: How many columns of each are printed; the rest is detail.
PRINTED_FINDINGS, PRINTED_ROWS, PRINTED_FORMS = 15, 10, 15
#: The columns of the one table that a CSV file is, findings and changes together.
_CSV: Final = (
    ("状态", "standing"), ("级别", "severity"), ("代码", "code"), ("检查项或栏目", "check or field"), ("单位", "unit"),
    ("项目", "project"), ("年度", "year"), ("文件", "file"), ("位置", "place"), ("问题或指标", "finding or indicator"),
    ("上次", "before"), ("这次", "now"), ("重算", "recomputed"), ("改法", "mend"), ("上次处理意见", "verdict then"),
    ("变化", "changed"), ("说明", "note"), ("上次文件", "file before"), ("上次位置", "place before"),
    ("指纹", "fingerprint"),
)  # fmt: skip
#: How a file of ours begins.
HEADS: Final = tuple(",".join(names[:4]) for names in zip(*_CSV, strict=True))

Cells = list[str]


def form_cells(form: FormRound, style: Style) -> Cells:
    """A form in one row."""
    count = [
        str(sum(one.standing == standing for one in form.findings))
        for standing in ("new", "still", "mended", "unseen")
    ]
    old, new = form.old, form.new
    title = form.row.title if form.row is not None else words.title(form, style)
    totals = [row.recorded_text if row is not None else "" for row in (old, new)]
    again = [number(row.recomputed) or "" if row is not None else "" for row in (old, new)]
    places = [_start(row) for row in (new, old)]
    return [
        one_line(title),
        *_whose(form),
        _round(form, style),
        *count,
        str(len(form.rows)),
        *map(one_line, totals),
        *again,
        style.say(*form.note),
        *places[0],
        *places[1],
    ]


def finding_cells(form: FormRound, one: FindingRound, style: Style) -> Cells:
    """A finding in one row."""
    now = one.seen if one.standing in ("new", "still") else None
    was = one.before
    return [
        style.say(*STANDINGS[one.standing]),
        style.say(one.seen.severity.zh, one.seen.severity.word),
        one.seen.code,
        check_name(one.seen.code, one.seen.name, style),
        *_whose(form),
        *_place(one.seen.at),
        one_line(one.seen.message),
        one_line((was.recorded or "") if was is not None else ""),
        one_line((now.recorded or "") if now is not None else ""),
        one_line(one.seen.recomputed or ""),
        one_line(one.seen.help) if now is not None else "",
        words.verdict(one, style),
        words.changes(one, style),
        style.say(*one.why),
        *_place(was.at if was is not None else None),
        one.seen.fingerprint,
    ]


def row_cells(form: FormRound, row: RowRound, style: Style) -> Cells:
    """A change in one row."""
    old, new = one_line(row.old), one_line(row.new)
    if row.change != "changed":
        told = words.told(row, style)
        old, new = ("", told) if row.change == "added" else (told, "")
    return [
        style.say(*CHANGES[row.change]),
        *_whose(form),
        words.name(row, style),
        style.say(*FIELDS[row.field]) if row.field else "",
        old,
        new,
        *_place(row.new_at),
        *_place(row.old_at),
    ]


def as_csv(rounds: Rounds, style: Style) -> Iterator[str]:
    """One table: forms that are in one round alone, findings, changes; in pieces."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([style.say(zh, en) for zh, en in _CSV])
    for form in rounds.forms():
        for row in _csv_rows(form, style):
            writer.writerow([safe(text) for text in row])
        yield target.getvalue()
        target.seek(0)
        target.truncate()
    yield target.getvalue()


def _csv_rows(form: FormRound, style: Style) -> Iterator[Cells]:
    whose = _whose(form)
    if form.row is not None and (form.old is None or form.new is None):
        title, blank = one_line(form.row.title), [""] * 7
        yield [_round(form, style), "", "", "", *whose, *_start(form.new), title, *blank, *_start(form.old), ""]
    for one in form.findings:
        yield finding_cells(form, one, style)
    for row in form.rows:
        change, unit, project, year, name, field, old, new, *places = row_cells(form, row, style)
        head = [change, "", "", field, unit, project, year, *places[:2], name]
        yield [*head, old, new, "", "", "", "", "", *places[2:], ""]


def _round(form: FormRound, style: Style) -> str:
    if form.row is None:
        return ""
    if form.old is None:
        return style.say("新增的表", "form added")
    return style.say("这次没有", "not in this round") if form.new is None else style.say("两次都有", "in both")


def _whose(form: FormRound) -> Cells:
    row = form.row
    return ["", "", ""] if row is None else [one_line(text) for text in (row.unit, row.project, row.year)]


def _place(at: Location | None) -> Cells:
    return ["", ""] if at is None else [at.file, at.place]


def _start(row: FormRow | None) -> Cells:
    return ["", ""] if row is None else _place(start(row))
