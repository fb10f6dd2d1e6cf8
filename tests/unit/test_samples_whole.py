"""The samples of a whole unit hold the faults that expected.toml lists, and book and text say the same."""

from __future__ import annotations

import re
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.forms import recognise
from perfscore.readers.intake import open_document

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WHOLE = SAMPLES / "hengyang-2023"
TARGET = SAMPLES / "hengyang-target"


@pytest.fixture(scope="module")
def base():
    return openpyxl.load_workbook(WHOLE / "整体自评表.xlsx")["部门整体支出绩效评价基础数据表"]


@pytest.fixture(scope="module")
def whole():
    return openpyxl.load_workbook(WHOLE / "整体自评表.xlsx")["部门整体支出绩效自评表"]


@pytest.fixture(scope="module")
def target():
    return openpyxl.load_workbook(TARGET / "目标表.xlsx").worksheets[0]


def counts(folder, name):
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))[name]


def number(cell):
    return None if cell.value is None else Fraction(str(cell.value))


def rounded(value, digits="0.01"):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(digits), ROUND_HALF_UP)


def row_of(sheet, column, text):
    return next(cell.row for cell in sheet[column] if cell.value == text)


def test_the_execution_rate_was_cut_to_whole_percent(whole):
    row = row_of(whole, "B", "年度资金总额:")
    budget, executed, rate, score = (number(whole[f"{column}{row}"]) for column in "EFHI")
    true = rounded(executed / budget * 100)
    assert (true, rate * 100) == (Decimal("94.46"), 94)
    assert rounded(10 * executed / budget) == Decimal("9.45")
    assert score == 10 * rate == Fraction("9.40")


def test_the_two_lists_add_up_to_different_totals(whole):
    first = row_of(whole, "B", "按收入性质分:") + 1
    revenue = sum(number(whole[f"D{row}"]) or 0 for row in range(first, first + 4))
    nature = sum(number(whole[f"H{row}"]) or 0 for row in range(first, first + 4))
    total = first - 2
    assert (revenue, nature) == (number(whole[f"E{total}"]), number(whole[f"F{total}"]))


def indicators(sheet):
    first = row_of(sheet, "D", "三级指标") + 1
    return [sheet[row] for row in range(first, sheet.max_row + 1) if sheet[f"D{row}"].value]


def test_one_score_is_blank_and_there_is_no_total(whole):
    rows = indicators(whole)
    assert [row[3].value for row in rows if row[7].value is None] == ["履职工作任务完成时间"]
    assert sum(number(row[7]) or 0 for row in rows) == Fraction("84.34")
    assert sum(number(row[6]) for row in rows) == 90
    assert not any(cell.value in ("总分", "合计") for cell in whole["A"])


def test_percentages_stand_where_quantities_belong(whole):
    rows = [row for row in indicators(whole) if row[5].number_format.endswith("%")]
    measured = [row[3].value for row in rows if re.search(r"\d(?!.*%)", row[4].value)]
    worded = [row[3].value for row in rows if not re.search(r"\d", row[4].value)]
    assert (len(measured), len(worded)) == (5, 2)


def test_the_pass_mark_gives_the_recorded_score(whole):
    row = indicators(whole)[0]
    actual, points = number(row[5]), number(row[6])
    assert rounded(points * (actual - Fraction(3, 5)) / Fraction(2, 5)) == Decimal("4.34")
    assert rounded(points * actual) == Decimal("4.74")


def test_the_saving_is_the_unspent_money(whole):
    money = row_of(whole, "B", "年度资金总额:")
    saving = number(indicators(whole)[-1][5])
    executed = number(whole[f"F{money}"]) / number(whole[f"E{money}"])
    assert rounded((1 - executed) * 100) == saving * 100


def test_base_data_lists_what_was_overspent(base):
    over = [
        base[f"A{row}"].value
        for row in range(1, base.max_row + 1)
        if isinstance(base[f"D{row}"].value, int | float)
        and isinstance(base[f"F{row}"].value, int | float)
        and number(base[f"F{row}"]) > number(base[f"D{row}"])
    ]
    assert over == ["公用经费：", "水费、电费、差旅费"]
    told = audit(str(WHOLE / "整体自评表.xlsx"), select=["PS613"]).findings
    assert len(over) == sum("大于预算数" in finding.message for finding in told)


@pytest.mark.parametrize("name", ["整体自评表.xlsx", "整体自评表.txt"])
def test_only_the_shifts_of_the_text_tell_book_and_text_apart(name):
    listed = counts(WHOLE, name)
    assert {code: n for code, n in listed.items() if code != "PS041"} == counts(WHOLE, "整体自评表.xlsx")


def test_points_of_the_target_table_are_those_that_its_rules_name(target):
    points = [cell.value for cell in target["S"] if cell.value and re.fullmatch(r"\d+分", cell.value)]
    rules = [cell.value for cell in target["R"] if cell.value and cell.value.startswith("该指标")]
    assert [re.search(r"分值为(\d+分)", rule)[1] for rule in rules] == points
    assert sum(int(text[:-1]) for text in points) == 90


def test_the_formula_gives_more_than_its_points(target):
    (rule,) = [cell.value for cell in target["R"] if cell.value and "95%-60%" in cell.value]
    assert "得分=（实际完成率-60%）/（95%-60%）*10" in rule
    assert rounded(Fraction(100 - 60, 95 - 60) * 10) == Decimal("11.43")


def model(name):
    (match,) = recognise(open_document(str(TARGET / name)))
    return match.extract()


def text_of(cell):
    return None if cell is None else cell.value


def test_workbook_and_text_of_the_target_table_give_the_same_model():
    book, text = model("目标表.xlsx"), model("目标表.txt")
    for name in ("unit", "unit_code"):
        assert book.head.text(name) == text.head.text(name)
    assert book.head.title.value == text.head.title.value
    assert book.head.money_unit == text.head.money_unit == "万元"
    assert book.goal.value.replace("\n", "") == text.goal.value
    assert book.funding.total == text.funding.total
    assert rows(book) == rows(text)
    assert len(rows(book)) == 10
    assert [[blank.value for blank in section.blanks] for section in book.sections] == [
        [blank.value for blank in section.blanks] for section in text.sections
    ]


def rows(form):
    """All that a row says: levels, target, points and texts. Places take no part."""
    return [
        (
            row.l1,
            row.l2,
            row.name.value,
            row.target.value,
            row.points.value,
            *map(text_of, (row.rule, row.explanation, row.value_type, row.unit, row.remark)),
        )
        for row in form.indicators
    ]
