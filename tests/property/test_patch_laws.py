"""Laws of the patcher over generated workbooks and changes."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfscore.core.location import cell_name
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from zippedbooks import members

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)
VALUES = st.one_of(TEXTS, NUMBERS, st.booleans(), st.integers(-(10**12), 10**12))
PLACES = st.tuples(st.integers(1, 12), st.integers(1, 8)).map(lambda place: cell_name(*place))
SHEETS = st.sampled_from(["表", "乙"])
COLOURS = st.sampled_from(["FFC7CE", "FFEB9C", "C6EFCE"])
COMMENTS = st.text("甲乙丙\n 1", min_size=1, max_size=9).filter(str.strip)
CHANGES = st.one_of(
    st.tuples(st.just("set_value"), SHEETS, PLACES, VALUES),
    st.tuples(st.just("set_formula"), SHEETS, PLACES, st.just("A1+1"), NUMBERS),
    st.tuples(st.just("set_fill"), SHEETS, PLACES, COLOURS),
    st.tuples(st.just("add_comment"), SHEETS, PLACES, st.just("perfscore"), COMMENTS),
)
CELLS = st.dictionaries(
    PLACES, st.one_of(st.integers(-99, 99), st.just("=A1+1"), st.sampled_from(["指标", "得分"])), max_size=12
)


def workbook(cells):
    book = openpyxl.Workbook()
    book.active.title = "表"
    for cell, value in cells.items():
        book.active[cell] = value
    book.active["H12"].comment = openpyxl.comments.Comment("原有", "某人")
    book.create_sheet("乙")
    book.create_sheet("别动")["A1"] = "原样"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data, changes, *, reversible):
    book = patch.open("x.xlsx", data=data, reversible=reversible)
    for name, *arguments in changes:
        getattr(book, name)(*arguments)
    book.add_sheet("审核结果", [["序号"], [1]])
    return book.to_bytes()


@pytest.mark.property
@settings(deadline=None, max_examples=25)
@given(CELLS, st.lists(CHANGES, max_size=12))
def test_stripping_gives_the_source_back(cells, changes):
    source = workbook(cells)
    data = changed(source, changes, reversible=True)
    assert patch.check_package(Package("x", data)) == ()
    back, report = patch.stripped_bytes("x", data)
    assert report.exact
    assert back == source


@pytest.mark.property
@settings(deadline=None, max_examples=25)
@given(CELLS, st.lists(CHANGES, max_size=12))
def test_what_was_written_is_read_and_the_rest_is_as_it_was(cells, changes):
    source = workbook(cells)
    data = changed(source, changes, reversible=False)
    before, after = members(source), members(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    expected = {("表", cell): value for cell, value in cells.items()}
    fills = {}
    for name, sheet, cell, *rest in changes:
        if name == "set_value":
            expected[sheet, cell] = rest[0]
        elif name == "set_formula":
            expected[sheet, cell] = "=A1+1"
        elif name == "set_fill":
            fills[sheet, cell] = "FF" + rest[0]
    for sheet in ("表", "乙"):
        for row in book[sheet].iter_rows(max_row=12, max_col=8):
            for cell in row:
                value = expected.get((sheet, cell.coordinate))
                if isinstance(value, str) and not value.isprintable():
                    continue  # openpyxl does not decode escaped control characters
                if isinstance(value, Decimal):
                    value = float(value)
                if not (isinstance(value, str) and "_x" in value):
                    assert cell.value == value
                assert cell.fill.fill_type == ("solid" if (sheet, cell.coordinate) in fills else None)
    untouched = [
        name for name in before if name.startswith(("docProps", "xl/theme")) or name.endswith("sheet3.xml")
    ]
    assert len(untouched) == 4
    for name in untouched:
        assert after[name] == before[name]


@pytest.mark.property
@settings(deadline=None, max_examples=25)
@given(CELLS, st.lists(CHANGES, min_size=1, max_size=8))
def test_the_marks_alone_take_everything_back_when_another_program_saved(cells, changes):
    """Only texts and formulas of the source that were overwritten cannot come back without the kept bytes."""
    taken = {cell for name, sheet, cell, *_ in changes if sheet == "表" and name in {"set_value", "set_formula"}}
    source = workbook({cell: value for cell, value in cells.items() if cell not in taken})
    loaded = openpyxl.load_workbook(io.BytesIO(changed(source, changes, reversible=True)))
    out = io.BytesIO()
    loaded.save(out)
    back, report = patch.stripped_bytes("x", out.getvalue())
    assert report.kept == () or all("已无记录" in line for line in report.kept)
    first, second = openpyxl.load_workbook(io.BytesIO(source)), openpyxl.load_workbook(io.BytesIO(back))
    assert first.sheetnames == second.sheetnames
    for sheet in first.sheetnames:
        for row in first[sheet].iter_rows(max_row=12, max_col=8):
            for cell in row:
                other = second[sheet][cell.coordinate]
                assert (cell.value, cell.fill.fill_type) == (other.value, other.fill.fill_type)
                assert (cell.comment and cell.comment.text) == (other.comment and other.comment.text)
