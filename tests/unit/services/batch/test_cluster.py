"""The same work on a real scheduler with two workers, one of which is killed."""

import os
import signal
import sys

import pytest
from distributed import Client, LocalCluster

import county
import dying
from perfscore.auditor import Asked
from perfscore.core.errors import UsageError
from perfscore.gathering import expand
from perfscore.services.batch import cluster, plan, pool, run
from perfscore.services.batch.results import Folder
from perfscore.services.batch.run import audit_folder
from perfscore.services.batch.work import Wanted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "全县"
    county.write_county(folder, 4)
    return folder


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(plan, "CHUNK", 2)
    monkeypatch.setattr(plan, "_LEAST", 2)


def audited(folder, into, **options):
    return audit_folder(expand([str(folder)]), [str(folder)], into, Wanted(Asked()), **options)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def test_a_worker_is_killed_and_nothing_is_lost(source, tmp_path, monkeypatch):
    audited(source, tmp_path / "一")
    monkeypatch.setattr(run, "audited", dying.slow)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made, Client(made) as client:
        pids = list(client.run(os.getpid).values())
        killed = []

        def kill(done, total):
            if not killed and done:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        audited(source, tmp_path / "二", cluster=made.scheduler_address, progress=kill)
    assert killed
    assert contents(tmp_path / "一") == contents(tmp_path / "二")


def test_a_file_that_kills_every_worker_is_refused(source, tmp_path, monkeypatch):
    folder = tmp_path / "全县"
    county.write_county(folder, 1)
    files = sorted(folder.rglob("*.xlsx"))
    files[1].rename(files[1].with_name(f"{dying.FATAL}.xlsx"))
    monkeypatch.setattr(run, "audited", dying.audited)
    audited(folder, tmp_path / "结果", cluster="local", jobs=2)
    found = {os.path.basename(one["file"]): one["status"] for one in Folder(tmp_path / "结果").files()}  # noqa: PTH119
    assert found.pop(f"{dying.FATAL}.xlsx") == "refused"
    assert set(found.values()) == {"read"}


def test_nobody_answers(source, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with pytest.raises(UsageError, match="连不上调度器"):
        audited(source, tmp_path / "结果", cluster="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="连不上调度器"):
        audited(source, tmp_path / "结果", cluster="没有这样的地址")


def test_dask_is_not_installed(source, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"perfscore\[cluster\]"):
        audited(source, tmp_path / "结果", cluster="local")


def test_workers_of_another_version(source, tmp_path, monkeypatch):
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as made:
        monkeypatch.setattr(cluster, "__version__", "99.0")
        with pytest.raises(UsageError, match="这里是 99"):
            audited(source, tmp_path / "结果", cluster=made.scheduler_address)


def test_a_cluster_that_has_lost_its_workers(source, tmp_path, monkeypatch):
    """What is done stays, and the same command goes on when there are some again."""
    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    monkeypatch.setattr(pool, "_LOOK", 0.5)
    monkeypatch.setattr(run, "audited", dying.slow)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as made:

        def lose(done, total):
            if done:
                made.scale(0)

        with pytest.raises(UsageError, match="没有工作节点"):
            audited(source, tmp_path / "结果", cluster=made.scheduler_address, progress=lose)
    assert audited(source, tmp_path / "结果").resumed > 0


def test_a_local_cluster_that_has_lost_its_workers_is_started_anew(source, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    monkeypatch.setattr(pool, "_LOOK", 0.2)
    monkeypatch.setattr(run, "audited", dying.slow)
    made, lost = [], []
    real = cluster._Cluster.connect

    def connect(own):
        real(own)
        made.append(own)

    monkeypatch.setattr(cluster._Cluster, "connect", connect)

    def lose(done, total):
        if done and not lost:
            lost.append(made[0])
            made[0]._made.scale(0)

    audited(source, tmp_path / "结果", cluster="local", jobs=1, progress=lose)
    assert len(made) == 2
    assert {one["status"] for one in Folder(tmp_path / "结果").files()} == {"read"}
