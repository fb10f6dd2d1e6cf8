"""The rule sets that a person may choose: those of the program, and their own, which stay when the window is closed."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.saving import save
from perfscore.rulesets import load_ruleset, names

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_MOST: Final = 100


@frozen
class Offered:
    """A rule set to choose: its id, its title, whose it is."""

    id: str
    title: str
    own: bool


@frozen
class Shelf:
    """The rule sets of a person, below the folder of all."""

    shelves: Path
    owner: str

    @property
    def folder(self) -> Path:
        """Where the person's own lie: a name that tells nobody who it is."""
        return self.shelves / hashlib.sha256(self.owner.encode()).hexdigest()[:24]

    def offered(self) -> list[Offered]:
        """All that may be chosen, the person's own first."""
        own = [Offered(name, self._title(name), own=True) for name in self.own()]
        return [*own, *_known()]

    def own(self) -> list[str]:
        """The ids of the person's own."""
        return sorted(path.stem for path in self.folder.glob("*.toml"))

    def path(self, name: str) -> str:
        """A rule set as `audit` takes it.

        Raises:
            UsageError: there is none of that name.
        """
        if name in names():
            return name
        if not _NAME.fullmatch(name) or not self._file(name).is_file():
            raise UsageError(f"没有规则集“{name}”（no such rule set）")
        return str(self._file(name))

    def text(self, name: str) -> str:
        """What stands in a person's own rule set."""
        return Path(self.path(name)).read_text(encoding="utf-8")

    def keep(self, name: str, text: str) -> None:
        """Keep a rule set of the person's own.

        Raises:
            UsageError: the name is no plain word or one of the program's, or there are too many.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"规则集的名字（id）只用小写字母、数字和连字符，例如 mycity-2026；现为“{name}”（plain ids only）"
            )
        if name in names():
            raise UsageError(f"“{name}”是自带的规则集，请换一个名字（id）（this id is taken）")
        if name not in self.own() and len(self.own()) >= _MOST:
            raise UsageError(f"最多保存 {_MOST} 个规则集，请先删除不用的（too many rule sets）")
        self.folder.mkdir(parents=True, exist_ok=True)
        save(self._file(name), text.encode())

    def drop(self, name: str) -> None:
        """Delete a rule set of the person's own."""
        self.path(name)
        if name not in names():
            self._file(name).unlink()

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.toml"

    def _title(self, name: str) -> str:
        try:
            return load_ruleset(str(self._file(name))).title
        except UsageError:
            return name


@cache
def _known() -> tuple[Offered, ...]:
    return tuple(Offered(one.id, one.title, own=False) for one in map(load_ruleset, names()))
