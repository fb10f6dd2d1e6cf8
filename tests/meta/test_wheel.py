"""The wheel holds what the program reads at run time, and works without the tree it was built from."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "perfscore"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(build, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def unpacked(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def below(folder, pattern):
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern)}


def test_holds_every_module_and_every_definition(unpacked):
    for pattern in ("*.py", "*.toml", "*.html", "*.css", "*.js", "py.typed"):
        missing = below(PACKAGE, pattern) - below(unpacked / "perfscore", pattern)
        assert missing == set()
    assert below(PACKAGE / "forms" / "definitions", "*.toml")


def test_holds_the_rule_sets_as_they_stand(unpacked):
    for path in (ROOT / "scoring_rules").glob("*.toml"):
        assert (unpacked / "perfscore" / "scoring_rules" / path.name).read_bytes() == path.read_bytes()


def test_holds_nothing_else(unpacked):
    others = {path.name for path in unpacked.iterdir()} - {"perfscore"}
    assert [name for name in others if not name.endswith(".dist-info")] == []


def test_rule_sets_load_and_a_sample_is_audited_from_it(unpacked, tmp_path):
    """Away from the tree, with the unpacked wheel first on the path and the user's site left out."""
    script = (
        "import perfscore, sys\n"
        "from perfscore.audit import audit\n"
        "from perfscore.rulesets import load_ruleset, names\n"
        "print(perfscore.__file__)\n"
        "print(*sorted(load_ruleset(name).id for name in names()))\n"
        "print(len(audit(sys.argv[1]).forms))\n"
    )
    sample = ROOT / "samples" / "hengyang-2023" / "自评表.xlsx"
    run = subprocess.run(
        [sys.executable, "-c", script, str(sample)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    where, rule_sets, forms = run.stdout.splitlines()
    assert Path(where).is_relative_to(unpacked)
    assert rule_sets.split() == sorted(path.stem for path in (ROOT / "scoring_rules").glob("*.toml"))
    assert forms == "8"
