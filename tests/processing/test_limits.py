"""Numbers of parameters: the same limits in all algorithms, and one sentence for what is outside."""

import math
from dataclasses import fields

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingParameterNumber, QgsProperty, QgsVectorLayer
from stochastic_kriging.krig_core.jobs.schema import TASKS
from stochastic_kriging.krig_core.plain import Key
from stochastic_kriging.provider.given import as_number
from stochastic_kriging.provider.parameters.values import TABLE, Kind

ALGORITHMS = (
    "stochastickriging",
    "kriging",
    "variogram",
    "crossvalidation",
    "lastopoints",
    "nextwells",
    "volumes",
    "exceedance",
    "zonestatistics",
    "section",
    "layersinspace",
)
NO_NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "Infinity",
    "1e999",
    "abc",
    "1,5",
    "0x10",
    "1_000",
    "١",
    math.nan,
    math.inf,
    -math.inf,
)
EXTREMES = ("-1", "0", "1e300", "-1e300", -1, 0, 1e300, -1e300, 10**30, 10**400, "0.5", 2.5, "1e12", "1E3", " 7 ", "+5")


def numbers_of(algorithm):
    return {
        definition.name(): definition
        for definition in algorithm.parameterDefinitions()
        if isinstance(definition, QgsProcessingParameterNumber)
    }


@pytest.fixture
def refused(provider, wells, tmp_path):
    """Return why an algorithm refuses a parameter, or nothing."""
    thickness = str(tmp_path / "thickness.tif")
    gdal.GetDriverByName("GTiff").Create(thickness, 1, 1)

    def asked(name, parameter, value):
        given = {"INPUT": wells, "FIELD": "value", "MEAN": str(tmp_path / "m.tif")}
        if name == "stochastickriging":
            given["METHOD"] = "sequential"  # gaussian takes no MAX_DATA
        if name == "crossvalidation":
            given["OUTPUT"] = "memory:"
        if name == "lastopoints":
            given = {"LAS_FOLDER": str(tmp_path), "CURVE": "GR", "OUTPUT": "memory:"}
        if name == "volumes":
            given = {"THICKNESS": thickness, "TABLE": "memory:"}
        if name == "nextwells":
            given.update(OBJECTIVE="exceedance", THRESHOLD=1, OUTPUT="memory:")
        if name in ("exceedance", "zonestatistics"):
            maps = str(tmp_path / "maps.tif")
            gdal.GetDriverByName("GTiff").Create(maps, 2, 2, 2)
            given = {"REALIZATIONS": maps, "CONDITION": "between", "THRESHOLD": -1e38, "UPPER_THRESHOLD": 3e38}
            zones = QgsVectorLayer("Polygon?crs=EPSG:26912", "zones", "memory")
            given.update({"ZONES": zones, "OUTPUT": "memory:", "PROBABILITY": str(tmp_path / "p.tif")})
        if name == "section":
            given = {"RASTER": thickness, "LINE": QgsVectorLayer("LineString?crs=EPSG:26912", "line", "memory")}
            given["OUTPUT"] = str(tmp_path / "section.tif")
        if name == "layersinspace":
            given = dict.fromkeys(("RASTER", "TOP_SURFACE", "BASE_SURFACE"), thickness)
            given["SLICES"] = str(tmp_path / "slices.tif")
        algorithm = provider.algorithm(name).create()
        fine, words = algorithm.checkParameterValues({**given, parameter: value}, QgsProcessingContext())
        return "" if fine else words

    return asked


def test_every_number_has_limits(provider):
    names = {name for algorithm in ALGORITHMS for name in numbers_of(provider.algorithm(algorithm))}
    assert names == {name for name, row in TABLE.items() if row.is_number}
    assert all(math.isfinite(limit) for name in names for limit in TABLE[name].limits)


def keys(declared):
    """Yield the keys of a job, those of the objects that it holds included, and what each should be."""
    for item in fields(declared):
        key = Key.of(item)
        yield item.name, key.kind
        if key.parts is not None:
            yield from keys(key.parts)


def test_a_job_takes_every_number_that_a_parameter_may_be():
    kinds = {(name, kind) for task in TASKS.values() for name, kind in keys(task.job)}
    found = set()
    for name, kind in kinds:
        row = TABLE.get("BLOCK" if name == "block_points" else name.upper())
        if row is None or not row.is_number:
            continue
        found.add(row.name)
        whole = row.kind is Kind.WHOLE
        least, most, is_open = row.limits
        least += is_open * (1 if whole else 1e-300)
        for value in (least, most):
            kind.of(int(value) if whole else value, name)
    # With LAGS it makes a maximum distance; the section itself has no exaggeration.
    not_in_jobs = {"LAG_DISTANCE", "VERTICAL_EXAGGERATION"}
    not_in_jobs |= {name for name in TABLE if name.endswith("_NUMBER")}  # there one key is a number or a raster
    assert found == {name for name, row in TABLE.items() if row.is_number} - not_in_jobs


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_no_number_is_refused_by_name(provider, refused, algorithm):
    for parameter, definition in numbers_of(provider.algorithm(algorithm)).items():
        for value in NO_NUMBERS:
            shown = f"'{value}'" if isinstance(value, str) else value
            said = f"{definition.description()} ({parameter}) is {shown}: it should be a number."
            assert refused(algorithm, parameter, value) == said


@pytest.mark.parametrize("value", EXTREMES, ids=repr)
def test_algorithms_agree_about_a_number(provider, refused, value):
    said = {}
    for algorithm in ALGORITHMS:
        for parameter, definition in numbers_of(provider.algorithm(algorithm)).items():
            words = refused(algorithm, parameter, value)
            assert words.startswith(f"{definition.description()} ({parameter}) ") or not words, (parameter, words)
            assert "Incorrect" not in words
            words = words[len(definition.description()) :]  # which algorithms may have otherwise
            assert said.setdefault(parameter, words) == words
    if value == 1e300:
        assert said["RANGE"] == " (RANGE) is 1e+300: it should be at most 1e+12."
        assert all(said.values())
    if value == 2.5:
        whole = {
            "REALIZATIONS",
            "MAX_DATA",
            "MIN_DATA",
            "MAX_PER_OCTANT",
            "MIN_SAMPLES",
            "LAGS",
            "BLOCK",
            "COUNT",
            "FOLDS",
            "LAYER",
            "LAYERS",
            "PROCESSES",
            "SEED",
        }
        assert {name for name, words in said.items() if words.endswith("a whole number.")} == whole


@pytest.mark.parametrize(("text", "value"), [("7", 7), (" 1E3 ", 1000), ("+.5", 0.5), ("5.", 5), ("1e-3", 0.001)])
def test_texts_are_numbers_as_they_are_written(text, value):
    assert as_number(text) == value


def test_limits_hold_for_what_an_expression_gives(refused):
    assert refused("kriging", "RANGE", QgsProperty.fromExpression("0 - 3")) == (
        "Range (practical) (RANGE) is -3: it should be greater than zero."
    )
    assert refused("kriging", "RANGE", QgsProperty.fromExpression("3 * 1000")) == ""


def test_the_largest_numbers_allowed_make_a_map(run, read_raster, make_layer):
    rng = np.random.default_rng(1)
    layer = make_layer(rng.uniform(0, 1000, (9, 2)).tolist(), value=rng.normal(size=9).tolist())
    given = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 500, "XY_DELTA": 100}
    parameters = {"algorithm": "stochkrig:kriging", "INPUT": layer, "FIELD": "value", **given}
    large = ({"RANGE": 1e12}, {"SEARCH_RADIUS": 1e12}, {"NUGGET": 1e76, "PARTIAL_SILL": 1e76}, {"AZIMUTH": 3600})
    for changes in large:
        done = run(**{**parameters, **changes})
        assert np.isfinite(read_raster(done["MEAN"])[0]).all()
