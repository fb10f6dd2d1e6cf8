"""PS613: outturns of the base-data table that are out of line."""

from __future__ import annotations

import pytest

from builders import base_table, findings, levels
from materials import KINDS, audited, base, found


def row(label, last="", budget="", outturn="", *place_in):
    return (label, {"last_outturn": last, "budget": budget, "outturn": outturn}, *place_in)


@pytest.mark.parametrize("kind", KINDS)
def test_above_the_budget_in_every_kind_of_file(kind, tmp_path):
    table = base("公用经费 | 30 | 31 | 33.5", "其中：办公经费 | 5 | 6 | 7.5", "项目支出 | 70 | 90 | 80")
    above = found("PS613", audited(tmp_path, kind, [table]))
    assert [(one.subject, one.severity.word) for one in above] == [
        ("base/公用经费/outturn", "warning"),
        ("base/其中：办公经费/outturn", "info"),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (row("三公经费", "6.00", "12.00", "9.60"), "比上年决算数 6.00 变动 +60%"),
        (
            row("政府采购金额", "40.00", "80.00", "15.00"),
            "比上年决算数 40.00 变动 -62.5%；只有预算数 80.00 的 18.75%",
        ),
        (row("政府采购金额", "40.00", "80.00", "52.00"), "只有预算数 80.00 的 65%"),
    ],
)
def test_thrift_items_that_moved_much(given, words):
    (one,) = findings("PS613", base_table(given))
    assert one.message.endswith(words)
    assert levels([one]) == ["info"]


@pytest.mark.parametrize(
    "given",
    [
        row("三公经费", "9.00", "4.50", "4.00"),  # less than half of last year is what is asked for
        row("三公经费", "8.00", "12.00", "12.00"),  # exactly the limit
        row("公用经费", "40.00", "50.00", "35.00"),  # exactly seventy percent
        row("项目支出", "10.00", "90.00", "50.00"),  # no item of thrift
        row("政府采购金额", "0", "0", "0"),
        row("政府采购金额", "", "", "12.00"),
        row("公用经费", "30.0", "31.0", "31.04"),  # within what is rounded
        row("公用经费", "30.0", "见附表", "36.0"),
    ],
)
def test_what_is_in_line_or_not_known(given):
    assert findings("PS613", base_table(given)) == []


def test_one_cell_gives_one_finding_and_its_parts_are_related():
    table = base_table(
        row("公用经费", "20.00", "31.00", "33.50"),
        row("办公经费", "5.00", "9.00", "8.00", 1, True),
        row("会议费", "5.00", "5.00", "5.00", 1, True),
        row("三公经费", "1.00", "2.00", "2.00"),
    )
    first, second = findings("PS613", table)
    assert "大于预算数 31.00；比上年决算数 20.00 变动 +67.5%" in first.message
    assert [note.note for note in first.related] == ["预算数 31.00", "上年决算数 20.00", "办公经费 +60% 8.00"]
    assert second.subject == "base/三公经费/change"
