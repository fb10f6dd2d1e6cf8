"""The working paper (审核底稿): of each form what was done, what came out, and what was not checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from perfscore.report.papers.blocks import Block, Column, Fields, Heading, Line, Row, Sheet, Table
from perfscore.report.papers.problem_list import place_of, run_line, severity_word, workings
from perfscore.report.papers.records import Entry, FormPart, Run, ScoreLine, UnitPart, counted
from perfscore.report.style import Style

_SUMS = frozenset({"section", "total"})
_NUMERALS = "〇一二三四五六"
_HEAD_WIDTHS = (2.1, 7.2, 2.1, 6.2)


def sheet(run: Run, style: Style) -> Sheet:
    """How the working paper is set up."""
    return Sheet(style.say("审核底稿", "Working paper"), run_line(run, style))


def unit_blocks(unit: UnitPart, style: Style, *, breaks: bool) -> Iterator[Block]:
    """The pages of one unit: each form begins its own."""
    for place, form in enumerate(unit.forms):
        yield from form_blocks(form, unit.name, style, breaks=breaks or place > 0)


def form_blocks(form: FormPart, unit: str, style: Style, *, breaks: bool) -> Iterator[Block]:
    """The pages of one form."""
    yield Heading(style.say("绩效审核底稿", "Working paper"), 0, breaks=breaks)
    yield _head(form, unit, style)
    number = count(1)

    def heading(zh: str, en: str) -> Heading:
        place = next(number)
        return Heading(style.say(f"{_NUMERALS[place]}、{zh}", f"{place}. {en}"), 3)

    yield heading("审核事项", "What was done")
    for matter in form.matters or (style.say("（无）", "(nothing)"),):
        yield Line(matter)
    if form.kind:
        yield heading("得分核对", "Scores")
        if form.scores:
            yield Table(_score_columns(style), tuple(_score_row(line) for line in form.scores), shaded=-1)
        else:
            yield Line(style.say("没有可计分的行。", "No row has points."))
    yield heading("发现的问题", "Findings")
    yield from _findings(form, style)
    yield heading("未核查事项（未核查不等于通过）", "What was not checked (which is not passed)")
    if form.gaps:
        rows = tuple(Row((gap.what, gap.place, gap.why)) for gap in form.gaps)
        yield Table(_gap_columns(style), rows, shaded=-1)
    else:
        yield Line(style.say("（无）", "(nothing)"))
    yield heading("审核结论", "Conclusion")
    yield from _conclusion(style)


def _head(form: FormPart, unit: str, style: Style) -> Block:
    if not form.kind:
        return Fields(
            (
                (style.say("底稿编号", "Index"), form.index, style.say("单位", "Unit"), unit),
                (style.say("事项", "Subject"), form.title),
            ),
            widths=_HEAD_WIDTHS,
        )
    file = f"{form.file} {form.place}".strip()
    return Fields(
        (
            (style.say("底稿编号", "Index"), form.index, style.say("年度", "Year"), form.year),
            (style.say("单位", "Unit"), unit, style.say("规则集", "Rule set"), form.ruleset),
            (style.say("项目", "Project"), form.project, style.say("表式", "Form"), form.title),
            (style.say("文件", "File"), file, "SHA-256", _halved(form.sha256)),
            *(((style.say("说明", "Note"), form.note),) if form.note else ()),
        ),
        widths=_HEAD_WIDTHS,
    )


def _halved(text: str) -> str:
    """A hash in lines that a field has room for."""
    return "\n".join(text[start : start + 32] for start in range(0, len(text), 32))


def _score_columns(style: Style) -> tuple[Column, ...]:
    return (
        Column(style.say("指标", "Indicator"), 4.3),
        Column(style.say("指标值", "Target"), 2.3),
        Column(style.say("完成值", "Actual"), 2.1),
        Column(style.say("分值", "Points"), 1.3, "right", numbers=True),
        Column(style.say("填报得分", "Recorded"), 1.5, "right", numbers=True),
        Column(style.say("重算得分", "Recomputed"), 1.7, "right", numbers=True),
        Column(style.say("说明", "Remarks"), 4.4),
    )


def _score_row(line: ScoreLine) -> Row:
    summed = line.kind in _SUMS
    indent = "　" if line.kind == "indicator" else ""
    cells = (
        f"{indent}{line.name}", line.target, line.actual, line.points, line.recorded, line.recomputed, line.note,
    )  # fmt: skip
    return Row(cells, bold=summed)


def _findings(form: FormPart, style: Style) -> Iterator[Block]:
    entries = [entry for entry in form.entries if not entry.hidden]
    hidden = len(form.entries) - len(entries)
    if hidden:
        yield Line(
            style.say(
                f"另有舍入差异或上次已有的发现 {hidden} 条未列出。",
                f"{hidden} rounding differences or findings known before are not listed.",
            ),
            small=True,
        )
    if not entries:
        yield Line(style.say("没有发现问题。", "Nothing was found."))
        return
    open_ = tuple(entry for entry in entries if not entry.waived)
    rejected = len(entries) - len(open_)
    words = counted(open_, style)
    if rejected:
        words += style.say(f"；另有不采纳 {rejected} 条", f"; {rejected} rejected besides")
    yield Line(style.say(f"共 {len(open_)} 条：", "in all: ") + words)
    rows = tuple(_finding_row(number, form, entry, style) for number, entry in enumerate(entries, 1))
    yield Table(_finding_columns(style), rows, shaded=1)


def _finding_columns(style: Style) -> tuple[Column, ...]:
    return (
        Column(style.say("序号", "No."), 1.1, "center", numbers=True),
        Column(style.say("级别", "Severity"), 1.5, "center"),
        Column(style.say("位置", "Place"), 2.3),
        Column(style.say("问题", "Problem"), 5.2),
        Column(style.say("数额、算式和相关位置", "Figures, sums, related places"), 4.4),
        Column(style.say("依据和处理", "Basis and verdict"), 3.1),
    )


def _finding_row(number: int, form: FormPart, entry: Entry, style: Style) -> Row:
    remark = entry.remark.say(style) if entry.remark else ""
    waived = style.say("（不采纳，不再计入）", "(rejected, not counted)") if entry.waived else ""
    cells = (
        str(number),
        severity_word(entry, style),
        place_of(entry, form),
        "\n".join(filter(None, (f"{entry.message}", f"{entry.code} {entry.title}", _mend(entry, style)))),
        workings(entry, style),
        "\n".join(filter(None, (entry.basis, remark, waived))),
    )
    return Row(cells, ink=entry.severity)


def _mend(entry: Entry, style: Style) -> str:
    return f"{style.say('改法：', 'remedy: ')}{entry.mend}" if entry.mend else ""


def _gap_columns(style: Style) -> tuple[Column, ...]:
    return (
        Column(style.say("事项", "What"), 6.6),
        Column(style.say("位置", "Place"), 3.4),
        Column(style.say("原因", "Why"), 7.6),
    )


def _conclusion(style: Style) -> Iterator[Block]:
    yield Fields(((style.say("审核结论", "Conclusion"), ""),), widths=(2.1, 15.5), height=2.4)
    yield Fields(
        (
            (
                style.say("编制人", "Prepared by"), "", style.say("复核人", "Checked by"), "",
                style.say("日期", "Date"), "",
            ),
        ),
        widths=(2.1, 4.2, 2.1, 4.2, 1.5, 3.5),
        height=0.9,
    )  # fmt: skip
