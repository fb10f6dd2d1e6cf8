"""What was read of a drawing, beside what it says: the facts of the model, the cells lost, the findings that are new."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from layouts.content import Content, Row, tight
from layouts.drawing import Drawing, draw_plain
from layouts.indicators import EXTRA
from layouts.paper import place
from layouts.words import traditional
from perfscore.audit import audit
from perfscore.core.findings import Finding, Severity
from perfscore.core.location import Location
from perfscore.core.numbers import Figure
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.language.values import Value, parse_value
from perfscore.outcome import AuditReport

_PRINTED = re.compile(r"[（(][\d.]+分[)）]")
_BEHIND = re.compile(r"[（(][\d.]+分[)）]$")
#: Findings that say what was not read, or how; they accuse nobody.
_SAYING = ("PS00", "PS04")
_UNREAD = {"PS002", "PS003"}
_AMOUNTS = ("initial", "budget", "executed", "points", "rate", "score")
_CELLS = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
Facts = dict[str, object]


def norm(raw: str | None) -> str:
    """A text without blanks, in one width."""
    return tight(unicodedata.normalize("NFKC", raw or ""))


def _number(raw: str) -> str:
    cleaned = norm(raw).replace(",", "").rstrip("%分")
    try:
        return f"{Decimal(cleaned).normalize():f}" if cleaned else ""
    except InvalidOperation:
        return cleaned


def _figure(cell: object) -> str:
    if not isinstance(cell, Sourced):
        return ""
    if isinstance(cell.value, Figure):
        return f"{cell.value.value.normalize():f}"
    return norm(cell.raw)


@lru_cache(4096)
def _meaning(raw: str, role: str) -> str:
    read = parse_value(raw, role=role)
    return read.say() if isinstance(read, Value) and raw else norm(raw)


def _valued(cell: object) -> str:
    if not isinstance(cell, Sourced):
        return ""
    return norm(cell.value.say() if isinstance(cell.value, Value) and cell.raw else cell.raw)


def _level(name: str) -> str:
    short = norm(name).removesuffix("指标")
    return {"生态环境": "生态环境成本"}.get(short, short)


def _text(cell: object) -> str:
    return norm(cell.value if isinstance(cell.value, str) else cell.raw) if isinstance(cell, Sourced) else ""


def expected(content: Content, chosen: dict[str, str]) -> Facts:
    """What the drawing of a content says."""
    facts: Facts = {"kind": content.kind, "money unit": content.money_unit}
    facts |= {f"head {'unit' if name == 'unit_name' else name}": norm(value) for name, value in content.head}
    if chosen["year"] != "none":
        facts["head year"] = content.year
    left_out = {name for name in ("initial", "rate") if chosen.get(name) == "omitted"}
    left_out |= {"points", "score"} if chosen.get("money-points") == "omitted" else set()
    names = [name for name in _AMOUNTS if name not in left_out] if content.assessed else ["initial"]
    total, *rows = [tuple((n, _number(getattr(fund, n))) for n in names) for fund in content.funds]
    facts |= {f"money total {name}": said for name, said in total}
    facts["money rows"] = Counter(row for row in rows if any(said for _, said in row))
    if chosen["goal"] != "omitted":
        facts["goal"] = norm(content.goal)
        if content.assessed:
            facts["goal actual"] = norm(content.goal_actual)
    facts["sections"] = tuple(part.l1 for part in content.parts)
    if content.assessed and chosen["section-points"] != "omitted":
        facts["section points"] = tuple(_number(part.points) for part in content.parts)
    named = [(part.l1, row) for part in content.parts for row in part.rows if row.name]
    facts["rows"] = len(named)
    for number, (l1, row) in enumerate(named, 1):
        facts |= _row(f"row {number}", l1, row, content, chosen)
    if content.total and chosen["total"] != "omitted":
        facts["total score"] = _number(content.total[1])
        if chosen["total"] in {"foot", "first"} and chosen["points"] == "column":
            facts["total points"] = _number(content.total[0])
    return facts


def _row(key: str, l1: str, row: Row, content: Content, chosen: dict[str, str]) -> Facts:
    facts: Facts = {f"{key} l1": _level(l1), f"{key} l2": _level(row.l2), f"{key} name": norm(row.name)}
    if content.kind == "unit-target":
        said = row.target if row.value_type == "定性" else row.value_type + row.target + row.unit
        facts[f"{key} target"] = norm(_meaning(said, "target"))
        facts |= {
            f"{key} {name}": norm(getattr(row, name)) for name in ("value_type", "unit", "explanation", "rule")
        }
        return facts | {f"{key} points": _number(row.remark)}
    facts[f"{key} target"] = norm(_meaning(row.target, "target"))
    if content.assessed:
        facts[f"{key} actual"] = norm(_meaning(row.actual, "actual"))
        facts |= {f"{key} {name}": _number(getattr(row, name)) for name in ("points", "score")}
        if chosen["reason"] != "omitted":
            facts[f"{key} reason"] = norm(row.reason)
    return facts


def facts_of(form: object) -> Facts:
    """The same facts of a form that was read."""
    head = form.head
    facts: Facts = {"kind": head.kind, "money unit": head.money_unit.replace("萬", "万")}
    facts |= {f"head {name}": _text(said) for name, said in head.fields}
    if "head year" in facts:
        facts["head year"] = "".join(re.findall(r"\d", str(facts["head year"])))
    money = form.funding
    if money and money.total:
        facts |= {f"money total {name}": _figure(getattr(money.total, name)) for name in _AMOUNTS}
    if money:
        facts["money rows"] = money.rows
    facts |= {"goal": _text(form.goal), "goal actual": _text(getattr(form, "goal_actual", None))}
    sections = [section for section in form.sections if section.indicators or section.blanks]
    facts["sections"] = tuple(norm(section.name) for section in sections)
    facts["section points"] = tuple(_figure(section.points) for section in sections)
    rows = list(form.indicators)
    facts["rows"] = len(rows)
    for number, row in enumerate(rows, 1):
        key = f"row {number}"
        facts |= {f"{key} l1": _level(row.l1), f"{key} l2": _level(row.l2)}
        facts[f"{key} name"] = _BEHIND.sub("", norm(row.name.value))
        facts |= {f"{key} {name}": _valued(getattr(row, name)) for name in ("target", "actual")}
        facts |= {f"{key} {name}": _figure(getattr(row, name)) for name in ("points", "score")}
        facts |= {
            f"{key} {name}": _text(getattr(row, name))
            for name in ("reason", "rule", "explanation", "value_type", "unit")
        }
    total = form.total
    facts |= {"total points": _figure(total.points), "total score": _figure(total.score)} if total else {}
    return facts


def _money_rows(wanted: Counter, rows: object) -> object:
    """The rows of money that were read, by the amounts that the drawing has."""
    names = [name for name, _ in next(iter(wanted))] if wanted else list(_AMOUNTS)
    read = [tuple((name, _figure(getattr(row, name))) for name in names) for row in rows]
    return Counter(row for row in read if any(said for _, said in row))


def difference(wanted: Facts, read: Facts) -> str:
    """The first fact that differs, or ""."""
    for key, said in wanted.items():
        found = read.get(key, "")
        if key == "money rows":
            found = _money_rows(said, found or ())
            if found != said:
                gone, come = said - found, found - said
                return f"{key}: {sorted(gone)[:1]} ≠ {sorted(come)[:1]}"
        elif found != said:
            return f"{key}: {said!r} ≠ {found!r}"
    return ""


@dataclass
class Outcome:
    """The judgement of one drawing."""

    drawing: Drawing
    difference: str
    said: bool
    lost: list[str]
    accused: list[str]

    @property
    def word(self) -> str:
        """same, said or silent."""
        return "same" if not self.difference else "said" if self.said else "silent"

    @property
    def fails(self) -> bool:
        """Whether anything is wrong with it."""
        return bool(self.difference or self.lost or self.accused)


def _key(finding: Finding) -> tuple[str, str]:
    """A finding by its code and what it is about, without points printed in names."""
    return finding.code, _PRINTED.sub("", finding.subject)


def _loud(report: AuditReport) -> Counter:
    """Errors and warnings about what the form says."""
    return Counter(
        _key(finding)
        for finding in report.findings
        if finding.severity >= Severity.WARNING and not finding.code.startswith(_SAYING)
    )


def _saying(report: AuditReport) -> Counter:
    return Counter(finding.code for finding in report.findings if finding.code.startswith(_SAYING))


_PLAIN: dict[object, tuple[Counter, Counter]] = {}


def plain_findings(drawing: Drawing, folder: Path) -> tuple[Counter, Counter]:
    """What the plain drawing is accused of, and what is said of its reading; kept, as many drawings share one."""
    chosen, _, data = draw_plain(drawing)
    key = (tuple(content.id for content in drawing.contents), tuple(chosen.items()))
    if key not in _PLAIN:
        file = folder / "plain.xlsx"
        file.write_bytes(data)
        report = audit(str(file))
        _PLAIN[key] = _loud(report), _saying(report)
    return _PLAIN[key]


def judge(drawing: Drawing, folder: Path) -> Outcome:
    """Read a drawing and compare."""
    file = folder / f"drawing.{drawing.format}"
    file.write_bytes(drawing.data)
    report = audit(str(file))
    forms = [record.form for record in report.forms if hasattr(record.form, "sections")]
    accused, said = plain_findings(drawing, folder)
    new = _loud(report) - accused
    if any(code == "PS101" for code, _ in accused):
        # Where no total is printed, the same points are judged against 90 or 100.
        new = Counter({key: count for key, count in new.items() if key[0] != "PS103"})
    return Outcome(
        drawing,
        _differences(drawing, forms),
        _says(report, forms, said),
        lost(drawing, report),
        sorted(f"{code} {subject}" for code, subject in new.elements()),
    )


def _differences(drawing: Drawing, forms: list) -> str:
    wanted = [expected(content, drawing.choices) for content in drawing.contents]
    if len(forms) != len(wanted):
        return f"forms: {len(wanted)} ≠ {len(forms)}"
    read = [facts_of(form) for form in forms]
    if len(read) == 2 and difference(wanted[0], read[0]) and not difference(wanted[0], read[1]):
        read.reverse()
    return next((said for pair in zip(wanted, read, strict=True) if (said := difference(*pair))), "")


def _says(report: AuditReport, forms: list, plain: Counter) -> bool:
    """Whether anything says that something was not read: a finding of the reader, a row or a column left over."""
    read = _saying(report)
    if read - plain or _UNREAD & set(read):
        return True
    extra = {norm(one) for name in EXTRA.values() for one in (name, traditional(name))}
    return any(
        form.unplaced or form.lost or any(norm(column.raw) not in extra for column in form.head.unread)
        for form in forms
    )


def _walk(value: object) -> Iterator[Sourced]:
    if isinstance(value, Sourced):
        yield value
    elif is_dataclass(value) and not isinstance(value, Value | Unreadable | Location | Figure):
        for one in fields(value):
            yield from _walk(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _walk(one)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _places(at: Location) -> Iterator[tuple[str, int, int | None]]:
    """Sheet (or ""), row and column (None: the whole row) that a location covers, zero-based."""
    if at.cells and (found := _CELLS.fullmatch(at.cells)):
        last_col, last_row = found[3] or found[1], int(found[4] or found[2])
        for row in range(int(found[2]) - 1, last_row):
            for col in range(_column(found[1]), _column(last_col) + 1):
                yield at.sheet or "", row, col
    elif at.line is not None:
        for line in range(at.line, (at.end_line or at.line) + 1):
            yield "", line - 1, None if at.column is None else at.column - 1


def _cells(drawing: Drawing) -> Iterator[tuple[str, int, int, object]]:
    """The cells of a drawing with their places in the file."""
    line = 0
    for number, paper in enumerate(drawing.papers, 1):
        if drawing.format == "txt":
            line += len("\n".join(paper.before).split("\n")) + 1 if paper.before else 0
        for (row, col), cell in sorted(paper.cells.items()):
            yield ("", row + line, col, cell) if drawing.format == "txt" else (f"表{number}", row, col, cell)
        line += paper.height + 1


def lost(drawing: Drawing, report: AuditReport) -> list[str]:
    """The cells with a value that stand nowhere: not in a form, not among what was left over, in no finding."""
    said = [f for f in report.findings if f.code.startswith(_SAYING)]
    whole = {f.at.sheet or "" for f in said if f.code in _UNREAD}
    if whole and (drawing.format == "txt" or "" in whole):
        return []
    places, raws, unread = set(), set(), set()
    wide: dict[tuple[str, int, int | None], str] = {}
    for record in report.forms:
        for sourced in _walk(record.form):
            raw, covered = norm(sourced.raw), list(_places(sourced.at))
            raws.add(raw)
            if len(covered) == 1 and covered[0][2] is not None:
                places.add(covered[0])
            else:  # read from several cells: those that it says
                for one in covered:
                    wide[one] = wide.get(one, "") + raw
        left = (*(at for at, _ in record.form.unplaced), *getattr(record.form, "lost", ()))
        places.update(one for at in left for one in _places(at))
        unread |= {norm(column.raw) for column in record.form.head.unread}
    places.update(one for f in said for at in (f.at, *(r.at for r in f.related)) for one in _places(at))
    return [
        f"{sheet}{place(row, col)} {cell.text}"
        for sheet, row, col, cell in _cells(drawing)
        if cell.role == "value"
        and cell.text
        and not cell.text.endswith("：")  # a label with its value left open
        and sheet not in whole
        and (sheet, row, col) not in places
        and (sheet, row, None) not in places
        and norm(cell.text) not in wide.get((sheet, row, col), "") + wide.get((sheet, row, None), "")
        and not (cell.under and norm(cell.under) in unread)
        and not (cell.under and "序" in cell.under and cell.text.isdigit())  # the number of a row says nothing
        and not (len(cell.text) > 3 and norm(cell.text) in raws)
    ]
