import dataclasses
import re

import pytest

from perfscore.core.findings import Finding, Severity
from perfscore.core.location import Location
from perfscore.outcome import Coverage
from perfscore.report import Style, render_text
from perfscore.report.layout import width
from reports import REPORT


def full(report=REPORT, **style):
    return render_text(report, "full", Style(**style))


def test_coverage_is_the_headline():
    assert full().splitlines()[0] == "3 个指标，重算 2 个，1 个没有评分标准；检查项次：通过 20，有问题 4，跳过 3"


def test_a_finding_shows_the_cell_the_texts_and_what_to_mend():
    block = """\
自评表.xlsx 生活补贴!H14  错误 PS304[得分超过分值]  指标“场所运转持续性”得 20 分，分值只有 10 分
    H14 表中 20   重算 10   G14 分值 10
    G12 同节：达标率 分值 40——各行分值合计 50，与表头“效益指标（40分）”不符，见 PS102
    改法：核对分值与得分：得分不得高于 10
"""
    assert block in full()


def test_steps_are_set_in_below_the_texts():
    assert """\
    H9 表中 4.34   重算 4.74（容差 ±0.005）
    各种读法
      按完成比例计分 = 5 × 94.75% = 4.74
      以 60% 为及格线按超过部分计分 = 5 × (94.75% − 60%) ÷ (100% − 60%) = 4.34
""" in full()


def test_findings_stand_under_their_file_and_form_in_order_of_place():
    text = full()
    landmarks = [
        "━━ 自评表.xlsx",
        "[1]  生活补贴",
        "PS304",
        "PS303",
        "━━ 自评表.txt",
        "[2]  设备购置",
        "PS041",
        "━━ 旧表.doc",
    ]
    places = [text.index(landmark) for landmark in landmarks]
    assert places == sorted(places)


def test_a_form_is_one_line_with_both_totals():
    assert (
        "[1]  生活补贴  某某所  项目支出绩效自评表  生活补贴!A1  规则集 mof-2021  总分 99.34，未能重算\n" in full()
    )
    assert "总分 97.34，重算 97.34\n" in full()


def test_what_was_not_recomputed_is_gathered_by_reason():
    assert """\
未重算（1 行）
    定性指标没有写明评分标准，不能重算得分
        自评表.xlsx 生活补贴!H14  “场所运转持续性”
""" in full()
    (row,) = REPORT.coverage.not_recomputed
    twice = dataclasses.replace(REPORT, coverage=dataclasses.replace(REPORT.coverage, not_recomputed=(row, row)))
    assert "    定性指标没有写明评分标准，不能重算得分（2 行）\n" in full(twice)


def test_many_related_places_are_counted_and_listed_on_request():
    many = dataclasses.replace(REPORT.findings[1], related=REPORT.findings[1].related * 20)
    report = dataclasses.replace(REPORT, findings=(many,))
    assert "……另有 30 处（-v 全部列出）" in full(report)
    assert full(report).count("G14 分值 10") == 5
    assert full(report, verbose=True).count("G14 分值 10") == 20


def test_skipped_checks_are_gathered_by_reason_or_listed_one_by_one():
    assert "跳过的检查（3 项次；跳过不等于通过）\n    表中没有总分行（表 1–2）：PS101、PS209\n" in full()
    assert "    [2] PS209[总分与各项得分之和不符]：表中没有总分行\n" in full(verbose=True)


def test_rounding_is_counted_and_listed_on_request_only():
    assert "PS302" not in full()
    assert full().endswith("错误 2，警告 1，提示 2（其中 1 条舍入差异未列出，加 -v 显示）\n")
    assert "PS302[得分在舍入范围内]" in full(verbose=True)
    assert "PS302[得分在舍入范围内]" in full(rounding=True)
    assert "未列出" not in full(verbose=True)


def test_a_rounding_difference_that_the_user_made_an_error_is_shown():
    raised = tuple(dataclasses.replace(f, severity=Severity.ERROR) for f in REPORT.findings if f.code == "PS302")
    assert "PS302" in full(dataclasses.replace(REPORT, findings=raised))


def test_english_where_there_is_english():
    text = full(lang="en")
    assert 'error PS304[score-exceeds-points]  "场所运转持续性" has 20 of 10 points' in text
    assert "mend: check points and score: at most 10" in text
    assert text.startswith("3 indicators, 2 recomputed, 1 without a rule; checks: 20 passed")


def test_a_form_without_findings_says_so():
    clean = dataclasses.replace(REPORT, findings=())
    assert full(clean).count("    未发现问题\n") == 2
    assert full(clean).endswith("\n未发现问题\n")


def test_a_form_with_rounding_alone_says_what_is_not_listed():
    only = dataclasses.replace(REPORT, findings=tuple(f for f in REPORT.findings if f.code == "PS302"))
    assert "未发现问题（1 条舍入差异未列出）" in full(only)


def test_no_form_is_no_clean_bill():
    nothing = dataclasses.replace(REPORT, forms=(), scores=(), findings=(), coverage=Coverage())
    assert full(nothing).startswith("没有识别出可审核的表。")
    assert "未发现问题" not in full(nothing)


def test_no_finding_is_dropped_for_want_of_a_place():
    stray = Finding("PS999", "stray", Severity.INFO, "无处安放", Location("别的.xlsx"))
    orphan = dataclasses.replace(stray, form=7)
    text = full(dataclasses.replace(REPORT, findings=(*REPORT.findings, stray, orphan)))
    assert text.count("PS999[stray]") == 2


def test_cells_with_breaks_and_escapes_stay_on_their_line():
    wild = dataclasses.replace(REPORT.findings[1], recorded="20\n分\x1b[2J")
    text = full(dataclasses.replace(REPORT, findings=(wild,)))
    assert "H14 表中 20 分[2J" in text
    assert "\x1b" not in text


def test_pipes_get_no_colours_and_one_line_a_message():
    assert "\x1b" not in full()
    assert any(width(line) > 120 for line in full().splitlines())


@pytest.mark.parametrize("columns", [70, 80, 100, 160])
@pytest.mark.parametrize("table", ["findings", "scores"])
def test_a_terminal_gets_lines_that_fit(columns, table):
    assert max(map(width, full(width=columns, table=table).splitlines())) <= columns


def test_colours_change_nothing_but_the_colour():
    painted = full(colour=True, width=100)
    assert "\x1b[1;31m错误\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == full(width=100)


def test_concise_is_one_line_a_finding_then_coverage_and_counts():
    lines = render_text(REPORT, "concise", Style()).splitlines()
    assert lines[1] == (
        "自评表.xlsx 生活补贴!H14  错误 PS304[得分超过分值]  指标“场所运转持续性”得 20 分，分值只有 10 分"
    )
    by_file, by_check = 1 + 3, 1 + 4
    assert len(lines) == 4 + by_file + by_check + 3


def test_what_is_counted_is_named():
    """Checks that found something are fewer than what they found: both have their word."""
    number = len(REPORT.findings) - REPORT.waived
    assert f"\n问题 {number} 条：" in full()
    assert f"\n{number} findings: " in full(lang="en")


def test_a_check_is_called_by_the_words_of_the_language():
    for form in ("full", "concise", "markdown"):
        chinese = render_text(REPORT, form, Style())
        english = render_text(REPORT, form, Style(lang="en"))
        assert not re.search(r"PS(?!999)\d{3}\\?\[[a-z]", chinese)
        assert not re.search(r"PS\d{3}\\?\[[^a-z]", english)


def test_within_a_form_the_grave_findings_stand_first():
    text = full(dataclasses.replace(REPORT, findings=REPORT.findings[::-1]), rounding=True)
    form = text[text.index("[1]  生活补贴") : text.index("━━ 自评表.txt")]
    levels = re.findall(r"  (错误|警告|提示) PS", form)
    assert levels == sorted(levels, key=["错误", "警告", "提示"].index)
    assert len(set(levels)) > 1
