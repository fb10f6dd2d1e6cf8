"""PS617: projects that share nearly all of their indicators."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from perfscore.checks.crossform.cellwise import canonical
from perfscore.checks.crossform.likeness import Item, at_least, clusters, grouped, jaccard, programme
from perfscore.checks.crossform.whose import file, having, owner, project, year
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import bare, doubt, share, unwritten
from perfscore.core.findings import Related, Severity
from perfscore.core.text import squash
from perfscore.language.values import Value
from perfscore.model import Indicator, SelfAssessment, TargetSheet
from perfscore.rulesets import RuleSet

#: So many projects are named in the sentence.
_NAMED = 4


@check(
    "PS617",
    "indicators-copied",
    Severity.WARNING,
    "dossier",
    title="Two projects share nearly all indicators",
)
def indicators_copied(views: tuple[View, ...]) -> Iterator[Yielded]:
    """指标体系在项目间照抄。

    ## 查什么
    同一单位、同一年度两个不同项目的同种表，三级指标（名称连同指标值）相同的占两张表全部指标的比例达到评分规则集的限度
    （默认 80%），且相同的不少于四行；两张表各余一行、指标值相同、名称只差几个字的，这一行也算相同。几个项目互相照抄的
    合为一条。
    决策、过程、管理类的通用指标不计；名称只差年度、期次、标段的项目（一个项目的几个部分）、不同单位用同一套指标的、
    没有写指标值的行不算。

    ## 为什么要紧
    绩效指标应当反映项目自己的产出和效果；整套照抄，两个项目就分不出谁做了什么。

    ## 反例
    ```form
    项目名称 | 护林员补助 | 主管部门 | 某县林业局
    （表头）
    产出指标 | 数量指标 | 补助人数 | ≥60人 | 60人 | 20 | 20
    | 质量指标 | 发放准确率 | =100% | 100% | 20 | 20
    | 时效指标 | 发放及时率 | =100% | 100% | 20 | 20
    效益指标 | 社会效益指标 | 队伍稳定 | 有效稳定 | 有效稳定 | 20 | 20
    满意度指标 | 服务对象满意度指标 | 职工满意度 | ≥90% | 95% | 10 | 10

    项目支出绩效自评表
    项目名称 | 检查站经费 | 主管部门 | 某县林业局
    （表头）
    产出指标 | 数量指标 | 补助人数 | ≥60人 | 60人 | 20 | 20
    | 质量指标 | 发放准确率 | =100% | 100% | 20 | 20
    | 时效指标 | 发放及时率 | =100% | 100% | 20 | 20
    效益指标 | 社会效益指标 | 队伍稳定 | 有效稳定 | 有效稳定 | 20 | 20
    满意度指标 | 服务对象满意度指标 | 职工满意度 | ≥90% | 95% | 10 | 10
    ```

    ## 正例
    ```form
    项目名称 | 护林员补助 | 主管部门 | 某县林业局
    （表头）
    产出指标 | 数量指标 | 补助人数 | ≥60人 | 60人 | 20 | 20
    | 质量指标 | 发放准确率 | =100% | 100% | 20 | 20
    | 时效指标 | 发放及时率 | =100% | 100% | 20 | 20
    效益指标 | 社会效益指标 | 队伍稳定 | 有效稳定 | 有效稳定 | 20 | 20
    满意度指标 | 服务对象满意度指标 | 职工满意度 | ≥90% | 95% | 10 | 10

    项目支出绩效自评表
    项目名称 | 检查站经费 | 主管部门 | 某县林业局
    （表头）
    产出指标 | 数量指标 | 检查车辆 | ≥900辆 | 950辆 | 20 | 20
    | 质量指标 | 查验规范率 | =100% | 100% | 20 | 20
    | 时效指标 | 值守天数 | =365天 | 365天 | 20 | 20
    效益指标 | 社会效益指标 | 队伍稳定 | 有效稳定 | 有效稳定 | 20 | 20
    满意度指标 | 服务对象满意度指标 | 职工满意度 | ≥90% | 95% | 10 | 10
    ```

    ## 依据
    惯例，待核
    """
    sets = [
        (_where(view), item)
        for view in having(views, "copied_indicators", "copied_rows")
        if (item := _item(view)) is not None
    ]
    for items in grouped(sets).values():
        if len(items) > 1:
            yield from _copies(items, items[0].what.ruleset)


def _where(view: View) -> Hashable:
    """What must be the same for two forms to be laid side by side."""
    return view.form.head.kind, owner(view.form.head), year(view) or file(view)


def _item(view: View) -> Item[View] | None:
    """A project's form with the names and targets of its indicators, where it has enough of them."""
    form = view.form
    if not isinstance(form, SelfAssessment | TargetSheet) or not form.head.kind.startswith("project"):
        return None
    rows = _rows(view)
    return (
        Item(view, frozenset(rows))
        if project(form.head) and len(rows) >= view.ruleset.limit("copied_rows")
        else None
    )


def _rows(view: View) -> Mapping[Hashable, Indicator]:
    """The indicators that are a project's own, by name and target."""
    common = view.ruleset.words("common_levels")
    return {
        (bare(row.name.value), _target(row)): row
        for row in view.rows
        if not any(word in row.l1 for word in common) and row.target is not None and not unwritten(row.target)
    }


def _target(row: Indicator) -> Hashable:
    """A target by what it says, else as it is written."""
    if row.target is None:
        return ""
    return canonical(row.target.value) if isinstance(row.target.value, Value) else squash(row.target.raw)


def _copies(items: Sequence[Item[View]], rules: RuleSet) -> Iterator[Yielded]:
    limit, rows = Fraction(rules.limit("copied_indicators")), int(rules.limit("copied_rows"))

    def alike(one: Item[View], other: Item[View]) -> bool:
        common = len(one.tokens & other.tokens)
        if common < rows or programme(project(one.what.form.head)) == programme(project(other.what.form.head)):
            return False
        nearly = common + bool(_renamed(one, other))
        return jaccard(nearly, len(one.tokens), len(other.tokens)) >= limit

    for group in clusters(items, lambda size: max(at_least(limit, size) - 1, 1), alike):
        first, *others = group
        different = [other for other in others if alike(first, other)]
        if different:
            yield _copied(first, different, rules)


def _renamed(one: Item[View], other: Item[View]) -> tuple[Indicator, Indicator] | None:
    """The one row of each form that the other lacks, where both ask the same under nearly the same name."""
    left, right = one.tokens - other.tokens, other.tokens - one.tokens
    if len(left) != 1 or len(right) != 1:
        return None
    first, second = _rows(one.what)[next(iter(left))], _rows(other.what)[next(iter(right))]
    same = _target(first) == _target(second) and 2 * share(first.name.value, second.name.value) >= 1
    return (first, second) if same else None


def _copied(first: Item[View], others: Sequence[Item[View]], rules: RuleSet) -> Yielded:
    view, nearest = first.what, others[0]
    common = first.tokens & nearest.tokens
    renamed = _renamed(first, nearest)
    rows = _rows(view)
    named = [f"“{project(one.what.form.head)}”" for one in (first, *others)]
    shown = "、".join(named[:_NAMED]) + (f" 等 {len(named)} 个项目" if len(named) > _NAMED else "")
    return found(
        next(row for key, row in rows.items() if key in common).name,
        f"{shown}的指标几乎全部相同：{len(first.tokens)} 行中 {len(common)} 行的名称和指标值一样"
        + (f"，“{renamed[0].name.value}”和“{renamed[1].name.value}”只是名称略有不同" if renamed else ""),
        f"{len(named)} projects share their indicators: {len(common)} of {len(first.tokens)} rows have the same name and target",
        mend="按各项目自己的产出和效果重新设置指标",
        mend_en="set indicators that tell what each project is to achieve",
        subject=f"{project(view.form.head)}/{project(nearest.what.form.head)}",
        related=tuple(_places(others)),
        conditions=doubt(rules.limits["copied_indicators"]),
        form=view.number,
    )


def _places(others: Sequence[Item[View]]) -> Iterator[Related]:
    for other in others:
        for row in _rows(other.what).values():
            yield Related(row.name.at, f"“{project(other.what.form.head)}”：{row.name.value}")
