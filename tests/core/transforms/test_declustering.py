import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.transforms.declustering import cell_declustering

PAIR_AND_LONER = np.array([(0.2, 0.2), (0.3, 0.3), (8.0, 8.0)])
VALUES = np.array([10.0, 12.0, 2.0])


@pytest.fixture(scope="module")
def cluster(reference_folder):
    """The 140 clustered samples of GSLIB, whose true mean is 2.58."""
    return np.loadtxt(reference_folder / "gslib_cluster.dat", skiprows=7)


def test_the_textbooks_clustered_data_get_the_textbooks_mean(cluster):
    """Deutsch & Journel (1998), p. 217: cells of 1 to 25, the least mean is 2.52, in cells of 5."""
    found = cell_declustering(cluster[:, :2], cluster[:, 2], np.linspace(1, 25, 25))
    assert cluster[:, 2].mean() == pytest.approx(4.35, abs=0.005)
    assert found.mean == pytest.approx(2.52, abs=0.005)
    assert found.cell_size == 5.0
    assert np.corrcoef(found.weights, cluster[:, 4])[0, 1] > 0.92


def test_without_a_size_one_is_found_that_nears_the_true_mean(cluster):
    found = cell_declustering(cluster[:, :2], cluster[:, 2])
    assert 2.3 < found.mean < 2.8
    assert len(found.sizes) == len(found.means) == 25
    assert found.mean == found.means.min()
    assert found.cell_size == found.sizes[np.argmin(found.means)]


def test_data_of_one_cell_share_its_weight():
    found = cell_declustering(PAIR_AND_LONER, VALUES, 2.0, offsets=1)
    np.testing.assert_allclose(found.weights, [0.75, 0.75, 1.5])
    assert found.mean == pytest.approx((11 + 2) / 2)
    assert found.cell_size == 2.0


@pytest.mark.parametrize("size", [1e-9, 1e9])
def test_cells_that_are_tiny_or_huge_give_equal_weights(size):
    np.testing.assert_allclose(cell_declustering(PAIR_AND_LONER, VALUES, size).weights, 1)


@pytest.mark.parametrize("ndim", [2, 3])
def test_weights_are_positive_with_mean_one_and_do_not_depend_on_where_the_map_is(ndim):
    rng = np.random.default_rng(0)
    points, values = rng.uniform(0, 100, (300, ndim)), rng.normal(size=300)
    weights = cell_declustering(points, values, 17.0).weights
    assert (weights > 0).all()
    assert weights.mean() == pytest.approx(1)
    np.testing.assert_allclose(cell_declustering(points + 4096, values, 17.0).weights, weights)


def test_where_low_values_were_sampled_more_densely_the_maximum_is_sought():
    found = cell_declustering(PAIR_AND_LONER, -VALUES, seek="maximum")
    mirrored = cell_declustering(PAIR_AND_LONER, VALUES, seek="minimum")
    np.testing.assert_allclose(found.weights, mirrored.weights)
    assert found.mean == -mirrored.mean > -VALUES.mean()


def test_where_no_size_is_better_than_none_weights_stay_equal():
    found = cell_declustering(PAIR_AND_LONER, -VALUES, seek="minimum")
    assert (found.weights == 1).all()
    assert (found.mean, found.cell_size) == (-8.0, 0.0)


def test_cells_may_be_flat():
    """Two data above each other in one well share a tall cell and not a flat one."""
    points = np.array([(0.0, 0.0, 0.0), (0.0, 0.0, 5.0), (90.0, 0.0, 0.0)])
    flat = cell_declustering(points, VALUES, 10.0, ratios=(1, 1, 0.1), offsets=1).weights
    tall = cell_declustering(points, VALUES, 10.0, ratios=(1, 1, 1), offsets=1).weights
    np.testing.assert_allclose(flat, 1)
    np.testing.assert_allclose(tall, [0.75, 0.75, 1.5])


@pytest.mark.parametrize("points", [[(1.0, 2.0)], [(1.0, 2.0)] * 4, [(1.0, 2.0), (1.0, 5.0)]])
def test_one_place_or_one_line_is_no_obstacle(points):
    found = cell_declustering(points, np.arange(len(points)))
    np.testing.assert_allclose(found.weights, 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cell_size": 0.0}, "Invalid cell size 0.0 of declustering. Should be greater than zero"),
        ({"cell_size": [1.0, np.nan]}, "Invalid cell size"),
        ({"seek": "mode"}, "Invalid sought mean 'mode'. Should be minimum or maximum"),
        ({"offsets": 0}, "Invalid `offsets` 0"),
        ({"ratios": (1, 1, 1)}, "one number greater than zero for each of 2 axes"),
        ({"ratios": (1, 0)}, "Invalid ratios"),
    ],
)
def test_bad_parameters_are_a_sentence(options, message):
    with pytest.raises(InvalidInput, match=message):
        cell_declustering(PAIR_AND_LONER, VALUES, **options)


def test_no_data_are_a_sentence():
    with pytest.raises(InvalidInput, match="No data"):
        cell_declustering(np.empty((0, 2)), [])
