"""Compound files (OLE2) with named empty streams, as small as they can be."""

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(*streams: str) -> bytes:
    entries = [entry("Root Entry", 5, child=1 if streams else FREE)]
    for number, name in enumerate(streams, 1):
        entries.append(entry(name, 2, right=number + 1 if number < len(streams) else FREE))
    directory = b"".join(entries)
    directory += b"".join(entry("", 0) for _ in range(-len(entries) % 4))
    sectors = len(directory) // 512
    chain = [FAT, *(n + 1 for n in range(1, sectors)), END]
    fat = b"".join(struct.pack("<L", link) for link in chain + [FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<4H", 0x3E, 3, 0xFFFE, 9)
    header += struct.pack("<H6x9L", 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109L", 0, *[FREE] * 108)  # the one sector with the table of sectors is the first
    return header + fat + directory


def entry(name: str, kind: int, *, right: int = FREE, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = raw.ljust(64, b"\0") + struct.pack("<HBBLLL", len(raw), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<LLL", END, 0, 0)
