"""PS12x: do the two blocks of a target sheet, the whole term and the year, say the same?"""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.needs import COMPLETE
from perfscore.checks.pairs import (
    BLOCKS,
    Pair,
    Paired,
    alike,
    filled,
    goal_said,
    paired,
    said,
    without_term,
)
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.location import Location
from perfscore.core.text import is_blank_mark, squash
from perfscore.language.values import Value
from perfscore.model import Block, Indicator, TargetSheet

#: So many rows of the whole term must be there for a blank block of the year to be an omission.
_FEWEST = 3
#: So many rows without a partner are named.
_NAMED = 5


@check(
    "PS125",
    "annual-block-empty",
    Severity.ERROR,
    "target-sheet",
    title="The annual block is empty while the period block is filled",
    needs=(BLOCKS, COMPLETE),
    lowered={"minor": Severity.WARNING},
)
def annual_block_empty(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """年度目标栏空白。

    ## 查什么
    实施期一栏至少有三项指标写了名称和指标值，年度一栏的总体目标、指标名称、指标值全都空着。年度总体目标已写
    （或看不出属于哪一栏）而指标全空的，为警告。只填了年度一栏的、两栏都空的、有行没有读入的，不报。

    ## 为什么要紧
    绩效自评按年度指标值进行；年度一栏空白，这一年就没有可以考核的目标。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 乡村公路安防工程
    项目资金（万元） | 实施期资金总额： | 600 | 年度资金总额： | 200
    总体目标 | 实施期目标 | | 年度目标
     | 三年完成临崖路段护栏安装。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 护栏安装长度 | ≥90公里 | 数量指标 | |
     | | 质量指标 | 护栏验收合格率 | 100% | 质量指标 | |
     | 满意度指标 | 服务对象满意度指标 | 沿线群众满意度 | ≥90% | 服务对象满意度指标 | |
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
     | | 质量指标 | 护栏验收合格率 | 100% | 质量指标 | 护栏验收合格率 | 100%
     | 满意度指标 | 服务对象满意度指标 | 沿线群众满意度 | ≥90% | 服务对象满意度指标 | 沿线群众满意度 | ≥90%
    ```

    ## 依据
    表内勾稽
    """
    period, annual = form.blocks
    rows = [row for row in filled(period) if said(row) is not None]
    written = filled(annual) or list(_nameless(annual))
    if len(rows) < _FEWEST or written:
        return
    blank = annual.goal is not None and not goal_said(annual.goal)
    goal = "总体目标和指标全都空着" if blank else "没有一项指标"
    yield found(
        annual.goal if blank and annual.goal is not None else _beside(form, rows[0]),
        f"实施期一栏有 {len(rows)} 项指标，年度一栏{goal}",
        f"the period block has {len(rows)} indicators, the annual block has none"
        + (" and no goal" if blank else ""),
        mend="按当年的工作和资金填写年度目标、指标和指标值",
        mend_en="write the goal, the indicators and the targets of the year",
        subject="annual/empty",
        recorded="",
        related=notes(
            *((f"实施期“{row.name.value}”", row.target) for row in rows[:_NAMED]),
        ),
        conditions=() if blank else ("minor",),
    )


def _beside(form: TargetSheet, row: Indicator) -> Location:
    """Where the names of the year would stand: the header of their column, or the row of the first of the term."""
    heads = [text for name, text in form.head.columns if name == "name"]
    return heads[0].at if heads else row.row


@check(
    "PS126",
    "block-name-differs",
    Severity.WARNING,
    "target-sheet",
    title="The same indicator has different names in the two blocks",
    needs=(BLOCKS,),
    lowered={"slight": Severity.INFO},
)
def block_name_differs(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """两栏指标名称不一致。

    ## 查什么
    实施期、年度两栏里，同一个二级指标下指标值相同、彼此是唯一对得上的两行（两边余下行数相等的按顺序），说的又是同一件事
    （名称大半的字相同），名称却不同；一个只比另一个多了限定词的（月工资与工资），只提示。只差“年度”“全年”一类字样或括号、标点的，一个是另一个开头的（PS043），
    名称少有共同的字、可能本来就是两项指标的，指标值不同的，不报。

    ## 为什么要紧
    同一项指标两个名称，自评时不知道照哪一个考核，也无法与实施期目标对照。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 农技人员轮训
    项目资金（万元） | 实施期资金总额： | 30 | 年度资金总额： | 30
    总体目标 | 实施期目标 | | 年度目标
     | 完成农技人员轮训。 | | 完成农技人员轮训。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 培训场次 | ≥12次 | 数量指标 | 培训班次数 | ≥12次
     | | 质量指标 | 结业率 | ≥95% | 质量指标 | 结业率 | ≥95%
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 农技人员轮训
    项目资金（万元） | 实施期资金总额： | 30 | 年度资金总额： | 30
    总体目标 | 实施期目标 | | 年度目标
     | 完成农技人员轮训。 | | 完成农技人员轮训。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 培训场次 | ≥12次 | 数量指标 | 年度培训场次 | ≥12次
     | | 质量指标 | 结业率 | ≥95% | 质量指标 | 结业率 | ≥95%
    ```

    ## 依据
    表内勾稽
    """
    both = paired(view)
    words = view.ruleset.words("term_words")
    for pair in both.pairs if both else ():
        if pair.how not in ("value", "order") or (pair.how == "order" and not _same_figure(pair)):
            continue
        names = [without_term(row.name.value, words) for row in (pair.period, pair.annual)]
        if names[0] == names[1] or not alike(*names):
            continue
        yield found(
            pair.annual.name,
            f"年度一栏的“{pair.annual.name.value}”，实施期一栏写作“{pair.period.name.value}”，指标值相同",
            f'"{pair.annual.name.value}" of the year is "{pair.period.name.value}" in the period block, with the same target',
            mend="同一项指标用同一个名称；若是两项不同的指标，请在两栏里各自写全",
            mend_en="give the indicator one name; if they are two, write both in both blocks",
            subject=f"{pair.annual.name.value}/name",
            recomputed=pair.period.name.raw,
            related=notes(
                ("实施期名称", pair.period.name),
                ("实施期指标值", pair.period.target),
                ("年度指标值", pair.annual.target),
            ),
            conditions=("slight",) if names[0].endswith(names[1]) or names[1].endswith(names[0]) else (),
        )


def _same_figure(pair: Pair) -> bool:
    """Whether two targets have the same numbers, whatever their units are called (12场, 12期)."""
    values = [row.target.value if row.target else None for row in (pair.period, pair.annual)]
    one, other = values
    if not isinstance(one, Value) or not isinstance(other, Value) or one.number is None:
        return False
    return (one.relation, one.low, one.high) == (other.relation, other.low, other.high)


@check(
    "PS129",
    "block-row-missing",
    Severity.WARNING,
    "target-sheet",
    title="An indicator stands in one block only",
    needs=(BLOCKS, COMPLETE),
    lowered={"slight": Severity.INFO},
)
def block_row_missing(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """一栏缺少指标。

    ## 查什么
    按名称、名称开头、指标值、余下行的顺序逐项配对之后，一栏还有行没有着落，而另一栏的行数较少。两栏至少半数指标同名，
    才算是同一份清单。年度资金少于实施期资金的，年度可以只做其中一部分；抽取的文本里该行错列的，另一栏的字可能是抽取时丢的：
    这两种只提示。一栏全空（PS125）、另一栏有行只有指标值而没有名称（PS112）、有行没有读入的，不报。

    ## 为什么要紧
    漏写的指标在另一栏里不受考核。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 农技人员轮训
    项目资金（万元） | 实施期资金总额： | 30 | 年度资金总额： | 30
    总体目标 | 实施期目标 | | 年度目标
     | 完成农技人员轮训。 | | 完成农技人员轮训。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 培训人数 | ≥260人 | 数量指标 | 培训人数 | ≥260人
     | | 质量指标 | 结业率 | ≥95% | 质量指标 | 结业率 | ≥95%
     | | 时效指标 | 完成时间 | 10月底前 | 时效指标 | |
     | 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90% | 服务对象满意度指标 | 学员满意度 | ≥90%
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 农技人员轮训
    项目资金（万元） | 实施期资金总额： | 30 | 年度资金总额： | 30
    总体目标 | 实施期目标 | | 年度目标
     | 完成农技人员轮训。 | | 完成农技人员轮训。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 培训人数 | ≥260人 | 数量指标 | 培训人数 | ≥260人
     | | 质量指标 | 结业率 | ≥95% | 质量指标 | 结业率 | ≥95%
     | | 时效指标 | 完成时间 | 10月底前 | 时效指标 | 全年培训完成时间 | 10月底前
     | 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90% | 服务对象满意度指标 | 学员满意度 | ≥90%
    ```

    ## 依据
    表内勾稽
    """
    both = paired(view)
    if both is None or _unread_rows(form, both):
        return
    counts = [len(rows) for rows in both.rows]
    if counts[0] == counts[1] or 2 * sum(1 for _ in both.by_name) < max(min(counts), 1):
        return
    longer = 0 if counts[0] > counts[1] else 1
    if any(_nameless((both.period, both.annual)[1 - longer])):
        return  # PS112: a row without a name may be any of them
    repaired = {_line(repair.at) for repair in form.repairs}
    here, there, there_en = (("实施期", "年度", "annual"), ("年度", "实施期", "period"))[longer]
    for row in both.alone[longer]:
        doubtful = both.phased or _line(row.row) in repaired
        conditions: tuple[Condition, ...] = ("slight",) if doubtful else ()
        level = f"（{row.l2 or row.l1}）" if row.l2 or row.l1 else ""
        lost = "；该行在文本里错列，也可能是抽取时丢了字" if _line(row.row) in repaired else ""
        yield found(
            row.name,
            f"{here}一栏的“{row.name.value}”{level}在{there}一栏里没有对应的指标{lost}",
            f'"{row.name.value}" has no counterpart in the {there_en} block',
            mend=f"{there}一栏补上这项指标和指标值；确实只属于{here}的，不必改动",
            mend_en=f"add it to the {there_en} block unless it belongs to the other alone",
            subject=f"{row.name.value}/block",
            related=notes((f"{here}指标值", row.target)),
            conditions=conditions,
        )


def _nameless(block: Block) -> Iterator[Indicator]:
    """The rows of a block that have a target and no name."""
    rows = (row for part in block.sections for row in part.indicators)
    return (row for row in rows if is_blank_mark(row.name.value) and said(row) is not None)


def _line(at: Location) -> tuple[str | None, object]:
    return at.sheet, at.line if at.line is not None else squash(at.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _unread_rows(form: TargetSheet, both: Paired) -> bool:
    """Whether a text among the rows of the indicators belongs to no block: it may be what is missing."""
    lines = [row.row.line for rows in both.rows for row in rows if row.row.line is not None]
    if not lines:
        return False
    return any(at.line is not None and min(lines) <= at.line <= max(lines) for at, _ in form.unplaced)
