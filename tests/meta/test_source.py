"""Habits of the source that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST = 400
TEXT_CALLS = {"open", "TextIOWrapper", "fdopen"}
TEXT_METHODS = {"read_text", "write_text"}
BROAD = {"Exception", "BaseException"}

each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@each_source
def test_a_file_has_one_purpose(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST


def test_no_class_of_the_language_is_cut_by_inheritance():
    files = [tree(path) for path in SOURCES if "language" in path.parts]
    classes = [node for file in files for node in ast.walk(file) if isinstance(node, ast.ClassDef)]
    names = {node.name for node in classes}
    assert [node.name for node in classes for base in node.bases if ast.unparse(base) in names] == []


@each_source
def test_no_constant_is_bound_twice(path):
    """The second one would stand for the first in every function, also in those that were written with the first."""
    targets = [one for node in tree(path).body if isinstance(node, ast.Assign) for one in node.targets]
    names = [one.id for one in targets if isinstance(one, ast.Name)]
    assert sorted({one for one in names if names.count(one) > 1}) == []


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def owner_of(call):
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def is_binary(call):
    modes = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return any(
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" in mode.value for mode in modes
    )


def opens_text(call):
    """Whether a call opens a file as text; archives are opened by member, and a mode with b reads bytes."""
    known = TEXT_CALLS | TEXT_METHODS if isinstance(call.func, ast.Attribute) else TEXT_CALLS
    if name_of(call) not in known or is_binary(call):
        return False
    return not (
        name_of(call) == "open" and any(word in owner_of(call) for word in ("zip", "archive", "os", "patch"))
    )


def test_the_guard_sees_what_it_should():
    calls = (
        "open(p); open(p, 'rb'); q.read_text(); q.write_text(t, encoding='utf-8'); archive.open(n); read_text(c)"
    )
    seen = [opens_text(node) for node in ast.walk(ast.parse(calls)) if isinstance(node, ast.Call)]
    assert seen == [True, False, True, True, False, False]


@each_source
def test_text_files_are_opened_with_an_encoding(path):
    """On a Chinese Windows the default is GBK."""
    bare = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and opens_text(node) and "encoding" not in {k.arg for k in node.keywords}
    ]
    assert bare == []


def swallows(handler):
    """Whether a handler of every exception does nothing with it."""
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    idle = all(isinstance(s, ast.Pass | ast.Continue) or _constant(s) for s in handler.body)
    return idle and any(name in BROAD for name in caught.strip("()").replace(" ", "").split(","))


def _constant(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@each_source
def test_no_exception_is_swallowed(path):
    nodes = list(ast.walk(tree(path)))
    handlers = [node.lineno for node in nodes if isinstance(node, ast.ExceptHandler) and swallows(node)]
    suppressed = [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call)
        and name_of(node) == "suppress"
        and any(ast.unparse(argument) in BROAD for argument in node.args)
    ]
    assert handlers + suppressed == []


def test_the_floors_hold():
    """The import contracts of pyproject.toml."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
