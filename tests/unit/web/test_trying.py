"""Rules and values are tried from the page: what goes in, what comes out, who may ask."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest

from perfscore.cli import main
from perfscore.web import probe
from perfscore.web.asking import answered
from perfscore.web.jobs import BusyError, FailedError, Jobs
from rooms_support import made, page, visiting

RULE = {"rule": "每低1个百分点扣0.5分，扣完为止", "points": "10", "target": "≥95%", "actual": "92.3%"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with visiting(tmp_path_factory.mktemp("window")) as visitor:
        yield visitor


def tried(client, **fields):
    reply = client.post("/try/rule", json={**RULE, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()


def told(client, **fields):
    reply = client.post("/try/value", json=fields)
    assert reply.status_code == 200, reply.text
    return reply.json()


def rows(answer):
    return dict(answer["rows"])


def test_a_rule_is_told_with_its_score_its_sum_and_its_curve(client):
    answer = tried(client)
    assert answer["readable"]
    assert answer["said"] == "读懂；92.3% 得 8.65 分；1 个问题"
    assert rows(answer) == {"读作": "每低于1个百分点扣0.5分；扣完为止。", "需要": "实际完成值"}
    assert answer["problems"] == ["没有写明不足一个单位怎样计，最多相差0.5分"]
    (score,) = answer["scores"]
    assert (score["of"], score["points"], score["reason"]) == ("92.3%", "8.65", "")
    assert score["readings"] == [
        ["不足一个单位：按比例", "8.65"],
        ["不足一个单位：只计整数", "9"],
        ["不足一个单位：进一", "8.5"],
    ]
    assert score["steps"]["line"] == "得分 = 10 − (95 − 92.3) × 0.5 = 8.65"
    assert score["steps"]["steps"][0]["line"] == "适用 = 每低于1个百分点扣0.5分"
    assert ["95%", "10"] in answer["probes"]
    assert ["82.5%", "3.75（不足一个单位：按比例 3.75，只计整数 4，进一 3.5）"] in answer["probes"]
    curve = answer["curve"]
    assert curve["actual"] is not None
    assert [kind for kind, _ in curve["lines"]] == ["target", "rule"]
    assert (curve["top"], curve["ends"]) == ("10", ["70%", "100%"])
    assert curve["words"].endswith("指标值 95%；完成值 92.3%；重算 8.65 分")


def test_readings_that_agree_are_not_listed(client):
    (score,) = tried(client, actual="93%")["scores"]
    assert (score["points"], score["readings"]) == ("9", [])


def test_it_says_what_the_command_line_says(client, capsys):
    main(["rule", RULE["rule"], "-p", "10", "-t", "≥95%", "-a", "92.3%", "--indicator", "群众满意度"])
    printed = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line]
    answer = tried(client, indicator="群众满意度")
    assert [row for row in printed if row[0] in rows(answer)] == answer["rows"]


@pytest.mark.parametrize(
    ("field", "text", "other"),
    [
        ("rule", "达到指标值得满分，否则不得分", "读作"),
        ("points", "20", "said"),
        ("target", "≥90%", "said"),
        ("actual", "94.3%", "said"),
        ("unit", "人", "curve"),
    ],
)
def test_every_field_of_the_row_counts(client, field, text, other):
    usual = {"target": "≥95", "actual": "92.3"} if field == "unit" else {}
    before, after = tried(client, **usual), tried(client, **{**usual, field: text})
    assert (rows(before), before)[other in before].get(other) != (rows(after), after)[other in after].get(other)


def test_the_name_of_the_indicator_counts(client):
    rule = "群众满意度每低1个百分点扣0.5分，扣完为止"
    assert "说的就是它" not in rows(tried(client, rule=rule, indicator="群众满意度"))["名称"]
    assert (
        rows(tried(client, rule=rule, indicator="群众满意度"))["名称"] == "群众满意度 → 完成值（与指标名称相合）"
    )
    assert rows(tried(client, rule=rule))["名称"] == "群众满意度 → 完成值（标准里没有别的量）"


def test_the_explanation_counts(client):
    rule = {"rule": "每符合一项得1分", "points": "3", "target": "", "actual": "①②符合，③不符合"}
    points = [one["points"] for one in tried(client, **rule, explanation="①有方案；②有总结；③有台账。")["scores"]]
    assert points == ["2"]
    assert tried(client, **rule).get("scores", [{"points": None}])[0]["points"] != "2"


def test_other_facts_are_given_one_a_line(client):
    rule = {"rule": "①有制度2分；②执行到位3分", "points": "5", "target": "", "actual": ""}
    answer = tried(client, **rule, facts="①=有\n\n ②=否 ")
    (score,) = answer["scores"]
    assert (score["of"], score["points"]) == ("①=有、②=否", "2")
    assert tried(client, **rule)["scores"] == []


def test_an_actual_that_is_no_number_of_the_line_has_no_dot(client):
    curve = tried(client, actual="不详")["curve"]
    assert curve["actual"] is None


def test_a_score_that_lies_at_no_number_is_drawn_as_a_line(client):
    curve = tried(client, actual="达标")["curve"]
    assert curve["lines"][0] == ["again", "M34 14H306"]
    assert curve["actual"] is None


def test_an_unreadable_rule_shows_where_it_stops_and_what_would_help(client):
    answer = tried(client, rule="看情况酌情给分吧")
    assert not answer["readable"]
    assert answer["said"] == "读不懂：得分由评分人酌定"
    assert answer["text"] == ["看情况", "酌情", "给分吧"]
    assert rows(answer) == {"怎样可读": "写明每种情形扣几分"}


def test_points_that_are_no_number_are_told(client):
    answer = tried(client, points="十分")
    assert (answer["said"], answer["text"]) == ("读不懂：分值不是数", ["", "", RULE["rule"]])


def test_a_value_is_told_in_the_rows_of_the_command_line(client, capsys):
    main(["value", "≥48公斤/月/人"])
    printed = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    answer = told(client, value="≥48公斤/月/人")
    assert answer["said"] == "读作：≥48公斤/人/月"
    assert answer["rows"] == printed[2:]


def test_the_unit_and_the_role_of_a_value_count(client):
    assert rows(told(client, value="3", value_unit="次"))["单位"] == "次"
    assert "关系" not in rows(told(client, value="95%"))
    assert rows(told(client, value="95%", role="actual"))["关系"] == "="


def test_an_unreadable_value_shows_where_it_stops(client):
    answer = told(client, value="9O%")
    assert (answer["readable"], answer["text"]) == (False, ["9", "O", "%"])


def test_answers_come_in_the_language_of_the_browser(client):
    client.cookies.set("perfscore_lang", "en")
    try:
        assert tried(client)["said"].startswith("understood; 92.3% gives 8.65 points; 1 problem")
        assert ["part of a step: in proportion", "8.65"] in tried(client)["scores"][0]["readings"]
        assert "whole steps only 4" in dict(tried(client)["probes"])["82.5%"]
        assert told(client, value="95%")["said"] == "read as: 95%"
        assert "Try how it is read" in page(client, "/try").text
    finally:
        client.cookies.delete("perfscore_lang")


def test_an_address_fills_the_forms(client):
    fields = {
        **RULE,
        "unit": "%",
        "indicator": "满意度",
        "explanation": "甲",
        "facts": "乙=1",
        "value": "3",
        "value_unit": "次",
    }
    text = page(client, "/try", **fields, role="actual").text
    for name in ("points", "target", "actual", "unit", "indicator", "value", "value_unit"):
        assert f'value="{fields[name]}"' in text.split(f'name="{name}"')[1].split(">")[0], name
    for name in ("rule", "explanation", "facts"):
        assert text.split(f'name="{name}"')[1].split(">", 1)[1].startswith(fields[name]), name
    assert 'value="actual" selected' in text
    assert "<details open>" in text
    plain = page(client, "/try").text
    assert 'name="points" maxlength="500" value="10"' in plain
    assert "<details>" in plain


def test_what_an_address_says_is_text_and_no_more_than_fits(client):
    text = page(client, "/try", rule="</textarea><img src=x onerror=alert(1)>", target='"><script>').text
    assert "<img" not in text
    assert "&lt;img src=x" in text
    assert "<script>" not in text
    assert len(page(client, "/try", target="长" * 3_000).text) < len(plain := page(client, "/try").text) + 1_000, (
        plain
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"rule": "长" * 60_001}, 413),
        ({"target": "长" * 501}, 413),
        ({"rule": 5}, 400),
        ({"rule": ["每"]}, 400),
    ],
)
def test_what_does_not_fit_is_refused(client, fields, status):
    reply = client.post("/try/rule", json={**RULE, **fields})
    assert (reply.status_code, list(reply.json())) == (status, ["problem"])


@pytest.mark.parametrize("path", ["/try/rule", "/try/value"])
def test_a_body_without_end_is_not_read(client, path):
    assert client.post(path, content=json.dumps({"rule": "x" * 2_000_000})).status_code == 413
    assert client.post(path, content=b"[]").status_code == 400
    assert client.post(path, content=b"{").status_code == 400


@pytest.mark.parametrize("path", ["/try/rule", "/try/value"])
def test_other_sites_and_strangers_get_nothing(client, path):
    assert client.post(path, json=RULE, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post(path, json=RULE, headers={"cookie": ""}).status_code == 401


def test_too_much_at_once_is_told(tmp_path, monkeypatch):
    with visiting(tmp_path) as client:
        monkeypatch.setattr(Jobs, "submit", _busy)
        reply = client.post("/try/rule", json=RULE)
        assert reply.status_code == 503
        assert page(client, "/try").status_code == 200  # the page itself needs no place


def _busy(*_):
    raise BusyError("排队的太多")


class Gone:
    """A request whose visitor has closed the page."""

    def __init__(self, here):
        self.app = SimpleNamespace(state=SimpleNamespace(window=here))
        self.scope = {"perfscore.owner": "somebody"}

    async def is_disconnected(self):
        return True


def test_nobody_waits_for_a_visitor_who_has_gone(tmp_path):
    async def ask():
        here = made(tmp_path)  # whose processes are not started: what is asked for waits
        try:
            with pytest.raises(FailedError, match="已取消"):
                await asyncio.wait_for(answered(Gone(here), probe.warm, None), 5)
            return [job.owner for job in here.probes._queue]
        finally:
            here.desk.close()

    assert asyncio.run(ask()) == []
