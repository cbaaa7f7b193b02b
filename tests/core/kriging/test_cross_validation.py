"""Cross-validation against gstat's, and against kriging without the data that are left out."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from stochastic_kriging.krig_core import cross_validate, leave_one_out
from stochastic_kriging.krig_core.errors import InvalidInput, KrigingWarning
from stochastic_kriging.krig_core.kriging.cross_validation import SCORES, CrossValidation
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.kriging.ties import assert_equal_but_for_ties

SPHERICAL = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)


def columns(table, *names):
    return np.column_stack([table[name] for name in names]).astype(float)


@pytest.mark.parametrize(
    ("table", "variogram", "options", "scores"),
    [
        (
            "ok_sph_global",
            SPHERICAL,
            {},
            (-1.2560506479668464e-05, 0.29210108046375364, 0.39174947412159739, 1.8152532967e-4, 0.8227633135876371),
        ),
        (
            "ok_sph_nmax30",
            SPHERICAL,
            {"max_data": 30},
            (0.0078206221833161688, 0.28492551058069748, 0.38864829744285651, 0.01270903248758, 0.80418954154300792),
        ),
        (
            "ok_exp_global",
            Variogram.exponential(nugget=0.02, partial_sill=0.72, scale=450),
            {},
            (0.0013649636871890961, 0.29221118745615104, 0.39355642305534982, 0.00177343686424, 0.73864667336658585),
        ),
        (
            "ked_sqrtdist_global",
            Variogram.spherical(nugget=0.08, partial_sill=0.15, range=750),
            {"drift": True},
            (-0.0024812342012228007, 0.26730173424033249, 0.37445578523128475, -0.00324373885611, 1.026971325874263),
        ),
    ],
)
def test_predictions_and_scores_of_leaving_one_out_equal_gstats(meuse, reference, table, variogram, options, scores):
    theirs = reference(f"meuse_cv_{table}.csv")
    if options.get("drift"):
        options = {"drift": np.sqrt(reference("meuse.csv")["dist"])}
    cv = cross_validate(*meuse[:2], variogram, **options)
    np.testing.assert_allclose(cv.predicted, theirs["var1pred"], rtol=1e-9)
    np.testing.assert_allclose(cv.variance, theirs["var1var"], rtol=1e-9)
    np.testing.assert_allclose(cv.residual, theirs["residual"], atol=1e-9)
    np.testing.assert_allclose(cv.standardized, theirs["zscore"], atol=1e-9)
    assert (cv.me, cv.mae, cv.rmse, cv.mse, cv.rmsse**2) == pytest.approx(scores, rel=1e-6)


@pytest.mark.parametrize(
    ("data", "names", "variogram", "options", "rmse", "msdr"),
    [
        (
            "sic97_obs100.csv",
            "X Y rainfall",
            Variogram.spherical(nugget=500, partial_sill=15000, range=140000, azimuth=45, ratio=0.45),
            {},
            63.2312449636089,
            0.893468543004242,
        ),
        (
            "wolfcamp.csv",
            "x y head_m",
            Variogram.spherical(nugget=1000, partial_sill=2500, range=100),
            {"kriging_type": "universal-1"},
            53.59031,
            1.292322,
        ),
        (
            "wolfcamp.csv",
            "x y head_m",
            Variogram.spherical(nugget=500, partial_sill=40000, range=400),
            {},
            54.66748,
            None,
        ),
        ("davis_elevation52.csv", "x y z", Variogram.spherical(partial_sill=6000, range=4), {}, 22.30691, None),
    ],
)
def test_scores_of_other_data_equal_gstats(reference, data, names, variogram, options, rmse, msdr):
    """The numbers of sic97_scores.txt and geor_summary.txt, with the digits that they have."""
    table, (x, y, value) = reference(data), names.split()
    cv = cross_validate(columns(table, x, y), table[value], variogram, **options)
    assert cv.rmse == pytest.approx(rmse, rel=2e-7)
    assert msdr is None or cv.rmsse**2 == pytest.approx(msdr, rel=5e-7)


def test_leaving_wells_out_equals_gstats(reference):
    """Whole wells predicted from the 32 nearest samples of others; gstat measures nearness on the map."""
    theirs = reference("wells3d_cv_leave_well_out_nmax32.csv")
    points, values, wells = columns(theirs, "x", "y", "z"), theirs["value"], theirs["well"]
    variogram = Variogram.spherical(
        nugget=50, partial_sill=450, range=12000, azimuth=30, ratio=0.6, vertical_range=14.4
    )
    cv = cross_validate(points, values, variogram, groups=wells, max_data=32, search_anisotropy=False)
    for well in np.unique(wells):
        one, others = wells == well, wells != well
        assert_equal_but_for_ties(
            (cv.predicted[one], cv.variance[one]),
            (theirs["pred"][one], theirs["var"][one]),
            (points[others], values[others], variogram),
            points[one],
            32,
        )
    assert len(np.unique(cv.fold)) == len(np.unique(wells)) == 60
    assert cv.rmse == pytest.approx(19.651511600281, rel=2e-4)  # ten of 672 are a choice among ties


@pytest.fixture
def samples():
    """Eight wells with ten samples each."""
    rng = np.random.default_rng(4)
    wells = rng.uniform(0, 100, (8, 2))
    points = np.array([(x, y, z) for x, y in wells for z in np.arange(10.0)])
    return points, rng.normal(5, 2, 80), np.repeat([f"W{number}" for number in range(8)], 10)


VARIOGRAM = Variogram.exponential(nugget=0.3, partial_sill=1, range=60, vertical_range=5)


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
@pytest.mark.parametrize("kind", ["ordinary", "simple", "universal-1"])
@pytest.mark.parametrize("variogram", [VARIOGRAM, Variogram.gaussian(partial_sill=1, range=60, vertical_range=9)])
@pytest.mark.parametrize("local", [{}, {"max_data": 12}, {"search_radius": 500.0, "max_per_octant": 3}])
@pytest.mark.parametrize("exact", [True, False])
def test_leaving_a_group_out_is_kriging_from_the_others(samples, kind, variogram, local, exact):
    """Of what was measured: where the nugget is error, the error of the new measurement comes on top."""
    points, values, wells = samples
    options = {"kriging_type": kind, "mean": 4.0, "exact": exact, **local}
    cv = cross_validate(points, values, variogram, wells, **options)
    one, others = wells == "W3", wells != "W3"
    mean, variance = krige(points[others], values[others], variogram, points[one], **options)
    np.testing.assert_allclose(cv.predicted[one], mean, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(cv.variance[one], variance + (0 if exact else variogram.nugget), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("error", [None, 0.5])
@pytest.mark.parametrize("local", [{"max_data": 5}, {"max_per_octant": 1}, {"max_data": 9, "search_radius": 40.0}])
def test_leaving_one_out_of_a_neighbourhood_is_kriging_from_the_others(samples, local, error):
    points, values, _ = samples
    cv = cross_validate(points, values, VARIOGRAM, error=error, **local)
    for number in (0, 33, 79):
        others = np.arange(80) != number
        mean, variance = krige(
            points[others], values[others], VARIOGRAM, points[[number]], error=error, exact=True, **local
        )
        assert cv.predicted[number] == pytest.approx(mean[0], rel=1e-9)
        assert cv.variance[number] == pytest.approx(variance[0] + (error or 0) ** 2, rel=1e-9)


def test_folds_are_seeded_and_of_about_equal_size(samples):
    points, values, _ = samples
    first, again, other = (cross_validate(points, values, VARIOGRAM, folds=7, seed=seed) for seed in (1, 1, 2))
    assert sorted(np.bincount(first.fold)) == [11] * 4 + [12] * 3
    np.testing.assert_array_equal(first.predicted, again.predicted)
    assert (first.fold != other.fold).any()
    one = first.fold == 5
    mean, variance = krige(points[~one], values[~one], VARIOGRAM, points[one])
    np.testing.assert_allclose(first.predicted[one], mean, rtol=1e-9)
    np.testing.assert_allclose(first.variance[one], variance, rtol=1e-9)


def test_as_many_folds_as_data_leave_one_out(samples):
    points, values, _ = samples
    alone, folds, groups = (
        cross_validate(points, values, VARIOGRAM, **options)
        for options in ({}, {"folds": 80}, {"groups": np.random.default_rng(0).permutation(80)})
    )
    np.testing.assert_allclose(folds.predicted, alone.predicted, rtol=1e-12)
    np.testing.assert_allclose(groups.variance, alone.variance, rtol=1e-12)


@pytest.mark.parametrize("options", [{}, {"folds": 5}, {"max_data": 8}])
def test_data_at_one_place_are_left_out_together(samples, options):
    points, values, _ = samples
    points, values = np.vstack([points, points[:6]]), np.append(values, values[:6] + 100)
    with pytest.warns(KrigingWarning, match="6 of 86 data coincide"):
        cv = cross_validate(points, values, VARIOGRAM, **options)
    np.testing.assert_array_equal(cv.fold[:6], cv.fold[80:])
    np.testing.assert_array_equal(cv.predicted[:6], cv.predicted[80:])
    assert (cv.variance > 0).all()
    np.testing.assert_array_equal(cv.observed, values)


@pytest.mark.filterwarnings("ignore:2 of 82 data coincide")
def test_groups_that_share_a_place_are_one(samples):
    points, values, wells = samples
    points, values = np.vstack([points, points[[0, 10]]]), np.append(values, [1.0, 2.0])
    cv = cross_validate(points, values, VARIOGRAM, np.append(wells, ["again", "again"]))
    assert len(set(cv.fold)) == 7
    assert len(set(cv.fold[:20])) == 1
    assert (cv.variance > 0.3).all()


@pytest.mark.parametrize("local", [{}, {"max_data": 20}, {"search_radius": 500.0}])
def test_a_fold_that_leaves_fewer_than_min_data_is_not_predicted(samples, local):
    points, values, _ = samples
    points, values, groups = points[:30], values[:30], np.repeat([0, 1, 2], [18, 6, 6])
    with pytest.warns(KrigingWarning, match="18 of 30 data have too few others"):
        cv = cross_validate(points, values, VARIOGRAM, groups, min_data=13, **local)
    np.testing.assert_array_equal(np.isfinite(cv.predicted), groups > 0)
    np.testing.assert_array_equal(np.isfinite(cv.variance), groups > 0)
    assert cross_validate(points, values, VARIOGRAM, groups, min_data=12, **local).count == 30


def test_data_without_a_name_are_a_group(samples):
    points, values, wells = samples
    names = np.array([None if name == "W3" else name for name in wells], dtype=object)
    ours, theirs = (cross_validate(points, values, VARIOGRAM, groups) for groups in (names.tolist(), wells))
    np.testing.assert_allclose(ours.predicted, theirs.predicted, rtol=1e-12)


def test_what_the_others_do_not_determine_is_counted_and_in_no_score():
    points, values = np.array([[0, 0], [10, 0], [0, 10], [500, 500.0]]), np.array([1.0, 2.0, 4.0, 9.0])
    variogram = Variogram.spherical(partial_sill=1, range=50)
    with pytest.warns(KrigingWarning, match="1 of 4 data have too few others to be predicted from"):
        cv = cross_validate(points, values, variogram, search_radius=50.0)
    assert np.isnan([cv.predicted[3], cv.variance[3], cv.standardized[3]]).all()
    assert cv.count == 3
    fewer = CrossValidation.of_normals(cv.observed[:3], cv.predicted[:3], cv.variance[:3], cv.fold[:3])
    assert cv.scores == fewer.scores
    with pytest.warns(KrigingWarning, match="2 of 4 data have too few others"):
        plane = cross_validate(points, values, variogram, groups=[1, 1, 2, 3], kriging_type="universal-1")
    assert np.isfinite(plane.predicted).tolist() == [False, False, True, True]


@pytest.mark.parametrize("options", [{}, {"search_radius": 5.0}, {"groups": [0, 1]}])
def test_one_two_or_equal_data_have_scores_that_may_be_no_numbers(options):
    if "groups" not in options:
        with pytest.warns(KrigingWarning, match="1 of 1 data"):
            alone = cross_validate([[0, 0]], [1.0], SPHERICAL, **options)
        assert alone.count == 0
        assert all(math.isnan(score) for score in alone.scores.values())
    equal = cross_validate([[0, 0], [3, 0]], [2.0, 2.0], Variogram.spherical(partial_sill=1, range=5), **options)
    assert (equal.rmse, equal.mse, equal.pct90, equal.count) == (0, 0, 100, 2)
    assert math.isnan(equal.r2)


@pytest.mark.parametrize("options", [{}, {"groups": [0, 1, 1]}])
def test_where_nothing_varies_the_predictions_are_certain(options):
    points, flat = [[0, 0], [3, 0], [0, 4]], Variogram.spherical(partial_sill=0, range=5)
    cv = cross_validate(points, [2.0, 2.0, 2.0], flat, **options)
    assert (cv.rmse, cv.ase, cv.crps, cv.pct90) == pytest.approx((0, 0, 0, 100), abs=1e-14)
    assert math.isnan(cv.mse)


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
@pytest.mark.parametrize(
    "variogram",
    [
        Variogram(0.0),
        Variogram(1.0),
        Variogram.gaussian(partial_sill=1, range=1e5),
        Variogram.spherical(partial_sill=1, range=1e-9),
        Variogram.power(slope=0.1),
    ],
    ids=str,
)
@pytest.mark.parametrize("options", [{}, {"folds": 2}, {"max_data": 2}, {"folds": 2, "max_data": 2}])
def test_odd_data_and_odd_variograms_never_end_in_a_numerical_error(variogram, options):
    rng = np.random.default_rng(0)
    cloud = rng.uniform(0, 100, (30, 2))
    line = np.column_stack([np.arange(10.0), np.zeros(10)])
    for points in (cloud, line, cloud[:2], cloud[:3], np.repeat(cloud[:4], 3, axis=0)):
        for values in (np.full(len(points), 7.0), np.arange(len(points)) % 5.0):
            cv = cross_validate(points, values, variogram, **options)
            assert cv.count == len(points)
            assert (cv.variance >= 0).all()


def test_scores_follow_their_definitions():
    rng = np.random.default_rng(1)
    observed, variance = rng.normal(10, 3, 50), rng.uniform(0.5, 4, 50)
    predicted = observed + rng.normal(0.2, 1.2, 50)
    cv = CrossValidation.of_normals(observed, predicted, variance, np.arange(50))
    residual, deviation = observed - predicted, np.sqrt(variance)
    assert cv.me == pytest.approx(residual.mean())
    assert cv.mse == pytest.approx((residual / deviation).mean())
    assert cv.ase == pytest.approx(np.sqrt(variance.mean()))
    assert cv.r2 == pytest.approx(1 - (residual**2).sum() / ((observed - observed.mean()) ** 2).sum())
    low, high = norm.interval(0.9, predicted, deviation)
    assert cv.pct90 == pytest.approx(100 * np.mean((low <= observed) & (observed <= high)))
    assert tuple(cv.scores) == SCORES
    assert cv.scores["RMSSE"] == cv.rmsse


def test_the_ranked_probability_score_is_the_area_between_distributions():
    cv = CrossValidation.of_normals(np.array([3.0]), np.array([2.2]), np.array([1.7]), np.zeros(1, dtype=int))
    distribution = norm(2.2, math.sqrt(1.7))
    area = quad(lambda x: distribution.cdf(x) ** 2, -20, 3)[0] + quad(lambda x: distribution.sf(x) ** 2, 3, 25)[0]
    assert cv.crps == pytest.approx(area, rel=1e-7)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"folds": 1}, "Invalid `folds` 1. Should be at least 2"),
        ({"folds": 4}, "Invalid `folds` 4"),
        ({"groups": [1, 1]}, r"Invalid `groups` of shape \(2,\). Should be \(3,\)"),
        ({"groups": [1, 1, 1]}, "Invalid `groups`: all data are of one"),
        ({"groups": [1, 2, 3], "folds": 2}, "Invalid `folds` besides `groups`"),
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'"),
        ({"max_data": 0}, "Invalid `max_data` 0"),
        ({"kriging_type": "universal-2"}, "Too few data"),
    ],
)
def test_bad_input_is_a_sentence(options, message):
    with pytest.raises(InvalidInput, match=message):
        cross_validate([[0, 0], [1, 0], [0, 1]], [1.0, 2.0, 3.0], SPHERICAL, **options)
    with pytest.raises(InvalidInput, match="No data"):
        cross_validate(np.empty((0, 2)), [], SPHERICAL)


# ---- each datum from all others, without scores


@pytest.mark.parametrize(
    ("table", "variogram", "options"),
    [
        ("ok_sph", SPHERICAL, {}),
        ("ok_exp", Variogram.exponential(nugget=0.02, partial_sill=0.72, scale=450), {}),
        ("ked_sqrtdist", Variogram.spherical(nugget=0.08, partial_sill=0.15, range=750), {"drift": True}),
    ],
)
def test_leave_one_out_equals_gstats(meuse, reference, table, variogram, options):
    theirs = reference(f"meuse_cv_{table}_global.csv")
    options = {"drift": np.sqrt(reference("meuse.csv")["dist"])} if options else {}
    mean, variance = leave_one_out(*meuse[:2], variogram, **options)
    np.testing.assert_allclose(mean, theirs["var1pred"], rtol=1e-9)
    np.testing.assert_allclose(variance, theirs["var1var"], rtol=1e-9)


@pytest.mark.parametrize("kind", ["ordinary", "simple", "universal-1", "universal-2"])
@pytest.mark.parametrize("exact", [True, False])
def test_leave_one_out_is_kriging_without_the_datum(kind, exact):
    """Of what was measured: where the nugget is error, the error of the new measurement comes on top."""
    variogram = Variogram.exponential(nugget=0.3, partial_sill=1, range=40)
    rng = np.random.default_rng(7)
    points = rng.uniform(0, 100, (40, 2)), rng.normal(10, 2, 40)
    mean, variance = leave_one_out(*points, variogram, kriging_type=kind, mean=9.0, exact=exact)
    others = np.arange(40) != 7
    one, its = krige(
        points[0][others], points[1][others], variogram, points[0][7:8], kriging_type=kind, mean=9.0, exact=exact
    )
    assert mean[7] == pytest.approx(one[0])
    assert variance[7] == pytest.approx(its[0] + (0 if exact else 0.3))


def test_leave_one_out_of_what_the_others_do_not_determine_is_not_a_number():
    variogram = Variogram.spherical(partial_sill=1, range=5)
    assert np.isnan(leave_one_out([[0, 0]], [1.0], variogram)).all()
    mean, _ = leave_one_out([[0, 0], [1, 0], [0, 1]], [1.0, 2.0, 3.0], variogram, kriging_type="universal-1")
    assert np.isnan(mean).all()


@pytest.mark.parametrize(
    ("pit", "goodness"),
    [
        ([0.5], 0.5),  # all intervals hold it: 1 − ∫ (1 − p)
        ([0.0, 1.0], 0.0),  # none holds one: 1 − 2 ∫ p
        ([0.25, 0.5], 1 - (0.125 + 0.125)),  # half up to p = 1/2, then all: the triangles below and above the line
        (
            [0.0, 0.5],
            1 - (0.125 + 2 * 0.125),
        ),  # half throughout: too many, then too few, which count double
        ([(k + 0.5) / 2000 for k in range(2000)], 1.0),
    ],
)
def test_goodness_of_the_accuracy_plot_by_hand(pit, goodness):
    zeros = np.zeros(len(pit))
    cv = CrossValidation(zeros, zeros, zeros + 1, np.arange(len(pit)), np.array(pit), zeros, zeros, zeros)
    assert cv.goodness == pytest.approx(goodness, abs=1e-3 if len(pit) > 10 else 1e-12)


def test_points_that_hold_their_data_are_as_good_as_can_be():
    equal = np.full(3, 7.0)
    assert CrossValidation.of_normals(equal, equal, np.zeros(3), np.arange(3)).goodness == 1.0
    assert CrossValidation.of_normals(equal, equal + 1, np.zeros(3), np.arange(3)).goodness == 0.0


def test_the_accuracy_plot_counts_what_intervals_hold(samples):
    points, values, _ = samples
    cv = cross_validate(points, values, VARIOGRAM)
    assert 100 * cv.accuracy([0.9, 0.95]) == pytest.approx([cv.pct90, cv.pct95])
    assert list(cv.accuracy([0.0, 1.0])) == [0.0, 1.0]
    low_and_high = (cv.low <= cv.observed) & (cv.observed <= cv.high)
    np.testing.assert_array_equal(cv.inside(0.9), low_and_high)


def test_measurements_at_one_place_have_errors_of_their_own():
    """Two of error 1 at a place have a mean of error √½, but each of them is predicted with its own."""
    points, values = [[0, 0], [0, 0], [3, 0], [9, 0]], [1.0, 2.0, 4.0, 3.0]
    variogram = Variogram.spherical(partial_sill=1, range=5)
    with pytest.warns(KrigingWarning, match="1 of 4 data coincide"):
        cv = cross_validate(points, values, variogram, error=[1.0, 2.0, 0.0, 0.0])
    _, variance = krige(points[2:], values[2:], variogram, [[0, 0]])
    np.testing.assert_allclose(cv.variance[:2], variance + [1, 4], rtol=1e-12)
