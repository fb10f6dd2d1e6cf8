"""Tables of many rows: read in parts from a CSV file or a workbook, and written again part by part."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from perfscore.core.errors import ReadingError
from perfscore.core.records import frozen
from perfscore.services.columns import is_table

if TYPE_CHECKING:
    import pandas as pd

    from perfscore.readers.document import Document, Table

#: Rows that are read, scored and written at once: memory does not grow with the table.
PART = 100_000
#: The header is looked for among so many rows.
_HEAD = 20
#: A sheet of Excel has so many rows, the header included.
SHEET_ROWS = 1_048_576
#: A cell of Excel holds so many characters.
_LONGEST_CELL = 32_767
#: Numbers that Excel keeps as they are; a number that begins with a zero is a code.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,3})?")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BLOCK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@frozen
class Head:
    """Where a table begins.

    Attributes:
        headings: the texts of the header, left to right.
        lines: how many lines, or rows of the sheet, the header and what stands above it take.
        certain: whether the headings are those that scoring needs; else they are those of the first row with several.
        encoding, delimiter: of a file of separated texts; empty for a workbook.
        sheet: the name of the sheet, empty for a file of separated texts.
    """

    headings: tuple[str, ...]
    lines: int
    certain: bool
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


class Source:
    """A file with a table in it, or a workbook with several, which is opened when it is first needed.

    Raises:
        ReadingError: the file cannot be read.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        try:
            with Path(file).open("rb") as stream:
                start = stream.read(1024)
            self.size = Path(file).stat().st_size
        except OSError as error:
            raise ReadingError(file, f"打不开（{error.strerror or error}）（cannot be opened）") from error
        from perfscore.readers.intake import refuse

        refuse(file, start)
        self.is_text = not start.startswith(_WORKBOOKS)
        self._document: Document | None = None
        self._heads: tuple[Head, ...] = ()

    @property
    def heads(self) -> tuple[Head, ...]:
        """The header of each table: the first among the upper rows that holds what is needed, else the first with texts."""
        if not self._heads:
            self._heads = (self._head_of_text(),) if self.is_text else self._heads_of_workbook()
        return self._heads

    @property
    def head(self) -> Head:
        """The header of the first table that has what is needed, else of the first."""
        return next((head for head in self.heads if head.certain), self.heads[0])

    def has_rows(self, many: int) -> bool:
        """Whether its tables have more rows than so many."""
        if not self.is_text:
            certain = [head for head in self.heads if head.certain] or [self.head]
            return sum(len(self._table(head).rows) - head.lines for head in certain) > many
        with Path(self.file).open(encoding=self.head.encoding) as stream:
            return any(number > many + self.head.lines for number, _ in enumerate(stream, 1))

    def parts(self, head: Head | None = None) -> Iterator[pd.DataFrame]:
        """The rows below a header as texts under their numbers in the file, so many at once; empty rows are left out."""
        return self._parts_of_text() if self.is_text else self._parts_of_workbook(head or self.head)

    def uncached(self, head: Head) -> dict[int, frozenset[int]]:
        """The rows with formulas for which the file holds no results: the columns of these, counted from 0."""
        lost: dict[int, set[int]] = {}
        for (row, column), cell in () if self.is_text else self._table(head).cells.items():
            if cell.uncached:
                for covered in range(row, row + cell.merge[0]):
                    lost.setdefault(covered, set()).add(column - 1)
        return {row: frozenset(columns) for row, columns in lost.items()}

    # -- separated texts -----------------------------------------------------------------------------------

    def _head_of_text(self) -> Head:
        encoding = _encoding(self.file)
        rows: list[tuple[int, list[str]]] = []
        with Path(self.file).open(encoding=encoding, newline="") as stream:
            sample = stream.read(1 << 16)
            delimiter = max(",\t;", key=sample.count)
            stream.seek(0)
            reader = csv.reader(stream, delimiter=delimiter)
            try:
                for row in reader:
                    rows.append((reader.line_num, [cell.strip() for cell in row]))
                    if len(rows) >= _HEAD or is_table(rows[-1][1]):
                        break
            except csv.Error as error:
                raise ReadingError(
                    self.file, f"不是逗号或制表符分隔的表（{error}）（no separated text）"
                ) from error
        found = _chosen(rows)
        if found is None:
            raise ReadingError(self.file, "是空的，没有表头（empty, there is no header）")
        return Head(tuple(found[1]), found[0], found[2], encoding, delimiter)

    def _parts_of_text(self) -> Iterator[pd.DataFrame]:
        import pandas as pd

        head = self.head
        try:
            reader = pd.read_csv(
                self.file,
                sep=head.delimiter,
                encoding=head.encoding,
                header=None,
                names=list(range(len(head.headings))),
                index_col=False,
                skiprows=head.lines,
                dtype=str,
                keep_default_na=False,
                chunksize=PART,
                on_bad_lines="error",
                skip_blank_lines=False,  # so that the rows keep their numbers
            )
            with reader:
                for part in reader:
                    part.index += head.lines + 1
                    yield _filled(part)
        except pd.errors.EmptyDataError:
            return
        except (pd.errors.ParserError, UnicodeDecodeError) as error:
            raise ReadingError(
                self.file,
                f"有一行与表头的列数不同，或有读不出的字：{error}（a row has other columns than the header）",
            ) from error

    # -- workbooks -----------------------------------------------------------------------------------------

    def _opened(self) -> Document:
        if self._document is None:
            from perfscore.readers.intake import open_document

            self._document = open_document(self.file)
        return self._document

    def _heads_of_workbook(self) -> tuple[Head, ...]:
        heads = tuple(head for table in self._opened().tables if (head := _head_of(table)) is not None)
        if not heads:
            raise ReadingError(self.file, "没有表头（there is no header）")
        return heads

    def _table(self, head: Head) -> Table:
        return next(table for table in self._opened().tables if table.name == head.sheet)

    def _parts_of_workbook(self, head: Head) -> Iterator[pd.DataFrame]:
        import pandas as pd

        grid = _grid(self._table(head))
        lost = self.uncached(head)
        numbers = [number for number in sorted(grid.keys() | lost.keys()) if number > head.lines]
        for start in range(0, len(numbers), PART):
            some = numbers[start : start + PART]
            rows = [_texts(grid.get(number, {}), len(head.headings)) for number in some]
            part = pd.DataFrame(rows, index=some, dtype=object)
            # A row with nothing but formulas without results is none that is empty.
            yield part[(part != "").any(axis=1) | part.index.isin(list(lost))]


def _encoding(file: str) -> str:
    """UTF-8, UTF-16 or GB18030: the first that reads the whole file."""
    path = Path(file)
    with path.open("rb") as stream:
        start = stream.read(4)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise ReadingError(
        file, "不是 UTF-8 也不是 GBK 编码的文本；请在 Excel 里另存为“CSV UTF-8”（unknown encoding）"
    )


def _chosen(rows: list[tuple[int, list[str]]]) -> tuple[int, list[str], bool] | None:
    """The header among the first rows: where it ends, its texts, whether it is one for certain."""
    for number, row in rows:
        if is_table(row):
            return number, row, True
    several = next(((number, row) for number, row in rows if sum(map(bool, row)) > 1), None)
    first = several or next(((number, row) for number, row in rows if any(row)), None)
    return None if first is None else (*first, False)


def _head_of(table: Table) -> Head | None:
    upper = {number: cells for number, cells in _grid(table, most=_HEAD).items() if cells}
    rows = [(number, _texts(cells, max(cells))) for number, cells in sorted(upper.items())]
    found = _chosen(rows)
    return None if found is None else Head(tuple(found[1]), found[0], found[2], sheet=table.name)


def _grid(table: Table, *, most: int | None = None) -> dict[int, dict[int, str]]:
    """The shown texts by row and column; a merged cell counts for every row that it covers, in its first column."""
    last = None if most is None else table.rows[:most][-1:]
    grid: dict[int, dict[int, str]] = {}
    for (row, column), cell in table.cells.items():
        if cell.shown and (not last or row <= last[0]):
            for covered in range(row, row + cell.merge[0]):
                grid.setdefault(covered, {})[column] = cell.shown.strip()
    return grid


def _texts(cells: dict[int, str], width: int) -> list[str]:
    return [cells.get(column, "") for column in range(1, width + 1)]


def _filled(part: pd.DataFrame) -> pd.DataFrame:
    """The rows that hold anything."""
    return part[(part != "").any(axis=1)]


# -- writing -----------------------------------------------------------------------------------------------


def csv_text(part: pd.DataFrame, *, header: bool) -> str:
    """Rows as CSV; what a spreadsheet would run as a formula is led by an apostrophe."""
    from perfscore.report.sheets import safe

    made = part.copy(deep=False)
    for place in range(len(part.columns)):
        column = part.iloc[:, place]
        texts = (text for text in column.unique().tolist() if isinstance(text, str))
        if strange := {text: own for text in texts if (own := safe(text)) != text}:
            made.isetitem(place, column.map(lambda text, own=strange: own.get(text, text)).to_numpy())
    made.columns = [safe(str(heading)) for heading in part.columns]
    return made.to_csv(index=False, header=header, lineterminator="\r\n")


class CsvWriter:
    """Writes parts as UTF-8 with a mark, so that Excel opens it as such."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._begun = False

    def write(self, part: pd.DataFrame) -> None:
        """Write rows, and the header before the first."""
        encoding = "utf-8" if self._begun else "utf-8-sig"
        self._stream.write(csv_text(part, header=not self._begun).encode(encoding))
        self._begun = True

    def close(self) -> None:
        """Nothing is left to write."""


class WorkbookWriter:
    """Writes parts into a workbook row by row; what one sheet cannot hold goes on on the next.

    Args:
        stream: where to.
        numeric: the columns whose numbers are written as numbers; all else stays the text that it was.
        digits: the decimals of the scores.
        most: the rows of a sheet, the header included.
    """

    def __init__(
        self, stream: IO[bytes], numeric: frozenset[int], *, digits: int = 2, most: int = SHEET_ROWS
    ) -> None:
        import xlsxwriter

        from perfscore import __version__

        self._book: Any = xlsxwriter.Workbook(
            stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"author": f"perfscore {__version__}"})
        look = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        self._bold = self._book.add_format(look)
        self._score = self._book.add_format({"num_format": f"0.{'0' * digits}" if digits else "0"})
        self._numeric = numeric
        self._most = most
        self._sheets = 0
        self._row = most
        self._sheet: Any = None
        self._wide: list[int] = []

    def write(self, part: pd.DataFrame) -> None:
        """Write rows; a new sheet begins with the header."""
        headings = [str(one) for one in part.columns]
        if not self._wide:
            self._wide = [
                _wide(heading, part.iloc[:200, place].tolist()) for place, heading in enumerate(headings)
            ]
        for values in part.itertuples(index=False, name=None):
            if self._row >= self._most:
                self._begin(headings)
            for place, value in enumerate(values):
                if isinstance(value, Decimal):
                    self._sheet.write_number(self._row, place, value, self._score)
                elif place in self._numeric and _NUMBER.fullmatch(value):
                    self._sheet.write_number(self._row, place, float(value))
                elif value:
                    self._sheet.write_string(self._row, place, value[:_LONGEST_CELL])
            self._row += 1

    def _begin(self, headings: list[str]) -> None:
        self._end()
        self._sheets += 1
        self._sheet = self._book.add_worksheet("得分" if self._sheets == 1 else f"得分{self._sheets}")
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        for place, heading in enumerate(headings):
            self._sheet.set_column(place, place, self._wide[place])
            self._sheet.write_string(0, place, heading, self._bold)
        self._row = 1

    def _end(self) -> None:
        if self._sheet is not None:
            self._sheet.autofilter(0, 0, self._row - 1, len(self._wide) - 1)

    def close(self) -> None:
        """Finish the workbook."""
        if self._sheet is None:
            self._book.add_worksheet("得分")
        self._end()
        self._book.close()


def _wide(heading: str, values: Iterable[Any]) -> int:
    """How wide a column is: as its first texts need, within reason."""
    from perfscore.report.layout import width

    most = max((width(str(value)) for value in values if value is not None), default=0)
    return min(max(most + 2, width(heading) + 4, 8), 44)
