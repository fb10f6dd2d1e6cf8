"""A record of a report with every text in it made another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from perfscore.core.records import rebuilt

T = TypeVar("T")

Rewrite = Callable[[str, str], str]


def rewritten(value: T, rewrite: Rewrite, name: str = "") -> T:
    """Rebuild frozen records with other texts; what holds no text is returned as it is.

    Args:
        value: a record, a tuple of them, or a text.
        rewrite: gives the text that stands for another one in a field of that name.
        name: the field that the value stands in.
    """

    def change(field: str, part: Any) -> Any:
        return rewrite(field, part) if isinstance(part, str) else part

    return rebuilt(value, change, name)


def texts_of(value: object) -> Iterator[str]:
    """Every text of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.init:
                yield from texts_of(getattr(value, field.name))
