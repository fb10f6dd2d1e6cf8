"""A self-assessment against the target sheet that it answers: rows dropped, added, and values rewritten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import (
    findings,
    funding,
    head,
    indicator,
    levels,
    money,
    section,
    self_assessment,
    target_sheet,
    view,
)
from counting import calls_of
from perfscore.checks.crossform.aligned import aligned
from perfscore.checks.crossform.partners import pairs
from perfscore.checks.crossform.sametarget import difference
from perfscore.language.values import parse_value
from perfscore.model import Block, TargetSheet
from unit.checks.crossform.papers import LAYOUTS, found, subjects, written

WHOSE = {"project": "林道养护", "implementing_unit": "某县林场", "year": "2024"}


def sheet(*rows, **parts):
    return target_sheet(section("产出指标", *rows), kind="project-target", **{**WHOSE, **parts})


def answer(*rows, **parts):
    return self_assessment(section("产出指标", *rows), **{**WHOSE, **parts})


def row(name="养护里程", target="≥60公里", points="10", **cells):
    return indicator(name, target, cells.pop("actual", "60公里"), points, points, **cells)


def many(count=6, **changed):
    """Rows of different names; `changed` replaces them by place: n2=row(…)."""
    names = ("养护里程", "巡护人次", "清障方量", "标牌数目", "排水沟长度", "护坡面积", "路肩除草遍数", "桥涵座数")
    rows = [row(name, f"≥{place + 10}次") for place, name in enumerate(names[:count])]
    for place, other in changed.items():
        rows[int(place[1:])] = other
    return [one for one in rows if one is not None]


SHEET = """\
项目支出绩效目标表
（2024年度）
项目名称\t夜校课程\t实施单位\t某区文化馆
年度绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t分值
\t产出指标\t数量指标\t开设课程\t≥24门\t30
\t产出指标\t质量指标\t学员结业率\t≥85%\t30
\t效益指标\t社会效益指标\t惠及居民\t≥900人次\t30
\t满意度指标\t服务对象满意度指标\t学员满意度\t≥90%\t10"""
ANSWER = """\
项目支出绩效自评表
（2024年度）
项目名称\t夜校课程\t实施单位\t某区文化馆
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t开设课程\t≥24门\t24门\t30\t30
产出指标\t质量指标\t学员结业率\t≥80%\t83%\t40\t40
产出指标\t时效指标\t通知发布篇数\t≥2篇\t5篇\t20\t20
满意度指标\t服务对象满意度指标\t学员满意度\t≥90%\t96%\t10\t10"""


@pytest.mark.parametrize("kind", LAYOUTS)
def test_each_difference_is_found_once_in_any_kind_of_file(kind, tmp_path):
    files = written(tmp_path, f"目标.{kind}", SHEET), written(tmp_path, f"自评.{kind}", ANSWER)
    assert subjects("PS605", *files) == ["惠及居民/dropped"]
    assert subjects("PS606", *files) == ["通知发布篇数/added"]
    assert subjects("PS607", *files) == ["学员结业率/target"]
    assert subjects("PS608", *files) == ["学员结业率/points"]


def test_what_is_said_of_a_rewritten_target(tmp_path):
    (one,) = found("PS607", written(tmp_path, "目标.xlsx", SHEET), written(tmp_path, "自评.xlsx", ANSWER))
    assert one.message == "“学员结业率”的指标值，自评表为“≥80%”，目标表为“≥85%”（单位、项目、年度相同）"
    assert one.help == "自评表的指标值改回“≥85%”并重新计分；目标经批准调整过的，附上调整文件"
    assert (one.recorded, one.recomputed, one.severity.word) == ("≥80%", "≥85%", "error")
    assert [place.note for place in one.related] == ["目标表指标值 ≥85%", "完成值 83%", "得分 40"]


def test_two_years_of_one_unit_are_two_things(tmp_path):
    files = [
        written(tmp_path, "目标.xlsx", SHEET),
        written(tmp_path, "自评.xlsx", ANSWER.replace("2024", "2023")),
    ]
    assert [subjects(code, *files) for code in ("PS605", "PS606", "PS607", "PS608")] == [[]] * 4


def test_of_the_same_file_twice_none_is_certain(tmp_path):
    files = [
        written(tmp_path, "目标.xlsx", SHEET),
        written(tmp_path, "自评.xlsx", ANSWER),
        written(tmp_path, "自评（副本）.xlsx", ANSWER),
    ]
    assert [subjects(code, *files) for code in ("PS605", "PS606", "PS607", "PS608")] == [[]] * 4


@pytest.mark.parametrize(
    ("asked", "given", "bond"),
    [
        (WHOSE, WHOSE, "单位、项目、年度相同"),
        (WHOSE, {**WHOSE, "implementing_unit": " 某县 林场 "}, "单位、项目、年度相同"),
        (WHOSE, {**WHOSE, "implementing_unit": "", "unit": "某县林场"}, "单位、项目、年度相同"),
        (WHOSE, {**WHOSE, "year": "2024年度"}, "单位、项目、年度相同"),
        (
            {**WHOSE, "department": "071-某县林业局"},
            {**WHOSE, "implementing_unit": "", "department": "某县林业局"},
            "项目、年度相同，一张只写明主管部门",
        ),
        (
            {**WHOSE, "implementing_unit": "", "department": "某县林业局"},
            {**WHOSE, "implementing_unit": "", "department": "071-某县林业局"},
            "单位、项目、年度相同",
        ),
        (WHOSE, {**WHOSE, "year": ""}, None),
        (WHOSE, {**WHOSE, "year": "2023"}, None),
        (WHOSE, {**WHOSE, "project": "林道绿化"}, None),
        (WHOSE, {**WHOSE, "implementing_unit": "某县苗圃"}, None),
        ({**WHOSE, "department": "某局"}, {**WHOSE, "department": "某局", "implementing_unit": "某县苗圃"}, None),
        (WHOSE, {**WHOSE, "implementing_unit": ""}, None),
    ],
)
def test_who_answers_whom(asked, given, bond):
    views = [view(sheet(row(), **asked), number=0), view(answer(row(), **given), number=1)]
    assert [pair.bond for pair in pairs(views)] == ([bond] if bond else [])


def test_a_pair_that_only_a_department_joins_is_less_grave():
    asked = sheet(*many(), department="某县林业局")
    given = answer(*many(n2=row("巡查报告", "≥1份")), department="某县林业局", implementing_unit="")
    assert levels(findings("PS605", asked, given)) == ["warning"]
    assert levels(findings("PS606", asked, given)) == ["info"]


def test_a_department_alone_answers_nobody_where_two_of_its_units_have_the_project():
    above = {"department": "某县林业局"}
    views = [
        view(sheet(row(), **above), number=0),
        view(sheet(row(), **{**above, "implementing_unit": "某县苗圃"}), number=1),
        view(answer(row(), **{**above, "implementing_unit": ""}), number=2),
    ]
    assert list(pairs(views)) == []


def test_forms_of_whole_units_are_matched_by_the_unit_alone():
    asked = target_sheet(section("产出指标", row()), unit="某县林场", year="2024")
    same = self_assessment(section("产出指标", row()), kind="unit-self-assessment", unit="某县林场", year="2024")
    below = self_assessment(
        section("产出指标", row()),
        kind="unit-self-assessment",
        unit="某县苗圃",
        department="某县林场",
        year="2024",
    )
    assert len(list(pairs([view(asked, number=0), view(same, number=1)]))) == 1
    assert list(pairs([view(asked, number=0), view(below, number=1)])) == []


@pytest.mark.parametrize(
    ("given", "subjects"),
    [
        (many(), []),
        (many(n2=None), ["清障方量/dropped"]),
        (many(n2=row("清障 方量：", "≥12次")), []),
        (many(n2=row("清障方量（立方米）", "≥30次")), []),
        (many(n2=row("道路清障方量", "≥30次")), []),
        (many(n2=row("倒木清理", "≥12次")), []),
        (many(n2=row("年检", "≥1次")), ["清障方量/dropped"]),
        (many(n2=row("清障方量指标", "≥12次")), []),
    ],
)
def test_a_row_is_found_again_by_its_name_or_by_what_it_says(given, subjects):
    assert [one.subject for one in findings("PS605", sheet(*many()), answer(*given))] == subjects


def test_rows_of_one_name_are_told_apart_by_their_level():
    asked = [row("基本生活", "≥48公斤", l2="数量指标"), row("基本生活", "≥95%", l2="质量指标"), *many(3)]
    given = [row("基本生活", "≥48公斤", l2="数量指标"), row("基本生活", "≥90%", l2="质量指标"), *many(3)]
    assert [one.recorded for one in findings("PS607", sheet(*asked), answer(*given))] == ["≥90%"]
    once = [row("基本生活", "≥48公斤", l2="数量指标"), *many(3)]
    assert findings("PS605", sheet(*asked), answer(*once)) == []


@pytest.mark.parametrize("target", ["", "—", "/"])
def test_a_row_without_a_target_is_neither_dropped_nor_added(target):
    blank = row("年检", target)
    assert findings("PS605", sheet(*many(), blank), answer(*many())) == []
    assert findings("PS606", sheet(*many()), answer(*many(), blank)) == []


def test_a_row_that_may_have_a_new_name_is_a_warning():
    dropped = findings("PS605", sheet(*many()), answer(*many(n2=None)))
    renamed = findings("PS605", sheet(*many()), answer(*many(n2=row("年检", "≥1次"))))
    assert levels(dropped) == ["error"]
    assert levels(renamed) == ["warning"]
    assert "自评表另有 年检" in [place.note for place in renamed[0].related]


def test_another_set_of_indicators_is_no_answer_to_the_sheet():
    other = [row(name, "≥1次") for name in ("甲级", "乙等", "丙类", "丁种")]
    for code in ("PS605", "PS606", "PS607", "PS608"):
        assert findings(code, sheet(*many(4)), answer(*other)) == []


def test_what_only_a_self_assessment_has_is_not_added():
    more = [*many(), row("预算执行率", "=100%")]
    assert findings("PS606", sheet(*many()), answer(*more)) == []
    assert [one.subject for one in findings("PS606", sheet(*many()), answer(*more[:-1], row("年检", "≥1次")))] == [
        "年检/added"
    ]


def test_what_stands_in_the_block_of_the_whole_term_is_not_added():
    asked = sheet(*many())
    block = Block("period", None, None, (section("产出指标", *many(), row("年检", "≥1次")),))
    both = TargetSheet(asked.head, None, asked.sections, blocks=(block,))
    assert findings("PS606", both, answer(*many(), row("年检", "≥1次"))) == []


@pytest.mark.parametrize(
    ("asked", "given", "what"),
    [
        ("≥95%", "≥90%", "figure"),
        ("≥95%", "不低于95%", None),
        ("≥95%", "95%", None),
        ("≥95", "≥90%", "figure"),
        ("≥0.95", "≥95%", None),
        ("≤84.99万元", "≤849,900元", None),
        ("≤84.99万元", "≤849,875元", None),
        ("≤84.99万元", "≤84.95万元", "figure"),
        ("≤84.99万元", "≤900,000元", "figure"),
        ("≤84.99", "≤90万元", None),
        ("12个月", "1年", None),
        ("12个月", "2年", "figure"),
        ("≥60公里", "≥60千米", None),
        ("≥60公里", "≥50亩", None),
        ("≥100%", "=100%", None),
        ("≥98%", "=98%", "sign"),
        ("≥98%", "≤98%", "direction"),
        ("=0次", "≤0次", None),
        ("≥9人", ">9人", "sign"),
        ("约90人", "≥80人", None),
        ("90%-95%", "90%～95%", None),
        ("90%-95%", "85%-95%", "figure"),
        ("提升5%", "提升3%", "figure"),
        ("提升5%", "下降5%", "direction"),
        ("有效提升", "显著提升", None),
        ("2024年12月底前", "2024年11月底前", "figure"),
        ("2024年12月底前", "12月31日前", None),
        ("2024年12月31日前", "2024年12月底前", None),
        ("2024年12月31日前", "2025年12月31日前", "figure"),
        ("12月5日前", "12月15日前", "figure"),
        ("2024年6月", "2024年7月", "figure"),
        ("2024年", "2023年", "figure"),
        ("2024年", "12月31日前", None),
        ("三季度末", "9月底前", None),
        ("当年12月底前", "2024年11月底前", None),
        ("汛期前", "6月底前", None),
        ("3月至6月", "3月至7月", None),
    ],
)
def test_whether_two_targets_are_the_same(asked, given, what):
    one, other = parse_value(asked), parse_value(given)
    assert (difference(one, other), difference(other, one)) == (what, what)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row("清障方量", "≥9次"), ["error"]),
        (row("清障方量", "=12次"), ["warning"]),
        (row("清障方量", "≥9次", reason="年中经批复调整"), ["warning"]),
        (row("清障方量", "≥9次", reason="雨季施工"), ["error"]),
        (row("清障方量", ""), []),
        (row("清障方量", "12"), []),
    ],
)
def test_how_grave_a_rewritten_target_is(given, expected):
    assert levels(findings("PS607", sheet(*many()), answer(*many(n2=given)))) == expected


def test_a_year_s_target_that_is_the_one_of_the_whole_term_is_a_warning():
    asked = sheet(*many())
    block = Block("period", None, None, (section("产出指标", row("清障方量", "≥36次")),))
    both = TargetSheet(asked.head, None, asked.sections, blocks=(block,))
    assert levels(findings("PS607", both, answer(*many(n2=row("清障方量", "≥36次"))))) == ["warning"]


def scaled(*points):
    return [row(one.name.value, one.target.raw, number) for one, number in zip(many(), points, strict=True)]


EVEN = ("15", "15", "15", "15", "15", "15")


@pytest.mark.parametrize(
    ("given", "subjects"),
    [
        (EVEN, []),
        (("15", "15", "20", "15", "10", "15"), ["清障方量/points", "排水沟长度/points"]),
        (("15", "15", "10", "15", "15", "15"), ["清障方量/points"]),
        (("10", "10", "10", "10", "10", "10"), []),
        (("15.0", "15", "15", "15", "15", "15"), []),
        (("15", "15", "", "15", "15", "20"), []),
    ],
)
def test_points_are_compared_where_both_forms_have_one_scale(given, subjects):
    assert [one.subject for one in findings("PS608", sheet(*scaled(*EVEN)), answer(*scaled(*given)))] == subjects


def test_ten_points_that_went_to_the_execution_are_no_change():
    money_row = funding(money(points="10", score="10", rate="100%"))
    less = answer(*scaled("15", "15", "5", "15", "15", "15"), funding=money_row)
    assert findings("PS608", sheet(*scaled(*EVEN)), less) == []


def test_a_form_with_a_row_that_was_not_read_lacks_nothing():
    lost = replace(answer(*many(n2=None)), lost=(head().at,))
    assert findings("PS605", sheet(*many()), lost) == []


def test_a_unit_by_its_title():
    asked = sheet(*many(), implementing_unit="", titled_unit="某县林场")
    assert len(findings("PS605", asked, answer(*many(n2=None)))) == 1


def test_the_work_grows_with_the_forms_and_rows_not_with_their_pairs():
    def run(forms, rows):
        views = []
        for number in range(forms):
            whose = {**WHOSE, "project": f"项目{number}"}
            views.append(view(sheet(*_rows(rows, "养护"), **whose), number=2 * number))
            views.append(view(answer(*_rows(rows, "巡查"), **whose), number=2 * number + 1))
        return calls_of(lambda: [aligned(pair) for pair in pairs(views)])

    run(2, 4)
    assert run(40, 4) < 2.3 * run(20, 4)
    assert run(2, 160) < 2.3 * run(2, 80)


def test_a_hundred_copies_of_one_form_are_no_hundred_times_a_hundred():
    def run(copies):
        views = [view(sheet(*many(2)), number=n) for n in range(copies)]
        views += [view(answer(*many(2)), number=copies + n) for n in range(copies)]
        return calls_of(lambda: list(pairs(views)))

    run(2)
    assert run(80) < 2.2 * run(40)


def _rows(count, word):
    return [row(f"{word}{chr(0x4E00 + n)}{chr(0x5E00 + n)}里程", "≥1公里") for n in range(count)]


def left_over(**other):
    """A sheet and an answer of which the one is named otherwise."""
    return [sheet(*many(6)), answer(*many(6, n1=row("巡护人次", "≥9次")), **other)]


@pytest.mark.parametrize(
    "other",
    [
        {"project": "林道养"},
        {"implementing_unit": "某某县林场"},
        {"project": "林道养护工程", "implementing_unit": ""},
    ],
)
def test_the_two_that_are_left_of_a_year_are_compared_under_another_name(other):
    (one,) = findings("PS607", *left_over(**other))
    assert "6 个指标中 6 个同名，项目或单位的名称写得不同" in one.message
    assert levels([one]) == ["warning"]  # error where the names are the same


def test_a_name_with_a_slip_is_told_itself():
    forms = left_over(project="林道养")
    (one,) = findings("PS603", *forms)
    assert one.message.startswith("项目名称“林道养”，目标表里叫“林道养护”（年度相同")
    assert findings("PS603", *left_over(project="校园绿化")) == []


@pytest.mark.parametrize(
    "forms",
    [
        [*left_over(project="林道养"), answer(*many(6), project="校园绿化")],  # two answers are left
        [*left_over(project="林道养"), sheet(*many(6), project="校园绿化")],  # two sheets are
        left_over(year="2023"),
        [sheet(*many(3)), answer(*many(3, n1=row("巡护人次", "≥9次")), project="林道养")],  # three rows
        [sheet(*many(6)), answer(*many(8)[2:], project="林道养")],  # four of six are the same
    ],
)
def test_what_may_be_another_project_is_not_compared(forms):
    assert findings("PS607", *forms) == []


def test_points_are_compared_though_one_form_has_a_row_for_the_execution():
    asked = [*many(6), indicator("", None, None, "10", None)]
    given = many(6, n0=row("养护里程", "≥10次", "5"), n1=row("巡护人次", "≥11次", "15"))
    assert len(findings("PS608", sheet(*asked), answer(*given))) == 2


def test_a_unit_with_a_slip_is_told_itself():
    (one,) = findings("PS624", *left_over(implementing_unit="某县林厂"))
    assert one.message.startswith("单位名称“某县林厂”，目标表里写作“某县林场”（年度相同")
    assert findings("PS624", *left_over(implementing_unit="某市公园管理处")) == []
    assert findings("PS624", *left_over(project="林道养")) == []
