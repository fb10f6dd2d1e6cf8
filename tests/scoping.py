"""Rules that read, and phrases put into them that narrow when a clause holds; nothing here is a label."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from perfscore.core.sourced import Unreadable
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.formula import Definition, Formula, names
from perfscore.language.clauses.limits import Standard
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.rules import Rule, parse_rule
from perfscore.language.statements import Statement

CASES = Path(__file__).parent / "cases"
#: Sets of rules of which only the counts are known.
COUNTED = ("rules-fourth", "rules-sixth")

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


#: The points of a text at its probes, None where it gives no number.
Scores = tuple[Decimal | None, ...]


def otherwise(before: Scores, after: Scores | None) -> bool:
    """Whether a number has become another one."""
    pairs = zip(before, after, strict=True) if after is not None else ()
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def lost(before: Scores, after: Scores | None) -> bool:
    """Whether a number is no longer given."""
    return after is None or any(a is None and b is not None for b, a in zip(before, after, strict=True))


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
            self.text if text is None else text,
            points=self.points,
            target=self.target or None,
            unit=self.unit or None,
        )

    def scores(self, text: str | None = None) -> Scores | None:
        """The points at every probe; None where the text is refused."""
        rule = self.read(text)
        return None if isinstance(rule, Unreadable) else tuple(rule.score(one).points for one in self.actuals)


def looked_at() -> list[Path]:
    """The sets of rules that somebody else labelled, without those that nobody is to look at."""
    return [path for path in sorted((CASES / "unseen").glob("rules*.jsonl")) if path.stem not in COUNTED]


def rows() -> list[Row]:
    """Every rule of the case files that reads, in a fixed order."""
    found = []
    for path in sorted((CASES / "rules").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            if "words" not in case:
                actuals = [probe["actual"] for probe in case.get("scores", ())]
                found.append(_row(case["text"], case["points"], case.get("target"), case.get("unit"), actuals))
    for path in looked_at():
        for case in map(json.loads, path.read_text("utf-8").splitlines()):
            actuals = [probe["actual"] for probe in case["probes"]]
            found.append(_row(case["rule_text"], case["points"], case["target_text"], case["unit"], actuals))
    return [row for row in dict.fromkeys(found) if isinstance(row.read(), Rule)]


def _row(text: str, points: object, target: str | None, unit: str | None, actuals: list[object]) -> Row:
    typed = tuple(actual for actual in actuals if isinstance(actual, str))
    return Row(text, str(points), target or "", unit or "", typed)


def insertions(all_rows: list[Row], count: int, seed: int) -> Iterator[tuple[Row, str, str, str]]:
    """So many rules with one phrase put in: the row, the new text, the phrase, the open words in it."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
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


#: Names of rates, with the characters in them that the grammar also knows as words: 得, 扣, 减, 超, 低, 多, 不, 未, 每 …
RATES = (
    "贷款获得率", "统计报表合格率", "加工点覆盖率", "超市监管率", "高校毕业生就业率", "减排项目完工率", "代扣代缴到位率", "低保对象核查率", "会议记录完整率",
    "少数民族村通达率", "在建工程按图施工率", "实得工资发放率", "指标田保有率", "不动产登记办结率", "多发病筛查率", "每周例会召开率", "计划生育服务率",
    "目标企业走访率", "扣押物品移交率", "标准化厂房入驻率", "预算单位上线率", "增殖放流成活率", "分拣中心处理率", "达标排放企业占比", "无障碍设施配备率",
    "未成年人保护覆盖率", "前置审批办结率", "以工代赈发放率",
)  # fmt: skip
AMOUNTS = (
    "新增就业人数", "会议记录份数", "农产品加工量", "碳减排量", "超市个数", "扣押物品数", "多发病例数", "不动产登记数", "低保户数", "每周例会次数", "得奖作品数",
    "未成年人数", "高校个数", "增殖放流量", "无障碍坡道数", "指标田亩数", "记名投票数", "少数民族村数",
)  # fmt: skip
#: Names that say what the number is to the target or to the year before are no mere names.
_ROLES = re.compile("实际|完成|达成|执行|实现|目标|计划|指标|预算|增长|下降|变动|偏|差异|误差|逾期|标准")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}(?:率|度|比例|占比|数|量|额|值|时间)")


def quantity(rule: Rule, text: str) -> str:
    """The one name under which a rule text speaks of its quantity, empty where there are several or none."""
    found: dict[str, None] = {}
    for element in rule.template.elements:
        if isinstance(element, Statement):
            condition, outcome = element.condition, element.outcome
            parts = condition.parts if isinstance(condition, Either) else (condition,)
            found |= dict.fromkeys(part.subject for part in parts if isinstance(part, Within))
            if isinstance(outcome, PerStep):
                found[outcome.subject] = None
            if isinstance(outcome, Formula):
                found |= dict.fromkeys(names(outcome.expression))
        elif isinstance(element, Definition):
            found |= dict.fromkeys((element.name, *names(element.expression)))
        elif isinstance(element, Standard):
            found[element.subject] = None
    fit = [name for name in found if _NAME.fullmatch(name) and not _ROLES.search(name) and name in text]
    whole = [name for name in fit if not any(name != other and name in other for other in fit)]
    return whole[0] if len(whole) == 1 else ""


def renamings(all_rows: list[Row], each: int, seed: int) -> Iterator[tuple[Row, str]]:
    """Every rule of one named quantity under so many other names."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for row in all_rows:
        rule = row.read()
        name = quantity(rule, row.text) if isinstance(rule, Rule) else ""
        if name:
            others = RATES if name.endswith(("率", "度", "比", "比例")) else AMOUNTS
            for other in chance.sample(others, each):
                yield row, row.text.replace(name, other)
