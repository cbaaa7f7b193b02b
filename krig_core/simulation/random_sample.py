"""Kriging of random samples: the method that this software began from.

Law: until the grid is full, a random sample of empty cells is kriged from a random sample of filled ones (data and
cells kriged before). Nothing is drawn but the samples, so the spread between realizations is that of sampling
alone and smaller than the kriging standard deviation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from ..kriging.system import KrigingSystem
from ..points import diagonal
from .simulator import Cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram
    from .problem import Problem

    Floats = NDArray[np.float64]

SAMPLE_SIZE = 100
"""Filled cells in a sample where max_data is not given."""

_FIRST_STEP = 64
_CHUNK = 20_000


_TOO_SURE = (
    "The method random-sample draws samples and nothing else: its standard deviation is far smaller than the error of "
    "the map. Use the method gaussian for that."
)


class RandomSampleSimulation:
    """The method `random-sample`; max_data is the sample's size.

    Raises
    ------
    InvalidInput
        If the kriging type is neither ordinary nor simple: a trend needs more than a sample.
    """

    block_size = 10
    remarks: tuple[str, ...] = (_TOO_SURE,)
    estimate = None

    def __init__(self, problem: Problem) -> None:
        kriging_type, geometry = problem.drift.kriging_type, problem.geometry
        if kriging_type not in ("ordinary", "simple"):
            message = f"Invalid kriging type {kriging_type!r} for the method 'random-sample'. Should be ordinary or "
            message += "simple (`kriging_type`), or another method."
            raise InvalidInput(message)
        corners = geometry.centres(np.array([[0] * geometry.ndim, geometry.shape]))
        if problem.soft is not None:
            message = (
                "Invalid `error`, `lower` or `upper` for the method 'random-sample', which knows no distributions. "
            )
            message += "Should be left out, or the method be gaussian or sequential (`method`)."
            raise InvalidInput(message)
        self.geometry = geometry
        self.variogram = problem.variogram.over(diagonal(corners))
        self.unbiased = kriging_type == "ordinary"
        self.known = problem.known
        self.sample_size = problem.max_data or SAMPLE_SIZE
        self.filled, self.values = problem.filled, problem.values

    @staticmethod
    def cost(geometry: Geometry, _data: int, _variogram: Variogram) -> Cost:
        """Return about what it takes."""
        memory = 100.0 * geometry.size + 32.0 * _CHUNK * SAMPLE_SIZE
        return Cost(memory, 0.0, 1.8e-8 * SAMPLE_SIZE * geometry.size + 0.005)

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[Floats]:
        """Yield realizations, as there is no estimate that they differ from."""
        for _ in range(count):
            yield self._filled(rng)

    def _filled(self, rng: np.random.Generator) -> Floats:
        values = np.full(self.geometry.size, np.nan)
        values[self.filled] = self.values
        empty = rng.permutation(np.flatnonzero(np.isnan(values)))
        order = np.concatenate([self.filled, empty])
        done = len(self.filled)
        while done < len(order):
            # Each step doubles what is filled: early cells shape the map, later ones follow.
            step = max(done, _FIRST_STEP)
            sample = order[rng.choice(done, min(done, self.sample_size), replace=False)]
            targets = order[done : done + step]
            values[targets] = self._krige(sample, values[sample], targets)
            done += step
        return values.reshape(self.geometry.shape)

    def _krige(self, sample: NDArray[np.intp], values: Floats, targets: NDArray[np.intp]) -> Floats:
        points = self._centres(sample)
        constant = np.ones((len(points), int(self.unbiased)))
        system = KrigingSystem(self.variogram.covariance(points, points), constant)
        weights, coefficients = system.solve((values - self.known)[:, None])
        estimate = np.empty(len(targets))
        for start in range(0, len(targets), _CHUNK):
            part = slice(start, start + _CHUNK)
            places = self._centres(targets[part])
            kriged = self.variogram.covariance(places, points) @ weights + coefficients.sum()
            estimate[part] = self.known + kriged[:, 0]
        return estimate

    def _centres(self, flat: NDArray[np.intp]) -> Floats:
        return self.geometry.centres(np.column_stack(np.unravel_index(flat, self.geometry.shape)))
