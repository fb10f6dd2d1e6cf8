"""Rules that read, and phrases put into them that narrow when a clause holds; nothing here is a label."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import Rule, parse_rule

CASES = Path(__file__).parent / "cases"

_THINGS = (
    "城区", "乡镇", "山区", "省级单位", "一线员工", "在编人员", "外聘人员", "脱贫户", "新建项目", "续建工程", "应急采购", "上级资金", "自筹部分",
    "春季学期", "夜间时段", "境外团组", "国有林场", "退役士兵", "学龄儿童", "样本村", "危旧房", "主干道", "留守老人", "民办学校", "汛期",
    "停产企业", "季节工", "帮扶对象", "边境口岸", "水毁路段",
)  # fmt: skip
_DEEDS = (
    "村委会同意", "专家论证", "上级备案", "党组研究", "监理签字", "业主确认", "第三方复核", "网上公示", "签订协议", "补办手续", "通过复验",
    "提前报备", "及时整改", "公开招标", "集中采购", "现场核验",
)  # fmt: skip
#: Before a whole text or clause, and inside a clause before its points.
_BEFORE = (
    "仅{thing}，", "仅限{thing}，", "仅{thing}", "首次{deed}的，", "首次", "除{thing}外，", "除{thing}以外，", "{thing}除外，", "不含{thing}，",
    "不包括{thing}，", "只有{thing}，", "{deed}或{deed2}的，", "连续两年{deed}的，", "未经{deed}的，", "且经{deed}，", "只对{thing}，", "限于{thing}，",
    "非{thing}的，",
)  # fmt: skip
_INSIDE = (
    "或{deed}的，", "或经{deed}的，", "或者{thing}的，", "且{deed}的，", "但{deed}的，", "（不含{thing}）", "（仅{thing}）", "（{thing}除外）", "（除{thing}外）",
    "（不包括{thing}）", "（含{thing}）", "（限{thing}）", "，仅{thing}，", "，除{thing}外，", "，不含{thing}，", "且首次{deed}的，", "（首次{deed}的除外）",
    "或{thing}，", "并经{deed}的，", "并{deed}的，", "（只算{thing}）",
)  # fmt: skip
_AWARD = re.compile(r"(?:得|计|记|扣|加|减)(?:\d|[一二三四五六七八九十半])|得满分|计满分|不得分|按(?:比例|完成)")


@dataclass(frozen=True)
class Row:
    """A rule text with its row."""

    text: str
    points: str
    target: str
    unit: str
    actuals: tuple[str, ...]

    def read(self, text: str | None = None) -> Rule | Unreadable:
        return parse_rule(
            self.text if text is None else text, points=self.points, target=self.target or None, unit=self.unit or None
        )


def rows() -> list[Row]:
    """Every rule of the case files that reads, in a fixed order."""
    found = []
    for path in sorted((CASES / "rules").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            if "words" not in case:
                actuals = [probe["actual"] for probe in case.get("scores", ())]
                found.append(_row(case["text"], case["points"], case.get("target"), case.get("unit"), actuals))
    for path in sorted((CASES / "unseen").glob("rules*.jsonl")):
        for case in map(json.loads, path.read_text("utf-8").splitlines()):
            actuals = [probe["actual"] for probe in case["probes"]]
            found.append(_row(case["rule_text"], case["points"], case["target_text"], case["unit"], actuals))
    return [row for row in dict.fromkeys(found) if isinstance(row.read(), Rule)]


def _row(text: str, points: object, target: str | None, unit: str | None, actuals: list[object]) -> Row:
    typed = tuple(actual for actual in actuals if isinstance(actual, str))
    return Row(text, str(points), target or "", unit or "", typed)


def insertions(all_rows: list[Row], count: int, seed: int) -> Iterator[tuple[Row, str, str, str]]:
    """So many rules with one phrase put in: the row, the new text, the phrase, the open words in it."""
    chance = random.Random(seed)
    while count:
        row = chance.choice(all_rows)
        places = [match.start() for match in _AWARD.finditer(row.text)]
        deed, deed2 = chance.sample(_DEEDS, 2)
        thing = chance.choice(_THINGS)
        inside = bool(places) and chance.random() < 0.6
        form = chance.choice(_INSIDE if inside else _BEFORE)
        phrase = form.format(thing=thing, deed=deed, deed2=deed2)
        if inside:
            place = chance.choice(places)
            head, tail = row.text[:place], row.text[place:]
            text = head.rstrip("，,的") + phrase + tail
        else:
            starts = [0, *(m.end() for m in re.finditer(r"[；;。]", row.text) if m.end() < len(row.text) - 3)]
            place = chance.choice(starts)
            text = row.text[:place] + phrase + row.text[place:]
        opened = thing if "{thing}" in form else deed if "{deed}" in form else phrase
        yield row, text, phrase, opened
        count -= 1
