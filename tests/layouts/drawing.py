"""Draws a content by its choices: blocks of cells, put above, below or beside each other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from layouts.choices import alternatives, choose, kind_of, plain
from layouts.content import Content, contents
from layouts.indicators import indicators
from layouts.paper import Paper, text, word, workbook
from layouts.words import Wording

FORMATS = ("xlsx", "docx", "txt")
NOTES = {
    "foot": "注：1.定量指标按完成比例计算。2.指标值以年初批复的为准。",
    "money": "注：资金执行数以决算批复为准。",
}
SIGNS = "填报人：（已签字）"


@dataclass
class Drawing:
    """A drawing: its number, what was chosen, the contents that it draws, and its file."""

    seed: int
    number: int
    format: str
    choices: dict[str, str]
    contents: list[Content]
    papers: list[Paper]
    data: bytes
    held_out: dict[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def name(self) -> str:
        """`1/17 xlsx`, as the script takes it."""
        return f"{self.seed}/{self.number} {self.format}"


class Form:
    """The blocks of one form."""

    def __init__(self, content: Content, chosen: dict[str, str], say: Wording, draw: random.Random) -> None:
        self.content, self.chosen, self.say, self.draw = content, chosen, say, draw
        self.edge = int(chosen["block"] == "yes")

    def paper(self) -> Paper:
        """The whole form."""
        table = indicators(self.content, self.chosen, self.say, self.draw)
        money = self._money()
        beside = self.chosen["money"] == "beside"
        width = max(6, table.width, 0 if beside else money.width)
        blocks: list[Paper] = [*self._titles(width), self._head(width)]
        if self.chosen.get("total") == "top":
            blocks.append(self._top())
        goal = [] if self.chosen["goal"] == "omitted" else [self._goal(width)]
        before = {"before": [money], "after-goal": []}.get(self.chosen["money"], [])
        middle = [*before, *(goal if self.chosen["goal"] == "before" else [])]
        after = [*(goal if self.chosen["goal"] == "after" else [])]
        if self.chosen["money"] == "after-goal":
            (middle if self.chosen["goal"] == "before" else after).append(money)
        elif self.chosen["money"] == "after":
            after.insert(0, money)
        blocks += middle
        place = len(blocks)
        blocks += [table, *after, *self._feet(width)]
        return self._stack(blocks, place, money if beside else None)

    def _stack(self, blocks: Sequence[Paper], place: int, beside: Paper | None) -> Paper:
        made, row = Paper(), 0
        width = max(block.width for block in blocks)
        for number, block in enumerate(blocks):
            if number and self.chosen["blank"] == "between" and number >= 2:
                row += 1
            if number == 0 and self.chosen["title"] == "paragraph":
                made.before += [cell.text for _, cell in sorted(block.cells.items())]
                continue
            made.paste(block, row)
            if number == place and beside:
                made.paste(beside, row, width + 1)
            row += block.height
        made.height = max(made.height, row)
        return made if self.chosen["merges"] == "yes" else made.without_merges()

    def _titles(self, width: int) -> list[Paper]:
        chosen, made, row = self.chosen, Paper(), 1
        cols = 1 if chosen["title"] in {"cell", "paragraph"} else width
        title = self.say.script(self.content.title)
        if chosen["year"] == "with-title":
            title += f"\n（{self.content.year}年度）"
        made.put(0, 0, title, "title", cols=cols)
        if chosen["year"] == "row":
            made.put(row, 0, f"（{self.content.year}年度）", "title", cols=cols)
            row += 1
        if chosen["money-unit"] == "caption":
            made.put(
                row,
                0 if cols > 1 or chosen["title"] == "paragraph" else width - 1,
                self._caption(),
                "label",
                cols=cols,
            )
        return [made]

    def _caption(self) -> str:
        return f"{self.say.script('单位')}：{self.say.script(self.content.money_unit)}"

    def _head(self, width: int) -> Paper:
        fields = [(self.say.say(name), value) for name, value in self.content.head]
        if self.chosen["year"] == "field":
            fields.append((self.say.say("year"), self.content.year))
        if self.chosen.get("total") == "head-field" and self.content.total:
            fields.append((self.say.say("head_total"), self.content.total[1]))
        if self.chosen["signs"] == "head":
            fields.append((self.say.script("联系电话"), "（已隐去）"))
        inside = self.chosen["head"] == "in-cell"
        each = 2 if inside else int(self.chosen["head"][-1])
        made, share = Paper(), width // each
        for number, (label, value) in enumerate(fields):
            row, col = number // each, number % each * share
            if inside:
                made.put(row, col, f"{label.replace(chr(10), ' ')}：{value}", "value", cols=share)
            else:
                made.put(row, col, label, "label")
                made.put(row, col + 1, value, "value", cols=share - 1)
        return made

    def _top(self) -> Paper:
        made = Paper()
        if self.content.total:
            made.put(0, 0, self.say.say("head_total"), "label")
            made.put(0, 1, self.content.total[1])
        return made

    def _money(self) -> Paper:
        made = self._amounts() if self.content.assessed else self._sums()
        if self.chosen["notes"] in {"money", "both"}:
            made.put(made.height, 0, NOTES["money"], "noise")
        return made

    def _money_label(self) -> str:
        unit = f"（{self.content.money_unit}）" if self.chosen["money-unit"] == "label" else ""
        return self.say.say("money", unit)

    def _amounts(self) -> Paper:
        chosen, made = self.chosen, Paper()
        scored = [] if chosen["money-points"] == "omitted" else ["points", "score"]
        rated = [] if chosen["rate"] == "omitted" else ["rate"]
        amounts = [*([] if chosen["initial"] == "omitted" else ["initial"]), "budget", "executed"]
        columns = {
            "standard": [*amounts, *scored[:1], *rated, *scored[1:]],
            "rate-first": [*amounts, *rated, *scored],
            "points-first": [*scored[:1], *amounts, *rated, *scored[1:]],
        }[chosen["money-order"]]
        funds = self._funds()
        if self.edge:
            made.put(0, 0, self._money_label(), "label", rows=len(funds) + 1)
            made.put(0, 1, self.say.say("fund_source"), "label")
        else:
            made.put(0, 0, self._money_label(), "label")
        for n, column in enumerate(columns, self.edge + 1):
            role = f"money_{column}" if column in {"points", "score"} else column
            unit = (
                f"（{self.content.money_unit}）" if column in amounts and chosen["money-unit"] == "header" else ""
            )
            made.put(0, n, self.say.say(role, unit), "label")
        for row, fund in enumerate(funds, 1):
            made.put(row, self.edge, self.say.say(fund.role) if fund.role else fund.label, "label")
            for n, column in enumerate(columns, self.edge + 1):
                made.put(row, n, getattr(fund, column), under=made.cells[0, n].text)
        return made

    def _funds(self) -> list:
        funds = list(self.content.funds)
        return funds if self.chosen["fund-order"] == "total-first" else [*funds[1:], funds[0]]

    def _sums(self) -> Paper:
        """Money of a target sheet: labels and amounts; with two blocks the amounts of the whole term on the left."""
        made, funds = Paper(), self._funds()
        made.put(0, 0, self._money_label(), "label", rows=len(funds))
        for row, fund in enumerate(funds):
            label = self.say.say(fund.role) if fund.role else self.say.script(fund.label)
            col = 1
            if self.chosen["blocks"] == "2":
                bare, whole = label.removeprefix("年度"), fund.role == "fund_total"
                made.put(row, 1, f"{self.say.script('实施期')}{bare}" if whole else label, "label")
                made.put(row, 2, thrice(fund.initial))
                col, label = 3, f"年度{bare}" if whole else label
            made.put(row, col, label, "label")
            made.put(row, col + 1, fund.initial)
        return made

    def _goal(self, width: int) -> Paper:
        made, content = Paper(), self.content
        if self.chosen["blocks"] == "2":
            half = (width - 1) // 2
            made.put(0, 0, self.say.say("goal"), "label", rows=2)
            made.put(0, 1, self.say.script("实施期目标"), "label", cols=half)
            made.put(0, 1 + half, self.say.script("年度目标"), "label", cols=half)
            made.put(1, 1, f"三年内{content.goal}", cols=half)
            made.put(1, 1 + half, content.goal, cols=half)
            return made
        if not content.assessed:
            made.put(0, 0, self.say.say("goal"), "label")
            made.put(0, 1, content.goal, cols=width - 1)
            return made
        if self.edge:
            made.put(0, 0, self.say.say("goal"), "label", rows=2)
        pairs = (("goal_expected", content.goal), ("goal_actual", content.goal_actual))
        half = (width - self.edge) // 2
        for n, (role, said) in enumerate(pairs):
            if self.chosen["goal-form"] == "rows":
                made.put(n, self.edge, self.say.say(role), "label")
                made.put(n, self.edge + 1, said, cols=width - self.edge - 1)
            else:
                made.put(0, self.edge + n * half, self.say.say(role), "label", cols=half)
                made.put(1, self.edge + n * half, said, cols=half)
        return made

    def _feet(self, width: int) -> list[Paper]:
        made = Paper()
        if self.chosen["notes"] in {"foot", "both"}:
            made.put(0, 0, NOTES["foot"], "noise", cols=width)
        if self.chosen["signs"] == "foot":
            made.put(made.height, 0, SIGNS, "noise")
        return [made] if made.height else []


def thrice(amount: str) -> str:
    """The amount of a term of three years, printed as the amount of one is."""
    return f"{3 * int(amount.replace(',', '')):,}" if amount else ""


def _write(papers: list[Paper], form: str, numbers: str) -> bytes:
    if form == "xlsx":
        return workbook(papers, numeric=numbers == "number")
    return word(papers) if form == "docx" else text(papers)


def _arranged(papers: list[Paper], twin: str, form: str) -> list[Paper]:
    """One or two forms as sheets of the file: beside or below each other, or each for itself."""
    if form != "xlsx" or twin in {"none", "sheets"}:
        return papers
    whole = Paper()
    whole.paste(papers[0], 0)
    if twin == "side":
        whole.paste(papers[1], 0, papers[0].width + 1)
    else:
        whole.paste(papers[1], papers[0].height + 2)
    return [whole]


def render(
    drawn: list[Content], chosen: dict[str, str], form: str, draw: random.Random
) -> tuple[list[Paper], bytes, Wording]:
    """The papers and the file of contents drawn by these choices."""
    say = Wording(draw, chosen["words"], chosen["script"], chosen["bilingual"])
    return *_rendered(drawn, chosen, form, draw, say), say


def _rendered(
    drawn: list[Content], chosen: dict[str, str], form: str, draw: random.Random, say: Wording
) -> tuple[list[Paper], bytes]:
    state = draw.getstate()
    papers = []
    for content in drawn:
        draw.setstate(state)  # the second form is laid out as the first
        papers.append(Form(content, chosen, say, draw).paper())
    papers = _arranged(papers, chosen["twin"], form)
    return papers, _write(papers, form, chosen["numbers"])


def draw_one(seed: int, number: int, form: str) -> Drawing:
    """The drawing of that seed and number: always the same."""
    draw = random.Random(f"{seed}/{number}/{form}")  # noqa: S311 - nothing secret is drawn
    kind = kind_of(draw)
    chosen = choose(draw, kind, form)
    pool = contents()[kind]
    if len(pool) == 1:
        chosen["twin"] = "none"
    drawn = draw.sample(pool, 1 if chosen["twin"] == "none" else 2)
    papers, data, say = render(drawn, chosen, form, draw)
    return Drawing(seed, number, form, chosen, drawn, papers, data, say.held_out)


def draw_plain(drawing: Drawing) -> tuple[dict[str, str], list[Paper], bytes]:
    """The same contents in the plain drawing, as a workbook with a sheet a form."""
    chosen = plain(drawing.contents[0].kind, drawing.choices)
    chosen["twin"] = "none" if len(drawing.contents) == 1 else "sheets"
    papers, data, _ = render(drawing.contents, chosen, "xlsx", random.Random(0))  # noqa: S311
    return chosen, papers, data


def singles() -> Iterator[Drawing]:
    """Drawings that leave the plain one in one choice, or in the wording of one label."""
    for kind, pool in contents().items():
        base = plain(kind)
        for form in FORMATS:
            for name, value in [("none", ""), *alternatives(kind, form)]:
                words = {name.removeprefix("word "): value} if name.startswith("word ") else {}
                chosen = base if words else base | {name: value}
                if chosen["title"] == "merged-year":
                    chosen["year"] = "with-title"
                number = 1 if chosen["twin"] == "none" else 2
                if len(pool) < number:
                    continue
                drawn, draw = list(pool[-number:]), random.Random(0)  # noqa: S311
                say = Wording(draw, "plain", chosen["script"], chosen["bilingual"], words)
                papers, data = _rendered(drawn, chosen, form, draw, say)
                yield Drawing(0, 0, form, chosen, drawn, papers, data, label=f"{form} {name}={value}")
