"""What a notebook shows: pictures that are true to the array, and HTML that no text can break."""

import base64
import re
import struct
import subprocess
import sys
import zlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from stochastic_kriging.krig_core import Geometry, Grid, Log, Variogram
from stochastic_kriging.krig_core.errors import MissingPackage, NoGeometry
from stochastic_kriging.krig_core.notebook import SPREAD, VALUES

LOW, HIGH = (68, 1, 84, 255), (253, 231, 37, 255)
"""The ends of VALUES."""


def parsed(html):
    """Return the HTML as a tree, which fails where it is not well formed."""
    return ET.fromstring(html.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def texts(html):
    return [node.text for node in parsed(html).iter() if node.text]


def pixels(html, number=0):
    """Return the pixels of a picture, shape (rows, columns, 4), from the PNG itself."""
    content = base64.b64decode(re.findall(r'data:image/png;base64,([^"]*)"', html)[number])
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        assert struct.unpack(">I", content[place + 8 + length : place + 12 + length]) == (zlib.crc32(kind + body),)
        chunks[kind] = body
        place += 12 + length
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour) == (8, 6)
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(height, 1 + 4 * width)
    assert not lines[:, 0].any()
    return lines[:, 1:].reshape(height, width, 4)


def grid_of(values, **geometry):
    values = np.asarray(values, dtype=float)
    place = {"origin": (100.0, 200.0), "spacing": (10.0, 10.0), **geometry}
    return Grid.of(values, Geometry(place["origin"], place["spacing"], values.shape))


def test_a_map_has_north_above_east_on_the_right_and_nothing_where_nothing_is_known():
    shown = pixels(grid_of([[0.0, np.nan, 1.0], [0.5, 0.5, 0.5]])._repr_html_())
    assert shown.shape == (3, 2, 4)
    assert tuple(shown[2, 0]) == LOW  # south-west
    assert tuple(shown[0, 0]) == HIGH  # north-west
    assert shown[1, 0, 3] == 0
    assert tuple(shown[2, 1]) == tuple(shown[1, 1]) == (33, 145, 140, 255)


def test_the_same_map_is_shown_whichever_way_its_axes_run():
    grid = grid_of(np.arange(12.0).reshape(3, 4))
    assert np.array_equal(pixels(grid[::-1, ::-1]._repr_html_()), pixels(grid._repr_html_()))


def test_a_map_tells_its_edges_its_values_and_what_it_is_of():
    grid = grid_of([[0.25, 0.5], [1.0, 2.0]])
    grid.stream = "PHIE <b>"
    said = texts(grid._repr_html_())
    assert {"95", "115", "195", "215"} <= set(said)
    assert {"0.25", "2", "PHIE <b>"} <= set(said)
    assert "2 × 2 cells of 10 × 10, 4 of them hold a value" in said


def test_a_large_map_is_thinned_out():
    html = grid_of(np.random.default_rng(1).random((2000, 1500)))._repr_html_()
    assert pixels(html).shape[0] <= 300
    assert len(html) < 500_000


def test_few_data_among_many_cells_are_circles_where_they_are():
    values = np.full((100, 100), np.nan)
    values[0, 0], values[99, 99] = 1.0, 2.0
    root = parsed(grid_of(values)._repr_html_())
    circles = [(node.get("cx"), node.get("cy"), node.get("fill")) for node in root.iter("circle")]
    assert circles == [("77.5", "318.5", VALUES[0]), ("374.5", "21.5", VALUES[-1])]
    assert not list(root.iter("image"))


def test_of_a_grid_in_space_the_slice_in_the_middle_is_shown():
    values = np.stack([np.zeros((2, 2)), np.arange(4.0).reshape(2, 2), np.full((2, 2), 9.0)], axis=2)
    html = grid_of(values, origin=(0.0, 0.0, 1000.0), spacing=(1.0, 1.0, 2.0))._repr_html_()
    assert tuple(pixels(html)[0, 1]) == HIGH
    assert "values, slice 2 of 3 (z 1002)" in texts(html)


def test_of_data_in_space_the_means_are_shown():
    values = np.full((20, 20, 4), np.nan)
    values[3, 4, :2] = 1.0, 2.0
    html = grid_of(values, origin=(0.0, 0.0, 0.0), spacing=(1.0, 1.0, 1.0))._repr_html_()
    assert "values, means of 4 slices" in texts(html)
    assert "1.5" in texts(html)


@pytest.mark.parametrize("values", [np.full((3, 4), np.nan), np.full((3, 4), 2.0), [[1.0]], [[np.nan]]])
def test_maps_without_a_range_of_values_are_shown_too(values):
    assert parsed(grid_of(values)._repr_html_()) is not None


def test_what_has_lost_its_place_or_holds_no_numbers_is_printed():
    grid = grid_of(np.ones((3, 4)))
    assert grid.ravel()._repr_html_() is None
    assert grid.astype(complex)._repr_html_() is None


def test_an_ensemble_shows_mean_and_standard_deviation_and_what_is_said_of_it():
    points, values = np.random.default_rng(1).uniform(0, 100, (12, 2)), np.arange(12.0)
    variogram = Variogram.spherical(partial_sill=10.0, range=50.0)
    ensemble = Grid.from_points(points, values, xy_delta=5.0).krig(3, seed=7, variogram=variogram)
    html = ensemble._repr_html_()
    assert {"mean", "standard deviation", str(variogram)} <= set(texts(html))
    assert any(text.startswith("3 realizations, seed 7, ") for text in texts(html))
    greatest = np.unravel_index(np.asarray(ensemble.std).argmax(), ensemble.std.shape)
    shown = pixels(html, 1)[ensemble.std.shape[1] - 1 - greatest[1], greatest[0]]
    assert "#" + "".join(f"{part:02x}" for part in shown[:3]) == SPREAD[-1]


def test_a_variogram_shows_its_sill_and_a_curve_for_each_direction():
    variogram = Variogram.spherical(nugget=1, partial_sill=3, range=10, azimuth=30, ratio=0.5, vertical_range=2)
    html = variogram._repr_html_()
    assert {"sill 4", "along azimuth 30°", "across", "vertical", "13"} <= set(texts(html))
    along, across, vertical = (node.get("d") for node in parsed(html).iter("path"))
    assert along.startswith("M62.0 ")
    # At the practical range of each curve the sill is reached: 10, 5 and 2 of 13 map units across 380 pixels.
    for path, length in ((along, 10), (across, 5), (vertical, 2)):
        points = np.array([[float(part) for part in point.split()] for point in re.findall(r"[\d.]+ [\d.]+", path)])
        top = points[:, 1].min()
        first = points[np.flatnonzero(points[:, 1] <= top + 0.05)[0], 0]
        assert first == pytest.approx(62 + 380 * length / 13, abs=10)


@pytest.mark.parametrize("variogram", [Variogram(0.0), Variogram(2.0), Variogram.power(slope=0.1, alpha=1.5)])
def test_variograms_without_range_or_sill_are_shown_too(variogram):
    html = variogram._repr_html_()
    assert "nan" not in html
    assert [text for text in texts(html) if text.startswith("sill")] == [f"sill {variogram.sill:g}"] * variogram.bounded


def test_a_log_shows_its_curves_with_gaps_and_ends():
    depth = np.array([1000.0, 1001.0, 1002.0, 1003.0, 1004.0])
    log = Log(depth, {"PHIE": [0.1, 0.3, np.nan, 0.2, 0.1], "GR": [np.nan] * 5}, units={"PHIE": "V/V"}, name="<W&1>")
    html = log._repr_html_()
    assert {"PHIE (V/V)", "GR", "0.1", "0.3", "no values", "1000", "1004 m"} <= set(texts(html))
    (path,) = (node.get("d") for node in parsed(html).iter("path"))
    assert path == "M76.0 34.0L176.0 109.0M126.0 259.0L76.0 334.0"
    assert Log([], {"PHIE": []})._repr_html_() is None


def test_only_a_picture_loads_what_draws_it():
    plugins = next(entry for entry in sys.path if entry.startswith("/") and "plugins_" in entry)
    code = (
        f"import sys; sys.path.insert(0, {plugins!r})\n"
        "from stochastic_kriging.krig_core import Grid, Variogram, Log\n"
        "name = 'stochastic_kriging.krig_core.notebook'\n"
        "assert name not in sys.modules\n"
        "Variogram(1.0)._repr_html_()\n"
        "assert name in sys.modules and 'matplotlib' not in sys.modules and 'IPython' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_grid_becomes_a_data_array_that_knows_its_places():
    xarray = pytest.importorskip("xarray", reason="xarray is not installed")
    grid = Grid.of(np.arange(24.0).reshape(2, 3, 4), Geometry((5.0, 7.0, 9.0), (1.0, 2.0, -3.0), (2, 3, 4)), stream="A")
    array = grid.to_xarray()
    assert type(array) is xarray.DataArray
    assert (array.dims, array.name) == (("x", "y", "z"), "A")
    assert array["z"].values.tolist() == [9.0, 6.0, 3.0, 0.0]
    assert float(array.sel(x=6.0, y=11.0, z=3.0)) == grid[1, 2, 2]
    assert type(array.values) is np.ndarray
    assert np.shares_memory(array.values, grid)


def test_without_xarray_the_message_names_it_and_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(MissingPackage, match=r"^The Python package xarray is missing: run 'python3 -m pip install"):
        grid_of([[1.0]]).to_xarray()
    with pytest.raises(NoGeometry):
        grid_of([[1.0, 2.0]]).ravel().to_xarray()
