"""The cover of a ledger: coverage and counts as small tables, with charts of what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from perfscore.report.ledger.pages import Drawn, Results, shown
from perfscore.report.ledger.summary import LABELS, Summary
from perfscore.report.ledger.tables import (
    SEVERITIES,
    STATUS,
)
from perfscore.report.style import Style
from perfscore.report.words import check_name

#: So many checks are drawn in the chart.
_DRAWN: Final = 12


def draw_cover(drawn: Drawn, page: Any, results: Results, summary: Summary) -> None:
    """Coverage and counts as small tables, with charts of what they say."""
    style, book = drawn.style, drawn.book
    title = book.add_format({"bold": True, "font_size": 18, "font_name": "宋体"})
    small = book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#595959"})
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 11)
    page.set_column(2, 2, 3)
    page.set_column(3, 11, 9)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.write_string(0, 0, style.say("预算绩效表审核汇总", "Ledger of an audit"), title)
    facts = results.facts
    sets = "、".join(sorted(summary.rulesets))
    day, version = facts.get("date") or "", facts.get("version", "")
    page.write_string(1, 0, f"perfscore {version}  {day}  {style.say('规则集', 'rule sets')} {sets}", small)
    paths = facts.get("paths", ())
    page.write_string(2, 0, "" if isinstance(paths, str) else shown("、".join(paths)), small)
    line = 4
    drawn_at: dict[str, tuple[int, int]] = {}
    for key, heading, rows in _blocks(summary, style):
        page.write_string(line, 0, heading, drawn.format("head"))
        page.write_string(line, 1, style.say("数", "number"), drawn.format("head"))
        drawn_at[key] = (line + 1, line + len(rows))
        for offset, (words, number) in enumerate(rows, 1):
            page.write_string(line + offset, 0, words, drawn.format("text"))
            page.write_number(line + offset, 1, number, drawn.format("count"))
        line += len(rows) + 2
    for place, (key, sort, heading) in enumerate(
        (
            ("codes", "bar", style.say("发现最多的检查项（错误和警告）", "checks with most errors and warnings")),
            ("scores", "column", style.say("自评分分布", "recorded totals")),
            ("grades", "column", style.say("重算等级分布", "grades, recomputed")),
        )
    ):
        first, last = drawn_at.get(key, (1, 0))
        if last >= first:
            _chart(book, page, sort, heading, (first, last), place)


def _chart(book: Any, page: Any, sort: str, heading: str, rows: tuple[int, int], place: int) -> None:
    chart = book.add_chart({"type": sort})
    name, (first, last) = page.get_name(), rows
    chart.add_series(
        {
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 1, last, 1],
            "fill": {"color": "#2E75B6"},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": heading, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    if sort == "bar":
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    else:
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"num_font": {"size": 9}})
    heights = (300, 240, 240)
    chart.set_size({"width": 620, "height": heights[place]})
    page.insert_chart(4, 3, chart, {"x_offset": 0, "y_offset": sum(heights[:place]) + 12 * place})


def _blocks(summary: Summary, style: Style) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    """The small tables of the cover that have something to say."""
    english = style.lang == "en"
    files = [(words[english], summary.files[status]) for status, words in STATUS.items() if summary.files[status]]
    yield "files", style.say("文件", "files"), files
    covered = [
        (style.say("表", "forms"), summary.forms),
        (style.say("预算表", "budget tables"), summary.budget_tables),
        (style.say("指标", "indicators"), summary.indicators),
        (style.say("其中已重算", "of these recomputed"), summary.recomputed),
        (style.say("评分标准", "rules"), summary.rules),
        (style.say("其中读懂", "of these read"), summary.rules_read),
    ]
    yield "coverage", style.say("范围", "coverage"), [one for one in covered if one[1]]
    found = [(words[english], summary.severities[level]) for level, words in SEVERITIES.items()]
    found += [(style.say("不采纳", "rejected"), summary.waived)] if summary.waived else []
    found += [(style.say("原有", "known before"), summary.known)] if summary.known else []
    yield "found", style.say("发现", "findings"), found
    codes = [
        (f"{code} {check_name(code, summary.names[code], style)}", counted[0] + counted[1])
        for code, counted in summary.worst_codes()
        if counted[0] + counted[1]
    ]
    codes.sort(key=lambda one: -one[1])
    if codes:
        yield "codes", style.say("检查项", "checks"), codes[:_DRAWN]
    if summary.bins:
        scores = [(label, summary.bins[label]) for label in LABELS]
        yield "scores", style.say("自评分", "recorded totals"), scores
    if summary.grades:
        grades = sorted(summary.grades.items(), key=lambda one: _grade(one[0]))
        yield "grades", style.say("重算等级", "grades"), grades


def _grade(name: str) -> tuple[int, str]:
    """The customary order of grades."""
    order = ("优", "良", "中", "差")
    return (order.index(name[0]) if name[:1] in order else len(order), name)
