from builders import complete, findings, funding, levels, money, rows_of, section, self_assessment

FUNDS = funding(money(points="10", rate="100.00%", score="10.00"))


def form(total, *, project="甲", funds=FUNDS):
    return self_assessment(
        section("产出指标", *rows_of("产出指标", "50", "40")), funding=funds, total=total, project=project
    )


def test_score_with_execution_and_points_without():
    (found,) = findings("PS104", form(("90", "100")), form(("100", "100")), form(("90", "99"), project="乙"))
    assert levels([found]) == ["error"]
    assert len(found.related) == 1  # 99 is PS209; its points alone prove nothing


def test_points_with_execution_and_score_without_is_less_grave():
    (found,) = findings("PS104", form(("100", "90")))
    assert levels([found]) == ["warning"]


def test_two_numbers_on_one_basis_pass():
    assert findings("PS104", form(("90", "90")), form(("100", "100")), form(("90", "90"), funds=None)) == []


def test_a_form_without_total_row_gives_the_sum():
    (found,) = findings("PS110", form(None))
    assert "合计 90；加预算执行得分 10.00 为 100" in found.message


def test_a_total_row_without_score_points_at_the_cell():
    given = form(("90", ""))
    (found,) = findings("PS110", given)
    assert found.at == given.total.score.at


def test_blank_rows_are_counted():
    rows = rows_of("产出指标", "50", "30", "10")
    rows[2] = rows_of("产出指标", "")[0]
    (found,) = findings("PS110", self_assessment(section("产出指标", *rows)))
    assert "另有 1 项没有得分" in found.message


def test_a_form_that_is_not_scored_needs_no_total():
    unscored = self_assessment(section("产出指标", *rows_of("产出指标", "", "")))
    assert findings("PS110", unscored, complete()) == []
