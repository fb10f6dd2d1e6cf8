"""Units of measurement: one canonical spelling, dimensions, and exact conversion inside one dimension.

A unit is an open class: a measure word that is not in the tables is its own dimension. Compound units are
numerators over denominators; the order of the denominators does not matter (公斤/人/月 = 公斤/月/人).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Exact
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.text import squash

#: Canonical atoms by dimension, with the size of one in the dimension's base.
_SIZES: dict[str, dict[str, Fraction | int]] = {
    "money": {"元": 1, "角": Fraction(1, 10)},
    "mass": {
        "吨": 1000, "公斤": 1, "斤": Fraction(1, 2), "克": Fraction(1, 1000), "毫克": Fraction(1, 10**6), "微克": Fraction(1, 10**9),
    },
    "length": {
        "公里": 1000, "米": 1, "分米": Fraction(1, 10), "厘米": Fraction(1, 100), "毫米": Fraction(1, 1000),
    },
    "area": {
        "平方公里": 10**6, "公顷": 10**4, "亩": Fraction(2000, 3), "平方米": 1, "平方厘米": Fraction(1, 10**4),
    },
    "volume": {"立方米": 1, "升": Fraction(1, 1000), "毫升": Fraction(1, 10**6)},
    "age": {"岁": 1},
    "time": {"周": 168, "天": 24, "小时": 1, "分钟": Fraction(1, 60), "秒": Fraction(1, 3600)},
    "months": {"年": 12, "半年": 6, "季度": 3, "个月": 1, "半月": Fraction(1, 2)},
    "workdays": {"工作日": 1},
    "energy": {"千瓦时": 1, "度": 1, "兆瓦时": 1000},
    "power": {"瓦": Fraction(1, 1000), "千瓦": 1, "兆瓦": 1000},
    "data": {"TB": 1024**2, "GB": 1024, "MB": 1, "KB": Fraction(1, 1024)},
    "share": {
        "比例": 1, "倍": 1, "成": Fraction(1, 10),
        "%": Fraction(1, 100), "‰": Fraction(1, 1000), "‱": Fraction(1, 10**4),
    },
    "points": {"百分点": 1, "千分点": Fraction(1, 10)},
    "coal": {"吨标准煤": 1000, "千克标准煤": 1},
    "score": {"分": 1},
    "sound": {"分贝": 1},
    "events": dict.fromkeys(("次", "起", "宗", "例", "件", "回", "件次", "例次"), 1),
    "persons": dict.fromkeys(("人", "名", "位"), 1),
    "person-times": {"人次": 1},
    "households": dict.fromkeys(("户", "户次"), 1),
    "machines": dict.fromkeys(("台", "套", "台套", "台(套)", "部", "辆", "辆次", "台次"), 1),
    "sessions": dict.fromkeys(("场", "场次"), 1),
    "batches": dict.fromkeys(("批", "批次"), 1),
    "classes": dict.fromkeys(("期", "班", "班次"), 1),
    "papers": dict.fromkeys(("份", "本", "册", "篇"), 1),
    "firms": dict.fromkeys(("家", "家次"), 1),
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Dimensions whose values are counted, not measured: figures of them are exact.
_COUNTED = _words("events persons person-times households machines sessions batches classes papers firms")

#: Further measure words that count things; each is a dimension of its own.
_COUNTERS = _words("""
    个 项 项目 处 条 间 座 栋 幢 盏 株 棵 头 只 匹 支 枚 块 面 张 幅 把 口 门 所 层 级 类 种 款 组 队 对 双 副 艘
    架 列 节 课 堂 届 轮 笔 单 票 桶 瓶 盒 箱 袋 包 捆 桌 床 席 顶 根 颗 粒 段 片 批 村 乡 镇 县 市 省 校 岗
    课时 学时 标段 站 点 人天 人日 人月 台班 车次 航次 项次 处次 班次 床位 座次 位次 频次 点位 版 期刊 稿 集 字 页 卷
    案 名次 系数 指数 学年 学期 学分
""")

#: Measure words of one thing: 20场次 and 20次 count the same events, 3株 and 3棵 the same trees.
_SAME_THING = tuple(
    frozenset(words.split())
    for words in (
        "次 场 场次 回 轮 届",
        "项 项次",
        "处 处次",
        "课时 学时",
        "人天 人日",
        "栋 幢 座",
        "株 棵",
        "头 只 匹",
        "块 片",
    )
)

_ALIASES = {
    alias: name
    for name, aliases in {
        "%": "百分比 百分率 百分数 百分号 百分之 百分之一 百分制比例 个百分比",
        "‰": "千分比 千分率 千分之 千分数 permille",
        "百分点": "个百分点 pct",
        "千分点": "个千分点",
        "元": "人民币元 圆 块钱 rmb cny 元人民币 人民币 元整 ¥",
        "公斤": "千克 kg ㎏",
        "克": "g 公克",
        "毫克": "mg ㎎",
        "微克": "μg ug",
        "分贝": "db db(a)",
        "吨": "t 公吨",
        "吨标准煤": "吨标煤 tce",
        "千克标准煤": "千克标煤 公斤标准煤 公斤标煤 kgce",
        "斤": "市斤",
        "公里": "千米 km ㎞",
        "米": "m 公尺",
        "厘米": "cm ㎝ 公分",
        "毫米": "mm ㎜",
        "平方米": "㎡ m2 m² 平米 平方 平",
        "平方公里": "km2 km² 平方千米 k㎡ ㎢",
        "平方厘米": "cm2 cm² ㎠",
        "公顷": "ha hm2 hm²",
        "立方米": "m3 m³ 立方 方 立米 ㎥",
        "升": "l 公升",
        "毫升": "ml ㏄",
        "千瓦时": "kwh kw·h kw.h 千瓦小时",
        "千瓦": "kw",
        "小时": "h 个小时 时 钟头 个钟头 hr",
        "分钟": "min 分种",
        "秒": "s 秒钟",
        "天": "日 d 自然日 个自然日 日历天 日历日 day days",
        "周": "星期 个星期 礼拜",
        "工作日": "个工作日 工作天 个工作天",
        "个月": "月 月份 月度",
        "季度": "个季度 季 个季",
        "年": "年度 个年度 周年",
        "半月": "半个月",
        "人": "个人 人数",
        "人次": "人·次 人.次 人次数",
        "次": "次数 遍 趟",
        "个": "个数",
        "TB": "t字节",
        "台(套)": "台/套 套(台) 台、套",
        "辆": "台车",
        "比例": "比率 比值",
    }.items()
    for alias in aliases.split()
}
_BY_LETTERS = {name.lower(): name for atoms in _SIZES.values() for name in atoms}
_DIMENSIONS = {
    name: (dimension, rational(size)) for dimension, atoms in _SIZES.items() for name, size in atoms.items()
}

_SCALE = lazy_pattern(r"([十百千]?[万亿]亿?|[百千](?=[元人户亩吨件册株只头个字]))(.*)")
_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_REMARK = lazy_pattern(r"\([^()]*\)")
_ALTERNATIVE = lazy_pattern(r"\((?:[套台件个只份人次辆户名场本项家期起批例处篇幅])\)$")
_SEPARATORS = lazy_pattern(r"[/每]|[·.*×](?=[^\d])")


@frozen
class _Unit:
    """A unit taken apart: canonical text, dimension, size in the dimension's base."""

    text: str
    dimension: str
    size: Fraction
    over: tuple[str, ...] = ()


def canonical(text: str) -> str:
    """Return the canonical text of a unit, "" for none. Scale words stay: 万元 is 万元.

    >>> canonical("公斤/月/人"), canonical("元/人.月"), canonical("百分比"), canonical("元每人每月")
    ('公斤/人/月', '元/人/月', '%', '元/人/月')
    """
    return _unit(text).text


def split_scale(text: str) -> tuple[Decimal, str]:
    """Take the scale word off a unit: the factor and the canonical unit that is left.

    >>> split_scale("万元/年"), split_scale("万人次"), split_scale("千瓦"), split_scale("万")
    ((Decimal('10000'), '元/年'), (Decimal('10000'), '人次'), (Decimal('1'), '千瓦'), (Decimal('10000'), ''))
    """
    unit = canonical(text)
    exponent, rest = _scale(unit)
    return Decimal(10**exponent), rest


def dimension(text: str) -> str:
    """Return the dimension of a unit: `money`, `mass`, `money/persons/months`; a word not known is its own.

    >>> dimension("万元"), dimension("公斤/人/月"), dimension("标段"), dimension("")
    ('money', 'mass/persons/months', '标段', '')
    """
    return _unit(text).dimension


def is_counted(text: str) -> bool:
    """Whether figures in this unit count indivisible things, so that they are exact.

    >>> is_counted("人次"), is_counted("个"), is_counted("公斤"), is_counted("元/人")
    (True, True, False, False)
    """
    unit = _unit(text)
    return not unit.over and (unit.dimension in _COUNTED or unit.dimension in _COUNTERS)


def is_known(text: str) -> bool:
    """Whether a word is a unit of the tables, with or without a scale word or denominators."""
    unit = _unit(text)
    _, rest = _scale(unit.text)
    head = rest.split("/")[0].split("·")[0]
    return head in _DIMENSIONS or head in _COUNTERS or (rest == "" and unit.text != "")


def factor(source: str, target: str) -> Fraction | None:
    """Return what a value in the first unit is multiplied by to stand in the second; None across dimensions.

    An empty unit goes only with an empty one. 个 goes with every counted thing, and a yearly figure (次/年)
    with one that does not name the year: the forms are yearly.

    >>> factor("吨", "公斤"), factor("万元", "元"), factor("分钟", "小时"), factor("人次", "批")
    (Fraction(1000, 1), Fraction(10000, 1), Fraction(1, 60), None)
    """
    a, b = _unit(source), _unit(target)
    if a.dimension == b.dimension:
        return a.size / b.size
    if a.text == "" or b.text == "":
        return None
    head_a, head_b = a.dimension.partition("/")[0], b.dimension.partition("/")[0]
    if (head_a == "个" and _countable(head_b)) or (head_b == "个" and _countable(head_a)) or _same_thing(a, b):
        head_a = head_b
    if head_a == head_b and _without_year(a) == _without_year(b):
        year = _DIMENSIONS["年"][1]
        return (a.size * (year if "年" in a.over else 1)) / (b.size * (year if "年" in b.over else 1))
    return None


def compatible(a: str, b: str) -> bool:
    """Whether values in the two units can be compared.

    >>> compatible("公斤/人/月", "公斤/月/人"), compatible("元", "公斤"), compatible("3", "")
    (True, False, False)
    """
    return factor(a, b) is not None


def convert(value: Exact, source: str, target: str) -> Fraction | None:
    """Convert a value exactly; None when the units are of different dimensions.

    >>> convert(Decimal("12.30"), "万元", "元")
    Fraction(123000, 1)
    """
    found = factor(source, target)
    return None if found is None else rational(value) * found


def split_noun(run: str) -> tuple[str, str]:
    """Split a run of characters behind a number into the unit and the noun that it counts.

    The longest known unit wins; a run that begins with no known unit is a unit as a whole.

    >>> split_noun("场培训"), split_noun("个百分点"), split_noun("标准间")
    (('场', '培训'), ('个百分点', ''), ('标准间', ''))
    """
    for size in range(min(len(run), 8), 0, -1):
        rest = run[size:]
        # Not inside a Latin word (Mbps), nor in front of denominators.
        inside = rest[:1].isascii() and rest[:1].isalpha() and run[size - 1].isascii()
        if is_known(run[:size]) and not inside and rest[:1] not in ("/", "·", ".", "*", "("):
            return run[:size], run[size:]
    return run, ""


def parts(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what a unit counts and what for each of which.

    >>> parts("公斤/月/人"), parts("次/半年"), parts("元")
    (('公斤', ('人', '个月')), ('次', ('半年',)), ('元', ()))
    """
    unit = _unit(text)
    return unit.text.partition("/")[0], unit.over


def size(text: str) -> Fraction:
    """Return the size of one measure word, with the number in front of it, in the base of its dimension.

    >>> size("季度"), size("2个月"), size("半年")
    (Fraction(3, 1), Fraction(2, 1), Fraction(6, 1))
    """
    return _measure(text)[1]


def _same_thing(a: _Unit, b: _Unit) -> bool:
    heads = {a.text.partition("/")[0], b.text.partition("/")[0]}
    return any(heads <= words for words in _SAME_THING)


def _countable(dimension: str) -> bool:
    return dimension in _COUNTED or dimension not in _SIZES


def _without_year(unit: _Unit) -> list[str]:
    return sorted(over for over in unit.over if over != "年")


def _scale(unit: str) -> tuple[int, str]:
    """The exponent of the scale word in front of a canonical unit, and the rest."""
    match = _SCALE.fullmatch(unit)
    if not match or unit in _DIMENSIONS or unit in _COUNTERS:
        return 0, unit
    rest = match[2]
    return sum(_EXPONENTS[char] for char in match[1]), rest


#: A longer text names no unit, whatever it is made of.
_LONGEST = 40


@lru_cache(maxsize=4096)
def _unit(text: str) -> _Unit:
    cleaned = squash(text).removeprefix("计量").removeprefix("单位").lstrip(":").rstrip("。,;、")
    if len(cleaned) > _LONGEST:
        return _Unit(cleaned, cleaned, rational(1))
    if not _ALTERNATIVE.search(cleaned):
        inner = re.fullmatch(r"\(([^()]*)\)", cleaned)
        cleaned = inner[1] if inner else _REMARK.sub("", cleaned)
    if not cleaned or re.fullmatch(r"[-—/\\]*", cleaned):
        return _Unit("", "", rational(1))
    if (whole := _atom(cleaned)) in _DIMENSIONS or whole in _COUNTERS:
        return _Unit(whole, *_measure(whole))
    head, *rest = re.split(r"[/每]", cleaned, maxsplit=1)
    tops = [_atom(part) for part in _parts(head)]
    overs = [_over(part) for part in _parts(rest[0])] if rest else []
    # Things first, times last, so that each set of denominators has one spelling.
    overs.sort(key=lambda over: (_measure(over)[0] in ("time", "months", "workdays"), over))
    size, dimensions = rational(1), []
    for top in tops:
        dimension, one = _measure(top)
        size *= one
        dimensions.append(dimension)
    shown = "·".join(tops)
    names = "·".join(sorted(dimensions))
    for over in overs:
        dimension, one = _measure(over)
        size /= one
        names += f"/{dimension}"
        shown += f"/{_shown_over(over)}"
    return _Unit(shown, names, size, tuple(overs))


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text) if part]


def _atom(text: str) -> str:
    """One measure word in its canonical spelling, scale word kept."""
    lowered = "" if text in ("G", "S", "D", "M", "H") else text.lower()  # 4G is no weight
    name = _BY_LETTERS.get(lowered) or _ALIASES.get(lowered) or _ALIASES.get(text)
    if name:
        return name
    match = _SCALE.fullmatch(text)
    if match and match[2] and text not in _COUNTERS:
        return match[1] + _atom(match[2])
    return text


def _over(text: str) -> str:
    """A measure word below the stroke; a number in front of it stays (元/30天)."""
    match = re.fullmatch(r"([1-9]\d{0,4})(.+)", text)
    return match[1] + _atom(match[2]) if match else _atom(text)


def _shown_over(over: str) -> str:
    """Below the stroke a month is 月."""
    return "月" if over == "个月" else over


def _measure(atom: str) -> tuple[str, Fraction]:
    """Dimension and size of one measure word with its scale word."""
    if atom in _DIMENSIONS:
        return _DIMENSIONS[atom]
    if match := re.fullmatch(r"([1-9]\d{0,4})(.+)", atom):
        dimension, size = _measure(match[2])
        return dimension, size * int(match[1])
    exponent, rest = _scale(atom)
    dimension, size = _DIMENSIONS.get(rest, (rest, rational(1)))
    return dimension, size * 10**exponent
