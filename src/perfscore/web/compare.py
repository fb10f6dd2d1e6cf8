"""A dossier beside the round before it, done in another process."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.outcome import AuditReport
from perfscore.report.style import Language, Style
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.sources import Held, opened
from perfscore.web import work
from perfscore.web.remarks import Remark, documents_of, keys, saying
from perfscore.web.taking import taking


@frozen
class CompareOrder:
    """A dossier to be compared with the files `old` of the round before; the others as an audit has them."""

    folder: str
    old: tuple[str, ...]
    ruleset: str | None
    alone: bool
    lang: Language
    masked: bool
    remarks: Sequence[Remark]


def compare(order: CompareOrder) -> dict[str, Any]:
    """What became of each finding, as the JSON of a comparison has it, with its heading."""
    import json

    from perfscore.services.rounds.as_json import as_json
    from perfscore.services.rounds.words import headline

    rounds, _ = _rounds(order)
    style = Style(lang=order.lang)
    told: dict[str, Any] = json.loads("".join(as_json(rounds, style)))
    return {**told, "headline": headline(rounds, style), "apart": rounds.apart}


def book(order: CompareOrder) -> str:
    """The comparison as a workbook: where it lies."""
    from perfscore.services.rounds.formats import pieces

    rounds, _ = _rounds(order)
    with taking(order.folder) as into:
        path = into / "made.xlsx"
        path.write_bytes(b"".join(pieces(rounds, "xlsx", Style(lang=order.lang))))
    return str(path)


def carried(order: CompareOrder) -> list[tuple[Any, ...]]:
    """The remarks of the round before that go to findings at which nothing is said; each as the parts of a remark."""
    from perfscore.services.workbooks.before import before
    from perfscore.services.workbooks.before import carried as carry

    rounds, report = _rounds(order)
    versions = {one.key: one.version for one in order.remarks}
    told = carry(report, before(rounds, Style(lang=order.lang))).findings
    own = keys(map(saying, report.findings), documents_of(report))
    found = []
    for old, new, key in zip(report.findings, told, own, strict=True):
        word = new.waiver
        if old.waiver is not None or word is None or not key[0]:
            continue
        found.append((*key, word.verdict, word.reason, word.person, word.date, versions.get(key, 0)))
    return found


def _rounds(order: CompareOrder) -> tuple[Rounds, AuditReport]:
    from perfscore.audit import auditor_of
    from perfscore.config import configured
    from perfscore.material import read_materials

    report = work.report_of(order.folder, order.remarks)
    auditor = auditor_of(configured(False, ()), order.ruleset, alone=order.alone)
    os.chdir(Path(order.folder, "old"))

    def audited(paths: Iterable[str]) -> list[AuditReport]:
        from perfscore.gathering import expand

        return [auditor.report(read_materials(expand(list(paths)).files, keep=False))]

    # One file may be a report; several are documents of one dossier.
    old = order.old[0] if len(order.old) == 1 else os.curdir
    try:
        before = opened(old, audited, order.lang)
    except UsageError as error:
        raise UsageError(str(error).replace(f"{os.curdir}：", "上次的文件：", 1)) from None
    return Rounds(before, Held("这次", [report], order.lang), masked=order.masked), report
