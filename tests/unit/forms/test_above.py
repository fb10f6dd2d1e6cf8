"""Title, year, unit and other paragraphs above a Word table or a table of a web page are rows above the table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_support import sheet, workbook
from perfscore.core.location import Location
from perfscore.forms import recognise
from perfscore.readers import html
from perfscore.readers.document import Cell
from perfscore.readers.source import Source

ROWS = [
    ["项目名称", None, "技能培训"],
    ["项目资金", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", "100", "100", "95", "10", "95%", "9.5"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ["产出指标", "数量指标", "培训人数", "≥100人", "120人", "90", "90", ""],
    ["总分", None, None, None, None, "100", "99.5"],
]
ABOVE = ["附件2", "项目支出绩效自评表", "（2023年度）", "填报单位：某市人社局 \u3000单位：万元\t自评总分：99.5"]


def word(*paragraphs, rows=ROWS):
    table = sheet(*rows, name="表1")
    caption = tuple(Cell(text, text, Location("表.docx", "表1")) for text in paragraphs)
    return replace(workbook(replace(table, caption=caption)), kind="docx")


def web(*paragraphs):
    body = "".join("<tr>" + "".join(f"<td>{text or ''}</td>" for text in row) + "</tr>" for row in ROWS)
    lines = "".join(f"<p>{text}</p>" if n else f"<h1>{text}</h1>" for n, text in enumerate(paragraphs))
    page = f"<html><head><title>下载</title></head><body><div>{lines}<table>{body}</table></div></body></html>"
    return html.read(Source("表.html", page.encode(), ""))


@pytest.mark.parametrize("document", [word(*ABOVE), web(*ABOVE)], ids=["docx", "html"])
def test_paragraphs_above_the_table_are_read(document):
    (match,) = recognise(document)
    form = match.extract()
    assert form.head.title.value == "项目支出绩效自评表"
    assert (form.head.text("year"), form.head.text("unit"), form.head.money_unit) == ("2023", "某市人社局", "万元")
    assert form.head.text("project") == "技能培训"
    assert [row.name.value for row in form.indicators] == ["培训人数"]
    assert not form.unplaced


def test_a_field_without_a_value_has_the_place_of_its_paragraph():
    (match,) = recognise(word("项目支出绩效自评表", "填报单位："))
    found = match.extract().head.field("unit")
    assert (found.value, found.at.place) == ("", "表1")


def test_a_title_with_gaps_is_one_text():
    (match,) = recognise(word("项目支出 绩效自评表", "（ 2023  年度）"))
    form = match.extract()
    assert (form.head.title.value, form.head.text("year")) == ("项目支出绩效自评表", "2023")


def test_the_first_paragraph_of_a_page_may_say_that_the_table_goes_on():
    first, second = ROWS[:5], [["效益指标", "社会效益指标", "就业率", "≥60%", "65%", "10", "10", "无"], ROWS[-1]]
    pages = (word("项目支出绩效自评表", rows=first), word("（续）", rows=second))
    whole = replace(pages[0], tables=(pages[0].tables[0], replace(pages[1].tables[0], name="表2")))
    (match,) = recognise(whole)
    assert [row.name.value for row in match.extract().indicators] == ["培训人数", "就业率"]


def test_narrative_above_a_table_is_no_part_of_it():
    document = word("一、基本情况", "本项目当年投入100万元。", "二、自评情况如下：")
    form = recognise(document)[0].extract()
    assert (form.head.title.value, form.head.text("year"), form.unplaced) == ("", "", ())
