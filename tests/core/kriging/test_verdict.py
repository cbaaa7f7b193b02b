"""What cross-validation says, in one sentence."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.kriging.cross_validation import CrossValidation
from stochastic_kriging.krig_core.kriging.verdict import verdict


def validation(error, std, observed=None, fold=None):
    """Normal predictions of these errors and standard deviations; the data vary by a hundred."""
    error = np.asarray(error, dtype=float)
    if observed is None:
        observed = np.linspace(-100, 100, len(error))
    fold = np.arange(len(error)) if fold is None else np.asarray(fold)
    return CrossValidation.of_normals(observed, observed - error, np.full(len(error), float(std)) ** 2, fold)


def normal(count, scale=1.0):
    """Errors that are spread as those of a normal distribution, without chance, in an order of no meaning."""
    from scipy.special import ndtri

    return np.random.default_rng(0).permutation(scale * ndtri((np.arange(count) + 0.5) / count))


@pytest.mark.parametrize(
    ("std", "sentence"),
    [
        (1.0, "The standard deviation can be believed: 90 % of 100 data lie in their 90 % intervals (RMSSE 0.994)."),
        (0.5, "The standard deviation is too small: 58 % of 100 data"),
        (5.0, "The standard deviation is too large: 100 % of 100 data"),
    ],
)
def test_uncertainty_is_held_against_what_chance_allows(std, sentence):
    assert verdict(validation(normal(100), std)).startswith(sentence)


def test_predictions_are_held_against_the_mean_and_their_bias_is_said():
    assert verdict(validation(normal(100), 1)).endswith("Predictions explain 100 % of the variance of the data.")
    worse = verdict(validation(normal(100, 90.0), 90))
    assert worse.endswith("Predictions are no better than the mean of the data.")
    assert verdict(validation(normal(100) + 3, 3.2)).endswith("and are too low by 3 on average.")
    assert verdict(validation(normal(100) - 3, 3.2)).endswith("and are too high by 3 on average.")


def test_errors_of_one_well_are_no_errors_of_many():
    """Ten wells, of which three miss wholly: by chance of wells, not by that of a hundred data."""
    error = np.repeat([0.1, -0.2, 0.3, 0.5, -0.4, 0.2, -0.1, 3, -3, 3], 10)
    alone, together = validation(error, 1), validation(error, 1, fold=np.repeat(np.arange(10), 10))
    assert "too small" in verdict(alone)
    assert "can be believed" in verdict(together)
    few = validation(error, 1, fold=np.repeat(np.arange(4), 25))
    assert verdict(few).startswith(
        "4 parts that are left out are too few to tell whether the standard deviation can be"
    )


def test_few_none_and_equal_data_have_sentences_of_their_own():
    assert verdict(validation([0.1, 0.2, 0.3], 1)) == (
        "100 % of 3 data lie in their 90 % intervals, but of so few data that says little."
    )
    assert verdict(validation(np.full(9, np.nan), 1)).startswith("No datum could be predicted from the others")
    equal = validation(np.zeros(9), 0, observed=np.full(9, 7.0))
    assert verdict(equal) == "All 9 data are predicted exactly: nothing varies."


def test_a_few_that_miss_by_far_are_no_judgement_of_the_others():
    """Of 99 errors up to 2.57 with a standard deviation of 5 all are inside; the last is 20 of it."""
    error = np.append(normal(99), 100.0)
    said = verdict(validation(error, 5))
    assert said.startswith(
        "Without 1 datum that misses by more than 4 standard deviations (the worst by 20), the standard deviation is "
        "too large: 100 % of 99 data lie in their 90 % intervals (RMSSE 0.199, of all 2.01). Predictions explain"
    )
    two = verdict(validation(np.append(normal(98), [-5.0, 4.5]), 1))
    assert two.startswith("Without 2 data that miss by more than 4 standard deviations (the worst by 5), the standard")
    assert "can be believed: 90 % of 98 data" in two
    many = verdict(validation(np.append(normal(60), np.full(40, 6.0)), 1))
    assert many.startswith("The standard deviation is too small: 54 % of 100 data")
