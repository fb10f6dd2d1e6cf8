"""The errors that perfscore raises on purpose."""

from __future__ import annotations


class PerfscoreError(Exception):
    """Base of every error that perfscore raises on purpose.

    The text is meant for users: it names the file (and sheet and cell where there is one) and what to do.
    """


class ReadingError(PerfscoreError):
    """A file cannot be read, or must not be: missing, damaged, encrypted, dangerous, of an unknown kind.

    Attributes:
        reason: the cause alone, without the file's name, as it stands in PS001 and in the run record.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}：{reason}")
        self.file = file
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str]]:
        return type(self), (self.file, self.reason)


class UsageError(PerfscoreError):
    """The caller asked for something that does not exist: an unknown rule set, check, format or option."""
