"""Rule sets: weights, formulas, rounding and limits of an authority, read from TOML that people edit.

Every value carries its `status` (confirmed, known, inferred) and `source`; nothing that rests on an inferred
value is reported above warning.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

from perfscore.core.conventions import Conventions, NegativeRatio, PartOfStep
from perfscore.core.errors import UsageError
from perfscore.core.numbers import Rounding

T_co = TypeVar("T_co", covariant=True)

Status = Literal["confirmed", "known", "inferred"]
Base = Literal["budget", "initial"]

SCHEMA = "perfscore.ruleset/1"


@dataclass(frozen=True, slots=True)
class Setting(Generic[T_co]):
    """A value of a rule set with how far it is known and where it comes from."""

    value: T_co
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The regulation that a rule set rests on."""

    number: str
    title: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict on a qualitative indicator and its band: low ≤ score ÷ points ≤ high, in percent."""

    word: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example that stands in the rule set's own file."""

    note: str
    target: str
    actual: str
    points: Decimal
    score: Decimal
    unit: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
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
        sha256: hash of what the file says, with what it extends, for the run record.
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
    execution_formula: Setting[str]
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
    conventions: Conventions
    cases: tuple[Case, ...]
    path: str = field(compare=False)
    sha256: str = field(compare=False)

    @property
    def expected_points(self) -> Decimal:
        """The points of all indicators without execution (90 in the general rule sets)."""
        return sum(self.weights.value.values(), Decimal(0))

    def grade(self, score: Decimal) -> str:
        """The grade of an unrounded total."""
        return next(name for name, edge in self.grades.value if score >= edge or edge == 0)

    def verdict(self, word: str) -> Verdict | None:
        """The verdict that a word stands for, by its own name or a declared alias."""
        name = self.verdict_aliases.get(word, word)
        return next((verdict for verdict in self.verdicts.value if verdict.word == name), None)

    def limit(self, name: str) -> Decimal:
        """The value of a limit."""
        return self.limits[name].value

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list; none where the rule set has no such list."""
        setting = self.lists.get(name)
        return () if setting is None else setting.value


def folder() -> Path:
    """Where the rule sets lie: inside the installed package, or at the top of the source tree."""
    package = Path(__file__).resolve().parent
    inside = package / "scoring_rules"
    return inside if inside.is_dir() else package.parent.parent / "scoring_rules"


def names() -> tuple[str, ...]:
    """The ids of the rule sets that come with perfscore."""
    return tuple(sorted(path.stem for path in folder().glob("*.toml")))


def load_ruleset(name: str | os.PathLike[str]) -> RuleSet:
    """Load a rule set by its id, or from a TOML file.

    Raises:
        UsageError: there is no such rule set, or its file is wrong; the message names the place in the file.
    """
    text = os.fspath(name)
    path = Path(text) if text.endswith(".toml") else folder() / f"{text}.toml"
    if not path.is_file():
        raise UsageError(
            f"没有名为 {text!r} 的评分规则集。可用：{'、'.join(names())}；也可以给出 .toml 文件的路径"
        )
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _load(path: Path, _changed: int) -> RuleSet:
    data = path.read_bytes()
    table = _table(path, data)
    digest = hashlib.sha256(repr(sorted(table.items())).encode())
    return _Builder(str(path), data.decode("utf-8"), table).build(digest.hexdigest())


def _table(path: Path, data: bytes, depth: int = 0) -> dict[str, Any]:
    """The file's table laid over the one that it extends: a region states only what differs."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}：不是 UTF-8 文本（第 {error.start + 1} 个字节）；请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}：TOML 写法有误：{error}") from None
    base = table.get("extends")
    if base is None:
        return table
    parent = folder() / f"{base}.toml"
    if not parent.is_file() or depth > 2:
        raise UsageError(f"{path}：extends = {base!r} 不是自带的通用规则集；可用：{'、'.join(names())}")
    return _overlay(_table(parent, parent.read_bytes(), depth + 1), table)


def _overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, everything else is replaced; the parts of one value belong together."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        whole = isinstance(value, dict) and "value" in value
        merged[key] = (
            _overlay(old, value) if isinstance(value, dict) and isinstance(old, dict) and not whole else value
        )
    return merged


@dataclass
class _Builder:
    """Turns the TOML table into a rule set; every complaint names the file, the key and its line."""

    path: str
    text: str
    table: dict[str, Any]

    def fail(self, key: str, what: str) -> UsageError:
        return UsageError(f"{self.path}{self._line(key)}：{key} {what}")

    def _line(self, key: str) -> str:
        """Where a dotted key stands: its table's header first, then the key below it."""
        parts = key.split(".")
        lines = self.text.splitlines()
        start = next(
            (n for n, line in enumerate(lines) if line.strip() in (f"[{parts[0]}]", f"[[{parts[0]}]]")), None
        )
        found = start
        for number in range(0 if start is None else start, len(lines)):
            if lines[number].split("=")[0].strip() == (parts[1] if len(parts) > 1 else parts[0]):
                found = number
                break
        return "" if found is None else f" 第{found + 1}行"

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        node: Any = self.table
        for part in key.split("."):
            node = node.get(part) if isinstance(node, dict) else None
        if node is None:
            if default is not None:
                return default
            raise self.fail(key, "缺失")
        if not isinstance(node, kind):
            raise self.fail(key, f"的类型不对：{node!r}")
        return node

    def number(self, key: str, value: Any) -> Decimal:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise self.fail(key, f"不是数：{value!r}") from None

    def setting(self, key: str, kind: type | tuple[type, ...]) -> Setting[Any]:
        value = self.get(f"{key}.value", kind)
        status = self.get(f"{key}.status", str)
        if status not in get_args(Status):
            raise self.fail(f"{key}.status", f"只能是 {'、'.join(get_args(Status))}，现为 {status!r}")
        return Setting(value, status, self.get(f"{key}.source", str))

    def decimals(self, key: str, table: Mapping[str, Any]) -> Mapping[str, Decimal]:
        return {name: self.number(f"{key}.{name}", value) for name, value in table.items()}

    def choice(self, key: str, kind: Any) -> Setting[Any]:
        setting = self.setting(key, str)
        if setting.value not in get_args(kind):
            raise self.fail(key, f"只能是 {'、'.join(get_args(kind))}，现为 {setting.value!r}")
        return setting

    def formulas(self, key: str) -> Setting[tuple[str, ...]]:
        setting = self.setting(key, list)
        if not setting.value:
            raise self.fail(key, "至少要有一个公式")
        return Setting(tuple(str(name) for name in setting.value), setting.status, setting.source)

    def build(self, sha256: str) -> RuleSet:
        if self.get("schema", str) != SCHEMA:
            raise self.fail("schema", f"应为 {SCHEMA!r}")
        weights = self.setting("weights", dict)
        points = self.setting("execution.points", (str, int))
        grades = self.setting("grades", list)
        verdicts = self.setting("verdicts", list)
        limits = self.get("limits", dict, {})
        digits = self.setting("rounding.digits", int)
        return RuleSet(
            id=self.get("id", str),
            title=self.get("title", str),
            title_en=self.get("title_en", str),
            general=self.get("general", bool, default=False),
            citation=Citation(**{name: self.get(f"citation.{name}", str) for name in Citation.__slots__}),
            kinds=tuple(self.get("applies.kinds", list)),
            cost_indicator=self.table.get("applies", {}).get("cost_indicator"),
            weights=Setting(self.decimals("weights.value", weights.value), weights.status, weights.source),
            weight_alternatives=tuple(
                self.decimals("weights.alternatives", other)
                for other in self.get("weights.alternatives", list, [])
            ),
            execution_points=Setting(self.number("execution.points", points.value), points.status, points.source),
            execution_outside=self.setting("execution.outside", bool),
            execution_base=self.choice("execution.base", Base),
            execution_formula=self.setting("execution.formula", str),
            positive=self.formulas("formulas.positive"),
            negative=self.formulas("formulas.negative"),
            equality=self.formulas("formulas.equality"),
            digits=digits,
            rounding=self.choice("rounding.mode", Rounding),
            grades=Setting(
                tuple((str(name), self.number("grades", edge)) for name, edge in grades.value),
                grades.status,
                grades.source,
            ),
            verdicts=Setting(
                tuple(
                    Verdict(str(word), self.number("verdicts", low), self.number("verdicts", high))
                    for word, low, high in verdicts.value
                ),
                verdicts.status,
                verdicts.source,
            ),
            verdict_aliases=self.get("verdicts.aliases", dict, {}),
            limits={name: self._limit(name) for name in limits},
            lists={name: self._list(name) for name in self.get("lists", dict, {})},
            conventions=self._conventions(),
            cases=tuple(self._case(number, case) for number, case in enumerate(self.get("cases", list, []), 1)),
            path=self.path,
            sha256=sha256,
        )

    def _limit(self, name: str) -> Setting[Decimal]:
        setting = self.setting(f"limits.{name}", (str, int))
        return Setting(self.number(f"limits.{name}", setting.value), setting.status, setting.source)

    def _list(self, name: str) -> Setting[tuple[str, ...]]:
        setting = self.setting(f"lists.{name}", list)
        if not setting.value or not all(isinstance(word, str) and word.strip() for word in setting.value):
            raise self.fail(f"lists.{name}", "应为非空的词语列表")
        return Setting(tuple(setting.value), setting.status, setting.source)

    def _conventions(self) -> Conventions:
        table = self.get("conventions", dict, {})
        part = table.get("part_of_step", "proportional")
        ratio = table.get("negative_ratio", "target-over-actual")
        if part not in get_args(PartOfStep):
            raise self.fail("conventions.part_of_step", f"只能是 {'、'.join(get_args(PartOfStep))}，现为 {part!r}")
        if ratio not in get_args(NegativeRatio):
            raise self.fail(
                "conventions.negative_ratio", f"只能是 {'、'.join(get_args(NegativeRatio))}，现为 {ratio!r}"
            )
        lexicon = tuple((str(word), str(grade)) for word, grade in table.get("lexicon", {}).items())
        return Conventions(part, ratio, lexicon)

    def _case(self, number: int, case: Any) -> Case:
        missing = [key for key in ("target", "actual", "points", "score") if key not in case]
        if missing:
            raise self.fail("cases", f"第 {number} 个算例缺 {'、'.join(missing)}")
        return Case(
            note=str(case.get("note", "")),
            target=str(case["target"]),
            actual=str(case["actual"]),
            points=self.number("cases.points", case["points"]),
            score=self.number("cases.score", case["score"]),
            unit=str(case.get("unit", "")),
            indicator=str(case.get("indicator", "")),
        )
