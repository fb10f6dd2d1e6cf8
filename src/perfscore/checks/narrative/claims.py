"""Amounts that a text asks for, or adds up to, for the project as a whole.

An amount is a claim only where the text says what it is of: what is applied for or needed, a total, the funds. What a
part costs, what one of something costs, what another year had and what others pay are no claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal

from perfscore.checks.narrative.calculations import read_calculations
from perfscore.checks.narrative.prose import Prose, Quantity, is_year, read_prose
from perfscore.checks.words import share
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.rulesets import RuleSet

Cue = Literal["ask", "total", "funds"]

_SIGNS: Final = ("×", "*", "╳", "÷", "x", "X", "+", "-")
#: Between the word for a total and its number.
_AFTER_TOTAL: Final = lazy_pattern(r"(?:资金|经费|费用|金额|人民币|约|为|:| )*$")
#: Funds named right before the number.
_FUNDS: Final = lazy_pattern(r"(?:资金|经费|费用|预算)$")
#: More than one year is spoken of.
_YEARS: Final = lazy_pattern(
    r"(?<![\d第])(?:[2-9]|10|[两二三四五六七八九十])(?:个?年|年期)(?!度|级|制|代)|分年|期内|长期|中长期|未来"
)
_ADDED: Final = "追加"
_PART: Final = "小计"
#: So many characters before an amount are quoted.
_QUOTED: Final = 24
#: What is spoken of so near before an amount is what it is of.
_NEAR: Final = 40
#: An object shares so much of its bigrams with the name of the project.
_SHARED: Final = Fraction(1, 2)


@frozen
class Claim:
    """An amount in 元 that a text claims for the project.

    `words` is the amount as written, `said` with what stands before it; `others` are the other amounts of the text.
    """

    amount: Quantity
    words: str
    said: str
    cue: Cue
    others: tuple[Fraction, ...]

    def may_be(self, total: Fraction) -> bool:
        """Whether the other amounts of the text lead from the claim to a total: one is it, or is what is missing.

        需300万元，上级补助200万元，本级100万元.
        """
        if total in self.others:
            return True
        rests = {abs(self.amount.value - other) for other in self.others}
        sums = (sum(self.others, Fraction(0)), abs(self.amount.value - sum(self.others, Fraction(0))))
        return total in rests or total in sums or total == self.amount.value + sum(self.others, Fraction(0))


def amounts(raw: str) -> tuple[Quantity, ...]:
    """The amounts of a text, without the factors of calculations, prices and ranges."""
    written = read_calculations(raw)
    starts = [one.start for one in written]

    def is_factor(one: Quantity) -> bool:
        place = bisect_right(starts, one.start)
        return place > 0 and one.end < written[place - 1].end

    return tuple(
        one
        for one in read_prose(raw).quantities
        if one.is_money
        and not one.ranged
        and one.value > 0
        and not one.phrase.rstrip().endswith(_SIGNS)
        and not one.after.startswith(_SIGNS)
        and not is_factor(one)
    )


def claim_of(raw: str, project: str, year: str, ruleset: RuleSet) -> Claim | None:
    """The one amount that a text claims for the whole project; None where it claims none, or several."""
    prose = read_prose(raw)
    money = amounts(raw)
    claimed = [(one, cue) for one in money if (cue := _cue(one, prose, project, year, ruleset)) is not None]
    parts = [one for one, _ in claimed if _AFTER_TOTAL.sub("", one.phrase).endswith(_PART)]
    if len(parts) > 1:
        # 小计 once and again: each is of a part.
        claimed = [(one, cue) for one, cue in claimed if one not in parts]
    totals = [(one, cue) for one, cue in claimed if cue == "total"]
    chosen = totals[-1:] or claimed
    if not chosen or len({one.value for one, _ in chosen}) > 1:
        return None
    amount, cue = chosen[0]
    others = dict.fromkeys(one.value for one in money if one.value != amount.value)
    words = prose.words(amount)
    return Claim(amount, words, amount.phrase.strip()[-_QUOTED:] + words, cue, tuple(others))


def _cue(one: Quantity, prose: Prose, project: str, year: str, ruleset: RuleSet) -> Cue | None:
    """Which word makes an amount a claim."""
    words = ruleset.words
    said = _without(one.phrase, words("amount_not_asked"))
    if (
        one.relation != "="
        or _has(one.lead[-_NEAR:], words("amount_elsewhere"))
        or _has(said, words("amount_parts"))
    ):
        return None
    if _YEARS.search(one.lead) or not _of_year(one, prose, year):
        return None
    bare = _AFTER_TOTAL.sub("", said)
    if bare.endswith(words("amount_totals")):
        return "total" if _fits(bare, project, ruleset) else None
    near = _without(one.before, words("amount_not_asked"))
    ask = max((near.rfind(word) + len(word) for word in words("amount_asks") if word in near), default=0)
    if ask:
        # What is added to the funds is a part of them.
        cue: Cue = "funds" if _ADDED in near else "ask"
        return cue if _fits(near[ask:], project, ruleset) else None
    return "funds" if _FUNDS.search(one.before) and _fits(one.before, project, ruleset) else None


def _of_year(one: Quantity, prose: Prose, year: str) -> bool:
    """Whether the sentence up to the amount names no year but the form's, or only as the date of a document."""
    named = next((other for other in prose.before(one) if is_year(other)), None)
    return named is None or (not named.ranged and (not year or str(named.value) == year))


def _fits(words: str, project: str, ruleset: RuleSet) -> bool:
    """Whether words name the whole project: nothing in particular, or what its name says."""
    rest = _without(words, ruleset.words("amount_general")).strip(" :,的")
    return not rest or share(rest, project) >= _SHARED


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _without(text: str, words: Sequence[str]) -> str:
    """A text without some words, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text
