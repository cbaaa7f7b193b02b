"""Sentences of the core as QGIS shows them."""

import pytest
from stochastic_kriging.provider.text import spelled


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "a larger cell size (`xy_delta`), or a smaller extent (`x_range`, `y_range`)",
            "(XY_DELTA), or a smaller extent (EXTENT)",
        ),
        ("above the slices (`z_range`)", "above the slices (TOP, BOTTOM)"),
        ("the layer's names (`names`)", "(WELL_FIELD)"),
        ("the survey's names (`surveys.names`)", "(SURVEY_WELL_FIELD)"),
        ("Invalid job: `quantiles[1]` is 1.", "Invalid job: Quantiles P10, P50, P90 (QUANTILES[1]) is 1."),
        ("All weights are zero (`weights`)", "(WEIGHT_FIELD)"),
        ("choose other `study.weights`.", "choose other Weights of the fit (FIT_WEIGHTS)."),
        ("`structures[0].range` is 0.", "`structures[0].range` is 0."),
        ("There is no file `Wells.las`.", "There is no file `Wells.las`."),
    ],
)
def test_parameters_are_in_upper_case_and_nothing_else(said, shown):
    assert spelled(said).endswith(shown)
