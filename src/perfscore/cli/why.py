"""`perfscore why`: the steps behind one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from perfscore.cli import options, streams
from perfscore.core.numbers import plain
from perfscore.report.layout import indent, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfscore.core.trace import Step
    from perfscore.language.evidence import Binding
    from perfscore.report import Language, Style
    from perfscore.scoring import RowScore
    from perfscore.services.why import Why

HELP = """一格的来历：是什么，怎样算出来的，有哪些发现涉及它
why a cell is what it is: its steps and every finding that touches it

例 Examples
  perfscore why 自评表.xlsx H14
  perfscore why 自评表.xlsx 生活补贴!H14
  perfscore why 自评报告.txt 199        （文本：第199行）
  perfscore why 自评报告.txt 199:7      （第199行第7格）

退出码 Exit codes  0 已列出  2 用法不对，或文件不能读  3 没有识别出表"""

NO_FORM = 3

File = Annotated[str, typer.Argument(metavar="FILE", help="文件\nthe file", show_default=False)]
Place = Annotated[
    str,
    typer.Argument(
        metavar="CELL", help="单元格，或文本的行号\nthe cell, or the line of a text", show_default=False
    ),
]


def why(
    file: File,
    cell: Place,
    ruleset: options.RuleSetName = None,
    config: options.ConfigFile = None,
    mask: options.Mask = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Print what is known of the cell."""
    del debug  # read by main, which catches what went wrong
    from perfscore.audit import audit as run
    from perfscore.core.errors import UsageError
    from perfscore.report import Style
    from perfscore.report.mask import mask_part
    from perfscore.services.why import why as look_up

    report = run(file, ruleset=ruleset, config=options.configuration(config, [file]))
    if report.inputs[0].status != "read":
        raise UsageError(f"{file}：{report.inputs[0].reason}")
    if not report.forms:
        streams.note(f"{file}：没有识别出表；看读到了什么：perfscore inspect {file} --stage tables（no form）")
        return NO_FORM
    style = Style(lang=cast("Language", lang), verbose=True, colour=streams.wants_colour(), width=streams.width())
    found = look_up(report, cell)
    streams.out("\n".join(_lines(mask_part(report, found) if mask else found, style)) + "\n")
    return 0


def _lines(found: Why, style: Style) -> Iterator[str]:
    from perfscore.report.terminal import finding_lines

    yield style.paint(str(found.at), "place")
    for spot in found.spots:
        place = f"{spot.at.place}  " if spot.at.line is not None else ""
        text = one_line(spot.text)
        shown = style.say(f"“{text}”", f'"{text}"') if text else style.say("（空）", "(blank)")
        yield from indent(f"{place}{spot.what}{style.say('：', ': ')}{shown}", 4, style.width)
    if not (found.spots or found.scores or found.findings):
        yield style.say("    没有表用到这一格", "    no form reads this cell")
        return
    for score in found.scores:
        yield ""
        yield from _score(score, style, [said for at, said in found.names if at == score.at])
    for finding in found.findings:
        yield ""
        yield from finding_lines(finding, style)
    if not found.findings:
        yield ""
        yield style.say("没有发现涉及这一格", "no finding touches this cell")


def _score(score: RowScore, style: Style, names: list[tuple[Binding, ...]]) -> Iterator[str]:
    from perfscore.report.words import basis_words, number
    from perfscore.scoring.ranges import said as ranged
    from perfscore.scoring.wording import reading_words

    again = ranged(score.range) if score.range is not None else number(score.recomputed)
    name = one_line(score.indicator or score.l1) or style.say("总分", "total")
    points = "—" if score.points is None else plain(score.points)
    recorded = one_line(score.recorded or "") or style.say("（空）", "(blank)")
    parts = (
        f"{style.say('分值', 'points')} {points}",
        f"{style.say('填报', 'recorded')} {recorded}" if score.kind != "section" else "",
        f"{style.say('重算', 'recomputed')} {again or '—'}",
        f"{style.say('依据', 'basis')} {basis_words(score.basis, style)}" if score.basis else "",
    )
    yield "  ".join((style.paint(name, "bold"), *filter(None, parts)))
    if score.rule:
        yield from indent(f"{style.say('评分标准：', 'rule: ')}{one_line(score.rule)}", 4, style.width)
    if names:
        from perfscore.language.evidence import listed

        said = listed(names[0], english=style.lang == "en")
        yield from indent(one_line(f"{style.say('名称：', 'names: ')}{said}"), 8, style.width)
    if score.reason:
        yield from indent(style.say(score.reason, score.reason_en or ""), 4, style.width)
    if len(score.readings) > 1:
        for reading in score.readings:
            words = reading_words(reading.name, english=style.lang == "en")
            yield from indent(f"{words} {reading.points}", 4, style.width)
            if reading.step is not None:
                yield from _steps(reading.step.renamed(""), 8, style)
    elif score.step is not None:
        yield from _steps(score.step, 4, style)


def _steps(step: Step, blanks: int, style: Style) -> Iterator[str]:
    yield from indent(one_line(step.line()), blanks, style.width)
    for child in step.children:
        yield from _steps(child, blanks + 4, style)
