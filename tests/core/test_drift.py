import numpy as np
import pytest
from stochastic_kriging.krig_core.choices import KRIGING_TYPES
from stochastic_kriging.krig_core.drift import detrended, drift_functions, has_trend, trend_functions
from stochastic_kriging.krig_core.errors import InvalidInput


def field():
    points = np.random.default_rng(2).uniform(4e5, 5e5, (70, 3))
    return points, (points - 4.5e5) / 1e5


@pytest.mark.parametrize("order", [1, 2])
def test_a_polynomial_trend_is_taken_off(order):
    points, unit = field()
    trend = 40 * unit @ [1, 2, 3] + (order - 1) * 90 * unit[:, 0] * unit[:, 2]
    np.testing.assert_allclose(detrended(points, trend, order), 0, atol=1e-9)
    assert detrended(points, trend, 0) is trend


def test_least_squares_and_kriging_have_the_same_trend():
    """Scaled otherwise, so that neither changes the other's last digit, but of the same functions."""
    points, unit = field()
    values = np.exp(unit[:, 0])
    for order in (0, 1, 2):
        kriging_type = f"universal-{order}" if order else "ordinary"
        functions = drift_functions(points, kriging_type, None)
        assert functions.shape == trend_functions(points, order).shape
        left = values - functions @ np.linalg.lstsq(functions, values, rcond=None)[0]
        expected = detrended(points, values, order) if order else values - values.mean()
        np.testing.assert_allclose(left, expected, atol=1e-12)


def test_a_mean_is_no_trend():
    assert [name for name in KRIGING_TYPES if not has_trend(name, None)] == ["ordinary", "simple"]
    assert has_trend("ordinary", np.ones((3, 1)))


@pytest.mark.parametrize(
    ("points", "kriging_type", "message"),
    [
        ([[0.0, 0], [1, 1]], "universal-1", "needs at least 3 points at different places, and there are 2"),
        ([[0.0, 0], [1, 1], [2, 2], [3, 3]], "universal-1", "lie on a line"),
        ([[0.0, 0], [1, 1]], "linear", "Invalid kriging type 'linear'. Should be one of ordinary, simple,"),
    ],
)
def test_what_data_cannot_tell_is_refused(points, kriging_type, message):
    with pytest.raises(InvalidInput, match=message):
        drift_functions(np.array(points), kriging_type, None)
    with pytest.raises(InvalidInput, match="Invalid order 3 of the trend"):
        trend_functions(np.array(points), 3)
