"""Rendering a report: a table of formats over one result. Nothing is computed here."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from perfscore.core.errors import UsageError
from perfscore.report.style import Language, Style, TableName

if TYPE_CHECKING:
    from perfscore.outcome import AuditReport

__all__ = ["FORMATS", "Format", "Language", "Style", "TableName", "format_named", "render", "render_text"]


@dataclass(frozen=True, slots=True)
class Format:
    """A report format: the function that writes it (`module:name`) and the encoding of its files.

    `machine` formats are for programs: the encoding holds whatever the console is.
    """

    function: str
    encoding: str = "utf-8"
    machine: bool = False

    def load(self) -> Callable[[AuditReport, Style], str]:
        """Import the function."""
        module, _, name = self.function.partition(":")
        function: Callable[[AuditReport, Style], str] = getattr(import_module(module), name)
        return function


#: Every format by name; a new format is one file in this folder and one line here.
FORMATS: Mapping[str, Format] = {
    "full": Format("perfscore.report.terminal:full"),
    "concise": Format("perfscore.report.terminal:concise"),
    "json": Format("perfscore.report.records:as_json", machine=True),
    "jsonl": Format("perfscore.report.records:as_json_lines", machine=True),
    # The byte order mark tells Excel that the file is UTF-8.
    "csv": Format("perfscore.report.sheets:as_csv", encoding="utf-8-sig", machine=True),
}


def format_named(name: str) -> Format:
    """Return a format.

    Raises:
        UsageError: there is none of that name; the message lists those there are.
    """
    if name not in FORMATS:
        raise UsageError(
            f"没有名为“{name}”的报告格式；可用的有 {'、'.join(FORMATS)}"
            f"（no report format {name!r}; there are {', '.join(FORMATS)}）"
        )
    return FORMATS[name]


def render_text(report: AuditReport, format: str, style: Style, *, masked: bool = False) -> str:  # noqa: A002
    """Return the report as text in a format, in a given style.

    Raises:
        UsageError: there is no such format.
    """
    write = format_named(format).load()
    if masked:
        from perfscore.report.mask import mask

        report = mask(report)
    return write(report, style)


def render(
    report: AuditReport,
    format: str = "full",  # noqa: A002 - the word that users know
    target: str | os.PathLike[str] | IO[str] | IO[bytes] | None = None,
    *,
    table: TableName = "findings",
    lang: Language = "zh",
    verbose: bool = False,
    masked: bool = False,
) -> str:
    """Render a report.

    Args:
        report: the result of `perfscore.audit`.
        format: full, concise, json, jsonl or csv.
        target: a path, or an open text or binary stream; None only returns the text.
        table: whether full, concise and csv show the findings or the scores; JSON has both.
        lang: language of the words, `zh` or `en`.
        verbose: list rounding differences and every skipped check.
        masked: hide telephone numbers and persons' names.

    Returns:
        The text that was written.

    Raises:
        UsageError: there is no such format, or the path cannot be written.
    """
    text = render_text(report, format, Style(table=table, lang=lang, verbose=verbose), masked=masked)
    encoded = text.encode(format_named(format).encoding)
    if target is None:
        return text
    if isinstance(target, str | os.PathLike):
        write_file(target, encoded)
    elif isinstance(target, io.TextIOBase):
        target.write(text)
    else:
        target.write(encoded)  # type: ignore[arg-type]
    return text


def write_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a report file.

    Raises:
        UsageError: the path cannot be written; the message says why.
    """
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"{os.fspath(path)}：报告写不进去（{error.strerror}）；请检查文件夹是否存在、文件是否被 Excel 打开"
            f"（the report cannot be written there）"
        ) from error
