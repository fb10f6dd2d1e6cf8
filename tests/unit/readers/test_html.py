"""HTML tables: the grid that a browser lays out, and the text that it shows."""

from decimal import Decimal

import pytest

from perfscore.core.errors import ReadingError
from perfscore.readers import html
from perfscore.readers.source import Source


def read(body, encoding="utf-8"):
    data = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{body}</body></html>'.encode(encoding)
    return html.read(Source("表.xls", data, "0" * 64))


def grid(body):
    (table,) = read(f"<table>{body}</table>").tables
    return {place: (cell.shown, cell.merge) for place, cell in table.cells.items()}


def test_spans_push_later_cells_aside():
    assert grid(
        "<tr><th colspan=3>绩效自评表</th></tr>"
        "<tr><td rowspan=3>资金</td><td>预算</td><td rowspan='2'>得分</td></tr>"
        "<tr><td>10</td><td>后</td></tr>"
        "<tr><td>20</td><td>9.4</td></tr>"
    ) == {
        (1, 1): ("绩效自评表", (1, 3)),
        (2, 1): ("资金", (3, 1)),
        (2, 2): ("预算", (1, 1)),
        (2, 3): ("得分", (2, 1)),
        (3, 2): ("10", (1, 1)),
        (3, 4): ("后", (1, 1)),
        (4, 2): ("20", (1, 1)),
        (4, 3): ("9.4", (1, 1)),
    }


def test_spans_end_with_the_table_and_are_bounded():
    assert grid(
        "<tr><td rowspan=99999999>甲</td><td colspan=99999>乙</td></tr><tr><td colspan=x>丙</td></tr>"
    ) == {
        (1, 1): ("甲", (2, 1)),
        (1, 2): ("乙", (1, 1000)),
        (2, 2): ("丙", (1, 1)),
    }


def test_sections_and_unclosed_cells():
    assert grid("<thead><tr><td>甲<td>乙</thead><tbody><tr><td>丙</tbody>") == {
        (1, 1): ("甲", (1, 1)),
        (1, 2): ("乙", (1, 1)),
        (2, 1): ("丙", (1, 1)),
    }


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("  一级 \n 指标 ", "一级 指标"),
        ("甲<br>乙<p>丙</p>丁", "甲\n乙\n丙\n丁"),
        ("<b>合</b>计<!-- 注 --><script>x</script><style>y</style>", "合计"),
        ("m<sup>2</sup>", "m²"),
        ("&lt;5%&ge;", "<5%≥"),
        ("&nbsp;", ""),
    ],
)
def test_text_of_a_cell(content, shown):
    assert grid(f"<tr><td>{content}</td><td>锚</td></tr>").get((1, 1), ("", 0))[0] == shown


def test_what_excel_wrote_beside_the_text():
    (table,) = read(
        '<table><tr style="display:none"><td x:num="0.94" x:fmla="=A1/B1">94.00%</td><td x:num>5</td></tr></table>'
    ).tables
    first, second = table.cells.values()
    assert (first.value, first.shown, first.formula, first.hidden) == (Decimal("0.94"), "94.00%", "A1/B1", True)
    assert second.value == "5"


def test_tables_in_reading_order_with_nested_ones_and_captions():
    document = read(
        "<table><caption> 表 一 </caption><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table>"
        "<p>间</p><table><tr><td>后</td></tr></table>"
    )
    assert (document.kind, document.provenance) == ("text", "native")
    assert [(table.name, table.cells[1, 1].shown) for table in document.tables] == [
        ("表1", "外"),
        ("表2", "内"),
        ("表3", "后"),
    ]
    assert [cell.shown for cell in document.tables[0].caption] == ["表 一"]
    assert document.tables[2].cells[1, 1].at.place == "表3!A1"


def test_gb18030():
    assert read("<table><tr><td>绩效</td></tr></table>", "gb18030").tables[0].cells[1, 1].shown == "绩效"


@pytest.mark.parametrize("data", [b"<html></html>", b"<html>", b""])
def test_no_table_is_a_refusal(data):
    with pytest.raises(ReadingError):
        html.read(Source("表.xls", data, ""))


def test_a_table_is_read_whole_or_not_at_all():
    assert len(read("<table><tr><td>" * 80).tables) == 80
    with pytest.raises(ReadingError, match="嵌套过深"):
        read("<table><tr><td>" * 100)
