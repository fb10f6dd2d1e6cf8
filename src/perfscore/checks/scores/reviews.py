"""Scores of several hands in a ledger: means of reviewers, means of projects, and a review against a self-assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import blank, figure, is_mean, projects
from perfscore.checks.words import doubt
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, plain
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.model import Ledger, LedgerRow, Number

_REVIEWER: Final = lazy_pattern(
    r"(?:评审|评分)?(?:专家|评委|评审员|评分人|打分人)[一二三四五六七八九十\dA-Ga-g甲乙丙丁戊]{1,2}(?:的?(?:评分|打分|得分|分数))?(?:\(分\))?"
)
_MEAN: Final = lazy_pattern(r"(?:专家|评委|评审)?(?:算术)?(?:平均|均)(?:得|总)?(?:分|分数|值)(?:\(分\))?")
_SELF: Final = lazy_pattern(r"(?:单位|部门|项目)?自评(?:得分|总分|分数|评分|分)(?:\(分\))?")
_REVIEWED: Final = lazy_pattern(
    r"(?:财政|主管部门|第三方|部门)?(?:复核|复评|抽评|重评|核定|审定|评审|复审)(?:后)?(?:得分|总分|分数|评分|分)(?:\(分\))?"
)
_AMOUNTS: Final = (("initial", "年初预算数"), ("budget", "全年预算数"), ("executed", "全年执行数"))
_LEAST: Final = 2
#: From so many scores on the highest and the lowest may be left out.
_TRIMMED: Final = 3


def _columns(row: LedgerRow, total: str) -> list[tuple[str, Number]]:
    """The scores of a row with the labels of their columns, that of its total among them."""
    cells = [(squash(label), cell) for label, cell in row.scores]
    if row.total is not None and all(row.total is not cell for _, cell in cells):
        cells.append((total, row.total))
    return cells


def _total_label(form: Ledger) -> str:
    return next((squash(text.raw) for name, text in form.head.columns if name == "total.score"), "")


def _fits(printed: Figure, values: Sequence[tuple[str, Fraction]]) -> bool:
    """Whether a printed mean is one of several, rounded or cut at its last digit."""
    return any(abs(Fraction(printed.value) - value) < printed.unit_in_last_place for _, value in values)


def _mean(numbers: Sequence[Decimal]) -> Fraction:
    return Fraction(sum(numbers, Decimal(0))) / len(numbers)


@check(
    "PS328",
    "average-mismatch",
    Severity.ERROR,
    "ledger",
    title="A stated average does not follow from its scores",
)
def average_mismatch(form: Ledger, view: View) -> Iterator[Yielded]:
    """平均分不符。

    ## 查什么
    汇总表一行里几位专家（评委）的评分，与“平均分”一栏既不是全部的平均，也不是去掉一个最高分、一个最低分后的平均；
    汇总表末尾“平均得分”一行，既不是各项目的算术平均，也不是按某一栏资金加权的平均；写明“加权”的只与加权平均比较。
    按印出的小数位四舍五入或截尾能得出的不报；有一位专家的分空着、资金不全、另有权重的，不判。

    ## 为什么要紧
    平均分定名次和等级，下一年的预算也看它。

    ## 反例
    ```text
    2024年度项目支出绩效评价专家评分汇总表
    序号	项目名称	单位名称	专家1	专家2	专家3	平均分
    1	农村公厕改造	某镇	92	88	90	91
    2	护林设备购置	某林场	95	94	93	94
    ```

    ## 正例
    ```text
    2024年度项目支出绩效评价专家评分汇总表
    序号	项目名称	单位名称	专家1	专家2	专家3	平均分
    1	农村公厕改造	某镇	92	88	91	90.33
    2	护林设备购置	某林场	95	94	93	94
    ```

    ## 依据
    表内勾稽
    """
    label = _total_label(form)
    listed = projects(form)
    for row in listed:
        yield from _of_reviewers(row, label)
    for row in form.rows:
        if is_mean(row):
            yield from _of_projects(row, listed)


def _of_reviewers(row: LedgerRow, total: str) -> Iterator[Yielded]:
    """The mean of a row against the scores of its reviewers."""
    columns = _columns(row, total)
    given = [(name, cell) for name, cell in columns if _REVIEWER.fullmatch(name)]
    means = [cell for name, cell in columns if _MEAN.fullmatch(name)]
    printed = figure(means[0]) if len(means) == 1 else None
    numbers = [one.value for _, cell in given if (one := figure(cell)) is not None]
    others = any("权重" in name or "系数" in name for name, _ in columns)
    if printed is None or len(numbers) < _LEAST or len(numbers) != len(given) or others:
        return
    mean = _mean(numbers)
    allowed = [("全部平均", mean)]
    if len(numbers) >= _TRIMMED:
        allowed.append(("去掉最高、最低后平均", _mean(sorted(numbers)[1:-1])))
    if _fits(printed, allowed):
        return
    words = "，".join(f"{how}为 {plain(value, 4)}" for how, value in allowed)
    sums = f"({' + '.join(map(plain, numbers))}) ÷ {len(numbers)}"
    yield found(
        means[0],
        f"“{row.label.value}”的平均分印为 {means[0].raw}，{len(numbers)} 个评分{words}",
        f'the mean of "{row.label.value}" is printed {means[0].raw}; {sums} is {plain(mean, 4)}',
        mend="核对各位专家的评分，改正平均分",
        mend_en="check the scores, and correct the mean",
        subject=f"{row.label.value}/mean",
        recomputed=plain(mean, 4),
        tolerance=plain(printed.unit_in_last_place),
        related=tuple(Related(cell.at, f"{name} {cell.raw}") for name, cell in given),
        steps=Step("平均分", sums, plain(mean, 4)),
    )


def _of_projects(row: LedgerRow, listed: Sequence[LedgerRow]) -> Iterator[Yielded]:
    """A row that averages the projects."""
    printed, cell = figure(row.total), row.total
    totals = [figure(one.total) for one in listed]
    numbers = [one.value for one in totals if one is not None]
    if printed is None or cell is None or len(numbers) < _LEAST or len(numbers) != len(totals):
        return
    weighted = list(_weighted(listed, numbers))
    name = squash(row.label.value)
    told = "加权" in name or any(words in name for words in ("资金", "金额", "预算"))
    allowed = weighted if told else [("算术平均", _mean(numbers)), *weighted]
    if not allowed or _fits(printed, allowed):
        return
    words = "，".join(f"{how}为 {plain(value, 4)}" for how, value in allowed)
    yield found(
        cell,
        f"“{name}”印为 {cell.raw}，{len(numbers)} 个项目{words}",
        f"the mean of {len(numbers)} projects is printed {cell.raw}; it is {plain(allowed[0][1], 4)}",
        mend="核对各项目的得分和资金，改正平均分",
        mend_en="check the scores and amounts, and correct the mean",
        subject="ledger/mean",
        recomputed=plain(allowed[0][1], 4),
        tolerance=plain(printed.unit_in_last_place),
    )


def _weighted(listed: Sequence[LedgerRow], numbers: Sequence[Decimal]) -> Iterator[tuple[str, Fraction]]:
    """The means weighted by each column of amounts that is whole."""
    for field, label in _AMOUNTS:
        cells: list[Number | None] = [getattr(row.money, field, None) for row in listed]
        amounts = [one.value for one in map(figure, cells) if one is not None]
        if len(amounts) != len(cells) or any(amount < 0 for amount in amounts) or not sum(amounts):
            continue
        total = sum((Fraction(a) * Fraction(n) for a, n in zip(amounts, numbers, strict=True)), Fraction(0))
        yield f"按{label}加权平均", total / Fraction(sum(amounts, Decimal(0)))


@check(
    "PS330",
    "review-gap-large",
    Severity.WARNING,
    "ledger",
    title="The reviewed score differs much from the self-assessed one",
)
def review_gap_large(form: Ledger, view: View) -> Iterator[Yielded]:
    """复核分与自评分差距大。

    ## 查什么
    汇总表同一项目的复核（复评、抽评、评审）得分与自评得分相差超过评分规则集的限度（默认 5 分）。两栏各只有一栏、
    都是数的才比较；正好相差 5 分的不报。一张表里的各项目合为一条，列出差得最多的。

    ## 为什么要紧
    差得多，说明自评从宽或依据不足；结果应用和下年的抽查都看它。

    ## 反例
    ```text
    2024年度项目支出绩效评价结果汇总表
    序号	项目名称	单位名称	自评得分	复核得分
    1	小型水库除险	某县水利局	98	86.5
    2	灌区渠道清淤	某县水利局	95	94
    ```

    ## 正例
    ```text
    2024年度项目支出绩效评价结果汇总表
    序号	项目名称	单位名称	自评得分	复核得分
    1	小型水库除险	某县水利局	98	93
    2	灌区渠道清淤	某县水利局	95	94
    ```

    ## 依据
    惯例，待核；限度按评分规则集
    """
    limit, label = view.ruleset.limits.get("review_gap"), _total_label(form)
    if limit is None:
        return
    gaps = [
        (abs(own.value - other.value), row, cells)
        for row in projects(form)
        if (cells := _pair(row, label)) is not None
        and (own := figure(cells[0])) is not None
        and (other := figure(cells[1])) is not None
        and abs(own.value - other.value) > limit.value
    ]
    if not gaps:
        return
    gap, row, (own_cell, cell) = max(gaps, key=lambda one: one[0])
    count = f"；共有 {len(gaps)} 个项目相差超过 {plain(limit.value)} 分" if len(gaps) > 1 else ""
    yield found(
        cell,
        f"“{row.label.value}”自评 {own_cell.raw} 分，复核 {cell.raw} 分，相差 {plain(gap)} 分{count}",
        f'"{row.label.value}" has {own_cell.raw} by its own and {cell.raw} by the review ({len(gaps)} projects)',
        mend="写明复核改分的理由，核对自评的依据",
        mend_en="say why the review changed the score",
        subject="ledger/review",
        related=(
            Related(own_cell.at, f"自评 {own_cell.raw}"),
            *(
                Related(other.at, f"“{one.label.value}”自评 {mine.raw}，复核 {other.raw}")
                for _, one, (mine, other) in gaps
                if one is not row
            ),
        ),
        conditions=doubt(limit),
    )


def _pair(row: LedgerRow, total: str) -> tuple[Number, Number] | None:
    """The self-assessed and the reviewed score of a project, where each has one column."""
    columns = _columns(row, total)
    own = [cell for name, cell in columns if _SELF.fullmatch(name)]
    other = [cell for name, cell in columns if _REVIEWED.fullmatch(name)]
    if len(own) != 1 or len(other) != 1 or blank(own[0]) or blank(other[0]):
        return None
    return own[0], other[0]
