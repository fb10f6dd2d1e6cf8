"""Every sentence of the case files: its canonical text, its scores, or the words that stop the reading."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule

CASES = Path(__file__).parents[2] / "cases" / "rules"


def cases():
    for path in sorted(CASES.glob("*.yml")):
        for n, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield pytest.param(case, id=f"{path.stem}-{n}")


def read(case, text=None):
    return parse_rule(
        text or case["text"], points=case["points"], target=case.get("target"), unit=case.get("unit")
    )


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
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
        got = score.points
        for option, points in probe.get("readings", {}).items():
            given = {reading.points for reading in score.readings if option in reading.name.split("; ")}
            assert [abs(g - Decimal(points)) < Decimal("0.000001") for g in given if g is not None] == [True], (
                probe
            )
        if probe["points"] is None:
            assert got is None, probe
        else:
            assert got is not None, probe
            assert abs(got - Decimal(probe["points"])) < Decimal("0.000001"), probe
