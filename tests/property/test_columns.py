"""By column or by row, a score is the same: generated rules, the rules of the case files, any actual."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfscore.core.sourced import Unreadable
from perfscore.language.arrays import Scorer
from perfscore.language.rules import parse_rule
from perfscore.language.values import parse_value
from perfscore.language.written import CLASSES, read_column
from rule_cases import cases, read

pytestmark = pytest.mark.property
COMMON = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

UNITS = ["", "%", "人", "万元", "次", "天"]
points = st.decimals(min_value="0.5", max_value=40, places=1).map(str)
each = st.sampled_from(["0.1", "0.5", "1", "2", "3"])


@st.composite
def tiers(draw):
    ends = sorted(draw(st.lists(st.integers(1, 120), min_size=2, max_size=5, unique=True)), reverse=True)
    awards = sorted(draw(st.lists(st.integers(0, 20), min_size=len(ends), max_size=len(ends))), reverse=True)
    parts = [f"≥{end}%得{award}分" for end, award in zip(ends, awards, strict=True)]
    return "；".join(parts) + f"；低于{ends[-1]}%不得分", "20", f"≥{ends[0]}%", "%"


@st.composite
def steps(draw):
    size = draw(st.sampled_from(["1个百分点", "2个百分点", "0.5个百分点"]))
    part = draw(
        st.sampled_from(["", "，不足的按一个单位计", "，不足1个百分点按1个百分点计", "，不足1个百分点不扣分"])
    )
    most = draw(st.sampled_from(["", "，扣完为止", "，最多扣3分"]))
    return f"每低于目标值{size}扣{draw(each)}分{part}{most}", draw(points), f"≥{draw(st.integers(20, 100))}%", ""


@st.composite
def overruns(draw):
    unit = draw(st.sampled_from(["万元", "人", "天"]))
    size = draw(st.sampled_from(["1%", "5%", "10%", f"1{unit}"]))
    return f"每超过{size}扣{draw(each)}分，扣完为止", draw(points), f"≤{draw(st.integers(0, 300))}{unit}", unit


@st.composite
def shares(draw):
    unit = draw(st.sampled_from(["人", "次", "万元"]))
    text = draw(
        st.sampled_from(
            [
                "达到目标值得满分，未达到的按完成比例得分，低于60%不得分",
                "得分=实际完成值/指标值×分值，最高不超过分值",
                "按完成比例得分",
                "得分=指标值/实际完成值×分值",
                "得分=完成率×分值，得分四舍五入保留一位小数",
            ]
        )
    )
    return text, draw(points), f"{draw(st.sampled_from(['≥', '≤', '']))}{draw(st.integers(1, 400))}{unit}", unit


@st.composite
def counts(draw):
    text = f"每发生1起扣{draw(each)}分{draw(st.sampled_from(['', '，扣完为止', '，最多扣5分']))}"
    return text, draw(points), draw(st.sampled_from(["0起", "≤3起"])), "起"


STATED = [rule for _, case in cases() if not isinstance(rule := read(case), Unreadable)]
rules = st.one_of(tiers(), steps(), overruns(), shares(), counts())
numbers = st.one_of(
    st.decimals(min_value=0, max_value=300, places=2),
    st.decimals(min_value=0, max_value=2, places=3),
    st.integers(0, 500),
    st.decimals(min_value=0, max_value=10**9 - 1, places=6),
    st.integers(74, 101),
)
actuals = st.one_of(
    st.builds(lambda number, unit: f"{number}{unit}", numbers, st.sampled_from(UNITS)),
    st.sampled_from(
        ["", "是", "否", "已完成", "未完成", "无", "优", "良好", "约90%", "1,234", "９０％", "-3", "另见附表"]
    ),
)


def same(scorer, texts):
    """Every rule with every text: the scores of the columns are those of the rows."""
    count = len(scorer.rules)
    rule = np.repeat(np.arange(count, dtype=np.int32), len(texts))
    text = np.tile(np.arange(len(texts), dtype=np.int32), count)
    out = scorer.score(rule, text, texts).tolist()
    for of, place, code in zip(rule.tolist(), text.tolist(), out, strict=True):
        one = scorer.rules[of]
        assert code == scorer.code_of(one.score(texts[place])), (one.raw, one.target, one.unit, texts[place])


@COMMON
@given(st.lists(rules, min_size=1, max_size=12), st.lists(actuals, min_size=1, max_size=12, unique=True))
def test_generated_rules(several, texts):
    scorer = Scorer()
    for text, worth, target, unit in several:
        rule = parse_rule(text, points=worth, target=target, unit=unit)
        if not isinstance(rule, Unreadable):
            scorer.add(rule)
    same(scorer, texts)


@COMMON
@given(
    st.lists(st.sampled_from(STATED), min_size=1, max_size=20),
    st.lists(actuals, min_size=1, max_size=8, unique=True),
)
def test_rules_of_the_case_files(several, texts):
    scorer = Scorer()
    for rule in several:
        scorer.add(rule)
    same(scorer, texts)


@settings(COMMON, max_examples=400)
@given(
    st.one_of(
        actuals,
        st.text(alphabet="0123456789.,%％５．次人 年月日2-", max_size=14),
        numbers.map(lambda number: f"{number:,}"),
    ),
    st.sampled_from(["", "%", "人", "万元", "天", "元"]),
)
def test_a_plain_number_is_what_parse_value_reads(text, unit):
    written = read_column([text], [])
    if written.form[0] < 0:
        return
    value = parse_value(text, unit=unit or None, role="actual")
    assert value.kind in ("exact", "period"), value
    assert value.relation == "="
    scale = Decimal(10) ** value.scale * (100 if "percent-from-fraction" in value.notes else 1)
    assert value.low == value.high == Decimal(int(written.number[0])).scaleb(-6) * scale
    assert CLASSES[int(written.form[0]) % len(CLASSES)] in CLASSES
