"""Comments: into new parts, existing ones, beside form controls; threads are left alone."""

import io
import re

import openpyxl
import pytest
from openpyxl.comments import Comment

import zippedbooks as zb
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package

COMMENTS = (
    f'<comments xmlns="{zb.MAIN}"><authors><author>单位经办</author></authors><commentList><comment ref="A1" authorId="0">'
    '<text><r><rPr><b/><sz val="9"/></rPr><t>原有</t></r><rPh sb="0" eb="1"><t>yuan</t></rPh></text></comment><comment ref="C1" authorId="0">'
    "<text><t>只有文字</t></text></comment></commentList></comments>"
)
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="3"/></o:shapelayout>'
    '<v:shape id="_x0000_s3073" type="#_x0000_t201"><x:ClientData ObjectType="Checkbox"><br><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>'
)
VML_TYPE = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
COMMENTS_TYPE = f'<Override PartName="/xl/comments7.xml" ContentType="{zb.SHEET_TYPE}comments+xml"/>'
VML_RELATION = f'<Relationship Id="rId1" Type="{zb.KINDS}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
COMMENTS_RELATION = f'<Relationship Id="rId2" Type="{zb.KINDS}/comments" Target="../comments7.xml"/>'


def saved(book):
    data = book.to_bytes()
    assert patch.check_package(Package("x", data)) == ()
    return data


def commented(book, cell="B2", text="得分超过分值"):
    book.add_comment("表", cell, "perfscore", text)
    return saved(book)


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))["表"]


def opened(data, **options):
    return patch.open("x.xlsx", data=data, **options)


def with_comments(drawing=DRAWING, comments=COMMENTS):
    return zb.package(
        after='<legacyDrawing r:id="rId1"/>', sheet_rels=VML_RELATION + COMMENTS_RELATION, overrides=VML_TYPE + COMMENTS_TYPE,
        parts={"xl/comments7.xml": comments, "xl/drawings/vmlDrawing1.vml": drawing},
    )  # fmt: skip


def test_the_first_comment_of_a_sheet_brings_its_parts():
    data = commented(opened(zb.package()), text="第一行\n第二行")
    comment = read(data)["B2"].comment
    assert (comment.author, comment.text) == ("perfscore", "第一行\n第二行")
    drawing = zb.members(data)["xl/drawings/vmlDrawing1.vml"].decode()
    assert "<x:Row>1</x:Row><x:Column>1</x:Column>" in drawing
    assert 'id="_x0000_s1025"' in drawing
    assert "visibility:hidden" in drawing


def test_many_comments_have_boxes_with_numbers_of_their_own():
    book = opened(zb.package())
    for row in range(1, 1200):
        book.add_comment("表", f"B{row}", "perfscore", f"第{row}行")
    book.add_comment("乙", "A1", "perfscore", "另一张表")
    members = zb.members(saved(book))
    first, second = (
        members["xl/drawings/vmlDrawing1.vml"].decode(),
        members["xl/drawings/vmlDrawing2.vml"].decode(),
    )
    numbers = re.findall(r'id="_x0000_s(\d+)"', first + second)
    assert len(numbers) == len(set(numbers)) == 1200


def test_boxes_are_added_to_a_drawing_that_is_no_xml_and_keeps_its_controls():
    data = commented(opened(with_comments()))
    drawing = zb.members(data)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.startswith(DRAWING.removesuffix("</xml>"))
    assert drawing.endswith("</v:shape></xml>")
    assert 'id="_x0000_s3074"' in drawing
    assert drawing.count("_x0000_t202") == 2
    sheet = read(data)
    assert (sheet["A1"].comment.text, sheet["B2"].comment.text) == ("原有", "得分超过分值")
    assert sheet["B2"].comment.author == "perfscore"


def test_controls_without_comments_keep_their_drawing():
    source = zb.package(
        after='<legacyDrawing r:id="rId1"/>', sheet_rels=VML_RELATION, overrides=VML_TYPE,
        parts={"xl/drawings/vmlDrawing1.vml": DRAWING},
    )  # fmt: skip
    data = commented(opened(source))
    assert "xl/drawings/vmlDrawing2.vml" not in zb.members(data)
    assert "Checkbox" in zb.members(data)["xl/drawings/vmlDrawing1.vml"].decode()


@pytest.mark.parametrize(("cell", "before"), [("A1", "原有"), ("C1", "只有文字")])
def test_a_cell_that_has_a_comment_gets_more_text_behind_it(cell, before):
    data = commented(opened(with_comments()), cell)
    comment = read(data)[cell].comment
    assert (comment.author, comment.text) == ("单位经办", f"{before}\n得分超过分值")
    if cell == "A1":
        text = zb.members(data)["xl/comments7.xml"].decode()
        assert text.index("<b/>") < text.index("得分超过分值") < text.index("<rPh")


def test_a_second_comment_at_the_same_cell_stands_below_the_first():
    book = opened(zb.package())
    book.add_comment("表", "B2", "perfscore", "一")
    book.add_comment("表", "B2", "perfscore", "二")
    data = saved(book)
    assert read(data)["B2"].comment.text == "一\n二"
    assert zb.members(data)["xl/drawings/vmlDrawing1.vml"].decode().count("<v:shape ") == 1


def test_threaded_comments_are_left_alone():
    thread = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" id="{1}"><text>x</text></threadedComment></ThreadedComments>'
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    source = zb.package(
        sheet_rels=f'<Relationship Id="rId1" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/>',
        overrides='<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>',
        parts={"xl/threadedComments/threadedComment1.xml": thread},
    )
    book = opened(source)
    with pytest.raises(patch.PatchError, match=r"x.xlsx 表!B2：单元格带有会话批注"):
        book.add_comment("表", "B2", "perfscore", "x")
    book.add_comment("表", "B3", "perfscore", "x")
    assert zb.members(saved(book))["xl/threadedComments/threadedComment1.xml"].decode() == thread


def test_the_placeholder_of_a_thread_counts_as_one():
    source = with_comments(comments=COMMENTS.replace("单位经办", "tc={8A7}"))
    with pytest.raises(patch.PatchError, match="会话批注"):
        opened(source).add_comment("表", "A1", "perfscore", "x")


def test_a_broken_drawing_is_refused_and_nothing_is_changed():
    source = with_comments(drawing="<xml><v:shape")
    book = opened(source)
    with pytest.raises(patch.PatchError, match="图形部件已损坏"):
        book.add_comment("表", "B2", "perfscore", "x")
    assert zb.members(book.to_bytes()) == zb.members(source)


def test_an_empty_drawing_is_opened():
    assert read(commented(opened(with_comments(drawing="<xml/>"))))["B2"].comment.text == "得分超过分值"


@pytest.mark.parametrize("text", ["", "\n", " ", "长" * 32_001])
def test_texts_that_make_no_comment(text):
    with pytest.raises(patch.PatchError, match="批注为空，或"):
        opened(zb.package()).add_comment("表", "B2", "perfscore", text)


def test_comments_that_openpyxl_wrote(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.active["A1"].comment = Comment("甲", "某人")
    book.save(tmp_path / "a.xlsx")
    changed = patch.open(tmp_path / "a.xlsx")
    changed.add_comment("表", "A1", "perfscore", "乙")
    changed.add_comment("表", "A2", "perfscore", "丙")
    sheet = read(saved(changed))
    assert (sheet["A1"].comment.text, sheet["A2"].comment.text) == ("甲\n乙", "丙")


def test_header_pictures_and_controls_stay_where_they_are():
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">'
        '<controls><control shapeId="3073" r:id="rId9" name="a"/></controls></mc:Choice></mc:AlternateContent>'
    )
    relation = (
        VML_RELATION + f'<Relationship Id="rId9" Type="{zb.KINDS}/ctrlProp" Target="../ctrlProps/ctrlProp1.xml"/>'
    )
    source = zb.package(
        after=f'<legacyDrawingHF r:id="rId1"/>{choice}<extLst/>', sheet_rels=relation, overrides=VML_TYPE,
        parts={"xl/drawings/vmlDrawing1.vml": DRAWING, "xl/ctrlProps/ctrlProp1.xml": "<formControlPr/>"},
    )  # fmt: skip
    members = zb.members(commented(opened(source)))
    assert members["xl/drawings/vmlDrawing1.vml"].decode() == DRAWING
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    assert re.search(r'<legacyDrawing r:id="rId\d+"/><legacyDrawingHF r:id="rId1"/><mc:AlternateContent', sheet)
    assert 'data="4"' in members["xl/drawings/vmlDrawing2.vml"].decode()
