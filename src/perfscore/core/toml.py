"""A TOML file that people edit: what it says, and the line of every key for what has to be said about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from perfscore.core.errors import UsageError
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen

_HEADER = lazy_pattern(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = lazy_pattern(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_AT = lazy_pattern(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class Readable(Protocol):
    """A file on the disk or in the package."""

    def read_bytes(self) -> bytes:
        """Return the content of the file."""
        ...


@frozen
class TomlFile:
    """What a file says.

    Attributes:
        name: the file as it is named to people.
        text, table: its text, and that read.
    """

    name: str
    text: str
    table: Mapping[str, Any]

    @classmethod
    def read(cls, file: Readable, name: str) -> TomlFile:
        """Read a file.

        Raises:
            UsageError: the file cannot be read, or is no TOML; the message names the place.
        """
        try:
            return cls.of(file.read_bytes().decode("utf-8-sig"), name)
        except OSError as error:
            raise UsageError(f"{name}：读不了（{error.strerror}）") from None
        except UnicodeDecodeError as error:
            raise UsageError(f"{name}：不是 UTF-8 文本（第 {error.start + 1} 个字节）；请另存为 UTF-8") from None

    @classmethod
    def of(cls, text: str, name: str) -> TomlFile:
        """Read the text of a file.

        Raises:
            UsageError: it is no TOML; the message names the place.
        """
        try:
            return cls(name, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            said = str(error)
            match = _AT.search(said)
            place = "" if match is None else f" 第{match[1]}行第{match[2]}列" if match[1] else " 文件末尾"
            raise UsageError(
                f"{name}{place}：TOML 写法有误（{_AT.sub('', said)}）；检查引号、括号、等号是否成对、是否用了中文标点"
            ) from None
        except RecursionError:
            raise UsageError(f"{name}：括号套得太深（nested too deeply）") from None
        except ValueError:  # an integer of more digits than Python reads
            raise UsageError(f"{name}：有一个整数太长；数写在引号里（an integer is too long）") from None

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Dotted key → line of the file, 1-based; the n-th `[[cases]]` is `cases.n`."""
        return dict(_lines(self.text))

    def fail(self, key: str, what: str) -> UsageError:
        """The error for a key: file, line, key, what is wrong."""
        parts = key.split(".")
        above = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        line = next((self.lines[name] for name in above if name in self.lines), None)
        return UsageError(f"{self.name}{'' if line is None else f' 第{line}行'}：{key} {what}")

    def among(self, lead: str, table: Iterable[str], known: Iterable[str], kind: str) -> None:
        """Refuse keys that nothing reads: a slip of the pen must not pass for a setting.

        Raises:
            UsageError: a key of the table, which is called `lead`, is not among the known ones.
        """
        for name in table:
            if name not in known:
                raise self.fail(f"{lead}{name}", f"不是{kind}的项目；可用：{'、'.join(sorted(known))}")


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
