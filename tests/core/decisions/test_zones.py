"""Statistics of zones, by hand."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.condition import Condition
from stochastic_kriging.krig_core.decisions.zones import ZoneCells


def zones_of(known=(True, True, True, True)):
    """The first zone has cell 0 and half of cell 1, the second none, the third cells 1 to 3, of 10, 20, 30, 40."""
    return ZoneCells.of(
        np.array([0, 1, 1, 2, 3]),
        np.array([1.0, 0.5, 1.0, 1.0, 1.0]),
        np.array([2, 0, 3]),
        np.array([10.0, 20.0, 30.0, 40.0]),
        np.array(known),
    )


def test_mean_least_greatest_and_area():
    found = zones_of().statistics(np.array([1.0, 3.0, 5.0, -1.0]), Condition.of("above", 2))
    assert found[0].tolist() == [2.0, 1.0, 3.0, 10.0]  # (1 * 10 + 3 * 10) / 20
    assert np.isnan(found[1]).all()
    assert found[2].tolist() == pytest.approx([(60 + 150 - 40) / 90, -1.0, 5.0, 50.0])


def test_without_a_condition_there_is_no_area():
    assert np.isnan(zones_of().statistics(np.ones(4))[:, 3]).all()


def test_cells_without_a_value_do_not_count():
    zones = zones_of((False, True, True, False))
    assert zones.with_value().tolist() == [10, 0, 50]
    assert zones.statistics(np.array([np.nan, 3.0, 5.0, np.nan]))[0, :3].tolist() == [3, 3, 3]
    assert zones.mean(np.array([np.nan, 3.0, 5.0, np.nan]))[[0, 2]].tolist() == [3, 4.2]
    assert zones.integral(np.array([np.nan, 0.5, 1.0, np.nan]))[[0, 2]].tolist() == [5, 40]


def test_no_cell_at_all():
    zones = zones_of((False,) * 4)
    assert zones.with_value().tolist() == [0, 0, 0]
    assert np.isnan(zones.statistics(np.full(4, np.nan))).all()
    assert np.isnan(zones.mean(np.full(4, np.nan))).all()
