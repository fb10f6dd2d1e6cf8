"""The same work on a cluster: Dask's scheduler hands the pieces out, and hands them out again where a machine dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Final

from perfscore.core.errors import UsageError
from perfscore.core.version import __version__
from perfscore.services.batch.pool import Workers

#: The word for a cluster on this machine alone.
LOCAL: Final = "local"
#: So long a scheduler is waited for, and a cluster without workers, in seconds.
_PATIENCE: Final = 20


@contextmanager
def cluster(address: str, count: int) -> Iterator[Workers]:
    """The workers of a cluster.

    Args:
        address: of its scheduler, such as `tcp://10.0.0.5:8786`; `local` starts one here.
        count: how many workers a local one has.

    Raises:
        UsageError: Dask is not installed, the scheduler does not answer, it has no worker or no longer one, or its
            workers have another version.
    """
    try:
        from distributed import KilledWorker
    except ImportError:
        raise UsageError(
            "--cluster 需要 Dask：请先运行 pip install 'perfscore[cluster]'（--cluster needs Dask）"
        ) from None
    own = _Cluster(address, count)
    try:
        own.connect()
        # A piece is done once for its own sake: results are kept by us, not by the cluster.
        yield Workers(own.start, own.stop, own.width, (KilledWorker,), own.gone)
    finally:
        own.close()


class _Cluster:
    """A connection to a cluster, made anew where a local one has lost all its workers."""

    def __init__(self, address: str, count: int) -> None:
        self._address = address
        self._count = count
        self._client: Any = None
        self._made: Any = None
        self._since: float | None = None
        self._lost = False
        #: The executors of the present connection.
        self._of: set[int] = set()
        self.width = count

    def connect(self) -> None:
        """Start a local cluster, or find the one that is there."""
        from distributed import Client, LocalCluster

        if self._address == LOCAL:
            self._made = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=self._count, threads_per_worker=1, dashboard_address=None
            )
            self._client = Client(self._made)  # type: ignore[no-untyped-call]
            return
        try:
            self._client = Client(self._address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--cluster {self._address}：连不上调度器；请检查地址（形如 tcp://主机:8786）和网络"
                f"（no scheduler answers there: {error}）"
            ) from None
        self._same_version()
        self.width = sum(self._client.nthreads().values())
        if not self.width:
            raise UsageError("--cluster：调度器下没有工作节点；请先启动 dask worker（the cluster has no worker）")

    def start(self) -> Executor:
        """What takes the work."""
        self._since = None
        if self._lost:
            self.close()  # its workers do not come back
        if self._client is None:
            self.connect()
            self._lost = False
        executor = self._client.get_executor(pure=False)
        self._of.add(id(executor))
        return executor  # type: ignore[no-any-return]

    def stop(self, executor: Executor) -> None:
        """Let the work go that is under way."""
        if id(executor) in self._of:
            self._of.remove(id(executor))
            executor.shutdown(wait=False)

    def gone(self, executor: Executor) -> bool:
        """Whether no worker has been there for a while, or the cluster was started anew meanwhile.

        Raises:
            UsageError: of a cluster that is not ours.
        """
        if id(executor) not in self._of:
            return True
        if self._client.nthreads():
            self._since = None
            return False
        now = time.monotonic()
        self._since = self._since or now
        if now - self._since < _PATIENCE:
            return False
        if self._made is not None:
            self._lost = True
            return True
        raise UsageError(
            f"--cluster {self._address}：集群里已经没有工作节点；已完成的保留，节点恢复后用同一命令继续"
            "（no worker is left; the same command goes on when there are some）"
        )

    def close(self) -> None:
        """Leave the cluster; a local one ends."""
        for one in (self._client, self._made):
            if one is not None:
                one.close()
        self._client = self._made = None
        self._of.clear()

    def _same_version(self) -> None:
        """Results must not depend on which machine made them."""
        try:
            found = set(self._client.run(version).values())
        except (ImportError, AttributeError):
            found = {"—"}
        if found - {__version__}:
            raise UsageError(
                f"--cluster：工作节点上的 perfscore 版本是 {'、'.join(sorted(found))}，这里是 {__version__}；"
                "请在各节点安装同一版本（the workers have another version）"
            )


def version() -> str:
    """The version of the machine that is asked."""
    return __version__
