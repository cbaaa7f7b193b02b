"""The task cross-validation, against the same by hand: each datum left out, and all else made anew."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import GridTooLarge, InvalidInput
from stochastic_kriging.krig_core.jobs import cross_validation as task
from stochastic_kriging.krig_core.jobs.cross_validation import (
    FOLD,
    HIGH,
    LOSS,
    LOW,
    OBSERVED,
    PIT,
    PREDICTED,
    ROW,
    STD,
    CrossValidationJob,
)
from stochastic_kriging.krig_core.jobs.map_job import VariogramChoice
from stochastic_kriging.krig_core.jobs.schema import run
from stochastic_kriging.krig_core.kriging.mixture import krige_mixture
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation.foretold import foretold
from stochastic_kriging.krig_core.transforms.transform import Transform
from stochastic_kriging.krig_core.variogram.automatic import posterior_of_residuals
from stochastic_kriging.krig_core.variogram.models import Variogram

GIVEN = VariogramChoice(model="spherical", nugget=0.05, partial_sill=0.59, range=897.0)


class Said:
    def __init__(self):
        self.messages, self.warnings, self.fractions = [], [], []

    def message(self, text):
        self.messages.append(text)

    def warning(self, text):
        self.warnings.append(text)

    def progress(self, fraction, text):
        self.fractions.append(fraction)


@pytest.fixture
def validate(tmp_path):
    """Carry the task out; return its result, its predictions and what was said."""

    def carry_out(points, values, **options):
        points = np.asarray(points, dtype=float)
        for name in ("groups", "error", "drift"):
            if name in options:
                np.save(tmp_path / f"{name}.npy", np.asarray(options[name], dtype=float))
                options[name] = f"{name}.npy"
        np.save(tmp_path / "points.npy", points)
        np.save(tmp_path / "values.npy", np.asarray(values, dtype=float))
        job = CrossValidationJob(
            **{
                "coordinates": "points.npy",
                "values": "values.npy",
                "predictions": "predictions.npy",
                "kriging_type": "ordinary",
                "variogram": VariogramChoice(),
                "split": "points",
                "in_space": points.shape[1] == 3,
                **options,
            }
        )
        said = Said()
        result = run(job, tmp_path, said)
        return result, np.load(tmp_path / "predictions.npy"), said

    return carry_out


@pytest.fixture
def field():
    """Forty skewed data of a smooth field."""
    rng = np.random.default_rng(7)
    points = rng.uniform(0, 1000, (40, 2))
    return points, np.exp(np.sin(points[:, 0] / 200) + rng.normal(0, 0.3, 40))


def test_leaving_one_out_equals_gstats_table(validate, meuse, reference):
    theirs = reference("meuse_cv_ok_sph_global.csv")
    result, found, _ = validate(*meuse[:2], variogram=GIVEN)
    np.testing.assert_allclose(found[PREDICTED], theirs["var1pred"], rtol=1e-6)
    np.testing.assert_allclose(found[STD] ** 2, theirs["var1var"], rtol=1e-6)
    np.testing.assert_array_equal(found[ROW], np.arange(155))
    best = result.models[0]
    assert best.rmse == pytest.approx(0.391749474, rel=1e-6)
    assert best.rmsse**2 == pytest.approx(0.822763, rel=1e-6)
    assert (result.data, result.folds, best.count) == (155, 155, 155)


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_all_variograms_that_data_allow_foretell_each_datum_as_without_it(validate, field, transform):
    """Kriging from the others with each of six variograms and four sills, as a map is kriged; to nine digits."""
    points, values = field
    result, found, _ = validate(points, values, transform=transform)
    fitted = Transform(transform).fit(points, values)
    posterior = posterior_of_residuals(points, fitted.scores)
    for left in (0, 17, 39):
        others = np.arange(40) != left
        law = krige_mixture(points[others], fitted.scores[others], posterior, points[[left]], variograms=6)
        expected = foretold(fitted, *law, values[[left]], np.zeros(1, dtype=int))
        for row, name in ((PREDICTED, "predicted"), (PIT, "pit"), (LOSS, "loss")):
            np.testing.assert_allclose(found[row, left], getattr(expected, name)[0], rtol=1e-9), name
        for row, name in ((LOW, "low"), (HIGH, "high")):  # which are sought until they are as near
            np.testing.assert_allclose(found[row, left], getattr(expected, name)[0], rtol=1e-8), name
        np.testing.assert_allclose(found[STD, left] ** 2, expected.variance[0], rtol=1e-9)
    assert result.models[0].crps == pytest.approx(found[LOSS].mean(), rel=1e-12)
    assert result.models[0].pct90 == pytest.approx(100 * np.mean(np.abs(2 * found[PIT] - 1) <= 0.9))
    assert sum(result.pit) == 40


@pytest.mark.parametrize(
    ("transform", "kriging_type"), [("none", "simple"), ("log", "universal-1"), ("normal-score", "ordinary")]
)
def test_refitted_folds_know_nothing_of_what_is_left_out(validate, field, transform, kriging_type):
    points, values = field
    _, found, _ = validate(
        points, values, transform=transform, kriging_type=kriging_type, split="folds", folds=4, refit=True
    )
    for fold in range(4):
        left, others = found[FOLD] == fold, found[FOLD] != fold
        fitted = Transform(transform).fit(points[others], values[others])
        posterior = posterior_of_residuals(points[others], fitted.scores, kriging_type)
        law = krige_mixture(
            points[others], fitted.scores, posterior, points[left], variograms=6, kriging_type=kriging_type
        )
        expected = foretold(fitted, *law, values[left], np.zeros(left.sum(), dtype=int))
        np.testing.assert_allclose(found[PREDICTED, left], expected.predicted, rtol=1e-9)
        np.testing.assert_allclose(found[STD, left] ** 2, expected.variance, rtol=1e-9)
        np.testing.assert_allclose(found[LOSS, left], expected.loss, rtol=1e-9)


def test_models_are_ranked_by_crps_and_the_best_is_written(validate, field):
    points, values = field
    result, found, said = validate(points, values, transform="log", models=("exponential", "gaussian", "power"))
    scores = [one.crps for one in result.models]
    assert scores == sorted(scores)
    assert {one.model for one in result.models} == {"exponential", "gaussian", "power"}
    alone, again, _ = validate(points, values, transform="log", variogram=VariogramChoice(model=result.models[0].model))
    np.testing.assert_array_equal(found, again)
    assert alone.models[0] == result.models[0]
    assert any(text.startswith("By CRPS, of which less is better: ") for text in said.messages)


def test_wells_blocks_and_limits_in_space(validate):
    rng = np.random.default_rng(3)
    wells = np.repeat(np.arange(8), 10)
    points = np.column_stack([rng.uniform(0, 900, (8, 2))[wells], np.tile(np.arange(10.0), 8)])
    values = rng.normal(size=80)
    given = VariogramChoice(model="spherical", nugget=0.1, partial_sill=1.0, range=500.0, vertical_range=4.0)
    variogram = Variogram.spherical(nugget=0.1, partial_sill=1.0, range=500.0, vertical_range=4.0)
    result, found, _ = validate(points, values, variogram=given, split="wells", groups=wells)
    others = wells != 5
    mean, variance = krige(points[others], values[others], variogram, points[~others])
    np.testing.assert_allclose(found[PREDICTED, ~others], mean, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found[STD, ~others] ** 2, variance, rtol=1e-9)
    assert result.folds == 8
    result, found, said = validate(points, values, variogram=given, split="blocks", folds=3, z_range=(2.0, 7.0))
    assert result.data == 48
    assert "32 values above or below the limits (`z_range`) are left out." in said.messages
    np.testing.assert_array_equal(points[found[ROW].astype(int), 2], np.tile(np.arange(2.0, 8.0), 8))
    assert (found[FOLD].reshape(8, 6) == found[FOLD].reshape(8, 6)[:, :1]).all()


def test_data_that_coincide_and_data_without_drift_are_told_of(validate, field):
    points, values = field
    twice, more = np.concatenate([points, points[:3]]), np.append(values, values[:3] + 1)
    _, found, said = validate(twice, more, variogram=GIVEN)
    np.testing.assert_allclose(found[OBSERVED, :3], values[:3] + 0.5)
    assert "their mean is used (`duplicates`): 3." in said.warnings[0]
    _, found, _ = validate(twice, more, variogram=GIVEN, duplicates="maximum")
    np.testing.assert_array_equal(found[ROW, :3], [40, 41, 42])
    drift = np.where(np.arange(40) == 4, np.nan, points[:, 0])[:, None]
    result, found, said = validate(points, values, variogram=GIVEN, kriging_type="external-drift", drift=drift)
    assert (result.left_out, result.data) == (1, 39)
    assert 4 not in found[ROW]


def test_the_price_is_said_and_what_does_not_fit_is_refused_with_what_does(validate, field, monkeypatch):
    points, values = field
    _, _, said = validate(points, values, variogram=GIVEN, split="folds", folds=5, refit=True)
    assert any(
        text.startswith(
            "40 data are predicted from the others, part by part (5 in all), transform and variogram fitted"
        )
        for text in said.messages
    )
    assert said.fractions[-1] == 1.0
    monkeypatch.setattr(task, "available_memory", lambda: 10_000)
    with pytest.raises(GridTooLarge, match=r"40 points need about 64 kB of memory.*\(`max_data`, such as 32\)"):
        validate(points, values, variogram=GIVEN)
    assert validate(points, values, variogram=GIVEN, max_data=8)[0].data == 40


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"split": "wells"}, "`split` is 'wells', but no `groups` are given"),
        ({"split": "wells", "groups": np.zeros(40)}, "Invalid `groups`: all data are of one"),
        ({"models": ("power",), "variogram": GIVEN}, "`models` are to be compared, but one is given"),
        ({"transform": "log", "error": np.ones(40)}, "`error` is given and `transform` is 'log'"),
        ({"search_radius": 1e-6, "variogram": GIVEN}, "No datum finds enough others to be predicted from"),
        ({"variogram_uncertainty": "posterior", "variogram": GIVEN}, "but the variogram is given"),
    ],
)
def test_what_does_not_go_together_is_refused(validate, field, options, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        validate(*field, **options)
