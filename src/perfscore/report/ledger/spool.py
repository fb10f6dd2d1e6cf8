"""Rows that wait on the disk until their sheet is written, as they came or in an order of their own."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import IO, Any, Final

from perfscore.report.ledger.tables import Named, Value

Row = Sequence[Value | Named]

#: So many rows are sorted at a time; what is held does not grow with the number of rows.
RUN: Final = 1_000


class Spool:
    """Rows in the order in which they came.

    Args:
        file: an empty file for reading and writing.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def put(self, row: Row) -> None:
        """Add a row."""
        self._file.write(_line([_told(value) for value in row]))

    def __iter__(self) -> Iterator[list[Value | Named]]:
        self._file.seek(0)
        for line in self._file:
            yield [_value(value) for value in json.loads(line)]


class SortedSpool:
    """Rows by keys; where keys are equal, as they came.

    Sorted runs lie one behind the other in the file and are merged when they are read.

    Args:
        file: an empty file for reading and writing.
        run: how many rows are sorted at a time.
    """

    def __init__(self, file: IO[bytes], run: int = RUN) -> None:
        self._file = file
        self._run = run
        self._held: list[tuple[tuple[int | str, ...], bytes]] = []
        #: Where each run begins, and where the last of them ends.
        self._ends = [0]

    def put(self, key: tuple[int | str, ...], row: Row) -> None:
        """Add a row."""
        self._held.append((key, _line([key, [_told(value) for value in row]])))
        if len(self._held) == self._run:
            self._sort()

    def _sort(self) -> None:
        self._held.sort(key=itemgetter(0))
        self._file.writelines(line for _, line in self._held)
        self._ends.append(self._ends[-1] + sum(len(line) for _, line in self._held))
        self._held.clear()

    def __iter__(self) -> Iterator[tuple[tuple[int | str, ...], list[Value | Named]]]:
        if self._held:
            self._sort()
        runs = (self._of_run(start, end) for start, end in zip(self._ends, self._ends[1:], strict=False))
        for key, told in heapq.merge(*runs, key=itemgetter(0)):
            yield key, [_value(value) for value in told]

    def _of_run(self, start: int, end: int) -> Iterator[tuple[tuple[int | str, ...], list[Any]]]:
        while start < end:
            self._file.seek(start)
            line = self._file.readline()
            start += len(line)
            key, told = json.loads(line)
            yield tuple(key), told


def _line(told: Iterable[object]) -> bytes:
    return json.dumps(told).encode("ascii") + b"\n"


def _told(value: Value | Named) -> object:
    """A value as it waits on the disk: numbers in a list, places with four parts."""
    if isinstance(value, Named):
        return [value.shown, value.file, value.sheet, value.cell]
    return [format(value, "f")] if isinstance(value, Decimal) else value


def _value(told: Any) -> Value | Named:
    if not isinstance(told, list):
        return told  # type: ignore[no-any-return]
    return Decimal(told[0]) if len(told) == 1 else Named(*told)
