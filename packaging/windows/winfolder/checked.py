"""What must hold of the folder, looked at without Windows."""

from __future__ import annotations

import base64
import csv
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from packaging.tags import parse_tag

from winfolder.assemble import APP, CONTENTS, LEFT_OUT, LICENSES, MARKED, NO_TEXT, PACKAGES, WRITTEN, paths
from winfolder.dists import EXTRAS, PROJECT, installed, walk
from winfolder.native import AMD64, of_the_system, read_native
from winfolder.packed import wrong_entries
from winfolder.target import FolderError, Target, target_of

#: Windows takes 260 characters for a path; what is left is for the folder into which the archive is unpacked, twice
#: named as Explorer does it: C:\Users\NAME\Desktop\perfscore-0.1.0-windows\perfscore-0.1.0-windows\.
LONGEST_PATH = 150
#: What the program reads at run time; that the rest of its wheel is there whole, its RECORD tells.
DATA = (
    "perfscore/forms/definitions/*.toml",
    "perfscore/scoring_rules/*.toml",
    "perfscore/report/html/assets/*.html",
    "perfscore/report/html/assets/*.css",
    "perfscore/report/html/assets/*.js",
)
_NATIVE = {".dll", ".exe", ".pyd"}
_ELSEWHERE = {".so", ".dylib", ".pyc", ".pyo"}
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
_ILLEGAL = set('<>:"|?*\\')


def problems(what: Path) -> list[str]:
    """What is wrong with a folder or with an archive of it; nothing when it is as it must be."""
    if what.is_dir():
        return list(_problems(what))
    with tempfile.TemporaryDirectory() as scratch:
        with zipfile.ZipFile(what) as archive:
            archive.extractall(scratch)
        tops = [path for path in Path(scratch).iterdir() if path.is_dir()]
        return [*wrong_entries(what), *(line for top in tops for line in _problems(top))]


def _problems(folder: Path) -> Iterator[str]:
    yield from _names(folder)
    yield from _ours(folder)
    yield from _licenses(folder)
    try:
        target = target_of(path.name for path in (folder / APP).glob("*"))
    except FolderError as error:
        yield str(error)
        return
    yield from _interpreter(folder, target)
    yield from _packages(folder / PACKAGES, target)
    yield from _natives(folder)


def _names(folder: Path) -> Iterator[str]:
    seen: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if len(name) > LONGEST_PATH:
            yield f"{name}: {len(name)} characters below the folder, more than {LONGEST_PATH}"
        if path.suffix in _ELSEWHERE or path.name == "__pycache__":
            yield f"{name}: made by or for another machine"
        part = path.name
        if part.split(".")[0].lower() in _RESERVED or _ILLEGAL & set(part) or part.endswith((".", " ")):
            yield f"{name}: no name for a file of Windows"
        other = seen.setdefault(name.lower(), name)
        if other != name:
            yield f"{name}: is {other} on Windows"


def _ours(folder: Path) -> Iterator[str]:
    for name in (*WRITTEN, CONTENTS, f"{LICENSES}/list.txt", f"{LICENSES}/Python.txt"):
        path = folder / name
        if not path.is_file():
            yield f"{name}: missing"
            continue
        data = path.read_bytes()
        if name in WRITTEN and data.count(b"\n") != data.count(b"\r\n"):
            yield f"{name}: has lines that do not end as those of Windows do"
        if data.startswith(b"\xef\xbb\xbf") != (name in MARKED) and name in WRITTEN:
            yield f"{name}: {'lacks' if name in MARKED else 'has'} a mark of UTF-8 in front"
        if path.suffix == ".cmd" and not data.partition(b"chcp 65001")[0].isascii():
            yield f"{name}: is not ASCII before chcp 65001"


def _licenses(folder: Path) -> Iterator[str]:
    """Where a text is missing, one is put among the files here, after it has been looked up which it is."""
    listed = folder / LICENSES / "list.txt"
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8-sig").splitlines():
            if line.endswith(NO_TEXT):
                yield f"{LICENSES}: no text of the licence of {line.removesuffix(NO_TEXT).strip()}"


def _interpreter(folder: Path, target: Target) -> Iterator[str]:
    needed = ("python.exe", f"{target.stem}.dll", f"{target.stem}.zip", "vcruntime140.dll", "LICENSE.txt")
    for name in needed:
        if not (folder / APP / name).is_file():
            yield f"{APP}/{name}: missing, which the embeddable Python has"
    if (folder / APP / f"{target.stem}._pth").read_bytes() != paths(target):
        yield f"{APP}/{target.stem}._pth: does not lead to the packages"


def _packages(packages: Path, target: Target) -> Iterator[str]:
    dists = installed(packages)
    found = walk(dists.values(), target, {PROJECT: EXTRAS})
    for requirement, by in sorted(found.lacking.items()):
        yield f"{requirement}: missing, needed by {by}"
    yield from found.unfitting
    for info, dist in dists.items():
        if dist.key not in found.reached:
            yield f"{dist.name} {dist.version}: nothing asks for it on Windows"
        yield from _tags(info, target)
        yield from _recorded(info, packages)
    for pattern in DATA:
        if not any(packages.glob(pattern)):
            yield f"{pattern}: missing"


def _tags(info: Path, target: Target) -> Iterator[str]:
    headers = HeaderParser().parsestr((info / "WHEEL").read_text(encoding="utf-8"))
    stated = headers.get_all("Tag", [])
    if not any(tag in target.tags() for text in stated for tag in parse_tag(text)):
        yield f"{info.name}: its wheel is for {', '.join(stated) or 'nothing'}, not for {target.stem} on 64-bit Windows"


def _recorded(info: Path, packages: Path) -> Iterator[str]:
    """Every file that the wheel had is there as it was."""
    with (info / "RECORD").open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.reader(opened) if row]
    for name, stated, _ in rows:
        top = PurePosixPath(name).parts[0]
        if top.endswith(".data") or name.startswith(LEFT_OUT):
            continue
        path = packages / name
        if not path.is_file():
            yield f"{name}: missing, though {info.name} lists it"
        elif stated:
            kind, _, digest = stated.partition("=")
            found = base64.urlsafe_b64encode(hashlib.new(kind, path.read_bytes()).digest()).rstrip(b"=").decode()
            if found != digest:
                yield f"{name}: differs from what {info.name} lists"


def _natives(folder: Path) -> Iterator[str]:
    natives = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _NATIVE)
    there = {path.name.lower() for path in natives}
    for path in natives:
        name = path.relative_to(folder).as_posix()
        try:
            native = read_native(path.read_bytes())
        except ValueError as error:
            yield f"{name}: {error}"
            continue
        if native.machine != AMD64:
            yield f"{name}: is not for 64-bit Windows on x86"
        lacking = [one for one in native.libraries if one.lower() not in there and not of_the_system(one)]
        if lacking:
            yield f"{name}: loads {', '.join(lacking)}, which neither the folder nor Windows has"
