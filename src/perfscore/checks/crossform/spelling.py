"""PS603: a project under two names, in a list and a form or in the text and a form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from perfscore.checks.crossform.lists import Money, money
from perfscore.checks.crossform.meetings import MOST_EDITS, NO_LIST, few_edits, meetings
from perfscore.checks.crossform.near_names import alike, edits, longer_by
from perfscore.checks.crossform.partners import Pair, pairs, project_of
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import InputFile, Run, View
from perfscore.checks.words import bare, notes
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.numbers import read_figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.model import SelfAssessment, TargetSheet

#: A project with its money as a text names them: ；强制隔离戒毒教育矫治费项目全年预算数22.16万元.
_NAMED = lazy_pattern(
    r"(?:^|[。;:,、])(?:其中:?|包括|主要是|分别为|[一二三四五六七八九十]是)?(?P<name>[^。;:,、0-9]{4,40}?)项目"
    r"[^。;:,、0-9]{0,14}(?P<amount>[0-9][0-9,]{0,15}(?:\.[0-9]{1,6})?)(?P<unit>亿元|万元|元)",
    needs="项目",
)


@check(
    "PS603",
    "project-name-differs",
    Severity.WARNING,
    "run",
    title="A project is named differently in two places",
)
def project_name_differs(run: Run) -> Iterator[Yielded]:
    """项目名称前后不一。

    ## 查什么
    同一笔金额的项目，在项目表（或汇总表）和绩效表里、或在文字说明和绩效表里的名称相差一到四个字；一张目标表和一张自评表年度、指标
    都相同，项目名称相差一到四个字。空格、括号和标点不同的不算，
    只差序号的（一期、二期）是两个项目，只在前后多出单位名称的、文字说明里前后省略的，不报。两个名称各自只有一处对得上、其中没有哪个另有其表的，才报。

    ## 为什么要紧
    名称不一致，预算、绩效表和公开文字就对不上号，也无法判断是不是同一个项目。

    ## 反例
    ```text
    2024年项目支出预算表
    单位名称：某市血站	单位：万元
    项目名称	合计	一般公共预算
    采血车辆运行维护费	128.07	128.07

    项目支出绩效目标表
    （2024年度）
    项目名称	采血车运行维护费	实施单位	某市血站
    项目资金（元）	年度资金总额	1,280,700
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	出车次数	≥900次
    ```

    ## 正例
    ```text
    2024年项目支出预算表
    单位名称：某市血站	单位：万元
    项目名称	合计	一般公共预算
    采血车运行（维护）费	128.07	128.07

    项目支出绩效目标表
    （2024年度）
    项目名称	采血车运行维护费	实施单位	某市血站
    项目资金（元）	年度资金总额	1,280,700
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	出车次数	≥900次
    ```

    ## 依据
    表内勾稽（预算表、文字说明与绩效表之间）
    """
    reported: set[int] = set()
    met = list(meetings(run))
    for meeting in met:
        for row, view in meeting.renamed():
            if view.number in reported or row.amount is None:
                continue
            reported.add(view.number)
            called = meeting.lists[0].called
            related = notes((called[0], row.name), ("金额", row.amount.cell))
            yield from _finding(view, row.name.value, called, row.amount, related)
    by_file: defaultdict[str, list[View]] = defaultdict(list)
    for view in run.views:
        if isinstance(view.form, SelfAssessment | TargetSheet) and project_of(view.form.head):
            by_file[view.form.head.at.file].append(view)
    renamed = [pair for pair in pairs(run.views) if pair.alike and _few_characters(pair)]
    for pair in renamed:
        yield from _between_forms(pair)
    if not met and not renamed and not any(item.prose and by_file[item.file] for item in run.inputs):
        yield NO_LIST
    for item in run.inputs:
        for named, view in _in_text(item, by_file[item.file]):
            if view.number not in reported:
                reported.add(view.number)
                note = f"文字说明：{named.name}项目，{named.amount.words}"
                yield from _finding(
                    view, named.name, ("文字说明", "text"), named.amount, (Related(named.at, note),)
                )


def _few_characters(pair: Pair) -> bool:
    one, other = (project_of(view.form.head) for view in (pair.sheet, pair.answer))
    apart = edits(one, other, MOST_EDITS)
    return few_edits(one, other) and apart is not None and 2 * apart < min(len(one), len(other))


def _between_forms(pair: Pair) -> Iterator[Yielded]:
    """A self-assessment that names its project otherwise than the target sheet that it follows row by row."""
    name, other = (view.form.head.field("project") for view in (pair.answer, pair.sheet))
    if name is not None and other is not None:
        yield found(
            name,
            f"项目名称“{name.value}”，目标表里叫“{other.value}”（{pair.bond}）",
            f'the project "{name.value}" is called "{other.value}" in the target sheet ({pair.bond_en})',
            mend="核对批复的项目名称，各处统一",
            mend_en="compare with the approved name and use one name",
            subject=f"{name.value}/name",
            recomputed=other.value,
            related=notes(("目标表的项目名称", other)),
            form=pair.answer.number,
        )


def _finding(
    view: View, other: str, where: tuple[str, str], amount: Money, related: tuple[Related, ...]
) -> Iterator[Yielded]:
    name = view.form.head.field("project")
    if name is not None:
        yield found(
            name,
            f"项目名称“{name.value}”，{where[0]}里金额相同（{amount.words}）的项目叫“{other}”",
            f'the project "{name.value}" is called "{other}" in the {where[1]}, with the same amount',
            mend="核对批复的项目名称，各处统一",
            mend_en="compare with the approved name and use one name",
            subject=f"{name.value}/name",
            recomputed=other,
            related=related,
            form=view.number,
        )


@frozen
class _Named:
    """A project that a text names with an amount."""

    name: str
    amount: Money
    at: Location


def _in_text(item: InputFile, views: list[View]) -> Iterator[tuple[_Named, View]]:
    """Projects of the text that have no form of their name, with the only form of their amount and nearly their name."""
    if not views or not item.prose:
        return
    keys = {project_of(view.form.head) for view in views}
    mentioned = list(_mentions(item))
    spoken = {bare(one.name) for one in mentioned}
    free = {key: one for one in mentioned if (key := bare(one.name)) not in keys}
    forms = [view for view in views if project_of(view.form.head) not in spoken]
    names = list(free)
    met = [
        (free[names[here]], forms[there])
        for here, there in alike(names, [project_of(view.form.head) for view in forms])
        # A text may shorten a name at its ends, or put the unit before it.
        if few_edits(names[here], project_of(forms[there].form.head))
        and not longer_by(names[here], project_of(forms[there].form.head))
        and any(map(free[names[here]].amount.meets, _all_amounts(forms[there])))
    ]
    texts, sheets = Counter(one.name for one, _ in met), Counter(view.number for _, view in met)
    yield from ((one, view) for one, view in met if texts[one.name] == sheets[view.number] == 1)


def _mentions(item: InputFile) -> Iterator[_Named]:
    for paragraph in item.prose:
        for match in _NAMED.finditer(paragraph.text):
            read = read_figure(match["amount"])
            at = paragraph.at(match.start("name"))
            amount = money(Sourced(read, match["amount"], at), match["unit"])
            if amount is not None:
                yield _Named(match["name"], amount, at)


def _all_amounts(view: View) -> Iterable[Money]:
    form = view.form
    if (
        isinstance(form, SelfAssessment | TargetSheet)
        and form.funding is not None
        and form.funding.total is not None
    ):
        total = form.funding.total
        for cell in (total.initial, total.budget, total.executed):
            if (one := money(cell, form.head.money_unit)) is not None and one.middle > 0:
                yield one
