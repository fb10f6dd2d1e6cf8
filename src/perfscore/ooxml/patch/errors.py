"""What the patcher refuses."""

from __future__ import annotations

from perfscore.core.errors import PerfscoreError


class PatchError(PerfscoreError):
    """A change that cannot be made without harm, or a file that cannot be patched at all.

    Nothing was changed by the call that raised it: the book stays usable and can still be saved.

    Attributes:
        reason: the cause alone, and what to do, without the place.
    """

    def __init__(self, file: str, reason: str, sheet: str = "", cell: str = "") -> None:
        place = "!".join(part for part in (sheet, cell) if part)
        super().__init__(f"{file} {place}：{reason}" if place else f"{file}：{reason}")
        self.file = file
        self.reason = reason
        self.sheet = sheet
        self.cell = cell

    def __reduce__(self) -> tuple[type[PatchError], tuple[str, str, str, str]]:
        return type(self), (self.file, self.reason, self.sheet, self.cell)
