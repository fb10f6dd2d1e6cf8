"""PS417, PS418: are targets of time times, and do they lie in the year and the term?"""

import pytest

from builders import findings, head, indicator, levels, section, self_assessment, target_sheet, text
from perfscore.model import Block, TargetSheet
from three_formats import messages


def timely(name, target, **cells):
    return indicator(name, target, l2="时效指标", **cells)


def of_time(*rows):
    return findings("PS417", self_assessment(section("产出指标", *rows)))


def test_a_word_or_a_count_is_no_time_in_three_formats(tmp_path):
    found = messages(
        "PS417",
        """
        2025年度项目支出绩效目标表
        项目名称 | 地质灾害监测 | 主管部门 | 某市自然资源局 | 实施单位 | 某监测站
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 监测点位 | ≥60处
         | 时效指标 | 监测设备运转 | 良好
         | 时效指标 | 监测点巡查 | ≥60处
         | 时效指标 | 预警信息发布时限 | ≤30分钟
        满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%
        """,
        tmp_path,
    )
    assert found == [
        "“监测设备运转”列为时效指标，指标值“良好”却不是日期、时限，也不是及时率",
        "“监测点巡查”列为时效指标，指标值“≥60处”却不是日期、时限，也不是及时率",
    ]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("工程竣工", "2024年10月底前"),
        ("服务期", "1月1日至12月31日"),
        ("水费缴纳", "按月缴纳"),
        ("到场处置", "≤2小时"),
        ("线路巡检", "≥2次/月"),
        ("补助资金发放", "及时"),
        ("补助资金按时发放", "保障"),
        ("工程进度", "正常"),
        ("设备保修", "长期"),
        ("设备安装率", "≥95%"),  # PS420 sees where it belongs
        ("设备安装", "3"),  # may be days or months
        ("超期件", "0件"),
        ("项目开展", "按计划"),
        ("工作效率", "提高"),  # how efficient something is counts as time in some guides
    ],
)
def test_what_speaks_of_time(name, target):
    assert of_time(timely(name, target)) == []


def test_a_name_that_only_says_for_how_long_says_nothing_of_when():
    (found,) = of_time(timely("持续运转", "稳定"))
    assert levels([found]) == ["warning"]


def test_what_repeats_its_name_has_its_own_finding():
    form = self_assessment(section("产出指标", timely("场馆开放", "场馆开放")))
    assert findings("PS417", form) == []
    assert len(findings("PS419", form)) == 1


def test_other_labels_may_have_words():
    assert of_time(indicator("设备运转", "良好", l2="质量指标")) == []


def deadlines(*rows, **parts):
    return findings("PS418", self_assessment(section("产出指标", *rows), **parts))


def test_deadlines_of_other_years_in_three_formats(tmp_path):
    found = messages(
        "PS418",
        """
        2025年度项目支出绩效目标表
        项目名称 | 博物馆恒温改造 | 主管部门 | 某市文旅局 | 实施单位 | 某博物馆
        项目期 | 2025年1月—2025年12月
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 改造库房 | ≥6间
         | 时效指标 | 库房改造完工 | 2026年5月底前
         | 时效指标 | 设备验收 | 2024年9月底前
         | 时效指标 | 资金支付 | 2025年11月底前
        满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥90%
        """,
        tmp_path,
    )
    assert found == [
        "“库房改造完工”的期限“2026年5月底前”晚于2025年12月31日，超出本表的年度或项目期",
        "“设备验收”的期限“2024年9月底前”早于本表的年度 2025 年",
    ]


def test_the_term_is_the_limit_where_it_is_known():
    late = timely("竣工", "2026年9月底前")
    assert levels(deadlines(late, year="2025")) == ["warning"]
    assert deadlines(late, year="2025", term="3年") == []
    assert levels(deadlines(late, year="2025", term="2024年1月—2025年12月")) == ["error"]
    assert levels(deadlines(timely("竣工", "2028年9月底前"), year="2025", term="3年")) == ["warning"]
    assert levels(deadlines(timely("竣工", "2029年9月底前"), year="2025", term="3年")) == ["error"]


def test_the_first_quarter_of_the_next_year():
    assert levels(deadlines(timely("结算", "2026年2月底前"), year="2025", term="1年")) == ["warning"]
    of_the_year = {"year": "2025", "term": "2025年1月—2025年12月"}
    assert levels(deadlines(timely("结算", "2026年2月底前"), **of_the_year)) == ["error"]
    assert levels(deadlines(timely("结算", "2026年2月底前"), year="2025")) == ["warning"]
    assert deadlines(timely("结算", "2026年1月前"), year="2025") == []


def test_a_self_assessment_headed_by_the_year_of_its_writing():
    rows = [timely("竣工", "2024年9月底前"), timely("结算", "2024年12月31日前")]
    assert levels(deadlines(*rows, year="2025")) == ["warning", "warning"]
    assert levels(deadlines(*rows, timely("移交", "2025年3月底前"), year="2025")) == ["error", "error"]


def test_dates_that_say_nothing_against_the_year():
    rows = [
        timely("竣工", "10月底前"),
        timely("结算", "次年1月底前"),
        timely("运行期", "2024年9月至2025年7月"),
        timely("开工", "2024年3月起"),
        timely("巡查", "每月5日前"),
        timely("竣工", "2025年"),
        timely("审计年度", "2024年度"),
        timely("合同签订时间", "2024年12月"),
        timely("开工时间", "2024年9月底前"),
    ]
    assert deadlines(*rows, year="2025") == []
    assert deadlines(timely("竣工", "2021年9月底前")) == []  # no year in the head
    assert deadlines(timely("竣工", "2021年9月底前"), year="2024-2026年") == []


def two_blocks(period, annual, **parts):
    sections = [(section("产出指标", timely("全部竣工", target)),) for target in (period, annual)]
    return TargetSheet(
        head(kind="project-target", **parts),
        None,
        sections[1],
        blocks=(
            Block("period", None, text("目标"), sections[0]),
            Block("annual", None, text("目标"), sections[1]),
        ),
    )


def test_the_blocks_of_a_sheet_have_limits_of_their_own():
    good = two_blocks("2027年10月底前", "2025年10月底前", year="2025", term="3年")
    assert findings("PS418", good) == []
    beyond = two_blocks("2028年10月底前", "2025年10月底前", year="2025", term="3年")
    assert levels(findings("PS418", beyond)) == ["warning"]
    beyond = two_blocks("2028年10月底前", "2025年10月底前", year="2025", term="2025年1月—2027年12月")
    assert levels(findings("PS418", beyond)) == ["error"]
    of_the_year = two_blocks("2027年10月底前", "2026年10月底前", year="2025", term="3年")
    (found,) = findings("PS418", of_the_year)
    assert "2026年10月底前" in found.message
    assert levels([found]) == ["error"]


def test_a_project_that_may_have_begun_before():
    early = timely("竣工", "2024年9月底前")
    assert levels(deadlines(early, timely("结算", "2025年3月底前"), year="2025", term="3年")) == ["warning"]
    assert deadlines(early, timely("结算", "2025年3月底前"), year="2025", term="2023年—2025年") == []


def test_a_target_sheet_of_one_block_with_a_date_of_last_year():
    sheet = target_sheet(section("产出指标", timely("竣工", "2024年9月底前")), year="2025")
    assert levels(findings("PS418", sheet)) == ["error"]
