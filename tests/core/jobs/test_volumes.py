"""The task volumes: files in, percentiles, zones and remarks out."""

import json

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.tests.core.jobs.listener import Listener


@pytest.fixture
def compute(tmp_path):
    """Run it on two rows of three cells, of 100 and 200 square units; arrays are given by their keys."""

    def run_job(**given):
        given.setdefault("areas", np.array([100.0, 200.0]))
        for key, value in given.items():
            if isinstance(value, np.ndarray):
                np.save(tmp_path / f"{key}.npy", value)
                given[key] = f"{key}.npy"
        listener = Listener()
        return run(job_of(json.loads(json.dumps({"task": "volumes", **given}))), tmp_path, listener), listener

    return run_job


def layers(*values):
    return np.stack([np.full((1, 2, 3), value) for value in values])


def test_rows_have_areas_of_their_own_and_heights_a_unit(compute):
    result, listener = compute(thickness=layers(2.0), height=0.3048)
    (zone,) = result.zones
    assert zone.zone is None
    assert [amount.name for amount in zone.amounts] == ["gross rock"]
    assert zone.amounts[0].mean == pytest.approx(900 * 2 * 0.3048)
    assert (result.realizations, result.swings) == (1, ())
    said = "There are no realizations: each volume is one number, and P90, P50 and P10 are the same."
    assert listener.messages == [said]
    assert result.remarks == (said,)


def test_percentiles_curve_and_swings_by_hand(compute):
    """Thickness 1 to 5 on 900, porosity a tenth or a fifth: one realization of each."""
    porosity = layers(0.1, 0.2, 0.1, 0.2, 0.1)
    result, listener = compute(thickness=layers(1.0, 2, 3, 4, 5), porosity=porosity, fvf=2.0)
    gross, pores, place = result.zones[0].amounts
    assert (gross.p90, gross.p50, gross.p10, gross.mean) == pytest.approx((900, 2700, 4500, 2700))
    # 90, 360, 270, 720 and 450: in order 90, 270, 360, 450 and 720
    assert (pores.p90, pores.p50, pores.p10, pores.mean) == pytest.approx((90, 360, 720, 378))
    assert (place.p90, place.p10) == pytest.approx((45, 360))
    assert result.curve[0] == pytest.approx(45)
    assert result.curve[50] == pytest.approx(180)
    assert result.curve[-1] == pytest.approx(360)
    assert result.at_mean == pytest.approx(900 * 3 * 0.14 / 2)
    # Thickness alone: 63, 126, …, 315; porosity alone: 135 and 270.
    assert [(swing.name, swing.p90, swing.p10) for swing in result.swings] == [
        ("thickness", pytest.approx(63), pytest.approx(315)),
        ("porosity", pytest.approx(135), pytest.approx(270)),
    ]
    assert listener.messages[-1] == (
        "There are 5 realizations: what is called P90 is exceeded with a probability of 83 ± 14.1 % (one standard "
        "error). They are too few for P90 and P10, which are the least and the greatest: make at least 9."
    )
    assert listener.warnings == []


def test_nothing_above_the_contact_is_told(compute):
    _, listener = compute(top_surface=layers(-1000.0), contact=-900.0)
    said = "All volumes are zero: nothing lies above the contact (`top_surface`, `contact`, `z_reference`)."
    assert listener.warnings == [said]
    _, listener = compute(thickness=layers(0.0))
    assert listener.warnings == ["All volumes are zero: the thickness is nowhere above zero (`thickness`)."]


def test_zones_are_rows_of_zone_cell_and_share(compute):
    """Zone 4 has half of the first cell and all of the last, zone 2 all of the first two."""
    zones = np.array([[4, 0, 0.5], [4, 5, 1.0], [2, 0, 1.0], [2, 1, 1.0]])
    result, _ = compute(thickness=layers(1.0), zones=zones)
    found = {zone.zone: zone.amounts[0].mean for zone in result.zones}
    assert found == {None: pytest.approx(400), 2: pytest.approx(200), 4: pytest.approx(250)}


def test_what_lies_in_any_zone_counts_once(compute):
    """Both zones have the same half of the first cell: together they have half of it, not all."""
    zones, union = np.array([[0, 0, 0.5], [1, 0, 0.5]]), np.array([[0, 0.5]])
    result, _ = compute(thickness=layers(1.0), zones=zones, all_zones=union)
    assert [zone.amounts[0].mean for zone in result.zones] == pytest.approx([50, 50, 50])


def test_a_zone_without_values_has_no_volume_and_one_with_some_says_of_how_much(compute):
    thickness = layers(2.0)
    thickness[0, 0, 0, :2] = np.nan
    zones = np.array([[0, 0, 1.0], [1, 1, 1.0], [1, 2, 1.0]])
    result, listener = compute(thickness=thickness, zones=zones)
    assert np.isnan(result.zones[1].amounts[0].p50)
    assert [zone.covered for zone in result.zones] == pytest.approx([1 / 3, 0, 0.5])
    assert result.zones[2].amounts[0].mean == 200
    assert listener.warnings == [
        "Zones where the map has no values, and whose volumes are not known (`zones`): 1 of 2.",
        "Zones that partly have no values, and of which the rest counts (`zones`): 1 of 2.",
    ]


def test_a_cell_without_a_value_in_one_realization_counts_in_none(compute):
    thickness = layers(1.0, 3.0)
    thickness[1, 0, 0, 0] = np.nan
    result, listener = compute(thickness=thickness)
    assert result.zones[0].amounts[0].mean == pytest.approx(800 * 2)
    assert result.zones[0].covered == pytest.approx(8 / 9)
    assert listener.warnings == [
        "Cells that lack a value of an input in some realizations, and do not count in any: 1."
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "There is no surface: give `thickness`, or `top_surface` with `base_surface` or `contact`."),
        ({"top_surface": layers(1.0)}, "There is no thickness."),
        (
            {"thickness": layers(1.0), "porosity": np.zeros((1, 1, 2, 4))},
            "Invalid porosity: porosity.npy has the shape",
        ),
        (
            {"thickness": layers(1.0), "saturation": 0.7},
            "`saturation` is that of pores, and there is no `porosity`.",
        ),
        ({"thickness": layers(1, 1), "porosity": layers(0.2, 20)}, "`porosity` is 20 in the middle of its values."),
        (
            {"thickness": layers(1.0), "porosity": layers(np.nan)},
            "No cell of the map or of a zone has a value of",
        ),
        ({"thickness": layers(1.0), "zones": np.array([[0, 0, 1.0]]), "all_zones": np.array([[6, 1.0]])}, "all_zones"),
        ({"thickness": layers(1.0), "ntg": 1.5}, "`ntg` is 1.5. Should be a number of at least 0 and of at most 1"),
        ({"thickness": layers(1.0), "fvf": "elsewhere/fvf.npy"}, "`fvf` is 'elsewhere/fvf.npy'. Should be"),
        (
            {"thickness": layers(1.0), "zones": np.array([[0, 6, 1.0]])},
            "Invalid zones: a row is no zone, cell and share",
        ),
        (
            {"thickness": layers(1, 2), "ntg": layers(0.1, 0.2, 0.3)},
            "Numbers of realizations differ (`thickness` 2, `ntg` 3)",
        ),
    ],
)
def test_what_makes_no_volume_is_a_sentence(compute, given, words):
    with pytest.raises(InvalidInput) as caught:
        compute(**given)
    assert words in str(caught.value)
