"""The TOML file of a rule set, with the general one that it extends and the lines where its keys stand."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfscore.core.errors import UsageError

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
#: A region's set extends a general one, which may extend another.
_DEEPEST = 2
#: What a rule set says of itself is never taken from another one; its cases try its own formulas.
_OWN = frozenset({"schema", "id", "title", "title_en", "general", "citation", "cases"})


@dataclass(frozen=True, slots=True)
class Source:
    """A rule set file.

    Attributes:
        path: the file as given.
        own: what the file says itself; `table` is that laid over what it extends.
        base: what it takes over from the one that it extends, empty without `extends`.
        lines: dotted key → line of the file, 1-based; the n-th `[[cases]]` is `cases.n`.
    """

    path: Path
    own: Mapping[str, Any]
    table: Mapping[str, Any]
    base: Mapping[str, Any]
    lines: Mapping[str, int]

    @classmethod
    def read(cls, path: Path, shipped: Path, depth: int = 0) -> Source:
        """Read a file and what it extends; `shipped` is the folder of the general rule sets.

        Raises:
            UsageError: the file cannot be read, is no TOML, or extends what does not exist.
        """
        text, own = _parse(path)
        lines = dict(_lines(text))
        base: Mapping[str, Any] = {}
        if "extends" in own:
            parent = shipped / f"{own['extends']}.toml"
            if not isinstance(own["extends"], str) or not parent.is_file() or depth >= _DEEPEST:
                known = "、".join(sorted(one.stem for one in shipped.glob("*.toml")))
                raise cls(path, own, own, base, lines).fail(
                    "extends", f"“{own['extends']}”不是自带的规则集；可用：{known}"
                )
            whole = cls.read(parent, shipped, depth + 1).table
            base = {key: value for key, value in whole.items() if key not in _OWN}
        return cls(path, own, _overlay(base, own), base, lines)

    @property
    def sha256(self) -> str:
        """The hash of what the file says, with what it extends."""
        return hashlib.sha256(repr(sorted(self.table.items())).encode()).hexdigest()

    def fail(self, key: str, what: str) -> UsageError:
        """The error for a key: file, line, key, what is wrong."""
        parts = key.split(".")
        above = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        line = next((self.lines[name] for name in above if name in self.lines), None)
        return UsageError(f"{self.path}{'' if line is None else f' 第{line}行'}：{key} {what}")


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path}：读不了（{error.strerror}）") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}：不是 UTF-8 文本（第 {error.start + 1} 个字节）；请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        match = _AT.search(said)
        place = "" if match is None else f" 第{match[1]}行第{match[2]}列" if match[1] else " 文件末尾"
        raise UsageError(
            f"{path}{place}：TOML 写法有误（{_AT.sub('', said)}）；检查引号、括号、等号是否成对、是否用了中文标点"
        ) from None


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


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Where each key stands; keys inside of inline tables and texts are not looked at."""
    table = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADER.fullmatch(line):
            table = _plain(match[2])
            if match[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = f"{table}.{counts[table]}"
            yield table, number
        elif match := _KEY.match(line):
            yield f"{table}.{_plain(match[1])}".removeprefix("."), number


def _plain(key: str) -> str:
    return re.sub(r"\s*\.\s*", ".", key).replace('"', "").replace("'", "")
