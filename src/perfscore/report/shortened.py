"""Many files on one screen: their names without what they share, and how many findings each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from perfscore.core.findings import Severity
from perfscore.core.location import Location
from perfscore.outcome import AuditReport
from perfscore.report.layout import one_line, pad, width
from perfscore.report.style import Style
from perfscore.report.words import tag_of

#: So many files and checks are listed; every one where nothing is to be left out.
_MOST: Final = 20
_LEVELS: Final = tuple(sorted(Severity, reverse=True))


class Names:
    """The names of files without the folder that all of them lie in."""

    def __init__(self, files: Sequence[str]) -> None:
        self.folder = _common(files) if len(files) > 1 else ""
        self._short = {file: _below(file, self.folder) for file in files} if self.folder else {}

    def short(self, file: str) -> str:
        """A file's name."""
        return self._short.get(file, file)

    def place(self, at: Location) -> str:
        """A place, with the file's short name."""
        return str(replace(at, file=self.short(at.file)))


def _common(files: Sequence[str]) -> str:
    """The folder that all files lie in, "" where there is none."""
    parts = [PurePath(file).parent.parts for file in files]
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return str(PurePath(*shared)) if shared else ""


def _below(file: str, folder: str) -> str:
    return str(PurePath(file).relative_to(folder))


def opening(report: AuditReport, names: Names, style: Style) -> Iterator[str]:
    """Which folder the names are told from, where that is not said in each line."""
    if names.folder:
        number = len(report.inputs)
        folder = one_line(names.folder)
        yield style.paint(
            style.say(f"以下 {number} 个文件都在 {folder} 中", f"{number} files, all of them in {folder}"), "dim"
        )


def by_file_and_check(report: AuditReport, names: Names, style: Style) -> Iterator[str]:
    """How many findings each file has, those with most errors first, and each check; of several files only."""
    if len(report.inputs) < 2:
        return
    counted = [finding for finding in report.findings if finding.counts and not style.hides(finding)]
    if not counted:
        return
    files: dict[str, Counter[Severity]] = {record.file: Counter() for record in report.inputs}
    checks: dict[tuple[str, str], Counter[Severity]] = {}
    for finding in counted:
        files.setdefault(finding.at.file, Counter())[finding.severity] += 1
        checks.setdefault((finding.code, finding.name), Counter())[finding.severity] += 1
    clean = sum(not number.total() for number in files.values())
    none = style.say(f"（没有问题的 {clean} 个）", f" ({clean} without findings)") if clean else ""
    yield style.paint(style.say(f"按文件{none}", f"By file{none}"), "bold")
    rows = ((one_line(names.short(file)), number) for file, number in files.items() if number.total())
    yield from _listed(rows, style.say("个文件", "files"), style)
    yield style.paint(style.say("按检查项", "By check"), "bold")
    rows = ((tag_of(code, name, style), number) for (code, name), number in checks.items())
    yield from _listed(rows, style.say("项", "checks"), style)


def _listed(rows: Iterable[tuple[str, Counter[Severity]]], what: str, style: Style) -> Iterator[str]:
    """Names with their numbers by severity, the gravest first; how many there are besides."""
    ordered = sorted(rows, key=lambda row: ([-row[1][level] for level in _LEVELS], row[0]))
    shown = ordered if style.verbose else ordered[:_MOST]
    columns = [
        [
            style.say(f"{level.zh} {number[level]}", f"{number[level]} {level.word}") if number[level] else ""
            for _, number in shown
        ]
        for level in _LEVELS
    ]
    widths = [max(map(width, column), default=0) for column in columns]
    for place, (name, _) in enumerate(shown):
        cells = [
            style.paint(pad(column[place], wide), level.word) if column[place] else " " * wide
            for column, wide, level in zip(columns, widths, _LEVELS, strict=True)
            if wide
        ]
        yield f"  {'  '.join(cells)}  {name}"
    if rest := len(ordered) - len(shown):
        yield style.say(f"  ……另有 {rest} {what}（-v 全部列出）", f"  ... {rest} more {what} (-v lists them)")
