"""`perfscore score`: the recomputed scores of whole forms."""

from __future__ import annotations

from typing import Literal, cast

from perfscore import gathering
from perfscore.cli import options, outputs, streams
from perfscore.cli import table as table_
from perfscore.core.errors import UsageError

HELP = """给表打分：各行、执行率、各类、总分和等级，有填报得分的并列
score forms: rows, execution, sections, total and grade, beside the recorded scores

算不出的行写明原因；有几种读法的逐一列出。一行一项的大表（CSV 或工作簿，每行有评分标准、分值、完成值）按列计分，可达百万行。
rows without a defensible score say why; every admissible reading is listed;
a table of many rows, each with its rule, points and actual, is scored by column

例 Examples
  perfscore score 自评表.xlsx
  perfscore score 自评表.xlsx --format csv=得分.csv
  perfscore score 全县材料 --into 打分结果
  perfscore score 各单位指标.csv --format csv=得分.csv
  perfscore score 各单位指标.csv --table --column 评分标准=口径"""


def score(
    targets: options.Paths,
    formats: options.Formats = None,
    ruleset: options.RuleSetName = None,
    alone: options.Alone = False,
    config: options.ConfigFile = None,
    into: options.Into = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    force: options.Force = False,
    mask: options.Mask = False,
    table: options.Table = False,
    columns: options.Columns = None,
    verbose: options.Verbose = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Score the files and write the tables; findings do not change the exit code."""
    del debug  # read by main, which catches what went wrong
    found = gathering.expand(targets)
    if into is not None:
        if formats or table or columns:
            raise UsageError("--format、--table、--column 不能与 --into 同用（they do not go with --into）")
        from perfscore.auditor import Asked
        from perfscore.cli import batch
        from perfscore.report import Style as Words

        asked = Asked(ruleset, alone=alone, config=options.configuration(config, found.files) or None)
        words = Words(lang=cast("Literal['zh', 'en']", lang), verbose=verbose)
        return batch.run(found, targets, into, asked, words, jobs=jobs, cluster=cluster, mask=mask, force=force)
    options.only_into(jobs=jobs, cluster=cluster)
    done = table_.scored(
        found.files,
        formats,
        table=table,
        columns=columns,
        ruleset=ruleset,
        force=force,
        mask=mask,
        lang=cast("Literal['zh', 'en']", lang),
    )
    if done is not None:
        return done
    wanted = outputs.read_outputs(formats, found.files, ruleset=ruleset, force=force)
    for line in found.notes():
        streams.note(line)

    from perfscore.audit import audit as run
    from perfscore.report import Language, Style

    settings = options.configuration(config, found.files)
    drawn = outputs.are_drawn(wanted)
    report = run(found.files, ruleset=ruleset, alone=alone, config=settings, drawn=drawn)
    style = Style(table="scores", lang=cast("Language", lang), verbose=verbose)
    outputs.write(report, wanted, style, masked=mask)
    if not report.forms and not report.budget_tables and (hint := table_.hint(found.files)):
        streams.note(hint)
    return report.exit_code("never")
