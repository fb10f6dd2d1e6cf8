"""PS0xx: what could not be read, recognised or understood, and our own failures."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.rules.common import judgement, rules
from perfscore.checks.subjects import Crash, InputFile, View
from perfscore.core.findings import Related, Severity
from perfscore.core.location import Location
from perfscore.core.sourced import Unreadable
from perfscore.model import Form, Repair, SelfAssessment, TargetSheet


@check("PS001", "file-unreadable", Severity.ERROR, "input", title="A file or page cannot be read")
def file_unreadable(item: InputFile) -> Iterator[Yielded]:
    """文件或页面无法读取。

    ## 查什么
    文件打不开、为空、损坏、加密、类型不支持，或含有危险内容。每个文件报一条，写明原因，不再做其他检查。

    ## 为什么要紧
    没读到的文件就是没审的文件，不能混在“通过”里。

    ## 反例
    ```file
    （空文件）
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    if item.error is None:
        return
    yield found(
        Location(item.file),
        item.error.reason,
        f"the file cannot be read: {item.error.reason}",
        mend="按提示处理后重新审核该文件；在此之前它没有被审核",
        mend_en="mend the file and audit it again; until then it has not been audited",
        subject="file",
    )


@check(
    "PS002",
    "form-not-recognised",
    Severity.WARNING,
    "input",
    title="Table looks like a form but matches no definition",
)
def form_not_recognised(item: InputFile) -> Iterator[Yielded]:
    """表格未识别。

    ## 查什么
    一块区域里至少有三个绩效表的栏目名（一级指标、指标值、分值、得分、年度资金总额……），却达不到任何一种表式的识别条件。
    报出找到的栏目、最接近的表式和缺少的栏目。

    ## 为什么要紧
    认不出的表没有被审核。

    ## 反例
    ```text
    评价情况表
    一级指标	评价内容	分值	得分
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for miss in item.near_misses:
        found_labels, missing = "、".join(miss.found), "、".join(miss.missing)
        yield found(
            miss.at,
            f"这里像一张绩效表（有“{found_labels}”），但不符合任何已知表式；最接近《{miss.nearest}》，缺少“{missing}”",
            f"this looks like a form (it has {found_labels}) but matches none; nearest {miss.nearest}, missing {missing}",
            mend="核对表头：把缺少的栏目补上，或改用通行的栏目名称",
            mend_en="check the header: add the missing columns or use the usual names",
            subject=f"table/{miss.nearest}",
        )


@check("PS003", "nothing-auditable", Severity.WARNING, "input", title="Nothing in the file could be audited")
def nothing_auditable(item: InputFile) -> Iterator[Yielded]:
    """无可审核内容。

    ## 查什么
    文件读到了，但其中没有任何已识别的绩效表。

    ## 为什么要紧
    没有发现问题和没有可查的内容是两回事。

    ## 反例
    ```text
    关于报送材料的通知
    请各单位按时报送。
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    if item.error is not None or item.forms or item.near_misses:
        return
    yield found(
        Location(item.file),
        "文件已读取，但没有找到绩效目标表或自评表",
        "the file was read, but holds no target sheet or self-assessment",
        mend="确认文件是否选对；表头应有“一级指标、三级指标、指标值、完成值、分值、得分”等栏目",
        mend_en="check that this is the right file; a form has columns for indicators, targets, actuals, points, scores",
        subject="file",
    )


@check("PS004", "check-crashed", Severity.WARNING, "crash", title="A check failed with an internal error")
def check_crashed(crash: Crash) -> Iterator[Yielded]:
    """检查程序出错。

    ## 查什么
    某个检查项自身出错。报出它的代码、正在看的位置和出错信息；其他检查照常进行，该项计为“跳过”。

    ## 为什么要紧
    程序的错误不能算在被审核的单位头上，也不能悄悄变成“通过”。

    ## 反例
    ```crash
    PS301[score-mismatch]
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    yield found(
        crash.at,
        f"检查项 {crash.tag} 出错，没有完成：{crash.error}",
        f"check {crash.tag} failed: {crash.error}",
        mend="请把这条信息和文件（可先脱敏）反馈给 perfscore；其他检查不受影响",
        mend_en="please report this line with the file; the other checks are not affected",
        subject=crash.tag,
    )


@check(
    "PS007",
    "column-ambiguous",
    Severity.INFO,
    "form",
    title="A figure could belong to more than one column",
)
def column_ambiguous(form: Form, view: View) -> Iterator[Yielded]:
    """数值所属列无法确定。

    ## 查什么
    一行里的数字比表头的列少，或单元格的位置说不清属于哪一列，又没有唯一的对应办法：不采用其中任何一种，写明该行没有读入的原因。

    ## 为什么要紧
    猜一列填进去，会凭空造出错误，或盖住真的错误。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    总分 | | | | | 50 | 50
    总分 | | | | | 60 | 60
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    总分 | | | | | 50 | 50
    ```

    ## 依据
    惯例，待核
    """
    for at, reason in form.unplaced:
        yield found(
            at,
            f"这里有内容没有读入：{reason}",
            f"something here was not taken in: {reason}",
            mend="核对这里的单元格是否在表头对应的列",
            mend_en="check that the cells stand under their headers",
            subject=f"row/{reason}",
        )


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
    一级指标 | 二级指标 | 三级指标 | 指标值类型 | 指标值 | 计量单位 | 指标解释 | 评（扣）分标准 | 备注
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 按计划标准评分 | 10分
    ```

    ## 正例
    ```target
    一级指标 | 二级指标 | 三级指标 | 指标值类型 | 指标值 | 计量单位 | 指标解释 | 评（扣）分标准 | 备注
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 考察完成情况 | 达到100人得满分，每少1人扣0.1分，扣完为止 | 10分
    ```

    ## 依据
    惯例，待核
    """
    for indicator, text, rule in rules(form, view):
        if not isinstance(rule, Unreadable) or judgement(text.value):
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

    ## 为什么要紧
    读不懂就不计分，该行计入“未重算”。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥9O% | 95% | 90 | 90
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 质量指标 | 培训合格率 | ≥90% | 95% | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for indicator in form.indicators:
        for label, label_en, cell in (
            ("指标值", "target", indicator.target),
            ("实际完成值", "actual", indicator.actual),
        ):
            if cell is None or not isinstance(cell.value, Unreadable):
                continue
            why = cell.value
            guess = f"；{why.settle}" if why.settle else ""
            words = f"（卡在“{why.words}”）" if why.words and why.words != cell.raw else ""
            yield found(
                cell,
                f"“{indicator.name.value}”的{label}“{cell.raw}”读不懂{words}：{why.reason}",
                f'{label_en} "{cell.raw}" of "{indicator.name.value}" cannot be read: {why.reason}',
                mend=f"把{label}写成明确的数值、日期或用语{guess}",
                mend_en=f"write a plain number, date or word as the {label_en}",
                subject=f"{indicator.name.value}/{label_en}",
            )


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
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
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
