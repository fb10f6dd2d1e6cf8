from decimal import Decimal
from fractions import Fraction

import pytest

from perfscore.core.units import (
    canonical,
    compatible,
    convert,
    dimension,
    factor,
    is_counted,
    is_known,
    split_noun,
    split_scale,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("公斤/人/月", "公斤/人/月"),
        ("公斤/月/人", "公斤/人/月"),
        ("元/人.月", "元/人/月"),
        ("元/人·月", "元/人/月"),
        ("元/人*月", "元/人/月"),
        ("元每人每月", "元/人/月"),
        ("百分比", "%"),
        ("％", "%"),
        ("个百分点", "百分点"),
        ("千米", "公里"),
        ("KM", "公里"),
        ("kg", "公斤"),
        ("㎡", "平方米"),
        ("m³", "立方米"),
        ("台（套）", "台(套)"),
        ("（元）", "元"),
        ("单位：万元", "万元"),
        ("%（完成率）", "%"),
        ("个工作日", "工作日"),
        ("月", "个月"),
        ("次/月", "次/月"),
        ("次/个月", "次/月"),
        ("人·天", "人·天"),
        ("元/30天", "元/30天"),
        ("标段", "标段"),
        ("万人次", "万人次"),
        ("", ""),
        ("/", ""),
        ("—", ""),
    ],
)
def test_canonical(text, name):
    assert canonical(text) == name
    assert canonical(name) == name


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("吨", "公斤", 1000),
        ("万元", "元", 10000),
        ("元", "亿元", Fraction(1, 10**8)),
        ("小时", "分钟", 60),
        ("天", "小时", 24),
        ("年", "个月", 12),
        ("亩", "公顷", Fraction(1, 15)),
        ("‰", "%", Fraction(1, 10)),
        ("万元/年", "元/月", Fraction(10000, 12)),
        ("元/人/月", "元/月/人", 1),
        ("次/年", "次", 1),
        ("个", "家", 1),
        ("标段", "标段", 1),
    ],
)
def test_factor_inside_a_dimension(source, target, expected):
    assert factor(source, target) == expected
    assert factor(target, source) == 1 / Fraction(expected)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("人次", "批"),
        ("元", "公斤"),
        ("个", "公斤"),
        ("年", "天"),
        ("工作日", "天"),
        ("%", "百分点"),
        ("公斤/人/月", "公斤"),
        ("", "人"),
        ("人", ""),
    ],
)
def test_no_factor_across_dimensions(a, b):
    assert not compatible(a, b)
    assert convert(Decimal(1), a, b) is None


def test_conversion_is_exact():
    assert convert(Decimal("12.30"), "万元", "元") == 123000
    assert convert(Decimal("0.1"), "亩", "平方米") == Fraction(200, 3)


@pytest.mark.parametrize(
    ("text", "scale", "rest"),
    [
        ("万元", 10**4, "元"),
        ("亿元", 10**8, "元"),
        ("百万元", 10**6, "元"),
        ("千元", 1000, "元"),
        ("万平方米", 10**4, "平方米"),
        ("千瓦时", 1, "千瓦时"),
        ("千米", 1, "公里"),
        ("百分点", 1, "百分点"),
        ("万", 10**4, ""),
        ("元/万人", 1, "元/万人"),
    ],
)
def test_scale_words(text, scale, rest):
    assert split_scale(text) == (Decimal(scale), rest)


def test_dimensions():
    assert dimension("万元/户") == "money/households"
    assert dimension("公斤/月/人") == dimension("吨/人/年")
    assert dimension("盏") == "盏"


def test_counted_things_are_exact_and_measured_ones_are_not():
    assert all(is_counted(unit) for unit in ("人", "家", "万人次", "标段", "个"))
    assert not any(is_counted(unit) for unit in ("%", "公斤", "元", "元/人", "天", "分", ""))


def test_known_units():
    assert all(is_known(unit) for unit in ("万元/人", "公斤", "标段", "万", "%"))
    assert not any(is_known(unit) for unit in ("", "乱写", "覆盖"))


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("场培训", ("场", "培训")),
        ("个项目", ("个", "项目")),
        ("万元补助", ("万元", "补助")),
        ("人次", ("人次", "")),
        ("元/人", ("元/人", "")),
        ("台(套)", ("台(套)", "")),
        ("标准间", ("标准间", "")),
    ],
)
def test_split_noun(run, parts):
    assert split_noun(run) == parts
