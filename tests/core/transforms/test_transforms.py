import pickle

import numpy as np
import pytest
from scipy.spatial import cKDTree
from scipy.special import ndtr, ndtri
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.transforms.declustering import cell_declustering
from stochastic_kriging.krig_core.transforms.normal_score import NormalScore
from stochastic_kriging.krig_core.transforms.smooth_score import SmoothScore
from stochastic_kriging.krig_core.transforms.transform import (
    TRANSFORMS,
    LogTransform,
    NoTransform,
    Transform,
    limits_in_words,
)

RNG = np.random.default_rng(0)
DATA = {
    "lognormal": RNG.lognormal(3, 1, 500),
    "ties": RNG.integers(0, 6, 300).astype(float),
    "one value": np.array([4.2]),
    "all equal": np.full(7, 0.1),
    "two values": np.array([0.3, 0.1]),
    "far from zero": 1e7 + RNG.normal(size=200),
    "neighbours in floating point": np.array([1.0, np.nextafter(1, 2), np.nextafter(np.nextafter(1, 2), 2)]),
    "negative": -RNG.lognormal(0, 2, 50),
}
TAILED = {
    "default": {},
    "linear": {"zmin": -1e8, "zmax": 1e8},
    "power": {"zmin": -1e8, "zmax": 1e8, "lower_tail": "power", "upper_tail": "power", "lower_omega": 2.5},
}


@pytest.mark.parametrize("options", TAILED.values(), ids=TAILED)
@pytest.mark.parametrize("name", DATA)
def test_every_datum_comes_back_to_the_bit(name, options):
    transform = NormalScore(DATA[name], **options)
    assert (transform.back(transform.scores) == DATA[name]).all()
    assert (transform.back(transform.forward(DATA[name])) == DATA[name]).all()


@pytest.mark.parametrize("options", TAILED.values(), ids=TAILED)
@pytest.mark.parametrize("name", DATA)
def test_forward_and_back_never_fall(name, options):
    transform = NormalScore(DATA[name], **options)
    scores = np.sort(np.concatenate([np.linspace(-9, 9, 20_001), transform.scores]))
    assert (np.diff(transform.back(scores)) >= 0).all()
    low, high = DATA[name].min(), DATA[name].max()
    values = np.sort(np.concatenate([np.linspace(low - 1, high + 1, 20_001), DATA[name]]))
    # The quantile function of the normal law itself is only monotone but for rounding.
    assert (np.diff(transform.forward(values)) >= -1e-12).all()


@pytest.mark.parametrize("name", DATA)
def test_data_have_different_scores_in_their_order_and_a_standard_normal_law(name):
    data = DATA[name]
    scores = NormalScore(data).scores
    expected = ndtri((np.arange(len(data)) + 0.5) / len(data))
    np.testing.assert_allclose(np.sort(scores), expected, atol=1e-12)
    assert (np.diff(np.sort(scores)) > 0).all()
    higher = data[:, None] > data[None, :]
    assert (scores[:, None] > scores[None, :])[higher].all()


def test_without_ties_forward_gives_the_scores_of_the_data():
    transform = NormalScore(DATA["lognormal"])
    np.testing.assert_array_equal(transform.forward(DATA["lognormal"]), transform.scores)


def test_a_tie_is_given_the_score_in_its_middle():
    transform = NormalScore([1.0, 1.0, 1.0, 5.0])
    assert transform.forward(1.0) == pytest.approx(ndtri(3 / 8))
    assert (transform.back(np.linspace(transform.scores[:3].min(), transform.scores[:3].max())) == 1).all()


def test_ties_are_ordered_by_what_is_around_them():
    """A tie amid high values gets a higher score than one amid low values."""
    points = np.concatenate([RNG.uniform(0, 1, (60, 2)), RNG.uniform(50, 51, (60, 2))])
    low, high = np.linspace(1, 2, 57), np.linspace(8, 9, 57)
    data = np.concatenate([np.full(3, 3.0), low, np.full(3, 3.0), high])
    scores = NormalScore(data, coordinates=points).scores
    assert scores[:3].max() < scores[60:63].min()


def test_many_ties_have_no_order_in_space():
    """Of independent zeros and ones the scores are independent too: neighbours are no more alike than others."""
    points, data = RNG.uniform(0, 1, (400, 2)), (RNG.uniform(size=400) < 0.3).astype(float)
    scores = NormalScore(data, coordinates=points).scores
    _, near = cKDTree(points).query(points, 2)
    assert abs(np.corrcoef(scores, scores[near[:, 1]])[0, 1]) < 0.15


def test_the_seed_alone_decides_the_order_of_ties():
    one, same, other = (NormalScore(DATA["ties"], seed=seed).scores for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_weights_move_the_scores():
    data, weights = np.array([3.0, 1.0, 2.0]), np.array([6.0, 1.0, 1.0])
    transform = NormalScore(data, weights)
    np.testing.assert_allclose(transform.scores, ndtri(np.array([5, 0.5, 1.5]) / 8))
    assert (transform.back(transform.scores) == data).all()


def test_weights_that_are_all_but_zero_still_leave_different_scores():
    data = RNG.normal(size=100)
    transform = NormalScore(data, np.where(np.arange(100) % 2, 1.0, 1e-30))
    assert (np.diff(np.sort(transform.scores)) > 0).all()
    assert (transform.back(transform.scores) == data).all()


def test_back_of_normals_has_the_law_of_the_data():
    data = DATA["lognormal"]
    values = NormalScore(data).back(np.random.default_rng(1).normal(size=200_000))
    np.testing.assert_allclose(np.quantile(values, (0.1, 0.5, 0.9)), np.quantile(data, (0.1, 0.5, 0.9)), rtol=0.02)
    assert values.mean() == pytest.approx(data.mean(), rel=0.01)


# ---- tails


def test_by_default_nothing_lies_beyond_the_data():
    transform = NormalScore(DATA["lognormal"])
    values = transform.back([-30.0, -5.0, 5.0, 30.0])
    low, high = DATA["lognormal"].min(), DATA["lognormal"].max()
    assert values.tolist() == [low, low, high, high]


@pytest.mark.parametrize(("tail", "omega"), [("linear", 1.5), ("power", 2.5), ("power", 0.4)])
def test_tails_are_those_of_backtr(tail, omega):
    """Five data, so the tails begin at probability 0.1 and 0.9; formulas of GSLIB's powint."""
    data = np.array([2.0, 3.0, 4.0, 5.0, 8.0])
    tails = {"lower_tail": tail, "upper_tail": tail, "lower_omega": omega, "upper_omega": omega}
    transform = NormalScore(data, zmin=1, zmax=20, **tails)
    power = 1.0 if tail == "linear" else 1 / omega
    low, high = np.array([0.001, 0.02, 0.0999]), np.array([0.9001, 0.95, 0.999])
    np.testing.assert_allclose(transform.back(ndtri(low)), 1 + (2 - 1) * (low / 0.1) ** power)
    np.testing.assert_allclose(transform.back(ndtri(high)), 8 + (20 - 8) * ((high - 0.9) / 0.1) ** power)
    np.testing.assert_allclose(transform.back([-38, 38]), [1, 20])


def test_a_hyperbolic_tail_is_that_of_backtr_and_ends_at_zmax():
    data = np.array([2.0, 3.0, 4.0, 5.0, 8.0])
    high = np.array([0.9001, 0.95, 0.999])
    free = NormalScore(data, upper_tail="hyperbolic", upper_omega=2.0)
    np.testing.assert_allclose(free.back(ndtri(high)), (8**2 * 0.1 / (1 - high)) ** 0.5)
    assert NormalScore(data, upper_tail="hyperbolic", upper_omega=2.0, zmax=9).back(6.0) == 9
    mirrored = NormalScore(-data, lower_tail="hyperbolic", lower_omega=2.0)
    np.testing.assert_allclose(mirrored.back(ndtri(1 - high)), -free.back(ndtri(high)))


@pytest.mark.parametrize("tail", ["linear", "power", "hyperbolic"])
def test_values_in_the_tails_come_back_from_their_scores(tail):
    data = np.array([-2.0, -1.0, 4.0, 5.0, 8.0])
    transform = NormalScore(data, zmin=-50, zmax=80, lower_tail=tail, upper_tail=tail)
    values = np.array([-49.0, -20.0, -2.5, 9.0, 40.0, 79.0])
    np.testing.assert_allclose(transform.back(transform.forward(values)), values, rtol=1e-9)
    assert (np.abs(transform.forward([-1e9, 1e9])) < 38).all()


def test_the_upper_tail_is_as_fine_as_the_lower():
    data = np.arange(10.0)
    transform = NormalScore(data, zmin=-1, zmax=10)
    scores = np.linspace(-8, 8, 50)
    np.testing.assert_allclose(transform.back(-scores), 9 - transform.back(scores), atol=1e-12)
    assert ndtr(transform.scores.max()) == pytest.approx(0.95)


def test_what_is_not_a_number_stays_so_and_shapes_stay():
    for transform in (TRANSFORMS[name]([1.0, 2.0, 2.0, 5.0]) for name in TRANSFORMS):
        grid = np.array([[0.5, np.nan, 1.0], [-0.2, 3.0, np.nan]])
        for result in (transform.forward(np.abs(grid)), transform.back(grid)):
            assert result.shape == (2, 3)
            np.testing.assert_array_equal(np.isnan(result), np.isnan(grid))
        assert np.shape(transform.back(0.3)) == np.shape(transform.forward(0.3)) == ()


# ---- logarithm and none


@pytest.mark.parametrize("transform", [NoTransform, LogTransform])
def test_other_transforms_give_every_datum_back_to_the_bit(transform):
    data = np.concatenate([RNG.lognormal(0, 5, 2000), [1.0, 1.0, 5e-324, 1e308]])
    made = transform(data)
    assert (made.back(made.scores) == data).all()
    assert (made.back(made.forward(data)) == data).all()


def test_the_logarithm_is_natural():
    transform = LogTransform([1.0, np.e, 100.0])
    np.testing.assert_allclose(transform.scores, [0, 1, np.log(100)])
    np.testing.assert_allclose(transform.back([0.5, 2.0]), np.exp([0.5, 2.0]))


def test_a_transform_does_not_keep_the_callers_array():
    for name in TRANSFORMS:
        data = np.array([1.0, 2.0])
        transform = TRANSFORMS[name](data)
        data[:] = 9
        assert transform.back(transform.scores).tolist() == [1, 2]
        transform.back(transform.scores)[:] = 7
        assert transform.back(transform.scores).tolist() == [1, 2]


@pytest.mark.parametrize("name", TRANSFORMS)
def test_transforms_have_their_name_and_survive_pickling(name):
    transform = TRANSFORMS[name](DATA["lognormal"])
    twin = pickle.loads(pickle.dumps(transform))
    assert transform.name == name
    np.testing.assert_array_equal(twin.scores, transform.scores)
    np.testing.assert_array_equal(twin.back(twin.scores), DATA["lognormal"])


def test_options_that_are_none_are_the_defaults():
    transform = Transform("normal-score", zmin=None, upper_tail=None).fit([(0.0, 0.0), (1.0, 0.0)], [1.0, 2.0])
    assert isinstance(transform, SmoothScore)
    assert (transform.zmin, transform.zmax) == (0.0, np.inf)


def test_a_tail_makes_the_normal_score_end_at_the_data():
    transform = Transform("normal-score", upper_tail="linear").fit([(0.0, 0.0), (1.0, 0.0)], [1.0, 2.0])
    assert isinstance(transform, NormalScore)
    assert (transform.zmin, transform.zmax) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("options", "values", "message"),
    [
        ({}, [0.1, 0.2], "with 0 as lower limit, as no datum is negative (`zmin`), and no upper limit (`zmax`)."),
        ({"zmin": 0.0, "zmax": 1.0}, [0.1, 0.2], "0 as lower limit (`zmin`), and 1 as upper limit (`zmax`)."),
        ({}, [-0.1, 0.2], "no lower limit (`zmin`), and no upper limit"),
        ({"lower_tail": "smooth", "upper_omega": 1.5}, [-0.1, 0.2], "no lower limit (`zmin`), and no upper limit"),
        (
            {"lower_tail": "linear", "upper_tail": "smooth"},
            [0.1, 0.2],
            "0.1 as lower limit (`zmin`), and 0.2 as upper limit",
        ),
    ],
)
def test_what_bounds_normal_scores_is_told(options, values, message):
    fitted = Transform("normal-score", **options).fit([(0.0, 0.0), (1.0, 0.0)], values)
    assert message in limits_in_words(fitted)
    assert limits_in_words(Transform("log").fit([(0.0, 0.0)], [1.0])) is None


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("log", [1.0, 0.0, -3.0]), {}, "2 of 3 values are zero or less, the least is -3. Use the transform 'normal-s"),
        (("none", []), {}, "Should be one finite value or more"),
        (("normal-score", [1.0, np.nan]), {}, "Should be one finite value or more"),
        (
            ("normal-score", [1.0, 2.0]),
            {"zmin": 1.5},
            r"Invalid zmin 1.5 \(`zmin`\). Should be finite and not above the",
        ),
        (
            ("normal-score", [1.0, 2.0]),
            {"zmax": 1.5},
            r"Invalid zmax 1.5 \(`zmax`\). Should be finite and not below the",
        ),
        (("normal-score", [1.0, 2.0]), {"zmax": np.inf}, "Invalid zmax inf"),
        (("normal-score", [1.0, 2.0]), {"lower_tail": "magic"}, "Invalid lower tail 'magic'. Should be one of linear"),
        (("normal-score", [1.0, 2.0]), {"upper_omega": 0.0}, "Invalid omega 0.0 of the upper tail"),
        (("normal-score", [1.0, 2.0]), {"lower_tail": "hyperbolic"}, "least datum, 1, should be less than zero"),
        (("normal-score", [-1.0]), {"upper_tail": "hyperbolic"}, "greatest datum, -1, should be greater than zero"),
        (("normal-score", [1.0, 2.0]), {"weights": [1.0, -0.5]}, "Invalid weights of shape"),
        (("normal-score", [1.0, 2.0]), {"weights": [1.0]}, "Invalid weights of shape"),
        (("normal-score", [1.0, 2.0]), {"coordinates": [(1.0, 2.0)]}, "Invalid coordinates of shape"),
    ],
)
def test_bad_parameters_are_a_sentence(arguments, options, message):
    name, values = arguments
    with pytest.raises(InvalidInput, match=message):
        (NormalScore if name == "normal-score" else TRANSFORMS[name])(values, **options)


# ---- of data at places


@pytest.mark.parametrize("side", ["lower", "upper"])
@pytest.mark.parametrize("omega", [None, 2.0])
def test_a_tail_without_a_standard_deviation_is_refused_before_any_work(side, omega):
    places, values = [(0.0, 0.0), (1.0, 0.0)], [-1.0, 2.0]
    given = {f"{side}_tail": "hyperbolic", f"{side}_omega": omega}
    with pytest.raises(InvalidInput, match=rf"hyperbolic {side} tail with omega .* than 2 \(`{side}_omega`\)"):
        Transform("normal-score", **given).fit(places, values)
    limit = {"zmin": -9.0} if side == "lower" else {"zmax": 9.0}
    for remedy in ({f"{side}_omega": 2.1}, limit):
        assert isinstance(Transform("normal-score", **{**given, **remedy}).fit(places, values), NormalScore)


PLACES = np.random.default_rng(2).uniform(0, 100, (40, 2)) ** 2 / 100
VALUES = np.random.default_rng(3).lognormal(0, 1, 40) + 5 / (1 + PLACES[:, 0])


@pytest.mark.parametrize("cell", [None, 17.0])
def test_declustering_gives_the_scores_their_weights(cell):
    weights = cell_declustering(PLACES, VALUES, cell).weights
    found = Transform("normal-score", declustering="cell", declustering_cell=cell, zmax=99).fit(PLACES, VALUES)
    expected = SmoothScore(VALUES, weights, coordinates=PLACES, zmax=99)
    np.testing.assert_array_equal(found.scores, expected.scores)
    np.testing.assert_array_equal(found.weights, weights)
    assert not np.array_equal(found.scores, Transform("normal-score").fit(PLACES, VALUES).scores)
    assert found.back(9.0) == expected.back(9.0) > VALUES.max()


def test_equal_data_are_simulated_as_they_are():
    transform = Transform("normal-score", declustering="cell", zmin=0).fit(PLACES, np.full(40, 7.5))
    assert transform.name == "none"
    assert (transform.scores == 7.5).all()


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("magic", {}, "Invalid transform 'magic'. Should be one of none, log, normal-score"),
        ("normal-score", {"declustering": "polygon"}, "Invalid declustering 'polygon'. Should be one of none, cell"),
        ("none", {"declustering": "cell"}, r"\(`declustering`\), or the transform be 'normal-score' \(`transform`\)"),
        ("log", {"lower_tail": "power"}, "Invalid lower_tail for the transform 'log'"),
        ("normal-score", {"lower_tail": "square"}, r"one of linear, power, hyperbolic \(`lower_tail`\)"),
        (
            "normal-score",
            {"upper_tail": "power", "upper_omega": -1.0},
            r"\(`upper_omega`\). Should be greater than",
        ),
        ("normal-score", {"declustering": "cell", "declustering_cell": 0.0}, r"\(`declustering_cell`\)"),
    ],
)
def test_options_that_do_not_fit_are_a_sentence(name, options, message):
    with pytest.raises(InvalidInput, match=message):
        Transform(name, **options).fit(PLACES, VALUES)


def test_a_grid_takes_a_transform_as_one_object_or_by_its_name_and_options():
    grid = Grid.from_points(PLACES, VALUES, 10)
    wanted = Transform("normal-score", zmax=99, upper_tail="power", declustering="cell")
    one = grid.krig(2, seed=1, transform=wanted)
    other = grid.krig(2, seed=1, transform="normal-score", zmax=99, upper_tail="power", declustering="cell")
    assert one.mean.tobytes() == other.mean.tobytes()
    with pytest.raises(InvalidInput, match="Invalid options of the transform beside a Transform"):
        grid.krig(2, transform=wanted, zmin=0.0)
