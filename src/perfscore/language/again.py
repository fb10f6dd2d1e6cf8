"""What a checklist says once more at its end: 制度健全（2分），台账完整（3分）。每具备一项得相应分值，缺项不得分.

The words give nothing of their own: 相应分值 are the points that stand beside each item. Behind anything but such a list
they do not say how much, and the text is refused as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import replace
from perfscore.core.sourced import Unreadable
from perfscore.language.clauses.amounts import NONE, Amount
from perfscore.language.clauses.yes_no import Against, Otherwise, Saying
from perfscore.language.statements import Passed, Statement, Template
from perfscore.language.wording import Wording

_ITEM: Final = "1?[项个条点](?:内容|要求|要点|指标|条件)?"
_DO: Final = "(?:具备|符合|满足|达到|做到|完成|落实|有)(?:要求|条件|标准)?"
_FAIL: Final = "(?:缺[少失]?|(?:未(?:能)?|没有)(?:达到|完成|具备|满足|符合|做到|落实)|不(?:具备|满足|符合|达标))(?:要求|条件|标准)?"
_OWN: Final = "(?:(?:该项|相应|对应|所对应|其|本项|此项)的?)"
_POINTS: Final = "(?:分值|分数|得分|分)"
_NOT: Final = f"(?:不得分|得?0分|(?:扣除?|扣减|不得|不计){_OWN}{_POINTS})"
_GETS: Final = (
    f"(?:以上|上述)?每?(?:{_DO}{_ITEM}|{_ITEM}(?:均|都)?{_DO})[的者]?,?(?:取得|获得|[得计给]){_OWN}?{_POINTS}"
)
#: Who misses one of the items, with the points that this costs named by the item.
_LOSES: Final = (
    f"(?:(?:每|有)?有?(?:{_FAIL}{_ITEM}|{_ITEM}{_FAIL})[的者]?,?{_NOT}"
    f"|(?:{_FAIL}|缺项)[的者]?,?(?:扣除?|扣减|不得|不计){_OWN}{_POINTS}"
    "|缺哪[项个条],?(?:就)?(?:哪[项个条])?(?:不得分|扣哪[项个条]的?分))"
)
#: The same in fewer words, behind what says that each item counts for itself.
_ELSE: Final = f"(?:(?:{_FAIL}(?:的项目?)?|缺项)[的者]?,?{_NOT}|否则不得分)"
_ADDS: Final = "逐项(?:累加|累计|相加)?[得计打]分"
#: At the end of the text, behind a mark; longest first, so that the whole of it is taken.
AGAIN: Final = lazy_pattern(
    rf"(?<=[;。,])(?:{_GETS}|{_LOSES}|{_ADDS})(?:[,;](?:{_LOSES}|{_ELSE}|{_ADDS}))*[。;]?$", needs="分"
)


def said_again(words: Wording, read: Callable[[str], Template | Unreadable]) -> Template | None:
    """A checklist without what it says once more; None where it is no checklist, or says nothing again."""
    again = AGAIN.search(words.text)
    if again is None:
        return None
    span = words.span(*again.span())
    listed = read(words.source[: span[0]])
    if not isinstance(listed, Template) or not _lists_points(listed):
        return None
    return replace(listed, passed=(*listed.passed, Passed(words.source[slice(*span)], span)))


def _lists_points(template: Template) -> bool:
    """Whether a template is a list of facts with points of their own, and nothing else that pays."""
    statements = template.statements
    items = [one for one in statements if isinstance(one.condition, Saying)]
    return len(items) > 1 and all(_is_item(one) or _is_rest(one) for one in statements)


def _is_item(one: Statement) -> bool:
    paid = one.outcome
    return (
        isinstance(one.condition, Saying)
        and isinstance(paid, Amount)
        and paid.manner == "award"
        and paid.points is not None
        and paid.points > 0
        and paid.high is None
    )


def _is_rest(one: Statement) -> bool:
    """Whether a clause gives nothing for what is not done."""
    return isinstance(one.condition, Otherwise | Against) and one.outcome == NONE
