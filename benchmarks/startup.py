"""How long the program takes from a cold start, against openpyxl loading the same workbook.

    python benchmarks/startup.py [--rounds 9] [--workbook FILE] [--json]

Every command runs in a fresh process; the commands take turns, so that a busy moment of the machine meets all of them,
and the median of the rounds is compared. A ratio below 1 is faster than openpyxl.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKBOOK = ROOT / "samples" / "hengyang-2023" / "自评表.xlsx"

#: The yardstick: reading the workbook's cells and nothing else.
YARDSTICK = "openpyxl load"
LOAD = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1])"


def commands(workbook: Path) -> dict[str, list[str]]:
    """What is timed, by name."""
    program = [sys.executable, "-m", "perfscore"]
    return {
        YARDSTICK: [sys.executable, "-c", LOAD, str(workbook)],
        "perfscore --help": [*program, "--help"],
        "perfscore value": [*program, "value", "≥95%"],
        "perfscore audit": [*program, "audit", str(workbook), "--fail-on", "never"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }


def seconds(command: list[str]) -> float:
    """Wall time of one run; a run that fails is no measurement."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
    return time.perf_counter() - begin


def _environment() -> dict[str, str]:
    """Byte code may be kept, as it is where a program is installed; else our sources are compiled at every start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONUTF8": "1"}


def measure(workbook: Path, rounds: int) -> dict[str, float]:
    """Median wall time of each command, in seconds."""
    timed = commands(workbook)
    for command in timed.values():
        seconds(command)  # byte code and file cache are warm for everybody
    times: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, command in timed.items():
            times[name].append(seconds(command))
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> int:
    """Measure and print; returns 1 when the audit takes longer than the yardstick."""
    parser = argparse.ArgumentParser(description="Time of cold starts against openpyxl loading the workbook.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--workbook", type=Path, default=WORKBOOK)
    parser.add_argument("--json", action="store_true", help="seconds and ratios as JSON")
    options = parser.parse_args()
    medians = measure(options.workbook, options.rounds)
    base = medians[YARDSTICK]
    if options.json:
        rows = {name: {"seconds": round(t, 4), "ratio": round(t / base, 3)} for name, t in medians.items()}
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print(f"median of {options.rounds} rounds, fresh processes; {YARDSTICK} = 1")
        for name, value in medians.items():
            print(f"{name:<20}{value * 1000:8.0f} ms{value / base:8.2f}")
    return int(medians["perfscore audit"] > base)


if __name__ == "__main__":
    sys.exit(main())
