"""A construction matched at a place of a text, by its name or by what it stands for."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pyparsing as pp

from perfscore.language.clauses import CONSTRUCTIONS

_END = pp.Empty().set_parse_action(lambda _s, place, _t: place)


def _begins(element: pp.ParserElement) -> list[pp.Regex] | None:
    """The terminals one of which whatever the element reads begins with; None where that cannot be told."""
    match element:
        case pp.Regex():
            return [element]
        case pp.MatchFirst() | pp.Or():
            ways = [_begins(way) for way in element.exprs]
            return None if None in ways else [one for way in ways for one in way or []]
        case pp.And():
            found: list[pp.Regex] = []
            for part in element.exprs:
                begins = _begins(part.expr if isinstance(part, pp.Opt) else part)
                if begins is None:
                    return None
                found += begins
                if not isinstance(part, pp.Opt):
                    return found
            return None
        case pp.TokenConverter():
            return _begins(element.expr)
        case _:
            return None


def _compiled(element: pp.ParserElement) -> pp.ParserElement:
    """The grammar of a construction with its end; no part of it skips blanks, and none is copied to say so."""
    whole = element + _END
    for part in whole.visit_all():  # type: ignore[no-untyped-call]  # the library has none
        part.leave_whitespace(recursive=False)
    return whole


_GRAMMARS: dict[str, pp.ParserElement] = {c.name: _compiled(c.grammar) for c in CONSTRUCTIONS}
#: What stands for the same thing is read by one name, the first that reads.
_GRAMMARS |= {
    role: _compiled(reduce(or_, [c.grammar for c in CONSTRUCTIONS if c.role == role]))
    for role in ("amount", "filler", "note")
}
_BEGINS = {name: _begins(grammar) for name, grammar in _GRAMMARS.items()}
CONDITIONS = tuple(c.name for c in CONSTRUCTIONS if c.role == "condition")
_BEHIND = ("counter", "every", "bare", "prorata", "formula", "amount")
_ALONE = ("every", "gated", "formula", "entered", "prorata", "product")
_NEW = tuple(c.name for c in CONSTRUCTIONS if c.role == "outcome" and c.name not in _BEHIND + _ALONE)
#: Outcomes behind a condition, and without one; what is most easily taken for another comes last.
BEHIND, ALONE = _BEHIND + _NEW, _ALONE + _NEW


def read_at(name: str, text: str, place: int) -> tuple[list[object], int] | None:
    """Match a construction at a place: its tokens and where it ends.

    Most of them begin nowhere near, which their first terminals tell sooner than the grammar.
    """
    ahead = text[place:]
    begins = _BEGINS[name]
    if begins is not None and all(terminal.re_match(ahead, 0) is None for terminal in begins):
        return None
    try:
        tokens = _GRAMMARS[name].parse_string(ahead).as_list()
    except (pp.ParseException, RecursionError):
        return None
    return tokens[:-1], place + tokens[-1]
