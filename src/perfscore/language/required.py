"""A penalty behind a requirement and a fault, joined by a comma: 制度健全,无制度不得分; 确保安全,发生事故不得分."""

from __future__ import annotations

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.shapes import FAULT, NEITHER, ONLY
from perfscore.language.statements import Statement


def at_odds(statement: Statement) -> bool:
    """Whether a penalty stands behind a requirement and a fault, joined by a comma: 制度健全,无制度不得分.

    The penalty may be for the fault alone, or for both at once.
    """
    condition, outcome = statement.condition, statement.outcome
    if not isinstance(condition, Saying) or not isinstance(outcome, Amount):
        return False
    if ONLY.fullmatch(condition.text) or NEITHER.fullmatch(condition.text):
        return False
    *before, last = condition.text.split(",")
    penalty = outcome.manner == "deduct" or outcome.points == 0
    required = [part for part in before if assures(part) or FAULT.search(part) is None]
    return penalty and bool(required) and FAULT.search(last) is not None


def assures(words: str) -> bool:
    """Whether words say what is to be kept, also that something must not happen: 确保安全无事故."""
    return _ASSURES.match(words) is not None


_ASSURES = lazy_pattern("(?:要|应当?|须)?(?:确保|保证|保障|杜绝|严防|力争|实现)")
#: A thing that is lacking, or that is not as it should be.
_LACKING = lazy_pattern(
    r"(?:没有|无|未(?:建立|制定|设立|设置|明确|配备)?)(?P<thing>[^未无没不]{2,8})"
    r"|(?P<amiss>[^未无没不]{2,8})不(?:清晰?|明确?|齐全?|全|健全|完善|完整|规范|到位|完好)"
)


def lacks_what_is_required(required: str, fault: str) -> bool:
    """Whether a fault is that the very thing is lacking of which something is required.

    >>> lacks_what_is_required("人员分工明确", "无分工"), lacks_what_is_required("制度健全", "无台账")
    (True, False)
    """
    match = _LACKING.fullmatch(fault)
    return match is not None and "," not in required and (match["thing"] or match["amiss"]) in required
