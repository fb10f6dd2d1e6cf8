"""Cell formats: clones of those that are there, with one thing changed, so that everything else stays."""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from lxml import etree

from perfscore.core.records import frozen
from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.celltext import written
from perfscore.ooxml.patch.parts import MAIN, SPREADSHEET, Parts
from perfscore.ooxml.styles import code_of, own_codes
from perfscore.ooxml.xml import Element, is_count, local_name

#: Excel takes no more distinct cell formats than this.
MOST_FORMATS: Final = 64_000

DATE_FORMAT: Final = "yyyy-mm-dd"
MOMENT_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"
TIME_FORMAT: Final = "hh:mm:ss"

_PLAIN_STYLES: Final = (
    '<styleSheet xmlns="{ns}"><fonts count="1"><font><sz val="11"/><name val="宋体"/><family val="3"/>'
    '<charset val="134"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>'
    '<tableStyles count="0"/></styleSheet>'
)  # fmt: skip
#: Without an entry in each of these no cell can be given a format.
_NEEDED: Final = ("fonts", "fills", "borders", "cellXfs")
_ARGB = re.compile(r"#?([0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_BUILT_IN_DATES: Final = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DATE_CODE = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|_.|\*.)|([ymdhs年月日时分秒])', re.IGNORECASE)


class TooManyFormatsError(ValueError):
    """The workbook holds as many cell formats as Excel takes."""


@frozen
class Look:
    """How a cell of a new sheet looks; None leaves the workbook's own default.

    Attributes:
        size: of the font, in points.
        color: of the font, ARGB or RGB in hexadecimal; `fill`: of the background.
        indent: how many steps the text stands off the side that it is aligned to.
        border: thin lines on all four sides.
        number_format: a format code such as `0.00%`.
    """

    bold: bool = False
    size: Decimal | int | None = None
    color: str | None = None
    underline: bool = False
    fill: str | None = None
    wrap: bool = False
    align: Literal["left", "center", "right"] | None = None
    vertical: Literal["top", "center", "bottom"] | None = None
    indent: int = 0
    border: bool = False
    number_format: str | None = None
    quote: bool = False


def argb(color: str) -> str | None:
    """A colour as `FFRRGGBB`, None where the text is none.

    >>> argb("#ffc7ce"), argb("red")
    ('FFFFC7CE', None)
    """
    match = _ARGB.fullmatch(color)
    return ((match[1] or "FF") + match[2]).upper() if match else None


def new_styles(namespace: str) -> Element:
    """A styles part with the default format alone."""
    return etree.fromstring(_PLAIN_STYLES.format(ns=namespace))


class Styles:
    """The styles part of a workbook, made on first use where there is none."""

    def __init__(self, parts: Parts, workbook: str, kinds: str, namespace: str = MAIN) -> None:
        self._parts = parts
        self._workbook = workbook
        self._kinds = kinds
        self._namespace = namespace
        self._part = parts.related(workbook, "styles")
        self._clones: dict[tuple[int, str, str], int] = {}
        self._fills: dict[str, int] = {}
        self._looks: dict[Look, int] = {Look(): 0}
        self._fonts: dict[tuple[object, ...], int] = {}
        self._line: int | None = None
        self._whole = False
        self._lists: dict[str, list[Element]] = {}
        self._codes: dict[int, str] = {}

    # -- cells that are there --------------------------------------------------------------------------------

    def with_fill(self, style: int, color: str) -> int:
        """The format that differs from a given one in the background alone; `color` is ARGB."""
        return self._clone(style, "fill", color)

    def quoting(self, style: int) -> int:
        """The format under which Excel keeps an edited text a text, as a typed leading apostrophe does."""
        return self._clone(style, "quote", "")

    def as_date(self, style: int, code: str) -> int:
        """A format that shows a date: the given one where it does already."""
        return style if self._shows_date(style) else self._clone(style, "numbers", code)

    def with_number_format(self, style: int, code: str) -> int:
        """The format that differs from a given one in the number format alone."""
        return self._clone(style, "numbers", code)

    def with_original_fill(self, style: int, fill: str | None) -> int:
        """The format with a background from before; None for no background."""
        return self._clone(style, "original", fill or "")

    def fill_of(self, style: int) -> Element | None:
        """The fill element of a format, None where it has none."""
        xf = self._format(style)
        number = xf.get("fillId") or "0" if xf is not None else "0"
        if self._part is None or not is_count(number) or int(number) < 1:
            return None
        known = self._list("fills")
        return known[int(number)] if int(number) < len(known) else None

    def color_of(self, style: int) -> str | None:
        """The plain background colour of a format, ARGB; None for none, patterns and theme colours."""
        fill = self.fill_of(style)
        pattern = None if fill is None else order.find(fill, "patternFill")
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        color = order.find(pattern, "fgColor")
        return None if color is None or not color.get("rgb") else argb(str(color.get("rgb")))

    def number_format(self, style: int) -> str:
        """The code by which a format shows numbers."""
        if style not in self._codes:
            xf = self._format(style)
            self._codes[style] = "General" if xf is None else code_of(xf, own_codes(self._list("numFmts")))
        return self._codes[style]

    def _clone(self, style: int, what: str, detail: str) -> int:
        key = (style, what, detail)
        if key in self._clones:
            return self._clones[key]
        root = self._edit()
        own = deepcopy(self._format(style))
        if what == "fill":
            own.set("fillId", str(self._fill(root, detail)))
            own.set("applyFill", "1")
        elif what == "original":
            own.set("fillId", str(self._fill(root, detail) if detail else 0))
            own.set("applyFill", "1")
        elif what == "numbers":
            own.set("numFmtId", str(self._number_format(root, detail)))
            own.set("applyNumberFormat", "1")
        else:
            own.set("quotePrefix", "1")
        self._clones[key] = number = self._append_format(root, own)
        return number

    def _format(self, style: int) -> Element:
        """The xf of a style number, the default one where it points nowhere; None without any."""
        known = self._list("cellXfs")
        if not known:
            return None
        return known[style] if 0 <= style < len(known) else known[0]

    def _shows_date(self, style: int) -> bool:
        xf = self._format(style)
        number = (xf.get("numFmtId") or "0") if xf is not None else "0"
        if is_count(number) and int(number) in _BUILT_IN_DATES:
            return True
        codes = self._list("numFmts")
        code = next((e.get("formatCode") or "" for e in codes if e.get("numFmtId") == number), "")
        return any(match[1] for match in _DATE_CODE.finditer(code))

    # -- cells of new sheets ---------------------------------------------------------------------------------

    def look(self, look: Look) -> int:
        """The number of a format for a cell of a new sheet."""
        known = self._looks.get(look)
        if known is not None:
            return known
        root = self._edit()
        tag, attributes, children = self._default
        fill = argb(look.fill) if look.fill else None
        own = {
            **attributes,
            "fontId": str(self._font(root, look)),
            "fillId": str(self._fill(root, fill) if fill else 0),
            "borderId": str(self._border(root) if look.border else 0),
            "applyFont": "1",
            "applyFill": "1",
            "applyBorder": "1",
        }
        if look.number_format:
            own |= {"numFmtId": str(self._number_format(root, look.number_format)), "applyNumberFormat": "1"}
        if look.quote:
            own["quotePrefix"] = "1"
        alignment = {
            "horizontal": look.align,
            "vertical": look.vertical,
            "wrapText": "1" if look.wrap else None,
            "indent": str(look.indent) if look.indent else None,
        }
        given = {name: value for name, value in alignment.items() if value}
        if given:
            own["applyAlignment"] = "1"
        xf = root.makeelement(tag, own)
        if given:
            etree.SubElement(xf, self._tag(root, "alignment"), given)
        xf.extend(deepcopy(child) for child in children)
        self._looks[look] = number = self._append_format(root, xf)
        return number

    @cached_property
    def _default(self) -> tuple[str, dict[str, str], list[Element]]:
        """The tag of formats, and attributes and children of the default one, alignment apart."""
        default = self._format(0)
        children = [child for child in default if local_name(child) not in {"", "alignment"}]
        return default.tag, dict(default.attrib), children

    def _font(self, root: Element, look: Look) -> int:
        if not (look.bold or look.size or look.color or look.underline):
            return 0
        key = (look.bold, look.size, look.color, look.underline)
        if key not in self._fonts:
            self._fonts[key] = self._new_font(root, look)
        return self._fonts[key]

    def _new_font(self, root: Element, look: Look) -> int:
        known = self._list("fonts")
        font = deepcopy(known[0]) if known else root.makeelement(self._tag(root, "font"))
        replaced = {"b": look.bold, "sz": look.size, "color": look.color, "u": look.underline}
        for child in list(font):
            if replaced.get(local_name(child)):
                font.remove(child)
        # The schema's order; Excel is strict about it.
        at = 0
        if look.bold:
            font.insert(at, font.makeelement(self._tag(root, "b")))
        names = ["b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
                 "family", "charset", "scheme"]  # fmt: skip
        if look.underline:
            order.insert(font, font.makeelement(self._tag(root, "u")), names)
        if look.size:
            size = font.makeelement(self._tag(root, "sz"), {"val": written(Decimal(look.size))})
            order.insert(font, size, names)
        color = argb(look.color) if look.color else None
        if color:
            order.insert(font, font.makeelement(self._tag(root, "color"), {"rgb": color}), names)
        return self._append(root, "fonts", font)

    def _border(self, root: Element) -> int:
        if self._line is None:
            self._line = self._thin_border(root)
        return self._line

    def _thin_border(self, root: Element) -> int:
        border = root.makeelement(self._tag(root, "border"))
        for side in ("left", "right", "top", "bottom"):
            line = etree.SubElement(border, self._tag(root, side), {"style": "thin"})
            etree.SubElement(line, self._tag(root, "color"), {"rgb": "FFBFBFBF"})
        etree.SubElement(border, self._tag(root, "diagonal"))
        text = etree.tostring(border)
        for number, known in enumerate(self._list("borders")):
            if etree.tostring(known, with_tail=False) == text:
                return number
        return self._append(root, "borders", border)

    # -- shared ----------------------------------------------------------------------------------------------

    def _edit(self) -> Element:
        if self._part is None:
            name = self._parts.free_name("xl/styles{}.xml").replace("styles1.xml", "styles.xml")
            if name in self._parts:
                name = self._parts.free_name("xl/styles{}.xml")
            self._part = self._parts.add(name, new_styles(self._namespace), SPREADSHEET + "styles+xml")
            self._parts.relate(self._workbook, self._kinds + "/styles", self._part)
        root = self._parts.edit(self._part)
        if self._whole:
            return root
        self._whole = True
        lacking = [name for name in _NEEDED if not _elements(order.find(root, name))]
        if not lacking:
            return root
        self._lists.clear()
        self._codes.clear()
        for child in new_styles(str(root.tag)[1:].rpartition("}")[0]):
            if local_name(child) in lacking:
                present = order.find(root, local_name(child))
                if present is None:
                    order.insert(root, child, order.STYLES)
                else:
                    present.extend(list(child))
        return root

    def _fill(self, root: Element, detail: str) -> int:
        """The number of a plain fill (ARGB) or of a fill given as XML."""
        if detail in self._fills:
            return self._fills[detail]
        if detail.startswith("<"):
            fill = etree.fromstring(detail)
        else:
            fill = root.makeelement(self._tag(root, "fill"))
            pattern = etree.SubElement(fill, self._tag(root, "patternFill"), {"patternType": "solid"})
            etree.SubElement(pattern, self._tag(root, "fgColor"), {"rgb": detail})
            etree.SubElement(pattern, self._tag(root, "bgColor"), {"indexed": "64"})
        self._fills[detail] = number = self._append(root, "fills", fill)
        return number

    def _number_format(self, root: Element, code: str) -> int:
        known = self._list("numFmts")
        for element in known:
            if element.get("formatCode") == code and is_count(element.get("numFmtId") or ""):
                return int(element.get("numFmtId") or 0)
        numbers = [int(e.get("numFmtId") or 0) for e in known if is_count(e.get("numFmtId") or "")]
        number = max([163, *numbers]) + 1
        own = root.makeelement(self._tag(root, "numFmt"), {"numFmtId": str(number), "formatCode": code})
        self._append(root, "numFmts", own)
        return number

    def _append_format(self, root: Element, xf: Element) -> int:
        if len(self._list("cellXfs")) >= MOST_FORMATS:
            raise TooManyFormatsError
        return self._append(root, "cellXfs", xf)

    def _list(self, name: str) -> list[Element]:
        """The entries of one of the counted lists, which cells and formats name by their numbers."""
        known = self._lists.get(name)
        if known is None:
            if self._part is None:
                return []
            known = self._lists[name] = _elements(order.find(self._parts.tree(self._part), name))
        return known

    def _append(self, root: Element, name: str, child: Element) -> int:
        """Add an entry to a counted list; returns its number."""
        known = self._list(name)
        child.tail = None
        holder = order.obtain(root, name, order.STYLES)
        holder.append(child)
        known.append(child)
        holder.set("count", str(len(known)))
        return len(known) - 1

    @staticmethod
    def _tag(root: Element, name: str) -> str:
        return str(root.tag).rpartition("}")[0] + "}" + name


def _elements(holder: Element | None) -> list[Element]:
    return [] if holder is None else list(holder.iterchildren("*"))
