"""The same work on a cluster: Dask's scheduler hands the pieces out, and hands them out again where a machine dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from perfscore.core.errors import UsageError
from perfscore.core.version import __version__
from perfscore.services.batch.pool import Workers

#: The word for a cluster on this machine alone.
LOCAL: Final = "local"
#: So long a scheduler is waited for, in seconds.
_PATIENCE: Final = 20


@contextmanager
def cluster(address: str, count: int) -> Iterator[Workers]:
    """The workers of a cluster.

    Args:
        address: of its scheduler, such as `tcp://10.0.0.5:8786`; `local` starts one here.
        count: how many workers a local one has.

    Raises:
        UsageError: Dask is not installed, the scheduler does not answer, or its workers have another version.
    """
    try:
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise UsageError(
            "--cluster 需要 Dask：请先运行 pip install 'perfscore[cluster]'（--cluster needs Dask）"
        ) from None
    if address == LOCAL:
        with (
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=count, threads_per_worker=1, dashboard_address=None
            ) as made,
            Client(made) as client,  # type: ignore[no-untyped-call]
        ):
            yield _workers(client, KilledWorker)
        return
    try:
        client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"--cluster {address}：连不上调度器；请检查地址（形如 tcp://主机:8786）和网络"
            f"（no scheduler answers there: {error}）"
        ) from None
    with client:
        _same_version(client)
        yield _workers(client, KilledWorker)


def _workers(client: object, killed: type[BaseException]) -> Workers:
    width = sum(client.nthreads().values())  # type: ignore[attr-defined]
    if not width:
        raise UsageError("--cluster：调度器下没有工作节点；请先启动 dask worker（the cluster has no worker）")
    # A piece is done once for its own sake: results are kept by us, not by the cluster.
    return Workers(
        lambda: client.get_executor(pure=False),  # type: ignore[attr-defined]
        lambda executor: executor.shutdown(wait=False),
        width,
        (killed,),
    )


def _same_version(client: object) -> None:
    """Results must not depend on which machine made them."""
    try:
        found = set(client.run(version).values())  # type: ignore[attr-defined]
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
