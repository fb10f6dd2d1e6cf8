"""Laws of annotated copies, over generated workbooks: read alike, taken back whole, formulas honest."""

from __future__ import annotations

import io
import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from perfscore.audit import audit
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.services.annotate import annotate, strip
from workbooks_support import parts, resaved, said_of

HEADS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
    "评分标准",
]
#: Target, unit of the actual, rule.
TARGETS = st.sampled_from([
    ("≥95%", "%", ""),
    ("≥48公斤", "公斤", ""),
    ("≤30天", "天", ""),
    ("=12场", "场", ""),
    ("≤5%", "%", ""),
    ("0次", "次", ""),
    (95, "", ""),
    ("明显改善", "", ""),
    ("≥95%", "%", "每低1个百分点扣0.5分，扣完为止"),
    ("≥100人", "人", "达到目标得满分，未达到按完成比例得分"),
    ("≥90%", "%", "达标得满分，未达标不得分"),
])  # fmt: skip
#: How the actual stands in its cell: as a text with its unit, as a number, as a fraction shown in percent.
KINDS = st.sampled_from(["text", "number", "fraction"])
ROWS = st.lists(
    st.tuples(TARGETS, KINDS, st.integers(0, 1300), st.integers(0, 12), st.booleans()), min_size=1, max_size=7
)


def workbook(rows, offset, extra):
    """A self-assessment somewhere in a sheet, other sheets beside it, comments and remarks as they come."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评 '24"
    sheet.cell(offset, 2).value = "项目支出绩效自评表"
    for column, text in enumerate(HEADS, 2):
        sheet.cell(offset + 1, column).value = text
    for number, ((target, unit, rule), kind, tenths, points, noted) in enumerate(rows, offset + 2):
        amount = Decimal(tenths) / 10
        values = ["产出指标", "数量指标", f"指标{number}", target, None, points, min(points, 10), "", rule]
        for column, value in enumerate(values, 2):
            sheet.cell(number, column).value = value
        actual = sheet.cell(number, 6)
        if kind == "fraction" and unit == "%":
            actual.value, actual.number_format = amount / 100, "0.0%"
        elif kind == "number" and unit != "%":
            actual.value = amount
        else:
            actual.value = f"{amount}{unit}"
        if noted:
            actual.comment = Comment("=已核对", "会计")
    last = offset + 2 + len(rows)
    sheet.cell(last, 2).value = "总分"
    sheet.cell(last, 7).value = f"=SUM(G{offset + 2}:G{last - 1})"
    other = book.create_sheet("审核结果" if extra else "其他")
    other["A1"] = "单位自己的表"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.property
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, offset=st.integers(1, 6), extra=st.booleans(), only=st.booleans(), colours=st.booleans())
def test_read_alike_and_taken_back_whole(rows, offset, extra, only, colours):
    with tempfile.TemporaryDirectory() as folder:
        source, copy, back, again = (Path(folder, f"{name}.xlsx") for name in "abcd")
        source.write_bytes(workbook(rows, offset, extra))
        annotate(source, copy, sheet_only=only, colours=colours)
        assert said_of(copy) == said_of(source)
        assert patch.check_package(Package(str(copy), copy.read_bytes())) == ()
        assert strip(copy, back).report.exact
        assert parts(back) == parts(source)
        # Twice is once.
        annotate(copy, again)
        assert said_of(again) == said_of(source)


@pytest.mark.office
def test_the_office_calculates_generated_forms(tmp_path):
    """Every kind of target and cell: the formula gives the recomputed score, or shows nothing."""
    kinds = [
        ((target, unit, rule), kind, tenths, 10, False)
        for target, unit, rule in (
            ("≥95%", "%", ""), ("≥48公斤", "公斤", ""), ("≤30天", "天", ""), ("=12场", "场", ""), ("≤5%", "%", ""),
            ("0次", "次", ""), (95, "", ""), ("≥95%", "%", "每低1个百分点扣0.5分，扣完为止"),
            ("≥100人", "人", "达到目标得满分，未达到按完成比例得分"), ("≥90%", "%", "达标得满分，未达标不得分"),
        )
        for kind in ("text", "number", "fraction")
        for tenths in (0, 45, 120, 333, 480, 900, 949, 950, 1250)
    ]  # fmt: skip
    source = tmp_path / "a.xlsx"
    source.write_bytes(workbook(kinds, 1, extra=False))
    copy = tmp_path / "b.xlsx"
    result = annotate(source, copy)
    assert result.live > result.values
    # openpyxl drops cached results, so that the office must calculate.
    openpyxl.load_workbook(copy).save(tmp_path / "c.xlsx")
    (office,) = resaved([tmp_path / "c.xlsx"], tmp_path / "office")
    shown = openpyxl.load_workbook(office, data_only=True).worksheets[0]
    formulas = openpyxl.load_workbook(copy).worksheets[0]
    compared = 0
    for score in audit(source).scores:
        if score.kind != "indicator" or score.at is None:
            continue
        row = shown[score.at.cell].row
        cell = shown.cell(row, 11)
        if score.recomputed is not None and formulas.cell(row, 11).data_type == "f":
            where = f"{score.target} {score.actual} {score.rule} {formulas.cell(row, 11).value}"
            assert isinstance(cell.value, int | float), where
            assert round(Decimal(repr(cell.value)), 6) == score.recomputed, where
            compared += 1
        elif score.recomputed is None:
            assert cell.value == "—"
    assert compared > 150
