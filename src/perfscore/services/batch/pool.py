"""Work in other processes. One that dies, of memory or of a file, costs its own piece of work and nothing else."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: So many pieces wait for each process: it is never idle, and what is under way stays small.
_AHEAD: Final = 2
_BETWEEN_COLLECTIONS: Final = 100_000


class Here(Executor):
    """Does the work in this process, at once."""

    def submit(self, work: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Do it."""
        future: Future[R] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets the error
            future.set_exception(error)
        return future


def processes(count: int) -> Executor:
    """Processes of this machine; what runs in one of them is gone when the program is."""
    # A fresh interpreter, on every system the same: a copy of this one would copy its threads' locks as well.
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_settle)


def _settle() -> None:
    """A process of the pool: an interrupt is for the program, and without it there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As the program itself: small records live until the end of a dossier, and hold no cycles to look for.
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    above = multiprocessing.parent_process()
    if above is not None:
        threading.Thread(target=_leave_with, args=(above,), daemon=True).start()


def _leave_with(above: multiprocessing.process.BaseProcess) -> None:
    above.join()
    os._exit(1)


def spread(
    pieces: Iterable[T], work: Callable[[T], R], start: Callable[[], Executor], width: int
) -> Iterator[tuple[T, R | None]]:
    """Do pieces of work as processes become free, and hand them out as they are done.

    Args:
        pieces: the work; taken as it is needed.
        work: what is done; a function of a module.
        start: makes the processes, again where they broke.
        width: how many there are.

    Yields:
        Each piece with its result; None where the process that did it died, when it was alone at that.
    """
    waiting = iter(pieces)
    suspects: list[T] = []
    while True:
        executor = start()
        try:
            yield from _alone(suspects, work, executor)
            if not suspects:
                yield from _flow(waiting, work, executor, width * _AHEAD, suspects)
        except _BrokenError:
            continue
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
        if not suspects:
            return


class _BrokenError(Exception):
    """The processes are gone."""


def _flow(
    waiting: Iterator[T], work: Callable[[T], R], executor: Executor, most: int, suspects: list[T]
) -> Iterator[tuple[T, R | None]]:
    """Keep so many pieces under way; when the processes break, those are suspects."""
    under_way: dict[Future[R], T] = {}
    broken = False
    while True:
        fresh = [] if broken else list(islice(waiting, most - len(under_way)))
        for place, piece in enumerate(fresh):
            try:
                under_way[executor.submit(work, piece)] = piece
            except BrokenExecutor:
                broken = True
                suspects += fresh[place:]
                break
        if not under_way:
            break
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in [one for one in under_way if one in done]:
            piece = under_way.pop(future)
            try:
                result = future.result()
            except BrokenExecutor:
                broken = True
                suspects.append(piece)
                continue
            yield piece, result
    if broken:
        raise _BrokenError


def _alone(suspects: list[T], work: Callable[[T], R], executor: Executor) -> Iterator[tuple[T, R | None]]:
    """Do the suspects one after the other, so that the one is known that breaks the process."""
    while suspects:
        piece = suspects.pop()
        try:
            result = executor.submit(work, piece).result()
        except BrokenExecutor:
            yield piece, None
            raise _BrokenError from None
        yield piece, result
