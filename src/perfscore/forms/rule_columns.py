"""Rules that stand in a column of another name: 评分依据, 评分说明及未完成原因.

Where no column is called 评分标准, the one whose cells say what scores in most rows is the column of rules, whatever its
head: without it a form would be scored by formulas that it never states.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import replace
from perfscore.model import Indicator, Section, Text

#: What only a rule says; 扣2分 may as well be why points were lost.
_PAYS = lazy_pattern(
    r"每[^,，;；。]{0,24}[扣加减得]|得满分|[扣减]完为止|不得分|(?:得|计|记)\d+(?:\.\d+)?分[;；,，。].*(?:得|计|记|扣)\d|按.{0,8}比例.{0,4}(?:得|计|扣)分|得分\s*[=＝]"
)


#: What only says what became of a row: 落在区间内，不扣分.
_BECAME = lazy_pattern(r"(?:^|[,，;；。])(?:不|未|无|没有)扣分[。;；]?$")


def with_rules(sections: Sequence[Section]) -> list[Section]:
    """The sections with the rules that evidence, or reasons, are; as they are where some row states a rule.

    A column that mostly says what became of its rows (计分说明: 不扣分) states none, whatever it is called.
    """
    rows = [row for section in sections for row in section.indicators if row.role == "indicator"]
    stated = [row.rule.value for row in rows if row.rule is not None]
    if sum(map(_only_became, stated)) * 2 > len(stated):
        return [replace(section, indicators=tuple(map(_explained, section.indicators))) for section in sections]
    if not rows or any(row.rule is not None for row in rows):
        return list(sections)
    for column in ("evidence", "reason"):
        texts: list[Text | None] = [getattr(row, column) for row in rows]
        paying = sum(text is not None and _PAYS.search(text.value) is not None for text in texts)
        if paying * 2 > len(rows):
            return [
                replace(section, indicators=tuple(_ruled(row, column) for row in section.indicators))
                for section in sections
            ]
    return list(sections)


def _only_became(text: str) -> bool:
    return _BECAME.search(text) is not None and _PAYS.search(text) is None


def _explained(row: Indicator) -> Indicator:
    """A row whose words only say what became of it: they are what its score rests on, and no rule."""
    if row.rule is None or not _only_became(row.rule.value):
        return row
    return replace(row, rule=None, evidence=row.evidence or row.rule)


def _ruled(row: Indicator, column: str) -> Indicator:
    """A row whose rule is in another column; a reason stays one, for such a column holds both."""
    rule: Text | None = getattr(row, column)
    return replace(row, rule=rule) if column == "reason" else replace(row, rule=rule, evidence=None)
