"""Where the places of a report lie in the drawn tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from perfscore.core.location import Location, cell_name
from perfscore.core.pictures import DrawnCell, DrawnTable

Record = Mapping[str, Any]
#: The cells below a larger merge are not looked up one by one.
_WIDEST_MERGE: Final = 2_000


def located(at: Record) -> Location:
    """A place of a record, with the cell of its line where the record has it."""
    return Location(
        at["file"],
        sheet=at["sheet"],
        cell=at["cell"],
        page=at["page"],
        line=at["line"],
        end_line=at["end_line"],
        column=at.get("column"),
        end_cell=at.get("end_cell"),
    )


class Places:
    """The drawn cells by their places; a cell that something points at gets a name of its own in the page."""

    def __init__(self, tables: Sequence[DrawnTable]) -> None:
        self._cells: dict[tuple[object, ...], tuple[int, DrawnCell]] = {}
        self._sheets: dict[tuple[str, str | None], int] = {}
        self._names: dict[int, str] = {}
        for number, table in enumerate(tables):
            self._sheets.setdefault((table.file, table.sheet), number)
            for cell in table.cells:
                self._add(number, table, cell)

    def _add(self, number: int, table: DrawnTable, cell: DrawnCell) -> None:
        at = cell.at
        if table.layout == "lines":
            for line in range(at.line or cell.row, (at.end_line or at.line or cell.row) + 1):
                self._cells.setdefault((table.file, line, at.column), (number, cell))
                self._cells.setdefault((table.file, line, None), (number, cell))
            return
        self._cells[table.file, table.sheet, at.cell] = number, cell
        if 1 < cell.height * cell.width <= _WIDEST_MERGE:
            for row in range(cell.row, cell.row + cell.height):
                for column in range(cell.column, cell.column + cell.width):
                    self._cells.setdefault((table.file, table.sheet, cell_name(row, column)), (number, cell))

    def find(self, at: Record | None) -> tuple[int, DrawnCell] | None:
        """The table and the cell of a place; of several cells the first. None where nothing is drawn there."""
        if at is None:
            return None
        if at["cell"] is not None:
            return self._cells.get((at["file"], at["sheet"], at["cell"]))
        if at["line"] is None:
            return None
        line = at["file"], at["line"]
        return self._cells.get((*line, at.get("column"))) or self._cells.get((*line, None))

    def table(self, at: Record) -> int | None:
        """The table that a place lies in."""
        found = self.find(at)
        return found[0] if found is not None else self._sheets.get((at["file"], at["sheet"]))

    def name(self, at: Record | None) -> str:
        """The name of the cell of a place in the page; "" where nothing is drawn there."""
        found = self.find(at)
        return "" if found is None else self.name_of(found[1])

    def name_of(self, cell: DrawnCell) -> str:
        """The name of a cell in the page: it is pointed at."""
        return self._names.setdefault(id(cell), f"c{len(self._names) + 1}")

    @property
    def names(self) -> Mapping[int, str]:
        """The names that cells were given, by the identity of the cell."""
        return self._names
