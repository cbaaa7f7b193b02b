"""What does not fit in memory is refused with what does."""

import re

import pytest
from stochastic_kriging.krig_core.errors import GridTooLarge
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.jobs.cost import KrigingCost, MapCost, pace, require_memory
from stochastic_kriging.krig_core.machine import MEMORY_SHARE
from stochastic_kriging.krig_core.simulation.simulator import Cost


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
    said = refusal(geometry, 10_000_000_000, for_data=24.0 * 50_000**2, data=50_000, limit="max_data")
    assert said == (
        "50,000 points need about 60 GB of memory, because all are used at once, and 10 GB are free: give each cell "
        "the nearest only (`max_data`, such as 32), or use at most about 18,256 points (`coordinates`)."
    )
    require_memory(10_000_000_000, geometry, 100.0 * geometry.size, 24.0 * 18_256**2, 18_256)


def test_without_such_a_limit_none_is_named():
    geometry = Geometry.from_ranges([(0, 100), (0, 100)], [1, 1])
    said = refusal(geometry, 10_000_000_000, for_data=24.0 * 50_000**2, data=50_000)
    assert said.endswith("are free: use at most about 18,256 points (`coordinates`).")


PLAIN = Cost(memory=1e6, once=2.0, each=0.5)


def test_a_map_costs_what_its_stages_cost():
    """In the pace of the machine, which all stages share."""
    alone = MapCost.of(PLAIN, 1_000_000, 100, 1)
    assert alone.draw / alone.prepare == pytest.approx(100 * 0.5 / 2.0)
    assert alone.finish == 0
    assert MapCost.of(PLAIN, 1_000_000, 50, 1).draw == pytest.approx(alone.draw / 2)
    assert alone.draw / 2 < MapCost.of(PLAIN, 1_000_000, 100, 2).draw < alone.draw
    scores = MapCost.of(PLAIN, 1_000_000, 100, 1, transform="normal-score")
    assert (scores.draw - alone.draw) / alone.draw == pytest.approx(4.5e-9 * 1e6 / 0.5)
    wanted = MapCost.of(PLAIN, 1_000_000, 100, 1, quantiles=True, kept=True, report=True)
    assert wanted.write == pytest.approx(alone.write * (2 + 3 + 100) / 2)
    assert wanted.finish > 0
    assert wanted.prepare == alone.prepare


def test_the_law_of_cells_is_shared_by_processes_and_nothing_is_drawn_for_it():
    law = MapCost.of(PLAIN, 1_000_000, 0, 1, law=8.0)
    assert law.draw == pytest.approx(8 * pace())
    assert MapCost.of(PLAIN, 1_000_000, 0, 2, law=8.0).draw < law.draw
    assert law.draw < MapCost.of(PLAIN, 1_000_000, 100, 1, law=8.0).draw


def test_kriging_costs_less_from_the_nearest_and_least_where_they_are_shared():
    everything, nearest, shared = (KrigingCost.of(200_000, 2000, *given) for given in ((None, 1), (32, 1), (32, 2)))
    assert everything.krige > nearest.krige
    assert shared.krige == pytest.approx(nearest.krige / 2)
    assert KrigingCost.of(200_000, 2000, 32, 1, shared=True).krige < nearest.krige / 2
    assert KrigingCost.of(200_000, 2000, 2000, 1) == everything
    assert everything.write == nearest.write > 0


def test_the_pace_of_a_machine_is_within_its_bounds():
    assert 0.25 <= pace() <= 8
    assert pace() == pace()
