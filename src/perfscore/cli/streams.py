"""Standard output and standard error, whatever console stands behind them.

Text never fails on a console that lacks a character (GBK has no minus sign U+2212): look-alikes or `?` stand in.
Machine formats go out as bytes in their own encoding.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterator
from typing import IO

from perfscore.core.visible import printable

#: Characters that older Chinese encodings lack, with what looks like them.
_LIKE = {"−": "-", "‑": "-", "\u00a0": " ", "•": "·", "✓": "√", "²": "2", "³": "3"}


def _substitute(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = "".join(_LIKE.get(char, "?") for char in error.object[error.start : error.end])
    try:
        text.encode(error.encoding)
    except UnicodeEncodeError:
        text = "?" * len(text)
    return text, error.end


def prepare() -> None:
    """Let both streams write any text without failing."""
    codecs.register_error("perfscore.like", _substitute)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="perfscore.like")


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person looks at the stream."""
    return stream.isatty()


def wants_colour() -> bool:
    """Whether standard output may be coloured: a terminal, and neither NO_COLOR nor a dumb one."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int | None:
    """The columns of the terminal; None when the output goes to a file or a pipe and lines may have any length."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def out(text: str) -> None:
    """Write text to standard output; colours in it reach every kind of terminal, other control characters none."""
    text = printable(text, paint=is_terminal(sys.stdout))
    with _pipe():
        if "\x1b" in text and is_terminal(sys.stdout):
            from rich.console import Console
            from rich.text import Text

            # Rich speaks to the consoles of older Windows, which know no escape sequences.
            console = Console(file=sys.stdout, highlight=False)
            console.print(Text.from_ansi(text.removesuffix("\n")), soft_wrap=True)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()


def out_bytes(content: bytes, encoding: str) -> None:
    """Write a machine format to standard output in its own encoding, past the console's."""
    with _pipe():
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None or is_terminal(sys.stdout):
            sys.stdout.write(printable(content.decode(encoding)))
        else:
            sys.stdout.flush()
            buffer.write(content)
        sys.stdout.flush()


@contextlib.contextmanager
def _pipe() -> Iterator[None]:
    """A reader that closed the pipe early (`| head`) has what it wanted: the rest is dropped."""
    try:
        yield
    except BrokenPipeError:
        # Python flushes standard output once more at exit; nowhere is a place that takes it.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def note(text: str) -> None:
    """Write a line about our own doings to standard error."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(f"{printable(text.rstrip())}\n")
        sys.stderr.flush()


def trouble(text: str) -> None:
    """Write a line about our own troubles to standard error."""
    note(f"错误 error：{text}")
