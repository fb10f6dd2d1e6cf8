"""What the notes of a form state of its scoring, sentence by sentence; what is not understood is said, not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.stated import (
    Stated,
    StatedBase,
    StatedExecution,
    StatedGrades,
    StatedMissed,
    StatedRounding,
    StatedVerdicts,
    Topic,
)
from perfscore.core.text import squash
from perfscore.forms.expressions import Names, NoFormulaError, expression
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.model import Text

_SENTENCE = lazy_pattern(r"[^。\n]+")
_CLAUSE = lazy_pattern(r"[^；;]+")
_MARK = lazy_pattern(
    r"^(?:(?:备?注|说明|填[表报]说明|[评计]分(?:说明|办法|方法))\d?[:：])?(?:\(?[\d一二三四五六七八九十]{1,2}[.、)]|[①-⑳])?"
)

_RATE = r"(?:项目|部门|整体|支出|预算|资金)*执行率(?:\(%\)|\([A-Za-z]/[A-Za-z]\))?"
_RATE_IS = lazy_pattern(rf"{_RATE}(?:的?计算(?:公式|方法|口径))?(?:等于|按照?|[=:为是])+(.+?)(?:计算|确定)?")
_RATE_OF = lazy_pattern(
    rf"{_RATE}(?:按照?|以|用|为|是|[=:])?(.+?)(?:除以|与|占)(.+?)(?:的?(?:比例|比值|比率|比重|百分比)|之比)?(?:计算|确定|得出)?"
)
_RATE_OVER = lazy_pattern(
    rf"(?:计算)?{_RATE}(?:的?计算)?(?:时|的分母)?,?(?:以|按|用)(.+?)(?:作?为)(?:分母|基数)(?:计算)?"
)
_EXECUTION = lazy_pattern(
    r"(?:该项|(?:预算|资金)*执行率?(?:情况|指标)?)?的?得分(?:计算(?:公式|方法))?(?:等于|按照?|[=:为是])+(.+?)(?:计算)?"
)

_NEGATIVE = r"反向|负向|逆向|≤|<=|小于等于|不超过"
_DIRECTION = rf"(?P<direction>正向|≥|>=|大于等于|不低于|{_NEGATIVE})"
_MISSED = lazy_pattern(
    r"(?:定量指标)?(?:若|如|对于?|当)?(?:定量)?(?:指标)?(?:若|如)?(?:年度)?(?:指标值|目标值)?(?:为|是|属于|带)?[\"“”]?"
    + _DIRECTION
    + r"[XxNn]?[\"“”]?(?:型|类)?(?:的)?(?:指标)?(?:\([^()]{0,20}\))?(?:的)?,?"
    r"(?P<missed>(?:未完成|未达标|未达到(?:目标值|指标值)|超过(?:目标值|指标值))(?:目标|指标值|目标值)?的?,?)?(?:则|其|应)?"
    r"(?:(?P<nothing>不得分|得0分|计0分)|(?:指标)?得分(?:计算)?(?:方法|公式)?(?:应用|应为|采用|应按|按照?|等于|[为=:])+"
    r"(?P<formula>.+?)(?:计算|计分|确定)?|(?:按照?|以|用)(?P<by>.+?)(?:计算得分|确定得分|计算|计分))"
)
_FORMULAS = {("positive", "ratio"), ("negative", "inverse-ratio"), ("negative", "mirror")}

_GRADE_INTRO = lazy_pattern(
    r"^(?:总分(?:一般)?(?:设置?)?为?100分,)?(?:(?:自评|评价|绩效|得分|结果|总分|综合|等级|等次|一般|划分|按|根据|共|划?分|设|为|四|三|五|个|档|级|次|:|,|即|如下)*?)(?=[\d优良≥])"
)
_GRADE = lazy_pattern(
    r"(?:(?:得分)?(?:(?P<low>\d{1,3})分?(?P<in>\(不?含(?:\d+分?)?\))?[-~—至到](?P<high>\d{1,3})分?(?P<hin>\(不?含(?:\d+分?)?\))?"
    r"|(?P<from>\d{1,3})分?(?:\(含(?:\d+分?)?\))?及?以上(?:\(含(?:\d+分?)?\))?|≥(?P<ge>\d{1,3})分?"
    r"|(?P<below>\d{1,3})分?(?:\(不含(?:\d+分?)?\))?以下(?:\(不含(?:\d+分?)?\))?|<(?P<lt>\d{1,3})分?)"
    r"(?:的)?(?:等级)?(?:评定)?(?:为|:)?\"?(?P<name>优秀?|良好?|中等?|一般|合格|不合格|较?差)\"?(?:等)?)(?:[,、;.]|$)"
)
#: The name before its range: `优（90分以上）`.
_NAME_FIRST = lazy_pattern(r"(优秀?|良好?|中等?|一般|合格|不合格|较?差)\(([^()]*(?:\([^()]*\))?[^()]*)\)")
#: No longer sentence states a convention.
_LONGEST = 240
_INSIDE = lazy_pattern(r"\((.+)\)$")
_WORTH = lazy_pattern(r"(?<=\d)分(?=[×*xX])")
_DIGITS = {"一": 1, "1": 1, "二": 2, "两": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4, "0": 0}
_ROUNDED = lazy_pattern(
    r"(?:各项|各|自评|指标|评价|最终|所有|单项)*(?:得分|分数|评分|计分|计算结果)(?:结果)?(?:均|统一|应|按|一律|可)*(?:四舍五入,?(?:后|并)?)?"
    r"(?:(?:保留|精确到|取|计算到)(?:到|至)?(?:小数点后)?(?P<digits>[一二两三四0-4])位(?:小数)?|(?P<whole>保留整数|取整数|精确到个位))"
    r"(?:,?(?:并)?四舍五入)?"
)

#: The bands of the verdicts: 100%-80%(含80%)、80%-60%(含60%)、60%-0%.
_VERDICTS = lazy_pattern(r"定性|达成")
_BAND = lazy_pattern(r"(?<![\d.])(\d{1,3})%?[-~—–至到]+(\d{1,3})%")

_SCORED = r"得分|计分|扣分|分值|分母"
_TOPICS: tuple[tuple[Topic, str], ...] = (
    ("grades", r"(?:等级|等次|档次).*(?:优|良)|(?:优|良).*\d分?以上|\d分?(?:以上|\(不?含\))?为(?:优|良)"),
    ("execution", rf"执行率.*(?:{_SCORED}|=|得满分|得\d)"),
    ("rounding", r"(?:得分|分数|评分|计分|计算结果).*(?:小数|四舍五入|取整|整数)"),
    ("missed", rf"^(?!.*定性).*(?:正向|反向|负向|逆向|≤|≥|定量指标).*(?:{_SCORED})"),
    ("verdicts", r"(?:定性|达成)[^%]*\d%[^%]*\d%"),
)


@frozen
class Statements:
    """What notes state, and what they say of scoring that was not understood."""

    read: tuple[Sourced[Stated], ...] = ()
    unread: tuple[tuple[Topic, Text], ...] = ()


def statements_in(
    notes: tuple[Text, ...], letters: Mapping[str, str], money: Mapping[str, str] = MappingProxyType({})
) -> Statements:
    """Read the statements of notes; two that contradict each other are none.

    Args:
        notes: the texts.
        letters: the columns that the header of the indicators gives a letter (`全年实际值（B）`), by letter.
        money: those of the header of the money.
    """
    read: list[Sourced[Stated]] = []
    unread: list[tuple[Topic, Text]] = []
    for note in notes:
        for text, key in _pieces(note):
            found = list(_stated(key, letters, money))
            read += [Sourced(one, text.raw, text.at) for one in found]
            topic = next(
                (name for name, words in _TOPICS if lazy_pattern(words).search(key[: 4 * _LONGEST])), None
            )
            if not found and topic is not None:
                unread.append((topic, text))
    kept = [one for one in read if not any(_contradicts(one.value, other.value) for other in read)]
    unread += [(_topic(one.value), Sourced(one.raw, one.raw, one.at)) for one in read if one not in kept]
    return Statements(tuple(kept), tuple(unread))


def said_by_header(text: str, name: str, money: Mapping[str, str]) -> Stated | None:
    """What a header cell of the money says in its brackets: `得分（20分*执行率）`, `执行率（C/A）`.

    Args:
        text: the cell.
        name: what the column is, `rate` or `score`.
        money: the columns with letters.
    """
    inside = _INSIDE.search(squash(text))
    if inside is None:
        return None
    if name == "rate":
        return _base(f"执行率={inside[1]}", money)
    return _execution(f"得分={_WORTH.sub('', inside[1])}", money)


def _pieces(note: Text) -> Iterator[tuple[Text, str]]:
    """The sentences of a note with their places; one that is no list of grades is cut at its semicolons."""
    for sentence in _SENTENCE.finditer(note.raw):
        spans = [sentence.span()]
        key = _key(sentence[0])
        if not _grades(key) and _verdicts(key) is None:
            spans = [
                (sentence.start() + part.start(), sentence.start() + part.end())
                for part in _CLAUSE.finditer(sentence[0])
            ]
        for start, end in spans:
            text = note.raw[start:end].strip()
            key = _key(text)
            if key:
                first = note.raw.index(text, start)
                at = note.at if len(text) == len(note.raw) else replace(note.at, span=(first, first + len(text)))
                yield Sourced(text, text, at), key


def _key(text: str) -> str:
    return _MARK.sub("", squash(text)).rstrip(".,;:。")


def _stated(key: str, letters: Mapping[str, str], money: Mapping[str, str]) -> Iterator[Stated]:
    """Everything that a sentence states; nothing where it is not understood whole."""
    if len(key) > _LONGEST:
        return
    for one in (_base(key, money), _execution(key, money), _missed(key, letters), _rounding(key)):
        if one is not None:
            yield one
            return
    grades, verdicts = _grades(key), _verdicts(key)
    if grades:
        yield StatedGrades(grades)
    elif verdicts is not None:
        yield verdicts


def _amounts(money: Mapping[str, str]) -> Names:
    def name(word: str) -> str | None:
        bare = word[:-3] if word.endswith(")") else word
        return money.get(word) or label_of(bare).named("funding")

    return name


def _base(key: str, money: Mapping[str, str]) -> StatedBase | None:
    funding = _amounts(money)
    match = _RATE_OVER.fullmatch(key)
    if match:
        return _as_base(funding(match[1]))
    match = _RATE_OF.fullmatch(key)
    if match and funding(match[1]) == "executed":
        return _as_base(funding(match[2]))
    match = _RATE_IS.fullmatch(key)
    if not match:
        return None
    numbers = {"executed": Fraction(7), "budget": Fraction(11), "initial": Fraction(13)}
    value = _value(match[1], funding, numbers)
    return next(
        (_as_base(base) for base in ("budget", "initial") if value == numbers["executed"] / numbers[base]), None
    )


def _as_base(name: str | None) -> StatedBase | None:
    if name == "budget":
        return StatedBase("budget")
    return StatedBase("initial") if name == "initial" else None


def _execution(key: str, money: Mapping[str, str]) -> StatedExecution | None:
    match = _EXECUTION.fullmatch(key)
    if not match:
        return None
    tried = [
        _value(match[1], _amounts(money), {"rate": Fraction(rate, 10), "points": Fraction(10)}) for rate in (3, 7)
    ]
    first, second = tried
    # The points may be a number of their own; what counts is that the score is so many times the rate.
    return StatedExecution() if first and second and first * 7 == second * 3 and first >= Fraction(3, 10) else None


def _missed(key: str, letters: Mapping[str, str]) -> StatedMissed | None:
    match = _MISSED.fullmatch(key)
    if not match:
        return None
    smaller = lazy_pattern(_NEGATIVE).fullmatch(match["direction"]) is not None
    direction: Literal["positive", "negative"] = "negative" if smaller else "positive"
    if match["nothing"]:
        return StatedMissed(direction, "all-or-nothing") if match["missed"] else None

    def names(word: str) -> str | None:
        bare = word[:-3] if word.endswith(")") else word
        for prefix in ("", "该项", "该", "本项", "本", "此项"):
            if bare.startswith(prefix) and (name := label_of(bare.removeprefix(prefix)).named("indicators")):
                return name
        return letters.get(word)

    numbers = {"target": Fraction(7), "actual": Fraction(11), "points": Fraction(13)}
    target, actual, points = numbers.values()
    value = _value(match["formula"] or match["by"], names, numbers)
    known = {
        "ratio": points * actual / target,
        "inverse-ratio": points * target / actual,
        "mirror": points * (1 - (actual - target) / target),
    }
    return next(
        (
            StatedMissed(direction, name)
            for name, one in known.items()
            if value == one and (direction, name) in _FORMULAS
        ),
        None,
    )


def _value(text: str, names: Names, numbers: Mapping[str, Fraction]) -> Fraction | None:
    try:
        return expression(text, names).value(numbers)
    except NoFormulaError:
        return None


def _rounding(key: str) -> StatedRounding | None:
    match = _ROUNDED.fullmatch(key)
    if not match:
        return None
    return StatedRounding(0 if match["whole"] else _DIGITS[match["digits"]])


def _grades(key: str) -> tuple[tuple[str, Decimal], ...]:
    """The grades of a sentence that lists them from the best to the worst without a gap, else none.

    A lower edge belongs to its grade, as it does in all public rules, unless the text says otherwise.
    """
    key = _NAME_FIRST.sub(r"\2为\1", key)
    intro = _GRADE_INTRO.match(key)
    place = intro.end() if intro else 0
    found: list[tuple[str, Decimal]] = []
    above = Decimal(100)
    while place < len(key):
        match = _GRADE.match(key, place)
        if match is None or (found and found[-1][1] == 0):
            return ()
        place = match.end()
        low, high = match["low"] or match["from"] or match["ge"], match["high"] or match["below"] or match["lt"]
        excluded = "不含" in (match["in"] or "")
        included = bool(match["hin"]) and "不含" not in match["hin"] and match["high"] != "100"
        if excluded or included or (high is not None and Decimal(high) != above):
            return ()
        edge = Decimal(low) if low is not None else Decimal(0)
        if edge >= above:
            return ()
        found.append((match["name"], edge))
        above = edge
    whole = len(found) > 1 and found[-1][1] == 0 and all(vocabulary().is_grade(name) for name, _ in found)
    return tuple(found) if whole else ()


def _verdicts(key: str) -> StatedVerdicts | None:
    """The bands of a sentence on qualitative indicators that go from a hundred to nought without a gap, else none."""
    if len(key) > _LONGEST or not _VERDICTS.search(key):
        return None
    bands = [sorted((Decimal(one[1]), Decimal(one[2]))) for one in _BAND.finditer(key)]
    ends = [Decimal(100), *(low for low, _ in bands)]
    if (
        len(bands) < 2
        or ends[-1] != 0
        or any(high != above for above, (_, high) in zip(ends, bands, strict=False))
    ):
        return None
    return StatedVerdicts(tuple((low, high) for low, high in bands))


def _topic(stated: Stated) -> Topic:
    if isinstance(stated, StatedBase | StatedExecution):
        return "execution"
    if isinstance(stated, StatedMissed):
        return "missed"
    if isinstance(stated, StatedVerdicts):
        return "verdicts"
    return "grades" if isinstance(stated, StatedGrades) else "rounding"


def _contradicts(one: Stated, other: Stated) -> bool:
    if type(one) is not type(other) or one == other:
        return False
    if isinstance(one, StatedMissed) and isinstance(other, StatedMissed):
        return one.direction == other.direction
    return True
