"""Where reports go: each `--format NAME[=PATH]` is one target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from perfscore.cli import streams
from perfscore.core import saving
from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.report import (
    FORMATS,
    Style,
    check_ending,
    format_named,
    is_report,
    needs_file,
    render_bytes,
    render_text,
)

if TYPE_CHECKING:
    from perfscore.outcome import AuditReport


@frozen
class Output:
    """A format and its file; None is standard output."""

    format: str
    path: str | None = None


class _Kind(Protocol):
    """What has to be known of a format."""

    @property
    def binary(self) -> bool:
        """Whether it only goes to a file."""


def read_outputs(
    texts: Sequence[str] | None,
    inputs: Sequence[str],
    *,
    ruleset: str | None = None,
    force: bool = False,
    template: str | None = None,
    named: Callable[[str], _Kind] = format_named,
    ours: Callable[[Path], bool] = is_report,
) -> list[Output]:
    """Understand the values of `--format`; without any, the full report goes to standard output.

    Every file is claimed here, before any work is done. `named` finds a format, `ours` tells what may be replaced.

    Raises:
        UsageError: an unknown format, one that needs a file and has none, two reports for standard output or for
            one file, a path that must not be written over, or a template that nothing or too much is filled into, or
            that cannot be filled in.
    """
    outputs = []
    for text in texts or ["full"]:
        name, sign, path = text.partition("=")
        known = named(name)
        if sign and not path:
            raise UsageError(f"--format {text}：等号后面缺少文件名（a path is missing after =）")
        if known.binary and not path:
            raise needs_file(name)
        if path:
            check_ending(name, path)
        outputs.append(Output(name, path or None))
    if sum(output.path is None for output in outputs) > 1:
        raise UsageError(
            "只能有一种格式输出到屏幕，其余的请写成 格式=文件，例如 --format full --format json=report.json"
            "（only one format can go to standard output）"
        )
    files = [output.path for output in outputs if output.path is not None]
    _check_template(template, outputs)
    if not files:
        return outputs
    if len({saving.spelling(path) for path in files}) < len(files):
        raise UsageError("两份报告写到同一个文件，后一份会盖掉前一份（two reports for one file）")
    from perfscore.rulesets import files as rule_files

    sources: list[str | Path] = [*inputs, *rule_files(ruleset), *([template] if template is not None else [])]
    for path in files:
        saving.claim(path, sources=sources, force=force, ours=ours)
    return outputs


def _check_template(template: str | None, outputs: Sequence[Output]) -> None:
    """A template is for one paper: what it lays out is its own."""
    if template is None:
        return
    papers = [one for one in outputs if FORMATS[one.format].endings and (one.path or "").lower().endswith(".docx")]
    if len(papers) != 1:
        raise UsageError(
            "--template 要和一个 --format problems=文件名.docx 或 papers=文件名.docx 一起用"
            "（--template goes with one problems=….docx or papers=….docx）"
        )
    from perfscore.report.papers.template import check_template

    check_template(template)


def are_drawn(outputs: Sequence[Output]) -> bool:
    """Whether a report is wanted that shows the forms as they stand in their files."""
    return any(FORMATS[one.format].drawn for one in outputs)


def write(report: AuditReport, outputs: Sequence[Output], style: Style, *, masked: bool) -> None:
    """Write every report; files first, standard output last.

    Raises:
        UsageError: a file cannot be written.
    """
    for output in outputs:
        if output.path is not None:
            saving.save(output.path, render_bytes(report, output.format, style, masked=masked, path=output.path))
            streams.note(f"已写入（written）：{output.path}")
    for output in outputs:
        if output.path is None:
            _to_screen(report, output.format, style, masked=masked)


def _to_screen(report: AuditReport, name: str, style: Style, *, masked: bool) -> None:
    if FORMATS[name].machine:
        content = render_bytes(report, name, style, masked=masked)
        streams.out_bytes(content, FORMATS[name].encoding)
        return
    seen = replace(style, colour=streams.wants_colour(), width=streams.width())
    streams.out(render_text(report, name, seen, masked=masked))
