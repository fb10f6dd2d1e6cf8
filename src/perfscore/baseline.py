"""An earlier report as the ground of the next one: what still stands, what is new, what is gone.

Findings are told by their fingerprints: check, form, indicator and field, not the place, so that a row that was
inserted makes nothing new. Files are known by their names, for folders are moved; where several have one name, by
their folders too.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from perfscore.core.filenames import base_name
from perfscore.core.findings import Finding
from perfscore.core.records import frozen, replace
from perfscore.stored import no_report, refs


@frozen
class Earlier:
    """A finding of an earlier report: what is told of it when it is gone; `whole` where it belongs to no form."""

    code: str
    name: str
    message: str
    file: str
    place: str
    fingerprint: str
    whole: bool = False


@frozen
class Baseline:
    """What is held of an earlier report: its findings and all of its files."""

    findings: tuple[Earlier, ...]
    files: tuple[str, ...]


@frozen
class Comparison:
    """A report against an earlier one.

    Attributes:
        file: the earlier report.
        still: fingerprints of findings that stood there, too.
        gone: what stood there, was looked for and is no longer found.
        unseen: how many findings stood there that this run did not look for: another file, a check left out.
    """

    file: str
    still: frozenset[str]
    gone: tuple[Earlier, ...]
    unseen: int = 0


def read_baseline(path: str | os.PathLike[str]) -> Baseline:
    """Read the findings of a report that was written with `--format json` or `jsonl`, or of a folder of results.

    Raises:
        UsageError: it cannot be read or is no such report.
    """
    name = os.fspath(path)
    try:
        made: list[Earlier] = []
        files: dict[str, None] = {}
        for _, document in refs(path):
            waived = ((record.get("waiver") or {}).get("waived") for record in document["findings"])
            made += [
                _earlier(record) for record, left in zip(document["findings"], waived, strict=True) if not left
            ]
            files |= dict.fromkeys(str(record["file"]) for record in document["inputs"])
        return Baseline(tuple(made), tuple(files))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise no_report(name) from None


def earlier(findings: Iterable[Finding], files: Iterable[str]) -> Baseline:
    """The findings of an audit of some files as a baseline; what a reviewer rejected is none."""
    made = tuple(
        Earlier(one.code, one.name, one.message, one.at.file, one.at.place, one.fingerprint, one.form is None)
        for one in findings
        if not one.waived
    )
    return Baseline(made, tuple(files))


def _earlier(record: Mapping[str, Any]) -> Earlier:
    at = record["at"]
    place = "!".join(str(part) for part in (at.get("sheet"), at.get("cell")) if part)
    line = at.get("line")
    return Earlier(
        str(record["code"]),
        str(record["name"]),
        str(record["message"]),
        str(at["file"]),
        place or ("" if line is None else f"第{line}行"),
        str(record["fingerprint"]),
        record["form"] is None,
    )


def compared(
    findings: Iterable[Finding],
    earlier: Baseline,
    *,
    file: str,
    codes: Container[str],
    files: Iterable[str],
) -> tuple[tuple[Finding, ...], Comparison]:
    """Mark the findings that stood in an earlier report, and tell what is gone.

    Args:
        findings: those of this run.
        earlier: the earlier report, which is called `file`.
        codes: the checks of this run.
        files: its inputs.
    """
    same = _same(earlier.files, list(files))
    before = {_key(one.fingerprint, one.file if one.whole else None): one for one in earlier.findings}
    names = set(map(base_name, earlier.files))
    stood: set[_Key] = set()
    marked = []
    for one in findings:
        own: Iterable[str | None] = (None,)
        if one.form is None:
            # A copy under another name is known by the fingerprint alone.
            own = same.get(one.at.file) or ([] if base_name(one.at.file) in names else earlier.files)
        met = {_key(one.fingerprint, known) for known in own} & before.keys()
        stood |= met
        marked.append(replace(one, known=True) if met else one)
    looked = {known for ones in same.values() for known in ones}
    left = [one for key, one in before.items() if key not in stood]
    gone = tuple(one for one in left if one.code in codes and one.file in looked)
    still = frozenset(one.fingerprint for one in marked if one.known)
    return tuple(marked), Comparison(file, still, gone, len(left) - len(gone))


#: A finding; one of no form with its file.
_Key = tuple[str, str | None]


def _key(fingerprint: str, file: str | None) -> _Key:
    return fingerprint, file


def _same(before: Sequence[str], now: Sequence[str]) -> dict[str, list[str]]:
    """For each file of this run the earlier ones that it may be: of its name, and the nearest by their folders.

    Where no folder is as it was, those of the name count if this run has as many; else they were not all looked for.
    """
    named: dict[str, list[str]] = {}
    for file in before:
        named.setdefault(base_name(file), []).append(file)
    mine: dict[str, list[str]] = {}
    for file in now:
        mine.setdefault(base_name(file), []).append(file)
    same: dict[str, list[str]] = {}
    for name, files in mine.items():
        alike = named.get(name, [])
        near = {file: _nearest(file, alike) for file in files}
        placed = any(near.values())
        for file in files:
            same[file] = near[file] if placed else alike if len(alike) <= len(files) else []
    return same


def _nearest(file: str, alike: Sequence[str]) -> list[str]:
    """Which of some files of one name lie in the same folder as a file: the same path, else most folders alike."""
    if file in alike:
        return [file]
    own = _folders(os.path.abspath(file))  # noqa: PTH100 - names may be no valid paths
    common = {one: _common(own, _folders(one)) for one in alike}
    most = max(common.values(), default=0)
    return [one for one in alike if most and common[one] == most]


def _folders(file: str) -> tuple[str, ...]:
    """The folders that a file lies in, innermost first."""
    return PurePath(file.replace("\\", "/")).parent.parts[::-1]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
