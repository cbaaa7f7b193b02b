"""An error carries the parameter that it concerns, as Python spells it."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.covering import covering
from stochastic_kriging.krig_core.errors import InvalidInput, KrigingError, WorkerDied


def test_an_error_names_its_parameter_in_lower_case():
    with pytest.raises(KrigingError) as caught:
        covering(np.zeros((3, 2)), None, None, (None, None))
    assert caught.value.parameter == "xy_delta"


@pytest.mark.parametrize(
    ("sentence", "parameter"),
    [
        ("Choose a larger cell size (`xy_delta`), or fewer `processes`.", "xy_delta"),
        ("`quantiles[1]` is 1.", "quantiles"),
        ("`structures[0].range` is 0.", "range"),
        ("The disk is full.", None),
        ("`Grid.krig` is no parameter.", None),
    ],
)
def test_a_parameter_is_what_stands_between_backticks(sentence, parameter):
    assert InvalidInput(sentence).parameter == parameter
    assert WorkerDied(sentence).parameter == parameter
