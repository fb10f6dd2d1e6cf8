"""PS618: an indicator that speaks of the people whom another project pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from perfscore.checks.crossform.likeness import grouped
from perfscore.checks.crossform.whose import owner, project
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import bare, texts
from perfscore.core.findings import Related, Severity
from perfscore.core.records import frozen
from perfscore.model import Indicator, SelfAssessment, TargetSheet
from perfscore.rulesets import RuleSet

#: Shorter names of people (职工, 老年人) are those of any project.
_SHORTEST: Final = 6


@frozen
class _Project:
    """A project that pays people, and who they are."""

    view: View
    form: SelfAssessment | TargetSheet
    people: str


@check(
    "PS618",
    "indicator-unrelated",
    Severity.INFO,
    "dossier",
    title="An indicator has nothing to do with its project",
)
def indicator_unrelated(views: tuple[View, ...]) -> Iterator[Yielded]:
    """指标与项目无关。

    ## 查什么
    同一单位有两个发给人的项目（名称以生活补贴、补助、救助金等结尾），各有自己的对象；其中一个项目的指标名称写的是另一个
    项目的对象，而本项目的名称、目标、概况里都没有提到这些人。一张表一条。
    对象不足六个字的（如“职工”）、两个对象一个包含另一个的、不是发给人的项目（培训、维修、运行）不判；各表共用的通用指标
    不判。

    ## 为什么要紧
    多半是从另一个项目照抄时没有改对象；这样的指标考核的不是本项目。

    ## 反例
    ```form
    项目名称 | 退役消防人员生活补助 | 主管部门 | 某市应急局
    （表头）
    产出指标 | 数量指标 | 退役消防人员补助人数 | ≥30人 | 30人 | 90 | 90

    项目支出绩效自评表
    项目名称 | 森林防火瞭望人员生活补助 | 主管部门 | 某市应急局
    （表头）
    产出指标 | 数量指标 | 退役消防人员补助发放及时率 | =100% | 100% | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 退役消防人员生活补助 | 主管部门 | 某市应急局
    （表头）
    产出指标 | 数量指标 | 退役消防人员补助人数 | ≥30人 | 30人 | 90 | 90

    项目支出绩效自评表
    项目名称 | 森林防火瞭望人员生活补助 | 主管部门 | 某市应急局
    （表头）
    产出指标 | 数量指标 | 瞭望人员补助发放及时率 | =100% | 100% | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    paying = [(owner(one.view.form.head), one) for view in views if (one := _paying(view)) is not None]
    for projects in grouped(paying).values():
        people = {one.people: one for one in projects}
        lengths = sorted({len(name) for name in people})
        for one in projects:
            strange = [
                (row, other) for row in one.view.rows if (other := _others(row, one, people, lengths)) is not None
            ]
            if strange:
                yield _finding(one, strange)


def _paying(view: View) -> _Project | None:
    """A project whose name says whom it pays, None for any other."""
    form = view.form
    if not isinstance(form, SelfAssessment | TargetSheet) or not form.head.kind.startswith("project"):
        return None
    people = _people(bare(project(form.head)), view.ruleset)
    return None if people is None else _Project(view, form, people)


def _people(name: str, rules: RuleSet) -> str | None:
    """The people in the name of a project: what stands before the words for a payment."""
    tail = max((word for word in rules.words("paid_projects") if name.endswith(word)), key=len, default="")
    people = name.removesuffix(tail)
    if not tail or not people:
        return None
    people += "" if any(people.endswith(word) for word in rules.words("people")) else "人员"
    return people if len(people) >= _SHORTEST else None


def _others(
    row: Indicator, one: _Project, people: Mapping[str, _Project], lengths: Sequence[int]
) -> _Project | None:
    """The project whose people a row of this one names, None where it names none or this project speaks of them."""
    name = bare(row.name.value)
    for size in lengths:
        for start in range(len(name) - size + 1):
            found_people = name[start : start + size]
            other = people.get(found_people)
            if other is None or found_people in one.people or one.people in found_people:
                continue
            stated = [project(one.form.head), *(text.value for text in texts(one.form))]
            if one.people not in name and not any(found_people in bare(text) for text in stated):
                return other
    return None


def _finding(one: _Project, strange: Sequence[tuple[Indicator, _Project]]) -> Yielded:
    (row, other), *more = strange
    names = "、".join(f"“{each.name.value}”" for each, _ in strange[:3]) + (" 等" if len(strange) > 3 else "")
    return found(
        row.name,
        f"“{project(one.form.head)}”的指标{names}写的是“{project(other.form.head)}”的对象",
        f'"{row.name.value}" speaks of the people of another project',
        mend="改为本项目的对象，或换成反映本项目的指标",
        mend_en="name the people of this project, or choose an indicator of its own",
        subject=row.name.value,
        related=(
            *(Related(each.name.at, each.name.value) for each, _ in more),
            Related(other.form.head.at, f"“{project(other.form.head)}”"),
        ),
        form=one.view.number,
    )
