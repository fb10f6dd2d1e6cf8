"""The program of the window: a port is taken, the browser opened, and all of it ends with the program."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.web.app import application
from perfscore.web.desk import Desk, Options
from perfscore.web.gate import ONE, Address, Gate
from perfscore.web.jobs import Jobs
from perfscore.web.limits import Limits
from perfscore.web.remarks import Remarks
from perfscore.web.window import Window

if TYPE_CHECKING:
    import uvicorn

PORT: Final = 8765
#: So many ports above are tried where none was asked for.
_NEXT: Final = 20
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
#: So many probes may wait: one is worth nothing once the next letter is typed.
_PROBES, _PROBES_OF_ONE = 60, 4
_SHORTEST: Final = 8


@frozen
class Served:
    """How the window is opened.

    Attributes:
        host: the address of this machine that it listens at.
        port: None takes the usual one, or the next that is free.
        url: the address that people use, where it is another: that of a proxy.
        password: lets people in who are not at this machine.
        remarks: the file that keeps remarks; None is the usual one of this user.
        jobs: how many processes audit.
        browser: whether the browser is opened.
        usual: how a dossier is audited where nothing else is chosen.
        limits: how much is taken.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    url: str | None = None
    password: str | None = None
    remarks: str | None = None
    jobs: int | None = None
    browser: bool = True
    usual: Options = Options()
    limits: Limits = Limits()


def serve(served: Served, paths: Sequence[str], tell: Callable[[str], None]) -> None:
    """Open the window, and stay until the program is stopped.

    Args:
        served: how.
        paths: files and folders that are audited at once.
        tell: says a line to whoever started the program.

    Raises:
        UsageError: the port is taken, the address is open to others without a password, or a path cannot be used.
    """
    import uvicorn

    _check(served)
    listening = _listen(served.host, served.port)
    try:
        port = listening.getsockname()[1]
        address = Address((served.url or f"http://{_shown(served.host)}:{port}").rstrip("/"))
        gate = Gate(address, served.password)
        made = window(served, gate)
        try:
            goal = f"/d/{made.adopt(paths, ONE, served.usual).key}" if paths else "/"
        except BaseException:
            made.desk.close()
            raise
        way = address.url if gate.shared else f"{address.url}/enter?token={gate.token}&to={goal}"
        once = address.url if gate.shared else f"{address.url}/enter?token={gate.once()}&to={goal}"
        _say(served, way, tell)
        config = uvicorn.Config(
            application(made),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=64_000,
            limit_concurrency=500,
        )
        if served.browser:
            _browse(once, tell)
        # Whoever stops the program ends it as it is meant to end.
        with contextlib.suppress(KeyboardInterrupt):
            server = uvicorn.Server(config)
            _end_with_the_terminal(server)
            server.run(sockets=[listening])
    finally:
        listening.close()


def window(served: Served, gate: Gate, parent: Path | None = None, *, warm: bool = True) -> Window:
    """What the rooms share, made anew.

    Args:
        served: how the window is opened.
        gate: who may come in.
        parent: where its private folder is made; None takes the usual place of the system.
        warm: start all processes at once, not when they are first needed.
    """
    limits = served.limits
    kept = Path(served.remarks) if served.remarks is not None else _kept() / "remarks.sqlite"
    remarks = Remarks(kept)
    width = served.jobs or min(os.cpu_count() or 1, 4)
    return Window(
        Desk(limits, parent),
        Jobs(width, limits.waiting, limits.waiting_of_one, warm=warm),
        Jobs(1 if served.password is None else 2, limits.waiting, limits.waiting_of_one, warm=warm),
        Jobs(1, _PROBES, _PROBES_OF_ONE, warm=warm),
        remarks,
        gate,
        kept.parent / "rulesets",
        limits,
        # Whoever is alone has all processes; in an office a batch has one, so that the others are served.
        width if served.password is None else 1,
        served.usual,
    )


def _end_with_the_terminal(server: uvicorn.Server) -> None:
    """Whoever closes the terminal ends the program as by Ctrl-C, where the system tells of it."""
    if hasattr(signal, "SIGHUP"):

        def end(*_: object) -> None:
            server.should_exit = True

        signal.signal(signal.SIGHUP, end)


def _kept() -> Path:
    """Where a program of this system keeps what its user wrote."""
    from platformdirs import user_data_path

    return user_data_path("perfscore", appauthor=False)


def _check(served: Served) -> None:
    if served.password is not None and len(served.password.encode()) < _SHORTEST:
        raise UsageError(
            f"口令太短，至少 {_SHORTEST} 个字母或数字（the password has at least {_SHORTEST} letters）"
        )
    if served.host not in _HERE and served.password is None:
        raise UsageError(
            f"--host {served.host} 让别的机器也能打开，要有口令：--password-file 文件，或环境变量 PERFSCORE_PASSWORD"
            "（other machines need a password: --password-file, or PERFSCORE_PASSWORD）"
        )
    if served.url is not None and not _is_whole(served.url):
        raise UsageError(
            f"--url {served.url}：要写全，不带路径，例如 https://perf.example.cn（write it in full, without a path）"
        )
    if served.host in ("0.0.0.0", "::", "") and served.url is None:  # noqa: S104 - named in order to ask for more
        raise UsageError(
            f"--host {served.host} 时要写明别人用哪个地址打开：--url http://本机名:端口（give the address that people use by --url）"
        )


def _is_whole(url: str) -> bool:
    """Whether an address says how and where, and nothing else.

    >>> [_is_whole(one) for one in ("https://perf.example.cn/", "http://", "http://perf:99999", "perf", "https://a/b")]
    [True, False, False, False, False]
    """
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and parts.path in ("", "/")
        )
    except ValueError:
        return False


def _listen(host: str, port: int | None) -> socket.socket:
    """Take a port.

    Raises:
        UsageError: it is taken, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else [*range(PORT, PORT + _NEXT), 0]
    for one in tried:
        # With its protocol named, answers are sent at once: without, each waits a 25th of a second for company.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":  # there it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, one))
            listening.listen(256)
        except OSError as error:
            listening.close()
            trouble = error
        else:
            return listening
    raise UsageError(
        f"{host} 的端口 {port} 用不了（{trouble.strerror or trouble}）；换一个，例如 --port {(port or PORT) + 1}，或不写 --port 由程序选"
        "（the port cannot be used; give another one, or none）"
    )


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _say(served: Served, way: str, tell: Callable[[str], None]) -> None:
    tell(f"请在浏览器里打开（open in a browser）：{way}")
    if served.password is not None and way.startswith("http://") and served.host not in _HERE:
        tell(
            "注意：没有 TLS，口令和材料在网络上以明文传送；请放在有 https 的代理后面（no TLS: put it behind a proxy）"
        )
    tell(
        "按 Ctrl-C 结束，拖入的文件随即删除，处理意见保留；直接关掉窗口的，最迟下次打开时删除"
        "（Ctrl-C ends it: what was dropped is deleted, remarks stay）"
    )


def _browse(way: str, tell: Callable[[str], None]) -> None:
    """Open the browser beside the program; where there is none, the address is told again."""

    def open_it() -> None:
        try:
            opened = webbrowser.open_new_tab(way)
        except webbrowser.Error:
            opened = False
        if not opened:
            tell("没有找到浏览器：请把上面的地址复制到浏览器的地址栏（no browser found: copy the address above）")

    threading.Thread(target=open_it, daemon=True).start()


logging.getLogger("uvicorn.error").addFilter(lambda entry: "Invalid HTTP request" not in entry.getMessage())
