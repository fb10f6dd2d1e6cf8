"""Trying a rule set by the cases in its own file, and starting a new one from another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from perfscore.core.errors import UsageError
from perfscore.core.numbers import round_to
from perfscore.core.sourced import Unreadable
from perfscore.language.values import parse_value
from perfscore.rulesets import SCHEMA, Case, RuleSet, load_ruleset
from perfscore.scoring.defaults import Refused, score_by_default
from perfscore.scoring.direction import of_name


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case of a rule set with what it scores; `problem` says why it scores nothing."""

    case: Case
    score: Decimal | None
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether the case gives the score that its author expects."""
        return self.score == self.case.score


def run_cases(ruleset: RuleSet) -> tuple[CaseResult, ...]:
    """Score every case that stands in the rule set's file."""
    return tuple(_run(case, ruleset) for case in ruleset.cases)


def _run(case: Case, ruleset: RuleSet) -> CaseResult:
    target = parse_value(case.target, unit=case.unit or None, role="target")
    actual = parse_value(case.actual, unit=case.unit or None, role="actual")
    for value in (target, actual):
        if isinstance(value, Unreadable):
            return CaseResult(case, None, f"“{value.raw}”读不懂：{value.reason}")
    assert not isinstance(target, Unreadable) and not isinstance(actual, Unreadable)  # noqa: S101, PT018 - returned above
    given = score_by_default(target, actual, Fraction(case.points), ruleset, of_name(case.indicator))
    if isinstance(given, Refused):
        return CaseResult(case, None, given.reason)
    return CaseResult(case, round_to(given[0].value, ruleset.digits.value, ruleset.rounding.value))


def new_ruleset(name: str, base: str, path: Path) -> Path:
    """Write a small rule set file that extends another, for a user to edit.

    Raises:
        UsageError: the name is no plain word, the base does not exist, or the file does.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise UsageError(f"规则集的名字只用小写字母、数字和连字符：{name!r}")
    parent = load_ruleset(base)
    if not parent.general:
        raise UsageError(f"只能以通用规则集为底：{base!r} 不是；可用 mof-2020、mof-2021")
    target = path / f"{name}.toml" if path.is_dir() else path
    if target.exists():
        raise UsageError(f"{target} 已存在，没有覆盖；请换一个名字或路径")
    weights = ", ".join(f'"{section}" = "{points}"' for section, points in parent.weights.value.items())
    target.write_text(_TEMPLATE.format(schema=SCHEMA, name=name, base=base, weights=weights), encoding="utf-8")
    return target


_TEMPLATE = """\
# 评分规则集 {name}：只写与 {base} 不同的地方，其余沿用。
# 每个值都要写 status（confirmed 已核原文 / known 通行做法 / inferred 由实例推断）和 source（出处）。
# 改好后运行：perfscore rulesets test {name}.toml ；使用：perfscore audit 自评表.xlsx --ruleset {name}.toml

schema = "{schema}"
id = "{name}"
title = "（写明地区、年度和用途）"
title_en = "(region, year and use)"
extends = "{base}"
general = false

[citation]
number = "（文号）"
title = "（文件名称）"
status = "known"
source = "（在哪里读到）"

[weights]
value = {{ {weights} }}
status = "known"
source = "（在哪里读到）"

[[cases]]
note = "未达标，按比例"
target = "≥100人"
actual = "95人"
points = "10"
score = "9.50"
"""
