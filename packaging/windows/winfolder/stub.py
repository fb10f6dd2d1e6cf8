"""A stand-in for the embeddable Python, to try the build where the real one cannot be fetched. It runs nothing."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from winfolder.native import AMD64
from winfolder.packed import DATE
from winfolder.target import Target

_SECTION = 0x1000
_FILE_OFFSET = 0x200


def native(libraries: Sequence[str] = (), machine: int = AMD64) -> bytes:
    """The smallest file with the header of a native one, which loads the libraries named."""
    names = [library.encode("ascii") + b"\0" for library in libraries]
    table = 20 * (len(names) + 1)
    places = [_SECTION + table + sum(map(len, names[:index])) for index in range(len(names))]
    entries = b"".join(struct.pack("<5I", 0, 0, 0, place, 0) for place in places) + bytes(20)
    section = entries + b"".join(names)
    optional = bytearray(240)
    struct.pack_into("<H", optional, 0, 0x20B)
    struct.pack_into("<I", optional, 108, 16)
    struct.pack_into("<II", optional, 120, _SECTION, len(section))
    header = b"MZ" + bytes(0x3A) + struct.pack("<I", 0x40)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", machine, 1, 0, 0, 0, len(optional), 0x22)
    row = struct.pack("<8sIIIIIIHHI", b".idata", len(section), _SECTION, len(section), _FILE_OFFSET, 0, 0, 0, 0, 0)
    return (header + coff + bytes(optional) + row).ljust(_FILE_OFFSET, b"\0") + section


def write(archive: Path, target: Target) -> None:
    """Write the archive, with the names that the real one has."""
    files = {
        "LICENSE.txt": b"stand-in\r\n",
        f"{target.stem}._pth": f"{target.stem}.zip\r\n.\r\n\r\n#import site\r\n".encode("ascii"),
        f"{target.stem}.zip": b"PK\5\6" + bytes(18),
        "python.exe": native([f"{target.stem}.dll", "vcruntime140.dll"]),
        "pythonw.exe": native([f"{target.stem}.dll"]),
        f"{target.stem}.dll": native(["vcruntime140.dll"]),
        "python3.dll": native(),
        "vcruntime140.dll": native(),
        "vcruntime140_1.dll": native(),
    }
    with zipfile.ZipFile(archive, "w") as opened:
        for name, data in files.items():
            opened.writestr(zipfile.ZipInfo(name, DATE), data)
