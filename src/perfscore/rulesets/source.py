"""The TOML file of a rule set, with the general one that it extends and the lines where its keys stand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.toml import TomlFile

#: A region's set extends a general one, which may extend another.
_DEEPEST = 2
#: What a rule set says of itself is never taken from another one; its cases try its own formulas.
_OWN = frozenset({"schema", "id", "title", "title_en", "general", "citation", "cases"})


@frozen
class Source:
    """A rule set file.

    Attributes:
        path: the file as given; `file` is what was read.
        table: what the file says, laid over what it extends.
        base: what it takes over from the one that it extends, empty without `extends`.
    """

    path: Path
    file: TomlFile
    table: Mapping[str, Any]
    base: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path, shipped: Path, depth: int = 0) -> Source:
        """Read a file and what it extends; `shipped` is the folder of the general rule sets.

        Raises:
            UsageError: the file cannot be read, is no TOML, or extends what does not exist.
        """
        return cls.of(_file(path, path.stat().st_mtime_ns if path.is_file() else 0), path, shipped, depth)

    @classmethod
    def of(cls, file: TomlFile, path: Path, shipped: Path, depth: int = 0) -> Source:
        """The source that a file is, with what it extends; `path` is where it lies, or would.

        Raises:
            UsageError: it extends what does not exist.
        """
        own = file.table
        base: Mapping[str, Any] = {}
        if "extends" in own:
            # A name among those that are there, never a path: nothing else of the machine is read through a rule set.
            parents = {one.stem: one for one in sorted(shipped.glob("*.toml"))}
            name = own["extends"]
            if not isinstance(name, str) or name not in parents or depth >= _DEEPEST:
                raise file.fail("extends", f"“{name}”不是自带的规则集；可用：{'、'.join(parents)}")
            whole = cls.read(parents[name], shipped, depth + 1).table
            base = {key: value for key, value in whole.items() if key not in _OWN}
        return cls(path, file, _overlay(base, own), base)

    @property
    def own(self) -> Mapping[str, Any]:
        """What the file says itself."""
        return self.file.table

    @property
    def sha256(self) -> str:
        """The hash of what the file says, with what it extends."""
        return hashlib.sha256(repr(sorted(self.table.items())).encode()).hexdigest()

    def fail(self, key: str, what: str) -> UsageError:
        """The error for a key: file, line, key, what is wrong."""
        return self.file.fail(key, what)


@lru_cache(maxsize=64)
def _file(path: Path, _changed: int) -> TomlFile:
    """What a file says, read once for each of its states: several sets extend the same general one."""
    return TomlFile.read(path, str(path))


def _overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, everything else is replaced; the parts of one value belong together."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        whole = isinstance(value, dict) and "value" in value
        merged[key] = (
            _overlay(old, value) if isinstance(value, dict) and isinstance(old, dict) and not whole else value
        )
    return merged
