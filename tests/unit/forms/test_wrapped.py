"""Wide tables extracted cell by cell: what cannot be told apart is left unread and named."""

from __future__ import annotations

from decimal import Decimal

from forms_support import figure, lines, text
from perfscore.forms import recognise
from perfscore.forms.amounts import assign

SOURCE = """\
整体支出绩效目标表

金额单位：万元

单位编

码
单位名称

年度预算申请

资金总额

按收入性质分 按支出性质分

一般公共预

算

政府性基金

拨款
其他资金 基本支出 项目支出 整体绩效目标 一级指标 二级指标 三级指标 指标值类型 指标值 计量单位 指标解释 评（扣）分标准 备注

042001
某某服务

中心
300.00 200.00 100.00 180.00 120.00

目标第一句。

目标第二句。

成本指标

经济成本指标 成本节约率 ≥ 5 %
考察节约。

达到得满分，每低1%扣20

分的1%，扣完为止。

20分

社会成本指标

满意度指

标

服务对象满意

度指标

群众满意

度
≥ 90 %

考察满意程度。

达到得满分，否则不得分。

10分
"""


def only(source):
    (match,) = recognise(text(source))
    return match.extract()


def test_a_wrapped_table():
    form = only(SOURCE)
    assert form.head.title.value == "整体支出绩效目标表"
    assert form.head.text("unit") == "某某服务中心"
    assert form.goal.value == "目标第一句。目标第二句。"
    assert lines(form) == [
        ("成本指标", "经济成本指标", "成本节约率", "≥5%", None, "20", None),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", None, "10", None),
    ]
    first, second = form.indicators
    assert first.rule.value == "达到得满分，每低1%扣20分的1%，扣完为止。"
    assert second.explanation.value == "考察满意程度。"
    assert [blank.value for blank in form.sections[0].blanks] == ["社会成本指标"]


def test_places_are_lines_of_the_text():
    first, second = only(SOURCE).indicators
    source = SOURCE.split("\n")
    assert source[first.target.at.line - 1] == "经济成本指标 成本节约率 ≥ 5 %"
    assert first.target.at.span == (15, 16)
    assert (source[second.name.at.line - 1], source[second.name.at.end_line - 1]) == ("群众满意", "度")
    assert source[second.row.end_line - 1] == "10分"


def test_amounts_that_may_stand_in_several_columns_are_not_used():
    form = only(SOURCE)
    assert figure(form.funding.total.initial) == "300.00"
    assert [(b.label.value, [figure(n) for _, n in b.rows]) for b in form.funding.breakdowns] == [
        ("按支出性质分", ["180.00", "120.00"])
    ]
    ((at, reason),) = form.unplaced
    assert at.line == SOURCE.split("\n").index("中心") + 2
    assert "200.00、100.00" in reason
    assert "政府性基金拨款" in reason


def test_texts_without_a_certain_boundary_are_not_divided():
    form = only(SOURCE.replace("考察满意程度。\n\n达到得满分，否则不得分。", "考察满意程度。"))
    second = list(form.indicators)[1]
    assert (second.explanation.value, second.rule.value, figure(second.points)) == ("", "", "10")
    assert "分界不能确定" in form.unplaced[1][1]


def test_a_row_that_is_not_closed_is_named():
    form = only(SOURCE.replace("否则不得分。\n\n10分", "否则不得分"))
    assert [row.name.value for row in form.indicators] == ["成本节约率"]
    assert "没有找到单独成行的分值" in form.unplaced[1][1]


def test_a_text_after_the_table_does_not_belong_to_it():
    form = only(f"{SOURCE}\n附：说明文字一段，不属于表格。\n")
    assert lines(form) == lines(only(SOURCE))
    assert len(form.unplaced) == 1


def columns(*names):
    return list(names), {
        n: "" if n == "source.total" else "nature" if n in ("b", "p") else "revenue" for n in names
    }


def test_assigning_amounts():
    names, lists = columns("source.total", "g", "f", "o", "b", "p")
    numbers = [Decimal(n) for n in (300, 200, 100, 180, 120)]
    assert assign(numbers, names, lists).certain == {"source.total": 0, "b": 3, "p": 4}
    assert assign([*numbers[:3], Decimal(0), *numbers[3:]], names, lists).certain["o"] == 3
    assert assign([Decimal(n) for n in (300, 200, 90, 180, 120)], names, lists).certain == {}
    assert assign(numbers[:1], names, lists).certain == {}
