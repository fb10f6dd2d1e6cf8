"""Word documents: grids with spans, and only what a reader of the page sees."""

import pytest

from perfscore.core.errors import ReadingError
from perfscore.readers import docx
from perfscore.readers.source import Source
from unit.ooxml.workbooks import relations, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def read(body, *, comments=None, space=W):
    made = {
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{space}" xmlns:wps="x"><w:body>{body}</w:body></w:document>',
    }
    if comments:
        made["word/comments.xml"] = f'<w:comments xmlns:w="{space}">{comments}</w:comments>'
        made["word/_rels/document.xml.rels"] = relations(("rId1", "comments", "comments.xml"))
    return docx.read(Source("表.docx", zipped(made), "0" * 64))


def p(*runs):
    return (
        "<w:p>"
        + "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
        + "</w:p>"
    )


def tc(content="", properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


def tr(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows):
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


SPAN = '<w:gridSpan w:val="{}"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grid(table):
    return {place: (cell.shown, cell.merge) for place, cell in table.cells.items()}


def test_a_grid_with_spans():
    (table,) = read(
        tbl(
            tr(tc("绩效自评表", SPAN.format(3))),
            tr(tc("资金", DOWN), tc("全年预算数"), tc("得分")),
            tr(tc("", ON), tc("10"), tc("")),
            tr(tc("", ON), tc("20"), tc("9.4")),
            tr(tc("末", DOWN), tc("尾", SPAN.format(2) + DOWN)),
            tr(tc("", ON), tc("", SPAN.format(2) + ON)),
        )
    ).tables
    assert table.name == "表1"
    assert grid(table) == {
        (1, 1): ("绩效自评表", (1, 3)),
        (2, 1): ("资金", (3, 1)),
        (2, 2): ("全年预算数", (1, 1)),
        (2, 3): ("得分", (1, 1)),
        (3, 2): ("10", (1, 1)),
        (4, 2): ("20", (1, 1)),
        (4, 3): ("9.4", (1, 1)),
        (5, 1): ("末", (2, 1)),
        (5, 2): ("尾", (2, 2)),
    }
    assert table.cells[4, 3].at.place == "表1!C4"


def test_rows_that_begin_later_and_merges_that_do_not_fit():
    (table,) = read(
        tbl(
            tr(tc("甲", SPAN.format(2) + DOWN), tc("乙")),
            tr(tc("丙", ON), tc("丁"), properties='<w:gridBefore w:val="1"/>'),
            tr(tc("戊", ON)),
            tr(tc("己", SPAN.format("abc")), tc("庚", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")),
        )
    ).tables
    assert grid(table) == {
        (1, 1): ("甲", (1, 2)),
        (1, 3): ("乙", (1, 1)),
        (2, 2): ("丙", (1, 1)),
        (2, 3): ("丁", (1, 1)),
        (3, 1): ("戊", (1, 1)),
        (4, 1): ("己", (1, 1)),
        (4, 2): ("庚", (1, 2)),
    }


def test_what_a_merge_covers_is_noted_and_not_read():
    document = read(tbl(tr(tc("甲", DOWN)), tr(tc("藏", ON))))
    assert grid(document.tables[0]) == {(1, 1): ("甲", (2, 1))}
    ((at, words),) = document.notes
    assert (at.place, "遮住" in words) == ("表1!A2", True)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (p("一级", "指标"), "一级指标"),
        (p("甲") + p("") + p("乙"), "甲\n\n乙"),
        (p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:cr/></w:r>"), "甲\n乙\t丙-"),
        (p("甲", "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "<w:ins><w:r><w:t>插</w:t></w:r></w:ins>"), "甲插"),
        (p("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>"), "新"),
        (p("甲", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"), "甲"),
        (p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'), "显"),
        (p("m", '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'), "m²"),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:char="F0A8"/><w:t>否</w:t></w:r>'), "☑是□否"),
        (p("<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>"), "链控"),
        (p("<w:r><w:ruby><w:rt><w:r><w:t>zhi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>指</w:t></w:r></w:rubyBase></w:ruby></w:r>"), "指"),
        (p("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>", "3"), "3"),
        (f"<w:sdt><w:sdtContent>{p('控件里')}</w:sdtContent></w:sdt>", "控件里"),
    ],
)  # fmt: skip
def test_text_of_a_cell(content, shown):
    assert read(tbl(tr(tc(content)))).tables[0].cells[1, 1].shown == shown


def test_controls_around_rows_and_cells_and_deleted_or_hidden_rows():
    wrapped = f"<w:sdt><w:sdtContent>{tr(tc('甲'))}</w:sdtContent></w:sdt>"
    inner = f"<w:tr><w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt></w:tr>"
    (table,) = read(
        tbl(wrapped, tr(tc("删"), properties="<w:del/>"), inner, tr(tc("藏"), properties="<w:hidden/>"))
    ).tables
    assert [(place, cell.shown, cell.hidden) for place, cell in table.cells.items()] == [
        ((1, 1), "甲", False),
        ((2, 1), "乙", False),
        ((3, 1), "藏", True),
    ]


def test_paragraphs_before_a_table_are_its_caption():
    document = read(
        p("零")
        + p("一")
        + p("二")
        + p("三")
        + p(" ")
        + p("四")
        + p("五")
        + tbl(tr(tc("甲")))
        + p("六")
        + tbl(tr(tc("乙")))
    )
    assert [[cell.shown for cell in table.caption] for table in document.tables] == [
        ["一", "二", "三", "四", "五"],
        ["六"],
    ]
    assert document.tables[1].caption[0].at.place == "表2"


def test_paragraphs_after_a_table_stand_below_it():
    document = read(p("前") + tbl(tr(tc("甲"))) + p("注：一") + p("二") + tbl(tr(tc("乙"))) + p("末"))
    assert [[cell.shown for cell in table.below] for table in document.tables] == [["注：一", "二"], ["末"]]


def test_a_nested_table_is_a_table_of_its_own():
    document = read(tbl(tr(tc(p("外") + p("标题") + tbl(tr(tc("内"))) + p("")))) + tbl(tr(tc("后"))))
    assert [(table.name, [cell.shown for cell in table.cells.values()]) for table in document.tables] == [
        ("表1", ["外\n标题"]),
        ("表2", ["内"]),
        ("表3", ["后"]),
    ]
    assert [cell.shown for cell in document.tables[1].caption] == ["外", "标题"]


def test_comments_belong_to_the_cell_they_point_at():
    comments = f'<w:comment w:id="7">{p("请核对")}</w:comment>'
    cell = tc(p("甲", '<w:r><w:commentReference w:id="7"/></w:r>'))
    assert read(tbl(tr(cell)), comments=comments).tables[0].cells[1, 1].comment == "请核对"


def test_strict_documents():
    assert read(tbl(tr(tc("甲", SPAN.format(2)))), space=STRICT).tables[0].cells[1, 1].merge == (1, 2)


def test_text_boxes_and_documents_without_tables_are_noted():
    box = "<w:r><w:pict><wps:txbx><w:txbxContent>" + p("框") + "</w:txbxContent></wps:txbx></w:pict></w:r>"
    document = read(p("只有文字", box))
    assert document.tables == ()
    assert ["文本框" in words or "没有表格" in words for _, words in document.notes] == [True, True]


def test_a_document_without_body_is_refused():
    made = {
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{W}"/>',
    }
    with pytest.raises(ReadingError, match="没有正文"):
        docx.read(Source("表.docx", zipped(made), ""))
