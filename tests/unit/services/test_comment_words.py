"""What stands in the comments of an annotated copy."""

from __future__ import annotations

import pytest

from perfscore.core.findings import Finding, Severity
from perfscore.core.location import Location
from perfscore.core.trace import Step
from perfscore.report.style import Style
from perfscore.services.workbooks import words

FIRST, SECOND = Step("按完成比例计分", "5 × 94.75%", "4.7375"), Step("以 60% 为及格线", "5 × 0.87", "4.34")
NOTHING = Step("可能的算法", "", "")


def sums(step):
    finding = Finding(
        "PS303", "depends-on-reading", Severity.INFO, "得分取决于读法", "", Location("a.xlsx"), steps=step
    )
    lines = words.comment([finding], Style()).split("\n")
    return [line.removeprefix("算式：") for line in lines if line.startswith("算式")]


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        (FIRST, [FIRST]),
        (Step("得分", "4.7375 取 2 位小数", "4.74", children=(FIRST, SECOND)), [None, FIRST]),
        (Step("可能的算法", "", "", children=(FIRST, SECOND)), [FIRST, SECOND]),
        (
            Step("可能的算法", "", "", children=(Step("各种读法", "", "", children=(FIRST,)), SECOND)),
            [FIRST, SECOND],
        ),
        (Step("得分", "", "4.74"), [None]),
        (Step("可能的算法", "", "", children=(NOTHING,)), []),
        (NOTHING, []),
    ],
)
def test_a_step_that_is_a_mere_label_gives_way_to_its_children(step, shown):
    assert sums(step) == [(one or step).line() for one in shown]


def test_the_grave_findings_of_a_cell_stand_first():
    info, error = (
        Finding("PS507", "rule-floor-missing", Severity.INFO, "没有下限", Location("a.xlsx")),
        Finding("PS505", "rule-contradicts-target", Severity.ERROR, "与指标值矛盾", Location("a.xlsx")),
    )
    text = words.comment([info, error], Style())
    assert text.index("【错误】PS505[") < text.index("【提示】PS507[扣分未说明下限]")
    assert "PS507[rule-floor-missing]" in words.comment([info, error], Style(lang="en"))
