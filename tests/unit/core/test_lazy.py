"""Patterns that are compiled on first use."""

from __future__ import annotations

import re

import pytest

from perfscore.core.lazy import lazy_pattern


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
