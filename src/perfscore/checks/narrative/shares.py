"""PS804: shares and rates whose two numbers stand in the same sentence of a form's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from perfscore.checks.narrative.prose import Prose, Quantity, in_unit, is_year, read_prose
from perfscore.checks.narrative.sums import shown
from perfscore.checks.narrative.texts import Passage, passages, remarks
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Interval
from perfscore.core.records import frozen
from perfscore.core.trace import Step
from perfscore.model import Form

#: 占总支出100万元的95.18%: the whole stands right before its share.
_WHOLE: Final = lazy_pattern(r"占[^占]{0,12}$")
#: The numbers before are taken together, or each for itself.
_JOINTLY: Final = ("分别", "合计", "总计", "各", "两项", "三项", "以上")
_ABOUT: Final = Fraction(1, 10)


@frozen
class _Rate:
    """A printed rate with the part and the whole that it is of; `named` says that the text says so itself."""

    part: Quantity
    whole: Quantity
    rate: Quantity
    named: bool


@check(
    "PS804",
    "share-mismatch",
    Severity.ERROR,
    "form",
    title="A share or rate does not follow from its two numbers",
    lowered={"minor": Severity.WARNING},
)
def share_mismatch(form: Form, view: View) -> Iterator[Yielded]:
    """占比或比率计算不符。

    ## 查什么
    表中文字（目标、完成情况、偏差原因、备注等）的同一句里写出了分子、分母和百分数：甲若干，占乙若干的百分之几；
    抽检若干、合格若干、合格率若干。按三个数各自末位的半个单位用区间除法，算不出写出的百分数的报。
    率的分子、分母靠前后文认定的为警告；一句里同类的数不止两个的，写“分别”“合计”的，区间、约数对得上的都不报。

    ## 为什么要紧
    三个数里一定有一个写错了，而完成值多半就是从这里抄的。

    ## 反例
    ```form
    年度总体目标 | 预期目标 | 实际完成情况
     | 抽检食品120批次 | 全年抽检食品126批次，合格120批次，合格率99.2%
    （表头）
    产出指标 | 数量指标 | 抽检批次 | ≥120批次 | 126批次 | 100 | 100
    ```

    ## 正例
    ```form
    年度总体目标 | 预期目标 | 实际完成情况
     | 抽检食品120批次 | 全年抽检食品126批次，合格125批次，合格率99.2%；检测费56.19万元，占全部支出84.99万元的66.1%
    （表头）
    产出指标 | 数量指标 | 抽检批次 | ≥120批次 | 126批次 | 100 | 100
    ```

    ## 依据
    表内勾稽
    """
    rates = tuple(pair.partition(":")[::2] for pair in view.ruleset.words("text_rates"))
    told: set[str] = set()
    for passage in (*passages(form), *remarks(form)):
        prose = read_prose(passage.raw)
        for one in _rates(prose, rates):
            words = prose.text[one.part.start : one.rate.end]
            if words not in told and not _meets(one):
                told.add(words)
                yield _wrong(passage, one, prose)


def _rates(prose: Prose, rates: Sequence[tuple[str, str]]) -> Iterator[_Rate]:
    """The rates of a text of which both numbers stand before them in the sentence."""
    before: list[Quantity] = []
    for count, one in enumerate(prose.quantities):
        start = one.start - len(one.lead)
        before = [
            other
            for other in prose.quantities[max(0, count - 8) : count]
            if other.start >= start and not is_year(other)
        ]
        if one.unit != "%" or one.ranged or not before or any(word in one.lead for word in _JOINTLY):
            continue
        *earlier, last = before
        if prose.text[last.end : one.start] == "的" and _WHOLE.search(last.phrase):
            alike = [other for other in earlier if _alike(other, last)]
            if len(alike) == 1:
                yield _Rate(alike[0], last, one, named=True)
            continue
        stem = next((part for name, part in rates if one.before.endswith(name) and part in last.phrase), "")
        alike = [other for other in before if _alike(other, last)]
        # 为 100 of which 95: the whole is named first, and is no part by its own words.
        if stem and len(alike) == 2 and alike[1] is last and stem not in alike[0].phrase:
            yield _Rate(last, alike[0], one, named=False)


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count the same thing."""
    return (
        not one.ranged
        and not one.over
        and bool(one.unit)
        and one.unit != "%"
        and in_unit(one, other.unit) is not None
    )


def _made(one: _Rate) -> Interval | None:
    """The rate that the two numbers make, in percent; None where the whole may be nothing."""
    size = in_unit(one.part, one.whole.unit)
    part, whole = one.part.roughly(_ABOUT), one.whole.roughly(_ABOUT)
    if size is None or whole.low <= 0:
        return None
    return Interval(part.low * size / whole.high * 100, part.high * size / whole.low * 100)


def _meets(one: _Rate) -> bool:
    made = _made(one)
    if made is None or one.part.relation != "=" or one.whole.relation != "=":
        return True
    printed = Interval.around(one.rate.value, one.rate.decimals)
    if one.rate.relation == ">=":
        return made.high >= printed.low
    if one.rate.relation == "<=":
        return made.low <= printed.high
    slack = abs(one.rate.value) * _ABOUT if one.rate.about else Fraction(0)
    return made.meets(Interval(printed.low - slack, printed.high + slack))


def _wrong(passage: Passage, one: _Rate, prose: Prose) -> Yielded:
    part, whole, rate = (prose.words(each) for each in (one.part, one.whole, one.rate))
    size = in_unit(one.part, one.whole.unit) or Fraction(1)
    made = shown(Fraction(round(one.part.value * size / one.whole.value * 10**4), 100), "%")
    return found(
        passage.cell,
        f"“{passage.label}”写 {part}、{whole}和 {rate}，{part} ÷ {whole} = {made}",
        f"the text has {rate}, {part} ÷ {whole} makes {made}",
        mend="核对分子、分母和百分数，改正写错的一个",
        mend_en="check the part, the whole and the rate",
        subject=f"{passage.key}/{part}/{whole}",
        recorded=rate,
        recomputed=made,
        steps=Step("比率", f"{part} ÷ {whole}", made),
        conditions=() if one.named else ("minor",),
    )
