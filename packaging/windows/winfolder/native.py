"""Native files of Windows: for which processor, and which libraries they load when they are loaded."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

#: 64-bit x86, as in the header of the file.
AMD64 = 0x8664
_PE32_PLUS = 0x20B
_IMPORTS = 1
#: What every Windows 10 and 11 has: the families of its interfaces, the C run time among them, and these.
_SYSTEM = re.compile(
    r"(api-ms-win-|ext-ms-).*|(advapi32|bcrypt|bcryptprimitives|combase|comctl32|comdlg32|crypt32|dbghelp|gdi32|"
    r"iphlpapi|kernel32|kernelbase|mpr|msvcrt|ncrypt|netapi32|normaliz|ntdll|ole32|oleaut32|pdh|powrprof|propsys|"
    r"psapi|rpcrt4|secur32|setupapi|shell32|shlwapi|synchronization|ucrtbase|user32|userenv|version|winmm|"
    r"ws2_32|wsock32)\.dll",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Native:
    """What the header of a native file says."""

    machine: int
    libraries: tuple[str, ...]


def of_the_system(library: str) -> bool:
    """Whether Windows itself has the library."""
    return _SYSTEM.fullmatch(library) is not None


def read_native(data: bytes) -> Native:
    """The processor and the libraries of a native file.

    Raises:
        ValueError: when the file is no executable of Windows, or is cut off.
    """
    try:
        return _read(data)
    except (struct.error, IndexError) as error:
        raise ValueError("the file is cut off") from error


def _read(data: bytes) -> Native:
    if data[:2] != b"MZ":
        raise ValueError("no executable of Windows")
    (header,) = struct.unpack_from("<I", data, 0x3C)
    if data[header : header + 4] != b"PE\0\0":
        raise ValueError("no executable of Windows")
    machine, sections = struct.unpack_from("<HH", data, header + 4)
    (optional_size,) = struct.unpack_from("<H", data, header + 20)
    optional = header + 24
    (magic,) = struct.unpack_from("<H", data, optional)
    directories = optional + (112 if magic == _PE32_PLUS else 96)
    (at,) = struct.unpack_from("<I", data, directories + 8 * _IMPORTS)
    table = [struct.unpack_from("<IIII", data, optional + optional_size + 40 * n + 8) for n in range(sections)]
    names = []
    if at:
        entry = _offset(at, table)
        while (name := struct.unpack_from("<IIIII", data, entry)[3]) != 0:
            start = _offset(name, table)
            names.append(data[start : data.index(b"\0", start)].decode("ascii"))
            entry += 20
    return Native(machine, tuple(names))


def _offset(address: int, table: list[tuple[int, ...]]) -> int:
    """Where in the file stands what is loaded at an address."""
    for size, begin, held, start in table:
        if begin <= address < begin + max(size, held):
            return start + address - begin
    raise IndexError(address)
