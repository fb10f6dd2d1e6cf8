"""Files that could not be read, tables that were not recognised, checks that failed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import Crash, InputFile
from perfscore.core.findings import Severity
from perfscore.core.location import Location


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
    报出找到的栏目、最接近的表式和缺少的栏目；只有资金栏目的，各种表式都一样，不说最接近哪一种。文字文件里一行只有一个单元格的表，
    列的位置已经丢失，也在此说明，不再逐格报告；一列一项指标的横排表不能读入，同样在此说明。

    ## 为什么要紧
    认不出的表没有被审核。

    ## 反例
    ```text
    评价情况表
    一级指标	评价内容	分值	得分
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for miss in item.near_misses:
        found_labels, missing = "、".join(miss.found), "、".join(miss.missing)
        if miss.cell_lines:
            name = PurePath(miss.at.file).name
            yield found(
                miss.at,
                f"{name} 里的表格一行只有一个单元格（{found_labels}），列的位置已经丢失，整张表没有读入",
                f"in {name} the cells of a table stand line by line ({found_labels}): its columns are lost, it was not read",
                mend="请提供原来的 docx 或 xlsx 文件，或导出文字时保留制表符（每行一个表行，单元格之间用制表符分开）",
                mend_en="give the docx or xlsx file itself, or keep the tabs between the cells of a row",
                subject="table/cell-lines",
            )
            continue
        if miss.sideways:
            yield found(
                miss.at,
                f"这张绩效表横排（一列一项指标，各行为“{found_labels}”），这种排法不能读入，整张表没有审核",
                f"this form lies on its side, a column for each indicator ({found_labels}); it was not read",
                mend="请改为一行一项指标（可用“选择性粘贴—转置”），再审核",
                mend_en="give each indicator a row of its own (paste special, transpose) and audit again",
                subject="table/sideways",
            )
            continue
        if miss.foreign:
            yield found(
                miss.at,
                f"表名说这是{miss.nearest}，不是目标表或自评表，未读入（表内有“{found_labels}”）",
                f"by its title this is another kind of form ({miss.nearest}) and was not read; it has {found_labels}",
                mend="如果实际是目标表或自评表，请改正表名；否则不必处理",
                mend_en="correct the title if it is a target sheet or a self-assessment; otherwise nothing is to be done",
                subject=f"table/{miss.nearest}",
            )
            continue
        if not miss.nearest:
            yield found(
                miss.at,
                f"这里像绩效表的资金部分（有“{found_labels}”），附近没有同一张表的“{missing}”，未读入",
                f"this looks like the money of a form (it has {found_labels}), but {missing} of the same form stand nowhere near",
                mend="如果属于某张绩效表，请放在同一张表内或紧接其后；否则不必处理",
                mend_en="put it into its form or next to it; if it belongs to none, nothing is to be done",
                subject="table",
            )
            continue
        yield found(
            miss.at,
            f"这里像一张绩效表（有“{found_labels}”），但不符合任何已知表式；最接近《{miss.nearest}》，缺少“{missing}”",
            f"this looks like a form (it has {found_labels}) but matches none; nearest {miss.nearest}, missing {missing}",
            mend="核对表头：把缺少的栏目补上，或改用通行的栏目名称",
            mend_en="check the header: add the missing columns or use the usual names",
            subject=f"table/{miss.nearest}",
        )


@check(
    "PS003",
    "nothing-auditable",
    Severity.WARNING,
    "input",
    title="Nothing in the file could be audited",
)
def nothing_auditable(item: InputFile) -> Iterator[Yielded]:
    """无可审核内容。

    ## 查什么
    文件读到了，但其中没有任何已识别的绩效表，也没有预算表。

    ## 为什么要紧
    没有发现问题和没有可查的内容是两回事。

    ## 反例
    ```text
    关于报送材料的通知
    请各单位按时报送。
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    if item.error is not None or item.forms or item.books or item.near_misses or item.crashes:
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
    某个检查项自身出错，或识别、读入、计分某张表时程序出错。报出检查项或步骤、正在看的位置和出错信息；
    其他内容照常审核，出错的检查项计为“跳过”。

    ## 为什么要紧
    程序的错误不能算在被审核的单位头上，也不能悄悄变成“通过”。

    ## 反例
    ```crash
    PS301[score-mismatch]
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    what = f"这里{crash.tag}时程序出错" if crash.step else f"检查项 {crash.tag} 出错"
    yield found(
        crash.at,
        f"{what}，没有完成：{crash.error}",
        f"{'a step before the checks' if crash.step else f'check {crash.tag}'} failed: {crash.error}",
        mend="请把这条信息和文件（可先脱敏）反馈给 perfscore；其他内容照常审核",
        mend_en="please report this line with the file; everything else is audited as usual",
        subject=crash.tag,
    )
