import dataclasses

from perfscore.report import Style, render_text
from reports import REPORT


def lines(report=REPORT, **style):
    return render_text(report, "markdown", Style(**style)).splitlines()


def test_a_heading_coverage_a_table_and_counts():
    text = lines()
    assert text[0] == "# 问题清单"
    assert "3 个指标，重算 2 个" in text[2]
    table = [line for line in text if line.startswith("|")]
    assert table[0] == "| 序号 | 级别 | 检查项 | 位置 | 问题 | 改法 |"
    assert set(table[1]) == set("| -")
    # The rounding difference is counted, not listed.
    assert len(table) - 2 == len(REPORT.findings) - 1
    assert table[3].startswith("| 2 | 错误 | PS304[得分超过分值] | 自评表.xlsx 生活补贴!H14 | 指标“场所")
    assert text[-1].startswith("问题 5 条：错误 2，警告 1，提示 2（其中 1 条舍入差异未列出")


def test_verbose_lists_rounding_differences():
    assert len([line for line in lines(verbose=True) if line.startswith("|")]) - 2 == len(REPORT.findings)


def test_cells_cannot_break_the_table_or_the_page():
    odd = dataclasses.replace(REPORT.findings[1], message="甲|乙\n丙 *强调* <b>粗</b> [点此](http://example.org)")
    row = lines(dataclasses.replace(REPORT, findings=(odd,)))[7]
    assert "甲\\|乙 丙 \\*强调\\* &lt;b>粗&lt;/b> [点此]\\(http://example.org)" in row
    assert row.replace("\\|", "").count("|") == 7


def test_scores():
    text = lines(table="scores")
    assert text[0] == "# 得分"
    table = [line for line in text if line.startswith("|")]
    assert len(table) - 2 == len(REPORT.scores)
    assert table[3] == (
        "| 自评表.xlsx 生活补贴!H9 | 指标 | 保障基本生活 | ≥48公斤/月/人 | 94.75% | 5 | 4.34 | 4.74 |  |"
    )


def test_colours_of_a_terminal_stay_out():
    assert not any("\x1b" in line for line in lines(colour=True, width=60))


def test_nothing_found_has_no_table():
    text = lines(dataclasses.replace(REPORT, findings=()))
    assert not any(line.startswith("|") for line in text)
    assert text[-1] == "未发现问题"


def test_english():
    assert lines(lang="en")[0] == "# Findings"
