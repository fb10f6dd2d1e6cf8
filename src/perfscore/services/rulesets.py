"""Trying a rule set by the cases in its own file, and starting a new one from another."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from perfscore.core.errors import UsageError
from perfscore.core.numbers import plain, round_to
from perfscore.core.records import frozen
from perfscore.core.saving import claim, save
from perfscore.core.sourced import Unreadable
from perfscore.language.values import parse_value
from perfscore.rulesets import SCHEMA, Case, RuleSet, build, files, load_ruleset, names, source_of
from perfscore.scoring.defaults import Refused, score_by_default
from perfscore.scoring.direction import of_name
from perfscore.scoring.formulas import check_names


@frozen
class CaseResult:
    """A case of a rule set with what it scores; `problem` says why it scores nothing."""

    case: Case
    score: Decimal | None
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether the case gives the score that its author expects."""
        return self.score == self.case.score

    def say(self) -> str:
        """`≥95% → 92.3%，10 分：9.70（应为 9.72）`."""
        got = self.problem if self.score is None else str(self.score)
        expected = "" if self.passed else f"（应为 {self.case.score}）"
        return f"{self.case.target} → {self.case.actual}，{plain(self.case.points)} 分：{got}{expected}"


@frozen
class Tried:
    """A rule set that was read from a text, its cases, and the line of the text where each of them begins."""

    ruleset: RuleSet
    results: tuple[CaseResult, ...]
    lines: tuple[int, ...]


def run_cases(ruleset: RuleSet) -> tuple[CaseResult, ...]:
    """Score every case that stands in the rule set's file.

    Raises:
        UsageError: the rule set names a formula that does not exist.
    """
    check_names(ruleset)
    return tuple(_run(case, ruleset) for case in ruleset.cases)


def try_text(text: str, name: str) -> Tried:
    """Read a rule set that lies in no file, and score its cases.

    Args:
        text: what its file would say.
        name: how the text is called in what is said of it.

    Raises:
        UsageError: it is wrong; the message names the line and the key.
    """
    source = source_of(text, name)
    ruleset = build(source)
    check_names(ruleset, source.fail)
    results = tuple(_run(case, ruleset) for case in ruleset.cases)
    lines = tuple(source.file.lines.get(f"cases.{count}", 1) for count in range(1, len(results) + 1))
    return Tried(ruleset, results, lines)


def _run(case: Case, ruleset: RuleSet) -> CaseResult:
    target = parse_value(case.target, unit=case.unit or None, role="target")
    if isinstance(target, Unreadable):
        return CaseResult(case, None, f"指标值“{target.raw}”读不懂：{target.reason}")
    actual = parse_value(case.actual, unit=case.unit or None, role="actual")
    if isinstance(actual, Unreadable):
        return CaseResult(case, None, f"完成值“{actual.raw}”读不懂：{actual.reason}")
    given = score_by_default(target, actual, Fraction(case.points), ruleset, of_name(case.indicator))
    if isinstance(given, Refused):
        return CaseResult(case, None, given.reason)
    return CaseResult(case, round_to(given[0].value, ruleset.digits.value, ruleset.rounding.value))


def new_ruleset(name: str, base: str, path: Path, *, force: bool = False) -> Path:
    """Write a small rule set file that extends another, for a user to edit.

    Args:
        name: the id of the new rule set, and the name of its file.
        base: the general rule set that it extends.
        path: the folder to write to.
        force: replace a file that is there, unless it is the base itself.

    Raises:
        UsageError: the name is no plain word or taken, the base is not general, or the file exists or cannot be
            written.
    """
    text = new_text(name, base)
    target = path / f"{name}.toml"
    claim(target, sources=files(base), force=force)
    save(target, text.encode())
    return target


def new_text(name: str, base: str) -> str:
    """What stands in a small rule set file that extends another, for a user to edit.

    Args:
        name: the id of the new rule set.
        base: the general rule set that it extends.

    Raises:
        UsageError: the name is no plain word or taken, or the base is not general.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise UsageError(f"规则集的名字只用小写字母、数字和连字符，例如 mycity-2026；现为“{name}”")
    if name in names():
        raise UsageError(f"“{name}”是自带的规则集，请换一个名字")
    parent = load_ruleset(base)
    if not parent.general:
        general = "、".join(one for one in names() if load_ruleset(one).general)
        raise UsageError(f"只能以通用规则集为底，“{base}”不是；可用：{general}")
    weights = ", ".join(f'"{section}" = "{points}"' for section, points in parent.weights.value.items())
    return _TEMPLATE.format(schema=SCHEMA, name=name, base=parent.id, weights=weights)


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

# 一级指标分值；与 {base} 相同的可以整段删去。
[weights]
value = {{ {weights} }}
status = "known"
source = "（在哪里读到）"

# 未达标怎样计分，第一个为默认，其余为也认可的算法：ratio 按完成比例，pass-mark:60 以 60% 为及格线，
# inverse-ratio 按 指标值÷完成值，mirror 按超出比例扣分，all-or-nothing 未达标不得分。去掉行首 # 即生效。
# [formulas]
# positive = {{ value = ["ratio"], status = "known", source = "（在哪里读到）" }}

# 算例：perfscore rulesets test 逐个试算，与 score 不同的报“不符”。
[[cases]]
note = "未达标，按比例"
target = "≥100人"
actual = "95人"
points = "10"
score = "9.50"
"""
