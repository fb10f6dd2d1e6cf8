"""Putting the folder together: the interpreter, the packages, the two things to click, the licences, the list of it all."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from winfolder.dists import EXTRAS, PROJECT, Dist, installed
from winfolder.packed import sha256
from winfolder.target import FolderError, Target

FILES = Path(__file__).resolve().parents[1] / "files"
ROOT = Path(__file__).resolve().parents[3]

APP = "app"
PACKAGES = "app/Lib/site-packages"
LICENSES = "licenses"
CONTENTS = "app/contents.json"
#: In the list of licences, beside what comes without one.
NO_TEXT = "(no text in the wheel)"
#: What stands in the folder, and the file here that it is made of. The names on top are for the user.
WRITTEN = {
    "perfscore.cmd": "perfscore.cmd",
    "perfscore-命令行.cmd": "prompt.cmd",
    "使用说明.txt": "guide.txt",
    "app/start.py": "start.py",
    "app/failed.txt": "failed.txt",
    "app/prompt.txt": "prompt.txt",
}
#: Read by Notepad of any Windows; what `type` prints must have no mark in front.
MARKED = ("使用说明.txt",)
#: Tests that nothing imports at run time, a thousand files and more to unpack.
LEFT_OUT = ("pandas/tests/",)
#: Texts for wheels that bring none but say which licence it is; theirs asks that its text comes along.
STANDARD_TEXTS = {"LGPL-2.1-only": "LGPL-2.1.txt"}
_LICENSE = re.compile(r"(licen[cs]es?|copying|notice|authors)\b.*", re.IGNORECASE)


def assemble(folder: Path, python: Path, wheels: Sequence[Path], target: Target) -> None:
    """Make the folder; one that is there is made anew.

    Args:
        folder: to be made.
        python: the archive of the embeddable Python.
        wheels: of the project and of all it needs.
        target: the Python in the archive.
    """
    if folder.exists():
        shutil.rmtree(folder)
    app, packages = folder / APP, folder / PACKAGES
    packages.mkdir(parents=True)
    with zipfile.ZipFile(python) as archive:
        _extract(archive, {name: name for name in archive.namelist()}, app)
    (app / f"{target.stem}._pth").write_bytes(paths(target))
    for wheel in wheels:
        _unpack(wheel, packages)
    for name, source in WRITTEN.items():
        (folder / name).write_bytes(written(source, marked=name in MARKED))
    dists = installed(packages)
    _licenses(folder, dists)
    _contents(folder, python, wheels, target, dists)


def paths(target: Target) -> bytes:
    """The file beside the interpreter that says where modules are; with it nothing of the machine's is looked at.

    Neither are variables such as PYTHONUTF8, so that the command files say `-X utf8`. With `import site` packages are
    treated as in any other installation.
    """
    return f"{target.stem}.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n".encode("ascii")


def written(source: str, *, marked: bool) -> bytes:
    """A file of ours, with the line ends of Windows."""
    lines = (FILES / source).read_text(encoding="utf-8").splitlines()
    return ("\ufeff" * marked + "".join(f"{line}\r\n" for line in lines)).encode()


def _unpack(wheel: Path, packages: Path) -> None:
    """A wheel's packages, without scripts: theirs would start the Python of the machine that built the folder."""
    with zipfile.ZipFile(wheel) as archive:
        places = {name: _place(name) for name in archive.namelist()}
        _extract(archive, {name: place for name, place in places.items() if place}, packages)


def _place(name: str) -> str:
    """Where a file of a wheel goes below the packages; nowhere when empty."""
    if name.startswith(LEFT_OUT):
        return ""
    top, _, rest = name.partition("/")
    if not top.endswith(".data"):
        return name
    kind, _, rest = rest.partition("/")
    return rest if kind in {"purelib", "platlib"} else ""


def _extract(archive: zipfile.ZipFile, places: Mapping[str, str], folder: Path) -> None:
    for name, place in places.items():
        if name.endswith("/"):
            continue
        if PurePosixPath(place).is_absolute() or ".." in PurePosixPath(place).parts or "\\" in place:
            raise FolderError(f"{archive.filename}: {name} leads out of the folder")
        path, data = folder / place, archive.read(name)
        if path.exists() and path.read_bytes() != data:
            raise FolderError(f"{archive.filename}: {name} is there already, from another archive")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _licenses(folder: Path, dists: Mapping[Path, Dist]) -> None:
    """The licences in one place, and a list of what each is for."""
    place = folder / LICENSES
    place.mkdir()
    shutil.copyfile(folder / APP / "LICENSE.txt", place / "Python.txt")
    lines = ["Python  PSF-2.0  Python.txt"]
    for info, dist in dists.items():
        texts = [path for path in sorted(info.rglob("*")) if path.is_file() and _LICENSE.fullmatch(path.name)]
        names = []
        for path in texts:
            inner = "-".join(path.relative_to(info).parts).removeprefix("licenses-")
            names.append(f"{dist.key}-{inner if inner.endswith('.txt') else inner + '.txt'}")
            shutil.copyfile(path, place / names[-1])
        if not names and dist.license in STANDARD_TEXTS:
            names.append(f"{dist.key}-{STANDARD_TEXTS[dist.license]}")
            shutil.copyfile(FILES / STANDARD_TEXTS[dist.license], place / names[-1])
        held = "  ".join(names) or NO_TEXT
        lines.append(f"{dist.name} {dist.version}  {dist.license or '(see the text)'}  {held}")
    (place / "list.txt").write_bytes(("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode())


def _contents(
    folder: Path, python: Path, wheels: Sequence[Path], target: Target, dists: Mapping[Path, Dist]
) -> None:
    """What the folder was made of, with sums, so that it can be made again."""
    own = next((dist for dist in dists.values() if dist.key == PROJECT), None)
    contents = {
        "project": f"{PROJECT} {own.version if own else ''}".strip(),
        "extras": list(EXTRAS),
        "python": {"file": python.name, "version": target.full_version, "sha256": sha256(python)},
        "wheels": {wheel.name: sha256(wheel) for wheel in sorted(wheels, key=lambda one: one.name)},
        "left_out": list(LEFT_OUT),
    }
    text = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    (folder / CONTENTS).write_bytes(text.encode())
