"""Every reason that the language gives has its English, with the same content."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import perfscore.language
from builders import indicator, text, valued
from perfscore.language.bounds import too_much
from perfscore.language.clauses import notes
from perfscore.rulesets import load_ruleset
from perfscore.scoring.english import in_english
from perfscore.scoring.rows import score_indicator

LANGUAGE = Path(perfscore.language.__file__).parent
#: What gives a reason, and the argument that it stands in.
GIVING = {"NoScoreError": 0, "Nothing": 0, "UnboundError": 0, "Unreadable": 1}


def texts(node):
    """The texts that an expression may give, words in place of what it puts in; none where it is a name."""
    match node:
        case ast.Constant(value=str(value)):
            return [value]
        case ast.JoinedStr():
            return ["".join(part.value if isinstance(part, ast.Constant) else "词" for part in node.values)]
        case ast.IfExp():
            return [*texts(node.body), *texts(node.orelse)]
        case ast.Tuple(elts=[first, *_]):
            return texts(first)
    return []


def reasons():
    """Every reason in the sources of the language; those of values are told by the cell, not by a rule."""
    for path in sorted(LANGUAGE.rglob("*.py")):
        if path.parent.name == "values":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "") if isinstance(node, ast.Call) else ""
            if name in GIVING and len(node.args) > GIVING[name]:
                yield from texts(node.args[GIVING[name]])
            named = getattr(node, "targets", [None])[0] if isinstance(node, ast.Assign) else None
            if isinstance(named, ast.Name | ast.Attribute) and getattr(
                named, "id", getattr(named, "attr", "")
            ) in (
                "reason",
                "doubt",
            ):
                yield from texts(node.value)
            if isinstance(node, ast.Return) and path.name in ("bounds.py", "shapes.py"):
                yield from (one for one in texts(node.value) if len(one) > 3)
    yield from (reason for _, reason, _ in notes.REFUSALS)


TOO_MUCH = [too_much(text) for text in ("(" * 20, "1 " * 70, "、" + "1、" * 70, "+1" * 90)]
#: What is too much stands in the words of a table; here are all of them.
TOLD = {one for one in reasons() if any("\u4e00" <= char <= "\u9fff" for char in one) and "词词" not in one}
REASONS = sorted(TOLD | set(filter(None, TOO_MUCH)))


def test_the_reasons_are_found():
    assert len(REASONS) > 120


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_english(reason):
    english = in_english(reason)
    assert english
    assert "{}" not in english


@pytest.mark.parametrize(
    ("rule", "target", "actual", "english"),
    [
        ("每违规一起扣2分", "0起", "92%", '"92%" is in another unit than "起": give "违规起数"'),
        ("①有制度2分；②执行到位3分", "健全", "健全", 'give "是否有制度、是否执行到位"'),
        ("90%以上得10分，60%以下得0分", "≥90%", "75%", "the number falls into a gap between two tiers"),
        ("酌情扣分", "≥90%", "75%", "the score is left to the scorer"),
        ("每低于1万元扣1分，扣完为止", "≥90万元", "800000", "as the target 10, in the base unit 0"),
        ("每违规一起扣2分", "0起", "", "the actual value is blank"),
    ],
)
def test_a_row_says_in_english_what_it_says_in_chinese(rule, target, actual, english):
    row = indicator(name="违规情况", target=target, actual=actual, points="10", score="10")
    row = type(row)(
        **{name: getattr(row, name) for name in ("l1", "l2", "name", "row", "points", "score")},
        target=valued(target),
        actual=valued(actual, "actual"),
        rule=text(rule),
    )
    score = score_indicator(row, 0, load_ruleset("mof-2021"))
    assert score.recomputed is None
    assert english in score.reason_en, score.reason_en
