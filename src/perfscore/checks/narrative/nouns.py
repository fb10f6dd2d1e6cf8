"""What a number in a text counts, and which indicators have that name.

A text is held against an indicator only where it uses its name, or the end of it (满意度 for 单位人员满意度); what is
called by more words than the indicator (夏季安全检查 for 安全检查) is a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from perfscore.checks.narrative.prose import Prose, Quantity, is_year
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import Indicator
from perfscore.rulesets import RuleSet
from perfscore.rulesets.names import bare_name

#: A noun is of two characters at least.
_SHORTEST = 2
#: So many characters before a number may say that it is of something else.
_NEAR: Final = 14


@frozen
class Named:
    """The indicators of a form by their nouns: whole, and by the ends of them."""

    whole: dict[str, tuple[Indicator, ...]]
    ends: dict[str, tuple[Indicator, ...]]

    def of(self, noun: str) -> tuple[tuple[Indicator, ...], bool]:
        """The indicators that a noun names, and whether it is the whole of their names."""
        if found := self.whole.get(_sorted(noun)):
            return found, True
        return self.ends.get(noun, ()), False


def named(rows: Iterable[Indicator], ruleset: RuleSet) -> Named:
    """Index rows by the nouns of their names."""
    whole: dict[str, list[Indicator]] = {}
    ends: dict[str, list[Indicator]] = {}
    for row in rows:
        noun = noun_of_name(row.name.value, ruleset)
        if len(noun) < _SHORTEST:
            continue
        whole.setdefault(_sorted(noun), []).append(row)
        for start in range(1, len(noun) - 1):
            ends.setdefault(noun[start:], []).append(row)
    return Named({key: tuple(of) for key, of in whole.items()}, {key: tuple(of) for key, of in ends.items()})


def noun_of_name(name: str, ruleset: RuleSet) -> str:
    """The thing that the name of an indicator counts (开展应急演练次数 → 应急演练)."""
    noun, deeds = bare_name(name), ruleset.words("text_deeds")
    while lead := next((word for word in deeds if noun.startswith(word) and noun != word), ""):
        noun = noun[len(lead) :]
    return _without_measure(noun, ruleset)


def nouns_of(one: Quantity, ruleset: RuleSet) -> tuple[str, ...]:
    """The things that a number in a text may count: what is named before it, else what is named behind."""
    cut = _cutter(ruleset.words("text_deeds"))
    before = [part for part in cut.split(squash(one.before)) if part]
    behind = [part for part in cut.split(squash(one.after)) if part]
    candidates = (*before[-1:], *behind[:1])
    generic = ruleset.words("text_generic")
    nouns = (_without_measure(part.strip("的了为把对"), ruleset) for part in candidates)
    return tuple(noun for noun in nouns if len(noun) >= _SHORTEST and noun not in generic)


def is_total(one: Quantity, prose: Prose, year: str, ruleset: RuleSet) -> bool:
    """Whether a number may be the whole of what it counts in the form's year: no part, price, change or range."""
    near = one.lead[-_NEAR:]
    for word in ruleset.words("text_neutral"):
        near = near.replace(word, "")
    if one.ranged or any(word in near for word in ruleset.words("text_elsewhere")):
        return False
    dates = [other for other in prose.before(one) if is_year(other) or other.unit == "个月"]
    return all(is_year(other) and (not year or str(other.value) == year) for other in dates)


def _without_measure(noun: str, ruleset: RuleSet) -> str:
    for word in sorted(ruleset.words("text_measures"), key=len, reverse=True):
        if noun.endswith(word) and len(noun) - len(word) >= _SHORTEST:
            return noun[: -len(word)]
    return noun


@lru_cache(maxsize=8)
def _cutter(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _sorted(noun: str) -> str:
    """A noun whatever the order of its words: 设备购置, 购置设备."""
    return "".join(sorted(noun))
