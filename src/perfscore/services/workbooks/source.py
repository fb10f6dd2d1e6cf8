"""Where a copy may be written, and the workbook that it is made from."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from perfscore.config import read_config
from perfscore.core.errors import ReadingError, UsageError
from perfscore.core.saving import claim
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import PatchError
from perfscore.outcome import AuditReport
from perfscore.readers.document import Document
from perfscore.readers.intake import open_document
from perfscore.readers.reviewed import reviewed
from perfscore.report.layout import one_line
from perfscore.report.style import Style
from perfscore.rulesets import RuleSet, load_ruleset
from perfscore.services.workbooks.redraw import Redrawn

_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
#: A copy of ours by its name: what it is a copy of, which kind of copy, the number.
_MARKED: Final = re.compile(r"(.+)(-审核|-评分)(\d{0,3})")
#: How many cells a note names.
_NAMED: Final = 3
_LONGEST: Final = 30


def target_of(
    source: str,
    out: str | os.PathLike[str] | None,
    document: Document,
    suffix: str,
    rules: Iterable[Path],
    *,
    ours: Callable[[Path], bool] = lambda _: False,
) -> Path:
    """Where a copy is written: as asked, or beside its source under a name with a suffix.

    A source that is such a copy itself gets the next number, `自评表-审核2.xlsx`: what somebody wrote into it stays.
    `ours` tells which of them hold nothing that would be lost.

    Raises:
        UsageError: it would overwrite the source or a rule set, or has an ending that Excel would not open.
    """
    own = Path(source)
    ending = own.suffix.lower() if document.kind == "xlsx" and own.suffix.lower() in _WORKBOOKS else ".xlsx"
    target = Path(out) if out is not None else beside(own, suffix, ending, ours)
    claim(target, sources=[source, *rules], force=True)
    if target.suffix.lower() not in _WORKBOOKS:
        raise UsageError(
            f"{target}：输出的是 Excel 工作簿，文件名应以 .xlsx 结尾（the copy is a workbook: name it .xlsx）"
        )
    return target


def beside(own: Path, suffix: str, ending: str, ours: Callable[[Path], bool], *, free: bool = False) -> Path:
    """The name of a copy beside its source: the suffix once, with a number where the source has it already.

    Args:
        own: the source.
        suffix, ending: of the copy.
        ours: whether a copy that is there holds nothing that would be lost.
        free: the first name must be free or ours, too.

    >>> beside(Path("表.xlsx"), "-审核", ".xlsx", lambda _: False).name
    '表-审核.xlsx'
    """
    stem, marks, number = own.stem, list[str](), 1
    while found := _MARKED.fullmatch(stem):
        stem, mark = found[1], found[2]
        if mark == suffix:
            number = max(number, int(found[3] or 1)) + 1
        else:
            marks.insert(0, mark + found[3])
    name = stem + "".join(marks) + suffix
    while number > 1 or free:
        target = own.with_name(f"{name}{number if number > 1 else ''}{ending}")
        if not os.path.lexists(target) or ours(target):
            return target
        number += 1
    return own.with_name(f"{name}{ending}")


def rules_used(report: AuditReport, ruleset: str | os.PathLike[str] | None) -> list[RuleSet]:
    """The rule set of each form of a report: the one that was given or configured, or the general one it names."""
    given = load_ruleset(chosen) if (chosen := chosen_ruleset(report, ruleset)) is not None else None
    return [given or load_ruleset(form.ruleset) for form in report.forms]


def chosen_ruleset(report: AuditReport, ruleset: str | os.PathLike[str] | None) -> str | os.PathLike[str] | None:
    """The rule set that was asked for: given, or named in the configuration of the run; it may be a file."""
    if ruleset is not None or not report.run.config:
        return ruleset
    return read_config(report.run.config).ruleset


def untouched_copy(target: Path, source: str) -> bool:
    """Whether a file is an annotated copy of this source that nobody has saved since: nothing is lost with it."""
    try:
        document = open_document(target)
        if document.package is None or reviewed(document).waivers:
            return False
        if patch.source_name(document.package) != Path(source).name:
            return False
        return patch.stripped_bytes(str(target), document.package.data)[1].exact
    except (ReadingError, PatchError):
        return False


def strays(document: Document, style: Style) -> list[str]:
    """What a reviewer added to the results sheet that belongs to no finding, as a note."""
    found = [f"{cell.at.place}“{one_line(cell.shown)[:_LONGEST]}”" for cell in reviewed(document).strays]
    if not found:
        return []
    some = "；".join(found[:_NAMED]) + ("……" if len(found) > _NAMED else "")
    return [
        style.say(
            f"审核结果表中另加的 {len(found)} 格内容不属于任何发现，没有带过来：{some}",
            f"{len(found)} cells were added to the results sheet that belong to no finding; they are left out: {some}",
        )
    ]


def in_place(document: Document) -> Redrawn:
    """The workbook that a document was read from, byte for byte the one that was audited."""
    if document.package is None:
        raise ValueError(f"{document.file} is no workbook")
    return Redrawn(document.file, document.package, read=document)


def unmarked(document: Document, style: Style) -> Redrawn:
    """The same without an earlier annotation."""
    found = in_place(document)
    if not patch.marker(found.package):
        return found
    data, stripped = patch.stripped_bytes(document.file, found.package.data)
    notes = strays(document, style)
    if stripped.kept:
        some = "；".join(stripped.kept[:_NAMED])
        notes.append(
            style.say(
                f"上次的标注有 {len(stripped.kept)} 处未能照原样恢复，例如：{some}",
                f"{len(stripped.kept)} earlier additions could not be taken back: {some}",
            )
        )
    return replace(found, package=Package(document.file, data), notes=tuple(notes))


def drawn_again(document: Document, style: Style) -> str:
    """What the user should know of a source that cannot be changed in place."""
    return style.say(
        f"原文件是 {document.kind}，不能在其中改写；表格已重新绘制，原文件的版式、图片等没有带过来",
        f"the source is {document.kind}: its tables were drawn again without layout and pictures",
    )
