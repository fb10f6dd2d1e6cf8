"""The one pipeline: documents, forms, scores, checks, report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from perfscore.auditor import Asked, Auditor
from perfscore.baseline import Baseline, compared, earlier, read_baseline
from perfscore.config import Choice, Config, configured
from perfscore.core.errors import UsageError
from perfscore.gathering import Given, collect
from perfscore.material import read_materials
from perfscore.outcome import (
    AuditReport,
)
from perfscore.readers.document import Document
from perfscore.readers.memory import Memory, is_content
from perfscore.stored import is_stored, no_report

PathArgument = str | os.PathLike[str]


def audit(
    paths: Given | Iterable[Given],
    *,
    ruleset: str | os.PathLike[str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    alone: bool = False,
    config: Choice = None,
    baseline: PathArgument | None = None,
    drawn: bool = False,
) -> AuditReport:
    """Audit files together, as one dossier.

    Args:
        paths: a file, folder or glob, the bytes of a document, a file that is open in binary mode, or several of
            these. What lies in memory is told by its `name`, without one as 内存文件1, 内存文件2 …
        ruleset: the rule set by id or TOML file; without one, each form's own evidence chooses a general one.
        select, ignore: codes, names or code prefixes of checks; one alone may be a text.
        alone: audit each document by itself, without the rules of a matched target sheet.
        severity: levels that override the declared ones, `{"PS104": "info"}`.
        config: a configuration file; None takes the nearest `perfscore.toml` in or above the folder of the inputs, as
            the command line does, False or "none" takes none. What is given here goes before what it says.
        baseline: an earlier report, as JSON or JSON lines, a folder of results, or the earlier documents themselves,
            an annotated copy among them: its findings are marked as known and do not count.
        drawn: keep the forms as they are drawn in their files, and the curves of their rules, for the format `html`.

    Returns:
        The report. What cannot be read becomes a finding, nothing is raised for it. `report.run.config` names the
        configuration.

    Raises:
        UsageError: a rule set, check or level does not exist; the configuration or the baseline cannot be used; there
            is nothing to read, such as in an empty folder; a file is open as text; what is given is no document.
    """
    if not isinstance(paths, str | os.PathLike | Iterable) and not is_content(paths):
        raise UsageError(
            f"{paths!r}：不是路径、字节或以二进制打开的文件（neither a path nor bytes nor an open binary file）"
        )
    sources, found = collect(paths)
    report, _ = audit_documents(
        sources,
        ruleset=ruleset,
        select=select,
        ignore=ignore,
        severity=severity,
        alone=alone,
        config=config,
        baseline=baseline,
        keep=False,
        drawn=drawn,
    )
    return replace(report, hints=(*found.notes(), *report.hints))


def audit_documents(
    paths: PathArgument | Sequence[PathArgument | Memory],
    *,
    ruleset: str | os.PathLike[str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    alone: bool = False,
    config: Choice = None,
    baseline: PathArgument | None = None,
    keep: bool = True,
    drawn: bool = False,
) -> tuple[AuditReport, tuple[Document, ...]]:
    """The same of files as they are named, with the documents that were read, for services that write beside their cells.

    Without `keep` they are let go as soon as their forms are lifted; with `drawn` the report has pictures of them.
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    sources = [one if isinstance(one, Memory) else os.fspath(one) for one in listed]
    settings = configured(config, [one for one in sources if not isinstance(one, Memory)])
    before = None
    if baseline is not None:
        again = partial(
            audit, ruleset=ruleset, select=select, ignore=ignore, severity=severity, alone=alone, config=settings
        )
        before = read_baseline(baseline) if is_stored(baseline) else _audited(baseline, again)
    auditor = auditor_of(settings, ruleset, select, ignore, severity, alone=alone)
    read = read_materials(sources, keep=keep or drawn)
    made = auditor.audit(read)
    report = made.report()
    documents = tuple(item.document for item in read if item.document is not None)
    if drawn:
        from perfscore.drawing import pictures

        report = replace(report, pictures=pictures(documents, made.views))
    if before is not None:
        findings, against = compared(
            report.findings,
            before,
            file=os.fspath(baseline or ""),
            codes=auditor.codes,
            files=(item.file for item in report.inputs),
        )
        report = replace(report, findings=findings, baseline=against)
    return report, documents


def auditor_of(
    settings: Config,
    ruleset: str | os.PathLike[str] | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    *,
    alone: bool = False,
) -> Auditor:
    """What audits as these arguments of `audit` say."""
    asked = Asked(
        os.fspath(ruleset) if ruleset is not None else None,
        _words(select),
        _words(ignore),
        tuple((severity or {}).items()),
        alone,
        settings.path or None,
    )
    return Auditor(asked, settings)


def _words(given: Sequence[str]) -> tuple[str, ...]:
    """Codes or names of checks; a text where a list is meant is one."""
    return (given,) if isinstance(given, str) else tuple(given)


def _audited(path: PathArgument, again: Callable[[PathArgument], AuditReport]) -> Baseline:
    """A baseline that is no report: the earlier documents, audited as those of this run are.

    Raises:
        UsageError: nothing in them can be compared with.
    """
    report = again(path)
    unread = [record for record in report.inputs if record.status != "read"]
    if len(unread) == len(report.inputs):
        raise UsageError(f"{os.fspath(path)}：{unread[0].reason}（the baseline cannot be read）")
    if not report.forms and not report.budget_tables:
        raise no_report(os.fspath(path))
    return earlier(report.findings, (record.file for record in report.inputs))
