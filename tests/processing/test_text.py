"""Sentences of the core as QGIS shows them."""

import pytest
from stochastic_kriging.provider.text import spelled


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("choose a larger cell size (`xy_delta`), or a smaller `extent`.", "(XY_DELTA), or a smaller EXTENT."),
        ("Invalid job: `quantiles[1]` is 1.", "Invalid job: QUANTILES[1] is 1."),
        ("choose other `weights`.", "choose other FIT_WEIGHTS."),
        ("`structures[0].range` is 0.", "`structures[0].range` is 0."),
        ("There is no file `Wells.las`.", "There is no file `Wells.las`."),
    ],
)
def test_parameters_are_in_upper_case_and_nothing_else(said, shown):
    assert spelled(said).endswith(shown)
