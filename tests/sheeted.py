"""Rules as formulas beside cells: what stands in the cells, and what the evaluator gives for it.

A line is one formula over one cell that holds an actual. The rules are those that somebody labelled, rules drawn by
makers, and labelled ones with other numbers in them and in their rows; nothing here is a label.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import cycle, islice

import characterised
from perfscore.core.numbers import plain
from perfscore.core.sourced import Unreadable
from perfscore.language.excel_cells import ActualKind
from perfscore.language.program import Need
from perfscore.language.rules import Rule, parse_rule
from perfscore.services.probes import probe
from scoping import Row, rows

NUMBER: tuple[ActualKind, ...] = ("number", "percent-number", "fraction", "text")
#: Texts that VALUE takes for a number, or may, and what no formula could read.
ODD = (
    "75%", "75％", "1/3", "12:30", "(5)", "1E3", "2023-6-15", "6月15日", "$5", "1,000", "-5", "+5", "TRUE", "1 1/2",
    "约95%", "95%以上", "５", "3 ", "无", "未完成", "提高3%", "2.3万", "--5", "0.985", "1", "",
)  # fmt: skip
#: Words for a grade that no list holds, or another one does.
ODD_WORDS = ("甲等", "是", "否", "未完成", "已完成", "没有", "")


@dataclass(frozen=True)
class Line:
    """One formula over one cell.

    Attributes:
        rule: the rule.
        kind: how the cell holds its number.
        held: what the cell holds.
        typed: what a person sees in the cell.
        goal: what the cell of the target holds; None where the formula does not look at it.
        beside: the rule beside the target that the cell holds, where that is another one than the rule was read with.
    """

    rule: Rule
    kind: ActualKind
    held: str | float
    typed: str
    goal: float | None = None
    beside: Rule | None = None

    def formula(self, row: int) -> str | None:
        """The formula over the cells of a row: actual, points, target."""
        found = _formula(self.rule, self.kind, follows=self.goal is not None)
        return None if found is None else _CELL.sub(rf"\g<1>{row}", found)

    @cached_property
    def points(self) -> Decimal | None:
        """What the evaluator gives."""
        return (self.beside or self.rule).score(self.typed).points

    @property
    def may_be_blank(self) -> bool:
        """Whether the evaluator knows more than a formula can: words and other units, and what two scales agree on."""
        need = need_of(self.rule)
        assert need is not None
        if self.kind == "word":
            return (
                self.typed not in need.words
            )  # a list mark, or other punctuation: no list of spellings holds them
        if self.kind == "text":
            own = {"", need.unit, need.unit.partition("/")[0], self.rule.unit}
            figure = re.match(r"[-+]?[0-9]+(?:\.[0-9]+)?", self.typed)
            if figure is None or self.typed[figure.end() :].replace("％", "%") not in own:
                return True
        bare = self.kind != "fraction" and (self.kind != "text" or self.typed[-1:].isdigit())
        small = (
            need.unit == "%" and bare and 0 < Decimal(re.sub(r"[^\d.-]", "", self.typed) or 0) <= Decimal("1.5")
        )
        return small or any("scale: " in one.name for one in self.rule.score(self.typed).readings)


_CELL = re.compile(r"\b([ABC])0\b")


@lru_cache(maxsize=32)
def _formula(rule: Rule, kind: ActualKind, *, follows: bool) -> str | None:
    return rule.to_excel("A0", "B0", target="C0" if follows else None, actual_kind=kind)


def need_of(rule: Rule) -> Need | None:
    """What a lone actual of a rule says."""
    program = rule.readings.branches[0].program
    return next((need for need in program.needs if need.name == program.single), None)


def lines(rule: Rule, typed: tuple[str, ...] = ()) -> Iterator[Line]:
    """A rule at its own probes, beside them and at what else was typed, in every kind of cell, with and without the target's."""
    need = need_of(rule)
    if need is None:
        return
    if need.kind == "grade":
        for word in (*need.words, *ODD_WORDS, *typed):
            yield Line(rule, "word", word, word)
    if need.kind not in ("number", "count"):
        return
    for text in typed:
        yield Line(rule, "text", text, text)
    numbers = [Decimal(one.actual.removesuffix(need.unit)) for one in probe(rule)]
    beside = [number + step for number in numbers[:3] for step in (Decimal("0.01"), Decimal("-0.01"))]
    for number in dict.fromkeys((*numbers, *beside)):
        text, hundredth = plain(number), float(number / 100)
        rate = f"{text}%"
        goal = float(need.target) if need.target else None
        yield Line(rule, "text", f"{text}{need.unit}", f"{text}{need.unit}")
        yield Line(rule, "fraction", hundredth, rate)
        if need.unit == "%":
            yield Line(rule, "percent-number", float(number), text)
            yield Line(rule, "percent-number", float(number), text, goal)
            yield Line(rule, "fraction", hundredth, rate, None if goal is None else goal / 100)
        else:
            yield Line(rule, "percent-number", float(number), rate)
            yield Line(rule, "number", float(number), text)
            yield Line(rule, "number", float(number), text, goal)


def moved() -> Iterator[Line]:
    """Every labelled rule whose formula follows the cell of the target, with nine tenths of the target in that cell."""
    for key in characterised.labels():
        if key[0] != "rule" or not (first := _FIGURE.search(key[3])):
            continue
        _, text, points, target, unit = key
        less = f"{target[: first.start()]}{plain(Decimal(first[0]) * 9 / 10)}{target[first.end() :]}"
        rule, other = (parse_rule(text, points=points, target=one, unit=unit or None) for one in (target, less))
        if isinstance(rule, Unreadable) or isinstance(other, Unreadable):
            continue
        for line in lines(other):
            if line.goal is not None:
                yield Line(rule, line.kind, line.held, line.typed, line.goal, other)


def labelled() -> Iterator[Line]:
    """Every rule that somebody labelled, at every probe, with some odd texts."""
    odd = cycle(ODD)
    for key, typed in characterised.labels().items():
        if key[0] != "rule":
            continue
        _, text, points, target, unit = key
        rule = parse_rule(text, points=points, target=target or None, unit=unit or None)
        if not isinstance(rule, Unreadable):
            yield from lines(rule, (*sorted(typed), *islice(odd, 4)))


def generated(count: int) -> Iterator[Line]:
    """So many generated rules at every probe, each time in the next kind of cell."""
    chance = random.Random(20231231)  # noqa: S311 - the same rules in every run
    makers = cycle((tiers, steps, gated, shares, varied(rows(), chance)))
    made: set[Row] = set()
    while len(made) < count:
        maker = next(makers)
        row = next(maker) if isinstance(maker, Iterator) else maker(chance)
        rule = row.read() if row not in made else None
        if isinstance(rule, Rule) and any(Line(rule, kind, "", "").formula(1) for kind in NUMBER):
            made.add(row)
            yield from islice(lines(rule), len(made) % 3, None, 3)


def tiers(chance: random.Random) -> Row:
    ends = sorted(chance.sample(range(40, 100), 3), reverse=True)
    points = chance.choice((5, 8, 10))
    awards = sorted(chance.sample(range(1, points), 2), reverse=True)
    text = f"≥{ends[0]}%得{points}分；{ends[1]}%（含）-{ends[0]}%得{awards[0]}分；{ends[2]}%（含）-{ends[1]}%得{awards[1]}分；＜{ends[2]}%不得分"
    return Row(text, str(points), f"≥{ends[0]}%", "%", ())


def steps(chance: random.Random) -> Row:
    step, cost = chance.choice(("1", "2", "0.5")), chance.choice(("0.5", "1", "0.3"))
    part = chance.choice(("", "，不足一个单位的不计", "，不足一个单位的按一个单位计"))
    return Row(f"每少{step}公斤扣{cost}分{part}，扣完为止", "10", f"≥{chance.randrange(20, 100)}", "公斤", ())


def gated(chance: random.Random) -> Row:
    gate = chance.choice((50, 60, 80))
    text = f"完成率＜{gate}%不得分；≥{gate}%的，得分=（完成率-{gate}%）/（1-{gate}%）×10。完成率=实际完成值/目标值×100%"
    return Row(text, "10", f"≥{chance.randrange(20, 100)}", "个", ())


def shares(chance: random.Random) -> Row:
    digits = chance.choice(("", "，保留两位小数", "，保留1位小数"))
    text = f"达到目标值得满分，未达到的按完成比例得分{digits}"
    return Row(text, "7", f"≥{chance.randrange(20, 100)}", "场", ())


def varied(all_rows: list[Row], chance: random.Random) -> Iterator[Row]:
    """Rows with other numbers in the text, the target and the points alike, and at times another column for the unit."""
    while True:
        yield _vary(chance.choice(all_rows), chance)


_FIGURE = re.compile(r"\d+(?:\.\d+)?")
#: These stand for themselves: 100%, 1 of a thing, 0.
_FIXED = frozenset({"0", "1", "100"})
_COLUMNS = {"万元": "元", "元": "万元", "人": "万人", "人次": "万人次", "%": ""}


def _vary(row: Row, chance: random.Random) -> Row:
    factor = Decimal(chance.choice(("0.5", "1", "1.5", "2", "3")))
    both = f"{row.text}\n{row.target}"
    worth = {found[0] for found in re.finditer(r"\d+(?:\.\d+)?(?=分)", both)} | {row.points}
    others = sorted({found[0] for found in _FIGURE.finditer(both)} - _FIXED - worth, key=Decimal)
    moved = sorted(Decimal(other) * Decimal(chance.randrange(80, 121)) / 100 for other in others)
    new = {one: plain(Decimal(one) * factor) for one in worth}
    new |= {one: plain(round(to, len(one.partition(".")[2]))) for one, to in zip(others, moved, strict=True)}

    def put(text: str) -> str:
        return _FIGURE.sub(lambda found: new.get(found[0], found[0]), text)

    unit = _COLUMNS.get(row.unit, "") if chance.random() < 0.2 else row.unit
    return Row(put(row.text), new[row.points], put(row.target), unit, ())
