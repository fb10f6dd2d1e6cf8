"""The case files under tests/cases/values: text, and every field of the reading that is not empty."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from perfscore.core.sourced import Unreadable
from perfscore.language.values import NOTES, Value, parse_value

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "values"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['text']!r}")
    for path in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
TEXTS = (
    "kind",
    "relation",
    "unit",
    "direction",
    "word",
    "label",
    "base",
    "empty",
    "low_open",
    "high_open",
    "decimals",
)


def read(case):
    return parse_value(case["text"], unit=case.get("in_unit"), role=case.get("role", "target"))


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    value = read(case)
    if "unreadable" in case:
        assert isinstance(value, Unreadable), value
        assert value.words == case["unreadable"]
        assert value.reason
        assert value.settle
        assert value.raw == case["text"]
        return
    assert isinstance(value, Value), value
    for name in TEXTS:
        blank = {
            "relation": None,
            "direction": None,
            "empty": None,
            "low_open": False,
            "high_open": False,
            "decimals": 0,
        }
        assert getattr(value, name) == case.get(name, blank.get(name, "")), name
    for name in ("low", "high"):
        assert getattr(value, name) == (Decimal(case[name]) if name in case else None), name
    for name in ("start", "end"):
        moment = getattr(value, name)
        assert (moment.say() if moment else None) == case.get(name), name
    assert [part.say() for part in value.parts] == case.get("parts", [])
    assert list(value.notes) == case.get("notes", [])
    assert value.say() == case["say"]
    assert value.raw == case["text"]


@pytest.mark.parametrize("case", [case for case in CASES if "say" in case.values[0]])
def test_canonical_text_reads_back(case):
    value = read(case)
    again = parse_value(value.say(), role=case.get("role", "target"))
    assert again == value
    assert again.say() == value.say()


def test_every_note_is_explained_and_seen():
    seen = {note for case in CASES for note in case.values[0].get("notes", [])}
    assert seen <= set(NOTES)
    assert set(NOTES) - seen == set(), "a note without a case"
