"""Grid drift: the drift functions of a simulation, at the data and at all cells.

Law: a constant is kept as a number, so that ordinary kriging costs nothing; a cell without drift has no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..drift import Drift
from ..errors import InvalidInput
from ..numeric import floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..geometry import Geometry

    Floats = NDArray[np.float64]

_CHUNK = 100_000


class GridDrift:
    """Functions whose coefficients kriging finds.

    Parameters
    ----------
    kriging_type : str
        A key of `krig_core.choices.KRIGING_TYPES`.
    geometry : Geometry
    points : float array, shape (n, ndim)
        Where the data are; between the centres of cells the external drift is interpolated linearly, outside the grid
        it is that of the nearest cell.
    external : float array of the grid's shape or (…, k), optional
        Drift variables at the cells.
    beyond : (points, variables), optional
        Of data outside the grid, which follow the others in all that is at the data.

    Attributes
    ----------
    variables : float array, shape (n, k), or None
        The external drift at the data; None where there is none.
    at_data : float array, shape (n, p)
        The functions at the data.
    cells : float array, shape (p, size), or None
        The functions at the cells; None where they are all constant.

    Raises
    ------
    InvalidInput
        If the kriging type is unknown, the drift has another shape or is missing at a datum, or the data cannot tell
        its functions from each other.
    """

    def __init__(
        self,
        kriging_type: str,
        geometry: Geometry,
        points: Floats,
        external: ArrayLike | None,
        beyond: tuple[Floats, Floats] | None = None,
    ) -> None:
        variables = _variables(external, geometry)
        at_data = at_points(variables, geometry, points)
        missing = int((~np.isfinite(at_data).all(axis=1)).sum())
        if missing > 0:
            message = (
                f"Invalid drift: it is missing at {missing} of {len(points)} data. Should be finite there; extend "
            )
            message += "the drift, or leave out these data."
            raise InvalidInput(message)
        if beyond is not None:
            points = np.concatenate([points, beyond[0]])
            at_data = np.concatenate([at_data, beyond[1]])
        self.kriging_type = kriging_type
        self.variables = None if external is None else at_data
        rule = Drift(kriging_type, at_data)
        self.at_data = rule.at_data(points, at_data)
        self.cells: Floats | None = None
        if rule.degree > 0 or variables.shape[1] > 0:
            self.cells = np.empty((self.at_data.shape[1], geometry.size))
            centres, present = geometry.centres(), np.ones(len(points), dtype=bool)
            for start in range(0, geometry.size, _CHUNK):
                part = slice(start, start + _CHUNK)
                functions = rule.at(points, at_data, centres[part], variables[part], present)[1]
                # A function that is constant would pass where the drift is missing.
                functions[~np.isfinite(functions).all(axis=1)] = np.nan
                self.cells[:, part] = functions.T

    @property
    def missing(self) -> int:
        """Number of cells without drift."""
        return 0 if self.cells is None else int(np.isnan(self.cells[0]).sum())

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the user should know."""
        if self.cells is None or self.missing == 0:
            return ()
        return (f"{self.missing} of {self.cells.shape[1]} cells have no drift and are left without a value.",)

    def at_cells(self, coefficients: NDArray[Any]) -> Any:
        """Return the drift at all cells, shape (size,), or the one number that it is everywhere.

        Parameters
        ----------
        coefficients : real or complex array, shape (p,)
        """
        if self.cells is None:
            return coefficients.sum()
        if np.iscomplexobj(coefficients):
            return coefficients.real @ self.cells + 1j * (coefficients.imag @ self.cells)
        return coefficients @ self.cells

    def functions_at(self, cells: NDArray[np.intp]) -> Floats:
        """Return the functions at some cells, flat indices of shape (m,), shape (m, p)."""
        if self.cells is None:
            return np.ones((len(cells), self.at_data.shape[1]))
        functions: Floats = self.cells[:, cells].T
        return functions


def _variables(external: ArrayLike | None, geometry: Geometry) -> Floats:
    """Return drift variables at the cells, shape (size, k); k = 0 for None."""
    if external is None:
        return np.empty((geometry.size, 0))
    array = floats(external, "drift")
    if array.shape[: geometry.ndim] != geometry.shape or array.ndim > geometry.ndim + 1:
        message = f"Invalid drift of shape {array.shape}. Should be {geometry.shape}, the grid's, or that and a number "
        message += "of variables."
        raise InvalidInput(message)
    return np.where(np.isfinite(array), array, np.nan).reshape(geometry.size, -1)


def at_points(variables: Floats, geometry: Geometry, points: Floats) -> Floats:
    """Return drift variables at points, shape (n, k); beside a cell that lacks one, those of the nearest cell."""
    nearest = variables[_nearest_cells(geometry, points)]
    if nearest.shape[1] == 0:
        return nearest
    from scipy.ndimage import map_coordinates  # here, because few maps have a drift and it takes long to load

    place = ((points - np.array(geometry.origin)) / np.array(geometry.spacing)).T
    between = [
        map_coordinates(variable.reshape(geometry.shape), place, order=1, mode="nearest") for variable in variables.T
    ]
    interpolated = np.stack(between, axis=1)
    return np.where(np.isfinite(interpolated) & np.isfinite(nearest), interpolated, nearest)


def _nearest_cells(geometry: Geometry, points: Floats) -> NDArray[np.intp]:
    """Return the flat indices of the cells that are nearest to points, shape (n,)."""
    place = np.rint((points - np.array(geometry.origin)) / np.array(geometry.spacing))
    inside = np.clip(place, 0, np.array(geometry.shape) - 1).astype(np.intp)
    cells: NDArray[np.intp] = np.ravel_multi_index(tuple(inside.T), geometry.shape)
    return cells
