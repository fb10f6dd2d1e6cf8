"""Rules of one shape, their numbers in columns, and the one pass that computes the scores of all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfscore.language.grid import Segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Shape:
    """Segments of the same forms in the same order; each rule is a column of numbers.

    Args:
        name: the forms, a letter each: `cclc`.
        number: the number of the shape.
    """

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number
        self._columns: list[tuple[Segment, ...]] = []
        self._built: tuple[list[Any], Any, dict[int, list[Any]]] | None = None

    def __len__(self) -> int:
        return len(self._columns)

    def add(self, known: tuple[Segment, ...]) -> int:
        """A further rule; returns the place of its column."""
        self._columns.append(known)
        self._built = None
        return len(self._columns) - 1

    def _numbers(self) -> tuple[list[Any], Any, dict[int, list[Any]]]:
        """Where the segments begin, what stands on them, and the numbers of their sums; of one rule alone, plain numbers."""
        import numpy as np

        if self._built is None:
            turned = list(zip(*self._columns, strict=True))
            starts = [np.array([one.start for one in segment], dtype=np.int64) for segment in turned[1:]]
            constants = np.array(
                [[one.numbers[0] for one in segment] if self.name[n] == "c" else [0] * len(segment) for n, segment in enumerate(turned)],
                dtype=np.int64,
            )  # fmt: skip
            sums = {
                n: [
                    np.array(numbers, dtype=np.int64)
                    for numbers in zip(*(one.numbers for one in segment), strict=True)
                ]
                for n, segment in enumerate(turned)
                if self.name[n] != "c"
            }
            self._built = (starts, constants, sums)
        return self._built

    def scores(self, number: Ints, column: Any) -> Ints:
        """The scores of rows of this shape.

        Args:
            number: the actuals in millionths.
            column: the column of each row's rule, or the one of all.
        """
        import numpy as np

        starts, constants, sums = self._numbers()
        if len(self.name) == 1:
            return self._sum(0, number, column) if sums else np.broadcast_to(constants[0][column], number.shape)
        place = (number >= starts[0][column]).view(np.int8)
        for start in starts[1:]:
            place = place + (number >= start[column]).view(np.int8)
        if len(sums) == len(self.name):
            out = np.empty(len(number), dtype=np.int64)
        elif isinstance(column, int):
            out = constants[:, column][place]
        else:
            out = constants.ravel()[place * np.int64(len(self)) + column]
        for n in sums:
            if self.name[n] == "q":  # elsewhere its divisor may be zero
                rows = np.flatnonzero(place == n)
                out[rows] = self._sum(n, number[rows], column if isinstance(column, int) else column[rows])
            else:
                np.copyto(out, self._sum(n, number, column), where=place == n)
        return out

    def _sum(self, n: int, number: Ints, column: Any) -> Ints:
        numbers = [one[column] for one in self._numbers()[2][n]]
        match self.name[n]:
            case "l":
                a, b, d = numbers
                return _line(number, a, b, d)
            case "q":
                a, b, c, d = numbers
                return (number * a + b) // (number * c + d)  # type: ignore[no-any-return]
            case _:
                a, b, d, p, q, r = numbers
                return _line(_line(number, a, b, d), p, q, r)


def _line(number: Ints, a: Any, b: Any, d: Any) -> Ints:
    """⌊(a·m + b) / d⌋."""
    top: Ints = number * a
    top += b
    top //= d
    return top
