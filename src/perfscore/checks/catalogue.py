"""All checks, in the order of their codes: every module of a family is looked through."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeGuard

from perfscore.checks.register import Check
from perfscore.core.errors import UsageError
from perfscore.core.lazy import lazy_pattern


def _declared() -> Iterator[Check]:
    """The checks of all families; a family is a package, so that the machinery beside them is not looked at."""
    for family in _inside("perfscore.checks"):
        if family.ispkg:
            for module in _inside(family.name):
                yield from filter(_is_check, vars(importlib.import_module(module.name)).values())


def _inside(package: str) -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.iter_modules(importlib.import_module(package).__path__, package + ".")


def _is_check(member: object) -> TypeGuard[Check]:
    return isinstance(member, Check)


#: A check that another module imports is met twice.
_ALL = sorted({id(one): one for one in _declared()}.values(), key=lambda one: one.code)

#: So many are named to somebody who asked for one that is not there.
_NEAREST = 8
_NUMBER = lazy_pattern(r"(?:ps)?([0-9]{1,6})")

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
    found = near(wanted)
    told = f"相近的有：{'、'.join(one.tag for one in found)}；" if found else ""
    raise UsageError(f"没有检查项 {key!r}。{told}全部见 perfscore explain --all")


def near(key: str) -> list[Check]:
    """The checks that somebody may have meant: of the same part of a family, with nearly this name or this number."""
    import difflib

    wanted = key.strip().lower()
    if family := [one for one in _ALL if one.code.lower().startswith(wanted[:4])]:
        return family[:_NEAREST]
    by_name = {name: one for one in _ALL for name in (one.name, one.title_zh)}
    if named := [by_name[name] for name in difflib.get_close_matches(wanted, by_name)]:
        return named
    if (number := _NUMBER.fullmatch(wanted)) is None:
        return []
    nearest = sorted(_ALL, key=lambda one: abs(int(one.code[2:]) - int(number[1])))
    return sorted(nearest[:_NEAREST], key=lambda one: one.code)


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
