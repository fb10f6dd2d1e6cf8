from builders import (
    complete,
    findings,
    funding,
    indicator,
    levels,
    money,
    rows_of,
    section,
    self_assessment,
    target_sheet,
)


def split(**points):
    names = {"cost": "成本指标", "output": "产出指标", "outcome": "效益指标", "satisfied": "满意度指标"}
    return self_assessment(*(section(names[key], *rows_of(names[key], one)) for key, one in points.items()))


def test_weights_of_the_rule_set_and_its_alternatives_pass():
    assert findings("PS105", complete()) == []
    assert findings("PS105", split(cost="20", output="40", outcome="30")) == []
    assert findings("PS105", split(output="50", outcome="30", satisfied="10"), ruleset="mof-2020") == []


def test_another_split_is_one_finding_with_the_whole_split():
    (found,) = findings("PS105", split(cost="20", output="20", outcome="40", satisfied="10"))
    assert "成本 20、产出 20、效益 40、满意度 10" in found.message
    assert len(found.related) == 1  # the outcomes, besides the outputs that it points at
    assert levels([found]) == ["info"]


def test_the_region_that_prescribes_the_split_accepts_it():
    form = split(cost="20", output="20", outcome="40", satisfied="10")
    assert findings("PS105", form, ruleset="hengyang-2023") == []


def test_weights_are_not_judged_where_they_are_not_known_or_another_system():
    unknown = self_assessment(
        section("产出指标", *rows_of("产出指标", "", "40")), section("效益指标", *rows_of("效益指标", "50"))
    )
    hundred = split(output="60", outcome="40")  # PS103, or execution has no row of its own
    other = self_assessment(
        section("决策指标", *rows_of("决策指标", "40")), section("产出指标", *rows_of("产出指标", "50"))
    )
    assert findings("PS105", unknown, hundred, other) == []


def test_printed_points_of_a_heading_count_before_the_sum():
    form = self_assessment(
        section("成本指标", *rows_of("成本指标", "20"), points="20"),
        section("产出指标", *rows_of("产出指标", "40"), points="40"),
        section("效益指标", *rows_of("效益指标", "40"), points="20"),  # PS102
        section("满意度指标", *rows_of("满意度指标", "10"), points="10"),
    )
    assert findings("PS105", form) == []


def test_blank_zero_and_negative_points():
    form = self_assessment(section("产出指标", *rows_of("产出指标", "50", "", "0", "-5")))
    found = findings("PS107", form)
    assert len(found) == 3
    assert levels(found) == ["error"] * 3


def test_a_blank_column_is_one_finding():
    (found,) = findings("PS107", self_assessment(section("产出指标", *rows_of("产出指标", "", "", ""))))
    assert len(found.related) == 2


def test_points_that_cannot_be_read_are_not_missing():
    assert findings("PS107", self_assessment(section("产出指标", *rows_of("产出指标", "十分", "50")))) == []


def test_sheets_of_evaluators_are_scored_whole_and_those_of_enterprises_need_not_be():
    rows = section("产出指标", *rows_of("产出指标", "50", ""))
    assert len(findings("PS107", self_assessment(rows, kind="scoring-sheet"))) == 1
    assert findings("PS107", self_assessment(rows, kind="kpi")) == []


def test_one_row_above_the_limit():
    form = self_assessment(section("产出指标", *rows_of("产出指标", "30", "31")))
    (found,) = findings("PS108", form)
    assert "31 分" in found.message
    assert levels([found]) == ["info"]


def test_points_that_contradict_their_heading_are_mended_first():
    form = self_assessment(section("效益指标", *rows_of("效益指标", "40", "10"), points="40"))
    assert findings("PS108", form) == []


def source(label="当年财政拨款", points="10", score="0"):
    return money(label, points=points, score=score, rate="")


def carrying(*sources, points="10", **fields):
    return complete(funding=funding(money(points=points, rate="100.00%", score="10.00"), *sources), **fields)


def test_points_on_source_rows_are_one_finding_for_all_forms():
    (found,) = findings(
        "PS109",
        carrying(source(), source("其他资金"), project="甲"),
        carrying(source("", "", ""), project="乙"),
        carrying(source(), project="丙"),
    )
    assert "2 张表" in found.message
    assert [note.note for note in found.related] == [
        "得分 0",  # beside the cell that the finding points at
        "甲 其他资金 分值 10，得分 0",
        "丙 当年财政拨款 分值 10，得分 0",
    ]


def test_divided_points_and_bare_zeros_are_no_repetition():
    assert findings("PS109", carrying(source(points="6"), source("其他资金", points="4"))) == []
    assert findings("PS109", carrying(source(points="", score="0"), source(points="0", score="0"))) == []


def test_weights_of_a_target_sheet():
    sheet = target_sheet(section("产出指标", indicator(points="90", score=None, actual=None)))
    assert levels(findings("PS105", sheet)) == ["info"]
    assert levels(findings("PS108", sheet)) == ["info"]
