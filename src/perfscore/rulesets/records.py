"""What a rule set says: weights, formulas, rounding, grades, limits, word lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from perfscore.core.conventions import Conventions
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Rounding
from perfscore.core.records import frozen, replace
from perfscore.rulesets.names import NameClass, NameClasses, Status

T_co = TypeVar("T_co", covariant=True)

_MARKS = lazy_pattern(r"[\W_]+")

Base = Literal["budget", "initial"]
#: The execution score is the rate times its points; no other formula is known.
ExecutionFormula = Literal["ratio"]


@frozen
class Setting(Generic[T_co]):
    """A value of a rule set with how far it is known and where it comes from."""

    value: T_co
    status: Status
    source: str


@frozen
class Citation:
    """The regulation that a rule set rests on."""

    number: str
    title: str
    status: Status
    source: str


@frozen
class Verdict:
    """A verdict on a qualitative indicator and its band: low ≤ score ÷ points ≤ high, in percent."""

    word: str
    low: Decimal
    high: Decimal


@frozen
class Case:
    """A worked example that stands in the rule set's own file."""

    note: str
    target: str
    actual: str
    points: Decimal
    score: Decimal
    unit: str = ""
    indicator: str = ""


@frozen
class RuleSet:
    """What an authority prescribes, or what units of a place are seen to do.

    Attributes:
        general: may be chosen by the evidence of a form; a regional rule set is only ever named by the user.
        kinds: form kinds that it applies to.
        cost_indicator: True when it expects 成本指标 as a first-level indicator.
        weights: points by first-level indicator, without execution; `weight_alternatives` are admitted too.
        execution_points: points of the execution rate; `execution_outside` says that a target sheet leaves
            them out (90) and a self-assessment adds them (100).
        execution_base: the denominator of the execution rate.
        positive, negative, equality: formula names for a missed target, the default first, all admissible
            (see `perfscore.scoring.formulas`).
        grades: (name, lower edge) from the best down.
        limits: thresholds of checks, in percent or points.
        lists: words that checks look for: synonyms, placeholders, standard labels.
        names: the classes of indicator names.
        sha256: hash of what the file says, with what it extends, for the run record.
        stated: settings that a form's own notes replace, with the words of the note and its place.
    """

    id: str
    title: str
    title_en: str
    general: bool
    citation: Citation
    kinds: tuple[str, ...]
    cost_indicator: bool | None
    weights: Setting[Mapping[str, Decimal]]
    weight_alternatives: tuple[Mapping[str, Decimal], ...]
    execution_points: Setting[Decimal]
    execution_outside: Setting[bool]
    execution_base: Setting[Base]
    execution_formula: Setting[ExecutionFormula]
    positive: Setting[tuple[str, ...]]
    negative: Setting[tuple[str, ...]]
    equality: Setting[tuple[str, ...]]
    digits: Setting[int]
    rounding: Setting[Rounding]
    grades: Setting[tuple[tuple[str, Decimal], ...]]
    verdicts: Setting[tuple[Verdict, ...]]
    verdict_aliases: Mapping[str, str]
    limits: Mapping[str, Setting[Decimal]]
    lists: Mapping[str, Setting[tuple[str, ...]]]
    names: NameClasses
    conventions: Conventions
    cases: tuple[Case, ...]
    path: str = field(compare=False)
    sha256: str = field(compare=False)
    stated: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    @property
    def expected_points(self) -> Decimal:
        """The points of all indicators without execution (90 in the general rule sets)."""
        return sum(self.weights.value.values(), Decimal(0))

    def grade(self, score: Decimal) -> str:
        """The grade of an unrounded total."""
        return next(name for name, edge in self.grades.value if score >= edge or edge == 0)

    def verdict(self, word: str) -> Verdict | None:
        """The verdict that a whole text stands for, by its own name or a declared alias.

        Forms write 预期指标, 年度指标, 预期目标 for one thing, and end in a full stop or not.
        """
        key = _verdict_key(word)
        aliases = {_verdict_key(alias): name for alias, name in self.verdict_aliases.items()}
        name = _verdict_key(aliases.get(key, word))
        return next((verdict for verdict in self.verdicts.value if _verdict_key(verdict.word) == name), None)

    def name_class(self, name: str) -> NameClass | None:
        """The class of an indicator's name, None where it is of none."""
        return self.names.of(name)

    def with_limits(self, limits: Mapping[str, Decimal], source: str) -> RuleSet:
        """The rule set with other thresholds, which `source` states."""
        if not limits:
            return self
        return replace(
            self,
            limits={**self.limits, **{name: Setting(value, "known", source) for name, value in limits.items()}},
        )

    def limit(self, name: str) -> Decimal:
        """The value of a limit."""
        return self.limits[name].value

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list; none where the rule set has no such list."""
        setting = self.lists.get(name)
        return () if setting is None else setting.value


@lru_cache(maxsize=4096)
def _verdict_key(word: str) -> str:
    return _MARKS.sub("", word).replace("预期", "年度").replace("目标", "指标").replace("达到", "达成")
