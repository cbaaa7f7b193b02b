"""The desk: real tasks of QGIS and a real Python outside, with the event loop running."""

from pathlib import Path

import numpy as np
import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingUtils
from stochastic_kriging.krig_core.jobs.cross_validation import CrossValidationJob
from stochastic_kriging.krig_core.jobs.kriging import KrigingJob
from stochastic_kriging.krig_core.jobs.map_job import VariogramChoice
from stochastic_kriging.krig_core.jobs.variogram import VariogramJob
from stochastic_kriging.provider import child, interpreter, runner
from stochastic_kriging.ui.desk import Desk


@pytest.fixture
def desk(qgis_app):
    made = Desk()
    yield made
    made.close()


@pytest.fixture
def wells():
    rng = np.random.default_rng(7)
    points = rng.uniform(0, 1000, (40, 2))
    return {"xy.npy": points, "values.npy": 50 + 10 * np.sin(points[:, 0] / 200) + rng.normal(0, 1, 40)}


class Heard:
    """What a desk has answered."""

    def __init__(self):
        self.answers, self.refusals = [], []

    def answer(self, result, arrays):
        self.answers.append((result, arrays))

    def refused(self, text):
        self.refusals.append(text)

    @property
    def all(self):
        return self.answers + self.refusals


def variogram(**more):
    return VariogramJob(coordinates="xy.npy", values="values.npy", transform="none", **{"models": None, **more})


def kriging(**more):
    return KrigingJob(
        coordinates="xy.npy",
        values="values.npy",
        kriging_type="ordinary",
        variogram=VariogramChoice(model="spherical", nugget=1.0, partial_sill=40.0, range=600.0),
        x_range=(0.0, 1000.0),
        y_range=(0.0, 1000.0),
        mean="mean.npy",
        std="std.npy",
        max_data=None,
        min_data=None,
        search_radius=None,
        **{"xy_delta": 20.0, **more},
    )


def long_job():
    """Minutes of work: everything is fitted anew for each datum left out."""
    return CrossValidationJob(
        coordinates="xy.npy",
        values="values.npy",
        kriging_type="ordinary",
        variogram=VariogramChoice(),
        predictions="predictions.npy",
        split="points",
        refit=True,
    )


def folders():
    return list(Path(QgsProcessingUtils.tempFolder()).glob("stochkrig_*"))


def test_an_answer_is_what_a_process_of_its_own_answers_to_the_last_byte(desk, wells, until):
    from qgis.core import QgsProcessingFeedback

    heard = Heard()
    for number in range(3):
        desk.ask("kriging", kriging(), wells, heard.answer, heard.refused)
        until(lambda wanted=number + 1: len(heard.all) == wanted)
    result, arrays = runner.run_job(kriging(), wells, QgsProcessingFeedback(False))
    for again, maps in heard.answers:
        assert {name: array.tobytes() for name, array in maps.items()} == {
            name: array.tobytes() for name, array in arrays.items()
        }
        assert again.variogram == result.variogram
    assert heard.refusals == []


def test_of_one_kind_the_newest_is_answered_and_each_kind_for_itself(desk, wells, until):
    maps, studies = Heard(), Heard()
    for lags in range(5, 12):
        desk.ask("variogram", variogram(lags=lags), wells, studies.answer, studies.refused)
        desk.ask("kriging", kriging(), wells, maps.answer, maps.refused)
    busy = []
    desk.busy.connect(busy.append)
    until(lambda: busy)
    assert busy == [False]
    assert [result.lags for result, _ in studies.answers] == [11]
    assert len(maps.answers) == 1


def test_of_several_kinds_that_wait_the_one_that_was_quickest_comes_first(desk, wells, until):
    heard, order = Heard(), []

    def ask(kind, job):
        desk.ask(kind, job, wells, lambda *_: order.append(kind), heard.refused)

    for kind, job in (("slow", variogram()), ("quick", kriging(xy_delta=500.0))):
        ask(kind, job)
        until(lambda wanted=kind: order[-1:] == [wanted])
    ask("slow", variogram())  # at work
    ask("slow", variogram(lags=9))
    ask("quick", kriging(xy_delta=500.0))
    until(lambda: len(order) == 4)
    assert order == ["slow", "quick", "quick", "slow"]
    assert heard.refusals == []


@pytest.fixture
def logged(qgis_app):
    """What the plugin logs meanwhile."""
    texts, received = [], QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel]

    def keep(text, tag, _level):
        texts.extend([text] * (tag == "Stochastic kriging"))

    received.connect(keep)
    yield texts
    received.disconnect(keep)


def test_what_lasts_and_is_overtaken_is_stopped(desk, wells, until, logged):
    old, new = Heard(), Heard()
    desk.ask("trust", long_job(), wells, old.answer, old.refused)
    until(folders)
    desk.ask("trust", variogram(), wells, new.answer, new.refused)
    until(lambda: new.all)
    assert new.answers
    assert old.all == []
    assert folders() == []
    assert logged == []  # it is no error


def test_a_refusal_is_one_sentence_and_the_next_question_is_answered(desk, wells, until):
    heard = Heard()
    desk.ask("variogram", variogram(models=("cubist",)), wells, heard.answer, heard.refused)
    until(lambda: heard.refusals)
    assert "cubist" in heard.refusals[0]
    assert "Traceback" not in heard.refusals[0]
    desk.ask("variogram", variogram(), wells, heard.answer, heard.refused)
    until(lambda: heard.answers)


def test_a_withdrawn_question_is_not_answered(desk, wells, until):
    heard, busy = Heard(), []
    desk.busy.connect(busy.append)
    desk.ask("trust", long_job(), wells, heard.answer, heard.refused)
    until(folders)
    desk.withdraw("trust")
    until(lambda: busy == [True, False])
    assert heard.all == []


def test_how_far_the_work_is_is_told_until_it_ends(desk, wells, until):
    heard, told, progress = Heard(), [], []
    desk.told.connect(told.append)
    desk.went_on.connect(progress.append)
    desk.ask("trust", long_job(), wells, heard.answer, heard.refused)
    until(lambda: progress)
    assert " of " in progress[0]
    desk.withdraw("trust")
    until(lambda: progress[-1] == "")
    assert told == []


def test_a_question_that_a_user_cancels_in_the_list_of_tasks_is_refused(desk, wells, until):
    heard = Heard()
    desk.ask("trust", long_job(), wells, heard.answer, heard.refused)
    until(folders)
    QgsApplication.taskManager().cancelAll()
    until(lambda: heard.all)
    assert (heard.answers, heard.refusals) == ([], ["It was cancelled."])


def test_a_short_question_that_is_withdrawn_costs_no_start_of_another_python(desk, wells, until):
    heard = Heard()
    desk.ask("variogram", variogram(), wells, heard.answer, heard.refused)
    until(lambda: heard.answers)
    process = desk._session._child._process
    desk.ask("trust", kriging(), wells, heard.answer, heard.refused)
    desk.withdraw("trust")
    desk.ask("preview", kriging(), wells, heard.answer, heard.refused)
    until(lambda: len(heard.all) == 2)
    assert desk._session._child._process is process


def test_closing_ends_task_process_and_folder(qgis_app, wells, until, monkeypatch, logged):
    heard, forgotten = Heard(), []
    monkeypatch.setattr(child, "forget_python", lambda: forgotten.append(True))
    desk = Desk()
    desk.ask("trust", long_job(), wells, heard.answer, heard.refused)
    until(lambda: desk._session._child is not None)
    process = desk._session._child._process
    desk.close()
    desk.ask("trust", variogram(), wells, heard.answer, heard.refused)
    assert process.poll() is not None
    until(lambda: not QgsApplication.taskManager().activeTasks() and not folders())
    QgsApplication.processEvents()
    assert heard.all == logged == forgotten == []


def test_without_a_python_it_works_inside_qgis_and_says_so_once(desk, wells, until, monkeypatch):
    monkeypatch.setattr(runner, "find_python", lambda: None)
    heard, told = Heard(), []
    desk.told.connect(told.append)
    for number in range(2):
        desk.ask("kriging", kriging(), wells, heard.answer, heard.refused)
        until(lambda wanted=number + 1: len(heard.all) == wanted)
    assert len(heard.answers) == 2
    assert told == [runner.NO_PYTHON]
    assert desk._session._child is None


def test_a_python_that_dies_is_replaced(desk, wells, until):
    heard = Heard()
    desk.ask("trust", long_job(), wells, heard.answer, heard.refused)
    until(lambda: desk._session._child is not None)
    desk._session._child._process.kill()
    until(lambda: heard.refusals)
    assert heard.refusals[0].startswith("The computing process ended unexpectedly")
    desk.ask("variogram", variogram(), wells, heard.answer, heard.refused)
    until(lambda: heard.answers)
    assert interpreter.find_python() is not None
