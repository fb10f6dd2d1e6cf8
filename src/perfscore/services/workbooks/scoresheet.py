"""The sheet of recomputed scores: rows, execution, sections and totals, as live formulas wherever one is honest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from decimal import Decimal
from typing import Final

from perfscore.core.location import Location, cell_name
from perfscore.core.numbers import read_figure
from perfscore.core.records import frozen
from perfscore.ooxml.patch import SheetCell, SheetSpec
from perfscore.outcome import AuditReport
from perfscore.report.layout import one_line
from perfscore.report.style import Style
from perfscore.report.words import basis_words
from perfscore.scoring import RowScore
from perfscore.services.workbooks.cells import reference
from perfscore.services.workbooks.live import total_of
from perfscore.services.workbooks.looks import BODY, CENTRE, HEAD, NOTE, TITLE
from perfscore.services.workbooks.results import (
    Place,
    Row,
    height_of,
    place_width,
    short_place,
)
from perfscore.services.workbooks.words import NOT_LIVE

_WIDTHS: Final = (6, 13, 13, 32, 0, 16, 14, 8, 10, 11, 36)
_HEADS: Final = (
    ("表号", "Form"),
    ("类别", "Kind"),
    ("一级指标", "Level 1"),
    ("指标", "Indicator"),
    ("位置", "Place"),
    ("指标值", "Target"),
    ("实际完成值", "Actual"),
    ("分值", "Points"),
    ("填报得分", "Recorded"),
    ("重算得分", "Recomputed"),
    ("说明", "Remark"),
)
_PLACE, _RECOMPUTED = 5, 10
_KINDS: Final = {"indicator": "指标", "execution": "预算执行率", "section": "一级指标", "total": "总分"}
# Numbers and remarks stand side by side: at the edges of their cells they touch. Numbers are centred, as they are in
# the forms; LibreOffice keeps an indent on the right in some cells and forgets it in others.
_NUMBER: Final = replace(CENTRE, number_format="0.00")
_SUM: Final = replace(_NUMBER, bold=True, fill="FFF2F2F2")
_REMARK: Final = replace(BODY, align="left", indent=1)
_TOTAL: Final = replace(BODY, bold=True, fill="FFF2F2F2")
_TOTAL_CENTRE: Final = replace(_TOTAL, align="center")
_TOTAL_REMARK: Final = replace(_TOTAL, align="left", indent=1)
_BAND: Final = replace(BODY, bold=True, fill="FFD9E1F2", wrap=False)


@frozen
class LiveScores:
    """Where recomputed scores stand and how they are computed, by their number in the report.

    Attributes:
        cells: the cell of the added column that holds a score.
        formulas: a score's formula for another sheet, where it has no cell of its own.
        parts: of a section or a total, the numbers of the scores that it adds.
    """

    cells: Mapping[int, Location] = field(default_factory=dict)
    formulas: Mapping[int, str] = field(default_factory=dict)
    parts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    values: frozenset[int] = frozenset()


def score_sheet(report: AuditReport, live: LiveScores, place: Place, style: Style) -> tuple[list[Row], SheetSpec]:
    """Rows and looks of the sheet."""
    rows: list[Row] = [
        [SheetCell(style.say("重算得分", "Recomputed scores"), look=TITLE)],
        [
            SheetCell(
                style.say(
                    "“重算得分”一栏是引用原表单元格的公式，改动完成值后随之变化；注明“数值，非公式”的除外。未重算的写明原因。",
                    "The recomputed scores are formulas over the form's own cells unless marked as values.",
                ),
                look=NOTE,
            )
        ],
        [SheetCell(style.say(zh, en), look=HEAD) for zh, en in _HEADS],
    ]
    bands: list[int] = []
    own: dict[int, Location] = {}
    for number, score in enumerate(report.scores):
        first = not number or report.scores[number - 1].form != score.form
        bands += [len(rows) + len(own) + len(bands) + 1] if first else []
        row = len(rows) + len(own) + len(bands) + 1
        own[number] = live.cells.get(number, Location("", cell=cell_name(row, _RECOMPUTED)))
    heights = {1: 30, 2: 20, 3: 24}
    widths = [*_WIDTHS]
    widths[_PLACE - 1] = place_width(score.at.place for score in report.scores if score.at)
    for number, score in enumerate(report.scores):
        if len(rows) + 1 in bands:
            rows.append([SheetCell(_band(report, score.form), look=_BAND), *[SheetCell(None, look=_BAND)] * 10])
            heights[len(rows)] = 20
        rows.append(_row(number, score, _formula(number, live, own, score), live, place, style))
        heights[len(rows)] = height_of(rows[-1], widths)
    spec = SheetSpec(
        widths=dict(enumerate(widths, 1)),
        heights=heights,
        header_rows=3,
        filter_row=3,
        merges=["A1:K1", "A2:K2", *(f"A{row}:K{row}" for row in bands)],
        landscape=True,
        tab_color="FF2F5496",
    )
    return rows, spec


def _band(report: AuditReport, form: int) -> str:
    record = report.forms[form]
    return "  ".join(
        one_line(text) for text in (f"[{form + 1}]", record.project, record.unit, record.title) if text
    )


def _formula(number: int, live: LiveScores, own: Mapping[int, Location], score: RowScore) -> str | None:
    if score.recomputed is None:
        return None
    if number in live.cells:
        return f"{reference(live.cells[number], sheet=True)}"
    if number in live.parts:
        return total_of([own[part] for part in live.parts[number]], sheet=True)
    return live.formulas.get(number)


def _row(number: int, score: RowScore, formula: str | None, live: LiveScores, place: Place, style: Style) -> Row:
    total = score.kind in ("section", "total")
    look, centre = (_TOTAL, _TOTAL_CENTRE) if total else (BODY, CENTRE)
    at = score.at
    return [
        SheetCell(score.form + 1, look=centre),
        SheetCell(style.say(_KINDS[score.kind], score.kind), look=centre),
        SheetCell(one_line(score.l1) or None, look=look),
        SheetCell(one_line(score.indicator) or None, look=look),
        SheetCell(short_place(at.place) if at else None, link=place(at) if at else None, look=look),
        SheetCell(one_line(score.target or "") or None, look=centre),
        SheetCell(one_line(score.actual or "") or None, look=centre),
        SheetCell(score.points, look=centre),
        SheetCell(_recorded(score.recorded), look=centre),
        SheetCell(score.recomputed, formula=formula, look=_SUM if total else _NUMBER),
        SheetCell(_remark(number, score, formula, live, style) or None, look=_TOTAL_REMARK if total else _REMARK),
    ]


def _recorded(text: str | None) -> Decimal | str | None:
    figure = read_figure(text) if text else None
    return figure.value if figure is not None and not figure.percent else text


def _remark(number: int, score: RowScore, formula: str | None, live: LiveScores, style: Style) -> str:
    if score.recomputed is None:
        reason = style.say(score.reason or "", score.reason_en or "")
        return f"{style.say('未重算：', 'not recomputed: ')}{one_line(reason)}"
    parts = [basis_words(score.basis, style)] if score.kind == "indicator" else []
    if score.grade:
        parts.append(style.say(f"等级 {score.grade}", f"grade {score.grade}"))
    if formula is None or number in live.values:
        parts.append(style.say(*NOT_LIVE))
    return style.say("；", "; ").join(filter(None, parts))
