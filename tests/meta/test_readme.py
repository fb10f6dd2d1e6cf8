"""The output that README.md and the guides show is what the program prints.

A comment `<!-- run: COMMAND -->` before a fenced block names the shell command whose standard output the block is.
A first line `$ …` in the block is for the reader. `pytest tests/meta/test_readme.py --update-golden` writes the
blocks anew. The date of a run is left out of account.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "guide.zh.md", ROOT / "docs" / "rounds.md"]
BLOCK = re.compile(r"(<!-- run: (.+?) -->\n```\w*\n(?:\$ [^\n]*\n)?)(.*?)(^```$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")

COMMANDS = [
    pytest.param(page, match[2], id=f"{page.stem}: {match[2]}")
    for page in PAGES
    for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
]


def printed(command, folder):
    """What the command prints on standard output, run at the top of the tree with this environment's program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "COV_"))}
    scripts = Path(sys.executable).parent
    run = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        # The Makefile's own environment and output folder are not touched.
        env={
            **kept,
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "VENV": str(scripts.parent),
            "OUT": str(folder),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in run.stderr
    assert run.stdout, run.stderr
    return run.stdout


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_block_is_what_the_command_prints(page, command, tmp_path, update_golden):
    output = printed(command, tmp_path)
    text = page.read_text(encoding="utf-8")
    (shown,) = {match[3] for match in BLOCK.finditer(text) if match[2] == command}
    if update_golden and _undated(shown) != _undated(output):
        renew = BLOCK.sub(lambda match: match[1] + (output if match[2] == command else match[3]) + match[4], text)
        page.write_text(renew, encoding="utf-8")
        shown = output
    assert _undated(shown) == _undated(output), "refresh it with pytest --update-golden"


def _undated(text):
    return DATE.sub("YYYY-MM-DD", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_marked_block_is_compared(page):
    text = page.read_text(encoding="utf-8")
    assert [match[2] for match in BLOCK.finditer(text)] == re.findall("<!-- run: (.+?) -->", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_opens_with_its_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first, second = text.index("make demo"), text.index("make test")
    assert first < second < text.index("\n## ")
