"""The task layers-in-space, by hand: a wedge of two layers, and what is said of surfaces that do not fit."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import GridTooLarge, InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.tests.core.jobs.listener import Listener

NAN = np.nan
# Two layers of three cells, 1 2 3 in the base layer and 4 5 6 above; a second map is ten times the first.
LAYERS = np.arange(1.0, 7).reshape(2, 1, 3)
TOP, BASE = [[110.0, 120, 140]], [[100.0, 100, 100]]
JOB = {
    "task": "layers-in-space",
    "raster": "layers.npy",
    "top_surface": "top.npy",
    "base_surface": "base.npy",
    "layering": "proportional",
    "slices": "slices.npy",
    "corners": "corners.npy",
    "cells": "cells.npy",
}


@pytest.fixture
def lay(tmp_path):
    def one(top=TOP, base=BASE, maps=1, listening=None, dtype=float, **more):
        np.save(tmp_path / "layers.npy", np.stack([LAYERS, 10 * LAYERS])[:maps].astype(dtype))
        np.save(tmp_path / "top.npy", np.array(top)[None, None])
        np.save(tmp_path / "base.npy", np.array(base)[None, None])
        result = run(job_of({**JOB, **more}), tmp_path, listening or Listener())
        return result, {name: np.load(tmp_path / f"{name}.npy") for name in ("slices", "corners", "cells")}

    return one


def test_a_wedge_by_hand(lay):
    result, made = lay(z_delta=10)
    assert (result.first, result.z_delta, result.count) == (105, 10, 4)
    assert (result.mean, result.least, result.greatest) == (pytest.approx(70 / 3), 10, 40)
    assert (result.cells, result.outside, result.crossed) == (3, 0, 0)
    # The middle of the first slice is 105, in the middle of the thin unit: a boundary belongs to the upper layer.
    np.testing.assert_array_equal(made["slices"], [[[[4, 2, 3]], [[NAN, 5, 3]], [[NAN, NAN, 6]], [[NAN, NAN, 6]]]])
    np.testing.assert_array_equal(made["cells"], [LAYERS, [[[5, 10, 20]], [[5, 10, 20]]]])
    # Middles at the centres are 102.5, 105 and 110; beyond the edges they go on.
    np.testing.assert_allclose(made["corners"][0], [[101.25, 103.75, 107.5, 112.5]] * 2)


def test_slices_are_about_as_high_as_layers_unless_given(lay):
    assert lay()[0].z_delta == 10  # layers are 11.7 high on average
    assert lay(layering="follow-base")[0].z_delta == 20  # and here all are 20


def test_all_maps_become_slices_and_the_first_a_sheet_or_one_map_both(lay):
    _, made = lay(z_delta=20, maps=2)
    np.testing.assert_array_equal(made["slices"][1], 10 * made["slices"][0])
    assert made["cells"][0].max() == 6
    _, made = lay(z_delta=20, maps=2, layer=2)
    assert made["slices"].shape == (1, 2, 1, 3)
    assert np.nanmax(made["slices"]) == made["cells"][0].max() == 60


def test_slices_have_as_many_bits_as_the_layers(lay):
    assert lay(dtype=np.float32)[1]["slices"].dtype == np.float32


def test_cells_without_a_unit_are_counted(lay):
    result, made = lay(top=[[110.0, NAN, 90]], z_delta=10)
    assert (result.cells, result.outside, result.crossed) == (1, 2, 1)
    np.testing.assert_array_equal(made["slices"], [[[[4, NAN, NAN]]]])


def test_other_surfaces_than_those_of_the_run_are_doubted(lay):
    listener = Listener()
    lay(thickness=30, listening=listener)
    (said,) = listener.warnings
    assert said.startswith("The layers were made in a unit of 30 on average, and between these surfaces it is 23.3333 ")
    listener = Listener()
    lay(thickness=40, layering="follow-top", listening=listener)
    assert listener.warnings == []


def test_more_than_memory_holds_is_refused_before_anything_is_made(lay, monkeypatch):
    monkeypatch.setattr("stochastic_kriging.krig_core.jobs.layers_in_space.available_memory", lambda: 700)
    said = "2 layers and 4 slices take about 588 bytes of memory, and 700 bytes are free. Should be fewer slices"
    with pytest.raises(GridTooLarge, match=said):
        lay(z_delta=10)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"layer": 2}, "`layer` is 2, and there are 1 maps"),
        ({"top": [[1.0, 2, 3]]}, "The top of the unit lies nowhere above its base"),
        ({"top": [[NAN, NAN, NAN]]}, "A surface has no value where the layers have some"),
        ({"z_reference": "depth"}, "The top of the unit lies nowhere above its base"),
        ({"corners": None}, "it should name `slices`, or both `corners` and `cells`"),
        ({"slices": None, "corners": None, "cells": None}, "it should name `slices`"),
        ({"z_delta": 1e-4}, "choose higher ones"),
    ],
)
def test_refusals(lay, more, said):
    with pytest.raises(InvalidInput, match=said):
        lay(**more)
