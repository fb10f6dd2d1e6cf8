import pytest

from builders import base_table, complete, findings, indicator, levels, rows_of, section, self_assessment


def scored(*scores):
    rows = [indicator(f"第{n}项", points="10", score=score) for n, score in enumerate(scores)]
    return self_assessment(section("产出指标", *rows))


def test_noise_is_one_finding_for_the_form():
    (found,) = findings("PS225", scored("8.999999999999998", "4.300000190734863", "5"))
    assert found.recomputed == "9"
    assert len(found.related) == 1
    assert levels([found]) == ["info"]


def test_noise_in_a_value():
    rows = [indicator(target="0.0900000762939453万元", actual="1人")]
    (found,) = findings("PS225", self_assessment(section("产出指标", *rows)))
    assert found.recomputed == "0.09"


@pytest.mark.parametrize("score", ["8.65", "3.1415926535", "4.342105263157895", "0.333333333333"])
def test_long_numbers_that_are_no_noise(score):
    assert findings("PS225", scored(score), base_table(("经费", {"budget": "12345678.9012"}))) == []


def test_padded_beside_unpadded():
    (found,) = findings("PS226", scored("4.34", "5", "10.00"))
    assert levels([found]) == ["info"]


@pytest.mark.parametrize(
    "scores", [("4.34", "5", "9.5"), ("4.34", "5.00", "10.00"), ("0", "5.00"), ("10", "5", "")]
)
def test_columns_of_one_style(scores):
    assert findings("PS226", scored(*scores)) == []


def test_thousands_separators():
    table = base_table(
        ("甲", {"budget": "1,234.56"}), ("乙", {"budget": "2345.67"}), ("丙", {"outturn": "9876.54"})
    )
    assert len(findings("PS226", table)) == 1
    assert findings("PS226", base_table(("甲", {"budget": "1,234.56"}), ("乙", {"budget": "234.56"}))) == []


def test_each_column_of_a_form_is_at_most_one_finding():
    table = base_table(
        ("甲", {"budget": "7.80", "outturn": "1.50"}),
        ("乙", {"budget": "7.8", "outturn": "2"}),
        ("丙", {"budget": "9"}),
    )
    assert len(findings("PS226", table)) == 2


def test_a_form_without_fault():
    assert findings("PS226", complete()) == []
    assert findings("PS225", complete(), self_assessment(section("产出指标", *rows_of("产出指标", "50")))) == []
