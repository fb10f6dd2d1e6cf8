"""How what does not add up in a budget is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.checks.budget.amounts import Amount, Equation, name_of
from perfscore.checks.budget.solve import Off, judged
from perfscore.checks.register import Condition, Found, found
from perfscore.checks.subjects import InputFile
from perfscore.core.findings import Related
from perfscore.core.numbers import plain
from perfscore.core.text import quoted_within
from perfscore.core.trace import Step
from perfscore.model import BudgetTable

#: So many columns and places are named in a sentence.
_NAMED: Final = 3


def reported(item: InputFile, code: str) -> Iterator[Found]:
    """The findings of one check on a file."""
    for one in judged(item).off.get(code, ()):
        yield _found(one)


def extracted(table: BudgetTable) -> tuple[Condition, ...]:
    """The condition of a finding on a table of an extracted text."""
    return ("extracted",) if table.provenance == "extracted" else ()


def _found(off: Off) -> Found:
    one = off.first
    rest = tuple(amount for other in (*off.columns, *off.others) for amount in other.amounts)
    source = off.suspect[0] if off.suspect is not None else one.total
    wanted = plain(off.suspect[1]) if off.suspect is not None else plain(one.sum)
    also, also_en = _also(off)
    own = one.total.label, str(one.total.figure)
    return found(
        source.number,
        f"{quoted_within(f'《{name_of(one.table)}》')}{own[0]}为 {own[1]}，{_parts(one)}，"
        f"相差 {plain(abs(one.gap))}，超出四舍五入的范围（{plain(one.bound)}）{also}",
        f"{name_of(one.table)}: {own[0]} is {own[1]}, {one.what_en} give {plain(one.sum)}: "
        f"the difference of {plain(abs(one.gap))} exceeds rounding (bound {plain(one.bound)}){also_en}",
        mend=f"核对{source.label}及所列各数，改正填错的一格；如有漏列的行或列，请补上",
        mend_en="check these cells and correct the wrong one, or add the row or column that was left out",
        subject=f"{name_of(one.table)}/{one.total.row}/{one.total.column}".rstrip("/"),
        recomputed=wanted,
        tolerance=plain(one.bound),
        related=_related(source, (*one.amounts, *rest)),
        steps=Step(one.what, one.formula, plain(one.sum)),
        conditions=extracted(one.table),
    )


def _parts(one: Equation) -> str:
    if len(one.parts) == 1:
        return f"{one.what}为 {one.parts[0].figure}"
    return f"{one.what}之和为 {plain(one.sum)}"


def _also(off: Off) -> tuple[str, str]:
    """What else fails with a sum: other columns of the row, other sums of the same cell."""
    zh, en = "", ""
    if off.columns:
        names = [one.total.column for one in off.columns if one.total.column]
        more = f"等 {len(names)} 栏" if len(names) > _NAMED else ""
        zh += f"；{'、'.join(names[:_NAMED])}{more}也不符" if names else ""
        en += f"; so do {len(off.columns)} more columns of the row"
    if off.suspect is not None and off.others:
        amount, value = off.suspect
        zh += f"；{amount.label}如为 {plain(value)}，另有 {len(off.others)} 处合计随之相符"
        en += f"; with {plain(value)} at {amount.label}, {len(off.others)} more sums would hold"
    return zh, en


def _related(source: Amount, amounts: tuple[Amount, ...]) -> tuple[Related, ...]:
    """The other amounts that a finding rests on, each once."""
    notes = {amount.at: f"{amount.row} {amount.column} {amount.number.raw}" for amount in amounts}
    return tuple(Related(at, " ".join(note.split())) for at, note in notes.items() if at != source.at)


def tails(item: InputFile) -> Iterator[Found]:
    """The totals of each table that differ from their parts by rounding only, together."""
    tables: dict[int, list[Equation]] = {}
    for one in judged(item).tails:
        tables.setdefault(id(one.table), []).append(one)
    for found_in in tables.values():
        first = found_in[0]
        said = [
            f"{one.total.label}为 {one.total.figure}，{_parts(one)}（允许相差 {plain(one.bound)}）"
            for one in found_in[:_NAMED]
        ]
        more = f"等 {len(found_in)} 处" if len(found_in) > _NAMED else ""
        yield found(
            first.total.number,
            f"{quoted_within(f'《{name_of(first.table)}》')}有 {len(found_in)} 处合计与各项之和只差尾数："
            f"{'；'.join(said)}{more}",
            f"{name_of(first.table)}: {len(found_in)} totals differ from their parts by rounding only "
            f"(bound of the first {plain(first.bound)})",
            mend="不必改动；如有原始数据，可核对未四舍五入的金额",
            mend_en="nothing needs mending",
            subject=f"{name_of(first.table)}/rounding",
            recomputed=plain(first.sum),
            tolerance=plain(first.bound),
            related=_related(
                first.total,
                tuple(
                    amount
                    for one in found_in
                    for amount in ((one.total, *one.parts) if one is first else (one.total,))
                    if amount.figure is not None
                ),
            ),
            steps=Step(first.what, first.formula, plain(first.sum)),
        )
