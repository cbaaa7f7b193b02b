"""Cases of users that kriging and simulation answered with a wrong map, or with a right one and no word."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.kriging import krige
from stochastic_kriging.krig_core.models import Variogram

KRIGING = "stochkrig:kriging"
MODEL = {"MODEL": "spherical", "NUGGET": 0.4, "PARTIAL_SILL": 1, "RANGE": 4000}
VARIOGRAM = Variogram.spherical(nugget=0.4, partial_sill=1, range=4000)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("errors", [[0.5] * 16, [0.0] + [3.0] * 15, np.linspace(0.1, 2, 16).tolist()])
def test_repeats_at_one_place_are_kriged_as_python_does(run, make_layer, read_raster, errors, exact):
    """Sixteen measurements of one well, beside two other wells."""
    places = [(250, 250)] * 16 + [(3250, 250), (250, 2250)]
    values = [1.0, *np.random.default_rng(1).normal(2, 1, 15).tolist(), -1.0, 0.0]
    layer = make_layer(places, value=values, err=[*errors, 0.0, 0.0])
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", ERROR_FIELD="err", EXACT=exact, **MODEL)
    mean, dataset = read_raster(done["MEAN"])
    x, dx, _, y, _, dy = dataset.GetGeoTransform()
    centres = [(x + dx * (i + 0.5), y + dy * (mean.shape[1] - j - 0.5)) for i, j in np.ndindex(mean.shape)]
    with pytest.warns(UserWarning, match="15 of 18 data coincide"):
        expected, variance = krige(
            places, values, VARIOGRAM, np.array(centres), exact=exact, error=np.array([*errors, 0, 0])
        )
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(read_raster(done["STD"])[0].ravel(), np.sqrt(variance), rtol=1e-4, atol=1e-6)
    assert "so that all are used, each by its error (DUPLICATES): 15." in done.log
    assert done["N_DATA"] == 18
