"""The task section, by hand: four columns below a line through three maps of two slices."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.tests.core.jobs.listener import Listener

# Map 1 counts its cells, the second is twice and the third four times the first.
CELLS = np.arange(16.0).reshape(2, 2, 4)
JOB = {
    "task": "section",
    "raster": "maps.npy",
    "west": 100,
    "north": 60,
    "dx": 10,
    "dy": 30,
    "line": "line.npy",
    "width": 10,
    "statistic": "mean",
    "section": "section.npy",
}


@pytest.fixture
def cut(tmp_path):
    def cut_one(line, count=3, gaps=(), listening=None, **more):
        maps = np.stack([CELLS, 2 * CELLS, 4 * CELLS])[:count]
        for place in gaps:
            maps[place] = np.nan
        np.save(tmp_path / "maps.npy", maps)
        np.save(tmp_path / "line.npy", np.array(line, dtype=float))
        result = run(job_of({**JOB, **more}), tmp_path, listening or Listener())
        return np.load(tmp_path / "section.npy").tolist(), result

    return cut_one


def test_one_map_is_shown_as_it_is(cut):
    section, result = cut([[140, 45], [100, 45]], count=1)  # the upper row of cells, from the east
    assert section == [[3, 2, 1, 0], [11, 10, 9, 8]]
    assert (result.length, result.width, result.outside, result.wells) == (40, 10, 0, ())


@pytest.mark.parametrize(
    ("more", "factor"),
    [
        ({}, 7 / 3),
        ({"statistic": "std"}, np.std([1, 2, 4], ddof=1)),
        ({"statistic": "quantile"}, 2),
        ({"statistic": "quantile", "quantile": 0.75}, 4),
        ({"statistic": "std", "layer": 3}, 4),
    ],
)
def test_of_several_maps_a_statistic_or_one_of_them(cut, more, factor):
    section, _ = cut([[100, 15], [140, 15]], **more)
    np.testing.assert_allclose(section, np.array([[4, 5, 6, 7], [12, 13, 14, 15]]) * factor)


def test_beside_the_map_there_is_nothing(cut):
    section, result = cut([[80, 45], [120, 45]], count=1)
    assert np.isnan(section[0][:2]).all()
    assert section[0][2:] == [0, 1]
    assert result.outside == 2


def test_wells_come_in_the_order_of_the_line(cut, tmp_path):
    np.save(tmp_path / "wells.npy", np.array([[130.0, 50], [110, 41], [120, 70]]))
    _, result = cut([[100, 45], [140, 45]], wells="wells.npy", max_offset=6)
    assert [(one.well, one.distance, one.offset) for one in result.wells] == [(1, 10, 4), (0, 30, 5)]


def test_wells_beyond_the_ends_are_counted(cut, tmp_path):
    np.save(tmp_path / "wells.npy", np.array([[95.0, 45], [89, 45], [151, 45]]))  # 5, 11 and 11 beyond, columns of 10
    listening = Listener()
    _, result = cut([[100, 45], [140, 45]], wells="wells.npy", max_offset=20, listening=listening)
    assert [(one.well, one.distance, one.offset) for one in result.wells] == [(0, 0, 5)]
    assert "Wells beyond the ends of the line, which are not shown (`wells`): 2." in listening.said


def test_columns_without_data_inside_the_map_are_counted(cut):
    _, result = cut([[80, 45], [140, 45]], count=1, gaps=[(0, slice(None), 0, 1), (0, 0, 0, 2)])
    assert (result.outside, result.without_data) == (2, 1)


def test_cells_without_a_value_in_some_of_the_maps_are_told(cut):
    listening = Listener()
    section, result = cut([[100, 45], [140, 45]], gaps=[(1, 0, 0, 1)], listening=listening)
    assert np.isnan(section[0][1])
    assert np.isfinite(section).sum() == 7
    assert result.without_data == 0
    assert "Cells that have no value in some of the maps, and so none in the section (`raster`): 1." in listening.said


@pytest.mark.parametrize("gaps", [[()], [(1,)], [(slice(None), slice(None), 0)]])
def test_a_line_that_meets_no_data_is_a_sentence(cut, gaps):
    with pytest.raises(InvalidInput, match="The line meets no data: no cell below it has a value"):
        cut([[100, 45], [140, 45]], gaps=gaps)


@pytest.mark.parametrize(
    ("line", "more", "sentence"),
    [
        ([[0, 0], [50, 0]], {}, "The line does not cross the map (`line`, `raster`)"),
        ([[100, 45], [140, 45]], {"layer": 4}, "`layer` is 4, and there are 3 maps"),
        ([[100, 45], [100, 45]], {}, "The line has no length"),
    ],
)
def test_what_cannot_be_cut_is_a_sentence(cut, line, more, sentence):
    with pytest.raises(InvalidInput) as caught:
        cut(line, **more)
    assert sentence in str(caught.value)
