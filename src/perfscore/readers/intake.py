"""What a file really is, whether it may be read, and the reader for it; suffixes decide nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

from perfscore.core.errors import PerfscoreError, ReadingError
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.ooxml.package import Package
from perfscore.readers import ole
from perfscore.readers.cleaning import cleaned
from perfscore.readers.document import Document
from perfscore.readers.encoding import decode
from perfscore.readers.memory import Content, Memory, in_memory
from perfscore.readers.remote import fetched, is_remote
from perfscore.readers.source import Source

Kind = Literal["xlsx", "xls", "docx", "html", "spreadsheet-xml", "text"]

#: The module that reads each kind of content; its `read` takes a Source and gives a Document.
READERS: Final[dict[Kind, str]] = {
    "xlsx": "perfscore.readers.xlsx",
    "xls": "perfscore.readers.xls",
    "docx": "perfscore.readers.docx",
    "html": "perfscore.readers.html",
    "spreadsheet-xml": "perfscore.readers.spreadsheetml",
    "text": "perfscore.readers.plain",
}

_NAMES: Final[dict[Kind, str]] = {
    "xlsx": "Excel 工作簿（xlsx）",
    "xls": "旧版 Excel 工作簿（xls）",
    "docx": "Word 文档（docx）",
    "html": "HTML 表格",
    "spreadsheet-xml": "XML 表格（2003）",
    "text": "文本",
}

_SUFFIXES: Final[dict[Kind, frozenset[str]]] = {
    "xlsx": frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
    "xls": frozenset({".xls", ".xlt", ".et", ".ett"}),
    "docx": frozenset({".docx", ".docm", ".dotx", ".dotm"}),
    "html": frozenset({".html", ".htm"}),
    "spreadsheet-xml": frozenset({".xml"}),
    "text": frozenset({".txt", ".text", ".csv", ".tsv", ".tab", ".md"}),
}

_LARGEST_FILE: Final = 512 * 1024 * 1024
#: Texts are held whole in memory, several times over.
_LARGEST_TEXT: Final = 64 * 1024 * 1024
_HEAVY: Final = (b"PK", ole.MAGIC, b"\x09")
_LONGEST_WORDS: Final = 200
#: Members by which the first kilobytes of a zip file are known to be an office document's.
_OFFICE_MEMBERS: Final = (b"[Content_Types].xml", b"_rels/.rels", b"xl/", b"word/", b"docProps/")
_DIRECTORY: Final = 4096
_OLD_WORKBOOKS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
#: How far into a file a PDF may begin, and how much of a text is looked at to tell HTML from plain text.
_HEAD: Final = 1024
_TEXT_HEAD: Final = 64 * 1024

_PICTURE: Final = "这是图片，里面没有文字；请先做文字识别（OCR）或取得电子表格"
_ARCHIVE: Final = "这是压缩包；请先解压，再给出其中的文件"
_TO_DOCX: Final = "请用 Word/WPS 打开后另存为 .docx 再试"
_TO_XLSX: Final = "请用 Excel/WPS 打开后另存为 .xlsx 再试"

#: What begins like this is refused at once, with the way out.
_REFUSED_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", f"这是 RTF 文档，暂不支持；{_TO_DOCX}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
)

_PDF: Final = "这是 PDF 文件，这个版本还不能读取；请用 WPS/Word 转换为 .docx 或 .xlsx 再试，或取得原电子表格"

#: Workbooks of Excel 5 and earlier that lie bare in the file.
_BARE_BIFF: Final = (b"\x09\x08", b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")

#: What Windows opens has shorter paths than this, unless it was set up otherwise.
_LONGEST_PATH: Final = 260
_TOO_LONG: Final = (
    "找不到这个文件，或者路径太长（Windows 一般只能打开 260 个字符以内的路径）；请把文件夹移到上一级或改短名称再试"
)

_OLD_FILES: Final[tuple[tuple[str, str], ...]] = (
    ("EncryptedPackage", "文件已加密（需要打开密码），无法读取；请用 Excel/WPS 打开，取消密码后另存再试"),
    ("WordDocument", f"这是旧版 Word/WPS 文字文档（.doc、.wps），暂不支持；{_TO_DOCX}"),
    ("PowerPoint Document", "这是演示文稿，没有可审核的表格；请给出绩效表所在的文件"),
)

_HTML_START: Final = lazy_pattern(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|style|body|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START: Final = lazy_pattern(r"\s*<\?(?:xml|mso-application)\b")
_SPREADSHEET_XML: Final = "urn:schemas-microsoft-com:office:spreadsheet"


def open_document(path: str | os.PathLike[str] | Content | Memory) -> Document:
    """Read a file into located cells, whatever its suffix says.

    Args:
        path: a workbook (xlsx, xlsm, xls), a Word document (docx), an HTML or XML table, or a text file; or its bytes,
            or a file that is open in binary mode, which is told by its `name`.

    Returns:
        The document with the hash of the bytes that were read. A suffix that does not fit the content is a note.

    Raises:
        ReadingError: the file is missing, empty, damaged, encrypted, dangerous or of a kind that is not read; the
            reason says what to do.
    """
    read: Callable[[str], bytes]
    if isinstance(path, str | os.PathLike):
        file = os.fspath(path)
        read = _bytes_from_elsewhere if is_remote(file) else _read_bytes
    else:
        memory = path if isinstance(path, Memory) else in_memory(path, 1)
        file, read = memory.file, partial(_bytes_in_memory, memory)
    try:
        document, content = _read(file, read(file))
    except PerfscoreError:
        raise
    except Exception as error:  # whatever a stranger's file leads to, it ends with that file
        raise ReadingError(file, _crash(error)) from error
    suffix = Path(file).suffix.lower()
    foreign = any(suffix in suffixes for kind, suffixes in _SUFFIXES.items() if kind != content)
    if foreign and suffix not in _SUFFIXES[content]:
        note = f"扩展名是 {suffix}，内容其实是{_NAMES[content]}，已按内容读取"
        document = replace(document, notes=((Location(file), note), *document.notes))
    return document


def _read(file: str, data: bytes) -> tuple[Document, Kind]:
    content, package = content_of(file, data)
    source = Source(file, data, hashlib.sha256(data).hexdigest(), package)
    document: Document = import_module(READERS[content]).read(source)
    return cleaned(document), content


def _crash(error: Exception) -> str:
    return (
        f"读取时程序出错（{type(error).__name__}: {str(error)[:_LONGEST_WORDS]}），这个文件没有审核；"
        f"请用 Excel/WPS 打开后另存为 .xlsx 再试，并把这条信息反馈给 perfscore"
    )


def looks_like_tables(path: str) -> bool:
    """Whether a file's first kilobytes are those of a workbook, a Word document or a table page.

    For choosing among the files of a folder: no more is read, and files that are no regular ones are not opened.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - a path may be no valid one
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(_TEXT_HEAD)
            if head.startswith(b"PK"):
                return any(name in head for name in _OFFICE_MEMBERS)
            if head.startswith(ole.MAGIC):
                file.seek(ole.directory_offset(head))
                return any(name in file.read(_DIRECTORY) for name in _OLD_WORKBOOKS)
    except (OSError, ValueError):
        return False
    if head.startswith(_BARE_BIFF):
        return True
    try:
        return _text_content(path, head if len(head) < _TEXT_HEAD else _to_last_tag(head)) != "text"
    except ReadingError:
        return False


def _to_last_tag(head: bytes) -> bytes:
    """The bytes without a last character that was cut in two, in whatever encoding."""
    end = head.rfind(b">") + 1
    return head[: end + end % 2 if b"\0" in head else end]


def content_of(file: str, data: bytes) -> tuple[Kind, Package | None]:
    """Tell what the bytes of a file are; for Office Open XML the opened package comes along.

    Raises:
        ReadingError: the content is not read, damaged or dangerous.
    """
    if data.startswith(b"PK"):
        return _zip_content(file, data)
    if data.startswith(ole.MAGIC):
        return _ole_content(file, data), None
    refuse(file, data)
    if data.startswith(_BARE_BIFF):
        return "xls", None
    return _text_content(file, data), None


def refuse(file: str, data: bytes) -> None:
    """Say what a file is that is not read, by its first bytes.

    Raises:
        ReadingError: it is a PDF file, a picture, an archive, an RTF document.
    """
    if b"%PDF-" in data[:_HEAD]:
        raise ReadingError(file, _PDF)
    for magic, reason in _REFUSED_MAGIC:
        if data.startswith(magic):
            raise ReadingError(file, reason)


def _read_bytes(file: str) -> bytes:
    path = Path(file)
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise ReadingError(file, "这是文件夹，不是文件；请给出其中的文件")
        if not stat.S_ISREG(kind.st_mode):
            raise ReadingError(file, "这是设备或管道，不是普通文件，不读取；请先把内容存成文件")
        most = _LARGEST_FILE if kind.st_size <= _LARGEST_TEXT or _is_heavy(path) else _LARGEST_TEXT
        if kind.st_size > most:
            raise ReadingError(
                file, f"文件有 {kind.st_size >> 20} MB，超过 {most >> 20} MB 的上限，不读取；请拆分文件"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError(file, _TOO_LONG if _is_long(file) else "找不到这个文件；请检查路径和文件名") from error
    except PermissionError as error:
        raise ReadingError(file, "没有读取权限，或文件正被别的程序独占；请关闭后再试") from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise ReadingError(file, _TOO_LONG) from error
        words = error.strerror if isinstance(error, OSError) else str(error)
        raise ReadingError(file, f"读取失败（{words}）；请检查路径和磁盘") from error
    if not data:
        raise ReadingError(file, "文件是空的（0 字节）；请重新取得文件")
    return data


def _is_long(file: str) -> bool:
    """Whether a path is longer than Windows opens."""
    return len(os.path.abspath(file)) >= _LONGEST_PATH  # noqa: PTH100 - it need not be there


def _is_heavy(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ole.MAGIC)).startswith(_HEAVY)


def _bytes_from_elsewhere(file: str) -> bytes:
    return _bytes_in_memory(fetched(file, _LARGEST_FILE), file)


def _bytes_in_memory(given: Memory, file: str) -> bytes:
    """The same of a document that is no file of a disk."""
    data = given.read(_LARGEST_FILE)
    if len(data) > _LARGEST_TEXT and not data.startswith(_HEAVY):
        raise ReadingError(
            file, f"内容有 {len(data) >> 20} MB，超过 {_LARGEST_TEXT >> 20} MB 的上限，不读取；请拆分文件"
        )
    if not data:
        raise ReadingError(file, "内容是空的（0 字节）；请重新取得文件")
    return data


def _zip_content(file: str, data: bytes) -> tuple[Kind, Package]:
    package = Package(file, data)
    main = package.main
    if main is None:
        raise ReadingError(file, _foreign_zip(package))
    kind = package.content_type(main)
    if "sheet.binary" in kind or main.endswith(".bin"):
        raise ReadingError(file, f"这是二进制工作簿（.xlsb），暂不支持；{_TO_XLSX}")
    if "spreadsheetml" in kind or main.startswith("xl/"):
        return "xlsx", package
    if "wordprocessingml" in kind or main.startswith("word/"):
        return "docx", package
    if "presentationml" in kind or main.startswith("ppt/"):
        raise ReadingError(file, "这是演示文稿，没有可审核的表格；请给出绩效表所在的文件")
    raise ReadingError(file, f"不是能识别的 Office 文件（{kind or main}）；请另存为 .xlsx 或 .docx 再试")


def _foreign_zip(package: Package) -> str:
    if "OFD.xml" in package:
        return "这是 OFD 版式文件，暂不支持；请转换为 .docx 或 .xlsx，或取得原电子表格"
    if "mimetype" in package and package.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return "这是 OpenDocument 文件（.ods、.odt），暂不支持；请用 Excel/WPS 另存为 .xlsx 或 .docx 再试"
    return _ARCHIVE


def _ole_content(file: str, data: bytes) -> Kind:
    streams = ole.root_streams(file, data)
    if streams & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    for stream, reason in _OLD_FILES:
        if stream in streams:
            raise ReadingError(file, reason)
    raise ReadingError(file, f"是旧版 Office 容器（OLE2），但里面没有工作簿；如果它是表格，{_TO_XLSX}")


def _text_content(file: str, data: bytes) -> Kind:
    text = decode(file, data)
    if text is None:
        raise ReadingError(file, "不是能识别的表格、文档或文本文件；请给出 .xlsx、.xls、.docx 或文本文件")
    head = text[:_TEXT_HEAD]
    if _XML_START.match(head) and not _HTML_START.match(head):
        if _SPREADSHEET_XML in head:
            return "spreadsheet-xml"
        raise ReadingError(file, "是 XML 文件，但不是 Excel 的 XML 表格；请另存为 .xlsx 再试")
    if _HTML_START.match(head) and re.search(r"<table\b", text, re.IGNORECASE):
        return "html"
    return "text"
