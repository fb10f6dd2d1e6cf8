"""What an audit costs from the shell in loads: CPU seconds against openpyxl merely loading the same workbooks.

    python benchmarks/loads.py [--rounds 11]

Writes a folder of forms whose rows state rules (`books.py`) and audits one of them, then all, each in a fresh process;
the commands take turns. The least of the rounds is what the work costs; the median what a user waits for.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LOAD = "import sys, openpyxl\nfor path in sys.argv[1:]: openpyxl.load_workbook(path)"
#: So many loads an audit may cost: of one form, and of a folder of twenty.
MOST = {1: 2.0, 20: 3.0}


def cpu(command: list[str]) -> float:
    """CPU seconds, user and system, of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**kept, "PYTHONUTF8": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(files: list[str], rounds: int) -> tuple[list[float], list[float]]:
    """CPU seconds of loading the files and of auditing them, round by round; the first round only warms up."""
    load = [sys.executable, "-c", LOAD, *files]
    audit = [sys.executable, "-m", "perfscore", "audit", *files, "--fail-on", "never"]
    times = [(cpu(load), cpu(audit)) for _ in range(rounds + 1)][1:]
    return [one for one, _ in times], [other for _, other in times]


def main() -> int:
    """Measure and print; returns 1 when an audit takes more loads than it may."""
    parser = argparse.ArgumentParser(description="CPU seconds of audits in loads of openpyxl.")
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    dear = False
    with tempfile.TemporaryDirectory() as folder:
        books = Path(__file__).with_name("books.py")
        subprocess.run(
            [sys.executable, str(books), folder, "--forms", str(max(MOST)), "--ledger", "0"], check=True
        )
        files = sorted(str(path) for path in Path(folder).glob("*.xlsx"))
        for count, most in MOST.items():
            loads, audits = measured(files[:count], rounds)
            least, median = min(audits) / min(loads), statistics.median(audits) / statistics.median(loads)
            dear = dear or least > most
            print(
                f"{count:>2} forms: load {min(loads):.3f} s, audit {min(audits):.3f} s, {least:.2f} loads (median {median:.2f}, at most {most:g})"
            )
    return int(dear)


if __name__ == "__main__":
    raise SystemExit(main())
