"""Work that ends the process that does it, for the tests of pools; functions that another process can import."""

import os
import time

from perfscore.services.batch import work

FATAL = "致命"


def double(number):
    """Twice a number; 13 is fatal."""
    if number == 13:
        os._exit(9)
    return 2 * number


def once(path):
    """The first who comes dies, as of a passing shortage."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return "done"
    os._exit(9)


def audited(piece):
    """An audit that no process survives with a file of a certain name."""
    if any(FATAL in one.file for one in piece.files):
        os._exit(9)
    return work.audited(piece)


def slow(piece):
    """An audit that takes its time."""
    time.sleep(0.2)
    return work.audited(piece)
