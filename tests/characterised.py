"""What the language makes of many texts, frozen: each move of it is seen, and nothing becomes a number unlabelled.

One line of `tests/golden/language.jsonl` is a rule with its row, or a value: what was read in canonical words with the
points of every reading at every probe, or why it was refused. The texts are the cases, the sets that were labelled by
somebody else, and generated ones: rules with phrases put in, and with their quantity renamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import Any

import yaml

from perfscore.core.numbers import plain
from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule
from perfscore.language.values import parse_value
from scoping import CASES, insertions, looked_at, renamings, rows

TABLE = CASES.parent / "golden" / "language.jsonl"
#: So many generated texts of each kind are frozen.
GENERATED = 250

#: A text with what it is read against: ("rule", text, points, target, unit) or ("value", text, unit, role).
Key = tuple[str, ...]


def outcome(key: Key, probes: tuple[str, ...] = ()) -> dict[str, Any]:
    """What becomes of a text now."""
    if key[0] == "value":
        _, text, unit, role = key
        value = parse_value(text, unit=unit or None, role=role)
        if isinstance(value, Unreadable):
            return {"refused": value.reason}
        return {"says": value.say(), "kind": value.kind}
    _, text, points, target, unit = key
    rule = parse_rule(text, points=points, target=target or None, unit=unit or None)
    if isinstance(rule, Unreadable):
        return {"refused": rule.reason}
    return {"says": rule.say(), "scores": {probe: _scores(rule.score(probe)) for probe in probes}}


def _scores(score: Any) -> dict[str, str | None]:
    default = {"": None if score.points is None else plain(score.points, 6)}
    readings = {one.name: None if one.points is None else plain(one.points, 6) for one in score.readings}
    return {**readings, **default} if len(readings) > 1 else default


def frozen_lines() -> Iterator[tuple[Key, tuple[str, ...], dict[str, Any]]]:
    """The table: the text with its row, its probes, and what became of it when it was frozen."""
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    for entry in map(json.loads, lines):
        yield tuple(entry["of"]), tuple(entry.get("at", ())), entry["is"]


def line(key: Key, probes: tuple[str, ...]) -> str:
    """One line of the table as it would be frozen now."""
    entry = {"of": key, **({"at": probes} if probes else {}), "is": outcome(key, probes)}
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def labelled() -> Iterator[tuple[Key, tuple[str, ...]]]:
    """Every text that stands in the cases or in a set that somebody labelled, with the probes that are labelled."""
    for path in sorted((CASES / "rules").glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield _rule(case["text"], case), _probes(case.get("scores", ()))
    for path in looked_at():
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            row = {"points": case["points"], "target": case["target_text"], "unit": case["unit"]}
            yield _rule(case["rule_text"], row), _probes(case["probes"])
    for path in sorted((CASES / "values").glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield ("value", case["text"], case.get("in_unit") or "", case.get("role", "target")), ()
    for case in map(json.loads, (CASES / "unseen" / "values.jsonl").read_text(encoding="utf-8").splitlines()):
        yield ("value", case["text"], case.get("context_unit") or "", case["role"]), ()


@cache
def labels() -> dict[Key, frozenset[str]]:
    """The labelled texts, each with the probes whose points are labelled."""
    found: dict[Key, frozenset[str]] = {}
    for key, probes in labelled():
        found[key] = found.get(key, frozenset()) | frozenset(probes)
    return found


def generated() -> Iterator[tuple[Key, tuple[str, ...]]]:
    """Rules with a phrase put in, and rules with their quantity renamed."""
    readable = rows()
    put_in = ((row, text) for row, text, _, _ in insertions(readable, GENERATED, seed=29))
    for row, text in chain(put_in, islice(renamings(readable, 1, seed=31), GENERATED)):
        yield ("rule", text, row.points, row.target, row.unit), row.actuals


def _rule(text: str, row: dict[str, Any]) -> Key:
    return ("rule", text, str(row["points"]), row.get("target") or "", row.get("unit") or "")


def _probes(probes: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(probe["actual"] for probe in probes if isinstance(probe["actual"], str)))
