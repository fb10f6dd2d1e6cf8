"""Annotated copies: what is added, that it is ignored when read, taken back whole, and safe."""

from __future__ import annotations

import datetime as dt
import re
import shutil

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.core.errors import ReadingError, UsageError
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package
from perfscore.report.layout import width
from perfscore.services.annotate import annotate, strip
from perfscore.services.fill import fill
from workbooks_support import SAMPLE, SAMPLES, parts, resaved, said, said_of

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
FORM = "强制隔离戒毒生活补贴"
SAMPLES_TARGET = SAMPLE.parents[1] / "hengyang-target" / "目标表.xlsx"


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    out = tmp_path_factory.mktemp("annotated") / "审核.xlsx"
    return annotate(SAMPLE, out)


@pytest.fixture
def book(annotated):
    return openpyxl.load_workbook(annotated.out)


def header_row(sheet):
    return next(row for row in range(1, 30) if sheet.cell(row, 1).value == "序号")


def columns(sheet):
    row = header_row(sheet)
    return {cell.value: cell.column for cell in sheet[row] if cell.value}


# -- what is added -------------------------------------------------------------------------------------------


def test_cells_with_findings_are_coloured_by_severity_and_commented(annotated, book):
    cell = book[FORM]["H23"]
    assert cell.fill.start_color.rgb == "FFFFC7CE"
    assert cell.comment.author == "perfscore"
    assert "PS304[得分超过分值]" in cell.comment.text
    assert "改法：" in cell.comment.text
    assert book[FORM]["F14"].fill.start_color.rgb == "FFFFEB9C"
    assert book[FORM]["C15"].fill.start_color.rgb == "FFDDEBF7"


def test_every_finding_stands_in_the_results_sheet_with_a_link_to_its_cell(annotated, book):
    sheet, names = book["审核结果"], columns(book["审核结果"])
    assert list(names)[:12] == [
        "序号", "级别", "代码", "位置", "问题", "填报", "重算", "改法", "处理意见", "说明", "经办人", "日期",
    ]  # fmt: skip
    first = header_row(sheet) + 1
    rows = range(first, first + len(annotated.report.findings))
    for row, finding in zip(rows, annotated.report.findings, strict=True):
        assert sheet.cell(row, names["代码"]).value.startswith(finding.code)
        assert sheet.cell(row, names["位置"]).hyperlink.location == f"'{finding.at.sheet}'!{finding.at.cell}"
        assert finding.fingerprint in sheet.cell(row, names["指纹"]).value
    assert sheet.cell(rows[-1] + 1, 1).value is None
    choices = sheet.data_validations.dataValidation[0]
    assert choices.formula1 == '"属实,已更正,不采纳,待核实"'
    assert sheet.freeze_panes == f"A{first}"
    assert sheet.column_dimensions["M"].hidden


def test_recomputed_scores_are_formulas_over_the_users_cells_with_cached_results(annotated, book):
    sheet = book[FORM]
    assert sheet["J13"].value == "重算得分"
    assert sheet["J17"].value == '=IF(ISNUMBER(F17),ROUND(ROUND(MAX(0,MIN(G17,G17*ROUND(F17,4))),10),2),"")'
    assert sheet["J18"].value == '=IF(ISNUMBER(F18),ROUND(ROUND(MAX(0,MIN(G18,G18*ROUND(F18,2)/0.9)),10),2),"")'
    assert sheet["J25"].value == '=IF(COUNT(J10,J14,J17:J19,J21,J23:J24)=8,SUM(J10,J14,J17:J19,J21,J23:J24),"")'
    shown = openpyxl.load_workbook(annotated.out, data_only=True)
    assert shown[FORM]["J17"].value == 4.74
    assert shown[FORM]["J25"].value == 109.74
    own = shown["重算得分"]
    totals = [row for row in own.iter_rows(values_only=True) if row[1] == "总分" and row[0] == 1]
    assert totals[0][9] == 109.74


def test_the_execution_score_has_a_header_of_its_own_where_the_heads_of_the_money_are(annotated, book):
    for sheet in {entry.partition("!")[0] for entry in annotated.columns}:
        assert [book[sheet][cell].value for cell in ("J5", "J6", "J13")] == [None, "重算得分", "重算得分"]
        assert book[sheet]["J10"].value is not None
    assert book[FORM]["J6"].fill.start_color.rgb == "FFE2EFDA"
    assert book[FORM]["J6"].border.left.style == book[FORM]["H6"].border.left.style


def test_what_stands_beside_the_heads_of_the_money_stays(tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    book[FORM]["J6"] = "旁注"
    source = tmp_path / "a.xlsx"
    book.save(source)
    result = annotate(source, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(result.out)[FORM]
    assert sheet["J6"].value == "旁注"
    assert sheet["J10"].value.startswith("=")
    assert said_of(result.out) == said_of(source)


def test_a_total_without_a_row_does_not_stand_beside_the_title(tmp_path):
    result = annotate(SAMPLE.with_name("整体自评表.xlsx"), tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(result.out)["部门整体支出绩效自评表"]
    values = [cell.value for cell in sheet["J"]]
    assert values[0] is None
    assert values.count("重算得分") == 2
    assert sheet.cell(values.index("重算得分") + 2, 10).value.startswith("=")


def top_notes(path):
    sheet = openpyxl.load_workbook(path).worksheets[-2]
    return [str(sheet.cell(row, 1).value) for row in range(1, 12)]


@pytest.mark.parametrize(
    ("options", "legend"),
    [
        ({}, "颜色：错误红、警告黄、提示蓝、不采纳灰；表旁“重算得分”列：绿色与填报一致（或未填），橙色与填报不同，“—”未能重算"),
        ({"sheet_only": True}, "颜色：错误红、警告黄、提示蓝、不采纳灰"),
        ({"colours": False}, "表旁“重算得分”列：“—”未能重算"),
        ({"sheet_only": True, "colours": False}, None),
        ({"lang": "en"}, 'Colours: error red, warning yellow, info blue, waived grey; column "Recomputed" beside the form: green as recorded (or blank), orange not; — is not recomputed'),
    ],
)  # fmt: skip
def test_the_colours_are_explained_above_the_findings(options, legend, tmp_path):
    notes = top_notes(annotate(SAMPLE, tmp_path / "表.xlsx", **options).out)
    assert [note for note in notes if re.search("颜色|olours|“重算得分”列", note)] == ([legend] if legend else [])


def test_long_recorded_texts_are_cut_in_the_results_sheet(tmp_path):
    result = annotate(SAMPLES_TARGET, tmp_path / "表.xlsx")
    sheet = openpyxl.load_workbook(result.out)["审核结果"]
    column, first = columns(sheet)["填报"], header_row(sheet) + 1
    shown = [sheet.cell(row, column).value for row in range(first, sheet.max_row + 1)]
    recorded = [finding.recorded for finding in result.report.findings]
    assert max(len(text) for text in recorded if text) > 80
    assert max(len(text) for text in shown if text) == 40
    long = [text for text in shown if text and text.endswith("…")]
    assert len(long) == sum(len(text or "") > 40 for text in recorded)


def test_the_column_of_places_is_as_wide_as_its_links(annotated, book):
    for name in ("审核结果", "重算得分"):
        sheet = book[name]
        letter = {"审核结果": "D", "重算得分": "E"}[name]
        longest = max((cell.value for cell in sheet[letter] if cell.hyperlink), key=width)
        assert longest.startswith("强制隔离戒毒所所政及维修经费!")
        assert sheet.column_dimensions[letter].width == width(longest) + 1


def test_the_name_of_a_sheet_that_is_too_long_gives_way_to_its_cell(tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    book[FORM].title = "强制隔离戒毒人员生活补贴项目支出绩效自评表（二○二三年度）"
    source = tmp_path / "a.xlsx"
    book.save(source)
    book = openpyxl.load_workbook(annotate(source, tmp_path / "b.xlsx").out)
    places = {cell.value for cell in book["审核结果"]["D"] if cell.hyperlink}
    assert "强制隔离戒毒人员生活补贴项目支出…!H23" in places
    assert book["审核结果"].column_dimensions["D"].width == 40
    assert max(map(width, places)) < 40


def test_numbers_and_remarks_in_the_sheet_of_scores_stand_apart(book):
    sheet = book["重算得分"]
    rows = [row for row in sheet.iter_rows(min_row=4) if isinstance(row[0].value, int)]
    assert {cell.alignment.horizontal for row in rows for cell in row[7:10]} == {"center"}
    assert {(row[10].alignment.horizontal, row[10].alignment.indent) for row in rows} == {("left", 1)}


def test_what_was_not_recomputed_is_no_number(annotated, book):
    assert book["强制隔离戒毒所所政及维修经费"]["J18"].value == "—"
    assert book["强制隔离戒毒所所政及维修经费"]["J26"].value == "—"


def test_sheet_only_leaves_the_form_alone(tmp_path):
    result = annotate(SAMPLE, tmp_path / "表.xlsx", sheet_only=True)
    before, after = parts(SAMPLE), parts(result.out)
    assert {name for name in before if after[name] != before[name]} <= {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip
    own = openpyxl.load_workbook(result.out)["重算得分"]
    formulas = [row[9] for row in own.iter_rows(values_only=True) if isinstance(row[9], str) and "F17" in row[9]]
    assert formulas[0].startswith(f"=IF(ISNUMBER('{FORM}'!F17)")


def test_without_colours_there_are_comments_alone(tmp_path):
    result = annotate(SAMPLE, tmp_path / "表.xlsx", colours=False)
    cell = openpyxl.load_workbook(result.out)[FORM]["H23"]
    assert cell.fill.fill_type is None
    assert "PS304" in cell.comment.text


def test_english_words(tmp_path):
    result = annotate(SAMPLE, tmp_path / "表.xlsx", lang="en")
    book = openpyxl.load_workbook(result.out)
    assert book.sheetnames[-2:] == ["Audit results", "Recomputed scores"]
    assert book[FORM]["J13"].value == "Recomputed"
    assert said_of(result.out) == said_of(SAMPLE)


def test_without_room_beside_the_form_the_scores_stand_in_their_sheet(tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    book[FORM]["J20"] = "旁注"
    book.save(tmp_path / "a.xlsx")
    result = annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert f"{FORM}!J" not in result.columns
    assert any(FORM in note for note in result.notes)
    assert openpyxl.load_workbook(result.out)[FORM]["J20"].value == "旁注"


def test_comments_that_are_there_are_kept(tmp_path):
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(SAMPLE)
    book[FORM]["H23"].comment = Comment("请核对", "会计")
    book.save(tmp_path / "a.xlsx")
    annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    text = openpyxl.load_workbook(tmp_path / "b.xlsx")[FORM]["H23"].comment.text
    assert text.startswith("请核对")
    assert "PS304" in text


# -- and back ------------------------------------------------------------------------------------------------


@each_sample
def test_the_copy_is_audited_like_its_source_and_taken_back_byte_for_byte(sample, tmp_path):
    copy, back = tmp_path / "审核.xlsx", tmp_path / "还原.xlsx"
    annotate(sample, copy)
    assert said_of(copy) == said_of(sample)
    assert patch.check_package(Package(str(copy), copy.read_bytes())) == ()
    assert strip(copy, back).report.exact
    assert parts(back) == parts(sample)


@pytest.mark.office
@each_sample
def test_after_another_program_saved_the_copy(sample, tmp_path):
    copy = tmp_path / "审核.xlsx"
    annotate(sample, copy)
    (office,) = resaved([copy], tmp_path / "office")
    assert said_of(office) == said_of(sample)
    report = strip(office, tmp_path / "还原.xlsx").report
    assert not report.exact
    assert report.kept == ()
    assert said_of(tmp_path / "还原.xlsx") == said_of(sample)
    assert "审核结果" not in openpyxl.load_workbook(tmp_path / "还原.xlsx").sheetnames


def remarked(annotated, path, **remarks):
    """The copy with remarks beside findings: code=(verdict, reason, person, date) at their first row."""
    book = openpyxl.load_workbook(annotated.out)
    sheet, names = book["审核结果"], columns(book["审核结果"])
    for code, words in remarks.items():
        row = next(r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 3).value).startswith(code))
        for title, word in zip(("处理意见", "说明", "经办人", "日期"), words, strict=False):
            sheet.cell(row, names[title]).value = word
    book.save(path)
    return path


def test_a_rejected_finding_is_waived_and_does_not_count(annotated, tmp_path):
    day = dt.date(2024, 3, 1)
    path = remarked(
        annotated, tmp_path / "回.xlsx", PS304=("不采纳", "已说明", "经办", day), PS102=("属实", "会改")
    )
    report = audit(path)
    waived = [finding for finding in report.findings if finding.waived]
    assert [(f.code, f.waiver.reason, f.waiver.person, f.waiver.date) for f in waived] == [
        ("PS304", "已说明", "经办", "2024-03-01")
    ]
    confirmed = [f for f in report.findings if f.waiver is not None and not f.waived]
    assert [(f.code, f.waiver.verdict) for f in confirmed] == [("PS102", "属实")]
    assert report.waived == 1
    assert [f.fingerprint for f in report.findings] == [f.fingerprint for f in annotated.report.findings]
    assert audit(path, select=["PS304"]).exit_code("error") == 0
    assert audit(path, select=["PS102"]).exit_code("error") == 1


def test_remarks_are_carried_into_the_next_copy(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳", "已说明", "经办", dt.date(2024, 3, 1)))
    annotate(path, tmp_path / "再.xlsx")
    again = audit(tmp_path / "再.xlsx")
    assert [f.waiver for f in again.findings] == [f.waiver for f in audit(path).findings]
    assert openpyxl.load_workbook(tmp_path / "再.xlsx").sheetnames.count("审核结果") == 1


def test_a_remark_whose_finding_is_gone_is_reported_and_kept(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳", "已说明"), PS307=("已更正",))
    book = openpyxl.load_workbook(path)
    book[FORM]["H23"] = 10
    book.save(path)
    for copy in (path, tmp_path / "再.xlsx"):
        stale = [finding for finding in audit(copy).findings if finding.code == "PS091"]
        assert len(stale) == 1
        assert "不采纳：已说明" in stale[0].message
        assert not stale[0].waived
        annotate(path, tmp_path / "再.xlsx", force=True)
    assert [f.code for f in audit(path, select=["PS301"]).findings if f.code == "PS091"] == []


def test_the_place_of_a_stale_remark_is_that_of_the_copy_it_came_from(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳",))
    book = openpyxl.load_workbook(path)
    book[FORM]["H23"] = 10
    book.save(path)
    annotate(path, tmp_path / "再.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "再.xlsx")["审核结果"]
    row = next(r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 3).value).startswith("PS091"))
    assert sheet.cell(row, 4).value.startswith("上一份 审核结果!")
    assert sheet.cell(row, 4).hyperlink is None


@pytest.mark.parametrize("typed", ["不采 纳", " 不采纳 ", "rejected", "Rejected"])
def test_blanks_and_case_of_a_verdict_do_not_matter(annotated, tmp_path, typed):
    report = audit(remarked(annotated, tmp_path / "回.xlsx", PS304=(typed,)))
    assert [f.code for f in report.findings if f.waived] == ["PS304"]


@pytest.mark.parametrize("typed", ["不彩纳", "驳回", "1"])
def test_a_verdict_that_means_nothing_is_reported_and_waives_nothing(annotated, tmp_path, typed):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=(typed, "原因"))
    report = audit(path)
    told = [f for f in report.findings if f.code == "PS091"]
    assert [(f.recorded, "没有起作用" in f.message) for f in told] == [(typed, True)]
    assert report.waived == 0
    annotate(path, tmp_path / "再.xlsx")
    assert [f.waiver.verdict for f in audit(tmp_path / "再.xlsx").findings if f.code == "PS304"] == [typed]


@pytest.mark.parametrize("lost", ["column", "cell"])
def test_a_remark_without_fingerprint_is_reported(annotated, tmp_path, lost):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳", "已说明"))
    book = openpyxl.load_workbook(path)
    sheet = book["审核结果"]
    if lost == "column":
        sheet.delete_cols(13)
    else:
        row = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 9).value == "不采纳")
        sheet.cell(row, 13).value = None
    book.save(path)
    report = audit(path)
    told = [f for f in report.findings if f.code == "PS091"]
    assert len(told) == 1
    assert "不采纳：已说明" in told[0].message
    assert report.waived == 0


def test_what_the_reviewer_added_for_himself_is_told_when_it_is_left_out(annotated, tmp_path):
    path = tmp_path / "回.xlsx"
    book = openpyxl.load_workbook(annotated.out)
    sheet = book["审核结果"]
    sheet.cell(header_row(sheet), 15).value = "单位反馈"
    sheet.cell(sheet.max_row + 2, 5).value = "另有一处：附件没有盖章"
    sheet.cell(2, 14).value = "审核人：某某"
    book.save(path)
    assert said(audit(path)) == said(audit(annotated.out))
    for notes in (annotate(path, tmp_path / "再.xlsx").notes, strip(path, tmp_path / "还原.xlsx").notes):
        assert any("3 格内容" in note and "单位反馈" in note and "没有盖章" in note for note in notes), notes


def test_a_column_put_between_ours_is_told_too(annotated, tmp_path):
    book = openpyxl.load_workbook(annotated.out)
    sheet = book["审核结果"]
    head = header_row(sheet)
    sheet.insert_cols(9)
    sheet.cell(head, 9).value = "单位反馈"
    sheet.cell(head + 1, 9).value = "已核对"
    book.save(tmp_path / "回.xlsx")
    notes = annotate(tmp_path / "回.xlsx", tmp_path / "再.xlsx").notes
    assert any("2 格内容" in note and "已核对" in note for note in notes), notes


def test_a_second_remark_on_the_same_finding_is_told(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳", "甲"))
    book = openpyxl.load_workbook(path)
    sheet = book["审核结果"]
    row = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 9).value == "不采纳")
    for column in range(1, 14):
        sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(row, column).value
    sheet.cell(sheet.max_row, 9).value, sheet.cell(sheet.max_row, 10).value = "属实", "乙"
    book.save(path)
    told = [f for f in audit(path).findings if f.code == "PS091"]
    assert [("属实：乙" in f.message, "对不上发现" in f.message) for f in told] == [(True, True)]


def test_remarks_that_go_with_the_sheet_are_counted(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳",), PS102=("属实",))
    assert any("2 条处理意见" in note for note in strip(path, tmp_path / "还原.xlsx").notes)


def test_a_copy_with_remarks_is_not_replaced(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "审核.xlsx", PS304=("不采纳",))
    before = path.read_bytes()
    with pytest.raises(UsageError, match="--force"):
        annotate(SAMPLE, path)
    with pytest.raises(UsageError, match="--force"):
        strip(annotated.out, path)
    assert path.read_bytes() == before
    annotate(SAMPLE, path, force=True)
    assert path.read_bytes() != before


def test_a_copy_that_nobody_has_touched_is_replaced(tmp_path):
    first = annotate(SAMPLE, tmp_path / "审核.xlsx")
    annotate(SAMPLE, first.out, colours=False)
    assert openpyxl.load_workbook(first.out)[FORM]["H23"].fill.fill_type != "solid"


def test_a_copy_of_another_document_is_not_replaced(tmp_path):
    other = tmp_path / "别的表.xlsx"
    other.write_bytes(SAMPLE.read_bytes())
    annotate(other, tmp_path / "审核.xlsx")
    before = (tmp_path / "审核.xlsx").read_bytes()
    with pytest.raises(UsageError, match="--force"):
        annotate(SAMPLE, tmp_path / "审核.xlsx")
    assert (tmp_path / "审核.xlsx").read_bytes() == before


def test_any_other_file_is_not_replaced(tmp_path):
    other = tmp_path / "别的.xlsx"
    other.write_bytes(SAMPLE.read_bytes())
    with pytest.raises(UsageError, match="已存在"):
        annotate(SAMPLES[0], other)
    assert other.read_bytes() == SAMPLE.read_bytes()


def test_taking_back_says_what_a_file_is_that_was_never_annotated(tmp_path):
    text = SAMPLE.with_suffix(".txt")
    with pytest.raises(patch.PatchError, match="没有 perfscore 的标注"):
        strip(text, tmp_path / "还原.xlsx")
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(ReadingError):
        strip(tmp_path / "空.xlsx", tmp_path / "还原.xlsx")


def test_a_copy_drawn_from_text_is_no_more_certain_than_the_text(tmp_path):
    """What is a warning in extracted text is one in the copy as well, also in a copy of that."""
    text = SAMPLE.with_suffix(".txt")
    severities = sorted((f.code, f.severity) for f in audit(text).findings)
    annotate(text, tmp_path / "a.xlsx")
    annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    strip(tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    fill(text, tmp_path / "d.xlsx")
    unscored = [one for one in severities if one[0] in {"PS102", "PS104", "PS304"}]
    filled = sorted((f.code, f.severity) for f in audit(tmp_path / "d.xlsx").findings)
    assert [one for one in filled if one[0] in {"PS102", "PS104", "PS304"}] == unscored
    for copy in ("a.xlsx", "b.xlsx", "c.xlsx"):
        assert sorted((f.code, f.severity) for f in audit(tmp_path / copy).findings) == severities


def test_a_form_without_total_row_gets_no_total_beside_its_title(tmp_path):
    copy = annotate(SAMPLE.with_name("整体自评表.xlsx"), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(copy.out)["部门整体支出绩效自评表"]
    assert sheet["J1"].value is None


def test_sorted_and_renamed_the_results_sheet_is_still_known(annotated, tmp_path):
    path = remarked(annotated, tmp_path / "回.xlsx", PS304=("不采纳",))
    book = openpyxl.load_workbook(path)
    sheet = book["审核结果"]
    first, last = header_row(sheet) + 1, sheet.max_row
    for column in range(1, 14):
        top, bottom = sheet.cell(first, column), sheet.cell(last, column)
        if column != 4:
            top.value, bottom.value = bottom.value, top.value
    book.save(path)
    assert [f.code for f in audit(path).findings if f.waived] == ["PS304"]


# -- safety --------------------------------------------------------------------------------------------------


def test_the_source_is_never_overwritten(tmp_path):
    own = tmp_path / "表.xlsx"
    shutil.copy(SAMPLE, own)
    (tmp_path / "同.xlsx").hardlink_to(own)
    before = own.read_bytes()
    for out in (own, tmp_path / "." / "表.xlsx", tmp_path / "同.xlsx"):
        with pytest.raises(UsageError, match="不会被覆盖"):
            annotate(own, out)
    assert own.read_bytes() == before


def test_the_copy_is_named_like_a_workbook(tmp_path):
    with pytest.raises(UsageError, match="xlsx"):
        annotate(SAMPLE, tmp_path / "表.xls")


def test_the_copy_lies_beside_its_source_when_no_name_is_given(tmp_path):
    shutil.copy(SAMPLE, tmp_path / "表.xlsx")
    assert annotate(tmp_path / "表.xlsx").out == str(tmp_path / "表-审核.xlsx")


def test_an_unreadable_file_is_refused_with_its_reason(tmp_path):
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(ReadingError, match="0 字节"):
        annotate(tmp_path / "空.xlsx", tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_no_text_becomes_a_formula(text, tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    sheet = book[FORM]
    sheet["D23"].value = text
    sheet["D23"].data_type = "s"
    sheet["F23"].value = text
    sheet["F23"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "b.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith(("=IF(", "='", "=IFERROR(")), cell.coordinate


def test_protected_sheets_stay_protected(tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    book[FORM].protection.sheet = True
    book.save(tmp_path / "a.xlsx")
    result = annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")[FORM].protection.sheet
    assert any("受保护" in note for note in result.notes)


# -- other sources -------------------------------------------------------------------------------------------


def test_a_text_is_drawn_again(tmp_path):
    source = SAMPLE.with_suffix(".txt")
    result = annotate(source, tmp_path / "b.xlsx")
    assert result.redrawn
    book = openpyxl.load_workbook(result.out)
    assert book.sheetnames[-2:] == ["审核结果", "重算得分"]
    drawn = book.worksheets[0]
    commented = {cell.coordinate for row in drawn.iter_rows() for cell in row if cell.comment}
    assert len(commented) > 20
    assert said(result.report) == said(audit(source))
    assert {finding.code for finding in audit(result.out).findings} & {"PS304", "PS102"} == {"PS304", "PS102"}


def test_the_column_stands_right_of_a_wider_table_of_the_money(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["项目支出绩效自评表"],
        ["项目名称", "培训项目", None, "主管部门", "市财政局"],
        ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 100, 100, 95, 10, "95%", 9.5],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"],
        ["产出指标", "数量指标", "培训人数", "≥100人", "90人", 90],
        ["总分", None, None, None, None, 100],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx").columns == ("Sheet!I",)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert [sheet["I3"].value, sheet["I5"].value] == ["重算得分", "重算得分"]
    assert sheet["I6"].value.startswith("=")


def test_why_an_execution_score_is_missing_names_the_reason(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(SAMPLE)
    book[FORM]["E10"] = "=E7+E8"  # openpyxl writes no result
    book.save(path)
    score = next(score for score in audit(path).scores if score.form == 0 and score.kind == "execution")
    assert score.reason.startswith("预算数读不成数：公式没有缓存结果")


def test_a_rule_set_that_the_configuration_names_by_file_is_used(tmp_path):
    rules = SAMPLE.parents[2] / "scoring_rules" / "mof-2020.toml"
    own = rules.read_text(encoding="utf-8").replace('id = "mof-2020"', 'id = "own-2020"', 1)
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    (tmp_path / "perfscore.toml").write_text('ruleset = "own.toml"', encoding="utf-8")
    path = tmp_path / "表.xlsx"
    shutil.copy(SAMPLE.parent / "clean" / "自评表.xlsx", path)
    assert {form.ruleset for form in annotate(path).report.forms} == {"own-2020"}
    assert {form.ruleset for form in fill(path).report.forms} == {"own-2020"}


def test_a_copy_is_annotated_beside_itself_under_the_next_number(tmp_path):
    path = tmp_path / "表.xlsx"
    shutil.copy(SAMPLE.parent / "clean" / "自评表.xlsx", path)
    first = annotate(path).out
    assert first == str(tmp_path / "表-审核.xlsx")
    second = annotate(first).out
    assert second == str(tmp_path / "表-审核2.xlsx")
    assert annotate(first).out == second  # nobody has touched it since
    assert annotate(second).out == str(tmp_path / "表-审核3.xlsx")
    book = openpyxl.load_workbook(second)
    book.save(second)  # now somebody has
    # The third is a copy of the second.
    assert annotate(first).out == str(tmp_path / "表-审核4.xlsx")
    assert not list(tmp_path.glob("*-审核-审核*"))


def test_copies_of_both_kinds_have_each_mark_once(tmp_path):
    path = tmp_path / "表.xlsx"
    shutil.copy(SAMPLE.parent / "unscored" / "自评表.xlsx", path)
    filled = fill(path).out
    assert filled == str(tmp_path / "表-评分.xlsx")
    assert fill(filled).out == str(tmp_path / "表-评分2.xlsx")
    marked = annotate(filled).out
    assert marked == str(tmp_path / "表-评分-审核.xlsx")
    assert fill(marked).out == str(tmp_path / "表-审核-评分2.xlsx")
