"""Turning the table of a rule set file into a rule set; every complaint names the file, the line and the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from perfscore.core.conventions import Conventions, NegativeRatio, PartOfStep, Words
from perfscore.core.numbers import MOST_DIGITS, Rounding
from perfscore.rulesets.names import NameClass, NameClasses, Status
from perfscore.rulesets.records import (
    Base,
    Case,
    Citation,
    ExecutionFormula,
    RuleSet,
    Setting,
    Verdict,
)
from perfscore.rulesets.source import Source

SCHEMA = "perfscore.ruleset/1"

_MOST_DIGITS = 6
_PAIR = 2
_SETTING = frozenset({"value", "status", "source"})
_TOP = frozenset({
    "schema", "id", "title", "title_en", "extends", "general", "citation", "applies", "weights", "execution", "formulas",
    "rounding", "grades", "verdicts", "limits", "lists", "names", "words", "conventions", "cases",
})  # fmt: skip
#: The keys that a table may hold; `limits` and `lists` may hold those of the rule set that is extended.
_KEYS = {
    "citation": frozenset(one.name for one in fields(Citation)),
    "applies": frozenset({"kinds", "cost_indicator"}),
    "weights": _SETTING | {"alternatives"},
    "execution": frozenset({"points", "outside", "base", "formula"}),
    "formulas": frozenset({"positive", "negative", "equality"}),
    "rounding": frozenset({"digits", "mode"}),
    "grades": _SETTING,
    "verdicts": _SETTING | {"aliases"},
    "words": frozenset(one.name for one in fields(Words)),
    "conventions": frozenset({"part_of_step", "negative_ratio", "lexicon"}),
}
#: Tables whose members are settings, each with value, status and source.
_OF_SETTINGS = ("execution", "formulas", "rounding", "limits", "lists", "names", "words")
_NAME = _SETTING | {"without", "within", "units", "low", "high", "signed", "whole"}
_CASE = frozenset({"note", "target", "actual", "points", "score", "unit", "indicator"})
_TYPES = {str: "文字", int: "整数", bool: "true 或 false", list: "列表 […]", dict: "表 {…}"}

Kind = type | tuple[type, ...]


def build(source: Source) -> RuleSet:
    """Make the rule set that a file describes.

    Raises:
        UsageError: a key is missing, unknown, of the wrong type or out of range.
    """
    return _Builder(source).build()


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.fail = source.fail

    def build(self) -> RuleSet:
        if self.get("schema", str) != SCHEMA:
            raise self.fail("schema", f"应为“{SCHEMA}”")
        self._known_keys()
        weights = self.setting("weights", dict)
        points = self.setting("execution.points", (str, int))
        return RuleSet(
            id=self.get("id", str),
            title=self.get("title", str),
            title_en=self.get("title_en", str),
            general=self.get("general", bool, default=False),
            citation=self._citation(),
            kinds=self.words("applies.kinds", self.get("applies.kinds", list)),
            cost_indicator=self.get("applies.cost_indicator", bool)
            if self._has("applies.cost_indicator")
            else None,
            weights=_with(weights, self.numbers("weights.value", weights.value)),
            weight_alternatives=tuple(
                self.numbers("weights.alternatives", other)
                for other in self.get("weights.alternatives", list, default=[])
            ),
            execution_points=_with(points, self.number("execution.points", points.value)),
            execution_outside=self.setting("execution.outside", bool),
            execution_base=self.choice("execution.base", Base),
            execution_formula=self.choice("execution.formula", ExecutionFormula),
            positive=self.formulas("formulas.positive"),
            negative=self.formulas("formulas.negative"),
            equality=self.formulas("formulas.equality"),
            digits=self._digits(),
            rounding=self.choice("rounding.mode", Rounding),
            grades=self._grades(),
            verdicts=self._verdicts(),
            verdict_aliases=self._texts("verdicts.aliases"),
            limits={name: self._limit(name) for name in self.get("limits", dict, default={})},
            lists={name: self._list(name) for name in self.get("lists", dict, default={})},
            names=NameClasses(self._names(name) for name in self.get("names", dict, default={})),
            conventions=self._conventions(),
            cases=tuple(
                self._case(f"cases.{count}", case)
                for count, case in enumerate(self.get("cases", list, default=[]), 1)
            ),
            path=str(self.source.path),
            sha256=self.source.sha256,
        )

    # Reading a key.

    def _has(self, key: str) -> bool:
        return self._find(key) is not None

    def _find(self, key: str) -> Any:
        node: Any = self.source.table
        for part in key.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        return node

    def get(self, key: str, kind: Kind, default: Any = None) -> Any:
        node = self._find(key)
        if node is None:
            if default is not None:
                return default
            raise self.fail(key, "缺失")
        return self.typed(key, node, kind)

    def typed(self, key: str, node: Any, kind: Kind) -> Any:
        kinds = kind if isinstance(kind, tuple) else (kind,)
        # true is an int to Python, not to people.
        if not isinstance(node, kinds) or (isinstance(node, bool) and bool not in kinds):
            wanted = "或".join(_TYPES[one] for one in kinds)
            if isinstance(node, float):
                wanted += f'，小数写在引号里（"{node}"）'
            raise self.fail(key, f"的类型不对：应为{wanted}，现为 {node!r}")
        return node

    def setting(self, key: str, kind: Kind) -> Setting[Any]:
        value = self.get(f"{key}.value", kind)
        status = self.get(f"{key}.status", str)
        if status not in get_args(Status):
            raise self.fail(f"{key}.status", f"只能是 {'、'.join(get_args(Status))}，现为“{status}”")
        return Setting(value, status, self.get(f"{key}.source", str))

    def number(self, key: str, value: Any) -> Decimal:
        self.typed(key, value, (str, int))
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise self.fail(key, f"不是数：{value!r}") from None
        if not number.is_finite() or number < 0:
            raise self.fail(key, f"应为不小于 0 的数，现为 {value!r}")
        exponent = number.as_tuple().exponent
        if number.adjusted() >= MOST_DIGITS or not isinstance(exponent, int) or exponent < -MOST_DIGITS:
            raise self.fail(key, f"最多 {MOST_DIGITS} 位整数、{MOST_DIGITS} 位小数，现为 {value!r}")
        return number

    def numbers(self, key: str, table: Any) -> Mapping[str, Decimal]:
        return {name: self.number(f"{key}.{name}", value) for name, value in self.typed(key, table, dict).items()}

    def choice(self, key: str, kind: Any) -> Setting[Any]:
        setting = self.setting(key, str)
        self._one_of(key, setting.value, get_args(kind))
        return setting

    def words(self, key: str, values: Iterable[Any]) -> tuple[str, ...]:
        found = tuple(values)
        if not found or not all(isinstance(word, str) and word.strip() for word in found):
            raise self.fail(key, "应为非空的词语列表")
        return found

    def formulas(self, key: str) -> Setting[tuple[str, ...]]:
        setting = self.setting(key, list)
        return _with(setting, self.words(key, setting.value))

    # Parts that have a shape of their own.

    def _citation(self) -> Citation:
        self._one_of("citation.status", self.get("citation.status", str), get_args(Status))
        return Citation(**{one.name: self.get(f"citation.{one.name}", str) for one in fields(Citation)})

    def _digits(self) -> Setting[int]:
        digits = self.setting("rounding.digits", int)
        if not 0 <= digits.value <= _MOST_DIGITS:
            raise self.fail("rounding.digits", f"应在 0 到 {_MOST_DIGITS} 之间，现为 {digits.value}")
        return digits

    def _grades(self) -> Setting[tuple[tuple[str, Decimal], ...]]:
        setting = self.setting("grades", list)
        grades = tuple(
            (str(name), self.number("grades.value", edge))
            for name, edge in self._rows("grades.value", setting.value, 2)
        )
        edges = [edge for _, edge in grades]
        if not edges or edges != sorted(set(edges), reverse=True) or edges[-1] != 0:
            raise self.fail("grades.value", "各等级的下限要从高到低排列，最后一级的下限是 0")
        return _with(setting, grades)

    def _verdicts(self) -> Setting[tuple[Verdict, ...]]:
        setting = self.setting("verdicts", list)
        verdicts = []
        for word, low, high in self._rows("verdicts.value", setting.value, 3):
            verdict = Verdict(str(word), self.number("verdicts.value", low), self.number("verdicts.value", high))
            if verdict.low > verdict.high:
                raise self.fail("verdicts.value", f"“{word}”的下限 {low} 大于上限 {high}")
            verdicts.append(verdict)
        return _with(setting, tuple(verdicts))

    def _rows(self, key: str, rows: list[Any], length: int) -> list[list[Any]]:
        for row in rows:
            if not isinstance(row, list) or len(row) != length:
                raise self.fail(key, f"的每一项应有 {length} 个值，现为 {row!r}")
        return rows

    def _limit(self, name: str) -> Setting[Decimal]:
        setting = self.setting(f"limits.{name}", (str, int))
        return _with(setting, self.number(f"limits.{name}", setting.value))

    def _list(self, name: str, table: str = "lists") -> Setting[tuple[str, ...]]:
        setting = self.setting(f"{table}.{name}", list)
        return _with(setting, self.words(f"{table}.{name}", setting.value))

    def _names(self, name: str) -> NameClass:
        key = f"names.{name}"
        heads = self._list(name, "names")

        def words(part: str) -> tuple[str, ...]:
            given = self.get(f"{key}.{part}", list, default=[])
            return tuple(str(self.typed(f"{key}.{part}", word, str)) for word in given)

        def end(part: str) -> Decimal | None:
            where = f"{key}.{part}"
            return self.number(where, self.get(where, (str, int))) if self._has(where) else None

        return NameClass(
            name,
            heads.value,
            words("without"),
            words("within"),
            words("units"),
            end("low"),
            end("high"),
            self.get(f"{key}.signed", bool, default=False),
            self.get(f"{key}.whole", bool, default=False),
            heads.status,
            heads.source,
        )

    def _texts(self, key: str) -> dict[str, str]:
        table = self.get(key, dict, default={})
        return {str(name): self.typed(f"{key}.{name}", value, str) for name, value in table.items()}

    def _conventions(self) -> Conventions:
        part = self.get("conventions.part_of_step", str, default="proportional")
        ratio = self.get("conventions.negative_ratio", str, default="target-over-actual")
        self._one_of("conventions.part_of_step", part, get_args(PartOfStep))
        self._one_of("conventions.negative_ratio", ratio, get_args(NegativeRatio))
        return Conventions(
            part,
            ratio,
            tuple(self._texts("conventions.lexicon").items()),
            self._words_of_values(),
            self._limit("about").value if self._has("limits.about") else Decimal(0),
        )

    def _words_of_values(self) -> Words:
        opposites = self._groups("opposites")
        if any(len(pair) != _PAIR for pair in opposites):
            raise self.fail("words.opposites.value", "的每一项应是两个相反的词")
        manners = self.setting("words.manners", list).value if self._has("words.manners") else []
        return Words(
            opposites=tuple((pair[0], pair[1]) for pair in opposites),
            degrees=self._groups("degrees"),
            manners=self.words("words.manners", manners) if manners else (),
        )

    def _groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Lists of words in a list."""
        if not self._has(f"words.{name}"):
            return ()
        key = f"words.{name}"
        return tuple(self.words(key, self.typed(key, group, list)) for group in self.setting(key, list).value)

    def _case(self, key: str, case: Any) -> Case:
        self.typed(key, case, dict)
        for name in ("target", "actual", "points", "score"):
            if name not in case:
                raise self.fail(f"{key}.{name}", "缺失")
        texts = {
            name: self.typed(f"{key}.{name}", case.get(name, ""), str)
            for name in ("note", "target", "actual", "unit", "indicator")
        }
        return Case(
            points=self.number(f"{key}.points", case["points"]),
            score=self.number(f"{key}.score", case["score"]),
            **texts,
        )

    # Judging keys and words.

    def _one_of(self, key: str, word: str, known: tuple[str, ...]) -> None:
        if word not in known:
            raise self.fail(key, f"只能是 {'、'.join(known)}，现为“{word}”")

    def _known_keys(self) -> None:
        """Refuse keys that nothing reads: a slip of the pen must not pass for a setting."""
        own = self.source.own
        self._among("", own, _TOP)
        for name, known in _KEYS.items():
            self._among(f"{name}.", self.typed(name, own.get(name, {}), dict), known)
        for name in _OF_SETTINGS:
            members = self.typed(name, own.get(name, {}), dict)
            if name not in _KEYS and self.source.base:
                self._among(f"{name}.", members, self.source.base.get(name, {}))
            for member, setting in members.items():
                known = _NAME if name == "names" else _SETTING
                self._among(f"{name}.{member}.", self.typed(f"{name}.{member}", setting, dict), known)
        for count, case in enumerate(self.typed("cases", own.get("cases", []), list), 1):
            self._among(f"cases.{count}.", self.typed(f"cases.{count}", case, dict), _CASE)

    def _among(self, lead: str, table: Iterable[str], known: Iterable[str]) -> None:
        self.source.file.among(lead, table, known, "规则集")


def _with(setting: Setting[Any], value: Any) -> Setting[Any]:
    """A setting with its value in its final shape."""
    return Setting(value, setting.status, setting.source)
