"""Small words that several formats share."""

from __future__ import annotations

from decimal import Decimal

from perfscore.report.style import Style

_BASES = {
    "row": ("本行评分标准", "the row's own rule"),
    "target-sheet": ("目标表的评分标准", "the rule of the target sheet"),
    "ruleset": ("规则集 {}", "rule set {}"),
    "mixed": ("各行不同", "differs by row"),
}


def number(value: Decimal | None) -> str | None:
    """A Decimal with its digits, without exponent."""
    return None if value is None else format(value, "f")


def basis_words(basis: str, style: Style) -> str:
    """Say by which rule a row was scored."""
    kind, _, name = basis.partition(":")
    return style.say(*_BASES[kind]).format(name) if kind in _BASES else basis
