"""The constructions of the rule language, in the order in which they are tried.

A construction is one file: a grammar fragment, a frozen node, its canonical text. What a construction gives is
accounted for by its role; the reader (`perfscore.language.template`) knows the roles, not the constructions. Words
that no construction accounts for stop the reading.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal

import pyparsing as pp

from perfscore.core.records import frozen
from perfscore.language.clauses import (
    amounts,
    based,
    checklist,
    conditions,
    delay,
    duty,
    formula,
    joined,
    joint,
    led,
    limits,
    notes,
    per_unit,
    points,
    proportional,
    respective,
    sides,
    yes_no,
)

Role = Literal["text", "whole", "note", "list", "condition", "outcome", "amount", "filler"]


@frozen
class Construction:
    """A construction of the language.

    Attributes:
        name: how the reader and the grammar page call it.
        title: its Chinese name.
        role: whether it is the whole text, stands alone, lists several clauses, is a condition, an outcome, or says nothing.
        grammar: its grammar fragment over the one spelling of a text.
        example: a text that it reads.
    """

    name: str
    title: str
    role: Role
    grammar: pp.ParserElement
    example: str


def _in(file: str) -> pp.ParserElement:
    """The `GRAMMAR` of a file, so that a construction of its own is registered by its line below alone."""
    grammar: pp.ParserElement = import_module(f"{__name__}.{file}").GRAMMAR
    return grammar


#: The order is the precedence: within a role the first that reads wins.
CONSTRUCTIONS: tuple[Construction, ...] = (
    Construction("gated", "分方向的公式", "whole", formula.GATED, "正向指标,得分=实际值/目标值*分值"),
    Construction("stated", "分值重述", "whole", notes.STATED, "该指标分值为10分"),
    Construction("side", "定量与定性", "whole", sides.SIDE, "定量指标:"),
    Construction("valued", "有名称的数", "whole", formula.VALUED, "基准值为28万元/人"),
    Construction("limit", "限度与取舍", "whole", limits.ANY, "扣完为止"),
    Construction("duty", "应有的数", "whole", duty.DUTY, "全年至少举行4次宣传活动,每少1次扣3分"),
    Construction("norm", "要求的数", "whole", duty.NORM, "药占比控制在30%以内,每上升0.5个百分点扣1分"),
    Construction("regular", "每期几次", "whole", duty.REGULAR, "每月巡查1次,全年12次"),
    Construction("definition", "名词定义", "whole", formula.DEFINITION, "完成率=实际完成值/目标值*100%"),
    Construction("described", "说明的栏目", "note", _in("described"), "评价内容:反映项目验收情况。"),
    Construction("note", "无关得分的说明", "note", notes.NOTE, "查看佐证资料"),
    Construction("points", "逐项要点", "text", points.GRAMMAR, "①有制度;②制度健全。每符合1项得2分"),
    Construction("led", "先写得分", "list", led.LED, "得10分:完成率100%;得8分:完成率≥90%"),
    Construction("respective", "分别列举", "list", respective.RESPECTIVE, "25%以上、15%以上,分别得6分、4分"),
    Construction("enumerated", "括号清单", "list", checklist.ENUMERATED, "2项任务(污水、厕所)每完成1项得2分"),
    Construction("above", "以上各项", "list", checklist.ABOVE, "制度上墙;②台账规范。以上各1分"),
    Construction("each", "各得几分", "list", checklist.EACH, "制度、台账各得2分"),
    Construction("how-many", "满足几项", "list", joint.HOW_MANY, "制度健全、台账完整中满足1项得3分"),
    Construction("any-of", "情形之一", "list", joint.ANY_OF, "有下列情形之一的,不得分:(1)弄虚作假;(2)瞒报事故"),
    Construction("otherwise", "其余情形", "condition", yes_no.OTHERWISE, "否则"),
    Construction("joined", "数值与事实", "condition", joined.GRAMMAR, "满意度≥95%且无投诉得10分"),
    Construction("date", "日期", "condition", delay.GRAMMAR, "6月30日前"),
    Construction("range", "数值区间", "condition", conditions.SUBJECT + conditions.RANGE, "满意度80%(含)-90%"),
    Construction("based", "与基期相比", "condition", based.BASED, "与上期持平"),
    Construction("against", "与目标相比", "condition", yes_no.AGAINST, "达到目标值"),
    Construction("counter", "计件", "outcome", _in("counters"), "设备故障每次扣1分"),
    Construction("every", "每单位", "outcome", per_unit.EVERY, "每低1个百分点扣0.5分"),
    Construction("bare", "省略“每”的单位扣分", "outcome", per_unit.BARE, "下降1个百分点扣1分"),
    Construction("prorata", "按比例", "outcome", proportional.OUTCOME, "按完成比例得分"),
    Construction("formula", "得分公式", "outcome", formula.OUTCOME, "得分=(完成率-60%)/(1-60%)*10"),
    Construction("entered", "计入式公式", "outcome", formula.ENTERED, "自评总分×20%计入考核得分"),
    Construction("product", "只写算式", "outcome", formula.BARE_PRODUCT, "实际完成值/目标值×8分"),
    Construction("amount", "得分与扣分", "amount", amounts.AMOUNT, "得满分"),
    Construction("filler", "条件与得分之间的连接", "filler", notes.FILLER, "为不合格,不得分"),
)
