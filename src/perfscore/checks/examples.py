"""The examples of manual pages: a docstring shows the rows that matter, the page has the head of the table too."""

from __future__ import annotations

import re
from typing import Final

_SELF: Final = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分"
_TARGET: Final = (
    "一级指标 | 二级指标 | 三级指标 | 指标值类型 | 指标值 | 计量单位 | 指标解释 | 评（扣）分标准 | 备注"
)
#: The usual head of the indicator table, by the word behind the fence.
_HEADS: Final = {"form": _SELF, "unit-form": _SELF, "reviewed": _SELF, "target": _TARGET}
#: A line that stands for the usual head where it is not the first of the table.
_HEAD: Final = "（表头）"
_BLOCK: Final = re.compile(r"^```(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A table that begins with an indicator is without its head.
_ROW: Final = re.compile(r"(?:产出|效益|成本|满意度|过程|决策)[^|]* \||\s*\|")
_NEXT: Final = re.compile(r"^(---\n)", re.MULTILINE)


def with_heads(page: str) -> str:
    r"""A manual page whose examples have the usual head where they give none of their own.

    >>> with_heads("```form\n产出指标 | 数量指标 | 培训人数 | ≥9人 | 9人 | 10 | 10\n```").splitlines()[1]
    '一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分'
    """
    return _BLOCK.sub(_completed, page)


def _completed(block: re.Match[str]) -> str:
    kind, body = block[1], block[2]
    head = _HEADS.get(kind)
    if head is None:
        return block[0]
    tables = "".join(part if part == "---\n" else _headed(part, head) for part in _NEXT.split(body))
    return f"```{kind}\n{tables}```"


def _headed(table: str, head: str) -> str:
    if _HEAD in table:
        return table.replace(_HEAD, head)
    return f"{head}\n{table}" if _ROW.match(table) else table
