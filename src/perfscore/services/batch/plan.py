"""Which files are looked at together: chunks of the list first, then the dossiers that the files themselves say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from perfscore.core.records import frozen, replace

#: So many files are one piece of work: small enough for progress and for being done again, large enough that handing
#: it over costs nothing.
CHUNK: Final = 50
#: A chunk that ends with a folder, whose files mostly belong together, may be so much smaller.
_LEAST: Final = 25


@frozen
class Listed:
    """A file of the list as it was when the list was made: its size in bytes, when it was changed (ns)."""

    file: str
    size: int
    modified: int


@frozen
class Looked:
    """A file that was read.

    Attributes:
        status: read | no-form | refused | changed | duplicate | skipped | hidden.
        reason: why it was not audited, in words.
        of: the file that a duplicate is the same as.
        forms: how many forms and budget tables it holds.
        own, listed: `Names` of the file.
        shown: its name where persons are hidden, else "".
        persons: whom it names, where persons are hidden: names, names that stand behind labels, numbers.
        copy: where its copy was written, "" where none was; `uncopied` says why one was not.
    """

    file: str
    size: int
    modified: int
    sha256: str | None
    kind: str | None
    status: str
    reason: str | None = None
    of: str | None = None
    forms: int = 0
    own: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    shown: str = ""
    persons: tuple[tuple[str, ...], ...] = ()
    copy: str = ""
    uncopied: str = ""


def chunks(files: Sequence[Listed]) -> Iterator[tuple[Listed, ...]]:
    """Cut the list of files, which is sorted, into pieces of work, where it can be between folders."""
    held: list[Listed] = []
    for file in files:
        if held and (len(held) >= CHUNK or (len(held) >= _LEAST and _folder(file.file) != _folder(held[-1].file))):
            yield tuple(held)
            held = []
        held.append(file)
    if held:
        yield tuple(held)


def _folder(path: str) -> str:
    return str(PurePath(path).parent)


def dossiers(looked: Sequence[Looked], *, alone: bool = False) -> list[tuple[int, ...]]:
    """Gather files into dossiers: those that are about the same unit, and those that list it.

    Args:
        looked: the files, in order; only those with a form are gathered.
        alone: every file is a dossier of its own.

    Returns:
        The places of each dossier's files in `looked`, in order; the dossiers by their first file.
    """
    parent = list(range(len(looked)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(one: int, other: int) -> None:
        low, high = sorted((root(one), root(other)))
        parent[high] = low

    about: dict[str, int] = {}
    projects: defaultdict[str, list[int]] = defaultdict(list)
    gathered = [place for place, one in enumerate(looked) if one.status == "read"]
    if not alone:
        for place in gathered:
            for name in looked[place].own:
                if name.startswith("项目："):
                    projects[name].append(place)
                else:
                    join(about.setdefault(name, place), place)
        for place in gathered:
            for name in looked[place].listed:
                others = projects.get(name, ()) if name.startswith("项目：") else _one(about.get(name))
                for other in others:
                    join(other, place)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(looked):
        if one.status in ("read", "no-form", "refused"):
            found[root(place)].append(place)
    return [tuple(members) for _, members in sorted(found.items())]


def _one(place: int | None) -> tuple[int, ...]:
    return () if place is None else (place,)


def without_copies(looked: Iterable[Looked]) -> list[Looked]:
    """The files with those marked that are byte for byte the same as one before them."""
    first: dict[str, str] = {}
    made = []
    for one in looked:
        if one.sha256 is None or one.status not in ("read", "no-form"):
            made.append(one)
            continue
        same = first.setdefault(one.sha256, one.file)
        made.append(one if same == one.file else replace(one, status="duplicate", of=same))
    return made
