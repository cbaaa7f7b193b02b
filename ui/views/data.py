"""The data that a study is of, as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Data:
    """Places and values, in the order in which they were read.

    Attributes
    ----------
    points : float array, shape (n, 2)
        In the CRS of the run, map units.
    values : float array, shape (n,)
    names : tuple of str
        What each datum is called: its well, or the number of its feature.
    title : str
        What the values are: field or curve.
    length_unit, value_unit : str
        As they are printed; empty: not known.
    skipped : int
        Features and files that gave no value.
    reasons : tuple of (str, str)
        What was skipped, and why.
    features : tuple of int
        Of each datum the id of its feature in the layer; empty: not known.
    """

    points: Floats
    values: Floats
    names: tuple[str, ...]
    title: str
    length_unit: str = ""
    value_unit: str = ""
    skipped: int = 0
    reasons: tuple[tuple[str, str], ...] = ()
    features: tuple[int, ...] = ()

    def kept(self, left_out: frozenset[int]) -> NDArray[np.intp]:
        """Return the numbers of the data that count, shape (m,): results of jobs are of these, in this order."""
        import numpy as np

        return np.delete(np.arange(len(self.values), dtype=np.intp), sorted(left_out))
