"""Arrays that lie beside a job.

Law: an array is looked at before it is used: numbers, of the shape that the job means, never a pickle.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidInput
from ..transforms.declustering import given_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

KEPT = "kept.npy"
"""All realizations on the working grid, while a job runs."""

ELSEWHERE: set[Path] = set()
"""Files that jobs at work have in other folders than their own; who ends this process before them removes these."""

FARTHEST = 1e15
"""A coordinate in any unit of length: beyond, cells of a metre are lost to rounding, as in QGIS."""


def load_data(
    coordinates_file: str, values_file: str, folder: Path, ndim: int, *, gaps: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read the coordinates, shape (n, ndim), and the values, shape (n,), of a job; `gaps` as `load_array` has it."""
    coordinates = load_array(folder, coordinates_file, "coordinates", (None, ndim))
    farthest = float(np.abs(coordinates).max())
    if farthest > FARTHEST:
        message = f"Invalid coordinates: one is {farthest:.3g}. Should be at most {FARTHEST:g}, which no map reaches."
        raise InvalidInput(message)
    return coordinates, load_array(folder, values_file, "values", (len(coordinates),), gaps=gaps)


def load_array(
    folder: Path,
    name: str,
    key: str,
    shape: Sequence[int | None],
    *,
    bools: bool = False,
    gaps: bool = False,
    unbounded: bool = False,
) -> NDArray[Any]:
    """Read an array.

    Parameters
    ----------
    folder : Path
    name : str
        Of the file.
    key : str
        Of the job, for the errors.
    shape : sequence of int or None
        What the shape should be; None is any length of at least 1.
    bools : bool
        Whether it should hold true and false; else float64 is returned.
    gaps : bool
        Whether some may be not a number.
    unbounded : bool
        Whether some may be not a number or infinite.

    Raises
    ------
    InvalidInput
        There is no such file, or it holds something else.
    """
    array, should = _mapped(folder, name, key, shape, bools=bools)
    result: NDArray[Any] = np.array(array, dtype=bool if bools else np.float64)
    if not (bools or unbounded) and (np.isinf(result).any() or (not gaps and np.isnan(result).any())):
        message = f"Invalid {key}: {name} has values that are no numbers. Should have finite ones."
        raise InvalidInput(message)
    return result


def load_weights(folder: Path, name: str | None, count: int) -> NDArray[np.float64] | None:
    """Read what each datum counts in the histogram, shape (count,); None where all count the same."""
    return None if name is None else given_weights(load_array(folder, name, "weights", (count,)), count)


class ArrayStack:
    """Arrays of one shape in one file, such as realizations, of which only that is in memory that is looked at.

    Parameters
    ----------
    folder, name, key
        As `load_array` has them.
    shape : sequence of int or None
        That of the file: how many arrays, and what each is.

    Attributes
    ----------
    cells : tuple of int
        The shape of each; `stack[number]` has it as float64, flat, and not a number where it is not finite.
    dtype : numpy.dtype
        Of the file.

    Raises
    ------
    InvalidInput
        There is no such file, or it holds something else.
    """

    def __init__(self, folder: Path, name: str, key: str, shape: Sequence[int | None]) -> None:
        array, should = _mapped(folder, name, key, shape)
        if not isinstance(array, np.memmap) or not array.flags.c_contiguous:
            message = f"Invalid {key}: {name} is not in C order. {should}"
            raise InvalidInput(message)
        self._file, self._offset, self.dtype = folder / name, int(array.offset), array.dtype
        self._count, self.cells = array.shape[0], array.shape[1:]
        self._size = math.prod(self.cells)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> NDArray[np.float64]:
        # Read, not mapped: pages of a mapped file count as memory of the process.
        begin = self._offset + range(self._count)[number] * self._size * self.dtype.itemsize
        values = np.fromfile(self._file, self.dtype, self._size, offset=begin).astype(np.float64, copy=False)
        values[~np.isfinite(values)] = np.nan
        return values


def _mapped(
    folder: Path, name: str, key: str, shape: Sequence[int | None], *, bools: bool = False
) -> tuple[NDArray[Any], str]:
    """Return an array as it lies in its file, and what it should be, in words; InvalidInput where it is not that."""
    wanted = f"({', '.join('any' if length is None else str(length) for length in shape)})"
    should = (
        f"Should be an array of {'true and false' if bools else 'numbers'} of shape {wanted}, as numpy.save writes it."
    )
    try:
        # Mapped, so that a header that promises more than there is costs nothing.
        array = np.load(folder / name, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        message = f"Invalid {key}: there is no file {name} beside the job. {should}"
        raise InvalidInput(message) from None
    except Exception as error:  # what a damaged header makes numpy raise differs from version to version
        message = f"Invalid {key}: {name} cannot be read. {should}"
        raise InvalidInput(message) from error
    if not isinstance(array, np.ndarray) or array.dtype.kind not in ("b" if bools else "fiu"):
        message = f"Invalid {key}: {name} holds something else. {should}"
        raise InvalidInput(message)
    fits = array.ndim == len(shape) and array.size and all(n in (None, m) for n, m in zip(shape, array.shape))
    if not fits:
        message = f"Invalid {key}: {name} has the shape {array.shape}. {should}"
        raise InvalidInput(message)
    return array, should
