"""Reasons that say nothing, and those that say something."""

from __future__ import annotations

import dataclasses

import pytest

from builders import findings, indicator, levels, section, self_assessment, text
from perfscore.audit import audit


def form(reason, *, name="苗木成活率", head="偏差原因分析及改进措施", score="18.95", more=()):
    rows = [indicator(name, "≥95%", "90%", "20", score, reason=reason), *more]
    made = self_assessment(section("产出指标", *rows))
    columns = tuple(
        ("reason", text(head)) if key == "reason" else (key, label)
        for key, label in (*made.head.columns, ("reason", text("")))
    )
    return dataclasses.replace(made, head=dataclasses.replace(made.head, columns=columns))


@pytest.mark.parametrize(
    "reason",
    [
        "今后将进一步加强预算管理，科学合理设定绩效指标",
        "下一步将加强学习，总结经验，持续改进。",
        "客观原因",
        "参考其他单位指标值，进一步提高指标值设置的科学性",
        "进一步完善制度；严格执行有关规定；不断提高管理水平",
        "我单位将认真落实上级要求，加大工作力度",
        "加强管理",
    ],
)
def test_reasons_of_boilerplate_alone(reason):
    found = findings("PS310", form(reason))
    assert levels(found) == ["warning"]
    assert "全是套话" in found[0].message


@pytest.mark.parametrize(
    "reason",
    [
        "物价上涨，将结合上级要求进一步科学设定指标值",
        "春旱浇水不及时，已补种",
        "经费下达较晚，今后将加强预算管理",
        "工作要求提高，将进一步加强管理",
        "加强管护，提高苗木质量",
        "资金未到位，将加强协调",
        "下一步将在3月底前补种",
        "受疫情影响，将继续推进",
        "招投标流标，已重新组织采购",
        "指标值设定偏高，今后科学设定指标值",
        "进一步提高服务质量",
        "加强沟通协调，加大监督力度",
    ],
)
def test_one_clause_that_says_something_is_enough(reason):
    assert findings("PS310", form(reason)) == []


def test_a_cause_without_a_measure_is_a_remark_once_a_form():
    more = [indicator("补植株数", "≥900株", "810株", "10", "9", reason="苗圃断货")]
    found = findings("PS310", form("春季干旱", more=more))
    assert levels(found) == ["info"]
    assert len(found[0].related) == 1
    assert "没有写改进措施" in found[0].message


def test_a_head_that_asks_for_no_measure():
    assert findings("PS310", form("春季干旱", head="偏差原因")) == []


@pytest.mark.parametrize("reason", ["", "无", "/"])
def test_no_reason_is_another_matter(reason):
    assert findings("PS310", form(reason)) == []


def test_rows_with_full_marks_are_left_alone():
    assert findings("PS310", form("进一步加强管理", score="20")) == []


def test_where_the_reason_is_quoted_already_it_is_not_told_again():
    row = indicator("育苗数量", "≥900株", "950株", "10", "9", reason="进一步加强管理")
    met = self_assessment(section("产出指标", row))
    assert levels(findings("PS307", met)) == ["warning"]
    assert findings("PS310", met) == []


@pytest.mark.parametrize("head", ["偏差原因及改进措施", "未完成原因和改进措施"])
def test_in_a_text_with_other_heads(head, tmp_path):
    path = tmp_path / "自评.txt"
    path.write_text(
        "部门整体支出绩效自评表\n"
        f"一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t{head}\n"
        "产出指标\t时效指标\t信访件按期办结率\t≥98%\t90%\t20\t18.37\t将进一步规范工作流程，提高工作效率\n",
        encoding="utf-8",
    )
    assert levels([f for f in audit(path).findings if f.code == "PS310"]) == ["warning"]
