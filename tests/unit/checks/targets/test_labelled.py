"""PS419, PS420: rows that say nothing of their own, and rows under another label than theirs."""

import pytest

from builders import findings, indicator, levels, section, self_assessment
from three_formats import messages


def row(name, target, l1="产出指标", l2="质量指标", **cells):
    return indicator(name, target, l1=l1, l2=l2, **cells)


def repeated(*rows):
    return findings("PS419", self_assessment(section("产出指标", *rows)))


def misplaced(*rows):
    return findings("PS420", self_assessment(section("产出指标", *rows)))


def test_copies_of_names_and_labels_in_three_formats(tmp_path):
    found = messages(
        "PS419",
        """
        项目支出绩效自评表
        项目名称 | 农村公路桥梁加固 | 主管部门 | 某县交通局
        一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
        产出指标 | 质量指标 | 桥梁结构安全 | 桥梁结构安全 | 安全 | 40 | 40
        效益指标 | 生态效益指标 | 生态效益 | 良好 | 良好 | 40 | 40
        满意度指标 | 满意度指标 | 满意度 | ≥90% | 92% | 10 | 10
        """,
        tmp_path,
    )
    assert found == [
        "“桥梁结构安全”的指标值“桥梁结构安全”照抄了指标名称，没有写出要达到的程度",
        "三级指标“生态效益”与二级指标“生态效益指标”相同，没有说考核什么",
        "三级指标“满意度”与二级指标“满意度指标”相同，没有说考核什么人的满意度",
    ]


def test_endings_that_change_nothing():
    assert levels(repeated(row("政策知晓情况", "政策知晓"), row("质量", "≥95%"))) == ["warning", "warning"]


def test_a_satisfaction_of_nobody_is_only_told():
    assert levels(repeated(row("服务对象满意度", "≥90%", "满意度指标", "服务对象满意度指标"))) == ["info"]


def test_parts_of_a_name_are_values():
    rows = [
        row("设备正常运行", "正常运行"),
        row("制度健全性", "健全"),
        row("优化办事流程", "优化"),
        row("受益群众满意度", "≥90%", "满意度指标", "服务对象满意度指标"),
        row("数量", "≥3个"),  # under 质量指标
        row("带动就业", "≥20人", "效益指标", ""),
    ]
    assert repeated(*rows) == []


def test_an_outlay_among_the_benefits_in_three_formats(tmp_path):
    found = messages(
        "PS420",
        """
        2025年度项目支出绩效目标表
        项目名称 | 非遗展演 | 主管部门 | 某市文旅局 | 实施单位 | 某文化馆
        一级指标 | 二级指标 | 三级指标 | 年度指标值
        产出指标 | 数量指标 | 展演场次 | ≥12场
         | 质量指标 | 展演结束时间 | 2025年11月底前
        效益指标 | 经济效益指标 | 舞台搭建等 | ≤30000元
        满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥90%
        """,
        tmp_path,
    )
    assert found == [
        "“展演结束时间”列在“质量指标”下，指标值“2025年11月底前”却是日期",
        "“舞台搭建等”列在“经济效益指标”下，指标值“≤30000元”却是支出",
    ]


@pytest.mark.parametrize(
    ("name", "target", "l1", "l2", "level"),
    [
        ("宣传经费", ">15000元/年", "效益指标", "可持续影响指标", "warning"),
        ("设备运输", "<8万元", "效益指标", "社会效益指标", "warning"),
        ("宣传费", "≤3万元", "满意度指标", "服务对象满意度指标", "warning"),
        ("活动完成时间", "11月底前", "产出指标", "数量指标", "warning"),
        ("展品布置率", "≥95%", "产出指标", "时效指标", "info"),
        ("观众满意度", "≥90%", "产出指标", "数量指标", "info"),
    ],
)
def test_rows_under_another_label(name, target, l1, l2, level):
    assert levels(misplaced(row(name, target, l1, l2))) == [level]


@pytest.mark.parametrize(
    ("name", "target", "l1", "l2"),
    [
        ("展品损失", "≤1万元", "效益指标", "经济效益指标"),
        ("农户自付费用", "≤2000元", "效益指标", "社会效益指标"),
        ("临时救助标准", "≤4800元/户", "效益指标", "社会效益指标"),
        ("单位供热成本", "≤36元/平方米", "效益指标", "经济效益指标"),
        ("三公经费", "≤10万元", "效益指标", "经济效益指标"),
        ("门票收入", "≥30万元", "效益指标", "经济效益指标"),
        ("护工工资", "≤30万元", "效益指标", "成本指标"),
        ("带动消费", "≥30万元", "效益与满意度指标", ""),
        ("展品布置及时率", "≥95%", "产出指标", "时效指标"),
        ("资金拨付率", "100%", "产出指标", "时效指标"),
        ("汛前清淤率", "100%", "产出指标", "时效指标"),
        ("培训满意度", "≥90%", "产出指标", "质量指标"),
        ("学生满意度", "≥90%", "效益指标", "服务对象满意度指标"),
        ("服务时间", "≥8小时", "产出指标", "数量指标"),
        ("活动完成时间", "11月底前", "产出指标", "时效指标"),
    ],
)
def test_rows_under_their_label(name, target, l1, l2):
    assert misplaced(row(name, target, l1, l2)) == []
