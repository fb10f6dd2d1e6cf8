"""PS130: are the labels of the levels, and the project's attribute, those of the standard list?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import beside_sheet, doubt, notes
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import SelfAssessment, TargetSheet, Text

_BRACKETS = lazy_pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_POINTS = lazy_pattern(r"[:：]?\d{1,3}(?:\.\d+)?分?$")
_MARK = lazy_pattern(r"^(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}、)")
_TICKED = lazy_pattern(r"[□☐☑■√✓]")

#: So many standard labels are named.
_MOST = 10


@frozen
class _Printed:
    """A label as a form prints it: what it stands for, its spelling without points and brackets."""

    view: View
    name: str
    spelling: str
    text: Text
    list_name: str


def _plain(raw: str) -> str:
    """A label without number, points and brackets."""
    return _POINTS.sub("", _MARK.sub("", _BRACKETS.sub("", squash(raw)).rstrip(":")))


@lru_cache(maxsize=4096)
def _spelling(raw: str) -> str:
    """The spelling that is compared: 生态环境指标（5分） and 生态环境 are one."""
    return _plain(raw).removesuffix("指标")


def _labels(view: View) -> Iterator[_Printed]:
    form = view.form
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    # 加分项 beside the hundred points is no level of the list.
    beside = {row.l1 for row in form.adjustments}
    for section in form.sections:
        if section.name and section.header.raw and (section.indicators or section.name not in beside):
            yield _Printed(view, section.name, _spelling(section.header.raw), section.header, "first_level")
        seen: set[tuple[str | None, int | None, int | None, str | None]] = set()
        for label in (*(row.l2_label for row in (*section.indicators, *section.aside)), *section.blanks):
            if label is None or not label.raw:
                continue
            place = (label.at.sheet, label.at.line, label.at.column, label.at.cell)
            if place not in seen:
                seen.add(place)
                yield _Printed(view, label.value, _spelling(label.raw), label, "second_level")


@check(
    "PS130",
    "label-nonstandard",
    Severity.INFO,
    "dossier",
    title="A level label or attribute is not in the standard list",
    needs=(needs.GOVERNED,),
)
def label_nonstandard(views: tuple[View, ...]) -> Iterator[Yielded]:
    """指标分级名称或项目属性不规范。

    ## 查什么
    一级、二级指标的名称不在评分规则集的规范名称之列，或同一份文件里同一个标签有两种写法；项目属性不是规范的取值。
    括号里的分值、末尾的“指标”二字不计较。每个标签每份文件报一条，列出各处。

    ## 为什么要紧
    汇总时按名称归类，写法不一就归不到一起。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 可持续性影响指标 | 学员留任率 | ≥60% | 65% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标（50分） | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标（40分） | 可持续影响 | 学员留任率 | ≥60% | 65% | 40 | 40
    ```

    ## 依据
    评分规则集的词表；惯例，待核（公开表样如此）
    """
    groups: dict[tuple[str, str, str], list[_Printed]] = defaultdict(list)
    for view in views:
        for label in _labels(view):
            groups[view.form.head.at.file, label.list_name, label.name].append(label)
    for (_, list_name, name), labels in groups.items():
        standard = {_spelling(word) for word in labels[0].view.ruleset.words(list_name)}
        printed = {label.spelling: _plain(label.text.raw) for label in reversed(labels)}
        spellings = list(dict.fromkeys(label.spelling for label in labels))
        odd = [spelling for spelling in spellings if spelling not in standard]
        if not standard or not (odd or len(spellings) > 1):
            continue
        first = next((label for label in labels if label.spelling in odd), labels[-1])
        known = first.spelling not in odd or _spelling(name) in standard
        proper = f"，规范名称是“{name}”" if known and odd else ""
        both = "、".join(f"“{printed[spelling]}”" for spelling in spellings)
        yield found(
            first.text,
            f"“{first.text.raw.strip()}”不是规范的分级名称{proper}"
            + (f"；同一份文件里有{both}几种写法" if len(spellings) > 1 else "")
            if odd
            else f"同一个标签在文件里有{both}几种写法",
            f'"{first.text.raw.strip()}" is not a standard label' if odd else f"one label is spelled {both}",
            mend=f"统一写作“{name}”" if known else f"改用规范的分级名称：{_listed(labels[0].view, list_name)}",
            mend_en="use the standard label throughout",
            subject=f"{list_name}/{name}",
            related=notes(
                *((beside_sheet(label.view, label.text.at), label.text) for label in labels if label is not first)
            ),
            form=first.view.number,
        )
    for view in views:
        yield from _attribute(view)


def _listed(view: View, list_name: str) -> str:
    """The standard labels of a list, each in one spelling; of a long list the first ones."""
    words: dict[str, str] = {}
    for word in view.ruleset.words(list_name):
        words.setdefault(_spelling(word), word)
    return "、".join(list(words.values())[:_MOST]) + ("等" if len(words) > _MOST else "")


def _attribute(view: View) -> Iterator[Yielded]:
    cell = view.form.head.field("attribute")
    setting = view.ruleset.lists.get("project_attributes")
    if cell is None or setting is None or not cell.value.strip() or _TICKED.search(cell.value):
        return
    if any(word in squash(cell.value) for word in setting.value):
        return
    yield found(
        cell,
        f"项目属性“{cell.value}”不是规范的取值",
        f'the project attribute "{cell.value}" is not a standard one',
        mend=f"从规范取值中选择，如“{'”“'.join(setting.value[:4])}”",
        mend_en="choose one of the standard attributes",
        subject="attribute",
        conditions=doubt(setting),
        form=view.number,
    )
