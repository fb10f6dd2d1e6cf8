"""Slips in right forms are found at their cell; what is right stays silent."""

from collections import Counter

import pytest

from mutations import dossier
from mutations.measure import CLEAN, drawn, measure
from perfscore.audit import audit
from perfscore.core.findings import Severity

#: The least share of slips that must be found, in percent; `benchmarks/mutations.py` says what is missed.
LEAST = 90


def test_slips_are_found_at_their_cell():
    results = list(measure(150, seed=1))
    missed = Counter(one.slip.kind for one in results if one.found is None)
    assert len(results) == 150
    assert 100 * sum(missed.values()) <= (100 - LEAST) * len(results), missed


def test_kinds_take_turns_and_the_draw_is_repeatable():
    first = [(path.name, slip) for path, slip in drawn(90, seed=3)]
    assert first == [(path.name, slip) for path, slip in drawn(90, seed=3)]
    assert max(Counter(slip.kind for _, slip in first).values()) <= 3


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_undamaged_they_stay_silent(path):
    assert [finding.tag for finding in audit(path).findings if finding.severity > Severity.INFO] == []


def test_two_forms_that_agree_are_silent(tmp_path):
    assert [finding.tag for finding in audit(dossier.build(tmp_path)).findings] == []
