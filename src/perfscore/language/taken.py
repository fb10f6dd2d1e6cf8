"""How a rule takes plain numbers of a unit: so many times the written number, or in a way that only the row tells.

The answer is found by asking the row evaluator about a few numbers of a class (`written.CLASSES`). Within a class it
takes them all in the same proportion: what depends on the size of a number beyond that, an open scale beside the target,
is asked of the row evaluator itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from perfscore.core.sourced import Unreadable
from perfscore.language.answers import read_facts
from perfscore.language.facts import Actual, actual_of
from perfscore.language.program import Branch
from perfscore.language.rules import Rule
from perfscore.language.terms import NoScoreError
from perfscore.language.values import Value, parse_value
from perfscore.language.written import PROBES


def factor_of(rule: Rule, branches: Sequence[Branch], unit: str, kind: str) -> Fraction | None:
    """What one of the written number is in the number that the rule asks for; None where it is not that simple.

    Args:
        rule: the rule on its row.
        branches: the readings that are asked; they have to agree.
        unit: the unit as written behind the number.
        kind: the class of the number.
    """
    if not unit and "年" in rule.unit:
        return None  # 2023 in a column of years is a year
    found: set[Fraction] = set()
    for probe in PROBES[kind]:
        read = parse_value(f"{probe}{unit}", unit=rule.unit or None, role="actual")
        if isinstance(read, Unreadable) or _open(rule, read):
            return None
        ((_, scaled),) = rule.scales(read)
        said = _said(f"{probe}{unit}", rule.unit) if scaled is read else actual_of(scaled)
        for branch in branches:
            program = branch.program
            if said.unit == "%" and any(need.target == 0 and need.unit != "%" for need in program.needs):
                return None  # 100% of nothing says that it was met
            try:
                facts = read_facts(program, said, rule.conventions, [])
            except NoScoreError:
                return None
            if not isinstance(facts, dict) or len(facts) != 1:
                return None
            number = facts.get(program.single)
            if not isinstance(number, Fraction):
                return None
            written = Fraction(probe)
            if not written and number:
                return None
            found.add(number / written if written else Fraction(1))
    factor = found.pop() if len(found) == 1 else None
    return factor if factor is not None and factor > 0 else None


@lru_cache(maxsize=4096)
def _said(text: str, unit: str) -> Actual:
    return actual_of(parse_value(text, unit=unit or None, role="actual"))


def _open(rule: Rule, read: Value) -> bool:
    """Whether the scale of the number may be another one beside the target, which its size would tell."""
    target = rule.target
    if not isinstance(target, Value):
        return False
    left_out = not target.unit and target.scale == 0 < read.scale and not read.bare
    return target.scale > read.scale or left_out or "unit-differs" in target.notes
