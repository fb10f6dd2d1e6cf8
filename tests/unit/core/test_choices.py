import ast
from pathlib import Path
from string import ascii_letters

import pytest

from perfscore.core.choices import AXES, reading_words, told

LANGUAGE = Path(__file__).resolve().parents[3] / "src" / "perfscore" / "language"


def choices():
    """Every axis that the language opens, with its options where they stand in the call."""
    for file in sorted(LANGUAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "pick":
                axis, options = node.args[0], node.args[1]
                named = [one.value for one in options.elts] if isinstance(options, ast.Tuple) else []
                if isinstance(axis, ast.Constant):  # else it is handed on
                    yield axis.value, named


def test_every_choice_that_a_rule_may_leave_open_has_words():
    found = list(choices())
    assert len(found) > 10
    for axis, options in found:
        assert axis in AXES
        assert set(options) <= set(AXES[axis].options), axis


def test_words_hold_no_internal_name():
    for name, axis in AXES.items():
        for option in axis.options:
            name_of_reading = f"{name}: {option}"
            assert not set(ascii_letters) & set(reading_words(name_of_reading))
            assert reading_words(name_of_reading, english=True).isascii()


@pytest.mark.parametrize(
    ("readings", "words", "english"),
    [
        (
            [
                ("part-of-step: proportional", "8.75"),
                ("part-of-step: whole", "9"),
                ("part-of-step: started", "8.5"),
            ],
            "不足一个单位：按比例 8.75，只计整数 9，进一 8.5",
            "part of a step: in proportion 8.75, whole steps only 9, counted as a whole step 8.5",
        ),
        # A choice that changes nothing is not told.
        (
            [
                ("part-of-step: whole; tier-end: lower-inclusive", "1"),
                ("part-of-step: whole; tier-end: upper-inclusive", "2"),
                ("part-of-step: started; tier-end: lower-inclusive", "1"),
                ("part-of-step: started; tier-end: upper-inclusive", "2"),
            ],
            "两档相接处：归数值大的一档 1，归数值小的一档 2",
            "where two tiers meet: belongs to the upper tier 1, belongs to the lower tier 2",
        ),
        (
            [
                ("part-of-step: whole; reference: target", "1"),
                ("part-of-step: whole; reference: threshold", "2"),
                ("part-of-step: started; reference: target", "3"),
                ("part-of-step: started; reference: threshold", "4"),
            ],
            (
                "不足一个单位：只计整数，起算的数：指标值 1；不足一个单位：只计整数，起算的数：写明的界限 2；"
                "不足一个单位：进一，起算的数：指标值 3；不足一个单位：进一，起算的数：写明的界限 4"
            ),
            None,
        ),
        ([("part-of-step: whole", "6"), ("part-of-step: started", "6")], "各种读法都得 6", "every reading 6"),
        ([("as-written", "6")], "照原文 6", "as written 6"),
        (
            [("as-written; scale: as-target", "6"), ("as-written; scale: base-unit", "10")],
            "没有写明的数量级：与指标值同级 6，按基本单位 10",
            None,
        ),
    ],
)
def test_readings_are_told_by_what_their_points_turn_on(readings, words, english):
    assert told(readings) == words
    if english is not None:
        assert told(readings, english=True) == english
