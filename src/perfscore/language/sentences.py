"""Sentences without points: whether they may change what the clauses give."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.scope import remarked, scoped
from perfscore.language.clauses.words import BAN
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.shapes import FAULT, counts, deducts
from perfscore.language.statements import Element, Statement

#: Words in a sentence without points that take something out of a count.
_EXEMPTS = lazy_pattern(
    r"不[扣计减]|免|除|豁|但|如|若|超|以上|以下|以内|整改|首次|初次|第\d|前\d|累计|上限|另|同时|且|或|加倍|减半|%|允许|负(?![责担荷])|下限|为准|\d|每"
)
_DUTY = lazy_pattern(r"^每(?:次|人|天|日|周|月)(?=[\u4e00-\u9fff]{0,12}?[要应须需])")
_DUE = lazy_pattern(r"^(?:每个?(?:月|季度|季|年|周))?(?:\d+月)?\d+[日号](?:之?前|以前)(?=[\u4e00-\u9fff]{2})")


def tells(sentence: str, *, late: bool = False) -> bool:
    """Whether a sentence without points, beside a count, may change the count.

    What has to be done each time (每次学习要有笔记), or by when where the delay is counted, is no exemption.
    """
    rest = _DUTY.sub("", sentence)
    if late:
        rest = _DUE.sub("", rest)
    return _EXEMPTS.search(rest) is not None or remarked(rest)


#: What must not be done, while something goes on: 在岗期间不得闲聊.
_MUST_NOT = lazy_pattern(rf"{BAN}|不能|在?[^,;。]{{1,4}}期间(?=[^,;。]*(?:{BAN}|不能))")


def _requires(sentence: str) -> bool:
    """Whether a sentence before faults only says what they are faults of: 在岗期间不得闲聊,发现1次扣2分."""
    rest = _MUST_NOT.sub("", sentence)
    return not tells(rest) and FAULT.search(rest) is None


def _aims(elements: list[Element], sentence: str) -> bool:
    """Whether a sentence ahead only says what is to be done, and all that pays takes off where it is not.

    开展培训,培训率低于90%扣2分,未开展扣5分: whether it was done is asked by the clauses themselves.
    """
    paying = [e for e in elements if isinstance(e, Statement) and e.outcome is not None]
    if not paying or scoped(sentence):
        return False
    undone = any(isinstance(e.condition, Saying) and re.match("未|没有", e.condition.text) for e in paying)
    return undone and all(map(deducts, paying)) and _requires(sentence)


def _of_what_is_required(elements: list[Element]) -> bool:
    """Whether all that pays takes off for each breach, or for what is missing, and names nothing of its own."""
    steps = [e.outcome for e in elements if isinstance(e, Statement) and e.outcome is not None]
    for step in steps:
        if not isinstance(step, PerStep) or step.subject:
            return False
        missing = step.kind == "short" and step.step.unit in ("项", "条", "个")
        if not missing and step.kind not in ("event", "plain"):
            return False
    return bool(steps) and all(deducts(e) for e in elements if isinstance(e, Statement) and e.outcome is not None)


def matters(elements: list[Element], sentence: str, *, ahead: bool) -> bool:
    """Whether a sentence without points may change what the clauses give; `ahead` where it stands before them."""
    steps = [e.outcome for e in elements if isinstance(e, Statement) and isinstance(e.outcome, PerStep)]
    late = any(step.kind == "late" for step in steps)
    if any(counts(step) for step in steps) and not tells(sentence, late=late):
        return False
    return not (ahead and (_aims(elements, sentence) or (_of_what_is_required(elements) and _requires(sentence))))
