"""The engine `dask` against a real scheduler and two real workers, processes on the loopback interface.

The workers are started in an empty folder without PYTHONPATH: what they know of the core came from the WorkForce.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from stochastic_kriging.krig_core import Grid, Variogram
from stochastic_kriging.krig_core.bundled import FOLDER
from stochastic_kriging.krig_core.errors import Cancelled, InvalidInput, MissingPackage, WorkerDied, WorkerNotStarted
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.workforce import workforce_workers as workers
from stochastic_kriging.tests.core.workforce.cluster import LoopbackCluster
from stochastic_kriging.tests.core.workforce.workforce_workers import DEADLINE, Trouble, Worker, wait_for

distributed = pytest.importorskip("distributed", reason="dask[distributed] is not installed")
dask = pytest.importorskip("dask")
cloudpickle = pytest.importorskip("cloudpickle")
pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills processes as Linux does"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def _classes_travel():
    cloudpickle.register_pickle_by_value(workers)
    yield
    cloudpickle.unregister_pickle_by_value(workers)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    cluster = LoopbackCluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.stop()


@pytest.fixture
def cluster(running):
    running.fill()
    return running


@pytest.fixture
def hire(cluster):
    """Make forces of the cluster; close them."""
    forces = []

    def hire(worker, **options):
        forces.append(WorkForce(worker, engine="dask", scheduler=cluster.address, **options))
        return forces[-1]

    yield hire
    for force in forces:
        force.close()


@pytest.fixture(autouse=True)
def _no_test_hangs():
    def fail(_signal, _frame):
        pytest.fail("the test hangs")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(600)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def force(hire):
    return hire(Worker())


def wells():
    rng = np.random.default_rng(5)
    return Grid.from_points(rng.uniform(0, 1000, (40, 2)), rng.normal(size=40), 40)


VARIOGRAM = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=400)


def test_result_is_the_plain_objects(force):
    assert force.add(1, second=2, times=3) == Worker().add(1, second=2, times=3)
    assert force.colour == "red"
    assert force.pid() != os.getpid()
    with pytest.raises(AttributeError, match="no attribute 'subtract'"):
        force.subtract  # noqa: B018


def test_blas_is_told_on_the_cluster_too(force):
    if not FOLDER.is_dir():
        pytest.importorskip("threadpoolctl")
    assert force.has_loaded("threadpoolctl")


def test_map_gives_results_in_order(force):
    assert list(force.map("add", ((n,) for n in range(12)))) == [100 + n for n in range(12)]


def test_divided_call_gives_the_same_bytes_and_tells_progress(hire):
    seen = []
    force = hire(Worker(), progress=lambda *now: seen.append((*now, threading.current_thread())))
    assert force.walk(9)[0] == Worker().walk(9)[0]
    done, totals, threads = zip(*seen)
    assert done[-1] == 9.0
    assert list(done) == sorted(done)
    assert len(done) > 3
    assert set(totals) == {9.0}
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("method", ["gaussian", "sequential", "random-sample"])
def test_krig_gives_the_same_bytes_as_here(hire, method):
    options = {"seed": 3, "method": method, "variogram": VARIOGRAM}
    expected = wells().krig(25, **options)
    found = hire(wells()).krig(25, **options)
    assert found.mean.tobytes() == expected.mean.tobytes()
    assert found.std.tobytes() == expected.std.tobytes()


def test_soft_data_beside_a_secondary_give_the_same_bytes_as_here(hire):
    rng = np.random.default_rng(5)
    points, values, error = rng.uniform(0, 1000, (40, 2)), rng.normal(size=40), np.zeros(40)
    error[:10], values[30:] = 0.5, np.nan
    grid = Grid.from_points(points, values, 40, error=error, upper=np.where(np.arange(40) < 30, np.inf, 1.0))
    options = {"seed": 3, "variogram": VARIOGRAM, "secondary": np.add.outer(*map(np.arange, grid.shape)) ** 0.5}
    expected, found = (whom.krig(25, **options) for whom in (grid, hire(grid)))
    assert found.mean.tobytes() == expected.mean.tobytes()
    assert found.std.tobytes() == expected.std.tobytes()


def test_krig_with_several_threads_in_a_worker_gives_the_same_bytes(cluster, hire):
    while cluster.workers:
        worker = cluster.workers.pop()
        worker.kill()
        worker.wait()
    cluster.hire("--nthreads", "3")
    try:
        expected = wells().krig(40, seed=3, variogram=VARIOGRAM)
        assert hire(wells()).krig(40, seed=3, variogram=VARIOGRAM).mean.tobytes() == expected.mean.tobytes()
    finally:
        worker = cluster.workers.pop()
        worker.kill()
        worker.wait()


def test_large_arrays_travel_and_results_can_be_written_to(force):
    big = np.arange(300_000.0)
    found = force.add(big)
    assert np.array_equal(found, 100 + big)
    found += 1


def test_exception_is_the_original_with_the_workers_traceback(force):
    with pytest.raises(Trouble) as caught:
        force.fail("lost", code=7)
    assert (caught.value.args, caught.value.code) == (("lost", 7), 7)
    assert "in fail\n" in str(caught.value.__cause__)
    with pytest.raises(Trouble, match="part 2 stumbles"):
        force.walk(6, accidents={2: (1, "raise")})
    assert force.add(1) == 101


def test_what_cannot_travel_fails_clearly(force):
    with pytest.raises(InvalidInput, match="Invalid argument of same: it cannot be pickled"):
        force.same(threading.Lock())
    with pytest.raises(RuntimeError, match="The result of make_lock cannot be pickled"):
        force.make_lock()
    assert force.add(1) == 101


def test_lost_worker_is_redone(hire, tmp_path):
    seen = []
    force = hire(Worker(), progress=lambda done, _total: seen.append(done))
    whole, _ = force.walk(8, folder=tmp_path, accidents={1: (1, "kill")})
    assert whole == Worker().walk(8)[0]
    assert len(list(tmp_path.glob("1 died *"))) == 1
    assert seen[-1] == 8.0


def test_krig_with_a_worker_lost_midway_gives_the_same_bytes(cluster, hire):
    expected = wells().krig(300, seed=3, variogram=VARIOGRAM)
    victim = cluster.workers[0]
    force = hire(wells(), progress=lambda done, _total: done > 0 and victim.kill())
    found = force.krig(300, seed=3, variogram=VARIOGRAM)
    assert victim.wait(DEADLINE) == -signal.SIGKILL
    assert found.mean.tobytes() == expected.mean.tobytes()
    assert found.std.tobytes() == expected.std.tobytes()


def test_all_workers_lost_at_once_are_waited_for(cluster, hire, tmp_path):
    def replace():
        wait_for(tmp_path / "1 ended")
        for worker in cluster.workers[:2]:
            worker.kill()
            worker.wait()
        cluster.fill()
        (tmp_path / "go ended").touch()

    thread = threading.Thread(target=replace)
    thread.start()
    whole, _ = hire(Worker()).walk(8, folder=tmp_path, after={2: "go"})
    thread.join(DEADLINE)
    assert whole == Worker().walk(8)[0]


def test_part_that_kills_three_workers_fails(tmp_path):
    # A fourth survives, since with the last of them the data would be lost too, and the scheduler might tell of that
    # first. So it keeps them: Dask's manager of memory would take them every two seconds from workers without a task.
    cluster = LoopbackCluster(tmp_path, workers=4, DASK_DISTRIBUTED__SCHEDULER__ACTIVE_MEMORY_MANAGER__START="False")
    told = pytest.raises(WorkerDied, match="3 cluster workers were lost at walk, part 2 of 3, the last at tcp://")
    try:
        with WorkForce(Worker(), engine="dask", scheduler=cluster.address) as force, told:
            force.walk(3, folder=tmp_path, accidents={1: (9, "kill")})
    finally:
        cluster.stop()


def test_part_that_kills_all_workers_is_named(tmp_path):
    cluster = LoopbackCluster(tmp_path, workers=1)
    told = pytest.raises(WorkerDied, match="lost all its workers while they had walk, part 1 of 1, and none")
    try:
        with WorkForce(Worker(), engine="dask", scheduler=cluster.address, start_timeout=8) as force, told:
            force.walk(1, folder=tmp_path, accidents={0: (9, "kill")})
    finally:
        cluster.stop()


def test_end_of_the_scheduler_ends_the_call(tmp_path):
    cluster = LoopbackCluster(tmp_path)
    try:
        with WorkForce(Worker(), engine="dask", scheduler=cluster.address) as force:
            killer = threading.Thread(target=lambda: (wait_for(tmp_path / "busy 0"), cluster.scheduler.kill()))
            killer.start()
            with pytest.raises(WorkerDied, match="The cluster lost busy, part 1 of 2 with its scheduler"):
                force.busy(tmp_path)
            killer.join(DEADLINE)
    finally:
        cluster.stop()


def test_early_merge_stops_the_parts_that_are_not_wanted(force, tmp_path):
    assert force.enough(3, tmp_path) == [0, 1, 2]
    end = time.monotonic() + DEADLINE
    while len(list(tmp_path.glob("* stopped"))) < len(list(tmp_path.glob("busy *"))):
        assert time.monotonic() < end, "a part goes on for nobody"
        time.sleep(0.02)
    assert force.walk(4)[0] == Worker().walk(4)[0]


def test_cancel_from_a_thread_stops_the_cluster(force, tmp_path):
    def cancel():
        wait_for(tmp_path / "busy 0")
        force.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(Cancelled):
        force.busy(tmp_path)
    thread.join(DEADLINE)
    wait_for(tmp_path / "0 stopped")
    with pytest.raises(Cancelled):
        force.add(1)


def test_killed_caller_stops_the_cluster(cluster, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import sys, cloudpickle\n"
        "from stochastic_kriging.krig_core.workforce.workforce import WorkForce\n"
        "from stochastic_kriging.tests.core.workforce import workforce_workers as workers\n"
        "cloudpickle.register_pickle_by_value(workers)\n"
        "WorkForce(workers.Worker(), engine='dask', scheduler=sys.argv[1]).busy(sys.argv[2])\n"
    )
    home = str(pathlib.Path(sys.modules["stochastic_kriging"].__file__).parents[1])
    caller = subprocess.Popen(
        [sys.executable, str(script), cluster.address, str(tmp_path)], env={**os.environ, "PYTHONPATH": home}
    )
    wait_for(tmp_path / "busy 0")
    caller.kill()
    caller.wait()
    wait_for(tmp_path / "0 stopped")


# A cluster that is not there, or not fit


def test_no_scheduler_is_one_sentence():
    late = pytest.raises(
        WorkerNotStarted, match=r"No Dask scheduler answers at 'tcp://127.0.0.1:9' .*; check scheduler"
    )
    before = [thread for thread in threading.enumerate() if "loop" in thread.name]
    with WorkForce(Worker(), engine="dask", scheduler="tcp://127.0.0.1:9", start_timeout=0.5) as force, late:
        force.add(1)
    assert [thread for thread in threading.enumerate() if "loop" in thread.name] == before


def test_scheduler_without_workers_is_one_sentence(tmp_path):
    cluster = LoopbackCluster(tmp_path, workers=0)
    try:
        late = pytest.raises(WorkerNotStarted, match="has no workers after 10 s; start some")
        with WorkForce(Worker(), engine="dask", scheduler=cluster.address, start_timeout=10) as force, late:
            force.add(1)
    finally:
        cluster.stop()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_tls_works_with_dasks_own_configuration(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    roles = {f"{role}.{what}": file for role in ("client", "scheduler", "worker") for what, file in
             (("cert", certificate), ("key", key))}  # fmt: skip
    settings = {f"distributed.comm.tls.{name}": str(file) for name, file in {"ca-file": certificate, **roles}.items()}
    environment = {f"DASK_{name.replace('.', '__').replace('-', '_').upper()}": file for name, file in settings.items()}
    with dask.config.set(settings):
        cluster = LoopbackCluster(tmp_path, "--protocol", "tls", workers=1, **environment)
        try:
            assert cluster.address.startswith("tls://")
            with WorkForce(Worker(), engine="dask", scheduler=cluster.address) as force:
                assert force.walk(3)[0] == Worker().walk(3)[0]
        finally:
            cluster.stop()


def test_tls_without_certificates_is_one_sentence(cluster):
    address = cluster.address.replace("tcp://", "tls://")
    before = [thread for thread in threading.enumerate() if "loop" in thread.name]
    late = pytest.raises(WorkerNotStarted, match="No Dask scheduler answers at 'tls://.*TLS")
    with WorkForce(Worker(), engine="dask", scheduler=address, start_timeout=2) as force, late:
        force.add(1)
    assert [thread for thread in threading.enumerate() if "loop" in thread.name] == before


def test_other_versions_are_one_sentence(hire, monkeypatch):
    versions = distributed.Client.get_versions

    def older(client):
        found = versions(client)
        next(iter(found["workers"].values()))["packages"]["distributed"] = "2020.1.0"
        return found

    monkeypatch.setattr(distributed.Client, "get_versions", older)
    with pytest.raises(WorkerNotStarted, match=r"tcp://.*\) has distributed 2020.1.0 and this Python distributed 2"):
        hire(Worker()).add(1)


def test_object_that_the_cluster_cannot_load_is_one_sentence(hire):
    with pytest.raises(WorkerNotStarted, match="could not load the 'OneWay' object .*: lost on the way; it needs"):
        hire(workers.OneWay()).greet()


def test_other_version_of_the_core_is_one_sentence(hire, monkeypatch):
    hire(Worker()).add(1)
    monkeypatch.setattr("stochastic_kriging.krig_core.workforce.cluster_worker.digest", lambda: "0123456789abcdef")
    with pytest.raises(WorkerNotStarted, match="another version of stochastic_kriging.krig_core loaded; restart"):
        list(hire(Worker()).map("add", [(1,), (2,)]))


def test_missing_package_is_one_sentence():
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(pathlib.Path(sys.modules['stochastic_kriging'].__file__).parents[1])!r})\n"
        "sys.modules['distributed'] = None\n"
        "from stochastic_kriging.krig_core.workforce.workforce import WorkForce\n"
        "try:\n"
        "    WorkForce([1], engine='dask', scheduler='tcp://127.0.0.1:9').index(1)\n"
        "except ImportError as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{MissingPackage.__name__} The engine 'dask' needs the Python package dask[distr")
    assert "python3 -m pip install" in done.stdout


def test_a_cancel_from_another_thread_bears_with_tasks_that_come_meanwhile():
    """The thread that runs takes note of a task whenever it likes, also while another one looks at them all."""
    from stochastic_kriging.krig_core.workforce import cluster

    run = cluster._Run(None)

    class Coming:
        name = "coming"

        @property
        def future(self):
            run.tasks[len(run.tasks)] = cluster._Task(len(run.tasks), "another", None)

    run.tasks.update({0: Coming(), 1: Coming()})
    force = cluster.Cluster(Worker(), 1, "tcp://127.0.0.1:1", None, 1.0, lambda: None)
    force._runs.append(run)
    force.halt()
    assert sorted(run.tasks) == [0, 1, 2, 3]
    assert run.inbox.get_nowait() is None
