"""Which row is the total, and which add up a section."""

from __future__ import annotations

import openpyxl
import pytest

from perfscore.audit import audit, audit_documents
from perfscore.forms.recognise import survey

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
OUTPUT = [
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", 30, 30],
    [None, "质量指标", "培训合格率", "≥90%", "95%", 20, 20],
]
EFFECT = [["效益指标", "社会效益指标", "就业人数", "≥50人", "60人", 30, 30]]
CONTENT = [["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "95%", 20, 20]]


def total(label, points, *, under=None):
    return (
        [under, label, None, None, None, points, points]
        if under
        else [label, None, None, None, None, points, points]
    )


LAYOUTS = {
    "one total": ([*OUTPUT, *EFFECT, *CONTENT, total("总分", 100)], 100, []),
    "合计 as the total": ([*OUTPUT, *EFFECT, *CONTENT, total("合计", 100)], 100, []),
    "合计 below each section": (
        [*OUTPUT, total("合计", 50), *EFFECT, total("合计", 30), *CONTENT, total("合计", 20), total("总分", 100)],
        100,
        [50, 30, 20],
    ),
    "合计 below each section, no total": (
        [*OUTPUT, total("合计", 50), *EFFECT, total("合计", 30), *CONTENT, total("合计", 20)],
        None,
        [50, 30, 20],
    ),
    "合计 above everything": ([total("合计", 100), *OUTPUT, *EFFECT, *CONTENT, total("总分", 100)], 100, []),
    "one 合计 in the middle": ([*OUTPUT, total("合计", 50), *EFFECT, *CONTENT], None, [50]),
    "running sums": (
        [*OUTPUT, total("合计", 50), *EFFECT, total("合计", 80), *CONTENT, total("合计", 100)],
        100,
        [50],
    ),
    "合计 without execution, then 总分": ([*OUTPUT, *EFFECT, *CONTENT, total("合计", 90), total("总分", 100)], 100, []),
    "a bonus below the total": (
        [*OUTPUT, *EFFECT, *CONTENT, total("总分", 100), ["加分项", "创新指标", "经验推广", "≥1次", "1次", 5, 5], total("合计", 105)],
        100,
        [],
    ),
    "合计 beside the name of its section": (
        [total("合计", 50, under="产出指标"), *[[None, *row[1:]] for row in OUTPUT], *EFFECT, *CONTENT, total("总分", 100)],
        100,
        [50],
    ),
    "one section": ([*OUTPUT, total("合计", 50)], 50, []),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "points", "subtotals"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_total_is_told_from_the_sums_of_sections(tmp_path, rows, points, subtotals):
    book = openpyxl.Workbook()
    for row in (["项目支出绩效自评表"], ["项目名称", "培训项目", None, "主管部门", "市财政局"], HEAD, *rows):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    _, (document,) = audit_documents(tmp_path / "表.xlsx")
    (match,) = survey(document).matches
    form = match.extract()
    printed = form.total.points.value.value if form.total is not None else None
    assert printed == points
    assert [row.points.value.value for section in form.sections for row in section.subtotals] == subtotals
    assert not {"PS201", "PS112"} & {finding.code for finding in audit(tmp_path / "表.xlsx").findings}
