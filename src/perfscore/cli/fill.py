"""`perfscore fill`: scores written into the form's own cells."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from perfscore.cli import options, streams
from perfscore.core.errors import UsageError

HELP = """把得分、执行率、总分和等级填进表中空白的单元格
scores, execution rate, total and grade written into the form's own blank cells

算不出的留空并列出原因；已填的不改动，除非 --overwrite。
what cannot be scored stays empty and is listed; cells that hold something are left unless --overwrite

例 Examples
  perfscore fill 自评表.xlsx -o 自评表-评分.xlsx
  perfscore fill 自评表.xlsx --ruleset mof-2020 --overwrite
  perfscore fill 全县材料 --into 打分结果      （每份一个副本，在 打分结果/评分）"""

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
        help="写到哪里；不给则写在原文件旁，名为“…-评分.xlsx”\nwhere to; beside the source when not given",
    ),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="与重算不同的得分也改写\nwrite over scores that differ, too")
]


def fill(
    targets: Files,
    output: Out = None,
    ruleset: options.RuleSetName = None,
    overwrite: Overwrite = False,
    config: options.ConfigFile = None,
    into: options.Into = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    force: options.Force = False,
    mask: options.Mask = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Write the filled copy and list what was and was not written; returns the exit code."""
    del debug  # read by main, which catches what went wrong
    from perfscore.report import Language, Style

    if into is not None:
        if output is not None:
            raise UsageError("-o 用于单个文件，不能与 --into 同用（-o is for one file, not for --into）")
        from perfscore import gathering
        from perfscore.auditor import Asked
        from perfscore.cli import batch
        from perfscore.services.batch.copies import Copies

        found = gathering.expand(targets)
        asked = Asked(ruleset, config=options.configuration(config, found.files) or None)
        return batch.run(
            found,
            targets,
            into,
            asked,
            Style(lang=cast("Language", lang)),
            jobs=jobs,
            cluster=cluster,
            mask=mask,
            copies=Copies("fill", "", overwrite=overwrite),
            force=force,
        )
    options.only_into(jobs=jobs, cluster=cluster)
    file = options.one_file(targets)
    from perfscore.services.fill import fill as write
    from perfscore.services.fill import lines

    english = lang == "en"
    copy = write(
        file,
        output,
        ruleset=ruleset,
        overwrite=overwrite,
        config=options.configuration(config, [file]),
        force=force,
        lang=cast("Language", lang),
        masked=mask,
    )
    streams.out(f"{'written: ' if english else '已写入：'}{copy.out}\n")
    for title, entries in (
        ("filled" if english else "填入", copy.written),
        ("left as they are" if english else "已有内容，未改动", copy.kept),
        ("filled in, not to be checked" if english else "已填，无从核对", copy.unchecked),
        ("not scored" if english else "未能评分，留空", copy.unscored),
    ):
        for line in lines(title, entries):
            streams.out(f"{line}\n")
    if not copy.report.scores and copy.report.forms:
        nothing = "表中没有可计分的行（目标表、汇总表、基础数据表没有得分可填），没有填入内容"
        streams.out("its forms have nothing to score: nothing was filled in\n" if english else f"{nothing}\n")
    elif not copy.report.scores:
        streams.out("no form with scores was recognised\n" if english else "没有识别出可评分的表，没有填入内容\n")
    elif not copy.written:
        streams.out("nothing was filled in\n" if english else "没有需要填入的空格\n")
    for note in copy.notes:
        streams.note(f"{'note: ' if english else '注意：'}{note}")
    return copy.report.exit_code("never")
