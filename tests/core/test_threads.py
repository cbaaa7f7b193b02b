"""Work spread over threads: in order, in the caller's thread where it matters, and ended when given up."""

import contextlib
import gc
import threading
import time
import weakref

import numpy as np
import pytest
from stochastic_kriging.krig_core import Grid, Variogram, WorkForce, krige
from stochastic_kriging.krig_core.threads import allowed_threads, thread_map, threads_allowed


@pytest.mark.parametrize("threads", [None, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_items(threads):
    assert list(thread_map(lambda item: item * item, range(20), threads)) == [item * item for item in range(20)]
    assert list(thread_map(abs, [], threads)) == []


def test_each_of_two_threads_takes_its_share():
    meeting = threading.Barrier(2, timeout=120)  # passed only by two threads at once

    def work(_):
        meeting.wait()
        return threading.get_ident()

    assert len(set(thread_map(work, range(8), 2))) == 2


@pytest.mark.parametrize("threads", [1, 2])
def test_what_a_function_raises_arrives_after_the_results_before_it(threads):
    results = thread_map(lambda item: 1 / (3 - item), range(9), threads)
    assert [next(results) for _ in range(3)] == [1 / 3, 1 / 2, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_a_function_held_when_it_raised_is_let_go():
    held, meeting = [], threading.Barrier(2, timeout=120)

    def work(item):
        mine = np.zeros(1)
        held.append(weakref.ref(mine))
        meeting.wait()
        return 1 / (item - item)

    gc.disable()
    try:
        with contextlib.suppress(ZeroDivisionError):
            list(thread_map(work, range(2), 2))
        assert [array() for array in held] == [None, None]
    finally:
        gc.enable()


def test_no_thread_is_left_when_the_results_are_given_up():
    before, called = threading.active_count(), []

    def work(item):
        called.append(item)
        time.sleep(0.001)

    results = thread_map(work, range(100_000), 2)
    next(results)
    results.close()
    assert threading.active_count() == before
    assert len(called) < 100_000


@pytest.mark.parametrize("options", [{}, {"max_data": 8}, {"max_data": 16, "shared_tiles": True}])
@pytest.mark.parametrize("model", ["spherical", "exponential"])
def test_kriging_is_the_same_to_the_byte_with_any_number_of_threads(options, model):
    rng = np.random.default_rng(4)
    points, values, targets = rng.uniform(0, 100, (600, 2)), rng.normal(size=600), rng.uniform(0, 100, (9000, 2))
    variogram = Variogram.of(model, nugget=0.1, partial_sill=1, range=12)
    one, two = (krige(points, values, variogram, targets, threads=threads, **options) for threads in (1, 2))
    assert one[0].tobytes() == two[0].tobytes()
    assert one[1].tobytes() == two[1].tobytes()


@pytest.mark.parametrize("options", [{}, {"max_data": 8}, {"max_data": 16, "shared_tiles": True}])
@pytest.mark.parametrize("model", ["spherical", "exponential"])
def test_kriging_tells_the_fraction_done_in_the_callers_thread(options, model):
    rng = np.random.default_rng(4)
    points, values, targets = rng.uniform(0, 100, (600, 2)), rng.normal(size=600), rng.uniform(0, 100, (9000, 2))
    told = []
    krige(
        points,
        values,
        Variogram.of(model, nugget=0.1, partial_sill=1, range=12),
        targets,
        threads=2,
        progress=lambda fraction: told.append((fraction, threading.current_thread())),
        **options,
    )
    fractions = [fraction for fraction, _ in told]
    assert 1 <= len(fractions) <= 101
    assert fractions == sorted(set(fractions))
    assert fractions[-1] == 1
    assert {thread for _, thread in told} == {threading.current_thread()}


def test_what_progress_raises_ends_kriging():
    rng = np.random.default_rng(4)
    points, values, targets = rng.uniform(0, 100, (600, 2)), rng.normal(size=600), rng.uniform(0, 100, (9000, 2))
    before = threading.active_count()

    def cancel(fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        krige(
            points,
            values,
            Variogram.spherical(partial_sill=1, range=12),
            targets,
            max_data=8,
            threads=2,
            progress=cancel,
        )
    assert threading.active_count() == before


def test_more_than_one_thread_is_allowed_by_whoever_says_so_and_only_in_his_own():
    assert allowed_threads() == 1
    with threads_allowed(3):
        assert allowed_threads() == 3
        assert list(thread_map(lambda _: allowed_threads(), range(4), 2)) == [1] * 4
    assert allowed_threads() == 1


def test_what_is_prepared_in_several_threads_has_the_same_bytes():
    rng = np.random.default_rng(5)
    points, values = rng.uniform(-20, 320, (150, 2)), rng.normal(size=150)
    grid = Grid.from_points(points, values, xy_delta=1, x_range=(0, 300), y_range=(0, 300))
    how = {"variogram": Variogram.exponential(partial_sill=1, range=60), "seed": 1, "drawn": True, "count": 10}
    maps = []
    for threads in (1, 2, 3):
        with WorkForce(grid, processes=threads, engine="threads") as force:
            made = force.krig(**how)
        maps.append((made.mean.tobytes(), made.std.tobytes()))
    with threads_allowed(3):
        plan = type(grid).krig.plan(grid, **how)
    one = next(plan.realizations(plan.parts[0])).tobytes()
    assert maps[0] == maps[1] == maps[2]
    assert one == next(grid.realizations(seed=1, variogram=how["variogram"], count=1)).tobytes()
