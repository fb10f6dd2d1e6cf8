"""Classic comments of a sheet: the list of texts, and the drawing with their boxes."""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import Final

from lxml import etree

from perfscore.core.location import cell_name
from perfscore.ooxml.patch import order, vml
from perfscore.ooxml.patch.celltext import escaped, set_text
from perfscore.ooxml.patch.geometry import Geometry
from perfscore.ooxml.patch.parts import SPREADSHEET, Parts, new_root
from perfscore.ooxml.patch.refs import position
from perfscore.ooxml.patch.sheet import SheetXml
from perfscore.ooxml.strings import rich_text
from perfscore.ooxml.xml import Element, attribute, is_count, local_name

#: Authors of the placeholders that Excel writes beside threaded comments begin so.
_THREAD_AUTHOR: Final = "tc="


class UnusableDrawingError(ValueError):
    """No comment can be added to the sheet; the message says why.

    Its drawing for comments and controls is broken, and another one in its place would lose the controls; or its
    comments are those of another sheet, too.
    """


def text_of(comment: Element) -> str:
    """The plain text of a comment, phonetic notes left out."""
    holder = order.find(comment, "text")
    return "" if holder is None else rich_text(holder).replace("\r\n", "\n").replace("\r", "\n")


class Comments:
    """The comments of one sheet.

    Args:
        parts: the package.
        sheet: name of the sheet's part.
        xml: the sheet; it is marked as edited only when it gets a drawing.
        kinds: the namespace of relationship types, strict or transitional.
    """

    def __init__(self, parts: Parts, sheet: str, xml: SheetXml, kinds: str) -> None:
        self._parts = parts
        self._sheet = sheet
        self._xml = xml
        self._root = xml.root
        self._kinds = kinds
        self._part = parts.related(sheet, "comments")
        self._waiting: dict[tuple[int, int], str] = {}

    @cached_property
    def _index(self) -> dict[tuple[int, int], Element]:
        if self._part is None:
            return {}
        holder = order.find(self._parts.tree(self._part), "commentList")
        comments = [c for c in holder if local_name(c) == "comment"] if holder is not None else []
        return {place: comment for comment in comments if (place := position(comment.get("ref") or ""))}

    @cached_property
    def _shared(self) -> bool:
        """Whether another sheet shows the same comments; what is written here would appear there too."""
        if self._part is None:
            return False
        folder = posixpath.dirname(self._sheet)
        sheets = (name for name in self._parts.names if posixpath.dirname(name) == folder and name != self._sheet)
        return any(self._parts.related(sheet, "comments") == self._part for sheet in sheets)

    @cached_property
    def _threads(self) -> set[tuple[int, int] | None]:
        return {
            position(thread.get("ref") or "")
            for relationship in self._parts.relationships(self._sheet)
            if relationship.kind == "threadedComment" and relationship.target in self._parts
            for thread in self._parts.tree(relationship.target)
        }

    @cached_property
    def _boxes(self) -> set[tuple[int, int]]:
        """Cells whose comments have a box already.

        Raises:
            UnusableDrawingError: the sheet's drawing is broken.
        """
        drawing = self.drawing
        if drawing is None:
            return set()
        data = self._parts.raw(drawing)
        if not vml.takes_notes(data):
            raise UnusableDrawingError("工作表的批注图形部件已损坏")
        return vml.places(data)

    def find(self, row: int, column: int) -> Element | None:
        """The comment of a cell."""
        return self._index.get((row, column))

    def threaded(self, row: int, column: int) -> bool:
        """Whether the cell carries a threaded comment, which only Excel itself may touch."""
        if (row, column) in self._threads:
            return True
        comment = self.find(row, column)
        return comment is not None and self.author(comment).startswith(_THREAD_AUTHOR)

    def author(self, comment: Element) -> str:
        """The author of a comment."""
        authors = order.find(self._parts.tree(self._part or ""), "authors")
        names = (
            [child.text or "" for child in authors if local_name(child) == "author"] if authors is not None else []
        )
        number = comment.get("authorId") or ""
        return names[int(number)] if is_count(number) and int(number) < len(names) else ""

    def add(self, row: int, column: int, author: str, text: str) -> str:
        """Write a comment, behind the text of one that is there; returns the piece of text that was added."""
        if self._shared:
            raise UnusableDrawingError("两张工作表共用同一个批注部件")
        present = self.find(row, column)
        if present is None:
            self._new(row, column, author, text)
            return text
        self._parts.edit(self._part or "")
        piece = "\n" + text if text_of(present) else text
        holder = order.obtain(present, "text", ["text", "commentPr", "AlternateContent"])
        runs = [child for child in holder if local_name(child) == "r"]
        plain = order.find(holder, "t")
        if runs:
            run = holder.makeelement(self._tag("r"))
            set_text(etree.SubElement(run, self._tag("t")), piece)
            runs[-1].addnext(run)
        elif plain is not None:
            set_text(plain, (plain.text or "") + piece)
        else:
            element = holder.makeelement(self._tag("t"))
            holder.insert(0, element)
            set_text(element, piece)
        return piece

    def _new(self, row: int, column: int, author: str, text: str) -> None:
        # A drawing that cannot take another box refuses before anything was changed.
        if (row, column) not in self._boxes:
            self._waiting[row, column] = text
        if self._part is None:
            namespace = str(self._root.tag)[1:].rpartition("}")[0]
            root = new_root("comments", namespace)
            self._part = self._parts.add(
                self._parts.free_name("xl/comments{}.xml"), root, SPREADSHEET + "comments+xml"
            )
            self._parts.relate(self._sheet, self._kinds + "/comments", self._part)
        root = self._parts.edit(self._part)
        names = ["authors", "commentList", "extLst"]
        authors = order.obtain(root, "authors", names)
        known = [child.text or "" for child in authors if local_name(child) == "author"]
        author = escaped(author)
        if author not in known:
            etree.SubElement(authors, self._tag("author")).text = author
            known.append(author)
        comment = etree.SubElement(order.obtain(root, "commentList", names), self._tag("comment"))
        comment.set("ref", cell_name(row, column))
        comment.set("authorId", str(known.index(author)))
        self._index[row, column] = comment
        holder = etree.SubElement(comment, self._tag("text"))
        set_text(etree.SubElement(holder, self._tag("t")), text)

    def draw(self) -> None:
        """Draw the boxes of new comments, all at once."""
        notes, self._waiting = self._waiting, {}
        if not notes:
            return
        # Now, for columns may have got other widths since the comments were written.
        geometry = Geometry(self._xml)
        boxes = {place: geometry.box(*place, text) for place, text in notes.items()}
        self._boxes.update(notes)
        drawings = [name for name in self._parts.names if name.lower().endswith(".vml")]
        free = max([0, *(n for name in drawings for n in vml.blocks(self._parts.raw(name)))]) + 1
        drawing = self.drawing
        if drawing is not None:
            self._parts.write(drawing, vml.with_notes(self._parts.raw(drawing), boxes, free))
            return
        drawn = vml.with_notes(vml.new_drawing(free), boxes, free + 1)
        name = self._parts.add(self._parts.free_name("xl/drawings/vmlDrawing{}.vml"), drawn, vml.CONTENT_TYPE)
        number = self._parts.relate(self._sheet, self._kinds + "/vmlDrawing", name)
        root = self._parts.edit(self._sheet)
        legacy = order.find(root, "legacyDrawing")
        if legacy is None:
            tag = str(root.tag).rpartition("}")[0] + "}legacyDrawing"
            legacy = root.makeelement(tag, nsmap={"r": self._kinds})
            order.insert(root, legacy, order.WORKSHEET)
        legacy.set(f"{{{self._kinds}}}id", number)

    @property
    def drawing(self) -> str | None:
        """The drawing that the sheet names for its comments; it may also hold form controls."""
        legacy = order.find(self._root, "legacyDrawing")
        number = attribute(legacy, "id") if legacy is not None else None
        for relationship in self._parts.relationships(self._sheet):
            if relationship.id == number and relationship.kind == "vmlDrawing":
                return self._parts.find(relationship.target)
        return None

    # -- taking back -----------------------------------------------------------------------------------------

    def remove(self, row: int, column: int) -> None:
        """Remove the comment of a cell and its box; the parts go when nothing is left in them."""
        comment = self.find(row, column)
        if comment is None or self._part is None:
            return
        self._parts.edit(self._part)
        holder = comment.getparent()
        holder.remove(comment)
        del self._index[row, column]
        drawing = self.drawing
        if drawing is not None:
            self._parts.write(drawing, vml.without_note(self._parts.raw(drawing), row, column))
        if any(local_name(child) == "comment" for child in holder):
            return
        self._parts.unrelate(self._sheet, self._part)
        self._parts.remove(self._part)
        self._part = None
        if drawing is not None and vml.is_empty(self._parts.raw(drawing)):
            self._parts.unrelate(self._sheet, drawing)
            self._parts.remove(drawing)
            sheet = self._parts.edit(self._sheet)
            legacy = order.find(sheet, "legacyDrawing")
            if legacy is not None:
                sheet.remove(legacy)

    def replace(self, row: int, column: int, text: str) -> None:
        """Give a comment another text, without formats."""
        comment = self.find(row, column)
        if comment is None or self._part is None:
            return
        self._parts.edit(self._part)
        holder = order.find(comment, "text")
        if holder is None:
            return
        for child in list(holder):
            holder.remove(child)
        set_text(etree.SubElement(holder, self._tag("t")), text)

    def _tag(self, name: str) -> str:
        root = self._parts.tree(self._part or "")
        return str(root.tag).rpartition("}")[0] + "}" + name
