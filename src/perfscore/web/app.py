"""The application: its addresses, its gate, its beginning and its end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from perfscore.core.errors import PerfscoreError
from perfscore.web import gate as gates
from perfscore.web.pages import static
from perfscore.web.replies import page, record, trouble, wants_page
from perfscore.web.rooms import checks, compared, door, dossier, rulesets, start, trying
from perfscore.web.window import Window


def application(window: Window) -> gates.App:
    """The window as an application of ASGI, behind its gate."""

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        workers = window.jobs, window.hands, window.probes
        for jobs in workers:
            jobs.start()
        tidying = asyncio.create_task(window.tidy())
        try:
            yield
        finally:
            tidying.cancel()
            for jobs in workers:
                await jobs.stop()
            window.desk.close()

    rooms = (door, start, dossier, compared, trying, checks, rulesets)
    app = Starlette(
        routes=[
            Route("/static/{name}", _static),
            *(route for room in rooms for route in room.ROUTES),
        ],
        exception_handlers={PerfscoreError: _trouble, HTTPException: _nothing},
        lifespan=life,
    )
    app.state.window = window
    # Where it does, it names the scheme that it knows: behind a proxy that is another.
    app.router.redirect_slashes = False
    return gates.Guard(app, window.gate)


async def _static(request: Request) -> Response:
    try:
        content, kind = static(request.path_params["name"])
    except KeyError:
        return PlainTextResponse("没有（none）", 404)
    return Response(content, media_type=kind, headers={"cache-control": "no-cache"})


async def _trouble(request: Request, error: Exception) -> Response:
    return trouble(request, error)


async def _nothing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = "没有这个页面（no such page）" if status == 404 else "不能这样打开（not to be opened in this way）"
    facts: dict[str, Any] = {"problem": words}
    return page(request, "trouble.html", facts, status) if wants_page(request) else record(facts, status)
