"""Texts and actuals that once gave a sure wrong number: each has the right one now, or none."""

from decimal import Decimal

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule

#: Text, points, target, unit, actual, and the one number that may be given; None where none is defensible.
CASES = [
    ("资料不完整扣2分，资料缺失不得分", 10, "资料完整", None, "资料完整", "10"),
    ("制度不健全扣2分，无制度不得分", 10, "健全", None, "制度健全", "10"),
    ("基本健全扣2分，不健全不得分", 10, "健全", None, "健全", "10"),
    ("每低1个百分点扣1分；无台账不得分", 10, "≥95%", "%", "96%", None),
    ("达到95%得满分，否则不得分；未报送资料扣2分", 10, "≥95%", "%", "96%", None),
    ("轻伤每人扣1分，死亡1人不得分", 10, "0人", "人", "轻伤2人", None),
    ("发生一般事故1起扣3分，发生较大及以上事故1起不得分", 10, "0起", "起", "一般事故1起", None),
    ("5%以内得10分，5%-10%得8分，超过10%的部分每1个百分点扣1分", 10, "≤5%", "%", "11%", None),
    ("低于95%的扣2分，每再低1个百分点扣1分", 10, "≥95%", "%", "93%", None),
    ("95%以上得10分，低于95%得8分，每再低1个百分点扣1分", 10, "≥95%", "%", "94%", None),
    ("得分=10-未完成户数×0.5", 10, "100户", "户", "90户", None),
    ("得分=(1-不合格率)×10", 10, "≥95%", "%", "90%", None),
    ("得分=实际支出/控制数×10", 10, "≤20万元", "万元", "25万元", None),
    ("得分=计划数/实际完成数×10", 10, "≥100户", "户", "80户", None),
    ("得分=目标值/实际值×10", 10, "≥95%", "%", "90%", None),
    ("得分=实际值/目标值×10", 10, "≤5次", "次", "10次", None),
    ("每低1个百分点扣1分", 10, "≥95%", "%", "低2个百分点", None),
    ("每低1个百分点扣1分", 10, "≥95%", "%", "高2个百分点", None),
    ("每少报1次扣1分", 10, "12次", "次", "少报1次", "9"),
    ("低于95%得5分", 10, "≥95%", "%", "96%", None),
    ("超过20万元得5分", 10, "≤20万元", "万元", "19万元", None),
    ("超过计划数得10分，达到计划数得8分，未达到计划数不得分", 10, "100户", "户", "90户", "0"),
    ("每低1个百分点扣0.5分，超过5个百分点不得分", 10, "≥95%", "%", "89%", "0"),
    ("基础分6分，每获奖1次加2分，最高4分", 10, "0次", "次", "1次", "8"),
    ("合格率每低1个百分点扣1分", 10, "≥95%", "%", "不合格率7%", None),
    ("被媒体负面报道1次扣5分", 10, "0次", "次", "正面报道3次", None),
    ("每发生1次违规扣2分", 10, "0次", "次", "合规3次", None),
    ("未按时办结1件扣1分", 10, "0件", "件", "办结20件", None),
    ("每缺1项资料扣1分", 5, "", "项", "齐全5项", None),
    ("达到目标值得满分，否则不得分", 10, "5个", "个", "取消5个", None),
    ("达到目标值得满分，否则不得分", 10, "≥4次", "次", "每季度1次", None),
    ("挪用每1万元扣2分", 10, "0", "万元", "归还3万元", None),
    ("每出现1次投诉扣1分", 10, "0次", "次", "撤诉2次", None),
    ("达到目标值得满分，否则不得分", 10, "5个", "个", "在建5个", None),
    ("一级得10分，每降一级扣3分（一级、二级、三级）", 10, "一级", None, "二级", "7"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "points", "target", "unit", "actual", "right"), CASES)
def test_a_wrong_number_is_not_given(text, points, target, unit, actual, right):
    rule = parse_rule(text, points=points, target=target or None, unit=unit)
    given = None if isinstance(rule, Unreadable) else rule.score(actual).points
    assert given is None or (right is not None and given == Decimal(right)), (given, rule)
