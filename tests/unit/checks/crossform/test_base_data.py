"""PS612: the base-data table against the self-assessment and the text."""

from __future__ import annotations

import pytest

from materials import KINDS, audited, base, found, whole

FORM = whole()  # basic 400, projects 80, budget 500
RIGHT = ("项目支出 | 70 | 90 | 80", "公用经费 | 30 | 40 | 35", "基本支出 | 390 | 410 | 400")


def subjects(*parts, folder, kind="xlsx"):
    return [one.subject for one in found("PS612", audited(folder, kind, parts))]


@pytest.mark.parametrize("kind", KINDS)
def test_an_outturn_that_the_self_assessment_has_otherwise(kind, tmp_path):
    table = base("项目支出 | 70 | 90 | 80", "公用经费 | 30 | 40 | 35", "基本支出 | 390 | 410 | 320")
    (one,) = found("PS612", audited(tmp_path, kind, [table, FORM]))
    assert one.message == (
        "基础数据表“基本支出”的决算数为 320，自评表基本支出的执行数为 400，相差 80，差额等于自评表项目支出的执行数 80"
    )
    assert (one.recorded, one.recomputed, one.severity.word) == ("320", "400", "warning")


@pytest.mark.parametrize("kind", KINDS)
def test_budgets_that_add_to_neither_budget(kind, tmp_path):
    table = base("项目支出 | 70 | 90 | 80", "基本支出 | 390 | 450 | 400")
    (one,) = found("PS612", audited(tmp_path, kind, [table, FORM]))
    assert "合计 540，与自评表年初预算数 500、自评表全年预算数 500" in one.message


def test_figures_that_agree(tmp_path):
    assert subjects(base(*RIGHT), FORM, folder=tmp_path) == []
    rounded = base("项目支出 | 70 | 90.0 | 80.4", "基本支出 | 390 | 410 | 399.6")
    assert subjects(rounded, FORM, folder=tmp_path) == []


def test_a_list_that_explains_another_amount_is_not_held_against_the_outturn(tmp_path):
    wrong = base("项目支出 | 70 | 90 | 60", "基本支出 | 390 | 410 | 300")
    assert subjects(wrong, whole(basic="410", projects="90"), folder=tmp_path) == ["基本支出与项目支出/决算数"]
    fits = base("项目支出 | 70 | 90 | 60", "基本支出 | 390 | 410 | 420")
    assert subjects(fits, whole(basic="410", projects="90"), folder=tmp_path) == []


def test_a_table_and_a_form_that_may_be_of_two_years_or_units(tmp_path):
    wrong = base("项目支出 | 70 | 90 | 60", "基本支出 | 390 | 410 | 400")
    assert found("PS612", audited(tmp_path, "xlsx", [wrong], [FORM])) == []
    assert subjects(wrong, whole(year="2024年度"), folder=tmp_path) == []
    assert subjects(wrong, FORM, whole(unit="某区园林所"), folder=tmp_path) == []


SAID = "2025年，本单位基本支出的全年执行数为400万元，其中：人员经费350万元，日常公用经费50万元。"


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_what_the_text_says_was_spent(kind, tmp_path):
    (one,) = found("PS612", audited(tmp_path, kind, [SAID, base(*RIGHT), FORM]))
    assert one.message == "基础数据表“公用经费”的决算数为 35，正文“公用经费50万元”，相差 15"


@pytest.mark.parametrize(
    "sentence",
    [
        SAID.replace("50万元", "35.4万元"),
        SAID.replace("2025年", "2024年"),
        SAID.replace("50万元", "50万元，比上年增加5万元"),
        SAID.replace("执行数", "预算数"),
        "2025年公用经费50万元用于办公。",
    ],
)
def test_sentences_that_agree_or_speak_of_something_else(sentence, tmp_path):
    assert subjects(sentence, base(*RIGHT), FORM, folder=tmp_path, kind="txt") == []


def test_a_figure_that_another_place_confirms_is_not_accused(tmp_path):
    table = base("项目支出 | 70 | 90 | 80", "基本支出 | 390 | 410 | 320")
    said = "2025年，基本支出的全年执行数为320万元。"
    assert subjects(said, table, FORM, folder=tmp_path, kind="txt") == []
