"""The provider in a QGIS of the test's own, and small layers to feed it."""

import contextlib
import shlex
import shutil
from pathlib import Path

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeModel,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsLayerTreeView
from stochastic_kriging.provider import runner
from stochastic_kriging.provider.provider import StochasticKrigingProvider
from stochastic_kriging.provider.session import Session

ALGORITHM = "stochkrig:stochastickriging"
CASES = Path(__file__).resolve().parents[1] / "cases"


@pytest.fixture(scope="session")
def provider(qgis_processing, qgis_iface):
    """The provider, added for the session, in a QGIS with a list of layers."""
    layers = QgsLayerTreeView()
    layers.setModel(QgsLayerTreeModel(QgsProject.instance().layerTreeRoot(), layers))
    qgis_iface.layerTreeView = lambda: layers
    registry = QgsApplication.processingRegistry()
    there = registry.providerById("stochkrig")  # that of tests/gui, in the same session
    if there is not None:
        yield there
        return
    added = StochasticKrigingProvider()
    registry.addProvider(added)
    yield added
    registry.removeProvider(added)


@pytest.fixture(scope="session")
def carry_out():
    """One Python for the jobs of all tests, as a start takes longer than most jobs and changes no byte of a result.

    A file that asks how Pythons are started, and what they leave, has a fixture of this name for itself.
    """
    session = Session()
    yield session.carry_out
    session.close()


@pytest.fixture(autouse=True)
def _jobs_are_carried_out_by_it(carry_out):
    token = runner._carry_out.set(carry_out)
    yield
    runner._carry_out.reset(token)


@pytest.fixture
def open_when_removed(monkeypatch):
    """The files of a folder that are open when it is removed, as Windows removes none of them."""
    found, remove = [], shutil.rmtree

    def look(folder, **options):
        for number in Path("/proc/self/fd").glob("*"):
            with contextlib.suppress(OSError):
                found.extend([str(number.readlink())] * str(number.readlink()).startswith(str(folder)))
        remove(folder, **options)

    monkeypatch.setattr(shutil, "rmtree", look)
    return found


@pytest.fixture
def make_layer():
    """Make a point layer in memory from coordinates and columns of values (None is NULL)."""

    def make(coordinates, crs="EPSG:26912", kind="Point", **columns):
        types = {
            name: "string" if any(isinstance(v, str) for v in column) else "double" for name, column in columns.items()
        }
        fields = "".join(f"&field={name}:{kind_of}" for name, kind_of in types.items())
        layer = QgsVectorLayer(f"{kind}?crs={crs}{fields}", "wells", "memory")
        features = []
        for row, place in enumerate(coordinates):
            feature = QgsFeature(layer.fields())
            if place is not None:
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*map(float, place))))
            feature.setAttributes([columns[name][row] for name in columns])
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        return layer

    return make


@pytest.fixture
def wells(make_layer):
    """Thirty wells in a field of 10 × 8 km, with a value that varies smoothly."""
    rng = np.random.default_rng(12)
    coordinates = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (30, 2))
    values = 50 + 10 * np.sin(coordinates[:, 0] / 3000) + rng.normal(0, 1, 30)
    return make_layer(coordinates.tolist(), value=values.tolist(), name=[f"W-{n}" for n in range(30)])


class Run:
    """What one run returned and said."""

    def __init__(self, results, log):
        self.results = results
        self.log = log

    def __getitem__(self, name):
        return self.results[name]


@pytest.fixture
def run(provider, tmp_path):
    """Run the algorithm; outputs go to tmp_path unless they are given."""

    def run_algorithm(feedback=None, context=None, algorithm=ALGORITHM, **parameters):
        feedback = feedback or QgsProcessingFeedback(False)
        context = context or QgsProcessingContext()
        context.setProject(QgsProject.instance())
        defaults = {"XY_DELTA": 500, "MEAN": str(tmp_path / "mean.tif"), "STD": str(tmp_path / "std.tif")}
        if algorithm == ALGORITHM:
            defaults.update({"REALIZATIONS": 10, "PROCESSES": 1})
        results = processing.run(algorithm, {**defaults, **parameters}, feedback=feedback, context=context)
        return Run(results, feedback.textLog())

    return run_algorithm


@pytest.fixture
def refusal(run, tmp_path):
    """Run the algorithm on bad input and return the sentence that it ended with; nothing may be written."""

    def refused(**parameters):
        feedback = QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException) as caught:
            run(feedback, **parameters)
        assert "Traceback" not in feedback.textLog()
        assert list(tmp_path.glob("*.tif")) == list(tmp_path.glob(".*.tif")) == []
        # processing.run reports a refusal in prepare first and then raises with this.
        generic = "There were errors executing the algorithm."
        said = [line for line in feedback.textLog().strip().splitlines() if line != generic]
        return said[-1] if str(caught.value) == generic else str(caught.value)

    return refused


@pytest.fixture
def read_raster():
    """Read a raster as (array of shape (nx, ny) with y north, dataset)."""

    def read(path):
        dataset = gdal.Open(str(path))
        return dataset.ReadAsArray()[::-1].T, dataset

    return read


@pytest.fixture
def run_case(provider, tmp_path, monkeypatch):
    """Run the command of a case (a folder of tests/cases) on a copy of it, which is the working folder then.

    Parameters after its name replace those of the command; None leaves one out.
    """

    def run_command(name, feedback=None, **parameters):
        folder = tmp_path / name
        shutil.copytree(CASES / name, folder)
        monkeypatch.chdir(folder)
        _, _, algorithm, _, *given = shlex.split((folder / "command.txt").read_text(encoding="utf-8"))
        wanted = {**dict(word.split("=", 1) for word in given), **parameters}
        feedback, context = feedback or QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        results = processing.run(
            algorithm,
            {name: value for name, value in wanted.items() if value is not None},
            feedback=feedback,
            context=context,
        )
        return Run(results, feedback.textLog())

    return run_command
