"""PS803: calculations that a text writes out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks.narrative.calculations import Calculation, read_calculations
from perfscore.checks.narrative.texts import Passage, passages, remarks
from perfscore.checks.narrative.worded import is_sum, worded_calculations
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.trace import Step
from perfscore.model import Form


@check(
    "PS803",
    "text-calculation-mismatch",
    Severity.ERROR,
    "form",
    title="A calculation written in the text is wrong",
    after=("PS802",),
)
def text_calculation_mismatch(form: Form, view: View) -> Iterator[Yielded]:
    """文字中的算式不成立。

    ## 查什么
    项目概况、立项依据、实施计划、总体目标、完成情况、偏差原因、备注等文字里写出的算式（14人×2150元×12个月=361200元、13万+17万=30万、
    小计、合计跟在算式后面的；120册，每册3000元，小计36万元；几个小计和后面的共需、合计）算出来与写在后面的结果不符。按精确数计算；写到万元、带小数的因数和结果按末位的半个单位容许舍入，
    写“约”“左右”的放宽。
    单位不能相消（3万元/年×6个月）、结果的单位不是算式里的、前面还有没写结果的算式、连写几个等号的，都不判断；评分标准里的算式不看。

    ## 为什么要紧
    预算数就是这样测算出来的，乘错一步，申请的金额就没有依据。

    ## 反例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    年度总体目标 | 年初设定目标 | 聘请授课教师10人×1000元×12个月=100000元
    （表头）
    产出指标 | 数量指标 | 授课教师人数 | ≥10人 | 10人 | 100 | 100
    ```

    ## 正例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    年度总体目标 | 年初设定目标 | 聘请授课教师10人×1000元/人·月×12个月=12万元
    （表头）
    产出指标 | 数量指标 | 授课教师人数 | ≥10人 | 10人 | 100 | 100
    ```

    ## 依据
    表内勾稽
    """
    about = view.ruleset.limits["about"].value
    wrong: dict[str, list[tuple[Passage, Calculation]]] = {}
    for passage in (*passages(form), *remarks(form)):
        for one in (*read_calculations(passage.raw), *worded_calculations(passage.raw)):
            if not one.holds(Fraction(about) / 100) and not _told(passage, one, view):
                wrong.setdefault(one.words, []).append((passage, one))
    for same in wrong.values():
        yield _wrong(*same[0], [passage for passage, _ in same[1:]])


def _told(passage: Passage, one: Calculation, view: View) -> bool:
    """Whether the total of a sum is told already: it is not the money of the form."""
    totals = (subject.removeprefix(f"{passage.key}/") for subject in view.earlier.get("PS802", ()))
    return is_sum(one) and any(one.words.endswith(total) for total in totals)


def _wrong(passage: Passage, one: Calculation, others: list[Passage]) -> Yielded:
    made = shown(one.exact, one.unit)
    return found(
        passage.cell,
        f"“{passage.label}”中的算式“{one.words}”算得 {made}",
        f'the calculation "{one.words}" makes {made}',
        mend="核对人数、标准和期限，改正算式或结果",
        mend_en="check the factors, and correct the calculation or its result",
        subject=f"{passage.key}/{one.words}",
        recorded=one.words,
        recomputed=made,
        related=notes(*((other.label, other.cell) for other in others if other.cell.at != passage.cell.at)),
        steps=Step("算式", one.words, made),
    )


def shown(value: Fraction, unit: str) -> str:
    """A number as it is shown with its unit; a long tail is cut.

    >>> shown(Fraction(361200), "元"), shown(Fraction(2, 3), "")
    ('361200元', '0.6667')
    """
    return f"{plain(value, 4)}{unit}"
