"""PS613: outturns of the base-data table against their budgets and the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfscore.checks.rates import percent
from perfscore.checks.register import Condition, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import figure
from perfscore.checks.words import bare, doubt, notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure
from perfscore.core.records import frozen
from perfscore.model import BaseRow, BaseTable, Number
from perfscore.rulesets import RuleSet


@check(
    "PS613",
    "base-figure-out-of-line",
    Severity.WARNING,
    "base-table",
    title="A base-data figure exceeds its budget or changed much",
    lowered={"slight": Severity.INFO},
)
def base_figure_out_of_line(form: BaseTable, view: View) -> Iterator[Yielded]:
    """基础数据超预算或变动大。

    ## 查什么
    部门整体支出绩效评价基础数据表中，决算数大于同一行预算数的（按所印小数位取区间仍大于），“其中”项只提示。三公经费、
    公用经费、政府采购的决算数比上年决算数增减超过评分规则集的限度（默认 50%），或不到预算数的限度（默认 70%），只提示，
    变动大的细项列为相关位置。
    三公经费比上年下降是厉行节约的要求，不报；上年数或预算数为零、空白的不算比例；其他行的增减不报。

    ## 为什么要紧
    没有预算不得支出；厉行节约的几项大起大落而没有说明，是财政重点核查的内容。

    ## 反例
    ```text
    部门整体支出绩效评价基础数据表
    经费控制情况（万元）	2024年决算数	2025年预算数	2025年决算数
    三公经费	6.00	12.00	9.60
    公用经费：	30.00	31.00	33.50
    政府采购金额	40.00	80.00	52.00
    ```

    ## 正例
    ```text
    部门整体支出绩效评价基础数据表
    经费控制情况（万元）	2024年决算数	2025年预算数	2025年决算数
    三公经费	9.00	8.00	6.00
    公用经费：	30.00	31.00	31.00
    政府采购金额	40.00	80.00	58.00
    ```

    ## 依据
    表内勾稽；变动限度为评分规则集的经验值；惯例，待核
    """
    rows = [_Line.of(row) for row in form.rows]
    for place, line in enumerate(rows):
        changes = list(_changes(rows, place, view.ruleset)) if line.is_thrift(view.ruleset) else []
        if line.over:
            yield from _over(line, changes)
        elif changes:
            yield from _changed(line, changes, view.ruleset)


@frozen
class _Line:
    """A row of the table with its cells."""

    row: BaseRow
    last: Number | None
    budget: Number | None
    outturn: Number | None

    @classmethod
    def of(cls, row: BaseRow) -> _Line:
        cells = dict(row.figures)
        return cls(row, cells.get("last_outturn"), cells.get("budget"), cells.get("outturn"))

    @property
    def label(self) -> str:
        return self.row.label.value.strip(":：")

    @property
    def over(self) -> bool:
        """Whether more was spent than budgeted, whatever both were rounded from."""
        spent, planned = figure(self.outturn), figure(self.budget)
        return spent is not None and planned is not None and spent.interval.low >= planned.interval.high

    def is_thrift(self, rules: RuleSet) -> bool:
        """Whether the row is one of the items that are to be kept low; its parts are judged with it."""
        return self.row.level == 0 and any(
            word in bare(self.row.label.value) for word in rules.words("thrift_items")
        )


@frozen
class _Change:
    words: str
    words_en: str
    related: tuple[Related, ...]


def _share(part: Figure | None, of: Figure | None) -> Fraction | None:
    """One figure in percent of another; None where there is no such share."""
    if part is None or of is None or of.value <= 0:
        return None
    return Fraction(part.value) / Fraction(of.value) * 100


def _changes(lines: Sequence[_Line], place: int, rules: RuleSet) -> Iterator[_Change]:
    """What is out of line in a row of thrift: the change on last year, the budget that was not used."""
    line = lines[place]
    change = _moved(line, rules)
    if change is not None:
        parts = []
        for number in range(place + 1, len(lines)):
            below = lines[number]
            if below.row.level == 0:
                break
            if (moved := _moved(below, rules)) is not None:
                parts.append((f"{below.label} {_signed(moved)}", below.outturn))
        yield _Change(
            f"比上年决算数 {line.last.raw if line.last else ''} 变动 {_signed(change)}",
            f"it changed by {_signed(change)} on last year",
            (*notes(("上年决算数", line.last)), *notes(*parts)),
        )
    used, limit = _share(figure(line.outturn), figure(line.budget)), rules.limits.get("thrift_outturn")
    if used is not None and limit is not None and used < Fraction(limit.value):
        yield _Change(
            f"只有预算数 {line.budget.raw if line.budget else ''} 的 {percent(used)}",
            f"it is {percent(used)} of the budget",
            notes(("预算数", line.budget)),
        )


def _moved(line: _Line, rules: RuleSet) -> Fraction | None:
    """The change on last year in percent where it is above the limit; less spent on 三公 is what is asked for."""
    share, limit = _share(figure(line.outturn), figure(line.last)), rules.limits.get("thrift_change")
    if share is None or limit is None or abs(share - 100) <= Fraction(limit.value):
        return None
    return None if share < 100 and "三公" in line.label else share - 100


def _signed(change: Fraction) -> str:
    return f"{'+' if change > 0 else ''}{percent(change)}"


def _over(line: _Line, changes: Sequence[_Change]) -> Iterator[Yielded]:
    outturn, budget = line.outturn, line.budget
    if outturn is None or budget is None:
        return
    also = "；" + "；".join(change.words for change in changes) if changes else ""
    yield found(
        outturn,
        f"“{line.label}”的决算数 {outturn.raw} 大于预算数 {budget.raw}{also}",
        f'"{line.label}": the outturn {outturn.raw} exceeds the budget of {budget.raw}',
        mend="核对两个数；确实超出预算的，在报告中说明原因",
        mend_en="check the figures; explain the excess in the report",
        subject=f"base/{line.label}/outturn",
        related=(*notes(("预算数", budget)), *(one for change in changes for one in change.related)),
        conditions=("slight",) if line.row.partial else (),
    )


def _changed(line: _Line, changes: Sequence[_Change], rules: RuleSet) -> Iterator[Yielded]:
    outturn = line.outturn
    if outturn is None:
        return
    conditions: tuple[Condition, ...] = (
        "slight", *doubt(*(rules.limits[name] for name in ("thrift_change", "thrift_outturn") if name in rules.limits))
    )  # fmt: skip
    yield found(
        outturn,
        f"“{line.label}”的决算数 {outturn.raw}，{'；'.join(change.words for change in changes)}",
        f'"{line.label}": the outturn is {outturn.raw}; {"; ".join(change.words_en for change in changes)}',
        mend="核对数据；属实的在报告中说明原因",
        mend_en="check the figures and explain them in the report",
        subject=f"base/{line.label}/change",
        related=tuple(one for change in changes for one in change.related),
        conditions=conditions,
    )
