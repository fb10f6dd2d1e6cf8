import pytest

from builders import base_table, complete, findings, levels, target_sheet


def test_a_required_field_without_content():
    given = complete(project="培训", department="某局", implementing_unit="")
    (found,) = findings("PS121", given)
    assert found.at == given.head.field("implementing_unit").at
    assert levels([found]) == ["warning"]


def test_fields_that_are_filled_or_that_the_form_does_not_print():
    assert findings("PS121", complete(project="培训", department="某局")) == []
    assert findings("PS121", complete(category="")) == []


def test_signatures_are_one_finding_with_the_list():
    (found,) = findings("PS122", complete(leader="", handler="（签字）", phone="01012345678", date=""))
    assert "负责人、经办人、填报日期" in found.message
    assert "01012345678" not in found.message + "".join(note.note for note in found.related)
    assert levels([found]) == ["info"]


def test_a_signed_form_and_one_without_a_foot():
    assert findings("PS122", complete(leader="已签", date="2024年2月"), complete(), base_table()) == []


def test_a_blank_goal_is_an_error_and_a_short_one_worth_knowing():
    assert levels(findings("PS124", complete(goal=""))) == ["error"]
    assert levels(findings("PS124", complete(goal="/"))) == ["error"]
    assert levels(findings("PS124", complete(goal="保障运转。"))) == ["info"]
    assert levels(findings("PS124", target_sheet(goal=""))) == ["error"]


def test_a_goal_and_a_form_without_one():
    assert findings("PS124", complete(goal="保障机构正常运转。"), complete(), target_sheet()) == []


GOAL = "按计划举办各类业务培训，提高学员的业务能力。"


@pytest.mark.parametrize(
    "actual", ["", "已完成", "完成年度目标。", GOAL, "按计划举办各类业务培训、提高学员的业务能力"]
)
def test_a_completion_that_says_nothing(actual):
    assert levels(findings("PS135", complete(goal=GOAL, goal_actual=actual))) == ["warning"]


@pytest.mark.parametrize(
    "actual",
    [
        "全年举办培训4期，培训学员120人次。",
        GOAL + "全年举办4期。",
        "由分管领导牵头，" + GOAL.replace("按计划", "如期") + "并组织结业考核，评选优秀学员。",
    ],
)
def test_a_completion_that_adds_something(actual):
    assert findings("PS135", complete(goal=GOAL, goal_actual=actual)) == []


@pytest.mark.parametrize(
    ("goal", "actual"),
    [
        ("购置设备26台（套）。", "购置设备25台。"),
        ("举办各类培训班。", "举办四期。"),
        ("全年不发生重大安全责任事故。", "未发生重大事故。"),
        ("杜绝食品安全事件，确保校园平安稳定", "全年无食品安全事件"),
        ("防止国有资产流失", "没有流失"),
    ],
)
def test_a_short_completion_with_a_figure_or_an_answer_to_what_was_to_be_prevented(goal, actual):
    assert findings("PS135", complete(goal=goal, goal_actual=actual)) == []


@pytest.mark.parametrize(
    ("goal", "actual"),
    [
        ("完成培训100人，帮助就业。", "完成"),
        ("完成培训100人，帮助就业。", "100%"),
        ("全年不发生重大安全责任事故，保持良好秩序", "全年不发生重大安全责任事故，保持良好秩序"),
        ("杜绝食品安全事件", "无"),
    ],
)
def test_a_word_or_a_bare_figure_is_no_completion(goal, actual):
    (found,) = findings("PS135", complete(goal=goal, goal_actual=actual))
    assert ("照抄" in found.message) == (goal == actual)


def test_an_instruction_left_in_the_cell_is_one_finding():
    given = complete(goal=GOAL, goal_actual="对照年度目标，说明完成情况（100字以内）")
    assert len(findings("PS113", given)) == 1
    assert findings("PS135", given) == []


def test_signatures_missing_in_several_forms_are_one_finding():
    given = [complete(project=name, leader="", phone="") for name in ("甲项目", "乙项目", "丙项目")]
    (found,) = findings("PS122", *given)
    assert "负责人、联系电话没有填写（共 3 张表）" in found.message
    assert len(found.related) == 5


def test_a_form_without_the_cell():
    assert findings("PS135", complete(goal=GOAL)) == []
