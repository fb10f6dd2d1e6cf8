"""The problem list (问题清单): what a unit is asked about, with basis and remedy, and room for its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfscore.core.records import frozen
from perfscore.report.papers.blocks import Block, Column, Fields, Heading, Line, Row, Sheet, Table
from perfscore.report.papers.records import Entry, FormPart, Run, UnitPart, listed
from perfscore.report.style import Style


@frozen
class Listed:
    """The findings of a unit as the list has them, each with its form and its number.

    `waived` are those that a reviewer rejected; `left` counts those that are not listed, by reason (Chinese, English).
    """

    unit: UnitPart
    open: tuple[tuple[int, FormPart, Entry], ...]
    waived: tuple[tuple[int, FormPart, Entry], ...]
    minor: int
    hidden: int


def listed_of(unit: UnitPart, style: Style) -> Listed:
    """What of a unit goes into the list; numbers run through the unit, waived findings behind the others."""
    pairs = [(form, entry) for form in unit.forms for entry in form.entries]
    shown = [(form, entry) for form, entry in pairs if listed(entry, style)]
    standing = [pair for pair in shown if not pair[1].waived]
    waived = [pair for pair in shown if pair[1].waived]
    hidden = sum(entry.hidden for _, entry in pairs)
    return Listed(
        unit,
        tuple((number, *pair) for number, pair in enumerate(standing, 1)),
        tuple((number, *pair) for number, pair in enumerate(waived, len(standing) + 1)),
        len(pairs) - len(shown) - hidden,
        hidden,
    )


def sheet(run: Run, style: Style) -> Sheet:
    """How the list is set up."""
    title = style.say("问题清单", "Problem list")
    return Sheet(title, run_line(run, style), landscape=True)


def run_line(run: Run, style: Style) -> str:
    """What the papers were made from."""
    sets = style.say("、", ", ").join(run.rulesets)
    rules = f"  {style.say('规则集', 'rule sets')} {sets}" if sets else ""
    return f"perfscore {run.version}  {run.date}{rules}"


def opening(run: Run, style: Style) -> Iterator[Block]:
    """The head of the list."""
    yield Heading(style.say("问题清单", "Problem list"), 0)
    yield Line(run_line(run, style), small=True)


def unit_blocks(one: Listed, style: Style, *, breaks: bool) -> Iterator[Block]:
    """The pages of one unit."""
    yield Heading(f"{style.say('单位', 'Unit')}{style.say('：', ': ')}{one.unit.name}", 1, breaks=breaks)
    yield Line(counts_line(one, style))
    if not one.open:
        yield Line(style.say("没有应列入清单的问题。", "Nothing to be listed."))
    yield from _by_form(one.open, style)
    if one.waived:
        yield Heading(style.say("不采纳的发现（不再计入）", "Findings rejected by the reviewer (not counted)"), 2)
        yield from _by_form(one.waived, style)
    yield from signatures(style)


def counts_line(one: Listed, style: Style) -> str:
    """How many are listed, and how many are not."""
    errors = sum(entry.severity == "error" for _, _, entry in one.open)
    warnings = sum(entry.severity == "warning" for _, _, entry in one.open)
    infos = len(one.open) - errors - warnings
    forms = sum(bool(form.kind) for form in one.unit.forms)
    zh = f"审核表 {forms} 张；列入问题 {len(one.open)} 条：错误 {errors}，警告 {warnings}"
    en = f"forms: {forms}; problems listed: {len(one.open)} ({errors} errors, {warnings} warnings"
    zh, en = (f"{zh}，提示 {infos}", f"{en}, {infos} infos)") if infos else (zh, f"{en})")
    if one.waived:
        zh, en = f"{zh}；不采纳 {len(one.waived)} 条", f"{en}; rejected: {len(one.waived)}"
    left, left_en = [], []
    if one.minor:
        left.append(f"级别较低的 {one.minor} 条")
        left_en.append(f"{one.minor} of lower severity")
    if one.hidden:
        left.append(f"舍入差异或上次已有的 {one.hidden} 条")
        left_en.append(f"{one.hidden} rounding differences or known before")
    if left:
        zh, en = f"{zh}；未列入：{'，'.join(left)}", f"{en}; not listed: {', '.join(left_en)}"
    return style.say(f"{zh}。", f"{en}.")


def _by_form(numbered: Iterable[tuple[int, FormPart, Entry]], style: Style) -> Iterator[Block]:
    forms: dict[str, list[tuple[int, FormPart, Entry]]] = {}
    for one in numbered:
        forms.setdefault(one[1].index, []).append(one)
    for group in forms.values():
        form = group[0][1]
        yield Heading(form_heading(form, style), 3)
        yield Table(
            _columns(style), tuple(_row(number, form, entry, style) for number, _, entry in group), shaded=1
        )


def form_heading(form: FormPart, style: Style) -> str:
    """A form in a line: its number in the papers, its project, what it is, its year, its file and place."""
    title = "" if form.title == form.whose else form.title
    year = style.say(f"{form.year}年度", form.year) if form.year else ""
    where = f"{form.file} {form.place}".strip()
    return "  ".join(part for part in (form.index, form.whose, title, year, where) if part)


def _columns(style: Style) -> tuple[Column, ...]:
    return (
        Column(style.say("序号", "No."), 1.1, "center", numbers=True),
        Column(style.say("级别", "Severity"), 1.5, "center"),
        Column(style.say("位置", "Place"), 2.9),
        Column(style.say("问题", "Problem"), 6.7),
        Column(style.say("数额和算式", "Figures and sums"), 4.6),
        Column(style.say("依据", "Basis"), 3.2),
        Column(style.say("改法", "Remedy"), 3.6),
        Column(style.say("处理意见", "Verdict"), 2.6),
    )


def _row(number: int, form: FormPart, entry: Entry, style: Style) -> Row:
    cells = (
        str(number),
        severity_word(entry, style),
        place_of(entry, form),
        f"{entry.message}\n{entry.code} {entry.title}",
        figures(entry, style),
        entry.basis,
        entry.mend,
        entry.remark.say(style) if entry.remark else "",
    )
    return Row(cells, ink=entry.severity)


def severity_word(entry: Entry, style: Style) -> str:
    """The word of a severity."""
    zh = {"error": "错误", "warning": "警告", "info": "提示"}[entry.severity]
    return style.say(zh, entry.severity)


def place_of(entry: Entry, form: FormPart) -> str:
    """Where a finding is: the file is named when it is not that of the form."""
    if entry.file == form.file:
        return entry.place or entry.file
    return f"{entry.file} {entry.place}".rstrip()


def figures(entry: Entry, style: Style) -> str:
    """Recorded and recomputed, and the sum."""
    return "\n".join(filter(None, (amounts(entry, style), entry.sums)))


def workings(entry: Entry, style: Style) -> str:
    """Recorded and recomputed, each step, and the related places."""
    steps = [f"{'　' * depth}{line}" for depth, line in entry.steps]
    return "\n".join(filter(None, (amounts(entry, style), *steps, *entry.related)))


def amounts(entry: Entry, style: Style) -> str:
    """What stands in the form and what was computed: `表中 20 → 重算 10`."""
    in_form = f"{style.say('表中', 'recorded')} {_one_line(entry.recorded)}" if entry.recorded else ""
    again = f"{entry.other} {_one_line(entry.recomputed)}" if entry.recomputed else ""
    return " → ".join(filter(None, (in_form, again)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def signatures(style: Style) -> Iterator[Block]:
    """Room for the answer of the unit and for names."""
    yield Line("")
    yield Fields(
        ((style.say("被审核单位意见\n（盖章）", "Reply of the unit\n(seal)"), ""),), widths=(3.6, 22.6), height=1.8
    )
    yield names(style)


def names(style: Style) -> Fields:
    """Room for the names of those who made and checked it."""
    return Fields(
        (
            (
                style.say("经办人", "Handled by"), "", style.say("审核人", "Reviewed by"), "",
                style.say("日期", "Date"), "",
            ),
        ),
        widths=(3.6, 5.8, 2.6, 5.8, 2.2, 6.2),
        height=0.9,
    )  # fmt: skip
