# ruff: noqa: T201 - a script that prints what it counts
"""Draws many layouts and counts what becomes of them.

PYTHONPATH=src:tests python -m layouts.measure --count 500 --seed 1
PYTHONPATH=src:tests python -m layouts.measure --show 1/17/xlsx     # one drawing: its choices, its lines, its judgement
PYTHONPATH=src:tests python -m layouts.measure --single             # one choice at a time off the plain drawing
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from layouts.drawing import FORMATS, Drawing, draw_one, singles
from layouts.paper import text
from layouts.reading import Outcome, judge


def _factors(drawing: Drawing) -> Iterable[str]:
    yield f"kind={drawing.contents[0].kind}"
    yield from (f"{name}={value}" for name, value in drawing.choices.items())
    yield from (f"held-out {role}" for role in drawing.held_out)
    yield f"held-out labels={min(len(drawing.held_out), 6)}"


def describe(outcome: Outcome) -> str:
    """One failure: the drawing, its choices, the first difference."""
    drawing = outcome.drawing
    chosen = " ".join(f"{name}={value}" for name, value in drawing.choices.items())
    held = " ".join(f"{role}:{word}" for role, word in drawing.held_out.items())
    contents = "+".join(content.id for content in drawing.contents)
    lines = [f"{_name(drawing)} {contents} {outcome.word}", f"    {chosen}"]
    lines += [f"    held out: {held}"] if held else []
    lines += [f"    {outcome.difference}"] if outcome.difference else []
    lines += [f"    lost: {'; '.join(outcome.lost[:3])} ({len(outcome.lost)})"] if outcome.lost else []
    lines += [f"    accused: {'; '.join(outcome.accused[:4])} ({len(outcome.accused)})"] if outcome.accused else []
    return "\n".join(lines)


def summary(name: str, outcomes: list[Outcome]) -> str:
    """The counts of some drawings on one line."""
    words = Counter(outcome.word for outcome in outcomes)
    share = 100 * words["same"] / max(len(outcomes), 1)
    return (
        f"{name:6} {len(outcomes):5} drawings  same {words['same']:4} ({share:.1f} %)  said {words['said']:4}  "
        f"silent {words['silent']:4}  accused {sum(bool(o.accused) for o in outcomes):4} "
        f"({sum(len(o.accused) for o in outcomes)} findings)  with lost cells {sum(bool(o.lost) for o in outcomes):4} "
        f"({sum(len(o.lost) for o in outcomes)} cells)"
    )


def by_choice(outcomes: list[Outcome]) -> str:
    """How often drawings with each choice fail, the worst first."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for factor in _factors(outcome.drawing):
            groups[factor].append(outcome)
    rest = sum(outcome.fails for outcome in outcomes)
    lines = [
        f"{'choice':36} {'n':>5} {'fail%':>6} {'else%':>6} {'differ':>6} {'silent':>6} {'lost':>5} {'accused':>7}"
    ]
    rows = []
    for factor, group in groups.items():
        fails = sum(outcome.fails for outcome in group)
        others = len(outcomes) - len(group)
        here, there = 100 * fails / len(group), 100 * (rest - fails) / others if others else 0.0
        rows.append((there - here, factor, group, here, there))
    for _, factor, group, here, there in sorted(rows, key=lambda row: row[:2]):
        words = Counter(outcome.word for outcome in group)
        lines.append(
            f"{factor:36} {len(group):5} {here:6.1f} {there:6.1f} {len(group) - words['same']:6} {words['silent']:6} "
            f"{sum(bool(o.lost) for o in group):5} {sum(bool(o.accused) for o in group):7}"
        )
    return "\n".join(lines)


def by_fact(outcomes: list[Outcome]) -> str:
    """Which fact differs first, and which findings are new, with an example of each."""
    facts: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.difference:
            facts[re.sub(r" \d+", "", outcome.difference.split(":")[0])].append(outcome)
        for code in {said.split()[0] for said in outcome.accused}:
            facts[f"accused {code}"].append(outcome)
    lines = [f"{'first difference':28} {'n':>5} {'silent':>6}  example"]
    for fact, group in sorted(facts.items(), key=lambda item: (item[0].startswith("accused"), -len(item[1]))):
        silent = sum(outcome.word == "silent" for outcome in group)
        lines.append(f"{fact:28} {len(group):5} {silent:6}  {_name(group[0].drawing)}")
    return "\n".join(lines)


def _name(drawing: Drawing) -> str:
    return f"{drawing.seed}/{drawing.number}/{drawing.format}"


def _singles(folder: Path) -> None:
    """Each choice by itself: what fails, by kind, with counts by format."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for drawing in singles():
        outcome = judge(drawing, folder)
        counts[f"{drawing.contents[0].kind} {drawing.format}"].append(outcome.fails)
        if outcome.fails:
            print(f"{drawing.contents[0].kind} {drawing.label}: {outcome.word}")
            print("\n".join(line for line in describe(outcome).split("\n")[2:] if "held out:" not in line))
    for name, fails in counts.items():
        print(f"{name:30} {len(fails):4} drawings, {len(fails) - sum(fails):4} the same, {sum(fails):4} fail")


def show(name: str, folder: Path) -> None:
    """One drawing in full."""
    seed, number, form = name.split("/")
    drawing = draw_one(int(seed), int(number), form)
    print(text(drawing.papers).decode())
    print(describe(judge(drawing, folder)))


def main() -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500, help="drawings of each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first drawing")
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument(
        "--failures", type=int, default=20, help="failures that are printed, of each format; -1: all"
    )
    parser.add_argument("--keep", type=Path, help="a folder that the failing drawings are written to")
    parser.add_argument("--show", help="seed/number/format of one drawing to show in full")
    parser.add_argument("--single", action="store_true", help="each choice by itself off the plain drawing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.show:
            show(given.show, folder)
        elif given.single:
            _singles(folder)
        else:
            _many(given, folder)


def _many(given: argparse.Namespace, folder: Path) -> None:
    every, started = [], time.monotonic()
    for form in given.format or FORMATS:
        outcomes = [
            judge(draw_one(given.seed, number, form), folder)
            for number in range(given.start, given.start + given.count)
        ]
        every += outcomes
        failures = [outcome for outcome in outcomes if outcome.fails]
        for outcome in failures if given.failures < 0 else failures[: given.failures]:
            print(describe(outcome))
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            for outcome in failures:
                drawing = outcome.drawing
                file = given.keep / f"{drawing.seed}-{drawing.number}.{drawing.format}"
                file.write_bytes(drawing.data)
        print(summary(form, outcomes), flush=True)
    print(by_choice(every))
    print(by_fact(every))
    print(summary("all", every))
    spent = time.monotonic() - started
    print(f"seed {given.seed}, {spent:.0f} s, {len(every) / spent:.0f} drawings a second")


if __name__ == "__main__":
    main()
