"""Target sheets with two blocks, drawn in three formats and with other words at the heads of their columns."""

from __future__ import annotations

from layouts.paper import Paper, text, word, workbook
from perfscore.audit import audit

#: How a sheet is written, and how it calls things.
LAYOUTS = {
    "xlsx": ("xlsx", "实施期", "三级指标", "指标值"),
    "docx": ("docx", "中期", "三级指标", "绩效指标值"),
    "text": ("txt", "项目期", "指标名称", "指标值"),
}
TERM = "三年内完成，三年内见效。"
YEAR = "完成当年的任务。"
_WRITE = {"xlsx": workbook, "docx": word, "txt": text}


def drawn(*rows, money=("300,000", "300,000"), sources=(), unit="元", goals=(TERM, YEAR), words=None, **fields):
    """A sheet as a grid. A row is (first level, (second, name, target) of the term, the same of the year)."""
    period, name, target = words or ("实施期", "三级指标", "指标值")
    lines = [
        ["项目支出绩效目标表"],
        ["（2026年度）"],
        ["项目名称", "", fields.pop("project", "小流域治理")],
        ["主管部门及代码", "", "301-某县水利局", "", "", "实施单位", "", "某县水保站"],
        ["项目属性", "", "延续项目", "", "", "项目期", "", fields.pop("term", "3年")],
        *([label, "", value] for label, value in fields.items()),
        [f"项目资金（{unit}）", f"{period}资金总额：", "", money[0], "", "年度资金总额：", "", money[1]],
        *(["", label, "", one, "", label, "", two] for label, one, two in sources),
        ["总体目标", f"{period}目标", "", "", "", "年度目标"],
        ["", goals[0], "", "", "", goals[1]],
        ["绩效指标", "一级指标", "二级指标", name, target, "二级指标", name, target],
        *(["", first, *term, *year] for first, term, year in rows),
    ]
    paper = Paper()
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            paper.put(row, column, cell)
    paper.width = 8
    return paper


def same(first, second, name, target):
    """A row that says the same on both sides."""
    return first, (second, name, target), (second, name, target)


def report(folder, layout, *rows, papers=None, **parts):
    """The audit of a sheet in a layout."""
    suffix, *words = LAYOUTS[layout]
    papers = papers or [drawn(*rows, words=words, **parts)]
    path = folder / f"目标表2026.{suffix}"
    path.write_bytes(_WRITE[suffix](papers))
    made = audit(path)
    assert not [f.message for f in made.findings if f.code == "PS004"]
    return made


def found(code, folder, layout, *rows, **parts):
    """The findings of one check on a sheet in a layout."""
    made = report(folder, layout, *rows, **parts)
    assert code not in {check.code for check in made.coverage.skipped_checks}
    return [finding for finding in made.findings if finding.code == code]
