"""Verdicts and the bands of their scores."""

from __future__ import annotations

import pytest

from builders import findings, indicator, levels, section, self_assessment
from perfscore.audit import audit


def form(actual, score, *, target="水环境明显改善", points="10", **cells):
    return self_assessment(section("效益指标", indicator("河道整治成效", target, actual, points, score, **cells)))


@pytest.mark.parametrize(
    ("actual", "score", "range_"),
    [
        ("部分达成", "9.5", "6–8"),
        ("部分达成", "5.9", "6–8"),
        ("部分达成预期指标并具有一定效果", "10", "6–8"),
        ("达成年度指标", "7", "8–10"),
        ("未达成年度指标且效果较差", "8", "0–6"),
    ],
)
def test_a_score_outside_the_band(actual, score, range_):
    found = findings("PS316", form(actual, score))
    assert levels(found) == ["warning"]
    assert found[0].recomputed == range_


@pytest.mark.parametrize(
    ("actual", "score", "more"),
    [
        ("部分达成", "8", {}),
        ("部分达成", "6", {}),
        ("部分达成", "8.004", {}),
        ("达成年度指标", "8", {}),
        ("达成预期目标。", "10", {}),
        ("明显改善", "9.5", {}),
        ("100%", "5", {}),
        ("部分达成", "9.5", {"rule": "达成得10分，部分达成得8-10分，未达成不得分"}),
        ("部分达成", "9.5", {"target": "≥95%"}),
        ("部分达成", "12", {}),
    ],
)
def test_scores_in_their_band_or_without_one(actual, score, more):
    assert findings("PS316", form(actual, score, **more)) == []


def test_rows_that_share_a_score_are_left_alone(tmp_path):
    one = form("部分达成", "9.5").sections[0].indicators[0]
    other = indicator("堤岸绿化成效", "绿化明显改善", "部分达成", "10", "9.5")
    import dataclasses

    merged = dataclasses.replace(other, points=one.points)
    assert findings("PS316", self_assessment(section("效益指标", one, merged))) == []


SHEET = """项目支出绩效自评表
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
效益指标\t社会效益指标\t集市秩序\t秩序明显改善\t部分达成\t20\t{score}
总分\t\t\t\t\t20\t{score}
{note}
"""


def told(tmp_path, score, note):
    path = tmp_path / "表.txt"
    path.write_text(SHEET.format(score=score, note=note), encoding="utf-8")
    return audit(path)


STATED = "注：定性指标分为达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，分别按照{}合理确定分值。"


@pytest.mark.parametrize(
    ("score", "bands", "found"),
    [
        ("11", "100%-80%（含80%）、80%-50%（含50%）、50%-0%", 0),
        ("9", "100%-80%（含80%）、80%-50%（含50%）、50%-0%", 1),
        ("11", "100-80%、80-60%、60-0%", 1),
        ("11", "100%-80%、70%-50%、50%-0%", 0),  # with a gap: not understood, not judged
    ],
)
def test_the_bands_of_the_notes_count_first(tmp_path, score, bands, found):
    report = told(tmp_path, score, STATED.format(bands))
    assert len([f for f in report.findings if f.code == "PS316"]) == found


def test_a_note_that_states_the_bands_is_named(tmp_path):
    (finding,) = [
        f for f in told(tmp_path, "9", STATED.format("100%-80%、80%-50%、50%-0%")).findings if f.code == "PS316"
    ]
    assert any("80%-50%" in one.note for one in finding.related)
    assert "未见于本表" not in finding.message
