"""PS621, PS622: one indicator in several forms of a unit, with other values, other names, other labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.checks.crossform.cellwise import canonical
from perfscore.checks.crossform.likeness import grouped
from perfscore.checks.crossform.whose import file, owner, project, year
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import bare, whose
from perfscore.core.findings import Related, Severity
from perfscore.core.records import frozen
from perfscore.core.units import convert
from perfscore.language.values import Value
from perfscore.model import GOVERNED, Indicator
from perfscore.rulesets import RuleSet

#: So much of a name says what is measured, where it is no more than what every project has.
_TELLING = 4
#: What second-level labels ask for.
_ASPECTS = ("数量", "质量", "时效", "经济", "社会", "生态", "可持续", "成本")
#: So many characters may be put into a name without its meaning something else.
_INSERTED = 4


@frozen
class _Row:
    """A row with the form that it stands in."""

    view: View
    row: Indicator

    @property
    def said(self) -> Value | None:
        """Its target, where that was read."""
        target = self.row.target
        return target.value if target is not None and isinstance(target.value, Value) else None


def _by_unit(views: Sequence[View]) -> Mapping[str, list[_Row]]:
    """The rows of all forms of a unit that were read where they stand."""
    return grouped([
        (unit, _Row(view, row))
        for view in views
        if view.form.head.kind in GOVERNED and (unit := owner(view.form.head))
        for row in view.rows
        if row.repair is None
    ])  # fmt: skip


@check(
    "PS621",
    "same-indicator-different-values",
    Severity.INFO,
    "dossier",
    title="One indicator has different values in the forms of a run",
)
def same_indicator_different_values(views: tuple[View, ...]) -> Iterator[Yielded]:
    """同名指标各表取值不一。

    ## 查什么
    同一单位几张表里名称相同的一个指标，指标值不同：同一年度的，或者至少一张没有写明年度的；年度不同的，后一年的要求
    比前一年低才提。只看比率、单价标准和按人、按月计的指标，且名称除去“服务对象、项目、培训”一类通用词后仍说得出量的
    是什么。
    人数、次数、金额、节约率、完成率、时间本来就各项目不同，满意度一类的通用名称各项目对象不同，都不报；只有比较符号不同的
    （≥90% 与 >90%）、只有完成值不同的、同一项目同一年度的目标表和自评表（PS607）不报。

    ## 为什么要紧
    同一件事在两张表里要求不一样，达标与否就取决于看哪一张表。

    ## 反例
    ```form
    项目名称 | 在校学生营养餐 | 主管部门 | 某县教育局
    （表头）
    产出指标 | 质量指标 | 营养餐食材抽检合格率 | ≥95% | 96% | 90 | 90

    项目支出绩效自评表
    项目名称 | 食堂改造 | 主管部门 | 某县教育局
    （表头）
    产出指标 | 质量指标 | 营养餐食材抽检合格率 | ≥98% | 96% | 90 | 88
    ```

    ## 正例
    ```form
    项目名称 | 在校学生营养餐 | 主管部门 | 某县教育局
    （表头）
    产出指标 | 质量指标 | 营养餐食材抽检合格率 | ≥95% | 96% | 90 | 90

    项目支出绩效自评表
    项目名称 | 食堂改造 | 主管部门 | 某县教育局
    （表头）
    产出指标 | 质量指标 | 改造工程验收合格率 | ≥98% | 99% | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for rows in _by_unit(views).values():
        named = [(bare(one.row.name.value), one) for one in rows if _measures_one_thing(one)]
        for same in grouped(named).values():
            first = same[0]
            others = [one for one in same[1:] if _contradicts(first, one)]
            if others:
                yield _values(first, others)


def _measures_one_thing(one: _Row) -> bool:
    """Whether a name stands for one measure wherever it is used, and its target is a figure."""
    said = one.said
    if said is None or said.number is None or said.kind not in ("bound", "exact"):
        return False
    rules, name = one.view.ruleset, one.row.name.value
    kind = rules.name_class(name)
    if kind is None:
        return "/" in said.unit
    if kind.name not in ("share", "price"):
        return False
    subject = bare(name)
    head = max((word for word in kind.heads if subject.endswith(word)), key=len, default="")
    subject = subject.removesuffix(head)
    for word in sorted(rules.words("common_subjects"), key=len, reverse=True):
        subject = subject.replace(word, "")
    return len(subject) >= _TELLING


def _contradicts(one: _Row, other: _Row) -> bool:
    """Whether two forms ask something else of one indicator in one year, or less in a later one."""
    if one.view.number == other.view.number:
        return False
    first, second = _number(one), _number(other)
    if first is None or second is None or one.said is None or other.said is None:
        return False
    there = (
        convert(second, other.said.unit, one.said.unit) if other.said.unit != one.said.unit else Fraction(second)
    )
    if there is None or there == first or one.said.relation != other.said.relation:
        return False
    years = year(one.view), year(other.view)
    same_project = project(one.view.form.head) == project(other.view.form.head)
    if years[0] and years[0] == years[1]:
        return not same_project
    if not all(years):
        return not same_project or file(one.view) != file(other.view)
    later_is_less = (there < first) == (years[1] > years[0])
    return later_is_less if one.said.relation in (">=", ">") else not later_is_less


def _number(one: _Row) -> Decimal | None:
    return None if one.said is None else one.said.number


def _values(first: _Row, others: Sequence[_Row]) -> Yielded:
    name, other = first.row.name.value, others[0]
    here, there = _raw(first), _raw(other)
    return found(
        first.row.target or first.row.name,
        f"“{name}”在“{whose(first.view)}”中为 {here}，在“{whose(other.view)}”中为 {there}{_when(first, other)}",
        f'"{name}" is {here} in one form and {there} in another',
        mend="核对应取哪一个值；年度不同的写明年度",
        mend_en="find out which value holds; state the years where they differ",
        subject=name,
        recomputed=there,
        related=tuple(
            Related(one.row.target.at, f"“{whose(one.view)}”：{_raw(one)}") for one in others if one.row.target
        ),
        form=first.view.number,
    )


def _raw(one: _Row) -> str:
    return one.row.target.raw if one.row.target is not None else ""


def _when(first: _Row, other: _Row) -> str:
    years = year(first.view), year(other.view)
    if years[0] == years[1]:
        return "" if years[0] or file(first.view) == file(other.view) else "（两张表都没有写明年度）"
    return f"（年度分别为 {years[0] or '未写明'}、{years[1] or '未写明'}）"


@check(
    "PS622",
    "indicator-labelled-differently",
    Severity.INFO,
    "dossier",
    title="One indicator is named or classified in two ways",
)
def indicator_labelled_differently(views: tuple[View, ...]) -> Iterator[Yielded]:
    """同一指标名称或归类不一。

    ## 查什么
    同一单位的几张表里，指标值相同的两个指标，名称中间只多了“发生、人员、工作”一类不改变意思的字（一至四字）；或者名称
    相同（含只差这些字的）、名称末尾是同一个固定说法（考勤率、事故次数）的指标，一级指标相同而归入的二级指标不同。
    一个指标一条。
    名称开头或末尾多字的（多半限定了对象）、多出的字不在词表里的、错列后归位的行、二级指标空白或只是写法不同的
    （数量指标与产出数量），不报。

    ## 为什么要紧
    同一个指标两种叫法、两种归类，汇总和比较时就成了两个指标。

    ## 反例
    ```form
    项目名称 | 渡口管护 | 主管部门 | 某县交通局
    （表头）
    产出指标 | 数量指标 | 较大安全事故次数 | =0次 | 0次 | 90 | 90

    项目支出绩效自评表
    项目名称 | 桥梁管护 | 主管部门 | 某县交通局
    （表头）
    产出指标 | 质量指标 | 较大安全事故发生次数 | =0次 | 0次 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 渡口管护 | 主管部门 | 某县交通局
    （表头）
    产出指标 | 质量指标 | 渡口安全事故次数 | =0次 | 0次 | 90 | 90

    项目支出绩效自评表
    项目名称 | 桥梁管护 | 主管部门 | 某县交通局
    （表头）
    产出指标 | 质量指标 | 桥梁安全事故次数 | =0次 | 0次 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for rows in _by_unit(views).values():
        rules = rows[0].view.ruleset
        short = {name: _short(name, rules) for name in {bare(one.row.name.value) for one in rows}}
        classified: set[str] = set()
        for key, same in grouped([(short[bare(one.row.name.value)], one) for one in rows]).items():
            yield from _two_names(same)
            for moved in _two_labels(same, f"“{same[0].row.name.value}”"):
                classified.add(key)
                yield moved
        heads = [
            (head, one)
            for one in rows
            if (head := _head(one, rules)) and short[bare(one.row.name.value)] not in classified
        ]
        for head, same in grouped(heads).items():
            yield from _two_labels(same, f"以“{head}”为名的指标")


def _short(name: str, rules: RuleSet) -> str:
    """A name without the words inside it that do not change its meaning; those at its ends stay."""
    inner = name[1:-1]
    for word in rules.words("filler_words"):
        inner = inner.replace(word, "")
    return f"{name[:1]}{inner}{name[-1:]}" if 0 < len(name) - 2 - len(inner) <= _INSERTED else name


def _head(one: _Row, rules: RuleSet) -> str:
    """The fixed words that a name ends in, "" where it ends in none or is no more than they are."""
    name = bare(one.row.name.value)
    return max((word for word in rules.words("one_aspect_heads") if name.endswith(word)), key=len, default="")


def _two_names(same: Sequence[_Row]) -> Iterator[Yielded]:
    """One finding where rows with one target and one meaning have two names in two forms."""
    for asked in grouped([(canonical(one.said), one) for one in same if one.said is not None]).values():
        names = list(dict.fromkeys(bare(one.row.name.value) for one in asked))
        if len(names) < 2 or len({one.view.number for one in asked}) < 2:
            continue
        first = asked[0]
        other = next(one for one in asked if bare(one.row.name.value) != names[0])
        yield found(
            first.row.name,
            f"同一指标有两种名称：“{first.row.name.value}”和“{other.row.name.value}”",
            f'one indicator has two names: "{first.row.name.value}" and "{other.row.name.value}"',
            mend="各表统一用一个名称",
            mend_en="use one name in all forms",
            subject=f"名称/{first.row.name.value}",
            recomputed=other.row.name.value,
            related=_places(asked[1:]),
            form=first.view.number,
        )


def _two_labels(same: Sequence[_Row], words: str) -> Iterator[Yielded]:
    """One finding where rows of one first level stand under two second-level labels in two forms."""
    known = [(one.row.l1, one) for one in same if _aspect(one.row.l2)]
    for l1, rows in grouped(known).items():
        labels = grouped([(_aspect(one.row.l2), one) for one in rows])
        if len(labels) < 2 or len({one.view.number for one in rows}) < 2:
            continue
        few = min(labels.values(), key=len)
        first, others = few[0], [one for one in rows if one is not few[0]]
        said = "，".join(f"{own[0].row.l2} {len(own)} 处" for own in labels.values())
        yield found(
            first.row.name.at,
            f"{words}在各表中归类不一：{said}",
            f"one indicator stands under {len(labels)} second-level labels of {l1}",
            mend="各表统一归入一个二级指标",
            mend_en="put it under one label in all forms",
            subject=f"归类/{words.strip('“”')}",
            related=_places(others),
            form=first.view.number,
        )


def _aspect(l2: str) -> str:
    """What a second-level label asks for, however it is written: 数量指标, 产出数量; "" for satisfaction and others."""
    return next((word for word in _ASPECTS if word in l2 and "满意" not in l2), "")


def _places(rows: Sequence[_Row]) -> tuple[Related, ...]:
    return tuple(
        Related(one.row.name.at, f"“{whose(one.view)}”{one.row.l2}：{one.row.name.value}") for one in rows
    )
