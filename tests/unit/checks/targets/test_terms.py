"""PS429: term and attribute that are placeholders, or contradicted by the form."""

from builders import findings, funding, head, indicator, levels, money, section
from perfscore.model import Block, TargetSheet
from three_formats import messages


def sheet(term, attribute="经常性项目", totals=("300.00", "100.00"), **fields):
    sections = (section("产出指标", indicator()),)
    blocks = tuple(
        Block(name, funding(money(initial=total, budget=None)), None, sections)
        for name, total in zip(("period", "annual"), totals, strict=True)
    )
    made = head(kind="project-target", term=term, attribute=attribute, **fields)
    return TargetSheet(made, blocks[1].funding, sections, blocks=blocks)


def doubtful(*forms):
    return findings("PS429", *forms)


def test_a_project_that_ends_and_goes_on_in_three_formats(tmp_path):
    found = messages(
        "PS429",
        """
        2025年度项目支出绩效目标表
        项目名称 | 消防水源维护 | 主管部门 | 某市应急局 | 实施单位 | 某消防站
        项目属性 | 一次性项目 | 项目期 | 5年
        项目概况 | 全市消火栓每年需检修两次，并更换老化阀门。
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 检修消火栓 | ≥400个
        满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90%
        """,
        tmp_path,
    )
    assert found == ["一次性项目的项目期为“5年”；属性为“一次性项目”，文字说明却说“每年需”"]


def test_one_placeholder_a_file():
    (found,) = doubtful(sheet("99年"), sheet("99年", project="乙"), sheet("3年", project="丙"))
    assert levels([found]) == ["info"]
    assert "共 2 张表" in found.message
    assert len(found.related) == 1


def test_a_long_term_with_the_money_of_one_year():
    assert len(doubtful(sheet("5年", totals=("100.00", "100.00")))) == 1
    for one in (
        sheet("5年"),
        sheet("3年", totals=("100.00", "100.00")),
        sheet("5年", totals=("0", "0")),
        sheet("1年", totals=("100.00", "100.00")),
    ):
        assert doubtful(one) == []


def test_attributes_that_are_not_contradicted():
    for one in (
        sheet("1年", "一次性项目", overview="今年更换阀门"),
        sheet("5年", "延续性项目", overview="每年需检修两次"),
        sheet("5年", "一次性项目□ 经常性项目☑"),
        sheet("5年", "一次性项目、经常性项目"),
        sheet("", ""),
        sheet("长期", "经常性项目"),
    ):
        assert doubtful(one) == []
