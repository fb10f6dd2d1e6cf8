"""What is tried while somebody types, in another process: a rule, a value, a rule set. It knows nothing of visitors.

Orders go in as records, plain values come out: a script of a page builds what it shows from them.
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from perfscore.core.choices import reading_words
from perfscore.core.errors import UsageError
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.core.trace import Score, Step
from perfscore.report.style import Language, Style
from perfscore.services import readings

#: A score has at most so many decimals.
_FIGURES: Final = 6
#: How a rule set is called in what is said of it; the place of an error follows.
_NAME: Final = "toml"
_PLACE: Final = re.compile(rf"{_NAME}(?: 第(\d+)行(?:第\d+列)?| (文件末尾))?：")
Told = dict[str, Any]


@frozen
class RuleOrder:
    """A rule to be tried with its row; `facts` are lines, each `名称=值`."""

    rule: str
    points: str
    target: str
    unit: str
    actual: str
    indicator: str
    explanation: str
    facts: str
    lang: Language


@frozen
class ValueOrder:
    """A value to be read."""

    value: str
    unit: str
    role: Literal["target", "actual"]
    lang: Language


def warm(_: None) -> None:
    """Build the grammars, so that whoever types first does not wait for them."""
    from perfscore.language.rules import parse_rule

    parse_rule("每低1个百分点扣0.5分，扣完为止", points="10", target="≥95%")


def rule(order: RuleOrder) -> Told:
    """How a rule is read, what it gives, and its curve."""
    from perfscore.drawing.curves import curve_of_rule
    from perfscore.language.rules import parse_rule
    from perfscore.services.probes import probe

    style = Style(lang=order.lang)
    read = parse_rule(
        order.rule,
        points=order.points,
        target=order.target or None,
        unit=order.unit or None,
        explanation=order.explanation or None,
        indicator=order.indicator,
    )
    if isinstance(read, Unreadable):
        return _refused(read, style)
    given = [line.strip() for line in order.facts.splitlines() if line.strip()]
    scores = [(order.actual, read.score(order.actual))] if order.actual.strip() else []
    if given:
        scores.append((style.say("、", ", ").join(given), read.score(readings.pairs(given))))
    first = scores[0][1].points if order.actual.strip() else None
    rows = readings.rule_rows(read, order.indicator, english=order.lang == "en")
    problems = [one.message for one in read.problems()]
    return {
        "readable": True,
        "said": _said(scores, len(problems), style),
        "rows": _rows([row for row in rows[1:] if row[0][1] != "problem"], style),
        "problems": problems,
        "scores": [_score(of, score, style) for of, score in scores],
        "curve": _curve(curve_of_rule(read, read.points, order.actual), first, style),
        "probes": [[one.actual, one.say(english=order.lang == "en")] for one in probe(read)],
    }


def _said(scores: list[tuple[str, Score]], problems: int, style: Style) -> str:
    """All of it in one line, for those who hear it."""
    parts = [style.say("读懂", "understood")]
    for of, score in scores:
        if score.points is None:
            parts.append(style.say(f"{of} 没有得分：{score.reason}", f"{of}: no points, {score.reason}"))
        else:
            points = plain(score.points, _FIGURES)
            parts.append(style.say(f"{of} 得 {points} 分", f"{of} gives {points} points"))
    if problems:
        parts.append(style.say(f"{problems} 个问题", f"{problems} problem{'s' * (problems > 1)}"))
    return style.say("；", "; ").join(parts)


def _rows(rows: list[readings.Row], style: Style) -> list[list[str]]:
    return [[style.say(*head), words] for head, words in rows if words]


def _score(of: str, score: Score, style: Style) -> Told:
    english = style.lang == "en"
    shown = [(reading_words(one.name, english=english), one.points) for one in score.readings]
    differ = any(points != score.points for _, points in shown)
    return {
        "of": of,
        "points": None if score.points is None else plain(score.points, _FIGURES),
        "reason": score.reason,
        "readings": [
            [words, "—" if points is None else plain(points, _FIGURES)]
            for words, points in (shown if differ else [])
        ],
        "steps": None if score.step is None else _step(score.step),
    }


def _step(step: Step) -> Told:
    return {"line": step.line(), "steps": [_step(one) for one in step.children]}


def _refused(read: Unreadable, style: Style) -> Told:
    """Why a text was not understood, with the text in three pieces: before what stopped the reading, this, and after."""
    start, end = read.span if read.span is not None else (0, 0)
    return {
        "readable": False,
        "said": f"{style.say('读不懂：', 'not understood: ')}{read.reason}",
        "rows": _rows([row for row in readings.refusal_rows(read) if row[0][1] == "settle"], style),
        "text": [read.raw[:start], read.raw[start:end], read.raw[end:]],
    }


def _curve(curve: Any, points: Any, style: Style) -> Told | None:
    """What is drawn: lines by their classes, texts, dots."""
    from perfscore.report.html import scores as canvas

    if curve is None:
        return None
    made = canvas.picture(curve, style, recomputed=None if points is None else plain(points, _FIGURES))
    right, foot = canvas.WIDTH - canvas.RIGHT, canvas.HEIGHT - canvas.BOTTOM
    lines = [["rule", path] for path in made.paths]
    if made.target is not None:
        lines.insert(0, ["target", f"M{made.target} {canvas.TOP}V{foot}"])
    if made.again is not None:
        lines.insert(0, ["again", f"M{canvas.LEFT} {made.again}H{right}"])
    return {
        "words": made.words,
        "top": made.top,
        "ends": made.ends,
        "lines": lines,
        "dots": made.dots,
        "actual": made.actual,
    }


def value(order: ValueOrder) -> Told:
    """How a value is read."""
    from perfscore.language.values import parse_value

    style = Style(lang=order.lang)
    read = parse_value(order.value, unit=order.unit or None, role=order.role)
    if isinstance(read, Unreadable):
        return _refused(read, style)
    said = f"{style.say('读作：', 'read as: ')}{read.say()}"
    return {"readable": True, "said": said, "rows": _rows(readings.value_rows(read)[2:], style)}


@frozen
class RulesetOrder:
    """A rule set to be tried, as the text of its file; `whole` asks for every value that it says."""

    text: str
    lang: Language
    whole: bool = False


def ruleset(order: RulesetOrder) -> Told:
    """What a rule set says, and what becomes of its cases; what is wrong with it is an answer too."""
    from perfscore.services.rulesets import try_text
    from perfscore.services.rulesettable import STATUS, table

    style = Style(lang=order.lang)
    try:
        tried = try_text(order.text, _NAME)
    except UsageError as error:
        return _wrong(str(error), order.text, style)
    made = tried.ruleset
    failed = sum(not one.passed for one in tried.results)
    return {
        "loads": True,
        "said": _cases_said(len(tried.results), failed, style),
        "id": made.id,
        "title": made.title,
        "title_en": made.title_en,
        "general": made.general,
        "citation": [
            made.citation.number,
            made.citation.title,
            made.citation.source,
            STATUS[made.citation.status],
        ],
        "settings": [[one.label, one.words, one.status, one.source] for one in table(made)] if order.whole else [],
        "cases": [
            {"passed": one.passed, "words": one.say(), "note": one.case.note, "line": line}
            for one, line in zip(tried.results, tried.lines, strict=True)
        ],
        "failed": failed,
    }


def _cases_said(whole: int, failed: int, style: Style) -> str:
    if not whole:
        return style.say("可以使用；没有算例", "it loads; there are no cases")
    if not failed:
        return style.say(f"{whole} 个算例全部通过", f"all {whole} cases pass")
    return style.say(f"{whole} 个算例，{failed} 个不符", f"{failed} of {whole} cases give another score")


def _wrong(message: str, text: str, style: Style) -> Told:
    place = _PLACE.match(message)
    line, end = (None, None) if place is None else place.groups()
    words = message if place is None else message[place.end() :]
    number = int(line) if line else max(text.count("\n") + (not text.endswith("\n")), 1) if end else None
    where = "" if number is None else style.say(f"第 {number} 行：", f"line {number}: ")
    return {"loads": False, "said": f"{where}{words}", "line": number}
