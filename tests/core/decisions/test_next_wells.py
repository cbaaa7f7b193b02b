"""What new wells would take, beside kriging again with them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.special import ndtr
from stochastic_kriging.krig_core.decisions.next_wells import (
    Belief,
    Candidates,
    MapVariance,
    exceedance,
    far_from,
    map_variance,
    next_wells,
    thinned,
    variance_left,
    zone_means,
)
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.kriging.conditional import ConditionalCovariance
from stochastic_kriging.krig_core.kriging.data import kriging_data
from stochastic_kriging.krig_core.kriging.from_all import GlobalKriging
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.kriging.support import Support
from stochastic_kriging.krig_core.variogram.models import Variogram

GEOMETRY = Geometry((25, 25), (50, 50), (20, 20))
CENTRES = GEOMETRY.centres()
NO_DRIFT = np.empty((len(CENTRES), 0))
NUGGET = 0.3
MODELS = {
    "spherical": Variogram.spherical(nugget=NUGGET, partial_sill=2, range=500, azimuth=30, ratio=0.5),
    "exponential": Variogram.exponential(nugget=NUGGET, partial_sill=2, range=900),
    "power": Variogram.power(nugget=NUGGET, partial_sill=2, range=500),
}
KINDS = [
    ("spherical", "ordinary", True),
    ("exponential", "universal-1", True),
    ("spherical", "simple", False),
    ("exponential", "ordinary", False),
    ("power", "ordinary", True),
]


def kriging(points, values, model, kind, exact, mean=None):
    """Kriging of all data, for the map and candidates on it."""
    variogram = MODELS[model].over(1.5 * np.hypot(1000, 1000))
    data, _ = kriging_data(points, values, variogram, kriging_type=kind, mean=mean, drift=None, exact=exact, error=None)
    return GlobalKriging(data, Support(variogram, 2, exact=exact))


class Case:
    """Twenty wells, and every seventh cell as a candidate."""

    def __init__(self, model="spherical", kind="ordinary", exact=True):
        rng = np.random.default_rng(1)
        self.options = model, kind, exact
        self.points, self.values = rng.uniform(0, 1000, (20, 2)), rng.normal(size=20)
        self.kriging = kriging(self.points, self.values, *self.options)
        self.mean, self.variance = self.kriging(CENTRES, NO_DRIFT)
        self.places = CENTRES[::7]
        self.conditional = ConditionalCovariance(self.kriging, self.places, np.empty((len(self.places), 0)))
        self.noise = 0.0 if exact else NUGGET
        self.candidates = Candidates(self.places, np.ones(len(self.places)), np.ones(len(self.places), dtype=bool))

    def believed(self, objective):
        return [Belief(self.conditional.among(), self.noise, objective)]

    def wells(self, objective, count, **options):
        return next_wells(self.candidates, self.believed(objective), count, **options)

    def map_variance(self):
        return map_variance(self.conditional, CENTRES, NO_DRIFT, self.variance)

    def again(self, wells):
        """The kriging variance of the map with new wells."""
        chosen = self.places[[well.candidate for well in wells]]
        model, kind, exact = self.options
        points, values = np.concatenate([self.points, chosen]), np.concatenate([self.values, np.zeros(len(chosen))])
        return kriging(points, values, model, kind, exact, mean=0.0 if kind == "simple" else None)


@pytest.mark.parametrize(("model", "kind", "exact"), KINDS)
def test_what_wells_leave_is_what_kriging_again_with_them_says(model, kind, exact):
    case = Case(model, kind, exact)
    wells = case.wells(case.map_variance(), 5)
    assert wells[0].before == pytest.approx(case.variance.mean(), abs=1e-12)
    for count in range(1, 6):
        _, variance = case.again(wells[:count])(CENTRES, NO_DRIFT)
        assert wells[count - 1].after == pytest.approx(variance.mean(), abs=1e-10)
    chosen = case.places[[well.candidate for well in wells]]
    fixed = ConditionalCovariance(case.kriging, chosen, np.empty((5, 0)))
    np.testing.assert_allclose(variance_left(fixed, CENTRES, NO_DRIFT, case.variance, case.noise), variance, atol=1e-10)


def test_each_is_the_best_of_all_candidates():
    case = Case()
    wells = case.wells(case.map_variance(), 2)
    model, kind, exact = case.options
    found = []
    for place in case.places:
        points = np.concatenate([case.points, case.places[[wells[0].candidate]], place[None]])
        coincide = np.array_equal(place, points[-2])
        _, variance = krige(points[: -1 if coincide else None], np.zeros(21 + (not coincide)), MODELS[model], CENTRES)
        found.append(variance.mean())
    assert int(np.argmin(found)) == wells[1].candidate
    assert min(found) == pytest.approx(wells[1].after, abs=1e-10)


@pytest.mark.parametrize(("model", "kind", "exact"), KINDS)
def test_the_variance_of_zone_means_is_that_of_all_pairs_of_cells(model, kind, exact):
    case = Case(model, kind, exact)
    rng = np.random.default_rng(3)
    cells = np.argwhere(np.ones((20, 20)))[60:260]
    weights = rng.uniform(0, 1, (2, 200)) * (rng.uniform(0, 1, (2, 200)) < 0.6)
    weights /= weights.sum(axis=1, keepdims=True)
    no_drift = np.empty((200, 0))
    zones = zone_means(case.conditional, case.kriging, GEOMETRY, cells, no_drift, csr_matrix(weights))

    def dense(krige):
        among = ConditionalCovariance(krige, GEOMETRY.centres(cells), no_drift).among()
        return np.einsum("za,ab,zb->z", weights, among, weights)

    np.testing.assert_allclose(zones.variances, dense(case.kriging), atol=1e-10)
    wells = case.wells(zones, 3)
    assert wells[-1].after == pytest.approx(dense(case.again(wells)).mean(), abs=1e-10)
    assert zones.value == wells[0].before


def test_what_is_left_of_an_exceedance_is_its_mean_over_what_the_well_may_say():
    case = Case()
    threshold, some = 0.4, slice(100, 160)
    aim = exceedance(case.conditional, CENTRES[some], NO_DRIFT[some], case.mean[some], case.variance[some], threshold)
    std = np.sqrt(case.variance[some])
    above = ndtr((case.mean[some] - threshold) / std)
    assert aim.value == pytest.approx(np.mean(above * (1 - above)), abs=1e-12)
    (well,) = case.wells(aim, 1)
    place = case.places[[well.candidate]]
    own_mean, own_variance = case.kriging(place, np.empty((1, 0)))
    _, after = case.again([well])(CENTRES[some], NO_DRIFT[some])
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    expected = 0.0
    for node, weight in zip(nodes, weights / weights.sum()):
        values = np.append(case.values, own_mean + node * np.sqrt(own_variance))
        mean, _ = krige(np.concatenate([case.points, place]), values, MODELS["spherical"], CENTRES[some])
        with np.errstate(divide="ignore"):  # at the well itself nothing is left
            above = ndtr((mean - threshold) / np.sqrt(after))
        expected += weight * np.mean(above * (1 - above))
    assert well.after == pytest.approx(expected, abs=1e-10)


def test_wells_at_known_places_by_hand():
    """Two independent places of variance 4 and 1, with no data: the one, then the other, and then nothing is left."""
    covariance = np.diag([1.0, 4.0])
    places = np.array([[0.0, 0.0], [100.0, 0.0]])

    class Sum:
        def __init__(self):
            self.left = np.array([1.0, 4.0])

        @property
        def value(self):
            return float(self.left.mean())

        def gains(self, variance):
            return np.where(np.isfinite(variance), self.left**2 / variance / 2, 0)

        def take(self, number, covariance, variance):
            self.left = self.left - covariance**2 / variance

    def wells(cost=(1.0, 1.0), **options):
        candidates = Candidates(places, np.array(cost), np.ones(2, dtype=bool))
        return [
            (well.candidate, well.before, well.after, well.std)
            for well in next_wells(candidates, [Belief(covariance, 0.0, Sum())], 3, **options)
        ]

    assert wells() == [(1, 2.5, 0.5, 2.0), (0, 0.5, 0.0, 1.0)]
    assert wells(cost=(1.0, 5.0))[0] == (0, 2.5, 2.0, 1.0)
    assert wells(cost=(1.0, 5.0), largest_std=True)[0] == (1, 2.5, 0.5, 2.0)
    assert wells(min_distance=100.0) == wells()
    assert wells(min_distance=100.1) == wells()[:1]


def test_of_several_variograms_the_mean_counts():
    """One says that the first place takes most, the other the second: by little, and by much."""
    places = np.array([[0.0, 0.0], [100.0, 0.0]])

    def believed(*variances):
        data = np.diag(variances)
        return Belief(data, 0.0, MapVariance(data @ data, float(data.trace()), 2))

    candidates = Candidates(places, np.ones(2), np.ones(2, dtype=bool))
    one, other = believed(3.0, 2.0), believed(1.0, 4.0)
    assert [well.candidate for well in next_wells(candidates, [one], 2)] == [0, 1]
    first, second = next_wells(candidates, [one, other], 2)
    assert (first.candidate, first.before, first.after, first.std) == (1, 2.5, 1.0, np.sqrt(3))
    assert (second.candidate, second.before, second.after, second.std) == (0, 1.0, 0.0, np.sqrt(2))
    assert one.covariance[0, 0] == 3.0


def test_no_well_takes_more_than_the_best_and_none_twice():
    case = Case()
    best = case.wells(case.map_variance(), 6)
    usual = case.wells(case.map_variance(), 6, largest_std=True)
    assert len({well.candidate for well in best}) == 6
    assert best[-1].after < usual[-1].after < case.variance.mean()
    stds = np.sqrt(case.conditional.among().diagonal())
    assert usual[0].candidate == int(np.argmax(stds))
    assert usual[0].std == pytest.approx(stds.max())
    gains = -np.diff([best[0].before, *(well.after for well in best)])
    assert (np.diff(gains) < 1e-12).all()


def test_wells_are_far_from_each_other_and_from_data():
    case = Case()
    open_ = far_from(case.places, case.points, 120.0)
    distance = np.linalg.norm(case.places[:, None] - case.points, axis=2).min(axis=1)
    np.testing.assert_array_equal(open_, distance >= 120)
    wells = next_wells(replace(case.candidates, open=open_), case.believed(case.map_variance()), 4, min_distance=300.0)
    chosen = case.places[[well.candidate for well in wells]]
    assert open_[[well.candidate for well in wells]].all()
    apart = np.linalg.norm(chosen[:, None] - chosen, axis=2)[np.triu_indices(len(wells), 1)]
    assert apart.min() >= 300


def test_a_place_with_an_exact_datum_is_no_candidate():
    case = Case()
    places = case.points[:3]
    conditional = ConditionalCovariance(case.kriging, places, np.empty((3, 0)))
    np.testing.assert_allclose(conditional.among(), 0, atol=1e-12)
    aim = map_variance(conditional, CENTRES, NO_DRIFT, case.variance)
    candidates = Candidates(places, np.ones(3), np.ones(3, dtype=bool))
    assert next_wells(candidates, [Belief(conditional.among(), 0.0, aim)], 2) == []


@pytest.mark.parametrize(("most", "step", "cells"), [(100, 1, [[0, 0], [0, 1], [0, 2]]), (2, 2, [[0, 0], [0, 2]])])
def test_cells_are_thinned_by_blocks(most, step, cells):
    wanted = np.zeros((4, 4), dtype=bool)
    wanted[0, :3] = True
    found, taken = thinned(wanted, most)
    assert taken == step
    np.testing.assert_array_equal(found, cells)


def test_of_each_block_the_cell_in_its_middle_is_taken():
    found, step = thinned(np.ones((9, 9), dtype=bool), 9)
    assert step == 3
    np.testing.assert_array_equal(found, np.argwhere(np.ones((3, 3))) * 3 + 1)
