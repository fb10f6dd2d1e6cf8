"""Recomputed scores as formulas: LibreOffice calculates what perfscore computes, for other actual values too."""

from __future__ import annotations

import random
from decimal import Decimal

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.services.annotate import annotate
from workbooks_support import SAMPLES, resaved

CHANGES = 20


def scores_beside(path):
    """The scores of each row with what its cell in the added column shows, by sheet and row."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = []
    for score in audit(path).scores:
        if score.kind == "section" or score.at is None or score.at.cell is None:
            continue
        sheet = book[score.at.sheet]
        row = sheet[score.at.cell].row
        column = next(
            (cell.column for cells in sheet.iter_rows() for cell in cells if cell.value == "重算得分"), None
        )
        if column is not None:
            found.append((score, sheet.cell(row, column).value))
    return found


def varied(source, target, seed):
    """A copy in which every numeric actual is another number of as many digits as its cell shows.

    openpyxl writes no cached results, so that the office must calculate; seed 0 leaves the numbers as they are.
    """
    dice = random.Random(seed)  # noqa: S311 - the same numbers every time
    book = openpyxl.load_workbook(source)
    for score in audit(source).scores:
        form_cell = score.at
        if score.kind != "indicator" or form_cell is None or not seed:
            continue
        text = (score.actual or "").removesuffix("%")
        cell = f"F{form_cell.cell[1:]}"
        if not text.replace(".", "", 1).isdigit():
            continue
        digits = len(text.partition(".")[2])
        value = round(Decimal(dice.uniform(0, 1.6)) * Decimal(text), digits)
        if score.actual.endswith("%"):
            value /= 100
        held = book[form_cell.sheet][cell]
        if isinstance(held.value, int | float):
            held.value = value
    book.save(target)


@pytest.mark.office
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_office_calculates_the_recomputed_scores(sample, tmp_path):
    copy = tmp_path / "0.xlsx"
    result = annotate(sample, copy)
    if not result.columns:
        pytest.skip("no self-assessment, so no column of scores")
    variants = [tmp_path / f"{number}.xlsx" for number in range(1, CHANGES + 2)]
    for number, variant in enumerate(variants):
        varied(copy, variant, number)
    compared = 0
    for path in resaved(variants, tmp_path / "office"):
        for score, shown in scores_beside(path):
            where = f"{path.name} {score.at.place} {score.indicator} {score.target} {score.actual}"
            if isinstance(shown, int | float):
                assert score.recomputed is not None, where
                assert round(Decimal(repr(shown)), 6) == score.recomputed, where
                compared += 1
            elif score.recomputed is not None:
                # Blank at first, or another kind of value now: never a wrong number.
                assert shown in ("—", "", None), where
    assert compared > CHANGES
