"""PS617 and PS619: indicators, reasons and goals that several projects share."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from builders import findings, indicator, section, self_assessment, view
from materials import KINDS, audited, found, project
from perfscore.checks import CATALOGUE
from perfscore.checks.crossform.likeness import Item, at_least, clusters, jaccard
from perfscore.checks.runner import Runner

OWN = (
    "产出指标 | 数量指标 | 聘用人数 | ≥20人 | 20人 | 20 | 20 |",
    "产出指标 | 质量指标 | 到岗考勤率 | ≥95% | 96% | 20 | 20 |",
    "产出指标 | 时效指标 | 工资发放及时率 | =100% | 100% | 20 | 20 |",
    "效益指标 | 社会效益指标 | 市容改善 | 有所改善 | 有所改善 | 20 | 20 |",
    "满意度指标 | 服务对象满意度指标 | 市民满意度 | ≥90% | 93% | 10 | 10 |",
)
#: One row is another.
FOUR = (*OWN[:4], "满意度指标 | 服务对象满意度指标 | 商户满意度 | ≥85% | 93% | 10 | 10 |")
RENAMED = (OWN[0], OWN[1].replace("到岗考勤率", "夜班到岗考勤率"), *OWN[2:])


def copied(*parts, folder, kind="xlsx"):
    return found("PS617", audited(folder, kind, parts))


@pytest.mark.parametrize("kind", KINDS)
def test_projects_with_the_same_indicators_are_one_finding(kind, tmp_path):
    parts = [project(name, *OWN) for name in ("保洁员补助", "协管员补助", "巡查员补助")]
    (one,) = copied(*parts, folder=tmp_path, kind=kind)
    assert one.message == (
        "“保洁员补助”、“协管员补助”、“巡查员补助”的指标几乎全部相同：5 行中 5 行的名称和指标值一样"
    )
    assert len(one.related) == 10


def test_a_row_that_only_got_another_name(tmp_path):
    (one,) = copied(project("保洁员补助", *OWN), project("协管员补助", *RENAMED), folder=tmp_path)
    assert one.message.endswith("5 行中 4 行的名称和指标值一样，“到岗考勤率”和“夜班到岗考勤率”只是名称略有不同")


@pytest.mark.parametrize(
    "other",
    [
        project("协管员补助", *FOUR),  # 4 of 6
        project("协管员补助", *OWN[:3]),
        project("保洁员补助（二期）", *OWN),
        project("协管员补助", *OWN, unit="某区园林所"),
        project("协管员补助", *OWN, year="2024年度"),
        project("协管员补助", *(row.replace("20人 |", "30人 |").replace("≥95%", "≥90%") for row in OWN)),
        project("协管员补助", *(row.replace("≥20人", "").replace("≥95%", "") for row in OWN)),
    ],
)
def test_projects_that_share_less_or_are_not_two(other, tmp_path):
    assert copied(project("保洁员补助", *OWN, year="2025年度"), other, folder=tmp_path) == []
    assert copied(project("保洁员补助", *OWN), other, folder=tmp_path) == []


def test_common_indicators_of_the_process_are_no_copy():
    common = section("过程指标", *({"name": f"共性指标{n}", "target": "=100%"} for n in range(6)))
    forms = [
        self_assessment(common, section("产出指标", {"name": f"{name}数量"}), project=name, unit="某局")
        for name in ("绿化", "保洁")
    ]
    assert findings("PS617", *forms) == []


class Counting(frozenset):
    """A set that counts how often it is intersected."""

    count = 0

    def __and__(self, other):
        Counting.count += 1
        return frozenset.__and__(self, other)


def compared(forms):
    Counting.count = 0
    items = [Item(n, Counting({("同", n % 7), *((n, row) for row in range(7))})) for n in range(forms)]
    items += [Item(n, Counting({("抄", row) for row in range(8)} - {("抄", n % 2)})) for n in range(forms)]

    def alike(one, other):
        return jaccard(len(one.tokens & other.tokens), len(one.tokens), len(other.tokens)) >= 75

    groups = list(clusters(items, lambda size: at_least(Fraction(75), size), alike))
    assert [len(group) for group in groups] == [forms]
    return Counting.count


def test_twice_the_forms_are_no_more_than_twice_the_comparisons():
    assert compared(800) <= 2 * compared(400) + 10


LOST = "产出指标 | 数量指标 | 清扫面积 | ≥200万平方米 | 190万平方米 | 90 | 85.5 | {}"
MET = "产出指标 | 数量指标 | 清扫面积 | ≥200万平方米 | 200万平方米 | 90 | 90 | {}"
OTHER = "产出指标 | 数量指标 | 清运垃圾 | ≥9万吨 | 8万吨 | 90 | 80 | {}"
WHY = "受强降雨影响，部分路段停工"


def texts(*parts, folder, kind="xlsx"):
    return found("PS619", audited(folder, kind, parts))


@pytest.mark.parametrize("kind", KINDS)
def test_one_reason_in_two_projects(kind, tmp_path):
    parts = project("道路清扫", LOST.format(WHY)), project("垃圾清运", OTHER.format(WHY.replace("，", ", ")))
    (one,) = texts(*parts, folder=tmp_path, kind=kind)
    assert one.message == f"“道路清扫”、“垃圾清运”的偏差原因相同：“{WHY}”"
    assert len(one.related) == 1


@pytest.mark.parametrize(
    "other",
    [
        project("垃圾清运", OTHER.format("压缩站检修三周")),
        project("垃圾清运", MET.format(WHY)),
        project("垃圾清运", OTHER.format(WHY), unit="某区环卫所"),
        project("道路清扫（第二标段）", LOST.format(WHY)),
        "部门整体支出绩效自评表\n单位名称 | 某区城管局\n"
        + project("", LOST.format(WHY)).partition("年度资金总额")[2].partition("\n")[2],
    ],
)
def test_reasons_that_are_each_their_own(other, tmp_path):
    assert texts(project("道路清扫", LOST.format(WHY)), other, folder=tmp_path) == []


def test_a_short_reason_says_too_little_to_be_copied(tmp_path):
    parts = project("道路清扫", LOST.format("雨天停工")), project("垃圾清运", OTHER.format("雨天停工"))
    assert texts(*parts, folder=tmp_path) == []


GOAL = "按照年度计划开展城区市容环境整治工作，确保主次干道干净整洁，让群众满意。"


@pytest.mark.parametrize("kind", KINDS)
def test_goals_that_differ_in_two_characters(kind, tmp_path):
    parts = project("道路清扫", goal=GOAL), project("垃圾清运", goal=GOAL.replace("整治工作", "整治"))
    (one,) = texts(*parts, folder=tmp_path, kind=kind)
    assert "的年度总体目标几乎相同：“按照年度计划开展城区市容环境整治工作，确保主次干…”" in one.message


@pytest.mark.parametrize(
    ("name", "goal"),
    [
        ("垃圾清运", "全年清运生活垃圾九万吨，密闭运输率达到百分之百，压缩站正常运行。"),
        ("垃圾清运", GOAL + "全年清运生活垃圾九万吨，密闭运输率达到百分之百。"),
        ("道路清扫二期", GOAL),
        ("垃圾清运", "确保干净整洁，让群众满意。"),
    ],
)
def test_goals_that_are_each_their_own(name, goal, tmp_path):
    short = "确保干净整洁，让群众满意。"
    assert texts(project("道路清扫", goal=GOAL), project(name, goal=goal), folder=tmp_path) == []
    assert texts(project("道路清扫", goal=short), project("垃圾清运", goal=short), folder=tmp_path) == []


def test_forms_by_hand_without_targets_or_scores():
    rows = [indicator(f"指标{n}", target="", score=None, reason=WHY) for n in range(5)]
    forms = [self_assessment(section("产出指标", *rows), project=name, unit="某局") for name in ("绿化", "保洁")]
    assert findings("PS617", *forms) == []
    assert findings("PS619", *forms) == []


def test_a_rule_set_without_limits_judges_nothing():
    def run(code):
        rows = [indicator(f"指标{n}", points="10", score="8", reason=WHY) for n in range(5)]
        views = [
            replace(one, ruleset=replace(one.ruleset, limits={}))
            for one in (
                view(
                    self_assessment(section("产出指标", *rows), project=name, unit="某局", goal=GOAL),
                    number=number,
                )
                for number, name in enumerate(("绿化", "保洁"))
            )
        ]
        return Runner([CATALOGUE[code]]).run([], views).findings

    assert run("PS617") == run("PS619") == ()
