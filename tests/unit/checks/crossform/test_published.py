"""PS625: the stated number and amount of published forms."""

from __future__ import annotations

import pytest

from materials import KINDS, audited, found, project

LAMPS, PARKS = project("路灯养护", money="12 | 12 | 12"), project("公园管护", money="10 | 10 | 10")
LIST = """项目支出表
单位：万元
项目名称 | 合计 | 一般公共预算 | 政府性基金预算
路灯养护 | 12.00 | 12.00 |
公园管护 | 10.00 | 10.00 |
垃圾清运 | 8.00 | 8.00 |"""


def said(count, amount=None, what="项目绩效自评表"):
    return f"本单位公开{what}{count}个" + (f"，涉及资金{amount}万元。" if amount else "，详见附件。")


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_missing_is_named_from_the_list(kind, tmp_path):
    (one,) = found("PS625", audited(tmp_path, kind, [said(3, "30.00"), LIST, LAMPS, PARKS]))
    assert one.message == (
        "正文写明公开 3 个、金额 30.00 万元，本文件有项目自评表 2 张、合计 22 万元；差的是“垃圾清运”"
    )
    assert one.severity.word == ("warning" if kind == "txt" else "error")


def test_without_a_list_it_is_worth_knowing(tmp_path):
    (one,) = found("PS625", audited(tmp_path, "docx", [said(3, "30.00"), LAMPS, PARKS]))
    assert one.severity.word == "info"


@pytest.mark.parametrize(
    "sentence",
    [
        said(2, "22.00"),
        said(2),
        said(2, "22.004"),
        "2024年公开项目绩效自评表5个。".replace("2024年", "上年"),
        "另有5个项目绩效目标未公开，本年未公开项目绩效自评表3个。",
        "公开采购信息5个，政务公开栏目4个，公开电话3个。",
    ],
)
def test_sentences_that_are_right_or_speak_of_something_else(sentence, tmp_path):
    assert found("PS625", audited(tmp_path, "txt", [sentence, LIST, LAMPS, PARKS])) == []


def test_the_amount_alone(tmp_path):
    (one,) = found("PS625", audited(tmp_path, "docx", [said(2, "32.00"), LIST, LAMPS, PARKS]))
    assert one.recomputed == "2个，22万元"


def test_a_project_counts_once_and_forms_elsewhere_are_not_missing(tmp_path):
    assert found("PS625", audited(tmp_path, "docx", [said(2, "22.00"), LIST, LAMPS, PARKS, PARKS])) == []
    assert found("PS625", audited(tmp_path, "docx", [said(3, "30.00"), LIST])) == []


def test_two_statements_of_one_kind_are_not_told_apart(tmp_path):
    assert found("PS625", audited(tmp_path, "docx", [said(3, "30.00"), said(4, "40.00"), LIST, LAMPS])) == []
