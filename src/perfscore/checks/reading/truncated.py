"""PS043: names, labels and texts of which the end is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from perfscore.checks.pairs import SHORTEST, Paired, paired, said, same_value
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen, replace
from perfscore.core.text import squash
from perfscore.model import Completion, Form, Indicator, SelfAssessment, TargetSheet, Text

#: A shorter text is a phrase and needs no full stop.
_TEXT = 30
#: Marks that close a text, after normalising.
_CLOSED = frozenset("。.!?！？;；)]}》”’」』】~…")
_MARK = lazy_pattern(r"[\W_]")
_STOP = lazy_pattern(r"[。;!?]")
_OPENERS = {"(": ")", "《": "》", "“": "”", "【": "】", "[": "]"}
#: How far from its end a text may have opened a bracket that the end lost.
_NEAR = 40
#: So many sentences of a text, and so many other texts of a form, show that its author closes them.
_HABIT = 2
#: So many labels are named.
_NAMED = 4

_FIELDS = {
    "overview": "项目概况", "basis": "立项依据", "necessity": "项目设立必要性", "safeguards": "保证项目实施的制度、措施",
    "plan": "项目实施计划", "conclusion": "自评结论",
}  # fmt: skip


@frozen
class _Written:
    """A text of a form that is long enough to have an end."""

    label: str
    text: Text
    view: View

    @property
    def said(self) -> str:
        """What it says, without blanks."""
        return squash(self.text.value)


@check(
    "PS043",
    "text-truncated",
    Severity.WARNING,
    "dossier",
    title="A name, label or text is cut off",
    lowered={"slight": Severity.INFO},
)
def text_truncated(views: Sequence[View]) -> Iterator[Yielded]:
    """名称、标签或文字被截断。

    ## 查什么
    指标名称是另一栏、另一份材料里指标值相同的同一项指标名称的前半截（至少四个字）；读表时已按完整的名称读取的，写明补全成什么。
    三十字以上的文字：停在不能收尾的字（和、及、或……）上、括号书名号没有收住，或者是同一项目同一栏目另一处文字的前半截、
    又断在词句中间。以下只提示：表样自带的资金标签被列宽截断（一张表报一条）；前半截本身也是完整的名称（或断在“及”“和”之前），或出自单元格不会截断文字的
    工作簿，可能只是两种写法；各段都用句号收尾、唯独这一段停在项目名称的半截上。
    名称只少括号里的说明的，文字只少末尾一个句号的，前半截在标点处结束的，短语不成句的，不报。

    ## 为什么要紧
    名称不全就无法逐项对照，文字不全就看不到申请的金额和理由。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 山洪预警站点维护
    项目资金（元） | 实施期资金总额： | 90,000 | 年度资金总额： | 90,000
    总体目标 | 实施期目标 | | 年度目标
     | 完成站点维护。 | | 完成站点维护。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 雨量站点巡检维护及校准 | ≥46处 | 数量指标 | 雨量站点巡检维护及 | ≥46处
     | 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 服务对象满意度指标 | 村民满意度 | ≥90%
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 山洪预警站点维护
    项目资金（元） | 实施期资金总额： | 90,000 | 年度资金总额： | 90,000
    总体目标 | 实施期目标 | | 年度目标
     | 完成全县四十六处雨量站点的巡检、维护和校准，汛期数据按时上报 | | 完成全县四十六处雨量站点的巡检、维护和校准，汛期数据按时上报。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 雨量站点巡检维护及校准 | ≥46处 | 数量指标 | 雨量站点巡检维护及校准 | ≥46处
     | 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 服务对象满意度指标 | 村民满意度 | ≥90%
    ```

    ## 依据
    表内勾稽；惯例，待核
    """
    for view in views:
        yield from _names(view)
    yield from _across(views)
    written = [one for view in views for one in _texts(view)]
    longer = _longer_elsewhere(written)
    for view_number, texts in _by_form(written).items():
        for one in texts:
            for item in _text(one, longer.get(one.text.at), texts):
                yield replace(item, form=view_number)


def _names(view: View) -> Iterator[Yielded]:
    """Names that the reader completed, those that begin their partner's, and labels that were cut off."""
    form = view.form
    both = paired(view)
    if both is None or not isinstance(form, TargetSheet):
        return
    partners = _partners(both)
    labels = []
    for one in form.completions:
        if one.at not in partners:
            labels.append(one)
            continue
        row, other, side = partners[one.at]
        yield from _cut(view, row, other, one.printed, one.completed, f"{side}一栏", extracted=True)
    told = {one.at for one in form.completions}
    for pair in both.pairs:
        short, whole = sorted((pair.period, pair.annual), key=lambda row: len(squash(row.name.value)))
        if (
            pair.how == "prefix"
            and short.name.at not in told
            and said(short) is not None
            and same_value(short, whole)
        ):
            side = "实施期" if whole is pair.period else "年度"
            yield from _cut(view, short, whole, short.name.value, whole.name.value, f"{side}一栏", extracted=False)
    if labels:
        yield _labels(view, labels)


def _partners(both: Paired) -> dict[Location, tuple[Indicator, Indicator | None, str]]:
    """The rows of both blocks by the places of their names, with the row of the other block and its side."""
    found_: dict[Location, tuple[Indicator, Indicator | None, str]] = {
        row.name.at: (row, None, side)
        for rows, side in zip(both.rows, ("年度", "实施期"), strict=True)
        for row in rows
    }
    for pair in both.pairs:
        found_[pair.period.name.at] = (pair.period, pair.annual, "年度")
        found_[pair.annual.name.at] = (pair.annual, pair.period, "实施期")
    return found_


def _cut(
    view: View, row: Indicator, other: Indicator | None, printed: str, whole: str, where: str, *, extracted: bool
) -> Iterator[Yielded]:
    """One name that is the beginning of another, and not the whole of what stands before its brackets."""
    rest = squash(whole)[len(squash(printed)) :]
    if _MARK.match(rest):
        return
    complete = view.ruleset.name_class(printed) is not None or rest.startswith(view.ruleset.words("unfinished"))
    open_end = _unfinished(printed, view)
    slight = complete or not (extracted or open_end or view.form.head.provenance == "extracted")
    conditions: tuple[Condition, ...] = ("slight",) if slight else ()
    read = "，已按完整名称读取" if extracted else ""
    doubt = "，也可能是两种写法" if slight else ""
    yield replace(
        found(
            row.name,
            f"指标名称“{printed}”疑被截断：{where}为“{whole}”{read}{doubt}",
            f'the name "{printed}" looks cut off: elsewhere it is "{whole}"',
            mend="把名称写全；列宽不够的，换行或缩小字号",
            mend_en="write the whole name; wrap it where the column is narrow",
            subject=f"{whole}/name/cut",
            recorded=printed,
            recomputed=whole,
            related=() if other is None else notes((where, other.name), ("指标值", other.target)),
            conditions=conditions,
        ),
        form=view.number,
    )


def _labels(view: View, labels: Sequence[Completion]) -> Yielded:
    first = labels[0]
    shown = "、".join(f"“{one.printed}”（{one.completed}）" for one in labels[:_NAMED])
    return replace(
        found(
            first.at,
            f"资金标签被列宽截断：{shown}{f'等 {len(labels)} 处' if len(labels) > _NAMED else ''}，已按完整的标签读取",
            f"labels of the funds are cut off by their column: {len(labels)}",
            mend="不影响读数；公开时加宽该列",
            mend_en="the amounts were read; widen the column",
            subject="funding/labels/cut",
            recorded=first.printed,
            recomputed=first.completed,
            related=tuple(Related(one.at, f"{one.printed}：{one.completed}") for one in labels[1:]),
            conditions=("slight",),
        ),
        form=view.number,
    )


def _across(views: Sequence[View]) -> Iterator[Yielded]:
    """Names that begin a name with the same target in another form of the same project and year."""
    groups: dict[tuple[str, str], list[View]] = defaultdict(list)
    for view in views:
        head = view.form.head
        if head.text("project"):
            groups[squash(head.text("project")), squash(head.text("year"))].append(view)
    for group in groups.values():
        if len(group) > 1:
            yield from _among(group)


def _among(views: Sequence[View]) -> Iterator[Yielded]:
    rows = [(squash(row.name.value), view, row) for view in views for row in view.rows]
    rows.sort(key=lambda entry: entry[0])
    names = sorted({name for name, _, _ in rows})
    after = dict(pairwise(names))
    single = {name for name in names if not after.get(after.get(name, ""), "").startswith(name)}
    by_name: dict[str, list[tuple[View, Indicator]]] = defaultdict(list)
    for name, view, row in rows:
        by_name[name].append((view, row))
    for name in names:
        longer = after.get(name, "")
        if len(name) < SHORTEST or not longer.startswith(name) or name not in single:
            continue
        own = {view.number for view, _ in by_name[name]}
        others = [(view, row) for view, row in by_name[longer] if view.number not in own]
        if len(others) < len(by_name[longer]):
            continue  # a form that has both has two indicators, or was told by itself
        (view, row), (_, other) = by_name[name][0], others[0]
        if said(row) is not None and said(other) is not None and same_value(row, other):
            yield from _cut(
                view, row, other, row.name.value, other.name.value, "同一项目的另一张表", extracted=False
            )


def _texts(view: View) -> Iterator[_Written]:
    """The texts of a form that are sentences."""
    form: Form = view.form
    named = [(_FIELDS.get(name, ""), text) for name, text in form.head.fields if name in _FIELDS]
    if isinstance(form, TargetSheet) and form.blocks:
        sides = zip(("实施期总体目标", "年度总体目标"), form.blocks, strict=True)
        named += [(side, block.goal) for side, block in sides if block.goal is not None]
    elif isinstance(form, SelfAssessment | TargetSheet) and form.goal is not None:
        named.append(("总体目标", form.goal))
    if isinstance(form, SelfAssessment) and form.goal_actual is not None:
        named.append(("总体目标完成情况", form.goal_actual))
    for label, text in named:
        if len(squash(text.value)) >= _TEXT:
            yield _Written(label, text, view)


def _by_form(written: Iterable[_Written]) -> dict[int, list[_Written]]:
    found_: dict[int, list[_Written]] = defaultdict(list)
    for one in written:
        found_[one.view.number].append(one)
    return found_


def _longer_elsewhere(written: Iterable[_Written]) -> dict[Location, _Written]:
    """For the place of a text a longer one that begins with it: the same field of the same project."""
    groups: dict[tuple[str, str], list[_Written]] = defaultdict(list)
    for one in written:
        head = one.view.form.head
        field = "总体目标" if one.label.endswith("总体目标") else one.label
        groups[field, squash(head.text("project") or head.text("unit"))].append(one)
    found_: dict[Location, _Written] = {}
    for group in groups.values():
        for one, after in pairwise(sorted(group, key=lambda item: item.said)):
            if after.said.startswith(one.said) and len(after.said) > len(one.said):
                found_[one.text.at] = after
    return found_


def _text(one: _Written, longer: _Written | None, texts: Sequence[_Written]) -> Iterator[Yielded]:
    text = one.said
    if text[-1] in _CLOSED:
        return
    tail = text[-12:]
    conditions: tuple[Condition, ...] = ()
    related: tuple[Related, ...] = ()
    if longer is not None and not _MARK.match(longer.said[len(text)]):
        rest = longer.said[len(text) :][:12]
        why, why_en = f"另一处同一栏目接着写“{rest}”", "the same field goes on elsewhere"
        related = (Related(longer.text.at, longer.label),)
    elif _unfinished(text, one.view):
        why, why_en = "这里不能收尾", "no sentence ends here"
    elif (opened := _left_open(text)) is not None:
        why, why_en = f"“{opened}”没有收住", "a bracket is left open"
    elif (name := _half_a_name(one, texts)) is not None:
        why, why_en, conditions = (
            f"停在项目名称“{name}”的半截上，其他各段都写完整",
            "it stops inside the project name",
            ("slight",),
        )
    else:
        return
    yield found(
        one.text,
        f"{one.label}的文字疑被截断，停在“…{tail}”：{why}",
        f'the text of a field looks cut off at "…{tail}": {why_en}',
        mend="补全文字；单元格放不下的，加高行或另附说明",
        mend_en="complete the text",
        subject=f"{one.label}/cut",
        recorded=f"…{tail}",
        related=related,
        conditions=conditions,
    )


def _unfinished(text: str, view: View) -> bool:
    """Whether a text ends on a word that joins it to what follows."""
    ends = view.ruleset.words("unfinished")
    return text.endswith(ends) and not text.endswith(view.ruleset.words("finished"))


def _left_open(text: str) -> str | None:
    """A bracket near the end that nothing closes; a quote that is opened twice was closed with the wrong mark."""
    near = text[-_NEAR:]
    if near.count("“") > 1:
        near = near.replace("“", "")
    for place in range(len(near) - 1, -1, -1):
        closer = _OPENERS.get(near[place])
        if closer is not None:
            return None if closer in near[place:] else near[place]
        if near[place] in _OPENERS.values():
            return None
    return None


def _half_a_name(one: _Written, texts: Sequence[_Written]) -> str | None:
    """The project's name, where a text stops inside of it and all others of the form are closed sentences."""
    name = squash(one.view.form.head.text("project"))
    others = [other.said for other in texts if other is not one]
    if len(others) < _HABIT or any(other[-1] not in _CLOSED for other in others):
        return None
    if len(_STOP.findall(one.said)) < _HABIT:
        return None
    for size in range(min(len(name) - 1, len(one.said)), SHORTEST - 1, -1):
        tail = one.said[-size:]
        if tail in name:
            return None if name.endswith(tail) else name
    return None
