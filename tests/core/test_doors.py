"""The doors of the core: whatever is given to what it exports either works, or is refused in a sentence.

Each parameter of each public function is given what a user may give by mistake, all others being right.
"""

import re

import numpy as np
import pytest
from stochastic_kriging import krig_core
from stochastic_kriging.krig_core import (
    Geometry,
    Grid,
    Log,
    NormalScore,
    Strata,
    Transform,
    Variogram,
    WorkForce,
    cell_declustering,
    cross_validate,
    directional_variograms,
    experimental_variogram,
    fit_automatic,
    fit_least_squares,
    fit_reml,
    from_gslib,
    from_gstat,
    krige,
    leave_one_out,
    to_gslib,
    to_gstat,
    variogram_map,
)
from stochastic_kriging.krig_core.errors import KrigingError
from stochastic_kriging.krig_core.variogram.models import Structure

WRONG = {
    "nothing": None,
    "a text": "a",
    "an empty list": [],
    "a list of texts": ["a", "b"],
    "rows of different lengths": [[1, 2], [3]],
    "not a number": float("nan"),
    "infinity": float("inf"),
    "less than zero": -1,
    "a fraction": 1.5,
    "true": True,
    "too large for a float": 10**400,
    "a complex number": 1 + 2j,
    "a date": np.datetime64("2020-01-01"),
    "another shape": np.ones((3, 4, 5)),
    "a mapping": {"a": 1},
    "a set": {1, 2},
}

RNG = np.random.default_rng(1)
POINTS = RNG.uniform(0, 1000, (12, 2))
IN_SPACE = RNG.uniform(0, 100, (12, 3))
VALUES = np.sin(POINTS[:, 0] / 300) + 0.1 * RNG.standard_normal(12) + 3
VARIOGRAM = Variogram.spherical(partial_sill=1, range=500)
STRUCTURE = {"partial_sill": 1, "range": 10}
DATA = {"coordinates": POINTS, "values": VALUES}
KRIGED = {**DATA, "variogram": VARIOGRAM}
MAP = Geometry((0.0, 0.0), (100.0, 100.0), (10, 10))
BLOCK = Geometry((0.0,) * 3, (1.0,) * 3, (3,) * 3)
GRID = Grid.from_points(POINTS, VALUES, xy_delta=200)
CELLS = np.arange(float(GRID.size)).reshape(GRID.shape)
LOG = Log(np.arange(10.0), {"PHIE": np.arange(10.0)}, x=1.0, y=2.0, name="W")
LOGS = [Log(np.arange(10.0), {"PHIE": np.arange(10.0) + n}, x=100.0 * n, y=50.0 * n) for n in range(5)]
STRATA = Strata("proportional", 4, 10.0)
SURFACES = {"top": np.full(3, 5.0), "base": np.zeros(3)}
SCORE = NormalScore(VALUES)
EXPERIMENTAL = experimental_variogram(POINTS, VALUES, lags=5)
VALIDATION = cross_validate(POINTS, VALUES, VARIOGRAM)
TAILS = ("zmin", "zmax", "lower_tail", "upper_tail", "lower_omega", "upper_omega", "declustering_cell")
ANISOTROPY = ("azimuth", "ratio", "vertical_range")
SILLS = ("nugget", "partial_sill", "range")
SEARCH = ("max_data", "min_data", "search_radius", "max_per_octant")


def krig(**options):
    return GRID.krig(2, **{"seed": 1, "variogram": VARIOGRAM, **options})


def none(*names):
    return dict.fromkeys(names)


DOORS = {
    "Geometry": (Geometry, {"origin": (0.0, 0.0), "spacing": (1.0, 1.0), "shape": (3, 3)}),
    "Geometry.from_ranges": (Geometry.from_ranges, {"ranges": [(0, 10), (0, 10)], "spacing": (1, 1)}),
    "Geometry.axis": (MAP.axis, {"number": 0}),
    "Geometry.edges": (MAP.edges, {"number": 0}),
    "Geometry.centres": (MAP.centres, {"cells": np.zeros((3, 2), int)}),
    "Geometry.cells_of": (MAP.cells_of, {"coordinates": POINTS}),
    "Geometry.cells_around": (MAP.cells_around, {"coordinates": POINTS}),
    "Geometry.without": (BLOCK.without, {"number": 2}),
    "Grid": (Grid, {"logs": LOGS, "stream": "PHIE", "xy_delta": 20, **none("x_range", "y_range"), "z_range": (0, 5)}),
    "Grid in space": (Grid, {"logs": LOGS, "stream": "PHIE", "xy_delta": 20, "z_delta": 1, "z_range": (0, 5)}),
    "Grid.of": (Grid.of, {"geometry": MAP, "values": np.zeros((10, 10))}),
    "Grid.from_points": (
        Grid.from_points,
        {**DATA, "xy_delta": 100, **none("x_range", "y_range", "z_range", "error", "lower", "upper")},
    ),
    "Grid.krig": (
        krig,
        {
            **none("seed", "variogram", "mean", "weights", "max_data", "drift", "mc_tolerance", "secondary"),
            **none("correlation", "error", "lower", "upper"),
            "method": "gaussian",
            "kriging_type": "ordinary",
            "transform": "none",
            "quantiles": (),
            "variogram_uncertainty": "automatic",
        },
    ),
    "Grid.krig, normal scores": (
        lambda **options: krig(transform="normal-score", **options),
        {**none(*TAILS), "declustering": "cell"},
    ),
    "Grid.krig, sequential": (lambda **options: krig(method="sequential", **options), none("max_data", "mc_tolerance")),
    "Grid.krig, random-sample": (
        lambda **options: krig(method="random-sample", **options),
        {"variogram": VARIOGRAM, **none("max_data", "mean")},
    ),
    "Grid.krig, drift": (lambda **options: krig(kriging_type="external-drift", **options), {"drift": CELLS}),
    "Grid.krig, secondary": (krig, {"secondary": CELLS, "correlation": 0.5}),
    "Grid.save": (GRID.save, {"path": None}),
    "Grid.load": (Grid.load, {"path": None}),
    "Strata": (Strata, {"layering": "proportional", "layers": 4, "thickness": 10.0}),
    "Strata.between": (Strata.between, {**SURFACES, "layering": "proportional", "layers": 4}),
    "Strata.relative": (STRATA.relative, {"z": np.ones(3), **SURFACES}),
    "Strata.absolute": (STRATA.absolute, {"relative": np.ones(3), **SURFACES}),
    "Strata.holds": (STRATA.holds, {"z": np.ones(3), **SURFACES}),
    "Strata.layer": (STRATA.layer, {"z": np.ones(3), **SURFACES}),
    "Strata.boundaries": (STRATA.boundaries, SURFACES),
    "Strata.present": (STRATA.present, SURFACES),
    "Strata.outermost": (STRATA.outermost, SURFACES),
    "Log": (
        Log,
        {
            "index": np.arange(4.0),
            "streams": {"A": np.arange(4.0)},
            **{"x": 1.0, "y": 1.0, "name": "", "uwi": "", "units": None, "identifiers": (), "remarks": ()},
        },
    ),
    "Log.from_numpy": (Log.from_numpy, {"array": np.ones((3, 2)), "depth": "D", "labels": ["D", "A"]}),
    "Log.from_las": (Log.from_las, {"source": "nowhere.las", "depth_unit": "m"}),
    "Log.stream": (LOG.stream, {"name": "PHIE"}),
    "Log.mean": (LOG.mean, {"stream": "PHIE", "top": 1, "bottom": 5}),
    "Structure": (Structure, {"model": "matern", **STRUCTURE, **none(*ANISOTROPY, "shape", "dip", "plunge")}),
    "Variogram": (Variogram, {"nugget": 0.1, "structures": VARIOGRAM.structures}),
    "Variogram.of": (Variogram.of, {"model": "spherical", **STRUCTURE, "nugget": 0.0, **none("shape", *ANISOTROPY)}),
    "Variogram.of, scale": (Variogram.of, {"model": "spherical", "partial_sill": 1, "scale": 10}),
    "Variogram.matern": (Variogram.matern, {"nu": 1.5, **STRUCTURE}),
    "Variogram.stable": (Variogram.stable, {"alpha": 1.5, **STRUCTURE}),
    "Variogram.power": (Variogram.power, {"alpha": 1.5, "slope": 1}),
    "Variogram, added": (VARIOGRAM.__add__, {"other": VARIOGRAM}),
    "Variogram, called": (VARIOGRAM, {"distance": 1.0}),
    "Variogram.along": (VARIOGRAM.along, {"distance": 1.0, "azimuth": 0.0, "dip": 0.0}),
    "Variogram.covariance": (VARIOGRAM.covariance, {"first": POINTS, "second": POINTS[:3]}),
    "Variogram.over": (Variogram.power(slope=1).over, {"extent": 10.0}),
    "Variogram.scaled": (VARIOGRAM.scaled, {"factor": 2.0}),
    "Variogram.from_json": (Variogram.from_json, {"text": VARIOGRAM.to_json()}),
    "WorkForce": (
        lambda **options: WorkForce(GRID, **options).close(),
        {"processes": 1, "engine": "local", "scheduler": None, "start_method": "spawn"},
    ),
    "cell_declustering": (
        cell_declustering,
        {**DATA, "cell_size": None, "seek": "minimum", "offsets": 5, "ratios": None},
    ),
    "cross_validate": (
        cross_validate,
        {**KRIGED, **none("groups", "folds", "mean", "drift", "error", *SEARCH), "kriging_type": "ordinary"},
    ),
    "cross_validate, folds": (cross_validate, {**KRIGED, "folds": 3, "seed": 0}),
    "cross_validate, simple": (cross_validate, {**KRIGED, "kriging_type": "simple", "mean": 1.0}),
    "cross_validate, groups": (cross_validate, {**KRIGED, "groups": ["a", "b"] * 6}),
    "CrossValidation.inside": (VALIDATION.inside, {"share": 0.9}),
    "CrossValidation.accuracy": (VALIDATION.accuracy, {"shares": [0.5]}),
    "leave_one_out": (leave_one_out, {**KRIGED, "kriging_type": "ordinary", **none("mean", "drift", "error")}),
    "krige": (
        krige,
        {
            **KRIGED,
            "targets": POINTS[:3] + 1,
            "kriging_type": "ordinary",
            **none("mean", "drift", "target_drift", "block", "error", "threads", "progress", *SEARCH),
        },
    ),
    "krige, block": (krige, {**KRIGED, "targets": POINTS[:3], "block": 10.0, "block_points": 4}),
    "experimental_variogram": (
        experimental_variogram,
        {
            **{**DATA, "lags": 5, "estimator": "matheron", "detrend": 0},
            **none("max_distance", "azimuth", "bandwidth", "boundaries"),
        },
    ),
    "experimental_variogram, direction": (
        experimental_variogram,
        {
            **{"coordinates": IN_SPACE, "values": VALUES, "azimuth": 1, "tolerance": 22.5, "dip": 0},
            **{"dip_tolerance": 22.5, "bandwidth": None, "vertical_bandwidth": None},
        },
    ),
    "ExperimentalVariogram.fit": (
        EXPERIMENTAL.fit,
        {"model": "matern", "weights": "pairs/h2", **none(*SILLS, "longest", "shape")},
    ),
    "ExperimentalVariogram.fit, nested": (EXPERIMENTAL.fit, {"model": ("spherical", "exponential"), "nugget": None}),
    "ExperimentalVariogram.error": (EXPERIMENTAL.error, {"variogram": VARIOGRAM, "weights": "pairs"}),
    "ExperimentalVariogram.aic": (EXPERIMENTAL.aic, {"variogram": VARIOGRAM, "parameters": 2}),
    "directional_variograms": (
        directional_variograms,
        {
            **{"coordinates": IN_SPACE, "values": VALUES, "sectors": 4, "lags": 5, "estimator": "matheron"},
            **none("max_distance", "vertical_bandwidth"),
        },
    ),
    "variogram_map": (variogram_map, {**DATA, "classes": 3, "max_distance": None, "estimator": "matheron"}),
    "fit_automatic": (
        fit_automatic,
        {**DATA, "kriging_type": "ordinary", **none("variables", "models", "shape", *SILLS, *ANISOTROPY)},
    ),
    "fit_automatic in space": (
        fit_automatic,
        {"coordinates": IN_SPACE, "values": VALUES, **none("models", "shape", *SILLS, *ANISOTROPY)},
    ),
    "fit_least_squares": (
        fit_least_squares,
        {
            **{**DATA, "models": ("matern",), "weights": "pairs/h2", "criterion": "error", "estimator": "matheron"},
            **{"lags": 5, "tolerance": 22.5},
            **none("shape", "max_distance", "direction", "bandwidth", *SILLS, *ANISOTROPY),
        },
    ),
    "fit_reml": (
        fit_reml,
        {**DATA, "model": "matern", "azimuth": 0.0, "ratio": 1.0, **none("shape", "design", "vertical_range", *SILLS)},
    ),
    "from_gslib": (from_gslib, {"text": to_gslib(VARIOGRAM)}),
    "from_gstat": (from_gstat, {"text": to_gstat(VARIOGRAM)}),
    "to_gslib": (to_gslib, {"variogram": VARIOGRAM}),
    "to_gstat": (to_gstat, {"variogram": VARIOGRAM}),
    "Transform": (
        lambda **options: Transform(**options).fit(POINTS, VALUES),
        {"name": "normal-score", **none(*TAILS), "declustering": "none"},
    ),
    "Transform.fit": (Transform("normal-score").fit, {**DATA, "weights": None}),
    "Transform.fit, log": (Transform("log").fit, DATA),
    "NormalScore": (
        NormalScore,
        {"values": VALUES, **none("weights", "coordinates", "zmin", "zmax"), "upper_omega": 1.5, "seed": 0},
    ),
    "NormalScore.forward": (SCORE.forward, {"values": VALUES}),
    "NormalScore.back": (SCORE.back, {"scores": VALUES}),
    **{
        f"{name}, {way}": (getattr(Transform(name).fit(POINTS, VALUES), way), {argument: VALUES})
        for name in ("none", "log", "normal-score")
        for way, argument in (("forward", "values"), ("back", "scores"))
    },
}

TOO_MANY = {"lags", "sectors", "classes", "offsets", "block_points"}
"""What of a number that no machine can count to is Python's to refuse."""

WORDS = {"method", "kriging_type", "variogram_uncertainty", "layering", "depth", "engine", "start_method"}
WORDS |= {"seek", "estimator", "criterion"}
"""Of an array for a word it is NumPy's to say, from 1.25 on, that its numbers are not compared with it."""


def test_every_exported_name_has_a_door():
    # What has none makes nothing of what it is given: an Ensemble is made by `krig`.
    inside = {name.split(",")[0].split(".")[0].split(" ")[0] for name in DOORS}
    assert set(krig_core.__all__) - inside == {"Ensemble", "KrigingError"}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.filterwarnings("ignore")
def test_what_is_wrong_is_refused_in_a_sentence_or_does(door, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a name of a file may be right
    call, right = DOORS[door]
    not_well = []
    for parameter in right:
        for kind, value in WRONG.items():
            if parameter in {"too large for a float": TOO_MANY, "another shape": WORDS}.get(kind, ()):
                continue
            try:
                call(**{**right, parameter: value})
            except KrigingError:
                pass
            except Exception as error:
                not_well.append((parameter, kind, repr(error)))
    assert not not_well


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit_least_squares(POINTS, VALUES, range="a"), "`range` 'a'. Should be a number."),
        (
            lambda: fit_least_squares(POINTS, VALUES, models="spherical"),
            "`models` 'spherical'. Should be names",
        ),
        (lambda: fit_least_squares(POINTS, VALUES, shape=[]), "`shape` []. Should be a number, several, or left out."),
        (lambda: EXPERIMENTAL.fit(longest=-1), "`longest` -1.0. Should be a distance greater than zero."),
        (lambda: Variogram.stable(alpha="a", **STRUCTURE), "`alpha` 'a'. Should be a number."),
        (lambda: Variogram(0.1, 5), "`structures` 5. Should be a list of Structure."),
        (lambda: Variogram.from_json(None), "`text` None. Should be a text."),
        (lambda: from_gstat(None), "`text` None. Should be a text."),
        (lambda: to_gslib("Sph"), "`variogram` 'Sph'. Should be a Variogram"),
        (lambda: VARIOGRAM.covariance(POINTS, IN_SPACE), "`second` of shape (12, 3). Should be (m, 2), as `first` is."),
        (lambda: cross_validate(**KRIGED, folds="a"), "`folds` 'a'. Should be a whole number of at least 2."),
        (
            lambda: cell_declustering(POINTS, VALUES, offsets="a"),
            "`offsets` 'a'. Should be a whole number",
        ),
        (
            lambda: STRATA.layer(np.ones(4), **SURFACES),
            "`z`, `top`, `base` of shapes (4,), (3,), (3,). Should be of one shape, or numbers.",
        ),
        (lambda: Strata.between(np.ones(2), np.ones(3), "proportional", 4), "`top`, `base` of shapes (2,), (3,)"),
        (lambda: Grid.of(VALUES, None), "`geometry` None. Should be a Geometry."),
        (lambda: Grid(None, "PHIE"), "`logs` None. Should be a list of Log."),
        (lambda: Geometry(("a", 0), (1, 1), (2, 2)), "`origin`. Should be an array of numbers."),
        (lambda: MAP.axis(2), "`number` 2. Should be that of an axis, 0 to 1."),
        (lambda: LOG.mean("PHIE", top="x"), "`top` 'x'. Should be a number."),
        (lambda: LOG.mean(5), "`stream` 5. Should be a text."),
        (lambda: Log([1.0], {"A": [1.0]}, remarks="cut"), "`remarks` 'cut'. Should be a list of texts."),
        (lambda: krige(**KRIGED, targets=POINTS, max_data=True), "`max_data` True. Should be a whole number"),
        (lambda: krige(**KRIGED, targets=POINTS, progress=1), "`progress` 1. Should be a function"),
        (lambda: GRID.save(True), "`path` True. Should be the name of a file."),
    ],
)
def test_the_sentence_names_the_parameter_and_what_it_should_be(call, message):
    with pytest.raises(KrigingError, match=f"^Invalid {re.escape(message)}"):
        call()


def test_a_long_value_is_shown_by_its_beginning():
    with pytest.raises(KrigingError) as caught:
        Variogram.of("spherical", partial_sill=np.ones((100, 100)), range=1)
    assert len(str(caught.value)) < 100
    assert "\n" not in str(caught.value)


def test_lists_make_the_same_geometry_as_tuples():
    assert Geometry([0, 0], np.ones(2), [3, 4]) == Geometry((0.0, 0.0), (1.0, 1.0), (3, 4))
    assert Variogram(0.0, list(VARIOGRAM.structures)) == VARIOGRAM
