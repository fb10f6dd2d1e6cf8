"""What has to be done, by its number, before what is missing from it costs: `全年至少举行4次宣传活动,每少1次扣3分`."""

from __future__ import annotations

import re
from fractions import Fraction

import pyparsing as pp

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.scope import narrowed
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import NUMBER, UNIT, fraction

#: How many times a year holds a period; a thing apart (每个小区) has no such number.
_TIMES = {"年": 1, "半年": 2, "学期": 2, "季": 4, "季度": 4, "月": 12, "周": 52}


@frozen
class Duty:
    """How many there have to be.

    Attributes:
        before: the words before the number: 每月至少举行.
        behind: the words behind its unit: 宣传活动.
    """

    before: str
    value: Fraction
    unit: str
    behind: str

    @property
    def times(self) -> int | None:
        """How often it is due in a year; None where it is due for each of something, and nobody says of how many."""
        found = _EACH.findall(self.before)
        periods = [_TIMES.get(name.removesuffix("度") if name != "季度" else name) for name in found]
        return 1 if not periods else periods[0] if len(periods) == 1 else None

    @property
    def period(self) -> str:
        """For what it is due each: 每月; empty where it is due once."""
        found = _EACH.search(self.before)
        return found[0] if found else ""

    def say(self) -> str:
        """`每月至少举行1次宣传活动`."""
        return f"{self.before}{plain(self.value)}{self.unit}{self.behind}"


_EACH = lazy_pattern(r"每个?(半年|学期|季度|[^\W\d_])")
#: The number is no lower bound, or the words say when something holds.
_OTHER = lazy_pattern(
    r"(?<![不得])(?:[低少小]于|不足|超[过出]?|[高多大]于|降|减)|[未没无]|不(?![少低]于|得[少低]于)|最多|至多|以[下内外]|之内|[的者时后]$|得分|满分|加|计分"
)
DUTY = regex(
    rf"(?P<before>[^\d,;。:()扣得≥≤<>=]{{0,30}}?(?:不得(?=[少低]于)[^\d,;。:()扣得]{{2}})?)(?P<n>{NUMBER})(?P<u>{UNIT})(?:\(?含?\)?以上)?"
    r"(?P<behind>[^\d,;。:()扣得每]{0,20})(?=[,;。]每再?(?:减?少|缺少?|欠缺?|漏|差|降?低)于?[\d一])",
    needs=r"\d[^,;。]*[,;。]每再?[减少缺欠漏差降低]",
).set_name("duty")


def _duty(tokens: pp.ParseResults) -> Duty:
    match: re.Match[str] = tokens[0]
    before, behind = match["before"], match["behind"]
    if any(_OTHER.search(words) or narrowed(words) for words in (before, behind)):
        raise pp.ParseException("no lower bound alone")
    return Duty(before, fraction(match["n"]), match["u"], behind)


DUTY.set_parse_action(_duty)
