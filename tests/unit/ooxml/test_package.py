"""The guarded zip layer: what it hands out, and what it refuses by name."""

import io
import struct
import zipfile
import zlib

import pytest

from perfscore.core.errors import ReadingError
from perfscore.ooxml.package import Bounds, Package, resolve
from unit.ooxml.workbooks import parts, relations, sheet, workbook, zipped

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><worksheet>&i;</worksheet>"
)


def opened(data: bytes, **bounds: int) -> Package:
    return Package("表.xlsx", data, Bounds(**bounds))


def refused(data: bytes, name: str = "xl/worksheets/sheet1.xml", **bounds: int) -> str:
    with pytest.raises(ReadingError) as caught:
        opened(data, **bounds).xml(name)
    assert caught.value.file == "表.xlsx"
    return caught.value.reason


def test_parts_are_found_without_regard_to_case_and_read_whole():
    package = opened(workbook(sheet("<row r='1'/>")))
    assert package.main == "xl/workbook.xml"
    assert package.find("XL/Worksheets/SHEET1.xml") == "xl/worksheets/sheet1.xml"
    assert "xl/nowhere.xml" not in package
    assert package.xml("xl/Workbook.xml").tag.endswith("}workbook")
    assert package.content_type("xl/workbook.xml").endswith("sheet.main+xml")
    assert package.content_type("xl/worksheets/sheet1.xml") == "application/xml"


def test_members_are_handed_out_with_the_bytes_as_stored():
    data = workbook(sheet("<row r='1'/>"))
    member = opened(data).member("xl/worksheets/sheet1.xml")
    assert member.compressed in data
    assert zlib.decompress(member.compressed, -15).decode() == sheet("<row r='1'/>")
    assert zlib.crc32(sheet("<row r='1'/>").encode()) == member.info.CRC


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../comments1.xml", "xl/comments1.xml"),
        ("xl/workbook.xml", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/workbook.xml", "../../../etc/passwd", "etc/passwd"),
        ("xl/workbook.xml", "media/%E5%9B%BE.png", "xl/media/图.png"),
    ],
)
def test_targets_resolve_to_parts(source, target, part):
    assert resolve(source, target) == part


def test_relationships_have_the_same_kind_in_strict_and_transitional_files():
    strict = relations(
        ("rId1", "officeDocument", "/xl/workbook.xml"),
        kind="http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    package = opened(zipped(parts(sheet()) | {"_rels/.rels": strict}))
    (only,) = package.relationships()
    assert (only.kind, only.target, only.external) == ("officeDocument", "xl/workbook.xml", False)


def test_external_targets_are_left_alone():
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/hyperlink" Target="http://example.org/a" TargetMode="External"/></Relationships>'
    )
    package = opened(workbook(sheet(), extra={"xl/worksheets/_rels/sheet1.xml.rels": links}))
    (only,) = package.relationships("xl/worksheets/sheet1.xml")
    assert only.external
    assert only.target == "http://example.org/a"
    assert package.related("xl/worksheets/sheet1.xml", "hyperlink") is None


def test_backslash_names_are_parts():
    made = {name.replace("/", "\\"): content for name, content in parts(sheet("<row r='1'/>")).items()}
    assert opened(zipped(made)).xml("xl/worksheets/sheet1.xml").tag.endswith("}worksheet")


def test_a_workbook_without_root_relationships_is_found_by_its_content_type():
    made = parts(sheet())
    del made["_rels/.rels"]
    assert opened(zipped(made)).main == "xl/workbook.xml"


class TestRefusals:
    def test_a_bomb_is_not_unpacked(self, monkeypatch):
        data = workbook(b"\0" * 60_000_000)
        monkeypatch.setattr(zlib, "decompressobj", None)
        reason = refused(data)
        assert "xl/worksheets/sheet1.xml" in reason
        assert "压缩炸弹" in reason

    def test_too_large_in_sum_and_alone(self):
        data = workbook("a" * 5000, "b" * 5000)
        assert "共" in refused(data, total=8000)
        assert "xl/worksheets/sheet1.xml" in refused(data, part=4000)

    def test_too_many_members(self):
        assert "6 个成员" in refused(workbook(sheet(), sheet()), members=5)

    def test_a_lying_directory(self):
        data = bytearray(workbook("<a>" + "x" * 100_000 + "</a>"))
        info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/worksheets/sheet1.xml")
        at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
        data[at + 24 : at + 28] = struct.pack("<L", 100)
        assert info.file_size > 100
        reason = refused(bytes(data))
        assert "目录与内容不符" in reason
        assert "xl/worksheets/sheet1.xml" in reason

    def test_overlapping_members(self):
        data = bytearray(zipped({"a.xml": "<a/>", "b.xml": "<b/>"}, zipfile.ZIP_STORED))
        second = data.rfind(b"PK\x01\x02")
        data[second + 42 : second + 46] = struct.pack("<L", 0)
        assert "重叠" in refused(bytes(data))

    def test_duplicate_names_whatever_their_case(self):
        assert "重名成员" in refused(zipped({"a.xml": "<a/>", "A.XML": "<b/>"}))

    @pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "C:\\evil.xml", "a\nb.xml"])
    def test_unsafe_names(self, name):
        assert "不安全" in refused(zipped(parts(sheet()) | {name: "x"}))

    def test_encrypted_members(self):
        data = bytearray(workbook(sheet()))
        at = data.find(b"PK\x01\x02")
        data[at + 8] |= 1
        assert "已加密" in refused(bytes(data))

    def test_unknown_compression(self):
        data = bytearray(workbook(sheet()))
        at = data.find(b"PK\x01\x02")
        data[at + 10 : at + 12] = struct.pack("<H", 97)
        assert "压缩方法" in refused(bytes(data))

    @pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
    def test_truncated_files_name_the_member_they_break_in(self, keep):
        data = workbook(sheet("<row r='1'/>" * 500))
        reason = refused(data[: int(len(data) * keep)])
        assert "不完整" in reason
        assert "断在成员" in reason

    def test_a_damaged_member(self):
        data = bytearray(workbook("<a>" + "".join(f"{n} " for n in range(3000)) + "</a>"))
        info = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/worksheets/sheet1.xml")
        for at in range(info.header_offset + 400, info.header_offset + 420):
            data[at] ^= 0xFF
        reason = refused(bytes(data))
        assert "成员 xl/worksheets/sheet1.xml 已损坏" in reason

    def test_a_wrong_checksum(self):
        data = bytearray(zipped(parts(sheet("<row r='1'/>")), zipfile.ZIP_STORED))
        at = data.find(b"<row r='1'/>")
        data[at + 8] = ord("2")
        assert "校验和" in refused(bytes(data))

    def test_a_missing_part(self):
        assert "缺少成员 xl/gone.xml" in refused(workbook(sheet()), "xl/gone.xml")

    @pytest.mark.parametrize(
        "content",
        [
            LAUGHS,
            '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
            '<?xml version="1.0"?><!-- c --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
            '\ufeff<!DOCTYPE x [<!ENTITY e "a">]><x>&e;</x>'.encode("utf-16-le"),
            ('<?xml version="1.0" encoding="UTF-16BE"?><!DOCTYPE x><x/>').encode("utf-16-be"),
            "<!--" + "x" * 600_000 + "--><!DOCTYPE x><x/>",
        ],
        ids=["laughs", "external", "behind comment", "utf-16", "utf-16 without mark", "behind a long comment"],
    )
    def test_a_dtd(self, content):
        reason = refused(workbook(content))
        assert "DTD" in reason
        assert "xl/worksheets/sheet1.xml" in reason
        package = opened(workbook(content))
        with pytest.raises(ReadingError, match="DTD"):
            list(package.stream("xl/worksheets/sheet1.xml", "{*}row"))

    @pytest.mark.parametrize(
        "content", ["<a><b></a>", "", "no xml", "<a>&undefined;</a>", "<a>" * 500 + "</a>" * 500]
    )
    def test_broken_xml(self, content):
        reason = refused(workbook(content))
        assert "成员 xl/worksheets/sheet1.xml 不是完好的 XML" in reason
        with pytest.raises(ReadingError, match="不是完好的 XML"):
            list(opened(workbook(content)).stream("xl/worksheets/sheet1.xml", "{*}row"))


def test_streaming_gives_the_same_elements_as_the_tree_and_keeps_memory_flat():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_001))
    package = opened(workbook(sheet(rows)))
    seen = [(row.get("r"), row[0][0].text) for row in package.stream("xl/worksheets/sheet1.xml", "{*}row")]
    assert seen == [(str(n), str(n)) for n in range(1, 60_001)]
