"""PS113: what the template asked to be replaced and was not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.text import squash
from perfscore.language.values import Value
from perfscore.model import Indicator, SelfAssessment, TargetSheet, Valued
from perfscore.rulesets import RuleSet

#: A whole cell of marks that stand where something belongs: *, XX, ××, ……, ____.
_MARKS = lazy_pattern(r"(?:[*×]+|[xX]{1,}|[…⋯]+|\.{3,}|_{2,}|□+|○{2,})")
#: Inside a text the mark is repeated, and is no part of a masked number or of a Latin word.
_REPEATED = lazy_pattern(r"(?<![A-Za-z0-9*×])(?:\*{2,}|×{2,}|[xX]{2,})(?![A-Za-z0-9*×])")
#: A deduction without its number: 每低1%扣 分.
_NO_DEDUCTION = lazy_pattern(
    r"(?:每|低于|少于|减少|未)[^。；;，,\n]{0,20}?[扣减得加](?:[ \u3000]+|[_＿]+)分", needs=" |\u3000|_|＿"
)
#: A whole cell set in bold by the marks of a text format.
_BOLD = lazy_pattern(r"^\*\*([^*]+)\*\*$")
_SIGN = lazy_pattern(r"[≥≤><=]=?|[》《〉〈]")
#: The length that a template allows for a text: （100字以内）, 不超过200字; it stands at the end of an instruction.
_LENGTH_LIMIT = lazy_pattern(
    r"\([^()]*\d字[^()]*\)[。.]?$|(?:不超过|不得超过|控制在|限)\d{1,5}个?字(?:以内|之内|内)?[。.]?$"
    r"|\d个?字(?:以内|之内)[。.]?$",
    needs="字",
)
#: A whole cell in brackets that asks for something: （请简要说明）, （填写实际完成情况）.
_ASKED = lazy_pattern(
    r"[(【\[](?:请|需|应|须|填写|填列|简要|逐条|逐项|说明)[^()【】\[\]]*[)】\]]",
    needs="请|需|应|须|填写|填列|简要|逐条|逐项|说明",
)


#: The English label of the completion of the goal, and the subject of a finding there.
_COMPLETION = "goal completion"
GOAL_COMPLETION = f"form/{_COMPLETION}"


@check(
    "PS113",
    "placeholder-left",
    Severity.ERROR,
    "form",
    title="A placeholder or instruction of the template was left",
    lowered={"minor": Severity.WARNING, "slight": Severity.INFO},
    needs=(needs.INDICATORS,),
)
def placeholder_left(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """占位符或模板提示未替换。

    ## 查什么
    整格是占位符（*、XX、××、……、待定、指标1、请填写……）或模板的填写提示（“……（100字以内）”），或文字中在该写数、写名称的地方留着重复的 *、×、X（≥**人）、
    “扣 分”、下划线。指标值、名称、分值、评分标准中的为错误，其他文字中的为警告；没有分值、什么也没填的模板行（指标2、……）不是指标，只提示。单独一个比较符号，
    只有指标值和计量单位都空着才算。同一栏里同样的占位符合为一条，列出各处。

    ## 为什么要紧
    占位符没有替换，说明这一格根本没有填。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥**人 | 120人 | 50 | 50
     | 质量指标 | 指标2 | …… | …… | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    groups: dict[tuple[str, str], list[_Left]] = defaultdict(list)
    for one in _all_left(form, view.ruleset):
        groups[one.label_en, re.sub(r"\d+", "#", one.words)].append(one)
    for first, *others in groups.values():
        count = f"；同样的共 {len(others) + 1} 处" if others else ""
        yield found(
            first.cell,
            f"{first.where}留有没有替换的占位符“{first.words}”{count}",
            f'the {first.label_en} still holds the placeholder "{first.words}"'
            + (f", {len(others) + 1} cells alike" if others else ""),
            mend="换成实际内容；不需要的行整行删去",
            mend_en="replace it, or delete the row",
            subject=f"{first.subject}/{first.label_en}",
            related=notes(*((one.where, one.cell) for one in others)),
            conditions=() if first.level == "error" else (first.level,),
        )


@frozen
class _Left:
    """A placeholder that was found: its cell, the words for the cell, what stands there."""

    cell: Sourced[Any]
    where: str
    label_en: str
    words: str
    subject: str
    level: Literal["error", "minor", "slight"] = "error"


def _unused(form: SelfAssessment | TargetSheet) -> Iterator[Indicator]:
    """Lines of the template that hold nothing but its own words."""
    return (row for section in form.sections for row in section.aside if row.role == "placeholder")


def _all_left(form: SelfAssessment | TargetSheet, rules: RuleSet) -> Iterator[_Left]:
    for row in _unused(form):
        if _in_text(row.name, rules):
            yield _Left(
                row.name,
                f"“{row.l2 or row.l1}”下没有使用的行",
                "unused row",
                row.name.raw.strip(),
                row.l1,
                "slight",
            )
    for row in form.indicators:
        name = row.name.value
        for label, label_en, value in _valued(row):
            left = value_placeholder(value, row)
            if left:
                yield _Left(value, f"“{name}”的{label}", label_en, left, name)
        for label, label_en, cell, grave in _texts(row):
            left = _in_text(cell, rules)
            if left:
                yield _Left(cell, f"“{name}”一行的{label}", label_en, left, name, "error" if grave else "minor")
    for label, label_en, cell in _of_form(form):
        left = _in_text(cell, rules)
        if left:
            yield _Left(cell, label, label_en, left, "form", "minor")


def _valued(row: Indicator) -> Iterator[tuple[str, str, Valued]]:
    for label, label_en, cell in (("指标值", "target", row.target), ("实际完成值", "actual", row.actual)):
        if cell is not None:
            yield label, label_en, cell


def value_placeholder(cell: Valued, row: Indicator) -> str:
    """The placeholder in the cell of a target or an actual, or ""."""
    raw = squash(cell.raw)
    if isinstance(cell.value, Unreadable):
        match = _REPEATED.search(raw)
        return match[0] if match else ""
    if cell.value.kind != "empty" or cell.value.empty != "placeholder":
        return ""
    if _SIGN.fullmatch(raw) and not _alone(cell.value, row):
        return ""
    return cell.raw.strip()


def _alone(value: Value, row: Indicator) -> bool:
    return not value.unit and (row.unit is None or not row.unit.value)


def _texts(row: Indicator) -> Iterator[tuple[str, str, Sourced[Any], bool]]:
    for label, label_en, cell, grave in (
        ("三级指标名称", "name", row.name, True),
        ("分值", "points", row.points, True),
        ("得分", "score", row.score, True),
        ("评分标准", "rule", row.rule, True),
        ("指标解释", "explanation", row.explanation, False),
        ("偏差原因", "reason", row.reason, False),
        ("佐证材料", "evidence", row.evidence, False),
    ):
        if cell is not None:
            yield label, label_en, cell, grave


def _of_form(form: SelfAssessment | TargetSheet) -> Iterator[tuple[str, str, Sourced[Any]]]:
    actual = form.goal_actual if isinstance(form, SelfAssessment) else None
    for label, label_en, cell in (
        ("项目名称", "project", form.head.field("project")),
        ("年度总体目标", "goal", form.goal),
        ("总体目标完成情况", _COMPLETION, actual),
    ):
        if cell is not None:
            yield label, label_en, cell


def _in_text(cell: Sourced[Any], rules: RuleSet) -> str:
    """The placeholder in a cell of text or number, or ""."""
    return _placeholder(cell.raw, rules.words("placeholders"), rules.words("hints"))


@lru_cache(maxsize=8192)
def _placeholder(raw: str, listed: tuple[str, ...], hints: tuple[str, ...]) -> str:
    whole = _BOLD.sub(r"\1", squash(raw))
    if not whole:
        return ""
    if _MARKS.fullmatch(whole) or _listed(whole, listed, hints):
        return raw.strip()
    match = _REPEATED.search(whole) or _NO_DEDUCTION.search(raw)
    return match[0] if match else ""


def _listed(whole: str, listed: tuple[str, ...], hints: tuple[str, ...]) -> bool:
    """Whether the whole cell is a word of the rule set's lists; # in a word stands for a number."""
    plain = re.sub(r"\d+|[一二三四五六七八九十]+$", "#", whole)
    if whole in listed or plain in listed:
        return True
    if _LENGTH_LIMIT.search(whole) or _ASKED.fullmatch(whole):
        return True
    return whole.startswith(hints) and len(whole) <= 40
