"""A rule or a value is tried while one types: how it is read, what it gives, its curve."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, Final, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.report.html import scores as canvas
from perfscore.web import probe
from perfscore.web.asking import answered
from perfscore.web.jobs import BusyError
from perfscore.web.replies import given, language, owner, page, record, text_of, window
from perfscore.web.window import PROBE_SECONDS

#: The fields of the two forms, with what stands in them at the beginning.
_RULE: Final = {
    "rule": "", "points": "10", "target": "", "unit": "", "actual": "", "indicator": "", "explanation": "", "facts": "",
}  # fmt: skip
_VALUE: Final = {"value": "", "value_unit": "", "role": "target"}
#: These may be as long as texts are; the others are the text of a cell.
_LONG: Final = frozenset({"rule", "explanation", "facts", "value"})
_SHORT: Final = 500
#: A character takes at most so many bytes of a request.
_BYTES: Final = 6


async def trying(request: Request) -> Response:
    """The page; an address may say what stands in its forms."""
    here = window(request)
    query = request.query_params
    fields = {
        name: query.get(name, usual)[: _most(name, here.limits.text)]
        for name, usual in {**_RULE, **_VALUE}.items()
    }
    with contextlib.suppress(BusyError):
        here.probes.submit(probe.warm, None, owner(request), PROBE_SECONDS)
    facts = {"fields": fields, "canvas": canvas, "text": here.limits.text, "short": _SHORT}
    return page(request, "try.html", facts)


async def rule(request: Request) -> Response:
    """A rule is tried."""
    texts = await _texts(request, _RULE)
    order = probe.RuleOrder(**texts, lang=language(request))
    return record(await answered(request, probe.rule, order))


async def value(request: Request) -> Response:
    """A value is read."""
    texts = await _texts(request, _VALUE)
    role: Literal["target", "actual"] = "actual" if texts["role"] == "actual" else "target"
    order = probe.ValueOrder(texts["value"], texts["value_unit"], role, language(request))
    return record(await answered(request, probe.value, order))


def _most(name: str, text: int) -> int:
    return text if name in _LONG else min(_SHORT, text)


async def _texts(request: Request, fields: Mapping[str, str]) -> dict[str, Any]:
    text = window(request).limits.text
    facts = await given(request, len(_LONG) * text * _BYTES + _SHORT * len(fields) * _BYTES)
    return {name: text_of({name: usual, **facts}, name, _most(name, text)) for name, usual in fields.items()}


ROUTES = [
    Route("/try", trying),
    Route("/try/rule", rule, methods=["POST"]),
    Route("/try/value", value, methods=["POST"]),
]
