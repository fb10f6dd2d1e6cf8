# ruff: noqa: S311 - the moments of a kill are no secrets
"""A county audited as a batch: CPU a form, processes, memory, how the time grows, and being killed.

    PYTHONPATH=tests .venv/bin/python benchmarks/batch.py FOLDER [--forms 1000] [--rounds 3] [--kills 20] [--large]

FOLDER takes the forms and the results; `--large` measures ten thousand forms as well, which takes minutes. Needs a Unix.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import county

#: So many forms a unit has on average.
A_UNIT = 4.5


def run(words: list[str]) -> tuple[float, float, int]:
    """Wall and CPU seconds of a command with its processes, and the peak of its largest process in MB."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def audit(source: Path, into: Path, jobs: int = 1) -> list[str]:
    return [
        sys.executable, "-m", "perfscore", "audit", str(source), "--into", str(into), "--jobs", str(jobs),
        "--fail-on", "never",
    ]  # fmt: skip


def load(source: Path, library: str) -> list[str]:
    """A command that merely loads every workbook."""
    words = {
        "openpyxl": "import openpyxl\nfor p in paths: openpyxl.load_workbook(p)",
        "calamine": "import python_calamine\n"
        "for p in paths:\n"
        "    book = python_calamine.load_workbook(p)\n"
        "    for name in book.sheet_names: book.get_sheet_by_name(name).to_python()",
    }[library]
    paths = f"from pathlib import Path\npaths = sorted(Path({str(source)!r}).rglob('*.xlsx'))\n"
    return [sys.executable, "-c", paths + words]


def forms(folder: Path, count: int) -> tuple[Path, int]:
    """A county of about so many forms; drawn once."""
    source = folder / f"county-{count}"
    if not source.exists():
        county.write_county(source, round(count / A_UNIT))
    return source, sum(1 for _ in source.rglob("*.xlsx"))


def compare(folder: Path, count: int, rounds: int) -> None:
    """CPU a form against libraries that merely load it, and two processes against one; taking turns."""
    source, number = forms(folder, count)
    ways = {
        "openpyxl load": lambda: run(load(source, "openpyxl")),
        "calamine read": lambda: run(load(source, "calamine")),
        "audit --jobs 1": lambda: fresh(source, folder / "results", 1),
        "audit --jobs 2": lambda: fresh(source, folder / "results", 2),
    }
    taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(way())
    base = statistics.median(one[1] for one in taken["openpyxl load"])
    print(f"{number} forms, medians of {rounds}")
    for name, made in taken.items():
        wall, cpu = (statistics.median(one[place] for one in made) for place in (0, 1))
        peak = max(one[2] for one in made)
        print(
            f"  {name:15} wall {wall:6.1f} s  CPU {cpu:6.1f} s  {1000 * cpu / number:6.1f} ms a form  "
            f"{cpu / base:5.2f} loads  peak {peak} MB"
        )


def fresh(source: Path, into: Path, jobs: int) -> tuple[float, float, int]:
    shutil.rmtree(into, ignore_errors=True)
    return run(audit(source, into, jobs))


def grow(folder: Path, counts: list[int]) -> None:
    """Time and memory over the number of forms."""
    for count in counts:
        source, number = forms(folder, count)
        wall, cpu, peak = fresh(source, folder / "results", 1)
        print(
            f"  {number:6} forms  wall {wall:7.1f} s  CPU {cpu:7.1f} s  {1000 * cpu / number:5.1f} ms a form  peak {peak} MB"
        )


def kill(folder: Path, count: int, times: int) -> None:
    """Killed at random moments and run again until it ends; then compared with a run that nobody disturbed."""
    source, _ = forms(folder, count)
    whole, into = folder / "whole", folder / "killed"
    shutil.rmtree(whole, ignore_errors=True)
    wall, _, _ = run(audit(source, whole, 2))
    differing = 0
    for number in range(times):
        draw = random.Random(number)
        shutil.rmtree(into, ignore_errors=True)
        stops = 0
        while stops < 3:
            process = subprocess.Popen(
                audit(source, into, 2),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            time.sleep(draw.uniform(0.2, wall))
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            stops += 1
        run(audit(source, into, 2))
        differing += not same(whole, into)
    print(f"  killed {times} times at random moments, up to three times each: {differing} ended differently")


def same(one: Path, other: Path) -> bool:
    """Whether two folders of results hold the same bytes; what was counted as resumed is not among them."""
    left = {path.relative_to(one) for path in one.rglob("*") if path.is_file()}
    right = {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    return left == right and all(filecmp.cmp(one / name, other / name, shallow=False) for name in left)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description="Batches.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--large", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    compare(given.folder, given.forms, given.rounds)
    grow(given.folder, [100, 1000, *([10_000] if given.large else [])])
    kill(given.folder, 100, given.kills)


if __name__ == "__main__":
    main()
