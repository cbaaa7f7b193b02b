"""WorkForce: the same behaviour with one process (no child at all) and with several, and how processes end."""

import contextlib
import gc
import itertools
import logging
import multiprocessing
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import types

import pytest
import stochastic_kriging
from stochastic_kriging.krig_core.errors import Cancelled, InvalidInput, KrigingError, WorkerDied, WorkerNotStarted
from stochastic_kriging.krig_core.machine import cores
from stochastic_kriging.krig_core.workforce import local
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.workforce import workforce_workers as workers
from stochastic_kriging.tests.core.workforce.workforce_workers import DEADLINE, Trouble, Worker, wait_for

spawn_only = pytest.mark.parametrize("start_method", ["spawn"], indirect=True)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
START_METHODS = [name for name in ("spawn", "forkserver") if name in multiprocessing.get_all_start_methods()]
both = pytest.mark.parametrize("processes", [1, 2])
GONE_WITHIN = DEADLINE / 2


def until(condition, seconds=DEADLINE):
    """Poll until the condition holds; return how long it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "in vain"
        time.sleep(0.005)
    return time.monotonic() - start


def processes():
    """Yield process id, state, parent, session and command of every process."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat, command = (folder / "stat").read_text(), (folder / "cmdline").read_text()
            state, parent, _, session = stat[stat.rindex(")") + 1 :].split()[:4]
            yield int(folder.name), state, int(parent), int(session), command


def children():
    """Worker processes of this one, zombies too, but without Python's own resource tracker and fork server."""
    everyone = list(processes())
    own = [(pid, command) for pid, _, parent, _, command in everyone if parent == os.getpid()]
    servers = [pid for pid, command in own if "forkserver" in command]
    workers = [pid for pid, command in own if pid not in servers and "_tracker" not in command]
    return workers + [pid for pid, _, parent, _, _ in everyone if parent in servers]


def living(script):
    """What lives of the session of a script; its orphaned zombies are for init to bury."""
    return [pid for pid, state, _, session, _ in processes() if session == script.pid and state != "Z"]


@pytest.fixture(autouse=True)
def _no_test_hangs():
    def fail(_signal, _frame):
        pytest.fail("the test hangs")

    if hasattr(signal, "SIGALRM"):
        before = signal.signal(signal.SIGALRM, fail)
        signal.alarm(600)
    yield
    if hasattr(signal, "SIGALRM"):
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True, params=START_METHODS)
def start_method(request, monkeypatch):
    """The same suite for each way in which a process can start."""
    monkeypatch.setitem(WorkForce.__init__.__kwdefaults__, "start_method", request.param)
    return request.param


@pytest.fixture(autouse=True)
def _nothing_left():
    yield
    if sys.platform.startswith("linux"):
        assert not children()
    assert not multiprocessing.active_children()


@pytest.fixture(params=[1, 2])
def force(request):
    with WorkForce(Worker(), request.param) as workforce:
        yield workforce


@pytest.fixture
def pair():
    with WorkForce(Worker(), 2) as workforce:
        yield workforce


@pytest.fixture
def start_script(tmp_path, start_method):
    """Start a script in a session of its own; kill what is left of it at the end."""
    started = []

    def start(text):
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(text))
        home = str(pathlib.Path(stochastic_kriging.__file__).parents[1])
        script = subprocess.Popen(
            [sys.executable, str(path), str(tmp_path), start_method],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": home},
        )
        started.append(script)
        return script

    yield start
    for script in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(script.pid, signal.SIGKILL)
        script.communicate()


BUSY_SCRIPT = """
    import sys
    from stochastic_kriging.krig_core.workforce.workforce import WorkForce
    from stochastic_kriging.tests.core.workforce.workforce_workers import Worker

    if __name__ == "__main__":
        with WorkForce(Worker(), 2, start_method=sys.argv[2]) as force:
            list(force.map("nap", [(sys.argv[1], 0), (sys.argv[1], 1)]))
"""


# What calls return and raise


def test_result_is_the_plain_objects(force):
    plain = Worker()
    assert force.add(1) == plain.add(1)
    assert force.add(1, second=2, times=3) == plain.add(1, second=2, times=3)
    assert force.walk(5)[0] == plain.walk(5)[0]


def test_value_of_an_attribute_comes_at_once(force):
    assert force.colour == "red"
    assert force.base == 100


def test_method_keeps_its_name_and_docstring(force):
    assert (force.add.__name__, force.add.__doc__) == ("add", "Add to the base.")


def test_unknown_attribute_fails_at_once(force):
    with pytest.raises(AttributeError, match="'Worker' object has no attribute 'subtract'"):
        force.subtract  # noqa: B018
    with pytest.raises(AttributeError, match="'Worker' object has no attribute 'subtract'"):
        force.map("subtract", [])
    assert not hasattr(force, "subtract")


def test_private_attribute_fails_at_once(force):
    with pytest.raises(AttributeError, match="'Worker' object has no public attribute '_secret'"):
        force._secret  # noqa: B018


def test_attribute_of_a_force_without_init_fails_without_recursion():
    with pytest.raises(AttributeError, match="'WorkForce' object has no attribute '_worker'"):
        object.__new__(WorkForce).add  # noqa: B018


def test_exception_is_the_original(force):
    with pytest.raises(Trouble) as caught:
        force.fail("lost", code=7)
    assert (caught.value.args, caught.value.code) == (("lost", 7), 7)
    with pytest.raises(Trouble, match="no plan"):
        force.fail_to_plan()


def test_exception_carries_the_workers_traceback(pair):
    with pytest.raises(Trouble) as caught:
        pair.fail("lost")
    assert "in fail\n" in str(caught.value.__cause__)
    assert "workforce_workers.py" in str(caught.value.__cause__)


@pytest.mark.parametrize("kind", [StopIteration, SystemExit, KeyboardInterrupt, GeneratorExit])
def test_special_exceptions_are_raised_as_they_are(force, kind):
    with pytest.raises(kind):
        force.raise_this(kind)
    assert force.add(1) == 101


def test_message_is_logged(force, caplog):
    with caplog.at_level(logging.DEBUG, logger="stochastic_kriging.krig_core.workforce"):
        force.add(1, times=2)
    assert "{'method': 'add', 'args': (1,), 'kwargs': {'times': 2}, 'name': 'add'}" in caplog.text


@pytest.mark.parametrize("processes", [0, -1, 2.0, "2", ""])
def test_invalid_processes_fail(processes):
    with pytest.raises(InvalidInput, match=f"Invalid processes '{processes}'. Should be a whole number"):
        WorkForce(Worker(), processes)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"engine": "spark"}, "Invalid engine 'spark'. Should be 'local' or 'dask' or 'threads'"),
        ({"start_method": "fork"}, "Invalid start_method 'fork'. Should be 'spawn' or 'forkserver'"),
        ({"engine": "dask"}, "Invalid scheduler 'None'. Should be tcp://host:8786 with engine 'dask', else left out"),
        (
            {"scheduler": "tcp://host:8786"},
            "Invalid scheduler 'tcp://host:8786'. Should be tcp://host:8786 with",
        ),
    ],
)
def test_invalid_engine_fails(options, text):
    with pytest.raises(InvalidInput, match=text):
        WorkForce(Worker(), **options)


def test_default_is_one_process_for_each_core():
    assert WorkForce(Worker()).processes == cores()


# What cannot travel


def test_unpicklable_argument_fails_and_harms_nothing(pair):
    before = pair.pid()
    with pytest.raises(InvalidInput, match="Invalid argument of same: it cannot be pickled"):
        pair.same(lambda: None)
    assert pair.pid() == before


def test_argument_that_fails_to_arrive_harms_nothing(pair):
    before = pair.pid()
    with pytest.raises(ImportError, match="lost on the way"):
        pair.same(workers.OneWay())
    assert pair.pid() == before


def test_memory_that_runs_out_is_not_called_a_thing_that_cannot_be_pickled(pair):
    before = pair.pid()
    with pytest.raises(MemoryError):
        pair.same(workers.Vast(here=True))
    with pytest.raises(MemoryError):
        pair.same(workers.Vast(here=False))
    assert pair.pid() == before


def test_plan_that_fails_to_arrive_harms_nothing(pair):
    before = pair.pid()
    with pytest.raises(ImportError, match="lost on the way"):
        pair.one_way_plan()
    assert pair.pid() == before


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("make_function", "The result of make_function cannot be pickled"),
        ("make_one_way", "The result of make_one_way arrived, but cannot be unpickled here: lost on the way"),
    ],
)
def test_result_that_cannot_travel_fails_clearly(pair, method, text):
    before = pair.pid()
    with pytest.raises(RuntimeError, match=text):
        getattr(pair, method)()
    assert pair.pid() == before


@pytest.mark.parametrize(
    ("kind", "args", "text"),
    [
        (workers.Awkward, (1, 2), "Awkward: 1 and 2"),
        (workers.Stubborn, (), "Stubborn: stubborn"),
    ],
)
def test_exception_that_cannot_travel_keeps_its_text(pair, kind, args, text):
    before = pair.pid()
    with pytest.raises(RuntimeError, match=text) as caught:
        pair.raise_this(kind, *args)
    assert "in raise_this\n" in str(caught.value.__cause__)
    assert pair.pid() == before


def test_exception_whose_text_fails_arrives(pair):
    with pytest.raises(workers.SilentError):
        pair.raise_this(workers.SilentError)


def test_big_arguments_and_results_arrive(pair):
    big = bytes(5_000_000)
    assert pair.same(big) == big


# Divided calls


def test_divided_call_gives_the_same_bytes_for_any_number_of_processes(tmp_path):
    def walk(processes, **options):
        with WorkForce(Worker(), processes) as force:
            return force.walk(9, **options)[0]

    expected = Worker().walk(9)[0]
    assert walk(1) == expected
    for processes in 2, 3:
        folder = tmp_path / str(processes)
        folder.mkdir()
        # Part 0 ends after part 1, part 4 after part 5: merging must wait for them.
        assert walk(processes, folder=folder, after={0: 1, 4: 5}) == expected


@pytest.mark.parametrize(("processes", "most"), [(1, 1), (2, 4), (3, 6)])
def test_parts_are_handed_out_only_so_far_ahead(processes, most):
    with WorkForce(Worker(), processes) as force:
        _, ahead = force.walk(30)
    assert ahead <= most


@both
def test_progress_ends_exactly_at_the_total(processes):
    seen = []
    with WorkForce(Worker(), processes, progress=lambda *now: seen.append((*now, threading.current_thread()))) as force:
        force.walk(7)
    done, totals, threads = zip(*seen)
    assert done[-1] == 7.0
    assert list(done) == sorted(done)
    assert max(after - before for before, after in zip((0.0, *done), done)) <= processes + 1e-9
    assert set(totals) == {7.0}
    assert set(threads) == {threading.current_thread()}


@both
def test_exception_in_a_part_comes_out(processes):
    with WorkForce(Worker(), processes) as force:
        with pytest.raises(Trouble, match="part 2 stumbles"):
            force.walk(6, accidents={2: (1, "raise"), 3: (1, "raise")})
        assert force.walk(3)[0] == Worker().walk(3)[0]


def test_failed_call_starts_no_more_parts(pair, tmp_path):
    with pytest.raises(Trouble, match="part 0 stumbles"):
        pair.walk(6, folder=tmp_path, accidents={0: (1, "raise")}, after={1: 9})
    assert pair.add(1) == 101
    assert not list(tmp_path.glob("* ended"))


@both
def test_progress_that_raises_ends_the_call(processes):
    def refuse(_done, _total):
        raise Trouble("enough", 1)

    with WorkForce(Worker(), processes, progress=refuse) as force:
        with pytest.raises(Trouble, match="enough"):
            force.walk(6)
        assert force.add(1) == 101


def test_empty_plan_merges_nothing(force):
    assert force.walk(0) == ([], 0)


@linux
def test_no_more_processes_than_parts():
    with WorkForce(Worker(), 3) as force:
        assert not children()
        force.walk(1)
        assert len(children()) == 1
        force.walk(2)
        assert len(children()) <= 2


# Calls that need no more


@pytest.mark.parametrize("count", [1, 2, 3])
def test_early_merge_stops_the_parts_that_are_not_wanted(tmp_path, count):
    with WorkForce(Worker(), count) as force:
        before = {force.pid() for _ in range(count)}
        assert force.enough(3, tmp_path, together=count > 1) == [0, 1, 2]
        assert bool(list(tmp_path.glob("busy *"))) == (count > 1)
        # The parts stop by themselves: at once, nobody asks for another call.
        until(lambda: len(list(tmp_path.glob("* stopped"))) == len(list(tmp_path.glob("busy *"))), GONE_WITHIN)
        assert force.walk(4)[0] == Worker().walk(4)[0]
        assert force.pid() in before


def test_early_merge_ends_the_progress_at_the_total(tmp_path):
    seen = []
    with WorkForce(Worker(), 2, progress=lambda *now: seen.append(now)) as force:
        force.enough(3, tmp_path)
    assert seen[-1] == (100.0, 100.0)


@linux
def test_calls_that_will_not_stop_make_room(pair, tmp_path):
    thread = threading.Thread(
        target=lambda: (until(lambda: len(list(tmp_path.glob("busy *"))) == 2), os.kill(os.getpid(), signal.SIGINT)),
    )
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        list(pair.map("nap", ((tmp_path, number) for number in range(9))))
    thread.join(DEADLINE)
    start = time.monotonic()
    assert pair.add(1) == 101
    assert time.monotonic() - start < GONE_WITHIN


# Large arrays


@linux
def test_large_array_of_a_plan_is_there_once(pair, tmp_path, monkeypatch):
    numpy = pytest.importorskip("numpy")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    array = numpy.arange(2_000_000.0)
    found = pair.weigh(array, 40)
    assert {(name, total) for _, name, total, *_ in found} == {("ndarray", array.sum())}
    assert {writeable for *_, writeable, _ in found} == {False}
    inodes = {pid: inode for pid, *_, inode in found}
    assert len(set(inodes.values())) == 1
    assert 0 not in inodes.values()
    assert not list(tmp_path.iterdir())


@linux
def test_small_array_of_a_plan_is_a_copy(pair):
    numpy = pytest.importorskip("numpy")
    found = pair.weigh(numpy.arange(1000.0), 4)
    assert {(writeable, inode) for *_, writeable, inode in found} == {(True, 0)}


def test_large_arrays_of_worker_arguments_and_results(start_method):
    numpy = pytest.importorskip("numpy")
    array = numpy.arange(600_000.0).reshape(600, 1000)
    with WorkForce(Worker(array), 2) as force:
        found = force.add(array, second=array.T.reshape(600, 1000))
        assert numpy.array_equal(found, array + array + array.T.reshape(600, 1000))
        found += 1
        strided = force.add(array[::2, ::2].sum())
        assert numpy.array_equal(strided, array + array[::2, ::2].sum())


@linux
def test_workers_keep_neither_plans_nor_descriptors(pair):
    numpy = pytest.importorskip("numpy")
    array = numpy.zeros(500_000)

    def use():
        pair.weigh(array, 4)
        pair.same(array)
        return sorted({pid: pair.descriptors() for pid in (pair.pid() for _ in range(4))}.items())

    use()
    assert use() == use()


def test_full_disk_is_one_sentence(pair, monkeypatch):
    numpy = pytest.importorskip("numpy")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(KrigingError, match="No room for 0.008 GB that the worker processes share .*; set TMPDIR"):
        pair.weigh(numpy.zeros(1_000_000), 2)
    assert pair.add(1) == 101


@linux
def test_killed_parent_leaves_no_file_and_no_shared_memory(start_script, tmp_path):
    pytest.importorskip("numpy")
    shared = set(pathlib.Path("/dev/shm").iterdir())
    (tmp_path / "temporary").mkdir()
    script = start_script("""
        import pathlib, sys, tempfile
        import numpy
        from stochastic_kriging.krig_core.workforce.workforce import WorkForce
        from stochastic_kriging.tests.core.workforce.workforce_workers import Worker

        if __name__ == "__main__":
            tempfile.tempdir = sys.argv[1] + "/temporary"
            with WorkForce(Worker(numpy.zeros(1_000_000)), 2, start_method=sys.argv[2]) as force:
                list(force.map("nap", [(sys.argv[1], 0), (sys.argv[1], 1)]))
    """)
    until(lambda: (tmp_path / "busy 0").exists() and (tmp_path / "busy 1").exists())
    os.killpg(script.pid, signal.SIGKILL)
    script.wait()
    until(lambda: not living(script), GONE_WITHIN)
    # What is left is multiprocessing's own: the folder of the fork server's socket.
    assert not [path for path in (tmp_path / "temporary").iterdir() if not path.name.startswith("pymp-")]
    assert set(pathlib.Path("/dev/shm").iterdir()) == shared


# Kriging: the same bytes


@pytest.fixture(scope="module")
def kriging():
    """Krige with a given method, to bytes, and what comes of it in this process."""
    numpy = pytest.importorskip("numpy")
    pytest.importorskip("scipy")
    from stochastic_kriging.krig_core import Grid, Variogram

    rng = numpy.random.default_rng(5)
    grid = Grid.from_points(rng.uniform(0, 1000, (40, 2)), rng.normal(size=40), 60)
    variogram = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=400)

    def maps(whom, method):
        ensemble = whom.krig(45, seed=3, method=method, variogram=variogram)
        return ensemble.mean.tobytes(), ensemble.std.tobytes()

    return grid, maps, {name: maps(grid, name) for name in ("gaussian", "sequential", "random-sample")}


@spawn_only
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_krig_gives_the_same_bytes_for_any_number_of_processes(kriging, count):
    grid, maps, expected = kriging
    with WorkForce(grid, count) as force:
        assert {method: maps(force, method) for method in expected} == expected


@linux
@spawn_only
def test_krig_with_a_worker_killed_midway_gives_the_same_bytes(kriging):
    grid, maps, expected = kriging
    killed, asked = set(), 0

    def kill(done, total):
        if 0 < done < total and len(killed) < asked:
            victim = (set(children()) - killed).pop()
            killed.add(victim)
            os.kill(victim, signal.SIGKILL)

    with WorkForce(grid, 2, progress=kill) as force:
        for method in expected:
            asked += 1
            assert maps(force, method) == expected[method]
    # At least in the method of five blocks: one that makes all realizations in one block has no midway.
    assert killed


# Map


def test_map_gives_results_in_order(force):
    assert list(force.map("add", ((n, n) for n in range(30)))) == [100 + 2 * n for n in range(30)]


@pytest.mark.parametrize(("processes", "most"), [(1, 1), (2, 4)])
def test_map_reads_arguments_only_as_needed(processes, most):
    read = []
    with WorkForce(Worker(), processes) as force:
        results = force.map("add", (read.append(n) or (n,) for n in itertools.count()))
        assert not read
        for n in range(5):
            assert next(results) == 100 + n
            assert len(read) <= n + most
    with pytest.raises(RuntimeError, match="This WorkForce is closed"):
        next(results)


def test_map_raises_what_a_call_raised(force):
    results = force.map("raise_this", [(Trouble, "lost", 1)])
    with pytest.raises(Trouble, match="lost"):
        next(results)


def test_calls_between_the_results_of_a_map(force):
    results = force.map("add", ((force.add(n),) for n in range(6)))
    for n in range(6):
        assert next(results) == 200 + n
        assert force.walk(2)[0] == Worker().walk(2)[0]


def test_progress_may_call_the_force_again():
    with WorkForce(Worker(), 2, progress=lambda done, _total: seen.append(force.add(done))) as force:
        seen = []
        force.walk(3)
    assert seen[-1] == 103.0


def test_map_left_early_disturbs_nobody(force):
    next(force.map("add", ((n,) for n in itertools.count())))
    assert force.add(1) == 101


# Threads


@both
def test_works_in_another_thread(processes):
    results = []

    def use():
        with WorkForce(Worker(), processes) as force:
            results.append(force.walk(4)[0])

    thread = threading.Thread(target=use)
    thread.start()
    thread.join(DEADLINE)
    assert results == [Worker().walk(4)[0]]


def test_threads_take_turns(force):
    results = {}

    def use(number):
        results[number] = list(force.map("add", ((number + n,) for n in range(40)))), force.walk(3)[0]

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE)
    expected = Worker().walk(3)[0]
    assert results == {number: ([100 + number + n for n in range(40)], expected) for number in range(4)}


@pytest.mark.parametrize("inner", [1, 2])
def test_worker_may_use_a_force_of_its_own(force, inner):
    total, walk, others = force.delegate(5, inner)
    assert (total, walk) == (6, Worker().walk(3)[0])
    assert bool(others) == (inner > 1)


def test_worker_leaves_the_other_cores_to_its_siblings(pair):
    assert pair.default_processes() == 1


@linux
def test_cancel_ends_the_processes_of_a_worker_too(tmp_path):
    def cancel():
        wait_for(tmp_path / "busy 0")
        parents = children()
        family.extend(pid for pid, _, parent, _, _ in processes() if parent in parents)
        force.cancel()

    family = []
    thread = threading.Thread(target=cancel)
    with WorkForce(Worker(), 2) as force:
        thread.start()
        with pytest.raises(Cancelled):
            force.delegate_for_long(tmp_path)
        thread.join(DEADLINE)
    assert family
    until(lambda: not {pid for pid, state, *_ in processes() if state != "Z"} & set(family), GONE_WITHIN)


@spawn_only
def test_force_in_a_pool_worker_fails_with_the_remedy():
    with multiprocessing.get_context("spawn").Pool(1) as pool, pytest.raises(WorkerNotStarted, match="use processes=1"):
        pool.apply(Worker().delegate, (5, 2))
    pool.join()


# Workers that die


@pytest.mark.parametrize("end", ["kill", 3])
def test_dead_worker_is_replaced_and_its_part_redone(tmp_path, end):
    seen = []
    with WorkForce(Worker(), 2, progress=lambda done, _total: seen.append(done)) as force:
        whole, _ = force.walk(6, folder=tmp_path, accidents={1: (2, end), 4: (1, end)})
    assert whole == Worker().walk(6)[0]
    assert len(list(tmp_path.glob("1 died *"))) == 2
    assert seen[-1] == 6.0
    assert max(seen) <= 6.0 + 1e-9
    assert seen != sorted(seen), "what the dead had done was not taken back"


@pytest.mark.parametrize(("end", "status"), [("kill", r"exit status -9 \(SIGKILL\)"), (3, "exit status 3")])
def test_third_death_on_one_part_fails(tmp_path, end, status):
    with WorkForce(Worker(), 2) as force:
        with pytest.raises(WorkerDied, match=f"walk, part 2 of 4 ended 3 times, at last with {status}"):
            force.walk(4, folder=tmp_path, accidents={1: (9, end)})
        assert len(list(tmp_path.glob("1 died *"))) == 3
        assert force.add(1) == 101


def test_call_that_kills_its_worker_fails(pair):
    with pytest.raises(WorkerDied, match="The worker process of die ended 3 times, at last with exit status 5"):
        pair.die()


@spawn_only
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork")
def test_worker_that_dies_before_a_child_of_its_own_is_noticed(pair, tmp_path):
    """The child holds the pipe and the sentinel open: nothing but the process table tells."""
    try:
        with pytest.raises(WorkerDied, match="die_before_a_child ended 3 times, at last with exit status 3"):
            pair.die_before_a_child(tmp_path)
        orphans = [int(path.name) for path in tmp_path.iterdir()]
        for orphan in orphans:
            os.kill(orphan, 0)  # lives: the force did not wait for its end
        assert len(orphans) == 3
        assert pair.add(1) == 101
    finally:
        for path in tmp_path.iterdir():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(path.name), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork")
@pytest.mark.parametrize("way", ["return", "raise", "exit"])
def test_a_fork_that_comes_back_from_a_method_answers_nothing(pair, way):
    for number in range(4):
        assert pair.fork(way) == 0
        assert pair.add(number) == 100 + number


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork")
def test_a_fork_that_goes_on_with_a_part_tells_no_progress():
    told = []
    with WorkForce(Worker(), 2, progress=lambda done, total: told.append((done, total))) as force:
        assert force.fork_in_parts(6) == list(range(6))
        assert force.add(1) == 101
    assert told[-1] == (6, 6)
    assert max(told) == (6, 6)


def test_worker_killed_while_idle_is_replaced(pair):
    first = pair.pid()
    os.kill(first, signal.SIGKILL)
    assert pair.pid() != first


@linux
def test_worker_killed_while_it_starts_is_replaced():
    with WorkForce(Worker(), 2) as force:
        # The first child that is seen is an interpreter that has only begun to load.
        killer = threading.Thread(target=lambda: (until(children), os.kill(children()[0], signal.SIGKILL)))
        killer.start()
        assert force.add(1) == 101
        killer.join(DEADLINE)


# Workers that do not start


def test_unpicklable_worker_fails():
    with WorkForce(workers.Stubborn(), 2) as force, pytest.raises(InvalidInput, match="Invalid worker of type 'Stub"):
        force.with_traceback(None)


def test_worker_that_cannot_be_unpickled_fails_with_its_traceback():
    with WorkForce(workers.OneWay(), 2) as force:
        with pytest.raises(WorkerNotStarted, match="could not load the 'OneWay' object .*: lost on the way") as caught:
            force.greet()
        assert "in __setstate__\n" in str(caught.value.__cause__)


def test_process_that_ends_before_it_is_ready_fails():
    with WorkForce(workers.Deadly(), 2) as force, pytest.raises(WorkerNotStarted, match="ended with exit status 7"):
        force.greet()


def test_process_that_is_not_ready_in_time_fails():
    late = pytest.raises(WorkerNotStarted, match="not ready within 0.5 s; use processes=1")
    with WorkForce(workers.Slow(), 2, start_timeout=0.5) as force, late:
        force.greet()


def test_caller_that_is_away_for_long_is_not_the_workers_fault(tmp_path, monkeypatch):
    with WorkForce(workers.Latecomer(tmp_path), 2) as force:
        results = force.map("pid", itertools.repeat(()))
        first = next(results)
        until(lambda: next(results) and (tmp_path / "second").exists())
        (tmp_path / "go").touch()
        late = [worker for worker in force._staff._workers if not worker.ready]
        until(lambda: late[0].connection.poll())  # the second process is ready, but nobody has heard it
        away = types.SimpleNamespace(monotonic=lambda: time.monotonic() + 10_000)
        monkeypatch.setattr(local, "time", away)
        until(lambda: next(results) != first)


def test_script_without_guard_gets_the_remedy(start_script):
    script = start_script("""
        import sys
        from stochastic_kriging.krig_core.workforce.workforce import WorkForce
        from stochastic_kriging.tests.core.workforce.workforce_workers import Worker

        with WorkForce(Worker(), 2, start_method=sys.argv[2]) as force:
            print(force.add(1))
    """)
    output, errors = script.communicate(timeout=DEADLINE)
    assert (script.returncode, output) == (1, "")
    # From Python 3.14 on it is the fork server that ends.
    who = "(A worker process|The process that starts worker processes) ended (with exit status 1 )?before"
    assert re.search(f"WorkerNotStarted: {who}", errors)
    assert 'under `if __name__ == "__main__":`' in errors.splitlines()[-1]


@spawn_only
def test_broken_interpreter_fails(monkeypatch):
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", b"/nowhere/python")
    with WorkForce(Worker(), 2) as force, pytest.raises(WorkerNotStarted, match="before it was ready|could be started"):
        force.add(1)
    for ended in children():  # Python 3.14 forgets a process that ended before it was told what to do
        os.waitpid(ended, 0)


# What processes inherit


def test_blas_threads_are_pinned_in_workers_only(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    before = dict(os.environ)
    with WorkForce(Worker(), 2) as force:
        inside = force.environment()
        assert not force.has_loaded("numpy")
    names = "OMP", "OPENBLAS", "MKL", "NUMEXPR"
    assert [inside[f"{name}_NUM_THREADS"] for name in names] == ["1"] * 4
    assert inside["VECLIB_MAXIMUM_THREADS"] == "1"
    assert dict(os.environ) == before


@pytest.mark.skipif("forkserver" not in START_METHODS, reason="has no fork server")
def test_blas_threads_are_pinned_behind_a_fork_server_that_was_there_before(start_script):
    script = start_script("""
        import multiprocessing, os
        from stochastic_kriging.krig_core.workforce.workforce import WorkForce
        from stochastic_kriging.tests.core.workforce.workforce_workers import Worker

        if __name__ == "__main__":
            os.environ["OMP_NUM_THREADS"] = "7"
            first = multiprocessing.get_context("forkserver").Process(target=os.getpid)
            first.start()
            first.join()
            with WorkForce(Worker(), 2, start_method="forkserver") as force:
                print(force.environment()["OMP_NUM_THREADS"])
    """)
    assert script.communicate(timeout=DEADLINE) == ("1\n", "")


def test_importing_and_one_process_load_no_multiprocessing(start_script):
    script = start_script("""
        import sys
        from stochastic_kriging.krig_core.workforce.workforce import WorkForce

        assert WorkForce([1, 2], 1).index(2) == 1
        WorkForce([1, 2], 2).close()
        print(sorted({"multiprocessing", "numpy", "subprocess"} & set(sys.modules)))
    """)
    assert script.communicate(timeout=DEADLINE) == ("[]\n", "")


@linux
@spawn_only
def test_workers_never_see_ctrl_c(start_script):
    script = start_script("""
        import signal, sys
        from stochastic_kriging.krig_core.workforce.workforce import WorkForce

        class Signals:
            at_birth = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])

            def now(self):
                blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
                return type(self).at_birth, blocked, signal.getsignal(signal.SIGINT) == signal.SIG_IGN

        if __name__ == "__main__":
            with WorkForce(Signals(), 2) as force:
                print(force.now(), Signals().now())
    """)
    assert script.communicate(timeout=DEADLINE) == ("(True, False, True) (False, False, False)\n", "")


# How it ends


@both
def test_closed_force_fails(processes):
    with WorkForce(Worker(), processes) as force:
        force.add(1)
    force.close()
    for use in (lambda: force.add(1), lambda: force.walk(2), lambda: force.map("add", [])):
        with pytest.raises(RuntimeError, match="This WorkForce is closed"):
            use()
    force.cancel()


@linux
@pytest.mark.parametrize(
    ("processes", "method"), [(1, "busy"), (2, "busy"), (2, "nap"), (2, "stop")], ids=lambda value: str(value)
)
def test_cancel_from_a_thread(tmp_path, processes, method):
    arguments = (tmp_path, 0) if method == "nap" else (tmp_path,)
    times = []

    def cancel():
        until((tmp_path / "busy 0").exists)
        times.append(time.monotonic())
        force.cancel()
        times.append(time.monotonic())

    thread = threading.Thread(target=cancel)
    with WorkForce(Worker(), processes) as force:
        thread.start()
        with pytest.raises(Cancelled, match="The work was cancelled"):
            getattr(force, method)(*arguments)
        assert time.monotonic() - times[0] < GONE_WITHIN
        thread.join(DEADLINE)
        assert not children()
        assert times[1] - times[0] < GONE_WITHIN
        with pytest.raises(Cancelled):
            force.add(1)


@linux
def test_cancel_while_nobody_waits_ends_the_processes():
    with WorkForce(Worker(), 2) as force:
        results = force.map("add", ((n,) for n in itertools.count()))
        next(results)
        force.cancel()
        assert not children()
        with pytest.raises(Cancelled):
            next(results)


@linux
def test_cancel_while_processes_start():
    with WorkForce(workers.Slow(), 2) as force:
        thread = threading.Thread(target=lambda: (until(children), force.cancel()))
        thread.start()
        with pytest.raises(Cancelled):
            force.greet()
        thread.join(DEADLINE)


@linux
def test_cancel_while_processes_die_at_their_start():
    for delay in range(12):
        with WorkForce(workers.Deadly(), 2) as force:
            results = force.map("greet", [()] * 4)

            def cancel(force=force, delay=delay):
                until(children)
                time.sleep(0.01 * delay)
                force.cancel()

            thread = threading.Thread(target=cancel)
            thread.start()
            with pytest.raises((Cancelled, WorkerNotStarted)):
                list(results)
            thread.join(DEADLINE)
            assert not children()
            with pytest.raises(Cancelled):
                force.greet()


@linux
def test_close_from_a_thread_ends_the_call(tmp_path):
    with WorkForce(Worker(), 2) as force:
        thread = threading.Thread(target=lambda: (until((tmp_path / "busy 0").exists), force.close()))
        thread.start()
        with pytest.raises(RuntimeError, match="This WorkForce is closed"):
            force.nap(tmp_path, 0)
        thread.join(DEADLINE)
        assert not children()


@linux
def test_interrupted_call_leaves_a_usable_force(pair, tmp_path):
    thread = threading.Thread(
        target=lambda: (until((tmp_path / "busy 0").exists), os.kill(os.getpid(), signal.SIGINT)),
    )
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        pair.nap(tmp_path, 0)
    thread.join(DEADLINE)
    assert pair.add(1) == 101


@linux
def test_exception_through_with_leaves_nothing(tmp_path):
    def refuse(_done, _total):
        assert children()
        raise Trouble("enough", 1)

    with pytest.raises(Trouble), WorkForce(Worker(), 2, progress=refuse) as force:
        force.busy(tmp_path)
    assert not children()


@linux
def test_force_dropped_without_close_leaves_no_process():
    force = WorkForce(Worker(), 2)
    force.add(1)
    del force
    gc.collect()
    until(lambda: not multiprocessing.active_children())


@linux
def test_no_file_descriptor_is_left():
    numpy = pytest.importorskip("numpy")

    def use():
        with WorkForce(Worker(), 2) as force:
            force.walk(4)
            with pytest.raises(WorkerDied):
                force.die()
            next(force.map("add", ((n,) for n in itertools.count())))
            force.weigh(numpy.zeros(500_000), 4)
            force.same(numpy.zeros(500_000))
        with WorkForce(workers.Deadly(), 2) as force, pytest.raises(WorkerNotStarted):
            force.greet()
        with WorkForce(Worker(), 2) as force:
            force.add(1)
            force.cancel()

    def descriptors():
        gc.collect()
        return sorted(path.name for path in pathlib.Path("/proc/self/fd").iterdir())

    use()
    before = descriptors()
    use()
    assert descriptors() == before


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_handles_are_closed_even_where_something_still_holds_them(end):
    with WorkForce(Worker(), 2) as force:
        list(force.map("pid", [()] * 4))
        held = list(force._staff._workers)
        getattr(force, end)()
    assert held
    for worker in held:
        assert worker.connection.closed
        with pytest.raises(ValueError, match="process object is closed"):
            worker.process.is_alive()


@linux
def test_killed_parent_leaves_no_process(start_script, start_method, tmp_path):
    script = start_script(BUSY_SCRIPT)
    until(lambda: (tmp_path / "busy 0").exists() and (tmp_path / "busy 1").exists())
    assert len(living(script)) == 4 + (start_method == "forkserver")  # itself, two workers, the tracker, the server
    script.kill()
    script.wait()
    until(lambda: not living(script), GONE_WITHIN)


@linux
def test_ctrl_c_ends_cleanly(start_script, tmp_path):
    script = start_script(BUSY_SCRIPT)
    until(lambda: (tmp_path / "busy 0").exists() and (tmp_path / "busy 1").exists())
    os.killpg(script.pid, signal.SIGINT)
    _, errors = script.communicate(timeout=DEADLINE)
    assert script.returncode == -signal.SIGINT
    assert errors.count("Traceback") == 1
    assert errors.endswith("KeyboardInterrupt\n")
    until(lambda: not living(script), GONE_WITHIN)
