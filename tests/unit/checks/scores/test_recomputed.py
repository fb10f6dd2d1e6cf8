"""What a recorded score asserts: the digits it is written with, and no formula that nothing states."""

import pytest

from builders import complete, findings, funding, indicator, levels, money, rows_of, section, self_assessment, view
from perfscore.checks import CATALOGUE
from perfscore.checks.runner import Runner


def missed(actual, score, *, name="培训合格率", points="10", target="≥100人", rule=None):
    return indicator(name, target, actual, points, score, rule=rule, reason="个别学员缺考")


def form(*rows, **parts):
    return self_assessment(section("产出指标", *rows), **parts)


@pytest.mark.parametrize("score", ["9.75", "9.8", "10"])
def test_a_score_rounded_to_its_own_digits_is_rounding_whatever_the_column_holds(score):
    given = form(missed("97.5人", score, points="10.5", target="≥105人"), missed("93人", "9.30", name="另一项"))
    assert findings("PS301", given) == []
    assert levels(findings("PS302", given)) == ([] if score == "9.75" else ["info"])


@pytest.mark.parametrize("score", ["9.6", "9.74", "9", "9.9"])
def test_a_score_that_rounds_from_nothing_is_wrong(score):
    given = form(missed("97.5人", score, points="10.5", target="≥105人"))
    assert levels(findings("PS301", given)) == ["warning"]
    assert findings("PS302", given) == []


def execution(score, *, executed="86.20", rate="86.20%", **cells):
    return complete(funding=funding(money(executed=executed, points="10", rate=rate, score=score, **cells)))


@pytest.mark.parametrize(("score", "told"), [("8.62", []), ("8.6", ["info"]), ("9", ["info"])])
def test_the_execution_score_too(score, told):
    assert findings("PS204", execution(score)) == []
    assert levels(findings("PS302", execution(score)))[:1] == told


def test_another_execution_score_is_a_warning_for_the_form_states_no_formula():
    assert levels(findings("PS204", execution("10"))) == ["warning"]
    assert levels(findings("PS204", execution("8.5"))) == ["warning"]


def test_a_score_from_the_wrong_rate_is_told_with_the_rate():
    given = execution("8.60", rate="86.00%")
    assert findings("PS204", given) == []
    outcome = Runner([CATALOGUE["PS203"], CATALOGUE["PS204"]]).run([], [view(given)])
    (found,) = outcome.findings
    assert "按印错的执行率 86.00% 算的" in found.related[-1].note


@pytest.mark.parametrize(("total", "told"), [("96.3", []), ("96", ["info"]), ("95", None), ("97", None)])
def test_a_total_rounded_to_its_own_digits(total, told):
    given = form(*rows_of("产出指标", "50.3", "46"), total=("100", total))
    assert (findings("PS209", given) == []) == (told is not None)
    if told is not None:
        assert levels(findings("PS302", given)) == told


def test_a_pass_mark_needs_two_different_rows_and_no_contradiction():
    one = missed("94.75人", "4.34", points="5")
    other = missed("90人", "7.50", name="及格率")
    wrong = missed("80人", "7.00", name="就业率")
    assert levels(findings("PS303", form(one, other))) == ["info", "info"]
    assert findings("PS301", form(one, other)) == []
    for rows in ((one,), (one, wrong), (one, other, wrong)):
        assert findings("PS303", form(*rows)) == []
        assert set(levels(findings("PS301", form(*rows)))) == {"warning"}
    (found,) = findings("PS301", form(one))
    assert "若以 60% 为及格线" in found.message


def test_a_row_repeated_in_several_forms_is_one_row():
    one = missed("94.75人", "4.34", points="5")
    assert findings("PS303", form(one), form(missed("94.75人", "4.34", points="5"))) == []


def test_a_score_by_the_ratio_contradicts_a_pass_mark():
    rows = (
        missed("94.75人", "4.34", points="5"),
        missed("90人", "7.50", name="及格率"),
        missed("80人", "8", name="三"),
    )
    assert findings("PS303", form(*rows)) == []
