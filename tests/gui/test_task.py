"""Work in another thread: real tasks of QGIS, with the event loop running."""

import gc
import threading
import weakref

import pytest
from qgis.core import QgsApplication, QgsFeedback, QgsProcessingException
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.ui.task import Newest

SECONDS = 60


@pytest.fixture
def newest(qgis_app):
    made = Newest()
    yield made
    made.end()


class Heard:
    """What there was to hear of tasks."""

    def __init__(self):
        self.answers, self.refusals = [], []

    def start(self, newest, work, feedback=None):
        newest.start("work", work, self.answers.append, self.refusals.append, feedback)

    @property
    def all(self):
        return self.answers + self.refusals


def broken(_):
    message = "a bug"
    raise ZeroDivisionError(message)


def refusing(kind):
    def work(_):
        message = "Choose more."
        raise kind(message)

    return work


def test_an_answer_comes_in_the_main_thread_and_the_work_is_done_in_another(newest, until):
    answers, threads = [], []
    newest.start("work", lambda _: threading.get_ident(), answers.append, threads.append)
    assert newest.is_busy
    until(lambda: answers)
    assert answers[0] != threading.get_ident()
    assert not newest.is_busy


def test_nothing_is_an_answer_too(newest, until):
    heard = Heard()
    heard.start(newest, lambda _: None)
    until(lambda: heard.all)
    assert heard.answers == [None]


@pytest.mark.parametrize("kind", [QgsProcessingException, InvalidInput, OSError])
def test_a_refusal_is_its_sentence(newest, until, kind):
    heard = Heard()
    heard.start(newest, refusing(kind))
    until(lambda: heard.all)
    assert heard.refusals == ["Choose more."]


def test_an_error_that_nobody_thought_of_is_logged_and_told_in_a_sentence(newest, until):
    heard, logged = Heard(), []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(lambda *told: logged.append(told[0]))
    heard.start(newest, broken)
    until(lambda: heard.all)
    until(lambda: any("ZeroDivisionError: a bug" in str(text) for text in logged), "the traceback in the log")
    assert heard.answers == []
    assert heard.refusals == ["Something went wrong (a bug); the log messages have the details."]
    assert not newest.is_busy


def test_of_two_only_the_newer_is_answered_though_the_older_ends_later(newest, until):
    old, new, go = Heard(), Heard(), threading.Event()

    def slow(_):
        go.wait(SECONDS)
        return "old"

    old.start(newest, slow)
    new.start(newest, lambda _: "new")
    until(lambda: new.all)
    go.set()
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    assert (new.answers, new.refusals, old.all) == (["new"], [], [])


def test_work_that_is_overtaken_is_told_so_and_so_is_its_feedback(newest, until):
    heard, feedback, begun, ended = Heard(), QgsFeedback(), threading.Event(), []

    def work(check):
        begun.set()
        try:
            while True:
                check()
        finally:
            ended.append(feedback.isCanceled())

    heard.start(newest, work, feedback)
    until(begun.is_set)
    heard.start(newest, lambda _: "new")
    until(lambda: heard.all and ended)
    assert ended == [True]
    assert (heard.answers, heard.refusals) == (["new"], [])


def test_one_that_a_user_cancels_in_the_list_of_tasks_is_told_of(newest, until):
    heard, begun = Heard(), threading.Event()

    def work(check):
        begun.set()
        while True:
            check()

    heard.start(newest, work)
    until(begun.is_set)
    QgsApplication.taskManager().cancelAll()
    until(lambda: heard.all)
    assert (heard.answers, heard.refusals) == ([], ["It was cancelled."])
    assert not newest.is_busy


def test_after_the_end_nothing_runs_and_nothing_is_heard(newest, until):
    heard, begun, ended = Heard(), threading.Event(), threading.Event()

    def work(check):
        begun.set()
        try:
            while True:
                check()
        finally:
            ended.set()

    heard.start(newest, work)
    until(begun.is_set)
    newest.end()
    assert ended.is_set()
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    assert heard.all == []


def test_what_a_work_has_read_is_let_go_of_with_its_end(newest, until):
    """Windows neither removes nor replaces a file while it is open."""

    class File:
        pass

    file, heard = File(), Heard()
    there = weakref.ref(file)
    gc.disable()  # which closes it sometime
    try:
        heard.start(newest, lambda _, file=file: str(file))
        del file
        until(lambda: heard.all and QgsApplication.taskManager().countActiveTasks() == 0)
        until(lambda: there() is None, "the end of what was read")
    finally:
        gc.enable()
