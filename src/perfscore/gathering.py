"""From what the user named to files: folders and globs become the documents inside them."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import cast

from perfscore.config import NAME as CONFIG
from perfscore.core.errors import UsageError
from perfscore.core.ownpage import HEAD, is_own_page
from perfscore.core.records import mutable
from perfscore.readers.memory import Content, Memory, in_memory, is_content
from perfscore.readers.remote import is_remote, within
from perfscore.stored import is_results

#: What a program hands over: a file, folder or glob, the bytes of a document, or an open binary file.
Given = str | os.PathLike[str] | Content

#: Suffixes under which documents are kept, also those that cannot be read yet: they must be named, not passed over.
DOCUMENTS = frozenset({
    ".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".et", ".ett",
    ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".pdf", ".ofd", ".ods", ".odt",
    ".html", ".htm", ".md", ".markdown", ".txt", ".text", ".csv", ".tsv", ".tab",
})  # fmt: skip
#: Lock and backup files that office programs leave beside a document.
_TEMPORARY = ("~$", ".~", "~WRL")
_SHOWN = 5


@mutable
class Expanded:
    """The files to read, and what was passed over.

    Attributes:
        files: to be read.
        temporary, hidden, other: temporary and hidden files, files that are no documents.
        ours: folders of results and pages that this program wrote.
        linked: links to folders that are read already.
        closed: folders that cannot be opened.
    """

    files: list[str] = field(default_factory=list)
    temporary: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    ours: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def notes(self) -> Iterator[str]:
        """What was passed over, in words for standard error."""
        if self.temporary:
            yield f"忽略 {len(self.temporary)} 个临时文件（temporary files ignored）：{_some(self.temporary)}"
        if self.hidden:
            yield f"忽略 {len(self.hidden)} 个隐藏文件（hidden files ignored）：{_some(self.hidden)}"
        if self.other:
            yield f"忽略 {len(self.other)} 个不是表格或文档的文件（no documents）：{_some(self.other)}"
        if self.ours:
            yield f"忽略 {len(self.ours)} 个本程序写的结果（results of ours ignored）：{_some(self.ours)}"
        if self.linked:
            yield f"忽略 {len(self.linked)} 个指向已读文件夹的链接（links to folders read already）：{_some(self.linked)}"
        if self.closed:
            yield (
                f"有 {len(self.closed)} 个文件夹打不开，里面的文件没有审核（folders that cannot be opened）："
                f"{_some(self.closed)}；请检查权限"
            )


def expand(paths: Sequence[str]) -> Expanded:
    """Replace folders and globs by the documents inside, sorted; each file once, in the order given.

    A path that names no document stays in the list beside those that do: reading it says what is wrong.

    Raises:
        UsageError: there is nothing to read at all.
    """
    result = Expanded()
    nothing: list[str] = []
    for path in paths:
        before = len(result.files)
        if is_remote(path):
            below = within(path)
            for file in [path] if below is None else below:
                _add_file(file, result, named=below is None)
            reason = "文件夹里没有表格或文档（no documents in the folder）"
        elif _is_folder(path):
            _add_folder(path, result)
            reason = "文件夹里没有表格或文档（no documents in the folder）"
        elif glob.has_magic(path) and not os.path.lexists(path):
            for match in sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 - patterns may be absolute
                _add_folder(match, result) if _is_folder(match) else _add_file(match, result, named=False)
            reason = (
                "里面没有可审核的文件（nothing to audit）"
                if glob.glob(path, recursive=True)  # noqa: PTH207
                else "没有与通配符相符的文件（the pattern matches no file）"
            )
        else:
            _add_file(path, result, named=True)
        if len(result.files) == before:
            nothing.append(f"{path}：{reason}")
            result.files.append(path)
    if len(nothing) == len(paths):
        passed_over = "；".join(result.notes()) or "请检查路径"
        raise UsageError(f"{'；'.join(nothing)}；{passed_over}")
    result.files = list(dict.fromkeys(result.files))
    return result


def collect(given: Given | Iterable[Given]) -> tuple[list[str | Memory], Expanded]:
    """What a program hands over as what is read: the files first, then what lies in memory, each under its own name.

    Raises:
        UsageError: there is nothing to read at all.
    """
    alone = isinstance(given, str | os.PathLike) or is_content(given)
    listed = list(cast("Iterable[Given]", [given] if alone else given))
    paths = [os.fspath(one) for one in listed if isinstance(one, str | os.PathLike)]
    if not listed:
        raise UsageError("没有给出要审核的文件（nothing to audit was given）")
    for one in listed:
        if not isinstance(one, str | os.PathLike) and not is_content(one):
            raise UsageError(
                f"{one!r}：不是路径、字节或以二进制打开的文件（neither a path nor bytes nor an open binary file）"
            )
    found = expand(paths) if paths else Expanded()
    taken = dict.fromkeys(found.files)
    sources: list[str | Memory] = [*taken]
    for number, content in enumerate((one for one in listed if is_content(one)), 1):
        memory = in_memory(content, number, taken)
        taken[memory.file] = None
        sources.append(memory)
    return sources, found


def _add_folder(folder: str, result: Expanded) -> None:
    found = []
    seen = {os.path.realpath(folder)}
    walk = os.walk(folder, onerror=lambda error: result.closed.append(str(error.filename)), followlinks=True)
    for place, inner, names in walk:
        found += [_below(place, name) for name in names]
        # Real folders first: what is linked as well is found where it lies.
        inner.sort(key=lambda name: (os.path.islink(os.path.join(place, name)), name))  # noqa: PTH114, PTH118
        inner[:] = [name for name in inner if _is_new(os.path.join(place, name), seen, result)]  # noqa: PTH118
    for path in sorted(found):
        _add_file(path, result, named=False)


def _below(folder: str, name: str) -> str:
    """A file of a folder, as people call it: what lies where they stand has no folder in its name."""
    path = os.path.join(folder, name)  # noqa: PTH118
    return path.removeprefix(os.path.join(os.curdir, ""))  # noqa: PTH118


def _is_new(folder: str, seen: set[str], result: Expanded) -> bool:
    """Whether a folder inside another is to be read: results of ours are not, nor what a link leads to once more."""
    real = os.path.realpath(folder)
    if is_results(folder):
        result.ours.append(folder)
        return False
    if os.path.islink(folder) and any(real == one or one.startswith(real + os.sep) for one in seen):  # noqa: PTH114
        result.linked.append(folder)
        return False
    if real in seen:
        result.linked.append(folder)
        return False
    seen.add(real)
    return True


def _add_file(path: str, result: Expanded, *, named: bool) -> None:
    """Take a file: always when the user named it, otherwise when it is a document."""
    from perfscore.readers.intake import looks_like_tables

    name = Path(path).name
    if named:
        result.files.append(path)
    elif name.startswith(_TEMPORARY):
        result.temporary.append(path)
    elif name.startswith("."):  # also what a Mac leaves beside each file: ._自评表.xlsx
        result.hidden.append(path)
    elif _is_own_page(path):
        result.ours.append(path)
    elif Path(path).suffix.lower() in DOCUMENTS or (not is_remote(path) and looks_like_tables(path)):
        result.files.append(path)
    elif name != CONFIG:
        result.other.append(path)


def _is_own_page(path: str) -> bool:
    """Whether a file is a report that was written as a page: it shows the forms, and is none."""
    if is_remote(path) or Path(path).suffix.lower() not in (".html", ".htm"):
        return False
    try:
        with Path(path).open("rb") as file:
            return is_own_page(file.read(HEAD).decode("utf-8", "replace"))
    except (OSError, ValueError):
        return False  # reading it says what is wrong


def _is_folder(path: str) -> bool:
    """Whether a path is a folder; one that no file can have is none."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116
    except (OSError, ValueError):
        return False


def _some(paths: list[str]) -> str:
    names = [Path(path).name for path in paths[:_SHOWN]]
    return "、".join(names) + ("…" if len(paths) > _SHOWN else "")
