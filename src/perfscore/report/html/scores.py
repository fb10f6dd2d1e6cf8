"""The scores of a form as a page shows them: a row each, with its readings, its sum and the curve of its rule."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from perfscore.core.numbers import plain, read_figure
from perfscore.core.pictures import Curve, Spot
from perfscore.core.records import frozen
from perfscore.report.html.findings import Line, line_of
from perfscore.report.html.places import Places
from perfscore.report.style import Style
from perfscore.report.words import basis_words, kind_words, status_words
from perfscore.scoring.wording import reading_words

Record = dict[str, Any]
#: The drawing in dots: its width, its height, and the room for what is written round it.
WIDTH: Final = 320
HEIGHT: Final = 150
LEFT, RIGHT, TOP, BOTTOM = 34, 14, 14, 30
_PLACES: Final = Decimal("0.1")


@frozen
class Picture:
    """A curve in the dots of its drawing, with what it says in words.

    Attributes:
        paths: the lines; `dots` the values that hold at one number alone.
        target: along, None where there is none; `actual` the dot of the recomputed score.
        recorded: up, None where no number was recorded within the drawing; `again` the recomputed score where there is no
            dot for it, because the actual is no number on this line.
        ends: what is written at the left and the right end, `top` at the top.
        words: all of it as text.
    """

    paths: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    target: str | None
    actual: tuple[str, str] | None
    recorded: str | None
    again: str | None
    ends: tuple[str, str]
    top: str
    words: str


@frozen
class Row:
    """A score: its place among those of the dossier gives its name in the page, `s` and this."""

    number: int
    kind: str
    level: str
    name: str
    cell: str
    target: str
    actual: str
    points: str
    recorded: str
    recomputed: str
    status: str
    reason: str
    basis: str
    rule: str
    grade: str
    findings: tuple[tuple[int, str], ...]
    readings: tuple[tuple[str, str], ...]
    steps: Line | None
    picture: Picture | None

    @property
    def has_more(self) -> bool:
        """Whether there is something to unfold."""
        return bool(self.readings or self.steps or self.picture or self.rule)


def row_of(
    score: Record,
    number: int,
    places: Places,
    style: Style,
    *,
    curve: Curve | None = None,
    steps: Record | None = None,
    findings: tuple[tuple[int, str], ...] = (),
) -> Row:
    """A score of a record as a row."""
    readings = score["readings"]
    again = score["recomputed"]
    if score["range"] is not None:
        again = f"{score['range']['low']}～{score['range']['high']}"
    done = score["status"] in ("recomputed", "joint")
    return Row(
        number=number,
        kind=score["kind"],
        level=score["l1"],
        name=score["indicator"]
        or (score["l1"] if score["kind"] == "section" else kind_words(score["kind"], style)),
        cell=places.name(score["at"]),
        target=score["target"] or "",
        actual=score["actual"] or "",
        points="" if score["points"] is None else plain(Decimal(score["points"])),
        recorded=score["recorded"] or "",
        recomputed=again or "",
        status="" if done and again else status_words(score["status"], style),
        reason=score["reason"] or "",
        basis=basis_words(score["basis"], style) if score["basis"] else "",
        rule=score["rule"] or "",
        grade=score["grade"] or "",
        findings=findings,
        readings=tuple(
            (reading_words(one["name"], english=style.lang == "en"), one["points"])
            for one in (readings if len(readings) > 1 else ())
        ),
        steps=line_of(steps, places),
        picture=None
        if curve is None
        else picture(curve, style, recorded=score["recorded"] or "", recomputed=score["recomputed"]),
    )


def picture(curve: Curve, style: Style, *, recorded: str = "", recomputed: str | None = None) -> Picture:
    """Set a curve in the dots of its drawing.

    Args:
        curve: of a rule.
        style: the language of what is written at it.
        recorded: the score as it stands in the form, "" where none does.
        recomputed: the score that the rule gives, None where it gives none.
    """
    along, top = curve.high - curve.low, max(curve.top, Decimal(1))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(value: Decimal) -> str:
        return plain((LEFT + (value - curve.low) / along * wide).quantize(_PLACES))

    def y(value: Decimal) -> str:
        return plain((TOP + (1 - max(value, Decimal(0)) / top) * high).quantize(_PLACES))

    def spot(one: Spot) -> tuple[str, str]:
        return x(one[0]), y(one[1])

    paths = tuple(
        "M" + "L".join(f"{left} {up}" for left, up in dict.fromkeys(map(spot, line)))
        for line in curve.lines
        if len(line) > 1
    )
    ends = {spot(line[place]) for line in curve.lines if len(line) > 1 for place in (0, -1)}
    dots = tuple(one for line in curve.lines if len(line) == 1 and (one := spot(line[0])) not in ends)
    figure = read_figure(recorded.strip().removesuffix("分"))
    noted = figure.value if figure is not None and not figure.percent and 0 <= figure.value <= top else None
    return Picture(
        paths,
        dots,
        None if curve.target is None else x(curve.target),
        None if curve.actual is None else spot(curve.actual),
        None if noted is None else y(noted),
        y(Decimal(recomputed)) if curve.actual is None and recomputed is not None else None,
        (f"{plain(curve.low, 2)}{curve.unit}", f"{plain(curve.high, 2)}{curve.unit}"),
        plain(curve.top, 2),
        _words(curve, style, recorded, recomputed),
    )


def _words(curve: Curve, style: Style, recorded: str, recomputed: str | None) -> str:
    """What the drawing shows, for those who do not see it."""
    unit = curve.unit
    parts = [
        style.say(
            f"完成值从 {plain(curve.low, 2)}{unit} 到 {plain(curve.high, 2)}{unit} 时的得分，最高 {plain(curve.top, 2)} 分",
            f"points for actuals from {plain(curve.low, 2)}{unit} to {plain(curve.high, 2)}{unit}, "
            f"at most {plain(curve.top, 2)}",
        )
    ]
    if curve.target is not None:
        parts.append(style.say(f"指标值 {plain(curve.target, 4)}{unit}", f"target {plain(curve.target, 4)}{unit}"))
    if curve.actual is not None:
        done = f"{plain(curve.actual[0], 4)}{unit}"
        parts.append(style.say(f"完成值 {done}", f"actual {done}"))
    if recomputed is not None:
        parts.append(style.say(f"重算 {recomputed} 分", f"recomputed {recomputed}"))
    if recorded:
        parts.append(style.say(f"填报 {recorded}", f"recorded {recorded}"))
    return style.say("；", "; ").join(parts)


def rows_of(
    document: Record,
    form: int,
    places: Places,
    style: Style,
    *,
    curves: Mapping[int, Curve],
    steps: Mapping[int, Record],
    at: Mapping[str, tuple[tuple[int, str], ...]],
) -> list[Row]:
    """The scores of a form; `at` are the findings at each drawn cell, by its name."""
    return [
        row_of(
            score,
            number,
            places,
            style,
            curve=curves.get(number),
            steps=steps.get(number),
            findings=at.get(places.name(score["at"]), ()) if score["at"] is not None else (),
        )
        for number, score in enumerate(document["scores"])
        if score["form"] == form
    ]
