"""PS091: what reviewers wrote and what has no effect: beside findings that are gone, or in other words."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Severity
from perfscore.core.waivers import CORRECTED


@check(
    "PS091",
    "waiver-stale",
    Severity.INFO,
    "input",
    title="A waiver no longer matches anything or has expired",
)
def waiver_stale(item: InputFile) -> Iterator[Yielded]:
    """豁免已失效。

    ## 查什么
    审核结果表里某条发现旁写了处理意见，而这次审核已没有这条发现。每条意见报一次，写明原来的代码、意见、经办人和日期。
    意见为“已更正”的，说明更正有效。这次没有做的检查项不算。隐藏的“指纹”一栏被删改、对不上发现的意见，和不是
    属实、已更正、不采纳、待核实四种之一的意见，不起作用，也各报一次。

    ## 为什么要紧
    理由已不存在的豁免如果留着，以后真有问题时会被误当成已经处理。

    ## 反例
    ```reviewed
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 95
    ---
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```reviewed
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 95
    ---
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 95
    ```

    ## 依据
    惯例，待核
    """
    for waiver in item.waivers:
        if not waiver.fingerprint:
            yield found(
                waiver.at,
                f"处理意见“{waiver.say()}”对不上发现，没有起作用",
                f'the remark "{waiver.say(english=True)}" belongs to no finding: it has no effect',
                mend="“指纹”一栏（隐藏）被删去或改动，或同一发现有两种意见；请重新标注，在对应的发现旁再写一次",
                mend_en="the hidden fingerprints were changed, or a finding has two remarks; annotate again and repeat it",
                subject=f"lost/{waiver.say()}",
                recorded=waiver.verdict or None,
            )
        elif not waiver.understood:
            yield found(
                waiver.at,
                f"{waiver.code} 的处理意见“{waiver.verdict}”不是属实、已更正、不采纳、待核实之一，没有起作用",
                f'the verdict "{waiver.verdict}" on {waiver.code} is none of the four: it has no effect',
                mend="从下拉列表中选一种；只有“不采纳”的发现不再计入",
                mend_en="choose one from the list; only a rejected finding no longer counts",
                subject=f"{waiver.fingerprint}/verdict",
                recorded=waiver.verdict,
            )
    for waiver in item.stale:
        mended = waiver.verdict == CORRECTED
        yield found(
            waiver.at,
            f"{waiver.code} 的处理意见“{waiver.say()}”已没有对应的发现" + ("：更正有效" if mended else ""),
            f'the remark "{waiver.say(english=True)}" on {waiver.code} no longer matches a finding'
            + (": the correction holds" if mended else ""),
            mend="核对后清空这一行的处理意见；如果发现只是换了位置或名称，请在新的发现旁重新填写",
            mend_en="check and clear the remark; write it again where the finding has only moved",
            subject=waiver.fingerprint,
            recorded=waiver.verdict or None,
        )
