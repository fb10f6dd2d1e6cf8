"""The names of rows that budget tables are checked by, from `words.toml`; read when a book of tables is first checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.text import squash
from perfscore.core.toml import TomlFile

#: What stands in front of a name: 一、 (二) 3. ① 其中: 减: 加:
_MARK: Final = lazy_pattern(
    r"(?:其中:?|第?[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|[①-⑳])"
)
#: A name is compared without more marks in front of it than these: 其中：（1）.
_MARKS: Final = 3


class Words:
    """The patterns of the file."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._rows = _compiled(table["row"])
        self._units = _compiled(table["unit"])["unit"]
        self._tables = _compiled(table["table"])

    def row(self, name: str) -> str:
        """Which row of a sum a plain name names, or ""."""
        return next((kind for kind, known in self._rows.items() if known.fullmatch(name)), "")

    def is_unit(self, name: str) -> bool:
        """Whether a name may be that of a unit."""
        return self._units.fullmatch(squash(name)) is not None

    def is_table(self, kind: str, title: str) -> bool:
        """Whether a title without blanks is that of a kind of table; one that no pattern knows is looked for as it is."""
        known = self._tables.get(kind)
        return kind in title if known is None else known.fullmatch(title) is not None


def _compiled(names: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    return {name: lazy_pattern("|".join(f"(?:{text})" for text in texts)) for name, texts in names.items()}


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that come with the package.

    Raises:
        UsageError: the file is no TOML or has a group that nothing reads.
    """
    name = "words.toml"
    file = TomlFile.read(Path(__file__).with_name(name), name)
    file.among("", file.table, ("row", "unit", "table"), "预算表词语")
    return Words(file.table)


def plain_name(name: str) -> str:
    """A name without blanks and without the marks in front of it.

    >>> plain_name("其中：（1）公务用车 购置费"), plain_name("二十一、粮油物资储备支出")
    ('公务用车购置费', '粮油物资储备支出')
    """
    key = squash(name)
    for _ in range(_MARKS):
        match = _MARK.match(key)
        if match is None or match.end() == len(key):
            break
        key = key[match.end() :]
    return key.removeprefix("“三公”经费")
