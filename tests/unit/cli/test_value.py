import json

import pytest

from perfscore.cli import main


def value(capsys, *words):
    code = main(["value", *words])
    return code, capsys.readouterr().out


def test_a_value_is_shown_as_it_is_read(capsys):
    code, text = value(capsys, "≥48公斤/月/人")
    assert code == 0
    lines = dict(line.split(maxsplit=1) for line in text.splitlines())
    assert lines["原文"] == "≥48公斤/月/人"
    assert lines["类别"] == "bound（界限值）"
    assert lines["关系"] == ">="
    assert lines["下限"] == "48"
    assert lines["单位"] == "公斤/人/月"


def test_an_unreadable_text_is_exit_code_1_with_the_reason(capsys):
    code, text = value(capsys, "9O%")
    assert code == 1
    assert "读不懂" in text


def test_json_holds_amounts_as_strings(capsys):
    code, text = value(capsys, "94.75%", "--role", "actual", "--format", "json")
    record = json.loads(text)
    assert code == 0
    assert (record["readable"], record["role"], record["kind"]) == (True, "actual", "exact")
    assert (record["low"], record["unit"]) == ("94.75", "%")


def test_json_of_an_unreadable_text(capsys):
    code, text = value(capsys, "9O%", "-f", "json")
    record = json.loads(text)
    assert code == 1
    assert record["readable"] is False
    assert record["reason"]


@pytest.mark.parametrize(
    "text", ["", "——", "≥95%", "80-90%", "1:15", "12月底前", "甲级2家+乙级1家", "保障", "=0次"]
)
@pytest.mark.parametrize("shape", ["text", "json"])
def test_every_kind_can_be_shown(capsys, text, shape):
    code, out = value(capsys, text, "--format", shape)
    assert code in (0, 1)
    assert out


def test_the_unit_of_another_column_counts(capsys):
    assert "单位        次" in value(capsys, "3", "--unit", "次")[1]


def test_english(capsys):
    assert value(capsys, "≥95%", "--lang", "en")[1].startswith("text        ≥95%\n")
