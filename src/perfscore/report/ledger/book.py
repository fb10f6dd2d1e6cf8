"""The ledger as a workbook: a cover with charts, then a sheet a table, written row by row so that memory stays small."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from perfscore.core.records import frozen
from perfscore.report.ledger.cover import draw_cover
from perfscore.report.ledger.pages import FILLS, Drawn, Results, Table
from perfscore.report.ledger.spool import SortedSpool, Spool
from perfscore.report.ledger.summary import Summary, order_of
from perfscore.report.ledger.tables import (
    CHECKS,
    FILES,
    FINDINGS,
    FORMS,
    INDICATORS,
    file_values,
    finding_rows,
    form_values,
    indicator_rows,
)
from perfscore.report.style import Style
from perfscore.report.words import check_name

_LEVELS: Final = ("error", "warning", "info", "known")


def write_ledger(
    results: Results, target: IO[bytes], style: Style, *, beside: Mapping[str, IO[str]] | None = None
) -> Summary:
    """Write the workbook.

    Args:
        results: what it is made of.
        target: where to.
        style: the language of the words.
        beside: streams that take the rows of the tables `TABLES` as CSV.

    Returns:
        What was counted for it.
    """
    import xlsxwriter

    summary = Summary()
    summary.take_files(results.files())
    with tempfile.TemporaryDirectory(prefix="perfscore-") as scratch, _spools(scratch) as spools:
        _gather(results, summary, spools, style)
        book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": scratch})
        # The same results give the same bytes: the day of the run stands for the time of writing.
        book.set_properties({"author": f"perfscore {results.facts.get('version', '')}", "created": _day(results)})
        drawn = Drawn(book, style, results, beside or {})
        cover = book.add_worksheet(style.say("封面", "cover"))
        _sheets(drawn, results, summary, spools)
        draw_cover(drawn, cover, results, summary)
        book.close()
    return summary


def _day(results: Results) -> datetime:
    text = str(results.facts.get("date") or "2000-01-01")
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _file(folder: str, name: str) -> IO[bytes]:
    return Path(folder, f"{name}.jsonl").open("w+b")


@frozen
class _Spools:
    """The rows that wait on the disk: forms by how bad they are, findings by their levels, indicators."""

    forms: SortedSpool
    findings: Mapping[str, Spool]
    indicators: Spool


@contextmanager
def _spools(folder: str) -> Iterator[_Spools]:
    with ExitStack() as stack:
        files = {name: stack.enter_context(_file(folder, name)) for name in (*_LEVELS, "form", "indicator")}
        yield _Spools(
            SortedSpool(files["form"]),
            {level: Spool(files[level]) for level in _LEVELS},
            Spool(files["indicator"]),
        )


def _gather(results: Results, summary: Summary, spools: _Spools, style: Style) -> None:
    """Go through the dossiers once; what is written later, or in another order, waits on the disk."""
    for document in results.documents():
        for row in summary.take(document):
            spools.forms.put(order_of(row), form_values(row, 0, results.shorten(row.file)))
        for level, values in finding_rows(document, style, results.shorten):
            spools.findings[level].put(values)
        for values in indicator_rows(document, style, results.shorten):
            spools.indicators.put(values)


def _sheets(drawn: Drawn, results: Results, summary: Summary, spools: _Spools) -> None:
    style = drawn.style
    forms = Table(drawn, "forms", FORMS)
    for number, ((errors, warnings, *_), (_, *values)) in enumerate(spools.forms, 1):
        fill = "error" if errors else "warning" if warnings else ""
        forms.add((number, *values), FILLS.get(fill, ""))
    forms.close()
    findings = Table(drawn, "findings", FINDINGS)
    for level in _LEVELS:
        for values in spools.findings[level]:
            findings.add(values, FILLS[level])
    findings.close()
    indicators = Table(drawn, "indicators", INDICATORS)
    for values in spools.indicators:
        indicators.add(values)
    indicators.close()
    checks = Table(drawn, "checks", CHECKS)
    for code, counted in summary.worst_codes():
        name = check_name(code, summary.names[code], style)
        checks.add((code, name, *counted, summary.of_forms[code]))
    checks.close()
    files = Table(drawn, "files", FILES)
    for record in results.files():
        files.add(file_values(record, style, results.shorten(record["file"])))
    files.close()
