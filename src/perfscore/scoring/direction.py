"""Which way an indicator is better, where its target carries no sign.

The order is fixed by docs/language.md §2: the sign, then the rule's verb, then the kind of indicator; unknown is a
legal answer, and the number never decides.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from perfscore.core.text import squash
from perfscore.language.values import Value

Direction = Literal["larger", "smaller"]

#: Kinds of indicator by words in their names. The longest word found decides, so that 成本节约率 is larger-is-better.
_KINDS: dict[Direction, tuple[str, ...]] = {
    "larger": (
        "节约率", "节支率", "降低率", "下降率", "减少率", "压减率", "节能率", "合格率", "达标率", "完成率", "覆盖率", "及时率",
        "满意度", "满意率", "知晓率", "参与率", "到位率", "利用率", "使用率", "优良率", "就业率", "入学率", "增长率", "提高率",
        "准确率", "执行率", "公开率", "处置率", "处理率", "治愈率", "办结率", "成功率", "保障率", "落实率", "开展率", "通过率",
        "收益", "收入", "产值", "利润", "人次", "场次", "课时",
    ),
    "smaller": (
        "成本", "费用", "事故", "投诉", "能耗", "用水量", "用电量", "耗电量", "死亡", "伤亡", "违规", "违纪", "违法",
        "差错", "误差", "失误", "超标", "超支", "流失率", "发生率", "死亡率", "差错率", "投诉率", "发案", "案件数", "控制数",
        "排放", "响应时间", "办理时限", "等候时间", "上访", "舆情", "缺陷", "故障",
    ),
}  # fmt: skip


def of_target(target: Value) -> Direction | None:
    """The direction that the sign of a target states."""
    if target.relation in (">=", ">"):
        return "larger"
    return "smaller" if target.relation in ("<=", "<") else None


@lru_cache(maxsize=4096)
def of_name(name: str) -> Direction | None:
    """The direction that the kind of indicator implies, by the words of its name; None when unknown.

    >>> of_name("成本节约率"), of_name("重大安全事故发生次数"), of_name("扶持人数")
    ('larger', 'smaller', None)
    """
    text = squash(name)
    hits = [(len(word), direction) for direction, words in _KINDS.items() for word in words if word in text]
    if not hits:
        return None
    longest = max(length for length, _ in hits)
    directions = {direction for length, direction in hits if length == longest}
    return directions.pop() if len(directions) == 1 else None
