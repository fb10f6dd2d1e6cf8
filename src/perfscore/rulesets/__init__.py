"""Rule sets: weights, formulas, rounding and limits of an authority, read from TOML that people edit.

Every value carries its `status` (confirmed, known, inferred) and `source`; nothing that rests on an inferred
value is reported above warning.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from perfscore.core.errors import UsageError
from perfscore.core.toml import TomlFile
from perfscore.rulesets.building import SCHEMA, build
from perfscore.rulesets.names import NameClass, Status
from perfscore.rulesets.records import Base, Case, Citation, RuleSet, Setting, Verdict
from perfscore.rulesets.source import Source
from perfscore.rulesets.stated import as_stated

__all__ = [
    "SCHEMA", "Base", "Case", "Citation", "NameClass", "RuleSet", "Setting", "Status", "Verdict", "as_stated", "build", "files", "folder", "load_ruleset",
    "names", "source_of", "wrong",
]  # fmt: skip


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where the rule sets lie: inside the installed package, or at the top of the source tree."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "scoring_rules"
    return inside if inside.is_dir() else package.parent.parent / "scoring_rules"


def names() -> tuple[str, ...]:
    """The ids of the rule sets that come with perfscore."""
    return tuple(sorted(path.stem for path in folder().glob("*.toml")))


def files(given: str | os.PathLike[str] | None = None) -> list[Path]:
    """The files of the rule sets that come with perfscore, and of one that was given: nothing is written over them."""
    own = [] if given is None or not os.fspath(given).endswith(".toml") else [Path(given)]
    return [*own, *folder().glob("*.toml")]


def load_ruleset(name: str | os.PathLike[str]) -> RuleSet:
    """Load a rule set by its id, or from a TOML file.

    Raises:
        UsageError: there is no such rule set, or its file is wrong; the message names the file, the line and the key.
    """
    text = os.fspath(name)
    path = Path(text) if text.endswith(".toml") else folder() / f"{text}.toml"
    if not path.is_file():
        raise UsageError(f"没有名为“{text}”的评分规则集。可用：{'、'.join(names())}；也可以给出 .toml 文件的路径")
    return _load(path, path.stat().st_mtime_ns)


def source_of(text: str, name: str) -> Source:
    """The text of a rule set file that lies nowhere yet, to be made a rule set by `build`.

    Args:
        text: what it says.
        name: how it is called in what is said of it.

    Raises:
        UsageError: it is no TOML, or extends what does not exist.
    """
    return Source.of(TomlFile.of(text, name), Path(name), folder())


def wrong(ruleset: RuleSet, key: str, what: str) -> UsageError:
    """The error for a value that loading cannot judge: file, line and key, then what is wrong with it."""
    return Source.read(Path(ruleset.path), folder()).fail(key, what)


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int) -> RuleSet:
    return build(Source.read(path, folder()))
