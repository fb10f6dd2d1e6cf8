"""Old workbooks: what a cell holds and shows, the same as in new ones."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlrd

from perfscore.core.errors import ReadingError
from perfscore.readers import xls
from perfscore.readers.source import Source

DATA = (Path(__file__).parent / "data" / "small.xls").read_bytes()


@pytest.fixture(scope="module")
def document():
    return xls.read(Source("表.xls", DATA, "0" * 64))


def test_sheets_in_order(document):
    assert (document.kind, document.provenance, document.notes) == ("xls", "native", ())
    assert [(table.name, table.hidden) for table in document.tables] == [("自评表", False), ("字典", True)]
    assert document.tables[1].cells[1, 1].hidden


@pytest.mark.parametrize(
    ("place", "value", "shown"),
    [
        ((1, 1), "绩效自评表", "绩效自评表"),
        ((3, 1), Decimal("0.94"), "94.00%"),
        ((3, 2), Decimal("1234567.895"), "1,234,567.90"),
        ((3, 3), date(2023, 3, 15), "2023年3月15日"),
        ((4, 1), True, "TRUE"),
        ((4, 2), "#DIV/0!", "#DIV/0!"),
        ((4, 3), "9.50", "9.50"),
        ((4, 4), Decimal(10), "10"),
        ((5, 1), Decimal("1.88"), "188.0%"),
        ((8, 1), datetime(2023, 3, 15, 12), "2023/3/15 12:00"),  # noqa: DTZ001 - spreadsheets know no zones
        ((8, 2), Decimal("0.3"), "0.3"),
        ((9, 1), "一级\n指标", "一级\n指标"),
    ],
)
def test_value_and_shown_text(document, place, value, shown):
    cell = document.tables[0].cells[place]
    assert (cell.value, cell.shown) == (value, shown)
    assert type(cell.value) is type(value)


def test_merges_comments_and_what_is_hidden(document):
    cells = document.tables[0].cells
    assert {place: cell.merge for place, cell in cells.items() if cell.merge != (1, 1)} == {(1, 1): (2, 3)}
    assert {place: cell.comment for place, cell in cells.items() if cell.comment} == {(7, 1): "已核对"}
    assert {place for place, cell in cells.items() if cell.hidden} == {(5, 1), (5, 2), (6, 6)}
    assert all(cell.formula is None and not cell.uncached for cell in cells.values())
    assert cells[3, 3].at.place == "自评表!C3"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (xlrd.XLRDError("Workbook is encrypted"), "已加密"),
        (IndexError("list index out of range"), "已损坏"),
        (AssertionError(), "已损坏"),
    ],
)
def test_whatever_the_library_raises_is_a_refusal(monkeypatch, error, words):
    def fail(**_):
        raise error

    monkeypatch.setattr(xlrd, "open_workbook", fail)
    with pytest.raises(ReadingError, match=words):
        xls.read(Source("表.xls", DATA, ""))


def test_files_without_a_code_page_are_chinese(monkeypatch):
    used = []
    original = xlrd.open_workbook

    def without_code_page(*, encoding_override, **rest):
        used.append(encoding_override)
        if encoding_override is None:
            raise UnicodeDecodeError("ascii", b"\xd6", 0, 1, "ordinal not in range")
        return original(encoding_override=encoding_override, **rest)

    monkeypatch.setattr(xlrd, "open_workbook", without_code_page)
    assert xls.read(Source("表.xls", DATA, "")).tables[0].name == "自评表"
    assert used == [None, "gb18030"]
