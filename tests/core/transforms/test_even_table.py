"""Between two places a table is a straight line, and nothing ever falls where the values rise."""

import numpy as np
from stochastic_kriging.krig_core.transforms.even_table import EvenTable

TABLE = EvenTable(-1.0, 0.5, np.array([0.0, 1.0, 1.0, 5.0, 6.0]))


def test_a_number_between_two_places_is_on_the_line_between_their_values():
    found = TABLE(np.array([-1, -0.75, -0.5, -0.1, 0, 0.25, 0.5]))
    np.testing.assert_allclose(found, [0, 0.5, 1, 1, 1, 3, 5], rtol=1e-15)
    assert found[[0, 2, 4, 6]].tolist() == [0, 1, 1, 5]  # the places themselves, to the bit


def test_not_a_number_stays_so_and_shapes_are_kept():
    found = TABLE(np.array([[np.nan, 0.25], [0.5, -1.0]]))
    assert np.isnan(found[0, 0])
    np.testing.assert_allclose([found[0, 1], *found[1]], [3, 5, 0], rtol=1e-15)


def test_numbers_may_be_overwritten():
    numbers = np.array([-0.75, 0.25])
    assert TABLE(numbers, out=numbers) is numbers
    np.testing.assert_allclose(numbers, [0.5, 3], rtol=1e-15)


def test_rounding_never_leads_beyond_the_next_value():
    values = np.sort(np.random.default_rng(4).normal(size=500))
    table = EvenTable(0.0, 1.0, values)
    before_the_next = np.nextafter(np.arange(1.0, 499.0), 0.0)
    assert (table(before_the_next) <= values[1:499]).all()
    assert (np.diff(table(np.linspace(0, 498.9, 200_001))) >= 0).all()
