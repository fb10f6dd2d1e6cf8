from builders import (
    base_table,
    complete,
    findings,
    funding,
    indicator,
    levels,
    money,
    rows_of,
    section,
    self_assessment,
)


def form(*names, **parts):
    return self_assessment(*(section(name, *rows_of(name, "30")) for name in names), **parts)


def test_missing_outputs_or_outcomes_are_warned_of():
    assert levels(findings("PS115", form("效益指标", "满意度指标"), ruleset="mof-2020")) == ["warning"]
    assert levels(findings("PS115", form("产出指标", "满意度指标"), ruleset="mof-2020")) == ["warning"]


def test_missing_satisfaction_is_less_grave():
    assert levels(findings("PS115", form("产出指标", "效益指标"), ruleset="mof-2020")) == ["warning"]


def test_satisfaction_carried_by_the_outcomes_is_worth_knowing():
    given = self_assessment(
        section("产出指标", *rows_of("产出指标", "50")), section("效益指标", *rows_of("效益指标", "40"))
    )
    (found,) = findings("PS115", given, ruleset="mof-2020")
    assert levels([found]) == ["info"]
    assert "并入效益指标" in found.message


def test_satisfaction_below_the_outcomes_is_there():
    given = self_assessment(
        section("产出指标", *rows_of("产出指标", "50")),
        section(
            "效益指标", *rows_of("效益指标", "30"), indicator("群众满意度", l1="效益指标", l2="服务对象满意度指标")
        ),
    )
    assert findings("PS115", given, ruleset="mof-2020") == []
    assert findings("PS115", form("产出指标", "效益与满意度指标"), ruleset="mof-2020") == []


def test_cost_is_asked_for_only_by_a_region_named_by_the_user():
    given = form("产出指标", "效益指标", "满意度指标")
    assert findings("PS115", given) == []
    assert len(findings("PS115", given, ruleset="hengyang-2023")) == 1


def test_another_system_of_first_levels_and_unknown_headings_are_not_judged():
    assert findings("PS115", form("决策指标", "过程指标", "产出指标")) == []
    assert findings("PS115", form("产出指标", "")) == []


def test_a_printed_heading_without_rows_is_pointed_at():
    given = self_assessment(
        section("产出指标", *rows_of("产出指标", "50")),
        section("效益指标", blanks=("社会效益指标",)),
        section("满意度指标", *rows_of("满意度指标", "10")),
    )
    (found,) = findings("PS115", given, ruleset="mof-2020")
    assert found.at == given.sections[1].header.at


def aspects(*l2, blanks=(), **parts):
    return self_assessment(
        section("产出指标", *(indicator(f"产出{n}", l2=name) for n, name in enumerate(l2)), blanks=blanks), **parts
    )


def test_each_missing_aspect_is_a_finding():
    assert len(findings("PS116", aspects("数量指标"))) == 2
    assert findings("PS116", aspects("数量指标", "质量指标", "时效指标")) == []


def test_outputs_without_second_level_are_not_judged():
    assert findings("PS116", aspects("数量指标", "")) == []


def test_a_row_that_lacks_its_name_stands_under_its_level():
    rows = [indicator("甲"), indicator("", l2="质量指标"), indicator("乙", l2="时效指标")]
    assert findings("PS116", self_assessment(section("产出指标", *rows))) == []


def test_cost_is_missing_only_where_it_is_printed_and_there_is_money():
    three = ("数量指标", "质量指标", "时效指标")
    funded = aspects(*three, blanks=("成本指标",), funding=funding())
    (found,) = findings("PS116", funded)
    assert found.at == funded.sections[0].blanks[0].at
    penniless = funding(money(initial="0", budget="0", executed="0"))
    assert findings("PS116", aspects(*three, blanks=("成本指标",), funding=penniless)) == []
    assert findings("PS116", aspects(*three, funding=funding())) == []


def test_blank_labels_are_one_finding_with_every_place():
    given = self_assessment(
        section("成本指标", *rows_of("成本指标", "20"), blanks=("社会成本指标", "生态环境成本指标")),
        section("效益指标", *rows_of("效益指标", "20"), blanks=("经济效益指标", "社会效益指标")),
    )
    (found,) = findings("PS118", given)
    assert levels([found]) == ["info"]
    assert len(found.related) == 2  # 社会效益指标 has a row elsewhere in its section
    assert "社会效益" not in found.message


def test_a_blank_aspect_is_reported_once():
    given = aspects("数量指标", "质量指标", blanks=("时效指标",))
    assert len(findings("PS116", given)) == 1
    assert findings("PS118", given) == []


def test_one_name_twice():
    assert findings("PS119", aspects("数量指标", "质量指标")) == []
    twice = self_assessment(
        section("产出指标", indicator("培训 人次"), indicator("培训人次", "≥200人"), indicator("其他"))
    )
    (found,) = findings("PS119", twice)
    assert found.at == twice.sections[0].indicators[1].name.at


def test_two_things_of_one_name_under_different_labels():
    given = self_assessment(
        section(
            "产出指标",
            indicator("设备维护", "≥100台", l2="数量指标"),
            indicator("设备维护", "2023年12月底前", "2023年11月", l2="时效指标"),
        )
    )
    assert findings("PS119", given) == []


def test_forms_without_fault_and_without_indicators():
    for code in ("PS115", "PS116", "PS118", "PS119"):
        assert findings(code, complete(), base_table(("三公经费", {"budget": "10"}))) == []
