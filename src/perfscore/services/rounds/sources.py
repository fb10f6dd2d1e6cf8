"""A round: documents that are audited now, a report that was written before, or a folder of results."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Final, Protocol

from perfscore.core.errors import UsageError
from perfscore.core.persons import Found
from perfscore.outcome import AuditReport
from perfscore.report.style import Language
from perfscore.services.rounds.dossier import Dossier
from perfscore.stored import Document, Ref, at, is_stored, refs

#: So many dossiers that were read last are kept: the forms of one lie beside each other.
_KEPT: Final = 4


class Source(Protocol):
    """The dossiers of a round, to be gone through and to be looked up."""

    @property
    def name(self) -> str:
        """What the user called it."""

    @property
    def persons(self) -> Found:
        """The persons that its documents name, as far as they were read now."""

    def dossiers(self) -> Iterator[tuple[Ref, Document]]:
        """Each dossier with its place."""

    def get(self, ref: Ref) -> Dossier:
        """The dossier at a place."""


class Held:
    """A round that was audited now, in one dossier or in several."""

    def __init__(self, name: str, reports: Sequence[AuditReport], lang: Language = "zh") -> None:
        self.name = name
        self.persons = reduce(or_, (report.persons for report in reports), Found())
        self._dossiers = [Dossier(report.to_dict(lang)) for report in reports]

    def dossiers(self) -> Iterator[tuple[Ref, Document]]:
        """Each dossier under its number."""
        for number, dossier in enumerate(self._dossiers):
            yield Ref(self.name, number), dossier.document

    def get(self, ref: Ref) -> Dossier:
        """The dossier of a number."""
        return self._dossiers[ref.start]


class Written:
    """A round whose results were written before: they are read one dossier at a time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.persons = Found()
        self._kept: OrderedDict[Ref, Dossier] = OrderedDict()

    def dossiers(self) -> Iterator[tuple[Ref, Document]]:
        """Each dossier with its place."""
        return refs(self.name)

    def get(self, ref: Ref) -> Dossier:
        """The dossier at a place."""
        dossier = self._kept.pop(ref, None)
        self._kept[ref] = dossier if dossier is not None else Dossier(at(ref))
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[ref]


def opened(
    path: str | os.PathLike[str],
    audit: Callable[[Iterable[str]], Sequence[AuditReport]],
    lang: Language = "zh",
) -> Source:
    """A round by its path.

    Args:
        path: a report, a folder of results, or what is audited now: a file, a folder, a glob.
        audit: audits documents, in one dossier or in several.
        lang: language of what is audited now; a report keeps its own.

    Raises:
        UsageError: there is nothing to read.
    """
    name = os.fspath(path)
    if is_stored(name):
        return Written(name)
    reports = audit([name])
    records = [record for report in reports for record in report.inputs]
    unread = [record for record in records if record.status != "read"]
    if len(unread) == len(records):
        raise UsageError(f"{name}：{unread[0].reason}（cannot be read）")
    return Held(name, reports, lang)
