"""Which rooms a call walks through: the floors of the house, and the rooms of the language, as the import contracts list them."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_CONTRACTS = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
_LANGUAGE = "perfscore.language"


def _layers(title: str) -> list[list[str]]:
    layers = next(one["layers"] for one in _CONTRACTS if one["name"].startswith(title))
    return [re.findall(r"\w+", layer) for layer in layers]


def _rooms() -> list[frozenset[str]]:
    """Every room from the top: the modules that stand in it."""
    rooms: list[frozenset[str]] = []
    for floor in _layers("The floors"):
        rooms.append(frozenset(f"perfscore.{name}" for name in floor if name != "language"))
        if "language" in floor:
            rooms += [frozenset(f"{_LANGUAGE}.{name}" for name in room) for room in _layers("The rooms")]
    return [room for room in rooms if room]


ROOMS = _rooms()


def room_of(module: str) -> int | None:
    """The number of the room, from the top, that a module stands in; None for what is not of the house."""
    parts = module.split(".")
    names = {".".join(parts[:2]), ".".join(parts[:3])} if len(parts) > 1 else set()
    return next((n for n, room in enumerate(ROOMS) if names & room), None)


@dataclass
class Walk:
    """What a call was seen to do.

    Attributes:
        entered: the rooms in which code ran.
        upward: calls from a room to one above it, by who called whom.
        texts: how often each function of text took each text, for the functions that were asked about.
    """

    entered: set[int] = field(default_factory=set)
    upward: Counter[tuple[str, str]] = field(default_factory=Counter)
    texts: Counter[tuple[str, str]] = field(default_factory=Counter)


def walk(work: Callable[[], object], *watched: str) -> Walk:
    """Do some work, and look at each call of a function of the house.

    Args:
        work: what is done.
        watched: names of functions whose first argument, a text, is counted.
    """
    found = Walk()
    stack: list[tuple[int | None, str]] = [(None, "")]

    def see(frame: FrameType, event: str, _arg: object) -> None:
        if event == "return" and len(stack) > 1:
            stack.pop()
        if event != "call":
            return
        name, module = frame.f_code.co_qualname, frame.f_globals.get("__name__", "")
        room, (above, caller) = room_of(module), stack[-1]
        if room is None:
            stack.append(stack[-1])
            return
        found.entered.add(room)
        if above is not None and room < above:
            found.upward[caller, f"{module}.{name}"] += 1
        if name in watched:
            found.texts[name, frame.f_locals[frame.f_code.co_varnames[0]]] += 1
        stack.append((room, f"{module}.{name}"))

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found
