"""Having something done in another process while a visitor waits; what nobody waits for any more is ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request

from perfscore.web.jobs import Job, Jobs
from perfscore.web.replies import owner, window
from perfscore.web.window import PROBE_SECONDS

#: So often, in seconds, is looked whether the visitor still waits.
_LOOK: Final = 0.2
#: What is under way for longer is ended when nobody waits: its process goes with it, and a new one takes a second.
_LONG: Final = 2.0


async def answered(request: Request, work: Callable[[Any], Any], order: Any) -> Any:
    """What a probe comes to; see `awaited`."""
    probes = window(request).probes
    return await awaited(request, probes, probes.submit(work, order, owner(request), PROBE_SECONDS))


async def written(
    request: Request, work: Callable[[Any], Any], order: Any, dossier: str, seconds: float | None = None
) -> Any:
    """What is drawn or written of a dossier; see `awaited`."""
    here = window(request)
    most = here.limits.seconds if seconds is None else seconds
    return await awaited(request, here.hands, here.hands.submit(work, order, owner(request), most, dossier))


async def awaited(request: Request, jobs: Jobs, job: Job) -> Any:
    """What a piece of work comes to, as long as the visitor waits.

    Args:
        request: of the visitor, its body read.
        jobs: who does it.
        job: the piece of work.

    Raises:
        FailedError: it came to nothing, took too long, or the visitor is gone.
    """
    begun = time.monotonic()
    waiting = asyncio.ensure_future(job.wait())
    while not (await asyncio.wait({waiting}, timeout=_LOOK))[0]:
        idle = job.state == "waiting" or time.monotonic() - begun > _LONG
        if idle and await request.is_disconnected():
            jobs.cancel(job)
    return waiting.result()
