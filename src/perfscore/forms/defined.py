"""The files of the form definitions, checked before they are used: a key that nothing reads is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from perfscore.core.toml import TomlFile
from perfscore.model import FormKind

#: Groups of labels whose names are read by the code, with these names.
_NAMED: Final[Mapping[str, frozenset[str]]] = {
    "funding.columns": frozenset({
        "label", "initial", "budget", "executed", "points", "rate", "score", "method", "reason", "change", "balance",
    }),
    "indicators.columns": frozenset({
        "block", "l1", "l2", "name", "target", "actual", "points", "score", "reason", "rule", "explanation", "evidence",
        "value_type", "unit", "remark", "number", "item", "l1_points", "l2_points",
    }),
    "goal": frozenset({"goal", "goal_actual", "goal_period", "process"}),
    "total": frozenset({"total", "subtotal"}),
    "sums": frozenset({"total", "subtotal"}),
    "noise": frozenset({"internal", "watermarks"}),
}  # fmt: skip
#: Groups of labels whose names a definition may choose.
_FREE: Final = frozenset({
    "fields", "foot", "funding.rows", "funding.breakdowns", "base", "base_columns", "base_items", "levels.l1",
    "levels.l2", "levels.under", "roles", "foreign",
})  # fmt: skip
_GROUPS: Final = frozenset(_NAMED) | _FREE
#: How the groups are called where a definition speaks of one of their labels (`indicators.target`, `source.total`).
_CALLED: Final = {
    "indicators.columns": "indicators",
    "funding.columns": "funding",
    "funding.rows": "source",
    "funding.breakdowns": "breakdown",
    "levels.l1": "l1",
    "levels.l2": "l2",
}
#: What a kind of form has besides labels; what it must have comes first.
_NEEDED: Final[Mapping[str, type]] = {
    "id": str, "kind": str, "name": str, "titles": list, "threshold": int, "require": list, "head": dict,
}  # fmt: skip
_OTHER: Final[Mapping[str, type]] = {"evidence": list, "excludes": list}
#: Whole groups that a definition may exclude: any level, any source of money, the title of another kind.
_WHOLE: Final = frozenset({"l1.*", "l2.*", "source.*", "breakdown.*", "base.*", "title.*"})
#: Tables whose columns may be named by the words they are made of.
_GUESSED: Final = frozenset({"indicators", "funding"})
_LIKELY: Final = frozenset({"group", "name", "says", "never"})
_SHARED: Final = "shared.toml"


def read_definitions(
    folder: Path | None = None,
) -> tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]:
    """The shared labels, and the kinds of forms by the names of their files.

    Raises:
        UsageError: a file is no TOML, lacks something or has a key that nothing reads; file, line and key are named.
    """
    folder = Path(__file__).with_name("definitions") if folder is None else folder
    read = {
        entry.name: TomlFile.read(entry, entry.name) for entry in folder.iterdir() if entry.name.endswith(".toml")
    }
    shared = read.pop(_SHARED)
    _check_labels(shared, frozenset({"likely"}))
    labels = frozenset((group, name) for group, _, name in (label.partition(".") for label in _labels(shared)))
    _check_likely(shared, "likely", shared.table.get("likely", ()), labels)
    kinds = [read[name] for name in sorted(read)]
    for kind in kinds:
        _check_labels(kind, frozenset(_NEEDED) | frozenset(_OTHER))
        _check_kind(kind, _labels(shared) | _labels(kind))
    return shared.table, tuple(kind.table for kind in kinds)


def _check_labels(file: TomlFile, besides: frozenset[str]) -> None:
    """Every group is one that is read, every label a list of texts."""
    tops = {group.partition(".")[0] for group in _GROUPS}
    file.among("", file.table, tops | besides, "表样定义")
    for top in tops & file.table.keys():
        subgroups = {group.partition(".")[2] for group in _GROUPS if group.startswith(f"{top}.")}
        table = _typed(file, top, file.table[top], dict)
        if not subgroups:
            _check_group(file, top, table)
            continue
        file.among(f"{top}.", table, subgroups | ({"likely"} if top in _GUESSED else set()), "表样定义")
        for name in subgroups & table.keys():
            _check_group(file, f"{top}.{name}", _typed(file, f"{top}.{name}", table[name], dict))
        if top in _GUESSED:
            known = frozenset(("", name) for name in _NAMED[f"{top}.columns"])
            _check_likely(file, f"{top}.likely", table.get("likely", ()), known)


def _check_likely(file: TomlFile, top: str, guesses: Sequence[object], known: frozenset[tuple[str, str]]) -> None:
    """Every entry names a label that there is, and says by which words."""
    for count, guess in enumerate(guesses, 1):
        key = f"{top}.{count}"
        entry = _typed(file, key, guess, dict)
        file.among(f"{key}.", entry, _LIKELY, "表样定义")
        if (entry.get("group", ""), entry.get("name")) not in known:
            raise file.fail(f"{key}.name", f"“{entry.get('name')}”不是已知的栏目")
        for words in ("says", *(("never",) if "never" in entry else ())):
            _typed(file, f"{key}.{words}", entry.get(words), str)


def _check_group(file: TomlFile, group: str, table: Mapping[str, Any]) -> None:
    if group in _NAMED:
        file.among(f"{group}.", table, _NAMED[group], "表样定义")
    for name, texts in table.items():
        _texts(file, f"{group}.{name}", texts)


def _check_kind(file: TomlFile, known: frozenset[str]) -> None:
    """A kind of form has what it needs, and speaks only of labels that there are."""
    table = file.table
    for key, kind in _NEEDED.items():
        if key not in table:
            raise file.fail(key, "缺失")
        _typed(file, key, table[key], kind)
    if table["kind"] not in get_args(FormKind):
        raise file.fail("kind", f"“{table['kind']}”不是已知的表；可用：{'、'.join(get_args(FormKind))}")
    _texts(file, "titles", table["titles"])
    for count, need in enumerate(table["require"], 1):
        key = f"require.{count}"
        file.among(f"{key}.", _typed(file, key, need, dict), {"any", "say"}, "表样定义")
        _typed(file, f"{key}.say", need.get("say"), str)
        _among_labels(file, f"{key}.any", need.get("any"), known | {"title"})
    for key in _OTHER:
        _among_labels(file, key, table.get(key, []), known)
    file.among("head.", table["head"], {"required"}, "表样定义")
    required = _texts(file, "head.required", table["head"].get("required"))
    _among_labels(file, "head.required", [f"fields.{name}" for name in required], known)


def _labels(file: TomlFile) -> frozenset[str]:
    """All labels that a file names, as definitions speak of them."""
    found = set()
    for group in _GROUPS:
        top, _, below = group.partition(".")
        table = file.table.get(top, {})
        found |= {f"{_CALLED.get(group, top)}.{name}" for name in (table.get(below, {}) if below else table)}
    return frozenset(found)


def _among_labels(file: TomlFile, key: str, names: object, known: frozenset[str]) -> None:
    for name in _texts(file, key, names):
        if name not in known and name not in _WHOLE:
            raise file.fail(key, f"里的“{name}”没有定义")


def _texts(file: TomlFile, key: str, value: object) -> Sequence[str]:
    listed: list[Any] = _typed(file, key, value, list)
    if not all(isinstance(text, str) for text in listed):
        raise file.fail(key, "应为词语列表")
    return listed


def _typed(file: TomlFile, key: str, value: object, kind: type) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        words = {str: "文字", int: "整数", list: "列表 […]", dict: "表 {…}"}
        raise file.fail(key, f"的类型不对：应为{words[kind]}，现为 {value!r}")
    return value
