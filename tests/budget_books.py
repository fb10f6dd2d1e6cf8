"""The budget tables of a disclosure as a workbook with a sheet a table, headers merged as they are printed."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

CASES = Path(__file__).parent / "cases" / "budget"
FUNDS = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]


def disclosure(number):
    """What the thirteen tables of a disclosure hold, keyed by hand."""
    return json.loads((CASES / f"disclosure-{number}.json").read_text(encoding="utf-8"))


#: The header of each table in rows; None continues the cell to the left, "" the cell above.
_BY_NATURE = [
    ["项目", None, "2026年预算数", None, None],
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
]
HEADERS = [
    [
        ["收入", None, "支出", None, None, None],
        ["项目", "2026年", "项目", "2026年合计", "当年预算安排", "上年结转安排"],
    ],
    [
        ["项目", None, "本年收入", None, None, None, None, None, "上年结转"],
        ["科目编码", "科目名称", "合计", *FUNDS, "财政专户管理资金", "单位资金", ""],
    ],
    _BY_NATURE,
    [
        ["收入", None, "支出", None, None, None],
        ["项目", "金额", "项目", "金额", None, None, None],
        ["", "", "", "小计", *FUNDS],
    ],
    _BY_NATURE,
    [
        ["部门预算支出经济科目名称", "政府预算支出经济科目名称", "2026年预算数", None, None],
        ["", "", "合计", "人员经费", "公用经费"],
    ],
    [["项目", None, "政府性基金收入预算"], ["收入科目编码", "科目名称", ""]],
    [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
    [
        ["国有资本经营预算收入", None, None, "国有资本经营预算支出", None, None, None, None],
        ["项目", None, "国有资本经营收入预算", "科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["收入科目编码", "科目名称", "", "", "", "", "", ""],
    ],
    [["项目", "2026年预算数", None, None, None], ["", "合计", *FUNDS]],
    [["单位名称", "2026预算数", None, None, None], ["", "合计", *FUNDS]],
    [
        ["项目名称", "合计", "2026年财政拨款", None, None, "财政专户管理资金", "单位资金"],
        ["", "", *FUNDS, "", ""],
    ],
    [["项目名称", "合计", "2026年财政拨款", None, None], ["", "", *FUNDS]],
]


def workbook(tables, path):
    """Write the tables; amounts are stored as numbers that two decimals are shown of, codes as numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (table, header) in enumerate(zip(tables, HEADERS, strict=True), 1):
        sheet = book.create_sheet(f"表{number}")
        width = sum(len(side["columns"]) for side in table["sides"])
        sheet.cell(1, 1, table["title"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
        sheet.cell(2, 1, f"单位名称：{table['unit']}")
        sheet.cell(2, width, f"单位：{table['money']}")
        row = 3 + _header(sheet, header)
        start = row
        left = 1
        for side in table["sides"]:
            for below, cells in enumerate(side["rows"]):
                _fill(sheet, start + below, left, cells)
            row = max(row, start + len(side["rows"]))
            left += len(side["columns"])
        if table["empty"]:
            sheet.cell(row, 1, "注：本表无数据")
    book.save(path)
    return path


def _header(sheet, rows):
    """Write a header and merge what one heading stands over; returns the number of its rows."""
    for down, cells in enumerate(rows):
        for across, text in enumerate(cells):
            if not text:
                continue
            right = across + 1
            while right < len(cells) and cells[right] is None:
                right += 1
            bottom = down + 1
            while bottom < len(rows) and rows[bottom][across : across + 1] == [""]:
                bottom += 1
            sheet.cell(3 + down, across + 1, text)
            if (right, bottom) != (across + 1, down + 1):
                sheet.merge_cells(
                    start_row=3 + down, end_row=2 + bottom, start_column=across + 1, end_column=right
                )
    return len(rows)


def _fill(sheet, row, left, cells):
    for across, text in enumerate(cells):
        if not text:
            continue
        cell = sheet.cell(row, left + across, text)
        if text.replace(".", "").replace("-", "").isdigit():
            cell.value = float(text) if "." in text else int(text)
            cell.number_format = "0.00" if "." in text else "0"
