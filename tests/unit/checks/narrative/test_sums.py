"""PS803: calculations in texts."""

from __future__ import annotations

import time

import pytest

from builders import complete, findings, funding, indicator, levels, money, section, self_assessment, target_sheet
from perfscore.audit import audit
from perfscore.checks.narrative.calculations import read_calculations
from perfscore.core.text import normalise


def wrong(text):
    return [one.recorded for one in findings("PS803", complete(goal=text))]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("聘请教师10人×1000元×12个月=100000元", "120000元"),
        ("护林员14名*2150元/人·月*12个月，小计235000元。", "361200元"),
        ("保洁服务费（3人×1800元+1人×2500元）×12月=9.4万元", "94800元"),
        ("其中设备3台×5000元=1.8万元", "15000元"),
        ("占比为56.19÷84.99×100%=67.11%", "66.1137%"),
        ("13.00万元+17.00万元=31.00万元", "300000元"),
        ("补助7*2590*12=22.756万元", "217560元"),
        ("面粉500克×20袋=12公斤", "10公斤"),
        ("巡护２人x３次＝７人次", "6人次"),
        ("项目中标价减少：210.49万元-203.90万元=6.95万元", "65900元"),
        ("30名学员，每人每天400元：30人×400元/人·天×5天共需经费8万元", "60000元"),
    ],
)
def test_a_wrong_calculation(text, made):
    (finding,) = findings("PS803", complete(goal=text))
    assert finding.recomputed == made
    assert finding.recorded in normalise(text).text


@pytest.mark.parametrize(
    "text",
    [
        "聘请教师10人×1000元×12个月=120000元",
        "聘请教师10人×1000元×12个月=12万元",
        "13万+17万共计30万元",
        "13万元+17万元=31万元",  # each is rounded to ten thousand
        "0.6435元/度×360000度=231660元",
        "3万元/年×6个月=3万元",  # the years do not cancel
        "5米×8米=41平方米",
        "3人*12个月，共3人",
        "工资7*2590*12，保险7*1035*12，共计304500元",
        "3900元*12=46800*5=234000元",
        "每件补贴600-900元×3件=2700元",
        "20人×2天×550元/人·天=2.3万元左右",
        "分辨率1920*1080，管径DN300*400=3，GB 50016-2014",
        "得分=(85%/95%)×10=8.95，a×70%+80×30%=94",
        "14人*2150元*12个月=36.12",  # the form is in 万元
        "咨询电话0353-1234567，2025-2026年",
        "3×12.5=37.5万元",
        "100元×50人共5天",
    ],
)
def test_left_alone(text):
    assert wrong(text) == []


def test_each_calculation_of_a_text_and_each_once_in_a_form():
    said = "甲班10人×100元=2000元，乙班20人×100元=2000元，丙班5人×100元=600元"
    form = complete(goal=said, goal_actual=said, overview=said)
    found = findings("PS803", form)
    assert [one.recorded for one in found] == ["10人×100元=2000元", "5人×100元=600元"]
    assert len(found[0].related) == 2


def test_reasons_and_explanations_are_read_and_rules_are_not():
    rows = (
        indicator(reason="结算3台×200元=700元"),
        indicator(name="植树数量", explanation="每亩50株×10亩=600株"),
        indicator(name="巡查次数", rule="5次×2分=20分"),
    )
    form = self_assessment(section("产出指标", *rows))
    assert [one.recorded for one in findings("PS803", form)] == ["3台×200元=700元", "50株×10亩=600株"]


def test_an_extracted_text_is_a_warning():
    wrong_one = {"goal": "聘请教师10人×1000元=1000元"}
    assert levels(findings("PS803", complete(**wrong_one))) == ["error"]
    assert levels(findings("PS803", complete(provenance="extracted", **wrong_one))) == ["warning"]


def test_a_target_sheet_in_a_text_file(tmp_path):
    rows = [
        "项目支出绩效目标表",
        "项目名称\t湿地管护\t主管部门\t某局",
        "项目简介\t聘用管护员6人×2400元×12个月，合计17.28万元",
        "项目实施进度计划\t第一季度采购：望远镜10架*800元=18000元",
        "一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t数量指标\t管护员人数\t≥6人",
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = [one for one in audit(path).findings if one.code == "PS803"]
    assert [(one.recorded, one.at.line) for one in found] == [("10架*800元=18000元", 4)]


def test_a_long_text_takes_no_longer_than_its_length():
    def spent(times):
        text = "设备3台×5000元+2台×(300元+1元)×1个月=1.8万元，电话0353-1234567；" * times
        started = time.perf_counter()
        assert len(read_calculations(text)) == times
        return time.perf_counter() - started

    spent(10)
    assert spent(2000) < 4 * spent(1000) + 0.2


def test_sheets_without_texts():
    assert findings("PS803", target_sheet(funding=funding(money()))) == []
