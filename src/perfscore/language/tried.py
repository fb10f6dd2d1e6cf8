"""The grammars of the constructions, tried at a place of a text."""

from __future__ import annotations

import pyparsing as pp

from perfscore.language.clauses import CONSTRUCTIONS

_END = pp.Empty().set_parse_action(lambda _s, place, _t: place)


def _compiled(element: pp.ParserElement) -> pp.ParserElement:
    return (element + _END).leave_whitespace()


_GRAMMARS: dict[str, pp.ParserElement] = {c.name: _compiled(c.grammar) for c in CONSTRUCTIONS}


def read_at(name: str, text: str, place: int) -> tuple[list[object], int] | None:
    """Match a grammar at a place: its tokens and where it ends."""
    try:
        tokens = _GRAMMARS[name].parse_string(text[place:]).as_list()
    except (pp.ParseException, RecursionError):
        return None
    return tokens[:-1], place + tokens[-1]
