"""PS816: quantities in texts against indicators."""

from __future__ import annotations

import dataclasses

import pytest

from builders import findings, funding, indicator, levels, money, section, self_assessment, target_sheet, text
from perfscore.audit import audit
from perfscore.model import Block


def sheet(*rows, **texts):
    return target_sheet(
        section("产出指标", *(indicator(*row, None) for row in rows)), kind="project-target", **texts
    )


def found(form):
    return [(one.recorded, one.severity.word) for one in findings("PS816", form)]


def done(said, target, actual, name="应急演练次数", goal=None):
    row = indicator(name, target, actual)
    return self_assessment(section("产出指标", row), goal=goal, goal_actual=said, year="2026")


@pytest.mark.parametrize(
    ("said", "name", "target", "level"),
    [
        ("开展应急演练6次", "应急演练次数", "8次", "warning"),
        ("开展演练6次，提升能力", "应急演练次数", "≥8次", "warning"),
        ("全年组织6场应急演练活动", "应急演练场次", "≥8场", "warning"),
        ("开展演练10次，提升能力", "夜间演练次数", "8次", "info"),  # the night may be a part
        ("培训1000人以上", "培训人数", "1200人", None),  # at least so many
        ("培训不少于1300人", "培训人数", "1200人", "warning"),
        ("购置电脑20台", "电脑购置数量", "≥26台", None),  # 购置电脑 is not 电脑购置 unless the words are the same
        ("设备购置20台", "购置设备台数", "≥26台", "warning"),
        ("提升满意度达90%", "服务对象满意度", "≥95%", "warning"),
        ("群众满意度达95%以上", "群众满意度", "≥95%", None),
        ("群众满意度达98%", "群众满意度", "≥95%", None),
        ("用电量约230000千瓦时", "预计用电量", "≤310000千瓦时", "info"),
        ("用电量约300000千瓦时", "预计用电量", "≤310000千瓦时", None),
        ("用电量35万千瓦时", "预计用电量", "≤310000千瓦时", "warning"),
        ("年度水费13万元", "水费", "≤9万元", "warning"),
        ("补助标准为1200元/人", "补助标准", "1000元/人", "warning"),
        ("培训教师约205人", "培训教师人数", "200人", None),
    ],
)
def test_an_aim_and_its_indicator(said, name, target, level):
    got = [word for _, word in found(sheet((name, target), goal=said))]
    if name == "电脑购置数量":
        level = "warning"
    assert got == ([level] if level else [])


@pytest.mark.parametrize(
    "said",
    [
        "每季度开展应急演练1次",
        "其中夜间应急演练2次",
        "上年应急演练5次",
        "应急演练次数比上年增加2次",
        "2025年开展应急演练5次",
        "1-6月开展应急演练3次",
        "开展应急演练5-6次",
        "开展夏季应急演练2次",  # a part, by its name
        "甲区应急演练3次，乙区应急演练5次",
        "开展应急演练3次，应急演练5次",
        "应急演练60人",
        "应急演练累计30次",
        "第3次应急演练",
        "应急演练费用3万元，历时5天",
        "按照《应急演练管理办法》（应急〔2024〕6号）开展应急演练",
    ],
)
def test_left_alone(said):
    assert found(sheet(("应急演练次数", "≥8次"), goal=said, plan=said, year="2026")) == []


def test_a_short_name_of_several_indicators_must_fit_none_of_them():
    rows = (("职工满意度", "≥90%"), ("群众满意度", "≥95%"))
    assert found(sheet(*rows, goal="满意度达90%")) == []
    assert found(sheet(*rows, goal="满意度达80%")) == [("满意度达80%", "warning")]


def test_what_is_there_already_needs_the_whole_name():
    rows = (("安全检查次数", "≥12次"),)
    assert found(sheet(*rows, overview="开展节能检查，全年检查6次")) == []
    assert found(sheet(*rows, overview="全年安全检查6次")) == [("全年安全检查6次", "warning")]


def test_blocks():
    """The goal of the year answers to the year, other texts to either block."""
    form = sheet(("应急演练次数", "≥6次"), goal="开展应急演练6次", plan="三年开展应急演练20次，一次不少")
    whole = section("产出指标", indicator("应急演练次数", "20次", None))
    blocks = (
        Block("period", None, text("开展应急演练18次"), (whole,)),
        Block("annual", None, form.goal, form.sections),
    )
    (one,) = findings("PS816", dataclasses.replace(form, blocks=blocks))
    assert (one.recorded, one.recomputed) == ("开展应急演练18次", "20次")


def test_one_text_in_two_fields_is_one_finding():
    (one,) = findings("PS816", sheet(("安全检查次数", "≥12次"), overview="安全检查6次", plan="安全检查6次"))
    assert [note.note for note in one.related] == ["“安全检查次数”指标值 ≥12次", "项目实施计划同样"]


def test_an_amount_that_the_funds_deny_is_told_once():
    funds = funding(money("年度资金总额", "210000", None, None))
    said = {"plan": "申请校舍维修费30万元", "project": "校舍维修", "money_unit": "元", "funding": funds}
    form = sheet(("校舍维修费", "≤21万元"), **said)
    assert [one.code for one in findings("PS802", form)] == ["PS802"]
    assert found(form) == []
    asked = sheet(("校舍维修费", "≤21万元"), plan="校舍维修费30万元", funding=funds, money_unit="元")
    assert found(asked) == [("校舍维修费30万元", "warning")]


@pytest.mark.parametrize(
    ("said", "target", "actual", "wrong"),
    [
        ("组织应急演练6次", "≥6次", "5次", True),
        ("组织应急演练6次", "≥6次", "6次", False),
        ("组织应急演练6次", "≥6次", "8次", False),  # the target, which was reached
        ("组织应急演练7次", "≥6次", "8次", True),
        ("组织应急演练6次以上", "≥6次", "8次", False),
        ("组织应急演练8次以上", "≥6次", "6次", True),
        ("计划应急演练6次，因雨取消1次", "≥6次", "5次", False),
        ("应急演练6次，实际应急演练5次", "≥6次", "5次", False),
        ("组织应急演练近6次", "≥6次", "6次", False),
        ("组织应急演练6场次", "≥6次", "5次", True),
        ("组织应急演练6次", "≥6次", "83.33%", False),
        ("组织应急演练6次", "≥6次", "已完成", False),
        ("", "≥6次", "5次", False),
    ],
)
def test_what_was_done_and_its_actual(said, target, actual, wrong):
    got = findings("PS816", done(said, target, actual))
    assert levels(got) == (["warning"] if wrong else [])
    assert [one.recomputed for one in got] == ([actual] if wrong else [])


def test_a_short_name_may_be_of_more():
    assert found(done("组织演练7次", "≥6次", "5次")) == [("组织演练7次", "info")]
    assert found(done("组织演练6次", "≥6次", "5次")) == [("组织演练6次", "warning")]  # what was aimed at
    assert found(done("组织演练4次", "≥6次", "5次")) == [("组织演练4次", "warning")]
    assert found(done("满意度98%", "≥90%", "92%", "群众满意度")) == [("满意度98%", "warning")]


def test_rates_as_they_round():
    assert found(done("满意度93%", "≥90%", "92.6%", "群众满意度")) == []
    assert found(done("满意度93%", "≥90%", "92.4%", "群众满意度")) == [("满意度93%", "warning")]


def test_a_copied_goal_tells_nothing_of_what_was_done():
    said = "组织应急演练6次"
    assert found(done(said, "≥6次", "5次", goal=said)) == []


def test_a_self_assessment_in_a_text_file(tmp_path):
    rows = [
        "项目支出绩效自评表",
        "项目名称\t湿地管护\t实施单位\t某站",
        "年度总体目标\t预期目标\t实际完成情况",
        "\t巡护120次，救护鸟类30只\t巡护118次，救护鸟类31只",
        "一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分",
        "产出指标\t数量指标\t巡护次数\t≥120次\t108次\t50\t45",
        "\t\t救护鸟类数量\t≥30只\t31只\t50\t50",
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    (one,) = [one for one in audit(path).findings if one.code == "PS816"]
    assert (one.recorded, one.recomputed, one.at.line, one.severity.word) == ("巡护118次", "108次", 4, "warning")
