"""Work in other processes. One that dies, of memory or of a file, costs its own piece of work and nothing else."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from itertools import islice
from typing import Final, TypeVar

from perfscore.core.records import frozen

T = TypeVar("T")
R = TypeVar("R")

#: So many pieces wait for each process: it is never idle, and what is under way stays small.
_AHEAD: Final = 2
#: So often, in seconds, is looked whether anybody is left, while nothing is done.
_LOOK: Final = 5.0
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


@frozen
class Workers:
    """Those who do the work.

    Attributes:
        start: makes them ready, and again where they broke as a whole.
        stop: lets them go.
        width: how many there are.
        died: what the result of a piece raises whose process died, where the others live on.
        gone: whether nobody is left who could do the work, and nobody comes back.
    """

    start: Callable[[], Executor]
    stop: Callable[[Executor], None]
    width: int = 1
    died: tuple[type[BaseException], ...] = ()
    gone: Callable[[Executor], bool] = lambda _: False


def here() -> Workers:
    """This process."""
    return Workers(Here, lambda executor: executor.shutdown())


def processes(count: int) -> Workers:
    """Processes of this machine; what runs in one of them is gone when the program is."""
    # A fresh interpreter, on every system the same: a copy of this one would copy its threads' locks as well.
    context = multiprocessing.get_context("spawn")
    return Workers(
        lambda: ProcessPoolExecutor(count, context, initializer=_settle),
        lambda executor: executor.shutdown(wait=False, cancel_futures=True),
        count,
    )


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
    pieces: Iterable[T], work: Callable[[T], R], workers: Workers, *, singly: bool = False
) -> Iterator[tuple[T, R | None]]:
    """Do pieces of work as processes become free, and hand them out as they are done.

    Args:
        pieces: the work; taken as it is needed.
        work: what is done; a function of a module.
        workers: who does it.
        singly: one piece at a time, so that whose process dies is to blame for it.

    Yields:
        Each piece with its result; None where the process that did it died.
    """
    waiting = iter(pieces)
    suspects: list[T] = []
    while True:
        executor = workers.start()
        try:
            yield from _alone(suspects, work, executor, workers)
            most = 1 if singly else workers.width * _AHEAD
            yield from _flow(waiting, work, executor, workers, most, suspects)
        except _BrokenError:
            continue
        finally:
            workers.stop(executor)
        return


class _BrokenError(Exception):
    """The processes are gone."""


def _flow(
    waiting: Iterator[T],
    work: Callable[[T], R],
    executor: Executor,
    workers: Workers,
    most: int,
    suspects: list[T],
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
        done = _next(under_way, executor, workers)
        if not done:
            suspects += under_way.values()
            broken = True
            break
        for future in [one for one in under_way if one in done]:
            piece = under_way.pop(future)
            try:
                result = future.result()
            except BrokenExecutor:
                broken = True
                suspects.append(piece)
                continue
            except workers.died:
                yield piece, None
                continue
            yield piece, result
    if broken:
        raise _BrokenError


def _next(under_way: Collection[Future[R]], executor: Executor, workers: Workers) -> set[Future[R]]:
    """The pieces that are done next; none where nobody is left to do them."""
    while True:
        done, _ = wait(under_way, timeout=_LOOK, return_when=FIRST_COMPLETED)
        if done or workers.gone(executor):
            return done


def _alone(
    suspects: list[T], work: Callable[[T], R], executor: Executor, workers: Workers
) -> Iterator[tuple[T, R | None]]:
    """Do the suspects one after the other, so that the one is known that breaks the process."""
    while suspects:
        piece = suspects.pop()
        try:
            future = executor.submit(work, piece)
            if not _next([future], executor, workers):
                raise BrokenExecutor  # noqa: TRY301 - as a pool of processes says it
            result = future.result()
        except BrokenExecutor:
            yield piece, None
            raise _BrokenError from None
        except workers.died:
            yield piece, None
            continue
        yield piece, result
