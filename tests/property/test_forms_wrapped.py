"""A wide table that was extracted cell by cell says the same however its cells were wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_support import figure, text
from perfscore.forms import recognise

pytestmark = pytest.mark.property

HEADER = [
    "单位编码",
    "单位名称",
    "年度预算申请",
    "整体绩效目标",
    "资金总额",
    "按收入性质分",
    "按支出性质分",
    "一般公共预算",
    "其他资金",
    "基本支出",
    "项目支出",
    "部门整体支出年度绩效目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值类型",
    "指标值",
    "计量单位",
    "指标解释",
    "评（扣）分标准",
    "备注",
]
GOAL = "一、认真履行职责，保障机构正常运转。二、提高服务水平，群众满意度不断提高。"
#: l1, l2, name, short cells, explanation, rule, remark.
ROWS = [
    ("成本指标", "经济成本指标", "成本节约率", "≥ 5 %", "该指标考察本单位节约实施成本的情况。", "节约率达到5%的得满分，每低1个百分点扣1分，扣完为止。", "20分"),
    (None, "社会成本指标", None, None, None, None, None),
    ("产出指标", "数量指标", "全年组织业务培训场次", "≥ 12 场", "该指标考察培训场次，以签到表为准。统计全年数。", "完成得满分，每少1场扣10分的5%，扣完为止。", "10分"),
    (None, None, "受理群众来信来访件数", "= 300 件", "该指标考察来信来访办理情况。", "全部办理得满分，未办理的每件扣0.5分。", "10分"),
    (None, "质量指标", "重大安全事故次数", "= 0 次", "该指标考察安全情况。", "未发生得满分，发生不得分。", "20分"),
    ("效益指标", "经济效益指标", None, None, None, None, None),
    (None, "社会效益指标", "维护社会稳定，预防和减少犯罪", "定性 / 是否", "该指标考察履职效果。", "有效得满分，一般得3分，较差不得分。", "20分"),
    (None, "可持续影响指标", "场所运转持续性", "= 100 %", "该指标考察全年运转的情况。", "完成率小于80%不得分；大于等于80%的按比例得分。", "10分"),
    ("满意度指标", "服务对象满意度指标", "所在区域群众满意度", "≥ 90 %", "该指标考察群众满意程度。", "90%（含）以上得满分，80%（含）-90%得8分，80%以下不得分。", "10分"),
]  # fmt: skip


def wrap(cell, width):
    return [cell[start : start + width] for start in range(0, len(cell), width)]


def laid_out(narrow, wide, blanks, inline):
    """The table as an extraction delivers it: cells one below the other, wrapped at the width of their column."""
    lines = ["整体支出绩效目标表", "某某单位", "金额单位：万元"]
    for label in HEADER[:-12]:
        lines += wrap(label, narrow + 2)
    lines.append(" ".join(HEADER[-12:]))
    lines += ["042001", "某某服务", "中心 1,310.25 1,210.25 100.00 1,000.00 310.25", *wrap(GOAL, wide)]
    for l1, l2, name, short, explanation, rule, remark in ROWS:
        lines += wrap(l1 or "", narrow) + wrap(l2 or "", narrow)
        if name:
            cut = wrap(name, narrow + 2)
            lines += [*cut[:-1], f"{cut[-1]} {short}"] if inline else [*cut, short]
            lines += [*wrap(explanation, wide - 4), *wrap(rule, wide), remark]
    return text(("\n\n" if blanks else "\n").join(lines))


@given(st.integers(4, 9), st.integers(12, 40), st.booleans(), st.booleans())
@settings(deadline=None)
def test_wrapping_changes_nothing(narrow, wide, blanks, inline):
    (match,) = recognise(laid_out(narrow, wide, blanks, inline))
    form = match.extract()
    assert form.head.kind == "unit-target"
    assert (form.head.text("unit_code"), form.head.text("unit")) == ("042001", "某某服务中心")
    assert form.goal.value == GOAL
    assert figure(form.funding.total.initial) == "1310.25"
    assert [[figure(n) for _, n in b.rows] for b in form.funding.breakdowns] == [
        ["1210.25", "100.00"],
        ["1000.00", "310.25"],
    ]
    expected = []
    l1 = l2 = None
    for row in ROWS:
        l1, l2 = row[0] or l1, row[1] or (None if row[0] else l2)
        if row[2]:
            sign, value, unit = row[3].split()
            expected.append((l1, l2, row[2], sign, value, unit, row[5], row[4], row[6].removesuffix("分")))
    got = [
        (r.l1, r.l2, r.name.value, r.value_type.value, r.target.raw, r.unit.value, r.rule.value, r.explanation.value, figure(r.points))
        for r in form.indicators
    ]  # fmt: skip
    assert [row[:4] + row[5:] for row in got] == [row[:4] + row[5:] for row in expected]
    assert [row[4] for row in got][:3] == ["≥5%", "≥12场", "=300件"]
    assert [blank.value for section in form.sections for blank in section.blanks] == [
        "社会成本指标",
        "经济效益指标",
    ]
    assert form.unplaced == ()
