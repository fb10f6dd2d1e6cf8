"""PS609: the money of all project forms against the project line of the department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from perfscore.checks.crossform.amounts import Amount, amount, total
from perfscore.checks.crossform.base_items import AMOUNTS, base_rows, breakdown_parts, columns_of
from perfscore.checks.crossform.whose import file, owner, owners, project, together
from perfscore.checks.register import Yielded, check, found, near
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.model import BaseTable, Number, SelfAssessment, TargetSheet

#: So many forms are named beside a sum.
_SHOWN = 12
#: The columns of a base-data table with the sums that may be meant: the budget is the first one or the adjusted one.
_BASE_COLUMNS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "budget": ("预算数", ("initial", "budget")),
    "outturn": ("决算数", ("executed",)),
}


@frozen
class _Line:
    """The project line of a department: its cell, and the amounts of project forms that may add up to it."""

    view: View
    words: str
    cell: Number
    columns: tuple[str, ...]
    amount: Amount


@frozen
class _Projects:
    """The forms of all projects of a department in one year."""

    views: tuple[View, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which forms of the run these are."""
        return tuple(view.number for view in self.views)

    @cached_property
    def sums(self) -> Mapping[str, Amount]:
        """The sums of their totals, of those amounts that every form states."""
        made: dict[str, Amount] = {}
        for name in AMOUNTS:
            amounts = [_total(view, name) for view in self.views]
            known = [one for one in amounts if one is not None]
            if known and len(known) == len(amounts):
                made[name] = total(known)
        return made

    def agrees(self, line: _Line) -> bool:
        """Whether one of their sums is the line."""
        return any(self.sums[name].within(line.amount) for name in line.columns if name in self.sums)


@frozen
class _Cause:
    """What a difference is: the words for it, and its cells."""

    words: str
    words_en: str
    related: tuple[Related, ...]


@check(
    "PS609",
    "projects-sum-mismatch",
    Severity.WARNING,
    "dossier",
    title="The projects do not add up to the department's project spending",
)
def projects_sum_mismatch(views: tuple[View, ...]) -> Iterator[Yielded]:
    """项目合计与部门项目支出不符。

    ## 查什么
    同一单位、同一年度各张项目表资金总额的合计，应等于部门整体表“按支出性质分”中的项目支出，或基础数据表中的项目支出
    （预算数与年初或全年预算合计之一相符即可，决算数比全年执行数）；按各数印出的小数位容许舍入。差额恰好等于一种资金
    来源、一张项目表的，指出是哪一笔。
    项目表不全的不判：合计小于部门数、又没有另一个口径（如执行数）相符来说明项目已经齐全时不报；有项目缺资金总额的、
    同一项目有两张表的、有下属单位项目的、年度没有写明又不在同一文件的，也不报。

    ## 为什么要紧
    部门整体数和项目数由两拨人填，对不上说明有项目漏报、重报，或两边口径不同而没有说明。

    ## 反例
    ```form
    项目名称 | 校舍维修 | 主管部门 | 某区教育局
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    其中：财政拨款 | 80 | 80 | 80 | | |
    其他资金 | 20 | 20 | 20 | | |
    年度资金总额 | 100 | 100 | 100 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 数量指标 | 维修校舍数量 | ≥2栋 | 2栋 | 90 | 90

    部门整体支出绩效自评表
    单位名称 | 某区教育局
    年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
     | 年度资金总额 | 500 | 500 | 480 | 10 | 96.00% | 9.60
     | 按收入性质分： | | | 按支出性质分： | | |
     | 一般公共预算： | 500 | | 其中：基本支出： | 400 | |
     | | | | 项目支出： | 80 | |
    （表头）
    产出指标 | 数量指标 | 维修校舍数量 | ≥2栋 | 2栋 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 校舍维修 | 主管部门 | 某区教育局
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    其中：财政拨款 | 80 | 80 | 60 | | |
    其他资金 | 20 | 20 | 20 | | |
    年度资金总额 | 100 | 100 | 80 | 10 | 80.00% | 8.00
    （表头）
    产出指标 | 数量指标 | 维修校舍数量 | ≥2栋 | 2栋 | 90 | 90

    部门整体支出绩效自评表
    单位名称 | 某区教育局
    年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
     | 年度资金总额 | 500 | 500 | 480 | 10 | 96.00% | 9.60
     | 按收入性质分： | | | 按支出性质分： | | |
     | 一般公共预算： | 500 | | 其中：基本支出： | 400 | |
     | | | | 项目支出： | 80 | |
    （表头）
    产出指标 | 数量指标 | 维修校舍数量 | ≥2栋 | 2栋 | 90 | 90
    ```

    ## 依据
    表内勾稽（项目表与部门整体表、基础数据表之间）
    """
    lines = [line for view in views for line in _lines(view)]
    if not lines:
        return
    listed, beside = _by_owner(views), _units_of_files(views)
    of_view = {line.view.number: _projects(line.view, listed, beside) for line in lines}
    every = [(line, projects) for line in lines if (projects := of_view[line.view.number]) is not None]
    # What one line of a department agrees with says that no project is missing for its other lines.
    complete = {projects.numbers for line, projects in every if projects.agrees(line)}
    for line, projects in every:
        if not projects.agrees(line):
            yield from _judged(line, projects, complete=projects.numbers in complete)


def _lines(view: View) -> Iterator[_Line]:
    """The project lines of a form of a whole department."""
    form, unit = view.form, view.form.head.money_unit
    if isinstance(form, BaseTable):
        row = base_rows(form).get("project")
        if row is None:
            return
        cells = dict(row.figures)
        for name, (words, sums) in _BASE_COLUMNS.items():
            stated = amount(cells.get(name), unit)
            if stated is not None and stated.value:
                yield _Line(view, f"基础数据表项目支出的{words}", cells[name], sums, stated)
    elif isinstance(form, SelfAssessment | TargetSheet) and form.head.kind.startswith("unit") and form.funding:
        listing = breakdown_parts(form.funding)
        if listing is None or "project" not in listing[1]:
            return
        _, cell = listing[1]["project"]
        stated = amount(cell, unit)
        target = isinstance(form, TargetSheet)
        fits = columns_of(form.funding, listing[0], unit)
        columns = ("initial",) if target else tuple(name for name in AMOUNTS if name in fits)
        if columns and stated is not None and stated.value:
            yield _Line(view, f"部门整体{'目标' if target else '自评'}表的项目支出", cell, columns, stated)


#: Forms by the units that they name, or by their files.
_Owned = Mapping[str, Sequence[View]]


def _by_owner(views: Sequence[View]) -> _Owned:
    found: dict[str, list[View]] = {}
    for view in views:
        if view.form.head.kind in ("project-self-assessment", "project-target"):
            for name in owners(view.form.head):
                found.setdefault(name, []).append(view)
    return found


def _projects(whole: View, listed: _Owned, beside: _Owned) -> _Projects | None:
    """The forms of the projects of a department, None where there are none or it is not certain which they are."""
    unit = owner(whole.form.head) or _only_unit(whole, beside)
    kind = "project-target" if isinstance(whole.form, TargetSheet) else "project-self-assessment"
    own = [view for view in listed.get(unit, ()) if view.form.head.kind == kind and together(whole, view)]
    names = Counter(project(view.form.head) for view in own)
    # A form of a whole unit may or may not count the projects of the units below it.
    below = any(owner(view.form.head) != unit for view in own)
    if not own or below or "" in names or any(times > 1 for times in names.values()):
        return None
    return _Projects(tuple(own))


def _units_of_files(views: Sequence[View]) -> _Owned:
    """The self-assessments of whole units by their files."""
    found: dict[str, list[View]] = {}
    for view in views:
        if view.form.head.kind == "unit-self-assessment":
            found.setdefault(file(view), []).append(view)
    return found


def _only_unit(whole: View, beside: _Owned) -> str:
    """The unit of a base-data table that names none: that of the only whole self-assessment beside it in its file."""
    units = {owner(view.form.head) for view in beside.get(file(whole), ()) if together(whole, view)}
    return units.pop() if len(units) == 1 else ""


def _judged(line: _Line, projects: _Projects, *, complete: bool) -> Iterator[Yielded]:
    """The difference between a line and the sum that it should be, where it is one."""
    known = [name for name in line.columns if name in projects.sums]
    if not known:
        return
    causes = {name: _cause(line, projects, name) for name in known}
    name = next((one for one in known if causes[one] is not None), known[0])
    summed, cause = projects.sums[name], causes[name]
    if summed.value < line.amount.value and not complete:
        return
    unit = line.view.form.head.money_unit
    gap = abs(summed.value - line.amount.value)
    said = Amount(gap, summed.half).say(unit)
    yield found(
        line.cell,
        f"{line.words}为 {line.cell.raw}，{len(projects.views)} 张项目表的{AMOUNTS[name]}合计 {summed.say(unit)}，"
        f"相差 {said}{cause.words if cause else ''}",
        f"the project spending is {line.cell.raw}, the project forms add to {summed.say(unit)}: a gap of {said}"
        f"{cause.words_en if cause else ''}",
        mend="核对项目是否漏列、重列，两边的资金范围是否一致；口径不同的加以说明",
        mend_en="check for missing or repeated projects, and say where the scopes differ",
        subject=f"项目支出/{name}",
        recomputed=summed.say(unit),
        tolerance=Amount(summed.half + line.amount.half, summed.half).say(unit),
        related=(*(cause.related if cause else ()), *_totals(projects, name)),
        steps=Step(
            f"项目表{AMOUNTS[name]}合计",
            " + ".join(_shown(_total(view, name), unit) for view in projects.views),
            summed.say(unit),
        ),
        form=line.view.number,
    )


def _total(view: View, name: str) -> Amount | None:
    return amount(_total_cell(view, name), view.form.head.money_unit)


def _total_cell(view: View, name: str) -> Number | None:
    funding = getattr(view.form, "funding", None)
    return getattr(funding.total, name) if funding is not None and funding.total is not None else None


def _shown(value: Amount | None, unit: str) -> str:
    return "" if value is None else value.say(unit)


def _totals(projects: _Projects, name: str) -> Iterator[Related]:
    for view in projects.views[:_SHOWN]:
        yield from notes((f"“{view.form.head.text('project')}”{AMOUNTS[name]}", _total_cell(view, name)))


def _cause(line: _Line, projects: _Projects, name: str) -> _Cause | None:
    """The one source or project that is as much as the difference, None where there is none or more than one."""
    gap = abs(projects.sums[name].value - line.amount.value)
    equal = [
        (label, cells)
        for label, cells in _sources(projects, name).items()
        if total(one for _, _, one in cells).value == gap
    ]
    if len(equal) == 1:
        ((label, cells),) = equal
        named = [(f"“{view.form.head.text('project')}”{label}", cell) for view, cell, _ in cells]
        return _Cause(
            f"，等于{named[0][0] if len(named) == 1 else f'各项目{label}的合计'}",
            f", which is all of the source {label}",
            notes(*named),
        )
    if equal:
        return None
    same = [
        (view, cell)
        for view in projects.views
        if (cell := _total_cell(view, name)) is not None
        and (stated := _total(view, name)) is not None
        and stated.value == gap
    ]
    if len(same) != 1:
        return None
    view, cell = same[0]
    alone = view.form.head.text("project")
    return _Cause(
        f"，等于“{alone}”一个项目", f', which is the project "{alone}"', near(cell, f"“{alone}”{cell.raw}")
    )


def _sources(projects: _Projects, name: str) -> Mapping[str, list[tuple[View, Sourced[object], Amount]]]:
    """The amounts of each source of money that are not nought, over all forms."""
    made: dict[str, list[tuple[View, Sourced[object], Amount]]] = {}
    for view in projects.views:
        funding = getattr(view.form, "funding", None)
        for row in funding.rows if funding is not None else ():
            cell = getattr(row, name)
            found_amount = amount(cell, view.form.head.money_unit)
            if found_amount is not None and found_amount.value and not row.subtotal:
                label = squash(row.label.value).removeprefix("其中").strip(":：")
                made.setdefault(label, []).append((view, cell, found_amount))
    return made
