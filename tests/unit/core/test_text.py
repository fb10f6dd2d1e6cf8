import pytest

from perfscore.core.hanzi import SIMPLIFIED
from perfscore.core.text import is_blank_mark, normalise, squash


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("≧９５％", "≥95%"),
        ("≦３﹪", "≤3%"),
        ("⩾1 ⩽2", "≥1≤2"),
        ("≮5 ≯6", "≥5≤6"),
        ("＞８０＜９０", ">80<90"),
        ("＝100", "=100"),
        ("﹦1═2", "=1=2"),
        ("（含）；，：．", "(含);,:."),
        ("達88%", "达88%"),
        ("①達標，2分", "①达标,2分"),
        ("20㎡", "20㎡"),
        ("1∶15", "1:15"),
        ("《政府采购法》", "《政府采购法》"),
        ("》90%", "》90%"),
        ("80—90%", "80—90%"),
        ("⼈员", "人员"),
        ("不足65%，或无台账", "不足65%,或无台账"),
    ],
)
def test_single_characters(source, text):
    assert normalise(source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("扣0. 4分", "扣0.4分"),
        ("95 . 5 %", "95.5%"),
        ("满 意\n度", "满意度"),
        ("每超过一个百 分点", "每超过一个百分点"),
        ("1 250 000元", "1250000元"),
        ("1\n00%", "100%"),
        ("1. 00", "1.00"),
        ("≥ 95", "≥95"),
        ("  95%\t\n", "95%"),
        ("9\u200b5\ufeff%", "95%"),
        # what could be two things stays apart
        ("80 90", "80 90"),
        ("10\n20", "10 20"),
        ("≤1个月 8分", "≤1个月 8分"),
        ("0% 5分", "0% 5分"),
        ("W 100%", "W 100%"),
        ("per day", "per day"),
        ("10\n2、0%", "10\n2、0%"),
        ("1. 50%以上", "1. 50%以上"),
        ("①制度健全，1分；\n②执行有效", "①制度健全,1分;\n②执行有效"),
        ("不得分\n（二）其他", "不得分\n(二)其他"),
        ("不符。\n以上", "不符。\n以上"),
    ],
)
def test_blanks_and_wrapped_lines(source, text):
    assert normalise(source).text == text


def test_every_place_leads_back_to_the_source():
    normal = normalise(" 每低 １ 个百\n分点，扣０. ５分 ")
    for place, char in enumerate(normal.text):
        start, end = normal.span(place, place + 1)
        if char != " ":
            assert normalise(normal.source[start:end]).text == char
    start = normal.text.index("0.5分")
    assert normal.source[slice(*normal.span(start, start + 4))] == "０. ５分"


def test_spans_at_the_edges():
    normal = normalise(" 95 %")
    assert normal.span(0, 0) == (1, 1)
    assert normal.span(3, 3) == (5, 5)
    assert normal.span(0, 99) == (1, 5)
    assert str(normal) == "95%"


def test_broken_tells_where_a_line_was_wrapped():
    normal = normalise("达标得满分\n每低1%扣1分")
    assert normal.text == "达标得满分每低1%扣1分"
    assert [place for place in range(len(normal.text)) if normal.broken(place)] == [5]


def test_simplified_table_is_one_to_one_and_stable():
    assert len(SIMPLIFIED) > 500
    assert not set(SIMPLIFIED) & set(SIMPLIFIED.values())
    assert all(len(key) == len(value) == 1 for key, value in SIMPLIFIED.items())
    assert not set("乾著藉瞭") & set(SIMPLIFIED)


def test_squash_compares_labels():
    assert squash("年度\n指標值（％）") == squash("年度 指标值(%)") == "年度指标值(%)"


@pytest.mark.parametrize("text", ["", " ", "\n", "—", "——", "－", "/", "／", "\\", "--", "- -"])
def test_marks_of_a_blank(text):
    assert is_blank_mark(text)


@pytest.mark.parametrize("text", ["无", "0", "-1", "无。", "……", "*"])
def test_values_are_not_blanks(text):
    assert not is_blank_mark(text)
