"""The wordings that are held out stand nowhere in the package: what reads them reads by what a table says."""

from __future__ import annotations

import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SYNONYMS = tomllib.loads((HERE / "synonyms.toml").read_text(encoding="utf-8"))


def _package():
    """Everything that is shipped, as text."""
    return [
        (path, path.read_text(encoding="utf-8", errors="ignore"))
        for folder in ("src", "scoring_rules")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    ]


def test_no_held_out_wording_occurs_in_the_package():
    files = _package()
    words = {word for entry in SYNONYMS.values() for word in entry["held_out"]}
    assert {word: str(path) for word in words for path, text in files if word in text} == {}


def test_a_third_of_the_wordings_is_held_out():
    listed = sum(len(entry["listed"]) for entry in SYNONYMS.values())
    held_out = sum(len(entry["held_out"]) for entry in SYNONYMS.values())
    assert held_out * 3 >= listed + held_out
    assert all(entry["held_out"] for entry in SYNONYMS.values())
