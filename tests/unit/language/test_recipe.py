"""The recipe of CONTRIBUTING, carried out: a construction is one file, one line and one YAML case file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import perfscore

TESTS = Path(__file__).parents[2]
#: 减为对折得分: half of the row's points, in words that hold no number.
CLAUSE = '''
"""Half of the points: `减为对折得分`, `减为对折计分`."""

from fractions import Fraction

from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.terminals import regex

GRAMMAR = regex("减为对折[得计给]分").set_name("halved")
GRAMMAR.set_parse_action(lambda _: Amount("award", share=Fraction(50)))
'''
LINE = '    Construction("halved", "减为对折", "amount", _in("halved"), "减为对折得分"),\n'
BEFORE = '    Construction("filler",'
CASE = """
- text: "达到目标值得满分，未达到的减为对折得分"
  points: 8
  target: "≥95%"
  unit: "%"
  say: "达到目标值得满分；未达到得分值的50%。"
  scores:
    - {actual: "95%", points: "8"}
    - {actual: "60%", points: "4"}
- text: "验收合格得满分，不合格减为对折计分"
  points: 5
  target: "合格"
  say: "验收合格，得满分；不合格，得分值的50%。"
  scores:
    - {actual: "合格", points: "5"}
    - {actual: "不合格", points: "2.5"}
"""
RUN = "import sys, rule_cases, pathlib\nfor _, case in rule_cases.cases(pathlib.Path(sys.argv[1])): rule_cases.check(case)"


@pytest.fixture
def copied(tmp_path):
    """A copy of the package, and the cases of the new construction beside those of all amounts."""
    shutil.copytree(
        Path(perfscore.__file__).parent, tmp_path / "perfscore", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "halved.yml").write_text(CASE, encoding="utf-8")
    shutil.copy(TESTS / "cases" / "rules" / "yes_no.yml", tmp_path / "cases")
    return tmp_path


def run(folder):
    """Hold the copy against the cases, in a process of its own."""
    paths = os.pathsep.join(map(str, (folder, TESTS)))
    return subprocess.run(
        [sys.executable, "-c", RUN, str(folder / "cases")],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_construction_is_one_file_one_line_and_its_cases(copied):
    before = run(copied)
    assert before.returncode == 1
    assert "未达到的减为对折得分" in before.stderr
    clauses = copied / "perfscore" / "language" / "clauses"
    (clauses / "halved.py").write_text(CLAUSE, encoding="utf-8")
    registered = clauses / "__init__.py"
    text = registered.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    registered.write_text(text.replace(BEFORE, LINE + BEFORE), encoding="utf-8")
    after = run(copied)
    assert after.returncode == 0, after.stderr
