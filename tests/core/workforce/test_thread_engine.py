"""The engine `threads`: what processes do, in threads of this one."""

import contextlib
import gc
import itertools
import threading
import weakref

import numpy as np
import pytest
from stochastic_kriging.krig_core.division import run_here
from stochastic_kriging.krig_core.errors import Cancelled
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.workforce.workforce_workers import (
    DEADLINE,
    Busy,
    Enough,
    Trouble,
    Walk,
    Worker,
    wait_for,
)


class Told:
    """A worker whose one method is the plan that it was given."""

    def __init__(self, plan):
        self._plan = plan

    def whole(self):
        return run_here(self._plan)

    whole.plan = lambda self: self._plan


def carried_out(plan, threads, **options):
    with WorkForce(Told(plan), threads, engine="threads", **options) as force:
        return force.whole()


@pytest.fixture(autouse=True)
def _no_thread_is_left():
    before = threading.active_count()
    yield
    assert threading.active_count() == before


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_divided_call_gives_the_same_bytes_for_any_number_of_threads(threads):
    assert carried_out(Walk(7), threads)[0] == run_here(Walk(7))[0]


def test_results_are_merged_in_order_whoever_is_ready_first(tmp_path):
    plan = Walk(4, tmp_path, after={0: 1})
    assert carried_out(plan, 2)[0] == run_here(Walk(4))[0]


@pytest.mark.parametrize("threads", [2, 3])
def test_parts_are_handed_out_only_so_far_ahead(threads):
    plan = Walk(40)
    assert carried_out(plan, threads)[1] <= threads + 1


def test_parts_are_carried_out_at_the_same_time():
    class Meeting:
        parts, total = range(6), 6.0
        barrier = threading.Barrier(3, timeout=DEADLINE)  # passed only by three at once

        def run(self, part, pulse):
            self.barrier.wait()
            return part

        def merge(self, results):
            return list(results)

    assert carried_out(Meeting(), 3) == list(range(6))


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_ends_exactly_at_the_total_in_the_callers_thread(threads):
    told = []
    carried_out(Walk(6), threads, progress=lambda *told_now: told.append((*told_now, threading.current_thread())))
    assert told[-1][:2] == (6.0, 6.0)
    assert [done for done, *_ in told] == sorted(done for done, *_ in told)
    assert {thread for *_, thread in told} == {threading.current_thread()}


def test_an_exception_in_a_part_comes_out(tmp_path):
    with pytest.raises(Trouble, match="part 2 stumbles"):
        carried_out(Walk(9, tmp_path, {2: (1, "raise")}), 2)


def test_progress_that_raises_ends_the_call(tmp_path):
    def stop(done, total):
        raise Trouble("enough", 1)

    with pytest.raises(Trouble, match="enough"):
        carried_out(Busy(tmp_path), 2, progress=stop)
    assert {path.name for path in tmp_path.glob("* stopped")} == {"0 stopped", "1 stopped"}


def test_an_early_merge_stops_the_parts_that_are_not_wanted(tmp_path):
    assert carried_out(Enough(3, tmp_path, together=True), 2) == [0, 1, 2]
    begun = {path.name.split()[1] for path in tmp_path.glob("busy *")}
    assert begun == {path.name.split()[0] for path in tmp_path.glob("* stopped")}
    assert begun <= {"3", "4"}


class Holding:
    """A plan whose parts each hold an array as long as they are at work."""

    def __init__(self, plan):
        self.parts, self.total, self.merge = plan.parts, plan.total, plan.merge
        self._plan, self.held = plan, []

    def run(self, part, pulse):
        mine = np.zeros(1)
        self.held.append(weakref.ref(mine))
        return self._plan.run(part, pulse)


@pytest.mark.parametrize(
    "make", [lambda path: Enough(3, path, together=True), lambda path: Walk(9, path, {2: (1, "raise")})]
)
def test_what_a_part_held_is_let_go_when_the_call_ends_as_windows_removes_no_file_that_is_mapped(make, tmp_path):
    plan = Holding(make(tmp_path))
    gc.disable()
    try:
        with contextlib.suppress(Trouble):
            carried_out(plan, 2)
        assert [array() for array in plan.held] == [None] * len(plan.held)
    finally:
        gc.enable()
    assert len(plan.held) >= 3


def test_cancel_from_another_thread_stops_all_parts(tmp_path):
    with WorkForce(Told(Busy(tmp_path)), 2, engine="threads") as force:

        def cancel():
            wait_for(tmp_path / "busy 0")
            wait_for(tmp_path / "busy 1")
            force.cancel()

        other = threading.Thread(target=cancel)
        other.start()
        with pytest.raises(Cancelled):
            force.whole()
        other.join()
        with pytest.raises(Cancelled):
            force.whole()
    assert len(list(tmp_path.glob("* stopped"))) == 2


@pytest.mark.parametrize("threads", [1, 2])
def test_ordinary_calls_are_answered_too(threads):
    with WorkForce(Worker(), threads, engine="threads") as force:
        assert force.add(1, times=2) == 202
        assert list(itertools.islice(force.map("add", ((n,) for n in itertools.count())), 5)) == [
            100,
            101,
            102,
            103,
            104,
        ]
        with pytest.raises(Trouble, match="lost"):
            force.fail("lost")
