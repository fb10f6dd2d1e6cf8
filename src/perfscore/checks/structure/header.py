"""PS1xx: header, signatures and the overall goal of a form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import PurePath

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.structure.placeholders import GOAL_COMPLETION
from perfscore.checks.subjects import View
from perfscore.checks.words import bare, empty, notes, share, whose
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import SelfAssessment, TargetSheet, Text

_FIELDS = {
    "project": "项目名称",
    "department": "主管部门",
    "implementing_unit": "实施单位",
    "unit": "单位名称",
    "year": "年度",
}
_SIGNATURES = {
    "leader": "负责人",
    "finance_leader": "财务负责人",
    "handler": "经办人",
    "reviewer": "审核人",
    "phone": "联系电话",
    "date": "填报日期",
}
#: What forms print where a person signs.
_TO_SIGN = lazy_pattern(r"\(?(?:签字|签名|签章|盖章|公章|签字盖章|签字或盖章|章)\)?")
_YEAR = lazy_pattern(r"(?<![0-9A-Za-z])20[0-4]\d(?![0-9A-Za-z])")
_SHORT_GOAL = 6
_SHORT_RESULT = 10
#: So many characters say what a figure counts, or what did not happen.
_SENTENCE = 3
_WORDS = lazy_pattern(r"[\u4e00-\u9fff]")
_COPIED = Fraction(95, 100)
#: A figure in a sentence, in digits or in words with what they count.
_FIGURE = lazy_pattern(r"\d|[一二两三四五六七八九十百千万]+(?:[个项次人户家场期批件台套处条份名]|万|亿|成|倍)")
#: What was to be kept from happening, and the words that say that it did not happen.
_PREVENTED = lazy_pattern(r"不发生|不出现|不产生|不得|避免|防止|杜绝|防范|无|零|未|0")
_DID_NOT = lazy_pattern(r"未(?:发生|出现|产生|发现|收到|造成|引发)|没有|无|零")


@check(
    "PS121",
    "header-field-missing",
    Severity.WARNING,
    "form",
    title="Project name, department, unit or year is missing",
)
def header_field_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """表头信息缺失。

    ## 查什么
    表式规定必填的表头栏目（项目名称、主管部门、实施单位、单位名称）印有标签而没有内容；或规定有年度的表，
    标题、表头、落款和文件名里都没有年度。

    ## 为什么要紧
    不知道是谁的、哪一年的，就无法与预算和其他表核对。

    ## 反例
    ```form
    项目名称 | 培训项目
    主管部门 | 某局 | 实施单位 |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 培训项目
    主管部门 | 某局 | 实施单位 | 某中心
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核（公开表样的必填栏目）
    """
    definition = next((one for one in vocabulary().definitions if one.id == form.head.definition), None)
    if definition is None:
        return
    for name in definition.required_fields:
        cell = form.head.field(name)
        label = _FIELDS.get(name, name)
        if name == "year":
            if not form.head.text("year") and not _YEAR.search(PurePath(form.head.at.file).stem):
                yield found(
                    form.head.title if cell is None else cell,
                    "标题、表头、落款和文件名里都没有年度",
                    "no year stands in the title, the header, the footer or the file name",
                    mend="在标题下写明年度",
                    mend_en="write the year under the title",
                    subject="header/year",
                )
        elif cell is not None and empty(cell):
            yield found(
                cell,
                f"表头“{label}”没有填写",
                f'the header field "{label}" is blank',
                mend=f"填写{label}",
                mend_en="fill it in",
                subject=f"header/{name}",
            )


@check(
    "PS122",
    "sign-off-missing",
    Severity.INFO,
    "dossier",
    title="Responsible person, handler, telephone or date is missing",
    needs=(needs.GOVERNED,),
)
def sign_off_missing(views: tuple[View, ...]) -> Iterator[Yielded]:
    """签字或联系信息缺失。

    ## 查什么
    表尾印有负责人、经办人、联系电话、填报日期等标签而没有内容。一次送审的材料合报一条，列出各表各项；已填的内容不在报告中重复。

    ## 为什么要紧
    没有签字和日期，自评结果无人负责。

    ## 反例
    ```form
    项目名称 | 培训项目
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    总分 | | | | | 90 | 90
    负责人： | | 经办人： | | 联系电话： | |
    ```

    ## 正例
    ```form
    项目名称 | 培训项目
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    总分 | | | | | 90 | 90
    负责人： | （已签字） | 经办人： | （已签字） | 联系电话： | （略） |
    ```

    ## 依据
    惯例，待核（公开表样的落款）
    """
    blanks = [
        (view, _SIGNATURES[name], cell)
        for view in views
        if isinstance(view.form, SelfAssessment | TargetSheet)
        for name, cell in view.form.head.fields
        if name in _SIGNATURES and _unsigned(cell)
    ]
    if not blanks:
        return
    (first, _, place), *others = blanks
    words = "、".join(dict.fromkeys(label for _, label, _ in blanks))
    forms = len({view.number for view, _, _ in blanks})
    yield found(
        place,
        f"{words}没有填写" + (f"（共 {forms} 张表）" if forms > 1 else ""),
        f"blank at the foot of the form: {words}" + (f" ({forms} forms)" if forms > 1 else ""),
        mend="补签并填写联系电话和日期",
        mend_en="have the form signed and dated",
        subject="form/sign-off",
        related=tuple(Related(cell.at, f"{whose(view)} {label}".strip()) for view, label, cell in others),
        form=first.number,
    )


def _unsigned(cell: Text) -> bool:
    return empty(cell) or _TO_SIGN.fullmatch(squash(cell.value)) is not None


@check(
    "PS124",
    "goal-missing",
    Severity.ERROR,
    "form",
    title="The overall performance goal is missing",
    lowered={"slight": Severity.INFO},
    needs=(needs.GOAL,),
)
def goal_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """绩效目标未填。

    ## 查什么
    总体目标一栏空着为错误；去掉标点不足六个字的只提示。表中没有这一栏的不判。

    ## 为什么要紧
    没有总体目标，各项指标是为了什么就无从说起。

    ## 反例
    ```form
    项目名称 | 培训项目
    年度总体目标 | 预期目标 | 实际完成情况
     | | 全年举办培训4期，培训120人次。
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 培训项目
    年度总体目标 | 预期目标 | 实际完成情况
     | 举办培训4期，培训学员100人次以上。 | 全年举办培训4期，培训120人次。
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核（公开表样的必填栏目）
    """
    goal = form.goal
    if goal is None or len(bare(goal.value)) >= _SHORT_GOAL:
        return
    blank = not bare(goal.value)
    # The goal of the whole term may stand beside it.
    whose = "年度" if isinstance(form, TargetSheet) and form.blocks else ""
    yield found(
        goal,
        f"{whose}总体绩效目标空着" if blank else f"{whose}总体绩效目标只有“{goal.value}”",
        "the overall goal is blank" if blank else f'the overall goal is only "{goal.value}"',
        mend="写明年度要做什么、做到什么程度",
        mend_en="say what is to be done this year, and how far",
        subject="form/goal",
        conditions=() if blank else ("slight",),
    )


@check(
    "PS135",
    "goal-completion-uninformative",
    Severity.WARNING,
    "self-assessment",
    title="The completion of the overall goal is blank or copied",
    needs=(needs.GOAL_ACTUAL,),
    after=("PS113",),
)
def goal_completion_uninformative(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """总体目标完成情况空白或照抄。

    ## 查什么
    总体目标的实际完成情况空着；不足十个字而没有数字；或没有任何数字而文字与预期目标几乎相同（95% 以上）。
    目标是不发生某事，写明“未发生”的，已经回答了目标。模板的填写提示由 PS113 报。

    ## 为什么要紧
    照抄目标等于没有说完成了什么。

    ## 反例
    ```form
    项目名称 | 培训项目
    年度总体目标 | 预期目标 | 实际完成情况
     | 按计划举办各类业务培训，提高学员的业务能力。 | 按计划举办各类业务培训，提高学员的业务能力。
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 培训项目
    年度总体目标 | 预期目标 | 实际完成情况
     | 按计划举办各类业务培训，提高学员的业务能力。 | 全年举办业务培训4期120人次，结业考试合格率95%。
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    goal, actual = form.goal, form.goal_actual
    if actual is None or view.has_found("PS113", GOAL_COMPLETION) or _informs(actual, goal):
        return
    text = bare(actual.value)
    copied = goal is not None and len(text) >= _SHORT_RESULT and share(actual.value, goal.value) >= _COPIED
    if len(text) >= _SHORT_RESULT and not copied:
        return
    state = "空着" if not text else "照抄预期目标" if copied else f"只有“{actual.value}”"
    state_en = "is blank" if not text else "copies the goal" if copied else f'is only "{actual.value}"'
    yield found(
        actual,
        f"总体目标的完成情况{state}",
        f"the completion of the overall goal {state_en}",
        mend="逐项写明做了什么、完成到什么程度，用数字说话",
        mend_en="say what was done, item by item, with figures",
        subject="form/goal-actual",
        related=notes(("预期目标", goal)) if copied else (),
    )


def _informs(actual: Text, goal: Text | None) -> bool:
    """Whether a completion says something of its own: a figure in a sentence, or that a thing did not happen."""
    text = bare(actual.value)
    if _FIGURE.search(text) and len(_WORDS.findall(text)) >= _SENTENCE:
        return True
    prevented = goal is not None and _PREVENTED.search(bare(goal.value)) is not None
    return prevented and _DID_NOT.search(text) is not None and len(text) >= _SENTENCE
