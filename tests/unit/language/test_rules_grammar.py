"""docs/grammar-bnf.md is the grammar: written from it, and each construction reads its own example."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.language.clauses import CONSTRUCTIONS
from perfscore.language.clauses.bnf import page

PAGE = Path(__file__).parents[3] / "docs" / "grammar-bnf.md"


def test_the_page_is_the_grammar(update_golden):
    if update_golden:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page(), "pytest --update-golden writes it anew"


@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=[c.name for c in CONSTRUCTIONS])
def test_each_construction_reads_its_example(construction):
    found = construction.grammar.parse_string(construction.example)
    assert len(found) > 0


def test_names_are_unique():
    assert len({c.name for c in CONSTRUCTIONS}) == len(CONSTRUCTIONS)
