"""Text files: lines are rows, tab-separated pieces are columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.core.errors import ReadingError
from perfscore.readers import plain
from perfscore.readers.source import Source

LINES = "# 自评表\n\n一级指标\t二级指标\t\t分值\r\n产出指标\t数量指标\t 100%  \t10\n仅供内部审核\n"


def read(content, encoding="utf-8"):
    data = content if isinstance(content, bytes) else content.encode(encoding)
    return plain.read(Source("表.txt", data, "0" * 64))


def grid(document):
    (table,) = document.tables
    return {place: cell.shown for place, cell in table.cells.items()}


def test_one_table_without_name_whose_rows_are_lines():
    document = read(LINES)
    assert (document.kind, document.provenance, [table.name for table in document.tables]) == (
        "text",
        "extracted",
        [""],
    )
    assert grid(document) == {
        (1, 1): "自评表",
        (3, 1): "一级指标",
        (3, 2): "二级指标",
        (3, 4): "分值",
        (4, 1): "产出指标",
        (4, 2): "数量指标",
        (4, 3): "100%",
        (4, 4): "10",
        (5, 1): "仅供内部审核",
    }
    cell = document.tables[0].cells[4, 3]
    assert (cell.value, cell.at.line, cell.at.end_line, cell.at.column, cell.at.cell) == (" 100%  ", 4, 4, 3, None)
    assert cell.at.place == "第4行第3格"
    assert document.tables[0].cells[1, 1].value == "# 自评表"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding):
    assert grid(read(LINES, encoding)) == grid(read(LINES))


def test_other_line_ends_do_not_count():
    assert grid(read("甲\u2028乙\x0c丙\x0b丁\r戊\n己")) == {(1, 1): "甲\u2028乙\x0c丙\x0b丁\r戊", (2, 1): "己"}


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("<b>合计</b>", "合计"),
        ("<p>甲</p>", "甲"),
        ("<p class='x' align=left>甲<br/>乙</p>", "甲\n乙"),
        ("实际规模 (m <sup>2</sup> )", "实际规模 (m ² )"),
        ("10<sup>3</sup>元", "10³元"),
        ("H<sub>2</sub>O", "H2O"),
        ("### **三、政府性基金**", "三、政府性基金"),
        ("**一、基本支出：**指为保障", "一、基本支出：指为保障"),
        ("**说明** 如下", "说明 如下"),
        ("≥**人", "≥**人"),
        ("**人", "**人"),
        ("**个**天", "**个**天"),
        ("#1", "#1"),
        ("#DIV/0!", "#DIV/0!"),
        ("<30%", "<30%"),
        ("a<b>c", "ac"),
        ("1<a≤3", "1<a≤3"),
        ("&lt;5%&nbsp;&amp;", "<5%\xa0&"),
        ("R&D", "R&D"),
        ("***", "***"),
    ],
)
def test_remains_of_markup_are_taken_out_of_what_is_shown(piece, shown):
    assert plain.without_markup(piece) == shown
    cell = read(f"x\t{piece}").tables[0].cells[1, 2]
    assert (cell.value, cell.shown) == (piece, shown)


def test_pieces_that_show_nothing_are_left_out():
    assert grid(read("<p></p>\t \u3000\t<b> </b>\t1")) == {(1, 4): "1"}


class TestCommaSeparated:
    def test_quoted_commas_and_line_feeds(self):
        document = read('指标,目标值,得分\n"培训,合格率","≥95%\n（全年）",9.5\n满意度,"1,234",\n')
        assert grid(document) == {
            (1, 1): "指标", (1, 2): "目标值", (1, 3): "得分",
            (2, 1): "培训,合格率", (2, 2): "≥95%\n（全年）", (2, 3): "9.5",
            (4, 1): "满意度", (4, 2): "1,234",
        }  # fmt: skip
        cells = document.tables[0].cells
        assert (cells[2, 2].at.line, cells[2, 2].at.end_line) == (2, 3)
        assert (cells[4, 1].at.line, cells[4, 1].at.end_line) == (4, 4)

    def test_gb18030_with_windows_line_ends(self):
        assert grid(read("甲,乙,丙\r\n1,2,3\r\n", "gb18030"))[2, 3] == "3"

    @pytest.mark.parametrize(
        "text",
        [
            "说明,如下\n第二行没有逗号\n",
            "6,530,550\n6,430,550\n1,100,000\n",
            "甲,乙,丙\t丁\n1,2,3\t4\n",
            "甲,乙\n",
            "",
            "\n\n",
            '甲,"乙\n丙,丁,戊\n',
        ],
    )
    def test_what_is_no_table_stays_lines(self, text):
        assert all(cell.at.line == cell.at.end_line for cell in read(text).tables[0].cells.values())
        assert not any(column > 2 for _, column in grid(read(text)))


class TestRefusals:
    @pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x81", b"a\xff\xfe\x81\xff"])
    def test_no_text(self, data):
        with pytest.raises(ReadingError, match="编码无法识别"):
            read(data)

    def test_a_broken_byte_in_utf8_is_not_read_as_something_else(self):
        data = "第一行\n绩效自评表".encode() + b"\xff" + "得分与分值，产出指标，效益指标，满意度指标".encode()
        with pytest.raises(ReadingError, match="第 2 行"):
            read(data)


@pytest.mark.property
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), max_size=5), max_size=6))
def test_rows_and_columns_are_lines_and_tabs(rows):
    text = "\n".join("\t".join(pieces) for pieces in rows)
    if "\t" not in text:
        text += "\n\t"
    cells = read("\ufeff" + text).tables[0].cells
    for (row, column), cell in cells.items():
        assert cell.value == text.split("\n")[row - 1].split("\t")[column - 1]
        assert cell.shown
        assert (cell.at.line, cell.at.column) == (row, column)
