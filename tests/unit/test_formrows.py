"""The row of a form, from the document of a report."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.core.errors import UsageError
from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.sourced import Sourced
from perfscore.formrows import form_rows
from perfscore.model.annual import _in_ten_thousands

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="module")
def report():
    return ps.audit(SAMPLES / "hengyang-2023" / "自评表.xlsx")


def test_a_row_has_the_money_the_totals_and_what_was_found(report):
    first = next(form_rows(report.to_dict()))
    assert (first.unit, first.project, first.year) == ("衡阳市强制隔离戒毒所", "强制隔离戒毒生活补贴", "2023")
    assert (first.budget, first.spent, first.rate) == (Decimal("401.95"), Decimal("401.95"), Decimal("100.00"))
    assert (first.recorded, first.recomputed) == (Decimal("99.34"), Decimal("109.74"))
    assert (first.sheet, first.cell, first.kind) == ("强制隔离戒毒生活补贴", "A1", "project-self-assessment")
    own = [one for one in report.findings if one.form == 0]
    assert first.errors + first.warnings + first.infos == len(own) > 0
    missed = [s for s in report.scores if s.form == 0 and s.kind in ("indicator", "execution")]
    assert first.not_recomputed == sum(s.status not in ("recomputed", "joint") for s in missed)


def test_rows_read_back_from_a_file_are_the_same(report):
    assert list(form_rows(json.loads(json.dumps(report.to_dict())))) == list(form_rows(report.to_dict()))


def test_what_was_waived_or_known_does_not_count(report):
    document = copy.deepcopy(report.to_dict())
    for finding in document["findings"]:
        finding["known"] = True
    assert {(row.errors, row.warnings, row.infos) for row in form_rows(document)} == {(0, 0, 0)}


def test_a_sheet_of_targets_has_the_initial_budget_in_ten_thousands():
    (row,) = form_rows(ps.audit(SAMPLES / "project-target" / "目标表.xlsx").to_dict())
    assert (row.budget, row.spent, row.rate) == (Decimal("28.6"), None, None)


def test_budget_tables_are_no_forms():
    document = ps.audit(SAMPLES / "budget" / "预算表.xlsx").to_dict()
    assert document["forms"]
    assert list(form_rows(document)) == []


def test_a_total_between_two_ends_has_both(report):
    document = copy.deepcopy(report.to_dict())
    total = next(score for score in document["scores"] if score["kind"] == "total")
    total |= {"recomputed": None, "range": {"low": "80", "high": "90.5"}, "recorded": "优秀"}
    row = list(form_rows(document))[total["form"]]
    assert (row.recomputed, row.low, row.high) == (None, Decimal(80), Decimal("90.5"))
    assert (row.recorded, row.recorded_text) == (None, "优秀")


@pytest.mark.parametrize(
    ("unit", "amount"), [("元", "1.2345"), ("万元", "12345"), ("亿元", "123450000"), ("", None), ("人", None)]
)
def test_amounts_stand_in_ten_thousands(unit, amount):
    cell = Sourced(Figure(Decimal(12345), 0), "12345", Location("a"))
    assert _in_ten_thousands(cell, unit) == (None if amount is None else Decimal(amount))


def test_the_frame_of_forms_has_a_row_for_each(report):
    frame = report.to_frame("forms")
    assert len(frame) == len(report.forms)
    assert frame.loc[0, "budget"] == Decimal("401.95")
    assert frame["errors"].sum() + frame["warnings"].sum() + frame["infos"].sum() == len(
        [one for one in report.findings if one.form is not None]
    )


def test_there_is_no_other_frame(report):
    with pytest.raises(UsageError, match="forms"):
        report.to_frame("nothing")
