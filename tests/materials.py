"""The same material as a text, as a workbook and as a Word file, for checks that lay forms side by side.

Material is a list of parts, each a sentence or a table: a title line and rows of cells divided by |.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from perfscore.audit import audit

KINDS = ("txt", "xlsx", "docx")
SELF = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def cells(row: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in row.split("|")]


def write(path: Path, parts: Sequence[str]) -> Path:
    """Write material into a file of the kind that its suffix says."""
    {".txt": _text, ".xlsx": _book, ".docx": _word}[path.suffix](
        path, [part.strip().split("\n") for part in parts]
    )
    return path


def _text(path: Path, parts: Sequence[Sequence[str]]) -> None:
    blocks = ["\n".join("\t".join(cells(row)) for row in rows) for rows in parts]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _book(path: Path, parts: Sequence[Sequence[str]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(parts, 1):
        sheet = book.create_sheet(f"表{number}")
        for row, line in enumerate(rows, 1):
            for column, text in enumerate(cells(line), 1):
                if text:
                    sheet.cell(row, column, text).data_type = "s"  # =0次 is no formula
    book.save(path)


def _word(path: Path, parts: Sequence[Sequence[str]]) -> None:
    body = []
    for title, *rows in parts:
        body.append(f"<w:p><w:r><w:t>{escape(title)}</w:t></w:r></w:p>")
        width = max((len(cells(row)) for row in rows), default=0)
        if width:
            drawn = "".join(
                "<w:tr>"
                + "".join(
                    f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>"
                    for cell in (*cells(row), *[""] * (width - len(cells(row))))
                )
                + "</w:tr>"
                for row in rows
            )
            grid = "<w:gridCol/>" * width
            body.append(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{drawn}</w:tbl>")
    xml = f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS)
        package.writestr("word/document.xml", xml)


def audited(folder: Path, kind: str, *files: Sequence[str]):
    """The report on files of one kind, each with its parts."""
    return audit([write(folder / f"材料{number}.{kind}", parts) for number, parts in enumerate(files, 1)])


def found(code: str, report):
    """The findings of one check in a report; a check that crashed is no silence."""
    assert [one.message for one in report.findings if one.code == "PS004"] == []
    return [one for one in report.findings if one.code == code]


def project(
    name: str, *rows: str, unit="某区城管局", year="", money="12 | 12 | 12", sources=(), goal=None, actual=""
) -> str:
    """A self-assessment of a project; `rows` are indicators, `sources` rows of money before the total."""
    lines = [
        f"{year}项目支出绩效自评表",
        f"项目名称 | {name}",
        f"主管部门 | {unit} | 实施单位 | {unit}",
        "项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        *sources,
        f"年度资金总额 | {money} | 10 | 100.00% | 10",
    ]
    if goal is not None:
        lines += ["年度总体目标 | 预期目标 | 实际完成情况", f" | {goal} | {actual or '已按计划完成。'}"]
    return "\n".join([*lines, SELF, *(rows or ("产出指标 | 数量指标 | 巡查次数 | ≥50次 | 52次 | 90 | 90 |",))])


def whole(unit="某区城管局", money="500 | 500 | 480", basic="400", projects="80", year="") -> str:
    """A self-assessment of a whole unit whose money is divided into basic and project spending."""
    return "\n".join([
        f"{year}部门整体支出绩效自评表",
        f"单位名称 | {unit}",
        "年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        f" | 年度资金总额 | {money} | 10 | 96.00% | 9.60",
        " | 按收入性质分： | | | 按支出性质分： | | |",
        f" | 一般公共预算： | 500 | | 其中：基本支出： | {basic} | |",
        f" | | | | 项目支出： | {projects} | |",
        SELF,
        "产出指标 | 数量指标 | 巡查次数 | ≥50次 | 52次 | 90 | 90 |",
    ])  # fmt: skip


def base(*rows: str, year=2025) -> str:
    """A base-data table with rows of last year's outturn, the budget and the outturn."""
    return "\n".join([
        "部门整体支出绩效评价基础数据表",
        f"经费控制情况（万元） | {year - 1}年决算数 | {year}年预算数 | {year}年决算数",
        *rows,
    ])  # fmt: skip
