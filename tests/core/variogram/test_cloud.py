import itertools
import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.variogram.cloud import variogram_cloud
from stochastic_kriging.krig_core.variogram.experimental import MAX_POINTS, experimental_variogram

SQUARE = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0], [0.0, 4.0]])
VALUES = np.array([1.0, 2.0, 5.0, 3.0])


def some(count, seed=3):
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 1000, (count, 2)), rng.normal(5, 2, count)


def test_the_six_pairs_of_a_rectangle_by_hand():
    found = variogram_cloud(SQUARE, VALUES, lags=2, max_distance=6.0)
    listed = list(zip(found.tail.tolist(), found.head.tolist(), found.distance, found.semivariance, found.lag))
    assert sorted(listed) == [
        (0, 1, 3.0, 0.5, 1),
        (0, 2, 5.0, 8.0, 2),
        (0, 3, 4.0, 2.0, 2),
        (1, 2, 4.0, 4.5, 2),
        (1, 3, 5.0, 0.5, 2),
        (3, 2, 3.0, 2.0, 1),
    ]
    turns = dict(zip(zip(found.tail.tolist(), found.head.tolist()), found.azimuth))
    assert turns[0, 1] == turns[3, 2] == 90.0  # east
    assert turns[0, 3] == turns[1, 2] == 0.0  # north
    assert turns[0, 2] == pytest.approx(math.degrees(math.atan2(3, 4)))
    assert turns[1, 3] == pytest.approx(-math.degrees(math.atan2(3, 4)))
    assert np.all(np.diff(found.distance) >= 0)
    assert (found.count, found.max_distance) == (6, 6.0)
    assert found.gamma == pytest.approx(17.5 / 6, rel=1e-15)


def test_a_lag_has_its_own_pairs_and_their_correlation():
    found = variogram_cloud(SQUARE, VALUES, lags=2, max_distance=6.0, lag=2)
    assert found.count == 4
    tails, heads = [1, 1, 2, 2], [5, 3, 5, 3]
    assert found.correlation == pytest.approx(np.corrcoef(tails, heads)[0, 1], abs=1e-12)


@pytest.mark.parametrize("ndim", [2, 3])
def test_the_mean_of_a_lag_is_the_experimental_variogram(ndim):
    rng = np.random.default_rng(7)
    points, values = rng.uniform(0, 1000, (300, ndim)), rng.normal(1e3, 5, 300)
    expected = experimental_variogram(points, values, lags=12)
    assert len(expected.gamma) == 12
    whole = variogram_cloud(points, values, lags=12)
    np.testing.assert_allclose(whole.lag_gammas, expected.gamma, rtol=1e-12)
    np.testing.assert_allclose(whole.lag_distances, expected.distance, rtol=1e-12)
    for lag in range(1, 13):
        found = variogram_cloud(points, values, lags=12, lag=lag)
        assert found.count == expected.pairs[lag - 1]
        assert found.gamma == pytest.approx(expected.gamma[lag - 1], rel=1e-12)
        assert found.mean_distance == pytest.approx(expected.distance[lag - 1], rel=1e-12)
        if len(found.tail) == found.count:
            assert found.semivariance.mean() == pytest.approx(expected.gamma[lag - 1], rel=1e-12)
            both = np.corrcoef(values[found.tail], values[found.head])[0, 1]
            assert found.correlation == pytest.approx(both, abs=1e-9)


def test_the_mean_of_lags_of_a_sample_of_very_many_data_is_the_experimental_variogram():
    points, values = some(MAX_POINTS + 500)
    expected = experimental_variogram(points, values, lags=10, max_distance=50.0)
    found = variogram_cloud(points, values, lags=10, max_distance=50.0, lag=10)
    assert found.count == expected.pairs[-1]
    assert found.gamma == pytest.approx(expected.gamma[-1], rel=1e-12)
    assert len(found.tail) == 20_000 < found.count


def test_a_part_of_many_pairs_is_even_and_the_same_for_a_seed():
    points, values = some(400)
    whole = variogram_cloud(points, values, most=10**6)
    part = variogram_cloud(points, values, most=5_000, seed=1)
    again = variogram_cloud(points, values, most=5_000, seed=1)
    assert len(part.tail) == 5_000
    assert part.count == whole.count == len(whole.tail)
    assert part.gamma == whole.gamma
    assert math.isnan(whole.correlation)
    np.testing.assert_array_equal(part.tail, again.tail)
    known = set(zip(whole.tail.tolist(), whole.head.tolist()))
    drawn = set(zip(part.tail.tolist(), part.head.tolist()))
    assert len(drawn) == 5_000
    assert drawn <= known
    share = 5_000 / whole.count
    expected = share * np.bincount(whole.lag)[1:]
    spread = np.sqrt(expected * (1 - share))
    assert np.all(np.abs(np.bincount(part.lag)[1:] - expected) < 4 * spread)
    other = variogram_cloud(points, values, most=5_000, seed=2)
    assert drawn != set(zip(other.tail.tolist(), other.head.tolist()))


def test_pairs_do_not_depend_on_the_order_of_the_data():
    points, values = some(60)
    turn = np.random.default_rng(1).permutation(60)
    found, turned = (variogram_cloud(*data, lag=9) for data in ((points, values), (points[turn], values[turn])))
    own = zip(found.tail.tolist(), found.head.tolist())
    assert set(own) == set(zip(turn[turned.tail].tolist(), turn[turned.head].tolist()))
    assert found.correlation == pytest.approx(turned.correlation, abs=1e-12)


def test_pairs_of_data_at_one_place_do_not_count_as_in_the_experimental_variogram():
    points = np.concatenate([SQUARE, SQUARE[:1]])
    found = variogram_cloud(points, [*VALUES, 9.0], max_distance=10.0)
    assert found.count == math.comb(5, 2) - 1
    assert (0, 4) not in set(itertools.chain(zip(found.tail, found.head), zip(found.head, found.tail)))


def test_a_lag_without_pairs_is_empty_and_equal_values_have_no_correlation():
    found = variogram_cloud(SQUARE, VALUES, lags=3, max_distance=6.0, lag=1)
    assert (found.count, len(found.tail)) == (0, 0)
    assert math.isnan(found.gamma)
    assert math.isnan(found.correlation)
    assert math.isnan(variogram_cloud(SQUARE, np.full(4, 0.1), lags=1, lag=1).correlation)


def test_a_lag_that_is_not_there_is_refused():
    with pytest.raises(InvalidInput, match=r"^Invalid lag 4\. Should be from 1 to 3"):
        variogram_cloud(SQUARE, VALUES, lags=3, lag=4)
