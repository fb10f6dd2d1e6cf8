"""A folder audited: files in, results in a folder, the same bytes however many processes there are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any, Final

from perfscore.auditor import Auditor
from perfscore.core.errors import UsageError
from perfscore.core.persons import Found, Mask
from perfscore.core.records import frozen, replace
from perfscore.core.version import __version__
from perfscore.gathering import Expanded
from perfscore.readers.remote import is_remote
from perfscore.services.batch.copies import Copies
from perfscore.services.batch.plan import CHUNK, Listed, Looked, chunks, dossiers, without_copies
from perfscore.services.batch.pool import Workers, here, processes, spread
from perfscore.services.batch.store import Kept, Store
from perfscore.services.batch.work import Done, Piece, Wanted, audited, joined, refused, stamp

#: Told of progress: how many files are done, of how many, and how many findings were made since.
Progress = Callable[[int, int], None]

_DIED: Final = (
    "处理这个文件时进程中断（可能内存不足），没有审核；请单独审核它，或另存后再试"
    "（the process died on this file; audit it alone, or save it anew）"
)


@frozen
class Batch:
    """What became of a run: every file with its status, and how many dossiers the folder holds."""

    folder: str
    looked: tuple[Looked, ...]
    dossiers: int
    #: How many files were taken from an earlier run that had stopped.
    resumed: int


def audit_folder(
    found: Expanded,
    paths: Sequence[str],
    into: str | os.PathLike[str],
    wanted: Wanted,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    force: bool = False,
    progress: Progress = lambda _done, _all: None,
    then: Callable[[Path], None] = lambda _: None,
) -> Batch:
    """Audit files and keep the results in a folder.

    Args:
        found: the files, and what was passed over.
        paths: what the user named, by which a run is told from another.
        into: the folder of results.
        wanted: how each dossier is audited.
        jobs: how many processes work.
        cluster: the address of a scheduler that has processes; `local` starts one here.
        force: begin anew where the folder holds the results of another run.
        progress: told how many files are done.
        then: what else is made of the results, while the folder is still kept from others.

    Raises:
        UsageError: the folder cannot be used, or what is asked for does not exist.
    """
    auditor = Auditor(wanted.asked)  # what does not exist is told before any work
    target = os.path.realpath(into)
    files = [stamp(path) for path in sorted(dict.fromkeys(found.files)) if not _within(path, target)]
    if not files:
        raise UsageError(f"{'、'.join(paths)}：没有可审核的文件（nothing to audit）")
    if all(one.size < 0 for one in files):
        raise UsageError(f"{'、'.join(paths)}：找不到；请检查路径和文件名（no such file or folder）")
    if is_remote(os.fspath(into)):
        raise UsageError(f"{into}：结果文件夹要在本机或挂载的共享上（--into takes a folder of this machine）")
    run = _identity(auditor, paths, wanted)
    with Store.opened(os.fspath(into), run, force=force) as store, _workers(jobs, cluster, len(files)) as workers:
        work = _Work(store, workers, len(files), progress)
        looked, number = _results(work, files, _passed_over(found, target), wanted)
        then(store.folder)
    return Batch(os.fspath(into), looked, number, work.resumed)


def _results(
    work: _Work, files: Sequence[Listed], passed_over: Iterable[Looked], wanted: Wanted
) -> tuple[tuple[Looked, ...], int]:
    """Audit the files and write the results; what is only needed for that is let go.

    Returns:
        Every file with what became of it, and how many dossiers there are.
    """
    store = work.store
    lines = _Lines()
    looked: list[Looked] = []
    for part, seen in work.done(Piece(wanted, chunk) for chunk in chunks(files)):
        lines.take(part, range(len(looked), len(looked) + len(seen)))
        looked += seen
    looked = _copies(looked, len(files))
    known = _persons(looked)
    wanted = replace(wanted, persons=known)
    plan = dossiers(looked, alone=wanted.asked.alone)
    # Whom a file is about was asked for the plan alone.
    looked = [replace(one, own=(), listed=(), persons=()) for one in looked]
    groups = list(_second(one for one in plan if not lines.has(one)))
    for group, (part, seen) in zip(groups, work.done(_piece(one, files, wanted) for one in groups), strict=True):
        places = [place for one in group for place in one]
        lines.replace(part, places)
        for place, again in zip(places, seen, strict=True):
            looked[place] = _now(looked[place], again)
    everything = sorted((*looked, *passed_over), key=lambda one: one.file)
    if wanted.masked:
        everything = _hidden(everything, Mask(known))
    number = store.finish(
        everything,
        (line for one in plan for line in lines.of(one)),
        {"date": datetime.now(tz=UTC).astimezone().date().isoformat()},
    )
    # The pieces name the files by their own names, and persons with them.
    store.forget_others([] if wanted.masked else lines.parts())
    return tuple(everything), number


@contextmanager
def _workers(jobs: int, address: str | None, files: int) -> Iterator[Workers]:
    """Who does the work: as many processes as there are pieces for, none where one would be alone."""
    if address is not None:
        from perfscore.services.batch.cluster import cluster

        with cluster(address, jobs) as workers:
            yield workers
        return
    width = min(jobs, files // CHUNK + 1)
    yield here() if width <= 1 else processes(width)


def _identity(auditor: Auditor, paths: Sequence[str], wanted: Wanted) -> dict[str, Any]:
    """What tells a run from another; the same run goes on where it stopped."""
    asked = wanted.asked
    return {
        "version": __version__,
        "rulesets": [{"id": one.id, "sha256": one.sha256} for one in auditor.rulesets],
        "paths": _digest(paths) if wanted.masked else sorted(paths),
        "options": {
            "ruleset": asked.ruleset,
            "select": list(asked.select),
            "ignore": list(asked.ignore),
            "severity": dict(asked.severity),
            "alone": asked.alone,
            "config": _content(asked.config),
            "lang": wanted.lang,
            "masked": wanted.masked,
            "copies": _copies_told(wanted.copies),
        },
    }


def _copies_told(copies: Copies | None) -> dict[str, Any] | None:
    """Which copies are written, beside where and whether over others."""
    if copies is None:
        return None
    return {
        "kind": copies.kind,
        "sheet_only": copies.sheet_only,
        "colours": copies.colours,
        "overwrite": copies.overwrite,
    }


def _content(config: str | None) -> str | None:
    """A configuration by what it says: moved, it is the same."""
    return None if config is None else Path(config).read_text(encoding="utf-8")


def _digest(paths: Sequence[str]) -> str:
    """The paths, for telling runs apart, where they may name persons."""
    return hashlib.sha256("\n".join(sorted(paths)).encode("utf-8", "surrogateescape")).hexdigest()


def _persons(looked: Iterable[Looked]) -> Found:
    """Whom the files name, all together: one may stand in the name of another's folder."""
    kinds: tuple[set[str], ...] = (set(), set(), set())
    for one in looked:
        for kind, names in zip(kinds, one.persons, strict=False):
            kind.update(names)
    return Found(*map(frozenset, kinds))


def _hidden(files: Sequence[Looked], mask: Mask) -> list[Looked]:
    """Files by names that hide persons; of one that was not read nobody knows whom it names, so all of it goes."""
    shown = {one.file: one.shown for one in files if one.shown}
    made = []
    for number, one in enumerate(files, 1):
        read = one.shown or (mask.text(one.file) if one.sha256 is not None else "")
        name = read or f"○○○({number}){PurePath(one.file).suffix}"
        made.append(replace(one, shown=name, of=shown.get(one.of or "", one.of and "○○○")))
    return made


def _within(path: str, folder: str) -> bool:
    """Whether a file lies in the folder of results: those are no inputs."""
    real = os.path.realpath(path)
    return real == folder or real.startswith(folder + os.sep)


class _Work:
    """Pieces of work, those that were done before and those that are done now."""

    def __init__(self, store: Store, workers: Workers, files: int, progress: Progress) -> None:
        self.store = store
        self._workers = workers
        self._all = files
        self._done = 0
        self._progress = progress
        self.resumed = 0

    def done(self, pieces: Iterable[Piece]) -> list[tuple[Kept, tuple[Looked, ...]]]:
        """Do what is not done yet; the pieces in their order, each with its files."""
        kept: dict[int, tuple[Kept, tuple[Looked, ...]]] = {}
        open_: list[tuple[int, Piece]] = []
        for number, piece in enumerate(pieces):
            before = self.store.kept(piece)
            if before is None:
                open_.append((number, piece))
            else:
                kept[number] = before
                self.resumed += len(piece.files) if _counts(piece) else 0
                self._count(piece)
        numbers = {id(piece): number for number, piece in open_}
        for piece, done in self._spread([piece for _, piece in open_]):
            kept[numbers[id(piece)]] = self.store.keep(piece, done)
            self._count(piece)
        return [kept[number] for number in sorted(kept)]

    def _count(self, piece: Piece) -> None:
        if _counts(piece):
            self._done += len(piece.files)
        self._progress(self._done, self._all)

    def _spread(self, pieces: Sequence[Piece], *, singly: bool = False) -> Iterator[tuple[Piece, Done]]:
        if not pieces:
            return
        for piece, done in spread(pieces, audited, self._workers, singly=singly):
            yield piece, done if done is not None else self._apart(piece, singly=singly)

    def _apart(self, piece: Piece, *, singly: bool) -> Done:
        """A piece whose process died, in smaller ones, one at a time: a file that ends it by itself is refused.

        Where several pieces were under way, it may have been another that ended the process.
        """
        smaller = piece.split()
        if not smaller and singly:
            return refused(piece, _DIED)
        parts = smaller or (piece,)
        done = dict(self._spread(parts, singly=True))
        return joined(done[one] for one in parts)


def _counts(piece: Piece) -> bool:
    """Whether the files of a piece are done with it: where dossiers are told late, when they are known."""
    return (piece.dossiers is None) != piece.wanted.late


def _copies(looked: Sequence[Looked], number: int) -> list[Looked]:
    """All files that were read, with the copies among them."""
    if len(looked) != number:
        raise AssertionError(f"{number} files, of which {len(looked)} came back")
    return without_copies(
        replace(one, status="read" if one.forms else "no-form", of=None) if one.status == "duplicate" else one
        for one in looked
    )


def _second(plan: Iterable[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """The dossiers whose files were read apart, a few to a piece."""
    held: list[tuple[int, ...]] = []
    count = 0
    for one in plan:
        held.append(one)
        count += len(one)
        if count >= CHUNK:
            yield held
            held, count = [], 0
    if held:
        yield held


def _piece(plan: Sequence[tuple[int, ...]], files: Sequence[Listed], wanted: Wanted) -> Piece:
    listed: list[Listed] = []
    members = []
    for one in plan:
        members.append(tuple(range(len(listed), len(listed) + len(one))))
        listed += [files[place] for place in one]
    return Piece(wanted, tuple(listed), tuple(members))


def _now(one: Looked, again: Looked) -> Looked:
    """A file as it was seen last: one that has changed or failed since says so."""
    if again.status in ("changed", "refused"):
        return again
    return replace(one, shown=again.shown, copy=again.copy, uncopied=again.uncopied)


class _Lines:
    """Where the line of each dossier lies, by the places of its files in the list."""

    def __init__(self) -> None:
        self._parts: list[tuple[Kept, Sequence[int]]] = []
        #: The piece, and the place of the dossier in it.
        self._at: dict[int, tuple[int, int]] = {}

    def take(self, part: Kept, places: Sequence[int]) -> None:
        """Take a piece whose files have these places."""
        number = len(self._parts)
        self._parts.append((part, places))
        for dossier, members in enumerate(part.members):
            at = number, dossier
            self._at.update((places[member], at) for member in members)

    def replace(self, part: Kept, places: Sequence[int]) -> None:
        """Take what was audited again, now that it is known which files belong together."""
        for place in places:
            self._at.pop(place, None)
        self.take(part, places)

    def has(self, files: Sequence[int]) -> bool:
        """Whether these files were audited together, with no other."""
        lines = set(map(self._at.get, files))
        if len(lines) != 1 or (at := lines.pop()) is None:
            return False
        part, places = self._parts[at[0]]
        return [places[member] for member in part.members[at[1]]] == list(files)

    def of(self, files: Sequence[int]) -> list[bytes]:
        """The lines of a dossier: more than one where its files had to be audited apart, none where all changed."""
        lines = dict.fromkeys(filter(None, map(self._at.get, files)))
        return [self._parts[number][0].line(dossier) for number, dossier in lines]

    def parts(self) -> Iterator[Kept]:
        """The pieces that were taken."""
        return (part for part, _ in self._parts)


def _passed_over(found: Expanded, results: str) -> Iterator[Looked]:
    """Files that were not opened, with the reason."""
    for status, reason, files in (
        ("skipped", "临时文件（temporary）", found.temporary),
        ("hidden", "隐藏文件，没有打开（hidden）", found.hidden),
        ("skipped", "本程序写的结果（results of ours）", found.ours),
        ("skipped", "指向已读文件夹的链接（a link to a folder that is read already）", found.linked),
        ("skipped", "不是表格或文档（no document）", found.other),
        ("refused", "文件夹打不开，请检查权限（cannot be opened）", found.closed),
    ):
        for file in files:
            if not _within(file, results):
                yield Looked(file, -1, 0, None, None, status, reason)
