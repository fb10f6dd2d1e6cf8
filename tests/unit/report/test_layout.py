import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.report.layout import columns, flow, indent, one_line, pad, width, wrap

CLOSING = "，。；：、！？）》”’】〉…％%,.;:!?)]}"
TEXTS = st.text(alphabet="分值得 ，。（）“”≥a1.%-/", max_size=80)


def test_a_chinese_character_takes_two_columns_and_a_colour_none():
    assert width("得 20 分") == 8
    assert width("\x1b[1;31m错误\x1b[0m") == 4
    assert width("e\u0301") == 1


def test_padding_counts_columns():
    assert pad("分值", 6) == "分值  "
    assert pad("9.5", 6, "right") == "   9.5"
    assert pad("分值分值", 6) == "分值分值"


def test_one_line_takes_the_teeth_out_of_a_cell():
    assert one_line("第一行\r\n第二\t格 \x1b[31m红\x07\u202e") == "第一行 第二 格 [31m红"


def test_lines_break_between_characters_and_not_before_a_full_stop():
    assert wrap("分值只有十分，得分二十。", 12) == ["分值只有十", "分，得分二", "十。"]


def test_latin_words_stay_whole():
    assert wrap("see PS304[score-exceeds-points] there", 28) == ["see", "PS304[score-exceeds-points]", "there"]


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("a" * 20, 8) == ["a" * 8, "a" * 8, "a" * 4]


@pytest.mark.property
@given(TEXTS, st.integers(8, 40))
def test_wrapping_loses_only_blanks_and_keeps_to_the_width(text, limit):
    lines = wrap(text, limit)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= limit for line in lines)


@pytest.mark.property
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_columns_stand_below_each_other(rows):
    rows = [[one_line(text) for text in row] for row in rows]
    set_rows = columns([*rows, ["x", "|", "y"]], (12, None, 10), ("left", "left", "right"))
    bar = width(set_rows[-1][0].split("|")[0])
    for row, lines in zip(rows, set_rows[:-1], strict=True):
        assert "".join("".join(lines).split()) == "".join("".join(row).split()) or len(lines) > 1
        for line in lines:
            # No character of a wider column reaches into the next one.
            head = ""
            for char in line:
                if width(head) >= bar:
                    break
                head += char
            assert width(head) in (bar, width(line)) or width(line) < bar


def test_indenting_wraps_inside_the_margin():
    assert indent("一二三四五六", 4, 12) == ["    一二三四", "    五六"]
    assert indent("一二三四五六", 4, None) == ["    一二三四五六"]


def test_short_items_flow_and_break_between_items():
    assert flow(["G14 分值 10", "H14 得分 20", "上限 10"], 4, 34) == [
        "    G14 分值 10   H14 得分 20",
        "    上限 10",
    ]
    assert flow([], 4, 34) == []


def test_the_marks_that_close_are_known_to_be_marks():
    assert all(unicodedata.category(mark)[0] in "PS" for mark in CLOSING)
