"""Two rounds laid side by side, form by form.

The keys of all forms are held and matched; the dossiers are read again one by one, so that results of ten thousand
forms are compared in the memory of their keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from perfscore.core.filenames import base_name
from perfscore.core.findings import Severity
from perfscore.core.persons import Mask
from perfscore.core.records import frozen
from perfscore.formrows import BUDGET_TABLE
from perfscore.outcome import FailOn
from perfscore.services.rounds import findings as found
from perfscore.services.rounds.dossier import Dossier, Record
from perfscore.services.rounds.findings import looked_at
from perfscore.services.rounds.masking import masked
from perfscore.services.rounds.matching import Key, Match, key_of, match
from perfscore.services.rounds.records import Change, FindingRound, FormRound, Standing, Summary
from perfscore.services.rounds.rows import changed_rows
from perfscore.services.rounds.sources import Source
from perfscore.stored import Ref

_NOT_AMONG: Final = ("表不在这次的材料中", "the form is not among the documents of this round")
_NO_FILE: Final = ("文件不在这次的材料中", "the file is not among the documents of this round")


@frozen
class _Index:
    """What is held of a round: its keys, where its dossiers lie, what is said of whole files, the names of its files."""

    keys: list[Key]
    refs: list[Ref]
    files: list[Record]
    names: frozenset[str]
    run: Mapping[str, Any]
    readable: bool
    recognised: bool


class Rounds:
    """A comparison of two rounds.

    Args:
        old, new: the rounds.
        masked: hide persons in all that is said.
    """

    def __init__(self, old: Source, new: Source, *, masked: bool = False) -> None:
        self.old = old
        self.new = new
        self.masked = masked
        self._before, self._after = _index(old), _index(new)
        self._matches = list(match(self._before.keys, self._after.keys))

    @property
    def runs(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The record of the run of either round: version, date, rule sets."""
        return self._before.run, self._after.run

    @property
    def apart(self) -> bool:
        """Whether both rounds have forms and none is in both: probably other documents were meant."""
        return bool(self._before.keys and self._after.keys and not self._matches)

    def hide(self, text: str) -> str:
        """A text that stands beside the forms, without persons where they are to be hidden."""
        return Mask(self.old.persons | self.new.persons).text(text) if self.masked else text

    def forms(self) -> Iterator[FormRound]:
        """Each form of the new round, then those of the old one that are gone, then what is said of whole files."""
        persons = self.old.persons | self.new.persons
        return (masked(one, persons) for one in self._forms()) if self.masked else self._forms()

    def _forms(self) -> Iterator[FormRound]:
        of_new = {one.new: one for one in self._matches}
        by_dossier: dict[int, list[Key]] = {}
        for key in self._after.keys:
            by_dossier.setdefault(key.dossier, []).append(key)
        for number, keys in by_dossier.items():
            dossier = self.new.get(self._after.refs[number])
            for key in keys:
                if (one := of_new.get(key)) is None:
                    own = dossier.findings(key.number)
                    yield FormRound(None, dossier.rows[key.number], found.new(own))
                else:
                    yield self._both(one, dossier)
        yield from self._removed()
        files = self._files()
        if files:
            yield FormRound(None, None, files)

    def _both(self, one: Match, after: Dossier) -> FormRound:
        before, old, new = self.old.get(self._before.refs[one.old.dossier]), one.old.number, one.new.number
        rows = changed_rows(before, old, after, new)
        standing = found.standing(before.findings(old), after.findings(new), looked_at(after, new), rows.renamed)
        return FormRound(before.rows[old], after.rows[new], standing, rows.changes, one.note)

    def _removed(self) -> Iterator[FormRound]:
        taken = {one.old for one in self._matches}
        for key in self._before.keys:
            if key not in taken:
                dossier = self.old.get(self._before.refs[key.dossier])
                own = dossier.findings(key.number)
                yield FormRound(dossier.rows[key.number], None, found.unseen(own, _NOT_AMONG))

    def _files(self) -> tuple[FindingRound, ...]:
        """What is said of whole files and of several forms together, by the file it stands at."""
        moved = {one.old.file: one.new.file for one in self._matches}
        groups: dict[str, tuple[list[Record], list[Record]]] = {}
        for one in self._before.files:
            name = base_name(one["at"]["file"])
            groups.setdefault(moved.get(name, name), ([], []))[0].append(one)
        for one in self._after.files:
            groups.setdefault(base_name(one["at"]["file"]), ([], []))[1].append(one)
        looked = found.Looked(frozenset(self._after.run.get("left_out") or ()))
        made: list[FindingRound] = []
        for name, (old, new) in groups.items():
            if name in self._after.names:
                made += found.standing(old, new, looked)
            else:
                made += found.unseen(old, _NO_FILE)
        return tuple(made)

    @cached_property
    def summary(self) -> Summary:
        """How many there are of each."""
        standings: Counter[Standing] = Counter()
        counting: Counter[Severity] = Counter()
        rows: Counter[Change] = Counter()
        forms: Counter[str] = Counter()
        changed = rejected = 0
        for form in self.forms():
            if form.row is not None:
                forms["both" if form.old and form.new else "added" if form.new else "removed"] += 1
            for one in form.findings:
                standings[one.standing] += 1
                changed += bool(one.changes)
                rejected += one.standing in ("new", "still") and not one.counts
                if one.counts:
                    counting[one.seen.severity] += 1
            for row in form.rows:
                rows[row.change] += 1
        return Summary(
            dict(standings), dict(counting), changed, rejected, dict(rows),
            forms["both"], forms["added"], forms["removed"],
        )  # fmt: skip

    def exit_code(self, fail_on: FailOn = "never") -> int:
        """The exit code as of an audit of the new round, over findings that are new or stand."""
        if not self._after.readable:
            return 2
        if not self._after.recognised:
            return 3
        worst = self.summary.worst
        return int(fail_on != "never" and worst is not None and worst >= Severity[fail_on.upper()])


def _index(source: Source) -> _Index:
    keys: list[Key] = []
    places: list[Ref] = []
    files: list[Record] = []
    names: set[str] = set()
    run: Mapping[str, Any] = {}
    sets: dict[str, Mapping[str, Any]] = {}
    readable = recognised = False
    for number, (ref, document) in enumerate(source.dossiers()):
        run = run or document["run"]
        sets |= {str(one): one for one in document["run"].get("rulesets") or ()}
        places.append(ref)
        recognised = recognised or bool(document["forms"])
        for record in document["inputs"]:
            names.add(base_name(record["file"]))
            readable = readable or record["status"] == "read"
        keys += [
            key_of(form, number, place)
            for place, form in enumerate(document["forms"])
            if form["kind"] != BUDGET_TABLE
        ]
        files += [one for one in document["findings"] if one["form"] is None]
    run = {**run, "rulesets": list(sets.values())}
    return _Index(keys, places, files, frozenset(names), run, readable, recognised)
