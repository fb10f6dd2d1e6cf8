import subprocess
import sys
from decimal import Decimal

import pyparsing as pp
import pytest

from perfscore.language import vocab
from perfscore.language.numerals import Number, read_number


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("48", "48", 0, ""),
        ("94.00", "94", 2, ""),
        ("1,250,000", "1250000", 0, ""),
        ("12.5万", "125000", -3, ""),
        ("3百万", "3000000", -6, ""),
        ("1亿2000万", "120000000", -4, ""),
        ("十二", "12", 0, ""),
        ("两", "2", 0, ""),
        ("廿二", "22", 0, ""),
        ("一百零五", "105", 0, ""),
        ("一千零五十", "1050", 0, ""),
        ("伍拾万", "500000", 0, ""),
        ("十二万三千", "123000", 0, ""),
        ("三点五", "3.5", 1, ""),
        ("零", "0", 0, ""),
        ("半", "0.5", 1, ""),
        ("百分之九十五", "95", 0, "%"),
        ("百分之99.5", "99.5", 1, "%"),
        ("百分之百", "100", 0, "%"),
        ("百分百", "100", 0, "%"),
        ("千分之三", "3", 0, "‰"),
        ("八成", "80", 0, "%"),
        ("八成五", "85", 0, "%"),
        ("九成半", "95", 0, "%"),
        ("一半", "50", 0, "%"),
    ],
)
def test_numbers(text, value, decimals, unit):
    assert read_number(text) == Number(Decimal(value), decimals, unit)
    assert vocab.number().parse_string(text, parse_all=True)[0].value == Decimal(value)


def test_machine_noise_is_taken_off():
    assert read_number("0.0900000762939453") == Number(Decimal("0.09"), 2, "", noise=True)


@pytest.mark.parametrize(
    "text", ["1.2.3", "二三", "一百二", "1万2", "3万5亿", "千", "零零", "十点", "百分之", "", "九O"]
)
def test_what_is_no_number(text):
    assert read_number(text) is None
    with pytest.raises(pp.ParseException):
        vocab.number().parse_string(text, parse_all=True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("48公斤/月/人", "48", "公斤/人/月"),
        ("3个百分点", "3", "百分点"),
        ("-0.5分", "-0.5", "分"),
        ("12.5万元", "125000", "元"),
        ("百分之九十五", "95", "%"),
        ("35台(套)", "35", "台(套)"),
        ("12.50/页", "12.50", "/页"),
        ("24.6m³", "24.6", "立方米"),
        ("100", "100", ""),
    ],
)
def test_quantities(text, value, unit):
    number, name = vocab.quantity().parse_string(text, parse_all=True)[0]
    assert (number.value, name) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["80%以上", "10人以下", "1公斤扣5分", "3天内", "2次及以上", "5件且", "6天前", "8个的"]
)
def test_a_unit_ends_before_the_next_word(text):
    number, name = vocab.quantity().parse_string(text)[0]
    assert len(str(number.value)) + len(name) < len(text)


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("≥", ">="), (">=", ">="), ("=>", ">="), ("<=", "<="), ("=<", "<="), ("=", "="), (">", ">"), ("<", "<"),
        ("大于等于", ">="), ("大于或等于", ">="), ("不低于", ">="), ("不少于", ">="), ("不得低于", ">="), ("至少", ">="),
        ("不应低于", ">="), ("未低于", ">="), ("小于等于", "<="), ("不超过", "<="), ("不高于", "<="), ("不大于", "<="),
        ("不得超过", "<="), ("至多", "<="), ("未超过", "<="), ("超过", ">"), ("大于", ">"), ("高于", ">"), ("多于", ">"),
        ("低于", "<"), ("少于", "<"), ("小于", "<"), ("不足", "<"), ("不满", "<"), ("未达到", "<"), ("等于", "="),
    ],
)  # fmt: skip
def test_relations(words, relation):
    assert vocab.relation().parse_string(words, parse_all=True)[0] == relation
    assert vocab.relation_of(words) == relation


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("以上", ">="),
        ("及以上", ">="),
        ("(含)以上", ">="),
        ("以下", "<="),
        ("以内", "<="),
        ("或以下", "<="),
        ("以外", ">"),
    ],
)
def test_suffixes(words, relation):
    assert vocab.bound_suffix().parse_string(words, parse_all=True)[0] == relation


def test_words_that_are_no_relation():
    assert vocab.relation_of("达到") is None


@pytest.mark.parametrize(
    ("text", "included"),
    [
        ("(含)", True),
        ("(含80%)", True),
        ("(含本数)", True),
        ("含80%", True),
        ("(不含)", False),
        ("(不含5人)", False),
    ],
)
def test_included(text, included):
    assert vocab.included().parse_string(text, parse_all=True)[0] is included


def test_tax_is_not_an_included_end():
    with pytest.raises(pp.ParseException):
        vocab.included().parse_string("(含税)", parse_all=True)


@pytest.mark.parametrize("mark", ["①", "⑴", "1.", "1、", "(1)", "(一)", "一、", "a.", "A、"])
def test_list_marks(mark):
    assert vocab.list_mark().parse_string(mark, parse_all=True)[0] == mark


def test_range_marks():
    for mark in ("至", "到", "-", "--", "~", "—", "–"):
        assert vocab.range_mark().parse_string(mark, parse_all=True)[0] == mark


def test_every_element_is_named_in_chinese():
    for build in (vocab.number, vocab.signed_number, vocab.sign, vocab.relation, vocab.bound_suffix, vocab.unit,
                  vocab.quantity, vocab.included, vocab.list_mark, vocab.range_mark):  # fmt: skip
        assert any("\u4e00" <= char <= "\u9fff" for char in str(build())), build


def test_importing_the_vocabulary_does_not_import_pyparsing():
    code = "import sys, perfscore.language.vocab; sys.exit('pyparsing' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_moments_stop_before_the_words_behind_them():
    assert vocab.moment().parse_string("2023年12月31日前")[0].say() == "2023年12月31日"
    with pytest.raises(pp.ParseException):
        vocab.moment().parse_string("5天")
