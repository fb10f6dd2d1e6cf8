"""A score goes down through the house once: few rooms, no way back up, and no cell that was read is read again."""

from __future__ import annotations

from itertools import islice
from types import FunctionType

import pytest

from builders import indicator, number, text, valued
from perfscore.core.text import squash
from perfscore.language import rules
from perfscore.language.template import read_template
from perfscore.model import Indicator
from perfscore.rulesets import load_ruleset
from perfscore.scoring import stated
from perfscore.scoring.rows import score_indicator
from rooms import ROOMS, room_of, walk
from rule_cases import cases

RULES = load_ruleset("mof-2021")
#: Scoring, the face of the rules, meaning, grammar, values, quantities, text and the core.
MOST_ROOMS = 8


def rows():
    """Rows that state a rule of the case files, each with the actual of one probe; and rows without a rule."""
    for _, case in cases():
        for probe in case.get("scores", ()):
            if isinstance(probe["actual"], str) and probe["actual"]:
                yield row(case.get("target") or "按计划", probe["actual"], case)
                break
    for target, actual in (
        ("≥95%", "92%"),
        ("12月底前", "11月30日"),
        ("≤100万元", "120万元"),
        ("提高5%", "提高3%"),
    ):
        yield row(target, actual, {"points": 10})


def row(target: str, actual: str, case: dict) -> Indicator:
    unit = case.get("unit") or None
    made = indicator(target=target, actual=actual, points=str(case["points"]), score="1")
    cells = {
        "target": valued(target, unit=unit),
        "actual": valued(actual, "actual", unit),
        "points": number(str(case["points"])),
        "rule": text(case["text"]) if "text" in case else None,
        "unit": text(unit) if unit else None,
    }
    return made.__class__(**{**{n: getattr(made, n) for n in made.__dataclass_fields__}, **cells})


@pytest.fixture(scope="module")
def walks():
    """Every fifth row scored with empty caches: the row, and where its score went."""
    found = []
    for one in islice(rows(), 0, None, 5):
        rules._parsed.cache_clear()
        read_template.cache_clear()
        stated._answer.cache_clear()
        walked = walk(lambda one=one: score_indicator(one, 0, RULES), "parse_value", "read_value", "normalise")
        found.append((one, walked))
    assert len(found) > 80
    return found


def test_a_score_enters_few_rooms(walks):
    most = max((walked.entered for _, walked in walks), key=len)
    assert len(most) <= MOST_ROOMS, [sorted(ROOMS[n]) for n in sorted(most)]
    assert any(room_of("perfscore.language.areas") in walked.entered for _, walked in walks)


def test_no_call_goes_back_up(walks):
    assert [(one.rule, walked.upward) for one, walked in walks if walked.upward] == []


def test_no_cell_is_read_again(walks):
    def read(one, walked):
        # A part of an actual (压疮1例 of 压疮1例，无瞒报) is no cell.
        parts = {
            said for _, said in walked.texts if said != squash(one.actual.raw) and said in squash(one.actual.raw)
        }
        return {name for name, said in walked.texts if said not in parts} - {"normalise"}

    again = [(one, dict(walked.texts)) for one, walked in walks if read(one, walked)]
    assert again == []
    for one, walked in walks:
        taken = {said for name, said in walked.texts if name == "normalise"}
        assert one.target.raw not in taken, one
        assert one.actual.raw not in taken, one


def test_a_rule_text_is_normalised_once_and_its_canonical_text_once(walks):
    for one, walked in walks:
        # A thing that the cell names beside its number (院内压疮0例) is no text of the rule; nor is a list before what
        # says it again (缺一项扣相应分值), which is read by itself.
        rule = "" if one.rule is None else one.rule.value
        known = (one.actual.raw, rule[:-1])
        of_rule = [n for (_, said), n in walked.texts.items() if not any(said in text for text in known)]
        assert sum(of_rule) <= 2, (one, walked.texts)


def test_time_that_was_gained_is_read_with_its_cell():
    early = row("≤30天", "提前3天", {"text": "每提前1天加1分，每延误1天扣1分", "points": 10, "unit": "天"})
    assert early.actual.value.parts[0].say() == "=3天"
    walked = walk(lambda: score_indicator(early, 0, RULES), "parse_value", "read_value")
    assert not walked.texts


def test_a_way_back_up_is_seen():
    above = FunctionType((lambda: None).__code__, {"__name__": "perfscore.scoring.rows"})
    below = FunctionType((lambda: (up(), None)).__code__, {"__name__": "perfscore.core.text", "up": above})  # noqa: F821
    walked = walk(below)
    assert [caller.startswith("perfscore.core.text") for caller, _ in walked.upward] == [True]
    assert len(walked.entered) == 2


def test_rooms_stand_as_the_contracts_list_them():
    names = (
        "scoring.rows",
        "language.rules",
        "language.excel",
        "language.proofs",
        "language.areas",
        "language.clauses",
    )
    deeper = ("language.values.reading", "language.vocab", "language.wording", "core.text")
    order = [room_of(f"perfscore.{name}") for name in (*names, *deeper)]
    assert order == sorted(set(order))
    assert room_of("json.decoder") is None
