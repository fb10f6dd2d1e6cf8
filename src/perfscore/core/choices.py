"""What the internal names of readings say in words: `part-of-step: whole` is 不足一个单位：只计整数.

A reading is named by its choices, `axis: option`, several joined by `; `. Machines compare these names (JSON keeps
them); people are told what they mean, and only of the choices that the points turn on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from perfscore.core.records import frozen

#: The name of a reading of words that leave nothing open.
AS_WRITTEN: Final = "as-written"
_BETWEEN, _IS = "; ", ": "

Words = tuple[str, str]


@frozen
class Axis:
    """Something that the words of a rule, or the number of a cell, leave open, and what it may mean."""

    words: Words
    options: Mapping[str, Words]


def _axis(zh: str, en: str, **options: Words) -> Axis:
    return Axis((zh, en), MappingProxyType({name.replace("_", "-"): words for name, words in options.items()}))


#: Every choice that a rule may leave open; Chinese and English.
AXES: Final[Mapping[str, Axis]] = MappingProxyType({
    "part-of-step": _axis(
        "不足一个单位",
        "part of a step",
        proportional=("按比例", "in proportion"),
        whole=("只计整数", "whole steps only"),
        started=("进一", "counted as a whole step"),
    ),
    "reference": _axis(
        "起算的数",
        "counted from",
        threshold=("写明的界限", "the written limit"),
        target=("指标值", "the target"),
    ),
    "rate": _axis(
        "比率",
        "the rate",
        actual=("即完成值本身", "is the actual itself"),
        of_target=("为完成值占指标值的比例", "is the actual over the target"),
    ),
    "percent": _axis(
        "百分数",
        "the percentage",
        off_target=("为偏离指标值的幅度", "is the distance from the target"),
        of_target=("以指标值为基数", "is of the target"),
        point=("即一个单位", "is one unit"),
    ),
    "limit": _axis(
        "界限",
        "the limit",
        from_target=("从指标值起算", "counts from the target"),
        from_zero=("从零起算", "counts from zero"),
    ),
    "equality": _axis(
        "等于指标值",
        "equal to the target",
        at_least=("超过也算", "or better"),
        exact=("恰好相等才算", "exactly"),
    ),
    "deviation": _axis(
        "偏离",
        "a distance",
        both_sides=("两侧都算", "counts on both sides"),
        bad_side=("只算不利的一侧", "counts on the bad side only"),
    ),
    "negative-ratio": _axis(
        "越小越好的比例",
        "the ratio where less is better",
        target_over_actual=("指标值除以完成值", "target over actual"),
        mirror=("按超出比例扣减", "less the share in excess"),
    ),
    "share-of": _axis(
        "比例所乘的分",
        "a share",
        base=("写明的得分", "of the award"),
        row=("本行分值", "of the row's points"),
    ),
    "change-from": _axis(
        "加减的起点",
        "added to or taken off",
        award=("写明的得分", "the award"),
        points=("本行分值", "the row's points"),
    ),
    "points": _axis(
        "文字中的总分",
        "the points in the text",
        written=("照文字", "as written"),
        row=("改按本行分值", "replaced by the row's"),
    ),
    "bonus": _axis(
        "加分",
        "a bonus",
        within_points=("不超过分值", "stays within the points"),
        on_top=("可超过分值", "may pass the points"),
    ),
    "and-so-on": _axis(
        "以此类推",
        "and so on",
        table=("按同样的档", "by tiers of the same size"),
        line=("按比例", "in proportion"),
    ),
    "tier-end": _axis(
        "两档相接处",
        "where two tiers meet",
        lower_inclusive=("归数值大的一档", "belongs to the upper tier"),
        upper_inclusive=("归数值小的一档", "belongs to the lower tier"),
    ),
    "overlap": _axis(
        "两条都适用处",
        "where two clauses apply",
        first_clause=("按前一条", "the first one"),
        last_clause=("按后一条", "the last one"),
    ),
    "scale": _axis(
        "没有写明的数量级",
        "a scale that is not written",
        as_target=("与指标值同级", "as the target"),
        base_unit=("按基本单位", "in the base unit"),
    ),
    "allowance": _axis(
        "次数",
        "events",
        from_zero=("从第一次算起", "count from the first"),
        beyond_target=("超过允许次数的才算", "count beyond the number allowed"),
    ),
    "veto": _axis(
        "没有报告的扣分或否决情形",
        "a fault or veto that was not reported",
        not_occurred=("没有发生", "did not happen"),
        occurred=("发生了", "happened"),
    ),
    "down-to": _axis(
        "最高扣至的分数",
        "the points that a deduction goes down to",
        score=("是剩下的得分", "is the score that is left"),
        deduction=("是扣去的分数", "is what comes off"),
    ),
    "else-of": _axis(
        "末尾的“未达到的”",
        "what is said of all else at the end",
        each=("说的是每个指标", "is of each quantity"),
        last=("只说最后一个", "is of the last one"),
    ),
    "ordinal": _axis(
        "第几次扣的分",
        "the amount for each time",
        each=("各次相加", "adds up with the earlier ones"),
        last=("只按最后一次", "is the whole at that time"),
    ),
    "line": _axis(
        "线性计分",
        "a straight line",
        between=("在两端的得分之间", "between the points at both ends"),
        share=("按占上限的比例", "as a share of the upper end"),
    ),
    "most-of": _axis(
        "最多扣的分数",
        "the most that comes off",
        all=("管各项合计", "is of all deductions"),
        last=("只管最后一项", "is of the last one"),
    ),
})  # fmt: skip


def reading_words(name: str, *, english: bool = False) -> str:
    """The name of one reading in words.

    >>> reading_words("part-of-step: whole; tier-end: lower-inclusive")
    '不足一个单位：只计整数，两档相接处：归数值大的一档'
    >>> reading_words("as-written")
    '照原文'
    """
    if name == AS_WRITTEN:
        return "as written" if english else "照原文"
    return _joined(_pairs(name), english=english)


def axis_words(name: str, *, english: bool = False) -> str:
    """What an axis is about."""
    axis = AXES.get(name)
    return name if axis is None else axis.words[english]


def told(readings: Sequence[tuple[str, str]], *, english: bool = False) -> str:
    """Readings, each a name and what it gives, in words: only the choices that the points turn on.

    >>> told([("part-of-step: proportional", "8.75"), ("part-of-step: whole", "9"), ("part-of-step: started", "8.5")])
    '不足一个单位：按比例 8.75，只计整数 9，进一 8.5'
    >>> told([("as-written", "8.75")])
    '照原文 8.75'
    >>> told([("part-of-step: whole; scale: base-unit", "9"), ("part-of-step: started; scale: base-unit", "9")])
    '没有写明的数量级：按基本单位 9'
    """
    given = _deciding([(_pairs(name), shown) for name, shown in readings])
    comma, colon = (", ", ": ") if english else ("，", "：")
    axes = {axis for pairs, _ in given for axis, _ in pairs}
    if len(given) == 1:
        if len(readings) == 1:
            return f"{reading_words(readings[0][0], english=english)} {given[0][1]}"
        shared = _shared([_pairs(name) for name, _ in readings])
        every = "every reading" if english else "各种读法都得"
        return f"{_joined(shared, english=english) if shared else every} {given[0][1]}"
    if len(axes) == 1:
        (axis,) = axes
        each = comma.join(f"{_option(axis, pairs[0][1], english=english)} {shown}" for pairs, shown in given)
        return f"{axis_words(axis, english=english)}{colon}{each}"
    return ("; " if english else "；").join(f"{_joined(pairs, english=english)} {shown}" for pairs, shown in given)


_Pairs = tuple[tuple[str, str], ...]


def _pairs(name: str) -> _Pairs:
    parts = (part.partition(_IS) for part in name.split(_BETWEEN) if part != AS_WRITTEN)
    return tuple((axis, option) for axis, _, option in parts)


def _shared(readings: Sequence[_Pairs]) -> _Pairs:
    """The choices that several readings have in common."""
    return tuple(pair for pair in readings[0] if all(pair in other for other in readings[1:]))


def _deciding(given: list[tuple[_Pairs, str]]) -> list[tuple[_Pairs, str]]:
    """The readings without the choices that change nothing, each once."""
    for axis in dict.fromkeys(axis for pairs, _ in given for axis, _ in pairs):
        rest = [(tuple(pair for pair in pairs if pair[0] != axis), shown) for pairs, shown in given]
        if len(set(rest)) == len({pairs for pairs, _ in rest}):
            given = rest
    return list(dict.fromkeys(given))


def _joined(pairs: _Pairs, *, english: bool) -> str:
    colon = ": " if english else "："
    words = (
        f"{axis_words(axis, english=english)}{colon}{_option(axis, option, english=english)}"
        for axis, option in pairs
    )
    return (", " if english else "，").join(words)


def _option(axis: str, option: str, *, english: bool) -> str:
    known = AXES.get(axis)
    words = known.options.get(option) if known is not None else None
    return option if words is None else words[english]
