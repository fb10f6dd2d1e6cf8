"""Patterns that are compiled on first use."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import perfscore
from perfscore.core.lazy import _LazyPattern, lazy_pattern


def test_nothing_is_compiled_before_the_first_use() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.match("x")


def test_it_compiles_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    ours = re.compile

    def counted(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return ours(source, flags)

    monkeypatch.setattr(re, "compile", counted)
    pattern = lazy_pattern(r"一\d")
    assert [bool(pattern.match(text)) for text in ("一1", "二1", "一2")] == [True, False, True]
    assert compiled == [r"一\d"]


def test_it_has_what_a_pattern_has() -> None:
    lazy, plain = lazy_pattern(r"(?P<n>\d+)\s*元", re.IGNORECASE), re.compile(r"(?P<n>\d+)\s*元", re.IGNORECASE)
    text = "10元，20 元"
    assert lazy.sub("x", text) == plain.sub("x", text)
    assert [match["n"] for match in lazy.finditer(text)] == ["10", "20"]
    assert lazy.split(text) == plain.split(text)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (plain.pattern, plain.flags, plain.groups)
    assert lazy.search(text, 3) == plain.search(text, 3) or lazy.search(text, 3)[0] == "20 元"  # type: ignore[index]


def test_a_pattern_waits_for_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    ours = re.compile
    monkeypatch.setattr(re, "compile", lambda source, flags=0: compiled.append(source) or ours(source, flags))
    pattern = lazy_pattern(r"(\d+)(?:元|万)", needs="元|万")
    assert pattern.search("10角") is None
    assert pattern.match("10角", 1) is None
    assert pattern.fullmatch("10角") is None
    assert pattern.sub("", "10角") == "10角"
    assert pattern.findall("10角") == list(pattern.finditer("10角")) == []
    assert pattern.split("10角", maxsplit=1) == ["10角"]
    assert compiled == []
    assert pattern.sub("", "10元3角", count=1) == "3角"
    assert [found[1] for found in map(pattern.search, ("10元", "3角", "2万")) if found] == ["10", "2"]
    assert set(compiled) == {r"(\d+)(?:元|万)"}


def _holds(parsed: Any, needs: list[str]) -> bool:
    """Whether each match of a part of a pattern holds one of these words."""
    literal = ""
    for op, value in [*parsed, (None, None)]:
        if op is sre.LITERAL:
            literal += chr(value)
            continue
        if op is sre.MAX_REPEAT and len(value[2]) == 1 and value[2][0][0] is sre.LITERAL and value[0] > 1:
            literal += chr(value[2][0][1]) * value[0]
        if any(word in literal for word in needs):
            return True
        literal = ""
        if op is sre.SUBPATTERN:
            held = _holds(value[3], needs)
        elif op is sre.BRANCH:
            held = all(_holds(branch, needs) for branch in value[1])
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            held = value[0] > 0 and _holds(value[2], needs)
        elif op is sre.ASSERT:
            held = _holds(value[1], needs)
        elif op is sre.IN:
            held = all(kind is sre.LITERAL and chr(code) in needs for kind, code in value)
        else:
            held = False
        if held:
            return True
    return False


def test_every_match_of_a_pattern_holds_what_it_needs() -> None:
    for module in pkgutil.walk_packages(perfscore.__path__, "perfscore."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [one for one in gc.get_objects() if isinstance(one, _LazyPattern) and one._needs]
    assert len(waiting) > 60
    assert [
        (one._source, one._needs)
        for one in waiting
        if not _holds(_parser.parse(one._source, one._flags), list(one._needs))
    ] == []
