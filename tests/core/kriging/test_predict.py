import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput, KrigingWarning
from stochastic_kriging.krig_core.kriging import from_all as module
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.least_squares import fit_least_squares
from stochastic_kriging.krig_core.variogram.models import Variogram

SPHERICAL = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)
EXPONENTIAL = Variogram.exponential(nugget=0.02, partial_sill=0.72, scale=450)
RESIDUAL = Variogram.spherical(nugget=0.08, partial_sill=0.15, range=750)
LINE = {"coordinates": np.column_stack([np.arange(8.0), 2 * np.arange(8.0) + 6e6]), "values": np.arange(8.0)}
SIC97 = {"nugget": 500, "partial_sill": 15000}


@pytest.mark.parametrize(
    ("table", "variogram", "options"),
    [
        ("meuse_ok_sph_global.csv", SPHERICAL, {}),
        ("meuse_ok_exp_global.csv", EXPONENTIAL, {}),
        ("meuse_ok_gau_global.csv", Variogram.gaussian(nugget=0.1, partial_sill=0.55, scale=400), {}),
        ("meuse_ok_mat15_global.csv", Variogram.matern(nu=1.5, nugget=0.05, partial_sill=0.65, scale=200), {}),
        (
            "meuse_ok_nested_global.csv",
            Variogram.exponential(nugget=0.05, partial_sill=0.3, scale=150)
            + Variogram.spherical(partial_sill=0.3, range=1100),
            {},
        ),
        ("meuse_sk_sph_beta59.csv", SPHERICAL, {"kriging_type": "simple", "mean": 5.9}),
        (
            "meuse_ok_aniso45_04_global.csv",
            Variogram.spherical(nugget=0.05, partial_sill=0.59, range=1200, azimuth=45, ratio=0.4),
            {},
        ),
        ("meuse_uk_trend1.csv", RESIDUAL, {"kriging_type": "universal-1"}),
        ("meuse_okblock_sph_40x40.csv", SPHERICAL, {"block": 40}),
        ("meuse_ok_sph_errnugget.csv", SPHERICAL, {"exact": False}),
    ],
)
def test_estimate_and_variance_equal_gstats_at_all_nodes(meuse, reference, table, variogram, options):
    theirs = reference(table)
    mean, variance = krige(*meuse[:2], variogram, meuse[2], **options)
    assert np.abs(mean - theirs["pred"]).max() <= 1e-6 * meuse[1].std()
    assert np.abs(variance - theirs["var"]).max() <= 1e-6 * variogram.sill


def turned(points, azimuth, dip):
    """Return coordinates along the azimuth and dip, across it, and at right angles to both."""
    x, y, z = points.T
    along = x * np.sin(azimuth) + y * np.cos(azimuth)
    across = x * np.cos(azimuth) - y * np.sin(azimuth)
    return np.column_stack([along * np.cos(dip) + z * np.sin(dip), across, z * np.cos(dip) - along * np.sin(dip)])


@pytest.mark.parametrize(("azimuth", "dip"), [(30, 0), (30, 20), (120, -15)])
def test_kriging_in_a_dipping_ellipsoid_solves_the_textbooks_system(azimuth, dip):
    """Isaaks & Srivastava (1989), eq. 12.14, in plain numpy; turned as `gstat_rotated_models`."""
    rng = np.random.default_rng(8)
    points, targets = (rng.uniform(0, [100, 100, 20], (count, 3)) for count in (60, 40))
    values = rng.normal(size=60)

    def covariance(ones, others):
        lags = turned((ones[:, None] - others).reshape(-1, 3), np.radians(azimuth), np.radians(dip))
        h = np.linalg.norm(lags / [80, 32, 6], axis=1).reshape(len(ones), len(others))
        return np.where(h == 0, 2.0, 1.5 * np.where(h < 1, 1 - 1.5 * h + 0.5 * h**3, 0))

    system = np.block([[covariance(points, points), np.ones((60, 1))], [np.ones((1, 60)), np.zeros((1, 1))]])
    right = np.vstack([covariance(points, targets), np.ones((1, 40))])
    weights = np.linalg.solve(system, right)
    variogram = Variogram.spherical(
        nugget=0.5, partial_sill=1.5, range=80, azimuth=azimuth, ratio=0.4, vertical_range=6, dip=dip
    )
    mean, variance = krige(points, values, variogram, targets)
    np.testing.assert_allclose(mean, values @ weights[:60], rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(variance, 2.0 - (weights * right).sum(axis=0), rtol=1e-9)


@pytest.fixture
def root_distance(reference):
    """The external drift of the Meuse data: square root of the distance to the river, at data and nodes."""
    return tuple(np.sqrt(reference(name)["dist"]) for name in ("meuse.csv", "meuse_grid.csv"))


@pytest.mark.parametrize("kind", ["ordinary", "external-drift"])
@pytest.mark.parametrize(("table", "options"), [("global", {}), ("nmax30", {"max_data": 30})])
def test_external_drift_equals_gstats(meuse, reference, root_distance, kind, table, options):
    theirs = reference(f"meuse_ked_sqrtdist_{table}.csv")
    at_data, at_nodes = root_distance
    mean, variance = krige(
        *meuse[:2], RESIDUAL, meuse[2], kriging_type=kind, drift=at_data, target_drift=at_nodes, **options
    )
    assert np.abs(mean - theirs["pred"]).max() <= 1e-6 * meuse[1].std()
    assert np.abs(variance - theirs["var"]).max() <= 1e-6 * RESIDUAL.sill


@pytest.mark.parametrize(
    ("data", "value", "table", "variogram", "options"),
    [
        (
            "sic97_obs100.csv",
            "rainfall",
            "sic97_OK_Exp_fitted_global.csv",
            Variogram.exponential(partial_sill=20901.8331717535, scale=64115.9793621613),
            {},
        ),
        (
            "sic97_obs100.csv",
            "rainfall",
            "sic97_OK_Sph_fitted_global.csv",
            Variogram.spherical(partial_sill=15288.3076016870, range=82904.5026685815),
            {},
        ),
        (
            "sic97_obs100.csv",
            "rainfall",
            "sic97_OK_Sph_fixed_iso_global.csv",
            Variogram.spherical(range=85000, **SIC97),
            {},
        ),
        (
            "sic97_obs100.csv",
            "rainfall",
            "sic97_OK_Sph_fixed_aniso45_global.csv",
            Variogram.spherical(range=140000, azimuth=45, ratio=0.45, **SIC97),
            {},
        ),
        (
            "jura_Co_prediction259.csv",
            "Co",
            "jura_Co_ok_fixed.csv",
            Variogram.spherical(nugget=1.5, partial_sill=12, range=1.2),
            {},
        ),
        (
            "wolfcamp.csv",
            "head_m",
            "wolfcamp_uk1_fixed.csv",
            Variogram.spherical(nugget=1000, partial_sill=2500, range=100),
            {"kriging_type": "universal-1"},
        ),
        (
            "wells3d.csv",
            "value",
            "wells3d_ok_sph_anis30_0_0_.6_.0012_global.csv",
            Variogram.spherical(nugget=50, partial_sill=450, range=12000, azimuth=30, ratio=0.6, vertical_range=14.4),
            {},
        ),
        (
            "wells3d.csv",
            "value",
            "wells3d_ok_exp_anis0_0_0_1_.002_global.csv",
            Variogram.exponential(nugget=50, partial_sill=450, range=15000, vertical_range=30),
            {},
        ),
    ],
)
def test_other_data_give_what_gstat_gives(reference, data, value, table, variogram, options):
    data, theirs = reference(data), reference(table)
    mean, variance = krige(_places(data), data[value], variogram, _places(theirs), **options)
    assert np.abs(mean - theirs["pred"]).max() <= 1e-6 * data[value].std()
    assert np.abs(variance - theirs["var"]).max() <= 1e-6 * variogram.sill


@pytest.mark.parametrize(
    ("table", "model", "length", "angles", "ratio", "vertical"),
    [
        ("ok_sph_anis30_20_0_.5_.25", "spherical", 30000, (30, 20, 0), 0.5, 7500),
        ("ok_sph_anis30_20_10_.5_.25", "spherical", 30000, (30, 20, 10), 0.5, 7500),
        ("ok_exp_anis120_345_0_.7_.2", "exponential", 30000, (120, 345, 0), 0.7, 6000),
    ],
)
def test_dipping_ellipsoids_give_what_gstat_gives(reference, table, model, length, angles, ratio, vertical):
    """Of depths that are stretched by 500; gstat's length of the exponential is a third of its practical range."""
    data, theirs = reference("wells3d.csv"), reference(f"wells3d_z500_{table}_global.csv")
    ellipsoid = dict(zip(("azimuth", "dip", "plunge"), angles), ratio=ratio, vertical_range=vertical)
    variogram = Variogram.of(model, nugget=50, partial_sill=450, range=length, **ellipsoid)
    mean, variance = krige(_places(data) * [1, 1, 500], data["value"], variogram, _places(theirs))
    assert np.abs(mean - theirs["pred"]).max() <= 1e-6 * data["value"].std()
    assert np.abs(variance - theirs["var"]).max() <= 1e-6 * variogram.sill


def _places(table):
    names = {name.lower(): name for name in table.dtype.names}
    return np.column_stack([table[names[axis]] for axis in "xyz" if axis in names]).astype(float)


def test_a_kriging_by_another_program_agrees(reference_folder):
    """KT3D's answer, from PyKrige's tests: exponential, practical range 3000."""
    data = np.loadtxt(reference_folder / "pykrige_test1_data.txt")
    rows = np.loadtxt(reference_folder / "pykrige_test1_answer.asc", skiprows=7, max_rows=100)[::-1]
    x, y = np.meshgrid(1067275 + 50.0 * np.arange(100), 241459 + 25.0 * np.arange(100))
    targets = np.column_stack([x.ravel(), y.ravel()])
    mean, _ = krige(data[:, :2], data[:, 2], Variogram.exponential(partial_sill=500, range=3000), targets)
    np.testing.assert_allclose(mean, rows.ravel(), atol=1e-5)


def test_a_variogram_without_a_sill_kriges_as_another_program(reference_folder):
    """PyKrige's three-dimensional answer: linear variogram of slope 1, nugget 0.1."""
    data = np.loadtxt(reference_folder / "pykrige_test3d_data.txt", skiprows=1)
    theirs = np.loadtxt(reference_folder / "pykrige_test3d_answer.txt")
    z, y, x = np.meshgrid(*3 * [np.arange(10.0)], indexing="ij")
    targets = np.column_stack([x.ravel(), y.ravel(), z.ravel()])
    mean, variance = krige(data[:, :3], data[:, 3], Variogram.power(slope=1.0, nugget=0.1), targets)
    np.testing.assert_allclose(mean, theirs[:, 0], atol=1e-3)
    np.testing.assert_allclose(variance, theirs[:, 1], atol=1e-3)


def test_the_textbooks_seven_points(reference):
    """Isaaks & Srivastava (1989), p. 290: ordinary kriging at (65, 137)."""
    table = reference("isaaks7.csv")
    points = np.column_stack([table["x"], table["y"]])
    mean, variance = krige(points, table["z"], Variogram.exponential(partial_sill=10, range=10), [[65, 137]])
    assert mean[0] == pytest.approx(592.73, abs=0.01)
    assert variance[0] == pytest.approx(8.956, abs=0.001)


def test_a_rainfall_map_scores_as_gstats(reference):
    """SIC97 (Dubois 1998): 100 gauges predict 367 others with a variogram found automatically."""
    data, truth = reference("sic97_obs100.csv"), reference("sic97_val367.csv")
    points, targets = (np.column_stack([table["X"], table["Y"]]).astype(float) for table in (data, truth))
    fit = fit_least_squares(points, data["rainfall"])
    mean, variance = krige(points, data["rainfall"], fit.variogram, targets)
    error = mean - truth["rainfall"]
    assert np.sqrt(np.mean(error**2)) <= 57
    assert 0.92 <= np.mean(np.abs(error) <= 1.96 * np.sqrt(variance)) <= 0.98


@pytest.fixture
def points():
    rng = np.random.default_rng(7)
    return rng.uniform(0, 100, (40, 2)), rng.normal(10, 2, 40)


@pytest.mark.parametrize("kind", ["ordinary", "simple"])
@pytest.mark.parametrize("model", ["spherical", "exponential", "gaussian"])
@pytest.mark.parametrize("nugget", [0.0, 0.3])
def test_data_are_honoured_and_certain(points, kind, model, nugget):
    variogram = Variogram.of(model, nugget=nugget, partial_sill=1, range=20)
    mean, variance = krige(*points, variogram, points[0], kriging_type=kind)
    np.testing.assert_allclose(mean, points[1], atol=1e-6)
    np.testing.assert_allclose(variance, 0, atol=1e-6)


def test_far_from_all_data_ordinary_kriging_knows_only_the_mean(points):
    variogram = Variogram.spherical(nugget=0.2, partial_sill=0.8, range=10)
    (mean,), (variance,) = krige(*points, variogram, [[1e6, 1e6]])
    covariance = variogram.covariance(points[0], points[0])
    weights = np.linalg.solve(covariance, np.ones(40))
    assert mean == pytest.approx(weights @ points[1] / weights.sum())
    assert variance == pytest.approx(1 + 1 / weights.sum())


def test_chunks_of_targets_make_no_difference(points, monkeypatch):
    targets = np.random.default_rng(1).uniform(0, 100, (500, 2))
    variogram = Variogram.exponential(nugget=0.1, partial_sill=1, range=30)
    whole = krige(*points, variogram, targets)
    monkeypatch.setattr(module, "_CHUNK_BYTES", 40 * 8 * 17)
    for one, other in zip(whole, krige(*points, variogram, targets)):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-14)


def test_shifting_and_scaling_the_data_shifts_and_scales_the_map(points):
    variogram = Variogram.spherical(nugget=0.1, partial_sill=1, range=30)
    targets = [[50, 50], [10, 90]]
    mean, variance = krige(*points, variogram, targets)
    moved, same = krige(points[0], 3 * points[1] - 1000, variogram, targets)
    np.testing.assert_allclose(moved, 3 * mean - 1000)
    np.testing.assert_array_equal(variance, same)


def test_coincident_data_are_replaced_by_their_mean_and_counted(points):
    variogram = Variogram.spherical(nugget=0, partial_sill=1, range=30)
    where, values = np.vstack([points[0], points[0][:3]]), np.append(points[1], points[1][:3] + 2)
    with pytest.warns(KrigingWarning, match="3 of 43 data coincide"):
        mean, _ = krige(where, values, variogram, points[0][:4])
    np.testing.assert_allclose(mean, points[1][:4] + [1, 1, 1, 0])


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_points_are_enough(count):
    points, values = [[0.0, 0.0], [10.0, 0.0]][:count], [1.0, 3.0][:count]
    mean, variance = krige(points, values, Variogram.spherical(partial_sill=1, range=5), [[5.0, 0.0], [100.0, 0.0]])
    np.testing.assert_allclose(mean, np.mean(values))
    assert variance[1] == pytest.approx(1 + 1 / count)


def test_a_variogram_without_variance_gives_the_average_and_no_error():
    mean, variance = krige([[0, 0], [1, 1]], [2.0, 2.0], Variogram.spherical(partial_sill=0, range=5), [[3, 3]])
    assert (mean[0], variance[0]) == (pytest.approx(2.0), 0.0)


def test_an_ill_conditioned_gaussian_model_does_not_break():
    grid = np.stack(np.meshgrid(np.arange(15.0), np.arange(15.0)), axis=-1).reshape(-1, 2)
    values = np.sin(grid[:, 0] / 5) + np.cos(grid[:, 1] / 7)
    mean, variance = krige(grid, values, Variogram.gaussian(partial_sill=1, range=100), grid + 0.5)
    assert np.isfinite(mean).all()
    assert np.abs(mean - np.sin((grid[:, 0] + 0.5) / 5) - np.cos((grid[:, 1] + 0.5) / 7)).max() < 0.05
    assert (variance >= 0).all()


def test_rows_of_the_inverse_in_reach_give_what_the_factor_gives(monkeypatch):
    rng = np.random.default_rng(3)
    points, values, targets = rng.uniform(0, 1000, (300, 2)), rng.normal(size=300), rng.uniform(-50, 1050, (3000, 2))
    targets[:20] = points[:20]
    variogram = Variogram.spherical(nugget=0.1, partial_sill=0.6, range=150, azimuth=30, ratio=0.5)
    variogram += Variogram.cubic(partial_sill=0.3, range=100)
    for options in ({}, {"kriging_type": "universal-2"}, {"block": (30, 10)}, {"exact": False}):
        quick = krige(points, values, variogram, targets, **options)
        with monkeypatch.context() as patch:
            patch.setattr(module, "_MOST_CONDITION", 0)
            slow = krige(points, values, variogram, targets, **options)
        for one, other in zip(quick, slow):
            np.testing.assert_allclose(one, other, atol=1e-10)


@pytest.mark.parametrize("kind", ["universal-1", "universal-2"])
def test_a_trend_is_continued_beyond_the_data(points, kind):
    """A polynomial without noise is reproduced wherever one asks, far coordinates included."""
    places, targets = points[0] + [5e5, 6e6], np.array([[5e5 + 400, 6e6 - 100]])

    def polynomial(where):
        x, y = (where - [5e5, 6e6]).T / 100
        return 3 + 2 * x - y + (x * x - x * y + 0.5 * y * y if kind == "universal-2" else 0)

    variogram = Variogram.spherical(nugget=0.1, partial_sill=1, range=30)
    mean, variance = krige(places, polynomial(places), variogram, targets, kriging_type=kind)
    np.testing.assert_allclose(mean, polynomial(targets), rtol=1e-9)
    assert variance[0] > variogram.sill
    local, _ = krige(places, polynomial(places), variogram, targets, kriging_type=kind, max_data=20)
    np.testing.assert_allclose(local, polynomial(targets), rtol=1e-7)


def test_measurement_error_lies_between_honouring_and_ignoring_a_datum(points):
    variogram = Variogram.spherical(nugget=0.1, partial_sill=1, range=30)
    here = points[0][:1]
    exact, none = krige(*points, variogram, here)
    without, _ = krige(points[0][1:], points[1][1:], variogram, here)
    error = np.zeros(40)
    estimates = []
    for error[0] in (0.0, 0.5, 2.0, 1e4):
        estimates.append(krige(*points, variogram, here, error=error)[0][0])
    assert estimates[0] == pytest.approx(exact[0])
    assert estimates[-1] == pytest.approx(without[0])
    assert np.all(np.diff(estimates) * np.sign(without - exact) > 0)
    assert none[0] == pytest.approx(0, abs=1e-9)


def test_replicates_with_errors_count_by_their_precision():
    variogram = Variogram.spherical(partial_sill=1, range=5)
    with pytest.warns(KrigingWarning, match="1 of 3 data coincide"):
        one = krige([[0, 0], [0, 0], [3, 0]], [1.0, 2.0, 5.0], variogram, [[1, 1]], error=[0.1, 0.2, 0.3])
    weighted = (1 / 0.01 + 2 / 0.04) / (1 / 0.01 + 1 / 0.04)
    pooled = np.sqrt(1 / (1 / 0.01 + 1 / 0.04))
    other = krige([[0, 0], [3, 0]], [weighted, 5.0], variogram, [[1, 1]], error=[pooled, 0.3])
    np.testing.assert_allclose(one, other)


def test_a_small_block_is_a_point_without_nugget(points):
    variogram = Variogram.spherical(nugget=0.2, partial_sill=1, range=30)
    targets = [[50, 50], [10, 90]]
    block, point = krige(*points, variogram, targets, block=1e-6), krige(*points, variogram, targets, exact=False)
    for one, other in zip(block, point):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    average = krige(*points, variogram, targets, block=(8, 4), block_points=1)[0]
    np.testing.assert_allclose(average, point[0])


def test_a_target_without_drift_is_left_without_a_value_and_counted(points):
    at_data, at_targets = points[0][:, 0] ** 2, [1.0, np.nan, 4.0]
    with pytest.warns(KrigingWarning, match="1 of 3 targets have no drift"):
        mean, variance = krige(*points, SPHERICAL, [[1, 1], [2, 2], [3, 3]], drift=at_data, target_drift=at_targets)
    assert np.isnan(mean).tolist() == np.isnan(variance).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "options", [{}, {"max_data": 5}, {"search_radius": 30.0}, {"max_data": 6, "max_per_octant": 1}]
)
@pytest.mark.parametrize(
    "variogram",
    [
        Variogram(0.0),
        Variogram(1.0),
        Variogram.gaussian(partial_sill=1, range=40),
        Variogram.gaussian(partial_sill=1, range=1e5),
        Variogram.spherical(partial_sill=1, range=1e-9),
        Variogram.spherical(partial_sill=1, range=1e5),
        Variogram.hole_effect(partial_sill=1, range=30),
        Variogram.power(slope=0.1),
        Variogram.spherical(partial_sill=0, range=10),
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
def test_odd_data_and_odd_variograms_never_end_in_a_numerical_error(points, variogram, options):
    line = np.column_stack([np.arange(10.0), np.zeros(10)])
    lattice = np.stack(np.meshgrid(np.arange(6.0), np.arange(6.0)), axis=-1).reshape(-1, 2)
    twice = np.concatenate([points[0], points[0]])
    targets = np.array([[0.0, 0.0], [2.5, 0.0], [50.0, 50.0], [1e6, 1e6]])
    for where in (points[0], line, lattice, twice, *(points[0][:count] for count in (1, 2, 3))):
        for values in (np.full(len(where), 7.0), np.arange(len(where)) % 5.0):
            mean, variance = krige(where, values, variogram, targets, **options)
            assert (variance[np.isfinite(variance)] >= 0).all()
            assert (np.isfinite(mean) == np.isfinite(variance)).all()
            if "search_radius" not in options:
                assert np.isfinite(mean).all()
            if np.ptp(values) == 0:
                np.testing.assert_allclose(mean[np.isfinite(mean)], values[0], rtol=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'. Should be one of ordinary, simple"),
        ({"targets": [[0, 0, 0]]}, r"Invalid targets of shape \(1, 3\)"),
        ({"coordinates": np.empty((0, 2)), "values": []}, "No data"),
        ({"values": [np.nan, 1.0]}, "Invalid data"),
        ({"targets": [[np.inf, 0]]}, "Invalid targets. Coordinates should be finite"),
        ({"kriging_type": "universal-1"}, "Too few data: universal-1 kriging with 3 drift functions"),
        ({"kriging_type": "universal-1", **LINE}, "The data lie on a line"),
        ({"kriging_type": "external-drift"}, "No drift"),
        ({"drift": [2.0, 2.0], "target_drift": [1.0]}, "Drift variable 1 has the same value at all data"),
        ({"drift": [2.0, np.nan], "target_drift": [1.0]}, "Invalid drift. Should be finite at all data"),
        ({"drift": [1.0, 2.0]}, "Invalid target_drift with 0 variables. Should have 1"),
        ({"drift": [1.0], "target_drift": [1.0]}, r"Invalid drift of shape \(1, 1\)"),
        ({"drift": [1.0, 2.0], "target_drift": [1.0], "kriging_type": "simple"}, "Invalid drift for simple kriging"),
        (
            {"drift": np.stack(2 * [LINE["values"]], 1), "target_drift": [[1, 1]], **LINE},
            "depends at the data on the trend or on the variables before it",
        ),
        ({"kriging_type": "simple", "variogram": Variogram.power(slope=1)}, "Simple kriging needs a variance"),
        ({"error": -1}, "Invalid error"),
        ({"error": [1, 2, 3]}, "Invalid error"),
        ({"block": [1, 2, 3]}, "Invalid block"),
        ({"block": 10, "block_points": 0}, "Invalid `block_points` 0"),
        ({"max_data": 0}, "Invalid `max_data` 0. Should be at least 1"),
        ({"max_data": 3, "min_data": 4}, "Invalid `min_data` 4. Should not exceed `max_data`, 3"),
        ({"search_radius": 0.0}, "Invalid `search_radius` 0.0"),
    ],
)
def test_bad_input_is_a_sentence(change, message):
    arguments = {
        "coordinates": [[0, 0], [1, 1]],
        "values": [1.0, 2.0],
        "variogram": SPHERICAL,
        "targets": [[0, 0]],
        **change,
    }
    with pytest.raises(InvalidInput, match=message):
        krige(**arguments)
