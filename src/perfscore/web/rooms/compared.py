"""The round before: its files dropped beside a dossier, what became of each finding, its remarks carried over."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.core.errors import UsageError
from perfscore.web import compare
from perfscore.web.desk import Dossier
from perfscore.web.remarks import ConflictError, Remark
from perfscore.web.replies import language, owner, page, record, see, window
from perfscore.web.rooms.dossier import dossier_of, sent
from perfscore.web.window import outcome


async def compared(request: Request) -> Response:
    """The page: where the files of the round before are dropped, or what the comparison says."""
    here = window(request)
    dossier = dossier_of(request)
    if outcome(dossier) is None:
        return see(f"/d/{dossier.key}")
    facts: dict[str, Any] = {"dossier": dossier, "mine": dossier.owner == owner(request), "limits": here.limits}
    if not dossier.old:
        return page(request, "compare.html", {**facts, "rounds": None})
    job = here.jobs.submit(compare.compare, _order(request, dossier), dossier.owner, here.limits.seconds)
    return page(request, "compare.html", {**facts, "rounds": await job.wait()})


async def book(request: Request) -> Response:
    """The comparison as a workbook."""
    here = window(request)
    dossier = dossier_of(request)
    if outcome(dossier) is None or not dossier.old:
        raise UsageError("还没有上次的文件（nothing to compare with）")
    job = here.jobs.submit(compare.book, _order(request, dossier), dossier.owner, here.limits.seconds)
    return sent(await job.wait(), f"{PurePath(dossier.name).stem}-与上次相比.xlsx")


async def carry(request: Request) -> Response:
    """Take the remarks of the round before to the same findings, where nothing is said yet."""
    here = window(request)
    dossier = dossier_of(request, own=True)
    if outcome(dossier) is None or not dossier.old:
        raise UsageError("还没有上次的文件（nothing to compare with）")
    job = here.jobs.submit(compare.carried, _order(request, dossier), dossier.owner, here.limits.seconds)
    taken = 0
    for said in await job.wait():
        try:
            here.remarks.write(dossier.owner, Remark(*said))
        except ConflictError:
            continue  # somebody has said something here meanwhile
        taken += 1
    return record({"taken": taken})


async def forget(request: Request) -> Response:
    """Take the files of the round before away."""
    import shutil

    dossier = dossier_of(request, own=True)
    dossier.old.clear()
    shutil.rmtree(dossier.folder / "old", ignore_errors=True)
    return record({})


def _order(request: Request, dossier: Dossier) -> compare.CompareOrder:
    return compare.CompareOrder(
        str(dossier.folder),
        tuple(dossier.old),
        dossier.options.ruleset,
        dossier.options.alone,
        language(request),
        dossier.options.masked,
        window(request).remarks_of(dossier),
    )


ROUTES = [
    Route("/d/{key}/compare", compared),
    Route("/d/{key}/compare/book", book),
    Route("/d/{key}/compare/carry", carry, methods=["POST"]),
    Route("/d/{key}/compare/forget", forget, methods=["POST"]),
]
