import numpy as np
import pytest
from stochastic_kriging.krig_core.drift import Drift
from stochastic_kriging.krig_core.errors import InvalidInput, KrigingWarning
from stochastic_kriging.krig_core.kriging import from_nearest as module
from stochastic_kriging.krig_core.kriging.data import Data
from stochastic_kriging.krig_core.kriging.from_nearest import LocalKriging
from stochastic_kriging.krig_core.kriging.neighbourhood import Neighbourhood, Search
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.kriging.support import Support
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.kriging.ties import assert_equal_but_for_ties

SPHERICAL = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)


def columns(table, *names):
    return np.column_stack([table[name] for name in names]).astype(float)


def result(table):
    """Mean and variance of a reference, not a number where it has none."""
    return tuple(np.genfromtxt(table[name].astype(str)) for name in ("pred", "var"))


def test_thirty_nearest_data_give_what_gstat_gives(meuse, reference):
    points, values, nodes = meuse
    ours, theirs = krige(points, values, SPHERICAL, nodes, max_data=30), result(reference("meuse_ok_sph_nmax30.csv"))
    assert_equal_but_for_ties(ours, theirs, (points, values, SPHERICAL), nodes, 30)


def test_targets_with_too_few_data_in_the_radius_have_no_value_as_in_gstat(meuse, reference):
    """nmax = 12, maxdist = 500 and nmin = 3, as the 16 nodes without a value show."""
    points, values, nodes = meuse
    with pytest.warns(KrigingWarning, match="16 of 3103 targets have too few data around them"):
        ours = krige(points, values, SPHERICAL, nodes, max_data=12, min_data=3, search_radius=500)
    theirs = result(reference("meuse_ok_sph_nmax12_max500.csv"))
    assert assert_equal_but_for_ties(ours, theirs, (points, values, SPHERICAL), nodes, 12) <= 1


def test_quadrants_choose_as_gstat_does(meuse, reference):
    """Omax = 4 among the nmax = 40 nearest within maxdist = 1000, found by matching the reference; at all nodes."""
    points, values, nodes = meuse
    wanted = Neighbourhood(max_per_octant=4, search_radius=1000, pool=40)
    none = np.empty((155, 0))
    data = Data(points, values, np.full(155, 0.05), none, Drift("ordinary", none))
    local = LocalKriging(data, Support(SPHERICAL, 2), wanted)
    mean, variance = local(nodes, np.empty((len(nodes), 0)))
    theirs = reference("meuse_ok_sph_omax.csv")
    np.testing.assert_allclose(mean, theirs["pred"], atol=1e-6 * values.std())
    np.testing.assert_allclose(variance, theirs["var"], atol=1e-6 * SPHERICAL.sill)


@pytest.mark.parametrize(
    ("table", "variogram"),
    [
        ("iso", Variogram.spherical(nugget=500, partial_sill=15000, range=85000)),
        ("aniso45", Variogram.spherical(nugget=500, partial_sill=15000, range=140000, azimuth=45, ratio=0.45)),
    ],
)
def test_rainfall_from_thirty_gauges_is_gstats(reference, table, variogram):
    """gstat measures nearness on the map, whatever the anisotropy; no ties."""
    data, theirs = reference("sic97_obs100.csv"), reference(f"sic97_OK_Sph_fixed_{table}_nmax30.csv")
    points, targets, rain = columns(data, "X", "Y"), columns(theirs, "x", "y"), data["rainfall"]
    ours = krige(points, rain, variogram, targets, max_data=30, search_anisotropy=False)
    assert assert_equal_but_for_ties(ours, result(theirs), (points, rain, variogram), targets, 30) == 0


def test_wells_in_three_dimensions_are_gstats_but_for_the_choice_among_ties(reference):
    """3 of 300 targets: single precision does not tell samples of different wells at several km apart."""
    data = reference("wells3d.csv")
    theirs = reference("wells3d_ok_sph_anis30_0_0_.6_.0012_nmax32.csv")
    points, targets = columns(data, "x", "y", "z"), columns(theirs, "x", "y", "z")
    variogram = Variogram.spherical(
        nugget=50, partial_sill=450, range=12000, azimuth=30, ratio=0.6, vertical_range=14.4
    )
    ours = krige(points, data["value"], variogram, targets, max_data=32, search_anisotropy=False)
    others = assert_equal_but_for_ties(ours, result(theirs), (points, data["value"], variogram), targets, 32)
    assert others < 0.02 * len(targets)


def test_walker_lake_is_gstats_but_for_the_choice_among_ties(reference):
    """114 of 6000 targets: data and targets lie on whole metres."""
    data, theirs = reference("walker470.csv"), reference("walker_V_ok_every13th.csv")
    points, targets = columns(data, "X", "Y"), columns(theirs, "x", "y")
    variogram = Variogram.spherical(nugget=25000, partial_sill=55000, range=35)
    ours = krige(points, data["V"], variogram, targets, max_data=24)
    others = assert_equal_but_for_ties(ours, result(theirs), (points, data["V"], variogram), targets, 24)
    assert others < 0.02 * len(targets)


def test_gslibs_own_output_is_met_but_for_the_choice_among_ties(reference_folder, reference):
    """kt3d: simple kriging, mean 2.302, four to eight data within 20; where the eighth has no tie at once."""
    lines = (reference_folder / "gslib_cluster.dat").read_text().splitlines()
    data = np.array([line.split() for line in lines[2 + int(lines[1].split()[0]) :] if line.strip()], dtype=float)
    points, values, theirs = data[:, :2], data[:, 2], reference("gslib_kt3d_reference.csv")
    variogram = Variogram.spherical(nugget=0.2, partial_sill=0.8, range=10)
    options = {"kriging_type": "simple", "mean": 2.302}
    targets = columns(theirs, "x", "y")
    ours = krige(points, values, variogram, targets, min_data=4, max_data=8, search_radius=20, **options)
    expected = theirs["est"], theirs["var"]
    untied = theirs["tie8"] == 0
    for one, other in zip(ours, expected):
        np.testing.assert_allclose(one[untied], other[untied], atol=2e-5)
    assert_equal_but_for_ties(ours, expected, (points, values, variogram), targets, 8, (2e-5, 2e-5), **options)


@pytest.fixture(scope="module")
def field():
    """2000 data of a known field, drawn exactly."""
    rng = np.random.default_rng(11)
    points, targets = rng.uniform(0, 100, (2000, 2)), np.stack(np.meshgrid(*2 * [np.arange(0.5, 100, 1.0)]), -1)
    variogram = Variogram.exponential(nugget=0.1, partial_sill=0.9, range=60)
    values = np.linalg.cholesky(variogram.covariance(points, points)) @ rng.normal(size=2000)
    return points, values, variogram, targets.reshape(-1, 2)


def test_a_shared_neighbourhood_is_as_close_to_all_data_as_each_targets_own(field):
    points, values, variogram, targets = field
    some = slice(0, len(targets), 3)
    truth, certainty = krige(points, values, variogram, targets[some])
    errors = []
    for shared in (False, True):
        mean, variance = krige(points, values, variogram, targets, max_data=24, shared_tiles=shared)
        excess = np.sqrt(variance[some] / certainty) - 1
        errors.append((np.sqrt(np.mean((mean[some] - truth) ** 2)), np.sqrt(np.mean(excess**2)), excess.min()))
    (own, own_excess, _), (together, together_excess, least) = errors
    assert together <= own
    assert together_excess <= own_excess
    assert least > -1e-9


def test_a_tile_that_outgrows_its_neighbourhood_is_kriged_target_by_target(field):
    """Data crowded on one side: where they are dense a tile would hold more of them than it may use."""
    points, values, variogram, targets = field
    points = points * [0.02, 1] + [49, 0]
    some = slice(0, len(targets), 3)
    truth, _ = krige(points, values, variogram, targets[some])
    own, together = (
        krige(points, values, variogram, targets, max_data=12, shared_tiles=shared)[0][some] for shared in (False, True)
    )
    assert np.sqrt(np.mean((together - truth) ** 2)) <= np.sqrt(np.mean((own - truth) ** 2))


def test_a_shared_neighbourhood_keeps_the_radius_of_each_target(field):
    points, values, variogram, targets = field
    points = points[points[:, 0] < 50]
    near = Search(points, None).tree.query(targets)[0] <= 5
    with pytest.warns(KrigingWarning, match=f"{(~near).sum()} of {len(near)} targets"):
        mean, _ = krige(
            points, values[: len(points)], variogram, targets, max_data=16, search_radius=5.0, shared_tiles=True
        )
    np.testing.assert_array_equal(np.isfinite(mean), near)


BLOCK = {
    "flat": ((60, 60), {"range": 30}),
    "anisotropic": ((60, 60), {"range": 30, "azimuth": 30, "ratio": 0.4}),
    "space": ((24, 24, 8), {"range": 30, "vertical_range": 6}),
}
"""Cells along each axis of a box of data, of side 100 (height 10), and a variogram for them."""


@pytest.fixture(params=BLOCK)
def dense_block(request):
    """Data, more of them on one side, and a grid of cells so dense that neighbours would share their data."""
    shape, model = BLOCK[request.param]
    rng, sides = np.random.default_rng(21), np.array([100.0, 100, 10][: len(shape)])
    points = np.concatenate([rng.uniform(0, sides, (120, len(shape))), rng.uniform(0, sides / 2, (120, len(shape)))])
    axes = [(np.arange(cells) + 0.5) * side / cells for cells, side in zip(shape, sides)]
    targets = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, len(shape))
    return points, rng.normal(size=len(points)), Variogram.spherical(nugget=0.1, partial_sill=0.9, **model), targets


LIMITS = [
    {"search_radius": 14.0},
    {"search_radius": 14.0, "min_data": 3},
    {"search_radius": 25.0, "max_per_octant": 2},
    {"search_radius": 9.0, "search_anisotropy": False},
]


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
@pytest.mark.parametrize("limits", LIMITS)
def test_no_cell_of_a_shared_neighbourhood_feels_a_datum_beyond_its_radius(dense_block, limits):
    points, values, variogram, targets = dense_block
    search = Search(points, variogram if limits.get("search_anisotropy", True) else None)
    before, _ = krige(points, values, variogram, targets, max_data=20, shared_tiles=True, **limits)
    for datum in (3, 77, 200):
        other = values.copy()
        other[datum] += 1000
        after, _ = krige(points, other, variogram, targets, max_data=20, shared_tiles=True, **limits)
        far = np.linalg.norm(targets @ search.matrix - search.points[datum], axis=1) > limits["search_radius"]
        np.testing.assert_array_equal(after[far], before[far])
        assert np.nanmax(np.abs(after - before)) > 100


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
@pytest.mark.parametrize("kind", ["simple", "ordinary", "universal-1"])
@pytest.mark.parametrize("limits", LIMITS)
def test_where_a_limit_tells_cells_apart_each_has_its_own_neighbourhood(dense_block, limits, kind):
    points, values, variogram, targets = dense_block
    own, together = (
        krige(points, values, variogram, targets, kriging_type=kind, max_data=90, shared_tiles=shared, **limits)
        for shared in (False, True)
    )
    np.testing.assert_allclose(together, own, rtol=1e-9, atol=1e-12)
    assert np.isfinite(own).any()


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
@pytest.mark.parametrize(
    ("count", "options"),
    [
        (10, {"max_data": 20, "min_data": 15}),
        (10, {"max_data": 20, "min_data": 10}),
        (40, {"max_data": 8, "min_data": 4, "max_per_octant": 1}),
        (40, {"max_data": 8, "min_data": 4, "max_per_octant": 1, "search_radius": 30.0}),
        (40, {"max_data": 8, "min_data": 4, "search_radius": 20.0}),
        (40, {"max_data": 8, "max_per_octant": 2, "search_radius": 10.0}),
    ],
)
def test_a_shared_neighbourhood_leaves_out_the_same_targets(field, count, options):
    points, values, variogram, targets = field
    own, together = (
        krige(points[:count], values[:count], variogram, targets, **options, shared_tiles=shared)
        for shared in (False, True)
    )
    np.testing.assert_array_equal(np.isfinite(together), np.isfinite(own))
    assert np.isfinite(own).all() == (options.get("min_data") == count)


@pytest.mark.parametrize(
    ("options", "local"),
    [
        ({}, {"max_data": 5}),
        ({}, {"max_data": 5, "shared_tiles": True}),
        ({}, {"search_radius": 60.0}),
        ({"error": [0.0, 0.5] * 10}, {"search_radius": 100.0}),
    ],
)
def test_where_nothing_varies_a_neighbourhood_is_as_certain_as_all_data(options, local):
    rng = np.random.default_rng(3)
    points, targets, flat = rng.uniform(0, 50, (20, 2)), rng.uniform(0, 50, (400, 2)), Variogram(0.0)
    everywhere = krige(points, np.full(20, 7.0), flat, targets, **options)
    mean, variance = krige(points, np.full(20, 7.0), flat, targets, **options, **local)
    np.testing.assert_allclose(mean, everywhere[0], rtol=1e-9)
    np.testing.assert_allclose(variance, everywhere[1], atol=1e-9)


@pytest.mark.parametrize("kind", ["simple", "ordinary", "universal-1", "universal-2"])
@pytest.mark.parametrize("model", ["spherical", "gaussian"])
def test_a_neighbourhood_of_all_data_is_global_kriging(kind, model):
    rng = np.random.default_rng(2)
    points, values, targets = rng.uniform(0, 100, (30, 3)), rng.normal(size=30), rng.uniform(0, 100, (50, 3))
    targets[:5] = points[:5]
    variogram = Variogram.of(model, nugget=0.2, partial_sill=1, range=80, azimuth=30, ratio=0.5, vertical_range=20)
    everywhere = krige(points, values, variogram, targets, kriging_type=kind)
    local = krige(points, values, variogram, targets, kriging_type=kind, search_radius=1e4)
    for one, other in zip(everywhere, local):
        np.testing.assert_allclose(one, other, atol=1e-9)


def test_targets_in_any_order_and_any_company_have_the_same_value(field, monkeypatch):
    points, values, variogram, targets = field
    order = np.random.default_rng(0).permutation(len(targets))[:3000]
    together = krige(points, values, variogram, targets, max_data=10)
    monkeypatch.setattr(module, "_STACK_BYTES", 3e5)
    for one, other in zip(together, krige(points, values, variogram, targets[order], max_data=10)):
        np.testing.assert_allclose(one[order], other, rtol=1e-12)


def test_of_equally_near_data_the_first_is_taken():
    lattice = np.stack(np.meshgrid(np.arange(9.0), np.arange(9.0)), axis=-1).reshape(-1, 2)
    for count in (1, 2, 5, 6, 7):
        found = Search(lattice, None).nearest(np.array([[4.0, 4.0]]), Neighbourhood(max_data=count))[0]
        distance = np.round(np.linalg.norm(lattice - 4, axis=1), 9)
        assert sorted(found) == sorted(np.lexsort((np.arange(81), distance))[:count])


@pytest.mark.parametrize("ndim", [2, 3])
def test_octants_have_their_nearest_data_however_far(ndim):
    rng = np.random.default_rng(5)
    points = np.concatenate([rng.uniform(0, 1, (500, ndim)), rng.uniform(-100, 0, (40, ndim))])
    found = Search(points, None).nearest(np.full((1, ndim), -0.5), Neighbourhood(max_per_octant=2))[0]
    found = found[found < len(points)]
    octant = ((points > -0.5) * 2 ** np.arange(ndim)).sum(axis=1)
    distance = np.linalg.norm(points + 0.5, axis=1)
    expected = [number for each in range(2**ndim) for number in _two_nearest(np.flatnonzero(octant == each), distance)]
    assert sorted(found) == sorted(expected)


def _two_nearest(numbers, distance):
    return numbers[np.argsort(distance[numbers])][:2]


def test_the_search_follows_the_anisotropy():
    points = np.array([[0.0, 30.0], [10.0, 0.0]])
    variogram = Variogram.spherical(partial_sill=1, range=100, azimuth=0, ratio=0.2)
    for anisotropic, first in ((True, 0), (False, 1)):
        search = Search(points, variogram if anisotropic else None)
        assert search.nearest(np.zeros((1, 2)), Neighbourhood(max_data=1)).tolist() == [[first]]
    within = search.nearest(np.zeros((1, 2)), Neighbourhood(search_radius=10.0))
    assert within.tolist() == [[1]]
    assert Search(points, variogram).nearest(np.zeros((1, 2)), Neighbourhood(search_radius=30.0)).tolist() == [[0]]


def test_a_local_drift_that_is_constant_leaves_the_target_without_a_value(field):
    points, values, variogram, _ = field
    targets, step = np.array([[10.0, 50.0], [50.0, 50.0]]), (points[:, 0] > 50).astype(float)
    with pytest.warns(KrigingWarning, match="1 of 2 targets have too few data"):
        mean, _ = krige(points, values, variogram, targets, drift=step, target_drift=[0.0, 1.0], max_data=8)
    assert np.isnan(mean).tolist() == [True, False]


def test_no_data_in_the_radius_is_no_value():
    with pytest.warns(KrigingWarning, match="1 of 1 targets"):
        mean, variance = krige([[0, 0], [1, 1]], [1.0, 2.0], SPHERICAL, [[50, 50]], search_radius=3)
    assert np.isnan([mean[0], variance[0]]).all()


def test_wrong_neighbourhoods_are_a_sentence():
    with pytest.raises(InvalidInput, match="Invalid `pool` 0. Should be at least 1"):
        Neighbourhood(pool=0)
    with pytest.raises(InvalidInput, match="Invalid `search_radius` nan. Should be greater than zero"):
        Neighbourhood(search_radius=np.nan)


def test_room_is_made_for_no_more_data_than_limits_let_in():
    search = Search(np.column_stack([np.arange(10.0), np.zeros(10)]), None)
    inside, outside = np.array([[4.0, 0.0], [0.5, 0.0]]), np.array([[50.0, 0.0]])
    wanted = Neighbourhood(search_radius=2.0)
    assert search.counted(np.vstack([inside, outside]), wanted) == Neighbourhood(max_data=5, search_radius=2.0)
    assert search.counted(outside, wanted).max_data == 1
    assert search.counted(outside, Neighbourhood(search_radius=2.0, min_data=3)).max_data == 3
    octants = Neighbourhood(max_per_octant=1)
    assert search.counted(inside, octants) == Neighbourhood(max_data=4, max_per_octant=1)
    assert search.counted(inside, Neighbourhood(max_per_octant=1, search_radius=0.6)).max_data == 2
    for same in (Neighbourhood(), Neighbourhood(min_data=3), Neighbourhood(max_data=7, search_radius=2.0)):
        assert search.counted(inside, same) is same
