"""Workbooks for the benchmarks: forms whose rows state rules, and ledgers that hold no form.

    python benchmarks/books.py FOLDER [--forms 20] [--rows 60] [--ledger 10000]

Nothing is drawn by chance: the same call gives the same cells.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from openpyxl import Workbook

#: Header of the indicator table.
HEADER = (
    "一级指标",
    "二级指标",
    "三级指标",
    "计量单位",
    "年度指标值",
    "实际完成值",
    "评分标准",
    "分值",
    "得分",
    "偏差原因分析",
)
SECTIONS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
#: Kinds of rows: name, unit, target, actual and rule, each with a number that tells the rows of a form apart.
ROWS = (
    ("建设点位{n}数量", "个", "≥{n}", "{n}", "达到目标值得满分，每少1个扣0.{d}分，扣完为止"),
    ("第{n}批验收合格率", "%", "≥9{d}%", "9{d}%", "完成率达到9{d}%得满分，每低1个百分点扣0.5分，扣完为止"),
    ("第{n}项任务完成率", "%", "≥8{d}%", "7{d}%", "得分=实际完成率/目标值×分值，最高不超过分值"),
    ("第{n}类投诉次数", "次", "≤{n}次", "{n}次", "不超过目标值得满分，每多1次扣{d}分，扣完为止"),
    ("第{n}组满意度", "%", "≥90%", "8{d}%", "满意度≥90%得满分；8{d}%（含）-90%得1分；8{d}%以下不得分"),
    ("第{n}条线路里程", "公里", "≥1{n}公里", "1{n}公里", "按完成比例得分"),
)


def rows(count: int, seed: int = 0) -> list[tuple[str, str, str, str, str]]:
    """Name, unit, target, actual and rule of each indicator; the numbers differ from row to row and form to form."""
    made = []
    for place in range(count):
        n = seed * count + place
        kind = ROWS[place % len(ROWS)]
        name, unit, target, actual, rule = (text.format(n=n % 90 + 10, d=n % 8 + 1) for text in kind)
        made.append((f"{name}（{n}）", unit, target, actual, rule))
    return made


def form(count: int = 60, seed: int = 0) -> Workbook:
    """A self-assessment of one project, with a rule beside each of its rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    for cells in (
        ("项目支出绩效自评表",),
        ("（2023年度）",),
        ("项目名称", f"第{seed + 1}号项目"),
        ("主管部门", "某市水利局", None, None, "实施单位", f"某市水利局第{seed + 1}站"),
        ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ("", "年度资金总额", 100, 100, 90, 10, "90%", 9),
        ("年度总体目标", "预期目标", None, None, "实际完成情况"),
        ("", "完成各项任务", None, None, "已完成各项任务"),
        HEADER,
    ):
        sheet.append(cells)
    bounds = (count * 5 // 9, count * 8 // 9, count)
    points = (50, 30, 10)
    listed = rows(count, seed)
    start = 0
    for (section, kinds), end, total in zip(SECTIONS, bounds, points, strict=True):
        for place in range(start, end):
            name, unit, target, actual, rule = listed[place]
            kind = kinds[(place - start) * len(kinds) // (end - start)]
            each = round(total / (end - start), 2)
            sheet.append((section, kind, name, unit, target, actual, rule, each, each, ""))
        start = end
    sheet.append(("总分", None, None, None, None, None, None, 100, 99))
    return book


def ledger(count: int, columns: int = 9) -> Workbook:
    """A list of payments: no form, as many rows as wanted."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append([f"列{column + 1}" for column in range(columns)])
    for row in range(count - 1):
        sheet.append(
            [row + 1, f"第{row % 977}号凭证", *(round(row * 1.37 + column, 2) for column in range(columns - 2))]
        )
    return book


def write_folder(folder: Path, forms: int, count: int = 60) -> list[Path]:
    """A folder of forms, a workbook each."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"自评表{seed + 1:02}.xlsx" for seed in range(forms)]
    for seed, path in enumerate(paths):
        form(count, seed).save(path)
    return paths


def main() -> None:
    """Write the workbooks."""
    parser = argparse.ArgumentParser(description="Workbooks for the benchmarks.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", type=int, default=20)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--ledger", type=int, help="write a ledger of so many rows of nine cells as well")
    options = parser.parse_args()
    write_folder(options.folder, options.forms, options.rows)
    if options.ledger:
        ledger(options.ledger).save(options.folder / "台账.xlsx")


if __name__ == "__main__":
    main()
