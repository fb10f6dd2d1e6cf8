"""Filled copies: scores in the form's own blank cells, and nowhere else."""

from __future__ import annotations

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.core.errors import UsageError
from perfscore.ooxml import patch
from perfscore.services.fill import fill
from workbooks_support import SAMPLE, UNSCORED, parts

FORM = "强制隔离戒毒生活补贴"


def test_blank_scores_are_filled_with_what_is_recomputed(tmp_path):
    result = fill(UNSCORED, tmp_path / "评分.xlsx")
    before = {(s.form, s.kind, s.indicator): s for s in audit(UNSCORED).scores if s.kind != "section"}
    book = openpyxl.load_workbook(result.out)
    for score in audit(result.out).scores:
        if score.kind == "section":
            continue
        assert score.recomputed == before[score.form, score.kind, score.indicator].recomputed
        if score.recomputed is not None and score.kind != "total":
            assert book[score.at.sheet][score.at.cell].value == float(score.recomputed)
        else:
            assert score.recorded is None
    # The points of the total rows (90) leave open whether execution counts: no total is written.
    totals = sum(s.kind == "total" for s in before.values())
    scored = sum(s.recomputed is not None and s.kind != "total" for s in before.values())
    assert (len(result.written), len(result.unscored)) == (scored, len(before) - scored)
    open_totals = [entry for entry in result.unscored if entry.what == "总分"]
    assert len(open_totals) == totals
    assert "90 与各项分值合计不符" in open_totals[0].reason
    assert "不含预算执行率，得分含不含不能确定（不含 69.74，含 79.74）" in open_totals[1].reason
    assert all(entry.reason for entry in result.unscored)
    assert result.kept == ()


def test_only_the_sheets_with_scores_change(tmp_path):
    result = fill(UNSCORED, tmp_path / "评分.xlsx")
    before, after = parts(UNSCORED), parts(result.out)
    assert before.keys() <= after.keys()
    changed = {name for name in before if after[name] != before[name]}
    own = {"xl/workbook.xml", "xl/styles.xml"}  # a rate is shown in percent
    assert all(name.startswith("xl/worksheets/") or name in own for name in changed), changed


def test_what_stands_in_a_cell_is_left_unless_told_otherwise(tmp_path):
    kept = fill(SAMPLE, tmp_path / "a.xlsx")
    assert (FORM, "H17") in {(entry.at.sheet, entry.at.cell) for entry in kept.kept}
    assert openpyxl.load_workbook(kept.out)[FORM]["H17"].value == 4.34
    over = fill(SAMPLE, tmp_path / "b.xlsx", overwrite=True)
    assert openpyxl.load_workbook(over.out)[FORM]["H17"].value == 4.74
    assert over.kept == ()


def test_a_filled_copy_is_the_units_own_words(tmp_path):
    """Unlike an annotated copy, it carries no marks: its scores are read."""
    result = fill(UNSCORED, tmp_path / "评分.xlsx")
    assert all(s.recorded for s in audit(result.out).scores if s.kind == "indicator" and s.recomputed is not None)


def test_a_blank_rate_takes_the_fraction_where_its_cell_shows_percent(tmp_path):
    book = openpyxl.load_workbook(UNSCORED)
    sheet = book[FORM]
    sheet["H10"].value = None
    sheet["H10"].number_format = "0.00%"
    sheet["F10"].value = 380
    book.save(tmp_path / "a.xlsx")
    result = fill(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out)[FORM]["H10"].value == pytest.approx(0.9454)


def test_a_blank_rate_becomes_a_number_that_shows_percent_in_any_other_cell(tmp_path):
    book = openpyxl.load_workbook(UNSCORED)
    sheet = book[FORM]
    sheet["H10"].value = None
    sheet["H10"].number_format = "General"
    sheet["F10"].value = 380
    book.save(tmp_path / "a.xlsx")
    before = openpyxl.load_workbook(tmp_path / "a.xlsx")[FORM]["H10"]
    result = fill(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    after = openpyxl.load_workbook(result.out)[FORM]["H10"]
    assert after.value == pytest.approx(0.9454)
    assert after.number_format == "0.00%"
    assert repr((after.font, after.border, after.fill)) == repr((before.font, before.border, before.fill))


def test_the_source_is_never_overwritten():
    with pytest.raises(UsageError, match="不会被覆盖"):
        fill(UNSCORED, UNSCORED)


#: A form with a row 小计 under each section and a total that is a formula; LibreOffice or Excel would have saved "".
ROWS = [
    ["项目支出绩效自评表"],
    ["项目名称", "培训项目", None, "主管部门", "市财政局"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训人数", "≥100人", "90人", 30, None],
    [None, "质量指标", "培训合格率", "≥90%", "95%", 20, None],
    ["小计", None, None, None, None, 50, None],
    ["效益指标", "社会效益指标", "就业人数", "≥50人", "60人", 50, None],
    ["总分", None, None, None, None, 100, None],
]


def form_of(path, cells=(), rows=ROWS):
    """A workbook of these rows with some cells changed; formulas get the results that the mapping's pairs name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, value in dict(cells).items():
        book.active[cell] = value if not isinstance(value, tuple) else None
    book.save(path)
    opened = patch.open(path)
    for cell, value in dict(cells).items():
        if isinstance(value, tuple):
            opened.set_formula(opened.sheets[0], cell, *value)
    opened.save(path.with_suffix(".ready.xlsx"))
    return path.with_suffix(".ready.xlsx")


def listed(entries):
    return {(entry.at.cell if entry.at else None, entry.text) for entry in entries}


def test_subtotals_of_sections_are_filled(tmp_path):
    result = fill(form_of(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(result.out).active
    assert [sheet[cell].value for cell in ("G4", "G5", "G6", "G7", "G8")] == [27, 20, 47, 50, 97]
    assert not [f for f in audit(result.out).findings if f.at.cell in {"G6", "G8"}]


def test_a_subtotal_that_may_add_other_rows_stays_empty(tmp_path):
    rows = [*ROWS[:4], ["小计", None, None, None, None, 30, None], *ROWS[4:]]
    result = fill(form_of(tmp_path / "a.xlsx", rows=rows), tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(result.out).active
    assert [sheet[cell].value for cell in ("G5", "G7")] == [None, None]
    assert {"G5", "G7"} <= {entry.at.cell for entry in result.unscored if "小计" in entry.what}


@pytest.mark.parametrize("shown", ["", 0])
def test_a_formula_stays_and_gets_its_result(tmp_path, shown):
    total = ("SUM(G6,G7)", shown)
    result = fill(form_of(tmp_path / "a.xlsx", {"G8": total, "G6": ("SUM(G4:G5)", shown)}), tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out).active["G8"].value == "=SUM(G6,G7)"
    assert openpyxl.load_workbook(result.out).active["G6"].value == "=SUM(G4:G5)"
    shown_now = openpyxl.load_workbook(result.out, data_only=True).active
    assert [shown_now["G6"].value, shown_now["G8"].value] == [47, 97]
    assert all("保留原公式" in entry.reason for entry in result.written if entry.at.cell in {"G6", "G8"})


def test_a_formula_with_another_result_is_left(tmp_path):
    filled = {"G4": 27, "G5": 20, "G6": 47, "G7": 50}
    path = form_of(tmp_path / "a.xlsx", {**filled, "G8": ("SUM(A1:A2)", 55)})
    result = fill(path, tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out, data_only=True).active["G8"].value == 55
    told = next(entry for entry in result.unchecked if entry.at.cell == "G8")
    assert "公式 SUM(A1:A2) 加的不是这些得分（它们合计 97）" in told.reason


def test_what_stands_in_a_cell_that_cannot_be_checked_is_not_called_empty(tmp_path):
    path = form_of(tmp_path / "a.xlsx", {"D7": "效果明显", "E7": "效果明显", "G7": 40})
    result = fill(path, tmp_path / "b.xlsx")
    assert "G7" in {entry.at.cell for entry in result.unchecked}
    assert "G7" not in {entry.at.cell for entry in result.unscored}
    assert "已填 40" in next(entry.reason for entry in result.unchecked if entry.at.cell == "G7")


def test_a_form_without_a_total_row_is_told_so(tmp_path):
    result = fill(form_of(tmp_path / "a.xlsx", rows=ROWS[:-1]), tmp_path / "b.xlsx")
    assert [entry.reason for entry in result.unscored if entry.what == "总分"] == ["表中没有总分行"]


def test_no_sum_is_written_where_a_row_was_not_read(tmp_path):
    money = [
        ["项目资金（万元）", "资金来源", "全年预算数", "全年执行数", "分值", "得分"],
        [None, "年度资金总额：80.00"],
    ]
    path = form_of(tmp_path / "a.xlsx", rows=[*ROWS[:2], *money, *ROWS[2:]])
    assert [at.cell for record in audit(path).forms for at in record.form.lost] == ["B4"]
    result = fill(path, tmp_path / "b.xlsx")
    sums = {entry.at.cell: entry.reason for entry in result.unscored if entry.at}
    assert sums == dict.fromkeys(("G8", "G10"), "表中有行没有读入，合计未重算")
    sheet = openpyxl.load_workbook(result.out).active
    assert [sheet[cell].value for cell in ("G6", "G7", "G8", "G9", "G10")] == [27, 20, None, 50, None]


def test_a_stale_total_is_brought_up_to_date(tmp_path):
    """Its formula adds scores that were blank when it was last worked out."""
    path = form_of(tmp_path / "a.xlsx", {"G7": 50, "G8": ("SUM(G4:G5,G7)", 50)})
    result = fill(path, tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out).active["G8"].value == "=SUM(G4:G5,G7)"
    assert openpyxl.load_workbook(result.out, data_only=True).active["G8"].value == 97
    assert not [f for f in audit(result.out).findings if f.at.cell == "G8"]


def test_a_score_that_is_a_formula_is_left_unless_told_otherwise(tmp_path):
    path = form_of(tmp_path / "a.xlsx", {"G4": ("F4*0.5", 15)})
    result = fill(path, tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out).active["G4"].value == "=F4*0.5"
    over = fill(path, tmp_path / "c.xlsx", overwrite=True)
    assert openpyxl.load_workbook(over.out).active["G4"].value == 27


def test_the_total_adds_the_scores_that_stand_in_the_form(tmp_path):
    """A score that was left as it is counts as it is, or the total would contradict the form."""
    result = fill(form_of(tmp_path / "a.xlsx", {"G4": 30}), tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(result.out).active
    assert [sheet[cell].value for cell in ("G4", "G6", "G8")] == [30, 50, 100]


def test_a_total_is_not_written_beside_points_that_contradict_it(tmp_path):
    result = fill(form_of(tmp_path / "a.xlsx", {"F8": 90}), tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out).active["G8"].value is None
    assert any("90 与各项分值合计不符" in entry.reason for entry in result.unscored)


@pytest.mark.parametrize(
    ("code", "shown"),
    [("0", "0.00"), ('0.0"分"', '0.00"分"'), ("0%", "0.00"), ("yyyy-mm-dd", "0.00"), ("#,##0", "0.00")],
)
def test_a_format_that_does_not_show_the_score_is_widened(tmp_path, code, shown):
    path = form_of(tmp_path / "a.xlsx", {"E4": "91.1人", "F4": 30})
    book = openpyxl.load_workbook(path)
    book.active["G4"].number_format = code
    book.active["G5"].number_format = "0"
    book.save(path)
    sheet = openpyxl.load_workbook(fill(path, tmp_path / "b.xlsx").out).active
    assert sheet["G4"].value == pytest.approx(27.33)
    assert sheet["G4"].number_format == shown
    assert sheet["G5"].number_format == "0"  # 20 shows


def test_rows_called_total_between_sections_are_subtotals(tmp_path):
    rows = [[("合计" if cell == "小计" else cell) for cell in row] for row in ROWS]
    result = fill(form_of(tmp_path / "a.xlsx", rows=rows), tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(result.out).active
    assert [sheet[cell].value for cell in ("G6", "G8")] == [47, 97]


@pytest.mark.parametrize(
    ("formula", "stays"),
    [
        ("SUM(G4:G5,G7)", True), ("G4+G5+G7", True), ("G6+G7", True), ("ROUND(SUM(G6:G7),2)", True),
        ('IF(COUNT(G4:G7)=0,"",SUM(G6,G7))', True), ("SUM(G4:G7)", False), ("SUM(G4:G5)", False),
        ("SUM(G4:G5,G7)*0.9", False), ("SUM(G4:G5,G7)+1", False), ("SUM(乙!G4:G7)", False), ("SUM(G6,G7,F8)", False),
    ],
)  # fmt: skip
def test_only_a_formula_that_adds_these_scores_gets_their_sum(tmp_path, formula, stays):
    result = fill(form_of(tmp_path / "a.xlsx", {"G8": (formula, "")}), tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(result.out).active["G8"].value == f"={formula}"
    shown = openpyxl.load_workbook(result.out, data_only=True).active["G8"].value
    assert (shown == 97) is stays
    assert any(entry.at and entry.at.cell == "G8" for entry in result.written) is stays


def test_no_grade_follows_from_a_total_that_is_not_certain(tmp_path):
    rows = [*ROWS, ["自评等级", None, None, None, None, None, None]]
    result = fill(form_of(tmp_path / "a.xlsx", {"G8": ("SUM(G4:G5)", "")}, rows=rows), tmp_path / "b.xlsx")
    assert not any(entry.what == "等级" for entry in result.written)


@pytest.mark.parametrize("held", [40, None])
def test_a_score_that_rows_share_counts_once_and_gets_their_sum_where_it_is_blank(tmp_path, held):
    path = form_of(tmp_path / "a.xlsx", {"G4": held})
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("G4:G5")
    book.save(path)
    result = fill(path, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(result.out).active
    assert sheet["G4"].value == (47 if held is None else held)
    assert sheet["G8"].value == (97 if held is None else held + 50)
    assert not any("共用一个得分格" in entry.reason for entry in (*result.unscored, *result.unchecked))
    assert [one.status for one in audit([str(path)]).scores if one.status == "joint"] == ["joint"]


FUNDS = [
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 94.75, None, None],
]


@pytest.mark.parametrize(
    ("head", "given", "value", "code"),
    [
        ("执行率", None, 0.9475, "0.00%"),
        ("执行率（%）", None, 94.75, "General"),
        ("执行率", "formula", None, "General"),
    ],
)
def test_a_rate_is_written_as_its_head_says_and_a_formula_left_alone(tmp_path, head, given, value, code):
    funds = [[head if cell == "执行率" else cell for cell in FUNDS[0]], FUNDS[1]]
    path = form_of(tmp_path / "a.xlsx", rows=[*ROWS[:2], *funds, *ROWS[2:]])
    if given:
        book = openpyxl.load_workbook(path)
        book.active["F4"].value = "=E4/D4*100"
        book.save(path)
    result = fill(path, tmp_path / "b.xlsx")
    cell = openpyxl.load_workbook(result.out).active["F4"]
    assert cell.number_format == code
    if value is None:
        assert cell.value == "=E4/D4*100"
    else:
        assert cell.value == pytest.approx(value)


@pytest.mark.parametrize("subtotal", [45, ("SUM(G4:G4)", "")])
def test_a_total_over_a_subtotal_that_is_off_is_left_open(tmp_path, subtotal):
    """The subtotal stays as it is, so that the formula gives another number than the scores add to."""
    path = form_of(tmp_path / "a.xlsx", {"G6": subtotal, "G8": ("G6+G7", "")})
    result = fill(path, tmp_path / "b.xlsx")
    assert "G8" not in {entry.at.cell for entry in result.written}
    assert any(entry.at and entry.at.cell == "G8" and "公式 G6+G7" in entry.reason for entry in result.unscored)
