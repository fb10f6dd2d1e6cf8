"""The Python that the folder carries: its version, the markers and the wheel tags of 64-bit Windows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.tags import Tag, compatible_tags, cpython_tags

PLATFORM = "win_amd64"
_PATHS = re.compile(r"python3(\d+)\._pth")


class FolderError(Exception):
    """The folder cannot be built; the message says what is the matter and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """CPython for 64-bit Windows, of one version."""

    minor: int
    #: Unknown where the file's name does not say it; the oldest is taken then.
    micro: int = 0

    @property
    def version(self) -> str:
        """As in `python_version`."""
        return f"3.{self.minor}"

    @property
    def full_version(self) -> str:
        """As in `python_full_version`."""
        return f"3.{self.minor}.{self.micro}"

    @property
    def stem(self) -> str:
        """What the files of the interpreter are called: python313."""
        return f"python3{self.minor}"

    def markers(self) -> dict[str, str]:
        """The environment that markers of requirements are evaluated in."""
        return {
            "implementation_name": "cpython",
            "implementation_version": self.full_version,
            "os_name": "nt",
            "platform_machine": "AMD64",
            "platform_python_implementation": "CPython",
            "platform_release": "10",
            "platform_system": "Windows",
            "platform_version": "10.0.19045",
            "python_full_version": self.full_version,
            "python_version": self.version,
            "sys_platform": "win32",
        }

    def tags(self) -> frozenset[Tag]:
        """The tags of wheels that can be used."""
        version = (3, self.minor)
        own = cpython_tags(version, platforms=[PLATFORM])
        return frozenset(own) | frozenset(compatible_tags(version, f"cp3{self.minor}", [PLATFORM]))


def target_of(names: Iterable[str], called: str = "") -> Target:
    """The target that the names of the interpreter's files tell.

    Args:
        names: of the files of the embeddable Python.
        called: the name of its archive, which alone says the micro version.

    Raises:
        FolderError: when it is no embeddable Python 3.
    """
    found = [match for match in (_PATHS.fullmatch(name) for name in names) if match]
    if len(found) != 1:
        raise FolderError(
            f"{called or 'the folder'}: no embeddable Python, there is not exactly one python3XX._pth in it; "
            f"take python-3.X.Y-embed-amd64.zip"
        )
    minor = int(found[0][1])
    micro = re.search(rf"python-3\.{minor}\.(\d+)", called)
    return Target(minor, int(micro[1]) if micro else 0)


def target_of_archive(archive: Path) -> Target:
    """The target of an archive of the embeddable Python."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return target_of(opened.namelist(), archive.name)
    except (OSError, zipfile.BadZipFile) as error:
        raise FolderError(f"{archive}: {error}") from error
