"""Reading what stands above and below the tables of a form: title, header fields, goal, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfscore.core.location import Location
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import read_text, tidy
from perfscore.forms.grid import Piece, Row
from perfscore.forms.regions import title_piece
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import Text

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?=年|-20|—20)")
_GROUPS = ("fields", "foot")


def fields_of(rows: Sequence[Row], groups: Sequence[str] = _GROUPS) -> Iterator[tuple[str, Text]]:
    """The header fields of rows: a label and what stands right of it, or `名称：值` in one cell."""
    for row in rows:
        pieces = row.pieces
        for place, piece in enumerate(pieces):
            name = _field_name(piece, groups)
            if name is None:
                yield from _inline(piece, groups)
                continue
            after = pieces[place + 1] if place + 1 < len(pieces) else None
            if after is None or _field_name(after, groups) or (after.text.strip() and _has_inline(after, groups)):
                yield name, Sourced("", "", row.place(piece.last_column + 1))
            else:
                yield name, read_text(after)


def _field_name(piece: Piece, groups: Sequence[str]) -> str | None:
    """The field that a cell names; a value may look like one (负责人), so only labels of the groups count."""
    return next((name for group in groups if (name := piece.named(group))), None)


def _has_inline(piece: Piece, groups: Sequence[str]) -> bool:
    return any(True for _ in _inline(piece, groups))


def _inline(piece: Piece, groups: Sequence[str]) -> Iterator[tuple[str, Text]]:
    if len(piece.text) > 200:
        return
    for (group, name), (start, end) in vocabulary().fields_in(piece.text):
        if group in groups:
            yield name, Sourced(tidy(piece.text[start:end]), piece.text, replace(piece.at, span=(start, end)))


def title_of(row: Row) -> Text:
    """The title as printed, without the heading marks of Markdown."""
    text = read_text(title_piece(row) or row.pieces[0])
    return replace(text, value=text.value.lstrip("#* ").rstrip("*"))


def year_of(rows: Sequence[Row]) -> Text | None:
    """The year printed in the title or in a line around it."""
    for row in rows:
        for piece in row.pieces:
            match = _YEAR.search(piece.text) if len(piece.text) < 60 else None
            if match:
                return Sourced(match[1], piece.text, replace(piece.at, span=match.span(1)))
    return None


@dataclass(frozen=True, slots=True)
class Goal:
    """The overall goal and how far it was reached; None where the form has no such label."""

    expected: Text | None = None
    actual: Text | None = None
    unplaced: tuple[tuple[Location, str], ...] = ()


def goal_of(rows: Sequence[Row]) -> Goal:
    """Read the rows of the goal block: labels side by side with texts below, or a label and its text."""
    if not rows:
        return Goal()
    heads = _goal_heads(rows[0])
    if not heads:
        return Goal()
    places = dict(heads)
    texts: dict[str, list[Piece]] = {name: [] for name in places}
    unplaced: list[tuple[Location, str]] = []
    labels = {id(piece) for piece in rows[0].pieces if piece.label.roles}
    beside = [piece for piece in rows[0].pieces if id(piece) not in labels]
    if len(heads) == 1 or beside:
        _beside(rows[0], places, texts)
    for row in rows[1:]:
        free = [piece for piece in row.pieces if not _is_goal_label(piece)]
        inner = dict(_goal_heads(row))
        if inner and free:
            _beside(row, inner, texts)
            continue
        if inner:
            places |= inner
            texts |= {name: texts.get(name, []) for name in inner}
            continue
        if len(free) == len(places):
            for piece, name in zip(free, sorted(places, key=lambda n: places[n].column), strict=True):
                texts[name].append(piece)
            continue
        for piece in free:
            left = [name for name in places if places[name].column <= piece.column]
            if left:
                texts[max(left, key=lambda n: places[n].column)].append(piece)
            else:
                unplaced.append((piece.at, "总体目标栏内的文字不属于任何一列，未读入"))
    read = {name: _joined(found, rows[0], places[name], below=len(rows) > 1) for name, found in texts.items()}
    return Goal(read.get("goal"), read.get("goal_actual"), tuple(unplaced))


def _goal_heads(row: Row) -> list[tuple[str, Piece]]:
    """The labels of a goal row; a heading over both (年度总体目标 before 预期目标) counts for nothing."""
    heads = [(name, piece) for piece in row.pieces if (name := piece.named("goal")) and name != "process"]
    names = [name for name, _ in heads]
    return [(name, piece) for place, (name, piece) in enumerate(heads) if name not in names[place + 1 :]]


def _is_goal_label(piece: Piece) -> bool:
    return piece.named("goal") is not None


def _beside(row: Row, places: dict[str, Piece], texts: dict[str, list[Piece]]) -> None:
    """Texts that stand right of their label in the same row."""
    for piece in row.pieces:
        if _is_goal_label(piece):
            continue
        left = [name for name in places if places[name].column < piece.column]
        if left:
            name = max(left, key=lambda n: places[n].column)
            texts.setdefault(name, []).append(piece)


def _joined(found: Sequence[Piece], row: Row, label: Piece, *, below: bool) -> Text:
    if not found:
        at = row.place(label.last_column + 1)
        if below:
            at = replace(at, line=at.line + 1, column=label.column) if at.line else at
        return Sourced("", "", at)
    texts = [read_text(piece) for piece in found]
    if len(texts) == 1:
        return texts[0]
    return Sourced("".join(text.value for text in texts), "\n".join(text.raw for text in texts), texts[0].at)
