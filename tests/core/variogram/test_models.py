import json
import math
import sys

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation.torus import wrapped
from stochastic_kriging.krig_core.variogram.models import MODELS, Structure, Variogram, formula
from stochastic_kriging.krig_core.variogram.notation import from_gstat

NESTED = Variogram.spherical(nugget=0.1, partial_sill=0.4, range=300) + Variogram.exponential(
    nugget=0, partial_sill=0.5, range=900, azimuth=30, ratio=0.5
)


SHAPED = [("matern", nu) for nu in (0.3, 0.5, 1.0, 2.5, 20)] + [
    (name, alpha) for name in ("stable", "power") for alpha in (0.3, 1.0, 1.9)
]


@pytest.mark.parametrize(("model", "shape"), [(name, None) for name in MODELS] + SHAPED)
def test_the_practical_range_is_where_95_percent_of_the_sill_are_reached(model, shape):
    variogram = Variogram.of(model, nugget=0.2, partial_sill=0.8, range=500, shape=shape)
    reached = (variogram(500) - 0.2) / 0.8
    assert reached == pytest.approx(1.0 if model in ("spherical", "cubic", "power") else 1 - math.exp(-3))
    assert (np.diff(variogram(np.linspace(0, 500, 50))) >= 0).all()


def test_matern_is_exponential_for_one_half_and_nearly_gaussian_when_smooth():
    h = np.linspace(0, 400, 41)
    exponential, gaussian = (Variogram.of(name, partial_sill=1, range=90)(h) for name in ("exponential", "gaussian"))
    np.testing.assert_allclose(Variogram.matern(nu=0.5, partial_sill=1, range=90)(h), exponential, rtol=1e-12)
    np.testing.assert_allclose(Variogram.matern(nu=20, partial_sill=1, range=90)(h), gaussian, atol=0.02)
    np.testing.assert_allclose(Variogram.stable(alpha=1, partial_sill=1, range=90)(h), exponential, rtol=1e-12)
    np.testing.assert_allclose(Variogram.stable(alpha=2, partial_sill=1, range=90)(h), gaussian, rtol=1e-12)


@pytest.mark.parametrize("nu", [0.5, 1.5, 2.5])
def test_materns_short_forms_equal_the_bessel_function(nu):
    h = np.concatenate([[0, 1e-12, 1e-6], np.linspace(0.01, 60, 300)])
    short, bessel = formula("matern", nu), formula("matern", nu * (1 + 1e-13))
    np.testing.assert_allclose(short.correlation(h), bessel.correlation(h), rtol=1e-10)


@pytest.mark.parametrize("nu", [0.01, 0.2, 1.0, 7.3, 20.0])
def test_materns_correlation_stays_between_zero_and_one(nu):
    h = np.concatenate([[0.0], np.geomspace(1e-300, 1e300, 601)])
    correlation = formula("matern", nu).correlation(h)
    assert correlation[0] == 1
    assert (np.diff(correlation) <= 1e-12).all()
    assert correlation[-1] == 0


@pytest.mark.parametrize("ndim", [2, 3])
@pytest.mark.parametrize("model", [name for name in MODELS if name != "power"])
def test_covariances_are_positive_definite(model, ndim):
    points = np.random.default_rng(1).uniform(0, 100, (150, ndim))
    eigenvalues = np.linalg.eigvalsh(Variogram.of(model, partial_sill=1, range=60).covariance(points, points))
    assert eigenvalues.min() > -1e-10 * eigenvalues.max()


def test_scale_is_the_formulas_own_length():
    assert Variogram.exponential(partial_sill=1, scale=100).range == pytest.approx(300)
    assert Variogram.gaussian(partial_sill=1, scale=100)(100) == pytest.approx(1 - math.exp(-1))


def test_semivariance_is_zero_at_zero_and_the_nugget_beside_it():
    variogram = Variogram.spherical(nugget=0.3, partial_sill=0.7, range=10)
    assert variogram(0) == 0
    assert variogram(1e-9) == pytest.approx(0.3)
    assert variogram(11) == variogram.sill == 1.0


def _gstats(reference, name, kappa):
    table = reference("variogram_model_values.csv")
    rows = table[(table["model"] == name) & (table["kappa"] == kappa)]
    assert len(rows) == 20
    return rows, float(rows["psill"][0]), float(rows["range"][0]), float(rows["nugget"][0])


@pytest.mark.parametrize(
    ("model", "theirs", "kappa", "unit"),
    [
        ("spherical", "Sph", 0.5, 1),
        ("exponential", "Exp", 0.5, 1),
        ("gaussian", "Gau", 0.5, 1),
        ("matern", "Mat", 0.5, 1),
        ("matern", "Mat", 1.0, 1),
        ("matern", "Mat", 1.5, 1),
        ("matern", "Mat", 2.5, 1),
        ("matern", "Ste", 0.5, 2 * math.sqrt(0.5)),
        ("matern", "Ste", 1.0, 2),
        ("matern", "Ste", 1.5, 2 * math.sqrt(1.5)),
        ("matern", "Ste", 2.5, 2 * math.sqrt(2.5)),
        ("matern", "Bes", 0.5, 1),
        ("stable", "Exc", 1.0, 1),
        ("stable", "Exc", 1.5, 1),
        ("hole-effect", "Hol", 0.5, 1),
        ("hole-effect", "Wav", 0.5, math.pi),
    ],
)
def test_models_equal_gstats(reference, model, theirs, kappa, unit):
    rows, psill, length, nugget = _gstats(reference, theirs, kappa)
    shape = 1.0 if theirs == "Bes" else kappa if model in ("matern", "stable") else None
    variogram = Variogram.of(model, nugget=nugget, partial_sill=psill, scale=length / unit, shape=shape)
    np.testing.assert_allclose(variogram(rows["dist"]), rows["gamma"], rtol=1e-12, atol=1e-15)


def test_the_power_model_equals_gstats(reference):
    rows, slope, exponent, nugget = _gstats(reference, "Pow", 0.5)
    variogram = Variogram.power(nugget=nugget, slope=slope, alpha=exponent)
    np.testing.assert_allclose(variogram(rows["dist"]), rows["gamma"], rtol=1e-12)
    np.testing.assert_allclose(variogram.over(5000)(rows["dist"]), rows["gamma"], rtol=1e-9)


@pytest.mark.parametrize("alpha", [0.2, 1.0, 1.5, 1.9])
@pytest.mark.parametrize("ndim", [2, 3])
def test_a_power_variogram_krigs_as_its_semivariances_do(alpha, ndim):
    rng = np.random.default_rng(4)
    points, targets, values = rng.uniform(0, 100, (40, ndim)), rng.uniform(0, 100, (9, ndim)), rng.normal(size=40)
    variogram = Variogram.power(nugget=0.1, slope=0.3, alpha=alpha, azimuth=20, ratio=0.5)
    raised = variogram.over(100 * math.sqrt(ndim))
    assert np.linalg.eigvalsh(raised.covariance(points, points)).min() > 0

    def gamma(first, second):
        return variogram.sill - variogram.covariance(first, second)

    matrix = np.block([[gamma(points, points), np.ones((40, 1))], [np.ones((1, 40)), np.zeros((1, 1))]])
    right = np.vstack([gamma(points, targets), np.ones((1, 9))])
    weights = np.linalg.solve(matrix, right)
    mean, variance = krige(points, values, raised, targets)
    np.testing.assert_allclose(mean, values @ weights[:40], rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(variance, (weights * right).sum(axis=0), rtol=1e-6)


def test_only_a_power_variogram_has_no_sill():
    assert NESTED.bounded
    assert NESTED.over(1e6) is NESTED
    NESTED.check_bounded("Simple kriging")
    with pytest.raises(InvalidInput, match="Simple kriging needs a variance, which a power variogram does not have"):
        (NESTED + Variogram.power(slope=1.0)).check_bounded("Simple kriging")


def test_along_a_direction_the_variogram_is_that_of_its_offsets():
    variogram = NESTED + Variogram.gaussian(partial_sill=1, range=500, azimuth=70, ratio=0.3, vertical_range=20)
    for azimuth, dip in ((0, 0), (30, 0), (130, 20), (200, -60), (0, 90)):
        turn, slope = math.radians(azimuth), math.radians(dip)
        unit = np.array([math.cos(slope) * math.sin(turn), math.cos(slope) * math.cos(turn), math.sin(slope)])
        ours = variogram.along([0.0, 15.0, 220.0], azimuth, dip)
        theirs = [variogram.sill - float(variogram.covariance_at(unit * h)) for h in (0.0, 15.0, 220.0)]
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_the_long_range_lies_along_the_azimuth():
    variogram = Variogram.spherical(partial_sill=1, range=100, azimuth=30, ratio=0.2, vertical_range=5)
    along = np.array([math.sin(math.radians(30)), math.cos(math.radians(30)), 0])
    across = np.array([along[1], -along[0], 0])
    origin = np.zeros((1, 3))
    for offset in (along * 99.9, across * 19.9, [0, 0, 4.99]):
        assert variogram.covariance(origin, [offset])[0, 0] > 0
    for offset in (along * 100, across * 20.01, [0, 0, 5]):
        assert variogram.covariance(origin, [offset])[0, 0] == pytest.approx(0, abs=1e-12)


DIPPING = Variogram.spherical(
    nugget=0.1, partial_sill=0.9, range=9, azimuth=60, ratio=0.5, vertical_range=3, dip=-35, plunge=20
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m1", "50 Nug(0) + 450 Sph(12000, 30, 0, 0, .6, .0012)"),
        ("m2", "50 Nug(0) + 450 Sph(30000, 30, 20, 10, .5, .25)"),
        ("m3", "50 Nug(0) + 450 Exp(10000, 120, 345, 0, .7, .2)"),
        ("m4", "50 Nug(0) + 450 Sph(30000, 30, 20, 0, .5, .25)"),
    ],
)
def test_the_ellipsoid_of_ranges_turns_as_gstats(reference, name, text):
    table = reference("gstat_rotated_models.csv")
    rows = table[table["model"] == name]
    unit = np.column_stack([rows[axis] for axis in ("dx", "dy", "dz")])
    variogram = from_gstat(text)
    ours = variogram.sill - variogram.covariance_at((unit * rows["h"][:, None]).T)
    np.testing.assert_allclose(ours, rows["gamma"], rtol=1e-9)
    azimuth, dip = np.degrees(np.arctan2(*unit.T[:2])), np.degrees(np.arcsin(np.clip(unit[:, 2], -1, 1)))
    along = [variogram.along(h, *angles) for h, *angles in zip(rows["h"], azimuth, dip)]
    np.testing.assert_allclose(along, rows["gamma"], rtol=1e-9)
    assert len(rows) == 12


def test_a_negative_dip_points_down_along_the_azimuth():
    variogram = Variogram.spherical(partial_sill=1, range=100, azimuth=30, ratio=0.2, vertical_range=5, dip=-25)
    assert variogram.along(99.0, 30, -25) < 1
    assert variogram.along(99.0, 30, 25) == variogram.along(99.0, 210, -25) == 1
    assert variogram.along(99.0, 210, 25) == pytest.approx(variogram.along(99.0, 30, -25))
    assert variogram.along(4.9, 30, 65) < 1 == variogram.along(5.01, 30, 65)


def test_points_in_the_plane_see_the_horizontal_section():
    points = np.random.default_rng(5).uniform(0, 12, (30, 2))
    in_space = np.column_stack([points, np.full(30, 7.0)])
    np.testing.assert_allclose(DIPPING.covariance(points, points), DIPPING.covariance(in_space, in_space), atol=1e-12)


def test_a_dipping_ellipsoid_just_fits_into_its_half_widths():
    (structure,) = DIPPING.structures
    ball = np.random.default_rng(5).normal(size=(100_000, 3))
    rim = ball / np.linalg.norm(structure.isotropic(ball), axis=1, keepdims=True)
    np.testing.assert_allclose(np.abs(rim).max(axis=0), structure.half_widths(3), rtol=1e-3)


def test_fields_on_a_torus_have_the_covariance_of_a_dip():
    grid = Grid.from_points([[1.5, 1.5, 1.5]], [0.0], 1, 1, (0, 10), (0, 9), (0, 6))
    torus, cells = wrapped(grid.geometry, DIPPING), np.argwhere(np.ones(grid.shape, dtype=bool))
    centres = grid.geometry.centres()
    assert torus.exact
    np.testing.assert_allclose(torus.covariance_between(cells), DIPPING.covariance(centres, centres), atol=1e-9)


@pytest.mark.parametrize("options", [{}, {"method": "sequential", "max_data": 80}], ids=["gaussian", "sequential"])
def test_realizations_have_mean_and_covariance_of_a_dip(options):
    """Against the conditional Gaussian, within Monte-Carlo standard errors."""
    wells, values, count = np.array([[1.5, 1.5, 0.5], [3.5, 2.5, 1.5]]), np.array([1.0, -1.0]), 1500
    grid = Grid.from_points(wells, values, 1, 1, (0, 5), (0, 4), (0, 3))
    settings = {"variogram": DIPPING, "kriging_type": "simple", "mean": 0.0, "seed": 3, **options}
    sample = np.array([np.asarray(field).ravel() for field in grid.realizations(count, **settings)])
    centres = grid.geometry.centres()
    across = DIPPING.covariance(wells, centres)
    weights = np.linalg.solve(DIPPING.covariance(wells, wells), across)
    mean, covariance = values @ weights, DIPPING.covariance(centres, centres) - across.T @ weights
    variance = covariance.diagonal()
    error = np.sqrt(np.maximum(variance / count, 1e-12))
    assert (np.abs(sample.mean(axis=0) - mean) < 4 * error).all()
    spread = np.sqrt((np.outer(variance, variance) + covariance**2) / count) + 1e-9
    assert (np.abs(np.cov(sample.T) - covariance) < 5 * spread).all()


def test_covariance_by_points_and_by_offsets_agree():
    rng = np.random.default_rng(3)
    points = rng.uniform(0, 1000, (7, 2))
    matrix = NESTED.covariance(points, points)
    offsets = points[:, None] - points[None]
    np.testing.assert_allclose(matrix, NESTED.covariance_at((offsets[..., 0], offsets[..., 1])), atol=1e-12)
    np.testing.assert_allclose(matrix, NESTED.covariance(points, points.copy()), atol=1e-12)
    np.testing.assert_allclose(matrix, matrix.T)
    np.testing.assert_array_equal(matrix.diagonal(), NESTED.sill)


def test_beyond_its_reach_no_correlation_is_above_the_limit():
    reach = NESTED.reach(1e-3, 2)
    angles = np.linspace(0, 2 * np.pi, 721)
    circle = np.column_stack([np.sin(angles), np.cos(angles)])
    for structure in NESTED.structures:
        alone = Variogram(0, (Structure(structure.model, 1.0, structure.range, structure.azimuth, structure.ratio),))
        for axis in (0, 1):
            ray = circle[np.abs(circle[:, axis]) > 0.3]
            beyond = ray / np.abs(ray[:, [axis]]) * reach[axis]
            assert alone.covariance(np.zeros((1, 2)), beyond).max() <= 1e-3


def test_the_reach_of_a_slow_decay_is_long():
    stable = Variogram.stable(alpha=0.5, partial_sill=1, range=10)
    (reach,) = set(stable.reach(1e-4, 2).round(9))
    assert stable.sill - stable(reach) <= 1e-4
    assert 80 < reach < 100
    assert np.isfinite(Variogram.hole_effect(partial_sill=1, range=1).reach(1e-13, 3)).all()


@pytest.mark.parametrize(
    "more", [Variogram.matern(nu=0.7, partial_sill=1, range=5), Variogram.power(slope=0.1), DIPPING], ids=str
)
def test_json_keeps_every_number(more):
    assert Variogram.from_json((NESTED + more).to_json()) == NESTED + more


def test_json_without_a_shape_still_reads():
    text = '{"nugget": 0.1, "structures": [{"model": "matern", "partial_sill": 1.0, "range": 5.0, "azimuth": 0.0}]}'
    assert Variogram.from_json(text) == Variogram.matern(nu=1.5, nugget=0.1, partial_sill=1, range=5)


def test_words_name_model_shape_and_anisotropy():
    variogram = Variogram.matern(nu=1.5, nugget=0.1, partial_sill=2, range=30, azimuth=45, ratio=0.5)
    assert str(variogram + Variogram.power(slope=2, alpha=1.2)) == (
        "nugget 0.1 + matern (nu 1.5) partial sill 2, practical range 30 along azimuth 45° (ratio 0.5)"
        " + power (alpha 1.2) semivariance 2 at distance 1"
    )
    assert str(DIPPING) == (
        "nugget 0.1 + spherical partial sill 0.9, practical range 9 along azimuth 60°, dip -35°, plunge 20° (ratio 0.5)"
        ", vertical range 3"
    )


@pytest.mark.parametrize(
    ("model", "shape", "message"),
    [
        ("matern", 0, r"Invalid nu 0 of the matern model. Should be in \(0, 20\]"),
        ("matern", math.nan, "Invalid nu nan"),
        ("stable", 2.1, r"Invalid alpha 2.1 of the stable model. Should be in \(0, 2\]"),
        ("power", 2, "Invalid alpha 2 of the power model"),
        ("cubic", 1.5, "Invalid shape 1.5 of the cubic model. Should be left out"),
    ],
)
def test_a_shape_out_of_its_domain_fails(model, shape, message):
    with pytest.raises(InvalidInput, match=message):
        Variogram.of(model, partial_sill=1, range=1, shape=shape)


STRUCTURE = {"model": "spherical", "partial_sill": 1, "range": 5}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ratio": None}, "`structures[0].ratio` is null. Should be a number greater than 0."),
        ({"ratio": "0.5"}, "`structures[0].ratio` is '0.5'. Should be a number greater than 0."),
        ({"ratio": True}, "`structures[0].ratio` is true."),
        ({"range": 10**400}, "`structures[0].range` is a number of more than 40 digits."),
        ({"range": 0}, "`structures[0].range` is 0. Should be a number greater than 0."),
        ({"range": [5]}, "`structures[0].range` is a list of 1."),
        ({"partial_sill": -1}, "`structures[0].partial_sill` is -1. Should be a number of at least 0."),
        ({"model": ["spherical"]}, "`structures[0].model` is a list of 1. Should be one of spherical, expo"),
        ({"model": "gausian"}, "matern, cubic, stable, hole-effect, power (perhaps gaussian?)."),
        ({"azimut": 30}, "'azimut' is no key of structures[0]. Should it be 'azimuth'?"),
        ({"shape": 3}, "Invalid shape 3.0 of the spherical model. Should be left out: its formula has none."),
    ],
    ids=lambda value: None if isinstance(value, dict) else value[:50],
)  # fmt: skip
def test_a_structure_that_is_wrong_is_named_by_its_key(changes, sentence):
    with pytest.raises(InvalidInput) as caught:
        Variogram.from_json(json.dumps({"nugget": 0, "structures": [{**STRUCTURE, **changes}]}))
    assert str(caught.value).startswith("Invalid variogram text: ")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it is no JSON from line 1, column 1 on."),
        ("[]", "the text is a list of 0. Should be an object with keys of its own."),
        ('{"nugget": 1}', "the text lacks `structures`."),
        ('{"structures": []}', "the text lacks `nugget`."),
        ('{"nugget": 1, "structures": {}}', "`structures` is an object. Should be a list of at most 20."),
        ('{"nugget": 1, "structures": [5]}', "structures[0] is 5. Should be an object with keys of its own."),
        ('{"nugget": 1, "structures": [], "sill": 2}', "'sill' is no key of the text."),
        ('{"nugget": 1, "nugget": 2, "structures": []}', "'nugget' is in it twice."),
        ('{"nugget": NaN, "structures": []}', "NaN is no number."),
        ('{"nugget": 1' + "0" * 5000 + ', "structures": []}', "a number has too many digits."),
        ('{"nugget": 1e999, "structures": []}', "`nugget` is Infinity. Should be a number of at least 0."),
        # From Python 3.14 on it is read to its end.
        ('{"nugget":' * 20_000, "it is no JSON" if sys.version_info >= (3, 14) else "its lists are nested too deeply."),
        (json.dumps({"nugget": 0, "structures": [STRUCTURE] * 21}), "`structures` is a list of 21."),
    ],
    ids=lambda value: value[:30],
)
def test_text_that_is_no_variogram_fails(text, sentence):
    with pytest.raises(InvalidInput) as caught:
        Variogram.from_json(text)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nugget": -1}, "Invalid nugget -1"),
        ({"partial_sill": -0.1}, "Invalid partial sill -0.1"),
        ({"range": 0}, "Invalid range 0"),
        ({"range": math.nan}, "Invalid range nan"),
        ({"ratio": 0}, "Invalid ratio 0"),
        ({"azimuth": math.nan}, "Invalid azimuth nan"),
        ({"dip": math.inf}, "Invalid dip inf"),
        ({"plunge": math.nan}, "Invalid plunge nan"),
        ({"range": None}, "either a range .* or a scale"),
        ({"scale": 3.0}, "either a range .* or a scale"),
    ],
)
def test_a_parameter_out_of_its_domain_fails(change, message):
    with pytest.raises(InvalidInput, match=message):
        Variogram.spherical(**{"nugget": 0.1, "partial_sill": 1.0, "range": 10.0, **change})


def test_an_unknown_model_fails_with_the_names_there_are():
    with pytest.raises(InvalidInput, match="Invalid variogram model 'cosine'. Should be one of spherical, expon"):
        Variogram.of("cosine", partial_sill=1, range=1)


@pytest.mark.parametrize("ranges", [{"range": 1e-120}, {"range": 1e120}, {"range": 1, "ratio": 1e-10}])
def test_ranges_that_no_square_can_hold_are_refused(ranges):
    with pytest.raises(InvalidInput, match="Invalid range .* the ellipsoid of ranges is .* by "):
        Variogram.spherical(partial_sill=1, **ranges)
    assert Variogram.spherical(partial_sill=1, range=1, ratio=1e-8).reach(0.05, 2).max() > 0


def test_a_name_that_a_variogram_does_not_have_is_named():
    with pytest.raises(InvalidInput, match="Invalid name 'sill'. Should be one of nugget, partial_sill, range"):
        Variogram.spherical(sill=1, range=10)
    with pytest.raises(InvalidInput, match="Should have a `partial_sill`"):
        Variogram.spherical(range=10)


def test_a_variogram_is_told_with_the_units_that_are_known():
    variogram = Variogram.spherical(nugget=0.5, partial_sill=2, range=900, azimuth=30, ratio=0.4, vertical_range=12)
    assert str(variogram) == variogram.in_units()
    assert variogram.in_units("m", "v/v", "ft") == (
        "nugget 0.5 (v/v)² + spherical partial sill 2 (v/v)², practical range 900 m along azimuth 30° (ratio 0.4), "
        "vertical range 12 ft"
    )
    power = Variogram.power(partial_sill=3, range=10)
    assert power.in_units("km", "m") == "nugget 0 m² + power (alpha 1) semivariance 3 m² at distance 10 km"
