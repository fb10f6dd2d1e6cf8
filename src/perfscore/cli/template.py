"""`perfscore template`: an empty official form."""

from __future__ import annotations

from typing import Annotated

import typer

from perfscore.cli import options, streams
from perfscore.core.errors import UsageError

HELP = """空白的自评表：规则集的权重、下拉选项、执行率和总分公式都已备好；或问题清单、审核底稿的 Word 模板
an empty official form with a rule set's weights, choices and live formulas; or a Word template of a paper

例 Examples
  perfscore template project-self-assessment -o 项目自评表.xlsx
  perfscore template unit-self-assessment -o 整体自评表.xlsx --ruleset mof-2020 --year 2025
  perfscore template problems -o 问题清单模板.docx"""

Form = Annotated[
    str,
    typer.Argument(
        metavar="FORM",
        help="表式：project-self-assessment 项目自评表，unit-self-assessment 整体自评表；problems 问题清单、papers 审核底稿的模板\n"
        "project-self-assessment or unit-self-assessment; problems or papers for a template",
        show_default=False,
    ),
]
Out = Annotated[str | None, typer.Option("--output", "-o", metavar="OUT", help="写到哪里\nwhere to")]
Year = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", help="年度，默认上一年\nthe year, default last year")
]


def template(
    form: Form,
    output: Out = None,
    ruleset: options.RuleSetName = None,
    year: Year = None,
    force: options.Force = False,
    debug: options.Debug = False,
) -> int:
    """Write the empty form; returns the exit code."""
    del debug  # read by main, which catches what went wrong
    from perfscore.services.papertemplate import PAPERS, paper_template

    if output is None:
        ending = "docx" if form in PAPERS else "xlsx"
        raise UsageError(f"请用 -o 给出文件名，例如 -o {form}.{ending}（give a file name with -o）")
    if form in PAPERS:
        streams.out(f"已写入（written）：{paper_template(form, output, force=force)}\n")
        return 0
    from perfscore.services.template import template as write

    written = write(form, output, ruleset=ruleset, year=year, force=force)
    streams.out(f"已写入（written）：{written}\n")
    return 0
