"""Old compound files (OLE2): which streams lie at their root, and so which program made them."""

from __future__ import annotations

import io
import struct

from perfscore.core.errors import ReadingError

#: Sectors have 512 or 4096 bytes.
_SECTOR_SHIFTS = (9, 12)

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def root_streams(file: str, data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the root of a compound file.

    Raises:
        ReadingError: the directory of the file is damaged.
    """
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        compound = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        directory = compound.dirlist
        return frozenset(directory[child].name for child in directory[0].children)
    except (CompDocError, struct.error, IndexError, KeyError, ValueError, AssertionError, RecursionError) as error:
        reason = "文件是旧版 Office 格式（OLE2），但已损坏，读不出目录；请重新取得文件，或用 Excel/WPS 修复后另存为 .xlsx"
        raise ReadingError(file, reason) from error


def directory_offset(head: bytes) -> int:
    """Where the directory of a compound file begins, by its first bytes.

    Raises:
        ValueError: the bytes say no such place.
    """
    try:
        (shift,) = struct.unpack_from("<H", head, 30)
        (first,) = struct.unpack_from("<L", head, 48)
    except struct.error as error:
        raise ValueError("a header cut short") from error
    if shift not in _SECTOR_SHIFTS:
        raise ValueError("no sector size of a compound file")
    return int((first + 1) << shift)
