"""Sums inside one table: over codes, over rows, over columns, in three kinds of files."""

import pytest

from budget_checked import KINDS, all_found, found

kinds = pytest.mark.parametrize("kind", KINDS)

PARK = """
2025年部门支出预算总表
单位：万元
功能科目编码|功能科目名称|预算合计|基本支出预算|项目支出预算
212|城乡社区支出|640.20|420.20|220.00
21205|城乡社区环境卫生|640.20|420.20|220.00
2120501|城乡社区环境卫生|640.20|420.20|220.00
211|节能环保支出|85.00||85.00
21103|污染防治|85.00||85.00
2110302|水体|60.00||60.00
2110304|固体废弃物与化学品|25.00||25.00
合计||725.20|420.20|305.00
"""


@kinds
def test_right_tables_are_left_alone(kind):
    assert all_found(kind, PARK) == []


@kinds
def test_a_section_that_misses_its_items(kind):
    (one,) = found(
        "PS701",
        kind,
        PARK.replace("2110304|固体废弃物与化学品|25.00||25.00", "2110304|固体废弃物与化学品|20.00||20.00"),
    )
    assert one.recorded == "85.00"
    assert one.recomputed == "80"
    assert one.tolerance == "0.015"
    assert one.severity.word == ("warning" if kind == "text" else "error")
    assert "“21103 污染防治”预算合计为 85.00" in one.message
    assert "项目支出预算也不符" in one.message
    assert len(one.related) == 5


@kinds
def test_a_total_that_misses_its_classes(kind):
    (one,) = found("PS702", kind, PARK.replace("合计||725.20|420.20|305.00", "合计||735.20|430.20|305.00"))
    assert (one.recorded, one.recomputed) == ("735.20", "725.2")


@kinds
def test_a_row_that_misses_its_columns(kind):
    table = PARK.replace("2110302|水体|60.00||60.00", "2110302|水体|66.00||60.00")
    assert all_found(kind, table) == ["PS711"]
    (one,) = found("PS711", kind, table)
    assert (one.recorded, one.recomputed) == ("66.00", "60")
    assert "另有 1 处合计随之相符" in one.message


@kinds
def test_one_wrong_section_is_one_finding_though_two_levels_fail(kind):
    table = PARK.replace("21103|污染防治|85.00||85.00", "21103|污染防治|58.00||58.00")
    (one,) = found("PS701", kind, table)
    assert "“21103 污染防治”预算合计为 58.00" in one.message
    assert one.recomputed == "85"


def test_a_difference_within_the_bound_is_a_tail_and_no_more():
    table = PARK.replace("2110304|固体废弃物与化学品|25.00||25.00", "2110304|固体废弃物与化学品|25.01||25.01")
    assert all_found("xlsx", table) == []
    (one,) = found("PS227", "xlsx", table)
    assert one.severity.word == "info"
    assert "有 2 处合计与各项之和只差尾数" in one.message
    assert "允许相差 0.015" in one.message


def test_the_bound_is_reached_and_passed():
    parts = "2110302|水体|60.00||60.00\n2110304|固体废弃物与化学品|25.00||25.00"
    within = PARK.replace(parts, parts.replace("25.00", "25.01"))
    beyond = PARK.replace(parts, parts.replace("25.00", "25.02"))
    assert found("PS701", "xlsx", within) == ()
    assert len(found("PS701", "xlsx", beyond)) == 1


def test_rows_in_any_order_add_up():
    head, *rows = PARK.strip().split("\n功能")
    top, *body = rows[0].splitlines()
    turned = "\n".join([head, "功能" + top, *reversed(body)])
    assert all_found("xlsx", turned) == []
    assert len(found("PS701", "xlsx", turned.replace("25.00||25.00", "20.00||20.00"))) == 1


@pytest.mark.parametrize(
    "change",
    [
        ("21103|污染防治|85.00||85.00\n", ""),  # a level that is left out
        ("2110302|水体", "2110302A|水体"),  # a code with letters: its amount belongs to nobody
        ("2110304|固体废弃物与化学品|25.00||25.00", "|固体废弃物与化学品|25.00||25.00"),  # a row without a code
        ("2110304|固体废弃物与化学品|25.00||25.00", "2110302|水体|25.00||25.00"),  # a code that comes twice
    ],
)
def test_a_doubtful_list_is_not_judged(change):
    table = PARK.replace(*change).replace("2110302|水体|60.00||60.00", "2110302|水体|50.00||50.00")
    assert found("PS701", "xlsx", table) == ()


UNITS = """
2025年部门支出预算总表
单位：万元
科目编码|单位（科目）名称|合计|基本支出|项目支出
|合计|90.00|60.00|30.00
507001|市政管理处|50.00|30.00|20.00
212|城乡社区支出|50.00|30.00|20.00
21203|城乡社区公共设施|50.00|30.00|20.00
2120399|其他城乡社区公共设施支出|50.00|30.00|20.00
507002|园林绿化处|40.00|30.00|10.00
212|城乡社区支出|40.00|30.00|10.00
21205|城乡社区环境卫生|40.00|30.00|10.00
2120501|城乡社区环境卫生|40.00|30.00|10.00
"""


@kinds
def test_several_units_in_one_list_are_judged_one_by_one(kind):
    assert all_found(kind, UNITS) == []
    (one,) = found(
        "PS701",
        kind,
        UNITS.replace("2120501|城乡社区环境卫生|40.00|30.00", "2120501|城乡社区环境卫生|34.00|24.00"),
    )
    assert "“21205 城乡社区环境卫生”" in one.message


@kinds
def test_the_total_over_units(kind):
    (one,) = found("PS702", kind, UNITS.replace("|合计|90.00|60.00", "|合计|95.00|65.00"))
    assert (one.recorded, one.recomputed) == ("95.00", "90")


def test_a_section_whose_own_amount_was_left_out_makes_its_class_doubtful():
    table = PARK.replace("21103|污染防治|85.00||85.00", "21103|污染防治|||")
    table = table.replace("2110304|", "21104|自然生态保护|10.00||10.00\n2110304|")
    assert found("PS701", "xlsx", table) == ()


def test_a_list_of_classes_and_items_without_sections():
    table = "\n".join(line for line in PARK.splitlines() if not line.startswith(("21205|", "21103|")))
    assert all_found("xlsx", table) == []
    (one,) = found("PS701", "xlsx", table.replace("2110302|水体|60.00||60.00", "2110302|水体|65.00||65.00"))
    assert "“211 节能环保支出”" in one.message


def test_parts_of_a_row_are_not_added_beside_it():
    table = PARK.replace("2110304|固", "|其中：河道保洁|30.00||30.00\n2110304|固")
    assert all_found("xlsx", table) == []


def test_a_table_that_was_misread_is_not_told_row_by_row():
    shifted = PARK
    for before, after in (("640.20|420.20|220.00", "640.20|20.20|220.00"), ("60.00||60.00", "60.00||6.00")):
        shifted = shifted.replace(before, after)
    assert found("PS711", "xlsx", shifted) == ()


def test_rows_cut_off_by_a_line_between_two_pages_do_not_count_as_missing():
    cut = PARK.replace("211|节能", "某市城市管理局2025年部门预算公开\n211|节能")
    first, second = cut.split("某市城市管理局2025年部门预算公开\n")
    table = first + "某市城市管理局2025年部门预算公开\n\n\n" + second
    assert "PS702" not in all_found("text", table)


FUNDS = """
2025年部门收入总表
单位：万元
科目编码|科目名称|合计|财政拨款|事业收入|其他收入|上年结转
205|教育支出|900.00|800.00|60.00|40.00|15.00
20502|普通教育|900.00|800.00|60.00|40.00|15.00
2050202|小学教育|500.00|400.00|60.00|40.00|15.00
2050203|初中教育|400.00|400.00|||
合计||900.00|800.00|60.00|40.00|15.00
"""


@kinds
def test_a_column_beside_a_total_that_is_none_of_its_parts(kind):
    assert all_found(kind, FUNDS) == []


def test_shares_and_changes_and_other_years_are_no_parts():
    table = """
2025年一般公共预算支出表
单位：万元
科目编码|科目名称|2024年执行数|2025年合计|基本支出|项目支出|增减额|增减%
205|教育支出|950.00|1000.00|900.00|100.00|50.00|5.26
20502|普通教育|950.00|1000.00|900.00|100.00|50.00|5.26
2050202|小学教育|550.00|600.00|500.00|100.00|50.00|9.09
2050203|初中教育|400.00|400.00|400.00|||
"""
    assert all_found("xlsx", table) == []


@kinds
def test_a_total_over_several_funds_needs_rows_that_bear_it_out(kind):
    wrong = FUNDS.replace("2050203|初中教育|400.00|400.00", "2050203|初中教育|400.00|440.00")
    assert all_found(kind, wrong) == ["PS711"]
    alone = "\n".join(
        line for line in wrong.splitlines() if not line.startswith(("205|", "20502|", "2050202", "合计"))
    )
    assert found("PS711", kind, alone) == ()
