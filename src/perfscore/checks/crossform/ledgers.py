"""PS6xx: ledgers against the forms of their projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfscore.checks.register import Yielded, check, found, near
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.text import squash
from perfscore.model import Ledger, LedgerRow, Number, SelfAssessment

_AMOUNTS = {"initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}


@check(
    "PS626",
    "ledger-row-differs",
    Severity.ERROR,
    "dossier",
    title="A ledger row differs from its form",
)
def ledger_row_differs(views: tuple[View, ...]) -> Iterator[Yielded]:
    """汇总表与单表不符。

    ## 查什么
    汇总表（一行一个项目）中一个项目的总分、年初预算数、全年预算数、全年执行数，应与同名项目自评表的一致。项目名称逐字
    相同才比较，同名的自评表不止一张、年度不同、金额单位不同或没有写明的不比较；按各自印出的小数位容许舍入。

    ## 为什么要紧
    汇总表据以公开和安排预算，抄错一格，就与自评表各说各话。

    ## 反例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 98人 | 100 | 98
    总分 | | | | | 100 | 98
    ---
    序号 | 项目名称 | 单位名称 | 自评得分 | 自评等级
    1 | 教师培训 | 某中心 | 100 | 优
    2 | 设备购置 | 某中心 | 95 | 优
    ```

    ## 正例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 98人 | 100 | 98
    总分 | | | | | 100 | 98
    ---
    序号 | 项目名称 | 单位名称 | 自评得分 | 自评等级
    1 | 教师培训 | 某中心 | 98 | 优
    2 | 设备购置 | 某中心 | 95 | 优
    ```

    ## 依据
    表内勾稽（汇总表与自评表之间）
    """
    forms: dict[str, list[SelfAssessment]] = {}
    for view in views:
        if isinstance(view.form, SelfAssessment) and (name := squash(view.form.head.text("project"))):
            forms.setdefault(name, []).append(view.form)
    for view in views:
        if isinstance(view.form, Ledger):
            for row in view.form.rows:
                yield from _row(view.number, view.form, row, forms)


def _row(
    number: int, ledger: Ledger, row: LedgerRow, forms: Mapping[str, list[SelfAssessment]]
) -> Iterator[Yielded]:
    """Compare one project with its only form."""
    same = forms.get(squash(row.project.value), []) if row.project is not None else []
    if len(same) != 1:
        return
    (form,) = same
    years = {ledger.head.text("year"), form.head.text("year")} - {""}
    if len(years) > 1:
        return
    pairs: list[tuple[str, Number | None, Number | None]] = [
        ("总分", row.total, form.result.score if form.result else None)
    ]
    funds = form.funding.total if form.funding else None
    if ledger.head.money_unit and ledger.head.money_unit == form.head.money_unit:
        pairs += [
            (words, getattr(row.money, key, None), getattr(funds, key, None)) for key, words in _AMOUNTS.items()
        ]
    for words, there, here in pairs:
        listed, stated = figure(there), figure(here)
        if there is None or listed is None or stated is None:
            continue
        first, second = listed.interval, stated.interval
        if first.low <= second.high and second.low <= first.high:
            continue
        yield found(
            there,
            f"“{row.label.value}”的{words}，汇总表为 {there.raw}，自评表为 {plain(stated.value)}",
            f'the ledger has {there.raw} for "{row.label.value}", its form {plain(stated.value)}',
            mend="核对汇总表和自评表，改正其中写错的一处",
            mend_en="compare ledger and form, and correct the wrong one",
            subject=f"{row.label.value}/{words}",
            recomputed=plain(stated.value),
            related=near(here, f"自评表{words}"),
            form=number,
        )
