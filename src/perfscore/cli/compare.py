"""`perfscore compare`: two rounds of the same forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

import typer

from perfscore.cli import options, outputs, streams
from perfscore.core.errors import UsageError

if TYPE_CHECKING:
    from perfscore.outcome import AuditReport, FailOn
    from perfscore.report import Language, Style
    from perfscore.services.rounds.comparing import Rounds

HELP = """与上次相比：哪些已整改、仍存在、新增，哪些指标值、完成值、分值、得分改过
against the round before: what was mended, what stands, what is new, which values were changed

上次和这次都可以是文件、文件夹、通配符、JSON 报告或结果文件夹；不是报告的，按下面的选项审核，
文件夹里的文件像批量审核那样归组（和 JSON 报告相比时合在一起）。
either is a file, folder, glob, JSON report or folder of results; what is no report is audited with these options,
the files of a folder gathered as a batch gathers them (beside a JSON report all together)

例 Examples
  perfscore compare 第一次.xlsx 第二次.xlsx
  perfscore compare 上次.json 材料文件夹 --format concise
  perfscore compare 旧-审核.xlsx 新.xlsx --annotate 新-审核.xlsx
  perfscore compare 上次结果 这次结果 --format xlsx=比较.xlsx --fail-on error

退出码 Exit codes
  0 没有达到 --fail-on 的新增或仍存在的问题  1 有  2 用法不对，或没有一个文件能读  3 这次没有识别出表"""

Old = Annotated[str, typer.Argument(metavar="OLD", help="上次\nthe round before", show_default=False)]
New = Annotated[str, typer.Argument(metavar="NEW", help="这次\nthis round", show_default=False)]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME[=PATH]",
        help="格式 full concise json csv xlsx，可重复；=PATH 写入文件\nformat, repeatable; =PATH writes a file, as xlsx must",
    ),
]
Annotate = Annotated[
    str | None,
    typer.Option(
        "--annotate",
        metavar="OUT",
        help="另写一份标注过的这次的工作簿，带上次的处理意见\nwrite the annotated copy of this round with the remarks of the last",
    ),
]


def compare(
    old: Old,
    new: New,
    formats: Formats = None,
    annotate: Annotate = None,
    ruleset: options.RuleSetName = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    severity: options.Levels = None,
    fail_on: options.FailOnNever = "never",
    alone: options.Alone = False,
    config: options.ConfigFile = None,
    force: options.Force = False,
    mask: options.Mask = False,
    verbose: options.Verbose = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Compare the rounds and write what became of them; returns the exit code."""
    del debug  # read by main, which catches what went wrong
    from perfscore.report import Style
    from perfscore.stored import is_one_dossier

    language = cast("Language", lang)
    documents = {path: _documents(path) for path in (old, new)}
    wanted = _outputs(
        formats, [file for files in documents.values() for file in files], ruleset=ruleset, force=force
    )
    levels = options.pairs("--severity", severity or ())
    told: list[str] = []

    # A report has its files in one dossier: so has what is laid beside it.
    together = is_one_dossier(old) or is_one_dossier(new)

    def audited(paths: Iterable[str]) -> Sequence[AuditReport]:
        from perfscore.audit import auditor_of
        from perfscore.config import configured
        from perfscore.material import read_materials
        from perfscore.services.rounds import gathered

        files = [file for path in paths for file in documents[path]]
        settings = configured(options.configuration(config, files, told=told), files)
        auditor = auditor_of(settings, ruleset, select or (), ignore or (), levels, alone=alone)
        if together:
            return [auditor.report(read_materials(files, keep=False))]
        return gathered.audited(files, auditor, alone=alone)

    from perfscore.services.rounds.comparing import Rounds
    from perfscore.services.rounds.sources import opened

    if annotate is not None:
        _may_annotate(new)
    rounds = Rounds(opened(old, audited, language), opened(new, audited, language), masked=mask)
    style = Style(lang=language, verbose=verbose)
    if annotate is not None:
        from perfscore.services.annotate import annotate as write

        copy = write(
            new,
            annotate,
            ruleset=ruleset,
            select=select or (),
            ignore=ignore or (),
            severity=levels,
            config=options.configuration(config, [new], told=told),
            force=force,
            lang=language,
            masked=mask,
            before=rounds.old,
        )
        streams.note(f"已写入（written）：{copy.out}")
        for note in copy.notes:
            streams.note(f"{'note: ' if lang == 'en' else '注意：'}{note}")
    _write(rounds, wanted, style)
    return rounds.exit_code(cast("FailOn", fail_on))


def _documents(path: str) -> list[str]:
    """The files that a round is read from; what a folder has besides is told."""
    from perfscore import gathering, stored

    if stored.is_stored(path):
        return stored.files(path)
    found = gathering.expand([path])
    for line in found.notes():
        streams.note(line)
    return found.files


def _may_annotate(new: str) -> None:
    from pathlib import Path

    from perfscore.stored import is_stored

    if is_stored(new) or not Path(new).is_file():
        raise UsageError(
            f"{new}：--annotate 只能标注一个文件；请逐个文件比较（--annotate writes into one document: compare it alone）"
        )


def _outputs(
    formats: Sequence[str] | None, inputs: Sequence[str], *, ruleset: str | None, force: bool
) -> list[outputs.Output]:
    from perfscore.services.rounds.formats import format_named, is_comparison

    return outputs.read_outputs(
        formats, inputs, ruleset=ruleset, force=force, named=format_named, ours=is_comparison
    )


def _write(rounds: Rounds, wanted: Sequence[outputs.Output], style: Style) -> None:
    """Write every file, then standard output."""
    from perfscore.core import saving
    from perfscore.services.rounds.formats import FORMATS, pieces

    for output in wanted:
        if output.path is not None:
            saving.save(output.path, pieces(rounds, output.format, style))
            streams.note(f"已写入（written）：{output.path}")
    for output in wanted:
        if output.path is not None:
            continue
        known = FORMATS[output.format]
        seen = style if known.machine else replace(style, colour=streams.wants_colour(), width=streams.width())
        show = partial(streams.out_bytes, encoding=known.encoding) if known.machine else _text
        for piece in pieces(rounds, output.format, seen):
            show(piece)


def _text(piece: bytes) -> None:
    streams.out(piece.decode("utf-8"))
