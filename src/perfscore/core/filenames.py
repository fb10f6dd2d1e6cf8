"""Names of files: made from names of units, such as every system takes; and what a file is known by."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.visible import clean

_REFUSED: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ufffd]+')
#: What Windows takes for a device, whatever ending stands behind it.
_DEVICES: Final = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³")]
)  # fmt: skip
#: A name with its ending has 255 bytes on Linux and as many characters on Windows, with a path in front of it; what is
#: left of these is for the ending, a number, and the `.part` of a file that is being written.
_MOST_BYTES: Final = 180
_MOST_CHARACTERS: Final = 80
#: What the name of a copy that the program wrote ends with.
_COPY: Final = lazy_pattern(r"-(?:审核|评分)[0-9]*$")


def file_name(text: str, instead: str = "_") -> str:
    r"""The name of a file, without ending, that says the text as far as a file can.

    Args:
        text: what the file is of.
        instead: the name where nothing of the text is left.

    >>> file_name('市本级/教育局:"2023"'), file_name("con"), file_name(" .. "), file_name("a. ")
    ('市本级_教育局_2023_', 'con_', '_', 'a')
    """
    name = _cut(_REFUSED.sub("_", unicodedata.normalize("NFC", clean(text))).strip()).strip(" .")
    if not name:
        return instead
    stem, dot, rest = name.partition(".")
    return f"{stem}_{dot}{rest}" if stem.strip().upper() in _DEVICES else name


def file_names(texts: list[str], instead: str = "_") -> list[str]:
    """Names of files for several texts, no two of which any disk takes for one.

    >>> file_names(["教育局", "教育局", "A/b", "a_B"])
    ['教育局', '教育局(2)', 'A_b', 'a_B(2)']
    """
    taken: set[str] = set()
    names = []
    for text in texts:
        own = name = file_name(text, instead)
        number = 2
        while spelling(name) in taken:
            name = f"{own}({number})"
            number += 1
        taken.add(spelling(name))
        names.append(name)
    return names


def base_name(file: str) -> str:
    r"""The name of a file without its folders, whatever system they are of, and without what marks a copy of ours.

    >>> base_name("d/自评表-审核.xlsx"), base_name("x\\自评表-审核2.XLSX"), base_name("2023-审核表1.xlsx")
    ('自评表.xlsx', '自评表.xlsx', '2023-审核表1.xlsx')
    """
    path = PurePath(file.replace("\\", "/"))
    return unicodedata.normalize("NFC", f"{_COPY.sub('', path.stem)}{path.suffix}").casefold()


def spelling(name: str) -> str:
    """What two names have in common that a disk without case takes for one."""
    return unicodedata.normalize("NFKC", name).casefold()


def _cut(name: str) -> str:
    name = name[:_MOST_CHARACTERS]
    while len(name.encode("utf-8")) > _MOST_BYTES:
        name = name[:-1]
    return name
