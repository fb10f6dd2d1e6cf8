"""The bytes of a package that say the same for the same content, and whether somebody has changed it since.

A Word document or a workbook is a zip package. It is written anew with fixed times, and its properties carry a hash
over the names, sizes and checksums of all other members: any program that saves it writes other members.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

PROPERTIES: Final = "docProps/core.xml"
_MARK: Final = "perfscore:"
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CP: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"


def sealed(package: bytes, parts: Mapping[str, bytes] | None = None, *, own: bool = True) -> bytes:
    """Write a package anew, the same bytes for the same content, with its seal.

    Args:
        package: a package that was just made.
        parts: what stands in place of parts of it.
        own: everything in it is ours; without, the office's own properties (from a template) stay.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as zipped,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        others = dict(parts or {})
        seal = _seal(
            (name, len(others[name]), zlib.crc32(others[name]))
            if name in others
            else (name, info.file_size, info.CRC)
            for info in zipped.infolist()
            for name in (info.filename,)
        )
        for info in zipped.infolist():
            entry = zipfile.ZipInfo(info.filename, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3  # the same on every system
            if info.filename == PROPERTIES:
                archive.writestr(entry, _marked(zipped.read(info), seal, own=own))
            elif info.filename in others:
                archive.writestr(entry, others[info.filename])
            else:
                entry.file_size = info.file_size
                with zipped.open(info) as read, archive.open(entry, "w") as write:
                    shutil.copyfileobj(read, write)
    return target.getvalue()


def is_untouched(archive: zipfile.ZipFile, properties: bytes) -> bool | None:
    """Whether a package is as it was sealed; None for one that never was."""
    start = properties.find(_MARK.encode())
    if start < 0:
        return None
    return properties[start + len(_MARK) :].startswith(
        _seal((info.filename, info.file_size, info.CRC) for info in archive.infolist()).encode()
    )


def _seal(members: Iterable[tuple[str, int, int]]) -> str:
    """The hash over names, sizes and checksums."""
    own = sorted(member for member in members if member[0] != PROPERTIES)
    return hashlib.sha256(repr(own).encode()).hexdigest()


def _marked(properties: bytes, seal: str, *, own: bool) -> bytes:
    from lxml import etree

    root = etree.fromstring(properties, etree.XMLParser(resolve_entities=False, no_network=True))
    for tag in (f"{_DC}identifier", *([f"{_CP}lastModifiedBy"] if own else [])):
        for element in root.findall(tag):
            root.remove(element)
    etree.SubElement(root, f"{_DC}identifier").text = f"{_MARK}{seal}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
