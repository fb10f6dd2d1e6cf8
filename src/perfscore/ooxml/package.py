"""The zip package of an Office Open XML file, guarded before anything is unpacked.

Readers and writers share it: readers ask for parts and relationships, a writer copies the compressed bytes of
what it did not touch (`Package.member`).
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from perfscore.core.errors import ReadingError
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.ooxml.xml import RESAVE, Element, attribute, local_name, parse, stream

_MIB: Final = 1024 * 1024
_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_CHUNK: Final = 256 * 1024
#: What zipfile raises on a directory that is missing, damaged, or of a version that no office program writes.
_DIRECTORY_ERRORS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    OverflowError,
    ValueError,
    struct.error,
)
_STORED_OR_DEFLATED: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@frozen
class Bounds:
    """What a package may hold, in bytes unpacked; the ratio counts only for members above `ratio_from`."""

    total: int = 768 * _MIB
    part: int = 384 * _MIB
    members: int = 10_000
    ratio: int = 250
    ratio_from: int = 4 * _MIB


BOUNDS: Final = Bounds()


@frozen
class Member:
    """A zip member as it lies in the file.

    Attributes:
        info: the entry of the directory: name as stored, method, sizes, CRC, times, attributes.
        compressed: the bytes exactly as stored, to be copied unchanged.
    """

    info: zipfile.ZipInfo
    compressed: bytes


@frozen
class Relationship:
    """A relationship of a part.

    Attributes:
        kind: the last segment of the type (`worksheet`, `sharedStrings`), the same in strict and transitional.
        target: the part that is meant, without leading slash; the address as written when `external`.
    """

    id: str
    kind: str
    type: str
    target: str
    external: bool = False


class Package:
    """An opened package.

    Part names are written without leading slash, with forward slashes, as the directory spells them; they are
    looked up without regard to case, as the format demands.

    Args:
        file: the path as the user gave it, for messages.
        data: the bytes of the whole file.
        bounds: what the package may hold.

    Attributes:
        infos: the entries of the directory, folders included; `tail` is where the directory begins, `comment` what
            stands behind it.

    Raises:
        ReadingError: not a whole zip file, too large, or with members that no office program writes.
    """

    def __init__(self, file: str, data: bytes, bounds: Bounds = BOUNDS) -> None:
        self.file = file
        self.data = data
        self._members: dict[str, tuple[str, zipfile.ZipInfo]] = {}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
                self.tail = archive.start_dir
                self.comment = archive.comment
        except _DIRECTORY_ERRORS as error:
            raise self._truncated() from error
        self.infos = tuple(infos)
        if len(infos) > bounds.members:
            raise self._error(
                f"压缩包里有 {len(infos)} 个成员，超过 {bounds.members} 个的上限，不像办公文档，不读取"
            )
        for info in infos:
            if info.is_dir():
                continue
            name = self._checked_name(info, bounds)
            if self._members.setdefault(name.lower(), (name, info))[1] is not info:
                raise self._error(f"压缩包里有重名成员 {name}，内容不确定，不读取；{RESAVE}")
        total = sum(info.file_size for _, info in self._members.values())
        if total > bounds.total:
            raise self._error(
                f"解压后共 {total // _MIB} MB，超过 {bounds.total // _MIB} MB 的上限，不读取；请拆分文件"
            )
        self._refuse_overlaps()

    # -- members ---------------------------------------------------------------------------------------------

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts in the order of the directory."""
        return tuple(name for name, _ in self._members.values())

    def find(self, part: str) -> str | None:
        """The name of a part as the directory spells it, None where there is no such part."""
        entry = self._members.get(part.lower())
        return entry[0] if entry else None

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def member(self, part: str) -> Member:
        """The zip member of a part with its compressed bytes, for copying.

        Raises:
            ReadingError: there is no such part, or the file ends inside it.
        """
        name, info = self._entry(part)
        start = self._data_start(info)
        end = start + info.compress_size
        if end > len(self.data):
            raise self._error(f"成员 {name} 不完整，文件可能在下载或复制时中断；{RESAVE}")
        return Member(info, self.data[start:end])

    def chunks(self, part: str) -> Iterator[bytes]:
        """Unpack a part piece by piece, never past the size that the directory declares.

        Raises:
            ReadingError: the part is missing, cut off or damaged, or its size is not the declared one.
        """
        member = self.member(part)
        name, info = self._entry(part)
        size = checksum = 0
        for chunk in self._inflated(member, name):
            size += len(chunk)
            if size > info.file_size:
                raise self._error(f"成员 {name} 解压后超过声明的大小，目录与内容不符，不读取；{RESAVE}")
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if size != info.file_size or checksum != info.CRC:
            raise self._error(f"成员 {name} 已损坏（校验和不符），{RESAVE}")

    def read(self, part: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            ReadingError: the part is missing, cut off or damaged, or its size is not the declared one.
        """
        return b"".join(self.chunks(part))

    # -- parts as XML ----------------------------------------------------------------------------------------

    def xml(self, part: str) -> Element:
        """The root element of a part.

        Raises:
            ReadingError: the part is missing, damaged, not well-formed, or declares a DTD.
        """
        return parse(self.read(part), self.file, part)

    def stream(self, part: str, *tags: str) -> Iterator[Element]:
        """The elements of a part with these tags as they end; see `perfscore.ooxml.xml.stream`."""
        return stream(self.chunks(part), tags, self.file, part)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """The relationships of a part; of the package itself for the empty name."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def _read_relationships(self, part: str) -> tuple[Relationship, ...]:
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self:
            return ()
        return tuple(
            self._relationship(element, part)
            for element in self.xml(source)
            if local_name(element) == "Relationship"
        )

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind (`styles`, `comments`) that a part points at and that is there."""
        for relationship in self.relationships(part):
            if relationship.kind == kind and not relationship.external:
                found = self.find(relationship.target)
                if found is not None:
                    return found
        return None

    def content_type(self, part: str) -> str:
        """The content type of a part, empty where none is declared."""
        defaults, overrides = self._content_types
        return overrides.get(part.lower()) or defaults.get(part.rpartition(".")[2].lower(), "")

    @cached_property
    def main(self) -> str | None:
        """The main part (workbook, document or presentation), None in a zip that is no office document."""
        return self.related("", "officeDocument") or next(
            (name for name in self.parts if _MAIN_TYPE.search(self.content_type(name))), None
        )

    @cached_property
    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        if "[Content_Types].xml" in self:
            for element in self.xml("[Content_Types].xml"):
                kind = element.get("ContentType") or ""
                if local_name(element) == "Default":
                    defaults[(element.get("Extension") or "").lower()] = kind
                elif local_name(element) == "Override":
                    overrides[_part_name(element.get("PartName") or "").lower()] = kind
        return defaults, overrides

    def _relationship(self, element: Element, source: str) -> Relationship:
        kind = attribute(element, "Type") or ""
        target = attribute(element, "Target") or ""
        external = attribute(element, "TargetMode") == "External"
        if not external:
            target = resolve(source, target)
        return Relationship(
            attribute(element, "Id") or "", kind.rstrip("/").rpartition("/")[2], kind, target, external
        )

    # -- guards ----------------------------------------------------------------------------------------------

    def _error(self, reason: str) -> ReadingError:
        return ReadingError(self.file, reason)

    def _entry(self, part: str) -> tuple[str, zipfile.ZipInfo]:
        entry = self._members.get(part.lower())
        if entry is None:
            raise self._error(f"缺少成员 {part}，文件不完整；{RESAVE}")
        return entry

    def _checked_name(self, info: zipfile.ZipInfo, bounds: Bounds) -> str:
        name = _part_name(info.orig_filename)
        if not name or ".." in name.split("/") or re.search(r"[\x00-\x1f]|^[A-Za-z]:", name):
            raise self._error(f"压缩包里有不安全的成员名 {info.orig_filename!r}，不读取")
        if info.flag_bits & 0x1:
            raise self._error(f"成员 {name} 已加密，无法读取；请取消密码保护后另存再试")
        if info.compress_type not in _STORED_OR_DEFLATED:
            raise self._error(f"成员 {name} 用了不支持的压缩方法（{info.compress_type} 号）；{RESAVE}")
        if info.file_size > bounds.part:
            raise self._error(
                f"成员 {name} 解压后有 {info.file_size // _MIB} MB，超过 {bounds.part // _MIB} MB 的上限，"
                f"不读取；请拆分文件"
            )
        if info.file_size > bounds.ratio_from and info.file_size > bounds.ratio * max(info.compress_size, 1):
            raise self._error(
                f"成员 {name} 的压缩比达到 {info.file_size // max(info.compress_size, 1)} 倍，"
                f"疑似压缩炸弹，不读取；{RESAVE}"
            )
        return name

    def _refuse_overlaps(self) -> None:
        """Members that share bytes are how a small file unpacks to petabytes."""
        end = 0
        for name, info in sorted(self._members.values(), key=lambda entry: entry[1].header_offset):
            if info.header_offset < end:
                raise self._error(f"成员 {name} 与别的成员重叠，疑似压缩炸弹，不读取；{RESAVE}")
            end = info.header_offset + _LOCAL_HEADER.size + info.compress_size

    def _data_start(self, info: zipfile.ZipInfo) -> int:
        offset = info.header_offset
        header = self.data[offset : offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise self._error(f"成员 {_part_name(info.orig_filename)} 的文件头已损坏，{RESAVE}")
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        return int(offset + _LOCAL_HEADER.size + name_length + extra_length)

    def _inflated(self, member: Member, name: str) -> Iterator[bytes]:
        if member.info.compress_type == zipfile.ZIP_STORED:
            yield from (member.compressed[at : at + _CHUNK] for at in range(0, len(member.compressed), _CHUNK))
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        waiting = member.compressed
        try:
            while not inflater.eof:
                chunk = inflater.decompress(waiting, _CHUNK)
                waiting = inflater.unconsumed_tail
                if not chunk and not waiting and not inflater.eof:
                    break
                yield chunk
        except zlib.error as error:
            raise self._error(f"成员 {name} 已损坏（无法解压），{RESAVE}") from error

    def _truncated(self) -> ReadingError:
        """Name the member at which a file without a directory breaks off."""
        place = ""
        start = self.data.rfind(b"PK\x03\x04")
        while start >= 0:
            header = self.data[start : start + _LOCAL_HEADER.size]
            if len(header) == _LOCAL_HEADER.size:
                length = _LOCAL_HEADER.unpack(header)[9]
                name = self.data[start + _LOCAL_HEADER.size :][:length]
                place = f"，断在成员 {_part_name(name.decode('utf-8', 'replace'))} 处"
                break
            start = self.data.rfind(b"PK\x03\x04", 0, start)
        return self._error(f"文件不完整或已损坏（缺少压缩包目录{place}），可能在下载或复制时中断；请重新取得文件")


_MAIN_TYPE = lazy_pattern(
    r"(sheet|template|document|presentation|slideshow)(\.macroEnabled(Template)?|\.binary\.macroEnabled)?\.main(\+xml)?$",
    re.IGNORECASE,
)


def resolve(source: str, target: str) -> str:
    """The part that a target means, seen from the part that holds the relationship.

    >>> resolve("xl/workbook.xml", "worksheets/sheet1.xml"), resolve("xl/workbook.xml", "/xl/styles.xml")
    ('xl/worksheets/sheet1.xml', 'xl/styles.xml')
    """
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    if not path.startswith("/"):
        path = posixpath.join("/", posixpath.dirname(source), path)
    return posixpath.normpath(path).lstrip("/")


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").removeprefix("./")
