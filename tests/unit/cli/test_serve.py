"""`perfscore serve` as a user starts it: its address, its port, its browser, its end; and what breaks off in the middle."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from perfscore.cli.serve import serve
from perfscore.core.errors import UsageError
from serving import SRC, Program
from web_support import FORM, small


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(tmp_path_factory.mktemp("served"), str(FORM)) as made:
        yield made


class Caller:
    """A browser without a screen."""

    def __init__(self, program):
        self.url = urlsplit(program.url)
        self.cookie = ""
        reply = self.ask("GET", program.way[len(program.url) :])
        self.cookie = reply.getheader("set-cookie").partition(";")[0]
        self.goal = reply.getheader("location")

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=30)
        named = {"cookie": self.cookie, "origin": f"http://{self.url.netloc}", "accept": "text/html", **headers}
        connection.request(method, path, body, named)
        reply = connection.getresponse()
        reply.text = reply.read().decode("utf-8", "replace")
        connection.close()
        return reply

    def audited(self, name, data):
        key = json.loads(self.ask("POST", "/d", b"{}").text)["key"]
        assert self.ask("PUT", f"/d/{key}/files/{name}", data).status == 200
        self.ask("POST", f"/d/{key}/audit")
        return self.wait(f"/d/{key}")

    def wait(self, path):
        for _ in range(600):
            page = self.ask("GET", path)
            if 'id="wait"' not in page.text:
                return page
            time.sleep(0.1)
        raise AssertionError(page.text)


def refused(*words, folder=None, **env):
    """What the program says that does not even begin."""
    told = subprocess.run(
        [sys.executable, "-m", "perfscore", "serve", "--no-browser", *words],
        capture_output=True, check=False, timeout=60, cwd=folder, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8", **env},
    )  # fmt: skip
    assert told.returncode == 2, told
    assert "Traceback" not in told.stderr
    return told.stderr


def test_a_file_that_is_named_is_audited_at_once_and_the_address_leads_to_it(program):
    caller = Caller(program)
    assert caller.goal.startswith("/d/")
    page = caller.wait(caller.goal)
    assert "场所运转持续性”得 20 分，分值只有 10 分" in page.text
    assert program.url.startswith("http://127.0.0.1:")


def test_only_this_machine_is_listened_to(program):
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", urlsplit(program.url).port), 1):
        pass


def test_a_port_that_is_taken_is_told_and_without_one_the_next_is_taken(program, tmp_path):
    port = str(urlsplit(program.url).port)
    told = refused("--port", port, folder=tmp_path)
    assert port in told
    assert f"--port {int(port) + 1}" in told
    with Program(program.folder / "second") as second:
        assert second.url != program.url


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--host", "0.0.0.0"], "要有口令"),  # noqa: S104 - refused
        (["--host", "192.0.2.1"], "要有口令"),
        (["--password-file", "没有.txt"], "口令文件读不了"),
        (["没有这个文件.xlsx"], "没有这个文件.xlsx"),
        (["--ruleset", "no-such"], "no-such"),
        *(
            (["--url", url], "要写全")
            for url in ("perf.example", "http://", "http://perf:99999", "https://a.example/b")
        ),
    ],
)
def test_wrong_use_is_told_in_a_line(words, told, tmp_path):
    assert told in refused("--remarks", str(tmp_path / "r.sqlite"), *words, folder=tmp_path)


def test_a_password_comes_from_a_file_or_the_environment_and_is_long_enough(tmp_path):
    short = tmp_path / "口令.txt"
    short.write_text("123\n", encoding="utf-8")
    assert "至少 8 个字母" in refused("--password-file", str(short))
    known = {"PERFSCORE_PASSWORD": "long enough"}
    assert "--url" in refused("--host", "0.0.0.0", **known)  # noqa: S104 - refused
    assert "各人自己拖入文件" in refused("x.xlsx", **known)


def test_the_program_without_the_extra_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("perfscore.cli.serve.find_spec", lambda name: None if name == "uvicorn" else name)
    with pytest.raises(UsageError, match=r"pip install 'perfscore\[web\]'"):
        serve()


def test_an_office_comes_in_by_its_password(tmp_path):
    with Program(tmp_path, env={"PERFSCORE_PASSWORD": "一个很长的口令"}) as program:
        assert "token" not in program.way
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(program.url).port, timeout=30)
        connection.request("GET", "/", headers={"accept": "text/html"})
        assert "口令" in connection.getresponse().read().decode()
        connection.close()


def test_where_there_is_no_browser_the_address_is_told_again(tmp_path):
    with Program(
        tmp_path, browser="--browser", env={"BROWSER": "no-such-browser", "DISPLAY": "", "PATH": ""}
    ) as program:
        until = time.monotonic() + 10
        while time.monotonic() < until and not any("没有找到浏览器" in line for line in program.lines):
            time.sleep(0.05)
        assert any("没有找到浏览器" in line for line in program.lines)
        assert Caller(program).goal == "/"


def is_running(process):
    return subprocess.run(["ps", "-p", process], capture_output=True, check=False).returncode == 0


def test_an_interrupt_ends_it_and_nothing_is_left_but_remarks(tmp_path):
    with Program(tmp_path) as program:
        Caller(program).audited("a.txt", small())
        children = subprocess.run(
            ["pgrep", "-P", str(program.process.pid)],
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        ).stdout.split()
        assert program.stop(signal.SIGINT) == 0
        assert program.desks() == []
        assert (tmp_path / "remarks.sqlite").exists()
        until = time.monotonic() + 10
        while any(map(is_running, children)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(is_running, children))


def test_a_program_that_is_told_to_end_ends_as_well(tmp_path):
    with Program(tmp_path) as program:
        Caller(program)
        program.stop(signal.SIGTERM)
        assert program.desks() == []


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system does not tell of a closed terminal")
def test_a_terminal_that_is_closed_ends_it(tmp_path):
    with Program(tmp_path) as program:
        Caller(program).audited("a.txt", small())
        program.stop(signal.SIGHUP)
        assert program.desks() == []


def test_more_than_was_said_is_not_taken(program):
    caller = Caller(program)
    key = json.loads(caller.ask("POST", "/d", b"{}").text)["key"]
    head = (
        f"PUT /d/{key}/files/a.txt HTTP/1.1\r\nHost: {caller.url.netloc}\r\nOrigin: http://{caller.url.netloc}\r\n"
        f"Cookie: {caller.cookie}\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", caller.url.port), 10) as raw:
        raw.sendall(head.encode() + b"5\r\naaaaa\r\n")
        answer = raw.recv(2_000)
    assert answer.startswith((b"HTTP/1.1 411", b"HTTP/1.1 400"))
    (folder,) = program.desks()
    assert list((folder / key).rglob("*.*")) == []


def test_an_upload_that_breaks_off_leaves_nothing_and_disturbs_nobody(program):
    caller = Caller(program)
    key = json.loads(caller.ask("POST", "/d", b"{}").text)["key"]
    raw = socket.create_connection(("127.0.0.1", caller.url.port), 10)
    head = (
        f"PUT /d/{key}/files/a.xlsx HTTP/1.1\r\nHost: {caller.url.netloc}\r\nOrigin: http://{caller.url.netloc}\r\n"
        f"Cookie: {caller.cookie}\r\nContent-Length: 1000000\r\n\r\n"
    )
    raw.sendall(head.encode() + b"x" * 70_000)
    folder = next(one for one in program.desks())
    until = time.monotonic() + 10
    while not list((folder / key).glob("*.part")) and time.monotonic() < until:
        time.sleep(0.02)
    assert list((folder / key).glob("*.part"))
    raw.close()
    while list((folder / key).glob("*.part")) and time.monotonic() < until:
        time.sleep(0.02)
    assert list((folder / key).rglob("*.*")) == []
    assert caller.ask("PUT", f"/d/{key}/files/a.txt", small()).status == 200
    assert caller.audited("b.txt", small()).status == 200


def test_two_hundred_megabytes_are_refused_at_their_head(program):
    caller = Caller(program)
    key = json.loads(caller.ask("POST", "/d", b"{}").text)["key"]
    raw = socket.create_connection(("127.0.0.1", caller.url.port), 10)
    head = (
        f"PUT /d/{key}/files/a.xlsx HTTP/1.1\r\nHost: {caller.url.netloc}\r\nOrigin: http://{caller.url.netloc}\r\n"
        f"Cookie: {caller.cookie}\r\nContent-Length: 200000000\r\n\r\n"
    )
    raw.sendall(head.encode())
    answer = ""
    while "problem" not in answer:
        answer += raw.recv(4_000).decode()
    raw.close()
    assert answer.startswith("HTTP/1.1 413")
    assert "一个文件最多 100 MB" in answer


def test_ten_uploads_at_once_are_ten_dossiers(program):
    def visit(number):
        caller = Caller(program)
        return number, caller.audited(f"form{number}.txt", small(10 + number)).text

    with ThreadPoolExecutor(10) as pool:
        for number, text in pool.map(visit, range(10)):
            assert f"form{number}.txt" in text
            assert f"却只得 {10 + number} 分" in text
            assert not any(f"form{other}.txt" in text for other in range(10) if other != number)


def test_what_is_no_request_is_no_traceback(program):
    caller = Caller(program)
    raw = socket.create_connection(("127.0.0.1", caller.url.port), 10)
    raw.sendall(b"\x16\x03\x01\x02\x00nonsense\r\n\r\n")
    assert b"400" in raw.recv(1_000)
    raw.close()
    assert not any("Traceback" in line for line in program.lines)


def test_answers_are_sent_at_once():
    """A socket whose protocol is not named holds small packets back, on every accepted connection."""
    from perfscore.web.server import _listen

    with _listen("127.0.0.1", None) as listening:
        assert listening.proto == socket.IPPROTO_TCP
        assert listening.getsockname()[1] != 0
