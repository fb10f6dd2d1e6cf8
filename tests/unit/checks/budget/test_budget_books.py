"""Whole books: the same code in two tables, codes and names, mandatory and empty tables."""

import pytest

from budget_checked import KINDS, all_found, found
from perfscore.audit import audit
from perfscore.checks.budget.catalogue import catalogue
from perfscore.rulesets import load_ruleset

kinds = pytest.mark.parametrize("kind", KINDS)

ALL = """
2025年部门支出总表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
合计||465.00|345.00|120.00
210|卫生健康支出|425.00|305.00|120.00
21002|公立医院|425.00|305.00|120.00
2100201|综合医院|305.00|305.00|
2100299|其他公立医院支出|120.00||120.00
221|住房保障支出|40.00|40.00|
22102|住房改革支出|40.00|40.00|
2210201|住房公积金|30.00|30.00|
2210203|购房补贴|10.00|10.00|
"""
GENERAL = ALL.replace("部门支出总表", "一般公共预算支出表")
BALANCE = """
2025年部门收支总表
单位：万元
收入||支出||
项目|预算数|项目|预算数
一、一般公共预算拨款|465.00|一、卫生健康支出|425.00
二、单位资金||二、住房保障支出|40.00
收入总计|465.00|支出总计|465.00
"""


@kinds
def test_tables_that_agree_are_left_alone(kind):
    assert all_found(kind, BALANCE, ALL, GENERAL) == []


@kinds
def test_a_code_with_two_amounts(kind):
    wrong = GENERAL.replace("2210201|住房公积金|30.00|30.00", "2210201|住房公积金|36.00|36.00")
    (one,) = found("PS706", kind, BALANCE, ALL, wrong)
    assert one.message.startswith(
        "《2025年一般公共预算支出表》“2210201 住房公积金”合计为 36.00，《2025年部门支出总表》同一科目为 30.00，相差 6"
    )
    assert "基本支出也不符" in one.message
    assert all_found(kind, BALANCE, ALL, wrong) == ["PS706"]


@kinds
def test_a_class_by_its_name(kind):
    wrong = BALANCE.replace("二、住房保障支出|40.00", "二、住房保障支出|44.00")
    assert all_found(kind, wrong, ALL) == ["PS706"]


def test_a_class_and_its_item_that_differ_alike_are_one():
    moved = GENERAL
    for before, after in (
        ("425.00|305.00|", "426.00|306.00|"),
        ("305.00|305.00|", "306.00|306.00|"),
        ("40.00|40.00|", "39.00|39.00|"),
        ("30.00|30.00|", "29.00|29.00|"),
    ):
        moved = moved.replace(before, after)
    several = found("PS706", "xlsx", ALL, moved)
    assert [one.subject for one in several] == [
        "2025年一般公共预算支出表/2100201 综合医院/合计",
        "2025年一般公共预算支出表/2210201 住房公积金/合计",
    ]


BASIC = """
2025年一般公共预算基本支出表
单位：万元
经济科目编码|科目名称|合计|人员经费|公用经费
301|工资福利支出|300.00|300.00|
30101|基本工资|300.00|300.00|
302|商品和服务支出|45.00||45.00
30209|物业管理费|45.00||45.00
合计||345.00|300.00|45.00
"""


@kinds
def test_basic_expenditure_in_two_tables(kind):
    assert all_found(kind, ALL, GENERAL, BASIC) == []
    less = BASIC.replace("45.00", "35.00").replace("345.00", "335.00").replace("合计||345", "合计||335")
    (one,) = found("PS706", kind, ALL, GENERAL, less)
    assert "“合计”基本支出为 345.00，基本支出表合计为 335.00" in one.message
    assert found("PS706", kind, ALL, GENERAL, less.replace("支出表", "支出表（不含上年结转）")) == ()
    assert found("PS706", kind, ALL, GENERAL, less, less) == ()


@pytest.mark.parametrize(
    "change",
    [
        ("465.00|345.00|120.00", "445.00|325.00|100.00"),  # other money: without what was carried over
        ("单位：万元", "单位：元"),
        ("2025年一般", "2024年一般"),
        ("单位：万元", "单位名称：市中医院\n单位：万元"),
    ],
)
def test_tables_of_other_money_are_not_compared(change):
    other = GENERAL.replace("2210201|住房公积金|30.00|30.00", "2210201|住房公积金|36.00|36.00").replace(*change)
    assert found("PS706", "xlsx", ALL, other) == ()


@kinds
def test_the_name_of_another_code(kind):
    wrong = ALL.replace("2210201|住房公积金", "2210201|购房补贴")
    (one,) = found("PS715", kind, wrong, wrong.replace("部门支出总表", "一般公共预算支出表"))
    assert one.severity.word == "warning"
    assert one.message == "《2025年部门支出总表》科目 2210201 应是“住房公积金”，“购房补贴”是 2210203 的名称"
    assert len(one.related) == 2


def test_a_name_that_has_nothing_of_the_code_is_worth_a_word_only():
    (one,) = found("PS715", "xlsx", ALL.replace("22102|住房改革支出", "22102|职工食堂"))
    assert one.severity.word == "info"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("210|卫生健康支出", "210|医疗卫生与计划生育支出"),  # an older name
        ("210|卫生健康支出", "210|卫生健康"),
        ("22102|住房改革支出", "22102|住房改革"),
        ("2210201|住房公积金", "2210201|　　住房公积金（单位部分）"),
        ("2100201|综合医院", "2100201|中医（民族）医院"),  # a code that is not shipped
        ("221|住房保障支出", "221|县卫生健康局"),  # the code of a unit
    ],
)
def test_names_that_are_right_or_not_known(before, after):
    assert found("PS715", "xlsx", ALL.replace(before, after)) == ()


def test_names_a_row_too_low_are_not_told_one_by_one():
    shifted = ALL.replace("22102|住房改革支出", "22102|住房公积金").replace(
        "2210201|住房公积金", "2210201|购房补贴"
    )
    assert found("PS715", "xlsx", shifted.replace("221|住房保障支出", "221|卫生健康支出")) == ()


def test_every_name_of_the_catalogue_is_its_own():
    known = catalogue()
    for code, name in known.codes.items():
        assert len(code) in (3, 5, 7)
        for one in name.names:
            assert name.is_called(one)
            assert known.others(code, one) == ()
        assert name.status in ("confirmed", "known", "inferred")
        assert name.source


TITLES = ["收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表", "一般公共预算基本支出表"]
THREE = """
2025年“三公”经费支出预算表
单位：万元
项目|合计|一般公共预算|政府性基金预算
合计|9.00|9.00|
因公出国（境）费|||
公务接待费|1.00|1.00|
公务用车购置及运行费|8.00|8.00|
①公务用车购置费|||
②公务用车运行维护费|8.00|8.00|
"""


def book(*more):
    """A book of six tables, and others."""
    return [ALL.replace("部门支出总表", f"部门{title}") for title in TITLES] + list(more)


def test_a_table_is_missing_from_a_whole_book():
    rules = load_ruleset("mof-2020")
    (one,) = found("PS716", "xlsx", *book(THREE), ruleset=rules)
    assert one.message == "这本预算有 7 张表，没有《政府性基金预算支出表》"
    assert one.severity.word == "warning"
    titles = frozenset({"2025年政府性基金预算支出情况表"})
    assert found("PS716", "xlsx", *book(THREE), ruleset=rules, titles=titles) == ()


def test_some_tables_are_no_whole_book():
    rules = load_ruleset("mof-2020")
    assert found("PS716", "xlsx", *book()[:4], ruleset=rules) == ()
    assert found("PS716", "xlsx", *book(THREE)) == ()


def test_titles_of_the_text_count_and_the_list_of_contents_does_not(tmp_path):
    fund = "2025年政府性基金预算支出表"
    tables = "\n\n".join(table.strip().replace("|", "\t") for table in book(THREE))

    def missing(text):
        path = tmp_path / "预算.txt"
        path.write_text(text, encoding="utf-8")
        return [one.subject for one in audit(path).findings if one.code == "PS716"]

    assert missing(tables) == ["table/政府性基金预算支出表"]
    assert missing(f"目录\n表八 {fund}......12\n\n{tables}") == ["table/政府性基金预算支出表"]
    assert missing(f"{tables}\n\n{fund}\n本单位没有政府性基金。") == []


@kinds
def test_vehicles_without_their_two_rows(kind):
    assert found("PS716", kind, THREE) == ()
    lines = [line for line in THREE.splitlines() if not line.startswith(("①", "②"))]
    (one,) = found("PS716", kind, "\n".join(lines))
    assert one.recorded == "8.00"
    nothing = "\n".join(lines).replace("8.00|8.00", "0.00|0.00").replace("9.00|9.00", "1.00|1.00")
    assert found("PS716", kind, nothing) == ()


EMPTY = """
2025年政府性基金预算支出表
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
合计||||
"""


@kinds
def test_an_empty_table_without_a_word(kind):
    (one,) = found("PS717", kind, EMPTY, ALL)
    assert one.message == "《2025年政府性基金预算支出表》没有数据，也没有说明"
    assert found("PS717", kind, EMPTY + "注：本表无数据\n", ALL) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("合计||||", "合计||0.00|0.00|0.00"),
        ("合计||||", "|无|||"),
        ("支出表", "支出表（空表）"),
        ("合计||||", "合计||||\n说明：2025年没有使用政府性基金预算拨款安排的支出。"),
    ],
)
def test_a_table_that_says_something(before, after):
    assert found("PS717", "xlsx", EMPTY.replace(before, after), ALL) == ()


def test_a_header_printed_again_is_no_empty_table():
    head = "\n".join(ALL.strip().splitlines()[:3]) + "\n合计||||\n"
    assert found("PS717", "xlsx", head, ALL) == ()


def test_a_right_file_of_budget_tables_is_something_to_audit(tmp_path):
    path = tmp_path / "预算.txt"
    path.write_text(ALL.strip().replace("|", "\t"), encoding="utf-8")
    assert audit(path).findings == ()
