"""The committed samples are what the script makes, and hold the faults that expected.toml lists."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SET = SAMPLES / "hengyang-2023"
BOOKS = ("自评表.xlsx", "自评表（一页）.xlsx", "clean/自评表.xlsx", "unscored/自评表.xlsx")
TEXTS = ("自评表.txt", "clean/自评表.txt")
#: Those of a whole unit; see test_samples_whole.py.
WHOLE = ("整体自评表.xlsx", "整体自评表.txt")
#: Every sample of every set.
ALL_BOOKS, ALL_TEXTS = (
    sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob(pattern))
    for pattern in ("*.xlsx", "*.txt")
)
EXPECTED = tomllib.loads((SET / "expected.toml").read_text(encoding="utf-8"))
#: Row of the first indicator in a sheet, and of the funding total of the eight forms.
FIRST_INDICATOR, FUNDING_TOTAL = 14, 10


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    for run in ("one", "two"):
        subprocess.run(
            [sys.executable, SAMPLES / "build.py", "--into", folder / run], check=True, stdout=subprocess.PIPE
        )
    return folder


@pytest.fixture(scope="module")
def sheets():
    return openpyxl.load_workbook(SET / "自评表.xlsx").worksheets


@pytest.mark.parametrize("name", ALL_BOOKS + ALL_TEXTS)
def test_building_twice_gives_the_same_bytes(built, name):
    assert (built / "one" / name).read_bytes() == (built / "two" / name).read_bytes()


@pytest.mark.parametrize("name", ALL_TEXTS)
def test_committed_texts_are_the_built_ones(built, name):
    assert (SAMPLES / name).read_bytes() == (built / "one" / name).read_bytes()


@pytest.mark.parametrize("name", ALL_BOOKS)
def test_committed_workbooks_are_the_built_ones(built, name):
    # Cell by cell: another release of the compression library packs the same cells into other bytes.
    assert picture(SAMPLES / name) == picture(built / "one" / name)


def picture(path):
    return {
        sheet.title: (
            {
                cell.coordinate: (
                    cell.value,
                    cell.data_type,
                    cell.number_format,
                    cell.font.b,
                    cell.border.top.style,
                )
                for row in sheet.iter_rows()
                for cell in row
            },
            sorted(map(str, sheet.merged_cells.ranges)),
            {key: value.width for key, value in sheet.column_dimensions.items()},
            {key: value.height for key, value in sheet.row_dimensions.items()},
            sheet.page_setup.fitToHeight,
            [mark.id for mark in sheet.row_breaks.brk],
        )
        for sheet in openpyxl.load_workbook(path).worksheets
    }


def test_sheet_names_are_legal():
    for name in ALL_BOOKS:
        for sheet in openpyxl.load_workbook(SAMPLES / name).worksheets:
            assert len(sheet.title) <= 31
            assert not re.search(r"[\\/?*\[\]:]", sheet.title)


def test_numbers_are_stored_as_numbers_and_targets_as_text(sheets):
    first = sheets[0]
    assert (first["F17"].value, first["F17"].number_format) == (0.9475, "0.00%")
    assert (first["F14"].value, first["F14"].number_format) == (0.1563, "0.00%")
    assert (first["H10"].value, first["H10"].number_format) == (1, "0.00%")
    assert (first["I10"].value, first["I10"].number_format) == (10, "0.00")
    assert (first["D7"].value, first["D7"].number_format) == (476.4, "General")
    assert (first["E17"].value, first["E19"].value) == ("≥48公斤/月/人", "=100%")
    assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} == {"s", "n"}


def test_the_single_sheet_holds_the_same_forms(sheets):
    single = openpyxl.load_workbook(SET / "自评表（一页）.xlsx").worksheets
    assert len(single) == 1
    below = [row for row in single[0].iter_rows(values_only=True) if any(value is not None for value in row)]
    apart = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    assert below == apart


def test_the_text_holds_the_same_forms(sheets):
    lines = (SET / "自评表.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell for cell in line.split("\t") if cell] for line in lines if "\t" in line]
    printed = [
        [shown(cell) for cell in row if cell.value is not None] for sheet in sheets for row in sheet.iter_rows(4)
    ]
    assert len(rows) == len(printed)
    assert [[squeezed(text) for text in row] for row in rows] == [
        [squeezed(text) for text in row] for row in printed
    ]


def squeezed(text):
    return re.sub(r"\s", "", text)


def shown(cell):
    if cell.data_type == "s":
        return cell.value
    decimals = len(cell.number_format.partition(".")[2].rstrip("%"))
    if cell.number_format.endswith("%"):
        return f"{Decimal(str(cell.value)) * 100:.{decimals}f}%"
    return f"{cell.value:.{decimals}f}" if cell.number_format != "General" else str(cell.value)


def test_unscored_differs_only_in_the_scores(sheets):
    blank = openpyxl.load_workbook(SET / "unscored/自评表.xlsx").worksheets
    for scored, unscored in zip(sheets, blank, strict=True):
        gone = {
            (cell.row, cell.column_letter)
            for row in scored.iter_rows()
            for cell in row
            if cell.value != unscored[cell.coordinate].value
        }
        assert {column for row, column in gone if row < FIRST_INDICATOR} == {"I"}
        assert {column for row, column in gone if row >= FIRST_INDICATOR} == {"H"}
        assert all(unscored[f"{column}{row}"].value is None for row, column in gone)


def number(cell):
    return None if cell.value is None else Fraction(str(cell.value))


def read(sheet):
    """The indicator rows as (heading cell, row number), and the number of the total row."""
    rows, heading = [], None
    for line in range(FIRST_INDICATOR, sheet.max_row + 1):
        if sheet[f"A{line}"].value == "总分":
            return rows, line
        heading = sheet[f"B{line}"] if sheet[f"B{line}"].value else heading
        if sheet[f"D{line}"].value:
            rows.append((heading, line))
    raise AssertionError(f"{sheet.title}: no total row")


def full_or_share(target, actual, points):
    """The score by the general rule: full when reached, else in proportion; a zero target admits no share."""
    goal = re.fullmatch(r"([≥>=》])(\d+)%", target)
    if goal is None:  # A quantity, a date or a word, with a percentage as actual: a completion rate.
        return points * min(actual, 1)
    sign, wanted = goal[1], Fraction(goal[2]) / 100
    reached = actual > wanted if sign in ">》" else actual >= wanted
    return points if reached else points * actual / wanted if wanted else 0


def recomputed(sheet):
    """(code, cell) of every fault in one form, by arithmetic of our own on the cells alone."""
    rows, total = read(sheet)
    points = {line: number(sheet[f"G{line}"]) for _, line in rows}
    scores = {line: number(sheet[f"H{line}"]) for _, line in rows}
    sections = Counter()
    for heading, line in rows:
        sections[heading.coordinate] += points[line]
    for heading, weight in sections.items():
        if weight != int(re.search(r"(\d+)分", sheet[heading].value)[1]):
            yield "PS102", heading
    execution, executed = number(sheet[f"I{FUNDING_TOTAL}"]), number(sheet[f"F{FUNDING_TOTAL}"])
    if executed / number(sheet[f"E{FUNDING_TOTAL}"]) != number(sheet[f"H{FUNDING_TOTAL}"]):
        yield "PS203", f"H{FUNDING_TOTAL}"
    if execution is None:
        return
    if execution != 10 * number(sheet[f"H{FUNDING_TOTAL}"]):
        yield "PS204", f"I{FUNDING_TOTAL}"
    if sum(scores.values()) + execution != number(sheet[f"H{total}"]):
        yield "PS209", f"H{total}"
    if number(sheet[f"G{total}"]) == 90 and number(sheet[f"H{total}"]) == sum(scores.values()) + execution:
        yield "PS104", f"H{total}"
    for _, line in rows:
        due = full_or_share(sheet[f"E{line}"].value, number(sheet[f"F{line}"]), points[line])
        if scores[line] > points[line]:
            yield "PS304", f"H{line}"
        elif scores[line] != due:
            yield ("PS307" if due == points[line] else "PS301"), f"H{line}"


def test_expected_findings_follow_from_the_cells(sheets):
    found = {(code, f"{sheet.title}!{cell}") for sheet in sheets for code, cell in recomputed(sheet)}
    listed = {
        (finding["code"], cell)
        for finding in EXPECTED["finding"]
        if "cell" in finding
        for cell in (finding["cell"], *(finding.get("also", ()) if finding["code"] == "PS104" else ()))
    }
    assert listed == found


def test_unscored_forms_keep_one_fault():
    sheets = openpyxl.load_workbook(SET / "unscored/自评表.xlsx").worksheets
    found = Counter(code for sheet in sheets for code, _ in recomputed(sheet))
    assert found == listed_counts("unscored/自评表.xlsx")


def listed_counts(name):
    """The counts of the checks whose places are listed one by one."""
    return {code: count for code, count in EXPECTED[name].items() if code in EXPECTED["scope"]}


def test_counts_follow_from_the_list():
    in_sheets = Counter(finding["code"] for finding in EXPECTED["finding"] if "cell" in finding)
    in_text = Counter(finding["code"] for finding in EXPECTED["finding"])
    assert listed_counts("自评表.xlsx") == listed_counts("自评表（一页）.xlsx") == in_sheets
    assert listed_counts("自评表.txt") == in_text
    assert set(EXPECTED) - {"finding", "scope"} == {*BOOKS, *TEXTS, *WHOLE}


def test_shifted_rows_stand_on_the_listed_lines():
    lines = (SET / "自评表.txt").read_text(encoding="utf-8").split("\n")
    header = "\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t"
    points = next(line for line in lines if header in line).split("\t").index("分值")
    in_form = [line for line in lines if line.count("\t") == 8]
    full = next(line for line in in_form if "成本节约率" in line).split("\t")
    assert full[points] == "20"
    shifted = {
        number
        for number, line in enumerate(lines, 1)
        if line.startswith(("可持续影响指标\t", "满意度指标", "总分\t"))
    }
    listed = {finding["line"] for finding in EXPECTED["finding"] if finding["code"] == "PS041"}
    # One finding a form, at its first shifted row.
    ends = [0, *(number for number, line in enumerate(lines, 1) if line.startswith("总分\t"))]
    assert listed == {min(row for row in shifted if before < row <= end) for before, end in pairwise(ends)}


def test_listed_lines_name_their_thing():
    lines = (SET / "自评表.txt").read_text(encoding="utf-8").split("\n")
    for finding in EXPECTED["finding"]:
        assert finding["where"] in lines[finding["line"] - 1], finding


def test_the_clean_form_adds_up():
    sheet = openpyxl.load_workbook(SET / "clean/自评表.xlsx").worksheets[0]
    rows, total = read(sheet)
    cells = {sheet[f"D{line}"].value: sheet[line] for _, line in rows}
    scores = {name: Fraction(str(row[7].value)) for name, row in cells.items()}
    points = {name: row[6].value for name, row in cells.items()}
    assert {name for name in cells if scores[name] != points[name]} == {"公益讲座场次"}
    assert round(Fraction(46, 48) * 8, 2) == scores["公益讲座场次"]
    assert cells["公益讲座场次"][8].value
    rate = Fraction("117.93") / 120
    assert abs(rate - Fraction(str(sheet["H7"].value))) <= Fraction(5, 100_000)
    assert abs(rate * 10 - Fraction(str(sheet["I7"].value))) <= Fraction(5, 1000)
    assert sheet[f"G{total}"].value == sum(points.values()) + 10
    assert Fraction(str(sheet[f"H{total}"].value)) == sum(scores.values()) + Fraction("9.83")
