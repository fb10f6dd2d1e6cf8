"""Every sentence of the case files: its canonical text, its scores, or the words that stop the reading."""

from __future__ import annotations

import pytest

from rule_cases import cases, check


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases()])
def test_case(case):
    check(case)
