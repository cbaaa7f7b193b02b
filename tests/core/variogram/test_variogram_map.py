"""The variogram map against pairs that are counted by hand."""

import itertools
import math
import tracemalloc

import numpy as np
import pytest
from stochastic_kriging.krig_core.choices import ESTIMATORS
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.variogram import pairs
from stochastic_kriging.krig_core.variogram.experimental import experimental_variogram
from stochastic_kriging.krig_core.variogram.variogram_map import variogram_map


def by_hand(points, values, classes, far):
    """Return semivariances and numbers of pairs from each pair and its opposite, one by one."""
    width = 2 * far / (2 * classes + 1)
    halves = {}
    for (p, u), (q, v) in itertools.combinations(zip(points, values), 2):
        if 0 < math.dist(p, q) <= far:
            north = q if (q[1], q[0]) > (p[1], p[0]) else p
            south = p if north is q else q
            steps = [math.floor((b - a) / width + 0.5) for a, b in zip(south, north)]
            for place in {(steps[0], steps[1]), (-steps[0], -steps[1])}:
                halves.setdefault(place, []).append((u - v) ** 2 / 2)
    gamma, counts = np.full((2 * classes + 1,) * 2, np.nan), np.zeros((2 * classes + 1,) * 2, dtype=int)
    for (east, north), own in halves.items():
        gamma[classes + east, classes + north] = np.mean(own)
        counts[classes + east, classes + north] = len(own)
    return gamma, counts


def test_two_points_are_one_pair_in_opposite_classes():
    """6 east and 3 north of each other; classes are 2 wide, their middles at −6, −4, …, 6."""
    found = variogram_map([[10.0, 20.0], [16.0, 23.0]], [1.0, 5.0], classes=3, max_distance=7.0)
    assert found.width == 2.0
    expected = np.zeros((7, 7), dtype=int)
    expected[3 + 3, 3 + 2] = expected[3 - 3, 3 - 2] = 1  # 3 north is at the lower end of its class: 3 to 5
    np.testing.assert_array_equal(found.pairs, expected)
    assert found.gamma[6, 5] == found.gamma[0, 1] == 8.0
    assert np.isnan(found.gamma).sum() == 47


@pytest.mark.parametrize("classes", [1, 4, 9])
def test_it_is_what_pairs_by_hand_say(meuse, classes):
    points, values = meuse[0][:80], meuse[1][:80]
    found = variogram_map(points, values, classes=classes, max_distance=900.0)
    gamma, counts = by_hand(points.tolist(), values.tolist(), classes, 900.0)
    np.testing.assert_array_equal(found.pairs, counts)
    np.testing.assert_allclose(found.gamma, gamma, rtol=1e-10)


def test_a_regular_grid_fills_the_middles_of_classes(reference):
    """Of points a unit apart, with classes a unit wide, the class one east has the pairs of neighbours in rows."""
    table = reference("coalash.csv")
    points = np.column_stack([table["x"], table["y"]]).astype(float)
    found = variogram_map(points, table["coalash"], classes=4, max_distance=4.5)
    row = experimental_variogram(points, table["coalash"], boundaries=[1.0], azimuth=90, tolerance=1, max_distance=None)
    assert found.width == 1.0
    assert found.pairs[5, 4] == row.pairs[0]
    assert found.gamma[5, 4] == pytest.approx(row.gamma[0], rel=1e-12)
    assert found.pairs[4, 4] == 0


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_it_is_symmetric_and_all_its_pairs_are_those_of_the_variogram(meuse, estimator):
    found = variogram_map(*meuse[:2], classes=5, max_distance=1000.0, estimator=estimator)
    np.testing.assert_array_equal(found.pairs, found.pairs[::-1, ::-1])
    np.testing.assert_array_equal(found.gamma, found.gamma[::-1, ::-1])
    all_pairs = experimental_variogram(*meuse[:2], lags=1, max_distance=1000.0).pairs[0]
    assert (found.pairs.sum() + found.pairs[5, 5]) // 2 == all_pairs


def test_neither_order_nor_chunks_of_the_data_matter(meuse, monkeypatch):
    points, values = meuse[:2]
    found = variogram_map(points, values, classes=6)
    monkeypatch.setattr(pairs, "_CHUNK", 700)
    other = variogram_map(points[::-1], values[::-1], classes=6)
    np.testing.assert_array_equal(found.pairs, other.pairs)
    np.testing.assert_allclose(found.gamma, other.gamma, rtol=1e-12)


def test_the_longest_range_shows_where_it_is():
    """Values that change along azimuth 90 only: across it semivariances are smaller."""
    rng = np.random.default_rng(3)
    points = rng.uniform(0, 1000, (400, 2))
    found = variogram_map(points, np.sin(points[:, 0] / 150), classes=5, max_distance=300.0)
    assert found.gamma[5, 8] < 0.1 * found.gamma[8, 5]


@pytest.mark.parametrize(("count", "classes"), [(10, 4), (140, 10), (1000, 20)])
def test_few_data_have_few_classes(count, classes):
    rng = np.random.default_rng(1)
    found = variogram_map(rng.uniform(0, 9, (count, 2)), rng.normal(size=count))
    assert found.pairs.shape == (2 * classes + 1, 2 * classes + 1)


def test_memory_does_not_grow_with_the_square_of_the_data():
    rng = np.random.default_rng(5)
    peaks = []
    for count in (1000, 4000):
        points, values = rng.uniform(0, 1, (count, 2)), rng.normal(size=count)
        variogram_map(points, values)
        tracemalloc.start()
        variogram_map(points, values)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


@pytest.mark.parametrize(
    ("points", "options", "message"),
    [
        ([[0, 0, 0], [1, 1, 1]], {}, "Should be those of points on a map"),
        ([[0, 0], [1, 1]], {"classes": 0}, "Invalid `classes` 0"),
        ([[0, 0], [0, 0]], {}, "are all points in one place"),
        ([[0, 0], [1, 1]], {"estimator": "mean"}, "Invalid estimator"),
    ],
)
def test_what_cannot_be_is_refused(points, options, message):
    with pytest.raises(InvalidInput, match=message):
        variogram_map(np.array(points, dtype=float), [1.0, 2.0], **options)
