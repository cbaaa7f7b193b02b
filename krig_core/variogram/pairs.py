"""Pairs of data: which count, those no farther apart than a distance and along a direction, and in which lag.

Law: pairs are taken in chunks, so memory never grows with the square of the data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial.distance import cdist

from ..errors import InvalidInput
from ..numeric import floats, given_reals, real, require_whole
from ..points import diagonal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_CHUNK = 100_000


class Lags:
    """The classes of distance: lag n holds the pairs with edge n < distance <= edge n + 1."""

    def __init__(self, lags: int, max_distance: float | None, boundaries: ArrayLike | None, points: Floats) -> None:
        self.edges: Floats | None = None
        if boundaries is not None:
            self.edges = floats(boundaries, "boundaries")
            if self.edges.ndim != 1 or not self.edges.size or not (np.diff(self.edges, prepend=0.0) > 0).all():
                message = "Invalid boundaries of lags. Should be increasing distances greater than zero."
                raise InvalidInput(message)
            lags, max_distance = self.edges.size, float(self.edges[-1])
        require_whole(lags, "lags", 1)
        if max_distance is None:
            max_distance = diagonal(points) / 3
        if not 0 < real(max_distance, "max_distance") < math.inf:
            message = (
                f"Invalid maximum distance {max_distance:g}. Should be greater than zero: are all points in one place?"
            )
            raise InvalidInput(message)
        self.count, self.max_distance = lags, max_distance

    def at(self, distance: Floats) -> NDArray[np.intp]:
        """Return the lag of each distance."""
        if self.edges is not None:
            lag: NDArray[np.intp] = np.searchsorted(self.edges, distance, side="left")
            return lag
        lag = np.ceil(distance / (self.max_distance / self.count)).astype(np.intp) - 1
        return np.minimum(lag, self.count - 1)


class Pairs(NamedTuple):
    """Some pairs of points.

    Attributes
    ----------
    distance : float array, shape (k,)
    difference : float array, shape (k,)
        Value of the first less that of the second.
    first, second : int arrays, shape (k,)
        Their numbers; empty where they are not asked for.
    offset : float array, shape (k, ndim)
        From the second to the first; empty where it is not asked for.
    """

    distance: Floats
    difference: Floats
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    offset: Floats


def pairs_of(
    points: Floats, values: Floats, max_distance: float, offsets: bool, numbers: bool = False
) -> Iterator[Pairs]:
    """Yield each pair of different places no farther apart than a distance once, in chunks of about `_CHUNK`.

    Points are sorted along the longest axis, so a chunk of them needs no partners beyond the distance on that axis.
    """
    axis = int(np.argmax(np.ptp(points, axis=0)))
    order = np.argsort(points[:, axis], kind="stable")
    points, values = points[order], values[order]
    ends = np.searchsorted(points[:, axis], points[:, axis] + max_distance * (1 + 1e-9), side="right")
    start = 0
    while start < len(points):
        cost = np.arange(1, min(len(points) - start, 4096) + 1) * (ends[start : start + 4096] - start)
        rows = max(1, int(np.searchsorted(cost, _CHUNK, side="right")))
        stop, end = start + rows, int(ends[start + rows - 1])
        distance = cdist(points[start:stop], points[start:end])
        # Each pair once: in the chunk's own square only what lies above the diagonal.
        distance[np.tril_indices(rows, 0, end - start)] = 0
        keep = np.flatnonzero((distance > 0) & (distance <= max_distance))
        difference = np.subtract.outer(values[start:stop], values[start:end]).reshape(-1)[keep]
        first = second = np.empty(0, dtype=np.intp)
        offset = np.empty((0, points.shape[1]))
        if offsets or numbers:
            row, column = np.divmod(keep, end - start)
            if offsets:
                offset = points[start + row] - points[start + column]
            if numbers:
                first, second = order[start + row], order[start + column]
        yield Pairs(distance.reshape(-1)[keep], difference, first, second, offset)
        start = stop


def northward(offset: Floats) -> Floats:
    """Return 1 for a pair that points north (east, up where that is zero) and −1 for others, shape (k,).

    So the difference of a pair does not depend on the order of the data.
    """
    sign: Floats = np.sign(offset[:, 1])
    for axis in (0, *range(2, offset.shape[1])):
        sign = np.where(sign == 0, np.sign(offset[:, axis]), sign)
    return sign


@dataclass(frozen=True)
class Direction:
    """Which pairs count, those along a direction within tolerances; parameters as in `experimental_variogram`."""

    azimuth: float | None
    tolerance: float
    bandwidth: float | None
    dip: float | None
    dip_tolerance: float
    vertical_bandwidth: float | None

    def __post_init__(self) -> None:
        given_reals(**vars(self))
        for tolerance in ("tolerance", "dip_tolerance"):
            real(getattr(self, tolerance), tolerance)
        for name, value in (("tolerance", self.tolerance), ("dip tolerance", self.dip_tolerance)):
            if not 0 < value <= 90:
                message = f"Invalid {name} {value:g}. Should be degrees above 0 and at most 90."
                raise InvalidInput(message)
        for name, width in (("bandwidth", self.bandwidth), ("vertical bandwidth", self.vertical_bandwidth)):
            if width is not None and not width > 0:
                message = f"Invalid {name} {width:g}. Should be greater than zero."
                raise InvalidInput(message)
        for name, angle in (("azimuth", self.azimuth), ("dip", self.dip)):
            if angle is not None and not math.isfinite(angle):
                message = f"Invalid {name} {angle}. Should be degrees."
                raise InvalidInput(message)

    @property
    def any(self) -> bool:
        """Whether all pairs count."""
        return self.azimuth is None and self.dip is None and self.vertical_bandwidth is None

    def __call__(self, offset: Floats) -> NDArray[np.intp]:
        """Return group 0 for the pairs that count and -1 for the others."""
        keep = np.ones(len(offset), dtype=bool)
        flat = np.hypot(offset[:, 0], offset[:, 1])
        rise = offset[:, 2] if offset.shape[1] == 3 else np.zeros(len(offset))
        if self.azimuth is not None and abs(self.dip or 0.0) < 90:
            turn = math.radians(self.azimuth)
            ahead = offset[:, 0] * math.sin(turn) + offset[:, 1] * math.cos(turn)
            aside = offset[:, 0] * math.cos(turn) - offset[:, 1] * math.sin(turn)
            rise = np.where(ahead < 0, -rise, rise)
            keep &= (flat > 0) & (np.abs(ahead) >= flat * math.cos(math.radians(self.tolerance)))
            if self.bandwidth is not None:
                keep &= np.abs(aside) <= self.bandwidth
        elif self.dip is not None:
            rise = np.abs(rise)
            if abs(self.dip) == 90 and self.bandwidth is not None:
                keep &= flat <= self.bandwidth
        if self.dip is not None:
            dip = self.dip if self.azimuth is not None and abs(self.dip) < 90 else abs(self.dip)
            along = flat * math.cos(math.radians(dip)) + rise * math.sin(math.radians(dip))
            keep &= np.abs(along) >= np.hypot(flat, rise) * math.cos(math.radians(self.dip_tolerance))
        if self.vertical_bandwidth is not None:
            dip = math.radians(self.dip or 0.0)
            keep &= np.abs(rise * math.cos(dip) - flat * math.sin(dip)) <= self.vertical_bandwidth
        return np.where(keep, 0, -1)
