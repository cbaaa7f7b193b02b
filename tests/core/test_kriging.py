import numpy as np
import pytest
from stochastic_kriging.krig_core import kriging as module
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.kriging import KrigingWarning, krige
from stochastic_kriging.krig_core.models import Variogram
from stochastic_kriging.krig_core.variogram import fit_variogram

SPHERICAL = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)


@pytest.mark.parametrize(
    ("table", "variogram", "options"),
    [
        ("meuse_ok_sph_global.csv", SPHERICAL, {}),
        ("meuse_sk_sph_beta59.csv", SPHERICAL, {"kriging_type": "simple", "mean": 5.9}),
        (
            "meuse_ok_aniso45_04_global.csv",
            Variogram.spherical(nugget=0.05, partial_sill=0.59, range=1200, azimuth=45, ratio=0.4),
            {},
        ),
    ],
)
def test_estimate_and_variance_equal_gstats_at_all_nodes(meuse, reference, table, variogram, options):
    theirs = reference(table)
    mean, variance = krige(*meuse[:2], variogram, meuse[2], **options)
    assert np.abs(mean - theirs["pred"]).max() <= 1e-6 * meuse[1].std()
    assert np.abs(variance - theirs["var"]).max() <= 1e-6 * variogram.sill


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
    fit = fit_variogram(points, data["rainfall"])
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
    assert (mean[0], variance[0]) == (2.0, 0.0)


def test_an_ill_conditioned_gaussian_model_does_not_break():
    grid = np.stack(np.meshgrid(np.arange(15.0), np.arange(15.0)), axis=-1).reshape(-1, 2)
    values = np.sin(grid[:, 0] / 5) + np.cos(grid[:, 1] / 7)
    mean, variance = krige(grid, values, Variogram.gaussian(partial_sill=1, range=100), grid + 0.5)
    assert np.isfinite(mean).all()
    assert np.abs(mean - np.sin((grid[:, 0] + 0.5) / 5) - np.cos((grid[:, 1] + 0.5) / 7)).max() < 0.05
    assert (variance >= 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'. Should be one of ordinary, simple"),
        ({"targets": [[0, 0, 0]]}, r"Invalid targets of shape \(1, 3\)"),
        ({"coordinates": np.empty((0, 2)), "values": []}, "No data"),
        ({"values": [np.nan, 1.0]}, "Invalid data"),
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
