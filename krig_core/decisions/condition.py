"""What is asked of a value: that it is above or below a threshold, or between two.

Law: what equals the threshold is neither above nor below it; what equals one of two thresholds is between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Classes = NDArray[np.int8]


@dataclass(frozen=True)
class Condition:
    """Above, below or between.

    Attributes
    ----------
    kind : {"above", "below", "between"}
        One of `choices.CONDITIONS`.
    thresholds : tuple of float
        One, or two in ascending order.
    """

    kind: str
    thresholds: tuple[float, ...]

    @classmethod
    def of(cls, kind: str, threshold: float, upper: float | None = None) -> Condition:
        """Take a condition as it is asked for; InvalidInput where a threshold is missing, or one too many."""
        if kind != "between":
            if upper is not None:
                message = f"The `condition` {kind} has one `threshold`: leave `upper_threshold` out, or choose between."
                raise InvalidInput(message)
            return cls(kind, (threshold,))
        if upper is None or upper <= threshold:
            given = "missing" if upper is None else f"{upper:g}"
            message = f"The `condition` is between, `threshold` {threshold:g} and `upper_threshold` {given}: give an "
            message += "upper threshold that is greater than the other."
            raise InvalidInput(message)
        return cls(kind, (threshold, upper))

    @property
    def wanted(self) -> int:
        """The class of values that meet it."""
        return 0 if self.kind == "below" else 1

    def classes(self, values: Floats) -> Classes:
        """Return on which side of the thresholds values lie, from 0, below; -1 where there is no value."""
        if self.kind == "between":
            low, high = self.thresholds
            found = (values >= low).astype(np.int8) + (values > high)
        else:
            (threshold,) = self.thresholds
            found = (values > threshold if self.kind == "above" else values >= threshold).astype(np.int8)
        found[np.isnan(values)] = -1
        return found

    def holds(self, values: Floats) -> NDArray[np.bool_]:
        """Return where values meet it; not where there is none."""
        result: NDArray[np.bool_] = self.classes(values) == self.wanted
        return result

    def probability(self, mean: Floats, std: Floats) -> Floats:
        """Return with which probability a normal value meets it.

        Where the standard deviation is zero the mean is the value; where it is negative, or one of both is missing, the
        probability is not a number.
        """
        unknown = np.isnan(mean) | ~(std >= 0)
        known = std > 0
        scale = np.where(known, std, 1.0)
        below = [ndtr((threshold - mean) / scale) for threshold in self.thresholds]
        if self.kind == "above":
            found = ndtr((mean - self.thresholds[0]) / scale)  # not 1 - below, which is nothing far up
        else:
            found = below[0] if self.kind == "below" else below[1] - below[0]
        result = np.where(known, found, self.holds(mean))
        result[unknown] = np.nan
        return result

    def depth(self, classes: Classes | NDArray[np.int64] | int, mean: Floats, std: Floats) -> Floats:
        """Return how many standard deviations means lie within classes, counted from the nearest threshold."""
        edges = np.array([-math.inf, *self.thresholds, math.inf])
        index = np.asarray(classes, dtype=int)
        result: Floats = np.minimum(mean - edges[index], edges[index + 1] - mean) / np.maximum(std, 1e-300)
        return result
