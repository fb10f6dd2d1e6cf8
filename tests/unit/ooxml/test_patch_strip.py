"""Marks on what was added, and the way back."""

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
import zlib
from decimal import Decimal

import openpyxl
import pytest

import zippedbooks as zb
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch.marks import without_piece

COMMENTS = f'<comments xmlns="{zb.MAIN}"><authors><author>甲</author></authors><commentList><comment ref="A3" authorId="0"><text><t>原有</t></text></comment></commentList></comments>'


def source():
    return zb.package(
        sheet_rels=f'<Relationship Id="rId2" Type="{zb.KINDS}/comments" Target="../comments1.xml"/>',
        overrides=f'<Override PartName="/xl/comments1.xml" ContentType="{zb.SHEET_TYPE}comments+xml"/>',
        parts={"xl/comments1.xml": COMMENTS},
    )


def annotated(data, *, reversible=True):
    book = patch.open("x.xlsx", data=data, reversible=reversible)
    for row in (1, 2, 3):
        book.set_formula("表", f"E{row}", f"C{row}*2", Decimal("1.88"))
        book.set_fill("表", f"C{row}", "FFC7CE")
    book.set_value("表", "A1", "改过")
    book.set_value("表", "B3", Decimal("0.5"))
    book.set_value("表", "F1", "=甲")
    book.add_comment("表", "A3", "perfscore", "后加")
    book.add_comment("表", "C1", "perfscore", "新的\n两行")
    book.add_sheet("审核结果", [["序号", "问题"], [1, "甲"]])
    return book.to_bytes()


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def resaved(data, change=None, *, drop=()):
    """What another program makes of it: everything written anew; some forget the custom part."""
    book = read(data)
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    if drop:
        return out.getvalue()
    # openpyxl forgets custom parts; Excel and LibreOffice keep them.
    members, old = zb.members(out.getvalue()), zb.members(data)
    item = next(name for name in old if b"<facts>" in old[name][:300])
    relation = f'<Relationship Id="rId99" Type="{zb.KINDS}/customXml" Target="/{item}"/></Relationships>'
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", relation.encode()
    )
    members[item] = old[item]
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return again.getvalue()


def test_what_nobody_saved_since_comes_back_byte_for_byte():
    data = annotated(source())
    assert patch.check_package(Package("x", data)) == ()
    back, report = patch.stripped_bytes("x", data)
    assert back == source()
    assert report == patch.StripReport(exact=True)


def test_a_file_that_was_only_packed_anew_gives_the_original_parts():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in zb.members(annotated(source())).items():
            archive.writestr(name, content)
    back, report = patch.stripped_bytes("x", out.getvalue())
    assert report.exact
    assert zb.members(back) == zb.members(source())


def test_without_marks_there_is_nothing_to_take_back(tmp_path):
    with pytest.raises(patch.PatchError, match="没有 perfscore 的标注"):
        patch.stripped_bytes("x", annotated(source(), reversible=False))
    assert not patch.marker(Package("x", annotated(source(), reversible=False)))


def test_marking_twice_is_refused():
    data = annotated(source())
    with pytest.raises(patch.PatchError, match="--strip"):
        patch.open("x.xlsx", data=data, reversible=True)
    patch.open("x.xlsx", data=data)


def test_nothing_added_means_nothing_marked():
    data = source()
    assert (
        patch.open("x.xlsx", data=data, reversible=True).to_bytes() == patch.open("x.xlsx", data=data).to_bytes()
    )


def test_the_marker_tells_what_is_not_the_units_own():
    marker = patch.marker(Package("x", annotated(source())))
    assert marker.sheets == {"审核结果"}
    assert marker.owns_value("表", (2, 5), "1.880", "C2*2")
    assert not marker.owns_value("表", (2, 5), "7", None)
    assert marker.owns_value("表", (3, 2), "0.50", None)
    assert not marker.owns_value("表", (3, 2), "0.51", None)
    assert not marker.owns_value("表", (9, 9), "0.5", None)
    assert marker.foreign_comment("表", (3, 1), "原有\n后加") == "原有"
    assert marker.foreign_comment("表", (1, 3), "新的\n两行") is None
    assert marker.foreign_comment("表", (1, 3), "新的\n两行\n复核人：同意") == "复核人：同意"
    assert marker.foreign_comment("表", (1, 3), "改写") == "改写"


@pytest.mark.parametrize("drop", [(), ("custom",)], ids=["part kept", "part lost"])
def test_another_program_saved_it(drop):
    data = resaved(annotated(source()), drop=drop)
    assert patch.marker(Package("x", data)).sheets == {"审核结果"}
    back, report = patch.stripped_bytes("x", data)
    assert patch.check_package(Package("x", back)) == ()
    assert not report.exact
    book = read(back)
    assert book.sheetnames == ["表", "乙"]
    assert not [name for name in book.defined_names if "perfscore" in name]
    sheet = book["表"]
    assert [sheet[f"E{row}"].value for row in (1, 2, 3)] == [None, None, None]
    assert sheet["F1"].value is None
    assert {sheet[f"C{row}"].fill.fill_type for row in (1, 2, 3)} == {None}
    assert sheet["C1"].number_format == "0.00%"
    assert sheet["C1"].comment is None
    assert sheet["A3"].comment.text == "原有"
    if drop:
        assert sheet["A1"].value == "改过"
        assert [line for line in report.kept if "原来的内容已无记录" in line]
        assert report.changed is None
    else:
        assert (sheet["A1"].value, sheet["B3"].value) == ("指标", "=SUM(B1:B2)")
        assert report.kept == ()
        # openpyxl drops the results of formulas.
        assert report.changed == ()
    assert "工作表“审核结果”" in report.removed
    with pytest.raises(patch.PatchError, match="没有 perfscore"):
        patch.stripped_bytes("x", back)


def test_what_a_reviewer_changed_is_kept_and_told():
    def review(book):
        sheet = book["表"]
        sheet["E2"] = 99
        sheet["C1"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00FF00")
        sheet["C1"].comment = openpyxl.comments.Comment("复核：同意", "复核人")
        sheet["A3"] = "改了原文"
        sheet["D9"] = "备注"
        book["审核结果"].title = "结果一览"
        # Office programs let names follow by themselves.
        for name in book.defined_names.values():
            name.attr_text = name.attr_text.replace("审核结果", "结果一览")

    back, report = patch.stripped_bytes("x", resaved(annotated(source()), review))
    sheet = read(back)["表"]
    assert (sheet["E2"].value, sheet["C1"].fill.fgColor.rgb, sheet["C1"].comment.text) == (
        99,
        "FF00FF00",
        "复核：同意",
    )
    assert read(back).sheetnames == ["表", "乙"]
    assert sorted(report.kept) == [
        "表!C1 的底色已被改动，予以保留",
        "表!C1 的批注已被改动，予以保留",
        "表!E2 的内容已被改动，予以保留",
    ]
    assert report.changed == (
        "表!E2：原为“”，现为“99”",
        "表!A3：原为“得分”，现为“改了原文”",
        "表!D9：原为“”，现为“备注”",
    )


def test_fills_come_back_as_they_were():
    data = resaved(annotated_fill())
    back, report = patch.stripped_bytes("x", data)
    assert read(back)["表"]["A1"].fill.fgColor.rgb == "FFDDEBF7"
    assert report.kept == ()


def annotated_fill():
    cells = '<sheetData><row r="1"><c r="A1" s="2"><v>1</v></c></row></sheetData>'
    book = patch.open("x.xlsx", data=zb.package(cells), reversible=True)
    book.set_fill("表", "A1", "FFC7CE")
    book.set_fill("表", "A1", "C6EFCE")
    return book.to_bytes()


def test_strip_writes_beside_the_source(tmp_path):
    path, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(annotated(source()))
    assert patch.strip(path, out).exact
    assert out.read_bytes() == source()
    with pytest.raises(patch.PatchError, match="输出文件就是原文件"):
        patch.strip(path, path)


def test_a_damaged_way_back_leaves_the_marks():
    data = annotated(source())
    members = zb.members(data)
    item = next(name for name in members if b"<facts>" in members[name][:300])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content.replace(b"<data>", b"<data>!") if name == item else content)
    back, report = patch.stripped_bytes("x", out.getvalue())
    assert not report.exact
    assert read(back).sheetnames == ["表", "乙"]
    assert not [name for name in zb.members(back) if name.startswith("customXml")]


def test_other_custom_parts_stay():
    own = zb.package(
        workbook_rels=f'<Relationship Id="rId8" Type="{zb.KINDS}/customXml" Target="../customXml/item1.xml"/>',
        parts={"customXml/item1.xml": "<unit/>"},
    )
    data = annotated(own)
    assert zb.members(data)["customXml/item1.xml"] == b"<unit/>"
    assert patch.stripped_bytes("x", data)[0] == own


@pytest.mark.parametrize(
    ("text", "piece", "rest"),
    [("a\nb", "b", "a"), ("b\nc", "b", "c"), ("a\nb\nc", "b", "a\nc"), ("a", "b", None), ("b", "b", "")],
)
def test_a_piece_of_a_comment_is_found_again(text, piece, rest):
    from perfscore.ooxml.patch.marks import comment_details

    assert without_piece(text, comment_details(piece)) == rest


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saved_it(tmp_path):
    path = tmp_path / "in" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(annotated(source()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = (tmp_path / "a.xlsx").read_bytes()
    marker = patch.marker(Package("x", data))
    assert marker.sheets == {"审核结果"}
    assert marker.owns_value("表", (3, 2), "0.5", None)
    assert marker.foreign_comment("表", (3, 1), "原有\n后加") == "原有"
    back, report = patch.stripped_bytes("x", data)
    assert not report.exact
    assert (report.kept, report.changed) == ((), ())
    assert patch.check_package(Package("x", back)) == ()
    sheet = read(back)["表"]
    assert (sheet["A1"].value, sheet["B3"].value, sheet["E1"].value) == ("指标", "=SUM(B1:B2)", None)
    assert (sheet["C1"].fill.fill_type, sheet["C1"].comment, sheet["A3"].comment.text) == (None, None, "原有")
    assert read(back).sheetnames == ["表", "乙"]


def test_marks_over_a_million_rows_take_no_time():
    names = "".join(
        f'<definedName name="_perfscore.value.{n}.b.formula" hidden="1">表!$E$1:$E$1048576</definedName>'
        for n in range(1, 300)
    )
    data = zb.package(workbook=f"<definedNames>{names}</definedNames>")
    marker = patch.marker(Package("x", data))
    assert marker.owns_value("表", (9, 5), None, "A1")
    assert not patch.stripped_bytes("x", data)[1].exact


def test_a_way_back_that_would_fill_the_memory_is_not_taken():
    data = annotated(source())
    members = zb.members(data)
    item = next(name for name in members if b"<facts>" in members[name][:300])
    facts = re.search(rb"<facts>(.*?)</facts>", members[item])[1]
    known = json.loads(zlib.decompress(base64.b64decode(facts)))
    known["records"].append(["x", 1 << 40, False])
    forged = base64.b64encode(zlib.compress(json.dumps(known).encode()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content.replace(facts, forged))
    assert not patch.stripped_bytes("x", out.getvalue())[1].exact
