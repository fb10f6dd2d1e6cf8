"""The formats of a comparison: a table of functions over one result, and which files are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.report import is_report
from perfscore.report.style import Style
from perfscore.services.rounds.comparing import Rounds

_HEAD: Final = 4096


@frozen
class Format:
    """A format: the function that writes it (`module:name`), and how its text becomes a file.

    A function gives the bytes of a file, the lines of a text, or the pieces of a machine format.
    """

    function: str
    encoding: str = "utf-8"
    machine: bool = False
    binary: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    "full": Format("perfscore.services.rounds.screen:full"),
    "concise": Format("perfscore.services.rounds.screen:concise"),
    "json": Format("perfscore.services.rounds.as_json:as_json", machine=True),
    "csv": Format("perfscore.services.rounds.tables:as_csv", encoding="utf-8-sig", machine=True),
    "xlsx": Format("perfscore.services.rounds.book:as_workbook", binary=True),
}


def format_named(name: str) -> Format:
    """Return a format.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in FORMATS:
        raise UsageError(
            f"比较没有名为“{name}”的格式；可用的有 {'、'.join(FORMATS)}"
            f"（no format {name!r} of a comparison; there are {', '.join(FORMATS)}）"
        )
    return FORMATS[name]


def pieces(rounds: Rounds, name: str, style: Style) -> Iterator[bytes]:
    """The bytes of a comparison in a format, in pieces.

    Raises:
        UsageError: there is no such format, or it cannot hold so much.
    """
    known = format_named(name)
    module, _, function = known.function.partition(":")
    write: Callable[[Rounds, Style], bytes | Iterator[str]] = getattr(import_module(module), function)
    made = write(rounds, style)
    if isinstance(made, bytes):
        yield made
        return
    if known.encoding == "utf-8-sig":
        yield b"\xef\xbb\xbf"
    for text in made:
        # Half a character, as names of files may hold, is written as JSON escapes it.
        yield (text if known.machine else f"{text}\n").encode("utf-8", "backslashreplace")


def is_comparison(path: Path) -> bool:
    """Whether a file is a report or a comparison of ours: only such a one is replaced without being asked."""
    from perfscore.services.rounds.as_json import SCHEMA
    from perfscore.services.rounds.tables import HEADS

    if is_report(path):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError:
        return False
    starts = (f'{{"schema": "{SCHEMA}"', *HEADS, "与上次相比：已整改", "against the round before: ")
    return head.startswith(starts)
