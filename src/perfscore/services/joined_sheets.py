"""The sheets of a workbook as one table: a first column names the sheet, the others are those of all sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from perfscore.services.column_rows import Role
from perfscore.services.tables import Head

if TYPE_CHECKING:
    import pandas as pd

#: The heading of the column that names the sheet.
SHEET = "工作表"
#: A heading, and which of those of its name it is: two columns of a sheet may have one heading.
_Named = tuple[str, int]


class Joined:
    """The columns of several sheets laid over each other by their headings, in the order in which they come.

    A table that is alone stays as it is.
    """

    def __init__(self, heads: Sequence[Head]) -> None:
        self.several = len(heads) > 1
        self._own = {head.sheet: _numbered(head.headings) for head in heads}
        columns = dict.fromkeys(name for own in self._own.values() for name in own)
        self._place = {name: place for place, name in enumerate(columns, 1)}

    def places(self, head: Head, places: Mapping[Role, int]) -> dict[Role, int]:
        """Where the columns of a sheet that are used stand among those of all."""
        if not self.several:
            return dict(places)
        own = self._own[head.sheet]
        return {role: self._place[own[place]] for role, place in places.items()}

    def part(self, part: pd.DataFrame, head: Head) -> pd.DataFrame:
        """Rows of a sheet under the headings of all; a column that the sheet has not is empty."""
        if not self.several:
            return part
        import pandas as pd

        own = {self._place[name]: n for n, name in enumerate(self._own[head.sheet])}
        made: dict[int, object] = {0: head.sheet}
        for place in self._place.values():
            made[place] = part.iloc[:, own[place]] if place in own else ""
        whole = pd.DataFrame(made, index=part.index, dtype=object)
        whole.columns = [SHEET, *(heading for heading, _ in self._place)]
        return whole


def _numbered(headings: Sequence[str]) -> list[_Named]:
    seen: Counter[str] = Counter()
    made = []
    for heading in headings:
        made.append((heading, seen[heading]))
        seen[heading] += 1
    return made
