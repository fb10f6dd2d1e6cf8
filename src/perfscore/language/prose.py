"""Sentences without points beside clauses that have some: a note for the reader, or something that changes a score.

A sentence of its own that states no number, pays nothing and scopes over nothing (满意度调查由第三方开展。) says nothing
about the points of the others: it is a note, and shown as one. So is what has to be done, before points off for each bit
that is short of it (确保完成全年计划,每差1%扣1分). What else shares its sentence with a clause may be a condition of it
(材料齐全,完成率达到90%得10分), and so may what stands directly before bare points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.scope import narrowed, scoped
from perfscore.language.clauses.yes_no import Otherwise
from perfscore.language.statements import Element, Statement


@frozen
class Prose:
    """Words that no construction takes.

    Attributes:
        words: what is written.
        start: where it starts in the text.
        mark: where the mark of its list starts, if it has one, else `start`.
        before: how many elements were read before it.
    """

    words: str
    start: int
    mark: int
    before: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.words)


#: What says when other clauses hold, how often, or how their points are worked out.
_TELLS = lazy_pattern(
    r"[\d每%‰]|不[扣计减予再]|免|豁|除|但|如(?![期实意])|若(?!干)|只|且|超|不足|以[上下内外]|首次|初次|第[一二三](?!方)|累计|平均"
    r"|另|其[余他它]|加倍|减半|翻倍|允许|比例|插[值入]|折[算扣]|递[增减]|类推|取整|舍|进位|[取按以就][较最从]?[高低大小]|最[高低多少]"
    r"|[上下]限|封顶|保底|为[准限]|视[为同]|等同|合并|重复|叠加|计入|停止|取消|打分|评分|赋分|计分|记分|给分|倒扣|一票|整改|期间"
    r"|情况下|情形|条件|前提|针对|属于|适用|(?:的|者|时|之?后|期内)$"
)
#: Two or three characters may be when or where (工作日, 汛期); so may what ends like that.
_SHORT, _WHEN = 5, lazy_pattern(r"(?:[日期夜季间段]|以[来后前])$")
#: The name of what is judged, as a sentence of its own: 预算完成率。
_NAMED = lazy_pattern("^[^,]{2,}(?:率|数|数?量|[满及准有规]?[意时确效范]?[度性]|情况|质量|成本|占比|比例)$")
#: What counts as a record of it, before what is measured: ,以工单记录时间为准:平均修复时间≤2小时….
_AS_RECORDED = lazy_pattern(r",以[^\d,;。:]{2,20}为准:")
#: What has to be done begins with what to do.
_DUTY = lazy_pattern(
    r"(?:应当?|必?须|需|要)?(?:确保|保证|保障|做好|加强|落实|严格|认真|积极|及时|按时|按期|如期|按照?(?:要求|规定|计划)|完成|开展|组织"
    r"|推进|全面|建立|健全|完善|提高|提升|配合|负责|通过|采取|利用|依托|围绕|加大|强化|深化|优化|实施|规范|定期|做到|制定)"
)


def _note(one: Prose) -> bool:
    named = _NAMED.search(one.words) is not None
    long = (len(one.words) > _SHORT or named) and _WHEN.search(one.words) is None
    return long and _TELLS.search(one.words) is None and not narrowed(one.words)


def _bare(element: Element | None) -> bool:
    """Whether points stand alone, or say only what else: what is before them is their condition."""
    if not isinstance(element, Statement):
        return False
    return isinstance(element.condition, Otherwise) or (
        element.condition is None and isinstance(element.outcome, Amount)
    )


def _falls_short(element: Element | None) -> bool:
    """Whether points come off for each bit: 每低1%扣1分."""
    if not isinstance(element, Statement) or element.condition is not None:
        return False
    step = element.outcome
    return isinstance(step, PerStep) and step.every and step.amount.manner == "deduct"


def _sentences(text: str, prose: Sequence[Prose]) -> Iterator[list[Prose]]:
    """What stands side by side in one sentence."""
    run: list[Prose] = []
    for one in prose:
        if run and (one.mark != run[-1].end + 1 or text[run[-1].end] != ","):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def ahead(text: str, prose: Sequence[Prose], elements: Sequence[Element]) -> list[Prose]:
    """Of words that are no notes, those that say what is to be done, before the number that tells how far it was done.

    落实标签制度,发放率85%以上得1分: where the number is all that the target of the row asks for, they are no condition.
    """
    found: list[Prose] = []
    for one in prose:
        follows = elements[one.before] if one.before < len(elements) else None
        condition = follows.condition if isinstance(follows, Statement) else None
        opens = text[one.mark - 1 : one.mark] in ("", ";", "。")
        measured = isinstance(condition, Within) and not condition.measure and condition.subject.endswith(_RATES)
        if (
            opens
            and measured
            and text[one.end : one.end + 1] == ","
            and _DUTY.match(one.words)
            and _plain(one.words)
        ):
            found.append(one)
    return found


#: How the name of a share of something ends.
_RATES = ("率", "比例", "占比", "比重", "覆盖面", "度")
_DENIES = lazy_pattern("[未不没无]|的$")


def _plain(words: str) -> bool:
    return _DENIES.search(words) is None and _TELLS.search(words) is None and not scoped(words)


def besides(text: str, prose: Sequence[Prose], elements: Sequence[Element]) -> list[Prose]:
    """The prose that is no note, so that it may change what the clauses give."""
    left: list[Prose] = []
    for run in _sentences(text, prose):
        first, last = run[0], run[-1]
        follows = elements[last.before] if last.before < len(elements) else None
        opens = text[first.mark - 1 : first.mark] in ("", ";", "。")
        closes = text[last.end : last.end + 1] in ("", ";", "。") or _AS_RECORDED.match(text, last.end) is not None
        duty = all(_DUTY.match(one.words) for one in run) and _falls_short(follows)
        if not opens or not (closes or duty) or _bare(follows) or not all(map(_note, run)):
            left += run
    return left
