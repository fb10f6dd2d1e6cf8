"""The results sheet: every finding with its cell, and the columns that a reviewer fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from perfscore.core import waivers
from perfscore.core.findings import Finding, Severity
from perfscore.core.location import Location, column_letters
from perfscore.ooxml.patch import SheetCell, SheetSpec
from perfscore.outcome import AuditReport
from perfscore.report.layout import one_line, width
from perfscore.report.style import Style
from perfscore.report.summary import headline
from perfscore.report.words import check_name
from perfscore.services.workbooks import before as rounds
from perfscore.services.workbooks.looks import (
    BODY,
    CENTRE,
    DATE,
    HEAD,
    INPUT,
    INPUT_CENTRE,
    INPUT_HEAD,
    NOTE,
    TITLE,
    filled,
)
from perfscore.services.workbooks.words import COLUMN, FILLS, WAIVED

#: Where a place of the source stands in the workbook that is written.
Place = Callable[[Location], tuple[str, str] | None]
Row = list[SheetCell]

_WIDTHS: Final = (6, 8, 16, 0, 46, 13, 13, 38, 11, 26, 11, 12, 12)
_PLACE: Final = 4
#: The column of places is as wide as its longest one: LibreOffice breaks no text of a link. A sheet's name may have
#: sixty columns; one that does not fit is cut, so that the cell stays in sight.
_NARROWEST, _WIDEST = 16, 40
#: Characters of a recorded or recomputed text; a whole rule would fill a page, and its cell is one click away.
_LONGEST: Final = 40
#: A row is at least so high, and a line of wrapped text adds so much, in points.
_LOWEST, _LINE, _HIGHEST = 18, 13.5, 400
_INPUTS: Final = len(waivers.FINDING_HEADERS)
#: The check whose findings stand in the results sheet of the previous copy.
_STALE: Final = "PS091"


def results_sheet(
    report: AuditReport,
    notes: Sequence[str],
    place: Place,
    style: Style,
    *,
    colours: bool = True,
    column: bool = True,
    before: rounds.Before | None = None,
) -> tuple[list[Row], SheetSpec]:
    """Rows and looks of the results sheet.

    Args:
        report: the audit.
        notes: what the user should know about the copy.
        place: where a place of the source stands in the workbook.
        style: the language.
        colours: whether cells with findings have backgrounds.
        column: whether recomputed scores stand beside a form.
        before: what the round before says, in two columns more, and below what is gone since.
    """
    top = _top(report, notes, _legend(style, colours=colours, column=column), style, before)
    gone = before.gone if before is not None else ()
    beside = rounds.HEADERS if before is not None else ()
    widths = [*_WIDTHS[:_INPUTS], *rounds.WIDTHS[: len(beside)], *_WIDTHS[_INPUTS:]]
    inputs = _INPUTS + len(beside)
    widths[_PLACE - 1] = place_width(
        (*map(_shown, report.findings), *(rounds.place_of(one, style) for one in gone))
    )
    rows: list[Row] = [[SheetCell(text, look=TITLE if not n else NOTE)] for n, text in enumerate(top)]
    header = len(rows) + 1
    looks = [HEAD] * inputs + [INPUT_HEAD] * 4 + [HEAD]
    heads = (*waivers.HEADERS[:_INPUTS], *beside, *waivers.HEADERS[_INPUTS:])
    rows.append([SheetCell(style.say(zh, en), look=look) for (zh, en), look in zip(heads, looks, strict=True)])
    heights: dict[int, int] = {1: 30, header: 24}
    total = sum(widths[:-1])
    for number, text in enumerate(top[1:], 2):
        heights[number] = height_needed([(text, total)])
    for number, finding in enumerate(report.findings, 1):
        row = _row(number, finding, place, style)
        row[_INPUTS:_INPUTS] = before.cells(finding, style) if before is not None else []
        rows.append(row)
        heights[len(rows)] = height_of(rows[-1][:-1], widths[:-1])
    for number, one in enumerate(gone, len(report.findings) + 1):
        rows.append(rounds.gone_row(number, one, style))
        heights[len(rows)] = height_of(rows[-1][:-1], widths[:-1])
    if not report.findings and not gone:
        nothing = style.say(*waivers.NOTHING)
        rows.append(
            [SheetCell("", look=BODY)] * 4 + [SheetCell(nothing, look=BODY)] + [SheetCell("", look=BODY)] * 3
        )
    last = column_letters(len(widths) - 1)
    choices = list(waivers.VERDICTS if style.lang == "zh" else waivers.VERDICTS_EN.values())
    spec = SheetSpec(
        widths=dict(enumerate(widths, 1)),
        heights=heights,
        header_rows=header,
        filter_row=header,
        choices={inputs + 1: choices},
        choice_rows=max(len(report.findings) + len(gone), 1),
        merges=[f"A{number}:{last}{number}" for number in range(1, header)],
        landscape=True,
        hidden_columns=[len(widths)],
        tab_color="FFC00000" if report.count(Severity.ERROR) else "FF2F5496",
    )
    return rows, spec


def _top(
    report: AuditReport, notes: Sequence[str], legend: str, style: Style, before: rounds.Before | None
) -> list[str]:
    """Title, run record, coverage and how to use the sheet."""
    record = report.inputs[0]
    colon, comma = style.say("：", ": "), style.say("，", ", ")
    lines = [style.say("审核结果", "Audit results")]
    sets = style.say("、", ", ").join(f"{one.id} ({one.sha256[:12]})" for one in report.run.rulesets)
    run = [
        f"{style.say('文件', 'file')} {record.file.replace(chr(92), '/').rpartition('/')[2]}",
        f"sha256 {(record.sha256 or '')[:16]}",
        f"perfscore {report.run.version}",
        report.run.date,
        f"{style.say('规则集', 'rule sets')} {sets}" if sets else "",
    ]
    lines.append(f"{style.say('运行记录', 'Run')}{colon}{comma.join(filter(None, run))}")
    lines.append(f"{style.say('覆盖范围', 'Coverage')}{colon}{headline(report, replace(style, width=None))[0]}")
    found = comma.join(
        f"{style.say(one.zh, one.word)} {report.count(one)}" for one in sorted(Severity, reverse=True)
    )
    waived = style.say(f"，不采纳 {report.waived}（不计入）", f", {report.waived} waived") if report.waived else ""
    lines.append(f"{style.say('发现', 'Findings')}{colon}{found}{waived}")
    if before is not None:
        lines.append(f"{style.say('与上次相比', 'Against the round before')}{colon}{before.headline}")
    lines.append(
        style.say(
            "填写：在绿色表头的四栏写处理意见（属实、已更正、不采纳、待核实）、说明、经办人和日期，"
            "把文件交回后再审，意见自动带入；选“不采纳”的不再计入。",
            "To fill in: the four columns with green heads; when the file is audited again the remarks are read back, "
            "and a rejected finding no longer counts.",
        )
    )
    lines += [legend] if legend else []
    lines += [f"{style.say('注意', 'Note')}{colon}{note}" for note in notes]
    return lines


def _legend(style: Style, *, colours: bool, column: bool) -> str:
    """What the colours mean, of cells and of the scores beside a form."""
    parts = []
    if colours:
        parts.append(
            style.say(
                "颜色：错误红、警告黄、提示蓝、不采纳灰",
                "Colours: error red, warning yellow, info blue, waived grey",
            )
        )
    if column:
        green = style.say(
            "绿色与填报一致（或未填），橙色与填报不同，", "green as recorded (or blank), orange not; "
        )
        head = style.say(f"表旁“{COLUMN[0]}”列：", f'column "{COLUMN[1]}" beside the form: ')
        parts.append(f"{head}{green if colours else ''}{style.say('“—”未能重算', '— is not recomputed')}")
    return style.say("；", "; ").join(parts)


def _row(number: int, finding: Finding, place: Place, style: Style) -> Row:
    target = place(finding.at)
    waiver = finding.waiver
    fill = WAIVED if finding.waived else FILLS[finding.severity]
    shown = short_place(_shown(finding))
    if finding.code == _STALE:
        shown = style.say(f"上一份 {shown}", f"previous copy: {shown}")
    key = waiver.key if waiver is not None else f"{finding.code}:{finding.fingerprint}"
    verdict = "" if waiver is None else waiver.verdict
    if style.lang == "en":
        verdict = waivers.VERDICTS_EN.get(verdict, verdict)
    return [
        SheetCell(number, look=CENTRE),
        SheetCell(style.say(finding.severity.zh, finding.severity.word), look=filled(fill)),
        SheetCell(f"{finding.code}\n{check_name(finding.code, finding.name, style)}", look=BODY),
        SheetCell(shown, link=target, look=BODY),
        SheetCell(one_line(style.message(finding)), look=BODY),
        SheetCell(_text(finding.recorded), look=CENTRE),
        SheetCell(_text(finding.recomputed), look=CENTRE),
        SheetCell(one_line(style.say(finding.help, finding.help_en)), look=BODY),
        SheetCell(verdict or None, look=INPUT_CENTRE),
        SheetCell((waiver.reason if waiver else "") or None, look=INPUT),
        SheetCell((waiver.person if waiver else "") or None, look=INPUT_CENTRE),
        SheetCell(_day(waiver.date) if waiver else None, look=DATE),
        SheetCell(key, look=BODY),
    ]


def _day(text: str) -> date | str | None:
    """A date as a date, so that it can be sorted; anything else as it was typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text or None


def _text(recorded: str | None) -> str | None:
    """A recorded or recomputed text, long ones cut."""
    if recorded is None:
        return None
    text = one_line(recorded)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shown(finding: Finding) -> str:
    return finding.at.place or finding.at.file


def place_width(places: Iterable[str]) -> int:
    """The width of a column of linked places, in characters."""
    return min(_WIDEST, max(_NARROWEST, *(_place_width(*place.rpartition("!")) + 1 for place in places), 0))


def short_place(text: str) -> str:
    """A place as the column of places takes it: the name of a sheet that is too long for it is cut.

    >>> short_place("某某河道清淤疏浚及沿岸维修经费和专项资金自评表!H26")
    '某某河道清淤疏浚及沿岸维修经费和…!H26'
    """
    sheet, mark, cell = text.rpartition("!")
    if not mark or _place_width(sheet, mark, cell) < _WIDEST:
        return text
    while _place_width(sheet, "…!", cell) >= _WIDEST - 1:
        sheet = sheet[:-1]
    return f"{sheet}…{mark}{cell}"


def _place_width(sheet: str, mark: str, cell: str) -> int:
    # The cells of a sheet share its name, which is measured once.
    return _name_width(sheet) + len(mark) + (len(cell) if mark else _name_width(cell))


@lru_cache(maxsize=256)
def _name_width(name: str) -> int:
    return width(name)


def height_of(row: Row, widths: Sequence[int]) -> int:
    """The height that a row's texts need."""
    texts = [
        (str(cell.value), wide) for cell, wide in zip(row, widths, strict=True) if cell.value is not None and wide
    ]
    return height_needed(texts)


def _lines(text: str, wide: int) -> int:
    # No character is wider than two; most texts are so short that their width need not be known.
    if "\n" not in text:
        return 1 if 2 * len(text) <= wide else max(1, -(-width(text) // wide))
    return sum(_lines(part, wide) for part in text.split("\n"))


def height_needed(texts: Sequence[tuple[str, int]]) -> int:
    """The height that the longest of some wrapped texts needs, each with the width of its column."""
    lines = max([_lines(text, max(wide - 2, 1)) for text, wide in texts], default=1)
    return round(min(_HIGHEST, max(_LOWEST, 6 + lines * _LINE)))
