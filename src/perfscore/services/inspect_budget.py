"""What was read of a budget table, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.core.sourced import Unreadable
from perfscore.model import BudgetColumn, BudgetRow, BudgetTable, Number


def lines_of(table: BudgetTable, stage: str) -> Iterator[str]:
    """Show a table: at `form` which column is what, at `model` the rows; nothing at `rules`, it has none."""
    if stage == "rules":
        return
    facts = (
        ("单位", table.unit), ("年度", table.year), ("金额单位", table.money_unit), ("无数据", table.empty),
        *(("注", note) for note in table.notes if note is not table.empty),
    )  # fmt: skip
    yield from (f"    {name}: {text.value}  {text.at.place}" for name, text in facts if text is not None)
    for side in table.sides:
        if side.kind:
            yield f"    {'收入' if side.kind == 'income' else '支出'}"
        if stage == "form":
            yield from map(_column, side.columns)
        else:
            yield from (_row(row, side.amount_columns) for row in side.rows)
    yield from (f"    未读入 {at.place}: {reason}" for at, reason in table.unplaced)


def _column(column: BudgetColumn) -> str:
    heads = "/".join(text.value for text in column.head)
    kinds = "、".join(f"{group}={name}" for group, name in column.kinds)
    return f"    列 {column.role}: {heads}  {column.head[-1].at.place}{f'  〔{kinds}〕' if kinds else ''}"


def _row(row: BudgetRow, columns: tuple[BudgetColumn, ...]) -> str:
    amounts = "  ".join(
        f"{column.head[-1].value} {_amount(cell)}"
        for column, cell in zip(columns, row.amounts, strict=True)
        if cell.raw
    )
    code = f"{row.code.raw} " if row.code is not None and row.code.raw else ""
    return f"    {'    ' * row.level}{code}{row.name.value}: {amounts or '空'}"


def _amount(cell: Number) -> str:
    return f"读不懂“{cell.raw}”" if isinstance(cell.value, Unreadable) else str(cell.value)
