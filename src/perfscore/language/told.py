"""Conditions in words as terms: a fact that holds or not, one word of a list, what overrides the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.yes_no import OPPOSED, Against, Saying
from perfscore.language.program import Need
from perfscore.language.statements import Statement
from perfscore.language.terms import Case, Chosen, Is, Nothing, Term, number

YES, NO = "是", "否"


class Often(str):
    """是, of what happened more than once: whether it costs once or each time, the rule does not say."""

    __slots__ = ()


def happened(times: Fraction, need: Need) -> str:
    """Whether what a fact asks for happened, which happened so many times."""
    if not times:
        return NO
    return Often(YES) if times > 1 and need.costs else YES


_NOTHING = number(0)
_UNTOLD = Nothing("没有报告是否满足", "missing")


def words_of(statement: Statement) -> str:
    """The condition in words, empty where it is none."""
    condition = statement.condition
    return condition.text if isinstance(condition, Saying | Against) else ""


def fact(statement: Statement, *more: tuple[str, bool], bad: bool = False, wanted: str = "") -> Need:
    """The input that a condition in words asks for; `more` are other words for it, or for its opposite."""
    said = words_of(statement)
    amount = statement.amount
    costs = bad and amount is not None and amount.manner == "deduct"
    phrases = ((said, True), *more)
    return Need(said, "fact", mark=statement.mark, phrases=phrases, bad=bad, wanted=wanted, costs=costs)


def if_yes(name: str, yes: Term, no: Term = _NOTHING, untold: Nothing = _UNTOLD) -> Term:
    """What a fact gives where it holds and where it does not."""
    return Chosen((Case(Is(name, (YES,)), yes, name), Case(Is(name, (NO,)), no, f"不满足“{name}”")), untold)


def vetoed(score: Term, vetoes: Iterable[Statement]) -> Term:
    """The score, and nothing where a fact overrides it."""
    for veto in vetoes:
        words = words_of(veto)
        cases = (Case(Is(words, (YES,)), _NOTHING, words), Case(Is(words, (NO,)), score, ""))
        score = Chosen(cases, Nothing(f"没有报告是否{words}", "missing"))
    return score


def one_of(
    name: str, options: Sequence[tuple[str, Term]], other: Nothing, none: tuple[Term, str] | None = None
) -> tuple[Term, Need]:
    """What one word of a list gives, and the input that asks for it; `none` is for none of them, and how it is said."""
    cases = [Case(Is(name, (label,)), term, label) for label, term in options]
    if none is not None:
        cases.append(Case(Is(name, (NO,)), *none))
    labels = tuple(label for label, _ in options)
    return Chosen(tuple(cases), other), Need(name, "grade", words=labels if none is None else (*labels, NO))


# -- whether two say one thing -----------------------------------------------------------------------------

_NEGATIVE = lazy_pattern(r"^(?:[^,]{0,12}?)(?:未|不|没有?|无|发现|存在|出现|发生|被)")
_HAPPENED = lazy_pattern(r"发现|出现|发生|存在|有")
_DENIES = lazy_pattern(r"[未不没无](?!发生|出现|存在|发现|有)")
_DENIED = lazy_pattern(r"未|不|没有?|无|发现|存在|出现|发生|被|认定|全年|做到|的")


def opposed(pair: Sequence[Statement]) -> bool:
    """Whether two statements are one fact and its opposite."""
    one, other = (s.condition for s in pair)
    if isinstance(one, Against) and isinstance(other, Against):
        return {one.standing, other.standing} in OPPOSED
    first, second = (words_of(s) for s in pair)
    if _DENIES.match(first) and _DENIES.match(second):
        return False  # 未公开, 未及时公开: what denies one says nothing of the other
    negative = [bool(_NEGATIVE.search(text)) for text in (first, second)]
    if _HAPPENED.fullmatch(first) or _HAPPENED.fullmatch(second):
        return all(negative)
    return any(negative) and alike(_DENIED.sub("", first), _DENIED.sub("", second))


def alike(one: str, other: str) -> bool:
    """Whether two names may mean one thing: they share half of the characters of the shorter one."""
    shared = sum((Counter(one) & Counter(other)).values())
    return shared * 2 >= min(len(one), len(other)) and shared > 0
