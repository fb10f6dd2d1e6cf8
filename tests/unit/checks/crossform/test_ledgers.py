"""A ledger of one row a project against the forms of its projects."""

from __future__ import annotations

import pytest

from builders import complete, findings, funding, head, money, number, text
from perfscore.model import Ledger, LedgerRow


def ledger(project, total, executed="90.00", **fields):
    row = LedgerRow(text(project), text(project), None, money(executed=executed), (), number(total), None)
    return Ledger(head("ledger", **fields), (row,))


def form(project="教师培训", score="98.00", **fields):
    return complete(
        project=project, total=("100", score), funding=funding(money(executed="90.00", points="10")), **fields
    )


@pytest.mark.parametrize(
    ("listed", "subjects"),
    [
        (ledger("教师培训", "98"), []),
        (ledger("教师培训", "98.0"), []),
        (ledger("教师培训", "100"), ["教师培训/总分"]),
        (ledger("教师培训", "98", executed="91.00"), ["教师培训/全年执行数"]),
        (ledger("教师培训", "98", executed="910000.00", money_unit="元"), []),
        (ledger("教师 培训", "100"), ["教师 培训/总分"]),
        (ledger("教师培训班", "100"), []),
        (ledger("教师培训", "100", year="2022"), []),
    ],
)
def test_total_and_money_of_a_project_of_the_same_name(listed, subjects):
    assert [one.subject for one in findings("PS626", form(year="2023"), listed)] == subjects


def test_of_two_forms_of_one_name_none_is_taken():
    assert findings("PS626", form(), form(score="97.00"), ledger("教师培训", "100")) == []
