"""PS804 and PS808: rates and changes whose numbers stand in the same sentence."""

from __future__ import annotations

import pytest

from builders import findings, indicator, section, self_assessment
from perfscore.audit import audit


def found(code, said, **fields):
    form = self_assessment(section("产出指标", {}), goal_actual=said, **fields)
    return [(one.recorded, one.recomputed, one.severity.word) for one in findings(code, form)]


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("抽检食品126批次，合格120批次，合格率99.2%", ("99.2%", "95.24%", "warning")),
        ("发放问卷1300份，回收1260份，回收率达98%", ("98%", "96.92%", "warning")),
        ("全年预算200万元，实际支出1,874,000元，预算执行率为95.7%。", ("95.7%", "93.7%", "warning")),
        ("检测费56.19万元，占全部支出84.99万元的76.11%", ("76.11%", "66.11%", "error")),
        ("应到120人，参训96人，参训率90%以上", ("90%", "80%", "warning")),
    ],
)
def test_a_rate_that_its_numbers_do_not_make(said, want):
    assert found("PS804", said) == [want]


@pytest.mark.parametrize(
    "said",
    [
        "抽检食品126批次，合格125批次，合格率99.2%",
        "预算200万元，支出187.4万元，执行率94%",
        "检测费56.19万元，占全部支出84.99万元的66.11%",
        "72.115万元的设备费1272.70万元，占支出1764.82万元的72.12%",  # three numbers
        "抽检126批次，复检12批次，合格125批次，合格率95%",
        "甲10万元，乙20万元，分别占总额100万元的10%、20%",
        "收案1234件，结案1190件，结案率99%",  # with those of the years before
        "抽检126批次。合格率99%。",
        "抽检126批次，合格率99%",
        "约有120人，参训96人左右，参训率85%",
        "年初预算200万元，执行率94%，支出100万元",
        "培训120人，合格95%，合格率95%",
        "预算0万元，支出0万元，执行率100%",
    ],
)
def test_rates_left_alone(said):
    assert found("PS804", said) == []


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("植被覆盖率由62.5%提高到60.8%", "提高"),
        ("投诉由12件下降至15件", "下降"),
        ("管护费203.9万元，比上年197.31万元减少6.59万元", "减少"),
        ("接待游客3200人次，较2022年3500人次增长300人次", "增长"),
        ("从业人员从1,200人，逐步增加到900人", "增加"),
    ],
)
def test_a_change_the_other_way(said, word):
    assert found("PS808", said) == [(word, "减少" if word[0] in "提增" else "增加", "error")]


@pytest.mark.parametrize(
    "said",
    [
        "植被覆盖率由60.8%提高到62.5%",
        "管护费203.9万元，比上年210.49万元减少6.59万元",
        "管护费203.9万元，比上年197.31万元减少8万元",  # of something else
        "排名由第8位上升到第3位，名次由8名提高到3名",
        "办理时限由5天压缩到3天，由3天提高到1天",
        "满意度由90%提高到约90%",
        "由5次增加到3个",
        "由60.8%，提高62.5万元",
        "比上年增加5万元",
        "覆盖率62.5%，合格率60.8%",
        "由3-5次增加到2次",
        "提高到90%，降低到80%",
    ],
)
def test_changes_left_alone(said):
    assert found("PS808", said) == []


def test_reasons_are_read_and_each_is_told_once():
    said = "游客由3500人增加到3200人"
    row = indicator(reason=said)
    form = self_assessment(section("产出指标", row), goal=said, goal_actual=said)
    assert [one.recorded for one in findings("PS808", form)] == ["增加"]
    assert (
        findings("PS808", self_assessment(section("产出指标", row)))[0].subject == "培训人数/reason/3500人/3200人"
    )


def test_a_text_file(tmp_path):
    rows = [
        "项目支出绩效自评表",
        "项目名称\t湿地管护\t实施单位\t某站",
        "年度总体目标\t预期目标\t实际完成情况",
        "\t巡护120次\t鸟类由120种增加到98种；抽检水样60个，达标51个，达标率95%",
        "一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分",
        "产出指标\t数量指标\t巡护次数\t≥120次\t120次\t100\t100",
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    got = [
        (one.code, one.severity.word, one.at.line)
        for one in audit(path).findings
        if one.code in ("PS804", "PS808")
    ]
    assert got == [("PS804", "warning", 4), ("PS808", "warning", 4)]
