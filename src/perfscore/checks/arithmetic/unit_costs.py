"""PS2xx: what the quantities of a target sheet cost, piece by piece, against its money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.arithmetic.outlays import Side, amount_of, is_floor, sides
from perfscore.checks.pairs import Pair, Paired, paired, same_value
from perfscore.checks.rates import percent
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.core.units import convert, dimension, parts
from perfscore.language.values import Value
from perfscore.model import Indicator, TargetSheet

_MONTHS_OF_YEAR = 12
#: So many quantities are named.
_NAMED = 4


@frozen
class _Term:
    """What one cost target adds up to in a year, with the words of the sum and the quantity that it was matched with."""

    cost: Indicator
    worth: Fraction
    words: str
    quantity: Indicator | None = None


@check(
    "PS219",
    "cost-product-mismatch",
    Severity.WARNING,
    "target-sheet",
    title="Quantity times unit cost does not give the money",
    needs=(needs.FUNDING_TOTAL, needs.TARGETS),
    lowered={"slight": Severity.INFO},
)
def cost_product_mismatch(form: TargetSheet, view: View) -> Iterator[Yielded]:
    """数量乘单价与资金不符。

    ## 查什么
    成本指标写了每人（每件、每台……）每月或每年的金额，数量指标里有且只有一项单位相同的数量：数量 × 单价（× 12 个月）加上其他全年成本，
    与资金总额相差超过评分规则集的限度（默认 10%）。写明用的是哪些数量和单位。实施期一栏只看超出的；算出来不足资金的，
    单价写的是下限时只提示，数量写的是下限（≥20台，还可以多买）、
    或不到资金一半（成本没有列全）时不报。
    另外：两栏的数量全部相同，而按年计的成本（或两栏资金相同时的成本）相差超过限度，单位成本随之变动的。
    只要有一项数量没有用上、一项成本读不成金额、单位对得上的数量不止一项、写明只做几个月的，都不算，不报。

    ## 为什么要紧
    数量、单价、资金三者应当合得上；压了资金没有压任务，单位成本就不成立。

    ## 反例
    ```project-target
    （2026年度）
    项目名称 | | 护林员管护补助
    项目资金（元） | 实施期资金总额： | 360,000 | 年度资金总额： | 360,000
    总体目标 | 实施期目标 | | 年度目标
     | 按月发放管护补助。 | | 按月发放管护补助。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 聘用护林员 | 50人 | 数量指标 | 聘用护林员 | 50人
     | | 质量指标 | 巡护到位率 | 100% | 质量指标 | 巡护到位率 | 100%
     | | 成本指标 | 管护补助标准 | 800元/人.月 | 成本指标 | 管护补助标准 | 800元/人.月
    ```

    ## 正例
    ```project-target
    （2026年度）
    项目名称 | | 护林员管护补助
    项目资金（元） | 实施期资金总额： | 485,000 | 年度资金总额： | 485,000
    总体目标 | 实施期目标 | | 年度目标
     | 按月发放管护补助。 | | 按月发放管护补助。
    绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
     | 产出指标 | 数量指标 | 聘用护林员 | 50人 | 数量指标 | 聘用护林员 | 50人
     | | 质量指标 | 巡护到位率 | 100% | 质量指标 | 巡护到位率 | 100%
     | | 成本指标 | 管护补助标准 | 800元/人.月 | 成本指标 | 管护补助标准 | 800元/人.月
     | | | 意外保险费 | ≤5000元/年 | | 意外保险费 | ≤5000元/年
    ```

    ## 依据
    表内勾稽；惯例，待核（允许的差幅）
    """
    limit = view.ruleset.limits.get("unit_cost")
    unit = form.head.money_unit
    if limit is None or not unit:
        return
    share = Fraction(limit.value) / 100
    for side in sides(form, view):
        made = next(_product(side, unit, share, view), None)
        if made is not None:
            yield made
            break
    both = paired(view)
    if both is not None:
        yield from _between(both, list(sides(form, view)), share)


def _product(side: Side, unit: str, share: Fraction, view: View) -> Iterator[Yielded]:
    quantities = [row for row in side.rows if row.l2 == "数量指标" and _counted(row)]
    terms = _terms(side, quantities, unit, view)
    used = {id(term.quantity) for term in terms if term.quantity is not None}
    if not used or len(used) < len(quantities) or side.money.value <= 0:
        return
    made = sum((term.worth for term in terms), Fraction(0))
    money = side.money.interval if unit != "元" else None
    low = Fraction(side.money.value) if money is None else money.low
    high = Fraction(side.money.value) if money is None else money.high
    above, below = made > high * (1 + share), made < low * (1 - share)
    more = any(term.quantity is not None and is_floor(term.quantity) for term in terms)
    # What explains less than half of the money is not all that it is spent on.
    below = below and side.name != "实施期" and not more and 2 * made >= low
    if not above and not below:
        return
    words = " + ".join(term.words for term in terms)
    first = next(term for term in terms if term.quantity is not None)
    floors = below and any(is_floor(term.cost) for term in terms)
    conditions: tuple[Condition, ...] = ("slight",) if floors else ()
    difference = percent(abs(made / Fraction(side.money.value) - 1) * 100, 1)
    told = "（单价写的是下限，多出的钱没有说明）" if floors else ""
    if first.cost.target is None:
        return
    yield found(
        first.cost.target.at,
        f"按数量和单价算出 {words}{f' = {plain(made, 2)}' if len(terms) > 1 or ' ' in words else ''} {unit}，"
        f"{side.spoken}为 {side.money} {unit}，相差 {difference}{told}",
        f"quantities times unit costs give {plain(made, 2)} {unit}, the {side.name_en}money is {side.money} {unit}",
        mend="核对数量、单价和资金总额，或把其他支出列为成本指标",
        mend_en="check quantities, unit costs and the total, or write the other costs as targets",
        subject=f"form/cost-product{'/period' if side.name == '实施期' else ''}",
        recomputed=plain(made, 2),
        tolerance=percent(share * 100),
        related=notes(
            (side.spoken, side.total),
            *((row.name.value, row.target) for row in quantities),
            *((term.cost.name.value, term.cost.target) for term in terms if term is not first),
        ),
        conditions=conditions,
        steps=Step("数量 × 单价", words, plain(made, 2)),
    )


def _terms(side: Side, quantities: Sequence[Indicator], unit: str, view: View) -> list[_Term]:
    """The costs of a block, added up for a year; none where one of them cannot be."""
    by_unit: dict[str, list[Indicator]] = {}
    for row in quantities:
        by_unit.setdefault(dimension(_value(row).unit), []).append(row)
    terms = []
    for cost in side.costs:
        term = _term(cost, by_unit, unit, view, months=_whole_year(side))
        if term is None:
            return []
        terms.append(term)
    priced = sum((term.worth for term in terms if term.quantity is not None), Fraction(0))
    return [term for term in terms if term.quantity is not None or not _is_whole(term, side, priced, view)]


def _is_whole(term: _Term, side: Side, priced: Fraction, view: View) -> bool:
    """Whether a cost is what the others come to (项目总成本): all the money, or what the products make, or called so."""
    words = view.ruleset.words("cost_total")
    return term.worth in (Fraction(side.money.value), priced) or any(
        word in term.cost.name.value for word in words
    )


def _term(
    cost: Indicator, by_unit: dict[str, list[Indicator]], unit: str, view: View, *, months: bool
) -> _Term | None:
    worth = amount_of(cost, unit, view)
    if worth is not None:
        return _Term(cost, worth, plain(worth, 2))
    target = cost.target.value if cost.target is not None else None
    if not isinstance(target, Value) or target.kind not in ("bound", "exact") or target.number is None:
        return None
    head, over = parts(target.unit)
    items = [one for one in over if one not in ("年", "个月")]
    if dimension(head) != "money" or len(items) != 1 or target.number < 0:
        return None
    monthly = "个月" in over
    rows = by_unit.get(dimension(items[0]), [])
    price = convert(target.number, head, unit)
    if len(rows) != 1 or price is None or (monthly and not months):
        return None
    counted = _value(rows[0])
    number = convert(counted.number or 0, counted.unit, items[0])
    if number is None:
        return None
    factor = _MONTHS_OF_YEAR if monthly else 1
    words = f"{plain(number)}{items[0]} × {plain(price, 4)}" + (f" × {_MONTHS_OF_YEAR}月" if monthly else "")
    return _Term(cost, number * price * factor, words, rows[0])


def _counted(row: Indicator) -> bool:
    """Whether a target is one number of something."""
    target = row.target.value if row.target is not None else None
    if not isinstance(target, Value) or target.kind not in ("bound", "exact") or target.number is None:
        return False
    return target.number > 0 and dimension(target.unit) not in ("", "share", "points", "money")


def _value(row: Indicator) -> Value:
    target = row.target.value if row.target is not None else None
    if not isinstance(target, Value):
        raise TypeError(f"{row.name.value} has no value")
    return target


def _whole_year(side: Side) -> bool:
    """Whether nothing in a block says that it lasts less or more than a year."""
    timed = (row.target.value for row in side.rows if row.l2 == "时效指标" and row.target is not None)
    return all(_is_year(value) for value in timed if isinstance(value, Value))


def _is_year(value: Value) -> bool:
    if dimension(value.unit) == "months" and value.number is not None:
        return convert(value.number, value.unit, "个月") == _MONTHS_OF_YEAR
    if value.start is None or value.end is None or value.start == value.end:
        return True
    return (value.start.month, value.end.month) == (1, _MONTHS_OF_YEAR)


def _between(both: Paired, blocks: Sequence[Side], share: Fraction) -> Iterator[Yielded]:
    """One finding for the costs that changed between the blocks while every quantity stayed."""
    named = [pair for _, pair in both.by_name]
    quantities = [pair for pair in named if pair.period.l2 == "数量指标" and _counted(pair.period)]
    alone = [row for rows in both.alone for row in rows if row.l2 == "数量指标" and _counted(row)]
    if not quantities or alone or not all(same_value(pair.period, pair.annual) for pair in quantities):
        return
    costs = {squash(row.name.value) for side in blocks for row in side.costs}
    changed = [
        (pair, ratio)
        for pair in named
        if squash(pair.annual.name.value) in costs and (ratio := _ratio(pair, phased=both.phased)) is not None
    ]
    changed = [(pair, ratio) for pair, ratio in changed if abs(ratio - 1) > share]
    if not changed:
        return
    (first, _), *_ = changed
    if first.annual.target is None:
        return
    shown = "；".join(
        f"“{pair.annual.name.value}”由“{_raw(pair.period)}”变为“{_raw(pair.annual)}”（{plain(100 * ratio, 1)}%{_each(pair, quantities)}）"
        for pair, ratio in changed
    )
    same = "、".join(f"{pair.annual.name.value} {_raw(pair.annual)}" for pair in quantities[:_NAMED])
    yield found(
        first.annual.target,
        f"两栏的数量相同（{same}{'等' if len(quantities) > _NAMED else ''}），成本却不同，单位成本随之改变：实施期到年度，{shown}",
        f"the quantities of both blocks are equal and {len(changed)} costs are not, so that the unit costs differ",
        mend="压减资金的同时调整数量，或说明单位成本为什么变动",
        mend_en="change the quantities with the money, or say why the unit cost changed",
        subject="blocks/unit-cost",
        tolerance=percent(share * 100),
        related=notes(
            ("实施期", first.period.target),
            *((pair.annual.name.value, pair.annual.target) for pair, _ in changed[1:]),
            *((f"数量 {pair.annual.name.value}", pair.annual.target) for pair in quantities[:_NAMED]),
            *((side.spoken, side.total) for side in blocks),
        ),
    )


def _ratio(pair: Pair, *, phased: bool) -> Fraction | None:
    """The year's amount against the term's, where both are of a year or of the same money."""
    values = [row.target.value if row.target else None for row in (pair.period, pair.annual)]
    one, other = values
    if not isinstance(one, Value) or not isinstance(other, Value) or not one.number or other.number is None:
        return None
    if one.relation != other.relation or {one.kind, other.kind} - {"bound", "exact"}:
        return None
    yearly = one.unit.endswith("/年") and other.unit.endswith("/年")
    if phased and not yearly:
        return None
    if any(dimension(value.unit.removesuffix("/年")) != "money" for value in (one, other)):
        return None
    before = convert(one.number, one.unit, other.unit)
    return None if not before else Fraction(other.number) / before


def _each(pair: Pair, quantities: Sequence[Pair]) -> str:
    """The cost of one piece before and after, where there is one quantity that it can be of."""
    if len(quantities) != 1:
        return ""
    counted = _value(quantities[0].annual)
    costs = [_value(row).number for row in (pair.period, pair.annual)]
    if not counted.number or any(cost is None for cost in costs):
        return ""
    before, after = (plain(Fraction(cost or 0) / Fraction(counted.number), 2) for cost in costs)
    return f"，每{counted.unit.partition('/')[0]} {before} 变为 {after}"


def _raw(row: Indicator) -> str:
    return row.target.raw if row.target else ""
