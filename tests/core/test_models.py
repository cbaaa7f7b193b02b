import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.models import MODELS, Structure, Variogram

NESTED = Variogram.spherical(nugget=0.1, partial_sill=0.4, range=300) + Variogram.exponential(
    nugget=0, partial_sill=0.5, range=900, azimuth=30, ratio=0.5
)


@pytest.mark.parametrize("model", MODELS)
def test_the_practical_range_is_where_95_percent_of_the_sill_are_reached(model):
    variogram = Variogram.of(model, nugget=0.2, partial_sill=0.8, range=500)
    reached = (variogram(500) - 0.2) / 0.8
    assert reached == pytest.approx(1.0 if model == "spherical" else 1 - math.exp(-3))


def test_scale_is_the_formulas_own_length():
    assert Variogram.exponential(partial_sill=1, scale=100).range == pytest.approx(300)
    assert Variogram.gaussian(partial_sill=1, scale=100)(100) == pytest.approx(1 - math.exp(-1))


def test_semivariance_is_zero_at_zero_and_the_nugget_beside_it():
    variogram = Variogram.spherical(nugget=0.3, partial_sill=0.7, range=10)
    assert variogram(0) == 0
    assert variogram(1e-9) == pytest.approx(0.3)
    assert variogram(11) == variogram.sill == 1.0


@pytest.mark.parametrize(("model", "theirs"), [("spherical", "Sph"), ("exponential", "Exp"), ("gaussian", "Gau")])
def test_models_equal_gstats(reference, model, theirs):
    table = reference("variogram_model_values.csv")
    rows = table[(table["model"] == theirs)]
    for psill, length, nugget in {tuple(row) for row in rows[["psill", "range", "nugget"]].tolist()}:
        some = rows[(rows["psill"] == psill) & (rows["range"] == length) & (rows["nugget"] == nugget)]
        variogram = Variogram.of(model, nugget=nugget, partial_sill=psill, scale=length)
        np.testing.assert_allclose(variogram(some["dist"]), some["gamma"], rtol=1e-12, atol=1e-15)


def test_the_long_range_lies_along_the_azimuth():
    variogram = Variogram.spherical(partial_sill=1, range=100, azimuth=30, ratio=0.2, vertical_range=5)
    along = np.array([math.sin(math.radians(30)), math.cos(math.radians(30)), 0])
    across = np.array([along[1], -along[0], 0])
    origin = np.zeros((1, 3))
    for offset in (along * 99.9, across * 19.9, [0, 0, 4.99]):
        assert variogram.covariance(origin, [offset])[0, 0] > 0
    for offset in (along * 100, across * 20.01, [0, 0, 5]):
        assert variogram.covariance(origin, [offset])[0, 0] == pytest.approx(0, abs=1e-12)


def test_covariance_by_points_and_by_offsets_agree():
    rng = np.random.default_rng(3)
    points = rng.uniform(0, 1000, (7, 2))
    matrix = NESTED.covariance(points, points)
    offsets = points[:, None] - points[None]
    np.testing.assert_allclose(matrix, NESTED.covariance_at((offsets[..., 0], offsets[..., 1])), atol=1e-12)
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


def test_json_keeps_every_number():
    assert Variogram.from_json(NESTED.to_json()) == NESTED


@pytest.mark.parametrize("text", ["", "[]", '{"nugget": 1}', '{"nugget": 1, "structures": [{"model": "cosine"}]}'])
def test_text_that_is_no_variogram_fails(text):
    with pytest.raises(InvalidInput, match="Invalid variogram text"):
        Variogram.from_json(text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nugget": -1}, "Invalid nugget -1"),
        ({"partial_sill": -0.1}, "Invalid partial sill -0.1"),
        ({"range": 0}, "Invalid range 0"),
        ({"range": math.nan}, "Invalid range nan"),
        ({"ratio": 0}, "Invalid ratio 0"),
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
