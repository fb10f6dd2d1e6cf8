"""Between which scores a total lies that cannot be recomputed whole."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from builders import findings, funding, indicator, levels, money, section, self_assessment, view
from perfscore.audit import audit
from perfscore.cli import main
from perfscore.core.numbers import Interval
from perfscore.report import Style, render_text
from perfscore.scoring import RowReading, RowScore, ScoreRange
from perfscore.scoring.ranges import band, holds, said

OPEN = ("水环境", "明显改善", "有所改善")
SHORT = ("讲座场次", "≥100场", "98场")
STEPS = "达到100场得满分，每少1场扣1分，扣完为止"


def form(*rows, total=None, **parts):
    listed = [
        indicator(name, target, actual, points, score, **more)
        for name, target, actual, points, score, more in rows
    ]
    return self_assessment(section("产出指标", *listed), total=total, **parts)


def of(made):
    scores = view(made).scores
    return scores.total.range, scores.sections[0].range


def span(low, high):
    return ScoreRange(Decimal(low), Decimal(high))


def test_an_open_row_lies_between_nought_and_its_points():
    made = form((*SHORT, "50", "49", {}), (*OPEN, "40", "30", {}))
    assert of(made) == (span("49.00", "89.00"), span("49.00", "89.00"))
    total = view(made).scores.total
    assert (total.recomputed, total.status) == (None, "no-rule")


def test_the_execution_counts():
    funds = funding(money(points="10", executed="94.46", rate="94.46%", score="9.45"))
    made = form((*SHORT, "50", "49", {}), (*OPEN, "40", "30", {}), funding=funds)
    assert of(made)[0] == span("58.45", "98.45")


def test_a_whole_total_has_no_range():
    assert of(form((*SHORT, "50", "49", {}))) == (None, None)


@pytest.mark.parametrize(
    "rows",
    [
        ((*OPEN, "40", "30", {}),),  # says no more than the points
        ((*SHORT, "50", "49", {}), (*OPEN, "", "30", {})),
        ((*SHORT, "50", "49", {}), (*OPEN, "40", "30", {"rule": "由专家组酌情加分"})),
    ],
)
def test_what_gives_no_range(rows):
    assert of(form(*rows))[0] is None


def test_readings_of_which_one_must_be_it():
    given = tuple(
        RowReading(name, Decimal(points), Interval.point(Decimal(points)))
        for name, points in (("a", 8), ("b", "9.5"))
    )
    assert band(RowScore("indicator", 0, points=Decimal(10), readings=given)) == span("8", "9.5")
    assert band(RowScore("indicator", 0, points=Decimal(10), readings=given, recomputed=Decimal(8))) == span(
        8, "9.5"
    )


@pytest.mark.parametrize(
    ("recorded", "within"),
    [
        ("97.2", True),
        ("100", True),
        ("98.99", True),
        ("97.1", False),
        ("97.15", False),
        ("100.5", False),
        ("97", True),
    ],
)
def test_whether_a_recorded_total_lies_within(recorded, within):
    # 97 may stand for 97.4; 97.15 may not.
    assert holds(span("97.2", "100"), recorded) is within


def test_nothing_recorded_lies_nowhere():
    assert holds(span(1, 2), None) is None
    assert holds(span(1, 2), "99/100") is None
    assert said(span("97.20", "100.00")) == "97.2–100"
    assert said(span("97.20", "97.2")) == "97.2"


TEXT = """项目支出绩效自评表
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t讲座场次\t≥100场\t98场\t60\t58.8
效益指标\t社会效益指标\t水环境\t明显改善\t有所改善\t40\t30
总分\t\t\t\t\t100\t{total}
"""


def report_of(folder, total="88.8"):
    path = folder / "表.txt"
    path.write_text(TEXT.format(total=total), encoding="utf-8")
    return audit(path)


@pytest.mark.parametrize(
    ("total", "zh", "en"),
    [
        ("88.8", "总分重算 58.8–98.8，填报 88.8 在内", "total recomputed 58.8–98.8, recorded 88.8 lies within"),
        ("99.5", "总分重算 58.8–98.8，填报 99.5 在外", "total recomputed 58.8–98.8, recorded 99.5 lies outside"),
        ("99", "填报 99 舍入后在内", "recorded 99 lies within when it is rounded"),
        ("", "总分 未填，重算 58.8–98.8", "total blank, recomputed 58.8–98.8"),
    ],
)
def test_reports_show_the_range(total, zh, en, tmp_path):
    report = report_of(tmp_path, total)
    assert zh in render_text(report, "full", Style())
    assert en in render_text(report, "full", Style(lang="en"))
    table = render_text(report, "full", Style(table="scores")).splitlines()
    assert any("总分  " in line and "  58.8–98.8" in line for line in table)


def test_json_has_the_range_of_sums_alone(tmp_path):
    scores = json.loads(render_text(report_of(tmp_path), "json", Style()))["scores"]
    ranges = {score["kind"]: score["range"] for score in scores}
    assert ranges == {"indicator": None, "section": None, "total": {"low": "58.80", "high": "98.80"}}


def total_of(*scores, total, rule=STEPS, points="100", **more):
    first, second = scores
    made = form((*SHORT, "60", first, {"rule": rule}), (*OPEN, "40", second, {}), total=(points, total), **more)
    return findings("PS209", made)


@pytest.mark.parametrize("total", ["27", "99.5", "57"])
def test_a_total_that_no_score_of_the_open_rows_gives(total):
    found = total_of("", "", total=total)
    assert levels(found) == ["error"]
    assert "58–98" in found[0].message


@pytest.mark.parametrize("total", ["58", "98", "75.5"])
def test_a_total_within_the_range(total):
    assert total_of("", "", total=total) == []


def test_a_recorded_score_counts_as_recorded():
    assert levels(total_of("", "30", total="90")) == ["error"]
    assert total_of("", "30", total="88") == []
    assert total_of("40", "", total="75") == []  # a wrong score has a finding of its own


def test_where_no_rule_is_stated_it_is_a_warning():
    assert levels(total_of("", "30", total="60", rule=None)) == ["warning"]
    assert levels(total_of("", "30", total="95", rule=None)) == ["error"]  # more than all points


def test_a_score_that_is_no_number_leaves_the_total_alone():
    assert total_of("", "优", total="99.5") == []


def test_an_execution_that_was_not_read_may_be_counted():
    assert total_of("", "", total="99.5", points="110") == []


def test_a_subtotal_over_blank_scores():
    rows = [
        indicator(*SHORT, "60", "", rule=STEPS),
        indicator(*OPEN, "40", "30"),
    ]

    def told(points, score):
        return findings("PS201", self_assessment(section("产出指标", *rows, subtotals=((points, score),))))

    assert levels(told("100", "95")) == ["error"]
    assert told("100", "88") == []
    assert told("40", "95") != told("100", "95")


def test_why_shows_the_range_of_a_total(tmp_path, capsys):
    report_of(tmp_path)
    main(["why", str(tmp_path / "表.txt"), "第5行第7格"])
    assert "填报 88.8  重算 58.8–98.8" in capsys.readouterr().out
