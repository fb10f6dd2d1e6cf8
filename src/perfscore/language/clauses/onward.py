"""Words behind a number that only go on naming what is counted or done: 6月底前*完成统计工作*得10分."""

from __future__ import annotations

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.terminals import LeanPattern
from perfscore.language.clauses.words import EXCEPT, NO, NOUNS, SUPPOSED

#: Up to what pays. Letters that pay or count end them, but in nouns that hold one.
GOES_ON = LeanPattern(
    r"(?![的者],?[得计扣不])"
    + gap(_MARKS := r"\d,;。:、()得计记扣加减每各按<>≤≥=%‰×*÷/+|", "{1,14}?")
    + rf"(?:(?:{NOUNS})"
    + gap(_MARKS, "{0,8}?")
    + r")?(?=的?,?(?:\(|得|计|记|扣|加|减|满分|不得分|不扣|不计|按|\d))"
)
#: Words among them that say when the clause holds, or of what.
TELLS = lazy_pattern(
    rf"^[之以]?[前后]|且|(?<!合)并(?!网)|同时|但|{EXCEPT}|另|仅|部分|或|{SUPPOSED}|{NO}|没|以外|平均|累计"
)
