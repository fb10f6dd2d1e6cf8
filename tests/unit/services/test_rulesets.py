"""Trying a rule set by its own cases, and starting a new one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfscore.core.errors import UsageError
from perfscore.rulesets import load_ruleset, names
from perfscore.services.rulesets import new_ruleset, new_text, run_cases, try_text


@pytest.fixture
def own(tmp_path):
    """A function that loads a new rule set after an edit."""
    path = new_ruleset("mycity", "mof-2021", tmp_path)

    def edit(*pairs):
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return load_ruleset(path)

    return edit


@pytest.mark.parametrize("name", names())
def test_the_cases_of_the_shipped_rule_sets_pass(name):
    results = run_cases(load_ruleset(name))
    assert results
    assert all(result.passed for result in results)


def test_a_case_that_gives_another_score_does_not_pass(own):
    (result,) = run_cases(own(('score = "9.50"', 'score = "9.00"')))
    assert (result.passed, result.score, result.case.score) == (False, Decimal("9.50"), 9)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("≥100人", "≥八十分之", "指标值“≥八十分之”读不懂"),
        ('"95人"', '"9S人"', "完成值“9S人”读不懂"),
        ('"95人"', '""', "实际完成值未填"),
    ],
)
def test_a_case_that_cannot_be_scored_says_why(own, old, new, problem):
    (result,) = run_cases(own((old, new)))
    assert not result.passed
    assert problem in result.problem


def test_formulas_and_rounding_of_the_file_are_used(own):
    rules = own(
        ("# [formulas]", "[formulas]"),
        ("# positive", "positive"),
        ('["ratio"]', '["pass-mark:60"]'),
        ('"9.50"', '"8.75"'),
    )
    (result,) = run_cases(rules)
    assert result.passed
    assert rules.positive.value == ("pass-mark:60",)


def test_an_unknown_formula_is_told_by_line(own):
    rules = own(("# [formulas]", "[formulas]"), ("# positive", "positive"), ('["ratio"]', '["ration"]'))
    lines = Path(rules.path).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("positive"))
    with pytest.raises(UsageError) as caught:
        run_cases(rules)
    assert str(caught.value) == (
        f"{rules.path} 第{line}行：formulas.positive 没有名为“ration”的公式；可用："
        "ratio、inverse-ratio、mirror、all-or-nothing、pass-mark:60（及格线百分数）"
    )


def test_a_new_rule_set_is_sound_as_it_is_written(own):
    rules = own()
    assert rules.id == "mycity"
    assert not rules.general
    assert rules.weights.value == load_ruleset("mof-2021").weights.value
    assert all(result.passed for result in run_cases(rules))


@pytest.mark.parametrize(
    ("name", "base", "told"),
    [
        ("我市", "mof-2021", "只用小写字母、数字和连字符，例如 mycity-2026；现为“我市”"),
        ("../mycity", "mof-2021", "只用小写字母"),
        ("mof-2020", "mof-2021", "“mof-2020”是自带的规则集"),
        ("mycity", "hengyang-2023", "只能以通用规则集为底，“hengyang-2023”不是；可用：mof-2020、mof-2021"),
        ("mycity", "nowhere", "没有名为“nowhere”的评分规则集"),
    ],
)
def test_what_cannot_be_started_is_told(tmp_path, name, base, told):
    with pytest.raises(UsageError) as caught:
        new_ruleset(name, base, tmp_path)
    assert told in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(own, tmp_path):
    before = (tmp_path / "mycity.toml").read_bytes()
    with pytest.raises(UsageError, match=r"mycity\.toml：文件已存在.*--force"):
        new_ruleset("mycity", "mof-2021", tmp_path)
    assert (tmp_path / "mycity.toml").read_bytes() == before


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"mycity\.toml：写不进去"):
        new_ruleset("mycity", "mof-2021", tmp_path / "没有")


def test_a_text_is_tried_without_a_file():
    text = new_text("mycity", "mof-2021")
    tried = try_text(text, "mycity.toml")
    assert (tried.ruleset.id, [one.passed for one in tried.results]) == ("mycity", [True])
    assert text.splitlines()[tried.lines[0] - 1] == "[[cases]]"


@pytest.mark.parametrize("name", ["ratoi", "pass-mark:²", "pass-mark:0", "pass-mark:100"])
def test_a_formula_that_does_not_exist_is_told_by_its_line(name):
    text = new_text("mycity", "mof-2021").replace("# [formulas]", "[formulas]").replace("# positive", "positive")
    line = next(n for n, words in enumerate(text.splitlines(), 1) if words.startswith("positive"))
    with pytest.raises(UsageError, match=rf"^x\.toml 第{line}行：formulas\.positive 没有名为“{name}”的公式"):
        try_text(text.replace('["ratio"]', f'["{name}"]'), "x.toml")
