"""The papers as Word documents: what they say, how they are set up, that the same gives the same bytes."""

import re
import zipfile
from dataclasses import replace

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from paperwork import DOSSIER, dossier, finding, member, of_unit, opened, words
from perfscore.report import Style, is_report, render_bytes
from perfscore.report.papers.formats import problem_word, working_word
from perfscore.report.papers.problem_list import listed_of
from perfscore.report.papers.reading import run_of, units_of
from perfscore.report.papers.wordxml import runs_xml
from reports import REPORT
from workbooks_support import SAMPLE

STYLE = Style()
WAIVER = {"verdict": "不采纳", "waived": True, "reason": "另有文件", "person": "张三丰", "date": "2024-01-02"}
REMARK = {**WAIVER, "verdict": "属实", "waived": False}


def problems(*documents, style=STYLE):
    return problem_word(units_of(documents, style), run_of(documents[0]), style)


def working(*documents, style=STYLE):
    return working_word(units_of(documents, style), run_of(documents[0]), style)


def test_the_list_has_place_problem_sum_basis_remedy_and_remark():
    said = words(problems(dossier(findings=[finding(2, waiver=REMARK)])))
    row = next(line for line in said.splitlines() if line.startswith("| 1 |"))
    for part in ("警告", "生活补贴!H9", "只在这样读时成立", "PS303", "表中 4.34 → 重算 4.74"):
        assert part in row
    assert "各种读法：按完成比例计分 = 5 × 94.75% = 4.74；以 60% 为及格线" in row
    assert "在评分标准中写明用哪一种算法" in row
    assert "属实：另有文件 / 张三丰 2024-01-02" in row


def test_errors_and_warnings_are_listed_and_the_others_counted():
    assert "PS041" not in words(problems(DOSSIER))
    assert "未列入：级别较低的 1 条，舍入差异或上次已有的 1 条" in words(problems(DOSSIER)).replace("\n", "")
    assert "PS041" in words(problems(DOSSIER, style=replace(STYLE, listed_from="info")))
    assert "PS303" not in words(problems(DOSSIER, style=replace(STYLE, listed_from="error")))
    assert "PS302" not in words(problems(DOSSIER, style=replace(STYLE, listed_from="info")))
    assert "PS302" in words(problems(DOSSIER, style=replace(STYLE, listed_from="info", verbose=True)))


def test_rejected_findings_stand_apart_at_the_end():
    made = of_unit("甲局", findings=[finding(1, waiver=WAIVER), finding(2)])
    said = words(problems(made))
    apart = said.index("不采纳的发现（不再计入）")
    assert said.index("PS303") < apart < said.index("PS304")
    assert "列入问题 1 条：错误 0，警告 1；不采纳 1 条" in said


def test_each_unit_has_its_pages_and_room_for_its_answer():
    data = problems(of_unit("甲局"), of_unit("乙局", findings=[]))
    said = words(data)
    assert said.count("被审核单位意见") == said.count("| 经办人 |  | 审核人 |  | 日期 |  |") == 2
    assert "没有应列入清单的问题" in said
    breaks = [p.text for p in opened(data).paragraphs if p._p.find(f".//{qn('w:pageBreakBefore')}") is not None]
    assert breaks == ["单位：乙局"]


def test_a_working_paper_has_head_scores_findings_gaps_and_blanks():
    said = words(working(DOSSIER))
    form = DOSSIER["forms"][0]
    sha = next(item["sha256"] for item in DOSSIER["inputs"] if item["file"] == form["at"]["file"])
    assert f"SHA-256 | {sha[:32]}" in said
    for part in (
        "底稿编号 | 001-01",
        "一、审核事项",
        "二、得分核对",
        "三、发现的问题",
        "四、未核查事项",
        "五、审核结论",
    ):
        assert part in said
    assert "| 编制人 |  | 复核人 |  | 日期 |  |" in said
    assert "| 　保障基本生活 | ≥48公斤/月/人 | 94.75% | 5 | 4.34 | 4.74 |" in said
    assert "读法：按完成比例计分 4.74；以 60% 为及格线按超过部分计分 4.34" in said
    assert "另有舍入差异或上次已有的发现 1 条未列出" in said
    # Infos stand here: it is the record of what was found.
    assert "PS041" in said


def test_a_working_paper_says_what_was_skipped_and_that_it_did_not_pass():
    said = words(working(DOSSIER))
    check = DOSSIER["coverage"]["skipped_checks"][0]
    assert f"检查项 {check['code']}" in said
    assert check["reason"] in said
    assert "跳过不等于通过" in said


def test_a_finding_without_a_form_has_its_paper():
    said = words(working(DOSSIER))
    assert "整套材料和文件" in said
    assert "旧版 Word 文档" in said


@pytest.mark.parametrize(("paper", "wide"), [(problems, True), (working, False)])
def test_pages_are_a4_with_numbers(paper, wide):
    document = opened(paper(DOSSIER))
    section = document.sections[0]
    assert sorted((section.page_width.mm, section.page_height.mm)) == pytest.approx([210, 297], abs=0.1)
    assert (section.orientation == WD_ORIENT.LANDSCAPE) is wide
    footer = section.footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= room + 20_000


@pytest.mark.parametrize("paper", [problems, working])
def test_heads_of_tables_are_repeated_and_rows_stay_whole(paper):
    tables = [t for t in opened(paper(DOSSIER)).tables if "问题" in [c.text for c in t.rows[0].cells]]
    assert tables
    for table in tables:
        first, *rest = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert not [row for row in rest if row.find(f".//{qn('w:tblHeader')}") is not None]
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)


def test_chinese_has_a_chinese_typeface():
    styles = opened(problems(DOSSIER)).styles
    for name, face in (("Normal", "仿宋"), ("Title", "黑体"), ("TableText", "宋体")):
        fonts = styles[name].element.find(f".//{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia")) == face
        assert fonts.get(qn("w:ascii")) == "Times New Roman"


@pytest.mark.parametrize("paper", [problems, working])
def test_the_same_gives_the_same_bytes(paper):
    first = paper(DOSSIER)
    assert paper(DOSSIER) == first
    with zipfile.ZipFile(__import__("io").BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_name_the_program_and_the_day_of_the_run():
    own = opened(problems(DOSSIER)).core_properties
    assert own.author == f"perfscore {DOSSIER['run']['version']}"
    assert own.created.date().isoformat() == DOSSIER["run"]["date"]
    assert own.last_modified_by == ""


@pytest.mark.parametrize("name", ["problems", "papers"])
@pytest.mark.parametrize("change", ["python-docx", "another time"])
def test_a_document_that_was_saved_since_is_the_reviewers(name, change, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(render_bytes(REPORT, name, STYLE, path=path))
    assert is_report(path)
    document = opened(path.read_bytes())
    if change == "python-docx":
        document.paragraphs[0].add_run("补充")
    else:
        document.styles["Normal"].font.bold = True
    document.save(path)
    assert not is_report(path)


def test_in_english_headings_and_words_are_english():
    style = Style(lang="en")
    own = render_bytes(REPORT, "problems", style, path="a.docx")
    said = words(own)
    assert "Problem list" in said
    assert "| No. | Severity | Place | Problem |" in said
    assert "recorded 20 → recomputed 10" in said
    said = words(render_bytes(REPORT, "papers", style, path="a.docx"))
    assert "1. What was done" in said
    assert "4. What was not checked (which is not passed)" in said
    assert "page " in opened(own).sections[0].footer._element.xml


@pytest.mark.property
@given(st.text())
def test_any_text_stays_one_run_of_whole_xml(text):
    from lxml import etree

    xml = f'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{runs_xml(text)}</w:p>'
    root = etree.fromstring(xml)
    shown = "".join(
        {"br": "\n", "tab": "\t"}.get(node.tag.rpartition("}")[2], node.text or "") for node in root.iter()
    )
    kept = [char for char in text if char.isalnum()]
    assert [char for char in shown if char.isalnum()] == kept


def test_marks_of_xml_and_breaks_are_shown_as_they_are():
    made = dossier(findings=[finding(1, message='a < b & c > "d"\n第二行\t末', help="<w:p/>")])
    said = words(problems(made))
    assert 'a < b & c > "d" / 第二行\t末' in said
    assert "<w:p/>" in said


def test_numbers_run_through_a_unit_with_the_rejected_behind():
    (unit,) = units_of([of_unit("甲局", findings=[finding(1, waiver=WAIVER), finding(2), finding(0)])], STYLE)
    one = listed_of(unit, STYLE)
    assert [number for number, _, _ in (*one.open, *one.waived)] == [1, 2, 3]


@pytest.mark.parametrize("name", ["problems", "papers"])
def test_masked_papers_name_no_person(name, tmp_path):
    from openpyxl import load_workbook

    from perfscore.audit import audit

    path = tmp_path / "负责人王小明的自评表.xlsx"
    book = load_workbook(SAMPLE)
    sheet = book.worksheets[0]
    sheet.title = "经办人李大勇"
    sheet["H23"].value = "20（经办人：李大勇 13812345678）"
    for row in sheet.iter_rows(min_row=14, max_row=14):
        for cell in row:
            if cell.value == "成本节约率":
                cell.value = "成本节约率（负责人：王小明）"
    book.save(path)
    report = audit(path)
    for ending in (".docx", ".xlsx"):
        plain, masked = (
            render_bytes(report, name, Style(verbose=True, listed_from="info"), masked=hide, path=f"a{ending}")
            for hide in (False, True)
        )
        assert "王小明" in everything(plain)
        for secret in ("王小明", "李大勇", "13812345678"):
            assert secret not in everything(masked), (ending, secret)


def everything(data):
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(one).decode("utf-8", "replace") for one in archive.namelist() if "xml" in one]
    return re.sub(r"<[^>]+>", "", "".join(parts)) + "".join(parts)


@pytest.mark.writer
@pytest.mark.parametrize("name", ["problems", "papers"])
def test_libreoffice_opens_it_and_makes_pages(name, tmp_path):
    import subprocess

    from paperwork import as_pdf

    path = tmp_path / f"{name}.docx"
    path.write_bytes(render_bytes(REPORT, name, STYLE, path=path))
    pdf = as_pdf(path, tmp_path)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    assert "场所运转持续性" in re.sub(r"\s", "", text)
    assert re.search(r"第\s*1\s*页\s*共\s*\d+\s*页", text)


def test_the_seal_is_over_every_part(tmp_path):
    data = problems(DOSSIER)
    assert b"perfscore:" in member(data, "docProps/core.xml")
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(__import__("io").BytesIO(data)) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(
                info, content.replace("场所".encode(), "地方".encode()) if "document" in info.filename else content
            )
    assert not is_report(path)
