"""What a rule or a value says once it is read: as rows for people, as records for programs.

The command line prints them, the window in the browser shows them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.numbers import plain

if TYPE_CHECKING:
    from perfscore.core.sourced import Unreadable
    from perfscore.core.trace import Score
    from perfscore.language.rules import Rule
    from perfscore.language.values import Value

#: What a row is about, in Chinese and in English, and what it says.
Row = tuple[tuple[str, str], str]
Record = dict[str, Any]

_KINDS: Final = {
    "bound": "界限值",
    "range": "区间",
    "exact": "确定的数",
    "ratio": "比例",
    "change": "增减幅度",
    "date": "日期",
    "period": "期间",
    "schedule": "周期安排",
    "list": "并列的几项",
    "qualitative": "定性",
    "empty": "没有值",
}
_EMPTY: Final = {
    "missing": "未填",
    "none": "无，即零",
    "not-applicable": "不适用",
    "not-recorded": "未统计",
    "elsewhere": "写在别处",
    "placeholder": "占位符未替换",
}
_TEXT: Final = ("原文", "text")
_READING: Final = ("读作", "reading")
_STUCK: Final = ("卡在", "at")
_SETTLE: Final = ("怎样可读", "settle")
_NOT_READ: Final = ("读不懂", "unreadable")


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Facts by their names, each as it is typed: `名称=值`.

    >>> pairs(["①=有", "②"])
    {'①': '有', '②': ''}
    """
    return {name: value for name, _, value in (pair.partition("=") for pair in given)}


def refusal(read: Unreadable) -> Record:
    """Why a text was not understood."""
    return {
        "readable": False,
        "raw": read.raw,
        "reason": read.reason,
        "words": read.words,
        "span": list(read.span) if read.span is not None else None,
        "settle": read.settle,
    }


def refusal_rows(read: Unreadable) -> list[Row]:
    """Why a text was not understood, in rows; what stopped the reading stands in a row of its own."""
    return [
        (_TEXT, read.raw),
        (_NOT_READ, read.reason),
        (_STUCK, read.words if read.span is not None else ""),
        (_SETTLE, read.settle),
    ]


def value_rows(read: Value) -> list[Row]:
    """How a value is read; rows without words say nothing."""
    from perfscore.language.values import NOTES

    numbers = [(("下限", "low"), read.low, read.low_open), (("上限", "high"), read.high, read.high_open)]
    if read.low is not None and read.low == read.high:
        numbers = [(("数值", "number"), read.low, False)]
    return [
        (_TEXT, read.raw),
        (_READING, read.say()),
        (("类别", "kind"), f"{read.kind}（{_KINDS[read.kind]}）"),
        (("空缺", "blank"), f"{read.empty}（{_EMPTY[read.empty]}）" if read.empty is not None else ""),
        (("关系", "relation"), read.relation or ""),
        *(
            (head, plain(number) + ("（不含）" if open_ else ""))
            for head, number, open_ in numbers
            if number is not None
        ),
        (("单位", "unit"), read.unit),
        *((("注意", "note"), NOTES.get(note, note)) for note in read.notes),
    ]


def value_record(read: Value) -> Record:
    """A value for a program: amounts as texts with their digits."""
    fields = dataclasses.asdict(read)
    return {"readable": True, "say": read.say(), **{key: _plain(item) for key, item in fields.items()}}


def _plain(item: Any) -> Any:
    """Decimals as strings with their digits, all else as JSON has it."""
    if isinstance(item, Decimal):
        return format(item, "f")
    if isinstance(item, dict):
        return {key: _plain(part) for key, part in item.items()}
    return [_plain(part) for part in item] if isinstance(item, list | tuple) else item


def rule_rows(read: Rule, indicator: str, *, english: bool = False) -> list[Row]:
    """How a rule is read, without its scores."""
    from perfscore.language.evidence import listed
    from perfscore.report.layout import one_line

    passed = "、".join(one_line(f"“{one.words}”") for one in read.template.passed)
    return [
        (_TEXT, one_line(read.raw)),
        (_READING, read.say()),
        (("不影响得分", "changes nothing"), passed),
        (("需要", "needs"), "、".join(read.inputs) or "（无）"),
        (("名称", "names"), listed(read.bindings(indicator), english=english)),
        *((("问题", "problem"), f"{problem.kind}  {problem.message}") for problem in read.problems()),
    ]


def rule_record(read: Rule, scores: Sequence[tuple[str, Score]], indicator: str) -> Record:
    """A rule for a program, with what it gives for some actuals."""
    return {
        "readable": True,
        "raw": read.raw,
        "say": read.say(),
        "inputs": list(read.inputs),
        "names": [
            {"name": b.name, "role": b.role, "because": b.because, "why": b.why()}
            for b in read.bindings(indicator)
        ],
        "tree": _tree(read.template),
        "problems": [
            {"kind": p.kind, "message": p.message, "words": p.words, "numbers": [str(n) for n in p.numbers]}
            for p in read.problems()
        ],
        "scores": [
            {
                "actual": actual,
                "points": None if score.points is None else plain(score.points),
                "reason": score.reason,
                "readings": [
                    {"name": r.name, "points": None if r.points is None else plain(r.points)}
                    for r in score.readings
                ],
                "steps": _tree(score.step),
            }
            for actual, score in scores
        ],
    }


def _tree(node: Any) -> Any:
    """A tree of records as JSON: each record with its type, numbers as text."""
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        fields = {one.name: _tree(getattr(node, one.name)) for one in dataclasses.fields(node)}
        return {"type": type(node).__name__, **fields}
    if isinstance(node, list | tuple):
        return [_tree(part) for part in node]
    if node is None or isinstance(node, str | bool | int):
        return node
    return plain(node, 12) if isinstance(node, Decimal) else str(node)
