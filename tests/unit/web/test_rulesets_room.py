"""Rule sets in the window: shown, copied, tried while one writes, kept for their owner alone."""

from __future__ import annotations

import html
import re

import pytest

from perfscore.rulesets import folder, names
from perfscore.services.rulesets import new_text
from rooms_support import page, visiting

OWN = new_text("mycity-2026", "mof-2021")


@pytest.fixture
def client(tmp_path):
    with visiting(tmp_path) as made:
        yield made


def tried(client, text):
    return client.post("/rules/test", json={"text": text}).json()


def kept(client, text=OWN, name="mycity-2026", instead=""):
    return client.put(f"/rules/{name}", json={"text": text, "instead": instead})


def editor(client, path, **params):
    """The text in the editor, and the id that is being changed."""
    text = page(client, path, **params).text
    inside = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)[1]
    return html.unescape(inside), re.search(r'data-instead="(.*?)"', text)[1]


def test_the_list_has_ones_own_first(client):
    assert kept(client).status_code == 200
    found = re.findall(r'<th scope="row"><a href="/rules/(.*?)">', page(client, "/rules").text)
    assert found == ["mycity-2026", *names()]


def test_a_rule_set_is_shown_as_on_the_command_line_with_its_cases(client, capsys):
    from perfscore.cli import main

    text = html.unescape(page(client, "/rules/hengyang-2023").text)
    main(["rulesets", "test", "hengyang-2023"])
    for line in capsys.readouterr().out.splitlines()[:-1]:
        words = line.split("  ")[2]
        assert words in text
    main(["rulesets", "show", "hengyang-2023"])
    labels = {line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[3:] if not line.startswith(" ")}
    assert labels - {"算例"} == set(re.findall(r'<th scope="row">(.*?)</th>', text))
    assert "3 个算例全部通过" in text
    assert 'href="/?ruleset=hengyang-2023"' in text
    assert "/edit" not in text
    assert "drop-ruleset" not in text


def test_one_that_is_not_there_is_not_found(client):
    for path in ("/rules/nowhere", "/rules/nowhere/edit", "/rules/nowhere/download"):
        assert page(client, path).status_code == 404
    assert client.post("/rules/nowhere/drop").status_code == 404


def test_a_new_one_extends_a_general_one(client):
    assert editor(client, "/rules/new") == (new_text("my-mof-2021", "mof-2021"), "")
    text, _ = editor(client, "/rules/new", **{"from": "mof-2020"})
    assert 'extends = "mof-2020"' in text
    assert tried(client, text)["loads"]
    assert page(client, "/rules/new", **{"from": "nowhere"}).status_code == 400


def test_a_copy_of_any_other_differs_by_its_id(client):
    text, _ = editor(client, "/rules/new", **{"from": "hengyang-2023"})
    shipped = (folder() / "hengyang-2023.toml").read_text(encoding="utf-8")
    assert text == shipped.replace('id = "hengyang-2023"', 'id = "my-hengyang-2023"', 1)
    assert kept(client, text, "my-hengyang-2023").status_code == 200
    again, _ = editor(client, "/rules/new", **{"from": "hengyang-2023"})
    assert 'id = "my-hengyang-2023-2"' in again
    copy, _ = editor(client, "/rules/new", **{"from": "my-hengyang-2023"})
    assert 'id = "my-my-hengyang-2023"' in copy


def test_what_is_written_is_tried_at_once(client):
    good = tried(client, OWN)
    assert (good["loads"], good["id"], good["failed"], good["said"]) == (
        True,
        "mycity-2026",
        0,
        "1 个算例全部通过",
    )
    bad = tried(client, OWN.replace('score = "9.50"', 'score = "9.00"'))
    assert (bad["failed"], bad["said"]) == (1, "1 个算例，1 个不符")
    (case,) = bad["cases"]
    assert case["words"] == "≥100人 → 95人，10 分：9.50（应为 9.00）"
    assert OWN.splitlines()[case["line"] - 1] == "[[cases]]"
    unread = tried(client, OWN.replace('"95人"', '"9S人"'))
    assert "完成值“9S人”读不懂" in unread["cases"][0]["words"]
    assert tried(client, OWN.split("[[cases]]")[0])["said"] == "可以使用；没有算例"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title_en = "', "title_en = ", 8, "第 8 行：TOML 写法有误"),
        ('"known"', '"sure"', 15, "第 15 行：citation.status 只能是"),
        ('schema = "perfscore.ruleset/1"\n', "", None, "schema 缺失"),
        ('extends = "mof-2021"', 'extends = "/etc/passwd"', 9, "第 9 行：extends “/etc/passwd”不是自带的规则集"),
        ('score = "9.50"', 'score = "', None, "TOML 写法有误"),
        (
            "# [formulas]",
            '[formulas]\npositive = {value=["x"],status="known",source="x"}',
            None,
            "formulas.positive 没有名为“x”的公式",
        ),
    ],
)
def test_a_mistake_is_told_by_its_line(client, old, new, line, words):
    text = OWN.replace(old, new, 1)
    told = tried(client, text)
    assert not told["loads"]
    assert words in told["said"]
    assert "toml" not in told["said"].split("TOML")[0]
    if line is not None:
        assert told["line"] == line


def test_only_what_loads_is_kept_and_the_id_decides_the_name(client):
    assert kept(client, OWN + "x", "mycity-2026").status_code == 400
    assert kept(client, OWN, "other").status_code == 400
    assert kept(client, OWN.replace('score = "9.50"', 'score = "1"')).json() == {"at": "/rules/mycity-2026"}
    assert "1 个算例，1 个不符" in page(client, "/rules/mycity-2026").text


@pytest.mark.parametrize("name", ["new", "mof-2021", "中文", "a/b", "..", ""])
def test_an_id_that_is_no_name_of_ones_own_is_refused(client, name):
    reply = kept(client, OWN.replace("mycity-2026", name), name.replace("/", "%2F"))
    assert reply.status_code in (400, 404, 405)
    assert 'href="/rules/new/edit"' not in page(client, "/rules").text
    assert len(re.findall('<th scope="row">', page(client, "/rules").text)) == len(names())


def test_another_of_ones_own_is_not_written_over_by_chance(client):
    assert kept(client).status_code == 200
    other = OWN.replace("（文号）", "某财〔2026〕1号")
    reply = kept(client, other)
    assert (reply.status_code, "已有规则集" in reply.json()["problem"]) == (400, True)
    assert kept(client, other, instead="mycity-2026").status_code == 200
    assert editor(client, "/rules/mycity-2026/edit") == (other, "mycity-2026")


def test_one_that_comes_with_the_program_is_copied_not_changed(client):
    reply = page(client, "/rules/mof-2021/edit")
    assert (reply.status_code, reply.headers["location"]) == (303, "/rules/new?from=mof-2021")
    assert client.post("/rules/mof-2021/drop").status_code == 400


def test_the_file_is_taken_away(client):
    kept(client)
    for name, text in (
        ("mycity-2026", OWN),
        ("mof-2021", (folder() / "mof-2021.toml").read_text(encoding="utf-8")),
    ):
        reply = client.get(f"/rules/{name}/download")
        assert reply.content.decode() == text
        assert reply.headers["content-disposition"] == f'attachment; filename="{name}.toml"'
        assert reply.headers["content-type"] == "application/octet-stream"


def test_ones_own_is_deleted(client):
    kept(client)
    assert client.post("/rules/mycity-2026/drop").json() == {"at": "/rules"}
    assert page(client, "/rules/mycity-2026").status_code == 404


def test_nobody_else_sees_ones_own(tmp_path):
    with visiting(tmp_path) as first:
        kept(first)
        gate = first.here.gate
        first.cookies.clear()
        first.cookies.set(gate.cookie, gate.begin("somebody else of this office, a browser of its own"))
        assert page(first, "/rules/mycity-2026").status_code == 404
        assert page(first, "/rules/mycity-2026/edit").status_code == 404
        assert first.get("/rules/mycity-2026/download").status_code == 404
        assert first.post("/rules/mycity-2026/drop").status_code == 404
        assert "mycity-2026" not in page(first, "/rules").text


def test_they_stay_when_the_window_is_closed(tmp_path):
    with visiting(tmp_path) as first:
        kept(first)
    with visiting(tmp_path) as second:
        assert editor(second, "/rules/mycity-2026/edit")[0] == OWN


def test_one_that_does_not_load_any_more_can_still_be_mended(client):
    kept(client)
    (path,) = (client.here.shelves).rglob("*.toml")
    path.write_text(OWN.replace('extends = "mof-2021"', 'extends = "mof-1999"'), encoding="utf-8")
    text = page(client, "/rules/mycity-2026").text
    assert "不是自带的规则集" in text
    assert "/rules/mycity-2026/edit" in text
    assert "/?ruleset=" not in text


def test_what_a_rule_set_says_is_text(client):
    evil = OWN.replace("（写明地区、年度和用途）", "<img src=x onerror=alert(1)></textarea>")
    kept(client, evil)
    for path in ("/rules", "/rules/mycity-2026", "/rules/mycity-2026/edit"):
        assert "<img" not in page(client, path).text
    assert editor(client, "/rules/mycity-2026/edit")[0] == evil


def test_a_text_without_end_is_refused(client):
    assert client.post("/rules/test", json={"text": "#" * 60_001}).status_code == 413
    assert client.put("/rules/x", json={"text": "#" * 200_000}).status_code == 413


@pytest.mark.parametrize("added", ["x = " + "[" * 9_000, "x = " + "1" * 5_000, 'w = "' + "9" * 9_000 + '"'])
def test_what_no_parser_takes_is_told(client, added):
    told = tried(client, f"{added}\n{OWN}")
    assert not told["loads"]
    assert told["said"]


def test_long_values_are_folded(client):
    text = page(client, "/rules/mof-2020").text
    assert "<details><summary>" in text
