"""Work in the batch's processes: a queue with limits, one piece at a time for each process, and an end to every piece."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import tempfile
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import field
from typing import Any, Final, Literal

from perfscore.core.errors import PerfscoreError, UsageError
from perfscore.core.records import frozen, mutable
from perfscore.services.batch.pool import processes

log = logging.getLogger(__name__)
State = Literal["waiting", "running", "done", "failed", "cancelled"]
#: A process that has done so many pieces is replaced: what it has gathered goes with it.
_LONGEST: Final = 300
#: A process that has not loaded the program after so many seconds never will.
_START: Final = 120.0
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)


class BusyError(UsageError):
    """The queue is full."""


class FailedError(UsageError):
    """A piece of work came to nothing; the text says why and what to do."""


@frozen
class Refused:
    """What a piece of work says in place of a result: the user can mend it."""

    reason: str


def guarded(work: Callable[[Any], Any], order: Any) -> Any:
    """Do a piece of work; an error that is meant for users comes back as such."""
    try:
        return work(order)
    except PerfscoreError as error:
        return Refused(str(error))
    finally:
        # No system deletes a folder that a process stands in.
        os.chdir(tempfile.gettempdir())


@mutable
class Job:
    """A piece of work: who wants it, of which dossier, what became of it."""

    owner: str
    dossier: str
    work: Callable[[Any], Any]
    order: Any
    seconds: float
    state: State = "waiting"
    problem: str = ""
    result: Any = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def done(self) -> bool:
        """Whether it has come to an end, good or bad."""
        return self.ended.is_set()

    async def wait(self) -> Any:
        """What it came to.

        Raises:
            FailedError: it came to nothing.
        """
        await self.ended.wait()
        if self.state != "done":
            raise FailedError(self.problem)
        return self.result

    def end(self, state: State, *, problem: str = "", result: Any = None) -> None:
        """It is over."""
        if not self.done:
            self.state, self.problem, self.result = state, problem, result
            self.ended.set()


class Jobs:
    """The queue, and the processes that serve it.

    Args:
        width: how many processes there are.
        waiting, waiting_of_one: how many pieces wait at most, of everybody and of one person.
        warm: load the program in each process at once, not when somebody waits for it.
    """

    def __init__(self, width: int, waiting: int, waiting_of_one: int, *, warm: bool = True) -> None:
        self._queue: deque[Job] = deque()
        self._more = asyncio.Event()
        self._most = waiting
        self._most_of_one = waiting_of_one
        self._warm = warm
        self._slots = [_Slot() for _ in range(width)]
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to work."""
        self._tasks = [asyncio.create_task(self._serve(slot)) for slot in self._slots]

    async def stop(self) -> None:
        """End everything, whatever is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for slot in self._slots:
            if slot.job is not None:
                slot.job.end("cancelled", problem=_STOPPED)
            slot.kill()
        for job in self._queue:
            job.end("cancelled", problem=_STOPPED)

    def submit(self, work: Callable[[Any], Any], order: Any, owner: str, seconds: float, dossier: str = "") -> Job:
        """Put a piece of work at the end of the queue.

        Args:
            work: a function of a module that takes the order.
            order: what it works on, as plain values.
            owner: who wants it.
            seconds: how long it may take.
            dossier: what it is about; it ends with it.

        Raises:
            BusyError: too many wait already.
        """
        own = sum(job.owner == owner for job in self._queue)
        if own >= self._most_of_one or len(self._queue) >= self._most:
            raise BusyError(
                "排队的太多，请等前面的做完再试（too much is waiting; try again when some of it is done）"
            )
        job = Job(owner, dossier, work, order, seconds)
        self._queue.append(job)
        self._more.set()
        return job

    def before(self, job: Job) -> int:
        """How many pieces wait before it."""
        return next((place for place, one in enumerate(self._queue) if one is job), 0)

    def cancel(self, job: Job) -> None:
        """End a piece of work, also one that is under way: its process goes with it."""
        job.end("cancelled", problem="已取消（cancelled）")
        if job in self._queue:
            self._queue.remove(job)
        for slot in self._slots:
            if slot.job is job:
                slot.kill()

    def cancel_of(self, dossier: str) -> None:
        """End all work on a dossier."""
        for job in [*self._queue, *(slot.job for slot in self._slots if slot.job is not None)]:
            if job.dossier == dossier:
                self.cancel(job)

    async def _serve(self, slot: _Slot) -> None:
        try:
            if self._warm:
                await slot.ready()
        except Exception:
            log.exception("a process could not be started")
            slot.kill()  # the next piece of work tries again, and says what is wrong
        while True:
            while not self._queue:
                self._more.clear()
                await self._more.wait()
            await slot.do(self._queue.popleft())


_STOPPED: Final = "程序已停止（the program has stopped）"


class _Slot:
    """One process, and the piece that it is at."""

    def __init__(self) -> None:
        self._workers = processes(1)
        self._executor: Executor | None = None
        self._pid: int | None = None
        self._count = 0
        self.job: Job | None = None

    async def ready(self) -> None:
        """Start the process where there is none."""
        if self._executor is None:
            self._executor = self._workers.start()
            self._pid = None
            self._count = 0
        if self._pid is None:
            begun = asyncio.wrap_future(self._executor.submit(_warm))
            self._pid = await asyncio.wait_for(begun, _START)

    def kill(self) -> None:
        """End the process, whatever it is at."""
        executor, pid = self._executor, self._pid
        self._executor = self._pid = None
        if pid is not None:
            try:
                os.kill(pid, _KILL)
            except OSError:
                log.debug("process %d was gone", pid)
        if executor is not None:
            self._workers.stop(executor)

    async def do(self, job: Job) -> None:
        """Do a piece, and see to it that it ends."""
        self.job = job
        try:
            await self._do(job)
        finally:
            self.job = None

    async def _do(self, job: Job) -> None:
        try:
            await self.ready()
            if job.done:
                return
            job.state = "running"
            assert self._executor is not None  # noqa: S101 - made ready just now
            future = self._executor.submit(guarded, job.work, job.order)
            result = await asyncio.wait_for(asyncio.wrap_future(future), job.seconds)
        except TimeoutError:
            self.kill()
            job.end(
                "failed",
                problem=f"处理超过 {job.seconds:.0f} 秒，已停止；请分成几份再试（took too long and was stopped）",
            )
        except BrokenExecutor:
            self.kill()
            job.end(
                "failed",
                problem="处理这份材料的进程中断（可能内存不足），别的材料不受影响；请分成几份，或另存后再试"
                "（the process died on this; try it in parts, or saved anew）",
            )
        except asyncio.CancelledError:
            job.end("cancelled", problem=_STOPPED)
            raise
        except Exception as error:
            # A mistake of the program costs this one piece, and is told in full where the program runs.
            log.exception("a piece of work failed")
            job.end(
                "failed",
                problem=f"程序出错（{type(error).__name__}），启动窗口里有详细信息；请把它告诉开发者"
                "（a mistake of the program; details stand in its window）",
            )
        else:
            if isinstance(result, Refused):
                job.end("failed", problem=result.reason)
            else:
                job.end("done", result=result)
        self._count += 1
        if self._count >= _LONGEST:
            self.kill()


def _warm() -> int:
    """Load what most work needs, and say which process this is."""
    from perfscore.web import work

    work.warm()
    return os.getpid()
