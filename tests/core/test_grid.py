"""Every row of the behaviour table is a test: what a Grid keeps, and what it does not."""

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import GridTooLarge, InvalidInput, NoGeometry
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.placement import Placement
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.wells.log import Log

PLACE = Geometry((100.0, 200.0, 5.0), (10.0, 20.0, 1.0), (3, 3, 3))
OTHER = Geometry((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (3, 3, 3))


@pytest.fixture
def logs():
    return [Log([1.0, 2.0, 3.0], {"PHIE": [0.1, 0.2, 0.3]}, x=x, y=50.0, name=f"W{x}") for x in (5.0, 15.0, 16.0)]


@pytest.fixture
def grid(logs):
    values = np.arange(27.0).reshape(3, 3, 3)
    return Grid.of(values, PLACE, stream="PHIE", logs=tuple(logs), placement=Placement(3, 0, 2, 1))


def is_plain(array):
    return type(array) is np.ndarray


def is_scalar(number):
    return isinstance(number, np.generic)


def test_a_slice_is_a_view_with_the_slices_geometry(grid):
    part = grid[::2]
    assert isinstance(part, Grid)
    assert part.geometry == Geometry((100.0, 200.0, 5.0), (20.0, 20.0, 1.0), (2, 3, 3))
    assert np.shares_memory(part, grid)
    assert part.stream == "PHIE"
    assert part.logs == grid.logs


def test_a_reversed_slice_begins_at_the_other_end(grid):
    assert grid[::-1].geometry.origin[0] == 120.0
    assert grid[::-1].geometry.spacing[0] == -10.0


@pytest.mark.parametrize("key", [0, np.s_[:, 1], [1, 0], np.s_[..., 0]])
def test_picked_cells_are_a_plain_array(grid, key):
    picked = grid[key]
    assert is_plain(picked)
    np.testing.assert_array_equal(picked, np.asarray(grid)[key])


def test_a_mask_picks_a_plain_array_and_an_index_a_number(grid):
    assert is_plain(grid[grid > 3])
    assert type(grid[0, 0, 0]) is np.float64


def test_setting_items_works_as_in_numpy(grid):
    grid[0, 0] = 7
    grid[grid > 20] = -1
    assert grid.geometry == PLACE
    assert np.asarray(grid)[0, 0].tolist() == [7, 7, 7]
    assert grid.max() == 20


@pytest.mark.parametrize("reduce", [np.mean, np.std, np.median, np.nanmean, np.sum, np.max, np.ptp, np.nanstd])
def test_a_reduction_of_all_cells_is_a_plain_number(grid, reduce):
    assert is_scalar(reduce(grid))
    assert reduce(grid) == reduce(np.asarray(grid))


@pytest.mark.parametrize("name", ["mean", "std", "sum", "max", "min", "var", "prod"])
def test_a_reducing_method_returns_a_plain_number(grid, name):
    assert is_scalar(getattr(grid, name)())
    assert is_scalar((grid > 0).all())


@pytest.mark.parametrize("reduce", [np.mean, np.nanmean, np.sum, np.std, np.median])
def test_a_reduction_along_an_axis_is_a_plain_array(grid, reduce):
    assert is_plain(reduce(grid, axis=2))
    assert is_plain(reduce(grid, axis=2, keepdims=True))
    assert is_plain(grid.mean(axis=2))
    assert is_plain(np.add.reduce(grid, axis=0))


@pytest.mark.parametrize(
    "compute",
    [
        np.sqrt,
        lambda grid: grid + 1,
        lambda grid: 1 - grid,
        lambda grid: grid * grid[:],
        lambda grid: grid * np.ones(3),
        lambda grid: -grid,
        lambda grid: grid.clip(1, 5),
        lambda grid: np.clip(grid, 1, 5),
        lambda grid: grid.astype(np.float32),
        lambda grid: np.round(grid, 1),
        lambda grid: np.nan_to_num(grid),
        lambda grid: np.divmod(grid, 3)[1],
    ],
)
def test_arithmetic_cell_by_cell_keeps_the_geometry_but_not_the_notes(grid, compute):
    result = compute(grid)
    assert isinstance(result, Grid)
    assert result.geometry == PLACE
    plain = compute(np.asarray(grid))
    np.testing.assert_array_equal(result, plain)


def test_arithmetic_drops_the_stream(grid):
    assert (grid * 2).stream is None
    assert (grid * 2).logs == ()


def test_in_place_arithmetic_keeps_the_grid(grid):
    same = grid
    grid += 1
    np.multiply(grid, 2, out=grid)
    assert grid is same
    assert grid.geometry == PLACE
    assert grid[0, 0, 0] == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of numpy's archive
def test_a_file_that_cannot_be_written_to_its_end_replaces_no_other(grid, tmp_path):
    path = tmp_path / "grid.npz"
    grid.save(path)
    before = path.read_bytes()
    nothing_to_write = np.full(grid.shape, lambda: None, dtype=object)
    with pytest.raises((AttributeError, pickle.PicklingError)):
        Grid.of(nothing_to_write, grid.geometry).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_of_two_results_the_one_without_a_place_for_it_is_made(grid):
    whole = np.empty(grid.shape)
    fraction, same = np.modf(grid + 0.5, out=(None, whole))
    assert same is whole
    np.testing.assert_array_equal(fraction, np.full(grid.shape, 0.5))
    np.testing.assert_array_equal(whole, grid)


def test_weights_of_a_part_of_a_grid_are_those_of_the_points_in_it_where_they_are():
    rng = np.random.default_rng(1)
    points, values, weights = rng.uniform(0, 100, (40, 2)), rng.lognormal(size=40), rng.uniform(0.5, 2, 40)
    part = Grid.from_points(points, values, 5.0, x_range=(0, 100), y_range=(0, 100))[:12]
    inside = points[:, 0] < 60
    alone = Grid.from_points(points[inside], values[inside], 5.0, x_range=(0, 60), y_range=(0, 100))
    assert part.geometry == alone.geometry
    variogram = Variogram.spherical(nugget=0.3, partial_sill=0.7, range=40)
    options = {"seed": 1, "variogram": variogram, "transform": "normal-score", "exact_positions": True}
    means = [grid.krig(10, weights=w, **options).mean for grid, w in ((part, weights), (alone, weights[inside]))]
    assert means[0].tobytes() == means[1].tobytes()


def test_logs_in_metres_and_in_feet_make_no_grid_together():
    logs = [Log([1000.0, 1010.0], {"PHI": [0.1, 0.2]}, x=x, y=0, depth_unit=unit) for x, unit in ((0, "m"), (9, "ft"))]
    for options in ({"z_delta": 5.0}, {"z_range": (900, 1100)}):
        with pytest.raises(InvalidInput, match=r"depths are in m and in ft. Should be in one unit \(`depth_unit`\)"):
            Grid(logs, "PHI", 5.0, **options)
    assert np.nanmax(Grid(logs, "PHI", 5.0)) == pytest.approx(0.15)


def test_a_deep_copy_shares_no_data_with_its_grid():
    grid = Grid.from_points([[0.0, 0.0], [9.0, 5.0], [30.0, 2.0]], [1.0, 2.0, 3.0], 1.0, x_range=(0, 10))
    twin = copy.deepcopy(grid)
    twin.points[1][:] = 7.0
    twin.outside.values[:] = 7.0
    assert grid.points[1].tolist() == [1.0, 2.0]
    assert grid.outside.values.tolist() == [3.0]


def test_zeros_like_a_grid_lies_in_its_place(grid):
    assert np.zeros_like(grid).geometry == PLACE


@pytest.mark.parametrize("compare", [lambda grid: grid > 1, np.isnan, lambda grid: grid == grid, np.isfinite])
def test_comparisons_are_plain_bools(grid, compare):
    assert is_plain(compare(grid))
    assert compare(grid).dtype == bool


def test_arithmetic_between_places_belongs_to_neither(grid):
    other = Grid.of(np.ones((3, 3, 3)), OTHER)
    assert is_plain(grid + other)
    assert is_plain(other + grid)


@pytest.mark.parametrize(
    "compute",
    [
        lambda grid: np.concatenate([grid, grid]),
        lambda grid: np.stack([grid, grid]),
        lambda grid: np.where(grid > 1, grid, 0),
        lambda grid: np.pad(grid, 1),
        lambda grid: np.roll(grid, 1, axis=0),
        lambda grid: np.sort(grid, axis=0),
        lambda grid: np.cumsum(grid, axis=0),
        lambda grid: np.diff(grid, axis=0),
        lambda grid: np.transpose(grid),
        lambda grid: np.rot90(grid),
        lambda grid: np.moveaxis(grid, 0, 1),
        lambda grid: np.take(grid, [1, 0, 2], axis=0),
        lambda grid: np.linalg.inv(grid + np.eye(3) * 100),
        lambda grid: grid @ grid,
        lambda grid: grid.T,
        lambda grid: grid.transpose(1, 0, 2),
        lambda grid: grid.swapaxes(0, 1),
        lambda grid: grid.take([1, 0], axis=0),
        np.copy,
        np.asarray,
    ],
)
def test_what_moves_or_joins_cells_is_a_plain_array(grid, compute):
    result = compute(grid)
    assert is_plain(result)
    np.testing.assert_array_equal(result, compute(np.asarray(grid)))


def test_the_gradient_survives_slices_of_different_places(grid):
    slope = np.gradient(grid, axis=0)
    np.testing.assert_array_equal(slope, np.gradient(np.asarray(grid), axis=0))


@pytest.mark.parametrize(
    "compute",
    [
        lambda grid: grid.ravel(),
        lambda grid: grid.reshape(9, 3),
        lambda grid: grid.flatten(),
        lambda grid: np.asarray(grid).view(Grid),
    ],
)
def test_an_array_that_lost_its_cells_says_so(grid, compute):
    lost = compute(grid)
    assert isinstance(lost, Grid)
    with pytest.raises(NoGeometry, match="has no geometry: .* use slices, or Grid.of"):
        _ = lost.geometry
    assert is_scalar(lost.mean())


@pytest.mark.parametrize(
    "duplicate",
    [
        copy.copy,
        copy.deepcopy,
        lambda grid: grid.copy(),
        *[
            lambda grid, protocol=protocol: pickle.loads(pickle.dumps(grid, protocol))
            for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
        ],
    ],
)
def test_copies_keep_everything(grid, duplicate):
    twin = duplicate(grid)
    assert type(twin) is Grid
    assert not np.shares_memory(twin, grid)
    np.testing.assert_array_equal(twin, grid)
    assert twin.geometry == PLACE
    assert twin.stream == "PHIE"
    assert twin.placement == grid.placement
    assert list(twin.logs) == list(grid.logs)


def test_the_values_of_a_grid_may_travel_beside_its_pickle(grid):
    buffers = []
    pickled = pickle.dumps(grid, 5, buffer_callback=buffers.append)
    again = pickle.loads(pickled, buffers=buffers)
    assert np.shares_memory(again, grid)
    assert again.geometry == grid.geometry
    assert again.stream == grid.stream


def test_a_pickled_slice_keeps_its_own_geometry(grid):
    part = pickle.loads(pickle.dumps(grid[1:, ::2]))
    assert part.geometry == grid[1:, ::2].geometry
    np.testing.assert_array_equal(part, np.asarray(grid)[1:, ::2])


def test_a_grid_arrives_whole_in_a_child_process(grid, tmp_path):
    (tmp_path / "grid.pickle").write_bytes(pickle.dumps(grid))
    code = (
        "import pickle, sys; sys.path.insert(0, sys.argv[2]);"
        "grid = pickle.load(open(sys.argv[1], 'rb'));"
        "print(type(grid).__name__, grid.geometry.origin, [log.name for log in grid.logs], grid.sum())"
    )
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    printed = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "grid.pickle", plugins], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "Grid (100.0, 200.0, 5.0) ['W5.0', 'W15.0', 'W16.0'] 351.0"


def test_save_and_load_keep_place_and_stream(grid, tmp_path):
    grid.save(tmp_path / "cube.grid")
    back = Grid.load(tmp_path / "cube.grid")
    np.testing.assert_array_equal(back, grid)
    assert (back.geometry, back.stream) == (PLACE, "PHIE")
    (tmp_path / "junk").write_text("no grid")
    with pytest.raises(InvalidInput, match="Should be written by Grid.save"):
        Grid.load(tmp_path / "junk")


@pytest.mark.parametrize(
    "content", [b"", b"junk", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)], ids=["empty", "junk", "cut", "bare"]
)
def test_a_grid_file_that_is_none_is_refused_in_a_sentence(tmp_path, content):
    (tmp_path / "junk").write_bytes(content)
    with pytest.raises(InvalidInput, match=r"\(it holds something else\). Should be written by Grid.save."):
        Grid.load(tmp_path / "junk")
    with pytest.raises(InvalidInput, match=r"\(No such file or directory\)"):
        Grid.load(tmp_path / "none")


def test_numpys_own_file_is_a_plain_array(grid, tmp_path):
    np.save(tmp_path / "a.npy", grid)
    assert is_plain(np.load(tmp_path / "a.npy"))


def test_values_of_another_shape_fail():
    with pytest.raises(InvalidInput, match=r"Invalid values of shape \(2,\). Should be \(3, 3, 3\)"):
        Grid.of([1, 2], PLACE)


def test_a_grid_that_does_not_fit_in_memory_is_refused():
    with pytest.raises(GridTooLarge, match="choose a larger cell size"):
        Grid.from_points([[0, 0], [10_000, 10_000]], [1.0, 2.0], xy_delta=0.001)


def test_a_cell_size_that_is_no_number_is_refused():
    with pytest.raises(InvalidInput, match="Should be a number"):
        Grid.from_points([[0, 0], [10, 10]], [1.0, 2.0], xy_delta="a")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [({"count": 10.5}, "whole number"), ({"count": "3"}, "whole number"), ({"variogram": "spherical"}, "a Variogram")],
)
def test_what_cannot_be_simulated_is_refused(arguments, words):
    grid = Grid.from_points([[0, 0], [10, 10]], [1.0, 2.0], xy_delta=1)
    with pytest.raises(InvalidInput, match=words):
        grid.krig(**arguments)
