"""The ledger as a workbook: a cover with charts, then a sheet a table, written row by row so that memory stays small."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from perfscore.report.ledger.cover import draw_cover
from perfscore.report.ledger.pages import FILLS, Drawn, Results, Table
from perfscore.report.ledger.summary import Summary
from perfscore.report.ledger.tables import (
    CHECKS,
    FILES,
    FINDINGS,
    FORMS,
    INDICATORS,
    Named,
    Value,
    file_values,
    finding_rows,
    form_values,
    indicator_rows,
    severity_of,
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
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="perfscore-"))
        spools = {level: stack.enter_context(_spool(scratch, level)) for level in (*_LEVELS, "indicator")}
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


def _spool(folder: str, name: str) -> IO[str]:
    return Path(folder, f"{name}.jsonl").open("w+", encoding="utf-8")


def _gather(results: Results, summary: Summary, spools: Mapping[str, IO[str]], style: Style) -> None:
    """Go through the dossiers once; what is written later, or in another order, waits on the disk."""
    for document in results.documents():
        summary.take(document)
        for level, values in finding_rows(document, style, results.shorten):
            _put(spools[level], values)
        for values in indicator_rows(document, style, results.shorten):
            _put(spools["indicator"], values)
    summary.forms.sort(key=lambda row: (severity_of(row), row.file, row.number))


def _told(value: Value | Named) -> object:
    """A value as it waits on the disk: numbers in a list, places with four parts."""
    if isinstance(value, Named):
        return [value.shown, value.file, value.sheet, value.cell]
    return [format(value, "f")] if isinstance(value, Decimal) else value


def _put(spool: IO[str], values: Iterable[Value | Named]) -> None:
    spool.write(json.dumps([_told(value) for value in values]) + "\n")


def _taken(spool: IO[str]) -> Iterator[list[Value | Named]]:
    spool.seek(0)
    for line in spool:
        yield [_value(value) for value in json.loads(line)]


def _value(told: Any) -> Value | Named:
    if not isinstance(told, list):
        return told  # type: ignore[no-any-return]
    return Decimal(told[0]) if len(told) == 1 else Named(*told)


def _sheets(drawn: Drawn, results: Results, summary: Summary, spools: Mapping[str, IO[str]]) -> None:
    style = drawn.style
    forms = Table(drawn, "forms", FORMS)
    for number, row in enumerate(summary.forms, 1):
        fill = "error" if row.errors else "warning" if row.warnings else ""
        forms.add(form_values(row, number, results.shorten(row.file)), FILLS.get(fill, ""))
    forms.close()
    findings = Table(drawn, "findings", FINDINGS)
    for level in _LEVELS:
        for values in _taken(spools[level]):
            findings.add(values, FILLS[level])
    findings.close()
    indicators = Table(drawn, "indicators", INDICATORS)
    for values in _taken(spools["indicator"]):
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
