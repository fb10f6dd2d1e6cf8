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


#: 800000 beside ≥90万元 may be 800000万元 or 800000元: full marks, or by the formula for a missed target.
OPEN = {"target": "≥90万元", "name": "销售额", "points": "20"}
STEP = "每低于1万元扣1分，扣完为止"


@pytest.mark.parametrize(
    ("score", "rule", "told"),
    [
        ("20", None, ("PS303", "只在这样读时成立：达标得满分，没有写明的数量级：与指标值同级 20.00")),
        ("17.78", None, ("PS303", "只在这样读时成立：按完成比例计分，没有写明的数量级：按基本单位 17.78")),
        ("12", None, ("PS301", "与完成值的各种读法都不符")),
        ("20", STEP, ("PS303", "只在这样读时成立：没有写明的数量级：与指标值同级 20.00")),
        ("10", STEP, ("PS303", "只在这样读时成立：没有写明的数量级：按基本单位 10.00")),
        ("12", STEP, ("PS301", "与完成值的各种读法都不符")),
    ],
)
def test_a_score_by_any_reading_of_an_open_scale_is_accepted(score, rule, told):
    sheet = form(missed("800000", score, rule=rule, **OPEN))
    codes = {"PS301", "PS302", "PS303", "PS306", "PS307"}
    found = list(Runner([CATALOGUE[code] for code in sorted(codes)]).run((), [view(sheet)]).findings)
    assert [one.code for one in found] == [told[0]]
    assert told[1] in found[0].message
    assert found[0].recomputed is None


def test_a_scale_that_changes_nothing_is_not_open():
    assert not findings("PS301", form(missed("950000", "20", **OPEN)))
    assert [one.code for one in findings("PS307", form(missed("950000", "12", **OPEN)))] == ["PS307"]


#: ≤61 beside 59.85万元 leaves out its unit: 61万元 is met, 61元 is missed by far.
LEFT_OUT = {"target": "≤61", "name": "场馆运行成本", "points": "20"}
BY_ONE = "达标得满分，超出不得分"


@pytest.mark.parametrize("actual", ["59.85万元", "59.85万"])
@pytest.mark.parametrize("rule", [None, BY_ONE])
def test_a_target_that_leaves_out_the_unit_of_its_actual_is_not_missed(actual, rule):
    sheet = form(missed(actual, "20", rule=rule, **LEFT_OUT))
    codes = ("PS301", "PS302", "PS306", "PS307", "PS318")
    assert list(Runner([CATALOGUE[code] for code in codes]).run((), [view(sheet)]).findings) == []


def test_a_bare_target_near_the_whole_number_of_its_actual_is_in_that():
    assert [
        one.code for one in findings("PS307", form(missed("1.3万册", "8", target="≥13000", name="新购图书")))
    ] == ["PS307"]
    assert findings("PS318", form(missed("53.7万人次", "10", target="≥52", name="接待读者"))) == []


VETO = "合格率≥95%得10分，每低1个百分点扣1分；发生安全事故的不得分"
FAULT = "合格率≥95%得10分，每低1个百分点扣1分；未公示的扣2分"


@pytest.mark.parametrize("rule", [VETO, FAULT])
@pytest.mark.parametrize("score", ["8", "0", "6"])
def test_a_fault_that_nobody_reported_may_have_lowered_a_score(rule, score):
    assert findings("PS301", form(missed("93%", score, target="≥95%", rule=rule))) == []


@pytest.mark.parametrize("rule", [VETO, FAULT])
def test_no_fault_raises_a_score(rule):
    (found,) = findings("PS301", form(missed("93%", "9", target="≥95%", rule=rule)))
    assert levels([found]) == ["error"]
    assert found.message.endswith("得 9 分，没有报告的扣分、否决情形即使都未发生，也只得 8.00")


def test_many_readings_are_listed_by_their_points():
    rule = "合格率≥95%得10分，每低1个百分点扣1分；弄虚作假的不得分；瞒报事故的不得分；被通报批评的不得分"
    (found,) = findings("PS301", form(missed("93%", "9", target="≥95%", rule=rule)))
    assert found.steps is not None
    assert (found.steps.label, found.steps.children[0].label) == (
        "不足一个单位：按比例，没有报告的扣分或否决情形：没有发生",
        "适用",
    )


def test_a_score_that_only_an_actual_before_rounding_gives_says_so():
    rule = "达到目标值得满分，每低1个百分点扣0.5分，扣完为止"
    (found,) = findings("PS301", form(missed("83%", "7.5", points="8", target="≥85%", rule=rule)))
    assert "完成值若是舍入后写出的，才可能得此数" in found.message
    assert levels([found]) == ["warning"]


TIERS = "≥99%得12分；97%(含)—99%得9分；95%(含)—97%得6分；95%以下不得分"


@pytest.mark.parametrize(
    ("actual", "score", "severities"),
    [
        ("97%", "9", []),
        ("97%", "6", ["warning"]),  # 96.6% may have been written so
        ("97%", "7", ["error"]),  # between the tiers there is nothing
        ("97.5%", "6", ["error"]),
    ],
)
def test_a_score_of_the_next_tier_is_no_rounding(actual, score, severities):
    sheet = form(missed(actual, score, points="12", target="≥99%", rule=TIERS))
    assert levels(findings("PS301", sheet)) == severities
    assert findings("PS302", sheet) == []
