"""Formulas of a workbook against the results that it stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from perfscore.checks.register import Found, Yielded, check, found
from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain, read_figure
from perfscore.core.records import frozen
from perfscore.ooxml.evaluate import BeyondError, evaluate, written
from perfscore.ooxml.formula import moved
from perfscore.readers.document import Cell, Table

#: What the spreadsheet's own arithmetic may be off by, as a share of the number.
_DUST: Final = Fraction(1, 10**9)
#: So many cells of a sheet are named.
_NAMED: Final = 20
#: So many formulas of a sheet are evaluated: who has more keeps a database in it.
_MOST: Final = 20_000
#: So many cells are looked at for the formulas of a sheet: running totals read the same ones again and again.
_MOST_LOOKS: Final = 300_000


@frozen
class _Differs:
    """A cell whose number is not what a formula gives."""

    cell: Cell
    stored: Decimal
    formula: str
    value: Fraction

    def say(self) -> str:
        """The formula with both numbers."""
        return (
            f"={self.formula} 重算为 {plain(self.value, 6)}，单元格里是 {self.cell.shown or plain(self.stored, 6)}"
        )


class _Sheet:
    """The numbers of a sheet as a formula finds them."""

    def __init__(self, table: Table, *, whole: bool = False) -> None:
        """`whole`: a blank cell is no number either."""
        self._table = table
        self._whole = whole
        self._left = _MOST_LOOKS
        self._own = (0, 0)

    def value(self, formula: str, own: tuple[int, int]) -> Fraction | None:
        """What a formula gives in its cell; one that counts its own cell is computed again and again, and left alone."""
        self._own = own
        return evaluate(formula, self._look)

    def _look(self, row: int, column: int) -> Decimal | str | None:
        """What stands in a cell; what a merge covers, a truth value, a date and a formula without result cannot be told."""
        self._left -= 1
        if self._left < 0 or (row, column) == self._own:
            raise BeyondError
        cell = self._table.cells.get((row, column))
        if cell is None:
            if self._whole or self._table.get(row, column) is not None:
                raise BeyondError
            return None
        if cell.uncached or isinstance(cell.value, bool) or (self._whole and not isinstance(cell.value, Decimal)):
            raise BeyondError
        if cell.value is None or isinstance(cell.value, Decimal):
            return cell.value
        if isinstance(cell.value, str) and not cell.value.startswith("#"):
            return cell.value
        raise BeyondError


def _apart(cell: Cell, stored: Decimal, value: Fraction) -> bool:
    """Whether a number lies outside what the cell shows, and what the spreadsheet's own arithmetic may be off by."""
    shown = read_figure(cell.shown.strip())
    half = Fraction(0)
    if shown is not None:
        half = shown.unit_in_last_place / 2 / (100 if shown.percent else 1)
    off = abs(value - Fraction(stored))
    return off > max(half, _DUST * max(abs(value), Fraction(1)))


def _stale(table: Table) -> Iterator[_Differs]:
    sheet, seen = _Sheet(table), 0
    for place, cell in table.cells.items():
        if cell.formula is None or cell.uncached or not isinstance(cell.value, Decimal):
            continue
        seen += 1
        if seen > _MOST:
            return
        formula = written(cell.formula)
        value = None if formula is None else sheet.value(formula, place)
        if formula is not None and value is not None and _apart(cell, cell.value, value):
            yield _Differs(cell, cell.value, formula, value)


def _typed(table: Table) -> Iterator[_Differs]:
    """The constants that stand in a column of like formulas, which would give another number there."""
    sheet, cells, seen = _Sheet(table, whole=True), table.cells, 0
    for (row, column), cell in cells.items():
        above, below = cells.get((row - 1, column)), cells.get((row + 1, column))
        if cell.formula is not None or not isinstance(cell.value, Decimal) or above is None or below is None:
            continue
        if above.formula is None or below.formula is None:
            continue
        seen += 1
        if seen > _MOST:
            return
        upper, lower = written(above.formula), written(below.formula)
        if (
            upper is None
            or lower is None
            or moved(upper, 2, 0) != lower
            or not _goes_on(cells, row, column, upper)
        ):
            continue
        formula = moved(upper, 1, 0)
        value = sheet.value(formula, (row, column))
        if value is not None and _apart(cell, cell.value, value):
            yield _Differs(cell, cell.value, formula, value)


def _goes_on(cells: Mapping[tuple[int, int], Cell], row: int, column: int, upper: str) -> bool:
    """Whether the like formulas are three at least: two neighbours may be alike by chance."""
    for far, steps in ((row - 2, -1), (row + 2, 3)):
        cell = cells.get((far, column))
        if cell is not None and written(cell.formula) == moved(upper, steps, 0):
            return True
    return False


@check(
    "PS061",
    "formula-result-stale",
    Severity.WARNING,
    "input",
    title="A stored cell value differs from its own formula",
    lowered={"slight": Severity.INFO},
)
def formula_result_stale(item: InputFile) -> Iterator[Yielded]:
    """公式结果与单元格值不符。

    ## 查什么
    工作簿（xlsx）里的公式只用加减乘除、SUM、ROUND 和同一工作表的单元格，按表中存的数重算，结果不在所存数值的显示精度之内；
    一个工作表合报一条。一列同样的公式中间有一格是手填的数、与公式该得的数不同，另报一条提示。
    用到别的函数、别的工作表、名称、文字或空缺结果的公式不算；没有缓存结果的见 PS033；只差显示的尾数、正好在四舍五入中点上的不报。

    ## 为什么要紧
    打开文件的人看到的是存的数；公式没有重新计算，或者被人改成了常数，合计和得分就不是表里这些数算出来的。

    ## 反例
    ```workbook
    指标 | 分值 | 完成率 | 得分
    培训人数 | 10 | 0.94 | =B2*C2 → 9.5
    培训课时 | 20 | 1 | =B3*C3 → 20
    ```

    ## 正例
    ```workbook
    指标 | 分值 | 完成率 | 得分
    培训人数 | 10 | 0.94 | =B2*C2 → 9.4
    培训课时 | 20 | 1 | =B3*C3 → 20
    ```

    ## 依据
    表内勾稽
    """
    for table in item.sheets:
        stale = list(_stale(table))
        if stale:
            yield _one(
                stale,
                table,
                "公式的结果没有重新计算",
                "a formula's stored result is not what it gives",
                mend="在 Excel 或 WPS 中按 F9 重算并保存，再核对合计和得分",
                mend_en="recalculate (F9) and save, then check totals and scores",
                subject="stale",
            )
        typed = list(_typed(table))
        if typed:
            yield _one(
                typed,
                table,
                "一列公式中间是手填的数",
                "a typed number stands in a column of formulas",
                mend="确认是否有意改写；否则恢复公式",
                mend_en="make sure that it was meant, or restore the formula",
                subject="typed",
                slight=True,
            )


def _one(
    cells: Sequence[_Differs],
    table: Table,
    words: str,
    words_en: str,
    *,
    mend: str,
    mend_en: str,
    subject: str,
    slight: bool = False,
) -> Found:
    """One finding for all such cells of a sheet."""
    first, *others = cells
    count = f"；这个工作表里共有 {len(cells)} 格" if others else ""
    return found(
        first.cell.at,
        f"{words}：{first.say()}{count}",
        f"{words_en}: ={first.formula} gives {plain(first.value, 6)} ({len(cells)} cells of this sheet)",
        mend=mend,
        mend_en=mend_en,
        subject=f"{table.name}/{subject}",
        recorded=first.cell.shown,
        recomputed=plain(first.value, 6),
        related=tuple(Related(one.cell.at, one.say()) for one in others[:_NAMED]),
        conditions=("slight",) if slight else (),
    )
