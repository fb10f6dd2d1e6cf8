"""One wrong score is one finding: the total that is off only because of it stands beside."""

import pytest

from builders import complete, funding, indicator, money, section, self_assessment
from builders import view as view_of
from perfscore.checks import CATALOGUE
from perfscore.checks.runner import Runner

CODES = ("PS204", "PS209", "PS301", "PS304", "PS306", "PS307")


def found(form):
    outcome = Runner([CATALOGUE[code] for code in CODES]).run([], [view_of(form)])
    return {finding.code: finding for finding in outcome.findings}


def form(*scores, total):
    rows = [
        indicator(f"第{n}批树苗", f"≥{10 * n}株", f"{10 * n}株", points="30", score=score)
        for n, score in enumerate(scores, 1)
    ]
    return self_assessment(section("产出指标", *rows), total=("90", total))


def test_a_total_that_counts_the_right_score_is_told_beside_the_wrong_one():
    made = found(form("30", "31", "30", total="90"))
    assert set(made) == {"PS304"}
    assert [related.note for related in made["PS304"].related][
        -1
    ] == "总分 90 是按这一项改正后的得分算的：各项得分现合计 91"


def test_so_is_one_of_several_findings_of_a_check_the_right_one():
    made = found(form("25", "28", "30", total="88"))
    assert set(made) == {"PS307"}
    every = Runner([CATALOGUE[code] for code in CODES]).run([], [view_of(form("25", "28", "30", total="88"))])
    told = [one.subject for one in every.findings if any("改正后" in related.note for related in one.related)]
    assert told == ["第1批树苗/score"]  # 83 and 5 are 88


@pytest.mark.parametrize(
    ("scores", "total"),
    [
        (("30", "31", "30"), "93"),  # wrong by itself, too
        (("30", "31", "30"), "88"),
        (("25", "25", "30"), "85"),  # either of two would do
        (("30", "30", "30"), "91"),  # no score is wrong
    ],
)
def test_a_total_with_a_cause_of_its_own_is_told(scores, total):
    assert "PS209" in found(form(*scores, total=total))


def test_a_right_form_has_none():
    assert found(complete()) == {}


def test_a_row_whose_points_were_changed_is_told_at_its_heading():
    rows = [
        indicator("树苗", "≥10株", "10株", points="20", score="15"),
        indicator("草皮", "≥9亩", "9亩", points="15", score="15"),
    ]
    made = self_assessment(section("产出指标", *rows, points="30"))
    outcome = Runner([CATALOGUE[code] for code in ("PS102", "PS307")]).run([], [view_of(made)])
    assert [one.code for one in outcome.findings] == ["PS102"]
    assert outcome.findings[0].related[-1].note == "“树苗”得 15 分：分值若也是 15，该类合计就相符"
    other = self_assessment(section("产出指标", *rows, points="31"))
    outcome = Runner([CATALOGUE[code] for code in ("PS102", "PS307")]).run([], [view_of(other)])
    assert {one.code for one in outcome.findings} == {"PS102", "PS307"}


def test_one_wrong_rate_is_told_once():
    total = money(budget="90.00", initial="70.00", executed="76.00", rate="95.00%", points="10", score="9.50")
    source = money("其中：财政拨款", "70.00", "90.00", "76.00", rate="95.00%")
    made = complete(funding=funding(total, source))
    outcome = Runner([CATALOGUE[code] for code in ("PS203", "PS230")]).run([], [view_of(made)])
    assert [one.subject for one in outcome.findings] == ["funding/rate"]
    assert "“其中:财政拨款”同样 95.00%" in [related.note for related in outcome.findings[0].related]
    low = complete(
        funding=funding(
            money(initial="90.00", budget="90.00", executed="60.00", rate="60.00%", points="10", score="6.67")
        )
    )
    outcome = Runner([CATALOGUE[code] for code in ("PS203", "PS230")]).run([], [view_of(low)])
    assert {one.code for one in outcome.findings} == {"PS203", "PS230"}  # low by either
