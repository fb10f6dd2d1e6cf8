from builders import complete, findings, indicator, levels, rows_of, section, self_assessment, target_sheet


def with_rows(*rows, **parts):
    return self_assessment(section("产出指标", *rows), **parts)


def test_a_blank_target_is_an_error():
    (found,) = findings("PS111", with_rows(indicator(target=""), indicator("培训场次")))
    assert levels([found]) == ["error"]
    assert findings("PS111", complete()) == []


def test_a_stroke_counts_only_beside_a_stated_kind():
    sheet = target_sheet(
        section(
            "效益指标",
            indicator("社会稳定", "/", None, value_type="定性"),
            indicator("其他", "/", None, value_type=""),
        )
    )
    (found,) = findings("PS111", sheet)
    assert "社会稳定" in found.message
    assert levels([found]) == ["warning"]


def test_words_that_stand_for_a_target_are_not_missing():
    rows = [indicator(target=target) for target in ("无", "详见附件", "有效维护", "0")]
    assert findings("PS111", with_rows(*rows)) == []


def test_a_value_without_a_name():
    (found,) = findings("PS112", with_rows(indicator(""), indicator("培训场次")))
    assert levels([found]) == ["error"]


def test_rows_that_need_no_name():
    empty = indicator("", "", "", "", "")
    dashes = indicator("", "/", "-", "0", "0")
    shifted = indicator("", shift=1)
    execution = indicator("", "", "100%", "10", "10", l1="预算执行率", l2="")
    assert findings("PS112", with_rows(empty, dashes, shifted, execution)) == []


def test_a_form_without_a_column_of_names_is_not_judged():
    assert findings("PS112", with_rows(indicator(""), columns=("l1", "l2", "target"))) == []


def test_a_score_without_an_actual_value():
    rows = [indicator(f"第{n}项", actual=actual) for n, actual in enumerate(("", "—", "XX", "未填", "95人"))]
    found = findings("PS131", with_rows(*rows))
    assert [finding.message[1:4] for finding in found] == ["第0项", "第1项", "第3项"]
    assert len(findings("PS113", with_rows(*rows))) == 1  # the placeholder has its own finding


def test_nothing_happened_is_an_actual_value():
    rows = [indicator(target="0次", actual=actual) for actual in ("无", "未发生", "0", "详见报告")]
    assert findings("PS131", with_rows(*rows)) == []


def test_no_score_no_claim():
    assert findings("PS131", with_rows(indicator(actual="", score="0"), indicator(actual="", score=""))) == []


def test_a_blank_score_among_scored_rows():
    (found,) = findings("PS132", with_rows(indicator(score=""), *rows_of("产出指标", "10")))
    assert levels([found]) == ["warning"]


def test_a_form_that_is_mostly_unscored_is_a_draft():
    assert findings("PS132", with_rows(indicator(score=""), indicator(score=""), *rows_of("产出指标", "10"))) == []


def test_rows_without_points_or_actual_need_no_score():
    form = with_rows(
        indicator(score="", points=""),
        indicator(score="", actual=""),
        indicator(score="", actual="不适用"),
        *rows_of("产出指标", "10", "10", "10"),
    )
    assert findings("PS132", form) == []


def test_a_blank_rule_beside_written_ones():
    rows = [indicator(rule=rule, explanation="解释") for rule in ("每低1%扣1分", "每低1%扣1分", "")]
    (found,) = findings("PS133", target_sheet(section("产出指标", *rows)))
    assert "评分标准" in found.message
    assert "mof-2021" in found.message


def test_a_column_that_is_mostly_blank_is_not_used():
    rows = [indicator(rule=rule) for rule in ("每低1%扣1分", "", "")]
    assert findings("PS133", target_sheet(section("产出指标", *rows)), complete()) == []
