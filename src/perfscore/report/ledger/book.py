"""The ledger as a workbook: a cover with charts, then a sheet a table, written row by row so that memory stays small."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from perfscore.core.records import frozen
from perfscore.core.visible import clean
from perfscore.report.ledger.summary import Summary, binned
from perfscore.report.ledger.tables import (
    CHECKS,
    FILES,
    FINDINGS,
    FORMS,
    INDICATORS,
    SEVERITIES,
    STATUS,
    Column,
    Document,
    Named,
    Value,
    file_values,
    finding_rows,
    form_values,
    indicator_rows,
)
from perfscore.report.sheets import safe
from perfscore.report.style import Style
from perfscore.report.words import check_name

#: What Excel admits: rows of a sheet, links of a sheet, characters of a cell and of a link.
_ROWS, _LINKS, _LONGEST, _LONGEST_LINK = 1_048_576, 65_000, 32_767, 2_000
_FORMATS: Final[Mapping[str, dict[str, Any]]] = {
    "text": {},
    "count": {"num_format": "0", "align": "right"},
    "score": {"num_format": "0.00##", "align": "right"},
    "amount": {"num_format": "#,##0.00####", "align": "right"},
    "percent": {"num_format": '0.00"%"', "align": "right"},
    "words": {"align": "right"},
    "link": {"font_color": "#0563C1", "underline": 1},
}
_FILLS: Final = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7", "known": "#EDEDED"}
_CELL: Final = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#BFBFBF", "valign": "top"}
_HEAD: Final = {
    "bold": True,
    "bg_color": "#1F4E79",
    "font_color": "#FFFFFF",
    "align": "center",
    "valign": "vcenter",
}
#: The sheets after the cover, by what they hold.
TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "forms": ("各表", "forms"),
    "findings": ("发现", "findings"),
    "indicators": ("指标", "indicators"),
    "checks": ("检查项", "checks"),
    "files": ("文件", "files"),
}
_LEVELS: Final = ("error", "warning", "info", "known")
#: So many checks are drawn in the chart.
_DRAWN: Final = 12


@frozen
class Results:
    """What a ledger is made of.

    Attributes:
        documents: gives the dossier documents, as often as it is called.
        files: the records of all files of the run.
        facts: version, date and paths of the run.
        shorten: a path as people need it.
        folder: where the ledger will lie; links lead from there. None writes no links.
    """

    documents: Callable[[], Iterable[Document]]
    files: Callable[[], Iterable[Mapping[str, Any]]]
    facts: Mapping[str, Any]
    shorten: Callable[[str], str]
    folder: Path | None = None


def write_ledger(
    results: Results, target: IO[bytes], style: Style, *, beside: Mapping[str, IO[str]] | None = None
) -> Summary:
    """Write the workbook.

    Args:
        results: what it is made of.
        target: where to.
        style: the language of the words.
        beside: streams that take the rows of the tables `TABLES` as CSV.

    Returns:
        What was counted for it.
    """
    import xlsxwriter

    summary = Summary()
    summary.take_files(results.files())
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="perfscore-"))
        spools = {level: stack.enter_context(_spool(scratch, level)) for level in (*_LEVELS, "indicator")}
        _gather(results, summary, spools, style)
        book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": scratch})
        # The same results give the same bytes: the day of the run stands for the time of writing.
        book.set_properties({"author": f"perfscore {results.facts.get('version', '')}", "created": _day(results)})
        drawn = _Drawn(book, style, results, beside or {})
        cover = book.add_worksheet(style.say("封面", "cover"))
        _sheets(drawn, results, summary, spools)
        _cover(drawn, cover, results, summary)
        book.close()
    return summary


def _day(results: Results) -> datetime:
    text = str(results.facts.get("date") or "2000-01-01")
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _spool(folder: str, name: str) -> IO[str]:
    return Path(folder, f"{name}.jsonl").open("w+", encoding="utf-8")


def _gather(results: Results, summary: Summary, spools: Mapping[str, IO[str]], style: Style) -> None:
    """Go through the dossiers once; what is written later, or in another order, waits on the disk."""
    for document in results.documents():
        for row in summary.take(document):
            summary.forms.append((_order(row.errors, row.warnings, row.infos, row.not_recomputed), row))
        for level, values in finding_rows(document, style, results.shorten):
            _put(spools[level], values)
        for values in indicator_rows(document, style, results.shorten):
            _put(spools["indicator"], values)
    summary.forms.sort(key=lambda one: (one[0], one[1].file, one[1].number))


def _order(*numbers: int) -> tuple[int, ...]:
    return tuple(-number for number in numbers)


def _put(spool: IO[str], values: Iterable[Value]) -> None:
    told = [[format(value, "f")] if isinstance(value, Decimal) else value for value in values]
    spool.write(json.dumps(told) + "\n")


def _taken(spool: IO[str]) -> Iterator[list[Value]]:
    spool.seek(0)
    for line in spool:
        yield [Decimal(value[0]) if isinstance(value, list) else value for value in json.loads(line)]


class _Drawn:
    """The workbook with its formats, each made once."""

    def __init__(self, book: Any, style: Style, results: Results, beside: Mapping[str, IO[str]]) -> None:
        self.book = book
        self.style = style
        self.results = results
        self.beside = beside
        self._formats: dict[tuple[str, str], Any] = {}

    def format(self, kind: str, fill: str = "") -> Any:
        """The format of a kind of column, over a background."""
        if (kind, fill) not in self._formats:
            wrap = {} if kind in ("count", "score", "amount", "percent") else {"text_wrap": True}
            colour = {"bg_color": fill} if fill else {}
            own = _HEAD | {"text_wrap": True} if kind == "head" else _FORMATS[kind] | wrap
            self._formats[kind, fill] = self.book.add_format(_CELL | own | colour)
        return self._formats[kind, fill]


class _Table:
    """A sheet with a table; one that is full goes on in another."""

    def __init__(self, drawn: _Drawn, name: str, columns: Sequence[Column]) -> None:
        self._drawn, self._columns = drawn, columns
        self._name = drawn.style.say(*TABLES[name])
        beside = drawn.beside.get(name)
        self._beside = csv.writer(beside) if beside is not None else None
        if self._beside is not None:
            self._beside.writerow(drawn.style.say(column.zh, column.en) for column in columns)
        self._sheets = 0
        self._links = 0
        self._row = 0
        self._open()

    def _open(self) -> None:
        drawn = self._drawn
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name}({self._sheets})"
        self._page = page = drawn.book.add_worksheet(name)
        for place, column in enumerate(self._columns):
            page.set_column(place, place, column.width)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(0.4, 0.4, 0.5, 0.6)
        page.set_footer(f"&L{name}&C{drawn.style.say('第 &P 页，共 &N 页', 'page &P of &N')}")
        page.set_row(0, 30)
        for place, column in enumerate(self._columns):
            page.write_string(0, place, drawn.style.say(column.zh, column.en), drawn.format("head"))
        self._row, self._links = 1, 0

    def add(self, values: Sequence[Value | Named], fill: str = "") -> None:
        """Write a row; the first cell has the background."""
        if self._beside is not None:
            self._beside.writerow(map(_plain, values))
        if self._row == _ROWS:
            self.close()
            self._open()
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            self._cell(place, column, value, fill if place == 0 else "")
        self._row += 1

    def _cell(self, place: int, column: Column, value: Value | Named, fill: str) -> None:
        page, drawn = self._page, self._drawn
        if value is None or value == "":
            page.write_blank(self._row, place, None, drawn.format("text", fill))
        elif isinstance(value, Named):
            self._link(place, value)
        elif isinstance(value, str):
            kind = "text" if column.kind in ("text", "link") else "words"
            page.write_string(self._row, place, _shown(value), drawn.format(kind, fill))
        else:
            kind = column.kind if column.kind not in ("text", "link") else "score"
            page.write_number(self._row, place, value, drawn.format(kind, fill))

    def _link(self, place: int, value: Named) -> None:
        url = _url(value, self._drawn.results.folder)
        if url is None or self._links >= _LINKS:
            self._page.write_string(self._row, place, _shown(value.shown), self._drawn.format("text"))
            return
        self._links += 1
        url.text = _shown(value.shown)
        self._page.write_url(self._row, place, url, self._drawn.format("link"))

    def close(self) -> None:
        """Say where the table ends."""
        last = max(self._row - 1, 0)
        self._page.autofilter(0, 0, last, len(self._columns) - 1)
        self._page.print_area(0, 0, last, sum(column.printed for column in self._columns) - 1)


def _plain(value: Value | Named) -> str:
    """A cell as CSV has it."""
    if isinstance(value, Named):
        return safe(value.shown)
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else safe(clean(value)) if isinstance(value, str) else str(value)


def _shown(text: str) -> str:
    return clean(text)[:_LONGEST]


def _url(value: Named, folder: Path | None) -> Any:
    """The link to a file from the folder of the ledger; None where there can be none."""
    from xlsxwriter.url import Url

    if folder is None or not value.file or clean(value.file) != value.file:
        return None
    try:
        path = os.path.relpath(value.file, folder)
    except ValueError:  # another drive
        path = os.path.realpath(value.file)
    if "#" in path or len(path) > _LONGEST_LINK:  # what follows # is a place inside the file
        return None
    inside = f"#'{value.sheet.replace(chr(39), chr(39) * 2)}'!{value.cell}" if value.sheet and value.cell else ""
    workbook = path.lower().endswith((".xlsx", ".xlsm", ".xls"))
    url = Url(f"external:{path}{inside if workbook and len(path + inside) <= _LONGEST_LINK else ''}")
    # The library writes links as Excel for Windows does. Slashes lead there as well, and on every other system.
    url._relationship_link = url._relationship_link.replace("\\", "/")  # noqa: SLF001 - it has no word for it
    return url


def _sheets(drawn: _Drawn, results: Results, summary: Summary, spools: Mapping[str, IO[str]]) -> None:
    style = drawn.style
    forms = _Table(drawn, "forms", FORMS)
    for number, (_, row) in enumerate(summary.forms, 1):
        fill = "error" if row.errors else "warning" if row.warnings else ""
        forms.add(form_values(row, number, results.shorten(row.file)), _FILLS.get(fill, ""))
    forms.close()
    findings = _Table(drawn, "findings", FINDINGS)
    for level in _LEVELS:
        for values in _taken(spools[level]):
            findings.add(values, _FILLS[level])
    findings.close()
    indicators = _Table(drawn, "indicators", INDICATORS)
    for values in _taken(spools["indicator"]):
        indicators.add(values)
    indicators.close()
    checks = _Table(drawn, "checks", CHECKS)
    for code, counted in summary.worst_codes():
        name = check_name(code, summary.names[code], style)
        checks.add((code, name, *counted, summary.of_forms[code]))
    checks.close()
    files = _Table(drawn, "files", FILES)
    for record in results.files():
        files.add(file_values(record, style, results.shorten(record["file"])))
    files.close()


def _cover(drawn: _Drawn, page: Any, results: Results, summary: Summary) -> None:
    """Coverage and counts as small tables, with charts of what they say."""
    style, book = drawn.style, drawn.book
    title = book.add_format({"bold": True, "font_size": 18, "font_name": "宋体"})
    small = book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#595959"})
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 11)
    page.set_column(2, 2, 3)
    page.set_column(3, 11, 9)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.write_string(0, 0, style.say("预算绩效表审核汇总", "Ledger of an audit"), title)
    facts = results.facts
    sets = "、".join(sorted(summary.rulesets))
    day, version = facts.get("date") or "", facts.get("version", "")
    page.write_string(1, 0, f"perfscore {version}  {day}  {style.say('规则集', 'rule sets')} {sets}", small)
    paths = facts.get("paths", ())
    page.write_string(2, 0, "" if isinstance(paths, str) else _shown("、".join(paths)), small)
    line = 4
    drawn_at: dict[str, tuple[int, int]] = {}
    for key, heading, rows in _blocks(summary, style):
        page.write_string(line, 0, heading, drawn.format("head"))
        page.write_string(line, 1, style.say("数", "number"), drawn.format("head"))
        drawn_at[key] = (line + 1, line + len(rows))
        for offset, (words, number) in enumerate(rows, 1):
            page.write_string(line + offset, 0, words, drawn.format("text"))
            page.write_number(line + offset, 1, number, drawn.format("count"))
        line += len(rows) + 2
    for place, (key, sort, heading) in enumerate(
        (
            ("codes", "bar", style.say("发现最多的检查项（错误和警告）", "checks with most errors and warnings")),
            ("scores", "column", style.say("自评分分布", "recorded totals")),
            ("grades", "column", style.say("重算等级分布", "grades, recomputed")),
        )
    ):
        first, last = drawn_at.get(key, (1, 0))
        if last >= first:
            _chart(book, page, sort, heading, (first, last), place)


def _chart(book: Any, page: Any, sort: str, heading: str, rows: tuple[int, int], place: int) -> None:
    chart = book.add_chart({"type": sort})
    name, (first, last) = page.get_name(), rows
    chart.add_series(
        {
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 1, last, 1],
            "fill": {"color": "#2E75B6"},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": heading, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    if sort == "bar":
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    else:
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"num_font": {"size": 9}})
    heights = (300, 240, 240)
    chart.set_size({"width": 620, "height": heights[place]})
    page.insert_chart(4, 3, chart, {"x_offset": 0, "y_offset": sum(heights[:place]) + 12 * place})


def _blocks(summary: Summary, style: Style) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    """The small tables of the cover that have something to say."""
    english = style.lang == "en"
    rows = [row for _, row in summary.forms]
    files = [(words[english], summary.files[status]) for status, words in STATUS.items() if summary.files[status]]
    yield "files", style.say("文件", "files"), files
    covered = [
        (style.say("表", "forms"), len(rows)),
        (style.say("预算表", "budget tables"), summary.budget_tables),
        (style.say("指标", "indicators"), summary.indicators),
        (style.say("其中已重算", "of these recomputed"), summary.recomputed),
        (style.say("评分标准", "rules"), summary.rules),
        (style.say("其中读懂", "of these read"), summary.rules_read),
    ]
    yield "coverage", style.say("范围", "coverage"), [one for one in covered if one[1]]
    found = [(words[english], summary.severities[level]) for level, words in SEVERITIES.items()]
    found += [(style.say("不采纳", "rejected"), summary.waived)] if summary.waived else []
    found += [(style.say("原有", "known before"), summary.known)] if summary.known else []
    yield "found", style.say("发现", "findings"), found
    codes = [
        (f"{code} {check_name(code, summary.names[code], style)}", counted[0] + counted[1])
        for code, counted in summary.worst_codes()
        if counted[0] + counted[1]
    ]
    codes.sort(key=lambda one: -one[1])
    if codes:
        yield "codes", style.say("检查项", "checks"), codes[:_DRAWN]
    scores = [row.recorded for row in rows if row.recorded is not None]
    if scores:
        yield "scores", style.say("自评分", "recorded totals"), list(binned(scores).items())
    grades: dict[str, int] = {}
    for row in rows:
        if row.grade:
            grades[row.grade] = grades.get(row.grade, 0) + 1
    if grades:
        yield "grades", style.say("重算等级", "grades"), sorted(grades.items(), key=lambda one: _grade(one[0]))


def _grade(name: str) -> tuple[int, str]:
    """The customary order of grades."""
    order = ("优", "良", "中", "差")
    return (order.index(name[0]) if name[:1] in order else len(order), name)
