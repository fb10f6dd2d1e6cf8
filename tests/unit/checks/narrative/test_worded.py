"""Calculations that a text states in words, and the total behind their parts."""

import pytest

from perfscore.checks.narrative.worded import worded_calculations

TEXT = "本年修复古籍120册，每册3000元，小计36万元；购置书柜24组，每组1.15万元，小计27.6万元；共需资金63.6万元。"


def wrong(text):
    return [str(one.exact) for one in worded_calculations(text) if not one.holds(0)]


def test_what_is_right_holds():
    assert len(worded_calculations(TEXT)) == 3
    assert wrong(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("小计36万元", "小计39万元", "360000"),  # and not the sum besides
        ("每组1.15万元", "每组1.25万元", "300000"),
        ("共需资金63.6万元", "共需资金66.3万元", "636000"),
        ("修复古籍120册", "修复古籍210册", "630000"),
    ],
)
def test_one_slip_is_one_calculation(old, new, made):
    assert wrong(TEXT.replace(old, new)) == [made]


@pytest.mark.parametrize(
    "text",
    [
        "采购电脑15台，单价4800元，合计7.2万元",
        "聘用护林员12人，每人2.4万元/人，共需28.8万元",
        "采购电脑15台，单价0.48万元，小计7.2万元",  # 7.125 to 7.275
    ],
)
def test_other_words_for_the_same(text):
    assert len(worded_calculations(text)) == 1
    assert wrong(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "培训3期，每人300元，小计9万元",  # per head, not per session
        "慰问50户，每人500元，共计5万元",
        "小计36万元；另有设备费5万元；小计27.6万元；共需资金63.6万元",  # an amount that is no part
        "小计36万元；共需资金63.6万元",  # one part
        "小计36万元；小计27.6万元；合计63.6万元；总计70万元",  # two totals
        "120册，每册3000元，小计36万元/年",
        "补助120户，每户3000元，其中自筹36万元",
    ],
)
def test_what_may_mean_something_else_is_left_alone(text):
    assert wrong(text) == []


def test_a_long_text_is_read_once_from_left_to_right():
    long = TEXT * 40
    assert len(worded_calculations(long)) == 80
