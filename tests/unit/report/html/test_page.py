"""The page: what it shows, that it holds nothing but text, that it needs nothing beside itself."""

import base64
import hashlib
import re
from pathlib import Path

import docx
import openpyxl
import pytest

from pages import at, page_of, text_of, tree_of, words_of
from perfscore.audit import audit
from perfscore.cli import main
from perfscore.report import Style, is_report, render_text
from perfscore.report.records import document
from rounds_support import ROWS, form_text, written

ROOT = Path(__file__).resolve().parents[4]
SAMPLE = ROOT / "samples" / "hengyang-2023" / "自评表.xlsx"
TEXT = ROOT / "samples" / "hengyang-2023" / "自评表.txt"


@pytest.fixture(scope="module")
def report():
    return audit(SAMPLE, drawn=True, config=False)


@pytest.fixture(scope="module")
def page(report):
    return render_text(report, "html", Style())


@pytest.fixture(scope="module")
def tree(page):
    return tree_of(page)


def marked(tree, place):
    """The links of the drawn cells at a place, `B20`, of all sheets."""
    return tree.xpath("//td/a[@class='m'][@data-place=$place]", place=place)


def test_the_page_is_small_and_whole(page, tree):
    assert len(page.encode()) < 400_000
    assert tree.get("lang") == "zh-CN"
    names = [element.get("id") for element in tree.xpath("//*[@id]")]
    assert len(names) == len(set(names))


def test_every_link_leads_to_a_place_of_the_page(tree):
    names = {f"#{element.get('id')}" for element in tree.xpath("//*[@id]")}
    assert {link.get("href") for link in tree.xpath("//*[@href]")} <= names
    for mark in tree.xpath("//a[@class='m']"):
        numbers = " ".join(filter(None, (mark.get("data-at"), mark.get("data-related")))).split()
        assert {f"#f{number}" for number in numbers} <= names
        assert mark.get("data-score") is None or f"#s{mark.get('data-score')}" in names


def test_the_policy_names_the_script_and_the_style_that_are_there(tree):
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for tag, name in (("script", "script-src"), ("style", "style-src")):
        (element,) = tree.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_nothing_is_fetched_and_nothing_is_styled_or_scripted_in_line(page, tree):
    assert not tree.xpath("//link | //img | //iframe | //object | //embed | //base")
    assert not tree.xpath("//@src | //@style | //@srcset | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"https?://|@import|url\(", page)


def test_each_finding_stands_in_the_list_with_what_the_record_says(report, tree):
    for number, finding in enumerate(report.findings):
        element = at(tree, f"f{number}")
        told = text_of(element)
        assert element.get("data-severity") == finding.severity.word
        assert " ".join(finding.message[:300].split()) in told
        assert finding.code in told
        assert " ".join(finding.help.split()) in told


def test_each_cell_with_a_finding_is_marked_and_leads_to_it(report, tree):
    (first,) = [link for link in marked(tree, "H23") if link.get("data-at")]
    codes = {report.findings[int(number)].code for number in first.get("data-at").split()}
    assert "PS304" in codes
    assert first.getparent().get("class").split()[:2] == ["k", "error"]
    assert text_of(first) == "错误：20"
    linked = {number for link in tree.xpath("//a[@class='m'][@data-at]") for number in link.get("data-at").split()}
    assert linked == {str(number) for number, one in enumerate(report.findings) if one.at.cell}


def test_scores_are_those_of_the_record(report, tree):
    for number, score in enumerate(document(report, Style())["scores"]):
        cells = at(tree, f"s{number}").xpath("th | td")
        assert text_of(cells[4]) == " ".join((score["recorded"] or "").split())
        if score["recomputed"] is not None:
            assert text_of(cells[5]) == score["recomputed"]


def test_the_sum_of_a_score_is_told_step_by_step(report, tree):
    number = next(n for n, one in enumerate(report.scores) if one.indicator == "保障强制隔离戒毒人员基本生活")
    steps = [text_of(one) for one in at(tree, f"d{number}").xpath(".//ul[@class='steps']//li")]
    assert steps[0].startswith("得分 = 4.7375 取 2 位小数 = 4.74")
    assert steps[1].startswith("按完成比例计分 = 5 × 94.75% ÷ 100% = 4.7375")


def test_every_reading_of_a_rule_is_told_with_what_it_gives(tmp_path):
    rows = [[*line.split("\t")] for line in form_text().splitlines()]
    rows[2].append("评分标准")
    rows[4] += ["每低1个百分点扣0.5分，扣完为止"]
    rows[4][4] = "87.3%"
    path = tmp_path / "表.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    tree = tree_of(page_of(path))
    (table,) = tree.xpath("//table[@class='readings']")
    told = [text_of(row) for row in table.xpath("tbody/tr")]
    assert told == ["不足一个单位：按比例23.65", "不足一个单位：只计整数24.00", "不足一个单位：进一23.50"]
    assert "评分标准：每低1个百分点扣0.5分" in text_of(table.getparent())


def test_a_curve_is_told_in_words(report, tree):
    number = next(n for n, one in enumerate(report.scores) if one.indicator == "强戒人员伙食实物质量达标率")
    (curve,) = at(tree, f"d{number}").xpath(".//svg")
    assert curve.get("role") == "img"
    assert curve.get("aria-label") == (
        "完成值从 0% 到 112.5% 时的得分，最高 5 分；指标值 90%；完成值 98%；重算 5.00 分；填报 5"
    )


def test_the_forms_are_drawn_as_they_stand(tree):
    grids = tree.xpath("//table[@class='form']")
    assert len(grids) == 8
    first = [text_of(cell) for cell in grids[0].xpath("tbody/tr[4]/*")]
    assert first == ["4", "项目支出名称", "强制隔离戒毒生活补贴"]
    assert grids[0].xpath("tbody/tr[4]/td[2]/@colspan") == ["8"]


def test_ledger_and_problem_list_hold_each_form_and_each_listed_finding(report, tree):
    rows = at(tree, "ledger").xpath(".//tbody/tr")
    assert len(rows) == len(report.forms)
    assert [text_of(cell) for cell in rows[0]][:4] == ["1", "衡阳市强制隔离戒毒所", "强制隔离戒毒生活补贴", "2023"]
    listed = at(tree, "problems").xpath(".//table[contains(@class, 'problems')]/tbody/tr")
    assert len(listed) == sum(one.severity.word != "info" for one in report.findings)


def test_each_check_that_found_something_has_its_manual_page(report, tree):
    pages = {element.get("id") for element in at(tree, "manual").xpath("article")}
    assert pages == {f"k-{one.code}" for one in report.findings}
    assert "查什么" in text_of(at(tree, "k-PS304"))


def test_the_heading_of_a_form_leads_to_its_table_and_of_several_in_one_to_its_part(tree):
    assert tree.xpath("//section[@class='group'][1]/h3/a/@href") == ["#t0"]
    several = tree_of(page_of(TEXT))
    assert len(several.xpath("//section[@class='table']")) == 1
    assert several.xpath("//section[@class='group']/h3/a/@href")[:2] == ["#v0", "#v1"]


def test_what_was_not_checked_is_listed(report, tree):
    told = text_of(at(tree, "gaps"))
    assert all(" ".join(row.reason.split()) in told for row in report.coverage.not_recomputed)
    assert all(one.code in told for one in report.coverage.skipped_checks)


def test_in_english_the_page_speaks_english(tmp_path):
    page = page_of(SAMPLE, lang="en")
    tree = tree_of(page)
    assert tree.get("lang") == "en"
    assert text_of(at(tree, "findings-title")) == "Findings"
    assert text_of(at(tree, "cover").xpath(".//ul[@class='tiles']/li")[0]) == "3 errors"
    heads = tree.xpath("//section[@class='scores']//thead")[0]
    assert text_of(heads) == "indicatortargetactualpointsrecordedrecomputedremarks"


def test_the_cell_of_a_line_of_a_text_is_marked():
    tree = tree_of(page_of(TEXT))
    (link,) = [one for one in marked(tree, "第28行第7格") if one.get("data-at")]
    assert text_of(link) == "警告：20"


def test_the_tables_of_a_word_file_are_drawn_with_what_stands_above_them(tmp_path):
    rows = [line.split("\t") for line in form_text().splitlines()]
    made = docx.Document()
    made.add_paragraph("项目支出绩效自评表（2023年度）")
    grid = made.add_table(len(rows) - 1, 7)
    for row, texts in enumerate(rows[1:]):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    made.save(tmp_path / "表.docx")
    tree = tree_of(page_of(tmp_path / "表.docx"))
    assert text_of(tree.xpath("//p[@class='around']")[0]) == "项目支出绩效自评表（2023年度）"
    assert marked(tree, "G3")


HOSTILE = {
    "B4": "<script>alert(1)</script>",
    "D14": "</script><script>alert(2)</script>",
    "D17": "javascript:alert(3)",
    "D18": '" onmouseover="alert(4)\' <img src=x onerror=alert(5)>',
    "D19": "\u202e倒\u202c序\u200f",
    "D21": "长" * 30_000,
    "I17": "{{ 7*7 }}{% raw %} ]]> <!-- --> \u2028 &amp; &#60;",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    book = openpyxl.load_workbook(SAMPLE)
    sheet = book.worksheets[0]
    for place, text in HOSTILE.items():
        sheet[place] = text
    sheet.title = "<b onclick='x'>&"
    path = tmp_path_factory.mktemp("hostile") / "<i>'\"&.xlsx"
    book.save(path)
    return page_of(path)


def test_no_cell_becomes_markup(hostile):
    tree = tree_of(hostile)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //b[@onclick] | //i | //@*[starts-with(name(), 'on')]")
    assert all(link.get("href").startswith("#") for link in tree.xpath("//*[@href]"))
    assert tree.xpath("//script")[0].text == tree_of(page_of(TEXT)).xpath("//script")[0].text


@pytest.mark.parametrize("place", ["B4", "D14", "D17", "D18"])
def test_what_a_cell_says_is_shown_as_it_says_it(hostile, place):
    told = [element.text_content() for element in tree_of(hostile).xpath("//table[@class='form']//td")]
    assert any(HOSTILE[place] in text for text in told)


def test_templates_in_a_cell_are_no_templates(hostile):
    assert "{{ 7*7 }}" in hostile
    assert ">49<" not in hostile


def test_nothing_turns_a_text_round_and_a_long_one_is_cut(hostile):
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", hostile)
    assert "（共 30000 字，全文见原表）" in hostile
    assert len(hostile.encode()) < 420_000


def test_masking_hides_persons_in_the_drawn_cells_too(tmp_path):
    rows = [*form_text().splitlines(), "填报人：张三丰\t联系电话：13812345678"]
    path = tmp_path / "张三丰.txt"
    path.write_text("\n".join(rows).replace("监测点位数", "监测点位数（由张三丰负责）"), encoding="utf-8")
    assert "张三丰" in page_of(path)
    masked = page_of(path, masked=True)
    assert "张三丰" not in masked
    assert "13812345678" not in masked
    assert marked(tree_of(masked), "第4行第7格")


def test_the_same_form_is_drawn_masked_or_not(tmp_path):
    path = written(tmp_path / "表.txt")
    assert words_of(page_of(path)) == words_of(page_of(path, masked=True))


def test_without_pictures_the_page_says_so_and_lists_the_scores(tmp_path):
    page = render_text(audit(written(tmp_path / "表.txt"), config=False), "html", Style())
    tree = tree_of(page)
    assert not tree.xpath("//table[contains(@class, 'form')]")
    assert "drawn=True" in text_of(at(tree, "forms"))
    assert len(tree.xpath("//section[@class='scores']//tbody/tr")) > len(ROWS)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    tree = tree_of(page_of([tmp_path / "坏.xlsx", written(tmp_path / "表.txt")]))
    assert "PS001" in text_of(at(tree, "findings"))


def test_what_is_listed_on_request_only_is_kept_apart(tmp_path):
    """Findings of a baseline are in the page, marked, and hidden by the script until they are asked for."""
    path = written(tmp_path / "表.txt")
    page = page_of(path, baseline=path)
    known = tree_of(page).xpath("//article[@data-minor]")
    assert known
    assert all("基线中已有" in text_of(one) for one in known)
    assert "舍入差异和上次已有的" in page


def test_the_command_writes_and_replaces_its_page(tmp_path, capsys):
    form, out = written(tmp_path / "表.txt"), tmp_path / "报告.html"
    for _ in range(2):
        assert main(["audit", str(form), "--format", f"html={out}", "--fail-on", "never"]) == 0
    assert is_report(out)
    assert tree_of(out.read_text(encoding="utf-8")).xpath("//table[@class='form lines']")
    capsys.readouterr()
    assert main(["score", str(form), "--format", "html"]) == 0
    assert 'class="form lines"' in capsys.readouterr().out


def test_a_page_of_someone_else_is_left_alone(tmp_path):
    out = tmp_path / "报告.html"
    out.write_text("<!doctype html><title>perfscore 0.1.0 很好用</title>", encoding="utf-8")
    assert not is_report(out)


def test_a_page_among_the_files_is_passed_over_and_named_it_is_refused(tmp_path, capsys):
    form, out = written(tmp_path / "表.txt"), tmp_path / "报告.html"
    main(["audit", str(form), "--format", f"html={out}", "--fail-on", "never"])
    capsys.readouterr()
    assert main(["audit", str(tmp_path), "--format", "json", "--fail-on", "never"]) == 0
    seen = capsys.readouterr()
    assert '"报告.html' not in seen.out
    assert "1 个本程序写的结果" in seen.err
    report = audit(out, config=False)
    assert report.inputs[0].status == "unreadable"
    assert "不是填报的表" in report.inputs[0].reason
