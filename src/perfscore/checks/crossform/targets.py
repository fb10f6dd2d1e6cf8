"""PS605 and PS606: rows that a self-assessment leaves out of the target sheet that it answers, or adds to it."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.crossform.aligned import NO_PAIR, followed
from perfscore.checks.crossform.partners import doubt
from perfscore.checks.register import Yielded, check, found, near
from perfscore.checks.subjects import View
from perfscore.checks.words import notes, unwritten
from perfscore.core.findings import Related, Severity


@check(
    "PS605",
    "indicator-dropped",
    Severity.ERROR,
    "dossier",
    title="An indicator of the target sheet is missing in the self-assessment",
    lowered={"minor": Severity.WARNING},
)
def indicator_dropped(views: tuple[View, ...]) -> Iterator[Yielded]:
    """自评缺少目标表指标。

    ## 查什么
    同一单位、同一项目、同一年度的目标表和自评表放在一起审时，目标表的每个三级指标在自评表里都应有一行：名称相同（括号、
    空格不论），或是同义名称，或名称相近，或二级指标、指标值、分值都相同的，视为同一指标。自评表同一二级指标下另有目标表
    没有的指标时，可能是改了名称，降为警告。没有填指标值的行不算。一张表只写明主管部门而由项目名称对应的，降一级。对应的表不能确定的（单位、年度没有写明或不同，同样的表不止一张）、有行没有读入的、
    自评表另用一套指标（半数以上对不上）的，不报。

    ## 为什么要紧
    自评应当逐条对照批复的目标。完成得不好的指标一删了之，得分就没有意义。

    ## 反例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	农机补贴	实施单位	某县农机中心
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	补贴农机台数	≥60台
    产出指标	质量指标	补贴农机验收合格率	≥95%
    满意度指标	服务对象满意度指标	农户满意度	≥90%
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	农机补贴	实施单位	某县农机中心
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	补贴农机台数	≥60台	63台	50	50
    满意度指标	服务对象满意度指标	农户满意度	≥90%	94%	50	50
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	农机补贴	实施单位	某县农机中心
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	补贴农机台数	≥60台
    产出指标	质量指标	补贴农机验收合格率	≥95%
    满意度指标	服务对象满意度指标	农户满意度	≥90%
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	农机补贴	实施单位	某县农机中心
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	补贴农机台数	≥60台	63台	40	40
    产出指标	质量指标	农机验收合格率	≥95%	97%	30	30
    满意度指标	服务对象满意度指标	农户满意度	≥90%	94%	30	30
    ```

    ## 依据
    表内勾稽（目标表与自评表之间）；财预〔2020〕10号：自评对照绩效目标（条文待核）
    """
    matched = followed(views)
    if not matched:
        yield NO_PAIR
    for pair, rows in matched:
        if pair.assessment.lost:
            continue
        under = {row.l2 for row in rows.added}
        for row in rows.dropped:
            if unwritten(row.target):
                continue
            renamed = bool(row.l2) and row.l2 in under
            yield found(
                row.name,
                f"目标表的指标“{row.name.value}”在自评表里没有（{pair.bond}）"
                + ("；自评表同一二级指标下另有目标表没有的指标" if renamed else ""),
                f'"{row.name.value}" of the target sheet is not in the self-assessment ({pair.bond_en})'
                + ("; another one stands under the same level" if renamed else ""),
                mend="在自评表补上这个指标和它的完成值；目标经批准调整过的，附上调整文件",
                mend_en="add the indicator with its actual, or attach the approval of the change",
                subject=f"{row.name.value}/dropped",
                related=(
                    *_head(pair.answer, "自评表"),
                    *notes(("指标值", row.target)),
                    *(
                        Related(one.name.at, f"自评表另有 {one.name.raw}")
                        for one in rows.added
                        if one.l2 == row.l2
                    ),
                ),
                conditions=(*doubt(pair), *(("minor",) if renamed or pair.assessment.unplaced else ())),
                form=pair.sheet.number,
            )


@check(
    "PS606",
    "indicator-added",
    Severity.WARNING,
    "dossier",
    title="The self-assessment has an indicator that the target sheet lacks",
    lowered={"minor": Severity.INFO},
)
def indicator_added(views: tuple[View, ...]) -> Iterator[Yielded]:
    """自评新增指标。

    ## 查什么
    与 PS605 相反的方向：自评表的三级指标在对应的目标表里没有。怎样算同一指标、何时不报，都与 PS605 相同；预算执行率、
    加分、扣分项和其中项不报，目标表实施期一栏里有的也不报。

    ## 为什么要紧
    临时添上容易完成的指标，会把得分抬高；真需要增加的，应当先调整目标。

    ## 反例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	社区养老	实施单位	某街道办事处
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	服务老人人数	≥300人
    满意度指标	服务对象满意度指标	老人满意度	≥90%
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	社区养老	实施单位	某街道办事处
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	服务老人人数	≥300人	310人	30	30
    产出指标	质量指标	宣传稿件采用率	≥50%	80%	30	30
    满意度指标	服务对象满意度指标	老人满意度	≥90%	94%	40	40
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	社区养老	实施单位	某街道办事处
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	服务老人人数	≥300人
    满意度指标	服务对象满意度指标	老人满意度	≥90%
    ---
    项目支出绩效自评表
    （2024年度）
    项目名称	社区养老	实施单位	某街道办事处
    一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
    产出指标	数量指标	服务老年人人数	≥300人	310人	60	60
    满意度指标	服务对象满意度指标	老人满意度	≥90%	94%	40	40
    ```

    ## 依据
    表内勾稽（目标表与自评表之间）；财预〔2020〕10号：自评对照绩效目标（条文待核）
    """
    matched = followed(views)
    if not matched:
        yield NO_PAIR
    for pair, rows in matched:
        own = pair.answer.ruleset.words("assessed_only")
        for row in () if pair.target.lost or pair.target.unplaced else rows.added:
            if unwritten(row.target) or any(word in row.l1 + row.l2 + row.name.value for word in own):
                continue
            yield found(
                row.name,
                f"自评表的指标“{row.name.value}”不在目标表里（{pair.bond}）",
                f'"{row.name.value}" of the self-assessment is not in the target sheet ({pair.bond_en})',
                mend="删去这个指标；目标经批准调整过的，附上调整文件",
                mend_en="take it out, or attach the approval of the change",
                subject=f"{row.name.value}/added",
                related=(*_head(pair.sheet, "目标表"), *notes(("指标值", row.target), ("分值", row.points))),
                conditions=doubt(pair),
                form=pair.answer.number,
            )


def _head(view: View, words: str) -> tuple[Related, ...]:
    return near(view.form.head.title, f"{words}：{view.form.head.title.raw}")
