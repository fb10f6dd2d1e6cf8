"""What the words of a rule say against its row: other points, other units, more grades than kinds of value."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from perfscore.core.numbers import plain
from perfscore.core.rational import rational
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.notes import Stated
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.yes_no import Saying
from perfscore.language.program import OnRow
from perfscore.language.statements import Statement


@frozen
class Note:
    """A problem of the words, with its place and numbers."""

    kind: Literal["points-differ", "value-mismatch"]
    message: str
    span: tuple[int, int] | None = None
    numbers: tuple[Fraction, ...] = ()


def points_notes(rule: OnRow) -> list[Note]:
    """Points written in the rule that are not the row's."""
    row = rational(rule.points)
    found: list[Note] = []
    paid = [e.outcome.amount if isinstance(e.outcome, PerStep) else e.outcome for e in rule.template.statements]
    added = any(isinstance(amount, Amount) and amount.manner == "add" for amount in paid)
    for element in rule.template.elements:
        if isinstance(element, Stated) and element.points != row:
            if element.base and added and element.points < row:
                continue  # what is added to a base may well reach the points
            found.append(
                Note(
                    "points-differ",
                    f"标准写分值为{plain(element.points)}分，本行分值{plain(row)}分",
                    None,
                    (element.points, row),
                )
            )
        if not isinstance(element, Statement):
            continue
        amount = element.outcome.amount if isinstance(element.outcome, PerStep) else element.outcome
        if not isinstance(amount, Amount):
            continue
        if amount.of is not None and amount.of != row:
            found.append(
                Note(
                    "points-differ",
                    f"标准按{plain(amount.of)}分的百分比扣分，本行分值{plain(row)}分",
                    element.span,
                    (amount.of, row),
                )
            )
        elif amount.points is not None and amount.points > row and amount.manner != "add":
            verb = "扣" if amount.manner == "deduct" else "得"
            found.append(
                Note(
                    "points-differ",
                    f"标准{verb}{plain(amount.points)}分，多于本行分值{plain(row)}分",
                    element.span,
                    (amount.points, row),
                )
            )
    items = [
        e.outcome.points
        for e in rule.template.statements
        if e.mark
        and isinstance(e.condition, Saying)
        and isinstance(e.outcome, Amount)
        and e.outcome.manner == "award"
        and e.outcome.points
    ]
    if len(items) > 1 and sum(items) != row and max(items) != row:
        total = sum(items, rational(0))
        found.append(
            Note("points-differ", f"各项合计{plain(total)}分，本行分值{plain(row)}分", None, (total, row))
        )
    return found


def unit_notes(rule: OnRow) -> list[Note]:
    """Units and kinds of value that do not fit the target."""
    goal = rule.goal
    found: list[Note] = []
    for statement in rule.template.statements:
        for quantity in (end for within in statement.ranges for end in within.ends):
            mine = canonical(quantity.unit)
            # 不足4次的 beside 4次/日 leaves out what is known; 公斤/人 beside 公斤 speaks of another number.
            other = "/" in mine and "/" not in goal.unit and mine.split("/")[0] == goal.unit
            if quantity.unit and goal.unit and other and not found:
                found.append(
                    Note("value-mismatch", f"标准的单位是{mine}，指标的单位是{goal.unit}", statement.span)
                )
    if re.fullmatch(r"是[/或、]?否|是否|有无", rule.unit.strip()):
        graded = [
            s
            for s in rule.template.statements
            if isinstance(s.condition, Saying) and isinstance(s.outcome, Amount)
        ]
        if len(graded) > 2:
            found.append(Note("value-mismatch", f"指标只分是与否，标准分{len(graded)}档", graded[0].span))
    return found
