"""PS812: words that are written twice."""

from __future__ import annotations

import pytest

from builders import findings, indicator, levels, section, self_assessment
from perfscore.audit import audit


def form(*rows, **texts):
    return self_assessment(section("产出指标", *rows), **texts)


def found(one):
    return [(f.recorded, f.recomputed, f.severity.word) for f in findings("PS812", one)]


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("药品采购及及时率", "及及时率", "及时率"),
        ("病虫害防治覆覆盖率", "覆覆盖率", "覆盖率"),
        ("群众满满意度（%）", "满满意度", "满意度"),
        ("设备设备完好率", "设备设备", "设备"),
    ],
)
def test_names(name, written, meant):
    assert found(form(indicator(name))) == [(written, meant, "info")]


@pytest.mark.parametrize("name", ["药品采购及时率", "普及及时率", "人人满意度", "家家户户通电数", "天天运动人数"])
def test_names_that_are_right(name):
    assert found(form(indicator(name))) == []


@pytest.mark.parametrize(
    "said",
    [
        "二〇二〇年一件一件落实，逐户逐户走访",
        "开展工作工作人员培训，研究研究再定",
        "某某某某公司，哈哈哈哈",
        "2023年2023年，AABAAB，——————",
        "保障\n保障",  # two lines
        "加强强制措施，提高高峰运力，学生生活补助，项目目标，农村村民",
    ],
)
def test_texts_that_are_right(said):
    assert found(form({}, goal=said)) == []


def test_texts():
    assert found(form({}, goal="全面增加增加植被", overview="增加增加植被")) == [("增加增加", "增加", "info")]
    rows = indicator(reason="天气原因天气原因停工")
    assert found(form(rows)) == [("天气原因天气原因", "天气原因", "info")]


def test_a_cell_that_is_one_word_twice():
    row = indicator("护林能力", "胜任胜任", "胜任")
    assert found(form(row)) == [("胜任胜任", "胜任", "info")]
    assert levels(findings("PS812", form(row, provenance="extracted"))) == ["info"]
    assert found(form(indicator("护林能力", "能够胜任胜任工作", "胜任"))) == [("胜任胜任", "胜任", "info")]


def test_rules_are_not_looked_at():
    assert found(form(indicator(rule="否则不得分得分为零"))) == []


def test_a_text_file(tmp_path):
    rows = [
        "项目支出绩效目标表",
        "项目名称\t水库水库除险加固\t主管部门\t某局",
        "一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t时效指标\t工程款支付及及时率\t≥95%",
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    got = [(one.recorded, one.at.line) for one in audit(path).findings if one.code == "PS812"]
    assert got == [("水库水库", 2), ("及及时率", 4)]
