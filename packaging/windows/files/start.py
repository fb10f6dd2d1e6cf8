"""Start of a double click: open the page, with the files that were dropped on perfscore.cmd.

The words are taken from the line that started cmd.exe. Explorer sets a path in quotes only where it holds a blank, and
no name holds a quote, so the line is cut exactly; `%*` would have lost what follows an `&`, and expanded `%NAME%`.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

#: Added to the exit code: tells perfscore.cmd that Python came up, and that nothing more needs to be said.
CAME_UP = 1000
_INTERRUPTED = 130
#: Blanks of names are Chinese ones too (U+3000), which no shell puts in quotes: only these two part words.
_WORD = re.compile(r'"([^"]*)"|([^ \t"]+)')


def dropped(line: str, script: str) -> list[str]:
    r"""The words behind the script in the line that started cmd.exe.

    Args:
        line: as in `cmd.exe /c ""D:\perf score\perfscore.cmd" "D:\a b.xlsx" D:\c&d.xlsx"`; the outer quotes are cmd.exe's.
        script: the full path of perfscore.cmd; where the line has it in another form, its name is looked for.
    """
    found = re.search(re.escape(script), line, re.IGNORECASE) or re.search(
        re.escape(re.split(r"[\\/]", script)[-1]), line, re.IGNORECASE
    )
    if found is None:
        return []
    rest = line[found.end() :].removeprefix('"')
    if rest.count('"') % 2:
        rest = rest[: rest.rindex('"')] + rest[rest.rindex('"') + 1 :]
    return [quoted or bare for quoted, bare in _WORD.findall(rest)]


def words_for(words: list[str]) -> list[str]:
    """The words for perfscore: `serve` with the paths, or a command that somebody started from elsewhere."""
    first = words[0] if words else ""
    command = bool(first) and not any(mark in first for mark in "\\/:") and not Path(first).exists()
    return words if command else ["serve", *words]


def keep_byte_code() -> None:
    """Byte code beside the sources, or, from a stick or a share that is read only, with the user: starts are slow without."""
    home = Path(__file__).resolve().parent
    local = os.environ.get("LOCALAPPDATA")
    probe = home / f"~{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        if local:
            sys.pycache_prefix = str(Path(local) / "perfscore" / "bytecode")


def wait() -> None:
    """Keep the window open until what it says has been read."""
    try:
        input("\n按回车键关闭这个窗口（press Enter to close this window）")
    except (EOFError, KeyboardInterrupt):
        print()


def main() -> int:
    """Run perfscore; its exit code, and a thousand."""
    words = words_for(
        dropped(os.environ.get("PERFSCORE_LINE", ""), os.environ.get("PERFSCORE_SCRIPT", "perfscore.cmd"))
    )
    page = words[0] == "serve"
    if page:
        print("perfscore 正在打开浏览器里的页面，第一次要等一会儿。关掉这个窗口，程序就停止。", flush=True)
        print("The page opens in the browser. Closing this window stops the program.\n", flush=True)
    keep_byte_code()
    try:
        from perfscore.cli import main as perfscore

        sys.argv[1:] = words
        code = perfscore()
    except ImportError as error:
        # Half unpacked, or a file taken away by a virus scanner.
        print(
            f"perfscore 没有启动：程序文件不完整，请重新解压（a file is missing, please extract again）：{error}",
            file=sys.stderr,
        )
        page, code = True, 2
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    if page and code not in {0, _INTERRUPTED}:
        wait()
    return CAME_UP + (code if 0 <= code <= 255 else 1)


if __name__ == "__main__":
    sys.exit(main())
