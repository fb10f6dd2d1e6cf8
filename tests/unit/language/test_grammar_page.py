"""docs/grammar.md is true: each of its examples gives the score, the reading or the refusal that the page tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfscore.core.choices import AXES
from perfscore.core.numbers import plain
from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule
from perfscore.language.values import parse_value

PAGE = (Path(__file__).parents[3] / "docs" / "grammar.md").read_text(encoding="utf-8")
#: What the page says of a screen: 45 lines or so.
SCREENS = 3


def table(heading):
    """The rows of the table below a heading, without its own head."""
    section = PAGE.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def facts(text):
    """An actual, or several facts by name: ①有制度=有、②执行到位=否."""
    return dict(part.split("=", 1) for part in text.split("、")) if "=" in text else text


@pytest.mark.parametrize("row", table("一"), ids=lambda row: row[0])
def test_an_example_scores_as_told(row):
    _, text, (points, _, target), probes = row[0], row[1].strip("`"), row[2].partition("，"), row[3]
    rule = parse_rule(text, points=points, target=target or None)
    assert not isinstance(rule, Unreadable), rule.reason
    for probe in probes.split("；"):
        actual, _, wanted = probe.partition(" → ")
        assert plain(rule.score(facts(actual)).points, 4) == wanted, probe


def test_every_axis_is_listed_with_its_options():
    told = {row[1].strip("`"): (row[0], re.findall(r"`([^`]+)`", row[2])) for row in table("三")}
    assert told == {name: (axis.words[0], list(axis.options)) for name, axis in AXES.items()}


@pytest.mark.parametrize("row", table("四"), ids=lambda row: row[0])
def test_a_refusal_gives_the_reason_that_is_told(row):
    reason, text, told = row[0], row[1].strip("`"), row[2]
    rule = parse_rule(text, points="10", target="≥95%")
    assert isinstance(rule, Unreadable)
    assert rule.reason == told, reason


@pytest.mark.parametrize("row", table("五"), ids=lambda row: row[0])
def test_a_value_is_read_as_told(row):
    value = parse_value(row[1].strip("`"))
    assert value.say() == row[2]


def test_the_page_is_short():
    assert len(PAGE.splitlines()) <= SCREENS * 45
