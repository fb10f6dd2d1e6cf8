"""PS612: the base-data table against the self-assessment and the text of its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from perfscore.checks.crossform.amounts import Amount, amount, amount_of, total
from perfscore.checks.crossform.base_items import (
    AMOUNTS,
    PARTS,
    Part,
    base_rows,
    breakdown_parts,
    columns_of,
)
from perfscore.checks.crossform.whose import file, owner, together, year
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import bare, notes
from perfscore.core.findings import Related, Severity
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.forms.told import Item, ToldAmount
from perfscore.model import BaseRow, BaseTable, Number, SelfAssessment

#: Items of a base-data table that the text speaks of, with the words of their rows.
_NAMES: Final[Mapping[Item, str]] = {"public": "公用经费", "three": "三公经费"}


@frozen
class _Other:
    """What another place says of a figure of the base-data table."""

    words: str
    cell: Sourced[object]
    amount: Amount


@check(
    "PS612",
    "base-data-differs",
    Severity.WARNING,
    "dossier",
    title="The base-data table disagrees with the self-assessment or the text",
)
def base_data_differs(views: tuple[View, ...]) -> Iterator[Yielded]:
    """基础数据表与自评数据不一致。

    ## 查什么
    部门整体支出绩效评价基础数据表与同一单位、同一年度的部门整体自评表，同一事项的数应当相同：基本支出、项目支出的决算数
    对“按支出性质分”的执行数；基本支出与项目支出的预算数之和对年初预算数和全年预算数，与其中之一相符即可。基本支出、
    项目支出、公用经费、三公经费的决算数还与同一文件正文中写明的执行数、决算数比较。按各数印出的小数位容许舍入；
    差额恰好等于自评表中另一个数的，一并指出。
    自评表的分类清单合计不等于执行数的（不知道它分的是哪个数）、年度不同或没有写明又不在同一文件的、金额单位没有写明的、
    正文那句话与上年比较、只说财政拨款的，不比较；有一处相符的不报。

    ## 为什么要紧
    两张表一起报送、一起公开，同一个数两个样，读的人不知道该信哪一个；多半是口径不同而没有注明。

    ## 反例
    ```unit-form
    单位名称 | 某县气象局
    年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
     | 年度资金总额 | 400.00 | 400.00 | 388.00 | 10 | 97.00% | 9.70
     | 按收入性质分： | | | 按支出性质分：
     | 一般公共预算： | 400.00 | | 其中：基本支出： | 310.00
     | | | | 项目支出： | 78.00
    （表头）
    产出指标 | 数量指标 | 预报发布次数 | ≥300次 | 365次 | 90 | 90

    部门整体支出绩效评价基础数据表
    经费控制情况（万元） | 2024年决算数 | 2025年预算数 | 2025年决算数
    项目支出： | 75.00 | 80.00 | 78.00
    公用经费： | 30.00 | 31.00 | 30.50
    部门基本支出预算调整 | 300.00 | 320.00 | 300.00
    ```

    ## 正例
    ```unit-form
    单位名称 | 某县气象局
    年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
     | 年度资金总额 | 400.00 | 400.00 | 388.00 | 10 | 97.00% | 9.70
     | 按收入性质分： | | | 按支出性质分：
     | 一般公共预算： | 400.00 | | 其中：基本支出： | 310.00
     | | | | 项目支出： | 78.00
    （表头）
    产出指标 | 数量指标 | 预报发布次数 | ≥300次 | 365次 | 90 | 90

    部门整体支出绩效评价基础数据表
    经费控制情况（万元） | 2024年决算数 | 2025年预算数 | 2025年决算数
    项目支出： | 75.00 | 80.00 | 78.00
    公用经费： | 30.00 | 31.00 | 30.50
    部门基本支出预算调整 | 300.00 | 320.00 | 310.00
    ```

    ## 依据
    表内勾稽（基础数据表与部门整体自评表之间）
    """
    wholes = [view for view in views if view.form.head.kind == "unit-self-assessment"]
    by_key: dict[tuple[str, str], list[View]] = {}
    for view in wholes:
        by_key.setdefault(("file", file(view)), []).append(view)
        by_key.setdefault(("unit", owner(view.form.head)), []).append(view)
    for view in views:
        if isinstance(view.form, BaseTable):
            yield from _compared(view, view.form, _partner(view, by_key))


def _partner(table: View, wholes: Mapping[tuple[str, str], Sequence[View]]) -> View | None:
    """The one whole self-assessment of the unit and year of a base-data table; a table without a unit has its file's."""
    unit = owner(table.form.head)
    key = ("unit", unit) if unit else ("file", file(table))
    same = [view for view in wholes.get(key, ()) if together(table, view)]
    return same[0] if len(same) == 1 else None


def _compared(view: View, table: BaseTable, whole: View | None) -> Iterator[Yielded]:
    form = whole.form if whole is not None and isinstance(whole.form, SelfAssessment) else None
    said = dict(_said(form)) if form is not None else {}
    written = _written(view)
    parts = base_rows(table)
    for item, row in _items(table).items():
        cell = dict(row.figures).get("outturn")
        own = amount(cell, table.head.money_unit)
        if cell is None or own is None:
            continue
        others = [*([said[item]] if item in said else []), *written.get(item, ())]
        # A place that agrees speaks for the figure: which of the others is wrong is not to be seen here.
        if others and not any(own.meets(other.amount) for other in others):
            yield _finding(view, f"“{row.label.value.strip(':：')}”的决算数", cell, own, others, said.values())
    if form is not None and len(parts) == len(PARTS):
        if not said:
            yield from _summed(view, parts, form, "outturn", ("executed",))
        yield from _summed(view, parts, form, "budget", ("initial", "budget"))


def _items(table: BaseTable) -> dict[Item, BaseRow]:
    """The rows of a base-data table that other places speak of too, by what they are; one that stands twice is left out."""
    parts = base_rows(table)
    found: dict[Item, BaseRow] = {part: parts[part] for part in PARTS if part in parts}
    for item, word in _NAMES.items():
        rows = [row for row in table.rows if row.level == 0 and word in bare(row.label.value)]
        if len(rows) == 1:
            found[item] = rows[0]
    return found


def _said(form: SelfAssessment) -> Iterator[tuple[Item, _Other]]:
    """What a self-assessment says of the parts of what was spent."""
    listing = breakdown_parts(form.funding) if form.funding is not None else None
    unit = form.head.money_unit
    if form.funding is None or listing is None or "executed" not in columns_of(form.funding, listing[0], unit):
        return
    for part, (label, cell) in listing[1].items():
        stated = amount(cell, unit)
        if stated is not None:
            name = squash(label.value).removeprefix("其中").strip(":")
            yield part, _Other(f"自评表{name}的执行数", cell, stated)


def _written(view: View) -> Mapping[Item, list[_Other]]:
    """What the text of the document says was spent in the year of a base-data table."""
    found: dict[Item, list[_Other]] = {}
    for told in view.told:
        said = told.value
        if isinstance(said, ToldAmount) and said.stage == "executed" and said.years in ((), (year(view),)):
            stated = amount_of(said.amount.value, said.amount.decimals, said.unit)
            if stated is not None:
                found.setdefault(said.item, []).append(_Other(f"正文“{told.raw}”", told, stated))
    return found


def _summed(
    view: View, parts: Mapping[Part, BaseRow], form: SelfAssessment, column: str, names: tuple[str, ...]
) -> Iterator[Yielded]:
    """Basic and project spending together against the totals of the self-assessment."""
    listing = breakdown_parts(form.funding) if form.funding is not None else None
    if listing is not None and len(listing[1]) < len(listing[0].rows):
        return  # a department that spends on more than these two
    cells = [dict(row.figures).get(column) for row in parts.values()]
    own = [amount(cell, view.form.head.money_unit) for cell in cells]
    row = form.funding.total if form.funding is not None else None
    totals = [
        _Other(f"自评表{AMOUNTS[name]}", cell, stated)
        for name in names
        if (cell := getattr(row, name, None)) is not None
        and (stated := amount(cell, form.head.money_unit)) is not None
    ]
    known = [one for one in own if one is not None and one.value]
    if len(known) != len(parts) or len(totals) != len(names):
        return
    summed, unit = total(known), view.form.head.money_unit
    if any(summed.within(other.amount) for other in totals):
        return
    words = "预算数" if column == "budget" else "决算数"
    (_, first_cell), *rest = zip(parts.values(), cells, strict=True)
    if first_cell is None:
        return
    said = "、".join(f"{other.words} {other.cell.raw}" for other in totals) + ("都" if len(totals) > 1 else "")
    yield found(
        first_cell.at,
        f"基础数据表基本支出与项目支出的{words}合计 {summed.say(unit)}，与{said}不相符",
        f"basic and project spending of the base-data table add to {summed.say(unit)}, the self-assessment has "
        + ", ".join(other.cell.raw for other in totals),
        mend="核对两处数据；口径不同（如只列一般公共预算）的，在表中注明",
        mend_en="compare both figures, and say where their scopes differ",
        subject=f"基本支出与项目支出/{words}",
        related=(
            *notes(*((f"基础数据表{row.label.value.strip(':：')}", cell) for row, cell in rest)),
            *(Related(other.cell.at, f"{other.words} {other.cell.raw}") for other in totals),
        ),
        form=view.number,
    )


def _named(own: Amount, other: Amount, known: Iterable[_Other]) -> tuple[Related, ...]:
    """Another amount of the self-assessment that is as much as the difference."""
    gap = abs(own.value - other.value)
    return tuple(
        Related(one.cell.at, f"差额等于{one.words} {one.cell.raw}") for one in known if one.amount.value == gap
    )


def _finding(
    view: View, words: str, cell: Number, own: Amount, others: Sequence[_Other], known: Iterable[_Other]
) -> Yielded:
    unit = view.form.head.money_unit
    other = others[0]
    gap = Amount(abs(own.value - other.amount.value), own.half)
    named = _named(own, other.amount, known)
    return found(
        cell,
        f"基础数据表{words}为 {cell.raw}，{other.words}{'' if other.cell.raw in other.words else f'为 {other.cell.raw}'}，"
        f"相差 {gap.say(unit)}" + (f"，{named[0].note}" if named else ""),
        f"the base-data table has {cell.raw}, another place {other.amount.say(unit)} for the same item and year",
        mend="核对两处数据；口径不同（如只列一般公共预算）的，在表中注明",
        mend_en="compare both figures, and say where their scopes differ",
        subject=words.strip("“").replace("”的", "/"),
        recomputed=other.amount.say(unit),
        tolerance=Amount(own.half + other.amount.half, own.half).say(unit),
        related=(*(Related(one.cell.at, one.words) for one in others), *named),
        form=view.number,
    )
