"""`perfscore.toml`: what a person or an office keeps for all runs — checks, severities, thresholds, the rule set.

```toml
ruleset = "mof-2021"

[checks]
select = ["PS1", "PS3"]
ignore = ["PS404"]

[severity]
PS104 = "info"

[limits]
single_points = 40
```

What is written on the command line, or given to `audit`, goes before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.toml import TomlFile

NAME = "perfscore.toml"
#: The word for no configuration at all.
NO_CONFIG = "none"
_TOP = ("ruleset", "checks", "severity", "limits")
_CHECKS = ("select", "ignore")
_LEVELS = ("error", "warning", "info")


@frozen
class Config:
    """What a configuration file says; `path` is "" where there is none.

    Attributes:
        ruleset: a rule set by id, or a TOML file beside the configuration.
        select, ignore: codes, names or code prefixes of checks.
        severity: level by code or name.
        limits: thresholds that go before those of the rule set.
    """

    path: str = ""
    ruleset: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    file: TomlFile | None = field(default=None, compare=False, repr=False)

    def fail(self, key: str, what: str) -> UsageError:
        """The error for a key: file, line, key, what is wrong."""
        return UsageError(f"{key} {what}") if self.file is None else self.file.fail(key, what)


#: Which configuration: a file, one that was read, `False` or `"none"` for none, None for the nearest above the inputs.
Choice = str | os.PathLike[str] | Literal[False] | Config | None


def nearest(paths: Iterable[str | os.PathLike[str]]) -> Path | None:
    """The configuration that stands in the folder of the inputs or in one above it, None where there is none.

    Inputs of several folders share what stands above all of them.
    """
    # What no file can have as its name is told by reading it.
    places = [os.path.abspath(path) for path in paths]  # noqa: PTH100 - a link that leads in a circle has a place, too
    folders = [place if os.path.isdir(place) else os.path.dirname(place) for place in places]  # noqa: PTH112, PTH120
    if not folders:
        return None
    try:
        common = Path(os.path.commonpath(folders))
    except ValueError:  # drives of Windows have nothing in common
        return None
    above = (folder / NAME for folder in (common, *common.parents))
    return next((path for path in above if os.path.isfile(path)), None)  # noqa: PTH113 - no folder raises


def configured(given: Choice, paths: Iterable[str | os.PathLike[str]]) -> Config:
    """The configuration of a run: the one that is named, none, or where nothing is said the nearest above the inputs.

    Raises:
        UsageError: it cannot be used.
    """
    if isinstance(given, Config):
        return given
    if given is False or given == NO_CONFIG:
        return Config()
    found = nearest(paths) if given is None else given
    return Config() if found is None else read_config(found)


def read_config(path: str | os.PathLike[str]) -> Config:
    """Read a configuration file.

    Raises:
        UsageError: it cannot be read, or a key is unknown or of the wrong type; the message names file, line and key.
    """
    name = os.fspath(path)
    file = TomlFile.read(Path(path), name)
    file.among("", file.table, _TOP, "配置文件")
    checks = _table(file, "checks")
    file.among("checks.", checks, _CHECKS, "配置文件")
    return Config(
        name,
        _ruleset(file, Path(path).parent),
        _words(file, checks, "select"),
        _words(file, checks, "ignore"),
        {code: _level(file, code, level) for code, level in _table(file, "severity").items()},
        {limit: _number(file, limit, value) for limit, value in _table(file, "limits").items()},
        file,
    )


def _ruleset(file: TomlFile, folder: Path) -> str | None:
    given = file.table.get("ruleset")
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip():
        raise file.fail("ruleset", f"应为规则集的 id 或 TOML 文件名，现为 {given!r}")
    return os.fspath(folder / given) if given.endswith(".toml") else given


def _table(file: TomlFile, key: str) -> Mapping[str, Any]:
    table = file.table.get(key, {})
    if not isinstance(table, Mapping):
        raise file.fail(key, f"应为表：写成 [{key}]，下面每行一项；现为 {table!r}")
    return table


def _words(file: TomlFile, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    words = table.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise file.fail(f"checks.{key}", f'应为代码或名称的列表，例如 ["PS104", "PS3"]；现为 {words!r}')
    return tuple(words)


def _level(file: TomlFile, code: str, level: object) -> str:
    if not isinstance(level, str) or level.lower() not in _LEVELS:
        raise file.fail(f"severity.{code}", f"只能是 {'、'.join(_LEVELS)}，现为 {level!r}")
    return level.lower()


def _number(file: TomlFile, limit: str, value: object) -> Decimal:
    """A threshold: a whole number, or a decimal as text, so that it is exact."""
    wanted = '应为不小于 0 的数，小数写在引号里（"12.5"）'
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise file.fail(f"limits.{limit}", f"{wanted}，现为 {value!r}")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise file.fail(f"limits.{limit}", f"{wanted}，现为 {value!r}") from None
    if not number.is_finite() or number < 0:
        raise file.fail(f"limits.{limit}", f"{wanted}，现为 {value!r}")
    return number
