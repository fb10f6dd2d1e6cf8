"""Stored results against their formulas."""

from __future__ import annotations

import pytest

from formulabooks import formula_book
from perfscore.audit import audit
from perfscore.checks.reading import recalculated


def told(folder, lines, *, after=""):
    path = folder / "表.xlsx"
    path.write_bytes(formula_book(lines, after=after))
    return [finding for finding in audit(path).findings if finding.code == "PS061"]


@pytest.mark.parametrize(
    ("formula", "stored", "value"),
    [
        ("B2*C2", "9.5", "9.4"),
        ("ROUND(B2*C2,0)", "10", "9"),
        ("SUM(B2:B3)", "29", "30"),
        ("B2/B3*100", "55", "50"),
        ("(B2+B3)*C2-1", "27.3", "27.2"),
    ],
)
def test_a_result_that_was_not_recalculated(formula, stored, value, tmp_path):
    (found,) = told(
        tmp_path, f"指标 | 分值 | 完成率 | 得分\n培训 | 10 | 0.94 | ={formula} → {stored}\n讲座 | 20 | 1"
    )
    assert (found.severity.word, found.recomputed, found.at.cell) == ("warning", value, "D2")


@pytest.mark.parametrize(
    ("formula", "stored"),
    [
        ("B2*C2", "9.4"),
        ("B2*C2", "9.399999999999999"),
        ("B2/3", "3.3333333333333335"),
        ("IF(C2>0.9,B2,0)", "3"),
        ("另表!A1*2", "3"),
        ("B2*A2", "3"),
        ("D2+1", "3"),
        ("SUM(B2:D2)", "3"),
        ("ROUND(0.125,2)", "0.12"),
        ("B9*2", "0"),
    ],
)
def test_results_that_follow_or_cannot_be_told(formula, stored, tmp_path):
    lines = f"指标 | 分值 | 完成率 | 得分\n培训 | 10 | 0.94 | ={formula} → {stored}"
    assert told(tmp_path, lines) == []


def test_the_cells_of_a_sheet_are_one_finding(tmp_path):
    (found,) = told(tmp_path, "甲 | 2 | =B1*2 → 5\n乙 | 3 | =B2*2 → 6\n丙 | 4 | =B3*2 → 9")
    assert "共有 2 格" in found.message
    assert [one.at.cell for one in found.related] == ["C3"]


def test_what_a_merge_covers_is_not_guessed(tmp_path):
    lines = "甲 | 2 | =SUM(B1:B3) → 9\n乙\n丙 | 4"
    assert told(tmp_path, lines, after='<mergeCells count="1"><mergeCell ref="B1:B2"/></mergeCells>') == []
    assert len(told(tmp_path, lines)) == 1


def column(*cells):
    return "\n".join(f"第{n}项 | 10 | 0.9 | {cell.format(n=n)}" for n, cell in enumerate(cells, 1))


LIKE = "=B{n}*C{n} → 9"


def test_a_typed_number_in_a_column_of_formulas(tmp_path):
    (found,) = told(tmp_path, column(LIKE, LIKE, "9.5", LIKE))
    assert (found.severity.word, found.recomputed, found.at.cell) == ("info", "9", "D3")


@pytest.mark.parametrize(
    "cells",
    [
        (LIKE, LIKE, "9", LIKE),  # the number that the formula gives
        (LIKE, "9.5", LIKE),  # two like formulas may be chance
        (LIKE, LIKE, "9.5", "=B{n}*2 → 20"),
        (LIKE, LIKE, "9.5", "9.5", LIKE, LIKE),
        (LIKE, LIKE, "优", LIKE),
        ("=IF(C{n}<1,9,10) → 9",) * 2 + ("9.5",) + ("=IF(C{n}<1,9,10) → 9",),
    ],
)
def test_columns_that_are_no_interrupted_one(cells, tmp_path):
    assert told(tmp_path, column(*cells)) == []


def test_a_row_without_the_inputs_has_no_formula_to_break(tmp_path):
    lines = [f"第{n}项 | 10 | 0.9 | {LIKE.format(n=n)}" for n in (1, 2)]
    assert told(tmp_path, "\n".join([*lines, "定性 | 20 |  | 18", f"第4项 | 10 | 0.9 | {LIKE.format(n=4)}"])) == []


def test_running_totals_do_not_grow_with_the_square(tmp_path, monkeypatch):
    looked = []
    look = recalculated._Sheet._look
    monkeypatch.setattr(recalculated._Sheet, "_look", lambda *place: looked.append(1) or look(*place))

    def count(rows):
        looked.clear()
        lines = "\n".join(f"项 | 1 | =SUM(B$1:B{n}) → {n}" for n in range(1, rows + 1))
        assert told(tmp_path, lines) == []
        return len(looked)

    assert count(200) == 200 * 201 // 2
    # A sum over more than a thousand cells is left alone, and so is all that goes beyond the bound of a sheet.
    assert count(2400) <= recalculated._MOST_LOOKS + 2400
