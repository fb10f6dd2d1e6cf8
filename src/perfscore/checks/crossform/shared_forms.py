"""PS611, PS616: one form that stands in two documents, or twice in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from perfscore.checks.crossform.cellwise import Difference, Form, differences
from perfscore.checks.crossform.whose import file, owner, project, year
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import whose
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.model import SelfAssessment, TargetSheet

#: So many cells are named in the sentence.
_NAMED: Final = 3
#: So many are related places: forms that share no row differ in all of them.
_RELATED: Final = 60
_YEAR: Final = lazy_pattern(r"20[0-4][0-9]")

#: Kind, unit, project and year of a form.
_Identity = tuple[str, str, str, str]


@check(
    "PS611",
    "shared-form-differs",
    Severity.WARNING,
    "dossier",
    title="The same form differs between two documents",
    lowered={"slight": Severity.INFO},
)
def shared_form_differs(views: tuple[View, ...]) -> Iterator[Yielded]:
    """同一表在两份文件中不同。

    ## 查什么
    种类、单位、项目、年度都相同的一张表出现在两份文件（如部门公开稿和单位公开稿）中，逐格比较资金、总体目标、指标名称、
    指标值、完成值、分值、得分和各段文字；不计全半角、空白、标点和括号。数字、名称不同为警告，只有文字措辞不同的只提示；
    一张表一条，不同的各格列为相关位置。
    单位或年度没有写明的、一份文件里同一张表有两张的（见 PS616）不比较；只有一份有的栏目、负责人和电话不比较；
    金额空白与零、不同单位的同一金额算相同。

    ## 为什么要紧
    同一张表公开两次，两处不同，读者不知道哪一处是批复的；多半是改了一份没有改另一份。

    ## 反例
    ```form
    项目名称 | 校园供暖 | 主管部门 | 某区教育局
    年度 | 2025年
    （表头）
    产出指标 | 数量指标 | 供暖面积 | ≥12000平方米 | 12000平方米 | 90 | 90
    ---
    项目名称 | 校园供暖 | 主管部门 | 某区教育局
    年度 | 2025年
    （表头）
    产出指标 | 数量指标 | 供暖面积 | ≥21000平方米 | 21000平方米 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 校园供暖 | 主管部门 | 某区教育局
    年度 | 2025年
    （表头）
    产出指标 | 数量指标 | 供暖面积 | ≥12000平方米 | 12000平方米 | 90 | 90
    ---
    项目名称 | 校园供暖 | 主管部门 | 某区教育局
    年度 | 2025年度
    （表头）
    产出指标 | 数量指标 | 供暖面积 | ≥１2000 ㎡ | 12,000平方米 | 90.00 | 90.00
    ```

    ## 依据
    表内勾稽（两份公开文件的同一张表之间）
    """
    for same in _by_identity(views).values():
        by_file: dict[str, list[View]] = {}
        for view in same:
            by_file.setdefault(file(view), []).append(view)
        if len(by_file) < 2 or any(len(own) > 1 for own in by_file.values()):
            continue
        first, *others = (own[0] for own in by_file.values())
        told = [
            (other, one)
            for other in others
            if isinstance(first.form, Form) and isinstance(other.form, Form)
            for one in differences(first.form, other.form)
        ]
        if told:
            yield _differing(first, told, len(by_file))


def _by_identity(views: Sequence[View]) -> Mapping[_Identity, list[View]]:
    """The forms that say what they are, by that."""
    found_forms: dict[_Identity, list[View]] = {}
    for view in views:
        key = identity(view)
        if isinstance(view.form, Form) and key[1] and key[3] and (key[2] or not key[0].startswith("project")):
            found_forms.setdefault(key, []).append(view)
    return found_forms


def identity(view: View) -> _Identity:
    """What a form is: kind, unit, project, year."""
    return view.form.head.kind, owner(view.form.head), project(view.form.head), year(view)


def _differing(view: View, told: Sequence[tuple[View, Difference]], files: int) -> Yielded:
    every = [one for _, one in told]
    words = list(dict.fromkeys(one.words for one in every))
    names = "、".join(words[:_NAMED]) + (" 等" if len(words) > _NAMED else "")
    serious = [one for one in every if one.sort != "text"]
    first = (serious or every)[0]
    conditions: tuple[Condition, ...] = () if serious else ("slight",)
    here, there = first.shown
    others = {other.number: other for other, _ in told}
    shown = f"；{first.words}一份为“{here}”，另一份为“{there}”" if first.other is not None else ""
    return found(
        first.here,
        f"“{whose(view)}”在 {files} 份文件中有 {len(every)} 处不同：{names}{shown}",
        f'"{whose(view)}" differs in {len(every)} cells between {files} documents',
        mend="核对哪一份是定稿，把另一份改成一致",
        mend_en="find out which one holds and make the other one agree",
        subject=f"{view.form.head.kind}/{first.words}",
        recomputed=None if first.other is None else first.other.raw,
        related=(
            *(Related(other.form.head.at, "另一份文件中的同一张表") for other in others.values()),
            *(place for one in every[:_RELATED] for place in one.related),
        ),
        conditions=conditions,
        form=view.number,
    )


@check(
    "PS616",
    "form-duplicated",
    Severity.INFO,
    "dossier",
    title="The same form appears twice",
)
def form_duplicated(views: tuple[View, ...]) -> Iterator[Yielded]:
    """同一表重复出现。

    ## 查什么
    一份文件中有两张表的种类、标题、单位、项目、年度都相同，又不是一张表的续页（PS049）；说明两张是否逐格相同。
    没有项目名称也没有单位的表、工作表名写着不同年度的、没有一个相同指标的（名称相同的两个项目）不报；出现在两份文件
    中的由 PS611 比较。

    ## 为什么要紧
    重复的表会把项目个数和金额算重；内容不同时，不知道以哪一张为准。

    ## 反例
    ```form
    项目名称 | 防汛物资 | 主管部门 | 某县应急局
    （表头）
    产出指标 | 数量指标 | 储备编织袋 | ≥5000条 | 5200条 | 90 | 90

    项目支出绩效自评表
    项目名称 | 防汛演练 | 主管部门 | 某县应急局
    （表头）
    产出指标 | 数量指标 | 演练次数 | ≥2次 | 2次 | 90 | 90

    项目支出绩效自评表
    项目名称 | 防汛物资 | 主管部门 | 某县应急局
    （表头）
    产出指标 | 数量指标 | 储备编织袋 | ≥5000条 | 5300条 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 防汛物资 | 主管部门 | 某县应急局
    （表头）
    产出指标 | 数量指标 | 储备编织袋 | ≥5000条 | 5200条 | 90 | 90

    项目支出绩效自评表
    项目名称 | 防汛演练 | 主管部门 | 某县应急局
    （表头）
    产出指标 | 数量指标 | 演练次数 | ≥2次 | 2次 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    seen: dict[tuple[str, ...], View] = {}
    for view in views:
        key = identity(view)
        if not isinstance(view.form, SelfAssessment | TargetSheet) or not (
            key[2] or (key[1] and "project" not in key[0])
        ):
            continue
        whole = (file(view), squash(view.form.head.title.value), _sheet_year(view), *key)
        first = seen.setdefault(whole, view)
        if first is not view and isinstance(first.form, SelfAssessment | TargetSheet):
            told = list(differences(first.form, view.form))
            if _related(first.form, view.form):
                yield _twice(first, view, told)


def _sheet_year(view: View) -> str:
    found_year = _YEAR.search(view.form.head.at.sheet or "")
    return found_year[0] if found_year is not None else ""


def _related(one: SelfAssessment | TargetSheet, other: SelfAssessment | TargetSheet) -> bool:
    """Whether two forms of one name share an indicator: others were filled in for two things under one name."""
    names = [{squash(row.name.value) for row in form.indicators if row.name.value} for form in (one, other)]
    return not names[0].isdisjoint(names[1])


def _twice(first: View, view: View, told: Sequence[Difference]) -> Yielded:
    how = f"，两张有 {len(told)} 处不同" if told else "，两张内容相同"
    return found(
        view.form.head.at,
        f"“{whose(view)}”的{view.form.head.title.value}出现了两次{how}",
        f'the form of "{whose(view)}" appears twice' + (f", with {len(told)} differences" if told else ""),
        mend="删去重复的一张；确是两个项目的，改正项目名称",
        mend_en="remove one of them, or correct the name of the project",
        subject=f"{view.form.head.kind}/{project(view.form.head) or owner(view.form.head)}",
        related=(
            Related(first.form.head.at, "第一张"),
            *(place for one in told for place in one.related),
        ),
        form=view.number,
    )
