"""`perfscore why`: the steps behind one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from perfscore.cli import options, streams
from perfscore.core.numbers import plain
from perfscore.report.layout import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfscore.core.trace import Step
    from perfscore.scoring import RowScore
    from perfscore.services.why import Why

HELP = """一格的来历：怎样算出来的，有哪些发现涉及它
why a cell is what it is: its steps and every finding that touches it

例 Examples
  perfscore why 自评表.xlsx H14
  perfscore why 自评表.xlsx 生活补贴!H14
  perfscore why 自评报告.txt 199        （文本：第199行）
  perfscore why 自评报告.txt 199:7      （第199行第7格）"""

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
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Print what is known of the cell."""
    del debug  # read by main, which catches what went wrong
    from perfscore.audit import audit as run
    from perfscore.core.errors import UsageError
    from perfscore.services.why import why as look_up

    report = run(file, ruleset=ruleset)
    if report.inputs[0].status != "read":
        raise UsageError(f"{file}：{report.inputs[0].reason}")
    streams.out("\n".join(_lines(look_up(report, cell), english=lang == "en")) + "\n")
    return 0


def _lines(found: Why, *, english: bool) -> Iterator[str]:
    text = "" if found.text is None else f"  “{one_line(found.text)}”"
    yield f"{found.at}{text}{f'  {found.what}' if found.what else ''}"
    if found.text is None and not found.scores and not found.findings:
        yield "    no form reads this cell" if english else "    没有表用到这一格"
        return
    for score in found.scores:
        yield ""
        yield from _score(score, english=english)
    for finding in found.findings:
        yield ""
        message = finding.message_en if english else finding.message
        yield f"{finding.severity.word if english else finding.severity.zh} {finding.tag}  {finding.at.place}  {message}"
        yield f"    {'mend: ' if english else '改法：'}{finding.help_en if english else finding.help}"
    if not found.findings:
        yield ""
        yield "no finding touches this cell" if english else "没有发现涉及这一格"


def _score(score: RowScore, *, english: bool) -> Iterator[str]:
    name = score.indicator or score.l1 or ("total" if english else "总分")
    recorded = score.recorded or ("blank" if english else "空")
    points = "" if score.points is None else plain(score.points)
    if english:
        yield f"{name}  points {points}  recorded {recorded}  recomputed {score.recomputed or '—'}  basis {score.basis or '—'}"
    else:
        yield f"{name}  分值 {points}  填报 {recorded}  重算 {score.recomputed if score.recomputed is not None else '—'}  依据 {score.basis or '—'}"
    if score.reason:
        yield f"    {score.reason_en if english else score.reason}"
    for reading in score.readings:
        yield f"    {reading.name}: {reading.points}"
        if reading.step is not None:
            yield from _steps(reading.step, 2)
    if not score.readings and score.step is not None:
        yield from _steps(score.step, 1)


def _steps(step: Step, depth: int) -> Iterator[str]:
    yield "    " * depth + step.line()
    for child in step.children:
        yield from _steps(child, depth + 1)
