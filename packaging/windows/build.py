"""Build the folder for Windows without Python, and its archive.

    python packaging/windows/build.py --python python-3.13.9-embed-amd64.zip
    python packaging/windows/build.py --python-sha256 SUM      # fetches the file from python.org and holds it to the sum

Runs on Linux, macOS and Windows; needs pip, `build` and `packaging`. docs/windows.zh.md tells the rest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from winfolder.assemble import ROOT, assemble
from winfolder.checked import problems
from winfolder.dists import PROJECT
from winfolder.packed import pack, sha256
from winfolder.resolve import download, resolve
from winfolder.stub import write
from winfolder.target import FolderError, Target, target_of_archive

#: A series for which python.org makes installers; another is taken with --python.
PYTHON = Target(13, 9)
_NAME = f"python-{PYTHON.full_version}-embed-amd64.zip"
ADDRESS = f"https://www.python.org/ftp/python/{PYTHON.full_version}/{_NAME}"


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, help=f"the embeddable Python; {_NAME} is fetched when not given")
    parser.add_argument("--python-sha256", help="what its SHA-256 must be; needed when it is fetched")
    parser.add_argument(
        "--stub-python", action="store_true", help="a stand-in that runs nothing, to try the build"
    )
    parser.add_argument("--wheel", type=Path, help="of the project; built from this tree when not given")
    parser.add_argument("--wheels", type=Path, help="take the others from this folder, without the network")
    parser.add_argument("--constraint", type=Path, help="versions, for pip")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist" / "windows", help="where to (default dist/windows)"
    )
    return parser.parse_args()


def python_archive(asked: argparse.Namespace, scratch: Path) -> Path:
    """The archive of the embeddable Python: given, fetched or a stand-in; never unchecked when it was fetched."""
    archive: Path = asked.python or scratch / _NAME
    if asked.stub_python:
        archive = scratch / f"python-{PYTHON.full_version}-stand-in.zip"
        write(archive, PYTHON)
    elif asked.python is None:
        with urllib.request.urlopen(ADDRESS, timeout=60) as answer:
            archive.write_bytes(answer.read())
    found, stated = sha256(archive), (asked.python_sha256 or "").lower()
    print(f"{archive.name}  sha256 {found}")
    if stated and stated != found:
        raise FolderError(f"{archive.name}: the sum is not the one that was given, {stated}")
    if not stated and asked.python is None and not asked.stub_python:
        raise FolderError(
            f"fetched from {ADDRESS}, and not used: compare the sum above with what the page of the release says, "
            f"then give it with --python-sha256"
        )
    return archive


def project_wheel(asked: argparse.Namespace, scratch: Path) -> Path:
    """The project's wheel: given, or built from this tree."""
    if asked.wheel:
        return Path(asked.wheel)
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(scratch / "own"), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    if run.returncode:
        raise FolderError(f"the wheel could not be built: {run.stdout}{run.stderr}")
    (wheel,) = (scratch / "own").glob("*.whl")
    return wheel


def build(asked: argparse.Namespace, scratch: Path) -> int:
    """Build, check, tell."""
    python = python_archive(asked, scratch)
    target = target_of_archive(python)
    wheel = project_wheel(asked, scratch)
    options = ["--no-index", "--find-links", str(asked.wheels)] if asked.wheels else []
    options += ["--constraint", str(asked.constraint)] if asked.constraint else []
    chosen = resolve(wheel, target, options)
    wheels = download(chosen, scratch / "wheels", target, options)
    folder = asked.out / f"{PROJECT}-{wheel.name.split('-')[1]}-windows"
    assemble(folder, python, [wheel, *wheels], target)
    archive = folder.with_name(f"{folder.name}.zip")
    pack(folder, archive)
    found = problems(archive)
    for line in found:
        print(line, file=sys.stderr)
    files = [path for path in folder.rglob("*") if path.is_file()]
    size, packed = sum(path.stat().st_size for path in files), archive.stat().st_size
    print(
        f"{folder}: Python {target.full_version}, {len(wheels) + 1} packages, {len(files)} files, {size / 1e6:.1f} MB"
    )
    print(f"{archive}: {packed / 1e6:.1f} MB\nsha256 {sha256(archive)}")
    (archive.with_name(f"{archive.name}.sha256")).write_text(
        f"{sha256(archive)}  {archive.name}\n", encoding="utf-8", newline="\n"
    )
    if asked.stub_python:
        print("a stand-in for Python is in it: it is for trying the build, and starts nothing")
    return 1 if found else 0


def main() -> int:
    """Exit code 0 when the folder is as it must be, 1 when it is not, 2 when it could not be built."""
    asked = arguments()
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return build(asked, Path(scratch))
    except (FolderError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
