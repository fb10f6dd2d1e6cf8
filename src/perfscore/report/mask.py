"""Hiding persons, and the numbers by which they are reached, in everything that a report says.

The masked text is as long as the text, so that places inside it stay right. Names of files, folders and sheets are
masked as well; two files stay two.
"""

from __future__ import annotations

import dataclasses
from pathlib import PurePath
from typing import Final, TypeVar

from perfscore.core.persons import Mask, found_in
from perfscore.core.visible import clean
from perfscore.outcome import AuditReport
from perfscore.report.rewriting import rewritten, texts_of

T = TypeVar("T")

#: Fields that are identities, not words.
_KEPT: Final = frozenset({
    "cell", "sha256", "fingerprint", "code", "name", "kind", "basis", "status", "id", "ruleset", "version", "date", "grade",
})  # fmt: skip
_ADDRESSES: Final = frozenset({"file", "sheet"})
#: Fields that hold nothing but a person's name.
_NAMES: Final = frozenset({"person"})


def mask_text(text: str) -> str:
    """Hide the numbers of persons in a text, and the names that stand behind labels such as 负责人.

    >>> mask_text("联系人：王小明 电话：0734-8888888")
    '联系人：*** 电话：************'
    """
    return Mask().text(text)


def mask_of(report: AuditReport) -> Mask:
    """What hides the persons of a report: those that its documents name, and its own texts.

    A word that is an indicator, a unit or a project is no name, whatever it stands behind.
    """
    # What the drawn cells hold was looked through when they were read.
    bare = dataclasses.replace(_without_forms(report), pictures=None)
    words = {row.indicator for row in report.scores} | {row.l1 for row in report.scores}
    words |= {row.l2 for row in report.scores}
    words |= {text for form in report.forms for text in (form.unit, form.project, form.title)}
    words |= {text for table in report.budget_tables for text in (table.unit, table.title)}
    found = report.persons | found_in(texts_of(dataclasses.replace(bare, persons=type(report.persons)())))
    people = {finding.waiver.person for finding in report.findings if finding.waiver is not None}
    found = dataclasses.replace(found, loose=found.loose | {one.strip() for one in people if one.strip()})
    return Mask(found, frozenset(words))


def mask_part(report: AuditReport, part: T) -> T:
    """Return a record, or a tuple of records, that was made from a report, with every text masked."""
    hide = mask_of(report)

    def rewrite(name: str, text: str) -> str:
        return text if name in _KEPT else hide.text(text)

    return rewritten(part, rewrite)


def mask(report: AuditReport, *, addresses: bool = True) -> AuditReport:
    """Return the report with every text masked; codes, cells and fingerprints stay.

    Args:
        report: the report. The forms themselves are left out of the masked one: nothing that is rendered needs them.
        addresses: mask the names of files, folders and sheets, too. A copy of the workbook needs them, and the forms.
    """
    hide = mask_of(report)
    files: dict[str, str] = {}

    def address(text: str) -> str:
        masked = hide.text(text)
        if masked == text or text in files:
            return files.get(text, text)
        files[text] = _apart(masked, set(files.values()))
        return files[text]

    def rewrite(name: str, text: str) -> str:
        if name in _KEPT:
            return text
        if name in _ADDRESSES:
            return address(text) if addresses else text
        return "*" * len(text) if name in _NAMES else hide.text(text)

    bare = dataclasses.replace(_without_forms(report), persons=type(report.persons)())
    masked = rewritten(bare, rewrite)
    if addresses:
        return masked
    forms = tuple(
        dataclasses.replace(record, form=own.form) for record, own in zip(masked.forms, report.forms, strict=True)
    )
    # The copy shows the name of its source and looks nothing up by it.
    inputs = tuple(dataclasses.replace(item, file=hide.text(item.file)) for item in masked.inputs)
    return dataclasses.replace(masked, forms=forms, inputs=inputs)


def presentable(report: AuditReport) -> AuditReport:
    """The report with names of files that everything can show: cells are clean since they were read."""
    if all(clean(record.file) == record.file for record in report.inputs):
        return report
    return rewritten(_without_forms(report), lambda _, text: clean(text))


def _without_forms(report: AuditReport) -> AuditReport:
    forms = tuple(dataclasses.replace(record, form=None) for record in report.forms)
    budgets = tuple(dataclasses.replace(record, table=None) for record in report.budget_tables)
    return dataclasses.replace(report, forms=forms, budget_tables=budgets)


def _apart(name: str, taken: set[str]) -> str:
    """A name that no other file has: 张三.xlsx and 李四.xlsx are two files still."""
    path, number, own = PurePath(name), 2, name
    while own in taken:
        own = str(path.with_name(f"{path.stem}({number}){path.suffix}"))
        number += 1
    return own
