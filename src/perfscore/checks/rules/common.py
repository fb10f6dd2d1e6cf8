"""Reading the rules of a form once for all checks of rules."""

from __future__ import annotations

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
    from perfscore.language.rules import Rule

    #: A row that states a rule: the rule as written and as read.
    Stating = tuple[Indicator, Text, Rule | Unreadable]

_JUDGEMENT = lazy_pattern(
    r"酌情|视(?:具体|实际)?(?:完成|执行|工作)?情况|适当[扣减给加]分?|相应[扣减]分?|(?:按|根据)(?:完成|严重|影响)?程度|[扣减给得加]\d+(?:\.\d+)?[-~—至到]\d+(?:\.\d+)?分"
)


def judgement(text: str) -> str | None:
    """The words that leave the points to whoever scores, None when there are none."""
    match = _JUDGEMENT.search(normalise(text).text)
    return match[0] if match else None


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
    milder: dict[str, Condition] | None = None,
) -> Iterator[Found]:
    """One finding for each rule that has problems of these kinds; `milder` names the kinds that lower the level."""
    for indicator, text, rule in rules(form, view):
        if isinstance(rule, Unreadable):
            continue
        mine = [problem for problem in rule.problems() if problem.kind in kinds]
        if not mine:
            continue
        lowered = [(milder or {}).get(problem.kind) for problem in mine]
        quoted = "".join(f"“{problem.words}”" for problem in mine[:1] if problem.words)
        target = indicator.target
        yield found(
            text,
            f"“{indicator.name.value}”的评分标准{quoted}：{'；'.join(dict.fromkeys(problem.message for problem in mine))}",
            f'the rule of "{indicator.name.value}": {words_en}',
            mend=mend,
            mend_en=mend_en,
            subject=f"{indicator.name.value}/rule",
            related=() if target is None or not target.raw else (Related(target.at, f"指标值 {target.raw}"),),
            # Only where every problem is a lesser one is the finding a lesser one.
            conditions=tuple({one for one in lowered if one is not None}) if all(lowered) else (),
        )
