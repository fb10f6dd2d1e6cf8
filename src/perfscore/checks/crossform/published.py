"""PS625: how many forms a document says it publishes, against those that it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from perfscore.checks.crossform.amounts import Amount, amount, amount_of, total
from perfscore.checks.crossform.whose import owner, project
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Related, Severity
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.forms.told import ToldForms
from perfscore.model import BudgetRow, BudgetTable, Form, SelfAssessment, TargetSheet

_KINDS: Final = {"target": "project-target", "self-assessment": "project-self-assessment"}
_NAMES: Final = {"project-target": "项目目标表", "project-self-assessment": "项目自评表"}
#: The amounts of a form that a sentence may add; a target sheet has only the first.
_AMOUNTS: Final = ("initial", "budget", "executed")
#: So many forms are named beside the sentence.
_SHOWN: Final = 20


@check(
    "PS625",
    "forms-count-differs",
    Severity.ERROR,
    "input",
    title="The stated number or amount of published forms differs from the forms found",
    lowered={"slight": Severity.INFO},
)
def forms_count_differs(item: InputFile) -> Iterator[Yielded]:
    """公开项目数或金额与表格不符。

    ## 查什么
    正文写明公开几个项目的绩效目标（自评表）、涉及多少资金的，与同一文件里的项目表核对：张数（同一项目只算一张），以及各张
    资金总额之和（目标表比年度资金总额；自评表的年初、全年预算、全年执行三个合计与其中之一相符即可）。缺的金额恰好是项目
    支出表里没有绩效表的一个项目的，指出是哪一个。
    文件里没有项目支出表的只提示；一张项目表也没有的（另有附件）、有表格没有读成绩效表的、同类表正文写了几个不同的数的、
    说上年公开情况的，不判。

    ## 为什么要紧
    公开了几个项目、多少资金，是公众最先看的一句话；与附表对不上，就有项目没有公开。

    ## 反例
    ```form
    项目名称 | 路灯养护 | 主管部门 | 某区城管局
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 12.00 | 12.00 | 12.00 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 质量指标 | 亮灯率 | ≥98% | 99% | 90 | 90

    项目支出绩效自评表
    项目名称 | 公厕管护 | 主管部门 | 某区城管局
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 10.00 | 10.00 | 10.00 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 质量指标 | 保洁合格率 | ≥95% | 97% | 90 | 90

    项目支出表
    单位：万元
    项目名称 | 合计 | 一般公共预算 | 政府性基金预算
    路灯养护 | 12.00 | 12.00 |
    公厕管护 | 10.00 | 10.00 |
    垃圾清运 | 8.00 | 8.00 |

    本单位公开项目绩效自评表3个，涉及资金30.00万元。
    ```

    ## 正例
    ```form
    项目名称 | 路灯养护 | 主管部门 | 某区城管局
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 12.00 | 12.00 | 12.00 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 质量指标 | 亮灯率 | ≥98% | 99% | 90 | 90

    项目支出绩效自评表
    项目名称 | 公厕管护 | 主管部门 | 某区城管局
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 10.00 | 10.00 | 10.00 | 10 | 100.00% | 10.00
    （表头）
    产出指标 | 质量指标 | 保洁合格率 | ≥95% | 97% | 90 | 90

    项目支出表
    单位：万元
    项目名称 | 合计 | 一般公共预算 | 政府性基金预算
    路灯养护 | 12.00 | 12.00 |
    公厕管护 | 10.00 | 10.00 |
    垃圾清运 | 8.00 | 8.00 |

    本单位公开项目绩效自评表2个，涉及资金22.00万元。
    ```

    ## 依据
    表内勾稽（正文与所附绩效表之间）
    """
    if item.near_misses or item.crashes:
        return
    for kind, told in _stated(item).items():
        forms = [form for form in item.lifted if form.head.kind == kind]
        if forms:
            yield from _compared(item, told, kind, _distinct(forms))


def _stated(item: InputFile) -> Mapping[str, Sourced[ToldForms]]:
    """What the sentences state of each kind of forms; a kind of which they state two things is left out."""
    kinds = {form.head.kind for form in item.lifted if form.head.kind in _NAMES}
    made: dict[str, list[Sourced[ToldForms]]] = {}
    for told in item.told:
        if isinstance(told.value, ToldForms):
            kind = _KINDS.get(told.value.kind) or (next(iter(kinds)) if len(kinds) == 1 else "")
            made.setdefault(kind, []).append(Sourced(told.value, told.raw, told.at))
    return {
        kind: stated[0] for kind, stated in made.items() if kind and len({one.value.count for one in stated}) == 1
    }


def _distinct(forms: Sequence[Form]) -> list[Form]:
    """One form of each project; a form without a project's name stands for itself."""
    kept: dict[object, Form] = {}
    for form in forms:
        name = project(form.head)
        kept.setdefault((name, owner(form.head), form.head.text("year")) if name else form.head.at, form)
    return list(kept.values())


def _compared(item: InputFile, told: Sourced[ToldForms], kind: str, forms: Sequence[Form]) -> Iterator[Yielded]:
    said = told.value
    stated = amount_of(said.amount.value, said.amount.decimals, said.unit) if said.amount is not None else None
    sums = _sums(forms)
    fits = stated is None or not sums or any(stated.within(one) for one in sums)
    if said.count == len(forms) and fits:
        return
    shown = sums[0].say(said.unit) if stated is not None and sums else ""
    lists = [book for book in item.books if book.title is not None and "项目" in book.title.value]
    gap = stated.value - sums[0].value if stated is not None and sums else None
    missing = _missing(lists, forms, gap) if gap and said.count > len(forms) else None
    conditions: list[Condition] = [] if lists else ["slight"]
    if any(form.head.provenance == "extracted" for form in forms):
        conditions.append("extracted")  # a page may have been lost
    name = _NAMES[kind]
    amounts = f"、金额 {said.amount} {said.unit}" if stated is not None and said.amount is not None else ""
    yield found(
        told.at,
        f"正文写明公开 {said.count} 个{amounts}，本文件有{name} {len(forms)} 张"
        + (f"、合计 {shown} {said.unit}" if shown else "")
        + (f"；差的是“{missing.name.value}”" if missing is not None else ""),
        f"the text states {said.count} forms{f' with {said.amount} {said.unit}' if said.amount else ''}, "
        f"{len(forms)} were found{f' with {shown}' if shown else ''}",
        mend="补上缺少的绩效表，或改正正文中的个数、金额",
        mend_en="add the missing forms or correct the sentence",
        subject=f"{name}/个数",
        recorded=told.raw,
        recomputed=f"{len(forms)}个" + (f"，{shown}{said.unit}" if shown else ""),
        related=(
            *([] if missing is None else [Related(missing.at, f"项目支出表“{missing.name.value}”")]),
            *(Related(form.head.at, project(form.head) or form.head.title.value) for form in forms[:_SHOWN]),
        ),
        conditions=tuple(conditions),
    )


def _sums(forms: Sequence[Form]) -> list[Amount]:
    """The sums of each amount that all forms state, those of the year first."""
    sums = []
    for name in _AMOUNTS:
        amounts = [
            amount(getattr(form.funding.total, name), form.head.money_unit)
            for form in forms
            if isinstance(form, SelfAssessment | TargetSheet) and form.funding and form.funding.total
        ]
        known = [one for one in amounts if one is not None]
        if known and len(known) == len(forms):
            sums.append(total(known))
    return sums


def _missing(lists: Sequence[BudgetTable], forms: Sequence[Form], gap: object) -> BudgetRow | None:
    """The one project of the lists that has no form and costs as much as is missing."""
    have = {project(form.head) for form in forms}
    candidates: dict[str, BudgetRow] = {}
    for book in lists:
        unit = book.money_unit.value if book.money_unit is not None else ""
        for row in (row for side in book.sides for row in side.rows if not row.total):
            name = squash(row.name.value)
            costs = [one for cell in row.amounts if (one := amount(cell, unit)) is not None]
            if name and name not in have and any(one.value == gap for one in costs):
                candidates.setdefault(name, row)
    return next(iter(candidates.values())) if len(candidates) == 1 else None
