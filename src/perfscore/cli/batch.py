"""`perfscore audit … --into RESULTS`: thousands of files, a folder of results."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfscore.cli import streams

if TYPE_CHECKING:
    from perfscore.auditor import Asked
    from perfscore.gathering import Expanded
    from perfscore.outcome import FailOn
    from perfscore.report import Style
    from perfscore.services.batch.copies import Copies
    from perfscore.services.batch.results import Ledgers
    from perfscore.services.batch.run import Batch, Progress

#: Where nobody looks on, a line of progress comes so often, in seconds.
_BETWEEN = 10.0
#: So many files that were not audited are named on the screen.
_NAMED = 10


def run(
    found: Expanded,
    targets: Sequence[str],
    into: str,
    asked: Asked,
    style: Style,
    *,
    jobs: int | None,
    cluster: str | None,
    mask: bool = False,
    papers: bool = False,
    copies: Copies | None = None,
    force: bool = False,
    fail_on: FailOn = "never",
) -> int:
    """Audit the files into a folder, write the ledger, and show its first lines; returns the exit code."""
    from perfscore.report.ledger.screen import lines
    from perfscore.report.papers.names import FOLDERS
    from perfscore.services.batch.results import LEDGER, Folder, common, shortened, write_ledgers
    from perfscore.services.batch.run import audit_folder
    from perfscore.services.batch.work import Wanted

    if papers and style.template is not None:
        from perfscore.report.papers.template import check_template

        check_template(style.template)
    wanted = Wanted(asked, style.lang, mask, copies and _placed(copies, into, found))
    ledgers: list[Ledgers] = []
    more: list[str] = []

    def then(folder: Path) -> None:
        results = Folder(folder)
        ledgers.append(write_ledgers(results, style, linked=not wanted.masked))
        if papers:
            from perfscore.report.papers.folder import write_papers

            templates = {} if style.template is None else {"problems": style.template}
            written = write_papers(results.documents(), folder, style, templates=templates)
            more.append(_papers(len(written.files), style))
            more.extend(_stale(written.stale, style))
            if written.kept:
                names = "、".join(path.name for path in written.kept[:_NAMED])
                more.append(
                    style.say(
                        f"有人改过的 {len(written.kept)} 份保留不动，新的名字后加了数字：{names}",
                        f"{len(written.kept)} that somebody changed stay, the new ones have a number: {names}",
                    )
                )
        elif old := [style.say(*names) for names in FOLDERS if any(_has_papers(folder, name) for name in names)]:
            more.append(
                style.say(
                    f"结果文件夹里的{'、'.join(old)}是上次的，没有更新；要更新请加 --papers",
                    f"{', '.join(old)}: of an earlier run, not written anew; --papers does",
                )
            )
        if ledgers[0].name != LEDGER:
            more.append(
                style.say(
                    f"{LEDGER} 有人改过，保留不动；新的写在 {ledgers[0].name}",
                    f"{LEDGER} was changed by somebody and stays; the new one is {ledgers[0].name}",
                )
            )

    with _progress(len(found.files)) as progress, _stopped():
        batch = audit_folder(
            found,
            targets,
            into,
            wanted,
            jobs=jobs or os.cpu_count() or 1,
            cluster=cluster,
            force=force,
            progress=progress,
            then=then,
        )
    summary = ledgers[0].summary
    seen = replace(style, colour=streams.wants_colour(), width=streams.width())
    root = common(one.shown or one.file for one in batch.looked)
    told = [*lines(summary, seen, lambda path: shortened(path, root)), *_not_audited(batch, seen, root)]
    parts = "parts/*.jsonl"
    told += [
        "",
        seen.say(
            f"结果在 {into}：{ledgers[0].name}（另有同名 CSV），逐份结果 {parts}，文件清单 inputs.jsonl",
            f"results in {into}: {ledgers[0].name} (and CSV beside it), {parts}, inputs.jsonl",
        ),
    ]
    if batch.resumed:
        told.append(
            seen.say(
                f"其中 {batch.resumed} 个文件用了上次运行已有的结果",
                f"{batch.resumed} files were taken from an earlier run",
            )
        )
    if wanted.copies is not None:
        told += _copies(batch, wanted.copies, seen)
    streams.out("\n".join([*told, *more]) + "\n")
    return _exit_code(batch, summary.severities, summary.forms + summary.budget_tables, fail_on)


@contextmanager
def _stopped() -> Iterator[None]:
    """What is done when somebody interrupts the run stays; that is said."""
    try:
        yield
    except KeyboardInterrupt:
        streams.note("已停下；已完成的保留，用同一命令继续（stopped: the same command goes on）")
        raise


def _placed(copies: Copies, into: str, found: Expanded) -> Copies:
    """The copies in the folder of results, in a tree like that of the files."""
    from perfscore.services.batch.copies import FOLDERS
    from perfscore.services.batch.results import common

    # Absolute, as the workers of a cluster have folders of their own.
    folder = os.path.realpath(Path(into) / FOLDERS[copies.kind])
    return replace(copies, folder=folder, root=common(found.files))


def _copies(batch: Batch, copies: Copies, style: Style) -> Iterator[str]:
    """Where the copies are, and which were not written."""
    from perfscore.report.layout import indent

    written = sum(bool(one.copy) for one in batch.looked)
    yield style.say(f"副本 {written} 份在 {copies.folder}", f"{written} copies in {copies.folder}")
    left = [one for one in batch.looked if one.uncopied and "nothing to fill in" not in one.uncopied]
    if left:
        yield style.paint(
            style.say(f"没有写成的副本（{len(left)} 份）", f"copies not written ({len(left)})"), "bold"
        )
    for one in left[:_NAMED]:
        yield from indent(one.uncopied, 4, style.width)
    if len(left) > _NAMED:
        yield f"    … {style.say('其余见 inputs.jsonl', 'the others stand in inputs.jsonl')}"


def _has_papers(folder: Path, name: str) -> bool:
    return any((folder / f"{name}{ending}").exists() for ending in ("", ".docx", ".xlsx"))


def _papers(number: int, style: Style) -> str:
    return style.say(
        f"问题清单和审核底稿共 {number} 份，也在结果文件夹里",
        f"problem list and working papers: {number} files there as well",
    )


def _stale(files: Sequence[Path], style: Style) -> Iterator[str]:
    """Papers of an earlier run that this one did not write."""
    if files:
        names = "、".join(path.name for path in files[:_NAMED]) + ("…" if len(files) > _NAMED else "")
        yield style.say(
            f"另有 {len(files)} 份是上次留下的，这次没有改写：{names}", f"left of an earlier run: {names}"
        )


def _exit_code(batch: Batch, severities: dict[str, int], forms: int, fail_on: FailOn) -> int:
    """As the report of a single run has it."""
    if not any(one.status in ("read", "no-form") for one in batch.looked):
        return 2
    if not forms:
        return 3
    levels = ("info", "warning", "error")
    if fail_on == "never":
        return 0
    return int(any(severities[level] for level in levels[levels.index(fail_on) :]))


def _not_audited(batch: Batch, style: Style, root: str) -> Iterator[str]:
    """The files that somebody has to look after."""
    from perfscore.report.layout import indent
    from perfscore.services.batch.results import shortened

    left = [one for one in batch.looked if one.status in ("refused", "changed")]
    if not left:
        return
    yield ""
    yield style.paint(style.say(f"没有审核的文件（{len(left)} 个）", f"files not audited ({len(left)})"), "bold")
    for one in left[:_NAMED]:
        yield from indent(f"{shortened(one.shown or one.file, root)}：{one.reason or ''}", 4, style.width)
    if len(left) > _NAMED:
        yield f"    … {style.say('其余见汇总表“文件”', 'the others stand in the ledger')}"


@contextmanager
def _progress(number: int) -> Iterator[Progress]:
    """A bar with counts, speed and time left where somebody looks on, a line now and then elsewhere."""
    if streams.is_terminal(sys.stderr):
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        speed = TextColumn("{task.fields[speed]}")
        with Progress(
            TextColumn("审核"), BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn(),
            console=Console(stderr=True, force_terminal=True), transient=True,
        ) as bar:  # fmt: skip
            task = bar.add_task("audit", total=number, speed="")
            begun = time.monotonic()

            def advance(done: int, total: int) -> None:
                passed = time.monotonic() - begun
                bar.update(task, completed=done, total=total, speed=f"{done / max(passed, 0.1):.0f} 个/秒")

            yield advance
        return
    last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _BETWEEN:
            last = time.monotonic()
            streams.note(f"已审核（audited）{done}/{total}")

    yield tell
