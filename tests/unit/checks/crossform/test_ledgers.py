"""A ledger of one row a project against the forms of its projects."""

from __future__ import annotations

import pytest

from builders import complete, findings, funding, head, levels, money, number, text, view
from counting import calls_of
from perfscore.checks import CATALOGUE
from perfscore.model import Ledger, LedgerRow
from unit.checks.crossform.papers import LAYOUTS, subjects, written


def ledger(project, total, executed="90.00", *, unit=None, grade=None, **fields):
    row = LedgerRow(
        text(project), text(project), text(unit), money(executed=executed), (), number(total), text(grade)
    )
    return Ledger(head("ledger", **fields), (row,))


def form(project="教师培训", score="98.00", **fields):
    return complete(
        project=project, total=("100", score), funding=funding(money(executed="90.00", points="10")), **fields
    )


@pytest.mark.parametrize(
    ("listed", "subjects"),
    [
        (ledger("教师培训", "98"), []),
        (ledger("教师培训", "98.0"), []),
        (ledger("教师培训", "100"), ["教师培训/总分"]),
        (ledger("教师培训", "98", executed="91.00"), ["教师培训/全年执行数"]),
        (ledger("教师培训", "98", executed="910000.00", money_unit="元"), []),
        (ledger("教师 培训", "100"), ["教师 培训/总分"]),
        (ledger("教师培训班", "100"), []),
        (ledger("教师培训", "100", year="2022"), []),
    ],
)
def test_total_and_money_of_a_project_of_the_same_name(listed, subjects):
    assert [one.subject for one in findings("PS626", form(year="2023"), listed)] == subjects


def test_of_two_forms_of_one_name_none_is_taken():
    assert findings("PS626", form(), form(score="97.00"), ledger("教师培训", "100")) == []


@pytest.mark.parametrize(
    ("unit", "score"),
    [("某县一中", "100"), ("某县二中", "97"), ("021-某县 二中", "97"), ("某县三中", None), ("某县教育局", None)],
)
def test_of_a_project_of_two_units_the_one_that_the_row_names(unit, score):
    above = {"department": "某县教育局"}
    forms = [
        form(score="100", implementing_unit="某县一中", **above),
        form(score="97", implementing_unit="某县二中", **above),
    ]
    found = findings("PS626", *forms, ledger("教师培训", "60", unit=unit))
    assert [one.recomputed for one in found] == ([score] if score else [])


def test_a_row_that_names_the_department_means_its_only_unit_with_the_project():
    one = form(implementing_unit="某县一中", department="某县教育局")
    assert len(findings("PS626", one, ledger("教师培训", "60", unit="某县教育局"))) == 1
    assert findings("PS626", one, ledger("教师培训", "60", unit="某县水务局")) == []


@pytest.mark.parametrize(
    ("stated", "grade", "subjects"),
    [
        ("优", "优", []),
        ("优秀", "优", []),
        ("良", "优", ["教师培训/等级"]),
        ("优 良 中 差", "优", []),
        ("", "优", []),
        ("合格", "优", []),
        (None, "优", []),
    ],
)
def test_the_grade(stated, grade, subjects):
    found = findings("PS626", form(grade=stated), ledger("教师培训", "98", grade=grade))
    assert [one.subject for one in found] == subjects
    assert set(levels(found)) <= {"error"}


def test_a_grade_that_follows_from_another_total_is_no_second_slip():
    found = findings("PS626", form(score="88.00", grade="良"), ledger("教师培训", "98", grade="优"))
    assert [one.subject for one in found] == ["教师培训/总分"]


LISTED = """\
绩效自评结果汇总表
填报单位：某县教育局\t\t\t\t金额单位：万元
序号\t项目名称\t预算单位\t{label}{more}
1\t校舍修缮\t某县一中\t{total}{grade}
2\t图书购置\t某县二中\t91{grade}"""
FORM = """\
项目支出绩效自评表
（2024年度）
项目名称\t校舍修缮\t实施单位\t某县一中
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t修缮教室\t≥20间\t18间\t100\t90
总分\t\t\t\t\t100\t90"""


@pytest.mark.parametrize("kind", LAYOUTS)
@pytest.mark.parametrize(
    ("label", "total", "expected"),
    [("自评得分", "96", ["校舍修缮/总分"]), ("自评得分", "90", []), ("合计", "96", [])],
)
def test_a_column_of_totals_may_be_one_of_money(kind, label, total, expected, tmp_path):
    listed = LISTED.format(label=label, total=total, more="", grade="")
    files = written(tmp_path, f"汇总.{kind}", listed), written(tmp_path, f"自评.{kind}", FORM)
    assert subjects("PS626", *files) == expected


def test_a_hundred_forms_of_one_name_are_no_hundred_times_a_hundred():
    def run(count):
        views = [view(form(implementing_unit=f"单位{n}"), number=n) for n in range(count)]
        rows = tuple(row for n in range(count) for row in ledger("教师培训", "98", unit=f"单位{n}").rows)
        views.append(view(Ledger(head("ledger"), rows), number=count))
        return calls_of(lambda: list(CATALOGUE["PS626"].run(tuple(views))))

    run(2)
    assert run(80) < 2.2 * run(40)


def test_of_a_project_that_several_units_have_the_unit_is_named():
    above = {"department": "某县教育局"}
    forms = [form(score="100", implementing_unit=unit, **above) for unit in ("某县一中", "某县二中")]
    (one,) = findings("PS626", *forms, ledger("教师培训", "60", unit="某县二中"))
    assert one.message.startswith("“教师培训（某县二中）”的总分，")
    assert one.subject == "教师培训/总分"  # it is the same whatever other forms there are
    (alone,) = findings("PS626", forms[1], ledger("教师培训", "60", unit="某县二中"))
    assert alone.message.startswith("“教师培训”的总分，")
