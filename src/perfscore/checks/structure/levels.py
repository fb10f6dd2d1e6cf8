"""PS1xx: are the first- and second-level indicators there, and does each have an indicator?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import named, points_sum, value
from perfscore.checks.words import notes, same
from perfscore.core.findings import Severity
from perfscore.core.text import squash
from perfscore.forms.vocabulary import vocabulary
from perfscore.language.values import Value
from perfscore.model import Indicator, Section, SelfAssessment, TargetSheet, Text

#: A heading that stands for two of the first-level indicators.
_JOINED = {"效益与满意度指标": ("效益指标", "满意度指标")}
_SHARED_SATISFACTION = "效益指标"
_COST = "成本指标"


def _present(form: SelfAssessment | TargetSheet) -> set[str] | None:
    """The first-level indicators that have rows; None where a row stands under none."""
    names: set[str] = set()
    for row in named(form):
        if not row.l1:
            return None
        names.update(_JOINED.get(row.l1, (row.l1,)))
        # On a page that goes on, the first level may be printed as on the page before; the second level is the row's.
        names.update(vocabulary().under.get(row.l2, ()))
    return names


@check(
    "PS115",
    "dimension-missing",
    Severity.ERROR,
    "form",
    title="A mandatory first-level indicator is missing",
    lowered={"no-stated-rule": Severity.WARNING, "slight": Severity.INFO},
    needs=(needs.INDICATORS, needs.COMPLETE, needs.GOVERNED),
)
def dimension_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """缺少一级指标。

    ## 查什么
    评分规则集要求的一级指标下没有任何三级指标。这一要求不是表内写明的，只作警告；缺满意度而效益已承担其分值（合计不少）的只提示；
    成本指标只在点名使用地方规则集时判。一级指标另成体系的表不判。

    ## 为什么要紧
    少一类指标，那一方面的成效就没有评价。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 学员就业率 | ≥60% | 65% | 30 | 30
    满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90% | 95% | 10 | 10
    ```

    ## 依据
    评分规则集的一级指标及其文号；惯例，待核
    """
    rules, names = view.ruleset, _present(form)
    required = rules.weights.value
    if not names or form.head.kind not in rules.kinds or not names <= {*required, _COST}:
        return
    for name in required:
        if name in names or (name == _COST and rules.general):
            continue
        conditions = _dimension_conditions(name, form, view)
        carried = "；其分值已并入效益指标" if "slight" in conditions else ""
        section = next((one for one in form.sections if one.name == name), None)
        yield found(
            form.head.title if section is None else section.header,
            f"没有“{name}”的三级指标{carried}",
            f'no indicator stands under "{name}"' + ("; its points are with the outcomes" if carried else ""),
            mend=f"补设“{name}”下的三级指标；确实不适用的，说明理由",
            mend_en=f"add an indicator under {name}, or say why there is none",
            subject=f"{name}/missing",
            recorded="",
            conditions=conditions,
        )


def _dimension_conditions(name: str, form: SelfAssessment | TargetSheet, view: View) -> tuple[Condition, ...]:
    if name != "满意度指标":
        return ("no-stated-rule",)
    outcomes = [row for row in named(form) if row.l1 == _SHARED_SATISFACTION]
    points = points_sum(outcomes)
    if any(
        one.get(_SHARED_SATISFACTION) == points and name not in one for one in view.ruleset.weight_alternatives
    ):
        return ("slight",)
    whole = points_sum(named(form))
    return ("slight",) if outcomes and whole == view.ruleset.expected_points else ("no-stated-rule",)


@check(
    "PS116",
    "output-aspect-missing",
    Severity.WARNING,
    "form",
    title="Quantity, quality, timeliness or cost has no indicator",
    needs=(needs.INDICATORS, needs.COMPLETE, needs.GOVERNED),
    lowered={"presumed": Severity.INFO},
)
def output_aspect_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """产出或成本指标要素不全。

    ## 查什么
    有产出指标的表，数量、质量、时效中某一项没有三级指标；有资金的表，印有“成本指标”而其下没有三级指标。每缺一项报一条。
    有的行看不出二级指标的表不判。这一要求不是表内写明的，只作提示。

    ## 为什么要紧
    只写数量不写质量、时效，产出就只看了一面。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 30 | 30
     | 质量指标 | 培训合格率 | ≥90% | 95% | 30 | 30
     | 时效指标 | 培训完成时间 | 2023年12月底前 | 2023年11月20日 | 30 | 30
    ```

    ## 依据
    评分规则集的词表；惯例，待核（公开表样如此）
    """
    rows = named(form)
    outputs = [row for row in rows if row.l1 == "产出指标"]
    if not outputs or any(not row.l2 for row in outputs):
        return
    # A row that lacks nothing but its name stands under its level all the same.
    standing = {level for row in form.indicators for level in (row.l1, row.l2)}
    for name in _expected_aspects(form, view):
        if name in standing or (name == _COST and any("成本" in one for one in standing)):
            continue
        label = _blank_label(form, name)
        place = label or next((s.header for s in form.sections if s.name == "产出指标"), outputs[0].name)
        yield found(
            place,
            f"没有“{name}”的三级指标",
            f'no indicator stands under "{name}"',
            mend=f"补设{name.removesuffix('指标')}方面的指标，或说明为何不适用",
            mend_en=f"add an indicator for {name}, or say why there is none",
            subject=f"{name}/missing",
            recorded=label.raw if label else "",
            conditions=("presumed",),
        )


def _expected_aspects(form: SelfAssessment | TargetSheet, view: View) -> Iterator[str]:
    yield from view.ruleset.words("output_aspects")
    total = form.funding.total if form.funding else None
    money = (
        max((value(cell) or Decimal(0) for cell in (total.initial, total.budget) if cell), default=Decimal(0))
        if (total)
        else Decimal(0)
    )
    if money > 0 and _blank_label(form, _COST) is not None:
        yield _COST


def _blank_label(form: SelfAssessment | TargetSheet, name: str) -> Text | None:
    """The printed label of a first or second level under which nothing stands."""
    for section in form.sections:
        if section.name == name and not (section.aside or any(row.name.value for row in section.indicators)):
            return section.header
        for label in section.blanks:
            if label.value == name:
                return label
    return None


@check(
    "PS118",
    "second-level-blank",
    Severity.INFO,
    "form",
    title="A second-level label has no indicator under it",
    after=("PS116",),
    needs=(needs.INDICATORS, needs.COMPLETE, needs.GOVERNED),
)
def second_level_blank(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """二级指标下无指标。

    ## 查什么
    印出的二级指标（社会成本、生态效益……）下没有三级指标。每张表报一条，列出各个标签。已由 PS116 报出的不再列。

    ## 为什么要紧
    不适用的可以空着，但应知道空着的是哪些。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 经济效益指标 | | | | |
     | 社会效益指标 | 学员就业率 | ≥60% | 65% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 学员就业率 | ≥60% | 65% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    labels = [
        label
        for section in form.sections
        for label in section.blanks
        if not _filled(section, label) and not view.has_found("PS116", f"{label.value}/missing")
    ]
    if not labels:
        return
    words = "、".join(dict.fromkeys(squash(label.raw) for label in labels))
    yield found(
        labels[0],
        f"{len(labels)} 个二级指标下没有三级指标：{words}",
        f"{len(labels)} second-level labels have no indicator: {words}",
        mend="不适用的可以删去该行，或注明不适用",
        mend_en="delete the rows that do not apply, or say so",
        subject="form/blank-labels",
        related=notes(*(("", label) for label in labels[1:])),
    )


def _filled(section: Section, label: Text) -> bool:
    return any(row.l2 == label.value and row.name.value for row in (*section.indicators, *section.aside))


@check(
    "PS119",
    "duplicate-indicator-name",
    Severity.WARNING,
    "form",
    title="A third-level name occurs twice in one form",
    needs=(needs.INDICATORS,),
)
def duplicate_indicator_name(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """三级指标重名。

    ## 查什么
    同一张表里两行的三级指标名称相同。二级指标不同、计量单位也不同的，是两件事，不报。

    ## 为什么要紧
    同一件事重复计分，或两件事分不清。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人次 | ≥100人次 | 120人次 | 50 | 50
     | 数量指标 | 培训人次 | ≥200人次 | 220人次 | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 设备维护 | ≥100台 | 120台 | 50 | 50
     | 时效指标 | 设备维护 | 2023年12月底前 | 2023年11月 | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    groups: dict[str, list[Indicator]] = defaultdict(list)
    for row in named(form):
        groups[same(row.name.value)].append(row)
    for rows in groups.values():
        first, *others = rows
        # A name that is merged over several rows is printed once.
        others = [row for row in others if row.name.at != first.name.at]
        twins = [row for row in others if row.l2 == first.l2 or _measure(row) == _measure(first)]
        if not twins:
            continue
        yield found(
            twins[0].name,
            f"“{first.name.value}”在表中出现 {len(twins) + 1} 次",
            f'"{first.name.value}" occurs {len(twins) + 1} times in the form',
            mend="合并重复的指标，或改写名称把两件事分开",
            mend_en="merge the rows, or tell them apart by their names",
            subject=f"{first.name.value}/twice",
            related=notes(("同名指标", first.name), *(("同名指标", row.name) for row in twins[1:])),
        )


def _measure(row: Indicator) -> tuple[str, str]:
    """What a row is measured in: kind of value and unit."""
    target = row.target.value if row.target is not None else None
    if not isinstance(target, Value):
        return "", ""
    moment = target.kind in ("date", "period", "schedule")
    unit = target.unit or (row.unit.value if row.unit else "")
    return ("date" if moment else "qualitative" if target.kind == "qualitative" else "number"), unit
