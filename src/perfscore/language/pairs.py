"""实际X beside 计划X in a formula: the same thing done and planned, which is the row's own where its unit fits."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import dimension, is_counted
from perfscore.language.clauses.formula import (
    Bounded,
    Constant,
    Distance,
    Expression,
    Name,
    Operation,
    names,
)
from perfscore.language.facts import Goal
from perfscore.language.row import OF_RATES

_DONE = lazy_pattern(
    r"(?:实际|已)(?:完成)?(?P<thing>.{1,12})|完成(?P<done>.{1,12})|(?P<last>.{2,12})实际(?:完成)?[值数量额]?"
)
_TO_DO = lazy_pattern(
    r"(?:年度|全年|年初)?(?:计划|预定|目标)(?:完成)?(?P<thing>.{1,12})|(?P<last>.{2,12})(?:任务|计划|目标)[值数量额]?"
)
#: The same by any noun of what is due, which on a row that is a rate itself may as well be a part of the rate.
_DUE_DONE = lazy_pattern(
    r"实(?:际|(?=[检到收缴有配发测查付种拨]))(?:完成|发生)?(?P<thing>.{1,12})|(?P<last>.{2,12})实际(?:完成)?[值数量额]?"
)
_DUE = lazy_pattern(
    r"(?:年度|全年|年初)?(?:(?:计划|预定|目标|预算|控制|标准|定额|核定|限额|额定|规定|批复|概算)(?:完成)?|应)(?P<thing>.{1,12})"
    r"|(?P<last>.{2,12})(?:预算|控制|定额|标准|限额|概算)[值数量额]?"
)
#: What is due, without what it is of: beside one thing that is done it is of that.
_DUE_ALONE = lazy_pattern(
    r"(?:年度|全年|年初)?(?:预算|控制|定额|核定|限额|概算|批复|标准)(?:指标|目标|标准)?(?:总?额|金额|数量?|值|量)?(?<!标准)"
)
#: What is counted of a thing is the thing: 实际回款额, 回款任务.
_MEASURE = lazy_pattern(r"(?<=..)(?:金额|数量|[数额量])$")
#: What a noun is measured in, where it says so; any other is counted.
_MEASURED = (
    ("面积", "area"),
    ("里程", "length"),
    ("长度", "length"),
    ("重量", "mass"),
    ("时间", "time"),
    ("天数", "time"),
)
#: What it costs, in all or for each.
_EACH = lazy_pattern(r"[人户单]均|成本|单价|价格?$|费用?$")
_MONEY = lazy_pattern(
    r"单价|价格?$|[资租税罚股保奖佣]金|投资|金额|支出|收入|经费|成本|费|款|产值|利润|营收|(?<![名员定份])额"
)


def done_and_planned(used: Sequence[str], expressions: Sequence[Expression], goal: Goal) -> tuple[str, str] | None:
    """The one thing that is named as done and as planned, where it may be what a row with this target measures."""
    done = {_thing(m["thing"] or m["done"] or m["last"]): name for name in used if (m := _DONE.fullmatch(name))}
    planned = {_thing(m["thing"] or m["last"]): name for name in used if (m := _TO_DO.fullmatch(name))}
    things = [thing for thing in done if thing in planned]
    if not things and goal.unit not in OF_RATES and (due := _done_and_due(used, expressions, goal)) is not None:
        return due
    if (
        not things
        and (off := next((found for e in expressions if (found := _off(e)) is not None), None)) is not None
    ):
        return off if goal.unit != "%" and _DONE_OR_SO.fullmatch(off[0]) else None
    if len(things) != 1:
        return None
    pair = (done[things[0]], planned[things[0]])
    if pair[0] == pair[1]:
        return None
    # A rate may be the one over the other; what else is made of the two (节约率) is another quantity.
    fits = any(_one_over(e, pair) for e in expressions) if goal.unit == "%" else _fits(pair[0], goal.unit)
    return pair if fits else None


def _done_and_due(used: Sequence[str], expressions: Sequence[Expression], goal: Goal) -> tuple[str, str] | None:
    """One thing as it was done and as it was due, by any noun of what is due; None where the row contradicts it."""
    told = {name: m["thing"] or m["last"] for name in used if (m := _DUE_DONE.fullmatch(name))}
    # 实检人数 is of 应检人数, or of 核定人数.
    done = {_thing(said[1:]): name for name, said in told.items() if name == f"实{said}"}
    done |= {_thing(said): name for name, said in told.items()}
    due = {_thing(m["thing"] or m["last"]): name for name in used if (m := _DUE.fullmatch(name))}
    alone = [name for name in used if _DUE_ALONE.fullmatch(name)]
    pairs = [(done[thing], due[thing]) for thing in done if thing in due]
    if not pairs and len(told) == len(alone) == 1:
        pairs = [(name, alone[0]) for name in told]
    if len(pairs) != 1:
        return None
    # What falls with what is done is no score of a row that wants more of it.
    falls = goal.sign in ("≥", ">") and any(_one_over(e, pairs[0][::-1]) for e in expressions)
    fits = _VALUE.fullmatch(pairs[0][0]) or _fits(pairs[0][0], goal.unit)
    return pairs[0] if fits and not falls else None


#: Whatever it is that is measured.
_VALUE = lazy_pattern(r"实际(?:完成|发生)?[值数量额]?")


#: What was reached, by any of its words.
_DONE_OR_SO = lazy_pattern("实际.*|完成.*|.*实际(?:完成)?[值数量额]?")


def _off(expression: Expression) -> tuple[str, str] | None:
    """What was reached and what it was to be, where one is told by how far it is off the other: |实际-核定|/核定."""
    match expression:
        case Operation(Distance(Operation(Name(one), (("-", Name(other)),))), (("/", Name(base)), *_)):
            pair = (one, other) if base == other else (other, one)
            return pair if base in (one, other) and one != other else None
        case _:
            return None


def _thing(name: str) -> str:
    return _MEASURE.sub("", name)


def _fits(thing: str, unit: str) -> bool:
    """Whether a noun may be what a row with this unit measures."""
    if not unit or thing.endswith(("率", "比例")):
        return False
    if thing.endswith(unit):
        return True  # 工时 in 工时
    if _MONEY.search(thing):
        each = _EACH.search(thing) is not None and dimension(unit.partition("/")[0]) == "money"
        return each or dimension(unit) == "money"
    measured = next((kind for noun, kind in _MEASURED if thing.endswith(noun)), None)
    if measured is not None:
        return dimension(unit) == measured
    return is_counted(unit) or (thing.endswith("量") and dimension(unit) != "money")


def _one_over(expression: Expression, pair: tuple[str, str]) -> bool:
    """Whether the first of two names stands over the second in a product, and neither stands elsewhere."""
    match expression:
        case Operation(first, rest):
            chain: list[tuple[str, Expression]] = [("*", first), *rest]
            held = [(op, part.text) for op, part in chain if isinstance(part, Name) and part.text in pair]
            inner = [part for _, part in chain if not isinstance(part, Name) and set(names(part)) & set(pair)]
            if not inner:
                return held == [("*", pair[0]), ("/", pair[1])]
            return not held and len(inner) == 1 and _one_over(inner[0], pair)
        case Distance() | Bounded() | Constant() | Name():
            return False
