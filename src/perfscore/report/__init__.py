"""Rendering a report: a table of formats over one result. Nothing is computed here."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from dataclasses import field
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.saving import claim, save
from perfscore.report.ours import is_report
from perfscore.report.style import Language, SeverityWord, Style, TableName

if TYPE_CHECKING:
    from perfscore.outcome import AuditReport

__all__ = [
    "FORMATS", "Format", "Language", "SeverityWord", "Style", "TableName", "check_ending", "format_named", "is_report", "render", "render_bytes", "render_text",
]  # fmt: skip


@frozen
class Format:
    """A report format: the function that writes it (`module:name`) and the encoding of its files.

    A format with `endings` has a function for each: the name of its file says which one writes it.
    `machine` formats are for programs: the encoding holds whatever the console is. One that `escapes` has names of
    files as they are, control characters and all. The function of a `binary` one
    returns bytes, which only go to a file or a binary stream. One that is `drawn` shows the forms as they stand in their
    files, where the audit kept them.
    """

    function: str = ""
    encoding: str = "utf-8"
    machine: bool = False
    escapes: bool = False
    binary: bool = False
    drawn: bool = False
    endings: Mapping[str, str] = field(default_factory=dict)

    def load(self, path: str | os.PathLike[str] | None = None) -> Callable[[AuditReport, Style], str | bytes]:
        """Import the function; that of the path's ending where the format has several."""
        own = self.endings.get(ending_of(path), "") if self.endings else self.function
        module, _, name = own.partition(":")
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
    "html": Format("perfscore.report.html:as_page", machine=True, drawn=True),
    # The papers of an auditor: the problem list, and the working paper.
    "problems": Format(
        binary=True,
        endings={
            ".docx": "perfscore.report.papers.formats:problems_word",
            ".xlsx": "perfscore.report.papers.formats:problems_book",
        },
    ),
    "papers": Format(
        binary=True,
        endings={
            ".docx": "perfscore.report.papers.formats:papers_word",
            ".xlsx": "perfscore.report.papers.formats:papers_book",
        },
    ),
}


def ending_of(path: str | os.PathLike[str] | None) -> str:
    """The ending of a file's name, in small letters; "" where there is no name."""
    return os.path.splitext(os.fspath(path))[1].lower() if path is not None else ""  # noqa: PTH122 - names only


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


def check_ending(name: str, path: str | os.PathLike[str]) -> None:
    """Refuse a file whose ending names no way to write a format.

    Raises:
        UsageError: the format goes by the ending, and has none like this.
    """
    endings = FORMATS[name].endings
    if endings and ending_of(path) not in endings:
        raise UsageError(
            f"--format {name}={os.fspath(path)}：文件名的结尾决定写成什么，只能是 {' 或 '.join(endings)}"
            f"（the ending decides: {' or '.join(endings)}）"
        )


def needs_file(name: str) -> UsageError:
    """What to say where a binary format would be text."""
    ending = next(iter(FORMATS[name].endings), f".{name}")
    return UsageError(
        f"{name} 不是文本，要写入文件：--format {name}=文件名{ending}（{name} is not text: give a file, {name}=PATH）"
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


def render_bytes(
    report: AuditReport,
    format: str,  # noqa: A002
    style: Style,
    *,
    masked: bool = False,
    path: str | os.PathLike[str] | None = None,
) -> bytes:
    """Return the report as the bytes of a file in a format, in a given style; some go by the ending of its `path`.

    Raises:
        UsageError: there is no such format, or it is not written with that ending.
    """
    content = _made(report, format, style, masked=masked, path=path)
    return content if isinstance(content, bytes) else _encoded(content, format)


def _encoded(content: str, format: str) -> bytes:  # noqa: A002
    """The bytes of a text report; half a character, as names of files may hold, is written as JSON escapes it."""
    return content.encode(FORMATS[format].encoding, "backslashreplace")


def _made(
    report: AuditReport,
    name: str,
    style: Style,
    *,
    masked: bool,
    path: str | os.PathLike[str] | None = None,
) -> str | bytes:
    from perfscore.report.mask import mask, presentable

    known = format_named(name)
    if known.endings:
        if path is None:
            raise needs_file(name)
        check_ending(name, path)
    write = known.load(path)
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
    listed_from: SeverityWord = "warning",
    template: str | None = None,
) -> str:
    """Render a report.

    Args:
        report: the result of `perfscore.audit`.
        format: full, concise, json, jsonl, sarif, csv, markdown, html, xlsx, problems or papers.
        target: a path, or an open text or binary stream; None only returns the text. A workbook (xlsx) needs a path
            or a binary stream; problems and papers a path that ends in .docx or .xlsx.
        table: whether full, concise, csv and markdown show the findings or the scores; JSON and xlsx have both.
        lang: language of the words, `zh` or `en`.
        verbose: list rounding differences and every skipped check.
        masked: hide telephone numbers and persons' names.
        force: replace a file that is there, whatever it holds; without, only a report of perfscore is replaced. An
            input of the report never is.
        listed_from: the problem list has findings of this severity and above.
        template: the office's own Word document that problems or papers are filled into.

    Returns:
        The text that was written; "" for a workbook.

    Raises:
        UsageError: there is no such format, the path cannot be written or must not be written over, or the target
            takes no bytes.
    """
    named = target if isinstance(target, str | os.PathLike) else None
    style = Style(table=table, lang=lang, verbose=verbose, listed_from=listed_from, template=template)
    content = _made(report, format, style, masked=masked, path=named)
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
