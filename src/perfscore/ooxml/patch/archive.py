"""Zip files put together from the records of another one: what was not touched is copied byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from perfscore.core.records import frozen
from perfscore.ooxml.package import Package

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_UTF8: Final = 0x800
#: A twentieth larger than at level 6, in two thirds of the time.
_LEVEL: Final = 4
_EPOCH: Final = (0, 0x21)  # 1980-01-01 00:00: the same changes always give the same bytes


@frozen
class Record:
    """A member with its local header, data and whatever follows up to the next member, as it lies in the file."""

    info: zipfile.ZipInfo
    start: int
    end: int


@frozen
class Layout:
    """How a zip file is put together: records in file order, and the directory behind them from `tail` on."""

    records: tuple[Record, ...]
    tail: int


def layout(package: Package) -> Layout:
    """Find the records of a zip file."""
    infos = sorted(package.infos, key=lambda info: info.header_offset)
    ends = [info.header_offset for info in infos[1:]] + [package.tail]
    return Layout(tuple(Record(i, i.header_offset, end) for i, end in zip(infos, ends, strict=True)), package.tail)


def rebuilt(package: Package, changed: Mapping[str, bytes | None], added: Mapping[str, bytes]) -> bytes:
    """Return a zip file with some members replaced, left out (None) or added at the end.

    Args:
        package: the zip file that everything else is copied from.
        changed: new contents by the name that the directory holds (`ZipInfo.orig_filename`).
        added: contents of new members by name.
    """
    out = io.BytesIO()
    directory: list[bytes] = []
    for record in layout(package).records:
        info = record.info
        offset = out.tell()
        if info.orig_filename not in changed:
            out.write(package.data[record.start : record.end])
            sizes = (info.CRC, info.compress_size, info.file_size)
            directory.append(_entry(info, info.flag_bits, info.compress_type, sizes, offset))
            continue
        content = changed[info.orig_filename]
        if content is None:
            continue
        packed, crc = _deflated(content)
        flags = info.flag_bits & _UTF8
        times = _dos_times(info)
        name = _raw_name(info)
        out.write(_local(name, flags, times, crc, len(packed), len(content)) + packed)
        directory.append(_entry(info, flags, zipfile.ZIP_DEFLATED, (crc, len(packed), len(content)), offset))
    for path, content in added.items():
        packed, crc = _deflated(content)
        new = zipfile.ZipInfo(path)
        new.create_system = 0
        flags = 0 if path.isascii() else _UTF8
        new.flag_bits = flags
        offset = out.tell()
        out.write(_local(_raw_name(new), flags, _EPOCH, crc, len(packed), len(content)) + packed)
        directory.append(_entry(new, flags, zipfile.ZIP_DEFLATED, (crc, len(packed), len(content)), offset))
    start = out.tell()
    for entry in directory:
        out.write(entry)
    count = len(directory)
    comment = package.comment
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, out.tell() - start, start, len(comment)) + comment)
    return out.getvalue()


def _deflated(content: bytes) -> tuple[bytes, int]:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(), zlib.crc32(content)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _dos_times(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _local(name: bytes, flags: int, times: tuple[int, int], crc: int, packed: int, size: int) -> bytes:
    header = _LOCAL.pack(b"PK\x03\x04", 20, flags, zipfile.ZIP_DEFLATED, *times, crc, packed, size, len(name), 0)
    return header + name


def _entry(info: zipfile.ZipInfo, flags: int, method: int, sizes: tuple[int, int, int], offset: int) -> bytes:
    """An entry of the directory; `sizes` are the checksum, the packed and the unpacked size."""
    name = _raw_name(info)
    extra = _without_zip64(info.extra)
    version = info.create_system << 8 | info.create_version
    fixed = _CENTRAL.pack(
        b"PK\x01\x02", version, max(info.extract_version, 20), flags, method, *_dos_times(info),
        *sizes, len(name), len(extra), len(info.comment), 0, info.internal_attr, info.external_attr,
        offset,
    )  # fmt: skip
    return fixed + name + extra + info.comment


def _without_zip64(extra: bytes) -> bytes:
    """Sizes are below four gigabytes here (the guard sees to it), so the 64-bit ones go."""
    kept = b""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[: 4 + length], extra[4 + length :]
        if kind != 1:
            kept += field
    return kept
