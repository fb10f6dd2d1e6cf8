"""The record of a form: the unit that it is about, not the department above it, and its year as four digits."""

from __future__ import annotations

import pytest

from perfscore.audit import audit

TABLE = """\
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t植树数量\t≥100棵\t120棵\t50\t50
效益指标\t社会效益指标\t知晓率\t≥80%\t85%\t40\t40
"""


@pytest.mark.parametrize(
    ("fields", "unit"),
    [
        ("主管部门\t甲县林业局\t实施单位\t甲县苗圃", "甲县苗圃"),
        ("主管部门\t甲县林业局\t项目单位\t甲县苗圃", "甲县苗圃"),
        ("主管部门\t甲县林业局\t执行单位\t甲县苗圃", "甲县苗圃"),
        ("填报单位\t甲县林场\t实施单位\t甲县苗圃", "甲县林场"),
        ("主管部门\t甲县林业局\t实施单位\t", "甲县林业局"),
        ("主管部门\t甲县林业局\t项目类型\t经常性", "甲县林业局"),
    ],
)
def test_the_record_of_a_form_shows_the_unit_that_it_is_about(fields, unit, tmp_path):
    path = tmp_path / "表.txt"
    path.write_text(f"项目支出绩效自评表\n（2024年度）\n项目名称\t植树\n{fields}\n{TABLE}", encoding="utf-8")
    (form,) = audit(path).forms
    assert (form.unit, form.project, form.year) == (unit, "植树", "2024")


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("2023", "2023"),
        ("2023年", "2023"),
        ("2023年度", "2023"),
        ("（2023年度）", "2023"),
        ("2023—2024年", "2023—2024年"),
        ("", "2024"),
    ],
)
def test_a_year_is_its_four_digits_in_the_record(printed, year, tmp_path):
    path = tmp_path / "表.txt"
    path.write_text(
        f"项目支出绩效自评表\n（2024年度）\n项目名称\t植树\n预算年度\t{printed}\n{TABLE}", encoding="utf-8"
    )
    assert [form.year for form in audit(path).forms] == [year]


@pytest.mark.parametrize(
    ("printed", "note"), [("2024", "对应目标表"), ("2024年度", "对应目标表"), ("2023年", "年度不同")]
)
def test_a_target_sheet_is_answered_however_its_year_is_written(printed, note, tmp_path):
    head = "项目名称\t植树\n填报单位\t甲县林场\n预算年度\t"
    sheet, form = tmp_path / "目标.txt", tmp_path / "自评.txt"
    rows = [line.split("\t") for line in TABLE.splitlines()]
    targets = "\n".join("\t".join(row[:4]) for row in rows)
    sheet.write_text(f"项目支出绩效目标表\n{head}{printed}\n{targets}\n", encoding="utf-8")
    form.write_text(f"项目支出绩效自评表\n{head}2024年\n{TABLE}", encoding="utf-8")
    notes = [one.note for one in audit([sheet, form]).forms if one.kind == "project-self-assessment"]
    assert [note in one for one in notes] == [True]
