"""The private folder of the window, and the dossiers in it.

It goes when the program ends; what a program left that was killed goes at the next start.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, Literal

from perfscore.core.errors import UsageError
from perfscore.core.filenames import file_name, spelling
from perfscore.core.records import frozen, mutable
from perfscore.web.limits import Limits, megabytes

if TYPE_CHECKING:
    from perfscore.web.jobs import Job
    from perfscore.web.many import Many
    from perfscore.web.work import Outcome

_PREFIX: Final = "perfscore-desk-"
_LOCK: Final = "desk.lock"
#: A folder without a lock is being made, or was left: after so many seconds it was left.
_YOUNG: Final = 600
_DEEPEST: Final = 12
_LONGEST, _SHORT = 120, 20
#: A dossier whose files stopped coming goes after so many seconds.
_STRANDED: Final = 3600
Part = Literal["files", "old"]


class FullError(UsageError):
    """Something does not fit in."""


class GoneError(UsageError):
    """A dossier is not there, or no more."""


@frozen
class Options:
    """How a dossier is audited: the rule set, each file by itself, persons hidden."""

    ruleset: str | None = None
    alone: bool = False
    masked: bool = False


@mutable
class Dossier:
    """What one person dropped at once.

    Attributes:
        key: its name in addresses; nobody can guess it.
        owner: who dropped it; remarks belong to them.
        sizes: the files that lie in it, by their names, with their bytes; `old` those of the round before.
        spellings: the names as disks without case know them.
        coming: how many files are on their way.
        passed: the files that the visitor's page did not send, because they are no documents.
        title: what it is called, where it is not called after its files.
        linked: its files lie in the batch that it was opened from, and take no room.
        sealed: it is audited, or under way: nothing is added any more.
        job: the audit.
        outcome: what the audit came to; None before.
        many: what a batch came to, where there are too many files for one report.
        above: the batch that it was opened from, "" where it was dropped; `parts` the dossiers that were opened of it.
        drawn: at which sum of the versions of its remarks the page of a language was written.
    """

    key: str
    owner: str
    folder: Path
    options: Options
    made: float
    used: float
    sizes: dict[str, int] = field(default_factory=dict)
    old: dict[str, int] = field(default_factory=dict)
    spellings: set[tuple[str, str]] = field(default_factory=set)
    coming: int = 0
    passed: tuple[str, ...] = ()
    title: str = ""
    linked: bool = False
    sealed: bool = False
    job: Job | None = None
    outcome: Outcome | None = None
    many: Many | None = None
    above: str = ""
    parts: dict[int, str] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)
    gone: bool = False

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return 0 if self.linked else sum(self.sizes.values()) + sum(self.old.values())

    @property
    def name(self) -> str:
        """What it is called: its file, or its folder, or the first of its files; where persons are hidden, by its time."""
        if self.options.masked:
            return f"材料 {time.strftime('%H:%M', time.localtime(self.made))}"
        if self.title:
            return self.title
        names = sorted(self.sizes)
        tops = {PurePath(name).parts[0] for name in names}
        if len(tops) == 1:
            return tops.pop()
        return f"{PurePath(names[0]).name} 等 {len(names)} 个文件" if names else ""


class Desk:
    """The folder with its dossiers."""

    def __init__(self, limits: Limits, parent: Path | None = None) -> None:
        from filelock import FileLock

        above = parent if parent is not None else Path(tempfile.gettempdir())
        _tidy(above)
        self.limits = limits
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=above))  # readable by this user alone
        self._lock = FileLock(self.folder / _LOCK)
        self._lock.acquire(timeout=0)
        self._dossiers: dict[str, Dossier] = {}

    def close(self) -> None:
        """Delete everything."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self, owner: str, options: Options, above: str = "") -> Dossier:
        """An empty dossier; of one person's too many, the one goes that was not looked at for longest.

        Args:
            owner: whose it is.
            options: how it is audited.
            above: the batch that it is opened from; such a one puts no other away.

        Raises:
            FullError: all of them are being audited.
        """
        if len(self._dossiers) >= self.limits.open:
            raise FullError(
                "程序里存放的材料太多，请先在首页删除不用的（no room left: delete dossiers on the first page）"
            )
        own = [one for one in self.of(owner) if not one.above]
        if not above and len(own) >= self.limits.dossiers:
            idle = [one for one in own if one.job is None or one.job.done]
            if not idle:
                raise FullError("正在审核的材料太多，请等前面的做完（too many dossiers under way; wait for one）")
            self.drop(min(idle, key=lambda one: one.used))
        key = secrets.token_urlsafe(18)
        folder = self.folder / key
        folder.mkdir(mode=0o700)
        now = time.time()
        self._dossiers[key] = made = Dossier(key, owner, folder, options, now, now, above=above)
        return made

    def get(self, key: str) -> Dossier:
        """A dossier by its key.

        Raises:
            GoneError: there is none.
        """
        found = self._dossiers.get(key)
        if found is None:
            raise GoneError(
                "这份材料已经不在了（程序重新启动过，或已删除）；请重新拖入文件，写过的处理意见会自动带上"
                "（this dossier is gone: drop the files again, remarks come back with them）"
            )
        found.used = time.time()
        return found

    def of(self, owner: str) -> list[Dossier]:
        """A person's dossiers, the last one first."""
        own = [one for one in self._dossiers.values() if one.owner == owner]
        return sorted(own, key=lambda one: -one.made)

    def drop(self, dossier: Dossier) -> None:
        """Delete a dossier with all that lies in it."""
        self._dossiers.pop(dossier.key, None)
        dossier.gone = True
        shutil.rmtree(dossier.folder, ignore_errors=True)

    def tidy(self, now: float) -> None:
        """Delete the dossiers that nobody has looked at for long, and what a process wrote that was ended late."""
        for one in list(self._dossiers.values()):
            most = self.limits.idle if one.sealed else _STRANDED
            if now - one.used > most and (one.job is None or one.job.done):
                self.drop(one)
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in self._dossiers:
                shutil.rmtree(folder, ignore_errors=True)
        for left in self.folder.glob("*/made/take-*"):
            if now - left.stat().st_mtime > _STRANDED:  # its process was ended in the middle
                shutil.rmtree(left, ignore_errors=True)

    def room(self, dossier: Dossier, size: int, files: int) -> None:
        """See whether there is room for one more file.

        Args:
            dossier: where to.
            size: how many bytes it has.
            files: how many files there are of its kind.

        Raises:
            FullError: it does not fit, with the reason.
        """
        limits = self.limits
        if files >= limits.files:
            raise FullError(
                f"一次最多 {limits.files} 个文件；更多的请分几次，或用命令行 perfscore audit 文件夹 --into 结果"
                f"（at most {limits.files} files at once）"
            )
        whole = sum(one.bytes for one in self._dossiers.values())
        left = {
            f"一个文件最多 {megabytes(limits.file)}，这个文件太大；表格一般不到 1 MB，请检查是否选错了文件，"
            f"或把其中的图片去掉后另存（the file is too large）": limits.file,
            f"一次的文件合计最多 {megabytes(limits.dossier)}，请分几次（too much at once）": limits.dossier - dossier.bytes,
            "程序里存放的材料太多，请先在首页删除不用的（no room left: delete dossiers on the first page）": limits.all - whole,
        }  # fmt: skip
        for reason, most in left.items():
            if size > most:
                raise FullError(reason)

    def place(self, dossier: Dossier, part: Part, name: str) -> tuple[str, Path]:
        r"""Where a file of a dossier is to lie, by the name that its sender gives: below its folder, whatever that is.

        Raises:
            FullError: a file lies where a folder is wanted, or the disk refuses the name.
        """
        relative = _harmless(name)
        own, number = relative, 2
        while (part, spelling(own.as_posix())) in dossier.spellings:
            own = relative.with_name(f"{relative.stem}({number}){relative.suffix}")
            number += 1
        target = dossier.folder / part / own
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise FullError(f"{name}：文件和文件夹重名（a file and a folder of one name）") from None
        except OSError as error:
            raise FullError(f"{name}：存不下（{error.strerror or error}；cannot be stored）") from None
        dossier.spellings.add((part, spelling(own.as_posix())))
        return own.as_posix(), target

    @staticmethod
    def forget(dossier: Dossier, part: Part, name: str) -> None:
        """A file did not come in: its name is free."""
        dossier.spellings.discard((part, spelling(name)))


def _harmless(name: str) -> PurePath:
    r"""A relative path that no system takes for anything else.

    >>> _harmless("..\\C:\\材料/./甲/../自评表.xlsx").as_posix()
    'C_/材料/甲/自评表.xlsx'
    >>> _harmless("//").as_posix(), _harmless(".hidden").as_posix()
    ('未命名', 'hidden')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(" .")]
    if not parts:
        return PurePath("未命名")
    *folders, last = parts[-_DEEPEST:]
    if len("/".join(parts)) > _LONGEST:  # what stands in front of it counts as well, and Windows takes 260
        folders = [file_name(folder)[:_SHORT] for folder in folders[-2:]]
    stem, dot, ending = last.rpartition(".")
    if not dot or not stem.strip(" ."):
        return PurePath(*map(file_name, folders), file_name(last))
    return PurePath(*map(file_name, folders), f"{file_name(stem)}.{file_name(ending[:20])}")


def _tidy(above: Path) -> None:
    """Delete the folders of programs that are gone."""
    from filelock import FileLock, Timeout

    for folder in _left(above):
        lock = FileLock(folder / _LOCK)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _left(above: Path) -> Iterator[Path]:
    for folder in above.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            mine = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
            if mine and ((folder / _LOCK).exists() or time.time() - folder.stat().st_mtime > _YOUNG):
                yield folder
