"""The budget of a department against those of its units."""

from __future__ import annotations

import pytest

from unit.checks.crossform.papers import LAYOUTS, found, subjects, written

LISTED = """\
2026年项目支出预算表（本年预算）
单位名称：某州林草局\t\t\t\t单位：万元
项目名称\t合计\t一般公共预算\t政府性基金预算\t单位资金
某州林草局\t55.00\t55.00\t\t
某州林草局\t40.00\t40.00\t\t
防火瞭望\t40.00\t40.00\t\t
某州种苗站\t15.00\t15.00\t\t
种子检验\t15.00\t15.00\t\t"""
SPENT = """\
2026年部门支出预算表
单位名称：{unit}\t\t\t\t单位：{money}
科目编码\t科目名称\t合计\t基本支出\t项目支出
213\t农林水支出\t{all}
21302\t林业和草原\t{all}
2130204\t事业机构\t{own}
2130234\t林业草原防灾减灾\t{more}"""


def department(total="310.00\t255.00\t55.00", own="198.00\t183.00\t15.00", more="112.00\t72.00\t40.00", **parts):
    return SPENT.format(unit=parts.get("unit", "某州林草局"), money="万元", all=total, own=own, more=more)


def station(own="198.00\t183.00\t15.00", money="万元", **parts):
    lines = SPENT.format(unit=parts.get("unit", "某州种苗站"), money=money, all=own, own=own, more="").splitlines()
    return "\n".join(lines[:-1]).replace("部门支出", "单位支出")


@pytest.mark.parametrize("kind", LAYOUTS)
def test_a_figure_below_the_unit_s_is_found_once(kind, tmp_path):
    above = written(tmp_path, f"部门.{kind}", LISTED, department("300.00\t245.00\t55.00", "188.00\t173.00\t15.00"))
    assert subjects("PS610", above, written(tmp_path, f"单位.{kind}", station())) == [
        "支出预算表/2130204/某州种苗站"
    ]


def test_what_is_said(tmp_path):
    above = written(tmp_path, "部门.xlsx", LISTED, department("300.00\t245.00\t55.00", "188.00\t173.00\t15.00"))
    (one,) = found("PS610", above, written(tmp_path, "单位.xlsx", station("1,980,000\t1,830,000\t150,000", "元")))
    assert one.message == (
        "《2026年部门支出预算表》2130204 事业机构，部门为 188.00万元，所属单位“某州种苗站”一家已是 1,980,000元"
    )
    assert (one.recorded, one.recomputed, one.severity.word) == ("188.00", "1,980,000元", "error")
    assert [place.note for place in one.related] == [
        "某州种苗站 1,980,000元",
        "基本支出 173.00万元，单位 1,830,000元",
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([LISTED, department()], station()),
        ([LISTED, department(own="198.0\t183.0\t15.0")], station("198.04\t183.04\t15.00")),
        ([LISTED, department(own="\t\t")], station()),
        ([department("300.00\t245.00\t55.00", "188.00\t173.00\t15.00")], station()),
        ([LISTED, department("300.00\t245.00\t55.00", "188.00\t173.00\t15.00")], station(unit="某州湿地站")),
        ([LISTED, department(own="188.00\t173.00\t15.00").replace("2026", "2025")], station()),
        ([LISTED, department(own="188.00\t173.00\t15.00").replace("支出预算表", "收入预算表")], station()),
        ([LISTED, department(own="188.00\t173.00\t15.00").replace("2130204", "2130205")], station()),
        ([LISTED, *[department(own="188.00\t173.00\t15.00")] * 2], station()),
    ],
)
def test_what_is_no_contradiction(above, below, tmp_path):
    files = written(tmp_path, "部门.xlsx", *above), written(tmp_path, "单位.xlsx", below)
    assert subjects("PS610", *files) == []


def test_the_book_of_the_department_itself_as_a_unit_holds_no_other(tmp_path):
    alone = LISTED.replace("某州种苗站\t15.00\t15.00\t\t\n种子检验\t15.00\t15.00\t\t", "").replace(
        "55.00", "40.00"
    )
    above = written(tmp_path, "本级.xlsx", alone, department("112.00\t72.00\t40.00", "20.00\t20.00\t"))
    assert subjects("PS610", above, written(tmp_path, "单位.xlsx", station())) == []
