"""What does not fit in memory is refused with what does."""

import re

import pytest

from krig_core.errors import GridTooLarge
from krig_core.geometry import Geometry
from krig_core.price import MEMORY_SHARE, require_memory


def refusal(geometry, free, per_cell=100.0, **options):
    with pytest.raises(GridTooLarge) as caught:
        require_memory(free, geometry, per_cell * geometry.size, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("sides", "step"),
    [((10_000, 8_000), 1), ((1_000_000, 30), 1), ((30, 1_000_000), 1), ((12_345.6, 9_876.5), 0.37), ((1e6, 3), 2)],
)
@pytest.mark.parametrize("free", [2_000_000, 300_000, 20_000])
def test_the_cell_size_that_is_named_fits(sides, step, free):
    geometry = Geometry.from_ranges([(0, sides[0]), (0, sides[1])], [step, step])
    said = refusal(geometry, free)
    size = float(re.search(r"at least ([0-9.e+-]+)", said)[1])
    # Wherever the edges fall, there are two more cells along each side.
    wide = Geometry.from_ranges([(-size, sides[0] + size), (-size, sides[1] + size)], [size, size])
    smaller = Geometry.from_ranges([(0, sides[0]), (0, sides[1])], [size, size])
    require_memory(free, smaller, 100.0 * smaller.size)
    assert 100 * wide.size < 1.6 * MEMORY_SHARE * free
    assert 100 * geometry.size > MEMORY_SHARE * free


def test_many_points_are_told_how_kriging_takes_them():
    geometry = Geometry.from_ranges([(0, 100), (0, 100)], [1, 1])
    said = refusal(geometry, 10_000_000_000, for_data=24.0 * 50_000**2, data=50_000, limit="MAX_DATA")
    assert said == (
        "50,000 points need about 60 GB of memory, because all are used at once, and 10 GB are free: give each cell "
        "the nearest only (MAX_DATA, such as 32), or use at most about 18,256 points (INPUT)."
    )
    require_memory(10_000_000_000, geometry, 100.0 * geometry.size, 24.0 * 18_256**2, 18_256)


def test_without_such_a_limit_none_is_named():
    geometry = Geometry.from_ranges([(0, 100), (0, 100)], [1, 1])
    said = refusal(geometry, 10_000_000_000, for_data=24.0 * 50_000**2, data=50_000)
    assert said.endswith("are free: use at most about 18,256 points (INPUT).")
