"""Rules that give other scores than the formulas of the rule set."""

from __future__ import annotations

import dataclasses

import pytest

from builders import findings, indicator, levels, section, self_assessment, target_sheet


def rows(*rules, target="≥50场", name="农技讲座", form=self_assessment):
    listed = [indicator(f"{name}{n or ''}", target, "50场", "10", "10", rule=rule) for n, rule in enumerate(rules)]
    return form(section("产出指标", *listed))


@pytest.mark.parametrize(
    ("rule", "target", "name"),
    [
        ("完成率80%及以上得满分，否则不得分", "≥50场", "农技讲座"),
        ("达到50场得满分，每少1场扣1分，扣完为止", "≥50场", "农技讲座"),
        ("达到95%得满分，每低1个百分点扣0.5分，扣完为止", "≥95%", "苗木成活率"),
        ("不超过100万元得满分，超过的不得分", "≤100万元", "印刷成本"),
    ],
)
def test_a_rule_of_its_own_is_told(rule, target, name):
    found = findings("PS519", rows(rule, target=target, name=name))
    assert levels(found) == ["info"]
    assert "按表中的标准计分" in found[0].message


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("得分=实际完成值/目标值*分值，最高得满分", "≥50场"),
        ("按完成比例计分", "≥50场"),
        ("由专家组酌情评分", "≥50场"),
        ("完成率80%及以上得满分，否则不得分", "50场左右"),
        ("良好得满分，一般得5分，差不得分", "良好"),
    ],
)
def test_rules_that_agree_or_cannot_be_compared(rule, target):
    assert findings("PS519", rows(rule, target=target)) == []


def test_a_sheet_of_targets_gives_one_finding():
    rule = "完成率80%及以上得满分，否则不得分"
    (found,) = findings("PS519", rows(rule, rule, rule, rule, form=target_sheet))
    assert "4 行" in found.message
    assert len(found.related) == 3


def test_other_forms_than_those_of_the_budget_have_rules_of_their_own():
    form = rows("完成率80%及以上得满分，否则不得分")
    kpi = dataclasses.replace(form, head=dataclasses.replace(form.head, kind="kpi"))
    assert findings("PS519", kpi) == []
