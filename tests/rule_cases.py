"""The case files of rules: a sentence with its row, its canonical text, its points at probes, or what stops the reading."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import Rule, parse_rule

CASES = Path(__file__).parent / "cases" / "rules"
_CLOSE = Decimal("0.000001")


def cases(folder: Path = CASES) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of the files of a folder, by its file and its number there."""
    for path in sorted(folder.glob("*.yml")):
        for n, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield f"{path.stem}-{n}", case


def read(case: dict[str, Any], text: str | None = None) -> Rule | Unreadable:
    """The rule of a case on its row."""
    return parse_rule(
        text or case["text"], points=case["points"], target=case.get("target"), unit=case.get("unit")
    )


def check(case: dict[str, Any]) -> None:
    """Hold the language against a case.

    Raises:
        AssertionError: it reads otherwise.
    """
    rule = read(case)
    if "words" in case:
        assert isinstance(rule, Unreadable)
        assert (rule.words, rule.reason) == (case["words"], case["reason"])
        assert rule.settle
        return
    assert not isinstance(rule, Unreadable), (rule.reason, rule.words)
    assert rule.say() == case["say"]
    assert read(case, rule.say()) == rule
    for probe in case.get("scores", ()):
        score = rule.score(probe["actual"])
        for option, points in probe.get("readings", {}).items():
            given = {reading.points for reading in score.readings if option in reading.name.split("; ")}
            assert [_same(one, points) for one in given if one is not None] == [True], probe
        assert (score.points is None) == (probe["points"] is None), probe
        assert score.points is None or _same(score.points, probe["points"]), probe


def _same(points: Decimal, wanted: str) -> bool:
    return abs(points - Decimal(wanted)) < _CLOSE
