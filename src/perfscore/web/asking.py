"""Having something tried in another process while a visitor waits; who has gone away is waited for by nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request

from perfscore.web.replies import owner, window
from perfscore.web.window import PROBE_SECONDS

#: So often, in seconds, is looked whether the visitor still waits.
_LOOK: Final = 0.2
#: What is under way for longer is ended when nobody waits: its process goes with it, and a new one takes a second.
_LONG: Final = 2.0


async def answered(request: Request, work: Callable[[Any], Any], order: Any) -> Any:
    """What a probe comes to.

    Args:
        request: of the visitor, its body read.
        work: a function of `perfscore.web.probe`.
        order: what it takes.

    Raises:
        BusyError: too much waits already.
        FailedError: it came to nothing, or took too long.
    """
    probes = window(request).probes
    job = probes.submit(work, order, owner(request), PROBE_SECONDS)
    begun = time.monotonic()
    waiting = asyncio.ensure_future(job.wait())
    while not (await asyncio.wait({waiting}, timeout=_LOOK))[0]:
        idle = job.state == "waiting" or time.monotonic() - begun > _LONG
        if idle and await request.is_disconnected():
            probes.cancel(job)
    return waiting.result()
