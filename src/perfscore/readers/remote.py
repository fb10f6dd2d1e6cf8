"""Documents on a share or in an object store, by addresses such as `s3://材料/2023` or `smb://主机/共享`, through fsspec."""

from __future__ import annotations

from typing import Any

from perfscore.core.errors import ReadingError, UsageError
from perfscore.core.lazy import lazy_pattern
from perfscore.readers.memory import Memory

#: A protocol of more than one letter: `C://` is a drive.
_ADDRESS = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")


def is_remote(path: str) -> bool:
    """Whether a path is the address of another machine.

    >>> is_remote("s3://材料/2023/表.xlsx"), is_remote("C://表.xlsx"), is_remote("材料/表.xlsx")
    (True, False, False)
    """
    return _ADDRESS.match(path) is not None


def fetched(path: str, most: int) -> Memory:
    """A document that lies elsewhere, its bytes brought here when they are not more than so many.

    Raises:
        ReadingError: it is not there, is larger, or cannot be had.
    """
    try:
        files, place = _files(path)
        size = files.size(place)
        if size is not None and size > most:
            raise ReadingError(path, f"内容超过 {most >> 20} MB 的上限，不读取；请拆分文件")
        return Memory(path, files.cat_file(place))
    except FileNotFoundError as error:
        raise ReadingError(path, "找不到这个文件；请检查路径和文件名") from error
    except UsageError as error:
        raise ReadingError(path, str(error)) from error
    except (OSError, ValueError) as error:
        raise ReadingError(path, f"读取失败（{error}）；请检查地址、网络和权限") from error


def within(path: str) -> list[str] | None:
    """The files below an address, None where it is a file or nothing.

    Raises:
        UsageError: the address cannot be used.
    """
    files, place = _files(path)
    try:
        if not files.isdir(place):
            return None
        return [files.unstrip_protocol(found) for found in sorted(files.find(place))]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}：读不了（{error}）；请检查地址、网络和权限（cannot be read）") from None


def state(path: str) -> tuple[int, int]:
    """The size of a file and a number that changes with it; -1 where it is not there or does not answer."""
    try:
        files, place = _files(path)
        return int(files.size(place) or 0), int(files.checksum(place)) % 2**63
    except (UsageError, OSError, ValueError):
        return -1, 0


def _files(path: str) -> tuple[Any, str]:
    """The file system of an address and the place in it.

    Raises:
        UsageError: fsspec, or what it needs for this protocol, is not installed; the protocol is unknown.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            f"{path}：读取共享或对象存储中的文件需要 fsspec：请先运行 pip install 'perfscore[cluster]'（needs fsspec）"
        ) from None
    try:
        files, place = url_to_fs(path)
    except ImportError as error:
        raise UsageError(f"{path}：{error}（请安装它要求的包；install what it asks for）") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}：地址不对（{error}；no such address）") from None
    return files, place
