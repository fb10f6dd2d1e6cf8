"""The target of a row, where sign, value and unit stand in columns of their own."""

from __future__ import annotations

from collections.abc import Mapping

from perfscore.core.text import is_blank_mark
from perfscore.forms.cells import parsed, piece_type, read_value, tidy
from perfscore.forms.grid import Piece
from perfscore.model import Text, Valued

_WORDS_OF_KIND = ("定性", "定量", "正向", "反向", "正指标", "负指标")


def unit_of(texts: Mapping[str, Text | None]) -> str:
    """The unit of a row that has a column for it; a qualitative row's is a kind of answer (是否), no unit."""
    unit, kind = texts["unit"], texts["value_type"]
    if unit is None or is_blank_mark(unit.value) or (kind is not None and kind.value == "定性"):
        return ""
    return unit.value


def target_of(cells: Mapping[str, Piece], unit: str) -> Valued:
    """The target, put together where sign, value and unit stand in columns of their own."""
    value = cells["target"]
    if value.cell.uncached or is_blank_mark(value.text):
        return read_value(value, "target", unit)
    text = value.text.strip()
    if piece_type(value) in ("number", "percent", "value"):
        kind = tidy(cells["value_type"].text) if "value_type" in cells else ""
        sign = "" if kind in _WORDS_OF_KIND or is_blank_mark(kind) else kind
        text = sign + text + ("" if text.endswith(unit) else unit)
    return parsed(text, value.at, "target", unit)
