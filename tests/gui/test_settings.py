"""QGIS's options: what is set is what runs do, and says what it finds."""

import sys
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsSettings
from stochastic_kriging.provider import interpreter
from stochastic_kriging.provider.algorithms.stochastickriging import StochasticKrigingAlgorithm
from stochastic_kriging.provider.cluster_check import cluster_in_words
from stochastic_kriging.provider.quantile_names import quantile_names
from stochastic_kriging.provider.settings import Settings
from stochastic_kriging.tests.core.workforce.cluster import LoopbackCluster
from stochastic_kriging.ui.panes.realizations import RealizationsPane
from stochastic_kriging.ui.settings import SettingsPage, python_in_words, register, unregister


@pytest.fixture(autouse=True)
def untouched(qgis_app):
    """Nothing is set before a test, nor after it."""
    Settings().write()
    interpreter.forget_python()
    yield
    Settings().write()
    interpreter.forget_python()


@pytest.fixture
def page(until):
    made = SettingsPage()
    until(lambda: made.test_python.isEnabled(), "the Python that is found")
    return made


@pytest.fixture
def another_python(tmp_path):
    """A Python of another path that is as fit as the one that is found."""
    script = tmp_path / "a python"
    script.write_text(f'#!/bin/sh\nexec "{interpreter.find_python()}" "$@"\n')
    script.chmod(0o755)
    return script


def test_what_is_applied_is_read_by_all_and_defaults_are_not_kept(page):
    assert page.chosen == Settings.read() == Settings()
    page.processes.setValue(3)
    page.scheduler.setText(" tcp://127.0.0.1:8786 ")
    page.names.setCurrentIndex(2)
    assert Settings.read() == Settings()
    page.apply()
    assert Settings.read() == Settings("", 3, "tcp://127.0.0.1:8786", "petroleum")
    assert SettingsPage().chosen == Settings.read()
    Settings().write()
    assert not [key for key in QgsSettings().allKeys() if key.startswith("stochkrig/set_")]


@pytest.mark.parametrize(("name", "value"), [("processes", "many"), ("processes", "-2"), ("quantile_names", "P")])
def test_what_makes_no_sense_counts_as_not_set(name, value):
    QgsSettings().setValue(f"stochkrig/set_{name}", value)
    assert Settings.read() == Settings()
    QgsSettings().remove(f"stochkrig/set_{name}")


def test_the_python_that_is_found_is_told_with_its_packages(page):
    import numpy as np
    import scipy

    version = ".".join(map(str, sys.version_info[:3]))
    found = f"{interpreter.find_python()}: Python {version}, NumPy {np.__version__}, SciPy {scipy.__version__}."
    assert page.python_found.text() == found


@pytest.mark.skipif(sys.platform == "win32", reason="the script is one of a POSIX shell")
def test_the_python_that_is_set_is_taken_if_it_is_fit(page, another_python, until):
    page.python.setFilePath(str(another_python))
    page.test_python.click()
    until(lambda: page.test_python.isEnabled(), "an answer")
    assert page.python_found.text().startswith(f"{another_python}: Python 3")
    page.apply()
    assert interpreter.find_python() == another_python
    another_python.write_text("#!/bin/sh\nexit 1\n")
    page.test_python.click()
    until(lambda: page.test_python.isEnabled(), "an answer")
    assert page.python_found.text() == f"{another_python} is no Python with NumPy and SciPy that can be started."
    interpreter.forget_python()  # as where a job fails with it
    assert interpreter.find_python() not in (None, another_python)


@pytest.mark.skipif(sys.platform == "win32", reason="the script is one of a POSIX shell")
def test_a_python_of_another_version_is_said_not_to_be_taken(tmp_path):
    script = tmp_path / "python"
    script.write_text("""#!/bin/sh\necho '["3.7.1", "1.20.0", "1.6.0"]'\n""")
    script.chmod(0o755)
    assert python_in_words(str(script)) == (
        f"{script}: Python 3.7.1, NumPy 1.20.0, SciPy 1.6.0. That is another Python or NumPy than QGIS has: it is not "
        "taken."
    )
    assert not interpreter.is_fit(script)


def test_nothing_called_qgis_is_started(tmp_path):
    script = tmp_path / "qgis-bin"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path / 'started'}\n")
    script.chmod(0o755)
    assert "is no Python" in python_in_words(str(script))
    assert not (tmp_path / "started").exists()


def bands(path):
    dataset = gdal.Open(str(path))
    names = [dataset.GetRasterBand(band + 1).GetDescription() for band in range(dataset.RasterCount)]
    return names, dataset.ReadAsArray()


def test_quantiles_are_called_as_is_set_and_their_values_are_the_same(provider, wells, tmp_path):
    import processing

    found = {}
    for words in ("both", "statistics", "petroleum"):
        Settings(quantile_names=words).write()
        path = tmp_path / f"{words}.tif"
        parameters = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 1000, "MEAN": str(tmp_path / "m.tif")}
        processing.run("stochkrig:kriging", {**parameters, "QUANTILES": str(path)})
        names, found[words] = bands(path)
        assert names == [f"{name} of value" for name in quantile_names()]
        assert [name.split()[0] for name in names] == {
            "both": ["Low", "Median", "High"], "statistics": ["P10", "P50", "P90"], "petroleum": ["P90", "P50", "P10"],
        }[words]  # fmt: skip
    assert found["both"].tobytes() == found["statistics"].tobytes() == found["petroleum"].tobytes()
    assert (found["both"][0] <= found["both"][2]).all()


def job_of(wells, tmp_path, **parameters):
    """The job that Stochastic kriging would run."""
    import json

    import processing

    folder = tmp_path / f"job {len(list(tmp_path.iterdir()))}"
    outputs = {"MEAN": str(tmp_path / "mean.tif"), "STD": str(tmp_path / "std.tif"), "JOB_FOLDER": str(folder)}
    processing.run(
        "stochkrig:stochastickriging",
        {"INPUT": wells, "FIELD": "value", "XY_DELTA": 1000, "REALIZATIONS": 10, **outputs, **parameters},
    )
    return json.loads((folder / "job.json").read_text())


def test_processes_count_where_a_run_names_none(provider, wells, tmp_path):
    assert job_of(wells, tmp_path).get("processes", 0) == 0
    Settings(processes=2).write()
    assert job_of(wells, tmp_path)["processes"] == 2
    assert job_of(wells, tmp_path, PROCESSES=1)["processes"] == 1


def test_the_scheduler_counts_for_runs_on_a_cluster_that_name_none(provider, wells, tmp_path):
    algorithm = StochasticKrigingAlgorithm()
    algorithm.initAlgorithm()
    context = QgsProcessingContext()
    asked = {"INPUT": wells, "FIELD": "value", "MEAN": "TEMPORARY_OUTPUT", "STD": "TEMPORARY_OUTPUT", "ENGINE": "dask"}
    fine, reason = algorithm.checkParameterValues(asked, context)
    assert not fine
    assert "SCHEDULER" in reason
    Settings(scheduler="tcp://127.0.0.1:1").write()
    assert algorithm.checkParameterValues(asked, context)[0]
    assert algorithm.checkParameterValues({**asked, "ENGINE": "local"}, context)[0]
    Settings(scheduler="nonsense").write()
    assert "nonsense" in algorithm.checkParameterValues(asked, context)[1]


def test_a_scheduler_says_what_it_has(tmp_path, until):
    pytest.importorskip("distributed")
    cluster = LoopbackCluster(tmp_path, workers=1)
    try:
        until(lambda: "1 workers" in cluster_in_words(cluster.address), "a worker")
        said = cluster_in_words(cluster.address)
        assert said.startswith("The scheduler answers: 1 workers with ")
    finally:
        cluster.stop()


def test_where_no_scheduler_is_that_is_said_in_a_sentence(page, until):
    assert not page.test_scheduler.isEnabled()
    page.scheduler.setText("tcp://127.0.0.1:1")
    page.test_scheduler.click()
    until(lambda: page.test_scheduler.isEnabled(), "an answer")
    said = page.scheduler_found.text()
    assert "tcp://127.0.0.1:1" in said or "dask[distributed]" in said
    assert "Traceback" not in said


def test_a_page_that_is_gone_hears_no_answer(until, qgis_app):
    from qgis.core import QgsApplication
    from qgis.PyQt import sip

    page = SettingsPage()
    tasks = page._questions
    sip.delete(page)
    until(lambda: not tasks and not QgsApplication.taskManager().activeTasks(), "the end of the question")


def test_the_page_is_registered_and_taken_away():
    class Interface:
        def __init__(self):
            self.pages = []

        def registerOptionsWidgetFactory(self, factory):
            self.pages.append(factory)

        def unregisterOptionsWidgetFactory(self, factory):
            self.pages.remove(factory)

    interface = Interface()
    factory = register(interface)
    assert interface.pages == [factory]
    assert factory.title() == "Stochastic kriging"
    assert not factory.icon().isNull()
    unregister(interface, factory)
    assert interface.pages == []


def test_a_python_is_no_folder(tmp_path):
    assert interpreter.versions_of(tmp_path) is None
    assert interpreter.versions_of(Path("python3")) is None
    with pytest.raises(interpreter.NoAnswer):
        interpreter.answer_of(interpreter.find_python(), "raise SystemExit(3)")


@pytest.mark.parametrize(("words", "name"), [("both", "Low"), ("statistics", "P10"), ("petroleum", "P90")])
def test_the_tab_realizations_calls_them_so_too(dock, words, name):
    Settings(quantile_names=words).write()
    pane = dock.open_tab(RealizationsPane)
    assert pane.view.view.cases[0].text() == name
