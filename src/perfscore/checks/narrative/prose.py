"""What a text of a form says in numbers: quantities with their units and the words around them.

A text is read once, whoever asks. Numbers of dates, documents, standards and telephones have no measure word behind
them and are no quantities; of a range neither end is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Interval, unfit_digits
from perfscore.core.records import frozen, replace
from perfscore.core.text import normalise
from perfscore.core.units import canonical, factor, is_counted, is_known, parts
from perfscore.language.numerals import ARABIC, CHINESE, read_number

Relation = Literal["=", ">=", "<="]

#: A number that no letter, digit or point stands before: not part of a model, a version or another number.
_NUMBER: Final = lazy_pattern(rf"(?<![A-Za-z\d.])(?<!\d,){ARABIC}|{CHINESE}(?=(?:多|余)?(?:万|亿)?元)")
#: A longer run of digits is no number, and what it stands in is an account, not a text.
_UNIT: Final = lazy_pattern(r"[一-鿿A-Za-z%‰㎡²³℃]{1,8}")
_OVER: Final = lazy_pattern(r"[/每·.]?(?=[一-鿿A-Za-z㎡])")
_MORE: Final = lazy_pattern(r"[余多](?=[一-鿿%])")
_SENTENCE: Final = lazy_pattern(r"[。;!?\n]")
_PHRASE: Final = lazy_pattern(r"[。;!?\n,、()]")
_RANGE: Final = lazy_pattern(r"\s*(?:-|--|~|—|——|–|至|到)\s*")
_ORDINAL: Final = lazy_pattern(r"[第号#〔\[【]$")
#: Words right before a number, and what they make of it.
_BEFORE: Final = (
    (lazy_pattern(r"(?:不得?(?:少|低|小)于|至少|最低|超过|超|高于|大于|多于|突破|≥|>=|>)$"), ">="),
    (lazy_pattern(r"(?:不得?(?:超过|超|高于|多于|大于)|控制在|最多|最高|低于|少于|小于|≤|<=|<)$"), "<="),
)
_ABOUT: Final = lazy_pattern(r"(?:约为?|大约|大概|近|将近|接近|预计)$")
_EVEN: Final = lazy_pattern(r"(?:[:=为是达到至共计等有在]|达成|分别|人民币|¥)$")
_BEHIND: Final = ((lazy_pattern(r"(?:及|或|\()?以上"), ">="), (lazy_pattern(r"(?:及|之)?(?:以[内下]|内)"), "<="))
_ABOUT_BEHIND: Final = lazy_pattern(r"左右|上下|余|多(?!次|项)")
#: So many denominators has a price at most (元/人/天).
_MOST_OVERS = 3
#: 三十万 is written to the ten thousands, as 30万 is.
_SCALES: Final = {"万": 4, "亿": 8}
#: So many characters around a number are its phrase, and so many before it are looked at with it: a text without marks
#: is not copied for each of its numbers.
_PHRASE_LENGTH = 80
_LEAD_LENGTH = 240
#: Calendar years.
_YEARS = range(1900, 2101)


@frozen
class Quantity:
    """A number with its unit as it stands in a text.

    Attributes:
        value: after scale words, in `unit`; `decimals` is the place of its last written digit (−4 for 30万).
        unit: the canonical measure word, "" where there is none; `over` what it is for each of (元/人/月).
        start, end: its place in the normalised text, unit included.
        before, after: the phrase on either side, up to a mark or the next number; what only says how the number
            binds (不少于, 约, 达到, 共计) is taken off. `phrase` is the one before with it.
        lead: the sentence up to the number, or as much of it as matters.
        relation: what the words around make of it; `about` says that it is given roughly.
        ranged: it is an end of a range.
    """

    value: Fraction
    decimals: int
    unit: str
    over: tuple[str, ...]
    start: int
    end: int
    phrase: str
    before: str
    after: str
    lead: str
    relation: Relation = "="
    about: bool = False
    ranged: bool = False

    @property
    def interval(self) -> Interval:
        """What the number stands for: itself where things or 元 are counted, else half a unit of its last digit."""
        exact = self.decimals == 0 and (self.unit in ("元", "") or is_counted(self.unit))
        return Interval.point(self.value) if exact else Interval.around(self.value, self.decimals)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount: 元 for nothing in particular."""
        return self.unit == "元" and not self.over

    def roughly(self, about: Fraction) -> Interval:
        """The interval, widened by a share of the number where it is given roughly."""
        own = self.interval
        if not self.about:
            return own
        return Interval(own.low - abs(self.value) * about, own.high + abs(self.value) * about)


@frozen
class Prose:
    """A text with the quantities that stand in it, in order."""

    text: str
    quantities: tuple[Quantity, ...]

    def before(self, one: Quantity) -> Iterator[Quantity]:
        """The quantities that stand in the lead of another, the nearest first."""
        start = one.start - len(one.lead)
        place = bisect_left(self.quantities, one.start, key=lambda other: other.start)
        while place and self.quantities[place - 1].start >= start:
            place -= 1
            yield self.quantities[place]

    def words(self, one: Quantity) -> str:
        """A quantity as it is written."""
        return self.text[one.start : one.end]


@lru_cache(maxsize=512)
def read_prose(raw: str) -> Prose:
    """Read a text; one with digits that no number has says nothing.

    >>> [(str(q.value), q.unit, q.before) for q in read_prose("特申请运行费6.84万元，检修不少于12次").quantities]
    [('68400', '元', '特申请运行费'), ('12', '次', '检修')]
    """
    text = normalise(raw).text
    if unfit_digits(text):
        return Prose(text, ())
    marks = [match.end() for match in _SENTENCE.finditer(text)]
    found: list[Quantity] = []
    place = 0
    for match in _NUMBER.finditer(text):
        if match.start() < place:
            continue
        passed = bisect_right(marks, match.start())
        sentence = marks[passed - 1] if passed else 0
        one = _quantity(text, match.start(), match.end(), found[-1].end if found else 0, sentence)
        if one is not None:
            found.append(one)
            place = one.end
    return Prose(text, tuple(_with_ends(text, found)))


def _quantity(text: str, start: int, end: int, previous: int, sentence: int) -> Quantity | None:
    number = read_number(text[start:end])
    if number is None or _ORDINAL.search(text, max(0, start - 1), start):
        return None
    more = _MORE.match(text, end)
    unit, over, stop = read_unit(text, more.end() if more else end)
    before = text[max(previous, sentence) : start]
    cuts = [cut.end() for cut in _PHRASE.finditer(before)]
    phrase = (before[cuts[-1] :] if cuts else before)[-_PHRASE_LENGTH:]
    before, relation, about = _bound(phrase)
    scale = next((size for char, size in _SCALES.items() if text[end - 1] == char), 0)
    return Quantity(
        value=Fraction(number.value),
        decimals=number.decimals or -scale,
        unit=number.unit or unit,
        over=over,
        start=start,
        end=stop,
        phrase=phrase,
        before=before,
        after="",
        lead=text[max(sentence, start - _LEAD_LENGTH) : start],
        relation=relation,
        about=about or more is not None,
    )


def read_unit(text: str, place: int) -> tuple[str, tuple[str, ...], int]:
    """The measure word at a place with what it is for each of, and where it ends; "" where none stands there.

    >>> read_unit("元/人.月*12个月", 0), read_unit("名护士", 0), read_unit("号文件", 0)
    (('元', ('人', '个月'), 6), ('名', (), 1), ('', (), 0))
    """
    head, end = _word(text, place)
    if not head:
        return "", (), place
    unit, own = parts(head)
    over = list(own)
    while len(over) < _MOST_OVERS and (stroke := _OVER.match(text, end)):
        if not stroke[0] and not over:
            break
        word, stop = _word(text, stroke.end())
        if not word:
            break
        over.append(parts(word)[0])
        end = stop
    return unit, tuple(over), end


def _word(text: str, place: int) -> tuple[str, int]:
    """The longest known measure word at a place."""
    run = _UNIT.match(text, place)
    for size in range(len(run[0]) if run else 0, 0, -1):
        word = text[place : place + size]
        # Not inside a Latin word (Mbps), and 万 alone measures nothing.
        rest = text[place + size : place + size + 1]
        if is_known(word) and canonical(word) and not (word[-1].isascii() and rest.isascii() and rest.isalpha()):
            return word, place + size
    return "", place


def _bound(before: str) -> tuple[str, Relation, bool]:
    """The words before a number without those that only bind it, what they make of it, and whether it is rough."""
    relation: Relation = "="
    about, going = False, True
    before = before.strip()
    while going and before:
        going = False
        for pattern, sign in _BEFORE:
            if match := pattern.search(before):
                before, going = before[: match.start()].strip(), True
                relation = ">=" if sign == ">=" else "<="
        for pattern, rough in ((_ABOUT, True), (_EVEN, False)):
            if match := pattern.search(before):
                before, going, about = before[: match.start()].strip(), True, about or rough
    return before, relation, about


def _with_ends(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with what stands behind each of them, and the ends of ranges marked."""
    done: list[Quantity] = []
    for count, one in enumerate(found):
        follows = found[count + 1].start if count + 1 < len(found) else len(text)
        between = text[one.end : follows]
        joined = count + 1 < len(found) and _RANGE.fullmatch(between) is not None
        ranged = joined or bool(done and done[-1].ranged and _RANGE.fullmatch(text[done[-1].end : one.start]))
        phrase = _PHRASE.split(between[:_PHRASE_LENGTH], maxsplit=1)[0].strip()
        relation, about = one.relation, one.about
        for pattern, sign in _BEHIND:
            if match := pattern.match(phrase):
                relation, phrase = (">=" if sign == ">=" else "<="), phrase[match.end() :]
        if match := _ABOUT_BEHIND.match(phrase):
            about, phrase = True, phrase[match.end() :]
        done.append(replace(one, after=phrase, relation=relation, about=about, ranged=ranged))
    return done


def is_year(one: Quantity) -> bool:
    """Whether it names a calendar year."""
    return one.unit == "年" and one.value.denominator == 1 and int(one.value) in _YEARS


def in_unit(one: Quantity, unit: str) -> Fraction | None:
    """What a quantity is multiplied by to stand in a unit, None where the two cannot be compared."""
    own = "/".join((one.unit, *one.over))
    return factor(own, unit) if one.unit else None
