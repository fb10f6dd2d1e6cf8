"""PS607 and PS608: targets and points that a self-assessment has rewritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from perfscore.checks.crossform.aligned import NO_PAIR, Aligned, followed
from perfscore.checks.crossform.partners import Pair, doubt
from perfscore.checks.crossform.sametarget import difference
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import execution, named, points_sum, value
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.location import Location
from perfscore.core.numbers import plain
from perfscore.language.values import Value
from perfscore.model import Indicator


@check(
    "PS607",
    "target-changed",
    Severity.ERROR,
    "dossier",
    title="A target value was changed between target sheet and self-assessment",
    lowered={"minor": Severity.WARNING, "reason-given": Severity.WARNING},
)
def target_changed(views: tuple[View, ...]) -> Iterator[Yielded]:
    """指标值被修改。

    ## 查什么
    目标表与对应的自评表（见 PS605）中同名的指标，年度指标值应当相同。比较的是含义：≥95%与“不低于95%”、84.99万元与849,900元、
    12个月与1年是同一个值；一处没有写符号或单位的，只比较数。≥100%与100%、≤0次与0次一样。文字描述的目标、带“约”
    的数和多项合在一格的不比较。只有符号不同（≥与＝）的、理由或备注说到调整的、与目标表实施期的值相同的，降为警告。

    ## 为什么要紧
    事后改低目标，没有完成的就成了完成。

    ## 反例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	管网检漏	实施单位	某市供水公司
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	检漏里程	≥120公里
    产出指标	质量指标	漏点修复率	≥95%
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	管网检漏	实施单位	某市供水公司
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	检漏里程	≥120公里	121公里	50	50
    产出指标	质量指标	漏点修复率	≥90%	92%	50	50
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	管网检漏	实施单位	某市供水公司
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	检漏里程	≥120公里
    产出指标	质量指标	漏点修复率	≥95%
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	管网检漏	实施单位	某市供水公司
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	检漏里程	不少于120千米	121公里	50	50
    产出指标	质量指标	漏点修复率	95%	96%	50	50
    ```

    ## 依据
    表内勾稽（目标表与自评表之间）；财预〔2020〕10号：自评对照绩效目标（条文待核）
    """
    matched = followed(views)
    if not matched:
        yield NO_PAIR
    for pair, rows in matched:
        whole = _whole_term(pair)
        words = pair.answer.ruleset.words("funding_change")
        for asked, given in rows.same:
            here, there = _said(given), _said(asked)
            if asked.target is None or given.target is None or here is None or there is None:
                continue
            differs = difference(here, there)
            if differs is None:
                continue
            lesser = differs == "sign" or here in whole.get(given.name.value, ())
            told = [text.value for text in (given.reason, given.remark) if text is not None]
            explained = any(word in text for text in told for word in words)
            yield found(
                given.target,
                f"“{given.name.value}”的指标值，自评表为“{given.target.raw}”，目标表为“{asked.target.raw}”（{pair.bond}）",
                f'target of "{given.name.value}": {given.target.raw} in the self-assessment, {asked.target.raw} in '
                f"the target sheet ({pair.bond_en})",
                mend=f"自评表的指标值改回“{asked.target.raw}”并重新计分；目标经批准调整过的，附上调整文件",
                mend_en=f"restore {asked.target.raw} and score the row anew, or attach the approval of the change",
                subject=f"{given.name.value}/target",
                recomputed=asked.target.raw,
                related=notes(("目标表指标值", asked.target), ("完成值", given.actual), ("得分", given.score)),
                conditions=(
                    *doubt(pair),
                    *(("minor",) if lesser else ()),
                    *(("reason-given",) if explained else ()),
                ),
                form=pair.answer.number,
            )


@check(
    "PS608",
    "points-changed",
    Severity.ERROR,
    "dossier",
    title="The points were changed between target sheet and self-assessment",
    lowered={"minor": Severity.WARNING},
)
def points_changed(views: tuple[View, ...]) -> Iterator[Yielded]:
    """分值被修改。

    ## 查什么
    目标表与对应的自评表（见 PS605）中同名指标的分值应当相同。两表每行都有分值、分值总口径相同才比较：指标分值合计相等，或至少
    三分之二的行分值相同；相差的正是预算执行率的分值（目标表合计 100、自评表另给执行率 10 分）、整体换算过的，不报。合并的
    分值单元格不比较。

    ## 为什么要紧
    把没有完成的指标的分值调低、完成的调高，得分就上去了。

    ## 反例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	古树保护	实施单位	某市园林中心
    一级指标	二级指标	三级指标	指标值	分值
    产出指标	数量指标	复壮古树株数	≥80株	40
    产出指标	质量指标	古树成活率	≥98%	30
    效益指标	社会效益指标	科普受众人数	≥2000人	20
    满意度指标	服务对象满意度指标	市民满意度	≥90%	10
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	古树保护	实施单位	某市园林中心
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	复壮古树株数	≥80株	85株	50	50
    产出指标	质量指标	古树成活率	≥98%	98.5%	30	30
    效益指标	社会效益指标	科普受众人数	≥2000人	1200人	10	6
    满意度指标	服务对象满意度指标	市民满意度	≥90%	95%	10	10
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	古树保护	实施单位	某市园林中心
    一级指标	二级指标	三级指标	指标值	分值
    产出指标	数量指标	复壮古树株数	≥80株	50
    产出指标	质量指标	古树成活率	≥98%	50
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	古树保护	实施单位	某市园林中心
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	复壮古树株数	≥80株	85株	45	45
    产出指标	质量指标	古树成活率	≥98%	98.5%	45	45
    ```

    ## 依据
    表内勾稽（目标表与自评表之间）
    """
    matched = followed(views)
    if not matched:
        yield NO_PAIR
    for pair, rows in matched:
        compared = _with_points(pair, rows)
        changed = [(asked, given) for asked, given in compared if value(asked.points) != value(given.points)]
        if not changed or not _one_scale(pair, len(changed), len(compared)):
            continue
        for asked, given in changed:
            if asked.points is None or given.points is None:
                continue
            yield found(
                given.points,
                f"“{given.name.value}”的分值，自评表为 {given.points.raw}，目标表为 {asked.points.raw}（{pair.bond}）",
                f'points of "{given.name.value}": {given.points.raw} in the self-assessment, {asked.points.raw} in '
                f"the target sheet ({pair.bond_en})",
                mend=f"自评表的分值改回 {asked.points.raw} 并重新计分；经批准调整过的，附上调整文件",
                mend_en=f"restore {asked.points.raw} and score the row anew, or attach the approval of the change",
                subject=f"{given.name.value}/points",
                recomputed=plain(value(asked.points) or 0),
                related=notes(("目标表分值", asked.points), ("得分", given.score)),
                conditions=doubt(pair),
                form=pair.answer.number,
            )


def _said(row: Indicator) -> Value | None:
    said = None if row.target is None else row.target.value
    return said if isinstance(said, Value) and row.repair is None else None


def _whole_term(pair: Pair) -> dict[str, list[Value]]:
    """The targets of the whole term of a project by the names of their rows."""
    found: dict[str, list[Value]] = {}
    for block in pair.target.blocks:
        for section in block.sections if block.name == "period" else ():
            for row in section.indicators:
                if (said := _said(row)) is not None:
                    found.setdefault(row.name.value, []).append(said)
    return found


def _with_points(pair: Pair, rows: Aligned) -> list[tuple[Indicator, Indicator]]:
    """Rows of one name with points of their own on both forms."""
    cells: Counter[Location] = Counter(
        row.points.at
        for form in (pair.target, pair.assessment)
        for row in form.indicators
        if row.points is not None
    )
    return [
        (asked, given)
        for asked, given in rows.same
        if value(asked.points) is not None
        and value(given.points) is not None
        and all(row.points is not None and cells[row.points.at] == 1 for row in (asked, given))
        and not (asked.points_elsewhere or given.points_elsewhere or asked.repair or given.repair)
    ]


def _one_scale(pair: Pair, changed: int, compared: int) -> bool:
    """Whether the points of both forms add up to the same whole, so that one row's cannot follow from another scale."""
    # A row without a name may be that of the execution rate.
    sheet, answer = points_sum(named(pair.target)), points_sum(named(pair.assessment))
    if sheet is None or answer is None:
        return False
    if sheet == answer:
        return True
    own = execution(pair.assessment)
    if own is not None and execution(pair.target) is None and sheet - answer == value(own.points):
        return False
    return Fraction(changed, compared) <= Fraction(1, 3)
