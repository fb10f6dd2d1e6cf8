"""PS609: project forms against the project line of their department."""

from __future__ import annotations

import pytest

from builders import findings, funding, money, target_sheet
from materials import KINDS, audited, base, found, project, whole

LAMPS = project("路灯养护", money="60 | 60 | 60")
PARKS = project("公园管护", money="40 | 40 | 40", sources=["财政拨款 | 20 | 20 | 20", "其他资金 | 20 | 20 | 20"])

GARDENS = project("公园管护", money="50 | 50 | 50", sources=["财政拨款 | 30 | 30 | 30", "其他资金 | 20 | 20 | 20"])


def subjects(*parts, folder, kind="xlsx"):
    return [one.subject for one in found("PS609", audited(folder, kind, parts))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sum_above_the_line_names_the_source_that_is_left_out(kind, tmp_path):
    (one,) = found("PS609", audited(tmp_path, kind, [whole(basic="390", projects="90"), LAMPS, GARDENS]))
    assert one.subject == "项目支出/executed"
    assert one.message == (
        "部门整体自评表的项目支出为 90，2 张项目表的全年执行数合计 110，相差 20，等于“公园管护”其他资金"
    )
    assert (one.recorded, one.recomputed) == ("90", "110")
    assert len(one.related) == 3


def test_of_two_sources_that_are_as_much_none_is_named(tmp_path):
    (one,) = found("PS609", audited(tmp_path, "xlsx", [whole(projects="80"), LAMPS, PARKS]))
    assert one.message.endswith("相差 20")


def test_a_sum_that_agrees(tmp_path):
    assert subjects(whole(basic="380", projects="100"), LAMPS, PARKS, folder=tmp_path) == []


def test_a_shortfall_may_be_a_form_that_is_not_there(tmp_path):
    assert subjects(whole(basic="300", projects="180"), LAMPS, PARKS, folder=tmp_path) == []


def test_a_shortfall_of_forms_that_are_complete_by_another_line(tmp_path):
    table = base("项目支出 | 90 | 130 | 100", "公用经费 | 5 | 5 | 5")
    given = (whole(basic="380", projects="100"), table, LAMPS, PARKS)
    assert subjects(*given, folder=tmp_path) == ["项目支出/initial"]


def test_the_budget_of_the_base_data_may_be_the_adjusted_one(tmp_path):
    parks = project("公园管护", money="70 | 40 | 40")
    table = base("项目支出 | 90 | 100 | 100", "公用经费 | 5 | 5 | 5")
    assert subjects(whole(basic="380", projects="100"), table, LAMPS, parks, folder=tmp_path) == []


def test_amounts_that_may_have_been_rounded(tmp_path):
    lamps = project("路灯养护", money="60.40 | 60.40 | 60.40")
    assert subjects(whole(basic="380", projects="100"), lamps, PARKS, folder=tmp_path) == []
    lamps = project("路灯养护", money="61.60 | 61.60 | 61.60")
    assert subjects(whole(basic="380", projects="100"), lamps, PARKS, folder=tmp_path) != []


@pytest.mark.parametrize(
    "other",
    [
        project("公园管护", money="60 | 60 | 60", unit="某区园林所"),  # of another unit
        project("路灯养护", money="60 | 60 | 60"),  # the same project again
        project("公园管护", money=" | | "),  # without a total
        project("公园管护", money="60 | 60 | 60").replace("实施单位 | 某区城管局", "实施单位 | 某区园林所"),
    ],
)
def test_forms_that_are_not_certainly_all_of_the_department(other, tmp_path):
    assert subjects(whole(basic="380", projects="100"), LAMPS, other, folder=tmp_path) == []


def test_forms_of_another_year_or_file_are_not_added(tmp_path):
    one, other = whole(basic="470", projects="10", year="2025年度"), project("路灯养护", year="2024年度")
    assert found("PS609", audited(tmp_path, "xlsx", [one], [other])) == []
    assert found("PS609", audited(tmp_path, "xlsx", [whole(basic="470", projects="10")], [LAMPS])) == []
    here = found("PS609", audited(tmp_path, "xlsx", [one], [project("路灯养护", year="2025年度")]))
    assert [finding.recomputed for finding in here] == ["12"]


def test_target_sheets_are_added_for_the_target_sheet_of_the_unit():
    def sheet(name, amount):
        return target_sheet(
            kind="project-target",
            project=name,
            unit="某局",
            year="2026",
            funding=funding(money(initial=amount, budget=None, executed=None)),
        )

    def unit(amount):
        total = money(initial="500.00", budget=None, executed=None)
        listing = {"按支出性质分": [("基本支出", "300.00"), ("项目支出", amount)]}
        return target_sheet(unit="某局", year="2026", funding=funding(total, **listing))

    sheets = sheet("绿化", "120.00"), sheet("保洁", "90.00")
    (one,) = findings("PS609", unit("200.00"), *sheets)
    assert one.message == "部门整体目标表的项目支出为 200.00，2 张项目表的年初预算数合计 210，相差 10"
    assert findings("PS609", unit("210.00"), *sheets) == []
    assert findings("PS609", unit("260.00"), *sheets) == []
