"""PS619: reasons and goals that are the same in several forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from perfscore.checks.crossform.likeness import Item, at_least, bigrams, clusters, grouped, programme
from perfscore.checks.crossform.whose import file, having, owner, project
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import value
from perfscore.checks.words import bare, doubt, whose
from perfscore.core.findings import Related, Severity
from perfscore.core.records import frozen
from perfscore.model import Indicator, SelfAssessment, TargetSheet, Text

#: So many forms are named in the sentence.
_NAMED = 4
#: So much of a text is quoted.
_QUOTED = 24


@frozen
class _Said:
    """A text of a form; `row` is the indicator that a reason stands at."""

    view: View
    text: Text
    row: Indicator | None = None


@check(
    "PS619",
    "text-copied-between-forms",
    Severity.WARNING,
    "dossier",
    title="The same reason or goal is given in several forms",
)
def text_copied_between_forms(views: tuple[View, ...]) -> Iterator[Yielded]:
    """项目间文字照抄。

    ## 查什么
    同一单位两个以上不同项目的表里，失分指标的偏差原因一字不差（不计标点、空白，字数不少于评分规则集的限度，默认 8 字）；
    或者两个不同项目同种表的年度总体目标（默认 20 字以上）几乎相同：较短一份相邻二字的 95% 以上也在另一份里，另一份
    没有长出两成。一段文字一条，各处列为相关位置。
    没有失分的行里写的说明、不同单位的表（可能是主管部门统一的写法）、部门整体表与所属项目同一指标写同一原因的、名称只差年度、期次、标段的项目、同一项目的目标表和
    自评表，不报。

    ## 为什么要紧
    不同项目偏差的原因不会一字不差；照抄的原因和目标等于没有写。

    ## 反例
    ```form
    项目名称 | 河道清淤 | 主管部门 | 某县水利局
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 清淤长度 | ≥20公里 | 18公里 | 90 | 81 | 受汛期降雨影响，工期顺延
    ---
    项目名称 | 水质监测 | 主管部门 | 某县水利局
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 监测断面 | ≥10个 | 9个 | 90 | 81 | 受汛期降雨影响，工期顺延。
    ```

    ## 正例
    ```form
    项目名称 | 河道清淤 | 主管部门 | 某县水利局
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 清淤长度 | ≥20公里 | 18公里 | 90 | 81 | 受汛期降雨影响，工期顺延
    ---
    项目名称 | 水质监测 | 主管部门 | 某县水利局
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 数量指标 | 监测断面 | ≥10个 | 9个 | 90 | 81 | 一个断面因修路停用，已另选新址
    ```

    ## 依据
    惯例，待核
    """
    yield from _reasons(views)
    yield from _goals(views)


def _reasons(views: Sequence[View]) -> Iterator[Yielded]:
    said = [
        ((_unit(view), bare(row.reason.value)), _Said(view, row.reason, row))
        for view in having(views, "copied_reason_length")
        if isinstance(view.form, SelfAssessment)
        for row in view.rows
        if row.reason is not None and _lost(row)
        and len(bare(row.reason.value)) >= view.ruleset.limit("copied_reason_length")
    ]  # fmt: skip
    for same in grouped(said).values():
        projects = _different([one for one in same if project(one.view.form.head)])
        others = [one for one in same if not project(one.view.form.head)]
        names = {bare(one.row.name.value) for one in same if one.row is not None}
        # A department answers for an indicator as its project does; for another indicator it has copied.
        if len(projects) > 1 or (projects and others and len(names) > 1):
            yield _finding(same, "偏差原因", "the reason")


def _unit(view: View) -> str:
    """The unit of a form, its file where it names none: units may be given their words by the department above."""
    return owner(view.form.head) or file(view)


def _lost(row: Indicator) -> bool:
    """Whether a row got less than its points: what is written beside it is a reason."""
    points, score = value(row.points), value(row.score)
    return points is not None and score is not None and score < points


def _different(said: Sequence[_Said]) -> Mapping[str, _Said]:
    """One text of each project; the parts of one programme are one."""
    return {programme(project(one.view.form.head)): one for one in reversed(said)}


def _goals(views: Sequence[View]) -> Iterator[Yielded]:
    kinds: dict[tuple[str, str], list[Item[_Said]]] = {}
    for view in having(views, "copied_goal", "copied_goal_longer", "copied_goal_length"):
        form = view.form
        if not isinstance(form, SelfAssessment | TargetSheet) or form.goal is None or not project(form.head):
            continue
        text = bare(form.goal.value)
        if len(text) >= view.ruleset.limit("copied_goal_length"):
            kinds.setdefault((form.head.kind, _unit(view)), []).append(Item(_Said(view, form.goal), bigrams(text)))
    for items in kinds.values():
        limits = items[0].what.view.ruleset.limits
        shared, longer = Fraction(limits["copied_goal"].value), Fraction(limits["copied_goal_longer"].value)

        def least(size: int, shared: Fraction = shared, longer: Fraction = longer) -> int:
            return at_least(shared * 100 / (100 + longer), size)

        def alike(
            one: Item[_Said], other: Item[_Said], shared: Fraction = shared, longer: Fraction = longer
        ) -> bool:
            small, large = sorted((len(one.tokens), len(other.tokens)))
            close = large * 100 <= small * (100 + longer)
            return close and len(one.tokens & other.tokens) * 100 >= shared * small

        for group in clusters(items, least, alike):
            same = [item.what for item in group]
            if len(_different(same)) > 1:
                yield _finding(same, "年度总体目标", "the goal")


def _finding(same: Sequence[_Said], words: str, words_en: str) -> Yielded:
    first, *others = same
    rules = first.view.ruleset
    names = list(dict.fromkeys(f"“{whose(one.view)}”" for one in same))
    shown = "、".join(names[:_NAMED]) + (f" 等 {len(names)} 张表" if len(names) > _NAMED else "")
    text = " ".join(first.text.value.split())
    quoted = text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
    same_words = "相同" if len({bare(one.text.value) for one in same}) == 1 else "几乎相同"
    return found(
        first.text,
        f"{shown}的{words}{same_words}：“{quoted}”",
        f"{words_en} is the same in {len(names)} forms",
        mend="按各项目自己的情况分别填写",
        mend_en="write what holds for each project",
        subject=f"{words}/{first.row.name.value if first.row is not None else whose(first.view)}",
        related=tuple(Related(one.text.at, f"“{whose(one.view)}”{_at(one)}") for one in others),
        conditions=doubt(rules.limits["copied_goal" if first.row is None else "copied_reason_length"]),
        form=first.view.number,
    )


def _at(one: _Said) -> str:
    return f"“{one.row.name.value}”" if one.row is not None else ""
