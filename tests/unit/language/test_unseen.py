"""Rules and values that were written and labelled by somebody who had not seen the grammar.

Three things may come of a text: the label's number, a refusal, or another number. The last must never happen; a
refusal is honest, but there should not be more of them than there were.

`rules-fourth` and `rules-sixth` were never looked at, but for those of their texts that were misread: only their counts
tell what the language makes of texts that nobody tuned it to. Whoever reads their refusals uses them up.
"""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule
from perfscore.language.values import parse_value

CASES = Path(__file__).resolve().parents[2] / "cases" / "unseen"
LEAST_RIGHT = {
    "rules": 338, "rules-second": 224, "rules-third": 131, "rules-fourth": 30, "rules-fifth": 270, "rules-sixth": 442,
    "values": 284,
}  # fmt: skip


def rows(name):
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def same(got, want):
    return abs(Decimal(str(got)) - Decimal(str(want))) <= Decimal("0.000001")


def judge_probe(rule, probe):
    score, want = rule.score(probe["actual"]), probe["expected_score"]
    if score.points is None:
        return "right" if want is None else "refused"
    if want is not None:
        return "right" if same(score.points, want) else "misread"
    options = probe.get("alternatives") or ()
    options = options.values() if isinstance(options, dict) else options
    fits = any(same(score.points, option) for option in options if option is not None)
    return "right" if fits and len(score.readings) > 1 else "misread"


def judge_rule(row):
    rule = parse_rule(
        row["rule_text"], points=str(row["points"]), target=row["target_text"] or None, unit=row["unit"] or None
    )
    if isinstance(rule, Unreadable):
        return "refused" if row["interpretable"] else "right"
    verdicts = {judge_probe(rule, probe) for probe in row["probes"]}
    return next(
        verdict for verdict in ("misread", "refused", "right") if verdict in verdicts or verdict == "right"
    )


def judge_value(row):
    value = parse_value(row["text"], unit=row.get("context_unit") or None, role=row["role"])
    also = set(row.get("also") or ())
    if isinstance(value, Unreadable):
        return "right" if row["kind"] == "garbled" or "garbled" in also else "refused"
    if row["kind"] == "garbled":
        return "right" if value.kind in also else "misread"
    if row["magnitude"] is None or value.kind not in ("bound", "range", "exact"):
        return "right"
    scale = Decimal(str(row.get("scale") or 1))
    wanted = [Decimal(str(m)) for m in (row["magnitude"], row["magnitude_high"]) if m is not None]
    got = [number for number in (value.low, value.high) if number is not None]
    fits = any(all(any(same(g, w * factor) for g in got) for w in wanted) for factor in (scale, Decimal(1)))
    return "right" if fits else "misread"


@pytest.mark.parametrize(
    ("name", "judge"),
    [
        ("rules", judge_rule),
        ("rules-second", judge_rule),
        ("rules-third", judge_rule),
        ("rules-fourth", judge_rule),
        ("rules-fifth", judge_rule),
        ("rules-sixth", judge_rule),
        ("values", judge_value),
    ],
)
def test_nothing_is_misread(name, judge):
    verdicts = [(judge(row), row) for row in rows(name)]
    assert [row for verdict, row in verdicts if verdict == "misread"] == []
    assert Counter(verdict for verdict, _ in verdicts)["right"] >= LEAST_RIGHT[name]
