"""Forms of projects against the list of a budget book or a ledger, and against the text."""

from __future__ import annotations

import pytest

from counting import calls_of
from perfscore.audit import audit
from unit.checks.crossform.papers import LAYOUTS, found, written

CODES = ["PS601", "PS602", "PS603", "PS604"]

#: The same three projects as they are listed here and there: by unit's table, by a column of units, by code, by nesting.
FLAT = """\
2025年项目支出预算表
单位名称：某区图书馆\t\t\t\t单位：万元
项目名称\t合计\t一般公共预算\t政府性基金预算\t单位资金
合计\t92.00\t80.00\t\t12.00
古籍修复\t40.00\t40.00\t\t
流动书车\t32.00\t20.00\t\t12.00
少儿阅读推广\t20.00\t20.00\t\t"""
BY_UNIT = """\
附表9
部门预算项目支出预算表
编制部门：某区文旅局\t\t2025年度\t\t\t单位：元
单位名称\t项目名称\t合计\t一般公共预算\t政府性基金预算\t单位资金
合计\t\t970,000.00\t850,000.00\t\t120,000.00
某区图书馆\t古籍修复\t400,000.00\t400,000.00\t\t
某区图书馆\t流动书车\t320,000.00\t200,000.00\t\t120,000.00
某区图书馆\t少儿阅读推广\t200,000.00\t200,000.00\t\t
某区美术馆\t流动书车\t50,000.00\t50,000.00\t\t"""
BY_CODE = """\
2025年项目支出预算表
单位名称：某区图书馆\t\t\t\t\t单位：万元
科目编码\t科目名称\t项目名称\t合计\t一般公共预算\t单位资金
207\t文化旅游体育与传媒支出\t\t92.00\t80.00\t12.00
2070104\t图书馆\t古籍修复\t40.00\t40.00\t
2070104\t图书馆\t流动书车\t32.00\t20.00\t12.00
2070199\t其他文化和旅游支出\t少儿阅读推广\t20.00\t20.00\t"""
NESTED = """\
2025年项目支出预算表（本年预算）
单位名称：某区文旅局\t\t\t\t单位：万元
项目名称\t合计\t一般公共预算\t政府性基金预算\t单位资金
某区文旅局\t97.00\t85.00\t\t12.00
某区图书馆\t92.00\t80.00\t\t12.00
古籍修复\t40.00\t40.00\t\t
流动书车\t32.00\t20.00\t\t12.00
少儿阅读推广\t20.00\t20.00\t\t
某区美术馆\t5.00\t5.00\t\t
流动书车\t5.00\t5.00\t\t"""
LEDGER = """\
2025年项目预算汇总表
单位：某区图书馆\t\t\t金额单位：万元
序号\t项目名称\t合计\t财政拨款\t单位资金
1\t古籍修复\t40.00\t40.00\t
2\t流动书车\t32.00\t20.00\t12.00
3\t少儿阅读推广\t20.00\t20.00\t"""
LISTS = {"flat": FLAT, "by-unit": BY_UNIT, "by-code": BY_CODE, "nested": NESTED, "ledger": LEDGER}


def form(project, amount, unit="万元", *, whose="某区图书馆", year="2025", label="年度资金总额"):
    return f"""\
项目支出绩效目标表
（{year}年度）
项目名称\t{project}\t主管部门\t某区文旅局\t实施单位\t{whose}
项目资金（{unit}）\t{label}\t{amount}
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t服务场次\t≥{len(project)}场"""


def forms(**changed):
    """The forms of the three projects; a changed one by its first characters, None to leave it out."""
    made = {
        "古籍": form("古籍修复", "40.00"),
        "书车": form("流动书车", "32.00"),
        "少儿": form("少儿阅读推广", "20.00"),
    }
    return [one for one in {**made, **changed}.values() if one is not None]


def every(*paths):
    report = audit([str(path) for path in paths])
    assert not [one for one in report.findings if one.code in ("PS001", "PS004")]
    return [(one.code, one.subject) for one in report.findings if one.code in CODES]


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("name", LISTS)
def test_three_projects_with_their_forms_are_quiet_however_they_are_listed(name, kind, tmp_path):
    assert every(written(tmp_path, f"预算.{kind}", LISTS[name]), written(tmp_path, f"目标.{kind}", *forms())) == []


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("name", LISTS)
def test_money_that_differs_is_found_however_it_is_listed(name, kind, tmp_path):
    wrong = forms(书车=form("流动书车", "302,000", "元"))
    files = written(tmp_path, f"预算.{kind}", LISTS[name]), written(tmp_path, f"目标.{kind}", *wrong)
    origin = "ledger" if name == "ledger" else "book"
    assert every(*files) == [("PS604", f"流动书车/{origin}")]


@pytest.mark.parametrize("name", LISTS)
def test_a_project_without_a_form(name, tmp_path):
    files = written(tmp_path, "预算.xlsx", LISTS[name]), written(tmp_path, "目标.xlsx", *forms(少儿=None))
    assert every(*files) == [("PS601", "某区图书馆/少儿阅读推广/target")]


@pytest.mark.parametrize("name", LISTS)
def test_a_form_without_a_project(name, tmp_path):
    more = forms(新=form("夜间开放", "9.00"))
    files = written(tmp_path, "预算.xlsx", LISTS[name]), written(tmp_path, "目标.xlsx", *more)
    assert [code for code, _ in every(*files)] == ["PS602"]


@pytest.mark.parametrize("name", LISTS)
def test_a_name_of_a_few_other_characters(name, tmp_path):
    other = forms(少儿=form("少儿阅读活动推广", "200,000", "元"))
    files = written(tmp_path, "预算.xlsx", LISTS[name]), written(tmp_path, "目标.xlsx", *other)
    assert every(*files) == [("PS603", "少儿阅读活动推广/name")]


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize("name", LISTS)
def test_all_of_it_in_one_file(name, kind, tmp_path):
    assert every(written(tmp_path, f"甲.{kind}", LISTS[name], *forms())) == []
    wrong = forms(少儿=form("少儿阅读活动推广", "200,000", "元"), 书车=form("流动书车", "3.2"))
    assert sorted(code for code, _ in every(written(tmp_path, f"乙.{kind}", LISTS[name], *wrong))) == [
        "PS603",
        "PS604",
    ]


ASSESSED = """\
2025年绩效自评结果汇总表
单位：某区图书馆\t\t\t\t金额单位：万元
序号\t项目名称\t年初预算数\t自评得分\t自评等级
1\t古籍修复\t40.00\t96\t优
2\t流动书车\t32.00\t91\t优
3\t少儿阅读推广\t20.00\t88\t良"""


def assessed(project, amount):
    return f"""\
项目支出绩效自评表
（2025年度）
项目名称\t{project}\t主管部门\t某区文旅局\t实施单位\t某区图书馆
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t{amount}\t{amount}\t{amount}\t10\t100%\t10
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t服务场次\t≥{len(project)}场\t9场\t90\t90"""


@pytest.mark.parametrize("kind", LAYOUTS)
def test_self_assessments_against_a_ledger_of_scores(kind, tmp_path):
    listed = written(tmp_path, f"汇总.{kind}", ASSESSED)
    some = [assessed("古籍修复", "40.00"), assessed("流动书车", "32.00")]
    assert every(listed, written(tmp_path, f"甲.{kind}", *some)) == [("PS601", "某区图书馆/少儿阅读推广/self")]
    more = [*some, assessed("少儿阅读推广", "20.00"), assessed("夜间开放", "9.00")]
    assert every(listed, written(tmp_path, f"乙.{kind}", *more)) == [("PS602", "夜间开放/ledger")]
    # Added during the year: no budget at its beginning.
    late = [*more[:3], assessed("夜间开放", "0.00")]
    assert every(listed, written(tmp_path, f"丙.{kind}", *late)) == []
    # What has scores is no list of what must have a target sheet.
    assert every(listed, written(tmp_path, f"丁.{kind}", *forms(少儿=None))) == []


@pytest.mark.parametrize("name", LISTS)
def test_self_assessments_against_the_budget_of_the_year(name, tmp_path):
    made = [assessed("古籍修复", "40.00"), assessed("流动书车", "23.00"), assessed("少儿阅读推广", "20.00")]
    files = written(tmp_path, "预算.xlsx", LISTS[name]), written(tmp_path, "自评.xlsx", *made)
    assert [code for code, _ in every(*files)] == ["PS604"]


def test_what_is_said(tmp_path):
    book = written(tmp_path, "预算.xlsx", FLAT)
    (missing,) = found("PS601", book, written(tmp_path, "甲.xlsx", *forms(少儿=None)))
    assert missing.message == "预算的项目表里的项目“少儿阅读推广”（20.00万元）没有绩效目标表"
    (extra,) = found("PS602", book, written(tmp_path, "乙.xlsx", *forms(新=form("夜间开放", "9.00"))))
    assert extra.message == "项目“夜间开放”不在本单位的预算的项目表里"
    (name,) = found("PS603", book, written(tmp_path, "丙.xlsx", *forms(少儿=form("少儿阅读活动推广", "20.00"))))
    assert name.message == "项目名称“少儿阅读活动推广”，预算的项目表里金额相同（20.00万元）的项目叫“少儿阅读推广”"
    (money,) = found("PS604", book, written(tmp_path, "丁.xlsx", *forms(书车=form("流动书车", "3.20"))))
    assert money.message == (
        "“流动书车”的资金，本表为 3.20万元，预算的项目表为 32.00万元，正好差十、百、千或万倍，先看金额单位"
    )
    assert (money.recorded, money.recomputed, money.severity.word) == ("3.20", "32.00万元", "error")
    assert [place.note for place in money.related] == ["预算的项目表 流动书车", "预算的项目表金额 32.00"]


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        ("320,000", "元", []),
        ("32", "万元", []),
        ("32.00", "万元", []),
        ("0.0032", "亿元", []),
        ("320,049.99", "元", []),
        ("320,051", "元", ["PS604"]),
        ("20.00", "万元", []),
        ("32.5", "万元", ["PS604"]),
        ("320", "千元", []),
        ("约32", "万元", []),
        ("", "万元", []),
        ("32.5", "", []),
    ],
)
def test_amounts_in_whatever_unit_within_what_is_printed(amount, unit, expected, tmp_path):
    made = forms(书车=form("流动书车", amount, unit))
    files = written(tmp_path, "预算.xlsx", FLAT), written(tmp_path, "目标.xlsx", *made)
    assert [code for code, _ in every(*files)] == expected


def test_two_years_of_one_unit(tmp_path):
    old = [form(name, "1.00", year="2024") for name in ("古籍修复", "流动书车", "夜间开放")]
    book = written(tmp_path, "预算.xlsx", FLAT)
    assert every(book, written(tmp_path, "目标.xlsx", *old)) == []
    both = written(tmp_path, "预算2024.xlsx", FLAT.replace("2025", "2024").replace("32.00", "1.00"))
    wrong = every(book, both, written(tmp_path, "目标.xlsx", *old))
    assert sorted(wrong) == [
        ("PS601", "某区图书馆/少儿阅读推广/target"),
        ("PS602", "夜间开放/book"),
        ("PS604", "古籍修复/book"),
    ]


def test_the_same_file_twice_is_told_of_each_and_nothing_more(tmp_path):
    wrong = [FLAT, *forms(书车=form("流动书车", "30.00"))]
    one, two = written(tmp_path, "一.xlsx", *wrong), written(tmp_path, "二.xlsx", *wrong)
    assert every(one) == [("PS604", "流动书车/book")]
    assert every(one, two) == [("PS604", "流动书车/book")] * 2


def test_a_form_that_stands_in_two_files_is_compared_with_no_list_of_a_third(tmp_path):
    wrong = forms(书车=form("流动书车", "30.00"))
    files = [written(tmp_path, f"{name}.xlsx", *wrong) for name in "甲乙"]
    assert every(written(tmp_path, "预算.xlsx", FLAT), *files) == []


@pytest.mark.parametrize("name", ["by-unit", "nested"])
def test_a_project_name_of_two_units(name, tmp_path):
    own = form("流动书车", "5.00", whose="某区美术馆")
    files = [written(tmp_path, "预算.xlsx", LISTS[name])]
    assert every(*files, written(tmp_path, "甲.xlsx", *forms(), own)) == []
    other = form("流动书车", "32.00", whose="某区美术馆")
    assert every(*files, written(tmp_path, "乙.xlsx", *forms(), other)) == [("PS604", "流动书车/book")]


def test_a_list_of_the_department_alone_lacks_nothing_of_its_units(tmp_path):
    book = FLAT.replace("某区图书馆", "某区文旅局")
    more = forms(新=form("夜间开放", "9.00"))
    assert every(written(tmp_path, "预算.xlsx", book), written(tmp_path, "目标.xlsx", *more)) == []
    wrong = forms(书车=form("流动书车", "30.00"))
    (one,) = found("PS604", written(tmp_path, "预算.xlsx", book), written(tmp_path, "丁.xlsx", *wrong))
    assert one.severity.word == "warning"
    assert "（只凭主管部门对应）" in one.message
    # One other form of the amount listed is no proof that the department's list holds the projects of its units.
    assert every(written(tmp_path, "预算.xlsx", book), written(tmp_path, "戊.xlsx", *wrong[:2])) == []


@pytest.mark.parametrize(
    "text",
    [
        "2025年本单位纳入绩效目标管理的项目3个，公开项目绩效目标2个，涉及金额72万元。",
        "除涉密项目外，其余项目的绩效目标均已公开，详见附件。",
        "少儿阅读推广的绩效目标表按规定不予公开，其余见附件。",
    ],
)
@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_forms_that_the_text_keeps_back_are_not_missing(kind, text, tmp_path):
    book = written(tmp_path, f"预算.{kind}", FLAT, f"{text}\n序号\t说明\n1\t见附件")
    assert every(book, written(tmp_path, "目标.xlsx", *forms(少儿=None))) == []


def test_a_text_that_counts_all_of_them_keeps_nothing_back(tmp_path):
    text = "2025年本单位纳入绩效目标管理的项目3个，公开项目绩效目标3个，涉及金额92万元。"
    book = written(tmp_path, "预算.txt", FLAT, text)
    assert [code for code, _ in every(book, written(tmp_path, "目标.xlsx", *forms(少儿=None)))] == ["PS601"]


@pytest.mark.parametrize(
    "change",
    [
        ("2025年项目支出预算表", "2025年重点项目支出预算表"),
        ("2025年项目支出预算表", "2025年一般公共预算项目支出预算表"),
        ("2025年项目支出预算表", "2025年项目支出决算表"),
        ("2025年项目支出预算表", "2025年项目支出预算表（上年结转）"),
        ("少儿阅读推广\t20.00\t20.00", "少儿阅读推广\t0.00\t0.00"),
    ],
)
def test_a_list_of_some_projects_or_of_no_budget_lacks_no_form(change, tmp_path):
    book = written(tmp_path, "预算.xlsx", FLAT.replace(*change))
    made = forms(少儿=None, 新=form("夜间开放", "9.00"))
    assert [one for one in every(book, written(tmp_path, "目标.xlsx", *made)) if one[0] == "PS601"] == []


def test_a_list_of_some_projects_beside_the_whole_list_takes_nothing_from_it(tmp_path):
    some = FLAT.replace("项目支出预算表", "转移支付项目支出预算表").replace("少儿阅读推广", "夜间开放")
    book = written(tmp_path, "预算.xlsx", FLAT, some)
    assert every(book, written(tmp_path, "甲.xlsx", *forms(少儿=None))) == [
        ("PS601", "某区图书馆/少儿阅读推广/target")
    ]
    assert every(book, written(tmp_path, "乙.xlsx", *forms(新=form("夜间开放", "9.00")))) == []


def test_a_list_of_what_was_carried_over_alone_is_not_the_list_of_the_year(tmp_path):
    book = written(tmp_path, "预算.xlsx", FLAT.replace("预算表", "预算表（上年结转）"))
    assert every(book, written(tmp_path, "目标.xlsx", *forms(新=form("夜间开放", "9.00")))) == []


def test_a_text_that_speaks_of_secrets_elsewhere_keeps_no_form_back(tmp_path):
    book = written(tmp_path, "预算.txt", FLAT, "主要职责：负责机要文件和保密工作的日常管理。")
    assert [code for code, _ in every(book, written(tmp_path, "目标.xlsx", *forms(少儿=None)))] == ["PS601"]


def test_money_that_was_carried_over_may_be_in_the_form(tmp_path):
    carried = FLAT.replace("预算表", "预算表（上年结转）").replace("32.00", "4.00")
    book = written(tmp_path, "预算.xlsx", FLAT, carried)
    assert every(book, written(tmp_path, "甲.xlsx", *forms(书车=form("流动书车", "36.00")))) == []
    assert every(book, written(tmp_path, "乙.xlsx", *forms(书车=form("流动书车", "37.00")))) == [
        ("PS604", "流动书车/book")
    ]


def test_a_project_on_several_rows_is_their_sum(tmp_path):
    rows = BY_CODE.replace(
        "2070104\t图书馆\t流动书车\t32.00\t20.00\t12.00",
        "2070104\t图书馆\t流动书车\t30.00\t18.00\t12.00\n2070199\t其他文化和旅游支出\t流动书车\t2.00\t2.00\t",
    )
    assert every(written(tmp_path, "预算.xlsx", rows), written(tmp_path, "目标.xlsx", *forms())) == []


def test_one_form_of_a_long_list_is_a_choice(tmp_path):
    book = written(tmp_path, "预算.xlsx", FLAT)
    assert every(book, written(tmp_path, "目标.xlsx", form("古籍修复", "40.00"))) == []


def test_the_work_grows_with_the_projects_not_with_their_pairs(tmp_path):
    def run(count):
        names = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}项目{n}" for n in range(count)]
        rows = "\n".join(f"{name}\t1.00\t1.00\t" for name in names)
        book = written(tmp_path, f"预算{count}.txt", FLAT.partition("古籍")[0] + rows)
        sheets = written(tmp_path, f"目标{count}.txt", *(form(name, "1.00") for name in names))
        return book, sheets

    def work(count):
        files = [str(path) for path in run(count)]
        chosen = calls_of(lambda: audit(files, select=[*CODES, "PS605", "PS626"]))
        none = calls_of(lambda: audit(files, select=["PS326"]))
        return chosen - none

    work(5)
    assert work(80) < 2.4 * work(40)


def test_a_wrong_amount_that_leaves_no_unit_over_its_projects_costs_no_other_unit_anything(tmp_path):
    broken = NESTED.replace("流动书车\t32.00", "流动书车\t23.00")
    book = written(tmp_path, "预算.xlsx", broken)
    own = form("流动书车", "5.00", whose="某区美术馆")
    wrong = forms(书车=form("流动书车", "32.00"))
    assert every(book, written(tmp_path, "甲.xlsx", *wrong, own)) == [("PS604", "流动书车/book")]
    assert [code for code, _ in every(book, written(tmp_path, "乙.xlsx", *forms(少儿=None), own))] == ["PS604"]
