"""Files that are odd but allowed, or wrong already: a change goes through and adds nothing wrong."""

from __future__ import annotations

import io
import zipfile

import pytest

import zippedbooks as zb
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.ooxml.sheet import read_sheet

CUSTOM = f"{zb.KINDS}/customXml"


def changed(data):
    """The copy after one change of every kind, with the way back."""
    book = patch.open("x.xlsx", data=data, reversible=True)
    book.set_value("表", "D1", "新")
    book.set_fill("表", "A1", "FFC7CE")
    book.add_comment("表", "A1", "perfscore", "批注")
    book.add_sheet("审核结果", [["问题"]])
    return book.to_bytes()


ODD = {
    "a comment between cells": {
        "cells": '<sheetData><row r="1"><c r="A1"><v>1</v></c><!-- x --><c r="C1"><v>2</v></c></row></sheetData>'
    },
    "a style number out of range": {
        "cells": '<sheetData><row r="1"><c r="C1" s="99"><v>1</v></c></row></sheetData>'
    },
    "more faults than are listed": {
        "parts": {f"xl/media/image{n}.png": b"x" for n in range(30)},
        "styles": zb.STYLES.replace('<cellXfs count="3">', '<cellXfs count="9">'),
    },
}


@pytest.mark.parametrize("options", ODD.values(), ids=ODD)
def test_a_change_goes_through_and_is_taken_back(options):
    source = zb.package(**options)
    data = changed(source)
    assert patch.stripped_bytes("x", data)[0] == source


def test_a_cell_stands_behind_the_last_one_whatever_else_is_in_the_row():
    data = changed(zb.package(**ODD["a comment between cells"]))
    row = zb.members(data)["xl/worksheets/sheet1.xml"].decode()
    assert row.index('r="A1"') < row.index('r="C1"') < row.index('r="D1"')


def test_relationships_that_were_declared_one_by_one_are_declared():
    source = zb.package()
    parts = zb.members(source)
    ending = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    kind = 'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    own = "".join(f'<Override PartName="/{name}" {kind}' for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].decode().replace(ending, own).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert patch.check_package(Package("x", changed(out.getvalue()))) == ()


def test_comments_are_no_cells():
    cells = "<sheetData><row><c><v>1</v></c><!-- x --><?y z?><c><v>2</v></c></row></sheetData>"
    sheet = read_sheet(Package("x", zb.package(cells)), "xl/worksheets/sheet1.xml", "表")
    assert {place: cell.text for place, cell in sheet.cells.items()} == {(1, 1): "1", (1, 2): "2"}


def test_a_link_to_a_place_is_no_lost_part():
    link = f'<Relationship Id="rId1" Type="{zb.KINDS}/hyperlink" Target="#乙!A1"/>'
    assert patch.check_package(Package("x", zb.package(sheet_rels=link))) == ()


def test_the_remark_behind_the_directory_stays():
    out = io.BytesIO(zb.package())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = "留档".encode()
    data = changed(out.getvalue())
    assert Package("x", data).comment.decode() == "留档"
    assert patch.stripped_bytes("x", data)[0] == out.getvalue()


def test_comments_that_two_sheets_share_are_left_alone():
    comments = (
        f'<comments xmlns="{zb.MAIN}"><authors><author>a</author></authors><commentList><comment ref="B1" authorId="0">'
        "<text><t>x</t></text></comment></commentList></comments>"
    )
    entry = f'<Relationship Id="rId1" Type="{zb.KINDS}/comments" Target="../comments1.xml"/>'
    other = f'<Relationships xmlns="{zb.RELS}">{entry}</Relationships>'
    source = zb.package(
        sheet_rels=entry,
        overrides=f'<Override PartName="/xl/comments1.xml" ContentType="{zb.SHEET_TYPE}comments+xml"/>',
        parts={"xl/comments1.xml": comments, "xl/worksheets/_rels/sheet2.xml.rels": other},
    )
    book = patch.open("x.xlsx", data=source)
    with pytest.raises(patch.PatchError, match="共用同一个批注部件"):
        book.add_comment("表", "A1", "perfscore", "批注")
    book.set_value("表", "A1", 1)
    assert zb.members(book.to_bytes())["xl/comments1.xml"].decode() == comments


def test_items_of_others_get_properties_for_the_time_being():
    """LibreOffice drops one item for each that has no properties, and ours must not be the one."""
    source = zb.package(
        workbook_rels=f'<Relationship Id="rId9" Type="{CUSTOM}" Target="../customXml/item1.xml"/>',
        parts={"customXml/item1.xml": "<own/>"},
    )
    data = changed(source)
    parts = zb.members(data)
    assert sum(name.startswith("customXml/itemProps") for name in parts) == 2
    assert patch.check_package(Package("x", data)) == ()
    assert patch.stripped_bytes("x", data)[0] == source
    # Saved by somebody else, the copy is taken back mark by mark.
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(
                name, content.replace(b"<calcPr", b"<!-- x --><calcPr") if name == "xl/workbook.xml" else content
            )
    back, report = patch.stripped_bytes("x", out.getvalue())
    assert not report.exact
    assert not any("itemProps" in name for name in zb.members(back))
    assert zb.members(back)["customXml/item1.xml"] == b"<own/>"


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="a">'
    '<x:ClientData ObjectType="{kind}"><x:Anchor> 9, 0, 4, 0, 10, 20, 5, 3</x:Anchor></x:ClientData></v:shape></xml>'
)
CORNER = "<x:{0}><x:col>{1}</x:col><x:colOff>{2}</x:colOff><x:row>{3}</x:row><x:rowOff>0</x:rowOff></x:{0}>"


def drawn(body):
    """A workbook whose first sheet has a drawing."""
    return {
        "after": '<drawing r:id="rId1"/>',
        "sheet_rels": f'<Relationship Id="rId1" Type="{zb.KINDS}/drawing" Target="../drawings/drawing1.xml"/>',
        "parts": {
            "xl/drawings/drawing1.xml": f'<x:wsDr xmlns:x="{DRAWING}" xmlns:mc="{CHOICE}">{body}</x:wsDr>',
        },
    }


def related(kind, part, content, **options):
    """A workbook whose first sheet points at one more part."""
    entry = f'<Relationship Id="rId1" Type="{zb.KINDS}/{kind}" Target="../{part}"/>'
    return {"sheet_rels": entry, "parts": {f"xl/{part}": content}, **options}


TAKEN = {
    "between two corners": (
        drawn(
            f"<x:twoCellAnchor>{CORNER.format('from', 9, 0, 4)}{CORNER.format('to', 10, 0, 5)}</x:twoCellAnchor>"
        ),
        "J5:K6",
    ),
    "a control in a choice": (
        drawn(
            f"<mc:AlternateContent><mc:Choice><x:twoCellAnchor>{CORNER.format('from', 9, 0, 4)}"
            f"{CORNER.format('to', 10, 0, 5)}</x:twoCellAnchor></mc:Choice></mc:AlternateContent>"
        ),
        "J5:K6",
    ),
    # 64 pixels a column, 20 a row: from 32 pixels into I on, 64 pixels wide.
    "from a corner on": (
        drawn(
            f'<x:oneCellAnchor>{CORNER.format("from", 8, 32 * 9525, 4)}<x:ext cx="{64 * 9525}" cy="{30 * 9525}"/>'
            "</x:oneCellAnchor>"
        ),
        "I5:J6",
    ),
    "from a place on": (
        drawn(
            f'<x:absoluteAnchor><x:pos x="{9 * 64 * 9525}" y="{80 * 9525}"/><x:ext cx="9525" cy="{21 * 9525}"/>'
            "</x:absoluteAnchor>"
        ),
        "J5:J6",
    ),
    "a button": (
        related("vmlDrawing", "vml1.vml", VML.format(kind="Button"), after='<legacyDrawing r:id="rId1"/>'),
        "J5:K6",
    ),
    "a table": (related("table", "tables/t1.xml", f'<table xmlns="{zb.MAIN}" ref="J5:K6"/>'), "J5:K6"),
    "a pivot table": (
        related(
            "pivotTable",
            "pivotTables/p1.xml",
            f'<pivotTableDefinition xmlns="{zb.MAIN}"><location ref="J5:K6"/></pivotTableDefinition>',
        ),
        "J5:K6",
    ),
    "an array formula": (
        {
            "cells": '<sheetData><row r="5"><c r="J5"><f t="array" ref="J5:K6">A1:B2</f><v>1</v></c></row></sheetData>'
        },
        "J5:K6",
    ),
}


@pytest.mark.parametrize(("options", "area"), TAKEN.values(), ids=TAKEN)
def test_what_lies_on_cells_or_holds_them_is_known(options, area):
    book = patch.open("x.xlsx", data=zb.package(**options))
    assert [str(one) for one in book.view.taken("表")] == [area]


def test_boxes_of_comments_take_no_cells():
    options = related("vmlDrawing", "vml1.vml", VML.format(kind="Note"), after='<legacyDrawing r:id="rId1"/>')
    assert list(patch.open("x.xlsx", data=zb.package(**options)).view.taken("表")) == []


@pytest.mark.parametrize("column", ['hidden="1"', 'width="0"'])
def test_columns_that_nobody_sees_are_hidden(column):
    book = patch.open("x.xlsx", data=zb.package(before=f'<cols><col min="4" max="5" {column}/></cols>'))
    assert [book.view.hides_column("表", number) for number in (3, 4, 5, 6)] == [False, True, True, False]


@pytest.mark.parametrize("behind", ["<!-- x -->", "\n<!-- x -->\n<!-- y -->", ""])
def test_a_drawing_may_end_in_a_comment(behind):
    drawing = VML.format(kind="Button") + behind
    options = related("vmlDrawing", "vml1.vml", drawing, after='<legacyDrawing r:id="rId1"/>')
    types = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    source = zb.package(**options, overrides=types)
    data = changed(source)
    assert zb.members(data)["xl/vml1.vml"].decode().count("<v:shape ") == 2
    assert patch.stripped_bytes("x", data)[0] == source
