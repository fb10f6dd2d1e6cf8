"""Reasons that say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.scores.common import has_reason
from perfscore.checks.subjects import View
from perfscore.checks.sums import joint
from perfscore.checks.words import doubt
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.model import Indicator, SelfAssessment, Text
from perfscore.rulesets import RuleSet

_CLAUSE: Final = lazy_pattern(r"[,，。;；、!！?？:：\n]|(?<!\d)\.(?!\d)")
_DIGIT: Final = lazy_pattern(r"[0-9０-９〇一二两三四五六七八九十百千万]+[%％个人次天月年日元户名台场件项]|\d")
#: What the head of the column asks for besides the reason.
_MEASURE: Final = "措施"
#: A text with fewer characters is looked at for what is missing from it.
_SHORT: Final = 6
#: So many rows without a measure are named.
_NAMED: Final = 3


@frozen
class _Words:
    """The words of a rule set that say nothing: whole phrases, what one means to do, and to what."""

    phrases: frozenset[str]
    actions: frozenset[str]
    things: frozenset[str]
    longest: int

    @classmethod
    def of(cls, ruleset: RuleSet) -> _Words:
        phrases, actions, things = (frozenset(ruleset.words(name)) for name in _LISTS)
        return cls(phrases, actions, things, max(map(len, phrases | actions | things), default=0))

    def fill(self, clause: str) -> bool:
        """Whether a clause is a phrase, or what one means to do and to what; 工作要求提高 begins otherwise, and is a cause."""
        place, acted = 0, False
        while place < len(clause):
            ends = range(min(len(clause), place + self.longest), place, -1)
            word = next((clause[place:end] for end in ends if self._known(clause[place:end])), None)
            acted = acted or word in self.phrases or word in self.actions
            if word is None or not acted:
                return False
            place += len(word)
        return acted

    def _known(self, word: str) -> bool:
        return word in self.phrases or word in self.actions or word in self.things


_LISTS: Final = ("boilerplate", "boilerplate_actions", "boilerplate_things")


def _clauses(text: str) -> list[str]:
    return [clause for part in _CLAUSE.split(text) if (clause := squash(part))]


def _shares_a_word(text: str, name: str) -> bool:
    """Whether two characters of the indicator's name stand together in a text."""
    return any(name[n : n + 2] in text for n in range(len(name) - 1))


def _says_nothing(row: Indicator, words: _Words) -> bool:
    """Whether every clause of the reason is boilerplate, without a figure and without a word of the indicator."""
    text = squash(row.reason.value) if row.reason is not None else ""
    if _DIGIT.search(text) or _shares_a_word(text, squash(row.name.value)):
        return False
    return all(map(words.fill, _clauses(text)))


def _lacks_measure(reason: Text, ruleset: RuleSet) -> bool:
    text = squash(reason.value)
    return not any(word in text for word in ruleset.words("measures"))


@check(
    "PS310",
    "reason-uninformative",
    Severity.WARNING,
    "self-assessment",
    title="The reason names neither cause nor measure",
    needs=(needs.POINTS, needs.SCORES, needs.REASONS),
    after=("PS307", "PS320"),
    lowered={"slight": Severity.INFO},
)
def reason_uninformative(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """偏差原因空泛。

    ## 查什么
    扣了分的行，偏差原因每一句都只是套话（进一步加强、科学设定指标值、客观原因……，见评分规则集的词表），没有数，也没有提到指标名称里的任何一个词。
    栏名要求写改进措施，却只写了原因、没有说怎么改的（包括不足六个字的），各行合为一条提示。
    只要有一句说到具体的事（“物价上涨”“经费下达较晚”），就不算空泛；没有扣分的行，填了什么都不在此列（见 PS309）；
    原因已随“达标却扣分”引用的（PS307、PS320），不再重复。

    ## 为什么要紧
    说不出为什么没有完成，也说不出怎么改，等于没有说明；下一年还会照样填。

    ## 反例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 质量指标 | 苗木成活率 | ≥95% | 90% | 20 | 18.95 | 今后将进一步加强预算管理，科学合理设定绩效指标
    ```

    ## 正例
    ```form
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
    产出指标 | 质量指标 | 苗木成活率 | ≥95% | 90% | 20 | 18.95 | 春旱浇水不及时，已补种，并与管护队签订责任书
    产出指标 | 质量指标 | 苗木成活率 | ≥95% | 95% | 20 | 20 | 今后将进一步加强预算管理
    ```

    ## 依据
    表式栏目“偏差原因分析及改进措施”；词表按评分规则集（惯例，待核）
    """
    words = _Words.of(view.ruleset)
    asked = any(name == "reason" and _MEASURE in squash(text.raw) for name, text in form.head.columns)
    bare: list[tuple[Indicator, Text]] = []
    for rows in joint(form):
        row = next((one for one in rows.rows if has_reason(one)), None)
        if row is None or row.reason is None or rows.points is None or rows.score is None:
            continue
        if rows.score >= rows.points or any(
            view.has_found(code, f"{rows.rows[0].name.value}/score") for code in ("PS307", "PS320")
        ):
            continue
        if _says_nothing(row, words):
            yield _empty(row, row.reason, view)
        elif asked and _lacks_measure(row.reason, view.ruleset):
            bare.append((row, row.reason))
    if bare:
        yield _without_measure(bare)


def _empty(row: Indicator, reason: Text, view: View) -> Yielded:
    return found(
        reason,
        f"“{row.name.value}”扣了分，偏差原因“{squash(reason.value)}”全是套话，没有说原因，也没有说怎么改",
        f'the reason for the points that "{row.name.value}" lost names neither cause nor measure',
        mend="写明没有完成的具体原因，和针对它的改进措施",
        mend_en="state the cause, and a measure against it",
        subject=f"{row.name.value}/reason",
        related=() if row.score is None else (Related(row.score.at, f"得分 {row.score.raw}"),),
        conditions=doubt(*(view.ruleset.lists[name] for name in _LISTS if name in view.ruleset.lists)),
    )


def _without_measure(rows: Sequence[tuple[Indicator, Text]]) -> Yielded:
    """One remark for all rows of a form whose reason says what happened and not what will be done."""
    (first, reason), *others = rows
    names = "、".join(f"“{row.name.value}”" for row, _ in rows[:_NAMED]) + ("等" if len(rows) > _NAMED else "")
    short = "，也过于简略" if len(squash(reason.value)) < _SHORT else ""
    return found(
        reason,
        f"{names}{f' {len(rows)} 行' if others else ''}只写了偏差原因“{squash(reason.value)}”，没有写改进措施{short}",
        f'"{first.name.value}" states a cause and no measure ({len(rows)} rows)',
        mend="补写改进措施",
        mend_en="add what will be done",
        subject="form/measures",
        related=tuple(Related(cell.at, f"“{row.name.value}”：{squash(cell.value)}") for row, cell in others),
        conditions=("slight",),
    )
