# ruff: noqa: S311 - what is drawn is no secret
"""A county's year: the target sheets and self-assessments of its units, as they would be sent in.

    PYTHONPATH=src:tests python -m county FOLDER [--units 200] [--seed 1] [--mess]

The same call draws the same bytes. One form in five has a slip; `--mess` adds what stands in such folders besides:
pictures, lock files, copies, a damaged workbook, a password.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import xlsxwriter

PLACES = (
    "城关",
    "河东",
    "青石",
    "白云",
    "新桥",
    "柳林",
    "大塘",
    "龙泉",
    "双江",
    "北坪",
    "南湖",
    "西岭",
    "金沙",
    "永乐",
)
TRADES = {
    "水利": ("渠道清淤", "水库除险加固", "防汛物资储备", "农村供水管护", "山洪灾害监测"),
    "教育": ("校舍维修", "营养改善计划", "教师培训", "学前教育资助", "校车安全管理"),
    "卫生健康": ("基本公共卫生服务", "疫苗冷链运转", "乡村医生补助", "妇幼健康筛查", "急救站建设"),
    "农业农村": ("高标准农田建设", "病虫害统防统治", "农机购置补贴", "畜禽检疫", "土壤普查"),
    "民政": ("养老机构运营补助", "临时救助", "殡葬设施改造", "儿童福利服务", "社区居家服务"),
    "交通运输": ("农村公路养护", "危桥改造", "公交运营补贴", "治超站点运行", "渡口安全整治"),
    "文化旅游": ("图书馆免费开放", "文物修缮", "送戏下乡", "景区厕所改造", "非遗传承保护"),
    "生态环境": ("空气监测站运维", "饮用水源保护", "危险废物处置", "噪声监测", "秸秆禁烧巡查"),
    "住房城乡建设": ("老旧小区改造", "公共照明维护", "危房鉴定", "海绵设施管护", "燃气安全检查"),
    "林业": ("森林防火", "退化林修复", "古树名木保护", "林业有害生物防治", "湿地巡护"),
}
SORTS = ("局", "服务中心", "管理站", "执法大队", "事务所", "监测站", "指导中心", "管理所")


@dataclass(frozen=True)
class Kind:
    """A kind of row: names, unit, the relation of its target, bounds of the target, and rules that may stand beside."""

    names: tuple[str, ...]
    unit: str
    relation: str
    low: int
    high: int
    rules: tuple[str, ...]


#: The numbers of a rule: `{d}` is what a step costs.
_FEWER = (
    "每少1{unit}扣{d}分，扣完为止",
    "达到目标值得满分，每少1{unit}扣{d}分，扣完为止",
    "完成指标值得满分；未完成的，每少1{unit}扣{d}分，扣完为止。",
)
_LOWER = (
    "每低1个百分点扣{d}分，扣完为止",
    "达到指标值得满分，每降低1个百分点扣{d}分，扣完为止",
    "指标值为{target}，达到得满分，每低1个百分点扣{d}分，扣完为止。",
)
_SHARE = (
    "按完成比例得分",
    "得分=实际完成值/指标值×分值，最高不超过分值",
    "按实际完成率乘以分值计分，超过的得满分",
)
_MORE = ("每多1{unit}扣{d}分，扣完为止", "不超过目标值得满分，每超出1{unit}扣{d}分，扣完为止")
KINDS = {
    "数量指标": (
        Kind(("{p}点位数量", "{p}覆盖村数", "{p}服务网点数"), "个", "≥", 4, 60, _FEWER + _SHARE),
        Kind(("{p}培训人次", "{p}受益人次", "{p}服务人次"), "人次", "≥", 80, 900, _SHARE),
        Kind(("{p}长度", "{p}巡查里程"), "公里", "≥", 6, 120, _FEWER + _SHARE),
        Kind(("开展{p}检查次数", "{p}宣传活动场次"), "次", "≥", 3, 40, _FEWER + _SHARE),
    ),
    "质量指标": (
        Kind(("{p}验收合格率", "{p}达标率", "{p}设备完好率"), "%", "≥", 90, 98, _LOWER + _SHARE),
        Kind(("{p}资料归档率", "{p}抽检合格率"), "%", "≥", 85, 96, _LOWER),
    ),
    "时效指标": (
        Kind(("{p}按时完成率", "{p}任务及时率"), "%", "≥", 90, 97, _LOWER),
        Kind(("{p}平均响应时间", "{p}问题处置时限"), "天", "≤", 2, 20, _MORE),
    ),
    "成本指标": (Kind(("{p}单位成本", "{p}人均支出"), "元", "≤", 120, 900, ("不超过指标值得满分，超过不得分",)),),
    "社会效益指标": (
        Kind(("{p}政策知晓率", "{p}问题整改率"), "%", "≥", 80, 95, _LOWER + _SHARE),
        Kind(("{p}重大投诉件数", "{p}责任事故起数"), "件", "≤", 1, 6, _MORE),
    ),
    "可持续影响指标": (Kind(("{p}管护制度覆盖率", "{p}长效机制覆盖率"), "%", "≥", 80, 95, _LOWER),),
    "服务对象满意度指标": (Kind(("{p}服务对象满意度", "受益群众对{p}的满意度"), "%", "≥", 85, 95, _LOWER),),
}
SECTIONS = {
    "产出指标": (50, ("数量指标", "质量指标", "时效指标", "成本指标")),
    "效益指标": (30, ("社会效益指标", "可持续影响指标")),
    "满意度指标": (10, ("服务对象满意度指标",)),
}
HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
#: Sorts of slips in a form.
SLIPS = ("total", "above", "rate", "row", "weight")


@dataclass(frozen=True)
class Row:
    """An indicator as it stands in the form."""

    section: str
    kind: str
    name: str
    target: str
    actual: str
    points: Decimal
    score: Decimal
    rule: str
    reason: str


@dataclass(frozen=True)
class Drawn:
    """A form: whose, of what, its money and its rows; `slip` is what is wrong in it."""

    unit: str
    department: str
    project: str
    budget: Decimal
    spent: Decimal
    rows: tuple[Row, ...]
    stated: bool
    slip: str = ""


def _shares(draw: random.Random, total: int, count: int) -> list[Decimal]:
    """Points of so many rows that add up to a total."""
    cuts = sorted(draw.sample(range(1, total), count - 1)) if count > 1 else []
    return [Decimal(high - low) for low, high in zip([0, *cuts], [*cuts, total], strict=True)]


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _row(draw: random.Random, section: str, name: str, project: str, points: Decimal, *, stated: bool) -> Row:
    kind = draw.choice(KINDS[name])
    bound = draw.randint(kind.low, kind.high)
    target = f"{kind.relation}{bound}{kind.unit}"
    rule = draw.choice(kind.rules)
    cost = draw.choice((Decimal("0.5"), Decimal("0.2"), Decimal(1), Decimal("0.1")))
    said = rule.format(unit=kind.unit, d=cost, target=target)
    missed = draw.random() < 0.15 and kind.unit != "元"
    most = 3 if kind.relation == "≥" else 2
    gap = draw.randint(1, most) if missed else -draw.randint(0, 2)
    if not missed and kind.unit == "%" and bound - gap > 100:
        gap = 0
    actual = bound - gap if kind.relation == "≥" else bound + gap
    if not missed:
        actual = max(actual, 0)
    if not missed:
        score = points
    elif "扣{d}" in rule and stated:
        score = max(points - cost * gap, Decimal(0))
    elif kind.relation == "≥":
        score = _cents(points * actual / bound)
    else:
        score = _cents(points * bound / actual)
    reason = f"受天气影响，{project}部分工作顺延，下年加强调度。" if missed else ""
    label = draw.choice(kind.names).format(p=project)
    return Row(section, name, label, target, f"{actual}{kind.unit}", points, score, said if stated else "", reason)


def _form(draw: random.Random, unit: str, department: str, project: str) -> Drawn:
    stated = draw.random() < 0.5
    rows = []
    for section, (total, names) in SECTIONS.items():
        wanted = [draw.choice((1, 1, 2, 3) if section == "产出指标" else (1, 2)) for _ in names]
        if section == "满意度指标":
            wanted = [1]
        points = iter(_shares(draw, total, sum(wanted)))
        for name, count in zip(names, wanted, strict=True):
            topics = draw.sample(("", "本年度", "重点片区", "新增"), count)
            drawn = (_row(draw, section, name, one + project, next(points), stated=stated) for one in topics)
            rows.extend(drawn)
    budget = Decimal(draw.randint(300, 90000)) / 100
    spent = budget if draw.random() < 0.4 else _cents(budget * draw.randint(902, 999) / 1000)
    slip = draw.choice(SLIPS) if draw.random() < 0.2 else ""
    return Drawn(unit, department, project, budget, spent, _apart(rows), stated, slip)


def _apart(rows: list[Row]) -> tuple[Row, ...]:
    """The rows with names of their own."""
    seen: set[str] = set()
    made = []
    for row in rows:
        name = row.name
        while name in seen:
            name += "（二）"
        seen.add(name)
        made.append(replace(row, name=name))
    return tuple(made)


def units(count: int) -> Iterator[tuple[str, str, str]]:
    """Names of units with the department above them and their trade."""
    trades = list(TRADES)
    for number in range(count):
        trade = trades[number % len(trades)]
        round_ = number // len(trades)
        place = PLACES[round_ % len(PLACES)]
        sort = SORTS[(round_ // len(PLACES) + round_) % len(SORTS)]
        lap = round_ // (len(PLACES) * len(SORTS))
        county = f"云溪{'一二三四五六七八九十'[lap % 10] if lap else ''}县"
        yield f"{county}{place}{trade}{sort}", f"{county}{place}{trade}委员会", trade


def draw(count: int, seed: int = 1) -> Iterator[tuple[str, Drawn]]:
    """Forms with the names of their files; a few for each unit."""
    chance = random.Random(seed)
    for unit, department, trade in units(count):
        projects = chance.sample(TRADES[trade], chance.randint(4, 5))
        for project in projects:
            yield f"{unit}/{project}自评表.xlsx", _form(chance, unit, department, project)


def _plain(value: Decimal) -> float:
    return float(value)


def write(form: Drawn, path: Path) -> None:
    """The workbook of a form, drawn as offices draw it: merged heads, borders, number formats."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2024, 3, 1, tzinfo=UTC)})
    page = book.add_worksheet("自评表")
    edge = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({**edge, "bold": True, "align": "center"})
    text, number = book.add_format(edge), book.add_format({**edge, "num_format": "0.00", "align": "center"})
    share = book.add_format({**edge, "num_format": "0.00%", "align": "center"})
    header = [*HEADER[:5], *(["评分标准"] if form.stated else []), *HEADER[5:]]
    last = len(header) - 1
    page.set_column(0, 1, 11)
    page.set_column(2, 2, 26)
    page.set_column(3, last, 13)
    page.merge_range(0, 0, 0, last, "项目支出绩效自评表", title)
    page.merge_range(1, 0, 1, last, "（2023年度）", title)
    page.write(2, 0, "项目名称", head)
    page.merge_range(2, 1, 2, last, form.project, text)
    page.write(3, 0, "主管部门", head)
    page.merge_range(3, 1, 3, 3, form.department, text)
    page.write(3, 4, "实施单位", head)
    page.merge_range(3, 5, 3, last, form.unit, text)
    page.merge_range(4, 0, 5, 1, "项目资金（万元）", head)
    for col, words in enumerate(("", "全年预算数", "全年执行数", "分值", "执行率", "得分")):
        page.write(4, 2 + col, words, head)
    rate = form.spent / form.budget
    score = _cents(rate * 10)
    page.write(5, 2, "年度资金总额", text)
    page.write(5, 3, _plain(form.budget), number)
    page.write(5, 4, _plain(form.spent), number)
    page.write(5, 5, 10, text)
    page.write(5, 6, _plain(rate - Decimal("0.05") if form.slip == "rate" else rate), share)
    page.write(5, 7, _plain(score), number)
    page.write(6, 0, "年度总体目标", head)
    page.merge_range(6, 1, 6, 3, f"完成{form.project}各项任务。", text)
    page.merge_range(6, 4, 6, last, f"已按计划完成{form.project}主要任务。", text)
    for col, words in enumerate(header):
        page.write(7, col, words, head)
    line, total, points = 8, score, Decimal(10)
    worst = max(range(len(form.rows)), key=lambda place: form.rows[place].points)
    for place, row in enumerate(form.rows):
        got, worth = row.score, row.points
        if place == worst and form.slip == "above":
            got = worth + 2
        if place == worst and form.slip == "row":
            got = worth / 2
        if place == worst and form.slip == "weight":
            worth += 3
        total += got
        points += worth
        cells = [row.section, row.kind, row.name, row.target, row.actual, *([row.rule] if form.stated else [])]
        for col, words in enumerate(cells):
            page.write(line, col, words, text)
        page.write(line, len(cells), _plain(worth), number)
        page.write(line, len(cells) + 1, _plain(got), number)
        page.write(line, len(cells) + 2, row.reason, text)
        line += 1
    _merged(page, form, text)
    page.merge_range(line, 0, line, last - 3, "总分", head)
    page.write(line, last - 2, 100 if form.slip != "weight" else _plain(points), number)
    page.write(line, last - 1, _plain(total + 3 if form.slip == "total" else total), number)
    page.write(line, last, "", text)
    book.close()


def _merged(page: xlsxwriter.worksheet.Worksheet, form: Drawn, shape: xlsxwriter.format.Format) -> None:
    """The first two columns, merged over rows of the same section and kind."""
    for col, name in enumerate(("section", "kind")):
        start = 0
        for place in range(1, len(form.rows) + 1):
            if place < len(form.rows) and getattr(form.rows[place], name) == getattr(form.rows[start], name):
                continue
            if place - start > 1:
                page.merge_range(8 + start, col, 8 + place - 1, col, getattr(form.rows[start], name), shape)
            start = place


def write_county(folder: Path, count: int = 200, seed: int = 1, *, mess: bool = False) -> int:
    """Write a county's files; returns how many forms there are."""
    made = 0
    first: Path | None = None
    for name, form in draw(count, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(form, path)
        first = first or path
        made += 1
    if mess and first is not None:
        (first.parent / "现场照片.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        (first.parent / "~$自评表.xlsx").write_bytes(b"lock")
        (first.parent / "._自评表.xlsx").write_bytes(b"\0\5\26\7")
        (first.parent / "损坏.xlsx").write_bytes(first.read_bytes()[:900])
        (first.parent / "通知.txt").write_text("请各单位于3月底前报送自评表。\n", encoding="utf-8")
        shutil.copy(first, folder / "补报.xlsx")
    return made


def main() -> None:
    """Write a county."""
    parser = argparse.ArgumentParser(description="A county's self-assessments.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mess", action="store_true", help="with what else stands in such folders")
    given = parser.parse_args()
    print(write_county(given.folder, given.units, given.seed, mess=given.mess))  # noqa: T201


if __name__ == "__main__":
    main()
