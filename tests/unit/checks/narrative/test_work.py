"""The work that the texts of a form make grows with their length and with the rows, and never with both."""

from __future__ import annotations

import pytest

from builders import findings, funding, indicator, money, section, target_sheet
from counting import calls_of
from perfscore.checks.narrative.calculations import read_calculations
from perfscore.checks.narrative.citations import _cited
from perfscore.checks.narrative.prose import read_prose
from perfscore.core.text import squash

CODES = ("PS802", "PS803", "PS804", "PS808", "PS812", "PS816", "PS820", "PS822")
SAID = (
    "2026年申请校舍维修费{n}万元，水费13万元*2={n}万元，应急演练6次，覆盖率由60%提高到{n}%，抽检126批次，合格120批次，"
    "合格率99.{n}%，《湿地保护管理办法实施细则》（林湿发〔2021〕{n}号）"
)


def sheet(times, rows, mark):
    said = mark.join(SAID.format(n=90 + n) for n in range(times))
    names = section("产出指标", *(indicator(f"应急演练{n}次数", f"{n}次", None) for n in range(rows)))
    texts = {"overview": said, "plan": said + "。", "goal": said + "！"}
    return target_sheet(
        names, kind="project-target", funding=funding(money()), project="校舍维修", year="2026", **texts
    )


def work(code, form):
    """The calls of one check on a form whose texts nobody has read yet."""
    findings(code, sheet(1, 1, "。"))  # compiles the patterns
    for cached in (read_prose, read_calculations, _cited, squash):
        cached.cache_clear()
    return calls_of(lambda: findings(code, form))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("mark", ["，", "。", ""])
def test_twice_the_text_is_twice_the_work(code, mark):
    one, other = (sheet(times, 4, mark) for times in (12, 24))
    assert work(code, other) < 2.6 * work(code, one)


@pytest.mark.parametrize("code", CODES)
def test_twice_the_rows_are_twice_the_work(code):
    one, other = (sheet(6, rows, "。") for rows in (40, 80))
    assert work(code, other) < 2.6 * work(code, one)


@pytest.mark.parametrize(
    "junk",
    ["为" * 1500, "1×(" * 400, "(1" * 400, "由" * 1500, "1+" * 400, "《" * 1500, "〔2020〕" * 400, "1，" * 800,
     "关于" * 800, "占" * 1500 + "5元的5%", "增加" * 800, "9" * 1500, "共计" * 800 + "5万元"],
)  # fmt: skip
def test_no_text_holds_a_check_up(junk):
    form = target_sheet(section("产出指标", {}), kind="project-target", funding=funding(money()), overview=junk)
    assert sum(work(code, form) for code in CODES) < 500 * len(junk)
