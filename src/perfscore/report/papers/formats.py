"""The papers as report formats: one report in, the bytes of a file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfscore.outcome import AuditReport
from perfscore.report.papers import problem_list, working_paper
from perfscore.report.papers.blocks import Block
from perfscore.report.papers.problem_list import listed_of
from perfscore.report.papers.reading import run_of, units_of
from perfscore.report.papers.records import Run, UnitPart
from perfscore.report.records import document
from perfscore.report.style import Style


def problems_word(report: AuditReport, style: Style) -> bytes:
    """The problem list as a Word document, the program's own or the office's template filled in."""
    run, units = _parts(report, style)
    return problem_word(units, run, style)


def problems_book(report: AuditReport, style: Style) -> bytes:
    """The problem list as a workbook."""
    from perfscore.report.papers.books import problem_book

    run, units = _parts(report, style)
    return problem_book((listed_of(unit, style) for unit in units), run, style)


def papers_word(report: AuditReport, style: Style) -> bytes:
    """The working paper as a Word document, the program's own or the office's template filled in."""
    run, units = _parts(report, style)
    return working_word(units, run, style)


def papers_book(report: AuditReport, style: Style) -> bytes:
    """The working paper as a workbook."""
    from perfscore.report.papers.books import working_book

    run, units = _parts(report, style)
    return working_book(units, run, style)


def problem_word(units: Iterable[UnitPart], run: Run, style: Style) -> bytes:
    """The problem list of units as a Word document."""
    if style.template is not None:
        from perfscore.report.papers.template import filled

        return filled(style.template, units, run, style)
    from perfscore.report.papers.word import word_document

    return word_document(problem_blocks(units, run, style), problem_list.sheet(run, style), run, style)


def working_word(units: Iterable[UnitPart], run: Run, style: Style) -> bytes:
    """The working papers of units as a Word document."""
    if style.template is not None:
        from perfscore.report.papers.template import filled

        return filled(style.template, units, run, style)
    from perfscore.report.papers.word import word_document

    return word_document(paper_blocks(units, style), working_paper.sheet(run, style), run, style)


def problem_blocks(units: Iterable[UnitPart], run: Run, style: Style) -> Iterator[Block]:
    """The whole problem list."""
    yield from problem_list.opening(run, style)
    for place, unit in enumerate(units):
        yield from problem_list.unit_blocks(listed_of(unit, style), style, breaks=place > 0)


def paper_blocks(units: Iterable[UnitPart], style: Style) -> Iterator[Block]:
    """All working papers."""
    for place, unit in enumerate(units):
        yield from working_paper.unit_blocks(unit, style, breaks=place > 0)


def _parts(report: AuditReport, style: Style) -> tuple[Run, list[UnitPart]]:
    own = document(report, style)
    return run_of(own), units_of([own], style)
