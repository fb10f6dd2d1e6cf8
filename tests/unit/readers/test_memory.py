"""Documents in memory: bytes and open files are read as files are, with the same guards and without a temporary one."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from perfscore.core.errors import ReadingError, UsageError
from perfscore.readers import intake
from perfscore.readers.intake import open_document
from perfscore.readers.memory import in_memory

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
BOOK = SAMPLES / "hengyang-2023" / "自评表.xlsx"
TEXT = "项目支出绩效自评表\n".encode()


@pytest.mark.parametrize("path", ["hengyang-2023/自评表.xlsx", "hengyang-2023/自评表.txt"])
@pytest.mark.parametrize("make", [bytes, bytearray, memoryview, io.BytesIO])
def test_bytes_are_read_as_the_file_is(path, make, monkeypatch):
    def no_file(*_, **__):
        raise AssertionError("a temporary file was made")

    data = (SAMPLES / path).read_bytes()
    monkeypatch.setattr(tempfile, "mkstemp", no_file)
    document = open_document(make(data))
    true = open_document(SAMPLES / path)
    assert document.file == "内存文件1"
    assert (document.sha256, document.kind, len(document.tables)) == (true.sha256, true.kind, len(true.tables))
    texts = [[cell.shown for cell in table.cells.values()] for table in document.tables]
    assert texts == [[cell.shown for cell in table.cells.values()] for table in true.tables]


def test_an_open_file_is_told_by_its_name_and_left_open():
    with BOOK.open("rb", buffering=0) as file:
        assert open_document(file).file == str(BOOK)
        assert not file.closed


def test_the_suffix_of_a_name_is_compared_with_the_content():
    file = io.BytesIO(TEXT)
    file.name = "表.xlsx"
    assert "扩展名是 .xlsx" in open_document(file).notes[0][1]


def test_a_file_that_is_open_as_text_is_wrong_use(tmp_path):
    path = tmp_path / "表.txt"
    path.write_bytes(TEXT)
    with path.open(encoding="utf-8") as file, pytest.raises(UsageError, match="'rb'"):
        open_document(file)
    with pytest.raises(UsageError, match="open the file in binary mode"):
        open_document(io.StringIO("表"))


def test_a_closed_file_cannot_be_read():
    file = io.BytesIO(TEXT)
    file.close()
    with pytest.raises(ReadingError, match="读取失败"):
        open_document(file)


def test_nothing_is_no_document():
    with pytest.raises(ReadingError, match="0 字节"):
        open_document(b"")


def test_a_text_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(intake, "_LARGEST_TEXT", 10)
    with pytest.raises(ReadingError, match="上限"):
        open_document(TEXT)
    assert open_document(BOOK.read_bytes()).kind == "xlsx"  # a workbook has the larger bound


@pytest.mark.parametrize("make", [bytes, io.BytesIO])
def test_no_more_is_read_than_the_bound(monkeypatch, make):
    monkeypatch.setattr(intake, "_LARGEST_FILE", 10)
    with pytest.raises(ReadingError, match="上限"):
        open_document(make(BOOK.read_bytes()))


def test_an_endless_file_is_read_up_to_the_bound(monkeypatch):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            part = b"PK"[: max(size, 0)] or b"P"
            self.given += len(part)
            return part

    monkeypatch.setattr(intake, "_LARGEST_FILE", 1000)
    endless = Endless()
    with pytest.raises(ReadingError, match="上限"):
        open_document(endless)
    assert endless.given <= 1001


def test_a_bomb_in_memory_is_a_bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (64 << 20))
    with pytest.raises(ReadingError) as error:
        open_document(target.getvalue())
    (path := Path(tempfile.mkdtemp()) / "a.xlsx").write_bytes(target.getvalue())
    with pytest.raises(ReadingError) as of_file:
        open_document(path)
    assert error.value.reason == of_file.value.reason


def test_two_documents_never_have_one_name():
    first = in_memory(TEXT, 1)
    assert in_memory(TEXT, 1, {first.file}).file == "内存文件1(2)"
    file = io.BytesIO(TEXT)
    file.name = "目录/表.xlsx"
    assert in_memory(file, 3, {"目录/表.xlsx", "目录/表(2).xlsx"}).file == "目录/表(3).xlsx"
    file.name = 3  # a descriptor, as os.fdopen gives it
    assert in_memory(file, 3).file == "内存文件3"
