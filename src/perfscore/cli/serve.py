"""`perfscore serve`: the window in the browser."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from perfscore.cli import options, streams
from perfscore.core.errors import UsageError

HELP = """打开网页窗口：拖入文件，看报告，写处理意见，取走标注副本、问题清单和底稿
a page in the browser: drop files, read the report, write remarks, take away copies and papers

只在本机打开，不联网；拖入的文件在程序结束时删除，处理意见保留，下次拖入同一文件时自动带上。
needs perfscore[web]; nothing leaves this machine, dropped files go with the program, remarks stay

例 Examples
  perfscore serve
  perfscore serve 自评表.xlsx
  perfscore serve 材料文件夹 --port 9000 --no-browser
  perfscore serve --url https://perf.example.cn --password-file 口令.txt      （一个办公室共用）"""

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATHS...]",
        help="一打开就审核的文件、文件夹\nfiles and folders that are audited at once",
        show_default=False,
    ),
]
Host = Annotated[
    str,
    typer.Option(
        "--host", metavar="ADDRESS", help="在哪个地址上打开，默认只有本机\nwhere to listen, by default here alone"
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="N",
        min=1,
        max=65535,
        help="端口，默认 8765 起第一个空着的\nport, by default the first free from 8765",
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="别人用的地址，例如代理的 https 地址\nthe address that people use, such as that of a proxy",
    ),
]
PasswordFile = Annotated[
    str | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="口令所在的文件；也可用环境变量 PERFSCORE_PASSWORD\nfile with the password; or the variable PERFSCORE_PASSWORD",
    ),
]
RemarksFile = Annotated[
    str | None,
    typer.Option(
        "--remarks", metavar="FILE", help="处理意见存在哪个文件，默认在用户数据文件夹\nthe file that keeps remarks"
    ),
]
Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="打开浏览器（默认打开）\nopen the browser (the default)")
]


def serve(
    targets: Paths = None,
    host: Host = "127.0.0.1",
    port: Port = None,
    url: Url = None,
    password_file: PasswordFile = None,
    remarks: RemarksFile = None,
    browser: Browser = True,
    ruleset: options.RuleSetName = None,
    alone: options.Alone = False,
    jobs: options.Jobs = None,
    mask: options.Mask = False,
    debug: options.Debug = False,
) -> int:
    """Serve until the program is stopped."""
    del debug  # read by main, which catches what went wrong
    missing = [name for name in ("starlette", "uvicorn", "platformdirs") if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"网页窗口要另装：pip install 'perfscore[web]'（缺 {'、'.join(missing)}；the window needs the extra `web`）"
        )
    from perfscore.web.desk import Options
    from perfscore.web.server import Served, serve

    password = _password(password_file)
    if password is not None and targets:
        raise UsageError(
            "有口令时各人自己拖入文件，不能在命令行给出（with a password everybody drops their own files）"
        )
    if ruleset is not None:
        from perfscore.rulesets import load_ruleset

        load_ruleset(ruleset)  # one that does not exist is told now
    # Audits stand in the folder of their dossier.
    rules = str(Path(ruleset).resolve()) if ruleset is not None and Path(ruleset).is_file() else ruleset
    serve(
        Served(host, port, url, password, remarks, jobs, browser, Options(rules, alone, mask)),
        targets or (),
        lambda line: streams.out(f"{line}\n"),
    )
    return 0


def _password(path: str | None) -> str | None:
    """The password, where there is one."""
    if path is None:
        return os.environ.get("PERFSCORE_PASSWORD") or None
    try:
        return Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}：口令文件读不了（{error}；cannot be read）") from None
