"""PS816: quantities in the texts of a form against its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, Literal

from perfscore.checks import needs
from perfscore.checks.narrative.nouns import Named, is_total, named, nouns_of
from perfscore.checks.narrative.prose import Quantity, in_unit, read_prose
from perfscore.checks.narrative.texts import Passage, passages
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Interval
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.core.units import dimension
from perfscore.language.values import Value
from perfscore.model import Indicator, SelfAssessment, TargetSheet, Valued

Verdict = Literal["agrees", "differs", "far", "unknown"]

#: When something was done is told in other words than how long it takes.
_TIMES: Final = ("time", "months", "workdays", "age", "score")
#: Parts in which aims are stated; the others describe what is there already.
_AIMS: Final = ("goal", "goal-period", "goal-actual", "plan", "conclusion")
#: So many characters before and behind a number are quoted.
_QUOTED: Final = 12
_FAR: Final = Fraction(1, 10)


@frozen
class _Match:
    """A number of a text with the indicators that it is of."""

    passage: Passage
    quantity: Quantity
    words: str
    rows: tuple[Indicator, ...]
    whole: bool


@check(
    "PS816",
    "text-indicator-differs",
    Severity.WARNING,
    "form",
    title="A quantity or price in the text differs from the indicator",
    needs=(needs.INDICATORS,),
    after=("PS802",),
    lowered={"slight": Severity.INFO},
)
def text_indicator_differs(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """文字与指标值不一致。

    ## 查什么
    总体目标、项目概况、实施计划等文字里的数，与名称相同（或以它结尾：满意度——单位人员满意度）、单位能换算的指标比较：
    与指标值相反的一侧（文字满意度达90%，指标≥95%）或与确定的指标值不等的报；在达标的一侧但相差超过 10% 的，和文字只写了名称的结尾、数比指标大（演练6次——夜间演练2次）的只提示。
    自评表的完成情况与该行的实际完成值比较：文字演练6次、完成值5次的报。
    写了其中、每、累计、已有、上年、同比、分别、季度的数，区间、增减幅度、其他年度和计划数不比较；同一段里有几个不同的数属于同一指标的
    不比较；文字比指标名称多了限定词（夏季安全检查——安全检查）的，是其中一部分，不比较；“约”“左右”放宽 10%。
    实施期目标对实施期指标，年度目标对年度指标，其他各栏与其中之一相符即可。PS802 已指出的那段文字里的金额不再报。

    ## 为什么要紧
    目标表批复的是指标值，文字写另一个数，考核时以哪个为准就说不清；完成情况与完成值不一致，总有一个不是真的。

    ## 反例
    ```form
    年度总体目标 | 预期目标 | 实际完成情况
     | 开展应急演练6次 | 全年组织应急演练6次，群众反映良好
    （表头）
    产出指标 | 数量指标 | 应急演练次数 | ≥6次 | 5次 | 100 | 83.33
    ```

    ## 正例
    ```form
    年度总体目标 | 预期目标 | 实际完成情况
     | 开展应急演练6次 | 全年计划演练6次，实际组织应急演练5次，其中夜间应急演练2次，每次60人
    （表头）
    产出指标 | 数量指标 | 应急演练次数 | ≥6次 | 5次 | 100 | 83.33
    ```

    ## 依据
    表内勾稽
    """
    told: dict[tuple[str, str], list[_Match]] = {}
    for matches in _matches(form, view):
        for one in _contradicting(matches, view):
            told.setdefault((one.words, one.rows[0].name.value), []).append(one)
    for same in told.values():
        yield _differs(same, view)


def _matches(form: SelfAssessment | TargetSheet, view: View) -> Iterator[list[_Match]]:
    """For each text the numbers that are of indicators."""
    annual = named(form.indicators, view.ruleset)
    whole = _of_period(form, view)
    goal = squash(form.goal.value) if form.goal is not None else ""
    denied = {subject.partition("/")[0] for subject in view.earlier.get("PS802", ())}
    for passage in passages(form):
        if passage.key == "goal-actual" and squash(passage.cell.value) == goal:
            continue  # a copied goal tells nothing of what was done
        indexes = (
            [whole] if passage.key == "goal-period" else [annual] if passage.key == "goal" else [annual, whole]
        )
        found = [
            one
            for one in _of_text(passage, [index for index in indexes if index is not None], view)
            if not (one.quantity.is_money and passage.key in denied)
        ]
        if found:
            yield found


def _of_period(form: SelfAssessment | TargetSheet, view: View) -> Named | None:
    for block in form.blocks if isinstance(form, TargetSheet) else ():
        if block.name == "period":
            return named((row for section in block.sections for row in section.indicators), view.ruleset)
    return None


def _of_text(passage: Passage, indexes: Sequence[Named], view: View) -> Iterator[_Match]:
    prose = read_prose(passage.raw)
    year = view.form.head.text("year")[:4]
    for one in prose.quantities:
        if not one.unit or dimension(one.unit) in _TIMES or not is_total(one, prose, year, view.ruleset):
            continue
        for noun in nouns_of(one, view.ruleset):
            found = [index.of(noun) for index in indexes]
            whole = any(complete and rows for rows, complete in found)
            rows = tuple(
                row
                for of, complete in found
                if complete or not whole
                for row in of
                if _number(row, passage) is not None and in_unit(one, _unit(row, passage)) is not None
            )
            if rows and (whole or _may_be_short(rows, passage, view)):
                before = one.phrase.strip()[-_QUOTED:]
                words = before + prose.words(one) + ("" if noun in squash(before) else one.after[:_QUOTED])
                yield _Match(passage, one, words, rows, whole)
                break


def _may_be_short(rows: Sequence[Indicator], passage: Passage, view: View) -> bool:
    """Whether the end of a name is enough: where aims are stated, and elsewhere for rates and measured things."""
    if passage.key in _AIMS:
        return True
    kinds = {kind.name if (kind := view.ruleset.name_class(row.name.value)) else "" for row in rows}
    measured = all((value := _number(row, passage)) is not None and value.measured for row in rows)
    return kinds == {"share"} or measured


def _number(row: Indicator, passage: Passage) -> Value | None:
    """What the text is held against: the actual for what was done, else the target; None without a number."""
    cell = _cell(row, passage)
    said = cell.value if cell is not None else None
    if not isinstance(said, Value) or not said.unit or said.kind not in ("exact", "bound", "range", "change"):
        return None
    return said if said.low is not None or said.high is not None else None


def _is_of_done(passage: Passage) -> bool:
    """Whether a text tells what was done."""
    return passage.key in ("goal-actual", "conclusion")


def _cell(row: Indicator, passage: Passage) -> Valued | None:
    return row.actual if _is_of_done(passage) else row.target


def _unit(row: Indicator, passage: Passage) -> str:
    said = _number(row, passage)
    return said.unit if said is not None else ""


def _contradicting(matches: Sequence[_Match], view: View) -> Iterator[_Match]:
    """The numbers of one text that none of their indicators allows; several for one indicator are parts of it."""
    by_row: dict[int, set[Fraction]] = {}
    for one in matches:
        for row in one.rows:
            by_row.setdefault(id(row), set()).add(one.quantity.value)
    for one in matches:
        if any(len(by_row[id(row)]) > 1 for row in one.rows):
            continue
        verdicts = {_verdict(one, row, view) for row in one.rows}
        if verdicts <= {"differs", "far"}:
            yield one


def _verdict(one: _Match, row: Indicator, view: View) -> Verdict:
    """Whether the number in the text can stand beside the value of a row."""
    said = _number(row, one.passage)
    size = in_unit(one.quantity, said.unit) if said is not None else None
    if said is None or size is None:
        return "unknown"
    own = one.quantity.roughly(_FAR)
    here = Interval(own.low * size, own.high * size)
    if _is_of_done(one.passage):
        return _done(one, here, said, row, view)
    return _aimed(one, here, said, row, view)


def _done(one: _Match, here: Interval, said: Value, row: Indicator, view: View) -> Verdict:
    """The text of what was done against the actual; it may also repeat the target that was reached."""
    there = said.interval
    if (
        said.kind != "exact"
        or there is None
        or any(word in one.quantity.lead for word in view.ruleset.words("text_planned"))
    ):
        return "unknown"
    target = row.target.value if row.target is not None else None
    if isinstance(target, Value) and target.number is not None and target.unit == said.unit:
        aim = Fraction(target.number)
        reached = there.high >= aim if target.low is not None else there.low <= aim
        if reached and here.meets(Interval.point(aim)):
            return "agrees"
    return _against(one.quantity.relation, here, there)


def _against(relation: str, here: Interval, there: Interval) -> Verdict:
    """A number in a text, which may be a bound, against an exact one."""
    if here.meets(there):
        return "agrees"
    below = there.high <= here.low
    if relation == ">=":
        return "differs" if below else "agrees"
    if relation == "<=":
        return "agrees" if below else "differs"
    return "differs"


def _aimed(one: _Match, here: Interval, said: Value, row: Indicator, view: View) -> Verdict:
    """The text of an aim against the target."""
    relation = one.quantity.relation
    low, high = (None if end is None else Fraction(end) for end in (said.low, said.high))
    if said.kind == "change":
        kind = view.ruleset.name_class(row.name.value)
        if kind is None or kind.name != "share" or said.unit != "%" or low is None:
            return "unknown"
        high = None  # 满意度提高95% means a level
    if low is not None and high is not None:
        there = Interval(low, high)
        return _against(relation, here, there) if low == high else "agrees" if here.meets(there) else "differs"
    if low is not None and relation != "<=":
        if here.high < low or (here.low != here.high and here.high == low):
            return "differs"
        return "far" if relation == "=" and here.low > low * (1 + _FAR) else "agrees"
    if high is not None and relation != ">=":
        if here.low > high:
            return "differs"
        return "far" if relation == "=" and here.high < high * (1 - _FAR) else "agrees"
    return "unknown"


def _differs(same: Sequence[_Match], view: View) -> Yielded:
    one, *others = same
    row = one.rows[0]
    cell = _cell(row, one.passage)
    done = _is_of_done(one.passage)
    label = "实际完成值" if done else "指标值"
    printed = cell.raw if cell is not None else ""
    far = "far" in {_verdict(one, row, view) for row in one.rows}
    return found(
        one.passage.cell,
        f"“{one.passage.label}”写“{one.words}”，“{row.name.value}”的{label}是 {printed}"
        + ("，相差超过 10%" if far else ""),
        f'the text has "{one.words}", the {"actual" if done else "target"} of "{row.name.value}" is {printed}',
        mend=f"核对后改正文字或{label}，使两处一致",
        mend_en="correct the text or the value, so that both say the same",
        subject=f"{one.passage.key}/{row.name.value}",
        recorded=one.words,
        recomputed=printed,
        related=(
            *(
                Related(other.at, f"“{of.name.value}”{label} {other.raw}")
                for of in one.rows
                if (other := _cell(of, one.passage)) is not None
            ),
            *(Related(other.passage.cell.at, f"{other.passage.label}同样") for other in others),
        ),
        conditions=("slight",) if far or _may_be_whole(one, row) else (),
    )


def _may_be_whole(one: _Match, row: Indicator) -> bool:
    """Whether the text may speak of more than the indicator: 演练6次, of which 夜间演练 are 2. Rates do not add.

    A text of what was done that has the very number of the target speaks of the indicator.
    """
    said = _number(row, one.passage)
    size = in_unit(one.quantity, said.unit) if said is not None else None
    if one.whole or said is None or size is None or dimension(said.unit) == "share":
        return False
    ends = [Fraction(end) for end in (said.low, said.high) if end is not None]
    number = one.quantity.value * size
    target = row.target.value if row.target is not None else None
    aimed = isinstance(target, Value) and target.number is not None and target.number == number
    return number > max(ends) and not (aimed and _is_of_done(one.passage))
