"""PS414, PS415: units that fit their names, and how they are written."""

import pytest

from builders import findings, indicator, levels, section, self_assessment
from three_formats import messages


def unfit(*rows):
    return findings("PS414", self_assessment(section("产出指标", *rows)))


def test_units_of_something_else_in_three_formats(tmp_path):
    found = messages(
        "PS414",
        """
        2025年度项目支出绩效目标表
        项目名称 | 乡村医生补助 | 主管部门 | 某县卫健局 | 实施单位 | 某县疾控中心
        一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位
        产出指标 | 质量指标 | 签约居民随访率 | ≥90 | 人
         | 数量指标 | 村医培训次数 | ≥4 | 人
         | 数量指标 | 补助村医人数 | ≥120 | 万元
        成本指标 | 经济成本指标 | 村医岗位补贴 | ≥20 | 天
        满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90 | %
        """,
        tmp_path,
    )
    assert found == [
        "“签约居民随访率”的指标值“≥90”以“人”计，而名称是比率，应以百分比计",
        "“村医培训次数”的指标值“≥4”以“人”计，而名称是次数，应以次计",
        "“补助村医人数”的指标值“≥120”以“元”计，而名称是人数，应以人或人次计",
        "“村医岗位补贴”的指标值“≥20”以“天”计，而名称是金额，应以元或万元计",
    ]


@pytest.mark.parametrize(
    ("name", "target", "level"),
    [
        ("村民满意度", "≥90户", "warning"),
        ("项目总成本", "≤90人", "warning"),
        ("管网疏通", "3家", "info"),
        ("在编教师", "45人/年", "info"),
        ("航标灯质合格率", "≥98座", "warning"),
        ("行道树成活率", "≥90棵", "warning"),
    ],
)
def test_units_that_do_not_fit(name, target, level):
    assert levels(unfit(indicator(name, target))) == [level]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("村民满意度", "≥90%"),
        ("村民满意度", "≥90分"),
        ("村民满意度", "≥90"),
        ("资产周转率", "≥6次"),
        ("交通事故死亡率", "≤2人/万辆"),
        ("报名率", "提高5个百分点"),
        ("安全事故发生率", "0起"),
        ("政策覆盖面", "≥20个"),
        ("项目总成本", "≤90万元"),
        ("单位成本", "≤3元/公里"),
        ("人工成本", "≤5人"),
        ("营养餐补贴", "≥200人"),  # a quantity may say how many get it
        ("培训人数", "≥2万人次"),
        ("受益人数", "≥300户"),
        ("检查次数", "≥12场"),
        ("检查次数", "≥30家次"),
        ("检查次数", "≥1次/周"),
        ("企业设备维修", "12家"),
        ("检查商户", "30家"),
        ("培训教师", "45人/年"),
        ("就业人员", "45人/年"),
        ("景区接待游客", "3万人次/年"),
    ],
)
def test_units_that_fit(name, target):
    assert unfit(indicator(name, target)) == []


def test_money_belongs_to_outlays_under_the_label_of_cost():
    cost = indicator("保洁员工资", "≥12个月", l1="成本指标", l2="经济成本指标")
    (found,) = unfit(cost)
    assert found.recorded == "个月"
    allowed = [
        indicator("保洁员工资", "≤2300元/人/月", l1="成本指标", l2="经济成本指标"),
        indicator("经费", "≤100%", l1="成本指标", l2="经济成本指标"),
        indicator("保洁员工资", "≥12个月", l2="时效指标"),
    ]
    assert unfit(*allowed) == []


def odd_units(*forms):
    return findings("PS415", *forms)


def of(*rows, **parts):
    return self_assessment(section("产出指标", *rows), **parts)


def test_names_in_place_of_units_in_three_formats(tmp_path):
    found = messages(
        "PS415",
        """
        2025年度项目支出绩效目标表
        项目名称 | 学校午餐补助 | 主管部门 | 某县教育局 | 实施单位 | 某县教育局
        一级指标 | 二级指标 | 三级指标 | 指标值 | 计量单位
        产出指标 | 数量指标 | 补助学生 | ≥800 | 人
         | 质量指标 | 菜品留样率 | 100 | 百分比
         | 时效指标 | 配送及时率 | ≥98 | 百分比
        满意度指标 | 服务对象满意度指标 | 家长满意度 | ≥90 | %
        """,
        tmp_path,
    )
    assert found == ["“菜品留样率”的单位“百分比”不规范，应写作“%”（共 2 行）"]


def test_one_unit_in_two_ways():
    first, second = of(indicator("午餐标准", "≥6元/人/天")), of(indicator("午餐 标准", "≥6元/天/人"), project="乙")
    (found,) = odd_units(first, second)
    assert levels([found]) == ["info"]
    assert (found.recorded, found.recomputed) == ("元/天/人", "元/人/天")
    assert len(found.related) == 1


def test_usual_spellings_are_left_alone():
    pairs = [
        ("3天", "3日"),
        ("5工作日", "5个工作日"),
        ("≥90%", "≥95%"),
        ("20千克", "20公斤"),
        ("6元/人/天", "7元/人/天"),
    ]
    for one, other in pairs:
        assert odd_units(of(indicator("标准", one)), of(indicator("标准", other), project="乙")) == []
    assert odd_units(of(indicator("早餐", "≥6元/人/天")), of(indicator("午餐", "≥6元/天/人"))) == []
