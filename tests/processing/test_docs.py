"""What the documents say of the algorithms: names of parameters and outputs, and labels; and what needs GDAL."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.PyQt.QtCore import QUrl
from stochastic_kriging.provider.parameters.values import row_of
from stochastic_kriging.tests.documents import PAGES, blocks, text
from stochastic_kriging.tools.parameters_page import page

FOREIGN = {
    "API",
    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE",
    "DEPT_FT",
    "DLM",
    "EXTRA_PIP_PACKAGES",
    "FLOORS",
    "MODELS",
    "NULL",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "PHIE",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "QT_QPA_PLATFORM",
    "OPENBLAS_CORETYPE",
    "STOCHKRIG_BASE",
    "STOCHKRIG_LAYERING",
    "STOCHKRIG_MOMENTS",
    "STOCHKRIG_SLICES",
    "STOCHKRIG_TRANSFORM",
    "STOCHKRIG_Z",
    "STRT",
    "TASKS",
    "TMPDIR",
    "UNKNOWN",
    "UWI",
    "WELL",
    "WRAP",
}
"""Names in the same letters: of LAS files, environment variables, rasters, the code and other programs."""


@pytest.fixture(scope="module")
def names(provider):
    """All parameters and outputs."""
    return {
        definition.name()
        for algorithm in provider.algorithms()
        for definition in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions())
    }


@pytest.mark.parametrize("name", PAGES)
def test_names_of_parameters_are_those_of_the_algorithms(name, names):
    named = set(re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", text(name)))
    assert named <= names | FOREIGN


def test_the_page_of_parameters_is_current(provider):
    """`make docs` writes it."""
    assert text("docs/parameters.md") == page(provider.algorithms(), row_of)


def test_labels_of_the_tutorial_are_those_of_the_form(provider):
    table = text("docs/tutorial.md").split("| label | value |")[1].split("\n\n")[0]
    labels = set(re.findall(r"^ +\| (\w[^|]+) \|", table, re.MULTILINE))
    known = {parameter.description() for parameter in provider.algorithm("stochastickriging").parameterDefinitions()}
    assert len(labels) > 5
    assert labels <= known


def test_layers_go_from_wells_to_a_section(provider, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = blocks("docs/layers.md")
    code = block.code.replace('"XY_DELTA": 500', '"XY_DELTA": 2000').replace('"REALIZATIONS": 100', '"REALIZATIONS": 4')
    exec(code, {})  # noqa: S102 - as a reader does in the console
    section = gdal.Open("layers/section.tif").ReadAsArray()
    unit = section != -9999
    assert 0.2 < unit.mean() < 0.5  # the fold is far higher than the unit is thick
    assert 0.1 < section[unit].min() < section[unit].max() < 0.3
    assert gdal.Open("layers/layers.tif").RasterCount == 20


def test_the_geotiff_of_a_job_has_its_cells_where_they_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "job").mkdir()
    np.save("job/mean.npy", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    done = {"origin": [105.0, 210.0], "spacing": [10.0, 20.0], "shape": [2, 3]}
    log = f"{json.dumps({'message': 'A grid.'})}\n{json.dumps({'done': done})}\n"
    (tmp_path / "job/log.jsonl").write_text(log, encoding="utf-8")
    (block,) = (block for block in blocks("docs/scaling.md") if "GeoTransform" in block.code)
    exec(compile(block.code, "block", "exec"), {})
    raster = gdal.Open("job/mean.tif")
    assert raster.GetGeoTransform() == (100.0, 10.0, 0.0, 260.0, 0.0, -20.0)
    assert raster.ReadAsArray().tolist() == [[3.0, 6.0], [2.0, 5.0], [1.0, 4.0]]
    assert 'AUTHORITY["EPSG","32633"]' in raster.GetProjection()


def test_the_help_of_every_algorithm_is_a_document_that_travels_with_the_plugin(provider):
    for algorithm in provider.algorithms():
        file = Path(QUrl(algorithm.helpUrl()).toLocalFile())
        assert f"<h1>{algorithm.displayName()}</h1>\n" in file.read_text(encoding="utf-8")
