"""The few sentences of a document that are kept."""

from __future__ import annotations

import pytest

from forms_support import text
from perfscore.forms.prose import prose_of
from perfscore.forms.told import ToldAmount, ToldForms, told_in


def told(source):
    return [one.value for one in told_in(prose_of(text(source)))]


@pytest.mark.parametrize(
    ("sentence", "count", "amount", "kind"),
    [
        ("本单位公开项目绩效目标5个，涉及项目金额56.19万元，占项目支出的66.11%。", 5, "56.19", "target"),
        ("本次随部门决算公开4个项目绩效自评表，涉及资金1,230.00万元。", 4, "1230.00", "self-assessment"),
        ("今年公开绩效目标表2张、绩效自评表若干。", 2, None, "target"),
        ("公开项目绩效评价结果共3份，金额80000元。", 3, "80000", ""),
    ],
)
def test_so_many_forms_with_so_much_money(sentence, count, amount, kind):
    (said,) = told(sentence)
    assert isinstance(said, ToldForms)
    shown = None if said.amount is None else str(said.amount.value)
    assert (said.count, shown, said.kind) == (count, amount, kind)


@pytest.mark.parametrize(
    "sentence",
    [
        "其余3个项目绩效目标不予公开，2个项目的绩效目标未公开。",
        "公开重点项目绩效目标3个，涉及资金20万元。",
        "上年公开项目绩效目标5个，涉及资金20万元。",
        "全年主动公开政府信息125条，公开招标项目3个。",
        "公开说明如下：一、绩效",
    ],
)
def test_sentences_that_say_something_else(sentence):
    assert told(sentence) == []


def test_a_sentence_that_is_broken_over_lines_and_pages():
    source = "本单位2025年纳入绩效管理的项目共7个，公开项目绩效目标5\n\n个，涉及项目金额56.1\n9万元。\n"
    (one,) = told_in(prose_of(text(source)))
    assert (one.value.count, str(one.value.amount), one.at.line) == (5, "56.19", 1)


def test_what_was_spent_and_when():
    said = told("2025年，基本支出的全年执行数为400万元，其中：日常公用经费50.5万元；项目支出预算80万元。")
    assert [(one.item, one.stage, str(one.amount), one.years) for one in said if isinstance(one, ToldAmount)] == [
        ("basic", "executed", "400", ("2025",)),
        ("public", "executed", "50.5", ("2025",)),
        ("project", "budget", "80", ("2025",)),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年公用经费执行数50万元，比上年增加5万元。",
        "公用经费50万元用于日常办公。",
        "2025年一般公共预算财政拨款基本支出决算数为380万元，其中公用经费50万元。",
        "公用经费执行率为98%，共有12项。",
    ],
)
def test_amounts_that_are_compared_or_not_said_to_be_spent(sentence):
    assert told(sentence) == []
