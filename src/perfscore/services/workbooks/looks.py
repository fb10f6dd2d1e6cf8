"""How the cells of the added sheets look."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from perfscore.ooxml.patch import Look

TITLE: Final = Look(bold=True, size=16, vertical="center")
NOTE: Final = Look(size=10, wrap=True, vertical="center", color="FF404040")
HEAD: Final = Look(
    bold=True, color="FFFFFFFF", fill="FF2F5496", wrap=True, align="center", vertical="center", border=True
)
INPUT_HEAD: Final = replace(HEAD, fill="FF548235")
BODY: Final = Look(size=10, wrap=True, vertical="center", border=True)
CENTRE: Final = replace(BODY, align="center")
INPUT: Final = replace(BODY, fill="FFF2F8EC")
INPUT_CENTRE: Final = replace(INPUT, align="center")
DATE: Final = replace(INPUT, align="center", number_format="yyyy-mm-dd")


@lru_cache(maxsize=16)
def filled(fill: str) -> Look:
    """A centred cell on a background."""
    return replace(CENTRE, fill=fill)
