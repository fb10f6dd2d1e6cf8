"""PS416: changes and what they are measured against."""

from builders import findings, indicator, levels, section, self_assessment
from three_formats import messages


def changes(*rows, **parts):
    return findings("PS416", self_assessment(section("产出指标", *rows), **parts))


def test_a_rise_without_base_in_three_formats(tmp_path):
    found = messages(
        "PS416",
        """
        项目支出绩效自评表
        项目名称 | 牧区饮水工程 | 主管部门 | 某旗水利局
        一级 | 二级 | 指标名称 | 目标值 | 完成值 | 权重 | 自评得分
        产出指标 | 质量指标 | 供水保证程度 | 增长12% | 13% | 40 | 40
        效益指标 | 社会效益指标 | 牧民健康水平 | 提升90% | 91% | 50 | 50
        """,
        tmp_path,
    )
    assert found == [
        "“供水保证程度”的指标值“增长12%”没有说与什么时候、多少相比",
        "“牧民健康水平”的指标值“提升90%”没有说与什么时候、多少相比；多半是要写“≥90%”",
    ]


def test_twice_as_much_may_be_meant_but_not_of_a_share():
    (twice, share) = changes(indicator("产量", "提高100%"), indicator("饮水合格率", "提高100%"))
    assert twice.recomputed is None
    assert share.recomputed == "≥100%"
    assert levels([twice, share]) == ["warning", "warning"]


def test_a_base_anywhere_in_the_row_is_enough():
    rows = [
        indicator("单位产值能耗", "较2020年下降12%"),
        indicator("能耗较上年变化", "下降12%"),
        indicator("单位产值能耗", "下降12%", explanation="与基期相比的降幅"),
        indicator("单位产值能耗", "下降12%", actual="同比下降13%"),
        indicator("单位产值能耗", "下降12%", remark="上年为0.52"),
    ]
    assert changes(*rows) == []


def test_what_is_no_change_of_a_level():
    rows = [
        indicator("图书借阅量", "提高到95%"),
        indicator("图书借阅增长率", "提高5%"),
        indicator("成本节约率", "提高5%"),
        indicator("新增停车位", "增加20个"),
        indicator("办学条件", "提高"),
        indicator("图书借阅量", "≥95%"),
    ]
    assert changes(*rows) == []


def test_a_small_change_is_mostly_that_of_a_year():
    assert levels(changes(indicator("旅游收入", "增长8%"))) == ["info"]
    assert levels(changes(indicator("旅游收入", "增长80%"))) == ["warning"]
    assert levels(changes(indicator("服务能力", "提高3倍"))) == ["warning"]
    assert levels(changes(indicator("服务评分", "提高3分"))) == ["info"]
