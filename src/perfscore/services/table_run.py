"""A table of many rows scored part by part, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from perfscore.core.records import frozen, replace
from perfscore.services.column_cells import column_of
from perfscore.services.column_rows import AGREEMENTS, Outcome, Role, RowScorer, Scored
from perfscore.services.columns import (
    CALLED,
    NEEDED,
    Language,
    counts,
    find_columns,
    load,
    read_columns,
    role_of,
    with_scores,
)
from perfscore.services.joined_sheets import Joined
from perfscore.services.tables import Head, Source

if TYPE_CHECKING:
    import pandas as pd

#: No form has so many rows: what has them is a table, whatever else its headings may stand for.
_MANY = 1000
#: So many rows are shown.
_SHOWN = 10
#: And so many of every kind of trouble.
_OF_A_KIND = 3
#: The shares of the points that scores are counted by: from the upper end down.
SHARES = (100, 90, 80, 60, 0)


@frozen
class Shown:
    """A row as it is shown on a screen; its number is that in the file."""

    number: int
    indicator: str
    actual: str
    points: str
    recorded: str
    score: str
    status: str
    reason: str
    sheet: str = ""


@frozen
class Summary:
    """What was scored.

    Attributes:
        counts: as `score_frame` gives them.
        shares: how many rows have full marks, at least 90 %, 80 %, 60 % of their points, and less.
        first: the first rows.
        problems: the first rows of every kind without a score, and those whose recorded score differs.
        recorded: whether the table records scores.
        sheets: the sheets that were read, where there is more than one in the file; `unread` the others.
    """

    counts: Mapping[str, Any]
    shares: tuple[int, ...]
    first: tuple[Shown, ...]
    problems: tuple[Shown, ...]
    recorded: bool
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def looks_like_table(source: Source) -> bool:
    """Whether a file is a table of rows and no form.

    Headings alone may also be those of a form without a title: then the number of rows tells. A text that has most of
    the headings, and no form, is a table too: what it lacks is then said.
    """
    head = source.head
    if not head.certain and not (source.is_text and _nearly(head.headings)):
        return False
    if source.has_rows(_MANY):
        return True
    from perfscore.forms import recognise
    from perfscore.readers.intake import open_document

    return not recognise(open_document(source.file))


def _nearly(headings: Iterable[str]) -> bool:
    roles = {role_of(heading) for heading in headings if heading}
    return len(roles.intersection(NEEDED)) == len(NEEDED) - 1


def role_called(name: str) -> Role | None:
    """The column that an option names: 评分标准, rule, or any heading that says it."""
    return next((role for role, names in CALLED.items() if name in names), role_of(name))


def run(
    source: Source,
    named: Mapping[Role, str],
    receivers: Iterable[Callable[[pd.DataFrame, Mapping[Role, int]], None]],
    *,
    ruleset: str | PathLike[str] | None = None,
    lang: Language = "zh",
) -> Summary:
    """Score a table part by part, and hand every part to the receivers.

    Of a workbook every sheet is read whose headings fit, one after the other; where there are several, a first column
    names the sheet, and the columns are those of all.

    Raises:
        UsageError: a column is missing.
        ReadingError: the file cannot be read.
    """
    scorer = RowScorer(load(ruleset))
    fitting = [head for head in source.heads if _fits(head, named)] or [source.head]
    joined = Joined(fitting)
    told = _Told()
    wanted = list(receivers)
    # An empty table may lack columns as well: looked at before the rows are.
    recorded = any("score" in find_columns(list(head.headings), dict(named)) for head in fitting)
    for head in fitting:
        uncached = source.uncached(head)
        places: dict[Role, int] = {}
        for part in source.parts(head):
            part.columns = list(head.headings)
            if not places:
                places = find_columns(list(head.headings), dict(named), measures=column_measures(part))
            lost = _without_results(part.index.tolist(), head, places, uncached)
            scored = scorer.score(read_columns(part, places), len(part), lost=lost)
            if recorded and scored.agreement is None:
                scored = _not_compared(scored, len(part))
            own = joined.places(head, places)
            whole = with_scores(joined.part(part, head), scored, lang)
            told.add(whole, scored, own, head.sheet if joined.several else "", recorded=recorded)
            for receive in wanted:
                receive(whole, own)
    read = tuple(head.sheet for head in fitting)
    return Summary(
        counts(scorer),
        tuple(told.shares),
        tuple(told.first),
        tuple(told.problems),
        recorded,
        read if len(source.heads) > 1 else (),
        tuple(head.sheet for head in source.heads if head not in fitting),
    )


def _fits(head: Head, named: Mapping[Role, str]) -> bool:
    """Whether the headings of a sheet have what is needed, with those that are named; two for one are told later."""
    roles = {role for heading in head.headings if heading and (role := role_of(heading)) is not None}
    return set(named.values()) <= set(head.headings) and {*roles, *named} >= set(NEEDED)


def _without_results(
    rows: Sequence[int], head: Head, places: Mapping[Role, int], uncached: Mapping[int, frozenset[int]]
) -> dict[Outcome, list[int]]:
    """The rows that cannot be scored because the file holds formulas without their results, by what is to be told."""
    lost: dict[Outcome, list[int]] = {}
    used = {place: role for role, place in places.items() if role != "score"}
    for n, row in enumerate(rows) if uncached else ():
        columns = sorted(uncached.get(row, frozenset()) & used.keys())
        if columns:
            names = "、".join(head.headings[place] for place in columns)
            english = ", ".join(CALLED[used[place]][1] for place in columns)
            outcome = Outcome(
                "unreadable",
                f"“{names}”是公式，文件里没有保存它的结果：请在 Excel/WPS 中打开并保存后再计分",
                f"a formula without a result ({english}): open the file in a spreadsheet program, save it, score again",
            )
            lost.setdefault(outcome, []).append(n)
    return lost


def _not_compared(scored: Scored, rows: int) -> Scored:
    """Rows of a sheet that records no scores, beside those of one that does."""
    import numpy as np

    return replace(scored, agreement=np.zeros(rows, dtype=np.int8))


def column_measures(part: pd.DataFrame) -> Callable[[int], list[str]]:
    """Some values of the column at a place."""

    def some(place: int) -> list[str]:
        return column_of(part.iloc[:1000, place]).texts[:100]

    return some


class _Told:
    """What is told of a table, gathered part by part."""

    def __init__(self) -> None:
        self.shares = [0] * len(SHARES)
        self.first: list[Shown] = []
        self.problems: list[Shown] = []
        self._kinds: Counter[str] = Counter()
        self._sheet = ""
        self._recorded = False

    def add(
        self, part: pd.DataFrame, scored: Scored, places: Mapping[Role, int], sheet: str, *, recorded: bool
    ) -> None:
        """Count the scores by their share of the points, and keep the first rows."""
        self._sheet, self._recorded = sheet, recorded
        self._count(part, scored, places)
        for row in range(min(_SHOWN - len(self.first), len(part))):
            self.first.append(self._shown(part, row, places))
        self._add_problems(part, scored, places)

    def _add_problems(self, part: pd.DataFrame, scored: Scored, places: Mapping[Role, int]) -> None:
        """The first rows of every kind of trouble, so that the commonest does not crowd the others out."""
        import numpy as np

        rows: list[int] = []
        for status in {one.status for one in scored.outcomes if one.status != "recomputed"}:
            if room := _OF_A_KIND - self._kinds[status]:
                mine = np.array([one.status == status for one in scored.outcomes], dtype=bool)[scored.outcome]
                some = np.flatnonzero(mine)[:room].tolist()
                self._kinds[status] += len(some)
                rows += some
        if scored.agreement is not None and (room := _OF_A_KIND - self._kinds["differs"]):
            some = np.flatnonzero(scored.agreement == AGREEMENTS.index("differs"))[:room].tolist()
            self._kinds["differs"] += len(some)
            rows += some
        self.problems += [self._shown(part, row, places) for row in sorted(rows)]

    def _count(self, part: pd.DataFrame, scored: Scored, places: Mapping[Role, int]) -> None:
        from perfscore.language.rules import read_points

        pairs = Counter(zip(part.iloc[:, places["points"]].tolist(), scored.points.tolist(), strict=True))
        for (points, score), number in pairs.items():
            worth = None if score is None else read_points(str(points))
            if worth:
                share = 100 * score / worth
                self.shares[next(n for n, least in enumerate(SHARES) if share >= least or least == 0)] += number

    def _shown(self, part: pd.DataFrame, row: int, places: Mapping[Role, int]) -> Shown:
        values = part.iloc[row].tolist()

        def text(role: Role) -> str:
            return str(values[places[role]]) if role in places else ""

        added = values[len(part.columns) - (4 if self._recorded else 3) :]
        score = "" if added[0] is None else str(added[0])
        status = added[1] if len(added) < 4 or not added[3] else added[3]
        return Shown(
            int(part.index[row]),
            text("indicator"),
            text("actual"),
            text("points"),
            text("score"),
            score,
            status,
            added[2],
            self._sheet,
        )


__all__ = ["SHARES", "Shown", "Summary", "looks_like_table", "role_called", "run"]
