"""What every room needs for an answer: who asks, in which language, a page, a record, a trouble told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from perfscore.core.errors import UsageError
from perfscore.report.style import Language
from perfscore.web.desk import FullError, GoneError
from perfscore.web.jobs import BusyError, FailedError
from perfscore.web.pages import filled
from perfscore.web.remarks import ConflictError
from perfscore.web.window import Window

LANGUAGE = "perfscore_lang"
_DIGITS = 10
#: The status that says what kind of trouble it is; anything else that the user can mend is 400.
_STATUS: Mapping[type[Exception], int] = {
    FullError: 413,
    GoneError: 404,
    BusyError: 503,
    FailedError: 422,
    ConflictError: 409,
}


def window(request: Request) -> Window:
    """What the rooms share."""
    return cast("Window", request.app.state.window)


def owner(request: Request) -> str:
    """Who asks; the gate has let them in."""
    return cast("str", request.scope["perfscore.owner"])


def language(request: Request) -> Language:
    """The language that this browser has chosen."""
    return "en" if request.scope["perfscore.cookies"].get(LANGUAGE) == "en" else "zh"


def page(request: Request, name: str, facts: Mapping[str, Any], status: int = 200) -> Response:
    """A page in the language of the browser."""
    common = {"path": request.url.path, "shared": window(request).gate.shared}
    return HTMLResponse(filled(name, language(request), {**common, **facts}), status)


def record(facts: Any, status: int = 200) -> Response:
    """A record for a script of ours; half a character, as names of files may hold, is written as JSON escapes it."""
    body = json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, status, media_type="application/json")


def see(path: str) -> Response:
    """Lead to another page."""
    return RedirectResponse(path, 303)


def trouble(request: Request, error: Exception) -> Response:
    """What a user can mend, as a page, or for a script as a record."""
    status = next((number for kind, number in _STATUS.items() if isinstance(error, kind)), 400)
    words = str(error)
    if not wants_page(request):
        more = {"now": remark_record(error.now)} if isinstance(error, ConflictError) else {}
        return record({"problem": words, **more}, status)
    return page(request, "trouble.html", {"problem": words}, status)


def wants_page(request: Request) -> bool:
    """Whether a person is to read the answer."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def remark_record(remark: Any) -> dict[str, Any]:
    """A remark for the script of a page."""
    return {
        "verdict": remark.verdict,
        "reason": remark.reason,
        "person": remark.person,
        "date": remark.date,
        "version": remark.version,
    }


async def given(request: Request, most: int) -> dict[str, Any]:
    """The record that a script sends.

    Args:
        request: of which the body is read.
        most: how many bytes it may have.

    Raises:
        UsageError: it is too long, or no record.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise FullError("内容太长（too long）")
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise UsageError("请求读不懂（no record）") from None
    if not isinstance(found, dict):
        raise UsageError("请求读不懂（no record）")
    return found


def number_of(request: Request) -> int:
    """The number in an address.

    Raises:
        GoneError: it is none.
    """
    text = request.path_params["number"]
    if not (text.isascii() and text.isdecimal() and len(text) < _DIGITS):
        raise GoneError("没有这个页面（no such page）")
    return int(text)


def text_of(facts: Mapping[str, Any], name: str, most: int) -> str:
    """A text of a record, without what no cell may hold.

    Raises:
        UsageError: it is no text, or too long.
    """
    from perfscore.core.visible import clean

    found = facts.get(name, "")
    if not isinstance(found, str):
        raise UsageError("请求读不懂（no text）")
    if len(found) > most:
        raise FullError(f"最多 {most} 个字（at most {most} characters）")
    return clean(found)
