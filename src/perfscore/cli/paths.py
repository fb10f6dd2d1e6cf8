"""From what the user named to files: folders and globs become the documents inside them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfscore.core.errors import ReadingError, UsageError

#: Suffixes under which documents are kept, also those that cannot be read yet: they must be named, not passed over.
DOCUMENTS = frozenset({
    ".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".et", ".ett",
    ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".pdf", ".ofd", ".ods", ".odt",
    ".html", ".htm", ".txt", ".text", ".csv", ".tsv", ".tab",
})  # fmt: skip
#: Lock and backup files that office programs leave beside a document.
_TEMPORARY = ("~$", ".~", "~WRL")
_SHOWN = 5


@dataclass
class Expanded:
    """The files to read, and what was passed over: temporary files and files that are no documents."""

    files: list[str] = field(default_factory=list)
    temporary: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def notes(self) -> Iterator[str]:
        """What was passed over, in words for standard error."""
        if self.temporary:
            yield f"忽略 {len(self.temporary)} 个临时文件（temporary files ignored）：{_some(self.temporary)}"
        if self.other:
            yield f"忽略 {len(self.other)} 个不是表格或文档的文件（no documents）：{_some(self.other)}"


def expand(paths: Sequence[str]) -> Expanded:
    """Replace folders and globs by the documents inside, sorted; each file once, in the order given.

    A path that names no file stays in the list: reading it says what is wrong.

    Raises:
        UsageError: a folder holds no document, or a glob matches nothing.
    """
    result = Expanded()
    for path in paths:
        if Path(path).is_dir():
            _add_folder(path, result)
        elif glob.has_magic(path) and not Path(path).exists():
            matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - patterns may be absolute
            if not matches:
                raise UsageError(f"{path}：没有与通配符相符的文件（the pattern matches no file）")
            for match in matches:
                _add_folder(match, result) if Path(match).is_dir() else _add_file(match, result, named=False)
        else:
            _add_file(path, result, named=True)
    result.files = list(dict.fromkeys(result.files))
    if not result.files:
        raise UsageError(
            f"{'、'.join(paths)}：里面没有可审核的文件（nothing to audit）；{'；'.join(result.notes())}"
        )
    return result


def _add_folder(folder: str, result: Expanded) -> None:
    before = len(result.files)
    found = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)  # noqa: PTH118
    for path in found:
        _add_file(path, result, named=False)
    if len(result.files) == before:
        passed_over = "；".join(result.notes())
        raise UsageError(
            f"{folder}：文件夹里没有表格或文档（no documents in the folder）"
            + (f"；{passed_over}" if passed_over else "；请检查路径")
        )


def _add_file(path: str, result: Expanded, *, named: bool) -> None:
    """Take a file: always when the user named it, otherwise when it is a document."""
    name = Path(path).name
    if named:
        result.files.append(path)
    elif name.startswith(_TEMPORARY):
        result.temporary.append(path)
    elif Path(path).suffix.lower() in DOCUMENTS or (not name.startswith(".") and _holds_tables(path)):
        result.files.append(path)
    else:
        result.other.append(path)


def _holds_tables(path: str) -> bool:
    """Whether the content is a workbook, a Word document or a table page under an unusual name."""
    from perfscore.readers.intake import content_of

    try:
        return content_of(path, Path(path).read_bytes())[0] != "text"
    except (ReadingError, OSError):
        return False


def _some(paths: list[str]) -> str:
    names = [Path(path).name for path in paths[:_SHOWN]]
    return "、".join(names) + ("…" if len(paths) > _SHOWN else "")
