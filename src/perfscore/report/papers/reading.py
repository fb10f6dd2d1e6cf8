"""From dossier documents (`perfscore.report.records.document`) to the forms of each unit, as papers have them.

A document is a plain dictionary, whether it was made this moment or is a line of a results folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.location import Location, cell_row
from perfscore.core.visible import clean
from perfscore.report.papers.findings import entry_of, title_of
from perfscore.report.papers.records import Entry, FormPart, Gap, Run, UnitPart
from perfscore.report.papers.rows import score_lines
from perfscore.report.papers.texts import Record, location, one_text
from perfscore.report.records import SCHEMA
from perfscore.report.style import Style

_BUDGET: Final = "budget-table"
#: So many skipped checks are named by their titles.
_MOST_TITLES: Final = 8


def run_of(document: Record) -> Run:
    """The run that a document is from."""
    run = document["run"]
    return Run(run["version"], run["date"], tuple(one["id"] for one in run["rulesets"]))


def units_of(documents: Iterable[Record], style: Style) -> list[UnitPart]:
    """The forms of all documents by unit, units in the order in which they first come; all in memory."""
    found: dict[str, list[FormPart]] = {}
    for document in documents:
        for unit, part in parts_of(document, style):
            found.setdefault(unit, []).append(part)
    return [unit_part(number, name, parts) for number, (name, parts) in enumerate(found.items(), 1)]


def unit_part(number: int, name: str, parts: Iterable[FormPart]) -> UnitPart:
    """A unit with its forms numbered."""
    return UnitPart(
        number,
        name,
        tuple(replace(part, index=f"{number:03d}-{place:02d}") for place, part in enumerate(parts, 1)),
    )


def parts_of(document: Record, style: Style) -> Iterator[tuple[str, FormPart]]:
    """The parts of one dossier, each with the unit that it belongs to; what concerns no form comes last.

    Raises:
        UsageError: it is no report of this kind.
    """
    if document.get("schema") != SCHEMA:
        raise UsageError(
            f"不是 {SCHEMA} 的审核结果，不能据以编制底稿；请用本版程序重新审核（not a report of this kind）"
        )
    forms: list[Record] = document["forms"]
    lone = _lone_unit(forms, style)
    hashes = {item["file"]: item["sha256"] or "" for item in document["inputs"]}
    entries: dict[int | None, list[Entry]] = {}
    for finding in document["findings"]:
        entries.setdefault(_owner(finding["form"], forms), []).append(entry_of(finding, style))
    scores: dict[int, list[Record]] = {}
    for score in document["scores"]:
        scores.setdefault(score["form"], []).append(score)
    skipped: dict[int | None, list[Record]] = {}
    for check in document["coverage"]["skipped_checks"]:
        skipped.setdefault(_owner(check["form"], forms), []).append(check)
    columns: dict[int | None, list[Record]] = {}
    for column in document["coverage"]["unread_columns"]:
        columns.setdefault(_form_at(location(column["at"]), forms), []).append(column)
    for number, form in enumerate(forms):
        if form["kind"] == _BUDGET:
            continue
        own = scores.get(number, [])
        at = location(form["at"])
        gaps = [*_missed(own), *_unread(columns.get(number, []), style), *_skipped(skipped.get(number, []), style)]
        unit = lone or unit_name(form["unit"], style)
        yield (
            unit,
            FormPart(
                index="",
                kind=form["kind"],
                unit=unit,
                project=one_text(form["project"]),
                year=form["year"],
                title=one_text(form["title"]),
                ruleset=form["ruleset"],
                note=one_text(form["note"]),
                file=clean(at.file),
                place=at.place,
                sha256=hashes.get(at.file, ""),
                matters=tuple(_matters(own, entries.get(number, []), style)),
                entries=_gravest_first(entries.get(number, [])),
                scores=tuple(score_lines(own, style)),
                gaps=tuple(gaps),
            ),
        )
    yield from _of_dossier(document, entries.get(None, []), skipped.get(None, []), columns.get(None, []), style)


def unit_name(name: str, style: Style) -> str:
    """What a unit is called; blanks tell no two apart."""
    return "".join(one_text(name).split()) if name.strip() else style.say("（未注明单位）", "(unit not stated)")


def _lone_unit(forms: Sequence[Record], style: Style) -> str | None:
    """The unit of a dossier that names only one: forms that name none are that unit's."""
    units = {unit_name(form["unit"], style) for form in forms if form["unit"].strip()}
    return units.pop() if len(units) == 1 else None


def _gravest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(entries, key=lambda entry: order[entry.severity]))


def _owner(form: int | None, forms: Sequence[Record]) -> int | None:
    """The form that something is said of; of a budget table it is said in the part of the dossier."""
    return None if form is None or forms[form]["kind"] == _BUDGET else form


def _of_dossier(
    document: Record, entries: Sequence[Entry], skipped: Sequence[Record], columns: Sequence[Record], style: Style
) -> Iterator[tuple[str, FormPart]]:
    """What concerns the dossier as a whole: its files, its budget tables, what was compared between forms.

    It belongs to the one unit that the dossier names. Where there are several, what is said of a file belongs to the unit of the
    forms in that file, and the rest to none.
    """
    forms: list[Record] = document["forms"]
    named = any(form["unit"].strip() for form in forms)
    several = style.say("（多个单位的材料）", "(several units)") if named else unit_name("", style)
    common = _lone_unit(forms, style) or several
    homes: dict[str, set[str]] = {}
    for form in forms:
        homes.setdefault(clean(form["at"]["file"]), set()).add(unit_name(form["unit"], style))
    grouped: dict[str, list[Entry]] = {common: []}
    for entry in entries:
        own = homes.get(entry.file, set())
        grouped.setdefault(next(iter(own)) if len(own) == 1 else common, []).append(entry)
    blank = FormPart(
        index="", kind="", unit="", project="", year="", ruleset="", note="", file="", place="", sha256="",
        title=style.say("整套材料和文件", "the dossier and its files"),
        matters=(), entries=(), scores=(), gaps=(),
    )  # fmt: skip
    for unit, own_entries in grouped.items():
        part = replace(blank, unit=unit, entries=_gravest_first(own_entries))
        if unit == common:
            gaps = [*_unreadable(document, style), *_unread(columns, style), *_skipped(skipped, style)]
            part = replace(part, matters=tuple(_done(document, style)), gaps=tuple(gaps))
        yield unit, part


def _done(document: Record, style: Style) -> Iterator[str]:
    """What was done with the dossier, in numbers."""
    inputs, forms, coverage = document["inputs"], document["forms"], document["coverage"]
    read = sum(item["status"] == "read" for item in inputs)
    tables = [form for form in forms if form["kind"] == _BUDGET]
    yield style.say(
        f"文件 {len(inputs)} 个，读取 {read} 个；表 {len(forms) - len(tables)} 张",
        f"files: {len(inputs)}, read: {read}; forms: {len(forms) - len(tables)}",
    )
    if tables:
        names = style.say("、", ", ").join(dict.fromkeys(one_text(form["title"]) for form in tables))
        yield style.say(
            f"预算表 {len(tables)} 张，合计和表间关系已核对：{names}",
            f"budget tables whose sums were checked: {len(tables)} ({names})",
        )
    checks = coverage["checks"]
    yield style.say(
        f"检查项次：通过 {checks['passed']}，有问题 {checks['found']}，跳过 {checks['skipped']}（跳过不等于通过）",
        f"checks: {checks['passed']} passed, {checks['found']} found something, "
        f"{checks['skipped']} skipped (not passed)",
    )
    if coverage["rules"]:
        yield style.say(
            f"评分标准 {coverage['rules']} 条，读懂 {coverage['rules_read']} 条",
            f"scoring rules: {coverage['rules']}, understood: {coverage['rules_read']}",
        )


def _matters(scores: Sequence[Record], entries: Sequence[Entry], style: Style) -> Iterator[str]:
    """What was done with a form, as far as its document says it."""
    rows = [score for score in scores if score["kind"] == "indicator"]
    if rows:
        again = sum(row["status"] in ("recomputed", "joint") for row in rows)
        yield style.say(
            f"重算得分：指标 {len(rows)} 个，重算 {again} 个，未重算 {len(rows) - again} 个",
            f"scores: {len(rows)} indicators, {again} recomputed, {len(rows) - again} not",
        )
    elif scores:
        yield style.say("重算得分", "scores recomputed")
    titles = list(dict.fromkeys(f"{entry.code} {entry.title}" for entry in entries))
    if titles:
        found = style.say("、", ", ").join(titles)
        yield style.say(f"有发现的检查项：{found}", f"checks that found something: {found}")
    else:
        yield style.say("已做的检查没有发现问题", "the checks that were made found nothing")


def _missed(scores: Iterable[Record]) -> Iterator[Gap]:
    for score in scores:
        if score["kind"] in ("indicator", "execution") and score["reason"]:
            at = location(score["at"]) if score["at"] else None
            yield Gap(one_text(score["indicator"]), at.place if at else "", one_text(score["reason"]))


def _unread(columns: Iterable[Record], style: Style) -> Iterator[Gap]:
    for column in columns:
        yield Gap(
            style.say(f"栏目“{one_text(column['name'])}”", f'column "{one_text(column["name"])}"'),
            location(column["at"]).place,
            style.say("不是已知的栏目，未读", "no known column, not read"),
        )


def _unreadable(document: Record, style: Style) -> Iterator[Gap]:
    for item in document["inputs"]:
        if item["status"] != "read":
            yield Gap(
                style.say("文件未能读取", "file not read"), clean(item["file"]), one_text(item["reason"] or "")
            )


def _skipped(checks: Iterable[Record], style: Style) -> Iterator[Gap]:
    """The checks that were skipped, gathered by reason; a long list of them is one of codes."""
    reasons: dict[str, dict[str, str]] = {}
    for check in checks:
        title = title_of(check["code"], check["name"], style)
        reasons.setdefault(one_text(check["reason"]), {})[check["code"]] = title
    for reason, codes in reasons.items():
        said = codes if len(codes) > _MOST_TITLES else [f"{code} {title}" for code, title in codes.items()]
        named = style.say("、", ", ").join(said)
        yield Gap(style.say(f"检查项 {named}", f"checks {named}"), "", reason)


def _form_at(at: Location, forms: Sequence[Record]) -> int | None:
    """The form that a place belongs to: the last one of its sheet that begins above it."""
    best: int | None = None
    for number, form in enumerate(forms):
        start = location(form["at"])
        if (start.file, start.sheet) == (at.file, at.sheet) and _line(start) <= _line(at):
            best = number
    return None if best is None else _owner(best, forms)


def _line(at: Location) -> int:
    return cell_row(at.cell) if at.cell else at.line or 0
