"""The examples of docs/python.md run, one after the other, in a copy of the samples."""

import re
import shutil
from pathlib import Path

import perfscore as ps

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_run(tmp_path, monkeypatch, capsys):
    for name in ("hengyang-2023", "ledger"):
        shutil.copytree(ROOT / "samples" / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    scope = {}
    for block in BLOCKS:
        exec(block, scope)  # noqa: S102 - the examples themselves are what is tested
    assert "PS" in capsys.readouterr().out
    assert (tmp_path / "结果.xlsx").is_file()
    assert scope["rule"].score("92.3%").points == ps.parse_value("8.65").low


def test_every_public_name_that_is_a_function_is_on_a_page():
    for name in ("audit", "render", "parse_value", "parse_rule"):
        assert f"ps.{name}(" in PAGE
