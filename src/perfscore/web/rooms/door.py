"""The door: coming in by the address of the start or by the password of the office, the language, going out."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.web.replies import LANGUAGE, page, record, see, wants_page, window

_YEAR: Final = 365 * 24 * 3600
#: How long, in seconds, a wrong password takes.
_SLOW: Final = 0.5
_LONGEST: Final = 1_000


async def enter(request: Request) -> Response:
    """Come in by the token in the address."""
    gate = window(request).gate
    if gate.shared or not gate.fits(request.query_params.get("token", "")):
        return await outside(request)
    goal = request.query_params.get("to", "/")
    return _inside(request, goal if _is_ours(goal) else "/")


async def login(request: Request) -> Response:
    """Come in by the password."""
    gate = window(request).gate
    if not gate.shared:
        return see("/")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            break
    given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
    host = request.client.host if request.client is not None else ""
    # From here to the answer nobody else is asked: as many guesses as may be are made, however they come.
    if not gate.patient(host):
        return page(request, "login.html", {"problem": "试错太多次，请一分钟后再试（too many wrong tries）"}, 429)
    if not gate.fits(given):
        gate.was_wrong(host)
        await asyncio.sleep(_SLOW)
        return page(request, "login.html", {"problem": "口令不对（wrong password）"}, 403)
    return _inside(request, "/")


async def outside(request: Request) -> Response:
    """What those see who have not come in."""
    if not wants_page(request):
        words = "程序重新启动过，或已退出登录；请重新打开页面（open the page anew）"
        return record({"problem": words}, 401)
    if window(request).gate.shared:
        return page(request, "login.html", {"problem": ""}, 401)
    return page(request, "outside.html", {}, 401)


async def leave(request: Request) -> Response:
    """Go out."""
    gate = window(request).gate
    gate.end(request.scope["perfscore.cookies"].get(gate.cookie, ""))
    reply = see("/")
    reply.delete_cookie(gate.cookie)
    return reply


async def speak(request: Request) -> Response:
    """Choose the language."""
    goal = request.query_params.get("to", "/")
    reply = see(goal if _is_ours(goal) else "/")
    lang = "en" if request.path_params["lang"] == "en" else "zh"
    reply.set_cookie(LANGUAGE, lang, max_age=_YEAR, httponly=True, samesite="strict")
    return reply


def _inside(request: Request, goal: str) -> Response:
    gate = window(request).gate
    who = gate.person(request.scope["perfscore.cookies"])
    reply = see(goal)
    secure = gate.address.secure
    reply.set_cookie(gate.cookie, gate.begin(who), httponly=True, samesite="strict", secure=secure)
    if gate.shared:
        reply.set_cookie(gate.who, who, max_age=_YEAR, httponly=True, samesite="strict", secure=secure)
    return reply


def _is_ours(path: str) -> bool:
    r"""Whether a path leads to a page of ours and nowhere else.

    >>> [_is_ours(path) for path in ("/d/x", "//evil.example", "/\\evil.example", "https://evil.example")]
    [True, False, False, False]
    """
    return path.startswith("/") and not path.startswith(("//", "/\\"))


ROUTES = [
    Route("/enter", enter),
    Route("/login", login, methods=["POST"]),
    Route("/outside", outside),
    Route("/leave", leave, methods=["POST"]),
    Route("/lang/{lang}", speak),
]
