"""The beginning and the end of a page: what was checked, what was not, and the manual pages of what was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, cast

from perfscore.checks import CATALOGUE
from perfscore.checks.register import Check, sections_of
from perfscore.core.records import frozen
from perfscore.formrows import BUDGET_TABLE, counts
from perfscore.report.html.places import Places, located
from perfscore.report.style import Style
from perfscore.report.words import check_name, status_words
from perfscore.scoring.records import Status

Record = dict[str, Any]
_MISSED: Final = (
    "unreadable", "no_rule", "no_target", "no_actual", "no_points", "no_facts", "not_comparable", "unusable", "undecided",
)  # fmt: skip
_EXAMPLE: Final = re.compile(r"^```([\w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@frozen
class Fact:
    """A number of the cover; `ink` is the severity that it counts."""

    label: str
    value: str
    ink: str = ""


@frozen
class Gathered:
    """What was not done for one reason: the reason, and each thing with the drawn cell that it is at."""

    reason: str
    items: tuple[tuple[str, str], ...]


@frozen
class Manual:
    """A manual page: code, title, and its parts, each a heading with paragraphs and examples (rows of cells)."""

    code: str
    title: str
    parts: tuple[tuple[str, tuple[str | tuple[tuple[str, ...], ...], ...]], ...]


def severities(document: Record, style: Style) -> list[Fact]:
    """How many findings there are of each severity, and how many do not count."""
    found = Counter(one["severity"] for one in document["findings"] if counts(one))
    words = (("error", "错误", "errors"), ("warning", "警告", "warnings"), ("info", "提示", "infos"))
    facts = [Fact(style.say(zh, en), str(found[name]), name) for name, zh, en in words]
    others = sum(not counts(one) for one in document["findings"])
    return [*facts, *([Fact(style.say("不计入", "not counted"), str(others))] if others else [])]


def coverage(document: Record, style: Style) -> list[Fact]:
    """What was checked, in numbers."""
    told = document["coverage"]
    forms = sum(form["kind"] != BUDGET_TABLE for form in document["forms"])
    budgets = len(document["forms"]) - forms
    read = sum(item["status"] == "read" for item in document["inputs"])
    facts = [
        Fact(style.say("文件", "files"), style.say(f"{len(document['inputs'])} 个，读取 {read} 个", f"{len(document['inputs'])}, {read} read")),
        Fact(style.say("表", "forms"), str(forms)),
    ]  # fmt: skip
    if budgets:
        facts.append(Fact(style.say("预算表", "budget tables"), str(budgets)))
    if told["indicators"]:
        facts.append(Fact(style.say("指标", "indicators"), str(told["indicators"])))
        facts.append(Fact(style.say("重算", "recomputed"), str(told["recomputed"])))
    if told["targets"]:
        facts.append(Fact(style.say("目标表指标", "targets"), str(told["targets"])))
    facts += [
        Fact(status_words(cast("Status", name.replace("_", "-")), style), str(told[name]))
        for name in _MISSED
        if told[name]
    ]
    if told["rules"]:
        facts.append(Fact(style.say("评分标准读懂", "rules read"), f"{told['rules_read']}/{told['rules']}"))
    checks = told["checks"]
    facts.append(
        Fact(
            style.say("检查项次", "checks"),
            style.say(
                f"通过 {checks['passed']}，有问题 {checks['found']}，跳过 {checks['skipped']}",
                f"{checks['passed']} passed, {checks['found']} found something, {checks['skipped']} skipped",
            ),
        )
    )
    return facts


def run_line(document: Record, style: Style) -> str:
    """What made the report, when, by which rule sets."""
    run = document["run"]
    sets = style.say("、", ", ").join(one["id"] for one in run["rulesets"])
    parts = [f"perfscore {run['version']}", run["date"] or ""]
    if sets:
        parts.append(f"{style.say('规则集', 'rule sets')} {sets}")
    if run["config"]:
        parts.append(f"{style.say('配置', 'configuration')} {run['config']}")
    return " · ".join(part for part in parts if part)


def baseline_line(document: Record, style: Style) -> str:
    """What became of the findings of an earlier report; "" where none was given."""
    one = document["baseline"]
    if one is None:
        return ""
    still, gone, unseen = one["still"], len(one["gone"]), one["unseen"]
    return style.say(
        f"与 {one['file']} 相比：原有 {still} 条仍在，{gone} 条已消除"
        + (f"，{unseen} 条这次没有查" if unseen else ""),
        f"against {one['file']}: {still} stand as before, {gone} are gone"
        + (f", {unseen} were not looked for" if unseen else ""),
    )


def not_recomputed(document: Record, places: Places) -> list[Gathered]:
    """The rows that were not recomputed, by reason."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in document["coverage"]["not_recomputed"]:
        words = f"{located(row['at'])}  {row['indicator']}".strip()
        found.setdefault(row["reason"], []).append((words, places.name(row["at"])))
    return [Gathered(reason, tuple(items)) for reason, items in found.items()]


def unread_columns(document: Record, places: Places) -> list[tuple[str, str]]:
    """The columns that nothing was read from."""
    return [
        (f"{located(one['at'])}  {one['name']}", places.name(one["at"]))
        for one in document["coverage"]["unread_columns"]
    ]


def skipped(document: Record, style: Style) -> list[Gathered]:
    """The checks that did not run, by reason."""
    found: dict[str, dict[str, set[int]]] = {}
    for one in document["coverage"]["skipped_checks"]:
        words = f"{one['code']} {check_name(one['code'], one['name'], style)}"
        forms = found.setdefault(one["reason"], {}).setdefault(words, set())
        if one["form"] is not None:
            forms.add(one["form"] + 1)
    return [
        Gathered(reason, tuple((words + _forms(numbers, style), "") for words, numbers in checks.items()))
        for reason, checks in found.items()
    ]


def _forms(numbers: set[int], style: Style) -> str:
    if not numbers:
        return ""
    return style.say(f"（{len(numbers)} 张表）", f" ({len(numbers)} forms)")


def manuals(document: Record, style: Style) -> list[Manual]:
    """The manual pages of the checks that found something, by code."""
    return [
        manual_of(check, style)
        for code in sorted({one["code"] for one in document["findings"]})
        if (check := CATALOGUE.get(code)) is not None
    ]


def manual_of(check: Check, style: Style) -> Manual:
    """The manual page of a check."""
    return Manual(check.code, style.say(check.title_zh, check.title_en), tuple(_parts(check.doc)))


def _parts(page: str) -> Iterator[tuple[str, tuple[str | tuple[tuple[str, ...], ...], ...]]]:
    for heading, text in sections_of(page).items():
        blocks: list[str | tuple[tuple[str, ...], ...]] = []
        place = 0
        for block in _EXAMPLE.finditer(text):
            blocks += _paragraphs(text[place : block.start()])
            blocks.append(_example(block[1], block[2]))
            place = block.end()
        yield heading, (*blocks, *_paragraphs(text[place:]))


def _paragraphs(text: str) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.strip():
            yield " ".join(line.strip() for line in part.splitlines()) if not _listed(part) else part


def _listed(part: str) -> bool:
    """Whether the lines of a paragraph are the entries of a list."""
    return any(line.lstrip().startswith(("- ", "* ")) for line in part.splitlines())


def _example(kind: str, text: str) -> tuple[tuple[str, ...], ...] | str:
    """An example: the cells of a form in rows, anything else as it is."""
    if kind != "form":
        return text.rstrip("\n")
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    size = max(map(len, rows))
    return tuple(tuple(row + [""] * (size - len(row))) for row in rows)
