"""The rule of a row against the formula of the rule set."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.rules.common import rules
from perfscore.checks.subjects import View
from perfscore.checks.sums import value
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain, round_to
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.sourced import Unreadable
from perfscore.language.values import Value, parse_value
from perfscore.model import Indicator, SelfAssessment, TargetSheet, Text
from perfscore.scoring.defaults import Refused, points_by_default
from perfscore.scoring.direction import of_name, of_target

if TYPE_CHECKING:
    from perfscore.language.rules import Rule

#: Shares of the target at which a rule is tried, in percent: met, and missed by more and more.
_TRIED: Final = (100, 95, 90, 80, 75, 70, 60, 50, 30)
_TRIED_OVER: Final = (100, 105, 110, 120, 130, 150, 200)
_WHOLE: Final = 100
#: So many rows are named.
_NAMED: Final = 3


@frozen
class _Departure:
    """Where a rule gives another score than the rule set: the actual, and both scores."""

    row: Indicator
    rule: Text
    actual: str
    own: Decimal
    usual: Decimal


@check(
    "PS519",
    "rule-departs-from-ruleset",
    Severity.INFO,
    "form",
    title="The row's own rule differs from the rule set's default",
    needs=(needs.RULES, needs.POINTS, needs.TARGETS, needs.GOVERNED),
)
def rule_departs_from_ruleset(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准与制度规定不一。

    ## 查什么
    一行写明的评分标准，在完成值达到或没有达到指标值的某一处（如完成 80%），给的分与评分规则集为这类指标所列的公式都不同。
    以表中的标准计分；这里只是写明两者不同，一张表合为一条，从不高于提示。只试带 ≥、≤、= 的数量指标；读不懂的标准、定性指标、
    评分标准要别的事实才能算出得分的，不比较。

    ## 为什么要紧
    各单位自定的及格线和扣分幅度不一，同样的完成情况得分会差很多；汇总比较之前应当知道。

    ## 反例
    ```target
    产出指标 | 数量指标 | 农技讲座 | ≥ | 50 | 场 | 考察完成情况 | 完成率80%及以上得满分，否则不得分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 农技讲座 | ≥ | 50 | 场 | 考察完成情况 | 得分=实际完成值/目标值*分值，最高得满分 | 10分
    ```

    ## 依据
    评分规则集的公式（财预〔2020〕10号，条文待核）
    """
    departures = [
        one
        for row, text, rule in rules(form, view)
        if not isinstance(rule, Unreadable) and (one := _departure(row, text, rule, view)) is not None
    ]
    if not departures:
        return
    first, *others = departures
    names = "、".join(f"“{one.row.name.value}”" for one in departures[:_NAMED])
    more = f"等 {len(departures)} 行" if others else ""
    yield found(
        first.rule,
        f"{names}{more}的评分标准与规则集 {view.ruleset.id} 的公式不同，按表中的标准计分；如“{first.row.name.value}”"
        f"完成 {first.actual} 时，按标准得 {plain(first.own, 2)} 分，按规则集得 {plain(first.usual, 2)} 分",
        f"{len(departures)} rules differ from the formulas of {view.ruleset.id}, and are used; "
        f'"{first.row.name.value}" at {first.actual}: {plain(first.own, 2)} by its rule, '
        f"{plain(first.usual, 2)} by the rule set",
        mend="确认是否有意另定标准；比较各单位得分时注意口径不同",
        mend_en="make sure that another rule was meant, and mind it when scores are compared",
        subject="form/rules",
        related=tuple(
            Related(
                one.rule.at,
                f"“{one.row.name.value}”完成 {one.actual}：按标准 {plain(one.own, 2)}，按规则集 {plain(one.usual, 2)}",
            )
            for one in others
        ),
    )


def _departure(row: Indicator, text: Text, rule: Rule, view: View) -> _Departure | None:
    """The first tried actual at which no reading of the rule agrees with a formula of the rule set."""
    target = None if row.target is None else row.target.value
    points = value(row.points)
    if not isinstance(target, Value) or target.kind not in ("bound", "exact") or points is None or points <= 0:
        return None
    if not target.number or target.number < 0 or target.relation is None or "approximate" in target.notes:
        return None
    digits = view.ruleset.digits.value
    smaller = of_target(target) == "smaller"
    for percent in _TRIED_OVER if smaller else _TRIED:
        actual = _tried(target, percent)
        if actual is None:
            continue
        found = points_by_default(target, actual, rational(points), view.ruleset, of_name(row.name.value))
        if isinstance(found, Refused):
            continue
        usual = [round_to(one, digits) for one in found]
        first: Decimal | None = None
        for _, compute in rule.each(actual):
            own = compute()
            if own is None:
                continue
            rounded = round_to(own, digits)
            if rounded in usual:
                break
            first = rounded if first is None else first
        else:
            if first is not None:
                return _Departure(row, text, actual.raw, first, usual[0])
    return None


def _tried(target: Value, percent: int) -> Value | None:
    """An actual of so many percent of the target, where the unit allows it: counts are whole, shares end at a hundred."""
    number = rational(target.number or 0) * percent / _WHOLE
    if target.unit != "%" and target.decimals == 0 and number.denominator != 1:
        number = rational(int(number))
    if target.unit == "%" and number > _WHOLE:
        return None
    read = parse_value(f"{plain(number, 4)}{target.unit}", role="actual")
    return read if isinstance(read, Value) and read.kind == "exact" else None
