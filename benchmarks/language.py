"""Time per text: values and rules, cold (each distinct text once) and from the cache, in a fresh process for each kind.

    python benchmarks/language.py [FOLDER ...] [--rounds 5]

The texts are those of tests/cases, so that the figures can be repeated, or those of the `rules.jsonl` and
`values.jsonl` of folders that are labelled alike. The first text of a process builds the grammars; its time is given
apart. Each text is read so many times with empty caches; its least time is its own. Time is CPU time of the process,
for what a busy machine adds is no time of the text. Plain pyparsing took 89 µs a value and 238 µs a rule sentence when it
was measured on its own (median of simple texts, grammar only: no binding, no readings, no evaluation).
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
PYPARSING = {"value": 89, "rule": 238}
#: How a labelled text calls what a case calls otherwise.
NAMES = {"rule_text": "text", "target_text": "target", "context_unit": "unit", "in_unit": "unit"}


def cases(kind: str, folders: list[Path]) -> Iterator[dict[str, Any]]:
    """Every text of a kind with its row."""
    for folder in folders:
        for line in (folder / f"{kind}s.jsonl").read_text(encoding="utf-8").splitlines():
            yield {NAMES.get(name, name): value for name, value in json.loads(line).items()}
    if not folders:
        for path in sorted((CASES / f"{kind}s").glob("*.yml")):
            for case in yaml.safe_load(path.read_text(encoding="utf-8")):
                yield {NAMES.get(name, name): value for name, value in case.items()}


def timed(call: Callable[[], object]) -> float:
    """Microseconds of this process in one call."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1e6


def again(calls: Collection[Callable[[], object]]) -> None:
    """Every call once more; asking the clock for each takes longer than the cache."""
    for call in calls:
        call()


def forget() -> None:
    """Empty every cache of what was read; the grammars, which are caches without a text, stay."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("perfscore.language", "perfscore.core")):
            for one in vars(module).values():
                if hasattr(one, "cache_parameters"):
                    code = getattr(one.__wrapped__, "__code__", None)
                    if code is None or code.co_argcount:
                        one.cache_clear()


def measure(kind: str, folders: list[Path], rounds: int) -> None:
    """Measure one kind of text in this process."""
    calls: dict[tuple[str, ...], Callable[[], object]] = {}
    if kind == "value":
        from perfscore.language.values import parse_value

        for case in cases(kind, folders):
            text, unit, role = case["text"], case.get("unit") or None, case.get("role", "target")
            calls[text, unit or "", role] = lambda t=text, u=unit, r=role: parse_value(t, unit=u, role=r)
    else:
        from perfscore.language.rules import parse_rule

        for case in cases(kind, folders):
            text, points = case["text"], str(case.get("points", 10))
            row = {"points": points, "target": case.get("target") or None, "unit": case.get("unit") or None}
            calls[text, points, row["target"] or "", row["unit"] or ""] = lambda t=text, r=row: parse_rule(t, **r)
    first = timed(next(iter(calls.values())))
    for call in calls.values():
        call()  # patterns and grammars that the first text did not need
    gc.disable()
    cold: dict[tuple[str, ...], float] = dict.fromkeys(calls, float("inf"))
    warm = float("inf")
    for _ in range(rounds):
        forget()
        gc.collect()
        for key, call in calls.items():
            cold[key] = min(cold[key], timed(call))
        for _ in range(10):
            warm = min(warm, timed(lambda: again(calls.values())) / len(calls))
    spent = sorted(cold.values())
    longest = max(cold, key=lambda key: cold[key])
    print(
        f"{kind:6} {len(calls):5} texts   first {first / 1000:6.1f} ms   cold mean {statistics.mean(spent):6.0f} µs"
        f"   median {statistics.median(spent):6.0f} µs   99 % {spent[int(len(spent) * 0.99)]:6.0f} µs"
        f"   slowest {spent[-1] / 1000:5.1f} ms ({len(longest[0])} characters)"
        f"   from the cache {warm:5.1f} µs   plain pyparsing {PYPARSING[kind]} µs"
    )


def main() -> None:
    """Each kind in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kind", choices=PYPARSING)
    given = parser.parse_args()
    if given.kind:
        measure(given.kind, given.folders, given.rounds)
        return
    for kind in PYPARSING:
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--kind", kind], check=True)


if __name__ == "__main__":
    main()
