"""Full marks throughout, and totals at the edge of a grade."""

from __future__ import annotations

import pytest

from builders import complete, findings, indicator, levels, section, self_assessment
from perfscore.audit import audit


def full(*scores, **parts):
    rows = [indicator(f"第{n}项", points="10", score=score) for n, score in enumerate(scores, 1)]
    return self_assessment(section("产出指标", *rows), total=("50", "50"), **parts)


def test_a_form_with_full_marks_throughout():
    found = findings("PS325", full("10", "10", "10", "10", "10.00"))
    assert levels(found) == ["info"]
    assert "5 个指标都得满分" in found[0].message


def test_several_forms_are_one_finding():
    forms = [full(*["10"] * 5, project=f"项目{n}") for n in range(3)]
    (found,) = findings("PS325", *forms, full("10", "10", "10", "10", "9"))
    assert "4 张自评表中有 3 张" in found.message
    assert len(found.related) == 2


def test_what_is_said_of_problems_is_named():
    (found,) = findings("PS325", full(*["10"] * 5, conclusion="存在问题：管护人员不足，部分设施老化。"))
    assert "存在的问题" in found.message


@pytest.mark.parametrize("scores", [["10"] * 4, ["10"] * 4 + ["9.5"], ["10"] * 4 + [""], ["10"] * 4 + ["优"]])
def test_few_rows_or_a_row_without_full_marks(scores):
    assert findings("PS325", full(*scores)) == []


def ledger(tmp_path, totals):
    path = tmp_path / "汇总.txt"
    head = "2024年度项目支出绩效自评汇总表\n序号\t项目名称\t单位名称\t自评得分\t等级\n"
    rows = "".join(f"{n}\t修缮工程{n}\t某镇\t{total}\t优\n" for n, total in enumerate(totals, 1))
    path.write_text(head + rows, encoding="utf-8")
    return [f for f in audit(path).findings if f.code == "PS325"]


def test_a_ledger_of_nothing_but_top_grades(tmp_path):
    (found,) = ledger(tmp_path, [98] * 21)
    assert "21 个项目中有 21 个" in found.message
    assert ledger(tmp_path, [98] * 19) == []
    assert ledger(tmp_path, [98] * 19 + [85, 80]) == []


def edge(total, *scores, grade=None):
    points = ("20", "20", "40", "10")
    rows = [
        indicator(f"第{n}项", points=one, score=score)
        for n, (one, score) in enumerate(zip(points, scores, strict=True), 1)
    ]
    return self_assessment(section("产出指标", *rows), total=("90", total), grade=grade)


def test_rounding_that_decides_the_grade():
    found = findings("PS327", edge("80.00", "19.998", "19.998", "30.00", "10.00", grade="良"))
    assert levels(found) == ["info"]
    assert found[0].recomputed == "79.996"


@pytest.mark.parametrize(
    ("total", "scores"),
    [
        ("80.00", ("20.00", "20.00", "30.00", "10.00")),
        ("80.00", ("19.90", "19.998", "30.00", "10.00")),  # a wrong sum: PS209
        ("81.00", ("20.998", "19.998", "30.00", "10.00")),
        ("80.00", ("19.998", "", "30.00", "10.00")),
        ("79.996", ("19.998", "19.998", "30.00", "10.00")),
    ],
)
def test_totals_that_rounding_does_not_lift(total, scores):
    assert findings("PS327", edge(total, *scores)) == []


def test_a_clean_form_has_no_edge():
    assert findings("PS327", complete()) == []
