"""PS604: the money of a project's form against what a list gives the project."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from perfscore.checks.crossform.lists import Listed, Money, money, sums
from perfscore.checks.crossform.meetings import NO_LIST, Meeting, amounts, meetings
from perfscore.checks.crossform.partners import Owner
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import Run, View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.records import frozen
from perfscore.model import SelfAssessment, TargetSheet

#: So many forms of a department's units show that its list holds theirs.
_EVIDENCE: Final = 2


@check(
    "PS604",
    "project-amount-differs",
    Severity.ERROR,
    "run",
    title="The form's money differs from the project list",
    lowered={"minor": Severity.WARNING},
)
def project_amount_differs(run: Run) -> Iterator[Yielded]:
    """项目金额与预算表不一致。

    ## 查什么
    项目绩效目标表的年度资金总额（自评表的年初预算数），换算成元后，应与同一单位、同一年度的项目表（或汇总表）里同名项目的金额
    一致，允许各按印出的小数位四舍五入：684,000元与68.40万元一致。同名项目分几行列的，可以是其中一行，也可以是合计，
    可以加上上年结转；表里只列财政资金而与一项来源相等的，也算一致。没有写明金额单位的不比较，自评表与汇总表由 PS626 比较。
    单位没有写明、只凭主管部门对应的，和看不出是年度还是全周期资金的，降为警告；主管部门的项目表可能只列本级项目，所属单位的表
    至少有两张与它金额相同的，才与它比较。

    ## 为什么要紧
    绩效目标是按预算定的，两处金额不同，至少有一处是错的；常见的是元与万元弄错，或预算改过而目标表没有改。

    ## 反例
    ```text
    2024年项目支出预算表
    单位名称：某市消防站	单位：万元
    项目名称	合计	一般公共预算
    器材维护	68.40	68.40

    项目支出绩效目标表
    （2024年度）
    项目名称	器材维护	实施单位	某市消防站
    项目资金（元）	年度资金总额	648,000
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	维护器材	≥90套
    ```

    ## 正例
    ```text
    2024年项目支出预算表
    单位名称：某市消防站	单位：万元
    项目名称	合计	一般公共预算
    器材维护	68.40	68.40

    项目支出绩效目标表
    （2024年度）
    项目名称	器材维护	实施单位	某市消防站
    项目资金（元）	年度资金总额	684,000
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	维护器材	≥90套
    ```

    ## 依据
    表内勾稽（预算表与绩效表之间）
    """
    met = list(meetings(run))
    if not met:
        yield NO_LIST
    for meeting in met:
        if meeting.kind == "self" and any(one.assessed for one in meeting.lists):
            continue
        for one in _unequal(meeting):
            where, where_en = meeting.lists[0].called
            name = one.listed.name
            yield found(
                one.own.cell,
                f"“{name.value}”的资金，本表为 {one.own.words}，{where}为 {one.amount.words}"
                + ("（只凭主管部门对应）" if one.above else "")
                + ("，正好差十、百、千或万倍，先看金额单位" if _shifted(one.own, one.amount) else ""),
                f'money of "{name.value}": {one.own.words} in the form, {one.amount.words} in the {where_en}'
                + (" (matched by the department alone)" if one.above else ""),
                mend=f"核对预算批复，改正本表或{where}的金额（连同单位）",
                mend_en="compare with the approved budget and correct the wrong amount, or its unit",
                subject=f"{name.value}/{meeting.origin}",
                recomputed=one.amount.words,
                related=notes((where, name), (f"{where}金额", one.amount.cell)),
                conditions=_less_certain(one.view, above=one.above),
                form=one.view.number,
            )


@frozen
class _Unequal:
    """A form whose money is not that of its namesake in a list; `above` where only the department leads there."""

    view: View
    own: Money
    listed: Listed
    amount: Money
    above: bool


def _unequal(meeting: Meeting) -> Iterator[_Unequal]:
    """The forms whose money differs.

    The list of a department may hold its own projects alone: forms of other units are compared with it where at least
    two of them have the very amounts of their namesakes in it.
    """
    agreeing = 0
    differing: list[_Unequal] = []
    for rows, view, above in meeting.namesakes():
        own = amounts(view)
        listed = next((row for row in rows if row.amount is not None), None)
        if not own or listed is None or listed.amount is None:
            continue
        if _agree(meeting, rows, view):
            agreeing += above
        else:
            differing.append(_Unequal(view, own[0], listed, listed.amount, above))
    for one in differing:
        if not (one.above and Owner.of(one.view.form.head).own) or agreeing >= _EVIDENCE:
            yield one


def _agree(meeting: Meeting, rows: list[Listed], view: View) -> bool:
    if any(one.meets(other) for one in amounts(view) for other in _possible(meeting, rows)):
        return True
    return any(one.meets(other) for one in _sources(view) for other in sums(rows))


def _possible(meeting: Meeting, rows: list[Listed]) -> Iterator[Money]:
    """What a project may have in all: its rows, with what was carried over, and the other amounts of its rows."""
    yield from sums(rows)
    carried = meeting.carried.get(rows[0].key, [])
    if carried:
        yield from sums([*rows, *carried])
        yield from sums(carried)
    for row in rows:
        yield from row.others


def _sources(view: View) -> Iterator[Money]:
    """The sources of a form's funds, where it has more than one: a list may hold only one of them."""
    form = view.form
    if not isinstance(form, SelfAssessment | TargetSheet) or form.funding is None:
        return
    for name in ("initial", "budget"):
        cells = [money(getattr(row, name), form.head.money_unit) for row in form.funding.rows]
        found = [one for one in cells if one is not None and one.middle > 0]
        if len(found) > 1:
            yield from found


def _shifted(one: Money, other: Money) -> bool:
    """Whether the figures are the same but for the places of the point."""
    low, high = sorted((one.middle, other.middle))
    if low <= 0:
        return False
    return high / low in {Fraction(10) ** power for power in (1, 2, 3, 4, 8)}


def _less_certain(view: View, *, above: bool) -> tuple[Condition, ...]:
    """Matched by the department alone, or a sheet that does not say whether its total is one of the year."""
    form = view.form
    if above:
        return ("minor",)
    if isinstance(form, TargetSheet) and form.funding is not None and form.funding.total is not None:
        yearly = "年" in form.funding.total.label.value or any(one.name == "annual" for one in form.blocks)
        return () if yearly else ("minor",)
    return ()
