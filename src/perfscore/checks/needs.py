"""What a check needs of its subject; a check whose need is not met is skipped, not passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from perfscore import model
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.model import Form, Indicator, SelfAssessment, TargetSheet


@frozen
class Need:
    """A part of a form, with the words for its absence."""

    name: str
    absent: str
    absent_en: str
    holds: Callable[[Form], bool]


def _funding_total(form: Form) -> bool:
    return (
        isinstance(form, SelfAssessment | TargetSheet)
        and form.funding is not None
        and form.funding.total is not None
    )


def _total_row(form: Form) -> bool:
    return isinstance(form, SelfAssessment) and form.total is not None


def _column(name: str) -> Callable[[Form], bool]:
    def holds(form: Form) -> bool:
        return isinstance(form, SelfAssessment | TargetSheet) and any(
            getattr(i, name) is not None for i in form.indicators
        )

    return holds


def _printed_sections(form: Form) -> bool:
    return isinstance(form, SelfAssessment | TargetSheet) and any(
        section.points is not None and isinstance(section.points.value, Figure) for section in form.sections
    )


def _indicators(form: Form) -> bool:
    return isinstance(form, SelfAssessment | TargetSheet) and any(True for _ in form.indicators)


def _every_row(form: Form) -> Iterator[Indicator]:
    """The indicators of a form, those of the whole term among them: a sheet may give targets for that alone."""
    if isinstance(form, SelfAssessment | TargetSheet):
        yield from form.indicators
    for block in form.blocks if isinstance(form, TargetSheet) else ():
        yield from (row for section in block.sections for row in section.indicators)


def _complete(form: Form) -> bool:
    return not isinstance(form, SelfAssessment | TargetSheet) or not form.lost


def _goal(form: Form) -> bool:
    return isinstance(form, SelfAssessment | TargetSheet) and form.goal is not None


def _goal_actual(form: Form) -> bool:
    return isinstance(form, SelfAssessment) and form.goal_actual is not None


def _sources(form: Form) -> bool:
    if not isinstance(form, SelfAssessment | TargetSheet) or form.funding is None or form.funding.total is None:
        return False
    return bool(form.funding.rows or form.funding.breakdowns)


def _points_twice(form: Form) -> bool:
    return isinstance(form, SelfAssessment | TargetSheet) and any(row.points_elsewhere for row in form.indicators)


GOVERNED = Need(
    "budget-form",
    "不是财政预算绩效表，不适用财政规定",
    "no form of the budget, its regulations do not apply",
    lambda form: form.head.kind in model.GOVERNED,
)
ALL_SCORED = Need(
    "rows-that-count",
    "考核表里可以有不计分的行",
    "a sheet of an enterprise may have rows without points",
    lambda form: form.head.kind in model.GOVERNED or form.head.kind == "scoring-sheet",
)
UNWEIGHTED = Need(
    "plain-scores",
    "各行按百分制打分、按权重计入总分",
    "scores count in the total by weights",
    lambda form: not isinstance(form, SelfAssessment | TargetSheet) or not form.weighted,
)
INDICATORS = Need("indicators", "表中没有指标行", "no rows of indicators", _indicators)
COMPLETE = Need(
    "all-rows",
    "表中有行没有读入（PS007），合计与缺项不判",
    "a row was not read, sums and what is missing are not judged",
    _complete,
)
GOAL = Need("goal", "表中没有总体目标一栏", "no cell for the overall goal", _goal)
GOAL_ACTUAL = Need(
    "goal-actual", "表中没有总体目标完成情况一栏", "no cell for the completion of the goal", _goal_actual
)
FUNDING_TOTAL = Need("funding-total", "表中没有资金总额行", "no total row of the funds", _funding_total)
FUNDING_SOURCES = Need("funding-sources", "表中没有资金来源明细", "no rows of single sources", _sources)
WHOLE_FUNDING = Need(
    "all-funding-rows",
    "资金表中有行没有读入（PS007），来源合计不判",
    "a row of the funds was not read, the sum of the sources is not judged",
    lambda form: not isinstance(form, SelfAssessment | TargetSheet) or form.funding is None or form.funding.whole,
)
GRADED = Need(
    "graded-total",
    "表中没有总分行",
    "no total row",
    lambda form: _total_row(form) or isinstance(form, model.Ledger),
)
TOTAL_ROW = Need("total-row", "表中没有总分行", "no total row", _total_row)
POINTS = Need("points-column", "表中没有分值列", "no points column", _column("points"))
SCORES = Need("score-column", "表中没有得分列", "no score column", _column("score"))
TARGETS = Need("target-column", "表中没有指标值列", "no target column", _column("target"))
ROWS = Need(
    INDICATORS.name, INDICATORS.absent, INDICATORS.absent_en, lambda form: any(True for _ in _every_row(form))
)
ROW_TARGETS = Need(
    TARGETS.name,
    TARGETS.absent,
    TARGETS.absent_en,
    lambda form: any(row.target is not None for row in _every_row(form)),
)
ACTUALS = Need("actual-column", "表中没有实际完成值列", "no actual column", _column("actual"))
REASONS = Need("reason-column", "表中没有偏差原因列", "no reason column", _column("reason"))
RULES = Need("rule-column", "表中没有评分标准", "no scoring rules", _column("rule"))
RULES_OR_POINTS_TWICE = Need(
    RULES.name, RULES.absent, RULES.absent_en, lambda form: RULES.holds(form) or _points_twice(form)
)
SECTION_POINTS = Need("section-points", "一级指标没有印出分值", "no printed points of sections", _printed_sections)
