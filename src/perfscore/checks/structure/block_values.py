"""PS12x: do rows of the same name have the same values, in the same order, in both blocks of a target sheet?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks.pairs import BLOCKS, Pair, Paired, amount, cell_of, paired, same_value, total_of
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.core.units import parts
from perfscore.language.values import Value
from perfscore.model import Number, TargetSheet

#: So many rows in another order are named.
_NAMED = 5


@check(
    "PS127",
    "block-content-differs",
    Severity.INFO,
    "target-sheet",
    title="The two blocks differ in values or order",
    needs=(BLOCKS,),
)
def block_content_differs(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """两栏指标值或顺序不一致。

    ## 查什么
    名称相同的指标在两栏里指标值不同，报出两个值之比，并与两栏资金之比对照；同名指标在两栏里先后顺序不同的，一张表报一条。
    只提示，因为年度值可以是实施期值的一部分：年度资金少于实施期资金、年度值又不超过实施期值的（数量、进度、完工日期、定性要求），
    不报；按年、按人计的指标值不因分年而减少，仍报。写法不同而意思相同的（100%与=100%、12.3万元与123000元）、
    一栏空着的，不报。

    ## 为什么要紧
    两栏对不上，多半有一栏没有随资金或任务的调整而改。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 特困老人送餐
    项目资金（元） | 实施期资金总额： | 300,000 | 年度资金总额： | 210,000
    总体目标 | 实施期目标 | | 年度目标
     | 每日为特困老人送餐。 | | 每日为特困老人送餐。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 送餐人数 | ≥80人 | 数量指标 | 送餐人数 | ≥80人
     | | 成本指标 | 餐费 | ≤260000元/年 | 成本指标 | 餐费 | ≤180000元/年
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 乡村公路安防工程
    项目资金（万元） | 实施期资金总额： | 600 | 年度资金总额： | 200
    总体目标 | 实施期目标 | | 年度目标
     | 三年完成临崖路段护栏安装。 | | 完成三十公里护栏安装。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 护栏安装长度 | ≥90公里 | 数量指标 | 护栏安装长度 | ≥30公里
     | | 质量指标 | 护栏验收合格率 | =100% | 质量指标 | 护栏验收合格率 | 100%
     | | 时效指标 | 完工时间 | 2028年11月底前 | 时效指标 | 完工时间 | 2026年11月底前
    ```

    ## 依据
    表内勾稽
    """
    both = paired(view)
    if both is None:
        return
    for _, pair in both.by_name:
        if same_value(pair.period, pair.annual) or (both.phased and _part(pair)):
            continue
        compared, compared_en = _ratios(both, pair)
        term, year = (row.target.raw if row.target else "" for row in (pair.period, pair.annual))
        yield found(
            pair.annual.target or pair.annual.name,
            f"“{pair.annual.name.value}”的指标值两栏不同：实施期“{term}”，年度“{year}”{compared}",
            f'"{pair.annual.name.value}": the target is "{term}" for the period and "{year}" for the year{compared_en}',
            mend="核对两个值；年度值若是按年度任务或资金确定的，不必改动",
            mend_en="check both; nothing is to be done where the year's target follows the year's task or money",
            subject=f"{pair.annual.name.value}/target",
            recomputed=term,
            related=notes(("实施期指标值", pair.period.target), *_totals(both)),
        )
    yield from _order(both)


def _part(pair: Pair) -> bool:
    """Whether the target of the year may be a part of that of the term, or a step towards it."""
    one, other = (row.target.value if row.target else None for row in (pair.period, pair.annual))
    if not isinstance(one, Value) or not isinstance(other, Value):
        return True
    if {one.kind, other.kind} & {"qualitative", "schedule", "list", "ratio", "empty"}:
        return True
    if one.end is not None or other.end is not None:
        return True
    if parts(one.unit)[1] and parts(other.unit)[1]:
        return False  # what is spent a year or a head does not become less with the money
    return one.number is None or other.number is None or other.number <= one.number


def _ratios(both: Paired, pair: Pair) -> tuple[str, str]:
    """The ratio of the year's value to the term's, beside the ratio of the money."""
    values = [row.target.value if row.target else None for row in (pair.period, pair.annual)]
    one, other = values
    if not isinstance(one, Value) or not isinstance(other, Value) or one.unit != other.unit:
        return "", ""
    if other.number is None or not one.number:
        return "", ""
    ratio = plain(100 * Fraction(other.number) / Fraction(one.number), 1)
    term, year = amount(total_of(both.period)), amount(total_of(both.annual))
    if term is None or year is None:
        return f"，年度值为实施期值的 {ratio}%", f" ({ratio}% of it)"
    if not term.value:
        told = f"而实施期资金为 {term}、年度资金为 {year}"
        return f"，年度值为实施期值的 {ratio}%，{told}", f" ({ratio}% of it, with funds of {term} and {year})"
    share = plain(100 * Fraction(year.value) / Fraction(term.value), 1)
    return (
        f"，年度值为实施期值的 {ratio}%，年度资金为实施期资金的 {share}%",
        f" ({ratio}% of it, the funds are {share}%)",
    )


def _totals(both: Paired) -> list[tuple[str, Number | None]]:
    rows = (("实施期资金总额", total_of(both.period)), ("年度资金总额", total_of(both.annual)))
    return [(label, cell_of(row)) for label, row in rows]


def _order(both: Paired) -> Iterator[Yielded]:
    """One finding for all rows of the same name that stand in another order."""
    named = list(both.by_name)
    highest = -1
    moved: list[Pair] = []
    for place, pair in named:
        if place < highest:
            moved.append(pair)
        highest = max(highest, place)
    if not moved:
        return
    first = moved[0]
    yield found(
        first.annual.name,
        f"两栏的指标顺序不同：{'、'.join(f'“{pair.annual.name.value}”' for pair in moved[:_NAMED])}"
        f"{f'等 {len(moved)} 项' if len(moved) > _NAMED else ''}在年度一栏里排得比实施期靠前",
        f"the two blocks list their indicators in another order ({len(moved)} stand earlier in the annual block)",
        mend="两栏按同一顺序排列，便于逐项对照",
        mend_en="list the indicators in the same order",
        subject="blocks/order",
        related=tuple(
            Related(row.name.at, f"{side} {row.name.value}")
            for pair in moved[:_NAMED]
            for side, row in (("实施期", pair.period), ("年度", pair.annual))
            if row is not first.annual
        ),
    )
