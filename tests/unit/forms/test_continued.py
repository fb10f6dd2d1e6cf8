"""A form that goes on over a page, under 续表 or as the second half of a Word table."""

from dataclasses import replace

import pytest

from forms_support import sheet, workbook
from perfscore.forms import recognise

CONTINUED = [
    ["项目支出绩效自评表"],
    ["项目名称", "培训"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "50", "50"],
]
REST = [
    ["效益指标", "社会效益指标", "就业率", "≥60%", "65%", "40", "40"],
    ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", "95%", "10", "10"],
    ["总分", None, None, None, None, "100", "100"],
]


@pytest.mark.parametrize(
    "title", ["项目支出绩效自评表（续）", "项目支出绩效自评表（续表）", "项目支出绩效自评表(续表1)"]
)
def test_a_table_that_is_called_continued_goes_on_with_its_form(title):
    rows = [*CONTINUED, [title], CONTINUED[2], *REST]
    (match,) = recognise(workbook(sheet(*rows)))
    assert [row.name.value for row in match.extract().indicators] == ["培训人数", "就业率", "满意度"]
    first, second = sheet(*CONTINUED, name="一"), sheet([title], CONTINUED[2], *REST, name="二")
    (match,) = recognise(workbook(first, second))
    assert len(list(match.extract().indicators)) == 3


def test_a_word_table_that_a_page_end_has_parted():
    document = replace(workbook(sheet(*CONTINUED, name="表1"), sheet(*REST, name="表2")), kind="docx")
    (match,) = recognise(document)
    form = match.extract()
    assert [row.name.value for row in form.indicators] == ["培训人数", "就业率", "满意度"]
    assert str(form.total.score.value) == "100"


def test_a_word_table_of_another_width_is_another_table():
    narrow = sheet(["效益指标", "社会效益指标", "就业率"], name="表2")
    document = replace(workbook(sheet(*CONTINUED, name="表1"), narrow), kind="docx")
    (match,) = recognise(document)
    assert len(list(match.extract().indicators)) == 1


def test_a_total_beside_its_label():
    rows = [*CONTINUED, *REST[:2], ["总分", "100分"]]
    (match,) = recognise(workbook(sheet(*rows)))
    assert str(match.extract().total.score.value) == "100"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "docx", "html"])
@pytest.mark.parametrize("head", [[], [CONTINUED[2]]], ids=["headless", "header again"])
def test_a_form_that_goes_on_in_the_next_table(kind, head):
    document = replace(workbook(sheet(*CONTINUED, name="一"), sheet(*head, *REST, name="二")), kind=kind)
    (match,) = recognise(document)
    form = match.extract()
    assert [row.name.value for row in form.indicators] == ["培训人数", "就业率", "满意度"]
    assert str(form.total.score.value) == "100"
    assert form.unplaced == ()
    assert len(form.head.continued) == 1


def test_a_form_of_two_header_rows_goes_on():
    band = [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "评分", None],
        [None, None, None, None, None, "分值", "得分"],
    ]
    first = sheet(*CONTINUED[:2], *band, *CONTINUED[3:], name="一", merges=[(3, 6, 1, 2)])
    (match,) = recognise(workbook(first, sheet(*REST, name="二")))
    assert [str(row.score.value) for row in match.extract().indicators] == ["50", "40", "10"]


def test_the_same_project_again_on_another_sheet_goes_on_with_other_levels_only():
    again = sheet(*CONTINUED[:3], *REST, name="二")
    (match,) = recognise(workbook(sheet(*CONTINUED, name="一"), again))
    assert len(list(match.extract().indicators)) == 3
    other = sheet(*CONTINUED[:3], ["产出指标", "质量指标", "合格率", "≥90%", "95%", "50", "50"], *REST, name="二")
    assert len(recognise(workbook(sheet(*CONTINUED, name="一"), other))) == 1
    twice = sheet(*CONTINUED, *REST, name="二")
    assert len(recognise(workbook(sheet(*CONTINUED, name="一"), twice))) == 2
