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


def test_a_form_without_the_cell():
    assert findings("PS135", complete(goal=GOAL)) == []
