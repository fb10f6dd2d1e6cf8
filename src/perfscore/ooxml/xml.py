"""XML from files of strangers: no DTD, no entities, no network, and clear words when it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from perfscore.core.errors import ReadingError

#: lxml's element; the library ships no types of its own.
Element = Any

_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}

#: What may stand before a document type declaration: blanks, instructions and comments.
_PROLOG_WITH_DOCTYPE = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE", re.DOTALL)

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

#: So much of a part is kept as a tree; clearing small parts would only cost time.
_KEPT: Final = 1024 * 1024

#: Nothing that a file counts has more digits.
_DIGITS: Final = 10

RESAVE: Final = "请重新取得文件，或用 Excel/WPS 打开后另存一份再试"


def parse(data: bytes, file: str, member: str = "") -> Element:
    """Return the root element of an XML document.

    Raises:
        ReadingError: a DTD is declared, or the document is not well-formed.
    """
    _refuse_doctype(data, file, member)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise _broken(error, file, member) from error
    _refuse_declared(root, file, member)
    return root


def stream(chunks: Iterable[bytes], tags: Iterable[str], file: str, member: str = "") -> Iterator[Element]:
    """Yield the elements with these tags (`{*}row` for any namespace) as they end, in document order.

    Beyond the first megabyte, what was handed out is cleared before the next piece is parsed, so that memory does
    not grow with the part: take what you need from an element before asking for the next one.

    Raises:
        ReadingError: a DTD is declared, or the document is not well-formed.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tuple(tags), collect_ids=False, **_SAFE)
    events: Any = parser.read_events()
    started = False
    fed = 0
    try:
        for chunk in chunks:
            if not fed:
                _refuse_doctype(chunk, file, member)
            fed += len(chunk)
            parser.feed(chunk)
            for _, element in events:
                if not started:
                    _refuse_declared(element, file, member)
                    started = True
                yield element
                if fed > _KEPT:
                    _forget(element)
        root = parser.close()
        _refuse_declared(root, file, member)
    except etree.XMLSyntaxError as error:
        raise _broken(error, file, member) from error
    for _, element in events:  # closing may have completed the last ones
        yield element


def _forget(element: Element) -> None:
    """Clear an element and drop what stands before it; the parser still hangs the next one on it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace of the tag in braces as lxml writes it, `{…}` or empty."""
    head, brace, _ = str(element.tag).rpartition("}")
    return head + brace


def attribute(element: Element, name: str) -> str | None:
    """The attribute with this local name in any namespace: strict and transitional files differ there."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}" + name)), None)


def is_true(text: str | None) -> bool:
    """Whether an XML boolean says yes."""
    return text in {"1", "true", "on"}


def is_count(text: str) -> bool:
    """Whether a text is a whole number as files count things: ASCII digits, and not more than any file needs.

    >>> is_count("12"), is_count(""), is_count("٣"), is_count("9" * 5000)
    (True, False, False, False)
    """
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _where(member: str) -> str:
    return f"成员 {member} " if member else "文件"


def _refuse_doctype(data: bytes, file: str, member: str) -> None:
    head = data
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            head = data[len(mark) :].decode(encoding, "replace").encode()
            break
    else:
        if data[:2] in {b"<\0", b"\0<"}:
            head = data.decode("utf-16-le" if data[:1] == b"<" else "utf-16-be", "replace").encode()
    if _PROLOG_WITH_DOCTYPE.match(head):
        raise _doctype(file, member)


def _refuse_declared(element: Element, file: str, member: str) -> None:
    """Refuse what the look at the first bytes cannot see, such as a long comment before the declaration."""
    info = element.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise _doctype(file, member)


def _doctype(file: str, member: str) -> ReadingError:
    reason = (
        f"{_where(member)}带有 DTD 或实体声明，正常的办公文档不会有，为安全起见不读取；请用 Excel/WPS 另存后再试"
    )
    return ReadingError(file, reason)


def _broken(error: Any, file: str, member: str) -> ReadingError:
    return ReadingError(file, f"{_where(member)}不是完好的 XML（第 {error.lineno} 行处出错），{RESAVE}")
