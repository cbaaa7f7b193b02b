"""Errands: done once, whatever becomes of the task that does them."""

import gc
import threading

import pytest
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QThreadPool
from stochastic_kriging.ui.errand import Errand

SECONDS = 60


class Once:
    """An errand that counts."""

    def __init__(self):
        self.done, self.ended, self.cancelled = [], [], []
        self.errand = Errand(
            "count",
            lambda: self.done.append(threading.get_ident()),
            lambda: self.ended.append(threading.get_ident()),
            lambda: self.cancelled.append(threading.get_ident()),
        )


@pytest.fixture
def full(qgis_app, until):
    """Keep all threads of tasks at work; return what lets go of them."""
    pool, go, begun = QThreadPool.globalInstance(), threading.Event(), []
    count = pool.maxThreadCount()

    def work(_):
        begun.append(1)
        go.wait(SECONDS)

    tasks = [QgsTask.fromFunction(f"busy {number}", work) for number in range(count)]
    for task in tasks:
        QgsApplication.taskManager().addTask(task)
    until(lambda: len(begun) == count, "threads that are all at work")
    yield go.set
    go.set()
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0, "the end of all tasks")


def test_it_is_done_in_another_thread_and_its_end_is_heard_in_this_one(until, qgis_app):
    once = Once()
    once.errand.start()
    until(lambda: once.ended)
    here = threading.get_ident()
    assert (once.ended, once.cancelled) == ([here], [])
    assert len(once.done) == 1
    assert once.done != [here]


def test_one_whose_task_is_lost_is_done_all_the_same(full, until):
    """QGIS takes a task out of the queue for threads that it took for another one; it waits for ever, and is listed."""
    once = Once()
    once.errand.start()
    QThreadPool.globalInstance().clear()
    full()
    until(lambda: once.ended, "the end of an errand whose task is lost")
    assert len(once.done) == 1
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0, "a list without the lost task")
    assert len(once.ended) == 1


def test_one_that_nobody_holds_is_done(full, until):
    heard = []
    Errand("heard", lambda: heard.append("done"), lambda: heard.append("ended")).start()
    gc.collect()
    full()
    until(lambda: heard == ["done", "ended"])


def test_one_that_waits_for_long_is_done_once(full, until):
    once = Once()
    once.errand.start()
    first = once.errand._attempt
    until(lambda: once.errand._attempt is not first, "another task for it")
    assert once.done == once.ended == once.cancelled == []
    full()
    until(lambda: once.ended)
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0, "the end of all tasks")
    assert len(once.done) == len(once.ended) == 1


def test_one_that_is_cancelled_before_it_begins_is_not_done(full, until):
    once = Once()
    once.errand.start()
    once.errand.cancel()
    full()
    until(lambda: once.ended)
    assert (once.done, len(once.cancelled), len(once.ended)) == ([], 1, 1)
