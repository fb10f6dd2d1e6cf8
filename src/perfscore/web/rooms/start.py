"""The first page: drop files or a folder, and what was dropped before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.gathering import DOCUMENTS
from perfscore.web.desk import Dossier, Options
from perfscore.web.replies import given, language, owner, page, record, window
from perfscore.web.shelf import Shelf
from perfscore.web.window import outcome

_LONGEST = 10_000


async def start(request: Request) -> Response:
    """The page."""
    here = window(request)
    who = owner(request)
    facts = {
        "limits": here.limits,
        "endings": " ".join(sorted(DOCUMENTS)),
        "rulesets": Shelf(here.library, who).offered(),
        "chosen": request.query_params.get("ruleset", ""),
        "dossiers": [row_of(one) for one in here.desk.of(who) if one.job is not None and not one.above],
    }
    return page(request, "start.html", facts)


async def new(request: Request) -> Response:
    """An empty dossier; the files come one by one."""
    here = window(request)
    facts = await given(request, _LONGEST)
    who = owner(request)
    ruleset = str(facts.get("ruleset") or "")
    path = Shelf(here.library, who).path(ruleset) if ruleset else None
    made = here.desk.new(who, Options(path, alone=facts.get("alone") is True, masked=facts.get("masked") is True))
    return record({"key": made.key, "lang": language(request)})


def row_of(dossier: Dossier) -> dict[str, Any]:
    """A dossier in the list."""
    done = outcome(dossier) or dossier.many
    job = dossier.job
    return {
        "key": dossier.key,
        "name": dossier.name,
        "files": len(dossier.sizes),
        "at": datetime.fromtimestamp(dossier.made, tz=UTC).astimezone().strftime("%m-%d %H:%M"),
        "state": job.state if job is not None else "waiting",
        "problem": job.problem if job is not None else "",
        "outcome": done,
    }


ROUTES = [Route("/", start), Route("/d", new, methods=["POST"])]
