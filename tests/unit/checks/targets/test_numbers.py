"""PS401, PS402, PS403: what can be measured is a number with its unit."""

import pytest

from builders import findings, indicator, levels, section, self_assessment, target_sheet, text
from perfscore.core.records import replace


def form(*rows, l1="产出指标", **parts):
    return self_assessment(section(l1, *rows), **parts)


def row(name, target, l2="数量指标", l1="产出指标", **cells):
    return indicator(name, target, "已完成", l1=l1, l2=l2, **cells)


# PS401


@pytest.mark.parametrize(
    ("name", "target", "l2"),
    [
        ("读者满意度", "提高", "服务对象满意度指标"),
        ("巡护员", "增加。", "数量指标"),
        ("运维成本", "合理", "经济成本指标"),
        ("农田灌溉合格率", "良好", "质量指标"),
        ("参展企业家数", "较多", "社会效益指标"),
        ("村民知晓度", "提升", "社会效益指标"),
    ],
)
def test_a_word_where_a_number_belongs(name, target, l2):
    assert levels(findings("PS401", form(row(name, target, l2)))) == ["warning"]


@pytest.mark.parametrize(
    ("name", "target", "level"),
    [
        ("资金拨付及时率", "及时", ["warning"]),
        ("工程款支付", "尽快", ["warning"]),
        ("补贴发放及时性", "及时", ["info"]),
        ("补贴发放", "及时发放", []),
        ("补贴发放", "12月底前", []),
        ("补贴发放", "保障", []),
    ],
)
def test_a_time_without_a_limit(name, target, level):
    assert levels(findings("PS401", form(row(name, target, "时效指标")))) == level


@pytest.mark.parametrize(
    ("name", "l2"), [("课堂教学水平", "质量指标"), ("地方戏曲传承", "社会效益指标"), ("水土保持", "生态效益指标")]
)
def test_elsewhere_the_same_word_is_only_worth_knowing(name, l2):
    assert levels(findings("PS401", form(row(name, "提升", l2)))) == ["info"]


@pytest.mark.parametrize(
    ("name", "target", "l2"),
    [
        ("读者满意度", "≥90%", "服务对象满意度指标"),
        ("读者满意度", "显著提高", "服务对象满意度指标"),
        ("读者满意度", "较上年提高2个百分点", "服务对象满意度指标"),
        ("工程质量", "合格", "质量指标"),
        ("工程质量", "良好", "质量指标"),
        ("阅读氛围", "有效提升", "社会效益指标"),
        ("公园设施", "正常", "质量指标"),
        ("管护机制", "健全", "可持续影响指标"),
        ("项目成本", "不超预算", "经济成本指标"),
        ("河道清淤", "稳定", "时效指标"),
        ("参展企业家数", "/", "数量指标"),
    ],
)
def test_what_says_how_much_or_what_is_not_vague(name, target, l2):
    assert findings("PS401", form(row(name, target, l2))) == []


def test_a_rule_with_numbers_says_how_much():
    (found,) = findings(
        "PS401", form(row("读者满意度", "提高", "满意度指标", rule="满意度≥90%得满分，每低1%扣1分"))
    )
    assert levels([found]) == ["info"]
    assert [place.note for place in found.related] == ["评分标准 满意度≥90%得满分，每低1%扣1分"]
    assert levels(findings("PS401", form(row("读者满意度", "提高", "满意度指标", rule="酌情评分")))) == ["warning"]


def test_a_sheet_of_an_enterprise_follows_its_own_rules():
    assert findings("PS401", form(row("客户满意度", "提高"), kind="kpi")) == []


def test_a_word_that_is_no_number_at_all_is_told_once():
    sheet = target_sheet(section("产出指标", row("样品检测批次", "增加", value_type="≥", unit="批次")))
    assert levels(findings("PS402", sheet)) == ["error"]
    assert findings("PS401", sheet) == []


# PS402


@pytest.mark.parametrize(
    ("target", "kind", "unit"),
    [
        ("较好", "≥", ""),
        ("较多", "大于等于", "批次"),
        ("若干", "定量", "个"),
        ("全部", "", "人次"),
        ("完成", "=", "台"),
        ("达标", "定量指标", "/"),
    ],
)
def test_a_stated_quantity_without_a_number(target, kind, unit):
    (found,) = findings(
        "PS402", target_sheet(section("产出指标", row("样品检测", target, value_type=kind, unit=unit)))
    )
    stated = kind not in ("", "=")  # a unit alone may stand beside a grade by mistake
    assert levels([found]) == (["error"] if stated else ["warning"])
    assert found.recorded == target


@pytest.mark.parametrize(
    ("target", "kind", "unit"),
    [
        ("200", "≥", "批次"),
        ("三家", "≥", "家"),
        ("较好", "定性", "个"),
        ("较好", "", ""),
        ("优", "", "级"),
        ("合格", "=", ""),
        ("合格", "=", "%"),
        ("是", "=", "个"),
        ("/", "定量", "个"),
        ("", "≥", "个"),
        ("不低于上年", "≥", ""),
        ("年底前", "≤", ""),
        ("良好", "正向", ""),
    ],
)
def test_what_needs_no_number_or_has_one(target, kind, unit):
    sheet = target_sheet(section("产出指标", row("样品检测", target, value_type=kind, unit=unit)))
    assert findings("PS402", sheet) == []


def test_a_form_without_such_columns_states_nothing():
    assert findings("PS402", form(row("样品检测批次", "较多"))) == []


# PS403


@pytest.mark.parametrize(
    ("name", "target", "l2"),
    [
        ("路灯亮灯率", "≥98", "质量指标"),
        ("工程完工率", "100", "质量指标"),
        ("居民满意度", "不低于90", "服务对象满意度指标"),
        ("绿化养护面积", "≥3.5", "数量指标"),
        ("故障响应时间", "≤30", "质量指标"),
        ("设备采购单价", "≤5000", "成本指标"),
        ("印刷费", "3万", "成本指标"),
        ("展馆布展", "≤1.2亿", "成本指标"),
    ],
)
def test_a_number_that_may_be_anything(name, target, l2):
    sheet = form(row(name, target, l2), money_unit="")
    assert levels(findings("PS403", sheet)) == ["warning"]


def test_of_a_name_that_says_nothing_it_is_only_worth_knowing():
    assert levels(findings("PS403", form(row("公厕改造", "≥12")))) == ["info"]


@pytest.mark.parametrize(
    ("name", "target", "cells"),
    [
        ("路灯亮灯率", "≥98%", {}),
        ("路灯亮灯率", "≥0.98", {}),
        ("路灯亮灯率（%）", "≥98", {}),
        ("绿化养护面积（万平方米）", "≥3.5", {}),
        ("参训人数", "≥100", {}),
        ("宣传活动场次", "≥12", {}),
        ("更换路灯盏数", "≥120", {}),
        ("安全事故", "0", {}),
        ("完工时间", "2025", {}),
        ("完工时间", "12.31", {}),
        ("居民消费价格指数", "≤103", {}),
        ("验收综合得分", "≥85", {}),
        ("路灯亮灯", "≥98", {"unit": "%"}),
        ("路灯亮灯率", "提高", {}),
    ],
)
def test_numbers_that_have_a_unit_or_need_none(name, target, cells):
    assert findings("PS403", form(row(name, target, "质量指标", **cells))) == []


def test_money_in_a_form_that_names_its_unit():
    assert findings("PS403", form(row("设备采购成本", "≤50", "成本指标"), money_unit="万元")) == []
    assert len(findings("PS403", form(row("设备采购成本", "≤50", "成本指标"), money_unit=""))) == 1


def test_a_unit_in_the_header():
    made = form(row("绿化养护面积", "≥3.5"))
    assert len(findings("PS403", made)) == 1
    columns = tuple(
        (name, text("指标值（万平方米）") if name == "target" else cell) for name, cell in made.head.columns
    )
    assert findings("PS403", replace(made, head=replace(made.head, columns=columns))) == []
