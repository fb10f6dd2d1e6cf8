"""The way back: the original bytes of what was changed, kept in a custom XML part of the workbook.

Excel and LibreOffice keep such parts when they save. It holds the zip records of every changed member, of all
sheets and texts (so that a later comparison can name the cells that somebody else changed), the directory of the
original file, and the hashes of the changed members: where those still fit, the original file is put together
again byte for byte.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

from lxml import etree

from perfscore.core.errors import ReadingError
from perfscore.core.records import frozen
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch.archive import layout
from perfscore.ooxml.patch.parts import STRICT, TRANSITIONAL, Parts, new_root, serialised
from perfscore.ooxml.xml import Element, attribute, local_name, parse

NAMESPACE: Final = "urn:perfscore:marker:1"
_PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM: Final = re.compile(r"customXml/item\d+\.xml", re.IGNORECASE)
_PROPERTY_SPACE: Final = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/customXml",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/customXml",
}
#: Parsers refuse text nodes above ten megabytes.
_PIECE: Final = 1 << 20
#: What the numbers of properties begin with that were added to items of others.
_LENT: Final = "{0E8D0C52-51E5-4C7C-9C0B-7E2F6100"
#: Facts and files beyond this size are no work of ours: whoever wrote them wants to fill the memory.
_LARGEST: Final = 256 << 20
#: Sheets beyond this size, packed, are not kept for the comparison.
_COMPARED: Final = 8 << 20


@frozen
class Undo:
    """What the custom part says.

    Attributes:
        sha256: hash of the original file.
        records: name, length and presence of each record of the original file, in file order.
        patched: hashes of the changed members; `added`: the names of new ones.
        originals: what stood in changed cells, by the number of their mark.
        data: the kept records and the directory of the original file.
        name: of the original file, without its folder.
    """

    sha256: str
    records: tuple[tuple[str, int, bool], ...]
    patched: dict[str, str]
    added: tuple[str, ...]
    originals: dict[str, list[Any]]
    data: bytes
    name: str = ""

    def original(self, present: Package | None) -> bytes:
        """Put the original file together.

        Args:
            present: the file that untouched records are taken from; without it they are left as blanks, and only
                the kept parts can be read.
        """
        others = (
            {r.info.orig_filename: present.data[r.start : r.end] for r in layout(present).records}
            if present is not None
            else {}
        )
        pieces: list[bytes] = []
        at = 0
        for name, length, kept in self.records:
            if kept:
                pieces.append(self.data[at : at + length])
                at += length
            else:
                pieces.append(others.get(name, b"") if present is not None else bytes(length))
        return b"".join([*pieces, self.data[at:]])

    def kept(self, name: str) -> bool:
        """Whether the original bytes of a member are here."""
        return any(kept for other, _, kept in self.records if other == name)


def reserve(parts: Parts, workbook: str, kinds: str) -> str:
    """Add the custom part, still empty, with its properties and relationships; returns its name."""
    # LibreOffice keeps as many items as there are properties: those of others must not take the place of ours.
    for number, other in enumerate(filter(is_item, parts.names)):
        if parts.related(other, "customXmlProps") is None:
            _properties(parts, other, kinds, f"{_LENT}{number:04X}}}", "")
    item = parts.free_name("customXml/item{}.xml")
    parts.add(item, b"", "application/xml")
    parts.relate(workbook, kinds + "/customXml", item)
    _properties(parts, item, kinds, "{0E8D0C52-51E5-4C7C-9C0B-7E2F60F5A9D4}", NAMESPACE)
    return item


def _properties(parts: Parts, item: str, kinds: str, number: str, schema: str) -> None:
    """Add the properties of an item: its number, and the namespace of what it holds."""
    space = _PROPERTY_SPACE[kinds]
    root = etree.Element(f"{{{space}}}datastoreItem", nsmap={"ds": space})
    root.set(f"{{{space}}}itemID", number)
    references = etree.SubElement(root, f"{{{space}}}schemaRefs")
    if schema:
        etree.SubElement(references, f"{{{space}}}schemaRef").set(f"{{{space}}}uri", schema)
    name = parts.add(parts.free_name("customXml/itemProps{}.xml"), root, _PROPERTIES)
    parts.relate(item, kinds + "/customXmlProps", name)


def lent_properties(parts: Parts) -> Iterator[tuple[str, str]]:
    """Properties that were added to items of others, each with its item."""
    for item in filter(is_item, parts.names):
        name = parts.related(item, "customXmlProps")
        if name is not None and (attribute(parts.tree(name), "itemID") or "").upper().startswith(_LENT):
            yield item, name


def content(package: Package, parts: Parts, changed: dict[str, bytes], keep: set[str], originals: Any) -> bytes:
    """The bytes of the custom part.

    Args:
        package: the original.
        parts: what was changed in it.
        changed: the new bytes of changed members, by the name in the directory.
        keep: names of further parts to keep for a later comparison.
        originals: what stood in changed cells, by the number of their mark.
    """
    data = package.data
    plan = layout(package)
    wanted = set(changed) | {package.member(name).info.orig_filename for name in parts.removed}
    further = {package.member(name).info.orig_filename for name in keep}
    if sum(r.end - r.start for r in plan.records if r.info.orig_filename in further) <= _COMPARED:
        wanted |= further
    records: list[tuple[str, int, bool]] = []
    kept: list[bytes] = []
    first = plan.records[0].start if plan.records else plan.tail
    if first:
        records.append(("", first, True))
        kept.append(data[:first])
    for record in plan.records:
        name = record.info.orig_filename
        records.append((name, record.end - record.start, name in wanted))
        if name in wanted:
            kept.append(data[record.start : record.end])
    facts = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "name": PurePath(package.file).name,
        "records": records,
        "patched": {name: hashlib.sha256(new).hexdigest() for name, new in changed.items()},
        "added": parts.added,
        "originals": originals,
    }
    root = new_root("perfscore", NAMESPACE)
    packed = base64.b64encode(zlib.compress(json.dumps(facts, ensure_ascii=True).encode()))
    etree.SubElement(root, f"{{{NAMESPACE}}}facts").text = packed.decode()
    text = base64.b64encode(b"".join([*kept, data[plan.tail :]])).decode()
    for start in range(0, len(text), _PIECE):
        etree.SubElement(root, f"{{{NAMESPACE}}}data").text = text[start : start + _PIECE]
    return serialised(root)


def is_item(name: str) -> bool:
    """Whether a part has the name of a custom XML part."""
    return _ITEM.fullmatch(name) is not None


def find_item(package: Package) -> str | None:
    """The name of the custom part, whatever number another program gave it."""
    for name in package.parts:
        if is_item(name) and NAMESPACE.encode() in package.read(name)[:400]:
            return name
    return None


def read_undo(package: Package, item: str) -> Undo | None:
    """Read the custom part; None where another program has damaged it."""
    try:
        root: Element = parse(package.read(item), package.file, item)
        texts: dict[str, list[str]] = {"facts": [], "data": []}
        for child in root:
            texts.get(local_name(child), []).append(child.text or "")
        packed = base64.b64decode("".join(texts["facts"]), validate=True)
        facts = json.loads(zlib.decompressobj().decompress(packed, _LARGEST))
        data = base64.b64decode("".join("".join(texts["data"]).split()), validate=True)
        records = tuple((str(name), int(length), bool(kept)) for name, length, kept in facts["records"])
        if any(length < 0 for _, length, _ in records) or sum(length for _, length, _ in records) > _LARGEST:
            return None
        return Undo(
            str(facts["sha256"]),
            records,
            {str(name): str(value) for name, value in facts["patched"].items()},
            tuple(str(name) for name in facts["added"]),
            dict(facts["originals"]),
            data,
            str(facts.get("name", "")),
        )
    except (ReadingError, binascii.Error, zlib.error, ValueError, KeyError, TypeError):
        return None


def original_of(package: Package, undo: Undo) -> bytes | None:
    """The original file, where no part was changed since; None otherwise.

    Untouched members are compared by size and checksum with the original's directory, changed ones by hash. A file
    that was merely packed anew gives the original's parts in a new zip file.
    """
    expected = {_part(name) for name, _, _ in undo.records if name} | set(undo.added)
    if not {name for name in package.parts if not name.endswith("/")} <= expected:
        return None
    for name, value in undo.patched.items():
        part = _part(name)
        if part not in package or hashlib.sha256(package.read(part)).hexdigest() != value:
            return None
    data = undo.original(package)
    return data if hashlib.sha256(data).hexdigest() == undo.sha256 else _repacked(package, undo)


def _repacked(package: Package, undo: Undo) -> bytes | None:
    shell = Package(package.file, undo.original(None))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in shell.parts:
            info = shell.member(name).info
            if undo.kept(info.orig_filename):
                content = shell.read(name)
            elif name in package:
                content = package.read(name)
            else:
                return None
            if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
                return None
            archive.writestr(zipfile.ZipInfo(info.orig_filename, info.date_time), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").removeprefix("./")
