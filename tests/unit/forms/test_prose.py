"""The sentences around tables, put together again where a text breaks them over lines."""

from __future__ import annotations

from forms_support import sheet, text, workbook
from perfscore.forms.prose import prose_of


def said(document):
    return [one.text for one in prose_of(document)]


def test_a_sentence_goes_on_over_blank_lines_until_it_ends():
    document = text(
        "一、项目支出情况\n本年安排业务项目共八个，其中设备维护经费三十\n\n万元，其余见下表。\n第二段另起一行，与上文无关。"
    )
    assert said(document) == [
        "本年安排业务项目共八个,其中设备维护经费三十万元,其余见下表。",
        "第二段另起一行,与上文无关。",
    ]


def test_a_row_of_several_cells_ends_it_and_is_none():
    document = text("以下各项目均已编报绩效目标表\n项目名称\t金额\n设备维护经费项目（一期）\t30")
    assert said(document) == ["以下各项目均已编报绩效目标表"]


def test_each_character_knows_its_line():
    (one,) = prose_of(text("本年安排业务项目共八个，其中设备维护经费三十\n万元，其余见下表。"))
    assert (one.at(0).line, one.at(one.text.index("万元")).line) == (1, 2)


def test_numbers_and_labels_are_no_sentences():
    assert said(workbook(sheet(["项目支出"], ["2024"], [None, "本表金额单位均为万元，保留两位小数。"]))) == [
        "本表金额单位均为万元,保留两位小数。"
    ]
