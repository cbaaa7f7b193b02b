"""Maps in the layers of a unit: flat ones are slices to the byte, others are kriged in relative z."""

import json

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener

X, Y = np.meshgrid(np.arange(8) + 0.5, np.arange(6) + 0.5, indexing="ij")
GIVEN = {"model": "spherical", "nugget": 0.0, "partial_sill": 1.0, "range": 9.0, "vertical_range": 40.0}
MODEL = Variogram.spherical(partial_sill=1, range=9, vertical_range=40)


def flat(x, y):
    """A unit from 100 to 200."""
    return np.full(np.shape(x), 200.0), np.full(np.shape(x), 100.0)


def tilted(x, y):
    """A unit that rises to the east, and is thicker in the north: 40 to 60 thick at the cells."""
    base = 100.0 + 5 * np.asarray(x)
    return base + 38.0 + 4 * np.asarray(y), base


def samples(surfaces, count=30, seed=3):
    """Data at random in a unit."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 8, count), rng.uniform(0, 6, count)
    top, base = surfaces(x, y)
    z = np.round(base + rng.uniform(0, 1, count) * (top - base), 3)
    return np.column_stack([x, y, z]), rng.normal(5, 1, count)


@pytest.fixture
def run_map(tmp_path):
    """Run a job with data in a unit; return what it says, what it wrote, and what it told."""

    def make(points, values, surfaces=None, task="kriging", cells=None, at_data=None, **job):
        arrays = {"coordinates": points, "values": values}
        if surfaces is not None:
            unit = {"layering": "proportional", "layers": 5, **job.pop("strata", {})}
            job["strata"] = {"data": "at_data.npy", "cells": "cells.npy", **unit}
            arrays["at_data"] = np.stack(surfaces(points[:, 0], points[:, 1]) if at_data is None else at_data, axis=-1)
            for key in set(unit) & {"top_picks", "base_picks"}:
                arrays[key], job["strata"][key] = unit[key], f"{key}.npy"
            arrays["cells"] = np.stack(surfaces(X, Y) if cells is None else cells, axis=-1)
        for key in set(job) & {"mask", "lower", "upper", "error"}:
            arrays[key], job[key] = job[key], f"{key}.npy"
        for name, array in arrays.items():
            np.save(tmp_path / f"{name}.npy", array)
        own = {"max_data": None, "min_data": None, "search_radius": None}
        if task != "kriging":
            own = {"realizations": 4, "method": "gaussian", "seed": 1, "processes": 1}
            own["realizations_file"] = "realizations.npy"
        whole = {
            "task": task,
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": [0, 8],
            "y_range": [0, 6],
            "xy_delta": 1,
            "kriging_type": "ordinary",
            "variogram": GIVEN,
            "mean": "mean.npy",
            "std": "std.npy",
            "quantiles": [0.1, 0.9],
            "quantiles_file": "quantiles.npy",
            **own,
            **job,
        }
        listener = Listener()
        result = run(job_of(json.loads(json.dumps(whole))), tmp_path, listener)
        names = ("mean", "std", "quantiles", *(("realizations",) if task != "kriging" else ()))
        return result, {name: np.load(tmp_path / f"{name}.npy") for name in names}, listener

    return make


SLICES = {"z_delta": 20, "z_range": [100, 200], "within_slices": True}


@pytest.mark.parametrize("layering", ["proportional", "follow-top", "follow-base"])
@pytest.mark.parametrize("more", [{}, {"task": "stochastic-kriging"}], ids=["kriging", "gaussian"])
def test_a_flat_unit_has_the_bytes_of_slices(run_map, layering, more):
    points, values = samples(flat)
    _, slices, _ = run_map(points, values, **SLICES, **more)
    result, layers, _ = run_map(points, values, flat, strata={"layering": layering}, **more)
    assert result.strata.thickness == 100.0
    assert result.origin == (0.5, 0.5, 110.0)
    for name, array in slices.items():
        assert array.tobytes() == layers[name].tobytes(), name


def test_so_it_has_in_the_method_sequential(run_map):
    points, values = samples(flat)
    more = {"task": "stochastic-kriging", "method": "sequential", "upscale": True, "transform": "normal-score"}
    _, slices, _ = run_map(points, values, **SLICES, **more)
    _, layers, _ = run_map(points, values, flat, **more)
    for name, array in slices.items():
        assert array.tobytes() == layers[name].tobytes(), name


def test_so_it_has_with_data_that_are_soft(run_map):
    points, values = samples(flat)
    values[:5], error = np.nan, np.full(30, 0.2)
    limits = {"lower": np.full(30, np.nan), "upper": np.where(np.isnan(values), 4.0, np.nan)}
    more = {"task": "stochastic-kriging", "error": error, **limits}
    _, slices, _ = run_map(points, values, **SLICES, **more)
    _, layers, _ = run_map(points, values, flat, **{**more, "error": error, **limits})
    for name, array in slices.items():
        assert array.tobytes() == layers[name].tobytes(), name


def test_a_unit_of_any_shape_is_kriged_in_relative_z(run_map):
    points, values = samples(tilted)
    result, found, _ = run_map(points, values, tilted)
    top, base = tilted(X, Y)
    thickness = float((top - base).mean())
    own_top, own_base = tilted(points[:, 0], points[:, 1])
    relative = (points[:, 2] - own_base) / (own_top - own_base) * thickness
    centres = (np.arange(5) + 0.5) / 5 * thickness
    targets = np.stack(np.broadcast_arrays(X[..., None], Y[..., None], centres), -1).reshape(-1, 3)
    data = np.column_stack([points[:, :2], relative])
    mean, variance = krige(data, values, MODEL, targets, kriging_type="ordinary")
    np.testing.assert_allclose(found["mean"].ravel(), mean, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found["std"].ravel() ** 2, variance, rtol=0, atol=1e-9)
    assert result.strata.thickness == pytest.approx(thickness)
    assert (result.strata.least, result.strata.greatest) == (40.0, 60.0)
    x, y, z = result.strata.thickest
    assert y == 5.5
    assert z == tilted(x, y)[1]
    assert (result.strata.cells, result.strata.inside, result.strata.outside) == (48, 30, 0)


@pytest.mark.parametrize("task", ["kriging", "stochastic-kriging"])
def test_depths_are_elevations_below_zero(run_map, task):
    points, values = samples(tilted)
    elevations, up, _ = run_map(points, values, tilted, task)
    down = np.column_stack([points[:, :2], -points[:, 2]])

    def below(x, y):
        top, base = tilted(x, y)
        return -top, -base

    depths, found, _ = run_map(down, values, below, task, strata={"downwards": True})
    for name, array in up.items():
        assert array.tobytes() == found[name].tobytes(), name
    x, y, z = elevations.strata.thickest
    assert depths.strata.thickest == (x, y, -z)


@pytest.mark.parametrize("task", ["kriging", "stochastic-kriging"])
def test_what_is_not_in_the_unit_has_no_data(run_map, task):
    points, values = samples(tilted)
    top, base = tilted(X, Y)
    top[0, 0], base[1, 1] = np.nan, np.nan
    top[2, :2] = base[2, :2] - [1.0, 0.0]  # crossed, and pinched out
    top[7, 5] += 9.0  # the thickest, which is not wanted
    own_top, own_base = tilted(points[:, 0], points[:, 1])
    own_top[0] = np.nan
    points[1, 2], points[2, 2] = own_top[1] + 0.1, own_base[2] - 0.1
    mask = np.ones((8, 6), dtype=bool)
    mask[7] = False
    result, found, listener = run_map(
        points, values, tilted, task, cells=(top, base), at_data=(own_top, own_base), mask=mask
    )
    gaps = np.zeros((8, 6), dtype=bool)
    gaps[0, 0] = gaps[1, 1] = gaps[2, 0] = gaps[2, 1] = gaps[7] = True
    for array in found.values():
        layers = array if array.ndim == 4 else array[None]
        np.testing.assert_array_equal(np.isnan(layers), np.broadcast_to(gaps[..., None], layers.shape))
    strata = result.strata
    assert (strata.cells, strata.crossed, strata.pinched, strata.unknown) == (38, 1, 1, 2)
    assert (strata.inside, strata.outside) == (27, 3)
    assert strata.thickest[0] < 7
    assert result.data == 27
    assert result.empty == 0
    assert listener.warnings[0] == (
        "Cells where the top of the unit lies below its base (`top_surface`, `base_surface`), which have no data: 1."
    )
    assert "Values above or below the unit, or where it is not, which are left out: 3." in listener.messages
    told = [text for text in listener.messages if text.startswith("The unit is")]
    assert told[0].endswith(
        "at 38 of 42 cells of the map, in 5 layers (proportional) counted from its base. 27 of 30 values lie in it."
    )


@pytest.mark.parametrize("task", ["kriging", "stochastic-kriging"])
def test_layers_beyond_the_base_or_the_top_have_no_data(run_map, task):
    """Of 5 layers of 12 a unit of 40 has three, and the middle of none more: 3.33."""
    points, values = samples(tilted)
    top, base = tilted(X, Y)
    count = np.floor((top - base) / 12.0 + 0.5)
    for layering, number in (("follow-top", np.arange(5, 0, -1)), ("follow-base", np.arange(1, 6))):
        result, found, _ = run_map(points, values, tilted, task, strata={"layering": layering})
        assert result.strata.thickness == 60.0
        for array in found.values():
            layers = array if array.ndim == 4 else array[None]
            np.testing.assert_array_equal(
                np.isfinite(layers), np.broadcast_to(number <= count[..., None], layers.shape)
            )


def test_cells_thinner_than_half_a_layer_are_counted(run_map):
    """The unit is 0 to 70 thick in the west to the east; layers of 14, so the second column, 6 thick, has none."""

    def wedge(x, y):
        return 100.0 + 10 * np.maximum(np.asarray(x) - 0.9, 0) + 0 * np.asarray(y), np.full(np.shape(x), 100.0)

    points, values = samples(wedge, 60)
    _, found, listener = run_map(points, values, wedge, strata={"layering": "follow-base"})
    assert np.isfinite(found["mean"]).any(axis=-1).sum() == 36
    (said,) = [text for text in listener.messages if "half a layer" in text]
    assert said.endswith("to have them: 6.")


@pytest.mark.parametrize(("wrong", "warned"), [(1e30, True), (5000.0, True), (900.0, False)])
def test_a_surface_with_a_number_for_no_data_is_warned_of(run_map, wrong, warned):
    """The unit is 100 thick, but for one corner."""
    points, values = samples(flat)
    top, base = flat(X, Y)
    top[0, 0] = 100 + wrong
    _, _, listener = run_map(points, values, flat, cells=(top, base))
    said = [text for text in listener.warnings if "do numbers stand for no data in a surface" in text]
    assert [text.startswith(f"The unit is {wrong:.4g} thick at most, and 100 in half of") for text in said] == [
        True
    ] * warned


def test_samples_are_averaged_to_layers_by_their_length(run_map):
    """A well with two samples in the lowest fifth and one in the topmost."""
    base, height = 100.0 + 5 * 2.5, 38.0 + 4 * 3.5
    places = np.array([[2.5, 3.5, base + part * height] for part in (0.05, 0.15, 1.0)] + [[6.5, 1.5, 152.0]])
    result, found, listener = run_map(places, np.array([1.0, 4.0, 7.0, 5.0]), tilted, upscale=True)
    assert "4 values are averaged to 3 cells of the grid." in listener.messages
    assert result.data == 3
    np.testing.assert_allclose(found["mean"][2, 3, [0, 4]], [2.5, 7.0], atol=1e-9)
    np.testing.assert_allclose(found["std"][2, 3, [0, 4]], 0, atol=1e-6)


def test_data_on_the_top_and_on_the_base_are_in_the_outermost_layers(run_map):
    """In numbers that are rounded: the edges of the layers are 0.10000000000000009 and 7.399999999999999."""

    def unit(x, y):
        return np.full(np.shape(x), 7.4), np.full(np.shape(x), 0.1)

    places = np.array([[2.5, 3.5, 7.4], [4.5, 1.5, 0.1], [6.5, 4.5, 3.0]])
    more = {"task": "stochastic-kriging", "method": "sequential", "strata": {"layers": 3}}
    _, found, listener = run_map(places, np.array([1.0, 4.0, 7.0]), unit, **more)
    assert (found["realizations"][:, 2, 3, 2] == 1).all()
    assert (found["realizations"][:, 4, 1, 0] == 4).all()
    assert not [text for text in listener.messages if "outside the extent" in text]


def test_units_are_said(run_map):
    points, values = samples(flat)
    _, _, listener = run_map(points, values, flat, units={"z": "ft"})
    assert any(
        text.startswith("The unit is 100 ft thick on average, 100 to 100, at 48 of 48 cells of")
        for text in listener.messages
    )
    assert any("8 × 6 × 5 cells of 1 and layers of 20 ft, " in text for text in listener.messages)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"z_delta": 5}, "slices (`z_delta`) or layers (`strata`), and both are given"),
        ({"strata": {"downwards": True}}, "nowhere above its base (`top_surface`, `base_surface`)"),
        ({"cells": (np.full((8, 6), np.nan), np.ones((8, 6)))}, "A surface has no value at any cell of the map"),
        ({"strata": {"layers": 0}}, "`strata.layers` is 0"),
        ({"strata": {"layering": "onlap"}}, "`strata.layering` is 'onlap'"),
        ({"at_data": (np.full(30, np.nan), np.zeros(30))}, "A surface has no value at any of the data"),
        ({"at_data": (np.full(30, 9.0), np.zeros(30))}, "from 0 to 9. Do both have the same unit and direction"),
    ],
)
def test_what_cannot_be_is_a_sentence(run_map, given, words):
    points, values = samples(flat)
    with pytest.raises(InvalidInput) as caught:
        run_map(points, values, flat, **given)
    assert words in str(caught.value)


def test_more_layers_than_data_are_doubted(run_map):
    points, values = samples(flat)
    _, _, listener = run_map(points, values, flat, strata={"layers": 40})
    assert "The grid has 40 layers and there are 30 data: most layers hold none. Choose fewer (`layers`)." in (
        listener.warnings
    )


def picks_of(surfaces, raster, points):
    """Picks of both surfaces at data, beside what is known of them there."""
    columns = zip(surfaces(*points[:, :2].T), raster(*points[:, :2].T))
    top, base = (np.column_stack([points[:, :2], z, known]) for z, known in columns)
    return {"top_picks": top, "base_picks": base}


def unknown(x, y):
    return np.zeros(np.shape(x)), np.zeros(np.shape(x))


@pytest.mark.parametrize("raster", [unknown, flat])
def test_surfaces_go_through_picks(run_map, tmp_path, raster):
    points, values = samples(tilted)
    picks = picks_of(tilted, raster, points)
    given = {"cells": raster(X, Y), "at_data": raster(*points[:, :2].T)}
    result, _, listener = run_map(points, values, tilted, strata={**picks, "surfaces": "surfaces.npy"}, **given)
    assert result.strata.inside == 30
    surfaces = np.load(tmp_path / "surfaces.npy")
    np.testing.assert_allclose(surfaces, np.stack(tilted(X, Y), axis=-1), rtol=0, atol=3)
    assert any(text.startswith("The top goes through 30 picks") for text in listener.messages)
    assert any(text.startswith("The base goes through 30 picks") for text in listener.messages)
    assert all("It counts as known" in text for text in listener.messages if "goes through" in text)


def test_picks_that_agree_with_surfaces_change_nothing(run_map):
    points, values = samples(tilted)
    _, plain, _ = run_map(points, values, tilted)
    _, found, _ = run_map(points, values, tilted, strata=picks_of(tilted, tilted, points))
    assert plain["mean"].tobytes() == found["mean"].tobytes()


def test_one_layer_is_a_layer(run_map):
    points, values = samples(tilted)
    result, found, listener = run_map(points, values, tilted, strata={"layers": 1})
    assert result.shape == (8, 6, 1)
    assert any("in one layer (proportional)" in text for text in listener.messages)
