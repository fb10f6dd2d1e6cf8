"""Who may come in, and from where: a token in the address or a password, the right host, no other site behind it.

An office shares one password; each browser is a person of its own. A program that is opened on one's own machine has a
token that is new at each start, and one person.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.requests import cookie_parser

from perfscore.core.records import frozen

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: What a page may do: its own scripts and styles, calls to its own program, nothing from or to elsewhere.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    # Without any, a browser hides from where a form of ours comes, too.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
}
#: What changes nothing.
_SAFE: Final = frozenset({"GET", "HEAD"})
#: So many wrong passwords are taken within so many seconds, from one machine.
_TRIES, _WITHIN = 10, 60.0
#: Sessions that are open at once; the oldest is closed for one more.
_SESSIONS: Final = 2_000
ONE: Final = "local"
#: The page that says how to come in, and what else is open to everybody.
OUTSIDE: Final = "/outside"
_OPEN: Final = ("/enter", "/login", "/static/", "/lang/")


@frozen
class Address:
    """Under which address the window is used, such as `http://127.0.0.1:8765`."""

    url: str

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser may say that it asked for: another name leads here by a trick."""
        parts = urlsplit(self.url)
        names = {parts.hostname or ""}
        if names & {"127.0.0.1", "localhost", "::1"}:
            names = {"127.0.0.1", "localhost", "::1"}
        port = parts.port
        usual = {"http": 80, "https": 443}[parts.scheme]
        shown = {f"[{name}]" if ":" in name else name for name in names}
        with_port = {f"{name}:{port if port is not None else usual}" for name in shown}
        return frozenset(with_port | (shown if port in (None, usual) else set()))

    @property
    def secure(self) -> bool:
        """Whether it is reached by TLS."""
        return self.url.startswith("https:")

    def is_own(self, origin: str) -> bool:
        """Whether an origin is this window.

        >>> Address("http://127.0.0.1:8765").is_own("http://localhost:8765")
        True
        >>> Address("http://127.0.0.1:8765").is_own("http://evil.example")
        False
        """
        scheme, _, host = origin.partition("://")
        return scheme == urlsplit(self.url).scheme and host in self.hosts


class Gate:
    """Who has come in.

    Args:
        address: under which the window is used.
        password: of the office; None where the token of the start lets one person in.
    """

    def __init__(self, address: Address, password: str | None = None) -> None:
        self.address = address
        self.token = secrets.token_urlsafe(24)
        self.password = password
        port = urlsplit(address.url).port or 0
        # Cookies do not know of ports: two programs of one machine have two.
        self.cookie = f"perfscore_{port}"
        self.who = f"perfscore_who_{port}"
        self._sessions: dict[str, str] = {}
        self._wrong: dict[str, deque[float]] = {}
        self._once: set[str] = set()

    @property
    def shared(self) -> bool:
        """Whether several persons use it."""
        return self.password is not None

    def fits(self, given: str) -> bool:
        """Whether a token or a password is the right one; it takes as long whatever is wrong with it."""
        if given in self._once:
            self._once.discard(given)
            return True
        return hmac.compare_digest(given.encode(), (self.password or self.token).encode())

    def patient(self, host: str) -> bool:
        """Whether one more try is taken from a machine."""
        now = time.monotonic()
        for one in [one for one, tries in self._wrong.items() if now - tries[-1] > _WITHIN]:
            del self._wrong[one]
        return sum(now - then <= _WITHIN for then in self._wrong.get(host, ())) < _TRIES

    def was_wrong(self, host: str) -> None:
        """Remember a wrong try."""
        self._wrong.setdefault(host, deque(maxlen=_TRIES)).append(time.monotonic())

    def once(self) -> str:
        """A token that lets one browser in once: other users of the machine may see the words that it is started with."""
        made = secrets.token_urlsafe(24)
        self._once.add(made)
        return made

    def begin(self, who: str) -> str:
        """Begin a session of a person; gives its key."""
        key = secrets.token_urlsafe(24)
        self._sessions[key] = who
        while len(self._sessions) > _SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        return key

    def end(self, key: str) -> None:
        """End a session."""
        self._sessions.pop(key, None)

    def owner(self, cookies: Mapping[str, str]) -> str | None:
        """Who asks; None where nobody has come in."""
        return self._sessions.get(cookies.get(self.cookie, ""))

    def person(self, cookies: Mapping[str, str]) -> str:
        """Who comes in: the browser as it was known before, or a new person; on one's own machine always the same."""
        if not self.shared:
            return ONE
        known = cookies.get(self.who, "")
        return known if 30 <= len(known) <= 60 and known.isascii() else secrets.token_urlsafe(24)


class Guard:
    """Stands before the window: refuses what does not come from its own pages, and says what pages may do."""

    def __init__(self, app: App, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        scope["perfscore.cookies"] = cookies = cookie_parser(headers.get("cookie", ""))
        scope["perfscore.owner"] = self._gate.owner(cookies)
        wrong = self._wrong(scope["method"], headers)

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in _HEADERS.items()
                        if name.encode() not in given
                    ),
                ]
            await send(message)

        if wrong:
            await _refuse(guarded, wrong)
            return
        if scope["perfscore.owner"] is None and not scope["path"].startswith(_OPEN):
            # Whoever has not come in sees the door, whatever they asked for.
            scope["path"], scope["raw_path"], scope["query_string"] = OUTSIDE, OUTSIDE.encode(), b""
            scope["method"] = "HEAD" if scope["method"] == "HEAD" else "GET"
        await self._app(scope, receive, guarded)

    def _wrong(self, method: str, headers: Mapping[str, str]) -> str:
        """What is wrong with a request; "" where nothing is."""
        address = self._gate.address
        if headers.get("host", "").lower() not in address.hosts:
            return f"请用这个地址打开：{address.url}（open the window by this address）"
        if method in _SAFE:
            return ""
        origin = headers.get("origin")
        # Every browser says where a request comes from that changes something; a program that is none has no cookie.
        if origin is None or not address.is_own(origin.lower()):
            return "这个请求不是从本程序的页面发出的（this did not come from a page of the program）"
        return ""


async def _refuse(send: Send, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
