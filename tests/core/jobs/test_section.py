"""The task section, by hand: four columns below a line through three maps of two slices."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run

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


class Silent:
    def message(self, text): ...

    def warning(self, text): ...

    def progress(self, fraction, text): ...


@pytest.fixture
def cut(tmp_path):
    def cut_one(line, count=3, **more):
        np.save(tmp_path / "maps.npy", np.stack([CELLS, 2 * CELLS, 4 * CELLS])[:count])
        np.save(tmp_path / "line.npy", np.array(line, dtype=float))
        result = run(job_of({**JOB, **more}), tmp_path, Silent())
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
