"""Work on what strangers wrote: whatever it raises ends with the one thing that it was done for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from perfscore.core.errors import PerfscoreError

T = TypeVar("T")
U = TypeVar("U")

_LONGEST = 200


def attempt(work: Callable[[], T], otherwise: Callable[[str], U]) -> T | U:
    """Do something with one cell, row, table or file; where that fails, what stands in its place.

    Args:
        work: what is to be done.
        otherwise: what stands in its place, given the words of the error: a reason, never nothing said.

    Raises:
        PerfscoreError: an error on purpose is for whoever asked.
    """
    try:
        return work()
    except PerfscoreError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad cell must not end the run of a folder
        return otherwise(f"{type(error).__name__}: {str(error)[:_LONGEST]}")
