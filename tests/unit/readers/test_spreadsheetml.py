"""XML spreadsheets of 2003: indexes, merges, named formats and inherited styles."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from perfscore.core.errors import ReadingError
from perfscore.readers import spreadsheetml
from perfscore.readers.source import Source

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def read(inside, encoding="UTF-8"):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel">{inside}</Workbook>'
    )
    return spreadsheetml.read(Source("表.xls", text.encode(encoding), "0" * 64))


def sheet(inside, name="一", options=""):
    return f'<Worksheet ss:Name="{name}"><Table>{inside}</Table>{options}</Worksheet>'


def cell(data="", kind="String", **attributes):
    words = " ".join(f'ss:{name}="{value}"' for name, value in attributes.items())
    return f"<Cell {words}>" + (f'<Data ss:Type="{kind}">{data}</Data>' if data else "") + "</Cell>"


STYLES = (
    "<Styles>"
    '<Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="c" ss:Parent="p"/><Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>'
    "</Styles>"
)


def test_indexes_merges_and_order():
    document = read(
        sheet(
            "<Row>" + cell("题", MergeAcross=2, MergeDown=1) + cell("右") + "</Row>"
            '<Row ss:Index="4" ss:Span="1">' + cell("甲", Index=2) + cell("乙") + "</Row>"
            "<Row>" + cell("末") + cell(StyleID="p") + "</Row>"
        )
        + sheet("", "二", "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>")
    )
    first, second = document.tables
    assert (document.kind, document.provenance) == ("xls", "native")
    assert {place: (c.shown, c.merge) for place, c in first.cells.items()} == {
        (1, 1): ("题", (2, 3)),
        (1, 4): ("右", (1, 1)),
        (4, 2): ("甲", (1, 1)),
        (4, 3): ("乙", (1, 1)),
        (6, 1): ("末", (1, 1)),
    }
    assert (second.name, second.hidden, len(second.cells)) == ("二", True, 0)
    assert first.cells[4, 3].at.place == "一!C4"


@pytest.mark.parametrize(
    ("content", "value", "shown"),
    [
        (cell("0.94", "Number", StyleID="p"), Decimal("0.94"), "94.00%"),
        (cell("0.94", "Number", StyleID="c"), Decimal("0.94"), "94.00%"),
        (cell("0.94", "Number", StyleID="gone"), Decimal("0.94"), "0.94"),
        (cell("45000", "Number", StyleID="d"), date(2023, 3, 15), "2023年3月"),
        (cell("12月", "Number"), "12月", "12月"),
        (cell("2023-03-15T00:00:00.000", "DateTime", StyleID="d"), date(2023, 3, 15), "2023年3月"),
        (cell("2023-03-15T06:00:00.000", "DateTime"), datetime(2023, 3, 15, 6), "2023-03-15T06:00:00.000"),  # noqa: DTZ001
        (cell("某日", "DateTime"), "某日", "某日"),
        (cell("1", "Boolean"), True, "TRUE"),
        (cell("#DIV/0!", "Error"), "#DIV/0!", "#DIV/0!"),
        (cell("<B>一</B>级"), "一级", "一级"),
    ],
)
def test_value_and_shown_text(content, value, shown):
    got = read(STYLES + sheet(f"<Row>{content}</Row>")).tables[0].cells[1, 1]
    assert (got.value, got.shown) == (value, shown)


def test_styles_of_rows_and_columns():
    table = read(
        STYLES
        + sheet(
            '<Column/><Column ss:StyleID="p" ss:Span="1"/><Row ss:StyleID="p">' + cell("0.5", "Number") + "</Row>"
            "<Row>" + "".join(cell("0.5", "Number") for _ in range(4)) + "</Row>"
        )
    ).tables[0]
    assert [c.shown for c in table.cells.values()] == ["50.00%", "0.5", "50.00%", "50.00%", "0.5"]


def test_formulas_comments_and_what_is_hidden():
    table = read(
        sheet(
            '<Column ss:Index="2" ss:Hidden="1"/>'
            '<Row ss:Hidden="1">' + cell("1", "Number", Formula="=RC[1]*2") + "</Row>"
            "<Row>" + cell(Formula="=1+1") + cell("藏")
            + "<Cell><Comment><ss:Data><B>人</B>：核对</ss:Data></Comment></Cell></Row>"
        )
    ).tables[0]  # fmt: skip
    assert [(c.formula, c.uncached, c.hidden, c.comment) for c in table.cells.values()] == [
        ("RC[1]*2", False, True, None),
        ("1+1", True, False, None),
        (None, False, True, None),
        (None, False, False, "人：核对"),
    ]


def test_what_a_merge_covers_is_noted():
    document = read(sheet("<Row>" + cell("甲", MergeDown=1) + "</Row><Row>" + cell("藏") + "</Row>"))
    assert list(document.tables[0].cells) == [(1, 1)]
    assert document.notes[0][0].place == "一!A2"


def test_gb2312():
    assert read(sheet("<Row>" + cell("绩效") + "</Row>"), "GB2312").tables[0].cells[1, 1].shown == "绩效"


@pytest.mark.parametrize("inside", ["", sheet("<Row>" + cell("x", Index=20000) + "</Row>")])
def test_refusals(inside):
    with pytest.raises(ReadingError):
        read(inside)
