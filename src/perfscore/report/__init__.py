"""Rendering a report: a table of formats over one result. Nothing is computed here."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.saving import claim, save
from perfscore.report.ours import is_report
from perfscore.report.style import Language, Style, TableName

if TYPE_CHECKING:
    from perfscore.outcome import AuditReport

__all__ = [
    "FORMATS", "Format", "Language", "Style", "TableName", "format_named", "is_report", "render", "render_bytes", "render_text",
]  # fmt: skip


@frozen
class Format:
    """A report format: the function that writes it (`module:name`) and the encoding of its files.

    `machine` formats are for programs: the encoding holds whatever the console is. One that `escapes` has names of
    files as they are, control characters and all. The function of a `binary` one
    returns bytes, which only go to a file or a binary stream.
    """

    function: str
    encoding: str = "utf-8"
    machine: bool = False
    escapes: bool = False
    binary: bool = False

    def load(self) -> Callable[[AuditReport, Style], str | bytes]:
        """Import the function."""
        module, _, name = self.function.partition(":")
        function: Callable[[AuditReport, Style], str | bytes] = getattr(import_module(module), name)
        return function


#: Every format by name; a new format is one file in this folder and one line here.
FORMATS: Mapping[str, Format] = {
    "full": Format("perfscore.report.terminal:full"),
    "concise": Format("perfscore.report.terminal:concise"),
    "json": Format("perfscore.report.records:as_json", machine=True, escapes=True),
    "jsonl": Format("perfscore.report.records:as_json_lines", machine=True, escapes=True),
    "sarif": Format("perfscore.report.sarif:as_sarif", machine=True, escapes=True),
    # The byte order mark tells Excel that the file is UTF-8.
    "csv": Format("perfscore.report.sheets:as_csv", encoding="utf-8-sig", machine=True),
    "xlsx": Format("perfscore.report.workbook:as_workbook", binary=True),
    "markdown": Format("perfscore.report.markdown:as_markdown"),
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


def as_dict(report: AuditReport, lang: Language = "zh") -> dict[str, Any]:
    """The report as plain dictionaries, lists, strings and integers (docs/report.schema.json)."""
    from perfscore.report.records import document

    return document(report, Style(lang=lang))


def needs_file(name: str) -> UsageError:
    """What to say where a binary format would be text."""
    return UsageError(
        f"{name} 不是文本，要写入文件：--format {name}=文件名.{name}（{name} is not text: give a file, {name}=PATH）"
    )


def render_text(report: AuditReport, format: str, style: Style, *, masked: bool = False) -> str:  # noqa: A002
    """Return the report as text in a format, in a given style.

    Raises:
        UsageError: there is no such format, or it is not text.
    """
    content = _made(report, format, style, masked=masked)
    if isinstance(content, bytes):
        raise needs_file(format)
    return content


def render_bytes(report: AuditReport, format: str, style: Style, *, masked: bool = False) -> bytes:  # noqa: A002
    """Return the report as the bytes of a file in a format, in a given style.

    Raises:
        UsageError: there is no such format.
    """
    content = _made(report, format, style, masked=masked)
    return content if isinstance(content, bytes) else _encoded(content, format)


def _encoded(content: str, format: str) -> bytes:  # noqa: A002
    """The bytes of a text report; half a character, as names of files may hold, is written as JSON escapes it."""
    return content.encode(FORMATS[format].encoding, "backslashreplace")


def _made(report: AuditReport, name: str, style: Style, *, masked: bool) -> str | bytes:
    from perfscore.report.mask import mask, presentable

    write = format_named(name).load()
    if masked:
        report = mask(report)
    return write(report if FORMATS[name].escapes else presentable(report), style)


def render(
    report: AuditReport,
    format: str = "full",  # noqa: A002 - the word that users know
    target: str | os.PathLike[str] | IO[str] | IO[bytes] | None = None,
    *,
    table: TableName = "findings",
    lang: Language = "zh",
    verbose: bool = False,
    masked: bool = False,
    force: bool = False,
) -> str:
    """Render a report.

    Args:
        report: the result of `perfscore.audit`.
        format: full, concise, json, jsonl, sarif, csv, markdown or xlsx.
        target: a path, or an open text or binary stream; None only returns the text. A workbook (xlsx) needs a path
            or a binary stream.
        table: whether full, concise, csv and markdown show the findings or the scores; JSON and xlsx have both.
        lang: language of the words, `zh` or `en`.
        verbose: list rounding differences and every skipped check.
        masked: hide telephone numbers and persons' names.
        force: replace a file that is there, whatever it holds; without, only a report of perfscore is replaced. An
            input of the report never is.

    Returns:
        The text that was written; "" for a workbook.

    Raises:
        UsageError: there is no such format, the path cannot be written or must not be written over, or the target
            takes no bytes.
    """
    content = _made(report, format, Style(table=table, lang=lang, verbose=verbose), masked=masked)
    text, encoded = ("", content) if isinstance(content, bytes) else (content, _encoded(content, format))
    if isinstance(content, bytes) and (target is None or isinstance(target, io.TextIOBase)):
        raise needs_file(format)
    if target is None:
        return text
    if isinstance(target, str | os.PathLike):
        save(claim(target, sources=[item.file for item in report.inputs], force=force, ours=is_report), encoded)
    elif isinstance(target, io.TextIOBase):
        target.write(text)
    else:
        target.write(encoded)  # type: ignore[arg-type]
    return text
