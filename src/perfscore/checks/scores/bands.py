"""The score of a qualitative indicator against the band of its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.scores.common import is_joint, notes
from perfscore.checks.subjects import View
from perfscore.checks.words import doubt
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, Interval, plain
from perfscore.core.sourced import Sourced
from perfscore.core.stated import StatedVerdicts
from perfscore.language.values import Value
from perfscore.model import Indicator
from perfscore.scoring import RowScore


@check(
    "PS316",
    "score-outside-band",
    Severity.ERROR,
    "row",
    title="The score lies outside the band of its verdict",
    after=("PS304", "PS305", "PS306", "PS307"),
    lowered={"no-stated-rule": Severity.WARNING},
)
def score_outside_band(
    row: Indicator,
    target: Sourced[Value],
    actual: Sourced[Value],
    recorded: Sourced[Figure],
    score: RowScore,
    view: View,
) -> Iterator[Yielded]:
    """定性得分越档。

    ## 查什么
    定性指标的完成值写的是评分规则集的评价结论（达成、部分达成、未达成），得分与分值之比不在该档之内（默认 100–80%、80–60%、60–0%，两端都算）。
    表的注里写明各档的按注，为错误；没有写明的为警告。本行（或所对应的目标表）另有评分标准的、注里的分档没有读懂的、
    完成值不是评价结论的，不判；按小数位舍入后落在档内的，不报。

    ## 为什么要紧
    结论说部分达成，得分却像全部达成，两处必有一处不实。

    ## 反例
    ```form
    效益指标 | 社会效益指标 | 河道整治成效 | 水环境明显改善 | 部分达成 | 10 | 9.5
    ```

    ## 正例
    ```form
    效益指标 | 社会效益指标 | 河道整治成效 | 水环境明显改善 | 部分达成 | 10 | 7.5
    效益指标 | 社会效益指标 | 河道管护成效 | 水环境持续改善 | 达成年度指标 | 10 | 8
    ```

    ## 依据
    表的注；没有写明时按评分规则集的定性三档（财预〔2020〕10号，条文待核）
    """
    verdict = view.ruleset.verdict(actual.raw.strip())
    if verdict is None or target.value.kind != "qualitative" or not score.points or score.rule is not None:
        return
    if is_joint(row, view):
        return
    if any(topic == "verdicts" for topic, _ in view.form.head.unread_notes):
        return
    name, points = row.name.value, score.points
    if any(view.has_found(code, f"{name}/score") for code in ("PS304", "PS305", "PS306", "PS307")):
        return
    low, high = (Fraction(points) * Fraction(end) / 100 for end in (verdict.low, verdict.high))
    figure = recorded.value
    written = Interval.around(figure.value, min(figure.decimals, view.ruleset.digits.value))
    if written.low <= high and written.high >= low:
        return
    stated = [one for one in view.form.head.conventions if isinstance(one.value, StatedVerdicts)]
    share = plain(Fraction(recorded.value.value) * 100 / Fraction(points), 2)
    band = f"{plain(verdict.low)}–{plain(verdict.high)}%"
    least, most = plain(low, 2), plain(high, 2)
    basis = "" if stated else f"（分档未见于本表，按规则集 {view.ruleset.id}）"
    basis_en = "" if stated else f" (rule set {view.ruleset.id}; the form states no bands)"
    yield found(
        recorded,
        f"“{name}”的结论是“{actual.raw.strip()}”，得分应为分值的 {band}，即 {least}–{most} 分，"
        f"却得 {recorded.raw} 分（{share}%）{basis}",
        f'"{name}" is "{actual.raw.strip()}", worth {least} to {most} of {plain(points)}; it has {recorded.raw}{basis_en}',
        mend="核对评价结论和得分，使得分落在该档之内",
        mend_en="check verdict and score",
        subject=f"{name}/score",
        recomputed=f"{least}–{most}",
        related=(*notes(row), *(Related(one.at, one.raw) for one in stated)),
        conditions=(*(() if stated else ("no-stated-rule",)), *doubt(view.ruleset.verdicts)),
    )
