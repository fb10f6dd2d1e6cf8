"""From what a cell says to a score: the actual as a number of the rule's input, then the term evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from perfscore.core.conventions import Conventions
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.core.trace import Lack, LateStep, Step
from perfscore.core.units import canonical
from perfscore.language.answers_in_units import converted, formula_input, percentage, plain_number
from perfscore.language.answers_in_words import short_of
from perfscore.language.clauses.based import BASE
from perfscore.language.clauses.words import WITHOUT
from perfscore.language.dated import day_number, month_ends, month_number, of_the_year
from perfscore.language.facts import Actual, actual_of, in_unit
from perfscore.language.grades import grade
from perfscore.language.keys import (
    assigned,
    by_name,
    candidates,
    counted,
    counts_other,
    find_need,
    of_other_gravity,
    of_the_thing,
    own_words,
    said_of_another,
    says_what_there_is,
)
from perfscore.language.parts import beside_words, said_of
from perfscore.language.program import Need, Program
from perfscore.language.reported import counted_in, counts_opposite
from perfscore.language.terms import Fact, NoScoreError, Nothing, value
from perfscore.language.told import NO, YES, happened
from perfscore.language.unreported import none_of_any, once, settled
from perfscore.language.values import Value
from perfscore.language.worded_facts import BARE, answer, said_not
from perfscore.language.workings import steps, workings

#: A cell that was read.
Read = Value | Unreadable
#: What is scored: an actual as it speaks to a rule, or cells by the names of the inputs.
Said = Actual | Mapping[str, Read]
#: Far beyond every threshold: what was never done is later than any day.
_NEVER = rational(10**9)
_MET = lazy_pattern(
    r"^(?:已经?|均|全部|按时|按期|按计划|如期|及时|圆满)*(?:完成|达标|达到|实现|达成)?(?:目标值?|任务|计划|指标值?|年度指标|要求|完工)?$|^是$|^全覆盖$|^未超过(?:计划|预算|目标)?$"
)
_UNMET = lazy_pattern(r"^(?:未|没有?|不)(?!超)(?:按时|按期|全部|能)*.{0,8}$|^否$")
#: No change; 基本持平 says that there was some.
_LEVEL = lazy_pattern(rf"(?:[与同和较比]{BASE}(?:相比)?)?(?:同比|环比)?持平")
_GOOD_NONE = lazy_pattern(rf"^(?:全年|均)?(?:{WITHOUT}|没有|未(?:发生|发现|出现|举办|开展)|零)[^\d]{{0,8}}$")


@frozen
class Result:
    """What one reading gives; `clean` is what it gives if nothing of what was not reported happened."""

    points: Fraction | None
    step: Step | None
    reason: str = ""
    lack: Lack | None = None
    clean: Fraction | None = None


def by_itself(program: Program, said: Said) -> bool:
    """Whether what was said is an actual alone, and not every input of the rule under its name."""
    if isinstance(said, Mapping):
        return False
    return not said_of(program, said)


def evaluate(program: Program, actual: Said, conventions: Conventions) -> Result:
    """Score an actual that was read, or facts by name, under one reading, with the sum behind it.

    The sum is worked out when it is read.
    """
    if program.alone is not None and by_itself(program, actual) and _fault_told(program, actual) is None:
        return evaluate(program.alone, actual, conventions)
    notes: list[Step] = []
    try:
        facts = _fault_told(program, actual) or read_facts(program, actual, conventions, notes)
        if isinstance(facts, Result):
            return facts
        facts = settled(program, facts)
        points = once(program, facts)
    except NoScoreError as stop:
        step = Step("得分", str(stop), "无法确定", children=tuple(notes))
        return Result(None, step, str(stop), stop.lack, stop.clean)
    if program.doubt and points != 0:
        # However the formula is meant to be scaled, nothing stays nothing.
        step = Step("得分", program.doubt, "无法确定", children=tuple(notes))
        return Result(None, step, program.doubt, "words")
    return Result(points, LateStep("得分", plain(points, 6), lambda: _worked(program, facts, points, notes)))


def _fault_told(program: Program, said: Said) -> dict[str, Fact] | None:
    """What an actual says that is a fault of the rule in its own words: 未开展, where 未开展的不得分."""
    if isinstance(said, Mapping) or not said.text:
        return None
    faults = (need for need in program.needs if need.name in program.faults and need.kind == "fact")
    told = [need for need in faults if (said.text, True) in need.phrases]
    return {told[0].name: YES} if len(told) == 1 else None


def _worked(program: Program, facts: dict[str, Fact], points: Fraction, notes: list[Step]) -> Step:
    sum_ = workings(program.term, facts, program.high)
    children = (*notes, *steps(program.term, facts, program.high))
    return Step("得分", sum_, plain(points, 6), children=children)


def number(program: Program, actual: Said, conventions: Conventions) -> Fraction | None:
    """The points alone: the sum behind a score takes longer than the score, and often nobody reads it."""
    if program.alone is not None and by_itself(program, actual) and _fault_told(program, actual) is None:
        return number(program.alone, actual, conventions)
    try:
        facts = _fault_told(program, actual) or read_facts(program, actual, conventions, [])
        points = facts.points if isinstance(facts, Result) else once(program, settled(program, facts))
    except NoScoreError:
        return None
    return None if program.doubt and points else points


def read_facts(
    program: Program, actual: Said, conventions: Conventions, notes: list[Step]
) -> dict[str, Fact] | Result:
    """Facts by name, or the points where words settle them; NoScoreError where an actual does not say them."""
    if isinstance(actual, Mapping):
        return _facts(program, actual, conventions, notes)
    special = _lone(program, actual, conventions, notes)
    if isinstance(special, Result) and program.doubt and special.points:
        return Result(None, special.step, program.doubt, "words")
    return special


# -- several facts -----------------------------------------------------------------------------------------


def _facts(
    program: Program, given: Mapping[str, Read], conventions: Conventions, notes: list[Step]
) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    given = dict(given)
    for own in program.needs:
        if own.ratio is not None and own.name not in given and set(own.ratio) <= given.keys():
            done, planned = (actual_of(given.pop(name)) for name in own.ratio)
            facts[own.name] = percentage(done, planned)
    meant = assigned({key: candidates(program, key) for key in given})
    for key, read in given.items():
        need = meant.get(key)
        if need is None and (row := next((n for n in program.needs if n.planned == key), None)) is not None:
            if _fact(row, actual_of(read), program, conventions, notes) != row.target:
                raise NoScoreError(f"“{key}”与指标值不同")
            continue
        if need is None:
            raise NoScoreError(f"规则里没有“{key}”这一项")
        if need.name in facts:
            raise NoScoreError(f"“{need.name}”给了两次")
        said = actual_of(read)
        # Under the condition's own words a bare 是 says that it holds, whatever it is.
        plain_word = said.text if need.kind == "fact" and own_words(key, need.name) else ""
        known = BARE.get(plain_word) or of_the_thing(need, key, said.text)
        facts[need.name] = known or _fact(need, said, program, conventions, notes)
    return facts


def _fact(need: Need, actual: Actual, program: Program, conventions: Conventions, notes: list[Step]) -> Fact:
    found = _signed_fact(need, actual, program, conventions, notes)
    if isinstance(found, Fraction) and found < 0 and need.signless:
        notes.append(Step("取绝对值", plain(found, 6), plain(-found, 6)))
        return -found
    return found


def _signed_fact(
    need: Need, actual: Actual, program: Program, conventions: Conventions, notes: list[Step]
) -> Fact:
    if actual.empty:
        raise NoScoreError(f"“{need.name}”没有填写，请填{need.say()}", "facts")
    if need.kind in ("fact", "count") and of_other_gravity(need.name, actual.text):
        raise NoScoreError(f"“{actual.text}”与“{need.name}”轻重不同，没有说明后者")
    match need.kind:
        case "fact":
            said = answer(actual, need, listed=len(program.needs) > 1)
            if said is None:
                raise NoScoreError(f"“{actual.text}”没有说明是否{need.name}")
            return happened(actual.number, need) if said == YES and actual.number else said
        case "grade":
            named = grade(actual.text, need, conventions.lexicon)
            if named is None:
                raise NoScoreError(f"“{actual.text}”不在所列档次里：{'、'.join(filter(NO.__ne__, need.words))}")
            return named
        case "count":
            return _count(need, actual)
        case "day":
            return _day(need, actual)
        case "number":
            return _number(need, actual, program, notes)


def _nothing_of(need: Need, actual: Actual) -> bool:
    """Whether words say that nothing of what is counted happened: 全部及时, where 拨付不及时 is counted."""
    if actual.number is not None or actual.several:
        return False
    return (actual.text, False) in need.phrases or said_not(actual, need.name)


def _count(need: Need, actual: Actual) -> Fraction:
    if actual.none or _GOOD_NONE.match(actual.text) or _nothing_of(need, actual):
        return rational(0)
    if (named := counted(actual.text, need)) is not None or (named := counted_in(actual.text, need)) is not None:
        return named
    if actual.label and (actual.label, False) in need.phrases:
        return rational(0)  # 经批准停运1次, where 经批准停运的不扣分
    if counts_opposite(actual.text, need) or said_of_another(actual.label, need.name):
        raise NoScoreError(f"“{actual.text}”不是件数，请填{need.say()}")
    delay = actual.verb == "late" and (need.name.endswith("逾期") or actual.label in need.name)
    told = actual.number is not None and (delay or not actual.verb)
    if not told or actual.number is None or actual.several or counts_other(actual.label, need):
        raise NoScoreError(f"“{actual.text}”不是件数，请填{need.say()}")
    if actual.number and (need.spoken or says_what_there_is(need, actual.text)):
        raise NoScoreError(f"“{actual.text}”没有说明是否缺少，请填{need.say()}")
    unit = "" if actual.bare and actual.unit != "%" else canonical(actual.unit)
    if unit == "%" and actual.number == 100 and need.target == 0:
        return rational(0)
    if unit == "%" or (unit and need.unit and not _same_count(unit, need.unit)):
        raise NoScoreError(f"“{actual.text}”的单位与“{need.unit}”不同，请填{need.say()}")
    if actual.number < 0 or actual.number.denominator != 1:
        raise NoScoreError(f"“{actual.text}”不是件数，请填{need.say()}")
    return actual.number


def _same_count(unit: str, other: str) -> bool:
    """Whether two units count the same: 宗 and 宗次 do."""
    return in_unit(rational(1), unit.removesuffix("次") or unit, other.removesuffix("次") or other) is not None


def _day(need: Need, actual: Actual) -> Fraction:
    if need.delayed and need.target is not None and actual.verb in ("late", "early"):
        if actual.number is None or (by := in_unit(actual.number, canonical(actual.unit), need.unit)) is None:
            raise NoScoreError(f"“{actual.text}”不能换算成“{need.unit}”，请填{need.say()}")
        if by.denominator != 1:
            raise NoScoreError(f"“{actual.text}”不足一个单位，怎样计没有写明")
        return need.target + (by if actual.verb == "late" else -by)
    if actual.day is None:
        raise NoScoreError(f"“{actual.text}”不是日期，请填{need.say()}")
    if need.unit == "个月":
        month = month_number(of_the_year(actual.day, need), need.year)
        late = need.target is not None and month > need.target
        if actual.day.day is not None and late and not (need.spoken or month_ends(actual.day)):
            raise NoScoreError("按月扣分，而实际写到日：不足一个月怎样计没有写明")
        return rational(month)
    return rational(day_number(of_the_year(actual.day, need), year=need.year))


def _number(need: Need, actual: Actual, program: Program, notes: list[Step]) -> Fraction:
    if actual.none:
        return rational(0)
    if actual.number is None or actual.several:
        raise NoScoreError(f"“{actual.text}”不是一个数")
    number, unit = actual.number, canonical(actual.unit)
    if need.measure == "late":
        if actual.verb == "early":
            return -converted(number, unit, need)
        if actual.verb not in ("late", "") or (actual.verb == "" and unit not in ("", need.unit)):
            raise NoScoreError(f"“{actual.text}”没有说明逾期多久，请填{need.say()}")
        return converted(number, unit, need)
    if need.measure == "excess":
        if not actual.verb or unit not in ("%", "百分点"):
            raise NoScoreError(f"“{actual.text}”没有说明超出多少")
        return number if actual.verb == "up" else -number
    if need.measure.startswith("change"):
        good = need.measure.removeprefix("change-")
        if actual.verb and actual.verb != good:
            number = -number
        elif actual.verb == "" and need.spoken and number:
            raise NoScoreError(f"“{actual.text}”没有说明是增是减")
        elif actual.verb == "" and number < 0 and good == "down":
            # A growth of -3% is a loss; a reduction of -3% may be one, or the sign may say what the word does.
            raise NoScoreError(f"“{actual.text}”的升降方向不明")
        return converted(number, unit, need)
    if actual.verb:
        raise NoScoreError(f"“{actual.text}”是增减幅度，不是数值本身")
    if said_of_another(actual.label, need.name):
        raise NoScoreError(f"“{actual.text}”说的不是{need.name}")
    if not need.unit and program.single != need.name:
        return formula_input(number, unit)
    return plain_number(need, actual, number, unit, notes)


# -- one actual --------------------------------------------------------------------------------------------


def _lone(
    program: Program, actual: Actual, conventions: Conventions, notes: list[Step]
) -> dict[str, Fact] | Result:
    if actual.empty and any(actual.text in need.words for need in program.needs if need.name == program.single):
        # 无记录 says nothing of an actual, unless the rule lists it.
        actual = replace(actual, empty=False)
    if actual.empty:
        raise NoScoreError("没有填写实际完成值" if not actual.text else f"“{actual.text}”不是实际完成值", "actual")
    if not program.single and none_of_any(program, actual):
        # Nothing happened at all: every counter stands at zero.
        return {n.name: _fact(n, actual, program, conventions, notes) for n in program.needs}
    if not program.single and (each := said_of(program, actual)):
        return {
            need.name: _fact(need, one, program, conventions, notes) if isinstance(one, Actual) else one
            for need, one in each
        }
    if not program.single:
        names = "、".join(need.say() for need in program.needs)
        raise NoScoreError(f"评分标准要看的不止完成值一项，请填{names}", "facts")
    need = next((n for n in program.needs if n.name == program.single), None)
    one = None if need is None or actual.number is not None or actual.day else beside_words(actual, need)
    if one is not None:
        return _lone(program, one, conventions, notes)  # a rule over one thing asks for no other
    if need is None and len(both := by_name(program, actual)) == len(program.needs):
        return {part.name: _fact(part, one, program, conventions, notes) for part, one in both}
    if need is None:
        # A ratio of two inputs, given as the rate itself.
        if actual.number is None or actual.several or canonical(actual.unit) not in ("%", ""):
            raise NoScoreError(f"“{actual.text}”不是比率")
        number = actual.number
        if not actual.unit and 0 < number <= Fraction(3, 2):
            raise NoScoreError(f"“{actual.text}”可能是{plain(number)}%，也可能是{plain(number * 100)}%")
        return {program.single: number / 100}
    if (there := short_of(program, need, actual.text)) is not None:
        return {need.name: there}
    if need.kind == "number" and actual.number is not None and _full_completion(need, actual):
        return _in_words(program, need, actual, met=True)
    if need.kind in ("number", "day") and actual.number is None and actual.day is None:
        return _worded(program, need, actual)
    if need.kind == "day" and actual.day is not None and actual.day.day is None and need.unit == "天":
        return _whole_month(program, need, actual)
    if need.kind == "number" and need.measure == "late" and actual.number and not actual.verb:
        raise NoScoreError(f"“{actual.text}”没有说明是否逾期")
    return {need.name: _fact(need, actual, program, conventions, notes)}


def _full_completion(need: Need, actual: Actual) -> bool:
    """100 % against a target of zero (or of another unit) says that it was met."""
    return canonical(actual.unit) == "%" and actual.number == 100 and need.unit != "%" and need.target == 0


def _whole_month(program: Program, need: Need, actual: Actual) -> Result:
    assert actual.day is not None  # noqa: S101
    day = of_the_year(actual.day, need)
    ends = [
        value(program.term, {need.name: rational(day_number(day, end=end, year=need.year))})
        for end in (False, True)
    ]
    if ends[0] != ends[1] and not actual.text.endswith(("底", "末", "前")):
        raise NoScoreError(f"“{actual.text}”没有写到日，得分取决于是哪一天")
    return Result(ends[1], Step("得分", actual.text, plain(ends[1], 6)))


def _worded(program: Program, need: Need, actual: Actual) -> dict[str, Fact] | Result:
    """Words for a number: met at least, or not met, where that settles the score; none of a bad thing."""
    text = actual.text
    if (text, True) in need.phrases:
        return {need.name: rational(0)}
    if need.measure.startswith("change") and _LEVEL.fullmatch(text):
        return {need.name: rational(0)}
    if actual.none or (_GOOD_NONE.match(text) and not re.search(r"计划|超", text)):
        counted = program.direction == "down" or need.unit not in ("%", "")
        if need.kind == "number" and need.measure in ("value", "late", "excess") and counted:
            return {need.name: rational(0)}
        if need.kind == "day":
            return {need.name: _NEVER}
    if _MET.match(text) and text:
        return _in_words(program, need, actual, met=True)
    if _UNMET.match(text):
        if need.kind == "day":
            return {need.name: _NEVER}
        return _in_words(program, need, actual, met=False)
    raise NoScoreError(f"“{text}”不是一个数")


def _in_words(program: Program, need: Need, actual: Actual, *, met: bool) -> Result:
    from perfscore.language.answers_in_words import points_of_word

    points = points_of_word(program, need, met=met)
    if points is None:
        raise NoScoreError(f"“{actual.text}”没有写明数值，得分无法确定")
    return Result(
        points, Step("得分", f"“{actual.text}”按{'达到' if met else '未达到'}指标值计", plain(points, 6))
    )


__all__ = ["Nothing", "Read", "Result", "Said", "evaluate", "find_need", "number", "read_facts"]
