"""The one way in which a file is written: never over what has to stay, and never half.

`claim` says whether a file may be written at a place, before any work is done for it; `write` puts the bytes there so
that a reader sees the old file or the whole new one, whatever ends the program in between.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from perfscore.core.errors import UsageError

PathArgument = str | os.PathLike[str]

#: What stands below these is no file of a disk: standard output, a pipe of the shell.
_DEVICES = ("/dev/", "/proc/")


def same_file(one: PathArgument, other: PathArgument) -> bool:
    """Whether two paths are one file: by spelling, link or hard link, or because the disk does not tell case apart."""
    first, second = os.fspath(one), os.fspath(other)
    try:
        return os.path.realpath(first) == os.path.realpath(second) or os.path.samefile(first, second)  # noqa: PTH121
    except (OSError, ValueError):  # one of them is not there
        return False


def spelling(path: PathArgument) -> str:
    """What two paths have in common that some disk would take for one file."""
    return unicodedata.normalize("NFC", os.path.realpath(os.fspath(path))).casefold()


def claim(
    path: PathArgument,
    *,
    sources: Iterable[PathArgument] = (),
    force: bool = False,
    ours: Callable[[Path], bool] = lambda _: False,
) -> Path:
    """Say that a file will be written at a place.

    Args:
        path: where to.
        sources: what must not be written over, whatever is asked for: the files of the run and its rule set.
        force: replace a file that is there.
        ours: whether a file that is there may be replaced without being asked for.

    Raises:
        UsageError: the place is a source, a folder, in a folder that does not exist, or holds something else.
    """
    target = Path(path)
    for source in sources:
        if same_file(target, source):
            what = "评分规则集" if str(source).endswith(".toml") else "原文件"
            raise UsageError(
                f"{target}：输出文件就是{what}；请另取文件名，{what}不会被覆盖（would overwrite the source）"
            )
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = 0
    except (OSError, ValueError) as error:
        raise UsageError(f"{target}：不能写到这里（{_words(error)}）；请检查路径（no such place）") from error
    if stat.S_ISDIR(mode):
        raise UsageError(f"{target}：是文件夹，不是文件；请给出文件名（a folder, not a file）")
    if _is_device(target, mode):
        if stat.S_ISBLK(mode):
            raise UsageError(f"{target}：是磁盘设备，不能写（a block device）")
        return target
    parent = Path(os.path.realpath(target)).parent
    if not parent.is_dir():
        raise UsageError(f"{target}：写不进去，文件夹 {parent} 不存在；请先建立（no such folder）")
    if mode and not os.access(target, os.W_OK):
        raise UsageError(f"{target}：文件是只读的，不覆盖；请另取文件名（the file is read-only）")
    if mode and not force and target.stat().st_size and not ours(target):
        raise UsageError(
            f"{target}：文件已存在，其中可能有审核意见、改动或别的内容，不覆盖；"
            f"请另取文件名，确要覆盖请加 --force（the file exists; --force replaces it）"
        )
    return target


def write(path: Path, data: bytes) -> None:
    """Write a file: the old content stays until the new one lies on the disk as a whole.

    Raises:
        OSError: the folder is missing or not writable, or the disk is full; the target is then unchanged.
    """
    with _written(path) as stream:
        stream.write(data)


@contextlib.contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A stream that takes the place of a file when it is complete."""
    mode = path.stat().st_mode if path.exists() else 0
    if _is_device(path, mode):
        with path.open("wb") as stream:
            yield stream
        return
    # A link stays a link: what it points at is replaced.
    real = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=real.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files that only their owner may read; a report is sent on.
        temporary.chmod(stat.S_IMODE(mode) if mode else 0o666 & ~_umask())
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def save(path: PathArgument, data: bytes) -> None:
    """The same for a user: what went wrong is said in words.

    Raises:
        UsageError: the file cannot be written; the old one is unchanged.
    """
    with saved(path) as stream:
        stream.write(data)


@contextlib.contextmanager
def saved(path: PathArgument) -> Iterator[IO[bytes]]:
    """The same for what is written piece by piece, and would not fit into memory.

    Raises:
        UsageError: the file cannot be written; the old one is unchanged.
    """
    try:
        with _written(Path(path)) as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{os.fspath(path)}：写不进去（{_words(error)}）；请检查文件夹是否存在、磁盘是否已满、文件是否被 Excel 打开；"
            f"原有的文件没有改动（cannot be written there; what was there is unchanged）"
        ) from error


def _is_device(path: Path, mode: int) -> bool:
    return bool(mode) and (not stat.S_ISREG(mode) or str(path).startswith(_DEVICES))


def _words(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
