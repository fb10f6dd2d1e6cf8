"""How much the window takes, so that no visitor can fill the machine."""

from __future__ import annotations

from typing import Final

from perfscore.core.records import frozen

MEGABYTE: Final = 1_000_000


@frozen
class Limits:
    """What is taken at most.

    Attributes:
        file, dossier, all: bytes of a file, of a dossier, of everything that lies here.
        files: documents of a dossier; beyond `together` they are a batch, of which each dossier is opened by itself.
        dossiers: dossiers of one person; `open` those of everybody.
        waiting: pieces of work that wait, of everybody and of one person.
        seconds: how long a piece of work may take.
        idle: seconds after which a dossier goes that nobody has looked at.
        text: characters that are tried as a rule, a value or a rule set.
    """

    file: int = 100 * MEGABYTE
    dossier: int = 1_000 * MEGABYTE
    all: int = 4_000 * MEGABYTE
    files: int = 5_000
    together: int = 60
    dossiers: int = 200
    open: int = 4_000
    waiting: int = 100
    waiting_of_one: int = 12
    seconds: float = 900
    idle: float = 12 * 3600
    text: int = 60_000


def megabytes(count: int) -> str:
    """A size as people read it.

    >>> megabytes(100_000_000), megabytes(1_500_000), megabytes(12_345)
    ('100 MB', '1.5 MB', '12 KB')
    """
    if count < MEGABYTE / 10:
        return f"{count / 1000:.0f} KB"
    return f"{count / MEGABYTE:.1f}".removesuffix(".0") + " MB"
