"""Small words that several formats share."""

from __future__ import annotations

from decimal import Decimal

from perfscore.core.location import Location
from perfscore.report.style import Style
from perfscore.scoring.records import RowKind, Status

_BASES = {
    "row": ("本行评分标准", "the row's own rule"),
    "target-sheet": ("目标表的评分标准", "the rule of the target sheet"),
    "ruleset": ("规则集 {}", "rule set {}"),
    "mixed": ("各行不同", "differs by row"),
}
_KINDS = {
    "indicator": "指标",
    "execution": "预算执行率",
    "section": "一级指标",
    "total": "总分",
}
_STATUS = {
    "recomputed": "已重算",
    "unreadable": "读不懂",
    "no-rule": "没有评分标准",
    "no-actual": "没有完成值",
    "not-comparable": "不能比较",
}


def number(value: Decimal | None) -> str | None:
    """A Decimal with its digits, without exponent."""
    return None if value is None else format(value, "f")


def basis_words(basis: str, style: Style) -> str:
    """Say by which rule a row was scored."""
    kind, _, name = basis.partition(":")
    return style.say(*_BASES[kind]).format(name) if kind in _BASES else basis


def kind_words(kind: RowKind, style: Style) -> str:
    """Say what kind of row a score belongs to."""
    return style.say(_KINDS[kind], kind)


def status_words(status: Status, style: Style) -> str:
    """Say whether a row was recomputed."""
    return style.say(_STATUS[status], status)


def beside(place: Location, at: Location) -> str:
    """A place as it is named beside another one: the cell alone in the same sheet, all of it in another file."""
    if place.file != at.file:
        return str(place)
    return place.cell if place.cell is not None and place.sheet == at.sheet else place.place
