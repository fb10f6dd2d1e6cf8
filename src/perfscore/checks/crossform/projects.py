"""PS601 and PS602: projects of a budget book or a ledger without a form, and forms without a project there."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.crossform.lists import Listed, project_lists
from perfscore.checks.crossform.meetings import NO_LIST, Meeting, amounts, meetings
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import Run, View
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern

_FORM = {"target": ("绩效目标表", "target sheet"), "self": ("绩效自评表", "self-assessment")}
#: 公开项目绩效目标5个: not every project of the list has a form to be seen.
_PUBLISHED = lazy_pattern(r"公开[^。;,0-9]{0,20}?([0-9]{1,4})[个张份]", needs="公开")


@check(
    "PS601",
    "project-without-form",
    Severity.WARNING,
    "run",
    title="A listed project has no target sheet or self-assessment",
)
def project_without_form(run: Run) -> Iterator[Yielded]:
    """预算项目缺少绩效表。

    ## 查什么
    预算的项目表或汇总表里的每个项目，在一起审的材料里应有一张绩效目标表（或自评表）。按单位、年度、项目名称对应；名称
    相近而对不准的、金额为零的、上年结转的项目不报。只给了一部分表（有表的不到一半）的、清单没有读全或只列一部分项目的、
    说明里写明只公开若干个或有的不公开的，都不报。

    ## 为什么要紧
    列了预算的项目应当有绩效目标；漏编的项目，事后无从评价。

    ## 反例
    ```text
    2024年项目支出预算表
    单位名称：某县水利站	单位：万元
    项目名称	合计	一般公共预算
    堤防岁修	30.00	30.00
    水质化验	12.00	12.00
    渠系清淤	18.00	18.00
    合计	60.00	60.00

    项目支出绩效目标表
    （2024年度）
    项目名称	堤防岁修	实施单位	某县水利站
    项目资金（万元）	年度资金总额	30.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	岁修堤段	≥6公里

    项目支出绩效目标表
    （2024年度）
    项目名称	渠系清淤	实施单位	某县水利站
    项目资金（万元）	年度资金总额	18.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	清淤长度	≥9公里
    ```

    ## 正例
    ```text
    2024年项目支出预算表
    单位名称：某县水利站	单位：万元
    项目名称	合计	一般公共预算
    堤防岁修	30.00	30.00
    水质化验	12.00	12.00
    渠系清淤	18.00	18.00
    合计	60.00	60.00

    2024年纳入绩效管理的项目3个，公开项目绩效目标2个，涉及金额48万元。

    项目支出绩效目标表
    （2024年度）
    项目名称	堤防岁修	实施单位	某县水利站
    项目资金（万元）	年度资金总额	30.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	岁修堤段	≥6公里

    项目支出绩效目标表
    （2024年度）
    项目名称	渠系清淤	实施单位	某县水利站
    项目资金（万元）	年度资金总额	18.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	清淤长度	≥9公里
    ```

    ## 依据
    表内勾稽（预算表与绩效表之间）；惯例，待核（列了预算的项目同步编报绩效目标）
    """
    met = list(meetings(run))
    if not met:
        yield NO_LIST
        return
    withheld = _withheld(run)
    for meeting in met:
        if not meeting.is_whole or any(one.at.file in withheld for one in meeting.lists):
            continue
        rows = [row for row in meeting.left()[0] if row.key not in meeting.elsewhere]
        if not meeting.forms or len(rows) * 2 >= len(meeting.listed):
            continue
        doubtful, _ = meeting.doubtful()
        what, what_en = _FORM[meeting.kind]
        for row in rows:
            if row.key in doubtful or row.amount is None or row.amount.middle <= 0:
                continue
            where, where_en = meeting.lists[0].called
            yield found(
                row.name,
                f"{where}里的项目“{row.name.value}”（{row.amount.words}）没有{what}",
                f'"{row.name.value}" ({row.amount.words}) of the {where_en} has no {what_en}',
                mend=f"补编这个项目的{what}；不需要编报或不公开的，在说明里写明",
                mend_en=f"make a {what_en} for it, or say why there is none",
                subject=f"{meeting.owner}/{row.name.value}/{meeting.kind}",
                related=(*notes(("金额", row.amount.cell)), *_again(meeting, row)),
            )


@check(
    "PS602",
    "project-not-in-list",
    Severity.WARNING,
    "run",
    title="A form's project is not in the list",
)
def project_not_in_list(run: Run) -> Iterator[Yielded]:
    """绩效表项目不在预算表中。

    ## 查什么
    一个单位一个年度的项目表（或汇总表）里，应有它每一张项目绩效表的项目。名称相近的不报（金额相同的由 PS603 报）；只凭
    主管部门对应的、清单没有读全或只列一部分的、有一半以上项目对不上的、自评表没有年初预算数的（年中追加），不报。

    ## 为什么要紧
    没有预算的项目不会有绩效目标：多半是名称写错，或表编错了年度、单位。

    ## 反例
    ```text
    2024年项目支出预算表
    单位名称：某区档案馆	单位：万元
    项目名称	合计	一般公共预算
    库房温控改造	26.00	26.00
    档案数字化	40.00	40.00
    合计	66.00	66.00

    项目支出绩效目标表
    （2024年度）
    项目名称	档案数字化	实施单位	某区档案馆
    项目资金（万元）	年度资金总额	40.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	扫描页数	≥20万页

    项目支出绩效目标表
    （2024年度）
    项目名称	库房温控改造	实施单位	某区档案馆
    项目资金（万元）	年度资金总额	26.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	改造库房	≥3间

    项目支出绩效目标表
    （2024年度）
    项目名称	口述史采集	实施单位	某区档案馆
    项目资金（万元）	年度资金总额	8.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	采集人数	≥15人
    ```

    ## 正例
    ```text
    2024年项目支出预算表
    单位名称：某区档案馆	单位：万元
    项目名称	合计	一般公共预算
    库房 温控改造	26.00	26.00
    档案数字化	40.00	40.00
    合计	66.00	66.00

    项目支出绩效目标表
    （2024年度）
    项目名称	档案数字化	实施单位	某区档案馆
    项目资金（万元）	年度资金总额	40.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	扫描页数	≥20万页

    项目支出绩效目标表
    （2024年度）
    项目名称	库房温控改造	实施单位	某区档案馆
    项目资金（万元）	年度资金总额	26.00
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	改造库房	≥3间
    ```

    ## 依据
    表内勾稽（预算表与绩效表之间）
    """
    met = list(meetings(run))
    if not met:
        yield NO_LIST
    for meeting in met:
        if not meeting.is_whole:
            continue
        _, views = meeting.left()
        _, doubtful = meeting.doubtful()
        if not meeting.listed or len(views) * 2 > len(meeting.forms):
            continue
        for view in views:
            name = view.form.head.field("project")
            if name is None or view.number in doubtful or (meeting.kind == "self" and not _budgeted(view)):
                continue
            where, where_en = meeting.lists[0].called
            yield found(
                name,
                f"项目“{name.value}”不在本单位的{where}里",
                f'"{name.value}" is not in the {where_en} of its unit',
                mend="核对项目名称、单位和年度；确有预算的，补进项目表",
                mend_en="compare name, unit and year; add it to the list if it has a budget",
                subject=f"{name.value}/{meeting.origin}",
                related=tuple(Related(one.at, f"{where} {one.title}".strip()) for one in meeting.lists[:3]),
                form=view.number,
            )


def _withheld(run: Run) -> set[str]:
    """The files whose text says that some projects have no published form: by a word, or by counting fewer."""
    words = run.views[0].ruleset.words("withheld") if run.views else ()
    listed: dict[str, set[tuple[str, str]]] = {}
    for one in project_lists(run):
        if not one.carried:
            listed.setdefault(one.at.file, set()).update((row.owner, row.key) for row in one.projects)
    return {
        item.file
        for item in run.inputs
        if any(_withholds(one.text, words, len(listed.get(item.file, ()))) for one in item.prose)
    }


def _withholds(text: str, words: tuple[str, ...], listed: int) -> bool:
    if not ("绩效" in text or "公开" in text):
        return False
    if any(word in text for word in words):
        return True
    return "绩效" in text and any(int(match[1]) < listed for match in _PUBLISHED.finditer(text))


def _again(meeting: Meeting, row: Listed) -> Iterator[Related]:
    """Where else the project is listed."""
    yield from (Related(one.name.at, "另一处也列了") for one in meeting.listed[row.key][1:3])


def _budgeted(view: View) -> bool:
    """Whether a self-assessment says that it had money from the beginning of the year."""
    return any(one.middle > 0 for one in amounts(view))
