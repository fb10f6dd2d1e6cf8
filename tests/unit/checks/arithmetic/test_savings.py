import pytest

from builders import complete, findings, funding, indicator, levels, money, section, self_assessment


def saving(actual, initial="100.00", budget="90.00", executed="85.50", *, name="成本节约率", score="20", **parts):
    cells = {key: parts.pop(key) for key in ("explanation", "rule") if key in parts}
    row = indicator(name, ">0%", actual, "20", score, l1="成本指标", **cells)
    parts.setdefault("unit", "某局")
    return self_assessment(
        section("成本指标", row), funding=funding(money("年度资金总额", initial, budget, executed)), **parts
    )


@pytest.mark.parametrize("actual", ["14.5%", "14.50%", "5%", "5.00%"])
def test_a_rate_that_fits_one_base_is_right(actual):
    assert findings("PS210", saving(actual)) == []


def test_a_rate_that_fits_neither():
    (found,) = findings("PS210", saving("10%"))
    assert "14.5%" in found.message
    assert "5%" in found.message
    assert levels([found]) == ["warning"]


def test_it_is_an_error_where_the_form_defines_the_rate_on_its_money():
    words = "成本节约率=（预算数-实际支出数）/预算数×100%"
    assert levels(findings("PS210", saving("10%", explanation=words))) == ["error"]


@pytest.mark.parametrize(
    "form",
    [
        saving("10%", executed=""),
        saving("10%", initial="", budget=""),
        saving("10%", initial="0", budget="0"),
        saving("14.5万元"),
        saving("≥0%"),
        saving("良好"),
        saving("10%", name="能源节约率"),
        complete(),
    ],
)
def test_rates_that_cannot_be_judged(form):
    assert findings("PS210", form) == []


def test_a_synonym_with_brackets():
    assert len(findings("PS210", saving("10%", name="资金节约率（%）"))) == 1


def test_rates_on_two_bases_are_one_finding_with_every_cell():
    forms = [
        saving("14.5%", project="甲"),
        saving("14.5%", project="乙"),
        saving("5%", project="丙"),
        saving("0%", "26.70", "26.70", "26.70", project="丁"),  # fits both
    ]
    (found,) = findings("PS211", *forms)
    assert found.form == 2
    assert levels([found]) == ["warning"]
    cells = {note.at for note in found.related}
    assert {next(form.indicators).actual.at for form in forms} <= cells | {found.at}


def test_one_base_throughout():
    assert findings("PS211", saving("14.5%"), saving("14.5%"), saving("0%", "20.00", "20.00", "20.00")) == []


def test_a_parent_unit_joins_the_forms():
    whole = saving("5%", unit="某市某局")
    part = saving("14.5%", unit="", department="某市某局", implementing_unit="某中心")
    assert len(findings("PS211", whole, part)) == 1


def test_other_units_and_years_are_not_compared():
    assert findings("PS211", saving("14.5%", unit="甲局"), saving("5%", unit="乙局")) == []
    assert findings("PS211", saving("14.5%", year="2022"), saving("5%", year="2023")) == []
    assert findings("PS211", saving("14.5%", unit=""), saving("5%", unit="")) == []


def test_files_of_unknown_year_are_not_compared():
    assert findings("PS211", saving("14.5%", file="甲.xlsx"), saving("5%", file="乙.xlsx")) == []
    dated = [saving("14.5%", file="甲.xlsx", year="2023"), saving("5%", file="乙.xlsx", year="2023")]
    assert len(findings("PS211", *dated)) == 1


def test_a_rate_that_fits_nothing_says_nothing_of_the_base():
    assert findings("PS211", saving("14.5%"), saving("30%")) == []


def test_a_cut_of_the_budget_sold_as_a_saving():
    (found,) = findings("PS212", saving("76.89%", "95.88", "22.16", "22.16"))
    assert levels([found]) == ["warning"]


def test_unspent_money_sold_as_a_saving_is_only_worth_knowing():
    assert levels(findings("PS212", saving("5%"))) == ["info"]


@pytest.mark.parametrize(
    "form",
    [
        saving("14.5%"),  # spent less than the cut budget: part of it is a saving
        saving("76.89%", "95.88", "22.16", "22.16", score="0"),
        saving("0%", "26.70", "26.70", "26.70"),
        saving("-37.25%", "51.00", "70.00", "70.00"),
    ],
)
def test_savings_that_are_none_of_the_two(form):
    assert findings("PS212", form) == []
