"""`perfscore annotate`: the workbook back, with findings at their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from perfscore.cli import options, streams
from perfscore.core.errors import UsageError

if TYPE_CHECKING:
    from perfscore.ooxml.patch import StripReport
    from perfscore.outcome import FailOn as Level
    from perfscore.report import Language
    from perfscore.services.annotate import Annotated as Copy

HELP = """把审核结果标回工作簿：底色、批注、重算得分（公式）和“审核结果”表
the workbook back, with findings at their cells, recomputed scores as formulas and a sheet for the reviewer

审核人在“审核结果”表写处理意见，交回后再审时自动带入；--strip 去掉全部标注，恢复原样。
remarks typed into the results sheet are read back by the next audit; --strip takes everything back

例 Examples
  perfscore annotate 自评表.xlsx -o 自评表-审核.xlsx
  perfscore annotate 自评表.xls -o 自评表-审核.xlsx      （xls、docx、文本：重新绘制表格）
  perfscore annotate 自评表.xlsx --sheet-only
  perfscore annotate 全县材料 --into 审核结果      （每份一个副本，在 审核结果/标注）
  perfscore annotate 新.xlsx --compare 旧-审核.xlsx
  perfscore annotate 自评表-审核.xlsx --strip -o 自评表-还原.xlsx"""

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS...",
        help="文件；多个文件或文件夹用 --into\na file; several and folders with --into",
        show_default=False,
    ),
]
Out = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="写到哪里；不给则写在原文件旁，名为“…-审核.xlsx”（再次标注为“…-审核2.xlsx”）\nwhere to; beside the source when not given",
    ),
]
SheetOnly = Annotated[
    bool,
    typer.Option(
        "--sheet-only", help="只加结果表，不动原有的工作表\nadd the result sheets alone, leave the form as it is"
    ),
]
Colours = Annotated[
    bool,
    typer.Option(
        "--colours/--no-colours",
        help="给有问题的单元格加底色（默认加，--no-colours 不加）\ncolour the cells with findings (the default); --no-colours does not",
    ),
]
Compare = Annotated[
    str | None,
    typer.Option(
        "--compare",
        metavar="OLD",
        help="上次的标注文件、原文件或报告：带入处理意见，标明新增、仍存在，列出已整改\nthe round before: remarks are carried over, new and mended findings told",
    ),
]
Strip = Annotated[bool, typer.Option("--strip", help="去掉标注，恢复原样\ntake back what was added")]
_SHOWN = 20


def annotate(
    targets: Files,
    output: Out = None,
    strip: Strip = False,
    sheet_only: SheetOnly = False,
    colours: Colours = True,
    compare: Compare = None,
    ruleset: options.RuleSetName = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    severity: options.Levels = None,
    config: options.ConfigFile = None,
    fail_on: options.FailOnNever = "never",
    into: options.Into = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    force: options.Force = False,
    mask: options.Mask = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Write the annotated copy, or the copy without annotations; returns the exit code."""
    del debug  # read by main, which catches what went wrong
    english = lang == "en"
    if into is not None:
        if strip or output is not None or compare is not None:
            raise UsageError(
                "--strip、-o、--compare 用于单个文件，不能与 --into 同用（they are for one file, not for --into）"
            )
        from perfscore import gathering
        from perfscore.auditor import Asked
        from perfscore.cli import batch
        from perfscore.report import Style
        from perfscore.services.batch.copies import Copies

        found = gathering.expand(targets)
        return batch.run(
            found,
            targets,
            into,
            Asked(
                ruleset,
                tuple(select or ()),
                tuple(ignore or ()),
                tuple(options.pairs("--severity", severity or ()).items()),
                config=options.configuration(config, found.files) or None,
            ),
            Style(lang=cast("Language", lang)),
            jobs=jobs,
            cluster=cluster,
            mask=mask,
            copies=Copies("annotate", "", sheet_only=sheet_only, colours=colours),
            force=force,
            fail_on=cast("Level", fail_on),
        )
    options.only_into(jobs=jobs, cluster=cluster)
    file = options.one_file(targets)
    if strip:
        if output is None:
            raise UsageError("--strip 要用 -o 给出写到哪里，例如 -o 还原.xlsx（--strip needs -o OUT）")
        from perfscore.services.annotate import strip as take_back

        taken = take_back(file, output, force=force, lang=cast("Language", lang))
        for line in _stripped(taken.report, output, english=english):
            streams.out(f"{line}\n")
        for note in taken.notes:
            streams.note(f"{'note: ' if english else '注意：'}{note}")
        return 0
    levels = options.pairs("--severity", severity or ())

    from perfscore.services.annotate import annotate as write

    copy = write(
        file,
        output,
        ruleset=ruleset,
        select=select or (),
        ignore=ignore or (),
        severity=levels,
        config=options.configuration(config, [file]),
        sheet_only=sheet_only,
        colours=colours,
        force=force,
        lang=cast("Language", lang),
        masked=mask,
        before=compare,
    )
    streams.out("\n".join(_lines(copy, english=english)) + "\n")
    for note in copy.notes:
        streams.note(f"{'note: ' if english else '注意：'}{note}")
    return copy.report.exit_code(cast("Level", fail_on))


def _lines(copy: Copy, *, english: bool) -> list[str]:
    """What was written, in a few lines."""
    from perfscore.core.findings import Severity

    counts = [(severity, copy.report.count(severity)) for severity in sorted(Severity, reverse=True)]
    if english:
        found = ", ".join(f"{number} {severity.word}" for severity, number in counts)
        waived = f", {copy.report.waived} waived (not counted)" if copy.report.waived else ""
        lines = [f"written: {copy.out}", f"findings: {found}{waived}"]
        lines += (
            [f"recomputed scores: {copy.live} formulas, {copy.values} values"] if copy.live + copy.values else []
        )
        lines += [f"beside the form: {', '.join(copy.columns)}"] if copy.columns else []
        lines += [f"against the round before: {copy.compared}"] if copy.compared else []
        return lines
    found = "，".join(f"{severity.zh} {number}" for severity, number in counts)
    waived = f"，不采纳 {copy.report.waived}（不计入）" if copy.report.waived else ""
    lines = [f"已写入：{copy.out}", f"发现：{found}{waived}"]
    lines += [f"重算得分：公式 {copy.live} 个，数值 {copy.values} 个"] if copy.live + copy.values else []
    lines += [f"重算得分列：{'、'.join(copy.columns)}"] if copy.columns else []
    lines += [f"与上次相比：{copy.compared}"] if copy.compared else []
    return lines


def _stripped(report: StripReport, output: str, *, english: bool) -> list[str]:
    """What taking back came to."""
    if report.exact:
        return [
            f"written: {output} (every part byte for byte as before)"
            if english
            else f"已写入：{output}（每个部件与标注前逐字节相同）"
        ]
    lines = [
        f"written: {output}" if english else f"已写入：{output}",
        f"removed {len(report.removed)} additions"
        if english
        else f"文件在标注后被别的程序保存过：按标记去掉 {len(report.removed)} 处",
    ]
    lines += _some("left as they are" if english else "未去掉或未能照原样恢复", report.kept)
    if report.changed is None:
        lines.append("what else changed cannot be told" if english else "其余单元格是否改动，无从比较")
    elif report.changed:
        lines += _some("changed by others" if english else "标注后另有改动的单元格", report.changed)
    else:
        lines.append("no other cell has changed" if english else "其余单元格没有改动")
    return lines


def _some(title: str, items: tuple[str, ...]) -> list[str]:
    if not items:
        return []
    more = [f"  … +{len(items) - _SHOWN}"] if len(items) > _SHOWN else []
    return [f"{title} ({len(items)})", *(f"  {item}" for item in items[:_SHOWN]), *more]
