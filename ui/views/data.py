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
    """

    points: Floats
    values: Floats
    names: tuple[str, ...]
    title: str
    length_unit: str = ""
    value_unit: str = ""
    skipped: int = 0
