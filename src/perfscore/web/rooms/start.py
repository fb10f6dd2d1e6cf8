"""The first page: drop files or a folder, and what was dropped before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.gathering import DOCUMENTS
from perfscore.rulesets import names
from perfscore.web.desk import Dossier, Options
from perfscore.web.replies import given, language, owner, page, record, text_of, window
from perfscore.web.shelf import Shelf
from perfscore.web.window import Window, outcome

_LONGEST, _NAME = 10_000, 100
#: The rule set that the program was started with, where it is no other's.
_USUAL: Final = "@"


async def start(request: Request) -> Response:
    """The page."""
    here = window(request)
    who = owner(request)
    usual = here.usual
    facts = {
        "limits": here.limits,
        "endings": " ".join(sorted(DOCUMENTS)),
        "rulesets": Shelf(here.shelves, who).offered(),
        "given": usual.ruleset is not None and usual.ruleset not in names(),
        "chosen": request.query_params.get("ruleset", _USUAL if usual.ruleset is not None else ""),
        "usual": usual,
        "dossiers": await run_in_threadpool(
            lambda: [_row(one, here) for one in here.desk.of(who) if not one.above]
        ),
    }
    if facts["chosen"] == _USUAL and not facts["given"]:
        facts["chosen"] = usual.ruleset
    return page(request, "start.html", facts)


async def new(request: Request) -> Response:
    """An empty dossier; the files come one by one."""
    here = window(request)
    facts = await given(request, _LONGEST)
    who = owner(request)
    ruleset = text_of(facts, "ruleset", _NAME)
    path = here.usual.ruleset if ruleset == _USUAL else Shelf(here.shelves, who).path(ruleset) if ruleset else None
    made = here.desk.new(who, Options(path, alone=facts.get("alone") is True, masked=facts.get("masked") is True))
    here.with_own_rules(made)
    return record({"key": made.key, "lang": language(request)})


def _row(dossier: Dossier, here: Window) -> dict[str, Any]:
    """A dossier in the list."""
    done, job = outcome(dossier), dossier.job
    severities = dossier.many.severities if dossier.many is not None else None
    if done is not None:
        severities = done.severities({one.key: one for one in here.remarks_of(dossier)})
    return {
        "key": dossier.key,
        "name": dossier.name,
        "files": len(dossier.sizes),
        "at": datetime.fromtimestamp(dossier.made, tz=UTC).astimezone().strftime("%m-%d %H:%M"),
        "state": job.state if job is not None else "open",
        "problem": job.problem if job is not None else "",
        "severities": severities,
    }


ROUTES = [Route("/", start), Route("/d", new, methods=["POST"])]
