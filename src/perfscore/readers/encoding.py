"""Bytes to text: UTF-8 and UTF-16 with or without byte order mark, GB18030."""

from __future__ import annotations

import codecs
from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.core.lazy import lazy_pattern

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROL: Final = lazy_pattern(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
#: Control characters that a text may hold, at least two: extraction leaves a few, programs and pictures many.
_CONTROLS_PER_MILLE: Final = 5
_CONTROLS: Final = 2
#: Valid characters beside one broken byte from which a file is UTF-8 with a fault rather than something else.
_VALID_PER_FAULT: Final = 20

_USUAL: Final = lazy_pattern(r"[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decode(file: str, data: bytes) -> str | None:
    """Return the text of a file, None where the bytes are no text in a known encoding.

    Raises:
        ReadingError: the file is UTF-8 but for a broken byte; reading it otherwise would garble it silently.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _broken(file, data, error) from error
    if b"\0" in data:
        return _utf16_without_mark(data)
    try:
        return _if_text(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        replaced = data.decode("utf-8", "replace")
        faults = replaced.count("\ufffd")
        valid = sum(char > "\x7f" for char in replaced) - faults
        if valid >= _VALID_PER_FAULT * faults:
            raise _broken(file, data, error) from error
    try:
        return _if_text(data.decode("gb18030"))
    except UnicodeDecodeError:
        return None


def _if_text(text: str) -> str | None:
    controls = len(_CONTROL.findall(text))
    return text if controls <= max(_CONTROLS, _CONTROLS_PER_MILLE * len(text) // 1000) else None


def _utf16_without_mark(data: bytes) -> str | None:
    """The reading in which nearly all characters are Latin, Chinese or punctuation."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and len(_USUAL.findall(text)) * 10 >= 9 * len(text):
            return text
    return None


def _broken(file: str, data: bytes, error: UnicodeDecodeError) -> ReadingError:
    line = data.count(b"\n", 0, error.start) + 1
    name = error.encoding.upper()
    return ReadingError(
        file, f"第 {line} 行有不合 {name} 编码的字节，文字会变成乱码；请重新取得文件或另存为 UTF-8"
    )
