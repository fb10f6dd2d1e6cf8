"""What a name in a rule says of itself, and whether it may be the indicator's."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.formula import Definition, Formula
from perfscore.language.clauses.formula import names as names_of
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.words import WEIGHT
from perfscore.language.statements import Statement, Template

#: Names that say what they are: 实际完成值, 年度指标值, 完成率, 分值, 计划数.
_WHOSE = r"(?:三级指标|该指标|本指标|指标|项目|年度|全年|本年度?|当年|该项|绩效)*"
ACTUAL = lazy_pattern(
    rf"{_WHOSE}(?:实际完成|实际达到|实际|完成)(?:值|数量|数|量|标准|指标值|次数|工作量|指标|情况)?|B"
)
TARGET = lazy_pattern(
    rf"{_WHOSE}(?:年初|预期|既定|设定|时序)?(?:目标|指标|计划|任务)(?:完成)?(?:值|数量|数|量|标准|任务|指标|次数|工作量)?"
    rf"|{_WHOSE}(?:期望|期待|要求|应达到?|应完成|应有)(?:值|数量|数|量|标准|水平)|A"
)
RATE = lazy_pattern(rf"{_WHOSE}(?:实际|目标|任务|工作)*(?:完成|达成|执行|实现)(?:率|比例|度|程度|比率)")
POINTS = lazy_pattern(rf"{WEIGHT}|(?:该|本)?(?:项|指标)?(?:的)?(?:标准分|满分|分值|分)")
PLANNED = lazy_pattern(rf"{_WHOSE}(?:计划|预定)(?:完成)?(?:数量|数|量|工作量)?")
#: What stands in brackets behind an indicator's name (points, a number) is none of the name.
_BRACKETS = lazy_pattern(r"[(（][^()（）]*[)）]")
#: Words in front of a name that make it the quantity of another time or occasion.
_ELSEWHEN = lazy_pattern(r"(?:上一?个?|去|前一?|往|历)年度?|以前年度|上一?期|上半年")


def spoken_role(name: str) -> Literal["actual", "target", "points"] | None:
    """The role that a name says of itself: 实际完成值, 计划数, 分值; None for the name of a quantity."""
    if POINTS.fullmatch(name):
        return "points"
    if ACTUAL.fullmatch(name) or RATE.fullmatch(name):
        return "actual"
    return "target" if TARGET.fullmatch(name) or PLANNED.fullmatch(name) else None


def names_in(template: Template) -> tuple[str, ...]:
    """The names under which a rule speaks of quantities, in reading order."""
    found: dict[str, None] = {}
    for element in template.elements:
        if isinstance(element, Statement):
            condition, outcome = element.condition, element.outcome
            condition = condition.number if isinstance(condition, Joined) else condition
            parts = condition.parts if isinstance(condition, Either) else (condition,)
            found |= dict.fromkeys(part.subject for part in parts if isinstance(part, Within))
            if isinstance(outcome, PerStep):
                found[outcome.subject] = None
            if isinstance(outcome, Formula):
                found |= dict.fromkeys(names_of(outcome.expression))
        elif isinstance(element, Definition):
            found |= dict.fromkeys((element.name, *names_of(element.expression)))
    return tuple(name for name in found if name)


@lru_cache(maxsize=4096)
def agrees(name: str, indicator: str) -> bool:
    """Whether a name may be the indicator's: one ends in the other, or holds its characters in their order.

    >>> agrees("满意度", "服务对象满意度"), agrees("合格率", "服务对象满意度")
    (True, False)
    """
    short, long = sorted((squash(_BRACKETS.sub("", one)) for one in (name, indicator)), key=len)
    if len(short) < 2:
        return False
    rest = iter(long)
    return long.endswith(short) or (len(short) * 2 >= len(long) and all(char in rest for char in short))


def elsewhen(names: tuple[str, ...], indicator: str) -> frozenset[str]:
    """The names that speak of another year or occasion than the indicator does.

    >>> sorted(elsewhen(("上年就业率", "就业率"), "毕业生就业率"))
    ['上年就业率']
    """
    if not indicator:
        return frozenset()
    return frozenset(name for name in names if (found := _ELSEWHEN.match(name)) and found[0] not in indicator)
