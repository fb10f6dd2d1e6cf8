"""PS611 and PS616: one form in two documents, or twice in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import findings, indicator, section, self_assessment
from materials import KINDS, audited, base, found, project

ROWS = (
    "产出指标 | 数量指标 | 换装路灯数量 | ≥300盏 | 305盏 | 50 | 50 |",
    "效益指标 | 社会效益指标 | 亮灯率 | ≥98% | 98% | 40 | 40 |",
)


def lamps(*rows, name="路灯换装", **parts):
    return project(name, *(rows or ROWS), year=parts.pop("year", "2025年度"), **parts)


def compared(one, other, folder, kind="xlsx"):
    return found("PS611", audited(folder, kind, [one], [other]))


@pytest.mark.parametrize("kind", KINDS)
def test_cells_that_two_documents_have_otherwise_are_one_finding(kind, tmp_path):
    other = lamps(ROWS[0].replace("300", "800"), ROWS[1], money="12 | 12 | 11", goal="换装路灯，改善照明。")
    (one,) = compared(lamps(goal="换装路灯，改善照明。"), other, tmp_path, kind)
    assert one.message == (
        "“路灯换装”在 2 份文件中有 2 处不同：资金总额全年执行数、“换装路灯数量”指标值；"
        "资金总额全年执行数一份为“12”，另一份为“11”"
    )
    assert one.severity.word == "warning"
    assert {place.at.file.rpartition("/")[2] for place in one.related} == {f"材料1.{kind}", f"材料2.{kind}"}
    assert len(one.related) == 1 + 2 * 2


def test_three_documents_are_one_finding(tmp_path):
    others = [lamps(money="9 | 9 | 9")], [lamps(money="8 | 8 | 8")]
    (one,) = found("PS611", audited(tmp_path, "xlsx", [lamps()], *others))
    assert "在 3 份文件中有 6 处不同：资金总额年初预算数、资金总额全年预算数、资金总额全年执行数；" in one.message
    assert len(one.related) == 2 + 6 * 2


def test_a_cell_over_two_rows_may_be_divided():
    def form(file, *points):
        rows = [indicator(f"指标{n}", points=one, score=one) for n, one in enumerate(points)]
        if len(set(points)) == 1:
            rows[1] = replace(rows[1], points=rows[0].points, score=rows[0].score)
        return self_assessment(section("产出指标", *rows), project="路灯", unit="某局", year="2025", file=file)

    assert findings("PS611", form("甲.xlsx", "20", "20"), form("乙.xlsx", "12", "8")) == []
    assert len(findings("PS611", form("甲.xlsx", "11", "9"), form("乙.xlsx", "12", "8"))) == 1


def test_a_renamed_and_a_dropped_indicator(tmp_path):
    (one,) = compared(lamps(), lamps(ROWS[0].replace("换装路灯数量", "更换路灯数量"), ROWS[1]), tmp_path)
    assert "指标名称一份为“换装路灯数量”，另一份为“更换路灯数量”" in one.message
    (one,) = compared(lamps(), lamps(ROWS[0]), tmp_path)
    assert one.message.endswith("指标“亮灯率”只在一份中有")


def test_wording_alone_is_worth_knowing_and_figures_in_a_text_are_more(tmp_path):
    given = lamps(goal="换装路灯300盏，改善夜间照明。")
    (one,) = compared(given, lamps(goal="换装路灯300盏，改善照明。"), tmp_path)
    assert one.severity.word == "info"
    (one,) = compared(given, lamps(goal="换装路灯500盏，改善夜间照明。"), tmp_path)
    assert one.severity.word == "warning"


@pytest.mark.parametrize(
    "other",
    [
        lamps(ROWS[0], ROWS[1].replace("| 98% |", "| 98.0% |")),
        lamps(*(row.replace("指标 | 换装", "指标 | 指标1：换装").replace("| 亮灯率", "| 指标2：亮灯率") for row in ROWS)),
        lamps(ROWS[0].replace("≥300盏", "300 盏以上").replace("50 | 50", "50.00 | 50.0"), ROWS[1].replace("≥", "》")),
        lamps(money="12.00 | 12 | 12"),
        lamps(ROWS[0].replace("50 | 50", "50.0 | 49.7"), ROWS[1]),
        lamps(money="120000 | 120000 | 120000").replace("万元", "元"),
        lamps(goal="换装路灯。"),  # the first has no such cell
        lamps(name="路灯换装（二期）", money="9 | 9 | 9"),
        lamps(unit="某区园林所", money="9 | 9 | 9"),
        lamps(year="2024年度", money="9 | 9 | 9"),
        lamps(year="", money="9 | 9 | 9"),
    ],
)  # fmt: skip
def test_the_same_said_otherwise_and_other_forms(other, tmp_path):
    assert compared(lamps(), other.replace("》98%", "≥98%"), tmp_path) == []


def test_a_form_that_stands_twice_in_a_document_is_not_compared(tmp_path):
    again = lamps(money="9 | 9 | 9")
    assert found("PS611", audited(tmp_path, "xlsx", [lamps()], [again, project("公园"), again])) == []


def test_the_base_data_table(tmp_path):
    rows = ("项目支出 | 70 | 90 | 80", "公用经费 | 30 | 40 | 35")
    one = base(*rows).replace("基础数据表\n", "基础数据表\n填报单位：某区城管局\n", 1)
    assert found("PS611", audited(tmp_path, "txt", [one], [one])) == []
    assert [f.subject for f in found("PS611", audited(tmp_path, "txt", [one], [one.replace("| 80", "| 88")]))] == [
        "base-data/项目支出"
    ]


def twice(*parts, folder, kind="xlsx"):
    return found("PS616", audited(folder, kind, parts))


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_was_pasted_twice(kind, tmp_path):
    (one,) = twice(lamps(), project("公园管护"), lamps(), folder=tmp_path, kind=kind)
    assert one.message.endswith("出现了两次，两张内容相同")
    assert one.severity.word == "info"
    (one,) = twice(lamps(), project("公园管护"), lamps(money="9 | 9 | 9"), folder=tmp_path, kind=kind)
    assert one.message.endswith("两张有 3 处不同")


@pytest.mark.parametrize(
    "other",
    [
        lamps(name="路灯养护"),
        lamps(unit="某区园林所"),
        lamps(year="2024年度"),
        lamps("产出指标 | 数量指标 | 栽植行道树 | ≥300棵 | 305棵 | 90 | 90 |"),
        lamps().replace("项目支出绩效自评表", "一季度项目支出绩效自评表"),
    ],
)
def test_forms_that_only_look_alike(other, tmp_path):
    assert twice(lamps(), project("公园管护"), other, folder=tmp_path) == []


def test_the_form_of_another_file_is_not_repeated(tmp_path):
    assert found("PS616", audited(tmp_path, "xlsx", [lamps()], [lamps()])) == []
