"""The parts of a package while they are being changed: trees, relationships, content types, new parts."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from perfscore.ooxml.package import Package, Relationship, resolve
from perfscore.ooxml.xml import Element, local_name, parse

RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "[Content_Types].xml"
TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@lru_cache(maxsize=256)
def rels_of(part: str) -> str:
    """The name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def new_root(name: str, namespace: str) -> Element:
    """A root element whose namespace needs no prefix."""
    spaces: Any = {None: namespace}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=spaces)


def serialised(root: Element) -> bytes:
    """The bytes of a part, with what stands before and behind its root element."""
    body: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body


def _relative(target: str, folder: str) -> str:
    """The way to a part from a folder of the package.

    >>> _relative("xl/comments1.xml", "xl/worksheets"), _relative("xl/workbook.xml", "")
    ('../comments1.xml', 'xl/workbook.xml')
    """
    here, there = folder.split("/") if folder else [], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:])


class Parts:
    """A package and what was changed in it.

    Trees are parsed once and written back only when somebody asked to `edit` them; everything else keeps its
    bytes.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._trees: dict[str, Element] = {}
        self._bytes: dict[str, bytes] = {}
        self._edited: dict[str, None] = {}
        self._new: dict[str, None] = {}
        self._spelled: dict[str, str] = {}
        self._relations: dict[str, list[Relationship]] = {}
        self._removed: set[str] = set()

    # -- reading ---------------------------------------------------------------------------------------------

    def __contains__(self, part: str) -> bool:
        return self.find(part) is not None

    def find(self, part: str) -> str | None:
        """The name of a part as it is spelled in the package; None where there is none."""
        name = self._spelled.get(part.lower()) or self.package.find(part)
        return None if name is None or name in self._removed else name

    @property
    def names(self) -> list[str]:
        """The names of all parts that are there now."""
        return [name for name in (*self.package.parts, *self._new) if name not in self._removed]

    def tree(self, part: str) -> Element:
        """The root element of a part, to be looked at."""
        if part in self._trees:
            return self._trees[part]
        name = self.find(part) or part
        if name not in self._trees:
            data = self._bytes.get(name)
            self._trees[name] = self.package.xml(name) if data is None else parse(data, self.package.file, name)
        return self._trees[name]

    def raw(self, part: str) -> bytes:
        """The present bytes of a part that is handled as text (VML drawings)."""
        name = self.find(part) or part
        return self._bytes[name] if name in self._bytes else self.package.read(name)

    # -- changing --------------------------------------------------------------------------------------------

    def edit(self, part: str) -> Element:
        """The root element of a part, to be changed."""
        name = part if part in self._edited else self.find(part) or part
        root = self.tree(name)
        self._bytes.pop(name, None)
        self._edited[name] = None
        self._relations.pop(name, None)
        return root

    def write(self, part: str, data: bytes) -> None:
        """Replace the bytes of a part."""
        name = self.find(part) or part
        self._bytes[name] = data
        self._edited[name] = None

    def add(self, part: str, content: Element | bytes, content_type: str) -> str:
        """Add a part with its content type; returns its name."""
        self._removed.discard(part)
        self._new[part] = None
        self._spelled[part.lower()] = part
        if isinstance(content, bytes):
            self._bytes[part] = content
        else:
            self._trees[part] = content
        self._declare(part, content_type)
        return part

    def remove(self, part: str) -> None:
        """Remove a part with its relationships and its content type; who points at it is left to the caller."""
        name = self.find(part)
        if name is None:
            return
        self._drop(name)
        rels = self.find(rels_of(name))
        if rels is not None:
            self._drop(rels)

    def _drop(self, name: str) -> None:
        for store in (self._trees, self._bytes, self._edited):
            store.pop(name, None)
        self._relations.pop(name, None)
        if name in self._new:
            del self._new[name]
            self._spelled.pop(name.lower(), None)
        else:
            self._removed.add(name)
        # Some programs declare even the parts that hold relationships.
        for override in list(self.tree(CONTENT_TYPES)):
            if (override.get("PartName") or "").lstrip("/").lower() == name.lower():
                self.edit(CONTENT_TYPES).remove(override)

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern `xl/comments{}.xml` that is not taken, counting from 1."""
        taken = {name.lower() for name in (*self.package.parts, *self._new)}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    # -- relationships ---------------------------------------------------------------------------------------

    def relationships(self, part: str) -> list[Relationship]:
        """What a part points at now, `""` for the package."""
        rels = self.find(rels_of(part))
        if rels is None:
            return []
        if rels not in self._trees and rels not in self._new:
            return list(self.package.relationships(part))
        # Whoever edits the part has it read anew; between edits it is asked for at every formula and comment.
        known = self._relations.get(rels)
        if known is not None:
            return known
        found = []
        for element in self.tree(rels):
            if local_name(element) != "Relationship":
                continue
            kind, target = element.get("Type") or "", element.get("Target") or ""
            external = element.get("TargetMode") == "External"
            target = target if external else resolve(part, target)
            name = kind.rstrip("/").rpartition("/")[2]
            found.append(Relationship(element.get("Id") or "", name, kind, target, external))
        self._relations[rels] = found
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind that a part points at and that is there."""
        for relationship in self.relationships(part):
            if relationship.kind == kind and not relationship.external:
                found = self.find(relationship.target)
                if found is not None:
                    return found
        return None

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let a part point at another one; returns the relationship's id."""
        name = rels_of(source)
        if self.find(name) is None:
            self.add(name, new_root("Relationships", RELATIONSHIPS), _RELS_TYPE)
        root = self.edit(name)
        taken = {element.get("Id") for element in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        element = etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Relationship")
        element.set("Id", f"rId{number}")
        element.set("Type", kind)
        element.set("Target", _relative(target, posixpath.dirname(source)))
        return f"rId{number}"

    def unrelate(self, source: str, target: str) -> None:
        """Remove every relationship of a part to another one; an emptied list of relationships goes too."""
        name = self.find(rels_of(source))
        if name is None:
            return
        ids = {r.id for r in self.relationships(source) if not r.external and r.target.lower() == target.lower()}
        if not ids:
            return
        root = self.edit(name)
        for element in list(root):
            if element.get("Id") in ids:
                root.remove(element)
        if not len(root):
            self._drop(name)

    # -- content types ---------------------------------------------------------------------------------------

    def _declare(self, part: str, content_type: str) -> None:
        types = self.edit(CONTENT_TYPES)
        prefix = str(types.tag).rpartition("}")[0] + "}"
        ending = part.rpartition(".")[2].lower()
        default = next(
            (
                element.get("ContentType")
                for element in types
                if local_name(element) == "Default" and (element.get("Extension") or "").lower() == ending
            ),
            None,
        )
        if default == content_type:
            return
        if default is None and ending != "xml":
            element = types.makeelement(prefix + "Default", {"Extension": ending, "ContentType": content_type})
            types.insert(0, element)
            return
        element = etree.SubElement(types, prefix + "Override")
        element.set("PartName", f"/{part}")
        element.set("ContentType", content_type)

    # -- the outcome -----------------------------------------------------------------------------------------

    def content(self, part: str) -> bytes:
        """The bytes of a part as it will be written."""
        if part in self._bytes:
            return self._bytes[part]
        if part not in self._new and part not in self._edited:
            return self.package.read(part)
        return serialised(self._trees[part])

    @property
    def changed(self) -> list[str]:
        """Names of the source's parts that get other bytes."""
        return [name for name in self._edited if name not in self._new]

    @property
    def added(self) -> list[str]:
        """Names of the new parts."""
        return list(self._new)

    @property
    def grown(self) -> list[str]:
        """Names of the new parts that were put together as trees."""
        return [name for name in self._new if name not in self._bytes]

    @property
    def removed(self) -> list[str]:
        """Names of the source's parts that are left out."""
        return sorted(self._removed)
