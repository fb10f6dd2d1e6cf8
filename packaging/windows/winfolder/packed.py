"""Archives of the same bytes for the same files: sorted, one date, names in UTF-8."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

#: The earliest date that an archive can hold; the date of a build says nothing about what is in it.
DATE = (1980, 1, 1, 0, 0, 0)
#: Set where a name is in UTF-8; without it Windows reads it in the code page of the machine.
UTF8_NAME = 0x800
_FILE = 0o100644 << 16
_CREATED_ON_UNIX = 3


def pack(folder: Path, archive: Path) -> None:
    """Write a folder into an archive, its own name on top."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in _files(folder)):
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _CREATED_ON_UNIX
            entry.external_attr = _FILE
            opened.writestr(entry, path.read_bytes())


def wrong_entries(archive: Path) -> list[str]:
    """What is wrong with the entries of an archive, apart from what they hold."""
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
    names = [entry.filename for entry in entries]
    tops = {name.split("/")[0] for name in names}
    wrong = [] if len(tops) == 1 else [f"the archive has {len(tops)} folders or files on top instead of one"]
    wrong += ["the entries are not sorted"] if names != sorted(names) else []
    for entry in entries:
        if not entry.filename.isascii() and not entry.flag_bits & UTF8_NAME:
            wrong.append(f"{entry.filename}: the name is not marked as UTF-8")
        if entry.date_time != DATE:
            wrong.append(f"{entry.filename}: the date is that of a build")
        if entry.filename.startswith("/") or ".." in entry.filename.split("/"):
            wrong.append(f"{entry.filename}: leads out of the folder")
    return wrong


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
