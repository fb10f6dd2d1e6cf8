"""Formulas of the simplest kind, evaluated exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfscore.ooxml.evaluate import BeyondError, evaluate

CELLS = {
    (1, 1): Decimal(10),
    (2, 1): Decimal("0.94"),
    (3, 1): "完成",
    (4, 1): None,
    (5, 2): Decimal(-3),
}


def look(row, column):
    if (row, column) == (9, 9):
        raise BeyondError
    return CELLS.get((row, column))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A1*A2", Fraction("9.4")),
        ("$A$1 * a2", Fraction("9.4")),
        ("-A1+2*3", -4),
        ("(A1-4)/4", Fraction(3, 2)),
        ("A1/3", Fraction(10, 3)),
        ("SUM(A1:A4)", Fraction("10.94")),
        ("SUM(A1:B5,1)", Fraction("8.94")),
        ("SUM(A4:A1)", Fraction("10.94")),
        ("sum(A1,A2)", Fraction("10.94")),
        ("ROUND(A1/3,2)", Fraction("3.33")),
        ("ROUND(-A1/3,1)", Fraction("-3.3")),
        ("ROUND(A1*123/7,-1)", 180),
        ("A4+1", 1),
        ("50%*A1", 5),
        ("1.5", Fraction(3, 2)),
    ],
)
def test_what_is_evaluated(formula, value):
    assert evaluate(formula, look) == value


@pytest.mark.parametrize(
    "formula",
    [
        "", "A1*", "A3+1", "A1/A4", "IF(A1>1,1,0)", "表!A1", "A1:A2", "SUM(A:A)", "A1&A2", "A1^2", "合计+1", "SUM(A1",
        "ROUND(A1,B9:B9)", "ROUND(0.125,2)", "LOG10(A1)", "DSUM(A1)", "A1 A2", "SUM(A1:A2000)", "SUM(A1:A3*2)",
        "I9+1", "(" * 60 + "1" + ")" * 60, "1+" * 2000 + "1", "A0", "ZZZZ1", "365天",
    ],
)  # fmt: skip
def test_what_is_left_alone(formula):
    assert evaluate(formula, look) is None
