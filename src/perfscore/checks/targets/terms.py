"""PS4xx: term and attribute of a project (项目期、项目属性): are they stated, and do text and money agree?"""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks.periods import term_of
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.checks.targets.readings import holds
from perfscore.checks.words import beside_sheet, notes
from perfscore.core.findings import Related, Severity
from perfscore.core.text import squash
from perfscore.model import Number, TargetSheet, Text
from perfscore.rulesets import RuleSet

_TEXTS = ("overview", "basis", "necessity", "safeguards", "plan")


@check(
    "PS429",
    "term-or-attribute-doubtful",
    Severity.INFO,
    "dossier",
    title="Term and attribute are a placeholder or contradicted",
)
def term_or_attribute_doubtful(views: tuple[View, ...]) -> Iterator[Yielded]:
    """项目期或项目属性存疑。

    ## 查什么
    项目期为五十年以上的，是“长期”的代号，每份文件报一条，列出各表；属性为一次性项目，项目期却在三年以上，或文字说明
    每年、常年都要开支；项目期在三年以上，实施期资金总额却与年度资金总额相同。每张表报一条；实施期资金为零的由资金类检查报。

    ## 为什么要紧
    项目期和属性决定资金怎样分年安排，填代号或自相矛盾，实施期的目标和资金就没有意义。

    ## 反例
    ```text
    项目支出绩效目标表
    （2025年度）
    项目名称	应急广播运行维护
    主管部门	某县融媒体中心	实施单位	某县广播站
    项目属性	一次性项目	项目期	5年
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	维护终端数量	≥200个
    满意度指标	服务对象满意度指标	村民满意度	≥90%
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2025年度）
    项目名称	应急广播运行维护
    主管部门	某县融媒体中心	实施单位	某县广播站
    项目属性	经常性项目	项目期	5年
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	维护终端数量	≥200个
    满意度指标	服务对象满意度指标	村民满意度	≥90%
    ```

    ## 依据
    表内勾稽（项目期、属性、文字与资金）；惯例，待核
    """
    endless: dict[str, list[tuple[View, Text]]] = {}
    for view in views:
        cell, term = view.form.head.field("term"), term_of(view.form)
        years = term.years if term is not None else None
        if cell is not None and years is not None and years >= view.ruleset.limit("endless_term"):
            endless.setdefault(view.form.head.at.file, []).append((view, cell))
        if isinstance(view.form, TargetSheet):
            yield from _contradicted(view, view.form, years)
    for cells in endless.values():
        yield _placeholder(cells)


def _placeholder(cells: list[tuple[View, Text]]) -> Yielded:
    (view, first), *others = cells
    return found(
        first,
        f"项目期“{first.value}”是长期的代号，看不出实施期" + (f"（共 {len(cells)} 张表）" if others else ""),
        f'the term "{first.value}" stands for "without end"' + (f" ({len(cells)} forms)" if others else ""),
        mend="写明本轮实施期，如三年；实施期资金和目标按它填写",
        mend_en="write the period for which money and targets are planned",
        subject="header/term",
        recorded=first.value,
        related=tuple(
            Related(cell.at, f"{beside_sheet(one, cell.at)} {cell.value}".strip()) for one, cell in others
        ),
        form=view.number,
    )


def _contradicted(view: View, form: TargetSheet, years: int | None) -> Iterator[Yielded]:
    """What speaks against term or attribute in one form, in one finding."""
    rules = view.ruleset
    attribute, term = form.head.field("attribute"), form.head.field("term")
    once = attribute is not None and _is_once(attribute, rules)
    long = years is not None and years > rules.limit("one_off_term")
    said = _says_yearly(form, rules) if once else None
    totals = _equal_totals(form) if long else None
    if not (once and long) and said is None and totals is None:
        return
    place = attribute if once and attribute is not None else term
    if place is None:
        return
    faults = [
        f"一次性项目的项目期为“{term.value}”" if once and long and term is not None else "",
        f"属性为“{place.value}”，{said[0]}却说“{said[1]}”" if said is not None else "",
        f"项目期为“{term.value}”，实施期资金总额却与年度资金总额相同" if totals and term is not None else "",
    ]
    yield found(
        place,
        "；".join(fault for fault in faults if fault),
        "term or attribute is contradicted by the text or the money of the form",
        mend="核对项目属性、项目期和实施期资金，使三者一致",
        mend_en="make attribute, term and money agree",
        subject="header/attribute",
        related=notes(
            ("项目期", term if place is not term else None),
            *(((said[0], said[2]),) if said is not None else ()),
            *((("实施期资金总额", totals[0]), ("年度资金总额", totals[1])) if totals else ()),
        ),
        form=view.number,
    )


def _is_once(attribute: Text, rules: RuleSet) -> bool:
    """Whether the attribute is the one option of a project that ends; a list of options to tick is none."""
    said = squash(attribute.value)
    return said.startswith(rules.words("one_off")) and not holds(said, rules.words("lasting"))


def _says_yearly(form: TargetSheet, rules: RuleSet) -> tuple[str, str, Text] | None:
    """The first text of a form that speaks of an expense of every year, with the words."""
    words = rules.words("every_year")
    for name in _TEXTS:
        text = form.head.field(name)
        if text is not None and holds(text.value, words):
            said = next(word for word in words if word in squash(text.value))
            return "文字说明", said, text
    return None


def _equal_totals(form: TargetSheet) -> tuple[Number, Number] | None:
    """The totals of whole term and year where they are one amount above nought."""
    totals = {
        block.name: row.initial if figure(row.initial) is not None else row.budget
        for block in form.blocks
        if block.funding is not None and (row := block.funding.total) is not None
    }
    period, annual = totals.get("period"), totals.get("annual")
    first, second = figure(period), figure(annual)
    if period is None or annual is None or first is None or second is None or first.value != second.value:
        return None
    return (period, annual) if first.value > 0 else None
