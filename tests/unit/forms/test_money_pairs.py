"""Money whose labels stand beside its amounts, in one row or several, in a table of its own or not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builders import findings
from forms_support import figure, sheet, workbook
from perfscore.forms import recognise
from perfscore.readers.document import Document

N = None
TITLE = ["项目支出绩效自评表"]
FIELDS = ["项目名称", "渠系清淤", "实施单位", "某某所"]
TABLE = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "渠道清淤", "≥80公里", "82公里", "50", "50"],
    ["效益指标", "社会效益指标", "灌溉面积", "≥9万亩", "9.1万亩", "30", "30"],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10"],
    ["总分", N, N, N, N, "100", "99.72"],
]
MONEY = [
    [["预算数", "200", "执行数", "194.4", "执行率", "97.2%", "分值", "10", "得分", "9.72"]],
    [
        [
            "项目资金（万元）",
            "全年预算数",
            "200",
            "全年执行数",
            "194.4",
            "执行率",
            "97.20%",
            "分值",
            "10",
            "得分",
            "9.72",
        ]
    ],
    [["调整后预算数", "200", "实际支出数", "194.4"], ["执行率", "97.2%", "分值", "10", "得分", "9.72"]],
    [["预算数", "200", "支出数", "194.4", "结余", "5.6", "执行率", "97.2%", "分值10", "得分：9.72"]],
]


def read(money, *, apart=False):
    if apart:
        tables = (sheet(TITLE, FIELDS, *money, name="表1"), sheet(*TABLE, name="表2"))
        (match,) = recognise(Document("表.xlsx", "docx", "native", tables))
    else:
        (match,) = recognise(workbook(sheet(TITLE, FIELDS, *money, *TABLE)))
    return match.extract()


@pytest.mark.parametrize("apart", [False, True], ids=["one table", "two tables"])
@pytest.mark.parametrize("money", MONEY)
def test_amounts_beside_their_labels_are_the_total(money, apart):
    form = read(money, apart=apart)
    total = form.funding.total
    numbers = (total.budget, total.executed, total.rate, total.points, total.score)
    assert [figure(number) for number in numbers] == ["200", "194.4", figure(total.rate), "10", "9.72"]
    assert total.rate.value.value == Decimal("97.2")
    for code in ("PS101", "PS110", "PS203", "PS204", "PS209"):
        assert findings(code, form) == [], code


def test_a_rate_that_the_amounts_do_not_give_is_found():
    money = [["预算数", "200", "执行数", "194.4", "执行率", "99.2%", "分值", "10", "得分", "9.72"]]
    assert len(findings("PS203", read(money))) == 1


def test_pairs_that_do_not_come_out_even_are_told_and_no_sum_is_judged():
    money = [["预算数", "200", "执行数", "194.4", "预算数", "190", "分值", "10", "得分", "9.72"]]
    form = read(money)
    assert form.funding is None
    assert [at.cell for at, _ in form.unplaced] == ["E3"]
    for code in ("PS101", "PS103", "PS209"):
        assert findings(code, form) == [], code
