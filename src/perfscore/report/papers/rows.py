"""The rows of a document that have points, as papers have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore.core.numbers import Interval, plain
from perfscore.report.papers.records import ScoreLine
from perfscore.report.papers.texts import Record, one_text
from perfscore.report.scoretable import ordered
from perfscore.report.style import Style
from perfscore.report.words import basis_words, status_words
from perfscore.scoring.ranges import said
from perfscore.scoring.records import RowReading, ScoreRange
from perfscore.scoring.wording import readings_words


def score_lines(scores: Sequence[Record], style: Style) -> Iterator[ScoreLine]:
    """The rows of a form in their order: execution, each section with its rows, the total."""
    bases = {score["basis"] for score in scores if score["basis"] and score["kind"] == "indicator"}
    lines = [_line(score, style, with_basis=len(bases) > 1) for score in scores]
    yield from ordered(lines)


def _line(score: Record, style: Style, *, with_basis: bool) -> ScoreLine:
    return ScoreLine(
        kind=score["kind"],
        l1=one_text(score["l1"]),
        name=_name(score, style),
        target=one_text(score["target"] or ""),
        actual=one_text(score["actual"] or ""),
        points=plain(Decimal(score["points"])) if score["points"] is not None else "",
        recorded=one_text(score["recorded"] or ""),
        recomputed=_again(score),
        note="\n".join(_notes(score, style, with_basis=with_basis)),
    )


def _again(score: Record) -> str:
    if score["recomputed"] is not None:
        return str(score["recomputed"])
    one = score["range"]
    return "—" if one is None else said(ScoreRange(Decimal(one["low"]), Decimal(one["high"])))


def _name(score: Record, style: Style) -> str:
    if score["kind"] == "section":
        return one_text(score["l1"])
    if score["kind"] == "total":
        grade = style.say(f"（{score['grade']}）", f" ({score['grade']})") if score["grade"] else ""
        return style.say("总分", "total") + grade
    if score["kind"] == "execution":
        return style.say("预算执行率", "execution rate")
    return one_text(score["indicator"])


def _notes(score: Record, style: Style, *, with_basis: bool) -> Iterator[str]:
    """Why there is no score; its readings where they differ; its basis where rows differ in it."""
    colon = style.say("：", ": ")
    if score["recomputed"] is None:
        reason = one_text(score["reason"] or "")
        # The reason of a sum already says that rows of it were not recomputed.
        summed = score["kind"] in ("section", "total")
        yield reason if summed else f"{status_words(score['status'], style)}{colon}{reason}"
    elif score["status"] == "joint":
        yield status_words("joint", style)
    if len({reading["points"] for reading in score["readings"]}) > 1:
        readings = [
            RowReading(reading["name"], points, Interval.point(points))
            for reading in score["readings"]
            for points in (Decimal(reading["points"]),)
        ]
        yield f"{style.say('读法', 'readings')}{colon}{readings_words(readings, english=style.lang == 'en')}"
    if with_basis and score["kind"] == "indicator" and score["basis"]:
        yield f"{style.say('依据', 'basis')}{colon}{basis_words(score['basis'], style)}"
