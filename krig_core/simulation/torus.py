"""Torus: the periodic grid on which a stationary covariance becomes a spectrum.

Law: `spectrum` is real and non-negative, and its inverse transform, with the covariance of `plane`, is the covariance
that simulated fields have, exactly. How near that is to the wanted one `fidelity` measures.

Circulant embedding: Dietrich & Newsam (1997), SIAM J. Sci. Comput. 18(4); Wood & Chan (1994), JCGS 3(4).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import fft

from ..threads import allowed_threads, thread_map

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Structure, Variogram
    from .plane import RandomPlane

    Floats = NDArray[np.float64]

TAIL = 1e-2
"""Correlations below this may wrap around the torus: 1000 realizations (standard error .03) could not tell them from
zero."""

_NOTHING = 1e-13
"""Correlations below this, and shares of the variance, are rounding."""

_SLAB = 65_536
"""Lags whose covariance is computed together: what is between stays within the processor's cache."""

_CACHED = 262_144
"""Elements of a slab of lines, at most."""

_STRIP, _ABREAST = 300_000, 16
"""Elements of a strip of lines, at most; it is a multiple of so many lines, as so many may be transformed together."""

_MOST_LINES = 0.8
"""Share of lines with cells from which on all are worked on, as picking some would take longer."""

_NEGLIGIBLE_MASS = 1e-4
_GROWTH = 1.4
_LIMIT = 4.0


def spectrum_of(
    covariance_at: Callable[[tuple[Floats, ...]], Floats], geometry: Geometry, shape: tuple[int, ...]
) -> Floats:
    """Return the eigenvalues of a covariance that is wrapped around a torus of that shape; they may be negative.

    Parameters
    ----------
    covariance_at : callable
        Returns the covariance at offsets, as `Variogram.covariance_at` does.
    geometry : Geometry
    shape : tuple of int
    """
    first, *others = _offsets(geometry, shape)
    half = shape[-1] // 2 + 1
    transformed = np.empty((shape[0] // 2 + 1, *shape[1:-1], half), dtype=complex)
    slab = max(1, _SLAB // math.prod(shape[1:]))

    def transform(start: int) -> None:
        part = slice(start, min(start + slab, len(transformed)))
        covariance = covariance_at(np.ix_(first[part], *others))
        transformed[part] = fft.rfftn(covariance, axes=range(1, len(shape)), overwrite_x=True)

    deque(thread_map(transform, range(0, len(transformed), slab), allowed_threads()), maxlen=0)
    # Opposite lags have one covariance, so their transforms are conjugate, and opposite frequencies one eigenvalue.
    eigenvalues = np.empty(shape)
    eigenvalues[..., :half] = fft.hfft(transformed, n=shape[0], axis=0, overwrite_x=True)
    opposite = eigenvalues[..., shape[-1] - half : 0 : -1]
    for axis in range(len(shape) - 1):
        opposite = np.roll(np.flip(opposite, axis), 1, axis)
    eigenvalues[..., half:] = opposite
    return eigenvalues


def fast_shape(lengths: Any) -> tuple[int, ...]:
    """Return the shape of at least these lengths that the FFT transforms fastest."""
    return tuple(int(fft.next_fast_len(int(length))) for length in lengths)


class Places:
    """Cells that are looked at or given weights, by the lines along a grid's first axis on which they lie.

    Parameters
    ----------
    cells : tuple of int arrays, shape (n,)
        Their indices along each axis.
    grid_shape : tuple of int

    Attributes
    ----------
    cells
    lines : int array, shape (l,)
        Flat indices, along the other axes, of the lines that are worked on: those with cells, or all where these are
        most.
    everywhere : bool
        Whether that is all of them.
    flat : int array, shape (n,)
        Of each cell in an array of the first axis and these lines.
    strips : list of (slice, int array, int array)
        The lines in parts that fit the processor's cache, the numbers of the cells on them, and their flat indices
        there.
    """

    def __init__(self, cells: tuple[NDArray[np.intp], ...], grid_shape: tuple[int, ...]) -> None:
        self.cells, line = cells, np.ravel_multi_index(cells[1:], grid_shape[1:])
        held = np.zeros(math.prod(grid_shape[1:]), dtype=bool)
        held[line] = True
        self.everywhere = np.count_nonzero(held) > _MOST_LINES * len(held)
        held |= self.everywhere
        self.lines = np.flatnonzero(held)
        number = (np.cumsum(held) - 1)[line]
        self.flat = cells[0] * len(self.lines) + number
        self.strips = []
        for strip in _strips(grid_shape[0], len(self.lines)):
            own = np.flatnonzero((number >= strip.start) & (number < strip.stop))
            along = cells[0][own] * (strip.stop - strip.start)
            self.strips.append((strip, own, along + number[own] - strip.start))


def _strips(length: int, lines: int) -> Iterator[slice]:
    """Cut lines of a length into strips that stay in the processor's cache."""
    width = max(1, _STRIP // length // _ABREAST) * _ABREAST
    return (slice(start, min(start + width, lines)) for start in range(0, lines, width))


class Periodic:
    """A padded, periodic copy of a grid, on which a covariance acts as a spectrum.

    Between two transforms a field is kept as *lines*: its cells along all axes but the first, its frequencies along
    that; half of these are enough for a real field.

    Parameters
    ----------
    grid_shape : tuple of int
        Cells of the grid along each axis.
    spectrum : float array
        Eigenvalues of the covariance, of the copy's shape; their precision is that of the work.
    plane : RandomPlane, optional
        Whose covariance is added to that of the spectrum.
    """

    def __init__(self, grid_shape: tuple[int, ...], spectrum: NDArray[Any], plane: RandomPlane | None = None) -> None:
        self.grid_shape = grid_shape
        self.spectrum = spectrum
        self.plane = plane
        self.shape = spectrum.shape
        self.dtype = np.result_type(spectrum.dtype, np.complex64)

    @property
    def lines_bytes(self) -> int:
        """What the lines of two real fields take."""
        return self.shape[0] * math.prod(self.grid_shape[1:]) * self.dtype.itemsize

    def room(self, fields: int) -> NDArray[Any]:
        """Return room for the lines of so many fields."""
        return np.empty((fields, self.shape[0], *self.grid_shape[1:]), dtype=self.dtype)

    def lines(self, transformed: Callable[[slice], NDArray[Any]], out: NDArray[Any]) -> None:
        """Make the lines of the field that has a transform.

        Parameters
        ----------
        transformed : callable
            Returns the slab of the transform that a slice of the first axis takes; called once for each, in order.
        out : complex array
            Where the lines are put.
        """
        for slab in self._slabs(len(out)):
            out[slab] = self._back(transformed(slab))

    def lines_of(self, field: NDArray[Any]) -> NDArray[Any]:
        """Return the lines of a field, real or complex, of the grid's shape."""
        forward, dtype = self._forward(field)
        lines: NDArray[Any] = forward(field.astype(dtype, copy=False), n=self.shape[0], axis=0)
        return lines

    def field(self, lines: NDArray[Any], at: Places | None = None, *, real: bool = False) -> NDArray[Any]:
        """Return the field that has lines, and overwrite them; or its values at some cells, and leave them."""
        back, count = (fft.irfft if real else fft.ifft), self.shape[0]
        dtype = self.spectrum.dtype if real else self.dtype
        lines = lines.reshape(len(lines), -1)
        if at is None:
            cells = self.grid_shape[0]
            field = np.empty((cells, lines.shape[1]), dtype=dtype)
            for strip in _strips(count, lines.shape[1]):
                field[:, strip] = back(lines[:, strip], n=count, axis=0, overwrite_x=True)[:cells]
            return field.reshape(self.grid_shape)
        values = np.empty(len(at.flat), dtype=dtype)
        for strip, own, flat in at.strips:
            part = lines[:, strip] if at.everywhere else lines.take(at.lines[strip], axis=1)
            values[own] = back(part, n=count, axis=0).reshape(-1).take(flat)
        return values

    def add(self, lines: NDArray[Any], places: Places, weights: NDArray[Any]) -> None:
        """Add to lines those of Σ wᵢ C(x − xᵢ), with real or complex weights wᵢ of cells, shape (n,)."""
        forward, dtype = self._forward(weights)
        impulses = np.zeros((self.shape[0], len(places.lines)), dtype=dtype)
        impulses.reshape(-1)[places.flat] = weights
        transformed = forward(impulses, axis=0, overwrite_x=True)
        grid = tuple(slice(cells) for cells in self.grid_shape[1:])
        columns = np.ravel_multi_index(np.unravel_index(places.lines, self.grid_shape[1:]), self.shape[1:])
        for slab in self._slabs(len(lines)):
            inner = np.zeros((len(lines[slab]), *self.shape[1:]), dtype=self.dtype)
            if places.everywhere:
                inner[(slice(None), *grid)] = transformed[slab].reshape(-1, *self.grid_shape[1:])
            else:
                inner.reshape(len(inner), -1)[:, columns] = transformed[slab]
            for axis in reversed(range(1, len(self.shape))):
                inner = fft.fft(inner, axis=axis, overwrite_x=True)
            inner *= self.spectrum[slab]
            lines[slab] += self._back(inner)
        if self.plane is not None:
            lines += self.lines_of(self.plane.convolve(places.cells, weights))

    def convolve(self, places: Places, weights: NDArray[Any], at: Places | None = None) -> NDArray[Any]:
        """Return Σ wᵢ C(x − xᵢ), with real weights wᵢ of cells, shape (n,), at all cells or at some."""
        lines = np.zeros((self.shape[0] // 2 + 1, *self.grid_shape[1:]), dtype=self.dtype)
        self.add(lines, places, weights)
        return self.field(lines, at, real=True)

    def _forward(self, values: NDArray[Any]) -> tuple[Callable[..., NDArray[Any]], Any]:
        """Return the transform of real or complex values, and the type in which it takes them."""
        return (fft.fft, self.dtype) if np.iscomplexobj(values) else (fft.rfft, self.spectrum.dtype)

    def _slabs(self, count: int) -> Iterator[slice]:
        """Cut the first axis into slabs that stay in the processor's cache through the transforms along the others."""
        step = max(1, _CACHED // math.prod(self.shape[1:]))
        return (slice(start, min(start + step, count)) for start in range(0, count, step))

    def _back(self, slab: NDArray[Any]) -> NDArray[Any]:
        """Transform a slab, which is overwritten, back along all axes but the first and keep the cells of the grid."""
        for axis in reversed(range(1, len(self.shape))):
            keep = (slice(None),) * axis + (slice(0, self.grid_shape[axis]),)
            slab = fft.ifft(slab, axis=axis, overwrite_x=True)[keep]
        return slab

    def single(self) -> Periodic:
        """Return the same in single precision."""
        return Periodic(self.grid_shape, self.spectrum.astype(np.float32), self.plane)


class Rooms:
    """Room for the lines of some fields, kept for whoever needs it next, in any thread.

    A system clears the memory that it gives, which takes as long as a transform.

    Parameters
    ----------
    periodic : Periodic
    fields : int
    """

    def __init__(self, periodic: Periodic, fields: int) -> None:
        self._periodic, self._fields = periodic, fields
        self._free: list[NDArray[Any]] = []

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_free": []}

    @contextmanager
    def one(self) -> Iterator[NDArray[Any]]:
        """Lend one, of shape (fields, …); what is in it is anything."""
        try:
            room = self._free.pop()
        except IndexError:
            room = self._periodic.room(self._fields)
        try:
            yield room
        finally:
            self._free.append(room)


def unwrapped(geometry: Geometry, variogram: Variogram) -> Periodic:
    """Return a copy so large that no covariance between cells of the grid wraps around: that of the variogram."""
    ends = all(structure.formula.falls for structure in variogram.structures)
    reach = variogram.reach(_NOTHING, geometry.ndim) if ends else [math.inf] * geometry.ndim
    shape = fast_shape(
        min(2 * cells - 1, cells + far / abs(spacing))
        for cells, far, spacing in zip(geometry.shape, reach, geometry.spacing)
    )
    return Periodic(geometry.shape, spectrum_of(variogram.covariance_at, geometry, shape))


class Torus(Periodic):
    """A periodic copy of a grid with a spectrum that fields can be made from.

    Parameters
    ----------
    grid_shape : tuple of int
    spectrum : float array
        Eigenvalues of the covariance on the torus, all ≥ 0.
    plane : RandomPlane, optional
    exact : bool
        Whether the covariance between cells of the grid is the variogram's to rounding.
    covariance_at : callable, optional
        Returns the covariance by lags, an int array for each axis, where it is quicker to compute than to transform
        the spectrum.
    """

    def __init__(
        self,
        grid_shape: tuple[int, ...],
        spectrum: Floats,
        plane: RandomPlane | None = None,
        *,
        exact: bool = False,
        covariance_at: Callable[[tuple[NDArray[np.intp], ...]], Floats] | None = None,
    ) -> None:
        super().__init__(grid_shape, spectrum, plane)
        self.exact = exact
        self._covariance_at = covariance_at or self._of_spectrum

    def covariance_between(self, cells: NDArray[np.intp]) -> Floats:
        """Return the covariance between cells of the grid, shape (n, n), as fields on this torus have it."""
        covariance = np.empty((len(cells), len(cells)))
        step = max(1, _SLAB // len(cells))
        for start in range(0, len(cells), step):
            rows = slice(start, start + step)
            covariance[rows] = self._covariance_at(tuple(axis[rows, None] - axis for axis in cells.T))
        return covariance if self.plane is None else covariance + self.plane.covariance_between(cells)

    def _of_spectrum(self, lags: tuple[NDArray[np.intp], ...]) -> Floats:
        # Negative lags count from the end of the table.
        covariance: Floats = self._table[lags]
        return covariance

    @cached_property
    def _table(self) -> Floats:
        """The covariance by lag."""
        table: Floats = fft.irfftn(self.spectrum[..., : self.shape[-1] // 2 + 1], s=self.shape)
        return table

    def forget(self) -> None:
        """Give back the memory that `covariance_between` holds between its calls."""
        vars(self).pop("_table", None)


def wrapped(geometry: Geometry, variogram: Variogram) -> Torus:
    """Return the torus on which the covariance of two cells is that of the shorter way between them.

    Where its spectrum has negative eigenvalues they are left out, and fields are noisier than the variogram says.
    """
    limit = fast_shape(math.ceil(_LIMIT * length) for length in geometry.shape)
    shape = first_shape(geometry, variogram)
    best: tuple[float, tuple[int, ...], Floats] | None = None
    while True:
        eigenvalues = spectrum_of(variogram.covariance_at, geometry, shape)
        total = float(eigenvalues.sum())
        mass = float(-eigenvalues[eigenvalues < 0].sum()) / total if total > 0 else 0.0
        if best is None or mass < best[0]:
            best = mass, shape, eigenvalues
        grown = tuple(
            min(fast_shape([_GROWTH * old])[0], top) if cells > 1 else 1
            for old, top, cells in zip(shape, limit, geometry.shape)
        )
        if mass <= _NEGLIGIBLE_MASS or grown == shape or math.prod(grown) <= math.prod(shape):
            break
        shape = grown
    mass, shape, eigenvalues = best
    reach = variogram.reach(_NOTHING, geometry.ndim)
    exact = mass < _NOTHING and all(
        length >= 2 * cells - 1 or (length - cells + 1) * abs(spacing) >= far
        for length, cells, spacing, far in zip(shape, geometry.shape, geometry.spacing, reach)
    )
    offsets = _offsets(geometry, shape)

    def covariance_at(lags: tuple[NDArray[np.intp], ...]) -> Floats:
        return variogram.covariance_at([along[lag] for along, lag in zip(offsets, lags)])

    # Halfway around a torus an oblique covariance has two values, and its spectrum one between.
    told = mass == 0 and all(_even(structure, geometry.ndim) for structure in variogram.structures)
    return Torus(
        geometry.shape, without_negative(eigenvalues), exact=exact, covariance_at=covariance_at if told else None
    )


def _even(structure: Structure, ndim: int) -> bool:
    """Return whether a covariance does not depend on the sign of an offset along one axis."""
    metric = structure.isotropic(np.eye(ndim))
    square = metric @ metric.T
    return bool(np.abs(square - np.diag(square.diagonal())).max() <= 1e-12 * square.max())


def _offsets(geometry: Geometry, shape: tuple[int, ...]) -> list[Floats]:
    """Return the shortest way around a torus by lag, along each axis, map units."""
    return [np.fft.fftfreq(length, 1 / length) * spacing for length, spacing in zip(shape, geometry.spacing)]


def without_negative(eigenvalues: Floats) -> Floats:
    """Return eigenvalues, which are overwritten, with the same sum and without the negative ones."""
    if (eigenvalues < 0).any():
        total = eigenvalues.sum()
        np.maximum(eigenvalues, 0.0, out=eigenvalues)
        eigenvalues *= total / eigenvalues.sum()
    return eigenvalues


def first_shape(geometry: Geometry, variogram: Variogram) -> tuple[int, ...]:
    """Return the smallest torus on which no correlation above `TAIL` wraps around."""
    reach = variogram.reach(TAIL, geometry.ndim)
    return fast_shape(
        min(2 * cells - 1, cells + math.ceil(far / abs(spacing)))
        for cells, far, spacing in zip(geometry.shape, reach, geometry.spacing)
    )
