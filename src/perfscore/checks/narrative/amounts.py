"""PS802: amounts that a text asks for, against the funds of its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from perfscore.checks import needs
from perfscore.checks.narrative.claims import Claim, claim_of
from perfscore.checks.narrative.prose import read_prose
from perfscore.checks.narrative.spent import spent_in, stands
from perfscore.checks.narrative.texts import ASKING, Passage, passages
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Interval, plain
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.units import convert
from perfscore.language.values import Value
from perfscore.model import Funding, Number, SelfAssessment, TargetSheet, Valued

_PROJECTS: Final = ("project-target", "project-self-assessment")
_TOTAL: Final = "总额"
_COLUMNS: Final = (("budget", "全年预算数"), ("initial", "年初预算数"), ("executed", "全年执行数"))


@frozen
class _Fund:
    """A figure of the funds in 元: what it is called, its cell, what it stands for."""

    label: str
    cell: Number
    value: Fraction
    stands: Interval
    total: bool


@check(
    "PS802",
    "text-amount-differs",
    Severity.WARNING,
    "form",
    title="An amount applied for in the text differs from the funds",
    needs=(needs.FUNDING_TOTAL,),
)
def text_amount_differs(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """文字中的金额与资金栏不符。

    ## 查什么
    项目表的项目概况、立项依据、必要性、保障措施、实施计划和总体目标里，写明是什么的金额（申请、需、需追加、小计、共计、资金、经费后面的）
    与年度资金总额、实施期资金总额及表中列出的各项来源都不相等。元和万元换算后比较，写到万元的按末位的半个单位容许舍入。
    其他各栏写的与总额一致的，一并指出；能看出原因的（只差一个数字、差十倍百倍、用了实施期的数）也写明。
    自评表的完成情况、评价结论里写全年执行（支出、支付）多少的，表中资金、指标都没有这个数。
    单价、人均标准、区间、往年、分年、其中项、上级和自筹资金、总投资、产值和带动的投资都不比较；一段里有几个金额、
    比总额小的，是其中一部分，不报；用途与项目名称无关的不报。

    ## 为什么要紧
    申请的金额与批下来的对不上，多半是文字没有跟着预算改，绩效目标就还是原来那笔钱的。

    ## 反例
    ```text
    项目支出绩效目标表
    项目名称	校舍维修	主管部门	某局
    项目资金（元）	年度资金总额：	68,400
    项目概况	为保证教学，申请校舍维修费68400元。
    立项依据	按照维修计划，特申请校舍维修费38400元。
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	维修教室	≥6间
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    项目名称	校舍维修	主管部门	某局
    项目资金（元）	年度资金总额：	68,400
    项目概况	为保证教学，申请校舍维修费6.84万元，其中门窗38400元。
    立项依据	按照维修计划，每间教室补助11400元，上年安排50000元。
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	维修教室	≥6间
    ```

    ## 依据
    表内勾稽
    """
    if isinstance(form, SelfAssessment):
        yield from _spent(form)
    unit = form.head.money_unit
    if form.head.kind not in _PROJECTS or not unit or convert(1, unit, "元") is None:
        return
    funds = list(_funds(form, unit))
    totals = [fund for fund in funds if fund.total and fund.value > 0]
    if not totals or _half_read(form.funding):
        return
    asking = [one for one in passages(form) if one.key in ASKING]
    claims = [(one, claim) for one in asking if (claim := _claim(one, view)) is not None]
    agreeing = [(one, claim) for one, claim in claims if _meets(claim, totals)]
    told: dict[str, str] = {one.key: one.cell.value for one in asking}
    for passage, claim in claims:
        if passage.key == "goal-period" and passage.cell.value == told.get("goal"):
            continue
        if passage.key == "goal-period" and _is_cost_of_the_term(claim, form):
            continue  # the money of the term is what is wrong: PS214
        if _contradicts(claim, funds, totals, form):
            same = [
                (one.label, one.cell)
                for one in asking
                if one.key == "goal-period" and passage.key == "goal" and one.cell.value == passage.cell.value
            ]
            yield _differs(passage, claim, totals, agreeing, same, form)


def _spent(form: SelfAssessment) -> Iterator[Yielded]:
    """What the completion says was spent in all, and the money does not."""
    total = form.funding.total if form.funding else None
    if total is None or figure(total.executed) is None or total.executed is None:
        return
    for passage in passages(form):
        said = spent_in(passage.raw) if passage.key in ("goal-actual", "conclusion") else None
        if said is None or stands(said, form):
            continue
        words = read_prose(passage.raw).words(said)
        yield found(
            passage.cell,
            f"“{passage.label}”写“{said.phrase.strip(' ,')}{words}”，资金总额的全年执行数为 {total.executed.raw}",
            f"the text says that {words} was spent, the money has {total.executed.raw}",
            mend="核对决算，改正文字或全年执行数",
            mend_en="check the outturn, and correct the text or the money",
            subject=f"{passage.key}/{words}",
            recorded=words,
            recomputed=total.executed.raw,
            related=notes(("全年执行数", total.executed)),
        )


def _half_read(funding: Funding | None) -> bool:
    """Whether the money has a second total without its amount, which a text may be right about."""
    return funding is not None and any(
        _TOTAL in row.label.value and row.budget is None and row.initial is None for row in funding.rows
    )


def _claim(passage: Passage, view: View) -> Claim | None:
    head = view.form.head
    return claim_of(passage.raw, head.text("project"), head.text("year")[:4], view.ruleset)


def _funds(form: SelfAssessment | TargetSheet, unit: str) -> Iterator[_Fund]:
    """All figures of the funds: of the sheet, then of the whole term, then what is left for the other years."""
    annual = list(_of(form.funding, unit, "年度" if isinstance(form, TargetSheet) else ""))
    yield from annual
    blocks = form.blocks if isinstance(form, TargetSheet) else ()
    for block in blocks:
        if block.name == "period":
            period = list(_of(block.funding, unit, "实施期"))
            yield from period
            years = [one for one in annual if one.total]
            for whole in (one for one in period if one.total):
                for rest in (whole.value - one.value for one in years if whole.value > one.value):
                    yield _Fund("其他年度", whole.cell, rest, Interval.point(rest), total=False)


def _of(funding: Funding | None, unit: str, term: str) -> Iterator[_Fund]:
    if funding is None:
        return
    for row in (*([funding.total] if funding.total else []), *funding.rows):
        printed = row.label.value.rstrip(":： ")
        total = row is funding.total or _TOTAL in printed
        for column, name in _COLUMNS:
            label = printed
            if total and _TOTAL not in printed:
                label = f"{term}资金{_TOTAL}"
            elif total and not term:
                label = f"{printed}（{name}）"
            yield from _fund(label, getattr(row, column), unit, total=total)
    for listed in funding.breakdowns:
        for source, cell in listed.rows:
            yield from _fund(source.value, cell, unit, total=False)


def _fund(label: str, cell: Number | None, unit: str, *, total: bool) -> Iterator[_Fund]:
    number = figure(cell)
    size = convert(1, unit, "元")
    if cell is None or number is None or size is None:
        return
    stands = number.interval if size > 1 or number.decimals else Interval.point(number.value)
    scaled = Interval(stands.low * size, stands.high * size)
    yield _Fund(label, cell, Fraction(number.value) * size, scaled, total)


def _meets(claim: Claim, funds: Sequence[_Fund]) -> _Fund | None:
    own = claim.amount.roughly(Fraction(1, 10))
    return next((fund for fund in funds if own.meets(fund.stands)), None)


def _contradicts(
    claim: Claim, funds: Sequence[_Fund], totals: Sequence[_Fund], form: SelfAssessment | TargetSheet
) -> bool:
    """Whether nothing in the form makes the claim right: it is above all totals, or the only amount and below them."""
    if any(claim.may_be(fund.value) for fund in totals) or _meets(claim, funds) is not None:
        return False
    own = claim.amount.roughly(Fraction(1, 10))
    if own.low > max(fund.stands.high for fund in totals):
        return True
    below = own.high < min(fund.stands.low for fund in totals)
    stated = any(value == claim.amount.value for _, value in _targets(form, ""))
    return below and claim.cue == "ask" and not claim.others and not stated


def _targets(form: SelfAssessment | TargetSheet, block: str) -> list[tuple[Valued, Fraction]]:
    """The targets that are amounts, in 元: of all rows, or of those of one block."""
    blocks = form.blocks if isinstance(form, TargetSheet) else ()
    chosen = [one.sections for one in blocks if not block or one.name == block] or (
        [] if block else [form.sections]
    )
    rows = (row for sections in chosen for section in sections for row in section.indicators)
    return [
        (row.target, value) for row in rows if row.target is not None and (value := _yuan(row.target)) is not None
    ]


def _yuan(cell: Valued) -> Fraction | None:
    said = cell.value
    number = said.number if isinstance(said, Value) else None
    if not isinstance(said, Value) or number is None or said.unit not in ("元", "元/年"):
        return None
    return Fraction(number)


def _differs(
    passage: Passage,
    claim: Claim,
    totals: Sequence[_Fund],
    agreeing: Sequence[tuple[Passage, Claim]],
    same: Sequence[tuple[str, Sourced[str]]],
    form: SelfAssessment | TargetSheet,
) -> Yielded:
    unit = form.head.money_unit
    stated = "、".join(f"{fund.label} {fund.cell.raw}{unit}" for fund in totals)
    others = "".join(f"“{one.label}”" for one, _ in agreeing)
    agree = f"；{others}写的与总额一致" if others else ""
    cause, cells = _cause(claim, totals, form)
    both = "都不" if len(totals) > 1 else "不"
    return found(
        passage.cell,
        f"“{passage.label}”写“{claim.said}”，与{stated}{both}相符{cause}{agree}",
        f'the text has "{claim.said}", the total of the funds is {totals[0].cell.raw}{unit}',
        mend="核对批复的预算，改正文字中的金额，并检查绩效目标是否随之调整",
        mend_en="check the budget, correct the amount in the text, and see whether the targets follow it",
        subject=f"{passage.key}/{claim.words}",
        recorded=claim.said,
        recomputed=f"{totals[0].cell.raw}{unit}",
        related=(
            *notes(*((fund.label, fund.cell) for fund in totals)),
            *(Related(cell.at, f"{label}同样") for label, cell in same),
            *(Related(one.cell.at, f"{one.label}：{other.words}") for one, other in agreeing),
            *cells,
        ),
    )


def _costs_of_the_term(value: Fraction, form: SelfAssessment | TargetSheet) -> list[tuple[Valued, Fraction]]:
    """The cost target of the whole term that is so much, or all of them where they add to it."""
    period = _targets(form, "period")
    single = [(cell, amount) for cell, amount in period if amount == value]
    if not single and len(period) > 1 and sum((amount for _, amount in period), Fraction(0)) == value:
        return period
    return single


def _is_cost_of_the_term(claim: Claim, form: SelfAssessment | TargetSheet) -> bool:
    return bool(_costs_of_the_term(claim.amount.value, form))


def _cause(
    claim: Claim, totals: Sequence[_Fund], form: SelfAssessment | TargetSheet
) -> tuple[str, tuple[Related, ...]]:
    """Why the text may say another amount, where that can be told, with the cells that tell it."""
    value = claim.amount.value
    for fund in totals:
        one, other = plain(value), plain(fund.value)
        if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            return "，只差一个数字", ()
        ratio = max(value / fund.value, fund.value / value)
        if ratio in (10, 100, 1000, 10000):
            return f"，相差 {plain(ratio)} 倍，可能是单位或小数点写错", ()
    single = _costs_of_the_term(value, form)
    cells = tuple(Related(cell.at, f"实施期指标值 {cell.raw}") for cell, _ in single)
    return ("，与实施期的成本指标一致，可能没有按年度资金修改", cells) if cells else ("", ())
