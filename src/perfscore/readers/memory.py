"""Documents that are no files of a disk: bytes, and open binary files of whatever kind."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import PurePath
from typing import Any, Final, Protocol, TypeGuard, runtime_checkable

from perfscore.core.errors import ReadingError, UsageError
from perfscore.core.records import frozen

#: How a document without a name is called; the number is its place among those.
_NAMELESS: Final = "内存文件{}"


@runtime_checkable
class Readable(Protocol):
    """An open file."""

    def read(self, size: int = -1, /) -> Any:
        """The next bytes."""


#: The bytes of a document, or an open binary file.
Content = bytes | bytearray | memoryview | Readable


@frozen
class Memory:
    """A document in memory: the name that it is told by, and its bytes or where they are read from."""

    file: str
    content: Content

    def read(self, most: int) -> bytes:
        """The bytes up to a limit, from where an open file stands; it is left open.

        Raises:
            ReadingError: there are more, or they cannot be read.
            UsageError: the file is open as text.
        """
        if not isinstance(self.content, Readable):
            data = bytes(self.content)
        else:
            try:
                data = _read(self.content, most + 1, self.file)
            except (OSError, ValueError) as error:  # ValueError: the file was closed
                raise ReadingError(self.file, f"读取失败（{error}）；请检查文件是否已关闭") from error
        if len(data) > most:
            raise ReadingError(self.file, f"内容超过 {most >> 20} MB 的上限，不读取；请拆分文件")
        return data


def _read(file: Readable, most: int, name: str) -> bytes:
    """So many bytes, or all: an unbuffered file gives fewer than it is asked for."""
    parts, have = [], 0
    while have < most:
        part = file.read(most - have)
        if isinstance(part, str):
            raise UsageError(
                f"{name}：文件是以文本方式打开的；请以二进制打开：open(路径, 'rb')（open the file in binary mode）"
            )
        if not part:
            break
        parts.append(bytes(part))
        have += len(part)
    return b"".join(parts)


def is_content(thing: object) -> TypeGuard[Content]:
    """Whether something is a document itself and not the path of one."""
    return isinstance(thing, bytes | bytearray | memoryview) or (
        isinstance(thing, Readable) and not isinstance(thing, os.PathLike)
    )


def in_memory(content: Content, number: int, taken: Container[str] = ()) -> Memory:
    """A document under the name that it brings along, or under a number; two documents never have one name."""
    own = getattr(content, "name", None)
    name = own if isinstance(own, str) and own.strip() else _NAMELESS.format(number)
    path, count, apart = PurePath(name), 2, name
    while apart in taken:
        apart = str(path.with_name(f"{path.stem}({count}){path.suffix}"))
        count += 1
    return Memory(apart, content)
