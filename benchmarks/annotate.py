"""Time of annotating a form, beside openpyxl's load and save of the same form.

    python benchmarks/annotate.py [WORKBOOK] [REPEATS]

openpyxl only loads and saves; what it would have to add is not counted against it. Of perfscore are measured
  small  open, one value, one fill, one comment and one sheet of three cells, save: the edits of the comparison that
         the patcher was chosen by;
  patch  open, every change of the annotated copy (fills, comments, formulas, two formatted result sheets), save;
  write  the same with working out the formulas and the words of the sheets;
  whole  `annotate`, audit included.
Each figure is the least of several runs, all in one process, with everything imported before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from perfscore.audit import audit, audit_documents
from perfscore.ooxml import patch
from perfscore.report.style import Style
from perfscore.rulesets import load_ruleset
from perfscore.services import annotate as service
from perfscore.services.workbooks.source import opened

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT / "samples" / "hengyang-2023" / "clean" / "自评表.xlsx"


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


def least(action, repeats):
    """The least time of several runs, in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def small(source, target, sheet):
    book = patch.open(source, reversible=True)
    book.set_value(sheet, "AA1", "1")
    book.set_fill(sheet, "A1", "FFC7CE")
    book.add_comment(sheet, "A1", "perfscore", "批注")
    book.add_sheet("审核结果", [["序号", "问题", "改法"]])
    book.save(target)


def replay(source, target, calls):
    book = patch.open(source, reversible=True)
    for name, arguments in calls:
        getattr(book, name)(*arguments)
    book.save(target)


def main() -> None:
    source = sys.argv[1] if len(sys.argv) > 1 else str(DEFAULT)
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    report, (document,) = audit_documents(source)
    rules = [load_ruleset(form.ruleset) for form in report.forms]
    wanted = service._Wanted(report, rules, Style(), sheet_only=False, colours=True)  # noqa: SLF001 - the part to time
    recorder = Recorder(patch.open(source, reversible=True))
    service._Annotator(wanted, opened(source, document), recorder).run()  # noqa: SLF001
    sheet = report.forms[0].at.sheet
    with tempfile.TemporaryDirectory() as folder:
        target, other = Path(folder, "a.xlsx"), Path(folder, "b.xlsx")
        library = least(lambda: openpyxl.load_workbook(source).save(other), repeats)
        measured = {
            "small": lambda: small(source, target, sheet),
            "patch": lambda: replay(source, target, recorder.calls),
            "write": lambda: service._write(wanted, opened(source, document), target, redrawn=False),  # noqa: SLF001
            "whole": lambda: service.annotate(source, target),
            "audit alone": lambda: audit(source),
        }
        print(
            f"{Path(source).name}: {len(report.forms)} forms, {len(report.findings)} findings, best of {repeats}"
        )
        print(f"  openpyxl load and save  {library:8.1f} ms")
        for name, action in measured.items():
            took = least(action, repeats)
            print(f"  {name:<22}  {took:8.1f} ms   openpyxl {library / took:5.1f} times")


if __name__ == "__main__":
    main()
