"""Classes of indicator names: what a name promises of its values.

A name is of the class whose longest head word it ends in (培训合格率 → share, 经费节约率 → saving), unless it holds one
of the words that the class leaves out. A name of no class is judged by no check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.units import dimension

#: How far a value of a rule set is known.
Status = Literal["confirmed", "known", "inferred"]

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
        within: words that put a name here whose head is one character, wherever they stand in it.
        units: dimensions of units that its values may have (`perfscore.core.units.dimension`), "" for none; empty
            where any will do.
        low, high: the ends of what its values may be, in percent for shares; None where there is none.
        signed: values may be negative.
        whole: values are whole numbers.
        status, source: how far the class is known and where its words come from.
    """

    name: str
    heads: tuple[str, ...]
    without: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    signed: bool = False
    whole: bool = False
    status: Status = "inferred"
    source: str = ""

    def has_unit(self, unit: str) -> bool:
        """Whether a value of the class may be given in a unit."""
        return not self.units or (dimension(unit) if unit else "") in self.units


class NameClasses(Mapping[str, NameClass]):
    """The classes of a rule set by their keys; each name is looked at once, however many forms bear it."""

    __slots__ = ("_classes", "_known", "heads")
    _MOST: Final = 10_000

    def __init__(self, classes: Iterable[NameClass]) -> None:
        self._classes = {one.name: one for one in classes}
        self._known: dict[str, NameClass | None] = {}
        #: The heads of all classes.
        self.heads = tuple(head for one in self._classes.values() for head in one.heads)

    def __getitem__(self, key: str) -> NameClass:
        return self._classes[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def of(self, name: str) -> NameClass | None:
        """The class of an indicator's name, None where it is of none."""
        if name not in self._known:
            if len(self._known) >= self._MOST:
                self._known.clear()
            self._known[name] = class_of(name, tuple(self._classes.values()))
        return self._known[name]


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
        if not text.endswith(one.heads):
            continue
        length = max(len(head) for head in one.heads if text.endswith(head))
        if best is None or length > best[0]:
            best = length, one
    if best is None:
        return None
    # One character (率) says little: what the rate is of may stand before it (及时到馆率).
    told = (one for one in classes if best[0] == 1 and any(word in text for word in one.within))
    return next((one for one in told if not any(word in text for word in one.without)), best[1])
