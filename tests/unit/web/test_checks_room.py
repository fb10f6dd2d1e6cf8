"""The manual of the checks in the window: the list, the search, a page, what is not there."""

from __future__ import annotations

import html
import re

import pytest

from perfscore.checks import CATALOGUE
from rooms_support import page, visiting


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with visiting(tmp_path_factory.mktemp("window")) as made:
        yield made


def shown(client, **params):
    """The codes that the page shows, and its text."""
    text = page(client, "/checks", **params).text
    entries = re.findall(r'<li data-code="(PS\d+)"( hidden)?>', text)
    assert [code for code, _ in entries] == list(CATALOGUE)
    return [code for code, hidden in entries if not hidden], text


def codes(client, words):
    reply = client.get("/checks", params={"q": words}, headers={"accept": "application/json"})
    return reply.json()


def test_all_checks_are_listed_by_family_with_a_line_each(client):
    found, text = shown(client)
    assert found == list(CATALOGUE)
    assert f"共 {len(CATALOGUE)} 项检查" in text
    entry = text.split('data-code="PS304"')[1].split("</li>")[0]
    assert '<a href="/checks/PS304"><b>PS304</b> 得分超过分值</a>' in entry
    assert '<span class="key error">错误</span>' in entry
    assert "每一行（含预算执行）的得分不得高于分值，除非该行的评分标准写明加分。" in entry
    assert [html.unescape(one) for one in re.findall("<h2>(.*?)</h2>", text)][:3] == [
        "读取与识别",
        "表的结构与分值",
        "勾稽与计算",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("PS304", "PS304"),
        ("ps304", "PS304"),
        ("ＰＳ３０４", "PS304"),
        ("得分超过分值", "PS304"),
        ("higher than the points", "PS304"),
        ("score-exceeds-points", "PS304"),
        ("错格 错行", "PS304"),
    ],
)
def test_a_check_is_found_by_code_title_or_words(client, words, code):
    found, _ = shown(client, q=words)
    assert code in found
    assert len(found) < 10
    assert codes(client, words)["codes"] == found


def test_every_word_counts_and_families_without_any_are_hidden(client):
    found, text = shown(client, q="执行率 公式")
    assert 0 < len(found) < len(shown(client, q="执行率")[0])
    assert f"找到 {len(found)} / {len(CATALOGUE)} 项" in text
    families = re.findall(r'<section class="family"( hidden)?>', text)
    assert len([one for one in families if not one]) == len({code[2] for code in found})
    assert 'value="执行率 公式"' in text


def test_what_is_asked_for_is_text(client):
    found, text = shown(client, q='"><img src=x onerror=alert(1)>')
    assert found == []
    assert "<img" not in text
    assert codes(client, "没有这样的字")["said"] == f"找到 0 / {len(CATALOGUE)} 项"


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_check_has_its_page(client, code):
    reply = page(client, f"/checks/{code}")
    assert reply.status_code == 200
    assert f"<h1>{code} {html.escape(CATALOGUE[code].title_zh, quote=False)}" in reply.text.replace(
        "&#34;", '"'
    ).replace("&#39;", "'")
    for heading in ("查什么", "为什么要紧", "反例", "正例", "依据"):
        assert f"<h2>{heading}</h2>" in reply.text


def test_a_page_has_its_parts_and_leads_on(client):
    text = page(client, "/checks/PS304").text
    assert "多给的分直接进总分" in text
    assert "<td>持续运转天数</td>" in text
    assert "The score is higher than the points · score-exceeds-points" in text
    assert re.search(r'<a rel="prev" href="/checks/PS303">', text)
    assert re.search(r'<a rel="next" href="/checks/PS305">', text)
    first, *_, last = CATALOGUE
    assert 'rel="prev"' not in page(client, f"/checks/{first}").text
    assert 'rel="next"' not in page(client, f"/checks/{last}").text


def test_checks_that_a_page_names_are_linked(client):
    text = page(client, "/checks/PS606").text
    named = text.split("文中提到的检查项")[1].split("</ul>")[0]
    assert '<a href="/checks/PS605">' in named
    assert "文中提到" not in page(client, "/checks/PS304").text


@pytest.mark.parametrize("key", ["ps304", "score-exceeds-points", "得分超过分值"])
def test_other_names_lead_to_the_code(client, key):
    reply = page(client, f"/checks/{key}")
    assert (reply.status_code, reply.headers["location"]) == (303, "/checks/PS304")


@pytest.mark.parametrize(("key", "near"), [("PS311", "PS310"), ("PS399", "PS401"), ("得分超分值", "PS304")])
def test_what_is_not_there_leads_to_what_is_near(client, key, near):
    reply = page(client, f"/checks/{key}")
    assert reply.status_code == 404
    assert f'href="/checks/{near}"' in reply.text


def test_what_nothing_is_near_to_is_told_as_text(client):
    reply = page(client, "/checks/<b>zzz")
    assert reply.status_code == 404
    assert "“&lt;b&gt;zzz”" in reply.text
    assert "相近的有" not in reply.text


def test_in_english_titles_are_english(client):
    client.cookies.set("perfscore_lang", "en")
    try:
        _, text = shown(client)
        assert "<b>PS304</b> The score is higher than the points" in text
        assert "<h2>scores</h2>" in text
        assert "得分超过分值 · score-exceeds-points" in page(client, "/checks/PS304").text
    finally:
        client.cookies.delete("perfscore_lang")
