"""Time per text: values and rules, cold (each distinct text once) and from the cache, in fresh processes.

    python benchmarks/language.py

The texts are those of tests/cases, so that the figures can be repeated. The first text of a process builds the
grammars; its time is given apart. Plain pyparsing took 89 µs a value and 238 µs a rule sentence when it was
measured on its own (median of simple texts, grammar only: no binding, no readings, no evaluation).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import yaml

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
PYPARSING = {"value": 89, "rule": 238}


def cases(folder: str) -> list[dict]:
    """Every case of a folder."""
    return [
        case for path in sorted((CASES / folder).glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def timed(calls) -> tuple[float, list[float], list[float]]:
    """Milliseconds of the first call, microseconds of the other cold calls, and of a second round."""
    cold, warm = [], []
    for bucket in (cold, warm):
        for call in calls:
            start = time.perf_counter()
            call()
            bucket.append((time.perf_counter() - start) * 1e6)
    return cold[0] / 1000, cold[1:], warm


def measure(kind: str) -> None:
    """Measure one kind of text in this process."""
    if kind == "value":
        from perfscore.language.values import parse_value

        texts = dict.fromkeys(
            (case["text"], case.get("unit"), case.get("role", "target")) for case in cases("values")
        )
        calls = [lambda t=t, u=u, r=r: parse_value(t, unit=u, role=r) for t, u, r in texts]
    else:
        from perfscore.language.rules import parse_rule

        rows = [case for case in cases("rules") if "text" in case]
        calls = [
            lambda c=c: parse_rule(
                c["text"], points=c.get("points", 10), target=c.get("target"), unit=c.get("unit")
            )
            for c in rows
        ]
    first, cold, warm = timed(calls)
    cold.sort()
    print(
        f"{kind:6} {len(calls):5} texts   first {first:7.1f} ms   cold median {statistics.median(cold):8.0f} µs"
        f"   99 % {cold[int(len(cold) * 0.99)]:8.0f} µs   slowest {cold[-1] / 1000:6.1f} ms"
        f"   from the cache {statistics.median(warm):6.1f} µs   plain pyparsing {PYPARSING[kind]} µs"
    )


def main() -> None:
    """Each kind in a process of its own."""
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    for kind in PYPARSING:
        subprocess.run([sys.executable, __file__, kind], check=True)


if __name__ == "__main__":
    main()
