"""What became of the findings of a form: by fingerprint, then by what each is about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Final

from perfscore.core.findings import Severity
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.waivers import Waiver
from perfscore.formrows import counts
from perfscore.services.rounds.dossier import Dossier, Record
from perfscore.services.rounds.records import FindingRound, Seen

#: What is said of the remarks in a copy, not of the form.
ABOUT_COPY: Final = frozenset({"PS091"})


@frozen
class Looked:
    """What the new round looked for.

    Attributes:
        left_out: checks that did not run at all.
        skipped: checks that could not run on this form, with the reason.
    """

    left_out: frozenset[str] = frozenset()
    skipped: Mapping[str, str] | None = None

    def why_not(self, code: str) -> tuple[str, str] | None:
        """Why a check was not looked for, None where it was."""
        if code in self.left_out:
            return "这次没有做这项检查", "the check was left out"
        reason = (self.skipped or {}).get(code)
        return None if reason is None else (f"这次跳过了这项检查：{reason}", f"the check was skipped: {reason}")


def looked_at(dossier: Dossier, form: int) -> Looked:
    """What a round looked for on one of its forms."""
    return Looked(dossier.left_out, dossier.skipped(form))


def standing(
    old: Iterable[Record],
    new: Iterable[Record],
    looked: Looked,
    renamed: Mapping[str, str] | None = None,
) -> tuple[FindingRound, ...]:
    """Lay the findings of a form beside those of the round before.

    Args:
        old, new: findings of documents.
        looked: what the new round looked for.
        renamed: indicators that have another name now, old to new.
    """
    left, rest = list(_own(old)), list(_own(new))
    pairs: dict[int, Record] = {}
    for key, of_old in _keys(renamed or {}):
        index: dict[Hashable, list[Record]] = {}
        for one in left:
            if (found := of_old(one)) is not None:
                index.setdefault(found, []).append(one)
        for one in rest:
            found = key(one)
            if id(one) not in pairs and found is not None and index.get(found):
                pairs[id(one)] = index[found].pop(0)
        taken = set(map(id, pairs.values()))
        left = [one for one in left if id(one) not in taken]
    made = [
        FindingRound("still", seen(one), seen(pairs[id(one)]))
        if id(one) in pairs
        else FindingRound("new", seen(one))
        for one in rest
    ]
    # What there is to do comes first.
    made.sort(key=lambda one: one.standing == "still")
    return (*made, *(_gone(one, looked) for one in left))


def _own(findings: Iterable[Record]) -> Iterator[Record]:
    return (one for one in findings if one["code"] not in ABOUT_COPY)


_Key = Callable[[Record], Hashable]


def _keys(renamed: Mapping[str, str]) -> Iterator[tuple[_Key, _Key]]:
    """By what findings of two rounds are one, surest first: of the new one, and of the old one."""
    yield _fingerprint, _fingerprint
    # A form whose year was corrected has other fingerprints, which hold it; what a finding is about stays.
    yield _subject, _subject
    if renamed:
        yield _subject, lambda one: _renamed(one, renamed)


def _fingerprint(one: Record) -> Hashable:
    return one["fingerprint"] or None


def _subject(one: Record) -> Hashable:
    subject = one.get("subject")
    return None if subject is None else (one["code"], subject)


def _renamed(one: Record, renamed: Mapping[str, str]) -> Hashable:
    subject = one.get("subject") or ""
    name = next((name for name in sorted(renamed, key=len, reverse=True) if name and name in subject), None)
    return None if name is None else (one["code"], subject.replace(name, renamed[name]))


def _gone(one: Record, looked: Looked) -> FindingRound:
    was = seen(one)
    why = looked.why_not(was.code)
    return FindingRound("mended", was, was) if why is None else FindingRound("unseen", was, was, why)


def unseen(findings: Iterable[Record], why: tuple[str, str]) -> tuple[FindingRound, ...]:
    """Findings of what is not among the documents of the new round."""
    return tuple(FindingRound("unseen", was, was, why) for was in map(seen, _own(findings)))


def new(findings: Iterable[Record]) -> tuple[FindingRound, ...]:
    """Findings of what was not among the documents of the old round."""
    return tuple(FindingRound("new", seen(one)) for one in _own(findings))


def seen(record: Record) -> Seen:
    """A finding of a document."""
    return Seen(
        record["code"],
        record["name"],
        Severity[record["severity"].upper()],
        record["message"],
        location(record["at"]) or Location(""),
        record["recorded"],
        record["recomputed"],
        record["help"],
        record["fingerprint"],
        _waiver(record),
        counts(record),
    )


def _waiver(record: Record) -> Waiver | None:
    one = record.get("waiver")
    if not one:
        return None
    return Waiver(
        record["code"],
        record["fingerprint"],
        one.get("verdict") or "",
        one.get("reason") or "",
        one.get("person") or "",
        one.get("date") or "",
    )


def location(at: Record | None) -> Location | None:
    """A place of a document."""
    if at is None:
        return None
    return Location(
        at["file"],
        at["sheet"],
        at["cell"],
        page=at["page"],
        line=at["line"],
        end_line=at["end_line"],
        end_cell=at.get("end_cell"),
    )
