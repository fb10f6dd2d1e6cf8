"""Workbooks: what a cell holds and shows, with openpyxl as oracle where it can be one."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from counting import calls_of
from perfscore.core.errors import ReadingError
from perfscore.readers import xlsx
from perfscore.readers.source import Source
from unit.ooxml.workbooks import (
    MAIN,
    RELATIONS,
    STRICT_MAIN,
    STRICT_RELATIONS,
    parts,
    relations,
    sheet,
    styles,
    workbook,
    zipped,
)


def read(data):
    return xlsx.read(Source("表.xlsx", data, "0" * 64))


def only_table(data):
    (table,) = read(data).tables
    return table


def only_cell(inner, **rest):
    """The cell of a workbook whose only cell is this XML."""
    ((_, cell),) = only_table(workbook(sheet(f'<row r="1">{inner}</row>'), **rest)).cells.items()
    return cell


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TestContent:
    @pytest.mark.parametrize(
        ("inner", "value", "shown"),
        [
            ('<c r="A1"><v>0.94</v></c>', Decimal("0.94"), "0.94"),
            ('<c r="A1" s="1"><v>0.94</v></c>', Decimal("0.94"), "94.00%"),
            ('<c r="A1" s="2"><v>45000</v></c>', date(2023, 3, 15), "2023年3月15日"),
            ('<c r="A1"><v>0.30000000000000004</v></c>', Decimal("0.30000000000000004"), "0.3"),
            ('<c r="A1"><v>1.0000000000000001E-2</v></c>', Decimal("0.010000000000000001"), "0.01"),
            ('<c r="A1" t="b"><v>1</v></c>', True, "TRUE"),
            ('<c r="A1" t="b"><v>0</v></c>', False, "FALSE"),
            ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!", "#DIV/0!"),
            ('<c r="A1" t="str"><v>9.50</v></c>', "9.50", "9.50"),
            ('<c r="A1" t="str" s="1"><v>9.50</v></c>', "9.50", "9.50"),
            ('<c r="A1" t="d" s="2"><v>2023-03-15</v></c>', date(2023, 3, 15), "2023年3月15日"),
            ('<c r="A1" t="d"><v>2023-03-15</v></c>', date(2023, 3, 15), "2023-03-15"),
            ('<c r="A1"><v>12月</v></c>', "12月", "12月"),
            ('<c r="A1"><v>NaN</v></c>', "NaN", "NaN"),
            ('<c r="A1"><v>1E+999999999</v></c>', "1E+999999999", "1E+999999999"),
            ('<c r="A1"><v>1_000</v></c>', "1_000", "1_000"),
            ('<c r="A1" s="99"><v>0.94</v></c>', Decimal("0.94"), "0.94"),
            ('<c r="A1" t="inlineStr"><is><t>优</t></is></c>', "优", "优"),
            ('<c r="A1" t="inlineStr"><is><r><t>良</t></r><r><t>好</t></r></is></c>', "良好", "良好"),
        ],
    )
    def test_value_and_shown_text(self, inner, value, shown):
        cell = only_cell(inner, style=styles("0.00%", 'yyyy"年"m"月"d"日"'))
        assert cell.value == value
        assert type(cell.value) is type(value)
        assert cell.shown == shown
        assert cell.at.place == "甲1!A1"
        assert (cell.formula, cell.uncached, cell.merge, cell.comment, cell.hidden) == (
            None,
            False,
            (1, 1),
            None,
            False,
        )

    def test_shared_strings_without_phonetic_guides(self):
        strings = (
            '<si><t xml:space="preserve"> 指标 </t></si>'
            '<si><r><rPr><b/></rPr><t>一级</t></r><r><t>指标</t></r><rPh sb="0" eb="2"><t>YIJI</t></rPh></si>'
            "<si><t>甲_x000D_\n乙_x005F_x0041_</t></si>"
        )
        rows = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABC")) + "</row>"
        cells = only_table(workbook(sheet(rows), strings=strings)).cells
        assert [cell.value for cell in cells.values()] == [" 指标 ", "一级指标", "甲\r\n乙_x0041_"]
        assert cells[1, 3].shown == "甲\n乙_x0041_"

    def test_dates_of_1904(self):
        data = workbook(
            sheet('<row r="1"><c r="A1" s="1"><v>43538</v></c></row>'),
            style=styles("yyyy-mm-dd"),
            properties='<workbookPr date1904="1"/>',
        )
        cell = only_table(data).cells[1, 1]
        assert (cell.value, cell.shown) == (date(2023, 3, 15), "2023-03-15")

    def test_cells_without_content_are_not_kept(self):
        rows = (
            '<row r="1"><c r="A1" s="1"/><c r="B1" t="s"/><c r="C1"><v></v></c><c r="D1" t="str"><v></v></c></row>'
        )
        assert only_table(workbook(sheet(rows))).cells == {}

    def test_rows_and_cells_without_numbers_count_on(self):
        rows = (
            "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
            '<row r="5"><c r="C5"><v>4</v></c><c><v>5</v></c></row><row><c r="B6"><v>6</v></c></row>'
        )
        cells = only_table(workbook(sheet(rows))).cells
        assert {place: str(cell.value) for place, cell in cells.items()} == {
            (1, 1): "1", (1, 3): "3", (5, 3): "4", (5, 4): "5", (6, 2): "6",
        }  # fmt: skip
        assert cells[5, 4].at.cell == "D5"


class TestFormulas:
    def test_cached_value_and_formula_come_together(self):
        cell = only_cell('<c r="H6" s="1"><f>F6/E6</f><v>0.94</v></c>', style=styles("0.00%"))
        assert (cell.formula, cell.value, cell.shown, cell.uncached) == ("F6/E6", Decimal("0.94"), "94.00%", False)

    @pytest.mark.parametrize("inner", ["<f>A2*2</f>", "<f>A2*2</f><v/>", "<f>A2*2</f><v></v>"])
    def test_without_cached_value(self, inner):
        cell = only_cell(f'<c r="A1">{inner}</c>')
        assert (cell.formula, cell.value, cell.shown, cell.uncached) == ("A2*2", None, "", True)

    def test_a_cached_empty_text_is_cached(self):
        cell = only_cell('<c r="A1" t="str"><f>IF(B1,"x","")</f><v></v></c>')
        assert (cell.value, cell.uncached) == ("", False)

    def test_members_of_a_shared_formula_hold_it_moved(self):
        rows = (
            '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$C$1</f><v>1</v></c></row>'
            '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
            '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c><c r="C3"><f t="shared" si="7"/><v>4</v></c></row>'
        )
        cells = only_table(workbook(sheet(rows))).cells
        assert [cell.formula for cell in cells.values()] == ["A1*$C$1", "A2*$C$1", "A3*$C$1", ""]

    def test_members_of_an_array_are_marked(self):
        rows = (
            '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1:D2*2</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
            '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><v>5</v></c></row>'
            '<row r="3"><c r="A3"><v>6</v></c></row>'
        )
        cells = only_table(workbook(sheet(rows))).cells
        assert [cell.formula for cell in cells.values()] == ["C1:D2*2"] * 4 + [None, None]

    def test_data_tables_are_marked(self):
        assert only_cell('<c r="B2"><f t="dataTable" ref="B2:B3" r1="A1"/><v>1</v></c>').formula == "TABLE(A1)"


class TestSheets:
    def test_order_names_and_states(self):
        one = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
        data = workbook(one, one, one, states=("", 'state="hidden"', 'state="veryHidden"'))
        tables = read(data).tables
        assert [(table.name, table.hidden, table.cells[1, 1].hidden) for table in tables] == [
            ("甲1", False, False),
            ("甲2", True, True),
            ("甲3", True, True),
        ]

    def test_hidden_rows_and_columns(self):
        rows = (
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
            '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" ht="0"><c r="A3"><v>1</v></c></row>'
        )
        cells = only_table(workbook(sheet(rows, before='<cols><col min="2" max="3" hidden="1"/></cols>'))).cells
        assert {place: cell.hidden for place, cell in cells.items()} == {
            (1, 1): False, (1, 2): True, (2, 1): True, (3, 1): True,
        }  # fmt: skip

    def test_merges_keep_their_anchor_and_report_what_they_cover(self):
        rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="D1:E1"/><mergeCell ref="F1"/></mergeCells>'
        document = read(workbook(sheet(rows, after=merges)))
        cells = document.tables[0].cells
        assert {place: (cell.merge, cell.shown) for place, cell in cells.items()} == {
            (1, 1): ((2, 2), "1"),
            (1, 4): ((1, 2), ""),
        }
        ((place, words),) = document.notes
        assert (place.place, "遮住" in words) == ("甲1!B1", True)
        assert document.tables[0].get(2, 2) is cells[1, 1]

    def test_overlapping_merges_are_reported(self):
        merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
        document = read(workbook(sheet(after=merges)))
        assert list(document.tables[0].cells) == [(1, 1)]
        assert "重叠" in document.notes[0][1]

    def test_classic_comments_without_the_placeholders_of_threads(self):
        comments = (
            f'<comments xmlns="{MAIN}"><authors><author>审核人</author><author>tc={{1}}</author></authors><commentList>'
            '<comment ref="A1" authorId="0"><text><r><t>已</t></r><r><t>核对</t></r></text></comment>'
            '<comment ref="B1" authorId="1"><text><t>[Threaded comment]</t></text></comment>'
            '<comment ref="C9" authorId="0"><text><t>空格上的批注</t></text></comment></commentList></comments>'
        )
        extra = {
            "xl/comments1.xml": comments,
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", "comments", "../comments1.xml")),
        }
        table = only_table(workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), extra=extra))
        assert {place: cell.comment for place, cell in table.cells.items()} == {
            (1, 1): "已核对",
            (9, 3): "空格上的批注",
        }

    def test_chart_sheets_are_noted(self):
        made = parts(sheet(), '<chartsheet xmlns="x"/>')
        links = relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "chartsheet", "worksheets/sheet2.xml")
        )
        document = read(zipped(made | {"xl/_rels/workbook.xml.rels": links}))
        assert [table.name for table in document.tables] == ["甲1"]
        assert [(at.place, "图表" in words) for at, words in document.notes] == [("甲2", True)]


class TestForeignWriters:
    def test_strict_files(self):
        data = zipped(
            {
                name: content.replace(MAIN, STRICT_MAIN).replace(RELATIONS, STRICT_RELATIONS)
                for name, content in parts(
                    sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row>'),
                    strings="<si><t>甲</t></si>",
                    style=styles("0%"),
                ).items()
            }
        )
        assert [cell.shown for cell in only_table(data).cells.values()] == ["甲", "50%"]

    def test_absolute_targets_other_case_backslashes_and_prefixes(self):
        made = parts(sheet('<row r="1"><c r="A1"><v>7</v></c></row>'))
        made["xl/_rels/workbook.xml.rels"] = relations(("rId1", "worksheet", "/XL/Worksheets/Sheet1.xml"))
        made["xl/worksheets/sheet1.xml"] = (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
            "</x:sheetData></x:worksheet>"
        )
        data = zipped({name.replace("/", "\\"): content for name, content in made.items()})
        assert only_table(data).cells[1, 1].shown == "7"

    def test_a_fill_that_is_no_fill(self):
        style = styles("0%").replace("<cellXfs>", "<fills><fill><nonsense/></fill><fill/></fills><cellXfs>")
        assert only_cell('<c r="A1" s="1"><v>0.5</v></c>', style=style).shown == "50%"

    def test_anchors_of_drawings_are_not_rows(self):
        after = (
            '<controls xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><d:from><d:col>2'
            "</d:col><d:row>9</d:row></d:from></controls>"
        )
        data = workbook(sheet('<row r="1"><c r="A1"><v>7</v></c></row>', after=after))
        assert list(only_table(data).cells) == [(1, 1)]

    @pytest.mark.parametrize("dimension", ["A1", "A1:B2", "A1:XFD1048576"])
    def test_the_dimension_is_not_trusted(self, dimension):
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 300))
        data = workbook(sheet(rows, before=f'<dimension ref="{dimension}"/>'))
        assert len(only_table(data).cells) == 299


class TestFarAway:
    """Sparse sheets cost what they hold, not what they span."""

    def calls(self, data, cells):
        read = []
        count = calls_of(lambda: read.append(only_table(data)))
        assert len(read[0].cells) == cells
        return count

    def test_one_cell_in_the_last_corner(self):
        assert self.calls(workbook(sheet('<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>')), 1) < 5_000

    def test_styled_blanks(self):
        rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 60_001))
        assert self.calls(workbook(sheet(rows)), 0) < 60_000 * 30

    def test_one_merge_over_everything(self):
        rows = '<row r="1"><c r="A1"><v>5</v></c></row>'
        data = workbook(sheet(rows, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
        assert self.calls(data, 1) < 5_000
        table = only_table(data)
        assert table.get(1048576, 16384) is table.cells[1, 1]

    def test_many_merges(self):
        merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 30_001))
        assert self.calls(workbook(sheet(after=f"<mergeCells>{merges}</mergeCells>")), 30_000) < 30_000 * 90

    def test_merges_that_all_overlap(self):
        merges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 5_001))
        document = read(workbook(sheet(after=f"<mergeCells>{merges}</mergeCells>")))
        assert len(document.notes) <= 20


class TestRefusals:
    def reason(self, data):
        with pytest.raises(ReadingError) as caught:
            read(data)
        return caught.value.reason

    def test_a_sheet_that_is_gone(self):
        made = parts(sheet(), sheet())
        del made["xl/worksheets/sheet2.xml"]
        assert "工作表“甲2”的内容缺失" in self.reason(zipped(made))

    @pytest.mark.parametrize(
        "rows", ['<row r="1048577"/>', '<row r="x"/>', '<row r="1"><c r="XFE1"><v>1</v></c></row>']
    )
    def test_places_outside_a_sheet(self, rows):
        assert "工作表“甲1”里有不存在的位置" in self.reason(workbook(sheet(rows)))

    def test_a_merge_that_is_no_range(self):
        data = workbook(sheet(after='<mergeCells><mergeCell ref="A1:"/></mergeCells>'))
        assert "合并区域 A1:" in self.reason(data)

    def test_a_shared_string_that_is_gone(self):
        data = workbook(sheet('<row r="1"><c r="A1" t="s"><v>3</v></c></row>'), strings="<si><t>甲</t></si>")
        assert "第 3 条" in self.reason(data)


contents = st.one_of(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=8
    ).filter(lambda text: not text.startswith("=") and "_x" not in text),
    st.integers(-(10**12), 10**12),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 6)),
    st.booleans(),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001
)


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 40)), contents, max_size=12),
    st.sets(st.tuples(st.integers(1, 30), st.integers(1, 40)), max_size=3),
)
def test_same_values_as_the_oracle(values, commented):
    book = openpyxl.Workbook()
    for (row, column), value in values.items():
        book.active.cell(row, column, value)
    for row, column in commented:
        book.active.cell(row, column).comment = Comment("看", "人")
    data = saved(book)
    oracle = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = only_table(data).cells
    assert set(cells) == set(values) | commented
    for (row, column), cell in cells.items():
        expected = oracle.cell(row, column).value
        got = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
        if isinstance(got, date) and not isinstance(got, datetime):
            got = datetime(got.year, got.month, got.day)  # noqa: DTZ001
        assert got == expected
        assert (cell.comment == "看") == ((row, column) in commented)
        assert cell.at.cell == f"{get_column_letter(column)}{row}"
