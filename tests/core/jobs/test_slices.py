import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.jobs.samples import Samples
from stochastic_kriging.krig_core.jobs.slices import slice_range, upscaled, within_slices

Z = np.array([101.0, 120, np.nan, 139])
GEOMETRY = Geometry.from_ranges([(0, 100), (0, 60), (10, 30)], [10, 10, 5])


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ((None, None), None),
        ((110.0, 130.0), (110, 130)),
        ((110.0, None), (110, 139)),
        ((None, 131.0), (101, 131)),
        ((None, 132.0), (97, 132)),  # by whole slices from the limit that is given
        ((None, 101.0 + 3 * 5), (101, 116)),
    ],
)
def test_slices_begin_at_a_limit_that_is_given(limits, found):
    assert slice_range(Z, 5.0, limits) == found


@pytest.mark.parametrize(
    ("z", "delta", "limits", "words"),
    [
        (Z, 39.0, (None, None), "`z_delta` is 39, but z has a range of 38 only"),
        (Z, 5.0, (110.0, 114.0), "`z_delta` is 5, but z has a range of 4 only"),
        (Z, 5.0, (150.0, 190.0), "No data between 150 and 190 (`z_range`): their z is from 101 to 139."),
        (Z, 5.0, (None, 90.0), "No data between"),
        (np.array([np.nan]), 5.0, (None, None), "No point has a z"),
    ],
)
def test_what_cannot_be_sliced_is_a_sentence(z, delta, limits, words):
    with pytest.raises(InvalidInput) as caught:
        slice_range(z, delta, limits)
    assert words in str(caught.value)


def test_the_edges_belong_to_the_slices():
    assert within_slices(np.array([9.99, 10, 20, 30, 30.01]), GEOMETRY).tolist() == [False, True, True, True, False]


def test_a_cell_gets_the_mean_of_its_samples_at_the_middle_of_its_slice():
    well = 12.3, 44.1
    points = np.array([(*well, 10.0), (*well, 11), (*well, 14.9), (*well, 15), (*well, 30)])
    found, lost = upscaled(Samples(points, np.array([1.0, 2, 6, 7, 8]), None, None), GEOMETRY)
    assert found.points.tolist() == [[*well, 12.5], [*well, 17.5], [*well, 27.5]]
    assert found.values.tolist() == [3, 7, 8]
    assert (lost, found.weights, found.thickness) == (0, None, None)


def test_samples_beyond_the_grid_are_averaged_to_the_cells_that_would_be_there():
    points = np.array([(-2.0, 5, 12), (-4.0, 5, 13), (-12, 5, 12)])
    found, _ = upscaled(Samples(points, np.array([1.0, 2, 3]), None, None), GEOMETRY)
    assert found.points.tolist() == [[-12, 5, 12.5], [-3, 5, 12.5]]
    assert found.values.tolist() == [3, 1.5]


def test_samples_of_a_vertical_well_stay_above_each_other():
    z = np.linspace(10, 30, 4001)
    points = np.column_stack([np.full(4001, 54321.123), np.full(4001, 0.1 + 0.2), z])
    places = upscaled(Samples(points, z, None, None), GEOMETRY)[0].points
    assert np.ptp(places[:, :2], axis=0).tolist() == [0, 0]
    assert len(places) == 4


def test_a_drift_is_averaged_as_the_values_are():
    """Samples of 1 and 3 m in one cell: the thicker counts three times as much."""
    points = np.array([[5.0, 5, 11], [7, 5, 13], [15, 5, 12]])
    drift, thickness = np.array([[2.0, 10], [4, 20], [6, 30]]), np.array([1.0, 3, 1])
    found, _ = upscaled(Samples(points, drift[:, 0], None, drift, thickness), GEOMETRY)
    np.testing.assert_allclose(found.drift, [[3.5, 17.5], [6, 30]])
    np.testing.assert_array_equal(found.values, found.drift[:, 0])


PERMEABILITY = Samples(
    np.array([[5.0, 5, 11], [5, 5, 13], [5, 5, 14], [15, 5, 12], [15, 5, 13], [25, 5, 12]]),
    np.array([1.0, 100, 10, 0, 50, 7]),
    None,
    None,
    np.array([2.0, 1, 1, 1, 1, 1]),
    np.array([1.0, 2, 3, 4, 5, 0]),
)


@pytest.mark.parametrize(
    ("averaging", "of_first", "of_second"),
    [
        ("arithmetic", (2 * 1 + 100 + 10) / 4, 25.0),
        ("geometric", (1**2 * 100 * 10) ** (1 / 4), None),
        ("harmonic", 4 / (2 / 1 + 1 / 100 + 1 / 10), None),
        ("rms", ((2 * 1 + 100**2 + 10**2) / 4) ** 0.5, 1250**0.5),
        ("median", 5.5, 25.0),
        ("most-of", 1.0, 0.0),
        ("max", 100.0, 50.0),
    ],
)
def test_samples_of_a_cell_are_averaged_as_wanted_by_thickness(averaging, of_first, of_second):
    """A zero has no geometric and no harmonic mean: its cell is left out and counted."""
    found, lost = upscaled(PERMEABILITY, GEOMETRY, averaging)
    expected = [of_first, *([] if of_second is None else [of_second]), 7]
    np.testing.assert_allclose(found.values, expected, rtol=1e-14)
    assert lost == (of_second is None)
    assert len(found.points) == len(expected)


def test_what_samples_count_in_the_histogram_adds_up_in_a_cell():
    found, _ = upscaled(PERMEABILITY, GEOMETRY)
    assert found.weights.tolist() == [6, 9, 0]
    assert found.thickness.tolist() == [4, 2, 1]
