"""Rules over facts and grades, lowered: checklists, yes or no, closed lists of grades."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.words import GRADE, GRAVITY
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.levels import award_label
from perfscore.language.mixed import lower_mixed
from perfscore.language.program import Program, UnboundError
from perfscore.language.row import Row
from perfscore.language.shapes import REGULAR
from perfscore.language.statements import Statement
from perfscore.language.terms import Nothing, Term, add, number
from perfscore.language.told import fact, if_yes, one_of, opposed, vetoed, words_of

#: A clause in words with its points.
Paid = tuple[Statement, Amount]


def lower_worded(row: Row) -> Program:
    """Yes or no, a checklist, or a closed list of grades: the amounts tell them apart."""
    statements = [s for s in row.statements if s.outcome is not None]
    paid = [(s, s.outcome) for s in statements if isinstance(s.outcome, Amount)]
    if len(paid) < len(statements):
        raise UnboundError("文字条件和计算方法混在一起，没有读懂", "分开写", statements[0].span)
    said = [(s, amount) for s, amount in paid if isinstance(s.condition, Saying | Against)]
    otherwise = [(s, amount) for s, amount in paid if isinstance(s.condition, Otherwise)]
    if len(said) + len(otherwise) < len(paid) or not said:
        raise UnboundError("得分条件没有读懂", "写明得分条件", statements[0].span if statements else None)
    manners = {amount.manner for _, amount in said}
    if manners == {"add"}:
        return _bonus(row, said)
    if len(said) == len(otherwise) == 1:
        return _one(row, [*said, *otherwise])
    if any(row.paid(amount, row.points) not in (0, row.points) for _, amount in otherwise):
        raise UnboundError("“否则”得几分没有读懂", "写明每种情形得几分", otherwise[0][0].span)
    if manners == {"award"}:
        return _awards(row, said, otherwise=bool(otherwise))
    if manners == {"add", "deduct"} and len(said) == 2 and opposed([s for s, _ in said]) and not otherwise:
        return _either_way(row, said)
    if manners == {"award", "deduct"} and (_scale(said) or _by_gravity(row, said)):
        return _grades(row, said)
    earns = any(amount.manner == "award" and row.amount(amount) for _, amount in said)
    if manners == {"award", "deduct"} and earns and len(said) == 2 and opposed([s for s, _ in said]):
        return _one(row, said)
    return lower_mixed(row)


def _awards(row: Row, said: Sequence[Paid], *, otherwise: bool) -> Program:
    """Facts in words that are each paid for, or leave nothing."""
    if any(amount.high is not None for _, amount in said):
        return _grades(row, said)
    statements, values = [s for s, _ in said], [row.amount(amount) for _, amount in said]
    if (items := _under_headings(row, said, values)) is not None:
        return _checklist(row, items)
    positive = [one for one, value in zip(said, values, strict=True) if value > 0]
    total = sum((value for value in values if value > 0), Fraction(0))
    whole = len(positive) > 1 and total == row.points
    regular = next((s for s in statements if REGULAR.match(words_of(s))), None)
    if regular is not None and not whole:
        # What is done every week is one fact of a list whose points add up; alone it may be paid each time.
        reason = "每次得几分还是做到了得几分，没有写明"
        raise UnboundError(reason, "写明“每次得几分”或“做到的得几分”", regular.span)
    if len(said) > 1 and not positive and not otherwise and not opposed(statements[:2]):
        # Facts each of which leaves nothing.
        needs = tuple(fact(s, bad=True, wanted=row.goal.text) for s in statements)
        return Program(vetoed(number(row.points), reversed(statements)), Fraction(0), row.points, needs)
    if len(said) == 1 or (len(said) == 2 and 0 in values and opposed(statements)):
        return _one(row, said)
    if whole:
        return _checklist(row, positive)
    if max(values) == row.points:
        return _grades(row, said)
    if 0 not in values and all(s.mark for s in statements):
        return _checklist(row, said)
    if 0 in values and sorted(values, reverse=True) == values and len(values) > 2 and not otherwise:
        return _grades(row, said)
    raise UnboundError(f"各项得分合计{plain(total)}分，与本行分值不符", "核对各项分值")


def _under_headings(row: Row, said: Sequence[Paid], values: Sequence[Fraction]) -> list[Paid] | None:
    """The items under headings with the points of all of theirs (组织保障(4分):…得2分,…得2分); None where there are none."""
    items: list[Paid] = []
    headings: list[Statement] = []
    left = whole = Fraction(0)
    for one, value in zip(said, values, strict=True):
        if left == 0:
            left = value
            whole += value
            headings.append(one[0])
        else:
            items.append(one)
            left -= value
        if left < 0 or value == 0:
            return None
    # 好得3分,中得2分,差得1分 are grades: headings have marks, which their items have not, and there are several.
    headed = len(headings) > 1 and all(one.mark for one in headings) and not any(one.mark for one, _ in items)
    return items if headed and left == 0 and whole == row.points else None


def _one(row: Row, said: Sequence[Paid]) -> Program:
    """One fact: what it gives, and what its opposite (its own words, 否则, or nothing) gives."""
    base = _base(row, said)
    first, yes = said[0][0], row.paid(said[0][1], base)
    if len(said) == 2:
        other, amount = said[1]
        no, more = row.paid(amount, base), [(words_of(other), False)] if words_of(other) else []
    else:
        no, more = row.points if yes == 0 else Fraction(0), []
    need = fact(first, *more, bad=yes < no, wanted=row.goal.text)
    term = if_yes(words_of(first), number(yes), number(no))
    return Program(term, Fraction(0), row.points, (need,), single=need.name)


def _base(row: Row, said: Sequence[Paid]) -> Fraction:
    """What changes count from: the award beside them, which is the row's points or another reading of them."""
    awards = [row.amount(amount) for _, amount in said if amount.manner == "award"]
    best = max(awards, default=Fraction(0)) or row.points
    if best == row.points or len(awards) == len(said):
        return best
    return best if row.pick("change-from", ("award", "points")) == "award" else row.points


def _checklist(row: Row, items: Sequence[Paid]) -> Program:
    """Facts whose points add up."""
    names = {words_of(s) for s, _ in items}
    if len(names) < len(items):
        raise UnboundError("清单里有两项同名", "区分两项")
    total = add(*(if_yes(words_of(s), number(row.amount(amount))) for s, amount in items))
    cap = row.limit("cap")
    high = row.points if cap is None else min(row.points, cap)
    return Program(total, Fraction(0), high, tuple(fact(s) for s, _ in items))


def _either_way(row: Row, said: Sequence[Paid]) -> Program:
    """A fact that adds and its opposite that takes off, with nothing between: where the second ends is not said.

    Raises:
        UnboundError: what the fact adds is not all there is to have.
    """
    adding, other = sorted(said, key=lambda one: one[1].manner)
    if _stated_base(row) or row.amount(adding[1]) != row.points:
        raise UnboundError("得分与扣分混在一起", "分开写明")
    need = fact(adding[0], (words_of(other[0]), False))
    below = Nothing("扣到零分为止还是可为负分，没有写明", "words")
    low, high = row.bounds()
    no: Term = number(-row.amount(other[1])) if low is None else number(0) if row.has("floor") else below
    return Program(if_yes(need.name, number(row.points), no), low, high, (need,), single=need.name)


def _stated_base(row: Row) -> bool:
    return any(isinstance(element, Stated) and element.base for element in row.template.elements)


def _bonus(row: Row, items: Sequence[Paid]) -> Program:
    """Listed bonus events: a lone actual names one of them."""
    options = [(award_label(words_of(s)), number(row.amount(amount))) for s, amount in items]
    other, none = Nothing("这一情形不在加分条件里", "grade"), (number(0), "没有加分情形")
    term, need = one_of("加分情形", options, other, none)
    high = None if row.has("uncapped") else row.points
    return Program(term, Fraction(0), high, (need,), single=need.name)


# -- grades ------------------------------------------------------------------------------------------------

_GRADE = lazy_pattern(rf"(?:(?:考核|评价|评定|考评|测评|检查)?(?:结果|等级|等次)?(?:为|是))?(?P<word>{GRADE})")


def _word(said: str) -> str:
    """The word of a scale without what gives it: 评价等级为优 is 优."""
    found = _GRADE.fullmatch(said)
    return found["word"] if found is not None else said


def _scale(said: Sequence[Paid]) -> bool:
    """Whether the conditions are the words of one scale: one of them holds, so that 良好减2分 is a grade, no fact."""
    return len(said) > 2 and all(_GRADE.fullmatch(words_of(s)) for s, _ in said)


_GRAVITY = lazy_pattern(GRAVITY)
_NONE = lazy_pattern(r"(?:未|没有?|无|零)(?:再|曾)?(?:发生|发现|出现|存在|造成)?(?P<thing>[^,]{2,})")


def _by_gravity(row: Row, said: Sequence[Paid]) -> bool:
    """Whether full marks for no fault stand before its degrees: 未发生事故得满分,发生一般事故扣5分,发生重大事故不得分.

    The degrees are known by the noun that ends them all: of two different faults both may happen, and both count.
    """
    (first, most), *others = said
    none = _NONE.fullmatch(words_of(first))
    if none is None or len(others) < 2 or most.manner != "award" or row.amount(most) != row.points:
        return False
    degrees = [words_of(s) for s, _ in others]
    noun = none["thing"][-2:]
    return all(words.endswith(noun) and not _NONE.fullmatch(words) and _GRAVITY.search(words) for words in degrees)


def _grades(row: Row, said: Sequence[Paid]) -> Program:
    """A closed list of words; a change counts from what the best of them gives.

    An unlisted word may be a synonym of a listed one, also where 否则 stands: only the listed words are sure.
    """
    changes = any(amount.manner != "award" for _, amount in said)
    base = _base(row, said) if changes else row.points
    ranged = Nothing("这一档只给了分值区间", "range")
    labels = [_word(words_of(s)) for s, _ in said]
    if len(set(labels)) < len(labels):
        raise UnboundError("同一档次写了两次", "核对档次")
    terms = [ranged if amount.high is not None else number(row.paid(amount, base)) for _, amount in said]
    if all(term == ranged for term in terms):
        raise UnboundError("各档只给了分值区间", "写明区间内怎样定分")
    other = Nothing("这个词不在所列档次里", "grade")
    none = (terms[0], "没有所列情形") if _by_gravity(row, said) else None
    term, need = one_of("档次", list(zip(labels, terms, strict=True)), other, none)
    return Program(term, Fraction(0), row.points, (need,), single=need.name)
