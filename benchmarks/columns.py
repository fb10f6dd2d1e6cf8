"""A million rows by column: perfscore's arrays against NumPy written by hand for each group of rules.

    python benchmarks/columns.py [--rows 1000000] [--rules 20000] [--rounds 9] [--checked 20000] [--quick]

Both sides are given the same columns: the number of each row's rule, the actual as a whole number of millionths, for the
worded rules the number of the word. Both give scores in hundredths, rounded half up. By hand each group of rules is the
handful of lines that somebody writes who knows the ten rules (whole numbers, `np.where`, parameters as columns where a
group has more than one rule); perfscore has read the rules from their Chinese text. The two take turns; what is given is
the median of the rounds, wall and CPU time. Then the whole of `score_frame`, from texts to a finished frame, and how many
rows of a random sample differ from the row evaluator (none may).
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from perfscore.core.sourced import Unreadable
from perfscore.language.arrays import ASK, Scorer
from perfscore.language.rules import parse_rule
from perfscore.language.written import read_column

UNIT = 10**6
WORDS = {"worded": ["完成", "未完成"], "grades": ["优", "良", "中", "差"]}
#: At most so many times the time by hand.
TARGETS = {"ten rules": 1.5, "many rules": 2.0}

# -- the rules: a sentence with its numbers, and the same by hand over columns of these numbers ----------------

Numbers = dict[str, int]


def points_of(rng: random.Random, rules: int) -> int:
    """Points in hundredths: whole ones for a few rules, any for many, so that they differ."""
    return 100 * rng.randrange(6, 20) if rules <= len(KINDS) else rng.randrange(600, 2000)


def said(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100:f}"


def tiers(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    high = rng.randrange(90, 100)
    middle, low = high - rng.randrange(3, 9), high - rng.randrange(10, 20)
    two, three = points - rng.randrange(100, 300), points - rng.randrange(300, 600)
    text = f"≥{high}%得{said(points)}分；≥{middle}%得{said(two)}分；≥{low}%得{said(three)}分；低于{low}%不得分"
    row = {"text": text, "points": said(points), "target": f"≥{high}%", "unit": ""}
    return row, {"h": high, "m": middle, "l": low, "p": points, "q": two, "r": three}


def by_tiers(x: Any, n: Any) -> Any:
    out = np.where(x >= n["l"] * UNIT, n["r"], 0)
    out = np.where(x >= n["m"] * UNIT, n["q"], out)
    return np.where(x >= n["h"] * UNIT, n["p"], out)


def short(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    goal, each = rng.randrange(85, 100), rng.choice([2, 3, 5, 10, 15, 20])
    text = f"每低于目标值1个百分点扣{Decimal(each) / 10}分，扣完为止"
    return {"text": text, "points": said(points), "target": f"≥{goal}%", "unit": ""}, {
        "g": goal,
        "p": points,
        "e": each,
    }


def by_short(x: Any, n: Any) -> Any:
    lost = n["e"] * 10 * (n["g"] * UNIT - x)
    return np.clip((2 * (n["p"] * UNIT - lost) + UNIT) // (2 * UNIT), 0, n["p"])


def started(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    row, numbers = short(rng, points)
    row["text"] = row["text"].replace("，扣完", "，不足1个百分点按1个百分点计，扣完")
    return row, numbers


def by_started(x: Any, n: Any) -> Any:
    steps = -((x - n["g"] * UNIT) // UNIT)
    return np.clip(n["p"] - n["e"] * 10 * steps, 0, n["p"])


def over(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    goal, step = rng.randrange(20, 400), rng.choice([2, 4, 5, 10])
    text = f"不超过目标值得满分，每超过{step}%扣1分，扣完为止"
    return {"text": text, "points": said(points), "target": f"≤{goal}万元", "unit": "万元"}, {
        "g": goal,
        "p": points,
        "s": step,
    }


def by_over(x: Any, n: Any) -> Any:
    size = n["g"] * n["s"] * UNIT // 100
    top = n["p"] * size - 100 * (x - n["g"] * UNIT)
    return np.clip((2 * top + size) // (2 * size), 0, n["p"])


def gated(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    goal = rng.randrange(20, 400)
    text = "达到目标值得满分，未达到的按完成比例得分，低于60%不得分"
    return {"text": text, "points": said(points), "target": f"≥{goal}人次", "unit": "人次"}, {
        "g": goal,
        "p": points,
    }


def by_gated(x: Any, n: Any) -> Any:
    goal = n["g"] * UNIT
    share = np.minimum((2 * n["p"] * x + goal) // (2 * goal), n["p"])
    return np.where(100 * x >= 60 * goal, share, 0)


def ratio(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    goal = rng.randrange(20, 400)
    text = "得分=实际完成值/指标值×分值，最高不超过分值"
    return {"text": text, "points": said(points), "target": f"≥{goal}个", "unit": "个"}, {"g": goal, "p": points}


def by_ratio(x: Any, n: Any) -> Any:
    goal = n["g"] * UNIT
    return np.minimum((2 * n["p"] * x + goal) // (2 * goal), n["p"])


def linear(_: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    return {"text": "得分=完成率×分值", "points": said(points), "target": "≥100%", "unit": ""}, {"p": points}


def by_linear(x: Any, n: Any) -> Any:
    return np.minimum((2 * n["p"] * x + 100 * UNIT) // (200 * UNIT), n["p"])


def events(rng: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    each = rng.choice([1, 2, 3])
    text = f"每发生一起扣{each}分，扣完为止"
    return {"text": text, "points": said(points), "target": "0起", "unit": "起"}, {"p": points, "e": each}


def by_events(x: Any, n: Any) -> Any:
    return np.maximum(n["p"] - n["e"] * 100 * (x // UNIT), 0)


def worded(_: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    return {"text": "完成得满分，未完成不得分", "points": said(points), "target": "完成", "unit": ""}, {
        "p": points
    }


def by_worded(x: Any, n: Any) -> Any:
    return np.where(x == 0, n["p"], 0)


def grades(_: random.Random, points: int) -> tuple[dict[str, Any], Numbers]:
    two, three = points - 200, points - 500
    text = f"优得{said(points)}分，良得{said(two)}分，中得{said(three)}分，差不得分"
    return {"text": text, "points": said(points), "target": "优", "unit": ""}, {"p": points, "q": two, "r": three}


def by_grades(x: Any, n: Any) -> Any:
    out = np.where(x == 0, n["p"], np.where(x == 1, n["q"], 0))
    return np.where(x == 2, n["r"], out)


KINDS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "tiers": (tiers, by_tiers), "short": (short, by_short), "started": (started, by_started), "over": (over, by_over),
    "gated": (gated, by_gated), "ratio": (ratio, by_ratio), "linear": (linear, by_linear),
    "events": (events, by_events), "worded": (worded, by_worded), "grades": (grades, by_grades),
}  # fmt: skip


class ByHand:
    """The rules in groups, with their numbers as columns."""

    def __init__(self, kinds: list[str], numbers: list[Numbers]) -> None:
        self.group = np.array([list(KINDS).index(kind) for kind in kinds], dtype=np.int8)
        self.place = np.zeros(len(kinds), dtype=np.int32)
        self.columns: list[Any] = []
        for n, _ in enumerate(KINDS):
            members = np.flatnonzero(self.group == n)
            self.place[members] = np.arange(len(members))
            names = numbers[members[0]] if len(members) else {}
            columns = {name: np.array([numbers[m][name] for m in members], dtype=np.int64) for name in names}
            self.columns.append({k: int(v[0]) for k, v in columns.items()} if len(members) == 1 else columns)

    def scores(self, rule: Any, number: Any) -> Any:
        """The scores of rows, in hundredths."""
        group = self.group[rule]
        out = np.empty(len(rule), dtype=np.int64)
        for n, (_, by) in enumerate(KINDS.values()):
            rows = np.flatnonzero(group == n)
            if not len(rows):
                continue
            columns = self.columns[n]
            if any(isinstance(one, np.ndarray) for one in columns.values()):
                place = self.place[rule[rows]]
                columns = {name: values[place] for name, values in columns.items()}
            out[rows] = by(number[rows], columns)
        return out


# -- the rows --------------------------------------------------------------------------------------------------


def actual(kind: str, numbers: Numbers, rng: random.Random) -> str:
    if kind in WORDS:
        return rng.choice(WORDS[kind])
    if kind == "events":
        return str(rng.randrange(8))
    if kind in ("over", "gated", "ratio"):
        return f"{rng.randrange(160, numbers['g'] * 150) / 100:.2f}".removesuffix("0")
    return f"{rng.randrange(4000, 10500) / 100:.2f}%"


def table(rules: int, rows: int, seed: int) -> dict[str, Any]:
    """Distinct rules, and rows that follow them at random."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark
    kinds: list[str] = []
    stated: list[dict[str, Any]] = []
    numbers: list[Numbers] = []
    for n in range(rules):
        kind = list(KINDS)[n % len(KINDS)]
        row, own = KINDS[kind][0](rng, points_of(rng, rules))
        kinds.append(kind)
        stated.append(row)
        numbers.append(own)
    rule = np.array([rng.randrange(rules) for _ in range(rows)], dtype=np.int32)
    texts = [actual(kinds[n], numbers[n], rng) for n in rule.tolist()]
    return {"kinds": kinds, "stated": stated, "numbers": numbers, "rule": rule, "texts": texts}


def timed(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, tuple[float, float]]:
    """Medians of wall and CPU seconds; the calls take turns, the first round only warms up."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for n in range(rounds + 1):
        for name, call in calls.items():
            wall, cpu = time.perf_counter(), time.process_time()
            call()
            if n:
                spent[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: (statistics.median(w for w, _ in times), statistics.median(c for _, c in times))
        for name, times in spent.items()
    }


def measure(title: str, rules: int, rows: int, rounds: int, checked: int) -> float:
    """Measure one table; returns the ratio of the CPU times."""
    made = table(rules, rows, rules)
    start = time.perf_counter()
    read = [
        parse_rule(row["text"], points=row["points"], target=row["target"], unit=row["unit"])
        for row in made["stated"]
    ]
    parsing = time.perf_counter() - start
    scorer = Scorer()
    for one in read:
        if isinstance(one, Unreadable):
            raise SystemExit(f"unreadable: {one.raw}: {one.reason}")
        scorer.add(one)
    import pandas as pd

    codes, distinct = pd.factorize(np.array(made["texts"], dtype=object))
    texts = list(distinct)
    start = time.perf_counter()
    written = read_column(texts, scorer.units)
    reading = time.perf_counter() - start
    start = time.perf_counter()
    plan = scorer.plan(made["rule"], codes.astype(np.int32), written, texts)
    planning = time.perf_counter() - start
    form, number = plan.form[codes], written.number[codes]
    words = np.array([made_word(text) for text in texts], dtype=np.int64)[codes]
    by_hand_number = np.where(words >= 0, words, number)
    hand = ByHand(made["kinds"], made["numbers"])
    rule = made["rule"]
    ours, theirs = plan.scores(rule, form, number), hand.scores(rule, by_hand_number)
    differing = int((ours != theirs).sum())
    asked = int((ours == ASK).sum())
    times = timed(
        {"arrays": lambda: plan.scores(rule, form, number), "NumPy": lambda: hand.scores(rule, by_hand_number)},
        rounds,
    )
    rng = random.Random(7)  # noqa: S311
    sample = rng.sample(range(rows), min(checked, rows))
    wrong = sum(scorer.code_of(scorer.rules[int(rule[n])].score(made["texts"][n])) != int(ours[n]) for n in sample)
    per = 1e9 / rows
    distinct_rules = len({tuple(row.values()) for row in made["stated"]})
    print(f"{title}: {rows} rows, {distinct_rules} distinct rules of {rules} drawn, {len(scorer.shapes)} shapes")
    for name, (wall, cpu) in times.items():
        print(f"  {name:8} {wall * per:7.1f} ns a row wall, {cpu * per:7.1f} CPU")
    ratio_ = times["arrays"][0] / times["NumPy"][0], times["arrays"][1] / times["NumPy"][1]
    print(f"  arrays / NumPy: {ratio_[0]:.2f} wall, {ratio_[1]:.2f} CPU (at most {TARGETS[title]})")
    print(
        f"  reading the rules {parsing:.2f} s, {len(texts)} distinct actuals {reading:.2f} s, planning {planning:.2f} s"
    )
    print(f"  rows that differ from NumPy: {differing}, left to the row evaluator: {asked}")
    print(f"  of {len(sample)} rows scored one by one, different: {wrong}")
    whole(made)
    return ratio_[1] if not (wrong or differing or asked) else float("inf")


def whole(made: dict[str, Any]) -> None:
    """From texts to a finished frame; rules that the process has read lately are still known to it."""
    import pandas as pd

    from perfscore import score_frame

    stated, rule = made["stated"], made["rule"].tolist()
    names = {"评分标准": "text", "分值": "points", "指标值": "target", "计量单位": "unit"}
    frame = pd.DataFrame({name: [stated[n][key] for n in rule] for name, key in names.items()})
    frame["实际完成值"] = made["texts"]
    start, cpu = time.perf_counter(), time.process_time()
    result = score_frame(frame)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    counted = result.attrs["perfscore"]
    print(
        f"  score_frame, from texts: {wall:.2f} s wall, {cpu:.2f} CPU; scored {counted['status'].get('recomputed', 0)}"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of the process so far: {peak:.0f} MB")


def made_word(text: str) -> int:
    return next((words.index(text) for words in WORDS.values() if text in words), -1)


def main() -> int:
    """Measure and print; returns 1 beyond the targets, or when a score differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rules", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--checked", type=int, default=20_000)
    given = parser.parse_args()
    ratios = {
        "ten rules": measure("ten rules", len(KINDS), given.rows, given.rounds, given.checked),
        "many rules": measure("many rules", given.rules, given.rows, given.rounds, given.checked),
    }
    return int(any(ratios[name] > most for name, most in TARGETS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
