import pytest

from builders import complete, findings, indicator, levels, section, self_assessment, target_sheet


def with_row(**cells):
    return self_assessment(section("产出指标", indicator(**cells)))


@pytest.mark.parametrize("target", ["*", "XX", "××", "……", "待定", "≥**人", "请填写指标值", "指标1"])
def test_a_target_that_was_not_replaced(target):
    assert levels(findings("PS113", with_row(target=target))) == ["error"]


@pytest.mark.parametrize("name", ["指标2", "三级指标1", "……", "XXX项目完成率", "请输入指标名称"])
def test_a_name_that_was_not_replaced(name):
    assert levels(findings("PS113", with_row(name=name))) == ["error"]


@pytest.mark.parametrize("rule", ["每低1%扣 分", "每低1%扣__分", "完成率达到**%得满分"])
def test_a_rule_with_a_gap(rule):
    assert levels(findings("PS113", with_row(rule=rule))) == ["error"]


def test_texts_around_the_figures_are_less_grave():
    found = findings(
        "PS113", self_assessment(section("产出指标", indicator(reason="因XX原因未完成")), goal="培训**人")
    )
    assert levels(found) == ["warning", "warning"]


@pytest.mark.parametrize(
    "text",
    [
        "对照年度目标，说明相关任务目标的完成情况（100字以内）",
        "概述全年任务完成情况，不超过200字。",
        "（请简要说明原因）",
        "（填写实际完成情况）",
    ],
)
def test_an_instruction_of_the_template(text):
    assert levels(findings("PS113", with_row(reason=text))) == ["warning"]


@pytest.mark.parametrize(
    "text", ["撰写调研报告3篇、3000字。", "编印简报12期（共5万字）", "（已完成）", "说明材料齐全"]
)
def test_lengths_and_brackets_of_real_texts(text):
    assert findings("PS113", with_row(reason=text)) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "指标完成率"},
        {"name": "2×24小时服务", "rule": "得分=分值×完成率×100%"},
        {"target": "5×8小时"},
        {"rule": "每低1%扣0.5分，扣完为止"},
        {"rule": "酌情扣\n分"},
        {"reason": "联系人138****1234"},
        {"reason": "使用XLSX格式报送"},
        {"name": "待业青年培训人数"},
    ],
)
def test_marks_that_belong_to_the_text(cells):
    assert findings("PS113", with_row(**cells)) == []


def test_a_lone_sign_beside_a_unit_is_something_else():
    lone, beside = indicator(target="≥", unit=""), indicator(target="≥", unit="人")
    assert len(findings("PS113", target_sheet(section("产出指标", lone, beside)))) == 1


def test_a_form_without_fault():
    assert findings("PS113", complete(goal="保障运转", goal_actual="全部完成")) == []


def test_placeholders_alike_are_one_finding():
    rows = [indicator(f"指标{n}", target=target) for n, target in enumerate(("≥1人", "……", "≥3人"), 1)]
    found = findings("PS113", self_assessment(section("产出指标", *rows)))
    assert sorted(len(one.related) for one in found) == [0, 2]
