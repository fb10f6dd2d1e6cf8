"""A file's bytes on their way to a reader."""

from __future__ import annotations

from perfscore.core.records import frozen
from perfscore.ooxml.package import Package


@frozen
class Source:
    """A file that was read into memory once.

    Attributes:
        file: the path as the user gave it.
        data: all bytes; sha256: their hash, hexadecimal.
        package: the opened package when the file is an Office Open XML one.
    """

    file: str
    data: bytes
    sha256: str
    package: Package | None = None
