"""Plain numbers of a column of texts, read all at once: 94.5, 94.5%, 1,234, ９８．５％, 3次.

What is read here, `parse_value` reads alike; tests hold the two together. Whatever is not a number of at most nine
digits and six decimals with at most a common unit behind it is left to `parse_value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from perfscore.core.records import frozen
from perfscore.core.text import normalise
from perfscore.language.grid import DECIMALS, UNIT
from perfscore.language.values.quick import is_unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: Classes of plain numbers that a rule may take differently: none, one, a part of at most 1.5, more whole, more broken.
CLASSES = ("zero", "one", "part", "whole", "broken")
#: What stands for each of its class when a rule is asked how it takes them.
PROBES: dict[str, tuple[str, ...]] = {
    "zero": ("0",),
    "one": ("1",),
    "part": ("0.25", "0.985", "1.25"),
    "whole": ("2", "7", "64", "123457"),
    "broken": ("1.75", "12.5", "98.75", "12345.25"),
}
_WIDEST = 20
POWERS = tuple(10**n for n in range(DECIMALS + 1))
_PART = UNIT * 3 // 2


@frozen
class Written:
    """Distinct texts of a column.

    Attributes:
        number: the number in millionths; without meaning where the text is no plain number.
        form: for a plain number its unit and class, `unit * len(CLASSES) + class`; -1 for other texts.
        units: the units as written.
        decimals: how many digits stand behind the point.
    """

    number: Ints
    form: NDArray[np.int32]
    units: list[str]
    decimals: Ints


def read_column(texts: Sequence[str], units: list[str]) -> Written:
    """Read texts; `units` are those that are known already, and new ones are added behind them.

    Args:
        texts: distinct texts.
        units: units as written, which keep their place from one call to the next.
    """
    import numpy as np

    # A text that is longer than the field is cut, and tells so by filling it.
    fields = np.array(texts, dtype=f"U{_WIDEST}") if len(texts) else np.zeros(0, dtype=f"U{_WIDEST}")
    codes = fields.view(np.uint32).reshape(len(texts), _WIDEST)
    longest = int((codes != 0).any(axis=0).sum())
    signs = np.ascontiguousarray(codes[:, :longest].T)
    wide = (signs >= 0xFF01) & (signs <= 0xFF5E)
    signs[wide] -= 0xFEE0
    read = _read(np, signs, len(texts))
    usable = read["usable"] & (codes[:, _WIDEST - 1] == 0)
    form = np.full(len(texts), -1, dtype=np.int32)
    form[usable] = _classes(np, read["number"][usable])
    _add_units(np, texts, units, form, np.where(usable, read["end"], 0), read["end"] < read["length"])
    return Written(read["number"], form, units, read["decimals"])


def _read(np: Any, signs: Any, count: int) -> dict[str, Any]:
    """Digit by digit, all texts at once: the number, where it ends, and whether it is plain."""
    number = np.zeros(count, dtype=np.int64)
    before, behind, group, commas, end, length = np.zeros((6, count), dtype=np.int16)
    point, over = np.zeros((2, count), dtype=bool)
    wrong = np.zeros(count, dtype=bool)
    dated = np.zeros(count, dtype=bool)
    for place, sign in enumerate(signs):
        there = sign != 0
        length += there
        digit = (sign - 48 < 10) & ~over  # unsigned: what is below 0 is far above 9
        number = np.where(digit, number * 10 + (sign - 48), number)
        before += digit & ~point
        behind += digit & point
        group += digit
        comma = (sign == 44) & ~over
        if comma.any():
            first = commas == 0
            wrong |= comma & (point | (first & ((before == 0) | (before > 3))) | (~first & (group != 3)))
            commas += comma
            group[comma] = 0
        dot = (sign == 46) & ~over & ~point
        wrong |= dot & (before == 0)
        wrong |= (dot | ~(digit | comma | dot)) & ~over & ~point & (commas > 0) & (group != 3)
        point |= dot
        ends = ~(digit | comma | dot) & ~over
        end[ends] = place
        over |= ends
        # A run of so many digits would leave 64 bits.
        wrong |= before + behind > 9 + DECIMALS
        number[wrong] = 0
        if place == 1:
            dated = (signs[0] == 50) & (sign == 48)
    end[~over] = length[~over]
    wrong |= ~over & (commas > 0) & ~point & (group != 3)
    written = before + behind + point
    # 20231231 may be a date; a run of one to nine digits, a point with one to six behind it.
    usable = ~wrong & (before > 0) & (before <= 9) & (behind <= DECIMALS) & (point == (behind > 0))
    usable &= ~(dated & (written == 8))
    decimals = np.clip(behind, 0, DECIMALS).astype(np.int64)
    number *= POWERS[DECIMALS] // np.array(POWERS, dtype=np.int64)[decimals]
    return {"number": number, "decimals": decimals, "usable": usable, "end": end, "length": length}


def _classes(np: Any, number: Any) -> Any:
    """The class of each number, by its place in CLASSES."""
    broken, small = number % UNIT != 0, number <= _PART
    return np.where(number == 0, 0, np.where(small, np.where(broken, 2, 1), np.where(broken, 4, 3)))


def _add_units(np: Any, texts: Sequence[str], units: list[str], form: Any, end: Any, has: Any) -> None:
    """Put the unit of each number into its form; what is no common unit makes the text no plain number."""
    if not units:
        units.append("")
    known = {unit: place for place, unit in enumerate(units)}
    plain = form >= 0
    place = np.zeros(len(texts), dtype=np.int32)
    for n in np.flatnonzero(plain & has).tolist():
        unit = texts[n][end[n] :]
        if unit not in known:
            known[unit] = len(units) if is_unit(normalise(unit).text, None) else -1
            units.extend([unit] if known[unit] >= 0 else [])
        place[n] = known[unit]
    form[plain] += place[plain] * len(CLASSES)
    form[place < 0] = -1
