import io
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.formrows import form_rows
from perfscore.report.ledger.book import write_ledger
from perfscore.report.ledger.pages import Results
from perfscore.report.ledger.spool import SortedSpool, Spool
from perfscore.report.ledger.summary import BINS, LABELS, WORST, Summary, bin_of, order_of
from perfscore.report.ledger.tables import Named
from perfscore.report.style import Style

ROW = ("甲\ud8ff局", None, 3, Decimal("12.50"), Named("表!A1", "甲/乙.xlsx", "表", "A1"), "")


def test_rows_come_back_as_they_went():
    spool = Spool(io.BytesIO())
    spool.put(ROW)
    spool.put(("乙",))
    assert list(spool) == [list(ROW), ["乙"]]
    assert list(spool) == [list(ROW), ["乙"]]


@given(st.lists(st.tuples(st.integers(-3, 0), st.text(max_size=3)), max_size=40), st.integers(1, 7))
def test_rows_are_sorted_as_if_all_were_held(keys, run):
    """However many are sorted at a time, and those of one key as they came."""
    spool = SortedSpool(io.BytesIO(), run)
    for number, key in enumerate(keys):
        spool.put(key, (number, "甲"))
    made = [(key, row[0]) for key, row in spool]
    assert made == sorted(((key, number) for number, key in enumerate(keys)), key=lambda one: one[0])
    assert [row for _, row in spool] == [[number, "甲"] for _, number in made]


def test_a_score_lies_in_the_bin_that_begins_with_it():
    assert [bin_of(Decimal(low)) for low in BINS] == list(LABELS[:-1])
    assert bin_of(Decimal("59.99")) == "<60"
    assert bin_of(Decimal("99.99")) == "95～100"


def document(number, *, errors):
    """A dossier of one form with one row and so many errors."""
    file = f"/县/第{number:05}局/自评表.xlsx"
    at = {"file": file, "sheet": "自评表", "cell": "A1", "line": None}
    finding = {
        "code": "PS304", "name": "score-exceeds-points", "severity": "error", "form": 0, "at": at, "known": False,
        "waiver": None, "message": "得分超过分值", "recorded": "11", "recomputed": "10", "help": "改正",
        "fingerprint": f"{number:012}",
    }  # fmt: skip
    score = {
        "form": 0, "kind": "indicator", "l1": "产出", "l2": "数量", "indicator": f"指标{number}", "target": "≥5",
        "actual": "5", "points": "10", "recorded": "11", "recomputed": "10", "status": "recomputed", "reason": "",
        "rule": "", "at": at,
    }  # fmt: skip
    form = {
        "kind": "self-assessment", "title": "自评表", "unit": f"第{number}局", "project": "修渠", "year": "2023",
        "funding": {"budget": "12.50", "spent": "10"}, "at": at, "ruleset": "generic",
    }  # fmt: skip
    return {
        "run": {"rulesets": [{"id": "generic", "sha256": "0"}]},
        "coverage": {"indicators": 1, "recomputed": 1, "rules": 0, "rules_read": 0},
        "forms": [form],
        "scores": [score],
        "findings": [finding] * errors,
    }


def results(number):
    def documents():
        return (document(one, errors=one % 3) for one in range(number))

    def files():
        for one in documents():
            file = one["forms"][0]["at"]["file"]
            yield {
                "file": file,
                "status": "read",
                "reason": None,
                "of": None,
                "kind": "xlsx",
                "forms": 1,
                "sha256": "",
            }

    return Results(documents, files, {"version": "1", "date": "2024-01-01"}, lambda path: path)


def test_of_the_forms_a_summary_holds_the_worst_alone():
    summary = Summary()
    for one in results(200).documents():
        summary.take(one)
    assert summary.forms == 200
    assert len(summary.worst) == WORST
    rows = [row for one in results(200).documents() for row in form_rows(one)]
    assert list(summary.worst) == sorted(rows, key=order_of)[:WORST]


def held(number):
    """What is held at most while a ledger of so many forms is written, in bytes."""
    target = io.BytesIO()
    tracemalloc.start()
    write_ledger(results(number), target, Style())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most - len(target.getbuffer())


@pytest.fixture(scope="module")
def _warm():
    write_ledger(results(5), io.BytesIO(), Style())


@pytest.mark.usefixtures("_warm")
def test_what_a_ledger_holds_does_not_grow_with_its_forms():
    """Rows wait on the disk: beyond the first run that is sorted, a form more costs some bytes."""
    few, many = held(1_000), held(2_000)
    assert (many - few) / 1_000 < 100
