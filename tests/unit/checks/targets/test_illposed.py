"""PS412, PS413: targets that decide nothing, and forms in which everything is a hundred percent."""

import pytest

from builders import findings, indicator, levels, section, self_assessment, target_sheet
from counting import calls_of
from three_formats import messages


def illposed(*rows, **parts):
    return findings("PS412", self_assessment(section("产出指标", *rows), **parts))


def test_what_every_outcome_meets_in_three_formats(tmp_path):
    found = messages(
        "PS412",
        """
        2025年度项目支出绩效目标表
        项目名称 | 候鸟保护站运行 | 主管部门 | 某市林业局 | 实施单位 | 某保护站
        一级指标 | 二级指标 | 三级指标 | 计划指标值
        产出指标 | 数量指标 | 巡护次数 | ≥0次
         | 质量指标 | 救护差错率 | ≤100%
         | 时效指标 | 监测报告完成时间 | 2025年
         | 数量指标 | 盗猎案件数 | 0起
         | 质量指标 | 盗猎案件查处率 | 100%
        满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%
        """,
        tmp_path,
    )
    assert found == [
        "“巡护次数”的指标值“≥0次”，不论结果如何都算达到",
        "“救护差错率”的指标值“≤100%”，不论结果如何都算达到",
        "“监测报告完成时间”的指标值“2025年”就是本年度，一年里什么时候完成都算按时",
        "“盗猎案件查处率”的指标值“100%”无从考核：“盗猎案件数”的指标值是“0起”，没有发生就没有处理率",
    ]


@pytest.mark.parametrize(
    ("name", "target", "level"),
    [
        ("群众满意度", "0-100%", "warning"),
        ("群众满意度", "≥0%", "warning"),
        ("培训人数", "<0人", "warning"),
        ("成本节约率", ">0%", "info"),
        ("巡护", "≥0次", "warning"),
    ],
)
def test_what_decides_nothing(name, target, level):
    assert levels(illposed(indicator(name, target))) == [level]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("成本节约率", "≥0%"),  # no more than the budget
        ("成本节约率", ">5%"),
        ("投诉次数", "0次"),
        ("投诉次数", "≤0次"),
        ("投诉次数", ">0次"),
        ("差错率", "≤1%"),
        ("预算完成率", "≤100%"),
        ("收入增长率", "≥0%"),
        ("净利润", "≥0万元"),
        ("满意度", "90-100%"),
    ],
)
def test_what_decides_something(name, target):
    assert illposed(indicator(name, target)) == []


def deadline(name, target):
    return indicator(name, target, l2="时效指标")


def test_a_bare_year_as_a_deadline():
    assert levels(illposed(deadline("任务完成时间", "=2025年"), year="2025年度")) == ["warning"]
    assert levels(illposed(deadline("任务完成时间", "=2025年"))) == ["info"]
    assert illposed(deadline("任务完成时间", "=2026年"), year="2025") == []  # PS418
    assert illposed(deadline("任务完成时间", "2025年底前"), year="2025") == []
    assert illposed(deadline("服务期限", "2025年"), year="2025") == []
    sheet = target_sheet(section("产出指标", deadline("任务完成时间", "=2025年")))
    assert findings("PS412", sheet) == []  # a sheet may speak of a later year


def test_a_handling_rate_belongs_to_its_own_event():
    zero = indicator("重大安全事故发生次数", "0次")
    assert len(illposed(zero, indicator("重大安全事故处置率", "100%"))) == 1
    assert illposed(zero, indicator("安全事故处置率", "100%")) == []  # lesser ones may happen
    assert illposed(indicator("投诉次数", "≤3次"), indicator("投诉处理率", "100%")) == []
    assert illposed(indicator("投诉处理率", "100%")) == []


def test_a_share_of_a_few_things():
    few = indicator("发电机组采购数量", "3台")
    (found,) = illposed(few, indicator("发电机组采购验收合格率", "≥95%"))
    assert levels([found]) == ["info"]
    assert "1/3" in found.message
    assert illposed(few, indicator("发电机组采购验收合格率", "100%")) == []
    assert illposed(indicator("发电机组采购数量", "≥3台"), indicator("发电机组采购验收合格率", "≥95%")) == []
    assert illposed(indicator("发电机组采购数量", "20台"), indicator("发电机组采购验收合格率", "≥95%")) == []
    assert illposed(indicator("发电机组采购数量", "21台"), indicator("发电机组采购验收合格率", "≥96%")) == []
    assert illposed(few, indicator("发电机组采购满意度", "≥95%")) == []


def test_twice_the_rows_cost_twice_as_much():
    def work(sort, size):  # names of their own, for what is read once is remembered
        names = [f"{sort}第{n}类事故" for n in range(size)]
        rows = [indicator(f"{name}次数", "0次") for name in names] + [
            indicator(f"{name}处理率", "100%") for name in names
        ]
        return lambda: illposed(*rows)

    assert len(work("甲", 5)()) == 5
    assert calls_of(work("丙", 120)) < 2.2 * calls_of(work("乙", 60))


def hundreds(*targets, **parts):
    rows = [indicator(f"第{n}项合格率", target) for n, target in enumerate(targets)]
    return findings("PS413", self_assessment(section("产出指标", *rows), **parts))


def test_all_hundred_in_three_formats(tmp_path):
    found = messages(
        "PS413",
        """
        项目支出绩效自评表
        项目名称 | 水文站运行 | 主管部门 | 某市水利局
        一级指标 | 二级指标 | 三级指标 | 年度目标值 | 完成情况 | 分值 | 得分
        产出指标 | 质量指标 | 水位测报率 | ＝100% | 100% | 20 | 20
         | 质量指标 | 资料整编合格率 | 100% | 100% | 20 | 20
         | 时效指标 | 水情报送及时率 | ≥100% | 100% | 20 | 20
        效益指标 | 社会效益指标 | 预警覆盖率 | 100% | 100% | 20 | 20
        满意度指标 | 服务对象满意度指标 | 用户满意度 | ≥95% | 96% | 10 | 10
        """,
        tmp_path,
    )
    assert found == ["5 个百分比指标值中有 4 个是 100%"]


def test_four_fifths_of_at_least_four():
    (found,) = hundreds("100%", "100%", "100%", "100%", "95%")
    assert levels([found]) == ["info"]
    assert len(found.related) == 3
    assert hundreds("100%", "100%", "100%", "95%") == []
    assert hundreds("100%", "100%", "100%") == []
    assert hundreds("≤100%", "≤100%", "100%", "100%") == []


def test_numbers_that_are_no_shares():
    rows = [indicator("产值增长率", "100%") for _ in range(5)] + [indicator("培训人数", "100人")]
    assert findings("PS413", self_assessment(section("产出指标", *rows))) == []
