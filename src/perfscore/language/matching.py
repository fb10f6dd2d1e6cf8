"""A construction matched at a place of a text, by its name or by what it stands for."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pyparsing as pp

from perfscore.language.clauses import CONSTRUCTIONS

_END = pp.Empty().set_parse_action(lambda _s, place, _t: place)


def _compiled(element: pp.ParserElement) -> pp.ParserElement:
    return (element + _END).leave_whitespace()


_GRAMMARS: dict[str, pp.ParserElement] = {c.name: _compiled(c.grammar) for c in CONSTRUCTIONS}
#: What stands for the same thing is read by one name, the first that reads.
_GRAMMARS |= {
    role: _compiled(reduce(or_, [c.grammar for c in CONSTRUCTIONS if c.role == role]))
    for role in ("amount", "filler", "note")
}
CONDITIONS = tuple(c.name for c in CONSTRUCTIONS if c.role == "condition")
_BEHIND = ("counter", "every", "bare", "prorata", "formula", "amount")
_ALONE = ("every", "gated", "formula", "entered", "prorata", "product")
_NEW = tuple(c.name for c in CONSTRUCTIONS if c.role == "outcome" and c.name not in _BEHIND + _ALONE)
#: Outcomes behind a condition, and without one; what is most easily taken for another comes last.
BEHIND, ALONE = _BEHIND + _NEW, _ALONE + _NEW


def read_at(name: str, text: str, place: int) -> tuple[list[object], int] | None:
    """Match a construction at a place: its tokens and where it ends."""
    try:
        tokens = _GRAMMARS[name].parse_string(text[place:]).as_list()
    except (pp.ParseException, RecursionError):
        return None
    return tokens[:-1], place + tokens[-1]
