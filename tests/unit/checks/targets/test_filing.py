"""PS427, PS428: the filing date is a date, and one of this budget."""

import pytest

from builders import complete, findings, levels
from three_formats import messages

SHEET = """
    {year}年度项目支出绩效目标表
    项目名称 | 城市书房运行 | 主管部门 | 某市文旅局 | 实施单位 | 某图书馆
    一级指标 | 二级指标 | 三级指标 | 指标值
    产出指标 | 数量指标 | 开放书房 | ≥12座
    满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥90%
    负责人： | （已签字） | 填报日期： | {date}
"""


def malformed(date):
    return findings("PS427", complete(date=date))


def test_a_stamp_with_an_hour_that_is_none_in_three_formats(tmp_path):
    found = messages("PS427", SHEET.format(year=2025, date="20241126251533"), tmp_path)
    assert found == ["填报日期“20241126251533”不是有效的时间：时为 25"]


@pytest.mark.parametrize(
    ("date", "fault"),
    [
        ("20241326", "月为 13"),
        ("20240230", "没有 2024年2月30日 这一天"),
        ("2024112612605", "是 13 位数字，既不是 8 位日期，也不是 14 位时间"),
        ("2024年4月31日", "没有 2024年4月31日 这一天"),
        ("2024-13-01", "没有 2024年13月1日 这一天"),
    ],
)
def test_what_is_no_time(date, fault):
    (found,) = malformed(date)
    assert found.message.endswith(fault)
    assert levels([found]) == ["warning"]


@pytest.mark.parametrize(
    "date",
    ["", "20241126", "20241126153308", "202411261533", "2024.11.26", "2024年11月26日（盖章）", "2024年11月", "年  月  日",
     "2024/11/26", "2024-11-26 09:30", "13912345678", "45622", "已填"],
)  # fmt: skip
def test_what_is_a_time_or_none_at_all(date):
    assert malformed(date) == []


def filed(*dates, **parts):
    forms = [complete(date=date, project=f"项目{n}", **parts) for n, date in enumerate(dates)]
    return findings("PS428", *forms)


def test_a_date_long_before_the_year_in_three_formats(tmp_path):
    found = messages("PS428", SHEET.format(year=2026, date="2023年3月8日"), tmp_path)
    assert found == ["填报日期“2023年3月8日”过早：比 2026 年预算早了一年多"]


def test_the_lead_that_the_rule_set_grants():
    assert filed("20240701", year="2026") == []
    (found,) = filed("20240630", year="2026")
    assert levels([found]) == ["warning"]


def test_one_form_far_from_the_others_of_its_file():
    others = ["20250801", "20250807", "20251106"]
    (found,) = filed("20240713", *others)
    assert "2025-08-07 早 390 天" in found.message
    assert found.form == 0
    assert filed("20241101", *others) == []
    assert filed("20240713", "20250807") == []  # which of two is the odd one is not known


def test_dates_that_are_none_are_not_compared():
    assert filed("20240732", "20250801", "20250807", "20251106") == []
