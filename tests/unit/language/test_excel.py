"""Formulas: their shape, and agreement with the evaluator in every cell of a recalculated workbook."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import sheeted
from perfscore.core.sourced import Unreadable
from perfscore.language.grades import aliases
from perfscore.language.rules import parse_rule
from workbooks_support import resaved

ALLOWED = {
    "IF",
    "AND",
    "OR",
    "ROUND",
    "MIN",
    "MAX",
    "INT",
    "ABS",
    "TRIM",
    "VALUE",
    "SUBSTITUTE",
    "IFERROR",
    "LEFT",
}


def rule(text, points=10, target=None, unit=None):
    found = parse_rule(text, points=points, target=target, unit=unit)
    assert not isinstance(found, Unreadable), (found.reason, found.words)
    return found


def test_comparisons_stand_on_rounded_values():
    formula = rule("≥95人得10分；90人（含）-95人得8分；＜90人不得分", target="≥95人", unit="人").to_excel(
        "F6", "G6"
    )
    assert formula == '=IF(F6="","",IF(ROUND(F6,10)<90,0,IF(ROUND(F6,10)<95,8,G6)))'


def test_a_fraction_is_scaled():
    formula = rule("≥95%得10分，＜95%不得分", target="≥95%", unit="%").to_excel("F6", "G6", actual_kind="fraction")
    assert "ROUND(F6*100,10)<95" in formula


def test_gaps_and_undecided_ends_show_nothing():
    formula = rule("90%以上得10分，90%以下得5分", target="≥90%", unit="%").to_excel("F6", "G6")
    assert '""' in formula.removeprefix('=IF(F6="",""')


def test_target_by_reference():
    text = "达到目标值得满分，未达到的按完成比例得分"
    formula = rule(text, target="≥50", unit="个").to_excel("F6", "G6", target="E6")
    assert formula == '=IF(F6="","",IF(ROUND(F6,10)<E6,ROUND(MIN(G6,MAX(0,(G6*ROUND(F6,10)/E6))),10),G6))'
    assert "E6" not in rule(text, target="≥50", unit="个").to_excel("F6", "G6")


@pytest.mark.parametrize(
    ("text", "target", "unit", "kind"),
    [
        ("制度健全得10分，否则不得分", "健全", None, "word"),
        ("6月30日前完成得10分，否则不得分", "6月30日前", None, "number"),
        ("南区每发现一处扣3分，北区每发现一处扣1分", "0处", "处", "number"),
        ("每低1个百分点扣1分", "≥95%", "%", "word"),
    ],
)
def test_no_formula_where_none_is_honest(text, target, unit, kind):
    assert rule(text, target=target, unit=unit).to_excel("F6", "G6", actual_kind=kind) is None


def test_spellings_of_a_grade_stand_in_one_order_in_every_run():
    said = list(aliases(("良好及以上", "一般", "较差")))
    assert said[:3] == ["良好及以上", "一般", "较差"]
    assert said[3:] == sorted(said[3:])


@pytest.mark.parametrize("other", ["一般", "基本", "部分"])
def test_a_blank_cell_is_no_spelling_of_a_grade(other):
    assert "" not in aliases(("良好及以上", other))


def test_grades_in_words():
    formula = rule("好得5分，较好得3分，差不得分", points=5).to_excel("F6", "G6", actual_kind="word")
    assert 'TRIM(F6)="较好",3' in formula


def test_a_bare_rate_below_one_may_be_a_fraction():
    formula = rule("≥95%得10分，＜95%不得分", target="≥95%", unit="%").to_excel(
        "F6", "G6", actual_kind="percent-number"
    )
    assert formula == '=IF(F6="","",IF(AND(ROUND(F6,10)>0,ROUND(F6,10)<=1.5),"",IF(ROUND(F6,10)<95,0,G6)))'
    small = rule("≤1%得10分，>1%不得分", target="≤1%", unit="%").to_excel("F6", "G6", actual_kind="percent-number")
    assert "ROUND(F6,10)<>1" in small


def test_a_bare_number_whose_scale_is_open_shows_nothing():
    text = "达到目标值得满分，未达到的按完成比例得分"
    base = rule(text, target="≥3万人次", unit="人次").to_excel("F6", "G6")
    assert 'IF(AND(ROUND(F6,10)<>0,ROUND(F6,10)^2<90000),"",' in base
    scaled = rule(text, target="≥90万元").to_excel("F6", "G6")
    assert 'IF(AND(ROUND(F6,10)^2>=81000000),"",' in scaled
    assert "^2" not in rule(text, target="≥3万人次", unit="万人次").to_excel("F6", "G6")


def test_a_rate_of_a_share_is_its_hundredth():
    found = rule("达到目标值得满分，未达到的按完成比例得分", target="≥0.95", unit="系数")
    assert "A1*0.01" in found.to_excel("A1", "B1", actual_kind="percent-number")


def test_a_percentage_beside_a_rule_in_permille_is_ten_of_those():
    found = rule("≤0.3‰得10分，>0.3‰不得分", target="≤0.3‰", unit="‰")
    assert "A1*10," in found.to_excel("A1", "B1", actual_kind="percent-number")
    assert "A1*1000," in found.to_excel("A1", "B1", actual_kind="fraction")


def test_a_change_in_points_is_no_rate_of_completion():
    found = rule("每少提高1个百分点扣2分，扣完为止", target="提高4个百分点", unit="百分点")
    assert found.to_excel("A1", "B1", actual_kind="fraction") is None


def test_a_target_is_followed_wholly_or_not_at_all():
    text = "每增加1万元扣0.5分，扣完为止"
    assert "E6" not in rule(text, target="≤200万元", unit="万元").to_excel("F6", "G6", target="E6")


def test_formulas_use_only_common_functions():
    for line in itertools.islice(sheeted.labelled(), 0, None, 29):
        if (formula := line.formula(1)) is not None:
            assert set(re.findall(r"([A-Z]+)\(", formula)) <= ALLOWED, formula


def agrees(got, line):
    """Whether a cell shows what the evaluator gives, to the ten digits that a formula rounds to, and no number where it gives none."""
    points = line.points
    if isinstance(got, int | float) and not isinstance(got, bool):
        return points is not None and abs(Decimal(repr(got)) - points) <= Decimal("0.51E-10")
    return got == "" and (points is None or line.may_be_blank)


@pytest.mark.office
def test_the_spreadsheet_program_agrees_in_every_cell(tmp_path):
    """One workbook, one run of the office: that is what takes the time; write-only, so that nothing is cached."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    written = []
    for line in itertools.chain(sheeted.labelled(), sheeted.moved(), sheeted.generated(2000)):
        formula = line.formula(len(written) + 1)
        if formula is not None and (line.beside is None or f"C{len(written) + 1}" in formula):
            sheet.append([line.held, float(line.rule.points), line.goal, formula])
            written.append((line, formula))
    book.save(tmp_path / "rules.xlsx")
    (calculated,) = resaved([tmp_path / "rules.xlsx"], tmp_path / "office")
    shown = CalamineWorkbook.from_path(calculated).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert len(shown) == len(written) > 50_000
    pairs = zip(written, (row[3] if len(row) > 3 else "" for row in shown), strict=True)
    wrong = [
        (
            line.rule.raw,
            line.rule.target and line.rule.target.raw,
            line.rule.unit,
            line.typed,
            line.kind,
            line.points,
            got,
            formula,
        )
        for (line, formula), got in pairs
        if not agrees(got, line)
    ]
    assert wrong == []
    assert sum(line.points is not None for line, _ in written) > 40_000
