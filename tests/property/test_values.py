"""Laws of reading values: nothing is raised, canonical text reads back, spelling does not change the meaning."""

from __future__ import annotations

import random
import re
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from counting import calls_of
from perfscore.core.sourced import Unreadable
from perfscore.language import moments, numerals, vocab
from perfscore.language.values import (
    Value,
    changes,
    matched,
    meets,
    parse_value,
    ranges,
    shared,
    times,
    words,
)
from perfscore.language.values import (
    figures as figures_,
)
from perfscore.language.values import (
    quick as quick_path,
)
from perfscore.language.values.constructions import read_body
from perfscore.language.values.quick import read_quick
from perfscore.language.values.reading import read_template
from perfscore.language.values.saying import write

pytestmark = pytest.mark.property
quiet = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(
    [
        "",
        "%",
        "‰",
        "人",
        "人次",
        "个",
        "元",
        "万元",
        "亿元",
        "公斤/人/月",
        "元/人·月",
        "吨",
        "天",
        "次/年",
        "平方米",
        "标段",
    ]
)
SIGNS = st.sampled_from(
    ["", "≥", "≤", ">", "<", "=", ">=", "<=", "=>", "不低于", "不超过", "大于等于", "至少", "超过", "不足"]
)
SUFFIXES = st.sampled_from(["", "以上", "以下", "以内", "及以上", "(含)以上", "以上(不含)"])
LABELS = st.sampled_from(["", "合格率", "满意度达到", "完成", "控制在", "城区"])
WORDS = "以上 以下 以内 不低于 不超过 超过 控制在 含 不含 百分之 比上年 2023年 12月 个百分点 ** 公斤/人/月 完成 率 季度 增长 截至"
LETTERS = "0123456789.,%‰≥≤<>=()（）《》、，；。-—~至到内前后底月日年每提高降低约半万亿千百分之成个人次元/·*①② \nxXO#±:零一二三十"
PIECES = st.sampled_from([*LETTERS, *WORDS.split()])


@st.composite
def figures(draw):
    number = draw(NUMBERS)
    return draw(st.sampled_from([f"{number:f}", f"{number:.0f}", f"{int(number)}", f"{int(number):,}"]))


@st.composite
def values(draw):
    label, sign, number, unit, suffix = draw(LABELS), draw(SIGNS), draw(figures()), draw(UNITS), draw(SUFFIXES)
    return label + sign + number + unit + ("" if sign else suffix)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=40).map("".join))
@settings(quiet, max_examples=600)
def test_nothing_is_raised(text):
    value = parse_value(text)
    assert value.raw == text
    if isinstance(value, Unreadable):
        assert value.reason
        assert value.words in text or value.span is None
    else:
        assert isinstance(value.say(), str)
        assert value.interval is None or value.interval.low <= value.interval.high


@given(values(), st.sampled_from([None, "%", "万元", "人"]), st.sampled_from(["target", "actual"]))
@quiet
def test_canonical_text_reads_back(text, unit, role):
    value = parse_value(text, unit=unit, role=role)
    assume(isinstance(value, Value))
    assert parse_value(value.say(), role=role) == value


@given(values())
@quiet
def test_full_width_reads_as_half_width(text):
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    assert parse_value(wide) == parse_value(text) or isinstance(parse_value(text), Unreadable)


DIGITS_AND_DOT = frozenset("0123456789.")


@given(values(), st.sampled_from([" ", "\n", "\u3000", "\u200b"]), st.data())
@quiet
def test_blanks_between_words_change_nothing(text, blank, data):
    gaps = [
        # 2. 10 may be the tenth of a list's second point.
        n
        for n in range(len(text) + 1)
        if not (0 < n < len(text) and text[n - 1] in DIGITS_AND_DOT and text[n].isdigit())
    ]
    place = data.draw(st.sampled_from(gaps))
    assume(not (text[:place].endswith(",") or text[place:].startswith(",")))
    assert parse_value(text[:place] + blank + text[place:]) == parse_value(text)


def same_without_the_quick_path(body):
    """The quick path reads the text as the constructions do, to the last note and the written precision."""
    quick = read_quick(body)
    if quick is None:
        return
    slow = read_body(body)
    assert quick == slow
    assert (quick.notes, str(quick.low), str(quick.high)) == (slow.notes, str(slow.low), str(slow.high))


@given(
    st.sampled_from(["", "≥", "≤", ">", "<", "=", ">=", "=>", *"》《〉〈", "不低于", "不超过", "大于等于"]),
    figures() | st.sampled_from(["0", "1", "24", "365", "2023", "20231231", "98.50"]),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(
        [*sorted(quick_path._UNITS), "", "万元", "年", "月", "日", "级", "号", "期", "季度", "的", "以"]
    ),
    st.lists(st.sampled_from([*sorted(quick_path._OVERS), "季度", "人次"]).map("/{}".format), max_size=2).map(
        "".join
    ),
    st.sampled_from(["", "", "以上", "以下", "以内", "前", "内"]),
)
@settings(quiet, max_examples=500)
def test_numbers_are_read_quickly_as_the_grammars_read_them(sign, number, scale, unit, over, suffix):
    same_without_the_quick_path(sign + number + scale + unit + over + suffix)


@given(
    st.sampled_from(["", "=", "≤", "于"]),
    st.sampled_from(["", "1999年", "2023年", "23年", "2023"]),
    st.sampled_from(["", "0月", "1月", "06月", "12月", "13月"]),
    st.sampled_from(["", "1日", "01日", "31日", "0日", "32日", "底", "中旬", "初"]),
    st.sampled_from(["", "前", "之前", "以前", "后", "内", "完成"]),
)
@settings(quiet, max_examples=300)
def test_days_are_read_quickly_as_the_grammars_read_them(sign, year, month, day, after):
    same_without_the_quick_path(sign + year + month + day + after)


#: Words that stand in the patterns, among which the quick path must find those that say more than a word.
PATTERNS = "".join(
    Path(module.__file__).read_text(encoding="utf-8")
    for module in (changes, figures_, moments, numerals, ranges, shared, times, vocab, words)
)
PATTERN_WORDS = sorted(set(re.findall("[\u4e00-\u9fff]{2,6}", PATTERNS)))
PATTERN_CHARACTERS = sorted(set("".join(PATTERN_WORDS)))


@given(
    st.lists(st.sampled_from(PATTERN_WORDS) | st.sampled_from([*PATTERN_CHARACTERS, "、", ";"]), max_size=5).map(
        "".join
    )
)
@settings(quiet, max_examples=1000)
def test_words_are_read_quickly_as_the_constructions_read_them(text):
    same_without_the_quick_path(text)


@given(NUMBERS, st.sampled_from(["元", "公斤", "%"]))
@quiet
def test_a_value_meets_a_bound_exactly_when_the_number_does(number, unit):
    target = parse_value(f"≥{number:f}{unit}")
    assert meets(target, parse_value(f"{number:f}{unit}", role="actual")) is True
    assert meets(target, parse_value(f"{number + Decimal('0.01'):f}{unit}", role="actual")) is True
    if number >= Decimal("0.01"):
        assert meets(target, parse_value(f"{number - Decimal('0.01'):f}{unit}", role="actual")) is False


@given(NUMBERS)
@quiet
def test_scale_words_and_units_agree(number):
    text = f"{number:f}"
    wide, plain = parse_value(f"{text}万元"), parse_value(f"{text}", unit="万元")
    assert wide == plain
    assert wide.low == number * 10000
    as_yuan = matched(parse_value("100元"), wide)
    assert as_yuan is not None
    assert as_yuan.low == wide.low


@given(
    st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False, allow_infinity=False), st.integers(-8, 3)
)
@quiet
def test_written_precision_survives(number, decimals):
    written = write(number, decimals)
    value = parse_value(written)
    assume(isinstance(value, Value))
    assert value.decimals == decimals


@given(values())
@quiet
def test_the_decimal_context_of_the_caller_does_not_matter(text):
    read_template.cache_clear()
    with localcontext() as context:
        context.prec = 3
        narrow = read_template(text)
    read_template.cache_clear()
    assert narrow == read_template(text)


def test_ten_thousand_random_strings_are_read_in_few_steps_and_raise_nothing():
    chance = random.Random(20240601)  # noqa: S311 — a fixed sequence is the point
    pieces = [*LETTERS, *WORDS.split()]
    starts = [
        "≥95%以上",
        "控制在100万元以内",
        "2023年12月底前完成",
        "每人每月500元",
        "城区≥95%、乡镇≥80%",
        "比上年提高5个百分点",
    ]
    parse_value("≥1个以上（共2项）")  # builds every grammar
    steps = []
    for n in range(10_000):
        if n % 2:
            text = "".join(chance.choices(pieces, k=chance.randint(1, 120 if n % 10 == 1 else 16)))
        else:
            base = list(chance.choice(starts))
            for _ in range(chance.randint(1, 3)):
                base.insert(chance.randint(0, len(base)), chance.choice(pieces))
            text = "".join(base)
        value = parse_value(text)
        if n % 20 < 2:  # counting is slow: one short and one long text of twenty
            read_template.cache_clear()
            steps.append(calls_of(lambda text=text: parse_value(text)))
        if isinstance(value, Value):
            assert value.say()
        else:
            assert value.reason
    assert max(steps) < 100_000
