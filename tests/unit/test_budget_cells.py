"""Cells of budget tables that were not understood."""

from __future__ import annotations

from pathlib import Path

import perfscore as ps

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "budget"


def test_what_of_a_budget_table_was_not_understood_is_told():
    (hint,) = ps.audit(SAMPLES / "预算表.xlsx").hints
    assert "支出预算表!A15" in hint
    assert "22oo504" in hint
    assert ps.audit(SAMPLES / "clean" / "预算表.xlsx").hints == ()
