"""PS802: amounts in texts against the funds."""

from __future__ import annotations

import dataclasses

import pytest

from builders import findings, funding, indicator, levels, money, section, self_assessment, target_sheet, text
from perfscore.audit import audit
from perfscore.model import Block


def sheet(total="684000", *, period=None, project="校舍维修", rows=(), costs=(), goal=None, **fields):
    """A target sheet of a project in 元."""
    fields.setdefault("money_unit", "元")
    funds = funding(
        money("年度资金总额", total, None, None), *(money(label, amount, None, None) for label, amount in rows)
    )
    cost = section("成本指标", *(indicator(f"成本{n}", one, None) for n, one in enumerate(costs)))
    form = target_sheet(
        cost, kind="project-target", funding=funds, project=project, year="2026", goal=goal, **fields
    )
    if period is None:
        return form
    whole = funding(money("实施期资金总额", period, None, None))
    goals = text(goal) if goal else None
    return dataclasses.replace(
        form, blocks=(Block("period", whole, goals, (cost,)), Block("annual", funds, form.goal, (cost,)))
    )


def found(form):
    return [one.recorded for one in findings("PS802", form)]


@pytest.mark.parametrize(
    ("said", "recorded"),
    [
        ("按照维修计划，特申请校舍维修费384000元。", "特申请校舍维修费384000元"),
        ("需追加校舍专项维修经费90万元，弥补定额的不足。", "需追加校舍专项维修经费90万元"),
        ("其中屋面40万元，门窗50万元共计90万元。", "共计90万元"),
        ("2026年屋面3000平方米*300元，资金费用900000元。", "资金费用900000元"),
        ("屋面3000平方米*300元小计90万元，保证学校开学。", "小计90万元"),
        ("本项目需申请财政资金约１２０万元", "本项目需申请财政资金约120万元"),
        ("校舍维修共需经费六十万元整", "校舍维修共需经费六十万元整"),
        ("项目资金共计：6840000元", "项目资金共计:6840000元"),
    ],
)
def test_an_amount_that_is_not_the_total(said, recorded):
    (one,) = findings("PS802", sheet(overview="申请校舍维修费68.40万元。", basis=said))
    assert one.recorded == recorded
    assert one.subject.startswith("basis/")
    assert "“项目概况”写的与总额一致" in one.message


@pytest.mark.parametrize(
    "said",
    [
        "申请校舍维修费684000元。",
        "申请校舍维修费68.4万元。",
        "共需资金68万元",  # to the written digit
        "申请资金约70万元",
        "需维修费68.4万元，其中屋面40万元、门窗28.4万元",
        "屋面维修需40万元，门窗维修需28.4万元",
        "校舍维修：（1）屋面，全年需21.8万元；（2）门窗，全年需1.1万元；（3）地面，全年需1.7万元",
        "2024年申请校舍维修费50万元，2025年申请校舍维修费90万元",
        "三年共需资金205.2万元",
        "全市教育经费5000万元，我区校舍维修需求大",
        "申请中央财政资金500万元",
        "项目总投资1200万元",
        "带动企业投资2000万元，实现营业收入3000万元",
        "共需资金300万元，上级补助231.6万元，本级68.4万元",
        "需资金300万元，已到位231.6万元",
        "每间教室需维修费9万元，每平方米补助300元，人均需经费900元",
        "每校补助资金90-120万元",
        "按照（财教〔2026〕90号）、GB 50016-2014和2026年9月1日的要求，联系电话0353-1234567",
        "申请不超过90万元",
        "单价100万元以上的设备资金100万元以上的须论证",
        "急需教学设备90万元",
        "购买保洁服务合同资金90万元",
        "上年安排校舍维修经费90万元",
        "其中申请购置费12万元",
        "本年度追加校舍维修资金8万元",  # to what was there
        "经测算需资金75万元，财政评审后安排68.4万元",
        "2025年至2027年共需资金205.2万元",
        "资金来源：申请专项资金60万元，单位另有8.4万元",
        "每年需资金120万元，年均需资金90万元",
        "申请门窗更换费12万元",  # what the name of the project does not say
        "公共90万元",
    ],
)
def test_left_alone(said):
    assert found(sheet(overview=said, plan=said)) == []


def test_forty_amounts():
    said = "；".join(f"第{n}中学屋面维修需{n}.5万元" for n in range(1, 41))
    assert found(sheet(plan=said)) == []


def test_a_part_that_the_sheet_states_is_no_contradiction():
    said = "申请校舍维修费384000元"
    assert found(sheet(plan=said)) == ["申请校舍维修费384000元"]
    assert found(sheet(plan=said, rows=[("市级资金", "384000"), ("自筹", "300000")])) == []
    assert found(sheet(plan=said, costs=["≤384000元"])) == []
    assert found(sheet(plan=said, period="384000")) == []
    assert found(sheet(plan=said, period="1068000")) == []  # what the other years have


def test_units_of_the_sheet():
    said = "申请校舍维修费38.4万元"
    assert found(sheet("38.40", money_unit="万元", plan=said)) == []
    assert found(sheet("68.40", money_unit="万元", plan=said)) == [said]
    assert found(sheet("68.40", money_unit="", plan=said)) == []
    assert found(sheet("0", plan=said)) == []


def test_causes():
    (digit,) = findings("PS802", sheet(plan="申请校舍维修费384000元"))
    assert "只差一个数字" in digit.message
    (scale,) = findings("PS802", sheet(plan="申请校舍维修费684万元"))
    assert "相差 10 倍" in scale.message
    (block,) = findings("PS802", sheet(plan="共计90万元", period="0", costs=["≤40万元/年", "≤500000元/年"]))
    assert "与实施期的成本指标一致" in block.message
    assert [one.note for one in block.related if "实施期指标值" in one.note] == [
        "实施期指标值 ≤40万元/年",
        "实施期指标值 ≤500000元/年",
    ]


def test_one_text_in_both_blocks_is_one_finding():
    (one,) = findings("PS802", sheet(goal="维修校舍，申请资金90万元", period="0"))
    assert one.subject == "goal/90万元"
    assert [note.note for note in one.related] == ["年度资金总额 684000", "实施期总体目标同样"]


def test_a_self_assessment_answers_with_each_of_its_amounts():
    funds = funding(money(initial="60.00", budget="68.40", executed="50.00"))

    def assessed(said, **fields):
        return self_assessment(section("产出指标", {}), funding=funds, project="校舍维修", goal=said, **fields)

    for amount in ("60", "68.4", "50"):
        assert found(assessed(f"申请校舍维修费{amount}万元")) == []
    assert found(assessed("申请校舍维修费90万元")) == ["申请校舍维修费90万元"]
    assert found(assessed("申请校舍维修费90万元", kind="unit-self-assessment")) == []


TWO_TERMS = """项目支出绩效目标申报表
项目名称\t湿地管护\t主管部门\t某局
项目资金（万元）\t实施期资金总额：\t60\t年度资金总额：\t20
项目简介\t聘用管护员6人，特申请湿地管护经费20万元
项目设立依据\t根据条例，申请湿地管护经费60万元
总体目标\t实施期目标\t年度目标
\t管护湿地三年\t管护湿地，申请资金25万元
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t管护员人数\t≥6人\t数量指标\t管护员人数\t≥6人
"""


def test_sheets_of_two_terms(tmp_path):
    path = tmp_path / "表.txt"

    def read(text):
        path.write_text(text, encoding="utf-8")
        return [one for one in audit(path).findings if one.code == "PS802"]

    assert read(TWO_TERMS) == []  # between the year's and the whole
    (one,) = read(TWO_TERMS.replace("申请湿地管护经费60万元", "申请湿地管护经费85万元"))
    assert (one.recorded, one.at.line, levels([one])) == ("申请湿地管护经费85万元", 5, ["warning"])


def test_both_totals_where_the_indicators_are_printed_once(tmp_path):
    path = tmp_path / "表.txt"
    rows = [
        *TWO_TERMS.splitlines()[:5],
        "一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t数量指标\t管护员人数\t≥6人",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [one for one in audit(path).findings if one.code == "PS802"] == []
    path.write_text("\n".join(rows).replace("经费60万元", "经费85万元"), encoding="utf-8")
    assert [one.at.line for one in audit(path).findings if one.code == "PS802"] == [5]


def test_a_total_without_its_amount():
    """A text may be right about it."""
    assert found(sheet(plan="申请校舍维修费90万元", rows=[("实施期资金总额", None)])) == []
