"""Periodic grids: what is added to half transformed fields, and the normals that they are made from."""

import numpy as np
import pytest
from stochastic_kriging.krig_core import Variogram
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.simulation.observation import PointObservation
from stochastic_kriging.krig_core.simulation.plane import RandomPlane
from stochastic_kriging.krig_core.simulation.spectral import complex_normals
from stochastic_kriging.krig_core.simulation.torus import Places, spectrum_of, unwrapped, wrapped

OBLIQUE = Variogram.exponential(nugget=0.2, partial_sill=1.5, range=9, azimuth=35, ratio=0.4, vertical_range=3)
SHAPES = [(7, 10), (1, 9), (8, 1), (5, 4, 6), (6, 1, 3)]


def geometry_of(shape):
    return Geometry((5.0,) * len(shape), (1.0, -2.0, 0.5)[: len(shape)], shape)


def some_cells(shape, count=9):
    rng = np.random.default_rng(3)
    flat = rng.choice(int(np.prod(shape)), min(count, int(np.prod(shape))), replace=False)
    return np.stack(np.unravel_index(flat, shape), axis=1), rng


@pytest.mark.parametrize("shape", SHAPES)
def test_a_convolution_is_a_sum_of_covariances(shape):
    geometry = geometry_of(shape)
    cells, rng = some_cells(shape)
    weights = rng.standard_normal(len(cells))
    places, periodic = Places(tuple(cells.T), shape), unwrapped(geometry, OBLIQUE)
    wanted = OBLIQUE.covariance(geometry.centres(), geometry.centres(cells)) @ weights
    np.testing.assert_allclose(periodic.convolve(places, weights).ravel(), wanted, atol=1e-12)
    at = OBLIQUE.covariance(geometry.centres(cells), geometry.centres(cells)) @ weights
    np.testing.assert_allclose(periodic.convolve(places, weights, places), at, atol=1e-12)


@pytest.mark.parametrize("ratio", [1.0, 0.3])
def test_a_short_range_needs_no_copy_of_twice_the_grid(ratio):
    geometry = geometry_of((40, 30))
    variogram = Variogram.spherical(partial_sill=1.5, range=9, azimuth=35, ratio=ratio)
    cells, rng = some_cells(geometry.shape)
    weights, periodic = rng.standard_normal(len(cells)), unwrapped(geometry, variogram)
    assert periodic.shape[0] < 52
    assert periodic.shape[1] < 36
    wanted = variogram.covariance(geometry.centres(), geometry.centres(cells)) @ weights
    np.testing.assert_allclose(
        periodic.convolve(Places(tuple(cells.T), geometry.shape), weights).ravel(), wanted, atol=1e-12
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_field_gets_its_correction_before_the_last_transform(shape):
    geometry = geometry_of(shape)
    cells, rng = some_cells(shape)
    field, weights = (rng.standard_normal((2, count)) for count in (geometry.size, len(cells)))
    field, weights = (field[0] + 1j * field[1]).reshape(shape), weights[0] + 1j * weights[1]
    periodic, places = unwrapped(geometry, OBLIQUE), Places(tuple(cells.T), shape)
    periodic.plane = RandomPlane(geometry, 0.7, np.diag(np.arange(1.0, 1 + len(shape)) / 50))
    every = np.argwhere(np.ones(shape, dtype=bool))
    among = periodic.plane.covariance_between(np.concatenate([every, cells]))[: len(every), len(every) :]
    wanted = (OBLIQUE.covariance(geometry.centres(), geometry.centres(cells)) + among) @ weights
    lines = periodic.lines_of(field)
    np.testing.assert_allclose(periodic.field(lines, places), field[tuple(cells.T)], atol=1e-12)
    periodic.add(lines, places, weights)
    np.testing.assert_allclose(periodic.field(lines) - field, wanted.reshape(shape), atol=1e-12)


@pytest.mark.parametrize("shape", [(6, 7), (9, 4), (1, 5), (2, 2), (4, 3, 5), (5, 6, 2)])
def test_a_spectrum_is_the_transform_of_all_lags(shape):
    geometry = geometry_of(shape)
    lags = [np.fft.fftfreq(length, 1 / length) * spacing for length, spacing in zip(shape, geometry.spacing)]
    opposite = np.ix_(*(-np.arange(length) % length for length in shape))
    covariance = OBLIQUE.covariance_at(np.ix_(*lags))
    # Half an even torus apart a lag is on both sides at once: the first half of the first axis tells which counts.
    half = shape[0] // 2 + 1
    covariance[half:] = covariance[opposite][half:]
    wanted = np.fft.fftn((covariance + covariance[opposite]) / 2).real
    np.testing.assert_allclose(spectrum_of(OBLIQUE.covariance_at, geometry, shape), wanted, atol=1e-12)


@pytest.mark.parametrize(("dtype", "farthest"), [(np.float32, 6.01), (np.float64, 8.8)])
def test_complex_normals_are_normal_and_finite(dtype, farthest):
    std = np.full((300, 1000), 2, dtype=dtype)
    made = complex_normals(np.random.Generator(np.random.SFC64(5)), std)
    assert made.dtype == np.result_type(dtype, np.complex64)
    both = np.stack([made.real, made.imag]).reshape(2, -1).astype(float) / 2
    # Four standard errors of 300,000 each.
    error = 4 / np.sqrt(300_000)
    np.testing.assert_allclose(both.mean(axis=1), 0, atol=error)
    np.testing.assert_allclose(both @ both.T / 300_000, np.eye(2), atol=error * np.sqrt(2))
    np.testing.assert_allclose((both**4).mean(axis=1), 3, atol=error * np.sqrt(96))
    assert np.abs(both).max() < farthest


def test_data_beside_each_other_see_the_covariance_of_the_variogram():
    """What cells show of them and what they do not, together: also of data in one cell, and of three in a row."""
    geometry = Geometry((0.0, 0.0), (1.0, 1.0), (30, 30))
    variogram = Variogram.spherical(partial_sill=2.0, range=12)
    points = np.array([[10.2, 10.3], [10.21, 10.35], [11.9, 10.6], [13.1, 11.2], [25.5, 4.5], [25.5, 5.7], [2.0, 20.0]])
    observation = PointObservation(geometry, points, variogram)
    cells, seen, residual = observation.of_some(np.arange(len(points)))
    centres = geometry.centres(cells)
    made = seen @ variogram.covariance(centres, centres) @ seen.T + residual
    np.testing.assert_allclose(made, variogram.covariance(points, points), atol=2e-3)
    assert np.abs(residual[0, 1]) > 0.1
    assert residual[0, 4] == residual[1, 6] == 0


@pytest.mark.parametrize("shape", [(20, 30), (9, 7, 6)])
def test_residuals_of_near_data_have_the_covariance_that_the_nugget_of_shared_cells_gives_them(shape):
    # A thousandth over a number of cells is no binary fraction: lags between nodes must be zero where nodes are one.
    spacing = tuple(1000 / 3 / cells for cells in shape)
    geometry = Geometry((0.0,) * len(shape), spacing, shape)
    variogram = Variogram.exponential(nugget=0.5, partial_sill=1.0, range=100)
    points = np.array([4.4, 5.2, 3.3][: len(shape)]) * np.array(spacing) + np.zeros((2, 1))
    points[1, 0] += 1.3 * spacing[0]
    cells, seen, residual = PointObservation(geometry, points, variogram).of_some(np.arange(2))
    between = np.stack([(cells[:, None, axis] - cells[:, axis]) * step for axis, step in enumerate(spacing)])
    across = variogram.covariance(points, geometry.centres(cells))
    unseen = variogram.covariance(points, points) - seen @ across.T - across @ seen.T
    np.testing.assert_allclose(residual, unseen + seen @ variogram.covariance_at(between) @ seen.T, atol=1e-12)


@pytest.mark.parametrize("azimuth", [0, 20])
@pytest.mark.parametrize("model", ["exponential", "hole-effect"])
def test_the_covariance_between_cells_of_a_torus_is_that_of_its_spectrum(model, azimuth):
    geometry = geometry_of((20, 30))
    made = wrapped(geometry, Variogram.of(model, nugget=0.2, partial_sill=2.0, range=15, azimuth=azimuth, ratio=0.5))
    cells = np.random.default_rng(0).integers(0, (20, 30), (40, 2))
    table = np.fft.ifftn(made.spectrum).real
    np.testing.assert_allclose(
        made.covariance_between(cells), table[tuple(axis[:, None] - axis for axis in cells.T)], atol=1e-12
    )


def test_a_periodic_grid_in_single_precision_stays_in_it():
    geometry = geometry_of((20, 30))
    single = unwrapped(geometry, OBLIQUE).single()
    places = Places((np.array([3, 7]), np.array([0, 29])), geometry.shape)
    (lines,) = single.room(1)
    single.lines(lambda slab: single.spectrum[slab].astype(np.complex64), lines)
    assert lines.dtype == np.complex64
    single.add(lines, places, np.array([1.0, 2j]))
    assert single.field(lines).dtype == np.complex64
    assert single.convolve(places, np.array([1.0, -2.0])).dtype == np.float32
