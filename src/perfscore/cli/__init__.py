"""The command line: arguments in, report out. `main` is the console script."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from perfscore.cli import streams
from perfscore.core.errors import PerfscoreError

#: Exit code for wrong use and for our own failures.
WRONG_USE = 2
_INTERRUPTED = 130
#: A run makes hundreds of thousands of small records that live until its end; looking for cycles among them every few
#: hundred takes a tenth of its time.
_BETWEEN_COLLECTIONS = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; no exception leaves it but that of `sys.exit`.

    Args:
        arguments: the words after the program's name; those of the process when None.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is not None:
        return _run(words)
    # The process is ours. At its end Python looks for cycles among all that is still there, modules and records, only to
    # forget them: a tenth of a short run.
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    try:
        return _run(words)
    finally:
        gc.freeze()


def _run(words: list[str]) -> int:
    streams.prepare()
    try:
        from perfscore.cli.app import run

        return run(words or ["--help"])
    except PerfscoreError as error:
        streams.trouble(str(error))
    except KeyboardInterrupt:
        streams.note("已中断（interrupted）")
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last guard: a user never sees a traceback unasked
        if "--debug" in words:
            import traceback

            streams.note(traceback.format_exc())
        streams.trouble(
            f"程序内部出错（internal error）：{type(error).__name__}: {error}\n"
            f"这不是您的文件的问题。请加 --debug 重新运行，把输出和 perfscore --version 的结果一起报告给维护者"
            f"（not the fault of your file; please report the output of --debug）"
        )
    return WRONG_USE
