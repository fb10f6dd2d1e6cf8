"""PS621 and PS622: one indicator in several forms of a unit."""

from __future__ import annotations

import pytest

from builders import findings, indicator, section, self_assessment, target_sheet
from materials import KINDS, audited, found, project


def row(name, target, l2="质量指标"):
    return f"产出指标 | {l2} | {name} | {target} | 98% | 90 | 90 |"


def pair(code, one, other, folder, kind="xlsx"):
    parts = project("冬季供暖", one), project("管网改造", other)
    return found(code, audited(folder, kind, parts))


@pytest.mark.parametrize("kind", KINDS)
def test_one_measure_with_two_targets(kind, tmp_path):
    (one,) = pair("PS621", row("居民室内温度达标率", "≥95%"), row("居民室内温度达标率", "≥98%"), tmp_path, kind)
    assert one.message == "“居民室内温度达标率”在“冬季供暖”中为 ≥95%，在“管网改造”中为 ≥98%"
    assert one.severity.word == "info"


def test_units_are_converted_before_they_are_compared(tmp_path):
    assert (
        pair("PS621", row("住院患者伙食供应", "≥48公斤/人/月"), row("住院患者伙食供应", "≥48公斤/月/人"), tmp_path)
        == []
    )
    (one,) = pair(
        "PS621", row("住院患者伙食供应", "≥48公斤/人/月"), row("住院患者伙食供应", "≥38公斤/月/人"), tmp_path
    )
    assert one.recomputed == "≥38公斤/月/人"


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("居民室内温度达标率", "≥95%", ">95%"),  # signs are another check's
        ("居民室内温度达标率", "≥95%", "95%以上"),
        ("居民室内温度达标率", "≥95%", "≤98%"),
        ("服务对象满意度", "≥90%", "≥95%"),  # of each project's own
        ("工程质量合格率", "≥90%", "=100%"),
        ("项目验收合格率", "≥90%", "≥100%"),
        ("供热管网巡检人数", "≥20人", "≥30人"),  # counted for each project
        ("供热管网节约率", "≥2%", "≥3%"),
        ("供热管网改造完成率", "≥95%", "≥98%"),
        ("供热管网运行保障", "正常", "稳定"),
    ],
)
def test_what_each_project_has_for_itself(name, one, other, tmp_path):
    assert pair("PS621", row(name, one), row(name, other), tmp_path) == []


def rated(name, target, maker=self_assessment, **fields):
    rows = section("产出指标", indicator(name, target=target, l2="质量指标"))
    return maker(rows, unit="某区热力站", **fields)


def test_years():
    name = "居民室内温度达标率"
    lower = rated(name, "≥98%", project="供暖", year="2024"), rated(name, "≥95%", project="供暖", year="2025")
    assert [one.message for one in findings("PS621", *lower)] == [
        "“居民室内温度达标率”在“供暖”中为 ≥98%，在“供暖”中为 ≥95%（年度分别为 2024、2025）"
    ]
    higher = rated(name, "≥95%", project="供暖", year="2024"), rated(name, "≥98%", project="供暖", year="2025")
    assert findings("PS621", *higher) == []
    changed = rated(name, "≥98%", year="2025"), rated(name, "≥95%", maker=target_sheet, year="2025")
    assert findings("PS621", *changed) == []  # PS607


def test_another_unit(tmp_path):
    parts = (
        project("供暖", row("居民室内温度达标率", "≥95%")),
        project("改造", row("居民室内温度达标率", "≥98%"), unit="某区热力站"),
    )
    assert found("PS621", audited(tmp_path, "xlsx", parts)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_two_names_and_two_labels(kind, tmp_path):
    one, other = row("停暖事故次数", "=0次", "数量指标"), row("停暖事故发生次数", "=0次")
    named, moved = pair("PS622", one, other, tmp_path, kind)
    assert named.message == "同一指标有两种名称：“停暖事故次数”和“停暖事故发生次数”"
    assert moved.message == "“停暖事故次数”在各表中归类不一：数量指标 1 处，质量指标 1 处"


def test_names_that_end_in_the_same_fixed_words(tmp_path):
    one, other = row("司炉工考勤率", "≥95%", "数量指标"), row("巡线员考勤率", "≥98%")
    (moved,) = pair("PS622", one, other, tmp_path)
    assert moved.message.startswith("以“考勤率”为名的指标在各表中归类不一")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("停暖事故次数", "=0次"), row("停暖事故次数", "=0次")),
        (row("停暖事故次数", "=0次"), row("停暖事故发生次数", "≤1次")),  # asks something else
        (row("培训合格率", "≥95%"), row("司炉培训合格率", "≥95%")),  # says of whom
        (row("管网合格率", "≥95%"), row("管网焊接合格率", "≥95%")),  # says of what
        (row("室温达标率", "≥95%", "数量指标"), row("水温达标率", "≥95%")),
        (row("停暖事故次数", "=0次", ""), row("停暖事故次数", "=0次")),
        (row("停暖事故次数", "=0次", "产出质量"), row("停暖事故次数", "=0次")),
    ],
)
def test_names_and_labels_that_are_not_two_of_one(one, other, tmp_path):
    assert pair("PS622", one, other, tmp_path) == []


def test_two_names_in_one_form_are_that_forms_matter():
    rows = [indicator(name, target="=0次", l2="质量指标") for name in ("停暖事故次数", "停暖事故发生次数")]
    assert findings("PS622", self_assessment(section("产出指标", *rows), unit="某局", project="供暖")) == []


def test_a_row_that_was_shifted_is_no_witness():
    def form(shift, l2, name):
        rows = section("产出指标", indicator("停暖事故次数", target="=0次", l2=l2, shift=shift))
        return self_assessment(rows, unit="某局", project=name)

    assert findings("PS622", form(0, "质量指标", "供暖"), form(1, "数量指标", "管网")) == []
    assert len(findings("PS622", form(0, "质量指标", "供暖"), form(0, "数量指标", "管网"))) == 1
