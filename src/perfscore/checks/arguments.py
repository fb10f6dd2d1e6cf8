"""What a check of rows is handed, by the names of its parameters, and only when all of it is there.

A check of scope `row` names what it looks at: `(row, target, points, view)`. It runs on the rows where each of these
is whole, so that the need is the argument and the check has nothing left to guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from perfscore.checks import needs
from perfscore.checks.needs import Need
from perfscore.checks.subjects import View
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.language.values import Value
from perfscore.model import Indicator, Number, Valued
from perfscore.rulesets import NameClass
from perfscore.scoring import RowScore


@frozen
class Argument:
    """One thing that a row may have: how it is found, None where the row has none, and the need of the form."""

    find: Callable[[Indicator, View], object | None]
    need: Need | None = None
    #: Only a self-assessment has it; a check that asks for it says nothing of a target sheet.
    assessed: bool = False


def _said(cell: Valued | None) -> Sourced[Value] | None:
    """The cell, where it was read and says something."""
    said = None if cell is None else cell.value
    return cast("Sourced[Value]", cell) if isinstance(said, Value) and said.kind != "empty" else None


def _own_target(row: Indicator, view: View) -> Sourced[Value] | None:
    return None if view.repeats(row) else _said(row.target)


def _number(cell: Number | None) -> Sourced[Figure] | None:
    """The cell, where it holds a number."""
    return cast("Sourced[Figure]", cell) if cell is not None and isinstance(cell.value, Figure) else None


def _name_class(row: Indicator, view: View) -> NameClass | None:
    return view.ruleset.name_class(row.name.value)


def _score(row: Indicator, view: View) -> RowScore | None:
    return view.score_of(row) if view.has_scored(row) else None


#: Where `View.shared` keeps what rows have, by the name of the argument.
_HELD: Final = 1

#: By the name of the parameter. `target` and `actual` are cells that were read and say something (`Sourced[Value]`),
#: `own_target` the target where it is not copied from a target sheet of the run that is judged too,
#: `points` and `recorded` (the score as written) cells with a number (`Sourced[Figure]`), `kind` is the class of the
#: row's name, `score` what the row was recomputed to.
ARGUMENTS: Final[Mapping[str, Argument]] = {
    "row": Argument(lambda row, _: row, needs.ROWS),
    "view": Argument(lambda _, view: view),
    "target": Argument(lambda row, _: _said(row.target), needs.ROW_TARGETS),
    "own_target": Argument(_own_target, needs.ROW_TARGETS),
    "actual": Argument(lambda row, _: _said(row.actual), needs.ACTUALS, assessed=True),
    "points": Argument(lambda row, _: _number(row.points), needs.POINTS),
    "recorded": Argument(lambda row, _: _number(row.score), needs.SCORES, assessed=True),
    "kind": Argument(_name_class),
    "score": Argument(_score, assessed=True),
}


def handed(names: tuple[str, ...], view: View) -> Iterator[tuple[Any, ...]]:
    """The arguments for each row of a form on which all of them are whole, in reading order."""
    columns = [_column(name, view) for name in names]
    lacking = frozenset[int]().union(*(column.lacking for column in columns))
    rows = zip(*(column.found for column in columns), strict=True)
    return (row for place, row in enumerate(rows) if place not in lacking) if lacking else rows


@frozen
class _Column:
    """What each row of a form has of one argument, and the places of the rows that lack it."""

    found: Sequence[Any]
    lacking: frozenset[int] = frozenset()


def _column(name: str, view: View) -> _Column:
    """One argument of all rows of a form; the checks of a run share it, all but the view itself."""
    find = ARGUMENTS[name].find
    if name == "view":
        return _Column([view] * len(view.rows))
    held: dict[str, _Column] = view.shared.setdefault(_HELD, {})
    if name not in held:
        found = [find(row, view) for row in view.rows]
        held[name] = _Column(found, frozenset(place for place, one in enumerate(found) if one is None))
    return held[name]
