"""PS4xx: targets that every outcome meets, or that say nothing of the single row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.periods import budget_year
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.readings import ending, holds, stems
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.core.sourced import Sourced
from perfscore.core.units import is_counted
from perfscore.language.values import Value
from perfscore.model import Indicator, SelfAssessment, TargetSheet
from perfscore.rulesets import RuleSet
from perfscore.rulesets.names import bare_name

_HUNDRED = Decimal(100)
#: A row with what its target says.
_Read = tuple[Indicator, Sourced[Value]]
#: Why a target decides nothing, in both languages, with other cells that it rests on.
_Why = tuple[str, str, tuple[Related, ...], tuple[Condition, ...]]


def _read(rows: Sequence[Indicator]) -> list[_Read]:
    read: list[_Read] = []
    for row in rows:
        value = row.target.value if row.target is not None else None
        if row.target is not None and isinstance(value, Value):
            read.append((row, Sourced(value, row.target.raw, row.target.at)))
    return read


@check(
    "PS412",
    "target-ill-posed",
    Severity.WARNING,
    "form",
    title="Every outcome, or no outcome, decides the target",
    needs=(needs.TARGETS,),
    lowered={"slight": Severity.INFO},
)
def target_ill_posed(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """指标值形同虚设。

    ## 查什么
    不论结果如何都算达到的指标值：数量、比率“≥0”，比率“≤100%”或 0—100%，完成时间只写了表头的年度；数量、比率“<0”则
    谁也达不到。同一事件的目标是零，又考核它的处理率、办结率的，没有发生就无从计算。为提示的有：成本节约率“>0”，节约一分
    也算；自评表没有写年度，完成时间只写了一个年份；同表购置、维修的件数不超过 20 件，合格率却落在两个可能取值之间。
    “不超过预算”一类的 ≥0% 节约率、“年底前”和服务期限不报。

    ## 为什么要紧
    怎样都能得分的指标，等于没有考核。

    ## 反例
    ```form
    年度 | 2024
    （表头）
    产出指标 | 数量指标 | 处理污水水量投诉次数 | ≥0次 | 2次 | 50 | 50
     | 时效指标 | 管网改造完工时间 | 2024年 | 2024年11月 | 40 | 40
    ```

    ## 正例
    ```form
    年度 | 2024
    （表头）
    产出指标 | 数量指标 | 处理污水水量投诉次数 | ≤2次 | 2次 | 50 | 50
     | 时效指标 | 管网改造完工时间 | 2024年11月底前 | 2024年11月 | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    rows = _read(view.rows)
    rules = view.ruleset
    zeros, things = _zero_events(rows, rules), _few_things(rows, rules)
    year = budget_year(form)
    for row, target in rows:
        why = (
            _every_outcome(row, target.value, rules)
            or _whole_year(row, target.value, year, form, rules)
            or _of_no_event(row, target.value, zeros, rules)
            or _between(row, target.value, things, rules)
        )
        if why is None:
            continue
        text, text_en, related, conditions = why
        yield found(
            target,
            f"“{row.name.value}”的指标值“{target.raw}”{text}",
            f'the target "{target.raw}" of "{row.name.value}" {text_en}',
            mend="改为能分出完成与未完成的指标值",
            mend_en="write a target that some outcomes meet and others miss",
            subject=f"{row.name.value}/target",
            related=related,
            conditions=conditions,
        )


def _every_outcome(row: Indicator, value: Value, rules: RuleSet) -> _Why | None:
    kind = rules.name_class(row.name.value)
    floor = kind.low == 0 if kind is not None else is_counted(value.unit)
    if value.relation == ">=" and value.low == 0 and value.high is None and floor:
        return "，不论结果如何都算达到", "is met by every outcome", (), ()
    if value.relation == "<" and value.high == 0 and value.low is None and floor:
        return "，没有一种结果能够达到", "is met by no outcome", (), ()
    if kind is None or value.unit != "%":
        return None
    if kind.name == "saving" and value.relation == ">" and value.low == 0:
        return "没有写明节约多少，节约一分也算达到", "is met by the smallest saving", (), ("slight",)
    whole = value.high is not None and value.high >= _HUNDRED and (value.low is None or value.low == 0)
    if kind.name == "share" and whole and value.relation in ("<=", "between") and not value.low_open:
        return "，不论结果如何都算达到", "is met by every outcome", (), ()
    return None


def _whole_year(
    row: Indicator, value: Value, year: int | None, form: SelfAssessment | TargetSheet, rules: RuleSet
) -> _Why | None:
    """A deadline that is a bare year: that of the form, or, in a self-assessment without a year, most likely that."""
    kind, end = rules.name_class(row.name.value), value.end
    if value.kind != "date" or end is None or end.year is None or value.relation not in (None, "=", "<="):
        return None
    if any((end.month, end.quarter, end.half, end.day, end.part, end.clock)):
        return None
    if kind is None or kind.name != "time" or not holds(row.name.value, rules.words("completion_names")):
        return None
    if end.year == year:
        head = notes(("年度", form.head.field("year")))
        return "就是本年度，一年里什么时候完成都算按时", "is the year of the form itself", head, ()
    if year is None and isinstance(form, SelfAssessment):
        return "只写了一个年份，这一年里什么时候完成都算按时", "is a whole year", (), ("slight",)
    return None


def _zero_events(rows: Sequence[_Read], rules: RuleSet) -> dict[str, _Read]:
    """The rows whose target is that an event does not happen, by the event."""
    words = rules.words("event_counts")
    zeros: dict[str, _Read] = {}
    for row, target in rows:
        none = target.value.zero or (target.value.relation == "<=" and target.value.high == 0)
        if none:
            for event in stems(row.name.value, words):
                zeros.setdefault(event, (row, target))
    return zeros


def _of_no_event(row: Indicator, value: Value, zeros: dict[str, _Read], rules: RuleSet) -> _Why | None:
    name = bare_name(row.name.value)
    tail = ending(name, rules.words("handling_rates"))
    event = zeros.get(name.removesuffix(tail)) if tail and value.unit == "%" else None
    if event is None or event[0] is row:
        return None
    other, target = event
    return (
        f"无从考核：“{other.name.value}”的指标值是“{target.raw}”，没有发生就没有处理率",
        f'cannot be measured where "{other.name.value}" is {target.raw}',
        notes((f"“{other.name.value}”指标值", target)),
        (),
    )


def _few_things(rows: Sequence[_Read], rules: RuleSet) -> dict[str, _Read]:
    """The rows that count a few things exactly, by the thing."""
    few = rules.limit("few_things")
    things: dict[str, _Read] = {}
    for row, target in rows:
        kind, value = rules.name_class(row.name.value), target.value
        if kind is None or kind.name != "count" or value.kind != "exact" or not is_counted(value.unit):
            continue
        if value.low is not None and 0 < value.low <= few and value.low == value.low.to_integral_value():
            for thing in stems(row.name.value, kind.heads):
                things.setdefault(thing, (row, target))
    return things


def _between(row: Indicator, value: Value, things: dict[str, _Read], rules: RuleSet) -> _Why | None:
    """A share of n things that lies between two multiples of 1/n."""
    name = bare_name(row.name.value)
    tail = ending(name, rules.words("rates_of_things"))
    counted = things.get(name.removesuffix(tail)) if tail and value.unit == "%" else None
    if counted is None or value.number is None or not 0 < value.number < _HUNDRED:
        return None
    other, target = counted
    number = target.value.low
    if number is None or (Fraction(value.number) * Fraction(number) / 100).denominator == 1:
        return None
    return (
        f"达不到也写不出：“{other.name.value}”只有 {plain(number)} {target.value.unit}，比率只能是 1/{plain(number)} 的倍数",
        f'lies between two multiples of 1/{plain(number)}, for "{other.name.value}" is {target.raw}',
        notes((f"“{other.name.value}”指标值", target)),
        ("slight",),
    )


@check(
    "PS413",
    "targets-all-hundred",
    Severity.INFO,
    "form",
    title="Nearly all percentage targets are one hundred",
    needs=(needs.TARGETS, needs.GOVERNED),
)
def targets_all_hundred(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """百分比指标值均为100%。

    ## 查什么
    一张表至少有四个百分比指标值，其中八成以上等于 100%。每张表报一条，列出各行；增长率不算在内。

    ## 为什么要紧
    样样都是 100%，多半没有按实际情况测算过，少许差错就会扣分。

    ## 反例
    ```form
    产出指标 | 质量指标 | 路灯亮灯率 | ≥100% | 99% | 20 | 19.8
     | 质量指标 | 线路检修率 | 100% | 100% | 20 | 20
     | 时效指标 | 报修处理及时率 | 100% | 100% | 20 | 20
    效益指标 | 社会效益指标 | 主干道照明覆盖率 | =100% | 100% | 30 | 30
    ```

    ## 正例
    ```form
    产出指标 | 质量指标 | 路灯亮灯率 | ≥98% | 99% | 20 | 20
     | 质量指标 | 线路检修率 | 100% | 100% | 20 | 20
     | 时效指标 | 报修处理及时率 | 100% | 100% | 20 | 20
    效益指标 | 社会效益指标 | 主干道照明覆盖率 | =100% | 100% | 30 | 30
    ```

    ## 依据
    惯例，待核
    """
    rules = view.ruleset
    shares = [(row, target) for row, target in _read(list(form.indicators)) if _is_share(row, target.value, rules)]
    full = [(row, target) for row, target in shares if target.value.number == _HUNDRED]
    if len(shares) < rules.limit("hundred_rows") or len(full) * _HUNDRED < rules.limit("hundred_share") * len(
        shares
    ):
        return
    (_, target), *others = full
    yield found(
        target,
        f"{len(shares)} 个百分比指标值中有 {len(full)} 个是 100%",
        f"{len(full)} of {len(shares)} percentage targets are one hundred",
        mend="按上年实际和本年任务逐项测算，定出有区别的指标值",
        mend_en="work each target out from last year's result and this year's task",
        subject="form/targets",
        recorded=f"{len(full)}/{len(shares)}",
        related=notes(*((row.name.value, cell) for row, cell in others)),
    )


def _is_share(row: Indicator, value: Value, rules: RuleSet) -> bool:
    kind = rules.name_class(row.name.value)
    if value.unit != "%" or value.number is None or value.kind not in ("exact", "bound"):
        return False
    return value.relation in (None, "=", ">=", ">") and (kind is None or kind.name != "growth")
