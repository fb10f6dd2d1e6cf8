"""Recomputed scores as formulas: LibreOffice calculates what perfscore computes, for other actual values too."""

from __future__ import annotations

import random
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from perfscore.audit import audit
from perfscore.ooxml import patch
from perfscore.services.annotate import annotate
from workbooks_support import SAMPLES, resaved

CHANGES = 20


def column_of(sheet):
    """The added column of a sheet, None where there is none."""
    return next((cell.column for cells in sheet.iter_rows() for cell in cells if cell.value == "重算得分"), None)


def changes(book, scores, seed):
    """Other numbers for all numeric actuals, of as many digits as their cells show; seed 0 leaves them alone."""
    dice = random.Random(seed)  # noqa: S311 - the same numbers every time
    for score in scores:
        text = (score.actual or "").removesuffix("%")
        if score.kind != "indicator" or score.at is None or not seed or not text.replace(".", "", 1).isdigit():
            continue
        cell = f"F{score.at.cell[1:]}"
        value = round(Decimal(dice.uniform(0, 1.6)) * Decimal(text), len(text.partition(".")[2]))
        if score.actual.endswith("%"):
            value /= 100
        if isinstance(book[score.at.sheet][cell].value, int | float):
            yield score.at.sheet, cell, value


def varied(copy, target, folder):
    """What perfscore computes at every change, and a workbook with a copy of each form for every change.

    The office starts, loads and saves but once: that is what takes the time. openpyxl writes no cached results, so
    that the office must calculate.

    Returns:
        Of each form and change the name of the sheet in the workbook, the added column, and the scores.
    """
    scores = audit(copy).scores
    book = openpyxl.load_workbook(copy)
    columns = {sheet.title: column_of(sheet) for sheet in book if sheet.title != "重算得分"}
    forms = [name for name, column in columns.items() if column is not None]
    found = []
    for seed in range(CHANGES + 1):
        made = list(changes(book, scores, seed))
        variant = patch.open(copy)
        sheets = {name: book.copy_worksheet(book[name]) for name in forms}
        for number, name in enumerate(forms):
            sheets[name].title = f"{seed}-{number}"
        for sheet, cell, value in made:
            variant.set_value(sheet, cell, value)
            sheets[sheet][cell].value = value
        variant.save(folder / "variant.xlsx")
        again = audit(folder / "variant.xlsx").scores
        found += [(sheets[n].title, columns[n], [s for s in again if s.at and s.at.sheet == n]) for n in forms]
    book.save(target)
    return found


@pytest.fixture(scope="module")
def calculated(tmp_path_factory):
    """The annotated samples at the recorded and at changed actuals, calculated by LibreOffice in one run."""
    folder = tmp_path_factory.mktemp("live")
    variants = {}
    for number, sample in enumerate(SAMPLES):
        copy = folder / f"copy{number}.xlsx"
        if annotate(sample, copy).columns:
            variants[sample] = (f"{number}.xlsx", varied(copy, folder / f"{number}.xlsx", folder))
    resaved([folder / name for name, _ in variants.values()], folder / "office")
    return {s: (CalamineWorkbook.from_path(folder / "office" / n), found) for s, (n, found) in variants.items()}


def _row(score):
    return int(score.at.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if score.at.cell else 0


@pytest.mark.office
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_office_calculates_the_recomputed_scores(sample, calculated):
    if sample not in calculated:
        pytest.skip("no self-assessment, so no column of scores")
    book, found = calculated[sample]
    if not any(score.recomputed is not None for _, _, scores in found for score in scores):
        pytest.skip("rules that no target stands beside: nothing to recompute")
    compared = 0
    for name, column, scores in found:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        own = {_row(score) for score in scores if score.kind == "indicator"}
        for score in scores:
            if score.kind == "section" or score.at.cell is None:
                continue
            if score.kind != "indicator" and _row(score) in own:
                continue  # a ledger prints the execution beside the first indicator: the column shows that one's score
            shown = rows[_row(score) - 1][column - 1]
            where = f"{name} {score.at.place} {score.indicator} {score.target} {score.actual}"
            if isinstance(shown, int | float):
                assert score.recomputed is not None, where
                assert round(Decimal(repr(shown)), 6) == score.recomputed, where
                compared += 1
            elif score.recomputed is not None:
                # Blank at first, or another kind of value now: never a wrong number.
                assert shown in ("—", ""), where
    assert compared > CHANGES
