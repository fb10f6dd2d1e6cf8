"""The round before: its files dropped beside a dossier, what became of each finding, its remarks carried over."""

from __future__ import annotations

import shutil
from pathlib import PurePath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.core.errors import UsageError
from perfscore.services.rounds.records import FIELDS
from perfscore.web import compare
from perfscore.web.asking import written
from perfscore.web.desk import Dossier
from perfscore.web.jobs import FailedError
from perfscore.web.remarks import Remark
from perfscore.web.replies import language, owner, page, record, see, window
from perfscore.web.rooms.dossier import dossier_of, sent
from perfscore.web.window import outcome


async def compared(request: Request) -> Response:
    """The page: where the files of the round before are dropped, or what the comparison says."""
    here = window(request)
    dossier = dossier_of(request)
    if outcome(dossier) is None:
        return see(f"/d/{dossier.key}")
    fields = {name: words[language(request) == "en"] for name, words in FIELDS.items()}
    facts: dict[str, Any] = {
        "fields": fields,
        "dossier": dossier,
        "mine": dossier.owner == owner(request),
        "limits": here.limits,
    }
    if not dossier.old:
        return page(request, "compare.html", {**facts, "rounds": None, "problem": ""})
    try:
        told = await written(request, compare.compare, await _order(request, dossier), dossier.key)
    except FailedError as error:
        # Whoever dropped something that cannot be read drops something else.
        return page(request, "compare.html", {**facts, "rounds": None, "problem": str(error)}, 422)
    return page(request, "compare.html", {**facts, "rounds": told, "problem": ""})


async def book(request: Request) -> Response:
    """The comparison as a workbook."""
    dossier = dossier_of(request)
    if outcome(dossier) is None or not dossier.old:
        raise UsageError("还没有上次的文件（nothing to compare with）")
    path = await written(request, compare.book, await _order(request, dossier), dossier.key)
    return sent(path, f"{PurePath(dossier.name).stem}-与上次相比.xlsx")


async def carry(request: Request) -> Response:
    """Take the remarks of the round before to the same findings, where nothing is said yet."""
    here = window(request)
    dossier = dossier_of(request, own=True)
    if outcome(dossier) is None or not dossier.old:
        raise UsageError("还没有上次的文件（nothing to compare with）")
    found = await written(request, compare.carried, await _order(request, dossier), dossier.key)
    said = [Remark(*one) for one in found]
    return record({"taken": await run_in_threadpool(here.remarks.write_new, dossier.owner, said)})


async def forget(request: Request) -> Response:
    """Take the files of the round before away."""
    dossier = dossier_of(request, own=True)
    for name in dossier.old:
        window(request).desk.forget(dossier, "old", name)
    dossier.old.clear()
    shutil.rmtree(dossier.folder / "old", ignore_errors=True)
    return record({})


async def _order(request: Request, dossier: Dossier) -> compare.CompareOrder:
    return compare.CompareOrder(
        str(dossier.folder),
        tuple(dossier.old),
        dossier.options.ruleset,
        dossier.options.alone,
        language(request),
        dossier.options.masked,
        await run_in_threadpool(window(request).remarks_of, dossier),
    )


ROUTES = [
    Route("/d/{key}/compare", compared),
    Route("/d/{key}/compare/book", book),
    Route("/d/{key}/compare/carry", carry, methods=["POST"]),
    Route("/d/{key}/compare/forget", forget, methods=["POST"]),
]
