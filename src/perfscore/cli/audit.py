"""`perfscore audit`: findings, cell by cell."""

from __future__ import annotations

from typing import cast

from perfscore import gathering
from perfscore.cli import options, outputs, streams
from perfscore.core.errors import UsageError

HELP = """审核绩效目标表、自评表，逐格列出问题、依据和改法
audit forms: findings that point at cells

例 Examples
  perfscore audit 自评表.xlsx
  perfscore audit 材料文件夹 --format concise
  perfscore audit 自评表.xlsx --format full --format json=结果.json
  perfscore audit 材料文件夹 --format html=报告.html     （一个网页文件，可邮寄、可打印）
  perfscore audit 自评表.xlsx --baseline 上次.json
  perfscore audit 全县材料 --into 审核结果      （成百上千个文件，中断可继续）
  perfscore audit 材料文件夹 --format problems=问题清单.docx --format papers=底稿.docx
  perfscore audit *.xlsx --ignore PS104 --severity PS209=warning --fail-on warning

退出码 Exit codes
  0 没有达到 --fail-on 的发现  1 有  2 用法不对，或没有一个文件能读  3 读了，但没有识别出表"""


def audit(
    targets: options.Paths,
    formats: options.Formats = None,
    ruleset: options.RuleSetName = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    severity: options.Levels = None,
    fail_on: options.FailOn = "error",
    alone: options.Alone = False,
    config: options.ConfigFile = None,
    baseline: options.Baseline = None,
    into: options.Into = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    papers: options.Papers = False,
    listed: options.Listed = "warning",
    template: options.Template = None,
    force: options.Force = False,
    mask: options.Mask = False,
    verbose: options.Verbose = False,
    lang: options.Lang = "zh",
    debug: options.Debug = False,
) -> int:
    """Audit the files and write the reports; returns the exit code."""
    del debug  # read by main, which catches what went wrong
    found = gathering.expand(targets)

    from perfscore.report import Language, SeverityWord, Style

    style = Style(
        lang=cast("Language", lang),
        verbose=verbose,
        rounding=bool(select),
        listed_from=cast("SeverityWord", listed),
        template=template,
    )
    if into is not None:
        if formats or baseline is not None:
            name = "--format" if formats else "--baseline"
            way = "结果都写在结果文件夹里" if formats else "与上次相比请用 perfscore compare 上次结果 这次结果"
            raise UsageError(f"{name} 不能与 --into 同用：{way}（{name} does not go with --into）")
        if template is not None:
            if not papers:
                raise UsageError(
                    "--template 和 --into 同用时要加 --papers（with --into, --template needs --papers）"
                )
            from perfscore.report.papers.template import check_template

            check_template(template)  # before the work, not after it
        from perfscore.auditor import Asked
        from perfscore.cli import batch

        asked = Asked(
            ruleset,
            tuple(select or ()),
            tuple(ignore or ()),
            tuple(options.pairs("--severity", severity or ()).items()),
            alone,
            options.configuration(config, found.files) or None,
        )
        return batch.run(
            found,
            targets,
            into,
            asked,
            style,
            jobs=jobs,
            cluster=cluster,
            mask=mask,
            papers=papers,
            force=force,
            fail_on=cast("FailOn", fail_on),
        )
    options.only_into(jobs=jobs, cluster=cluster, papers=papers or None)
    wanted = outputs.read_outputs(formats, found.files, ruleset=ruleset, force=force, template=template)
    levels = options.pairs("--severity", severity or ())
    for line in found.notes():
        streams.note(line)

    from perfscore.audit import audit as run
    from perfscore.outcome import FailOn

    report = run(
        found.files,
        ruleset=ruleset,
        select=select or (),
        ignore=ignore or (),
        severity=levels,
        alone=alone,
        config=options.configuration(config, found.files),
        baseline=baseline,
        drawn=outputs.are_drawn(wanted),
    )
    outputs.write(report, wanted, style, masked=mask)
    return report.exit_code(cast("FailOn", fail_on))
