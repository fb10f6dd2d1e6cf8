"""What a run works out, it works out once: proofs, readings and rows looked at are counted, no seconds."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from builders import indicator, section, self_assessment, target_sheet, view
from counting import calls_of
from perfscore import reconcile
from perfscore.auditor import Asked, Auditor
from perfscore.checks import CATALOGUE, runner
from perfscore.checks.rules import common
from perfscore.checks.runner import Runner
from perfscore.core.conventions import Conventions
from perfscore.core.location import Location
from perfscore.core.numbers import plain, read_figure
from perfscore.core.trace import LateStep, Step
from perfscore.forms import funding, regions
from perfscore.forms.grid import Piece, Row
from perfscore.forms.matching import answered_sheet, by_identity
from perfscore.forms.recognise import survey
from perfscore.forms.vocabulary import label_of
from perfscore.language import analyse, answers, binding, rules
from perfscore.language.rules import parse_rule
from perfscore.language.values import parse_value
from perfscore.readers import xlsx
from perfscore.readers.document import Cell
from perfscore.readers.source import Source
from perfscore.scoring.stated import Stated, score_by_rule
from unit.ooxml.workbooks import sheet, workbook


@pytest.fixture
def counted(monkeypatch):
    """How often a rule was proved, bound, scored, and a sum behind a score worked out."""
    count = Counter()
    rules._parsed.cache_clear()

    def count_calls(module, name):
        true = getattr(module, name)

        def call(*given, **named):
            count[name] += 1
            return true(*given, **named)

        monkeypatch.setattr(module, name, call)

    count_calls(analyse, "problems")
    count_calls(rules, "bind")
    count_calls(rules, "evaluate")
    count_calls(answers, "_worked")
    return count


def stated(count):
    """Rows with a rule of their own each."""
    return [
        indicator(
            f"第{n}项合格率",
            target="≥95%",
            actual="94%",
            points="10",
            score="10",
            rule=f"每低1个百分点扣0.{n}分，扣完为止",
        )
        for n in range(1, count + 1)
    ]


def test_every_check_gets_the_same_proofs(counted):
    one = view(self_assessment(section("产出指标", *stated(8))))
    chosen = [check for check in CATALOGUE.values() if check.scope not in ("input", "crash")]
    Runner(chosen).run([], [one])
    assert counted["problems"] == 8
    assert counted["bind"] == 8


def test_every_check_gets_the_same_rows(monkeypatch):
    one, asked = view(self_assessment(section("产出指标", *stated(8)))), Counter()
    true = common.read_rule
    monkeypatch.setattr(common, "read_rule", lambda *given: asked.update(read=1) or true(*given))
    chosen = [check for check in CATALOGUE.values() if check.scope not in ("input", "crash")]
    Runner(chosen).run([], [one])
    assert asked["read"] == 8


def test_equal_rows_of_many_forms_are_proved_once(counted):
    for _ in range(5):
        for points in ("10", "8"):
            parse_rule("每低1个百分点扣0.5分", points=points, target="≥95%", unit="%").problems()
    assert (counted["problems"], counted["bind"]) == (2, 2)


def test_equal_values_under_one_rule_are_scored_once(counted):
    view(self_assessment(section("产出指标", *stated(8)))).scores  # noqa: B018 - worked out when asked for
    once = counted["evaluate"]
    assert once > 0
    for _ in range(3):
        view(self_assessment(section("产出指标", *stated(8)))).scores  # noqa: B018
    assert counted["evaluate"] == once


def test_what_a_row_makes_of_the_clauses_is_the_same_in_all_readings(monkeypatch):
    rules._parsed.cache_clear()
    asked = Counter()
    for name in ("lower_listed", "lower_numeric"):
        true = getattr(binding, name)
        monkeypatch.setattr(binding, name, lambda row, true=true, name=name: asked.update({name: 1}) or true(row))
    rule = parse_rule("每低1个百分点扣0.5分", points="10", target="≥95%", unit="%")
    assert len(rule.readings.branches) == asked["lower_numeric"] == 3
    assert asked["lower_listed"] == 1


def test_a_reading_that_nobody_looks_at_is_not_computed(monkeypatch):
    rule = parse_rule("每低1个百分点扣0.5分", points="10", target="≥95%", unit="%")
    actual, asked, true = parse_value("92.3%", role="actual"), [], rules.number
    monkeypatch.setattr(rules, "number", lambda *given: asked.append(1) or true(*given))
    readings = dict(rule.each(actual))
    assert len(readings) == 3
    assert not asked
    first = next(iter(readings))
    assert readings[first]() == rule.numbers(actual)[first]
    assert len(asked) == 1 + 3


def test_a_hypothesis_that_does_not_fit_is_not_worded(monkeypatch):
    worded = []
    monkeypatch.setattr(reconcile, "plain", lambda *given: worded.append(given) or plain(*given))
    assert reconcile.explain_score(read_figure("9.87"), 2, Decimal(10), Fraction(4, 5)) == ()
    assert not worded
    (fit,) = reconcile.explain_score(read_figure("5.00"), 2, Decimal(10), Fraction(4, 5))
    assert (fit.mark, fit.step.value) == (60, "5")
    assert worded


def test_the_order_of_checks_is_that_of_the_auditor(monkeypatch):
    auditor, asked, true = Auditor(Asked()), [], runner._needs
    monkeypatch.setattr(runner, "_needs", lambda one: asked.append(one) or true(one))
    for _ in range(3):
        auditor.report([])
    assert not asked


def test_a_value_written_otherwise_is_told_as_it_is_written():
    rule = Stated("每低1个百分点扣0.5分", "row", parse_value("≥95%"), "%")
    told = [
        score_by_rule(rule, parse_value(text, role="actual"), Decimal(10), Conventions())[0]
        for text in ("93%", "93.0%")
    ]
    # 93 % may stand for 92.5 to 93.5, 93.0 % only for a tenth of that.
    assert told[0].interval.low < told[1].interval.low < told[1].interval.high < told[0].interval.high


def test_points_that_are_written_otherwise_are_another_rule():
    ten, exact = (parse_rule("达标得满分", points=points, target="≥95%") for points in ("10", "10.00"))
    assert (str(ten.points), str(exact.points)) == ("10", "10.00")


def test_spaces_in_a_text_move_the_words_of_its_problems():
    one, other = (parse_rule(text, points=10, target="≥95%") for text in ("每低1%扣1分", "  每低1%扣1分"))
    assert [p.words for p in one.problems()] == [p.words for p in other.problems()]
    assert [p.span for p in one.problems()] != [p.span for p in other.problems()]


def test_sums_are_worked_out_when_they_are_read(counted):
    score = parse_rule("每低1个百分点扣0.5分", points=10, target="≥95%", unit="%").score("93%")
    assert counted["_worked"] == 0
    assert score.step.line() == score.step.line()
    assert counted["_worked"] == 1


def test_a_late_step_equals_the_step_that_says_the_same():
    step = Step("得分", "10 − 2", "8", children=(Step("差", "95 − 93", "2"),))
    late = LateStep("得分", "8", lambda: step)
    assert late == step
    assert step == late
    assert hash(late) == hash(step)
    assert late.children == step.children


def test_the_numbers_of_all_readings_are_those_of_the_score():
    rule = parse_rule("每低1个百分点扣0.5分", points=10, target="≥95%", unit="%")
    score = rule.score("93.4%")
    numbers = rule.numbers(parse_value("93.4%", role="actual"))
    assert numbers == {reading.name: reading.points for reading in score.readings}


class Counting(list):
    """A list that counts how often an item is asked for, and forbids slices."""

    asked = 0

    def __getitem__(self, place):
        assert not isinstance(place, slice)
        self.asked += 1
        return super().__getitem__(place)


@pytest.mark.parametrize("count", [100, 1000])
def test_looking_ahead_touches_a_dozen_rows_whatever_follows(count):
    class Blank:
        pieces = (None,)

    kinds = Counting([regions.RowKind.OTHER] * count)
    rows = Counting([Blank()] * count)
    assert not regions._goes_on(0, kinds, rows, signed=False)
    assert not regions._amounts_follow(0, kinds, rows)
    assert rows.asked == kinds.asked == 12 + 4


def test_a_row_without_labels_of_money_is_not_looked_through_for_them(monkeypatch):
    def row(*texts):
        at = Location("表.xlsx", "表", "A1")
        return Row(1, tuple(Piece(1, n, Cell(one, one, at), label_of(one)) for n, one in enumerate(texts, 1)))

    asked = []
    true = Piece.named
    monkeypatch.setattr(Piece, "named", lambda self, group: asked.append(group) or true(self, group))
    plain = row("数量指标", "培训人数", "≥50人", "50人", "10", "10")
    assert not funding.amounts_only(plain)
    assert not funding.names_amount(plain)
    assert asked == []
    assert funding.amounts_only(row("年度资金总额", "100"))


def test_a_target_sheet_is_looked_up_not_searched():
    sheets = by_identity(target_sheet(unit=f"第{n}站", year="2023") for n in range(50))
    assert {len(group) for group in sheets.values()} == {1}
    own, foreign = (
        self_assessment(kind="unit-self-assessment", unit=unit, year="2023") for unit in ("第7站", "第99站")
    )
    assert answered_sheet(own, sheets).sheet.head.text("unit") == "第7站"
    assert answered_sheet(foreign, sheets).sheet is None


def test_equal_rows_keep_their_own_scores():
    row = indicator()
    one = view(self_assessment(section("产出指标", row, indicator(actual="50人"))))
    scores = one.scores
    assert [scores.of(each) for each, _ in scores.rows] == [score for _, score in scores.rows]


#: Twice the input costs at most so many times the work.
_DOUBLED = 2.2


def _checked(views):
    chosen = [check for check in CATALOGUE.values() if check.scope not in ("input", "crash")]
    return calls_of(lambda: Runner(chosen).run([], views))


def _views(forms, rows):
    return [view(self_assessment(section("产出指标", *stated(rows)))) for _ in range(forms)]


def test_twice_the_rows_are_twice_the_work_of_the_checks():
    _checked(_views(1, 8))  # what a process does once
    once, twice = _checked(_views(1, 40)), _checked(_views(1, 80))
    assert twice < _DOUBLED * once


def test_twice_the_forms_are_twice_the_work_of_the_checks():
    _checked(_views(1, 8))
    once, twice = _checked(_views(10, 8)), _checked(_views(20, 8))
    assert twice < _DOUBLED * once


@pytest.mark.parametrize("rows", [100, 400])
def test_twice_the_rows_or_sheets_of_a_ledger_are_twice_the_work_of_reading(rows):
    def ledger(sheets, count):
        lines = (
            f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>第{n}号</v></c></row>'
            for n in range(1, count + 1)
        )
        listed = "".join(lines)
        source = Source("台账.xlsx", workbook(*(sheet(listed) for _ in range(sheets))), "0" * 64)
        return calls_of(lambda: survey(xlsx.read(source)))

    ledger(1, 10)
    once = ledger(1, rows)
    assert ledger(1, 2 * rows) < _DOUBLED * once
    assert ledger(2, rows) < _DOUBLED * once
