"""Results that were written earlier: a report as JSON or JSON lines, or a folder of results, dossier by dossier.

A folder of results has a `manifest.json` and `parts/*.jsonl`, of which each line is one dossier. It is never held:
one dossier at a time is read, and each can be found again by its place. Its manifest stands for it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen

#: A dossier as `perfscore.report.records.document` makes it.
Document = Mapping[str, Any]

#: How the name of the schema of a report begins; the number of its version follows.
SCHEMA: Final = "perfscore.report/"
MANIFEST: Final = "manifest.json"
PARTS: Final = "parts"
#: The folder of pieces that are done, and the file in it that says of which run.
WORK: Final = "work"
BEGUN: Final = "run.json"
#: The first bytes of a report name its schema.
_HEAD: Final = 4096
#: The types of the lines of a report in lines, and where each stands in the whole one.
_LINES: Final = {"input": "inputs", "form": "forms", "score": "scores", "finding": "findings"}


@frozen
class Ref:
    """Where a dossier lies: its file, and where in it its line begins and how long it is; a report is the whole file."""

    file: str
    start: int = 0
    length: int | None = None


def is_stored(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a report of ours that can be read back, or a folder of results."""
    place = _place(path)
    try:
        if place.is_dir():
            return (place / MANIFEST).is_file()
        with place.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", "replace").lstrip()
    except (OSError, ValueError):
        return False
    return head.startswith("{") and f'"{SCHEMA}' in head


def is_results(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder holds the results of a batch, complete or not."""
    place = Path(folder)
    return ((place / MANIFEST).is_file() and (place / PARTS).is_dir()) or (place / WORK / BEGUN).is_file()


def is_one_dossier(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a report of one run, all of whose files were looked at together."""
    return is_stored(path) and not _place(path).is_dir()


def refs(path: str | os.PathLike[str]) -> Iterator[tuple[Ref, Document]]:
    """Every dossier of a report or of a folder of results, in order, each with its place.

    Raises:
        UsageError: it cannot be read, is none of ours, or was changed since; the message names the file and the line.
    """
    place = _place(path)
    name = os.fspath(place)
    if not place.is_dir():
        yield from _of_file(name)
        return
    manifest = _manifest(place)
    hashes = manifest.get("parts")
    parts = sorted((place / PARTS).glob("*.jsonl"))
    if not parts:
        raise UsageError(
            f"{name}：文件夹里没有审核结果（{PARTS}/*.jsonl）；请给出批量审核的结果文件夹"
            f"（no results in the folder: give the one that a batch run wrote）"
        )
    if hashes is None:
        told = None
    else:
        told = {str(part["file"]): str(part["sha256"]) for part in hashes}
        for lost in sorted(told.keys() - {f"{PARTS}/{part.name}" for part in parts}):
            raise _changed(place / lost, "不见了", "is missing")
    for part in parts:
        digest = None if told is None else told.get(f"{PARTS}/{part.name}", "")
        for ref, document in _of_lines(os.fspath(part), digest):
            run = document["run"]
            # A line does not say when it was made, so that the same documents make the same line.
            yield ref, {**document, "run": {**run, "date": run.get("date") or manifest.get("date")}}


def files(path: str | os.PathLike[str]) -> list[str]:
    """The files that results are read from: none of them is ever written over."""
    place = _place(path)
    if not place.is_dir():
        return [os.fspath(path)]
    return [os.fspath(place / MANIFEST), *map(os.fspath, sorted((place / PARTS).glob("*.jsonl")))]


def at(ref: Ref) -> Document:
    """The dossier at a place."""
    if ref.length is None:
        return next(document for _, document in _of_file(ref.file))
    with Path(ref.file).open("rb") as file:
        file.seek(ref.start)
        return _dossier(ref.file, file.read(ref.length), 0)


def _place(path: str | os.PathLike[str]) -> Path:
    """Where results lie: a manifest means its folder."""
    place = Path(path)
    return place.parent if place.name == MANIFEST and (place.parent / PARTS).is_dir() else place


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{path}：没有这个文件，批量审核可能没有跑完；请用同一命令再运行一次（no manifest: let the batch run finish first）"
        ) from None
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise UsageError(f"{path}：读不懂，请重新审核（not a manifest of ours）")
    return found


def _changed(part: Path, zh: str, en: str) -> UsageError:
    return UsageError(
        f"{part}：审核结果写好后{zh}，不能再用；请重新审核（this part of the results {en}: audit again）"
    )


def _of_file(name: str) -> Iterator[tuple[Ref, Document]]:
    try:
        with Path(name).open("rb") as file:
            first = file.readline().removeprefix(b"\xef\xbb\xbf").strip()
    except OSError as error:
        raise UsageError(f"{name}：读不了（{error.strerror}）（cannot be read）") from None
    # A whole report is set in lines, or is one line that holds all of its forms.
    record = _parsed(first)
    if record is None:
        yield Ref(name), _whole(name)
    elif "forms" in record:
        yield from _of_lines(name)
    else:
        yield Ref(name), _joined(name)


def _whole(name: str) -> Document:
    try:
        report = json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except ValueError:  # UnicodeDecodeError is one
        raise no_report(name) from None
    return _checked(name, report)


def _of_lines(name: str, sha256: str | None = None) -> Iterator[tuple[Ref, Document]]:
    """A file with a dossier in each line; where its hash is known it is looked at in passing."""
    start = 0
    seen = hashlib.sha256()
    try:
        with Path(name).open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield Ref(name, start, len(line)), _dossier(name, line, number)
                start += len(line)
                if sha256 is not None:
                    seen.update(line)
    except OSError as error:
        raise UsageError(f"{name}：读不了（{error.strerror}）（cannot be read）") from None
    if sha256 is not None and seen.hexdigest() != sha256:
        raise _changed(Path(name), "又被改动过", "was changed")


def _dossier(name: str, line: bytes, number: int) -> Document:
    record = _parsed(line.removeprefix(b"\xef\xbb\xbf"))
    if record is None:
        raise UsageError(
            f"{name} 第{number}行：不是完整的一条记录，可能是批量审核中途停下时写了一半；请让它继续跑完再用"
            f"（line {number} is cut off: let the batch run finish first）"
        )
    return _checked(name, record)


def _joined(name: str) -> Document:
    """A report in lines, each of one type, as the whole that it was."""
    whole: dict[str, Any] = {plural: [] for plural in _LINES.values()}
    whole |= {"hints": [], "baseline": None, "coverage": {}}
    try:
        for line in Path(name).read_text(encoding="utf-8-sig").splitlines():
            if not line.strip():
                continue
            record = json.loads(line)
            kind = record.pop("record")
            if kind == "run":
                whole["schema"] = record.pop("schema")
                whole["run"] = record
            elif kind in _LINES:
                whole[_LINES[kind]].append(record)
            else:
                whole[kind] = record
    except (ValueError, KeyError, TypeError, AttributeError):
        raise no_report(name) from None
    return _checked(name, whole)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _checked(name: str, report: object) -> Document:
    """A report of ours, with the parts that everything rests on."""
    if not isinstance(report, dict) or not str(report.get("schema", "")).startswith(SCHEMA):
        raise no_report(name)
    missing = {"inputs", "forms", "scores", "findings"} - report.keys()
    if missing:
        raise no_report(name)
    return report


def no_report(name: str) -> UsageError:
    """What to say of a file that is no report."""
    return UsageError(
        f"{name}：不是本程序的报告；要用 --format json=文件名 写出的报告，或批量审核的结果文件夹"
        "（not a report of perfscore: write it with --format json=PATH, or give a folder of results）"
    )
