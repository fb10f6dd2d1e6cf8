"""A rule set with what a form's own notes state above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, assert_never

from perfscore.core.sourced import Sourced
from perfscore.core.stated import (
    Stated,
    StatedBase,
    StatedExecution,
    StatedGrades,
    StatedMissed,
    StatedRounding,
    StatedVerdicts,
)
from perfscore.core.text import squash
from perfscore.rulesets.records import RuleSet, Setting


def as_stated(ruleset: RuleSet, conventions: Sequence[Sourced[Stated]]) -> RuleSet:
    """The rule set as it counts for a form whose notes state these conventions."""
    if not conventions:
        return ruleset
    changes: dict[str, Any] = {}
    stated: dict[str, str] = {}
    for convention in conventions:
        words = f"“{squash(convention.raw)}”（{convention.at.place}）"
        name, value = _setting(convention.value, ruleset)
        stated[name] = words
        if value is not None:
            changes[name] = Setting(value, "confirmed", f"本表写明：{words}")
    return replace(ruleset, **changes, stated=MappingProxyType(stated))


def _setting(stated: Stated, ruleset: RuleSet) -> tuple[str, Any]:
    """The setting that a convention replaces, and its value; None where it replaces nothing that the rule set has."""
    match stated:
        case StatedBase(base):
            return "execution_base", base
        case StatedExecution():
            return "execution_formula", "ratio"
        case StatedMissed(direction, formula):
            return direction, (formula,)
        case StatedGrades(grades):
            return "grades", grades
        case StatedRounding(digits):
            return "digits", digits
        case StatedVerdicts(bands):
            verdicts = ruleset.verdicts.value
            if len(bands) != len(verdicts):
                return "verdicts", None
            return "verdicts", tuple(
                replace(one, low=low, high=high) for one, (low, high) in zip(verdicts, bands, strict=True)
            )
        case _:
            assert_never(stated)
