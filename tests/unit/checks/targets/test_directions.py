"""PS408, PS409, PS410: bounds on the wrong side, and percentages that nothing can reach."""

import pytest

from builders import findings, indicator, levels, section, self_assessment


def form(name, target, l2="数量指标", l1="产出指标", **parts):
    return self_assessment(section(l1, indicator(name, target, "已完成", l1=l1, l2=l2)), **parts)


def cost(name, target, l2="成本指标", l1="产出指标"):
    return findings("PS408", form(name, target, l2, l1))


# PS408


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("电梯维保费", "≥6500元/年"),
        ("课桌采购成本", ">30万元"),
        ("保洁服务", "不低于12万元"),
        ("冬训伙食", "≥25元/人·天"),
    ],
)
def test_a_cost_with_a_floor(name, target):
    assert levels(cost(name, target)) == ["warning"]
    assert levels(cost(name, target, "经济成本指标", "成本指标")) == ["warning"]
    assert cost(name, target, "经济效益指标", "效益指标") == []


def test_a_payment_may_be_meant_as_a_standard():
    (found,) = cost("孤儿生活补贴", "≥1350元/人·月")
    assert levels([found]) == ["warning"]
    assert "可能本意是支付标准" in found.message
    assert "可能本意" not in cost("孤儿生活补贴", "≥80万元")[0].message
    assert levels(cost("孤儿养育标准", "≥1350元/人·月")) == ["info"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("电梯维保费", "≤6500元/年"),
        ("电梯维保费", "6500元"),
        ("成本节约率", "≥5%"),
        ("节约办公经费", "≥5万元"),
        ("企业自筹资金", "≥20万元"),
        ("带动社会资本", "≥2000万元"),
        ("完成投资", "≥500万元"),
        ("城乡低保最低标准", "≥600元/人·月"),
        ("罚没款", "≥3万元"),
        ("单位用工", "≥8人"),
        ("成本控制率", "≥95%"),
    ],
)
def test_floors_that_are_right_under_the_costs(name, target):
    assert cost(name, target) == []


# PS409


@pytest.mark.parametrize(
    ("name", "target", "aside"),
    [
        ("放映电影场次", "≤240场", ""),
        ("印发手册", "<500册", ""),
        ("培训学员", "≤60人", "人数"),
        ("年用水量", "≤6000吨", "消耗"),
        ("购置设备台数", "不超过100台", ""),
    ],
)
def test_an_output_with_a_ceiling(name, target, aside):
    (found,) = findings("PS409", form(name, target))
    assert levels([found]) == ["info"]
    assert aside in found.message
    assert ("可能" in found.message) == bool(aside)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("放映电影场次", "≥240场"),
        ("放映事故次数", "≤2次"),
        ("群众投诉件数", "≤3件"),
        ("科目调整次数", "≤10次"),
        ("综合能耗", "≤120吨标准煤"),
        ("采购总价", "≤90万元"),
        ("办结时限", "≤5个工作日"),
        ("差错占比", "≤1%"),
        ("放映电影场次", "240场"),
        ("放映电影场次", "≤0场"),
    ],
)
def test_ceilings_that_are_right(name, target):
    assert findings("PS409", form(name, target)) == []


def test_only_quantities_are_outputs_to_be_reached():
    assert findings("PS409", form("放映电影场次", "≤240场", "质量指标")) == []


# PS410


@pytest.mark.parametrize(
    ("name", "target", "level"),
    [
        ("树木成活率", "≥105%", "warning"),
        ("居民满意度", "120%", "warning"),
        ("树木成活率", ">100%", "warning"),
        ("树木成活率", "-5%", "warning"),
        ("树木成活率", "95%-105%", "warning"),
        ("树木成活率", "≥1050‰", "warning"),
        ("树木成活率", "≥100%", "info"),
        ("成本节约率", "≥100%", "warning"),
        ("成本节约率", "=100%", "warning"),
        ("成本节约率", "≥120%", "warning"),
    ],
)
def test_percentages_that_nothing_reaches(name, target, level):
    assert levels(findings("PS410", form(name, target, "质量指标"))) == [level]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("树木成活率", "≥95%"),
        ("树木成活率", "=100%"),
        ("树木成活率", "100%"),
        ("病虫害差错率", "≤0%"),
        ("成本节约率", "≥5%"),
        ("成本节约率", "≤100%"),
        ("造林任务完成率", "≥110%"),
        ("产值增长率", "≥120%"),
        ("设备利用率", "≥105%"),
        ("学前三年毛入园率", "≥102%"),
        ("人员控制率", "≤100%"),
        ("群众满意度", "≥95分"),
        ("群众满意度", "提高110%"),
        ("服务保障", "≥120%"),
    ],
)
def test_percentages_that_can_be_reached(name, target):
    assert findings("PS410", form(name, target, "质量指标")) == []
