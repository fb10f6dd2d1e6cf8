"""Classes of indicator names: what a name promises of its values.

A name is of the class whose longest head word it ends in (培训合格率 → share, 经费节约率 → saving), unless it holds one
of the words that the class leaves out. A name of no class is judged by no check.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.units import dimension

#: What stands behind the head and says nothing of the value.
_BEHIND: Final = lazy_pattern(r"(?:指标|情况|目标|数值|水平)$")
_BRACKETS: Final = lazy_pattern(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_MARKS: Final = "“”\"'‘’《》:：,，。、;；%‰/"


@frozen
class NameClass:
    """What the names of one class allow.

    Attributes:
        name: its key in the rule set: share, rate, growth, completion, saving, price, money, persons, acts, count, measure,
            time, state.
        heads: words that its names end in; the longest head of all classes decides.
        without: words that take a name out of the class wherever they stand in it.
        units: dimensions of units that its values may have (`perfscore.core.units.dimension`), "" for none; empty
            where any will do.
        low, high: the ends of what its values may be, in percent for shares; None where there is none.
        signed: values may be negative.
        whole: values are whole numbers.
    """

    name: str
    heads: tuple[str, ...]
    without: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    signed: bool = False
    whole: bool = False

    def has_unit(self, unit: str) -> bool:
        """Whether a value of the class may be given in a unit."""
        return not self.units or (dimension(unit) if unit else "") in self.units


def class_of(name: str, classes: Sequence[NameClass]) -> NameClass | None:
    """The class of a name, None where no head is its end, or the only ones are taken out."""
    text = bare_name(name)
    found = _ending(text, classes)
    cut = _BEHIND.sub("", text)
    if cut != text:
        return _ending(cut, classes) or found
    return found


def bare_name(name: str) -> str:
    """A name without brackets, blanks and marks behind it.

    >>> bare_name("培训合格率（%）："), bare_name("“三公”经费 控制率")
    ('培训合格率', '“三公”经费控制率')
    """
    return _BRACKETS.sub("", squash(name)).rstrip(_MARKS)


def _ending(text: str, classes: Sequence[NameClass]) -> NameClass | None:
    best: tuple[int, NameClass] | None = None
    for one in classes:
        if any(word in text for word in one.without):
            continue
        length = max((len(head) for head in one.heads if text.endswith(head)), default=0)
        if length and (best is None or length > best[0]):
            best = length, one
    return None if best is None else best[1]
