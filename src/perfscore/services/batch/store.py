"""The folder of results: pieces of work as they are done, in the end the dossiers in order with a manifest.

* `work`: pieces that are done, by what they were made of; a run that goes on takes them from here;
* `parts`: dossiers, one a line, each as `--format json` has it;
* `inputs.jsonl`: every file of the run: what became of it, its hash;
* `manifest.json`: what was asked for, version, rule sets with their hashes, the parts with theirs.

Nothing is written half: each file lies there as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from perfscore.core import saving
from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.services.batch.plan import Listed, Looked
from perfscore.services.batch.work import Done, Piece
from perfscore.stored import BEGUN, MANIFEST, PARTS, WORK

SCHEMA: Final = "perfscore.results/1"
INPUTS: Final = "inputs.jsonl"
_LOCK: Final = "run.lock"
#: So many dossiers are one file of results.
_A_PART: Final = 200
_OURS: Final = (MANIFEST, INPUTS, PARTS)


@frozen
class Kept:
    """A piece of work that lies in the folder: its dossiers, and where the line of each begins and ends.

    `members` are the places of their files in the piece.
    """

    path: Path
    members: tuple[tuple[int, ...], ...]
    ends: tuple[tuple[int, int], ...]

    def line(self, place: int) -> bytes:
        """The line of a dossier."""
        start, end = self.ends[place]
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(end - start)


class Store:
    """A folder of results that is being written."""

    def __init__(self, folder: Path, run: dict[str, Any]) -> None:
        self.folder = folder
        self._run = run
        self._key = _digest(run)
        self._ledgers: dict[str, str] = {}

    @classmethod
    @contextmanager
    def opened(cls, into: str, run: dict[str, Any], *, force: bool) -> Iterator[Store]:
        """Open a folder of results for one run, and keep others out as long as it lasts.

        Args:
            into: the folder; made when it is not there.
            run: what tells this run from another: version, rule sets, options, inputs.
            force: begin anew where the folder holds another run.

        Raises:
            UsageError: it is no folder of results, holds those of another run, or is in use.
        """
        from filelock import FileLock, Timeout

        folder = Path(into)
        _ready(folder)
        lock = FileLock(folder / WORK / _LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise UsageError(
                f"{into}：另一个审核正在写入这个结果文件夹；请等它结束，或另取文件夹（in use by another run）"
            ) from None
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            for left in (*folder.glob(".*.part"), *folder.glob("*/.*.part")):
                left.unlink()  # what a run was writing when it was killed
            store = cls(folder, run)
            store._begin(force=force)
            yield store
        finally:
            lock.release()

    def _begin(self, *, force: bool) -> None:
        path = self.folder / WORK / BEGUN
        if path.exists() and not force:
            told = _differences(_read_json(path), self._run)
            if told:
                raise UsageError(
                    f"{self.folder}：里面是另一次审核的结果（{told}）；请另取文件夹，"
                    "或加 --force 在这里重新开始（results of another run; --force begins anew）"
                )
            return
        self._ledgers = _ledgers(self.folder)
        if path.exists() or (self.folder / MANIFEST).exists():
            self.forget_others(())
            for name in _OURS:
                _remove(self.folder / name)
        (self.folder / PARTS).mkdir(exist_ok=True)
        saving.save(path, _json(self._run))

    def kept(self, piece: Piece) -> tuple[Kept, tuple[Looked, ...]] | None:
        """A piece of work that was done before, of the same bytes in the same way, and its files as they were read."""
        path = self._path(piece)
        try:
            with path.open("rb") as file:
                first = file.readline()
                head = json.loads(first)
                start = len(first)
                ends = []
                for length in head["lengths"]:
                    ends.append((start, start + length))
                    start += length
                whole = file.seek(0, 2) == start
            files = tuple(_looked(*both) for both in zip(head["files"], piece.files, strict=True))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not as we wrote it: it is done again
        if any(one.copy and not Path(one.copy).exists() for one in files):
            return None  # a copy was taken away: it is written again
        members = tuple(tuple(one) for one in head["members"])
        return (Kept(path, members, tuple(ends)), files) if whole else None

    def keep(self, piece: Piece, done: Done) -> tuple[Kept, tuple[Looked, ...]]:
        """Write a piece of work that is done."""
        head = {
            "files": [_as_record(one) for one in done.files],
            "members": done.members,
            "lengths": [len(line) for line in done.lines],
        }
        path = self._path(piece)
        saving.save(path, (_line(head), *done.lines))
        kept = self.kept(piece)
        if kept is None:
            raise UsageError(f"{path}：写入后读不回来；请检查磁盘（cannot be read back）")
        return kept

    def _path(self, piece: Piece) -> Path:
        files = [[one.file, one.size, one.modified] for one in piece.files]
        found = piece.wanted.persons
        persons = [sorted(one) for one in (found.names, found.loose, found.numbers)]
        return self.folder / WORK / f"{_digest([self._key, files, piece.dossiers, persons])}.jsonl"

    def finish(self, looked: Iterable[Looked], lines: Iterable[bytes], facts: dict[str, Any]) -> int:
        """Write the results: parts with the dossiers in order, the list of inputs, and last of all the manifest.

        Returns:
            How many dossiers there are.
        """
        ledgers = self._ledgers or _ledgers(self.folder)
        (self.folder / MANIFEST).unlink(missing_ok=True)
        parts: list[dict[str, object]] = []
        number_of = 0
        for number, held in enumerate(_pieces(lines, _A_PART), 1):
            name = f"{PARTS}/{number:05}.jsonl"
            passing = _Passing(held)
            saving.save(self.folder / name, passing)
            parts.append({"file": name, "sha256": passing.sha256, "dossiers": passing.number})
            number_of += passing.number
        for path in (self.folder / PARTS).glob("*.jsonl"):
            if f"{PARTS}/{path.name}" not in {part["file"] for part in parts}:
                path.unlink()
        inputs = _Passing(_line(_told(one)) for one in looked)
        saving.save(self.folder / INPUTS, inputs)
        whole = {
            "schema": SCHEMA,
            **self._run,
            **facts,
            "inputs": {"file": INPUTS, "sha256": inputs.sha256},
            "parts": parts,
            # As they were written: what is otherwise now, somebody has changed.
            "ledgers": ledgers,
        }
        saving.save(self.folder / MANIFEST, _json(whole))
        return number_of

    def forget_others(self, used: Iterable[Kept]) -> None:
        """Remove pieces of work that the results do not stand on."""
        names = {one.path.name for one in used} | {BEGUN, _LOCK}
        for path in (self.folder / WORK).iterdir():
            if path.name not in names:
                path.unlink()


def _ledgers(folder: Path) -> dict[str, str]:
    """The hashes of the ledgers that an earlier run wrote."""
    found = _read_json(folder / MANIFEST)
    written = found.get("ledgers") if isinstance(found, dict) else None
    return written if isinstance(written, dict) else {}


class _Passing:
    """Lines on their way to the disk, counted and hashed as they go by: a part may be larger than all that is held."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines
        self._sha256 = hashlib.sha256()
        self.number = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.number += 1
            self._sha256.update(line)
            yield line

    @property
    def sha256(self) -> str:
        """The hash of what went by."""
        return self._sha256.hexdigest()


def _pieces(lines: Iterable[bytes], size: int) -> Iterator[Iterator[bytes]]:
    """So many lines at a time, each taken when it is asked for."""
    left = iter(lines)
    for first in left:
        yield chain((first,), islice(left, size - 1))


def _ready(folder: Path) -> None:
    """Make the folder, or see that what is there is a folder of results or empty."""
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder}：是文件，不是文件夹；--into 要给出文件夹（--into takes a folder）")
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise _unwritable(folder, error) from error
    if names and WORK not in names and MANIFEST not in names:
        raise UsageError(
            f"{folder}：文件夹里有别的文件，不是审核结果；请另取一个新文件夹（the folder holds other files）"
        )
    try:
        (folder / WORK).mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{folder}：写不进去（{error.strerror or error}）；请检查路径和权限（cannot be written there）"
    )


def _differences(before: object, now: dict[str, Any]) -> str:
    """In what two runs differ, in words; "" where they are the same."""
    if not isinstance(before, dict):
        return "记录已损坏"
    words = {
        "version": "版本不同",
        "rulesets": "规则集不同",
        "paths": "审核的路径不同",
        "options": "选项不同",
    }
    same = {key: before.get(key) == json.loads(json.dumps(now[key])) for key in words}
    if isinstance(before.get("paths"), str) != isinstance(now["paths"], str):
        same["paths"] = True  # one of them hides its paths: the options say so
    told = [text for key, text in words.items() if not same[key]]
    if "version" in now and before.get("version") != now["version"]:
        told[0] = f"版本 {before.get('version')}，现在是 {now['version']}"
    return "、".join(told)


def _looked(record: dict[str, Any], listed: Listed) -> Looked:
    """A file as it is kept; what the list has as well is held once, and names that many files share."""
    if record["file"] != listed.file:
        raise ValueError("another file")
    lists = {name: tuple(map(sys.intern, record[name])) for name in ("own", "listed")}
    persons = tuple(map(tuple, record["persons"]))
    kind = None if record["kind"] is None else sys.intern(record["kind"])
    same = {"file": listed.file, "size": listed.size, "modified": listed.modified, "kind": kind}
    return Looked(**{**record, **same, **lists, "persons": persons})


def _as_record(one: Looked) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)


def _told(one: Looked) -> dict[str, Any]:
    """A file as the list of inputs has it."""
    record = _as_record(one) | {"file": one.shown or one.file}
    told = {name: record[name] for name in ("file", "status", "reason", "of", "kind", "sha256", "size", "forms")}
    return told | (
        {"copy": one.copy or None, "uncopied": one.uncopied or None} if one.copy or one.uncopied else {}
    )


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def _line(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:24]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
