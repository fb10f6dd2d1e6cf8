"""The commonest shapes without a grammar: a plain number, and a sign with number and a well-known unit.

Whatever is read here, the grammars read alike; a test holds the two together.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore.core.units import canonical
from perfscore.language.values.record import Value
from perfscore.language.vocab import SIGNS

if TYPE_CHECKING:
    from perfscore.language.vocab import Relation

_SHAPE = re.compile(
    r"(?P<sign>>=|<=|=>|=<|[≥≤<>=])?(?P<number>\d{1,9}(?:\.\d{1,6})?)"
    r"(?P<unit>%|元|人|次|人次|个|项|家|户|起|件|台|套|场|篇|份|公斤|吨|平方米|分|元/人/月|元/年|公斤/人/月)?(?P<suffix>以上|以下)?"
)


def read_quick(text: str) -> Value | None:
    """Read a common shape, or return None and leave the text to the grammars."""
    match = _SHAPE.fullmatch(text)
    if not match or (match["sign"] and match["suffix"]):
        return None
    written = match["number"]
    if len(written) == 8 and written.startswith("20"):
        return None  # 20231231 may be a date
    number = Decimal(written)
    decimals = len(written.partition(".")[2])
    unit = canonical(match["unit"] or "")
    sign: Relation | None = SIGNS[match["sign"]] if match["sign"] else None
    if match["suffix"]:
        sign = ">=" if match["suffix"] == "以上" else "<="
    if sign in (None, "="):
        return Value("exact", sign, number, number, unit, decimals=decimals)
    lower = sign in (">=", ">")
    return Value("bound", sign, number if lower else None, None if lower else number, unit, decimals=decimals)
