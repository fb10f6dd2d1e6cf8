"""Met, missed or open: what target and actual say by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.language.values import Value, parse_value
from perfscore.rulesets import load_ruleset
from perfscore.scoring.direction import of_name
from perfscore.scoring.standing import standing

CONVENTIONS = load_ruleset("mof-2021").conventions
PAIRS = Path(__file__).resolve().parents[2] / "cases" / "standing" / "pairs.tsv"
WORDS = {"met": True, "missed": False, "open": None}
CASES = [
    tuple(line.split("\t")) for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


def judge(target, actual, name="", year=2023):
    read_target, read_actual = parse_value(target), parse_value(actual, role="actual")
    assert isinstance(read_target, Value)
    assert isinstance(read_actual, Value)
    return standing(
        read_target, read_actual, direction=of_name(name), year=year, conventions=CONVENTIONS, name=name
    )


@pytest.mark.parametrize(("name", "target", "actual", "label"), CASES, ids=lambda text: text)
def test_pairs(name, target, actual, label):
    assert judge(target, actual, name) is WORDS[label]


@pytest.mark.parametrize(
    ("target", "actual", "verdict"),
    [
        ("每半年不少于1次", "全年2次", True),
        ("≤6个月", "150天", True),
        ("≤80元/人", "76元", True),
        ("≥20场次", "20次", True),
        ("100%", "全部达标", True),
        ("100人左右", "98人", True),
        ("≥30", "29", False),
        ("≤5个工作日", "7个工作日", False),
        ("10月底前", "12月15日", False),
        ("20000-25000吨", "18000吨", False),
        ("合格", "不合格", False),
        ("健全", "不健全", False),
        ("明显改善", "未改善", False),
        ("≤0", "-5%", True),
        ("≥95", "96%", True),
        ("90%以上", "95%以上", True),
        ("95%以上", "90%以上", None),
        ("95%以上", "90%以下", False),
        ("12月31日前", "2023年12月28日", True),
        ("有效提升", "基本达到预期", None),
        # A rate that was rounded when it was written may have been the target.
        ("≥1.85万元", "1.8万元", None),
        ("≥1.9万元", "1.8万元", False),
    ],
)
def test_the_kinds_that_were_named(target, actual, verdict):
    assert judge(target, actual) is verdict


def test_which_side_of_a_bare_number_is_worse_must_be_known():
    assert judge("14人", "12人") is None
    assert judge("14人", "12人", "培训合格率") is False
    assert judge("14人", "17人", "事故发生次数") is False
    assert judge("0起", "1起") is False
    assert judge("0%", "5%") is None
    assert judge("100%", "98%") is False


def test_a_frequency_of_a_season_says_nothing_of_the_year():
    assert judge("每月2次", "全年10次", "定期巡查次数") is None  # which side is better is not known
    assert judge("每月不少于2次", "全年10次", "定期巡查次数") is False
    assert judge("每月不少于2次", "全年10次", "汛期巡查次数") is None
    assert judge("汛期每月不少于2次", "全年10次") is None


def test_without_the_lexicon_only_the_grammar_of_not_remains():
    from perfscore.core.conventions import Conventions

    def plain(target, actual):
        return standing(
            parse_value(target), parse_value(actual, role="actual"), direction=None, conventions=Conventions()
        )

    assert plain("健全", "不健全") is False
    assert plain("改善", "恶化") is None
    assert plain("明显改善", "略有改善") is None
    assert plain("100人左右", "98人") is None


def test_words_turned_round_by_what_stands_before_them_are_not_judged():
    assert judge("防止恶化", "恶化") is None
    assert judge("避免下降", "避免上升") is None
    assert judge("不断完善", "完善") is None
    assert judge("制度健全", "机制不健全") is None


def test_a_change_is_judged_by_the_side_that_its_kind_wants_and_by_what_was_rounded():
    assert judge("提高5%", "提高3%") is False
    assert judge("提高5%", "下降1%") is False
    assert judge("提高4.4%", "提高4%") is None
    assert judge("增长3%", "增长2%", "能耗") is None
    assert judge("下降3%", "下降2%", "能耗") is False
