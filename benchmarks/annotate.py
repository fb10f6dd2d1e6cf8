"""Time of annotating a form, beside openpyxl at the same work.

    python benchmarks/annotate.py [WORKBOOK] [REPEATS]

Of perfscore are measured
  small     open, one value, one fill, one comment and one sheet of three cells, save: the edits of the comparison
            that the patcher was chosen by;
  patch     open, every change of the annotated copy (fills, comments, formulas, two formatted result sheets), save;
  write     the same with working out the formulas and the words of the sheets: everything that `annotate` does once
            the audit's report is at hand;
  whole     `annotate`, audit included.
Each stands beside two jobs of openpyxl:
  load+save openpyxl loads the workbook and saves it, without changing anything;
  same      openpyxl loads it, makes the same changes (values, fills, comments, formats, both sheets with their
            looks, widths, merges, choices and links) and saves. Its styles are made once for each look.
openpyxl marks nothing, checks nothing, keeps no way back and loses what it does not know; that is not counted.
All jobs take turns in one process, with everything imported and used once before, and each run writes a file of its
own. A figure is the least of the runs; the ratio in brackets is that of the medians.
"""

from __future__ import annotations

import sys
import tempfile
import time
from copy import copy
from itertools import count
from pathlib import Path
from statistics import median

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from perfscore.audit import audit, audit_documents
from perfscore.ooxml import patch
from perfscore.ooxml.patch import SheetCell
from perfscore.report.style import Style
from perfscore.rulesets import load_ruleset
from perfscore.services import annotate as service
from perfscore.services.workbooks import live
from perfscore.services.workbooks.source import unmarked

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT / "samples" / "hengyang-2023" / "自评表.xlsx"
LINE = Side(style="thin", color="FFBFBFBF")


class Recorder:
    """Stands in for a book and remembers what was asked of it."""

    def __init__(self, book):
        self.book, self.calls = book, []

    def __getattr__(self, name):
        thing = getattr(self.book, name)
        if not callable(thing):
            return thing

        def call(*arguments):
            self.calls.append((name, arguments))
            return thing(*arguments)

        return call


class OpenpyxlBook:
    """The changes of a book, made by openpyxl."""

    def __init__(self, source):
        self.book = openpyxl.load_workbook(source)
        self.styles = {}

    def set_value(self, sheet, cell, value):
        """A constant."""
        self.book[sheet][cell] = value

    def set_formula(self, sheet, cell, formula, _cached):
        """A formula; openpyxl writes no result."""
        self.book[sheet][cell] = "=" + formula.removeprefix("=")

    def set_fill(self, sheet, cell, argb):
        """A background."""
        self.book[sheet][cell].fill = self.made(argb, lambda: PatternFill("solid", fgColor=argb))

    def copy_format(self, sheet, source, target):
        """The whole format of another cell."""
        one, other = self.book[sheet][source], self.book[sheet][target]
        other._style = copy(one._style)  # noqa: SLF001 - as its documentation advises for speed

    def add_comment(self, sheet, cell, author, text):
        """A comment."""
        self.book[sheet][cell].comment = Comment(text, author)

    def set_width(self, sheet, column, width):
        """The width of a column."""
        self.book[sheet].column_dimensions[column].width = width

    def extend_print_area(self, *_):
        """Nothing that would cost time."""

    def add_sheet(self, name, rows, spec=None):
        """A sheet with its looks."""
        sheet = self.book.create_sheet(name)
        for number, cells in enumerate(rows, 1):
            for column, given in enumerate(cells, 1):
                self.cell(sheet.cell(number, column), given if isinstance(given, SheetCell) else SheetCell(given))
        if spec is None:
            return
        for column, width in spec.widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = width
        for column in spec.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        for row, height in spec.heights.items():
            sheet.row_dimensions[row].height = height
        for merge in spec.merges:
            sheet.merge_cells(merge)
        for column, words in spec.choices.items():
            choice = DataValidation("list", formula1='"' + ",".join(words) + '"')
            letters = get_column_letter(column)
            choice.add(f"{letters}{spec.header_rows + 1}:{letters}{spec.header_rows + spec.choice_rows}")
            sheet.add_data_validation(choice)
        sheet.freeze_panes = f"A{spec.header_rows + 1}"
        sheet.print_title_rows = f"1:{max(spec.header_rows, 1)}"
        if spec.filter_row:
            sheet.auto_filter.ref = f"A{spec.filter_row}:{get_column_letter(sheet.max_column)}{sheet.max_row}"

    def cell(self, cell, given):
        """One cell of an added sheet."""
        look = given.look
        cell.value = given.value if given.formula is None else "=" + given.formula.removeprefix("=")
        if given.link is not None:
            cell.hyperlink = f"#'{given.link[0]}'!{given.link[1]}"
        font, fill, border, alignment = self.made(look, lambda: styled(look))
        cell.font, cell.alignment = font, alignment
        if look.fill:
            cell.fill = fill
        if look.border:
            cell.border = border
        if look.number_format:
            cell.number_format = look.number_format

    def made(self, key, make):
        """A style that is made once."""
        if key not in self.styles:
            self.styles[key] = make()
        return self.styles[key]

    def save(self, path):
        """The copy."""
        self.book.save(path)


def styled(look):
    """The four styles of openpyxl that a look consists of."""
    return (
        Font(
            bold=look.bold, size=look.size or 11, color=look.color, underline="single" if look.underline else None
        ),
        PatternFill("solid", fgColor=look.fill) if look.fill else None,
        Border(LINE, LINE, LINE, LINE) if look.border else None,
        Alignment(look.align, look.vertical, wrap_text=look.wrap),
    )


def small(book, target, sheet):
    """The few edits that libraries were compared by."""
    book.set_value(sheet, "AA1", "1")
    book.set_fill(sheet, "A1", "FFFFC7CE")
    book.add_comment(sheet, "A1", "perfscore", "批注")
    book.add_sheet("审核结果", [["序号", "问题", "改法"]])
    book.save(target)


def written(wanted, document, target):
    """The annotated copy, with no formula known from an earlier run."""
    live._followed.cache_clear()  # noqa: SLF001 - each run is to be like the first
    service._write(wanted, unmarked(document, Style()), target, redrawn=False)  # noqa: SLF001


def replay(book, target, calls):
    """Every change of an annotated copy."""
    for name, arguments in calls:
        getattr(book, name)(*arguments)
    book.save(target)


def timed(jobs, repeats):
    """The times of each job in milliseconds; the jobs take turns, after one round that is not counted."""
    times = {name: [] for name in jobs}
    for turn in range(repeats + 1):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            if turn:
                times[name].append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    source = sys.argv[1] if len(sys.argv) > 1 else str(DEFAULT)
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    report, (document,) = audit_documents(source)
    rules = [load_ruleset(form.ruleset) for form in report.forms]
    wanted = service._Wanted(report, rules, Style(), sheet_only=False, colours=True)  # noqa: SLF001 - the part to time
    recorder = Recorder(patch.open(source, reversible=True))
    service._Annotator(wanted, unmarked(document, Style()), recorder).run()  # noqa: SLF001
    sheet, calls = report.forms[0].at.sheet, recorder.calls
    with tempfile.TemporaryDirectory() as folder:
        fresh = (Path(folder, f"{number}.xlsx") for number in count())
        library = {
            "load+save": lambda: openpyxl.load_workbook(source).save(next(fresh)),
            "same small": lambda: small(OpenpyxlBook(source), next(fresh), sheet),
            "same patch": lambda: replay(OpenpyxlBook(source), next(fresh), calls),
        }
        own = {
            "small": lambda: small(patch.open(source, reversible=True), next(fresh), sheet),
            "patch": lambda: replay(patch.open(source, reversible=True), next(fresh), calls),
            "write": lambda: written(wanted, document, next(fresh)),
            "whole": lambda: service.annotate(source, next(fresh)),
            "audit alone": lambda: audit(source),
        }
        times = timed({**library, **own}, repeats)
    name = Path(source).name
    print(
        f"{name}: {len(report.forms)} forms, {len(report.findings)} findings, {len(calls)} changes, best of {repeats}"
    )
    for job in library:
        print(f"  openpyxl {job:<12} {min(times[job]):7.1f} ms")
    for job in own:
        same = {"small": "same small", "audit alone": "load+save"}.get(job, "same patch")
        besides = "   ".join(f"{other} {ratio(times, other, job)}" for other in dict.fromkeys(["load+save", same]))
        print(f"  perfscore {job:<11} {min(times[job]):7.1f} ms   openpyxl {besides}")


def ratio(times, other, job):
    """How many times longer another job takes: of the least times, and in brackets of the medians."""
    least, middle = (kind(times[other]) / kind(times[job]) for kind in (min, median))
    return f"{least:4.1f} times ({middle:.1f})"


if __name__ == "__main__":
    main()
