"""A rate beside the numbers behind it answers the row; what is doubtful stays a list."""

from decimal import Decimal

import pytest

from perfscore.audit import audit
from perfscore.language.derived import derived
from perfscore.language.values import parse_value


def taken(actual, target="≥90%", indicator="服务对象满意度"):
    read = parse_value(actual, role="actual")
    found = derived(read, parse_value(target), indicator)
    return found.low if found.kind == "exact" else found.kind


@pytest.mark.parametrize(
    ("actual", "indicator", "rate"),
    [
        ("回收200份，满意176份，满意度88%", "服务对象满意度", 88),
        ("发放问卷200份，满意率88%", "服务对象满意度", 88),
        ("全年预算486万元，执行461.7万元，执行率95%", "预算执行率", 95),
        ("应到50人，实到48人，出勤率96%", "培训出勤率", 96),
        ("抽检3批次，合格2批次，合格率66.7%", "产品合格率", Decimal("66.7")),
    ],
)
def test_the_rate_is_taken(actual, indicator, rate):
    assert taken(actual, indicator=indicator) == rate


@pytest.mark.parametrize(
    ("actual", "target", "indicator"),
    [
        ("回收200份，满意176份，满意度98%", "≥90%", "服务对象满意度"),  # 176 of 200 is 88 %
        ("回收200份，满意度88%", "≥90%", "投诉办结率"),  # the rate of something else
        ("满意度88%，知晓率90%", "≥90%", "服务对象满意度"),  # two rates
        ("回收200份，满意度88%", "≥200份", "问卷回收数"),  # asked for a number
        ("培训3期，参训120人", "≥90%", "培训合格率"),
    ],
)
def test_what_is_doubtful_stays_a_list(actual, target, indicator):
    assert taken(actual, target, indicator) == "list"


def test_a_row_is_scored_by_its_rate(tmp_path):
    rows = [
        ("项目支出绩效自评表",),
        ("项目名称", "窗口服务", "主管部门", "某局"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        (
            "满意度指标",
            "服务对象满意度指标",
            "办事群众满意度",
            "≥90%",
            "回收200份，满意176份，满意度88%",
            "10",
            "10",
        ),
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    report = audit(path)
    assert [score.recomputed for score in report.scores if score.kind == "indicator"] == [Decimal("9.78")]
    assert "PS306" in {finding.code for finding in report.findings}
    assert not {"PS032", "PS313", "PS314", "PS324"} & {finding.code for finding in report.findings}
