"""The options that commands share, each with its words in Chinese and, on the second line, in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Literal

import typer

from perfscore.cli import streams
from perfscore.core.errors import UsageError


def one_of(name: str, *words: str) -> Callable[[str], str]:
    """A callback that admits only these words."""

    def check(value: str) -> str:
        if value not in words:
            raise UsageError(
                f"{name} 不能是“{value}”；可用的有 {'、'.join(words)}（{name} must be one of {', '.join(words)}）"
            )
        return value

    return check


def pairs(name: str, texts: Iterable[str]) -> dict[str, str]:
    """Split `CODE=LEVEL` texts.

    Raises:
        UsageError: a text has no equals sign.
    """
    result = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not (sign and key and value):
            raise UsageError(f"{name} 要写成 代码=级别，例如 {name} PS104=info；现在是“{text}”")
        result[key.strip()] = value.strip()
    return result


def only_into(**given: object) -> None:
    """Refuse options of batches where there is none.

    Raises:
        UsageError: one was given.
    """
    for name, value in given.items():
        if value is not None:
            raise UsageError(f"--{name} 要与 --into 同用（--{name} goes with --into）")


def one_file(targets: Sequence[str]) -> str:
    """The only file of a command that writes one copy.

    Raises:
        UsageError: there are several, or it is a folder: they need a folder of results.
    """
    from pathlib import Path

    if len(targets) > 1 or Path(targets[0]).is_dir():
        raise UsageError(
            f"{'、'.join(targets)}：多个文件或文件夹要用 --into 给出结果文件夹，例如 --into 审核结果"
            "（several files need --into RESULTS）"
        )
    return targets[0]


def configuration(
    given: str | None, files: Iterable[str], *, told: list[str] | None = None
) -> str | Literal[False]:
    """The configuration to use: the one that was named, or the nearest above the files; what was found is told.

    `told` are those that were told of before.
    """
    from perfscore.config import NO_CONFIG, nearest

    if given is not None:
        return False if given == NO_CONFIG else given
    found = nearest(files)
    if found is None:
        return False
    if told is None or str(found) not in told:
        streams.note(f"采用配置文件（configuration）：{found}")
    if told is not None:
        told.append(str(found))
    return str(found)


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS...",
        help="文件、文件夹或通配符；一次给出的文件作为一套材料\nfiles, folders or globs, audited as one dossier",
        show_default=False,
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME[=PATH]",
        help="报告格式 full concise json jsonl sarif csv xlsx markdown html，问题清单 problems、审核底稿 papers，可重复；=PATH 写入文件"
        "\nreport format, repeatable; =PATH writes a file, as xlsx, problems and papers (.docx or .xlsx) must",
    ),
]
Listed = Annotated[
    str,
    typer.Option(
        "--listed",
        metavar="LEVEL",
        callback=one_of("--listed", "error", "warning", "info"),
        help="问题清单列入此级别及以上的发现：error warning（默认）info\nthe problem list has findings from this severity on; default warning",
    ),
]
Template = Annotated[
    str | None,
    typer.Option(
        "--template",
        metavar="DOCX",
        help="用自己的 Word 模板填写 problems=文件.docx 或 papers=文件.docx\nyour own Word template, filled in for problems=X.docx or papers=X.docx",
    ),
]
RuleSetName = Annotated[
    str | None,
    typer.Option(
        "--ruleset",
        metavar="ID|FILE",
        help="评分规则集的 id 或 TOML 文件；不给则按表式选通用的\nrule set by id or TOML file; by the form when not given",
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODE",
        help="只做这些检查：代码、名称或代码前缀，可重复\nonly these checks, repeatable",
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODE", help="不做这些检查，可重复\nnot these checks, repeatable"),
]
Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--severity",
        metavar="CODE=LEVEL",
        help="改检查的级别：error warning info，可重复\nchange the severity of a check, repeatable",
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        callback=one_of("--fail-on", "error", "warning", "info", "never"),
        help="有此级别及以上的发现时退出码为 1：error（默认）warning info never\nexit 1 from this severity on; default error",
    ),
]
FailOnNever = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        callback=one_of("--fail-on", "error", "warning", "info", "never"),
        help="有此级别及以上的发现时退出码为 1：error warning info never（默认）\n"
        "exit 1 from this severity on; default never",
    ),
]
ConfigFile = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE|none",
        help="配置文件；不给则用材料所在或上级文件夹的 perfscore.toml，none 不用\nconfiguration; else the nearest perfscore.toml above the inputs",
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="OLD",
        help="上次的 JSON 报告、结果或材料：已有的问题不列出、不计入，说明哪些已消除\n"
        "the last report, results or documents: only what is new counts",
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="输出文件已存在、又不是本程序的报告，也覆盖（原文件和规则集除外）\nreplace an output file that is no report of ours; never an input or a rule set",
    ),
]
Mask = Annotated[
    bool,
    typer.Option(
        "--mask",
        help="隐去人名、电话、身份证、银行卡、QQ、邮箱，文件名和表名中的也隐去\nhide names, telephones, card numbers, addresses; in file and sheet names, too",
    ),
]
Table = Annotated[
    bool,
    typer.Option(
        "--table",
        help="文件是一行一项的评分表，不是自评表：按列计分\nthe file is a table of many rows and no form: score it by column",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=HEADING",
        help="评分表里哪一列是什么，如 评分标准=口径，可重复\nwhich column of a table is what, as in rule=HEADING, repeatable",
    ),
]
Alone = Annotated[
    bool,
    typer.Option(
        "--alone",
        help="各文件单独审，不用目标表的评分标准\naudit each document by itself, without the matched target sheet",
    ),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="不省略：舍入差异、每一项跳过的检查\nleave nothing out"),
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="zh|en",
        callback=one_of("--lang", "zh", "en"),
        help="语言：zh（默认）en\nlanguage, default zh",
    ),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="程序出错时显示完整的调用过程\nshow the traceback of an internal error"),
]
Into = Annotated[
    str | None,
    typer.Option(
        "--into",
        metavar="RESULTS",
        help="批量审核：按单位归成材料，结果和汇总表写入这个文件夹；中断后用同一命令继续\n"
        "many files: grouped into dossiers, results and ledger in this folder; goes on where it stopped",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="与 --into 同用：几个进程同时审核，默认为处理器个数\nwith --into: how many processes, all processors by default",
        show_default=False,
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS|local",
        help="与 --into 同用：在 Dask 集群上审核，给出调度器地址；local 在本机启动一个\n"
        "with --into: on a Dask cluster, the address of its scheduler; local starts one here",
        show_default=False,
    ),
]
Papers = Annotated[
    bool,
    typer.Option(
        "--papers",
        help="与 --into 同用：在结果文件夹里编制问题清单和各单位的审核底稿\n"
        "with --into: write the problem list and a working paper for each unit as well",
    ),
]
