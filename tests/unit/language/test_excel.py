"""Formulas: their shape, and agreement with the evaluator in every cell of a recalculated workbook."""

from __future__ import annotations

import itertools
import random
import shutil
import subprocess
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule
from perfscore.language.worded_facts import aliases

CASES = Path(__file__).parents[2] / "cases" / "rules"
ALLOWED = {"IF", "OR", "ROUND", "MIN", "MAX", "INT", "ABS", "TRIM", "VALUE", "SUBSTITUTE", "IFERROR", "LEFT"}


def rule(text, points=10, target=None, unit=None):
    found = parse_rule(text, points=points, target=target, unit=unit)
    assert not isinstance(found, Unreadable), (found.reason, found.words)
    return found


def test_comparisons_stand_on_rounded_values():
    formula = rule("≥95%得10分；90%（含）-95%得8分；＜90%不得分", target="≥95%", unit="%").to_excel("F6", "G6")
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


def cells():
    """Every scored sentence of the case files with its probes, and generated rules with numbers near their edges."""
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found = parse_rule(
                case["text"], points=case["points"], target=case.get("target"), unit=case.get("unit")
            )
            if isinstance(found, Unreadable):
                continue
            numbers = ["0", "1", "2", "3.7", "49", "50", "59.99", "60", "89.5", "90", "94.75", "95", "100", "120"]
            percent = found.readings.branches[0].program.needs[0].unit == "%"
            for number in numbers:
                yield found, f"{number}%" if percent else number, number, percent
    yield from generated(2000)


def generated(count):
    chance = random.Random(20231231)  # noqa: S311 - the same rules in every run
    makers = itertools.cycle((tiers, steps, gated, shares))
    for maker in itertools.islice(makers, count):
        text, points, target, unit = maker(chance)
        found = rule(text, points, target, unit)
        number = str(Decimal(chance.randrange(0, 24000)) / 200)
        yield found, f"{number}%" if unit == "%" else number, number, unit == "%"


def tiers(chance):
    ends = sorted(chance.sample(range(40, 100), 3), reverse=True)
    points = chance.choice((5, 8, 10))
    awards = sorted(chance.sample(range(1, points), 2), reverse=True)
    text = f"≥{ends[0]}%得{points}分；{ends[1]}%（含）-{ends[0]}%得{awards[0]}分；{ends[2]}%（含）-{ends[1]}%得{awards[1]}分；＜{ends[2]}%不得分"
    return text, points, f"≥{ends[0]}%", "%"


def steps(chance):
    step, cost = chance.choice(("1", "2", "0.5")), chance.choice(("0.5", "1", "0.3"))
    part = chance.choice(("", "，不足一个单位的不计", "，不足一个单位的按一个单位计"))
    return f"每少{step}公斤扣{cost}分{part}，扣完为止", 10, f"≥{chance.randrange(20, 100)}", "公斤"


def gated(chance):
    gate = chance.choice((50, 60, 80))
    text = f"完成率＜{gate}%不得分；≥{gate}%的，得分=（完成率-{gate}%）/（1-{gate}%）×10。完成率=实际完成值/目标值×100%"
    return text, 10, f"≥{chance.randrange(20, 100)}", "个"


def shares(chance):
    digits = chance.choice(("", "，保留两位小数", "，保留1位小数"))
    return f"达到目标值得满分，未达到的按完成比例得分{digits}", 7, f"≥{chance.randrange(20, 100)}", "场"


def test_formulas_use_only_common_functions():
    import re

    for found, _, _, _ in itertools.islice(cells(), 0, None, 7):
        formula = found.to_excel("A1", "B1")
        if formula is not None:
            assert set(re.findall(r"([A-Z]+)\(", formula)) <= ALLOWED, formula


def agrees(got, points):
    if points is None:
        return got in (None, "")
    return isinstance(got, int | float) and abs(Decimal(repr(got)) - points) < Decimal("0.00000001")


@pytest.mark.office
def test_the_spreadsheet_program_agrees_in_every_cell(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    wanted = []
    for found, typed, number, percent in cells():
        points = found.score(typed).points
        kinds = (("percent-number", float(number)), ("fraction", float(Fraction(number) / 100)), ("text", typed))
        for kind, held in kinds if percent else (("number", float(number)), ("text", typed)):
            row = len(wanted) + 1
            formula = found.to_excel(f"A{row}", f"B{row}", actual_kind=kind)
            if formula is None or (percent and kind != "text" and 0 < Decimal(number) <= Decimal("1.5")):
                continue
            sheet.cell(row, 1, held)
            sheet.cell(row, 2, float(found.points))
            sheet.cell(row, 3, formula)
            wanted.append((found.say(), typed, kind, points, formula))
    assert len(wanted) > 5000
    book.save(tmp_path / "rules.xlsx")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    out = tmp_path / "out"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(tmp_path / "rules.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    shown = openpyxl.load_workbook(out / "rules.xlsx", data_only=True).active
    wrong = []
    for row, (said, typed, kind, points, formula) in enumerate(wanted, 1):
        got = shown.cell(row, 3).value
        if not agrees(got, points):
            wrong.append((said, typed, kind, points, got, formula))
    assert wrong == []
