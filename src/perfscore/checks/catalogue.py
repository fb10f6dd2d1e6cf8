"""All checks, in the order of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from perfscore.checks import arithmetic, crossform, reading, rules, scores, structure
from perfscore.checks.register import Check
from perfscore.core.errors import UsageError

#: The modules that declare checks; a new one is one more name here.
FAMILIES = (
    *reading.MODULES,
    *structure.MODULES,
    *arithmetic.MODULES,
    *scores.MODULES,
    *rules.MODULES,
    *crossform.MODULES,
)

_ALL = sorted(
    (member for family in FAMILIES for member in vars(family).values() if isinstance(member, Check)),
    key=lambda one: one.code,
)

CATALOGUE: Mapping[str, Check] = MappingProxyType({one.code: one for one in _ALL})


def find(key: str) -> Check:
    """Return the check with a code, a name or a Chinese title, or with both together as reports print them.

    Raises:
        UsageError: there is none; the message names the nearest.
    """
    wanted = key.strip().lower()
    for one in _ALL:
        names = (one.name, one.title_zh)
        if wanted in (one.code.lower(), *names, *(f"{one.code}[{name}]".lower() for name in names)):
            return one
    near = [one.tag for one in _ALL if one.code.lower().startswith(wanted[:4])] or [one.tag for one in _ALL]
    raise UsageError(f"没有检查项 {key!r}。相近的有：{'、'.join(near[:8])}；全部见 perfscore explain --all")


def select(chosen: tuple[str, ...], ignored: tuple[str, ...]) -> tuple[Check, ...]:
    """The checks that a run uses: all or the chosen ones, without the ignored; codes, names or code prefixes.

    Raises:
        UsageError: a word names no check.
    """

    def codes(words: tuple[str, ...]) -> set[str]:
        picked: set[str] = set()
        for word in words:
            family = {one.code for one in _ALL if one.code.startswith(word.upper())}
            picked |= family or {find(word).code}
        return picked

    wanted = codes(chosen) if chosen else set(CATALOGUE)
    return tuple(one for one in _ALL if one.code in wanted - codes(ignored))
