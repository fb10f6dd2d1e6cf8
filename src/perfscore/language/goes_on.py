"""A clause that goes on with the one before it: its opposite, before what is given then; one more of its kind.

发生泄密的不得分;未发生的,按归档率×5计分      whatever else is said holds where it did not happen
配齐得满分,未配齐的按比例扣分                 the target, and less than the target
每建成1个甲类站得2分、乙类站得1分              each of both
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.onward import GOES_ON
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Against, Saying
from perfscore.language.matching import read_at
from perfscore.language.shapes import subject_of
from perfscore.language.statements import Element, Outcome, Statement

#: What did not happen, before what is given then.
_DENIAL = lazy_pattern(
    r"(?:未能?|没有?|不|无)(?P<what>[^\d,;。:()每]{1,12}?)(?:的|者|情形|情况|时|,)+"
    r"(?=得分=|按|以|每|(?!(?:可|各|则|均)?[得计记给扣加减赋]|满分|不|\()[^\d,;。]{0,12}\d)"
)
_ALL_DUE = lazy_pattern("[^\\d,未不没无]{2,12}")


def denied(text: str, place: int, before: Sequence[Element]) -> int | None:
    """Where the words at a place end that only deny what leaves nothing: 发生泄密的不得分;未发生的,按…."""
    words = _of_last(before, NONE)
    match = _DENIAL.match(text, place) if words else None
    return match.end() if match is not None and words.startswith(match["what"]) else None


def short_of_all(
    text: str, place: int, before: Sequence[Element]
) -> tuple[Statement, Against, Outcome, int] | None:
    """What is given in proportion at a place where full marks are denied (配齐得满分,未配齐的按比例扣分).

    Both are about the target: the clause before it anew, then the condition and the outcome at the place, and its end.
    """
    words, last = _of_last(before), before[-1] if before else None
    match = _DENIAL.match(text, place) if _ALL_DUE.fullmatch(words) else None
    if match is None or match["what"] != words or not isinstance(last, Statement):
        return None
    found = read_at("prorata", text, match.end())
    if found is None or not isinstance(found[0][0], Prorata):
        return None
    return replace(last, condition=Against("met", words)), Against("unmet", f"未{words}"), found[0][0], found[1]


def _of_last(before: Sequence[Element], paid: Amount | None = None) -> str:
    """The words of the last clause, where it gives this much, or something at all; empty where it does not."""
    last = before[-1] if before else None
    if not isinstance(last, Statement) or not isinstance(last.condition, Saying) or last.amount is None:
        return ""
    gives = last.amount.manner == "award" and last.amount != NONE if paid is None else last.amount == paid
    return last.condition.text if gives else ""


#: On top of what other clauses give or take.
_MORE = lazy_pattern("(?<=[^\\d,]),?[另再]$")


def on_top(text: str, place: int, said: str) -> tuple[tuple[list[object], int], str] | None:
    """The points of a fact with 另 or 再 before them (全部完成另加1分), and the fact without it."""
    match = _MORE.search(said)
    found = None if match is None else read_at("amount", text, place - 1) or read_at("amount", text, place)
    return (found, said[: match.start()]) if match is not None and found is not None else None


_HAS = lazy_pattern("(?:设[有立置]?|建有|建立|有|具[备有]|配[备有]|拥有|开设)")


def owned(text: str, tokens: list[object], end: int, before: Sequence[Element]) -> bool:
    """Whether a number only names one more thing that is to be there: 设母婴室得1分,设24小时阅读空间得2分.

    Args:
        text: the whole text.
        tokens: what was read of the number.
        end: where it ends.
        before: the clauses before it.
    """
    last, within, free = before[-1] if before else None, subject_of(tokens), GOES_ON.match(text, end)
    listed = (
        isinstance(last, Statement) and isinstance(last.condition, Saying) and isinstance(last.outcome, Amount)
    )
    named = free is not None and len(free[0].strip("的")) > 1
    own = isinstance(within, Within) and not within.measure and _HAS.fullmatch(within.subject) is not None
    return listed and named and own


def in_words(
    text: str, place: int, before: Sequence[Element], said: str, amount: Amount
) -> tuple[Saying | None, Amount | PerStep] | None:
    """A fact with its points; behind a list mark, what each of one more kind gives: 每建成1个甲类站得2分、乙类站得1分.

    None for what is listed so and is of another kind.
    """
    last = before[-1] if before else None
    step = last.outcome if isinstance(last, Statement) and last.condition is None else None
    if not text.startswith("、", place - 1) or not isinstance(step, PerStep) or not step.every:
        return Saying(said), amount
    same = step.kind == "event" and step.amount.manner == amount.manner and step.subject[-2:] == said[-2:]
    return (None, replace(step, amount=amount, subject=said)) if same and len(said) > 2 else None
