"""Two laws that need no labels: a phrase that narrows a rule never vanishes, and a name is only a name."""

from __future__ import annotations

from functools import cache
from re import _constants as sre
from re import _parser

import pyparsing as pp
import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.clauses import CONSTRUCTIONS, conditions, formula
from perfscore.language.clauses.scope import SCOPE, SCOPE_OF_NOTE
from perfscore.language.rules import parse_rule
from scoping import insertions, renamings, rows

pytestmark = pytest.mark.property
ACTUALS = ("80%", "3", "92.5%", "105%", "无", "未完成")
NARROWING = ("仅", "不含", "首次", "除", "或", "限于", "只")


@pytest.fixture(scope="module")
def readable():
    return rows()


def quantities(rule):
    """Names of which nothing but the number counts."""
    for statement in rule.template.statements:
        condition = statement.condition
        parts = condition.parts if isinstance(condition, conditions.Either) else (condition,)
        yield from (part.subject for part in parts if isinstance(part, conditions.Within))


@cache
def scores_before(row):
    return scores(row, row.read())


def scores(row, rule):
    found = []
    for actual in (*row.actuals, *ACTUALS):
        score = rule.score(actual)
        found.append((score.points, {reading.points for reading in score.readings}))
    return found


def test_no_inserted_phrase_vanishes(readable):
    read = 0
    for row, text, phrase, opened in insertions(readable, 2000, seed=9):
        rule = row.read(text)
        if isinstance(rule, Unreadable):
            continue
        read += 1
        shown = opened in rule.say() or scores(row, rule) != scores_before(row)
        assert shown, (phrase, text, rule.say())
        assert not any(word in name for name in quantities(rule) for word in NARROWING), (phrase, text)
    assert read > 100


def test_another_name_for_the_quantity_changes_no_score(readable):
    tried = same = 0
    for row, text in renamings(readable, 5, seed=11):
        tried += 1
        rule = row.read(text)
        if isinstance(rule, Unreadable):
            continue
        for (got, _), (want, _) in zip(scores(row, rule), scores_before(row), strict=True):
            assert got is None or got == want, (text, row.text, got, want)
        same += 1
    assert tried >= 500
    assert same >= tried * 3 // 4


def test_every_word_stands_in_a_clause_or_in_a_recorded_note(readable):
    noted = 0
    for row in readable:
        template = row.read().template
        spans = [*template.spans, *(one.span for one in template.passed)]
        covered = {place for span in spans for place in range(*span)}
        left = [char for place, char in enumerate(row.text) if place not in covered]
        assert not [char for char in left if char.isalnum() or char in "%‰"], (row.text, "".join(left))
        assert all(row.text[slice(*one.span)] == one.words for one in template.passed)
        noted += bool(template.passed)
    assert noted > 30


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("查资料，每低于1个百分点扣1分", ["查资料"]),
        ("数据来源：问卷调查；每低于1个百分点扣1分", ["数据来源：问卷调查"]),
        ("90%以上为优，得10分；90%以下为差，得5分", ["为优，", "为差，"]),
        ("每低于1个百分点扣1分，扣完为止", []),
    ],
)
def test_words_on_which_no_score_hangs_are_recorded(text, passed):
    rule = parse_rule(text, points="10", target="≥90%")
    assert [one.words for one in rule.template.passed] == passed
    assert parse_rule(rule.say(), points="10", target="≥90%") == rule


# -- the grammar itself: whatever text a pattern runs over is kept by a node, or can hold no scoping word -------------

#: Their whole match is a name, and the name is held against the scoping words.
WHOLE = {str(conditions.SUBJECT.pattern), str(formula._name.pattern)}
GUARDS = [str(_parser.parse(source)) for source in (SCOPE, SCOPE_OF_NOTE)]


def patterns(element, seen):
    if id(element) in seen:
        return
    seen.add(id(element))
    if isinstance(element, pp.Regex):
        yield str(element.pattern)
    for part in (*getattr(element, "exprs", ()), *filter(None, [getattr(element, "expr", None)])):
        yield from patterns(part, seen)


def unguarded(parsed, *, guarded):
    """Negated classes outside of named groups, look-arounds and runs that no scoping word may begin in."""
    for op, value in parsed:
        if op is sre.ASSERT_NOT and value[0] > 0:
            guarded = guarded or any(guard[1:-1] in str(value[1]) for guard in GUARDS)
        elif (op is sre.NOT_LITERAL or (op is sre.IN and value[0][0] is sre.NEGATE)) and not guarded:
            yield value
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from unguarded(branch, guarded=guarded)
        elif op is sre.SUBPATTERN and value[0] is None:
            yield from unguarded(value[3], guarded=guarded)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield from unguarded(value[2], guarded=False)


def test_the_walk_sees_open_text():
    assert list(unguarded(_parser.parse("a[^bc]{1,3}d"), guarded=False))
    assert list(unguarded(_parser.parse("(?:x|(?:[^b])*)d"), guarded=False))
    assert not list(unguarded(_parser.parse(rf"(?P<kept>[^bc]*)(?:(?!{SCOPE})[^bc])*(?=[^d])"), guarded=False))


@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=[c.name for c in CONSTRUCTIONS])
def test_no_pattern_runs_over_open_text_and_drops_it(construction):
    for pattern in patterns(construction.grammar, set()):
        if pattern not in WHOLE:
            assert list(unguarded(_parser.parse(pattern), guarded=False)) == [], pattern
