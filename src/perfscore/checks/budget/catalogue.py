"""The names of codes of the classification of the budget, from `codes.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from perfscore.checks.words import bare, share
from perfscore.core.records import frozen
from perfscore.core.toml import TomlFile

_GROUPS: Final = ("functions", "purposes", "government")
#: Endings that names are given with or without.
_ENDINGS: Final = ("支出", "事务", "经费", "费用", "费")


@frozen
class Name:
    """What a code is called in the catalogue, its present name first."""

    names: tuple[str, ...]
    status: str
    source: str

    @property
    def own(self) -> str:
        """The present name."""
        return self.names[0]

    def is_called(self, name: str) -> bool:
        """Whether a printed name is one of its names, cut short or with more words."""
        said = _core(name)
        return any(
            said == _core(known) or bare(known) in bare(name) or bare(name) in bare(known) for known in self.names
        )

    def resembles(self, name: str) -> bool:
        """Whether a printed name has something of one of its names."""
        return any(4 * share(name, known) >= 1 or 4 * share(known, name) >= 1 for known in self.names)


@frozen
class Names:
    """The names of all codes that are known, and the codes of every name."""

    codes: Mapping[str, Name]
    by_name: Mapping[tuple[str, str], tuple[str, ...]]

    def others(self, code: str, name: str) -> tuple[str, ...]:
        """The codes of the same kind that a name belongs to, when it does not belong to this one."""
        known = self.by_name.get((code[0], _core(name)), ())
        return () if code in known else known


def _core(name: str) -> str:
    said = bare(name)
    return next(
        (said.removesuffix(end) for end in _ENDINGS if said.endswith(end) and len(said) > len(end) + 1), said
    )


@lru_cache(maxsize=1)
def catalogue() -> Names:
    """The names that come with the package.

    Raises:
        UsageError: the file is no TOML or has a group that nothing reads.
    """
    name = "codes.toml"
    file = TomlFile.read(Path(__file__).with_name(name), name)
    file.among("", file.table, _GROUPS, "科目编码")
    codes: dict[str, Name] = {}
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group in _GROUPS:
        table: Mapping[str, Any] = file.table[group]
        for code, names in table["names"].items():
            codes[code] = Name(tuple(names), table["status"], table["source"])
            for one in names:
                by_name[code[0], _core(one)].append(code)
    return Names(codes, {key: tuple(found) for key, found in by_name.items()})
