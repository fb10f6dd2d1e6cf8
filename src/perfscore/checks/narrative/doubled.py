"""PS812: words that are written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.checks.narrative.texts import FIELDS, passages, remarks
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import Form, SelfAssessment, TargetSheet
from perfscore.rulesets import RuleSet

_TWICE: Final = lazy_pattern(r"(\w{2,8})\1")
_SAME: Final = lazy_pattern(r"(.)\1", re.DOTALL)
#: 二〇二〇年, 一件一件 and 逐户逐户 are no slips.
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿")
_EACH: Final = ("一", "逐", "每", "各", "某")
#: A term whose first character may be doubled is so long.
_TERM: Final = 3
#: What stands in place of a word that may be repeated.
_MARK: Final = "·"


@frozen
class _Cell:
    """A text to look at: what the form calls it, whether it is a name, the text as printed, its place."""

    label: str
    name: bool
    raw: str
    at: Location


@frozen
class _Doubled:
    """A word that a cell has twice in a row, as it is written and as it should be."""

    cell: _Cell
    written: str
    meant: str
    whole: bool


@check(
    "PS812",
    "doubled-word",
    Severity.INFO,
    "form",
    title="A word or character is doubled",
)
def doubled_word(form: Form, view: View) -> Iterator[Yielded]:
    """重复字词。

    ## 查什么
    指标名称、总体目标、项目概况、偏差原因等文字里两个字以上的词连写两遍（增加增加），指标名称里常用名称的首字重复（及及时率）。
    整格就是一个词写两遍的（保障保障）也在内。正当的重叠（研究研究、一件一件、二〇二〇年）、前后两个词恰好相接的
    （开展工作工作人员）见规则集的词表，分行写的、数字和字母的、评分标准里的都不看。

    ## 为什么要紧
    多出的字会使名称对不上，整格重复往往是两格并成了一格。

    ## 反例
    ```form
    产出指标 | 时效指标 | 物资配送及及时率 | ≥95% | 96% | 100 | 100
    ```

    ## 正例
    ```form
    产出指标 | 时效指标 | 物资配送及时率 | ≥95% | 96% | 100 | 100
    ```

    ## 依据
    惯例，待核
    """
    told: dict[str, list[_Doubled]] = {}
    for cell in _cells(form, view):
        for one in _doubled(cell, view.ruleset):
            told.setdefault(one.written, []).append(one)
    for same in told.values():
        one = next((other for other in same if other.whole), same[0])
        yield found(
            one.cell.at,
            f"{one.cell.label}中“{one.written}”重复，应为“{one.meant}”"
            if not one.whole
            else f"{one.cell.label}整格是“{one.meant}”写了两遍",
            f'"{one.meant}" is written twice',
            mend=f"改为“{one.meant}”；若是两格并成一格，恢复原来的两格",
            mend_en=f'write "{one.meant}" once, or restore the two cells that were joined',
            subject=f"{one.cell.label}/{one.written}",
            recorded=one.written,
            recomputed=one.meant,
            related=tuple(Related(other.cell.at, f"{other.cell.label}同样") for other in same if other is not one),
        )


def _cells(form: Form, view: View) -> Iterator[_Cell]:
    """The texts of a form, once for each place."""
    seen: set[Location] = set()
    for cell in _all_cells(form, view):
        if cell.raw and cell.at not in seen:
            seen.add(cell.at)
            yield cell


def _all_cells(form: Form, view: View) -> Iterator[_Cell]:
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    for key, field in form.head.fields:
        if key not in FIELDS:
            yield _Cell("表头", key == "project", field.raw, field.at)
    for one in (*passages(form), *remarks(form)):
        yield _Cell(one.label if one.label.startswith("“") else f"“{one.label}”", False, one.raw, one.cell.at)
    for row in view.rows:
        yield _Cell(f"指标名称“{row.name.value}”", True, row.name.raw, row.name.at)
        for label, value in (("指标值", row.target), ("实际完成值", row.actual)):
            if value is not None:
                yield _Cell(f"“{row.name.value}”的{label}", False, value.raw, value.at)


def _doubled(cell: _Cell, ruleset: RuleSet) -> Iterator[_Doubled]:
    text = cell.raw
    if not cell.name and _TWICE.search(text) is None:
        return
    for word in ruleset.words("reduplications"):
        text = text.replace(word, _MARK)
    whole = squash(text)
    for match in _TWICE.finditer(text):
        word = match[1]
        if not all("一" <= char <= "鿿" for char in word):
            continue
        if len(set(word)) == 1 or set(word) <= _NUMERALS or word.startswith(_EACH):
            continue
        yield _Doubled(cell, match[0], word, whole == match[0])
    if cell.name and _SAME.search(text) is not None:
        long = [head for head in ruleset.names.heads if len(head) >= _TERM]
        for term in _terms(text, long):
            yield _Doubled(cell, term[0] + term, term, whole=False)


def _terms(text: str, heads: Sequence[str]) -> Iterator[str]:
    """The known terms in a text before which their first character stands once more: 及及时率."""
    for place in range(1, len(text)):
        if text[place] == text[place - 1]:
            yield from sorted((head for head in heads if text.startswith(head, place)), key=len)[-1:]
