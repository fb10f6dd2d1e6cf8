"""Tables that a text draws with marks are tables with cells; narrative with a mark in it is none."""

from __future__ import annotations

import pytest

from perfscore.forms import recognise
from perfscore.readers import plain
from perfscore.readers.source import Source


def read(text):
    return plain.read(Source("表.txt", text.encode(), "0" * 64))


def grid(text):
    (table,) = read(text).tables
    return {place: cell.shown for place, cell in table.cells.items()}


FORM = [
    ["项目支出绩效自评表"],
    ["（2023年度）"],
    ["项目名称", "", "技能培训"],
    ["主管部门", "", "某局", "", "", "实施单位", "某中心"],
    ["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "", "年度资金总额", "100", "100", "95", "10", "95%", "9.5"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["", "产出指标", "数量指标", "培训人数", "≥100人", "120人", "50", "50", ""],
    ["", "", "质量指标", "合格率", "≥95%", "96%", "30", "30", ""],
    ["", "满意度指标", "服务对象满意度指标", "满意度", "≥90%", "93%", "10", "10", ""],
    ["总分", "", "", "", "", "", "100", "99.5", ""],
]
WIDE = [row + [""] * (9 - len(row)) for row in FORM]


def wide(text):
    return sum(2 if char > "\u2e80" or char in "（）" else 1 for char in text)


def padded(text, width):
    return text + " " * (width - wide(text))


def boxed(mark="│", rules="every"):
    """The form in a box; its columns are of one width, and blank cells at the end of a row are merged."""
    width = max(wide(text) for row in FORM for text in row)
    dash = "─" * width
    lines = ["┌" + "┬".join([dash] * 9) + "┐"]
    for row in FORM:
        cells = [padded(text, width) for text in row]
        rest = 9 - len(row)
        if rest:
            cells[-1] += " " * (rest * (width + 1))
        lines.append(mark + mark.join(cells) + mark)
        if rules == "every":
            lines.append("├" + "┼".join([dash] * 9) + "┤")
    return "\n".join(lines)


DRAWN = {
    "markdown": "\n".join(
        f"| {' | '.join(row)} |" + ("\n|---|:---|---:|:-:|---|---|---|---|---|" if not n else "")
        for n, row in enumerate(WIDE)
    ),
    "without outer pipes": "\n".join(" | ".join(row) for row in WIDE),
    "full-width": "\n".join("｜" + "｜".join(row) + "｜" for row in WIDE),
    "box, every row ruled": boxed(),
    "box, no rules": boxed(rules="none"),
    "ascii box": boxed("|").replace("┌", "+").replace("┬", "+").replace("┐", "+").replace("├", "+")
    .replace("┼", "+").replace("┤", "+").replace("─", "-"),
    "tabs": "\n".join("\t".join(row) for row in WIDE),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_a_form_drawn_with_marks_is_the_form(name):
    (match,) = recognise(read("以下为自评情况：\n\n" + DRAWN[name] + "\n\n报告完毕。\n"))
    form = match.extract()
    assert [(row.name.value, row.target.raw, row.actual.raw, str(row.points.value), str(row.score.value)) for row in form.indicators] == [
        ("培训人数", "≥100人", "120人", "50", "50"),
        ("合格率", "≥95%", "96%", "30", "30"),
        ("满意度", "≥90%", "93%", "10", "10"),
    ]  # fmt: skip
    assert [row.l1 for row in form.indicators] == ["产出指标", "产出指标", "满意度指标"]
    assert (form.head.title.value, form.head.text("year")) == ("项目支出绩效自评表", "2023")
    assert (form.head.text("project"), form.head.text("implementing_unit")) == ("技能培训", "某中心")
    assert str(form.funding.total.executed.value) == "95"
    assert str(form.total.score.value) == "99.5"
    assert not form.unplaced


LEVELS = "一级|二级|三级|值||\n产出|数量|人数|5||\n|质量|合格率|6||\n||及格率|7||\n总分|||9||"


def test_a_bar_at_the_edge_of_a_line_ends_a_blank_cell_where_other_lines_begin_without_one():
    cells = grid(LEVELS)
    assert [cells.get((row, 1)) for row in (1, 2, 3, 4, 5)] == ["一级", "产出", None, None, "总分"]
    assert [(cells.get((row, 2)), cells.get((row, 3)), cells[row, 4]) for row in (3, 4)] == [
        ("质量", "合格率", "6"),
        (None, "及格率", "7"),
    ]


def test_the_same_with_bars_at_every_edge():
    bordered = "\n".join(f"|{line}|" for line in LEVELS.split("\n"))
    assert grid(bordered) == grid(LEVELS)


def test_a_line_that_lacks_its_border_has_its_cells_all_the_same():
    lines = ["| 一级 | 二级 | 值 |", "产出 | 数量 | 5 |", "| 效益 | 质量 | 6", "| 满意 | 度 | 7 |"]
    cells = grid("\n".join(lines))
    assert [(cells[row, 1], cells[row, 2], cells[row, 3]) for row in (2, 3, 4)] == [
        ("产出", "数量", "5"),
        ("效益", "质量", "6"),
        ("满意", "度", "7"),
    ]


def test_cells_have_the_line_and_their_column():
    cell = read("| 甲 | 乙 |\n|---|---|\n| 一 | ≥5% |\n").tables[0].cells[3, 2]
    assert (cell.at.line, cell.at.column, cell.at.place) == (3, 2, "第3行第2格")


def test_a_row_between_rules_may_take_several_lines_and_a_cell_several_rows():
    text = (
        "┌──────┬──────┬────┐\n"
        "│ 级别 │ 名称 │分值│\n"
        "├──────┼──────┼────┤\n"
        "│      │ 培训 │ 20 │\n"
        "│ 产出 │ 人数 │    │\n"
        "│      ├──────┼────┤\n"
        "│      │ 合格 │ 30 │\n"
        "├──────┼──────┼────┤\n"
        "│ 效益 │ 就业 │ 50 │\n"
        "└──────┴──────┴────┘\n"
    )
    assert grid(text) == {
        (2, 1): "级别", (2, 2): "名称", (2, 3): "分值",
        (4, 1): "产出", (4, 2): "培训\n人数", (4, 3): "20",
        (7, 2): "合格", (7, 3): "30",
        (9, 1): "效益", (9, 2): "就业", (9, 3): "50",
    }  # fmt: skip
    assert read(text).tables[0].cells[4, 2].at.end_line == 5


def test_rules_below_title_and_header_alone_join_no_rows():
    text = "+----+----+\n| 表 | 值 |\n+----+----+\n| 名 | 分 |\n+----+----+\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |\n+----+----+"
    assert [row for row, _ in read(text).tables[0]] == [2, 4, 6, 7, 8]


def test_an_escaped_bar_is_text():
    assert grid("| 甲\\|乙 | 丙 |\n|---|---|\n| 1 | 2 |") == {
        (1, 1): "甲|乙",
        (1, 2): "丙",
        (3, 1): "1",
        (3, 2): "2",
    }


@pytest.mark.parametrize(
    "text",
    ["是|否达到要求", "第一行\n甲|乙|丙\n第三行", "甲|乙\n丙|丁|戊\n己|庚|辛|壬", "-----\n合计|100\n-----"],
)
def test_a_mark_in_a_narrative_divides_nothing(text):
    assert all(column == 1 for _, column in grid(text))
    assert "|" in "".join(grid(text).values())
