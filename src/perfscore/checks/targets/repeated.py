"""PS4xx: texts copied from field to field, and plans that are over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.checks import needs
from perfscore.checks.periods import budget_year, term_of
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import bare, notes, share
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.model import Form, SelfAssessment, TargetSheet, Text
from perfscore.rulesets import RuleSet

#: The fields that describe a project, in the order of the form.
_FIELDS: Final = {
    "overview": "项目概况",
    "basis": "立项依据",
    "necessity": "项目设立必要性",
    "safeguards": "保证项目实施的制度、措施",
    "plan": "项目实施计划",
}
_LEAST_OF_LONGER: Final = 2


def _described(form: SelfAssessment | TargetSheet, rules: RuleSet) -> list[tuple[str, Text]]:
    """The texts of a form that are long enough to be compared, by their labels."""
    texts = [(label, form.head.field(name)) for name, label in _FIELDS.items()]
    texts.append(("总体目标", form.goal))
    least = rules.limit("same_text_characters")
    return [(label, text) for label, text in texts if text is not None and len(bare(text.value)) >= least]


@check(
    "PS422",
    "field-text-repeated",
    Severity.INFO,
    "form",
    title="The same text stands in several fields",
    needs=(needs.GOVERNED,),
)
def field_text_repeated(form: Form, view: View) -> Iterator[Yielded]:
    """多个栏目文字照抄。

    ## 查什么
    项目概况、立项依据、必要性、措施、计划、总体目标中，有两栏或更多栏的文字几乎相同（较短一段的字对有 95% 在另一段里，
    且不短于另一段的一半）；或写明几年的项目，实施期目标与年度目标相同。每张表报一条，列出各栏。不足十五个字的、
    项目期只有一年或以 99 年表示长期的不报。

    ## 为什么要紧
    依据、必要性、措施各有各的内容，照抄等于没有填。

    ## 反例
    ```text
    项目支出绩效目标表
    （2025年度）
    项目名称	老旧小区加装电梯补助
    主管部门	某市住建局	实施单位	某市房管中心
    项目概况	对符合条件的老旧小区加装电梯给予补助，每台补助十五万元。
    立项依据	对符合条件的老旧小区加装电梯给予补助，每台补助十五万元。
    总体目标	全年完成三十台电梯的加装和验收，方便老年居民出行。
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	加装电梯台数	≥30台
    满意度指标	服务对象满意度指标	居民满意度	≥90%
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2025年度）
    项目名称	老旧小区加装电梯补助
    主管部门	某市住建局	实施单位	某市房管中心
    项目概况	对符合条件的老旧小区加装电梯给予补助，每台补助十五万元。
    立项依据	省住建厅、财政厅关于做好城市既有住宅增设电梯工作的指导意见。
    总体目标	全年完成三十台电梯的加装和验收，方便老年居民出行。
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	加装电梯台数	≥30台
    满意度指标	服务对象满意度指标	居民满意度	≥90%
    ```

    ## 依据
    惯例，待核
    """
    rules = view.ruleset
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    copies = _copies(_described(form, rules), rules)
    goals = _same_goals(form, rules)
    if not copies and not goals:
        return
    places = [place for group in copies for place in group] or goals
    (_, first), *others = places
    said = "；".join(
        "、".join(f"“{label}”" for label, _ in group) for group in ([*copies, goals] if goals else copies)
    )
    yield found(
        first,
        f"几个栏目的文字几乎相同：{said}",
        "several fields of the form hold the same text",
        mend="各栏填写自己的内容：概况写做什么，依据写文件，必要性写为什么，措施写如何保证",
        mend_en="give each field a text of its own",
        subject="form/texts",
        related=notes(*others, *(goals if copies else [])),
    )


def _copies(texts: list[tuple[str, Text]], rules: RuleSet) -> list[list[tuple[str, Text]]]:
    """The groups of fields with one text; a form has six of them at most."""
    groups: list[list[tuple[str, Text]]] = []
    for label, text in texts:
        home = next((group for group in groups if _alike(group[0][1].value, text.value, rules)), None)
        if home is None:
            groups.append([(label, text)])
        else:
            home.append((label, text))
    return [group for group in groups if len(group) > 1]


def _alike(one: str, other: str, rules: RuleSet) -> bool:
    short, long = sorted((one, other), key=lambda text: len(bare(text)))
    if _LEAST_OF_LONGER * len(bare(short)) < len(bare(long)):
        return False  # the name of a regulation stands in the text that speaks of it
    return share(short, long) * 100 >= rules.limit("same_text")


def _same_goals(form: SelfAssessment | TargetSheet, rules: RuleSet) -> list[tuple[str, Text]]:
    """The goals of the whole term and of the year, where a project of several years has one text for both."""
    if not isinstance(form, TargetSheet):
        return []
    goals = {block.name: block.goal for block in form.blocks}
    period, annual, term = goals.get("period"), goals.get("annual"), term_of(form)
    if period is None or annual is None or term is None or term.years is None:
        return []
    if not 1 < term.years < rules.limit("endless_term"):
        return []
    if not bare(period.value) or bare(period.value) != bare(annual.value):
        return []
    return [("实施期目标", period), ("年度目标", annual)]


_YEARS = lazy_pattern(r"(?<!\d)(20\d\d)(?:年|年度)?[-—–~至到](20\d\d)(?:年|年度)?[^,。;、《》]{0,16}")
_GROUNDS: Final = {"basis": "立项依据", "necessity": "项目设立必要性"}


@check(
    "PS426",
    "cited-plan-expired",
    Severity.INFO,
    "form",
    title="A cited plan ended before the budget year",
    needs=(needs.GOVERNED,),
)
def cited_plan_expired(form: Form, view: View) -> Iterator[Yielded]:
    """引用规划已过期。

    ## 查什么
    立项依据、必要性或总体目标里引用的规划、行动计划写明了年份（2016—2020年、“十三五”规划），而它在预算年度的前一年
    之前已经到期。只说“十三五”期间做过什么的是回顾，不报；没有写年度的表不判断。

    ## 为什么要紧
    依据已经失效的项目，应有新的依据才能继续安排资金。

    ## 反例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	全民健身路径更新
    主管部门	某市体育局	实施单位	某市体育中心
    立项依据	《某市全民健身实施计划（2016—2020年）》
    总体目标	更新六十条健身路径，保障居民安全使用。
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	更新路径数量	≥60条
    满意度指标	服务对象满意度指标	居民满意度	≥90%
    ```

    ## 正例
    ```text
    项目支出绩效目标表
    （2024年度）
    项目名称	全民健身路径更新
    主管部门	某市体育局	实施单位	某市体育中心
    立项依据	《某市全民健身实施计划（2021—2025年）》；“十三五”期间建成健身路径三百条。
    总体目标	更新六十条健身路径，保障居民安全使用。
    一级指标	二级指标	三级指标	指标值
    产出指标	数量指标	更新路径数量	≥60条
    满意度指标	服务对象满意度指标	居民满意度	≥90%
    ```

    ## 依据
    惯例，待核
    """
    year, rules = budget_year(form), view.ruleset
    if year is None or not isinstance(form, SelfAssessment | TargetSheet):
        return
    cells = [(label, form.head.field(name)) for name, label in _GROUNDS.items()]
    for label, cell in (*cells, ("总体目标", form.goal)):
        over = None if cell is None else _expired(squash(cell.value), year - int(rules.limit("plan_years")), rules)
        if cell is None or over is None:
            continue
        plan, end = over
        yield found(
            cell,
            f"{label}引用的“{plan}”已在 {end} 年到期，本表是 {year} 年的预算",
            f'the cited plan "{plan}" ended in {end}, the form is of {year}',
            mend="改引现行的规划或文件",
            mend_en="cite a plan that is in force",
            subject=f"{label}/plan",
            recorded=plan,
            related=notes(("年度", form.head.field("year"))),
        )


def _expired(text: str, limit: int, rules: RuleSet) -> tuple[str, int] | None:
    """The first plan in a text that ended before a year, with its end; none where a later one is cited beside it."""
    plans = [*_by_years(text, rules), *_by_name(text, rules)]
    if not plans or max(end for _, end in plans) >= limit:
        return None
    return plans[0]


def _by_years(text: str, rules: RuleSet) -> Iterator[tuple[str, int]]:
    for match in _YEARS.finditer(text):
        first, last = int(match[1]), int(match[2])
        # The words of the plan stand behind its years, or the years in brackets behind its name.
        before = text[max(0, match.start() - 12) : match.start()]
        named = any(word in match[0] for word in rules.words("plan_words"))
        if not named and before.endswith(("(", "（")):
            named = before[:-1].endswith(tuple(rules.words("plan_words")))
        if named and first < last:
            yield match[0].rstrip(")"), last


def _by_name(text: str, rules: RuleSet) -> Iterator[tuple[str, int]]:
    for entry in rules.words("five_year_plans"):
        name, _, end = entry.partition(" ")
        place = text.find(name)
        behind = text[place + len(name) : place + len(name) + 16] if place >= 0 else ""
        kind = next((word for word in ("规划", "纲要") if word in behind), None)
        if kind is not None and "期间" not in behind[:4]:
            yield f"{name}{kind}", int(end)
