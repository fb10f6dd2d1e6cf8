"""Moving the formulas of shared ranges, with openpyxl as oracle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from perfscore.core.location import cell_name
from perfscore.ooxml.formula import column_number, moved

FORMULAS = [
    "A1*2", "SUM(A1:B2)", "$A1+A$1+$A$1", "'My A1 Sheet'!A1+Sheet2!B2", 'IF(A1="A1",B1,C1)', "SUM(A:A)", "SUM(1:3)",
    "SUM($A:B)", "LOG10(A1)+ATAN2(B1,C1)", "Table1[Col A1]+A1", "[1]Sheet1!A1", "数据!A1+表1!B2", "ROUND(F6/E6,4)",
    "A1%", "1E5+A1", 'AB12&"x""A1"', "SUM(Sheet1:Sheet3!A1)", "_xlfn.XLOOKUP(A1,B:B,C:C)", "Name_A1+A1",
    "'O''Brien A1'!B2", "得分A1+A1",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (3, 2), (100, 30)])
def test_same_as_the_oracle(formula, rows, columns):
    expected = Translator("=" + formula, origin="A1").translate_formula(cell_name(1 + rows, 1 + columns))[1:]
    assert moved(formula, rows, columns) == expected


def test_a_function_behind_a_reference_is_moved_too():
    assert moved("A1:INDEX(B1:B9,2)", 1, 0) == "A2:INDEX(B2:B10,2)"


@pytest.mark.parametrize(
    ("formula", "rows", "columns"), [("A1", -1, 0), ("A:A", 0, -1), ("XFD1+1", 0, 1), ("1:2", -1, 0)]
)
def test_places_outside_the_sheet_become_an_error(formula, rows, columns):
    assert "#REF!" in moved(formula, rows, columns)


@pytest.mark.property
@given(st.integers(1, 16384))
def test_columns_have_one_name(number):
    assert column_number(cell_name(1, number)[:-1]) == number
