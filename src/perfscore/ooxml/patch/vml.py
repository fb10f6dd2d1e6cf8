"""The drawing behind classic comments, handled as text: Excel's own VML is often not well-formed XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from perfscore.ooxml.patch.geometry import Box
from perfscore.ooxml.ranges import Range

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_SPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_HEAD = '<xml{spaces}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
_SHAPE_TYPE = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:{left}pt;margin-top:{top}pt;width:{width}pt;height:{height}pt;z-index:{z};'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" '
    'color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox '
    'style="mso-direction-alt:auto;mso-fit-shape-to-text:t"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NUMBER = re.compile(r"_x0000_s(\d+)")
_BLOCKS = re.compile(r"<(?:\w+:)?idmap\b[^>]*?\bdata=[\"']([\d,]+)[\"']")
_END = re.compile(r"</(?:\w+:)?xml\s*>\s*(?:<!--(?:(?!-->).)*-->\s*)*$", re.IGNORECASE | re.DOTALL)
_EMPTY = re.compile(r"<((?:\w+:)?xml)\b([^>]*)/>\s*$", re.IGNORECASE)
_ANY_SHAPE = re.compile(r"<((?:\w+:)?shape)\b(?![\w-]).*?</\1\s*>", re.DOTALL)
_ROW = re.compile(r"<(?:\w+:)?Row>\s*(\d+)\s*</")
_COLUMN = re.compile(r"<(?:\w+:)?Column>\s*(\d+)\s*</")
_ANCHOR = re.compile(r"<(?:\w+:)?Anchor>([^<]*)</")
_INTEGER = re.compile(r"-?\d+")
_NOTE = re.compile(r"ObjectType=[\"']Note[\"']")
_BLOCK: Final = 1024
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w-]+)[\"']")


def blocks(data: bytes) -> set[int]:
    """The blocks of 1024 shape numbers that a drawing claims."""
    return {int(n) for match in _BLOCKS.finditer(_text(data)[0]) for n in match[1].split(",") if n}


def new_drawing(block: int) -> bytes:
    """A drawing without shapes."""
    return _HEAD.format(block=block, spaces=_declared(_SPACES)).encode()


def places(data: bytes) -> set[tuple[int, int]]:
    """The rows and columns of the cells whose comments have a box."""
    return {place for match in _ANY_SHAPE.finditer(_text(data)[0]) if (place := _place(match[0]))}


def controls(data: bytes) -> Iterator[Range]:
    """The cells that buttons and other controls lie over."""
    for match in _ANY_SHAPE.finditer(_text(data)[0]):
        anchor = _ANCHOR.search(match[0])
        numbers = [int(text) for text in _INTEGER.findall(anchor[1])] if anchor is not None else []
        if len(numbers) == 8 and not _NOTE.search(match[0]):
            left, _, top, _, right, _, bottom, _ = numbers
            yield Range(top + 1, left + 1, max(top, bottom) + 1, max(left, right) + 1)


def takes_notes(data: bytes) -> bool:
    """Whether the drawing is whole enough for another box."""
    return _END.search(_opened(_text(data)[0])) is not None


def with_notes(data: bytes, notes: Mapping[tuple[int, int], Box], free: int) -> bytes:
    """The drawing with the boxes of more comments, hidden until pointed at.

    Args:
        data: a drawing that takes notes.
        notes: the boxes by row and column of their cells.
        free: the first block of numbers that no drawing of the workbook claims.
    """
    drawing, encoding = _text(data)
    drawing = _opened(drawing)
    taken = {int(match[1]) for match in _NUMBER.finditer(drawing)}
    claimed = sorted(blocks(data)) or [1]
    numbers, more = _numbers(claimed, taken, len(notes), free)
    if more:
        drawing = _BLOCKS.sub(
            lambda match: match[0].replace(match[1], ",".join(map(str, [*claimed, *more]))), drawing, count=1
        )
    # A drawing may call the namespaces otherwise; then each shape declares its own.
    spaces = _declared(
        {prefix: space for prefix, space in _SPACES.items() if f'xmlns:{prefix}="{space}"' not in drawing}
    )
    shapes = [
        _shape(*place, box, number, order, spaces)
        for order, (number, (place, box)) in enumerate(zip(numbers, notes.items(), strict=True), len(taken) + 1)
    ]
    if '"_x0000_t202"' not in drawing and "'_x0000_t202'" not in drawing:
        shapes.insert(0, _SHAPE_TYPE.format(spaces=spaces))
    end = _END.search(drawing)
    at = end.start() if end is not None else len(drawing)
    return (drawing[:at] + "".join(shapes) + drawing[at:]).encode(encoding)


def _numbers(claimed: list[int], taken: set[int], count: int, free: int) -> tuple[list[int], list[int]]:
    """Numbers for new shapes behind those in use, and the further blocks that they need."""
    block = claimed[-1]
    more: list[int] = []
    number = max([block * _BLOCK, *(n for n in taken if n // _BLOCK == block)])
    numbers: list[int] = []
    while len(numbers) < count:
        number += 1
        if number // _BLOCK != block:
            block, number = free + len(more), (free + len(more)) * _BLOCK + 1
            more.append(block)
        numbers.append(number)
    return numbers, more


def _shape(row: int, column: int, box: Box, number: int, order: int, spaces: str) -> str:
    left, top, width, height = (_points(pixels) for pixels in (box.left, box.top, box.width, box.height))
    return _SHAPE.format(
        number=number,
        left=left,
        top=top,
        width=width,
        height=height,
        z=order,
        anchor=", ".join(map(str, box.corners)),
        spaces=spaces,
        row=row - 1,
        column=column - 1,
    )


def _points(pixels: int) -> str:
    return str(pixels * 0.75)


def _declared(spaces: Mapping[str, str]) -> str:
    return "".join(f' xmlns:{prefix}="{space}"' for prefix, space in spaces.items())


def _opened(drawing: str) -> str:
    """A drawing without shapes may be one empty element."""
    return _EMPTY.sub(r"<\1\2></\1>", drawing)


def without_note(data: bytes, row: int, column: int) -> bytes:
    """The drawing without the box of a comment."""
    drawing, encoding = _text(data)
    kept = _ANY_SHAPE.sub(lambda match: "" if _place(match[0]) == (row, column) else match[0], drawing)
    return kept.encode(encoding)


def is_empty(data: bytes) -> bool:
    """Whether the drawing holds no shape."""
    return _ANY_SHAPE.search(_text(data)[0]) is None


def _place(shape: str) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column and _NOTE.search(shape) else None


def _text(data: bytes) -> tuple[str, str]:
    match = _ENCODING.search(data[:200])
    encoding = match[1].decode() if match else "utf-8"
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError):
        # Every byte stands for itself, so that what is not ours comes back unchanged.
        return data.decode("latin-1"), "latin-1"
