"""Content decides, never the suffix; what is not read is refused with the way out."""

import hashlib
import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from perfscore.core.errors import ReadingError
from perfscore.readers import intake
from perfscore.readers.intake import content_of, open_document
from unit.ooxml.workbooks import MAIN, parts, relations, sheet, workbook, zipped
from unit.readers.compound import compound_file

XLS = Path(__file__).parent / "data" / "small.xls"
WORKBOOK = workbook(sheet('<row r="1"><c r="A1"><v>5</v></c></row>'))
DOCX = zipped(
    {
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": '<w:document xmlns:w="w"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
        "</w:tr></w:tbl></w:body></w:document>",
    }
)
HTML = "<html><body><table><tr><td>甲</td></tr></table></body></html>"
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="一"><Table><Row><Cell><Data ss:Type="String">甲</Data></Cell></Row></Table></Worksheet></Workbook>'
)


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def refused(path):
    with pytest.raises(ReadingError) as caught:
        open_document(path)
    assert caught.value.file == str(path)
    assert str(caught.value) == f"{path}：{caught.value.reason}"
    return caught.value.reason


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".txt", ".docx", ".csv", ".html", ""])
@pytest.mark.parametrize(
    ("content", "kind", "shown"),
    [
        (WORKBOOK, "xlsx", "5"),
        (XLS.read_bytes(), "xls", "绩效自评表"),
        (DOCX, "docx", "甲"),
        (HTML, "text", "甲"),
        (HTML.encode("gb18030"), "text", "甲"),
        ("\ufeff" + HTML, "text", "甲"),
        (XML, "xls", "甲"),
        ("甲\t乙\n", "text", "甲"),
        ("甲\t乙\n".encode("gb18030"), "text", "甲"),
        ("甲,乙,丙\n1,2,3\n".encode("utf-16"), "text", "甲"),
    ],
    ids=["xlsx", "xls", "docx", "html", "html-gbk", "html-bom", "xml", "tsv", "tsv-gbk", "csv-utf16"],
)
def test_the_suffix_decides_nothing(tmp_path, content, kind, shown, suffix):
    path = written(tmp_path, "表" + suffix, content)
    document = open_document(path)
    assert document.kind == kind
    assert document.file == str(path)
    assert document.tables[0].get(1, 1).shown == shown
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("a.xls", WORKBOOK, "扩展名是 .xls，内容其实是Excel 工作簿（xlsx），已按内容读取"),
        ("a.xlsx", XLS.read_bytes(), "扩展名是 .xlsx，内容其实是旧版 Excel 工作簿（xls），已按内容读取"),
        ("a.XLS", HTML, "扩展名是 .xls，内容其实是HTML 表格，已按内容读取"),
        ("a.xls", "甲\t乙", "扩展名是 .xls，内容其实是文本，已按内容读取"),
        ("a.xlsx", WORKBOOK, None),
        ("a.xlsm", WORKBOOK, None),
        ("a.bin", WORKBOOK, None),
        ("a.md", "甲\t乙", None),
    ],
)
def test_a_suffix_that_does_not_fit_is_noted(tmp_path, name, content, note):
    path = written(tmp_path, name, content)
    assert [words for at, words in open_document(path).notes] == ([] if note is None else [note])


def test_paths_may_be_text():
    assert open_document(str(XLS)).file == str(XLS)


class TestRefusals:
    def test_a_missing_file(self, tmp_path):
        assert refused(tmp_path / "没有.xlsx") == "找不到这个文件；请检查路径和文件名"

    def test_a_path_that_can_be_none(self):
        with pytest.raises(ReadingError, match="读取失败"):
            open_document("a\0b.xlsx")

    def test_a_folder(self, tmp_path):
        assert "文件夹" in refused(tmp_path)

    def test_an_empty_file(self, tmp_path):
        assert "空的（0 字节）" in refused(written(tmp_path, "表.xlsx", b""))

    def test_a_file_beyond_all_measure(self, tmp_path, monkeypatch):
        monkeypatch.setattr(intake, "_LARGEST_FILE", 3)
        assert "上限" in refused(written(tmp_path, "表.xlsx", b"four"))

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"%PDF-1.7\n...", "PDF"),
            (b"\n\n%PDF-1.4", "PDF"),
            (b"{\\rtf1 a}", "RTF"),
            (b"\x89PNG\r\n\x1a\n", "图片"),
            (b"\xff\xd8\xff\xe0", "图片"),
            (b"Rar!\x1a\x07", "压缩包"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0" + bytes(range(256)), "不是能识别的"),
            (zipped({"a.txt": "x"}), "压缩包"),
            (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
            (zipped({"OFD.xml": "<a/>"}), "OFD"),
            (zipped(parts(sheet()) | {"_rels/.rels": relations(("a", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": "x"}), "xlsb"),
            (zipped({"_rels/.rels": relations(("a", "officeDocument", "ppt/presentation.xml")), "ppt/presentation.xml": "<a/>"}), "演示文稿"),
            (zipped({"_rels/.rels": relations(("a", "officeDocument", "x/y.xml")), "x/y.xml": "<a/>"}), "不是能识别的 Office 文件"),
            (b"PK\x03\x04 and then nothing", "不完整"),
            (compound_file("EncryptionInfo", "EncryptedPackage"), "已加密"),
            (compound_file("WordDocument", "1Table"), "旧版 Word"),
            (compound_file("PowerPoint Document"), "演示文稿"),
            (compound_file("Contents"), "没有工作簿"),
            (compound_file("Workbook"), "已损坏"),
            (compound_file("Workbook")[:600], "已损坏"),
            (XLS.read_bytes()[:2000], "已损坏"),
            (b"\x09\x08\x10\x00\x00\x06", "已损坏"),
            ('<?xml version="1.0"?><data/>', "不是 Excel 的 XML"),
            (XML.replace("?><Workbook", '?><!DOCTYPE x [<!ENTITY e "a">]><Workbook'), "DTD"),
            (XML[:-30], "不是完好的 XML"),
            (XML[: XML.index("<Worksheet")] + "</Workbook>", "没有工作表"),
        ],
    )  # fmt: skip
    def test_what_is_not_read_names_the_cause(self, tmp_path, content, words):
        assert words in refused(written(tmp_path, "表.xlsx", content))

    def test_an_unreadable_file(self, tmp_path, monkeypatch):
        def denied(_):
            raise PermissionError(13, "denied")

        path = written(tmp_path, "表.xlsx", b"x")
        monkeypatch.setattr(Path, "read_bytes", denied)
        assert "没有读取权限" in refused(path)


def test_content_hands_over_the_opened_package():
    kind, package = content_of("表.xlsx", WORKBOOK)
    assert (kind, package.main) == ("xlsx", "xl/workbook.xml")
    assert content_of("表.xls", XLS.read_bytes()) == ("xls", None)


def test_nothing_heavy_is_imported_for_text(tmp_path):
    import subprocess
    import sys

    path = written(tmp_path, "表.txt", "甲\t乙")
    code = (
        "import sys; from perfscore.readers.intake import open_document; open_document(sys.argv[1]);"
        "print(sorted({'openpyxl', 'xlrd', 'pandas', 'python_calamine'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout.strip() == "[]"


def mutilated(rng, data):
    """Cut off, scattered with wrong bytes, or with wrong letters in one of its members."""
    data = bytearray(data)
    way = rng.random()
    if way < 0.3:
        return bytes(data[: rng.randrange(len(data))])
    if way < 0.6 or not data.startswith(b"PK"):
        for _ in range(rng.choice([1, 3, 20, 200])):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    for content in members.values():
        for _ in range(rng.choice([0, 0, 1, 3])):
            at = content.find(b'"', rng.randrange(len(content)))
            end = content.find(b'"', at + 1)
            if 0 <= at < end:
                content[at + 1 : end] = rng.choice(
                    [b"", b"-1", b"1e9", b"XFD9999999", b"9" * 20, "甲".encode(), b"0"]
                )
    return zipped({name: bytes(content) for name, content in members.items()})


@pytest.mark.parametrize(
    "content",
    [WORKBOOK, XLS.read_bytes(), DOCX, HTML.encode(), XML.encode()],
    ids=["xlsx", "xls", "docx", "html", "xml"],
)
def test_damage_gives_a_reading_or_a_refusal_and_nothing_else(tmp_path, content):
    rng = random.Random(20231015)  # noqa: S311 - the same damage in every run
    path = tmp_path / "表"
    for _ in range(120):
        path.write_bytes(mutilated(rng, content) or b"x")
        try:
            tables = open_document(path).tables
        except ReadingError:
            continue
        for table in tables:
            assert table.rows == sorted({row for row, _ in table.cells})


def test_a_workbook_of_another_library(tmp_path):
    path = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["指标", 0.94])
    book.save(path)
    assert [cell.shown for cell in open_document(path).tables[0].cells.values()] == ["指标", "0.94"]
    assert MAIN.encode() not in path.read_bytes()
