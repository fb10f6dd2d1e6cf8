"""PS422, PS426: copied texts and expired plans."""

from builders import findings, head, indicator, levels, section, target_sheet, text
from perfscore.model import Block, TargetSheet
from three_formats import messages

ROWS = """
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 养护古树 | ≥300株
        满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90%
"""
WHAT = "对全市三百株古树名木开展养护复壮，清理枯枝并设置支撑。"
WHY = "部分古树长势衰弱，存在倒伏和断枝风险，危及行人和房屋。"


def described(goal="完成年度古树养护复壮任务，古树长势好转。", **fields):
    fields.setdefault("year", "2025")
    return target_sheet(section("产出指标", indicator()), kind="project-target", goal=goal, **fields)


def copied(*forms):
    return findings("PS422", *forms)


def test_one_text_in_two_fields_in_three_formats(tmp_path):
    found = messages(
        "PS422",
        f"""
        2025年度项目支出绩效目标表
        项目名称 | 古树名木养护 | 主管部门 | 某市园林局 | 实施单位 | 某园林中心
        项目概况 | {WHAT}
        立项依据 | 某市古树名木保护条例第十二条及实施细则的有关规定。
        项目设立必要性 | {WHAT}
        {ROWS.strip()}
        """,
        tmp_path,
    )
    assert found == ["几个栏目的文字几乎相同：“项目概况”、“项目设立必要性”"]


def test_nearly_the_same_is_the_same():
    (found,) = copied(
        described(overview=WHAT, necessity="对全市三百株古树名木，开展养护复壮、清理枯枝，并设置支撑等")
    )
    assert levels([found]) == ["info"]


def test_two_groups_are_one_finding():
    (found,) = copied(described(overview=WHAT, basis=WHAT, necessity=WHY, plan=WHY))
    assert found.message.endswith("“项目概况”、“立项依据”；“项目设立必要性”、“项目实施计划”")
    assert len(found.related) == 3


def test_texts_of_their_own():
    regulation = "某市古树名木保护条例及其实施细则"
    assert copied(described(overview=WHAT, necessity=WHY)) == []
    assert copied(described(overview="养护古树名木", basis="养护古树名木")) == []  # short
    quoted = f"为落实{regulation}的要求，部分古树长势衰弱，存在倒伏风险，需要分批复壮并设置支撑和围栏。"
    assert copied(described(basis=regulation, necessity=quoted)) == []
    assert copied(described(overview="", basis="")) == []


def two_goals(period, annual, term):
    sections = (section("产出指标", indicator()),)
    return TargetSheet(
        head(kind="project-target", year="2025", term=term),
        None,
        sections,
        goal=text(annual),
        blocks=(Block("period", None, text(period), sections), Block("annual", None, text(annual), sections)),
    )


def test_the_goal_of_three_years_is_not_that_of_one():
    assert len(copied(two_goals(WHAT, WHAT, "3年"))) == 1
    for one in (two_goals(WHAT, WHAT, "1年"), two_goals(WHAT, WHAT, "99年"), two_goals(WHAT, WHY, "3年")):
        assert copied(one) == []


def expired(**fields):
    return findings("PS426", described(**fields))


def test_a_plan_that_is_over_in_three_formats(tmp_path):
    found = messages(
        "PS426",
        f"""
        2026年度项目支出绩效目标表
        项目名称 | 古树名木养护 | 主管部门 | 某市园林局 | 实施单位 | 某园林中心
        立项依据 | 《某市古树保护三年行动计划（2021—2023年）》
        {ROWS.strip()}
        """,
        tmp_path,
    )
    assert found == ["立项依据引用的“2021—2023年”已在 2023 年到期，本表是 2026 年的预算"]


def test_five_year_plans_by_name():
    (found,) = expired(basis="按照“十三五”生态环境保护规划的要求")
    assert levels([found]) == ["info"]
    assert len(expired(goal="完成2016-2020年绿化规划确定的任务，全面改善城市绿化水平。")) == 1


def test_plans_that_hold_and_plans_that_are_remembered():
    assert expired(basis="按照“十四五”规划的要求") == []
    assert expired(basis="2022—2024年行动计划") == []  # may be carried on for a year
    assert expired(overview="根据“十三五”规划建成") == []  # tells what was
    assert expired(basis="“十三五”期间建成步道，编制了规划") == []
    assert expired(basis="2016-2020年完成投资三亿元") == []
    assert expired(basis="在“十三五”规划基础上，按“十四五”规划实施") == []
    assert expired(basis="2016—2020年行动计划", year="") == []
