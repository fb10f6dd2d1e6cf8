# ruff: noqa: S101, S311 - it measures what it asserts; which form a visitor drops is no secret
"""Twenty people at the window at once: no error, no dossier of another, bounded memory.

    PYTHONPATH=src:tests .venv/bin/python benchmarks/visitors.py FOLDER [--visitors 20] [--seconds 300] [--jobs 2]

Each drops a form of its own, waits, reads its report, writes a remark, takes a copy away, and begins again. Every answer is
compared with what this visitor dropped. Needs a Unix.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote

import httpx2

from serving import Program
from web_support import FORM, small

PASSWORD = "visitors of the benchmark"  # noqa: S105 - of no office
_taken: dict[str, list[float]] = defaultdict(list)
_errors: list[str] = []


def visit(url: str, number: int, until: float) -> None:
    """One person until the time is over."""
    draw = random.Random(number)
    with httpx2.Client(base_url=url, headers={"origin": url}, timeout=120, follow_redirects=True) as client:
        client.post("/login", content=f"password={quote(PASSWORD)}")
        round_ = 0
        while time.monotonic() < until:
            round_ += 1
            try:
                once(client, f"访客{number}第{round_}次", draw)
            except (AssertionError, httpx2.HTTPError, KeyError) as error:
                _errors.append(f"{number}: {type(error).__name__} {str(error)[:300]}")
            time.sleep(draw.uniform(0.5, 2))


def once(client: httpx2.Client, name: str, draw: random.Random) -> None:
    """Drop, wait, read, write, take away."""

    def timed(what: str, reply: httpx2.Response) -> httpx2.Response:
        assert reply.status_code == 200, f"{what} {reply.status_code} {reply.text[:200]}"
        _taken[what].append(reply.elapsed.total_seconds())
        return reply

    key = timed("new", client.post("/d", json={})).json()["key"]
    mine = small(draw.randrange(10, 40)).decode().replace("道路养护", name).encode()
    timed("upload", client.put(f"/d/{key}/files/{quote(name)}.txt", content=mine))
    if draw.random() < 0.3:
        timed("upload", client.put(f"/d/{key}/files/自评表.xlsx", content=FORM.read_bytes()))
    timed("audit", client.post(f"/d/{key}/audit"))
    begun = time.monotonic()
    while True:
        state = timed("state", client.get(f"/d/{key}/state")).json()["state"]
        if state not in ("waiting", "running"):
            break
        time.sleep(0.4)
    assert state == "done", state
    _taken["drop to done"].append(time.monotonic() - begun)
    page = timed("report", client.get(f"/d/{key}", headers={"accept": "text/html"})).text
    assert name in page
    # What a visitor wrote beside the same form before is there again; what another wrote never is.
    others = set(re.findall(r"访客\d+第", page)) - {f"{name.partition('第')[0]}第"}
    assert not others, f"{name} sees {others}"
    version = client.get(f"/d/{key}/remarks").json()["remarks"].get("0", {"version": 0})["version"]
    told = timed(
        "remark", client.put(f"/d/{key}/remarks/0", json={"verdict": "属实", "reason": name, "version": version})
    )
    assert told.json()["reason"] == name
    copy = timed("copy", client.get(f"/d/{key}/take/annotated"))
    assert copy.content[:2] == b"PK"
    timed(
        "probe",
        client.post(
            "/try/rule", json={"rule": "每低1个百分点扣0.5分", "points": "10", "target": "≥95%", "actual": "92%"}
        ),
    )
    if draw.random() < 0.5:
        timed("drop", client.post(f"/d/{key}/drop"))


def memory(pid: int) -> int:
    """MB that a program and its processes hold."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "--pid", str(pid), "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return sum(map(int, told.stdout.split())) // 1024


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description="Visitors.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with Program(given.folder, "--jobs", str(given.jobs), env={"PERFSCORE_PASSWORD": PASSWORD}) as program:
        until = time.monotonic() + given.seconds
        threads = [threading.Thread(target=visit, args=(program.url, n, until)) for n in range(given.visitors)]
        for one in threads:
            one.start()
        held = []
        while any(one.is_alive() for one in threads):
            held.append(memory(program.process.pid))
            time.sleep(2)
        disk = sum(one.stat().st_size for one in given.folder.rglob("*") if one.is_file()) // 1_000_000
    quarter = max(len(held) // 4, 1)
    print(
        f"{given.visitors} visitors, {given.seconds:.0f} s: {len(_taken['report'])} dossiers, {len(_errors)} errors"
    )
    print(
        f"memory MB: after a quarter {max(held[:quarter])}, at the end {max(held[-quarter:])}, peak {max(held)}; disk {disk} MB"
    )
    for what, seconds in _taken.items():
        seconds.sort()
        middle, late, last = statistics.median(seconds), seconds[int(len(seconds) * 0.95)], seconds[-1]
        told = "  ".join(
            f"{words} {1000 * one:7.0f} ms" for words, one in (("median", middle), ("95 %", late), ("most", last))
        )
        print(f"  {what:13} {len(seconds):6}  {told}")
    for one in _errors[:10]:
        print("  error", one)


if __name__ == "__main__":
    main()
