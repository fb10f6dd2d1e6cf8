"""Which values of a form were changed between two rounds: its head, its money, targets, actuals, points, scores, rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final

from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.formrows import FormRow
from perfscore.services.rounds.dossier import Dossier, Record
from perfscore.services.rounds.findings import location
from perfscore.services.rounds.matching import near
from perfscore.services.rounds.records import RowRound, same

#: What is compared of each kind of row: the field of the document and what it is called.
_FIELDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "indicator": (
        ("target", "target"),
        ("actual", "actual"),
        ("points", "points"),
        ("recorded", "recorded"),
        ("rule", "rule"),
    ),
    "execution": (("target", "planned"), ("actual", "spent"), ("points", "points"), ("recorded", "recorded")),
    "section": (("points", "points"), ("recorded", "recorded")),
    "total": (("points", "points"), ("recorded", "recorded")),
    "target": (("target", "target"), ("points", "points"), ("rule", "rule")),
}
#: An indicator that was added or removed is told with these.
_TOLD: Final = ("target", "actual", "points", "recorded")
_HEAD: Final = ("unit", "project", "year", "title")


@frozen
class Rows:
    """The changes of a form, and which of its indicators have another name now."""

    changes: tuple[RowRound, ...]
    renamed: Mapping[str, str]


def changed_rows(old: Dossier, old_form: int, new: Dossier, new_form: int) -> Rows:
    """What is not as it was on a form of two dossiers."""
    before, after = old.scores(old_form), new.scores(new_form)
    pairs, gone, come = _paired(before, after)
    changes = [*_head(old.form(old_form), new.form(new_form))]
    if not any(one["kind"] == "execution" for one in (*before, *after)):
        changes += _money(old.rows[old_form], new.rows[new_form])
    renamed = {}
    for one, other in pairs:
        if one["indicator"] != other["indicator"] and squash(one["indicator"]) != squash(other["indicator"]):
            if one["indicator"] and other["indicator"]:
                renamed[one["indicator"]] = other["indicator"]
            changes.append(_change(one, other, "name", one["indicator"], other["indicator"]))
        for key, field in _FIELDS[one["kind"]]:
            if not same(one.get(key), other.get(key)):
                changes.append(_change(one, other, field, _text(one.get(key)), _text(other.get(key))))
    changes += [
        RowRound("added", row["kind"], _name(row), values=_told(row), new_at=location(row["at"])) for row in come
    ]
    changes += [
        RowRound("removed", row["kind"], _name(row), values=_told(row), old_at=location(row["at"])) for row in gone
    ]
    return Rows(tuple(changes), renamed)


def _paired(
    old: Sequence[Record], new: Sequence[Record]
) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Rows that are one, and those of either round alone."""
    pairs: list[tuple[Record, Record]] = []
    left, rest = list(old), list(new)
    for key in (_whole, _by_name):
        pairs += _take(left, rest, key)
    pairs += _renamed(left, rest)
    places = {id(row): place for place, row in enumerate(new)}
    pairs.sort(key=lambda pair: places[id(pair[1])])
    return pairs, [row for row in left if _counts(row)], [row for row in rest if _counts(row)]


def _whole(row: Record) -> Hashable:
    kind = row["kind"]
    if kind in ("execution", "total"):
        return (kind,)
    return (kind, squash(row["l1"]), squash(row["l2"]), squash(row["indicator"]))


def _by_name(row: Record) -> Hashable:
    return (row["kind"], squash(row["indicator"])) if row["indicator"] else None


def _take(
    left: list[Record], rest: list[Record], key: Callable[[Record], Hashable]
) -> list[tuple[Record, Record]]:
    """Pair rows with the same key in their order, and take them off."""
    index: dict[Hashable, list[Record]] = {}
    for row in left:
        if (found := key(row)) is not None:
            index.setdefault(found, []).append(row)
    pairs = []
    for row in rest:
        found = key(row)
        if found is not None and index.get(found):
            pairs.append((index[found].pop(0), row))
    _off(left, rest, pairs)
    return pairs


def _renamed(left: list[Record], rest: list[Record]) -> list[tuple[Record, Record]]:
    """Rows of which only the name was changed or filled in, or hardly the name: those of one level in their order."""
    pairs = []
    taken: set[int] = set()
    for row in left:
        for other in rest:
            if id(other) in taken or row["kind"] != other["kind"]:
                continue
            if (squash(row["l1"]), squash(row["l2"])) != (squash(other["l1"]), squash(other["l2"])):
                continue
            if near(squash(row["indicator"]), squash(other["indicator"])) or _only_the_name(row, other):
                taken.add(id(other))
                pairs.append((row, other))
                break
    _off(left, rest, pairs)
    return pairs


def _only_the_name(row: Record, other: Record) -> bool:
    """Whether all the values of two rows are the same, and there are some."""
    keys = [key for key, _ in _FIELDS[row["kind"]]]
    return any(row.get(key) for key in ("target", "actual")) and all(
        same(row.get(key), other.get(key)) for key in keys
    )


def _off(left: list[Record], rest: list[Record], pairs: Sequence[tuple[Record, Record]]) -> None:
    ours, theirs = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    left[:] = [row for row in left if id(row) not in ours]
    rest[:] = [row for row in rest if id(row) not in theirs]


def _counts(row: Record) -> bool:
    """Whether a row is something to be told: an indicator, or a sum that states something."""
    return row["kind"] in ("indicator", "target") or bool(row.get("recorded"))


def _text(text: str | None) -> str:
    return text or ""


def _name(row: Record) -> str:
    return str(row["indicator"] or (row["l1"] if row["kind"] == "section" else ""))


def _told(row: Record) -> tuple[tuple[str, str], ...]:
    return tuple((key, row[key]) for key in _TOLD if row.get(key))


def _change(one: Record, other: Record, field: str, old: str, new: str) -> RowRound:
    return RowRound(
        "changed", one["kind"], _name(other), field, old, new, location(one["at"]), location(other["at"])
    )


def _head(old: Record, new: Record) -> Iterator[RowRound]:
    for field in _HEAD:
        texts = old[field], new[field]
        if field == "title" and old["year"] and new["year"]:
            # A title that holds the year is not another one because the year is.
            texts = old[field].replace(old["year"], ""), new[field].replace(new["year"], "")
        if not same(*texts):
            yield RowRound(
                "changed", "form", "", field, old[field], new[field], location(old["at"]), location(new["at"])
            )


def _money(old: FormRow, new: FormRow) -> Iterator[RowRound]:
    """The money of forms that have no row of execution: target sheets, ledgers."""
    for name, field in (("budget", "planned"), ("spent", "spent")):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            was, now = (f"{amount:f} 万元" if amount is not None else "" for amount in (one, other))
            yield RowRound("changed", "form", "", field, was, now)
