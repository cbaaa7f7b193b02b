"""Realizations are taken back as the transform says: data to the bit, all else within a step of the table."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.transforms.transform import Transform
from stochastic_kriging.krig_core.transforms.way_back import STEP, WayBack

RNG = np.random.default_rng(5)
POINTS = RNG.uniform(0, 1000, (60, 2))
VALUES = np.exp(RNG.normal(1, 1, 60))
NOWHERE = np.empty(0, dtype=np.intp), np.empty(0)

SCORES = {
    "smooth": Transform("normal-score"),
    "limits": Transform("normal-score", zmin=0.0, zmax=float(VALUES.max()) + 0.1),
    "tails": Transform("normal-score", zmin=0.0, zmax=60.0, lower_tail="power", upper_tail="linear"),
    "hyperbola": Transform("normal-score", lower_tail="linear", upper_tail="hyperbolic", upper_omega=2.5),
}


def taken(transform, scores, honoured=NOWHERE):
    values = np.array(scores, dtype=float)
    WayBack(transform, *honoured).take(values)
    return values


@pytest.mark.parametrize("name", SCORES)
def test_a_value_lies_between_those_of_the_scores_a_step_away(name):
    transform = SCORES[name].fit(POINTS, VALUES)
    scores = np.concatenate([RNG.normal(0, 1.5, 40_000), transform.scores])
    values = taken(transform, scores)
    assert (transform.back(scores - STEP) <= values).all()
    assert (values <= transform.back(scores + STEP)).all()


@pytest.mark.parametrize("name", SCORES)
def test_nodes_and_what_lies_beyond_the_table_are_exact(name):
    transform = SCORES[name].fit(POINTS, VALUES)
    scores = np.concatenate([np.arange(-8, 8, 1 / 64), [-40, -8.5, 8, 9.1, 37, 123]])
    assert taken(transform, scores).tolist() == transform.back(scores).tolist()


@pytest.mark.parametrize("name", SCORES)
def test_values_never_fall_and_keep_their_limits(name):
    transform = SCORES[name].fit(POINTS, VALUES)
    values = taken(transform, np.sort(RNG.normal(0, 3, 70_000)))
    assert (np.diff(values) >= 0).all()
    assert transform.zmin <= values[0]
    assert values[-1] <= transform.zmax


def test_the_error_is_a_quarter_step_of_the_change_of_slope():
    """Two data make a line that bends where it leaves them: from slope 1 to that of a linear tail."""
    transform = Transform("normal-score", zmin=-30.0, zmax=30.0, upper_tail="linear", lower_tail="linear")
    transform = transform.fit(np.array([[0.0, 0.0], [9.0, 9.0]]), np.array([-1.0, 1.0]))
    at = transform.scores[1]
    scores = np.linspace(at - STEP, at + STEP, 1001)
    slopes = np.diff(transform.back([at - STEP, at, at + STEP])) / STEP
    error = np.abs(taken(transform, scores) - transform.back(scores)).max()
    assert 0 < error <= 1.01 * STEP / 4 * abs(slopes[1] - slopes[0])


@pytest.mark.parametrize("name", ["none", "log", "normal-score"])
def test_cells_of_data_show_them_to_the_bit_and_gaps_stay(name):
    transform = Transform(name).fit(POINTS, VALUES)
    cells = RNG.permutation(80_000)[: len(VALUES)]
    scores = RNG.normal(0, 1, (400, 200))
    scores.reshape(-1)[cells] = transform.scores
    gap = np.setdiff1d([0, 40_000, 79_999], cells)
    scores.reshape(-1)[gap] = np.nan
    values = taken(transform, scores, (cells, transform.scores)).reshape(-1)
    assert values[cells].tolist() == VALUES.tolist()
    assert np.flatnonzero(np.isnan(values)).tolist() == gap.tolist()


@pytest.mark.parametrize("name", ["none", "log", "normal-score"])
def test_a_cell_has_the_same_bytes_wherever_it_lies(name):
    transform = Transform(name).fit(POINTS, VALUES)
    scores = RNG.normal(0, 2, 70_001)
    assert taken(transform, scores)[40_000:].tobytes() == taken(transform, scores[40_000:]).tobytes()
