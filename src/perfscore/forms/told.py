"""What the sentences around the tables say of the forms: how many are published, with how much money; what was spent.

Of a document's text only these few statements are kept, each at the cell or line that it stands in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, read_figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.forms.prose import Paragraph

_AMOUNT: Final = r"(?P<amount>[0-9][0-9,]{0,15}(?:\.[0-9]{1,8})?)(?P<unit>亿元|万元|元)"
_PUBLISHED: Final = lazy_pattern(
    r"(?<![未不予非应拟免可])公开(?P<what>[^。;,:0-9]{0,24})(?P<count>[0-9]{1,3})[个张份](?P<more>[^。;,:、0-9]{0,14})"
    rf"(?:[,;]?[^。;0-9]{{0,16}}{_AMOUNT})?",
    needs="公开",
)
_SPENT: Final = lazy_pattern(
    rf"(?P<item>公用经费|基本支出|项目支出|[“\"]?三公[”\"]?经费)[^。;,:0-9]{{0,14}}{_AMOUNT}", needs="经费|支出"
)
_STAGE: Final = lazy_pattern(r"(?P<budget>预算)|(?P<executed>执行数|决算|实际支出)")
#: Words with which a sentence speaks of another year too.
_COMPARED: Final = lazy_pattern(r"上年(?!度?结转)|去年|同比|[比较]20[0-9]{2}|[比较]年初|增[加长]|减少|下降")
#: Words with which a sentence speaks of one kind of money alone.
_SCOPED: Final = lazy_pattern(r"财政拨款|一般公共预算|政府性基金|国有资本|单位资金")
_YEARS: Final = lazy_pattern(r"20[0-9]{2}(?=年)")
_EARLIER: Final = lazy_pattern(r"上年|去年|上一年")
#: Words with which a sentence counts some of the forms alone.
_SOME: Final = lazy_pattern(r"重点|主要|部分|其中")

Item = Literal["public", "basic", "project", "three"]
_ITEMS: Final[dict[str, Item]] = {"公": "public", "基": "basic", "项": "project"}


@frozen
class ToldForms:
    """So many forms are published, with so much money.

    `amount` is in `unit`, None where the sentence names none; `kind` is what the sentence calls the forms, "" where it
    does not say.
    """

    count: int
    amount: Figure | None
    unit: str
    kind: Literal["", "target", "self-assessment"]


@frozen
class ToldAmount:
    """What was spent, or budgeted, on one item; `years` are those that the sentence names."""

    item: Item
    stage: Literal["budget", "executed"]
    amount: Figure
    unit: str
    years: tuple[str, ...]


Told = Sourced[ToldForms] | Sourced[ToldAmount]


def told_in(prose: Iterable[Paragraph]) -> tuple[Told, ...]:
    """The statements in the sentences of a document, in reading order."""
    return tuple(told for paragraph in prose for told in _statements(paragraph))


def _statements(paragraph: Paragraph) -> Iterator[Told]:
    text = paragraph.text
    for match in _PUBLISHED.finditer(text):
        words = match["what"] + match["more"]
        before = text[max(match.start() - 8, 0) : match.start()]
        if "绩效" in words and not _EARLIER.search(before) and not _SOME.search(words):
            kind = _kind_in(match["what"]) or _kind_in(match["more"])
            amount = read_figure(match["amount"]) if match["amount"] else None
            told = ToldForms(int(match["count"]), amount, match["unit"] or "", kind)
            yield Sourced(told, match[0], paragraph.at(match.start("count")))
    begin = 0
    for sentence in text.split("。"):
        yield from (Sourced(told, raw, paragraph.at(begin + place)) for place, raw, told in _spent(sentence))
        begin += len(sentence) + 1


def _kind_in(words: str) -> Literal["", "target", "self-assessment"]:
    if "自评" in words:
        return "self-assessment"
    return "target" if "目标" in words else ""


def _spent(sentence: str) -> Iterator[tuple[int, str, ToldAmount]]:
    """The amounts of one sentence that say whether they were budgeted or spent, of one year and of all money."""
    if _COMPARED.search(sentence) or _SCOPED.search(sentence):
        return
    stages = [(match.end(), match.lastgroup) for match in _STAGE.finditer(sentence)]
    ends = [end for end, _ in stages]
    years = tuple(dict.fromkeys(match[0] for match in _YEARS.finditer(sentence)))
    for match in _SPENT.finditer(sentence):
        known = bisect_right(ends, match.start("amount"))
        amount = read_figure(match["amount"])
        if not known or amount is None:
            continue
        stage: Literal["budget", "executed"] = "budget" if stages[known - 1][1] == "budget" else "executed"
        item = _ITEMS.get(match["item"][0], "three")
        yield match.start("amount"), match[0], ToldAmount(item, stage, amount, match["unit"], years)
