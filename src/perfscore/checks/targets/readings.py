"""What several checks of targets read of a form: how a name ends, what its texts speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.core.text import squash
from perfscore.core.units import dimension
from perfscore.model import Indicator
from perfscore.rulesets.names import bare_name


def ending(name: str, words: Sequence[str]) -> str:
    """The longest of the words that a name ends in, "" where it ends in none; brackets and marks do not count."""
    bare = bare_name(name)
    return max((word for word in words if bare.endswith(word)), key=len, default="")


def stems(name: str, words: Sequence[str]) -> tuple[str, ...]:
    """What stays of a name without each of the words that it ends in.

    >>> stems("盗猎案件数", ("件数", "数", "率"))
    ('盗猎案', '盗猎案件')
    """
    bare = bare_name(name)
    return tuple(bare.removesuffix(word) for word in words if bare.endswith(word) and bare != word)


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether a text holds one of the words."""
    squashed = squash(text)
    return any(word in squashed for word in words)


def head_dimension(unit: str) -> str:
    """The dimension of what a unit counts, whatever for: money for 元/人/月.

    >>> head_dimension("万元/年"), head_dimension("人次"), head_dimension("")
    ('money', 'person-times', '')
    """
    return dimension(unit).partition("/")[0] if unit else ""


def written_of(row: Indicator) -> Iterator[str]:
    """What a row itself says of its target: name, target, explanation, rule, remark, and what was written of it."""
    yield row.name.value
    for cell in (row.target, row.actual):
        if cell is not None:
            yield cell.raw
    for text in (row.explanation, row.rule, row.remark, row.reason, row.evidence):
        if text is not None:
            yield text.value
