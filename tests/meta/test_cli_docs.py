"""docs/cli.md is what the program says of itself."""

from pathlib import Path

from perfscore.cli.app import COMMANDS
from perfscore.cli.reference import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"


def test_the_page_is_that_of_the_program(update_golden):
    if update_golden:
        PAGE.write_text(markdown(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == markdown()


def test_every_command_and_option_has_chinese_and_english():
    rows = [line for line in markdown().splitlines() if line.startswith("| `")]
    assert len(rows) > 4 * len(COMMANDS)
    for row in rows:
        _, _, chinese, english, _ = row.replace("\\|", "¦").split("|")
        assert any("\u4e00" <= char <= "\u9fff" for char in chinese), row
        assert english.strip(), row
        assert english.isascii(), row
