"""Reading the rules of a form once for all checks of rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfscore.checks.register import Condition, Found, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import named, value
from perfscore.core.findings import Related
from perfscore.core.lazy import lazy_pattern
from perfscore.core.sourced import Unreadable
from perfscore.core.text import normalise
from perfscore.model import Form, Indicator, SelfAssessment, TargetSheet, Text
from perfscore.scoring.rows import stated_rule
from perfscore.scoring.stated import read_rule

if TYPE_CHECKING:
    import re

    from perfscore.language.rules import Rule

    #: A row that states a rule: the rule as written and as read.
    Stating = tuple[Indicator, Text, Rule | Unreadable]

_JUDGEMENT = lazy_pattern(
    r"酌情|视(?:具体|实际)?(?:完成|执行|工作)?情况|适当[扣减给加]分?|相应[扣减]分?|(?:按|根据)(?:完成|严重|影响)?程度"
)
#: So many points to so many: 扣1-3分, 得20—16分.
_POINTS_RANGE = lazy_pattern(r"[扣减给得加]\d+(?:\.\d+)?分?[-~—–至到]+\d+(?:\.\d+)?分")
#: What ends the part of a rule that gives some points: the next one has a condition of its own.
_ENDS_BAND = lazy_pattern(r"[。;；\n]|\d分|满分|不得分|不扣分|零分|全扣")
#: What stands before points and is no condition; of 每处扣1-3分 it is not said what costs one point and what three.
_NO_CONDITION = lazy_pattern(
    r"(?:[\s,，、:：()（）]|[\d.]|[一二三四五①-⑨]|[可应则将的其]|分别|一次性|适当|最多|至少|予以)*(?:(?:按|根据|依据|依照|视|由|每).*)?"
)
#: A name that speaks of a change: 近视率下降, 收入增长率, 降幅.
_CHANGE = lazy_pattern(
    r"(?:增长|增加|上升|提高|提升|下降|降低|减少|压减|变化|变动)(?:率|比率|比例|幅度|值|量|额|数|人数|情况)?$|[增降涨跌减]幅|增速"
)


def judgement(text: str) -> str | None:
    """The words that leave the points to whoever scores, None when there are none.

    A range of points leaves them open unless a condition stands before it: 明显提升得20—16分,有所提升得15—12分 are bands.
    """
    plain = normalise(text).text
    found = [match for match in (_JUDGEMENT.search(plain), _open_range(plain)) if match is not None]
    return min(found, key=lambda match: match.start())[0] if found else None


def _open_range(text: str) -> re.Match[str] | None:
    """The first range of points without a condition."""
    ends = [0, *(match.end() for match in _ENDS_BAND.finditer(text))]
    for match in _POINTS_RANGE.finditer(text):
        start = ends[bisect_right(ends, match.start()) - 1]
        if _NO_CONDITION.fullmatch(text[start : match.start()]):
            return match
    return None


def rules(form: SelfAssessment | TargetSheet, view: View) -> tuple[Stating, ...]:
    """The rows that state a rule and have points, with the rule as read; the checks of a run share one reading."""
    shared: dict[int, tuple[Form, tuple[Stating, ...]]] = view.shared
    if id(form) not in shared:  # the form is kept beside its rows, so that its identity stays its own
        shared[id(form)] = form, tuple(_rules(form, view))
    return shared[id(form)][1]


def _rules(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Stating]:
    for indicator in named(form):
        points, stated = value(indicator.points), stated_rule(indicator)
        if stated is None or points is None or indicator.rule is None:
            continue
        yield indicator, indicator.rule, read_rule(stated, points, view.ruleset.conventions)


def problems(
    form: SelfAssessment | TargetSheet,
    view: View,
    kinds: tuple[str, ...],
    words_en: str,
    *,
    mend: str,
    mend_en: str,
    milder: dict[str, tuple[Condition, str, str]] | None = None,
) -> Iterator[Found]:
    """One finding for each rule that has problems of these kinds.

    `milder` names the kinds that lower the level, each with what mends it where no graver one is found.
    """
    for indicator, text, rule in rules(form, view):
        if isinstance(rule, Unreadable):
            continue
        mine = [problem for problem in rule.problems() if problem.kind in kinds]
        if rule.stepped and _CHANGE.search(indicator.name.value):
            # What grows or falls may do the other as well, so that a deduction by steps has no least score.
            mine = [problem for problem in mine if problem.kind != "zero-unreachable"]
        if not mine:
            continue
        lowered = [one for problem in mine if (one := (milder or {}).get(problem.kind)) is not None]
        # Only where every problem is a lesser one is the finding a lesser one.
        lesser = len(lowered) == len(mine)
        quoted = "".join(f"“{problem.words}”" for problem in mine[:1] if problem.words)
        target = indicator.target
        yield found(
            text,
            f"“{indicator.name.value}”的评分标准{quoted}：{'；'.join(dict.fromkeys(problem.message for problem in mine))}",
            f'the rule of "{indicator.name.value}": {words_en}',
            mend=lowered[0][1] if lesser else mend,
            mend_en=lowered[0][2] if lesser else mend_en,
            subject=f"{indicator.name.value}/rule",
            related=() if target is None or not target.raw else (Related(target.at, f"指标值 {target.raw}"),),
            conditions=tuple({condition for condition, *_ in lowered}) if lesser else (),
        )
