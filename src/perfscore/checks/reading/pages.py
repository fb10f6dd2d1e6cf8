"""PS0xx: what printing left in a document: internal marks, and heads that are printed again on each page."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from perfscore.checks.pairs import filled
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import InputFile, View
from perfscore.core.findings import Related, Severity
from perfscore.core.location import Location, cell_row
from perfscore.model import Form, SelfAssessment, TargetSheet

#: So many further places are named.
_NAMED = 20


@check(
    "PS048",
    "watermark-present",
    Severity.INFO,
    "input",
    title="An internal watermark is left in a published file",
)
def watermark_present(item: InputFile) -> Iterator[Yielded]:
    """残留内部水印。

    ## 查什么
    单独成行（成段）的“仅供内部审核”“内部资料”“征求意见稿”“审核稿”一类字样，一个文件报一条，写明处数；读表时这些行已略去。
    与其他单元格同在一行的（如佐证材料写“内部资料”）是填写的内容，不报；句子里提到的，不报。

    ## 为什么要紧
    公开的文件里留着内部字样，说明公开的不是定稿；它还会把表格隔断。

    ## 反例
    ```text
    某县农技推广中心2026年单位预算公开
    仅供内部审核
    一、单位职责
    仅供内部审核
    ```

    ## 正例
    ```text
    某县农技推广中心2026年单位预算公开
    一、单位职责
    本中心编制的内部资料按规定保存，征求意见稿已公开征求意见。
    ```

    ## 依据
    惯例，待核
    """
    if not item.internal:
        return
    first, *others = item.internal
    words = "、".join(f"“{text}”" for text in dict.fromkeys(mark.value for mark in item.internal))
    yield found(
        first,
        f"文件里留有内部字样{words}，共 {len(item.internal)} 处，读表时已略去",
        f"{len(item.internal)} internal marks are left in the file; they were skipped",
        mend="公开前删去这些字样，并确认公开的是定稿",
        mend_en="delete them before publication and make sure that this is the final version",
        subject="file/internal",
        related=tuple(Related(mark.at, mark.value) for mark in others[:_NAMED]),
    )


@check(
    "PS049",
    "form-split-across-pages",
    Severity.INFO,
    "form",
    title="One form is printed on several pages with its head repeated",
)
def form_split_across_pages(form: Form, view: View) -> Iterator[Yielded]:
    """一表分页，表头重复。

    ## 查什么
    前后相接的几处表头项目、单位、年度和资金都相同，指标行不重复、互相衔接或某页没有指标：已合为一张表，只算一次。
    写明各处的位置，没有指标行的几处另外点明。项目相同而资金不同的，是两张表，不报。

    ## 为什么要紧
    不合并就会把一张表当成几张，资金和指标都数错。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 灌区渠系疏浚
    项目资金（元） | 实施期资金总额： | 90,000 | 年度资金总额： | 90,000
    总体目标 | 实施期目标 | | 年度目标
     | 完成渠系疏浚。 | | 完成渠系疏浚。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 疏浚渠道 | ≥18公里 | 数量指标 | 疏浚渠道 | ≥18公里

    项目支出绩效目标表
    （2026年度）
    项目名称 | | 灌区渠系疏浚
    项目资金（元） | 实施期资金总额： | 90,000 | 年度资金总额： | 90,000
    总体目标 | 实施期目标 | | 年度目标
     | 完成渠系疏浚。 | | 完成渠系疏浚。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 满意度指标 | 服务对象满意度指标 | 用水户满意度 | ≥90% | 服务对象满意度指标 | 用水户满意度 | ≥90%
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 灌区渠系疏浚
    项目资金（元） | 实施期资金总额： | 90,000 | 年度资金总额： | 90,000
    总体目标 | 实施期目标 | | 年度目标
     | 完成渠系疏浚。 | | 完成渠系疏浚。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 疏浚渠道 | ≥18公里 | 数量指标 | 疏浚渠道 | ≥18公里
     | 满意度指标 | 服务对象满意度指标 | 用水户满意度 | ≥90% | 服务对象满意度指标 | 用水户满意度 | ≥90%
    ```

    ## 依据
    惯例，待核
    """
    starts = (form.head.at, *form.head.headed)
    if len(starts) == 1:
        return
    held = Counter(_pages(form, starts))
    bare = [at for number, at in enumerate(starts) if not held[number]] if held else []
    blank = f"；{'、'.join(at.place for at in bare)}处没有指标行" if bare else ""
    yield found(
        starts[1],
        f"这张表分 {len(starts)} 处印出，表头重复，已合为一张表，只算一次{blank}",
        f"this form is printed in {len(starts)} parts; they were joined"
        + (f", {len(bare)} of them without indicators" if bare else ""),
        mend="公开或报送时排成一张表；分页打印可设置标题行重复",
        mend_en="give the form as one table, with repeated title rows when it is printed",
        subject="form/pages",
        recorded="",
        related=tuple(Related(at, f"第 {number} 处") for number, at in enumerate(starts, 1) if number != 2),
    )


def _pages(form: Form, starts: tuple[Location, ...]) -> Iterator[int]:
    """The part of the form that each of its rows of indicators stands in."""
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    rows = list(form.indicators)
    if isinstance(form, TargetSheet):
        rows += [row for block in form.blocks for row in filled(block)]
    sheets = list(dict.fromkeys(at.sheet for at in starts))
    keys = [_key(at, sheets) for at in starts]
    for row in rows:
        yield max(bisect_right(keys, _key(row.row, sheets)) - 1, 0)


def _key(at: Location, sheets: list[str | None]) -> tuple[int, int]:
    """The order of places: by sheet or table, then by row."""
    sheet = sheets.index(at.sheet) if at.sheet in sheets else len(sheets)
    return sheet, at.line if at.line is not None else cell_row(at.cell) if at.cell else 0
