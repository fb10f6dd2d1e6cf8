"""Proofs about a rule: gaps, overlaps, bounds, monotony, full marks at the target; exact, without sampling.

A rule over one number is read as a piecewise function. The kinds of problems:

    gap                  some feasible values get no points
    overlap              some values get two different scores
    exceeds-points       the rule gives more than the points where the target is met
    no-cap               beyond the target the formula passes the points and no cap is stated
    negative             the formula falls below zero and no floor is stated
    no-floor             deductions have no stated floor
    contradicts-target   meeting the target does not give full marks, or the direction is opposite
    kinder               full marks are given before the target is met
    of-a-hundred         a share of a hundred, by which the target gives as much of the points
    not-monotone         a worse value earns more
    unreachable          no value earns full marks
    zero-unreachable     no value earns zero
    step-undefined       what a part of a step (or a percentage) means is not said
    points-differ        points written in the rule are not the row's
    value-mismatch       the rule speaks of another unit or kind of value than the target
    not-analysed         the rule needs more than one number
"""

from __future__ import annotations

from perfscore.core.numbers import plain, to_decimal
from perfscore.core.rational import rational
from perfscore.core.units import is_counted
from perfscore.language.analyse_text import (
    Note,
    points_notes,
    unit_notes,
)
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.piecewise import BeyondError
from perfscore.language.problem import Problem, ProblemKind
from perfscore.language.program import Branch, OnRow
from perfscore.language.proofs import Proof, at, floor_by_words
from perfscore.language.terms import Nothing, inputs


def problems(rule: OnRow) -> tuple[Problem, ...]:
    """Everything that can be proved about a rule, in the order of the kinds."""
    found = [_from_note(rule, note) for note in (*points_notes(rule), *unit_notes(rule))]
    readings = rule.readings
    axes = {axis for branch in readings.branches for axis, _ in branch.choices}
    found += _unsaid(rule, axes)
    base = _plain_branch(readings.branches)
    program = base.program
    if _opposite(base):
        found.append(Problem("contradicts-target", "扣分的方向与指标值的方向相反"))
        return tuple(found)
    lone = inputs(program.raw)
    need = next((n for n in program.needs if n.name == program.single), None)
    if need is None or lone != (need.name,) or need.kind in ("fact", "grade", "day"):
        found += floor_by_words(rule)
        if len(program.needs) > 1 or (need is not None and need.kind == "day"):
            found.append(Problem("not-analysed", "标准涉及的不止一个数，未作逐值证明"))
        return tuple(found)
    if need.kind == "count" and rule.goal.unit == "%":
        # 每有一个项目延期扣2分 beside =100%: the events that are counted are not what the target measures.
        found += floor_by_words(rule)
        found.append(Problem("not-analysed", "标准按次数扣分，指标值是比率，两者不是同一个数"))
        return tuple(found)
    try:
        found += Proof(rule, base, need).run()
    except BeyondError:
        found.append(Problem("not-analysed", "标准不是分段线性的，未作逐值证明"))
    return tuple(found)


def _from_note(rule: OnRow, note: Note) -> Problem:
    words = rule.raw[note.span[0] : note.span[1]] if note.span else ""
    return Problem(note.kind, note.message, words, note.span, tuple(to_decimal(n) for n in note.numbers))


def _plain_branch(branches: tuple[Branch, ...]) -> Branch:
    """The default reading, with steps in proportion where that is one of the readings."""
    for branch in branches:
        choices = dict(branch.choices)
        first = dict(branches[0].choices)
        if choices.get("part-of-step", "proportional") == "proportional" and all(
            choices[a] == first[a] for a in choices if a != "part-of-step"
        ):
            return branch
    return branches[0]


def _opposite(branch: Branch) -> bool:
    raw = branch.program.raw
    return isinstance(raw, Nothing) and raw.kind == "opposite"


def _unsaid(rule: OnRow, axes: set[str]) -> list[Problem]:
    found: list[Problem] = []
    steps = [s for s in rule.template.statements if isinstance(s.outcome, PerStep)]
    if "part-of-step" in axes:
        # One by one of what is counted there is no part of a step.
        parted = [(s, step) for s in steps if isinstance(step := s.outcome, PerStep) and not _whole(step)]
        costs = [step.amount.value(rational(rule.points)) or rational(0) for _, step in parted]
        first, each = parted[0][0] if parted else None, max(costs, default=rational(0))
        most = f"，最多相差{plain(each, 4)}分" if each else ""
        found.append(at(rule, first, "step-undefined", f"没有写明不足一个单位怎样计{most}", each))
    if "percent" in axes:
        found.append(at(rule, steps[0] if steps else None, "step-undefined", "没有写明百分比以什么为基数"))
    if "reference" in axes:
        found.append(at(rule, steps[0] if steps else None, "step-undefined", "没有写明从哪个数起算"))
    return found


def _whole(step: PerStep) -> bool:
    return step.step.value == 1 and is_counted(step.step.unit)


__all__ = ["Problem", "ProblemKind", "problems"]
