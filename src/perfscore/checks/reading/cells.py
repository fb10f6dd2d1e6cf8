"""Cells and rows that could not be read, or stand in other columns."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.formulas import number_cells
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.rules.common import judgement, rules
from perfscore.checks.subjects import View
from perfscore.core.findings import Related, Severity
from perfscore.core.sourced import Unreadable
from perfscore.forms.cells import UNCACHED
from perfscore.model import GOVERNED, Form, Indicator, Repair, SelfAssessment, TargetSheet


@check(
    "PS031",
    "rule-unreadable",
    Severity.WARNING,
    "form",
    title="A scoring rule could not be read",
    needs=(needs.RULES, needs.POINTS),
)
def rule_unreadable(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """评分标准无法读懂。

    ## 查什么
    评分标准不为空，却读不成可以计算的规则。引用卡住的字样，并说明怎样写才读得懂；该行不重算，计入“未重算”。

    ## 为什么要紧
    读不懂就不计分；把它当成通过，或随意猜一个读法，都会冤枉人或放过错误。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 按计划标准评分 | 10分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 达到100人得满分，每少1人扣0.1分，扣完为止 | 10分
    ```

    ## 依据
    惯例，待核
    """
    for indicator, text, rule in rules(form, view):
        if not isinstance(rule, Unreadable) or judgement(text.value):
            continue
        if indicator.target is None and form.head.kind not in GOVERNED:
            continue
        words = f"（卡在“{rule.words}”）" if rule.span is not None else ""
        settle = f"；{rule.settle}" if rule.settle else ""
        yield found(
            text,
            f"“{indicator.name.value}”的评分标准读不懂{words}：{rule.reason}",
            f'the rule of "{indicator.name.value}" cannot be read',
            mend=f"把评分标准写成可以计算的条件和分数{settle}",
            mend_en="state conditions and points that can be computed",
            subject=f"{indicator.name.value}/rule",
        )


@check(
    "PS032",
    "value-unreadable",
    Severity.WARNING,
    "form",
    title="A target or actual value could not be read",
    needs=(needs.INDICATORS,),
)
def value_unreadable(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """指标值或完成值无法读懂。

    ## 查什么
    指标值或实际完成值不为空，却读不成数、区间、日期或定性用语。报出卡住的字样；猜测只写在提示里，不用来计分。
    完成值分几部分写、评分标准按各部分算出了得分的，不报。

    ## 为什么要紧
    读不懂就不计分，该行计入“未重算”。

    ## 反例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥9O% | 95% | 90 | 90
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 培训合格率 | ≥90% | 95% | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for indicator in _read(form):
        for label, label_en, cell in (
            ("指标值", "target", indicator.target),
            ("实际完成值", "actual", indicator.actual),
        ):
            if cell is None or not isinstance(cell.value, Unreadable) or cell.value.reason == UNCACHED:
                continue  # PS033 tells formulas without results, once
            if isinstance(form, SelfAssessment) and cell is indicator.actual and view.answered(indicator):
                continue  # 违规2次，未造成损失 is no one value, and answers its rule
            why = cell.value
            guess = f"；{why.settle}" if why.settle else ""
            words = f"（卡在“{why.words}”）" if why.words and why.words != cell.raw else ""
            yield found(
                cell,
                f"“{indicator.name.value}”的{label}{f'“{cell.raw}”' if cell.raw else ''}读不懂{words}：{why.reason}",
                f'{label_en} "{cell.raw}" of "{indicator.name.value}" cannot be read: {why.reason}',
                mend=f"把{label}写成明确的数值、日期或用语{guess}",
                mend_en=f"write a plain number, date or word as the {label_en}",
                subject=f"{indicator.name.value}/{label_en}",
            )


@check(
    "PS033",
    "number-unreadable",
    Severity.ERROR,
    "form",
    title="An amount, points or score cell is not a number",
    lowered={"minor": Severity.WARNING},
)
def number_unreadable(form: Form, view: View) -> Iterator[Yielded]:
    """金额或得分不是数。

    ## 查什么
    应当是数的单元格（金额、分值、得分、执行率）里是文字，既不是数，也不是空白或表示没有的短横。它不参加任何合计。
    公式没有缓存结果的（包括指标值、完成值），一个工作表合报一条警告：原因是同一个，打开保存一次就好。

    ## 为什么要紧
    Excel 求和会跳过文字，合计悄悄少一项。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 优
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    ```

    ## 依据
    惯例，待核
    """
    yield from _uncached(view)
    for label, subject, cell in number_cells(form):
        if not isinstance(cell.value, Unreadable) or cell.value.reason == UNCACHED:
            continue
        settle = f"：{cell.value.settle}" if cell.value.settle else ""
        yield found(
            cell,
            f"{label}“{cell.raw}”{cell.value.reason}" if cell.raw else f"{label}：{cell.value.reason}",
            f'this cell ("{cell.raw}") should hold a number',
            mend=f"填写一个数{settle}",
            mend_en="write a number",
            subject=subject,
        )


def _uncached(view: View) -> Iterator[Yielded]:
    """One finding for all formulas of a sheet whose results were never saved: opening and saving mends them all."""
    for (label, first), *others in view.uncached:
        count = len(others) + 1
        yield found(
            first,
            f"{label}{'等' if others else ''} {count} 格：{UNCACHED}",
            f"formulas without saved results: {count} cell{'s' if others else ''} of this sheet",
            mend="在 Excel 或 WPS 中打开并保存，再审一次；公式不用改",
            mend_en="open and save it in Excel or WPS, then audit again",
            subject="form/uncached",
            related=tuple(Related(cell.at, label) for label, cell in others),
            conditions=("minor",),
        )


def _read(form: SelfAssessment | TargetSheet) -> Iterator[Indicator]:
    """The rows whose values should be readable: indicators and their parts."""
    for section in form.sections:
        yield from (*section.indicators, *(row for row in section.aside if row.role == "part"))


@check(
    "PS041",
    "row-shifted",
    Severity.INFO,
    "form",
    title="The cells of a row stand in the wrong columns",
    needs=(needs.INDICATORS,),
)
def row_shifted(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """行内单元格错列。

    ## 查什么
    一行按表头的列去读不通，整体左移或右移若干列后每格都读得通：按移位后的列读，并写明移了几列。
    一张表里移法相同的各行合报一条。多由文字提取造成，只作提示。

    ## 为什么要紧
    错列的行若照原列读，会把二级指标当成一级指标、把分值当成得分。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    groups: dict[tuple[int, str], list[Repair]] = {}
    for repair in form.repairs:
        groups.setdefault((repair.shift, repair.note), []).append(repair)
    for (shift, note), repairs in groups.items():
        first, *others = repairs
        count = f"；同样的还有 {len(others)} 行" if others else ""
        yield found(
            first.at,
            f"单元格错列：{note}{count}",
            f"cells are shifted: {first.note_en or note} ({len(repairs)} rows)",
            mend="核对原件；若原件确有错列，请把各格移回表头对应的列",
            mend_en="compare with the original and move the cells under their headers",
            subject=f"row/{shift}",
            related=tuple(Related(other.at, "同样错列") for other in others),
        )
