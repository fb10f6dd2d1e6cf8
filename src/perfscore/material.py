"""What the files of a run hold: each is opened, its forms and tables lifted, and the rest kept that checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from functools import partial
from itertools import chain

from perfscore.checks.subjects import Crash, InputFile
from perfscore.core.errors import ReadingError
from perfscore.core.isolation import attempt
from perfscore.core.location import Location
from perfscore.core.persons import Found, found_in_rows
from perfscore.core.records import frozen, mutable
from perfscore.core.sourced import Unreadable
from perfscore.forms import Match, NearMiss, Recognition, left_over, survey
from perfscore.forms.budget import BudgetMatch
from perfscore.forms.budget.procured import procured_in
from perfscore.forms.budget.titles import titles_in
from perfscore.forms.marks import internal_marks
from perfscore.forms.prose import prose_of
from perfscore.forms.told import told_in
from perfscore.model import BudgetTable, Form
from perfscore.outcome import InputRecord
from perfscore.readers.document import Document
from perfscore.readers.intake import open_document
from perfscore.readers.memory import Memory
from perfscore.readers.reviewed import reviewed

#: So many cells of a budget table that were not understood are named.
_SHOWN_CELLS = 5


@frozen
class Material:
    """One file: what the checks of inputs look at, and its forms."""

    checked: InputFile
    record: InputRecord
    forms: tuple[Form, ...] = ()
    budget_tables: tuple[BudgetTable, ...] = ()
    document: Document | None = None
    hints: tuple[str, ...] = ()
    persons: Found = field(default_factory=Found)


def read_materials(sources: Iterable[str | Memory], *, keep: bool) -> list[Material]:
    """Open every file and lift its forms; without `keep` the documents are let go."""
    named = {one.file if isinstance(one, Memory) else one: one for one in sources}
    read = map(read_material, named.values())
    return [item if keep else replace(item, document=None) for item in read]


def read_material(source: str | Memory) -> Material:
    """Open a file and lift its forms; one that cannot be read is recorded with the reason."""
    try:
        document = open_document(source)
    except ReadingError as error:
        file = source.file if isinstance(source, Memory) else source
        return Material(InputFile(file, error=error), InputRecord(file, None, None, "unreadable", error.reason))
    return _lifted(document)


@mutable
class _Failures:
    """Steps before the checks that failed: each is told and left, the rest goes on."""

    file: str
    crashes: list[Crash] = field(default_factory=list)

    def of(self, step: str, at: Location | None = None) -> Callable[[str], None]:
        """What to do when a step fails."""

        def record(error: str) -> None:
            self.crashes.append(Crash(step, at or Location(self.file), error, step=True))

        return record


def _lifted(document: Document) -> Material:
    """What a document holds; a table, a form or a sheet of remarks that fails costs nothing else."""
    failures = _Failures(document.file)
    seen = attempt(partial(survey, document), lambda _: _by_table(document, failures))
    extracted = [attempt(match.extract, failures.of("读入表格", match.at)) for match in seen.matches]
    forms = tuple(form for form in extracted if form is not None)
    found = attempt(seen.budget_tables, failures.of("识别预算表")) or ()
    budgets = [attempt(match.extract, failures.of("读入预算表", match.at)) for match in found]
    tables = tuple(table for table in budgets if table is not None)
    left = attempt(partial(reviewed, document), failures.of("读取处理意见"))
    hidden = frozenset(
        cell.at for table in document.tables for cell in table.cells.values() if cell.hidden and cell.shown
    )
    prose = attempt(partial(prose_of, document), failures.of("读取正文")) or ()
    told = attempt(partial(told_in, prose), failures.of("读取正文"))
    item = InputFile(
        document.file,
        forms=len(forms),
        lifted=forms,
        told=told or (),
        books=tables,
        titles=titles_in(document) if tables else frozenset(),
        procured=tuple(procured_in(document)) if tables else (),
        near_misses=left_over(seen.near_misses, found),
        crashes=tuple(failures.crashes),
        waivers=left.waivers if left is not None else (),
        hidden=hidden,
        internal=attempt(partial(internal_marks, document), lambda _: ()),
        sheets=tuple(
            table for table in document.tables if any(cell.formula is not None for cell in table.cells.values())
        ),
        prose=prose,
    )
    persons = attempt(partial(_persons, document), lambda _: Found())
    hints = (*_hints(document), *(hint for table in tables for hint in _unread_cells(table)))
    record = InputRecord(document.file, document.sha256, document.kind, "read")
    return Material(item, record, forms, tables, document, hints, persons)


def _hints(document: Document) -> tuple[str, ...]:
    """What a user should know of the reading of a whole file or sheet; what concerns one cell stands elsewhere."""
    whole = (note for note in document.notes if note[0].cell is None and note[0].line is None)
    return tuple(f"{at}：{words}" for at, words in whole)


def _unread_cells(table: BudgetTable) -> Iterator[str]:
    """The cells of a budget table that were not understood or belong to none of its columns, in one line."""
    read = (
        cell for side in table.sides for row in side.rows for cell in (row.code, *row.amounts) if cell is not None
    )
    strange = [
        (cell.at, f"“{cell.raw}”{cell.value.reason}") for cell in read if isinstance(cell.value, Unreadable)
    ]
    strange += [(at, reason) for at, reason in table.unplaced]
    if strange:
        shown = "；".join(f"{at.place} {words}" for at, words in strange[:_SHOWN_CELLS])
        more = f"等 {len(strange)} 处" if len(strange) > _SHOWN_CELLS else ""
        yield f"{table.at}：预算表里有没有读入的内容：{shown}{more}"


def _persons(document: Document) -> Found:
    """Who is named in a document, behind a label or in the cell beside one."""
    rows = ([cell.shown for _, cell in anchors if cell.shown] for table in document.tables for _, anchors in table)
    captions = ([cell.shown] for table in document.tables for cell in (*table.caption, *table.below))
    return found_in_rows(chain(rows, captions))


def _by_table(document: Document, failures: _Failures) -> Recognition:
    """The forms of a document of which some table cannot be looked at."""
    matches: list[Match] = []
    misses: list[NearMiss] = []
    finders: list[Callable[[], tuple[BudgetMatch, ...]]] = []
    for table in document.tables:
        alone = replace(document, tables=(table,))
        at = Location(document.file, table.name or None)
        seen = attempt(partial(survey, alone), failures.of("识别表格", at))
        if seen is not None:
            matches += seen.matches
            misses += seen.near_misses
            finders.append(seen.budget_tables)
    return Recognition(
        tuple(matches), tuple(misses), lambda: tuple(chain.from_iterable(find() for find in finders))
    )
