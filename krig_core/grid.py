"""Grid: a numpy array that knows where its cells are.

Law: a Grid never claims a place it does not describe. A slice has the slice's geometry; arithmetic keeps the
geometry only while all cells stay the same cells; everything else is a plain array or a plain number.
Two kinds of companions: the geometry, which arithmetic keeps, and the notes (stream, logs, placement), which only
copies and slices keep.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .blas import one_blas_thread
from .division import divisible
from .errors import InvalidInput, NoGeometry
from .geometry import Geometry
from .kriging.predict import merge_coincident
from .points import Group
from .wells.las import METRES
from .wells.thickness import evened

if TYPE_CHECKING:
    from os import PathLike

    from numpy.typing import ArrayLike, NDArray

    from .division import Plan
    from .ensemble import Ensemble, EnsemblePlan
    from .simulation.problem import Problem
    from .simulation.transforms import Transform
    from .variogram.models import Variogram
    from .wells.log import Log

    Floats = NDArray[np.float64]
    Range = Sequence[float]

_UNITS = {"normal-score": "normal scores", "log": "logarithms"}
"""What transformed data are."""

MARGIN = 0.05
"""Where no range is given, the grid reaches this share of the longer side beyond the outermost data."""


class Placement(NamedTuple):
    """What became of the data when they were put on cells.

    Attributes
    ----------
    data : int
        Values that lie inside the grid.
    outside : int
        Values that do not (see `Outside`).
    cells : int
        Cells that hold at least one value.
    shared : int
        Cells that hold the mean of several values.
    """

    data: int
    outside: int
    cells: int
    shared: int


class Outside(NamedTuple):
    """Data outside the grid: they count for the histogram, the variogram, the mean and the trend.

    Attributes
    ----------
    points : float array, shape (n, ndim)
        In map units.
    values : float array, shape (n,)
    drift : float array, shape (n, k), or None
        External drift there; where the map has one, they count for the histogram alone without it.
    thickness : float array, shape (n,), or None
        What each counts in the mean of its cell (see `thickness`); None: the same.
    """

    points: Floats
    values: Floats
    drift: Floats | None = None
    thickness: Floats | None = None

    def on_cells(self, geometry: Geometry) -> Outside:
        """Return them on the cells that a grid would have there if it went on, several in a cell as their mean."""
        cells = geometry.cells_around(self.points)
        group = Group.of(cells)
        weights = np.ones(len(cells))
        if self.thickness is not None:
            weights = evened(self.thickness, group.place, len(group.first))
        total = np.bincount(group.place, weights)
        values, *drift = (
            np.bincount(group.place, weights * column) / total
            for column in (self.values, *(() if self.drift is None else self.drift.T))
        )
        return Outside(geometry.centres(cells[group.first]), values, np.stack(drift, axis=1) if drift else None)


class GridConstructor:
    """Put values on cells: several in a cell become their mean, cells without one are not a number.

    Parameters
    ----------
    coordinates : float array, shape (n, ndim)
    values : float array, shape (n,)
    geometry : Geometry
    thickness : float array, shape (n,), optional
        What each value counts in the mean of its cell (see `thickness`); None: the same.

    Attributes
    ----------
    geometry : Geometry
    values : float array of the geometry's shape
    points : (coordinates, values)
        The data inside the grid, coincident ones merged.
    thickness : float array, one for each of the points, or None
    outside : Outside
        The others.
    placement : Placement
    """

    def __init__(
        self, coordinates: Floats, values: Floats, geometry: Geometry, thickness: Floats | None = None
    ) -> None:
        known = np.isfinite(values) & np.isfinite(coordinates).all(axis=1)
        coordinates, values = coordinates[known], values[known]
        cells, inside = geometry.cells_of(coordinates)
        flat = np.ravel_multi_index(tuple(cells[inside].T), geometry.shape)
        filled, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
        grid = np.full(geometry.size, np.nan)
        weights = np.ones(len(flat))
        if thickness is not None:
            weights = evened(thickness[known][inside], inverse, len(filled))
        grid[filled] = np.bincount(inverse, values[inside] * weights, len(filled)) / np.bincount(
            inverse, weights, len(filled)
        )
        self.geometry = geometry
        self.points = merge_coincident(coordinates[inside], values[inside])
        self.thickness: Floats | None = None
        self.outside = Outside(*merge_coincident(coordinates[~inside], values[~inside]))
        if thickness is not None:
            self.thickness = merge_coincident(coordinates[inside], thickness[known][inside])[1]
            beyond = merge_coincident(coordinates[~inside], thickness[known][~inside])[1]
            self.outside = self.outside._replace(thickness=beyond)
        self.values = grid.reshape(geometry.shape)
        self.placement = Placement(
            int(inside.sum()), int((~inside).sum()), len(filled), int(np.count_nonzero(counts > 1))
        )

    @classmethod
    def from_logs(
        cls,
        logs: Sequence[Log],
        stream: str,
        spacing: Sequence[float | None],
        ranges: Sequence[Range | None],
    ) -> GridConstructor:
        """Put logs on cells: each log's mean between the z range in 2D, each of its samples in 3D."""
        for number, log in enumerate(logs):
            if log.x is None or log.y is None:
                message = f"Invalid log {log.name or number}. Should have x and y, the place of the well on the map."
                raise InvalidInput(message)
            if log.depth_unit not in METRES:
                message = f"Invalid log {log.name or number}. Its index is in {log.depth_unit}: a time is no depth."
                raise InvalidInput(message)
        xy_delta, z_delta = spacing
        x_range, y_range, z_range = ranges
        thickness = None
        if z_delta is None:
            top, bottom = z_range if z_range is not None else (None, None)
            coordinates = np.array([(log.x, log.y) for log in logs], dtype=float).reshape(-1, 2)
            values = np.array([log.mean(stream, top, bottom)[0] for log in logs], dtype=float)
        else:
            columns = [np.column_stack([np.full(len(log), log.x), np.full(len(log), log.y), log.index]) for log in logs]
            coordinates = np.concatenate(columns) if columns else np.empty((0, 3))
            values, thickness = np.empty(0), np.empty(0)
            if logs:
                values = np.concatenate([log.stream(stream) for log in logs])
                thickness = np.concatenate([log.thickness() for log in logs])
        geometry = covering(coordinates, xy_delta, z_delta, (x_range, y_range, z_range))
        return cls(coordinates, values, geometry, thickness)


def covering(
    coordinates: Floats, xy_delta: float | None, z_delta: float | None, ranges: Sequence[Range | None]
) -> Geometry:
    """Return the geometry that covers points.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    xy_delta, z_delta : float or None
        Cell size; xy_delta None is `default_spacing`, z_delta None makes two axes.
    ranges : sequence of (min, max) or None
        Outer edges along x, y (and z). None is the extent of the points with a margin (`MARGIN`; none along z),
        moved outwards to whole cells.

    Raises
    ------
    InvalidInput
        If a range is missing and there are no points, or a cell size is not greater than zero.
    """
    finite = coordinates[np.isfinite(coordinates).all(axis=1)]
    if not len(finite) and any(item is None for item in ranges[:2]):
        message = "No data: without points the extent of the grid is unknown (EXTENT)."
        raise InvalidInput(message)
    lows, highs = (finite.min(axis=0), finite.max(axis=0)) if len(finite) else (np.zeros(3), np.zeros(3))
    sides = [highs[i] - lows[i] if ranges[i] is None else ranges[i][1] - ranges[i][0] for i in (0, 1)]  # type: ignore[index]
    step = default_spacing(sides) if xy_delta is None else float(xy_delta)
    steps = [step, step] if z_delta is None else [step, step, float(z_delta)]
    if not all(math.isfinite(item) and item > 0 for item in steps):
        message = (
            f"Invalid cell size {', '.join(f'{item:g}' for item in steps)}. Should be greater than zero (XY_DELTA)."
        )
        raise InvalidInput(message)
    chosen = []
    for axis, (given, size) in enumerate(zip(ranges, steps)):
        if given is not None:
            chosen.append((float(given[0]), float(given[1])))
            continue
        margin = 0.0 if axis == 2 else max(MARGIN * max(sides), size / 2)
        low, high = lows[axis] - margin, highs[axis] + margin
        chosen.append((math.floor(low / size) * size, (math.floor(high / size) + 1) * size))
    return Geometry.from_ranges(chosen, steps)


def default_spacing(sides: Sequence[float]) -> float:
    """Return a cell size of about the short side / 250, rounded to 1, 2 or 5 times a power of ten."""
    positive = [side for side in sides if side > 0]
    if not positive:
        message = "All data lie at one point: give a cell size (XY_DELTA), and an EXTENT to see more than their cell."
        raise InvalidInput(message)
    target = min(positive) / 250
    power = 10.0 ** math.floor(math.log10(target))
    return power * min((1, 2, 5, 10), key=lambda step: abs(math.log(step * power / target)))


class Grid(np.ndarray[Any, Any]):
    """Cells in space, with what is known in them; a numpy array of shape (nx, ny) or (nx, ny, nz).

    Parameters
    ----------
    logs : sequence of Log
        Wells, each with x and y in map units.
    stream : str
        Name of the curve to put on cells.
    xy_delta : float, optional
        Cell size in map units; None is about the short side / 250.
    z_delta : float, optional
        Cell size along depth, in the unit of the logs' index; None makes a map: each log is averaged over z_range.
    x_range, y_range, z_range : (min, max), optional
        Outer edges of the cells, moved outwards to whole cells; None is the extent of the logs with a margin.

    Attributes
    ----------
    geometry : Geometry
        Where the cells are; asking an array that has lost its place raises NoGeometry.
    stream : str or None
    points : (coordinates, values) or None
        The data inside the grid where they are, before they were put on cells; coincident ones are merged.
    thickness : float array, one for each of the points, or None
        What they count in the mean of their cell; None: the same.
    outside : Outside or None
        Data outside the grid, which `krig` takes into account; a slice of the grid has none.
    logs : tuple of Log
    placement : Placement or None
        What became of the data when they were put on cells.

    Raises
    ------
    InvalidInput
        If a log has no place, no stream of that name, or a cell size is not greater than zero.

    Notes
    -----
    x runs east along axis 0, y north along axis 1, z along axis 2; cells that no well passes are not a number.
    """

    _geometry: Geometry | None
    stream: str | None
    points: tuple[Floats, Floats] | None
    thickness: Floats | None
    outside: Outside | None
    logs: tuple[Log, ...]
    placement: Placement | None

    def __new__(
        cls,
        logs: Sequence[Log],
        stream: str,
        xy_delta: float | None = None,
        z_delta: float | None = None,
        x_range: Range | None = None,
        y_range: Range | None = None,
        z_range: Range | None = None,
    ) -> Grid:
        """Make the grid from logs; the parameters are those of the class."""
        made = GridConstructor.from_logs(logs, stream, (xy_delta, z_delta), (x_range, y_range, z_range))
        return cls.of(
            made.values,
            made.geometry,
            stream=stream,
            points=made.points,
            thickness=made.thickness,
            outside=made.outside,
            logs=tuple(logs),
            placement=made.placement,
        )

    @classmethod
    def of(cls, values: ArrayLike, geometry: Geometry, **notes: Any) -> Grid:
        """Dress an array as a Grid (a view where it is one already).

        Parameters
        ----------
        values : float array of the geometry's shape
        geometry : Geometry
        **notes
            stream, points, thickness, outside, logs, placement.

        Raises
        ------
        InvalidInput
            If the shape is not the geometry's.
        """
        array = np.asarray(values)
        if array.shape != geometry.shape:
            message = f"Invalid values of shape {array.shape}. Should be {geometry.shape}, the geometry's."
            raise InvalidInput(message)
        grid = array.view(cls)
        grid._dress(geometry, notes)
        return grid

    @classmethod
    def from_points(
        cls,
        coordinates: ArrayLike,
        values: ArrayLike,
        xy_delta: float | None = None,
        z_delta: float | None = None,
        x_range: Range | None = None,
        y_range: Range | None = None,
        z_range: Range | None = None,
        *,
        stream: str | None = None,
    ) -> Grid:
        """Make a grid from points with a value each.

        Parameters
        ----------
        coordinates : float array, shape (n, 2), or (n, 3) where z_delta is given
            In map units; points that are not finite, or have no finite value, are left out.
        values : float array, shape (n,)
        xy_delta, z_delta, x_range, y_range, z_range, stream
            As for the class.
        """
        ndim = 2 if z_delta is None else 3
        points = np.asarray(coordinates, dtype=float)
        data = np.asarray(values, dtype=float)
        if points.ndim != 2 or points.shape[1] != ndim or data.shape != points.shape[:1]:
            message = f"Invalid data of shapes {points.shape} and {data.shape}. Should be (n, {ndim}) and (n,)."
            raise InvalidInput(message)
        known = np.isfinite(data)
        geometry = covering(points[known], xy_delta, z_delta, (x_range, y_range, z_range)[:ndim])
        made = GridConstructor(points, data, geometry)
        return cls.of(
            made.values, geometry, stream=stream, points=made.points, outside=made.outside, placement=made.placement
        )

    # ---- what survives which operation (the behaviour that every test of tests/core/test_grid.py states)

    def _dress(self, geometry: Geometry | None, notes: Mapping[str, Any]) -> None:
        self._geometry = geometry
        self.stream = notes.get("stream")
        self.points = notes.get("points")
        self.thickness = notes.get("thickness")
        self.outside = notes.get("outside")
        self.logs = notes.get("logs", ())
        self.placement = notes.get("placement")

    def _notes(self) -> dict[str, Any]:
        names = ("stream", "points", "thickness", "outside", "logs", "placement")
        return {name: getattr(self, name) for name in names}

    @property
    def geometry(self) -> Geometry:
        """Where the cells are; raises NoGeometry for an array whose cells are no longer the Grid's."""
        if self._geometry is None:
            message = (
                "This array has no geometry: reshaping or picking left cells that are not a regular block of the Grid; "
                "use slices, or Grid.of(values, geometry)."
            )
            raise NoGeometry(message)
        return self._geometry

    def __array_finalize__(self, obj: Any) -> None:
        same = isinstance(obj, Grid) and obj._geometry is not None and obj._geometry.shape == self.shape
        self._dress(obj._geometry if same else None, obj._notes() if isinstance(obj, Grid) else {})

    def __getitem__(self, key: Any) -> Any:
        geometry = None if self._geometry is None else self._geometry.sliced(key)
        if geometry is None:
            return np.asarray(self)[key]
        part = super().__getitem__(key)
        part._dress(geometry, self._notes())
        if geometry != self._geometry:
            part.outside = None  # what was cut off is not among them
        return part

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        out = kwargs.get("out")
        if out is not None:
            kwargs["out"] = tuple(_plain(item) for item in out)
        if "where" in kwargs:
            kwargs["where"] = _plain(kwargs["where"])
        result = getattr(ufunc, method)(*(_plain(item) for item in inputs), **kwargs)
        if result is NotImplemented:
            return NotImplemented
        if out is not None:
            return out[0] if len(out) == 1 else out
        places = {item._geometry for item in inputs if isinstance(item, Grid)}
        if method != "__call__" or ufunc.signature is not None or len(places) != 1:
            return result
        (geometry,) = places
        if isinstance(result, tuple):
            return tuple(_dressed(item, geometry) for item in result)
        return _dressed(result, geometry)

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Mapping[str, Any]) -> Any:
        # numpy.roll, sort and their like keep the shape but move cells: only what is known to work cell by cell
        # may keep the geometry.
        result = super().__array_function__(func, types, args, kwargs)
        return result if func in _CELLWISE else _plain_all(result)

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        plain = np.asarray(array)
        return plain[()] if plain.ndim == 0 else plain

    @property
    def T(self) -> NDArray[Any]:  # type: ignore[override]
        """The transposed values, a plain array: its axes are no longer (x, y)."""
        return np.asarray(self).T

    def transpose(self, *axes: Any) -> NDArray[Any]:  # type: ignore[override]
        """Return the values with their axes permuted, a plain array."""
        return np.asarray(self).transpose(*axes)

    def swapaxes(self, *axes: Any) -> NDArray[Any]:
        """Return the values with two axes swapped, a plain array."""
        return np.asarray(self).swapaxes(*axes)

    def take(self, *args: Any, **kwargs: Any) -> Any:
        """Return picked values, a plain array."""
        return np.asarray(self).take(*args, **kwargs)

    def round(self, decimals: Any = 0, out: Any = None) -> Any:
        """Return the values rounded, a Grid in the same place; numpy's own would be a plain array."""
        return _dressed(np.asarray(self).round(decimals, out), self._geometry)

    def __copy__(self) -> Grid:
        return self.copy()

    def __deepcopy__(self, memo: Any) -> Grid:
        # numpy's own returns a plain array.
        duplicate = self.copy()
        duplicate.logs = copy.deepcopy(self.logs, memo)
        return duplicate

    def __reduce_ex__(self, protocol: Any) -> Any:
        # numpy copies the values of subclasses into the pickle; those of a plain array may travel beside it.
        if protocol < 5:
            return self.__reduce__()
        return _restored, (type(self), np.asarray(self), self._geometry, self._notes())

    def __reduce__(self) -> Any:
        # numpy's state is passed on as it is: the length of its tuple is no promise (numpy#5952).
        pickled: Any = super().__reduce__()
        make, arguments, state = pickled
        return make, arguments, (state, self._geometry, self._notes())

    def __setstate__(self, state: Any) -> None:
        numpy_state, geometry, notes = state
        super().__setstate__(numpy_state)
        self._dress(geometry, notes)

    def save(self, path: str | PathLike[str]) -> None:
        """Write values, geometry and stream to a file that `Grid.load` reads (npz, no pickle)."""
        place = self.geometry
        with open(path, "wb") as file:  # noqa: PTH123 - numpy would add a suffix to a name
            np.savez_compressed(
                file, values=np.asarray(self), origin=place.origin, spacing=place.spacing, stream=self.stream or ""
            )

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Grid:
        """Read what `save` wrote; anything else raises InvalidInput."""
        try:
            with np.load(path, allow_pickle=False) as file:
                values, stream = file["values"], str(file["stream"])
                geometry = Geometry(tuple(file["origin"].tolist()), tuple(file["spacing"].tolist()), values.shape)
        except Exception as error:  # a file that is no archive can make numpy raise anything
            reason = getattr(error, "strerror", None) or "it holds something else"
            message = f"Invalid grid file {path} ({reason}). Should be written by Grid.save."
            raise InvalidInput(message) from error
        return cls.of(values, geometry, stream=stream or None)

    # ---- stochastic kriging

    def conditioning_data(self) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """Return the data that the cells hold.

        Returns
        -------
        coordinates : float array, shape (n, ndim)
            Cell centres in map units.
        values : float array, shape (n,)
        cells : int array, shape (n, ndim)

        Raises
        ------
        InvalidInput
            If no cell holds a value.
        """
        values = np.asarray(self, dtype=float)
        cells = np.argwhere(np.isfinite(values))
        if not len(cells):
            message = "No data: no point with a value lies inside the grid (EXTENT)."
            raise InvalidInput(message)
        return self.geometry.centres(cells), values[tuple(cells.T)], cells

    @divisible
    def krig(
        self,
        count: int = 100,
        *,
        seed: int | None = None,
        method: str = "gaussian",
        variogram: Variogram | None = None,
        kriging_type: str = "ordinary",
        mean: float | None = None,
        transform: str = "none",
        zmin: float | None = None,
        zmax: float | None = None,
        lower_tail: str | None = None,
        upper_tail: str | None = None,
        lower_omega: float | None = None,
        upper_omega: float | None = None,
        declustering: str = "none",
        declustering_cell: float | None = None,
        max_data: int | None = None,
        drift: ArrayLike | None = None,
        exact_positions: bool = False,
        mc_tolerance: float | None = None,
        keep: str | PathLike[str] | None = None,
    ) -> Plan[Ensemble]:
        """Make many equally probable grids that honour the data, and return their mean and standard deviation.

        Parameters
        ----------
        count : int
            Number of realizations, at least 1.
        seed : int, optional
            The same seed makes the same realizations, in one process or many; None draws one (`Ensemble.seed`).
        method : {"gaussian", "sequential", "random-sample"}
            How a realization is made: see `krig_core.simulation`.
        variogram : Variogram, optional
            Of the transformed data; for normal scores it is scaled to a sill of 1. None: fitted to the data
            (`krig_core.variogram.automatic.fit_residuals`).
        kriging_type : {"ordinary", "simple", "universal-1", "universal-2", "external-drift"}
            Unknown mean, known mean, a trend of first or second order, or a trend that follows `drift`; "random-sample"
            takes the first two.
        mean : float, optional
            The known mean of simple kriging, of the transformed data; None is their average, those outside included.
        transform : {"none", "log", "normal-score"}
            What is simulated instead of the data, and taken back before the statistics (`simulation.transforms`).
        zmin, zmax : float, optional
            Least and greatest value of a realization, for normal scores; None: the data's own.
        lower_tail, upper_tail : {"linear", "power", "hyperbolic"}, optional
            For normal scores: how their distribution goes on from the outermost datum to zmin and zmax; None: linear.
        lower_omega, upper_omega : float, optional
            Exponent of a power or hyperbolic tail, > 0; None: 1.5.
        declustering : {"none", "cell"}
            For normal scores: "cell" gives data that lie close together less weight in the histogram.
        declustering_cell : float, optional
            Edge of the cells for that, map units; None: the one that makes the weighted mean least.
        max_data : int, optional
            For "sequential": known cells that a cell is kriged from; for "random-sample": filled cells in a sample.
            "gaussian" uses all data, however many.
        drift : float array of the grid's shape or (…, k), optional
            For "external-drift", or besides a universal trend: k variables at the cells; data have those of their cell.
            A cell without one (NaN) is left without a value.
        exact_positions : bool
            Only for "gaussian": condition at the places of the data instead of the centres of their cells. The map is
            more faithful on coarse cells, and no cell shows a well's value exactly.
        mc_tolerance : float, optional
            Stop before `count` realizations as soon as the Monte-Carlo error of the mean (`Ensemble.mc_error`) is no
            larger than this, in standard deviations. Whole blocks are counted, 8 of them at least.
        keep : path, optional
            A .npy file for all realizations, of shape (count, nx, ny[, nz]); `Ensemble.quantiles` needs it. In 32-bit
            floats, or 64 where those would show (`precision.float_type`).
            It has room for `count` also where `mc_tolerance` ends the work sooner: `Ensemble.realizations()` returns
            those that were made.

        Returns
        -------
        Ensemble

        Raises
        ------
        InvalidInput
            If there are no data or a parameter is out of its domain.
        """
        return self._plan(
            count,
            seed,
            variogram,
            transform_options={
                "name": transform,
                "zmin": zmin,
                "zmax": zmax,
                "lower_tail": lower_tail,
                "upper_tail": upper_tail,
                "lower_omega": lower_omega,
                "upper_omega": upper_omega,
                "declustering": declustering,
                "declustering_cell": declustering_cell,
            },
            mc_tolerance=mc_tolerance,
            exact_positions=exact_positions,
            keep=keep,
            method=method,
            kriging_type=kriging_type,
            drift=drift,
            mean=mean,
            max_data=max_data,
        )

    def _exact_points(self) -> tuple[Floats, Floats]:
        """Return the data where they are; InvalidInput where the cells hold something else."""
        if self.points is not None:
            made = GridConstructor(*self.points, self.geometry, self.thickness).values
            if np.allclose(made, np.asarray(self, dtype=float), rtol=1e-9, atol=0, equal_nan=True):
                return self.points
        message = "Invalid exact_positions: the cells no longer hold the points that the grid was made from. Should be "
        message += "left out, or the grid made anew from points."
        raise InvalidInput(message)

    def _outside_data(self, *, exact: bool) -> Outside:
        """Return the data outside the grid, where they are or on cells that go on there."""
        if self.outside is None:
            return Outside(np.empty((0, self.ndim)), np.empty(0))
        return self.outside if exact else self.outside.on_cells(self.geometry)

    def _scores(self, points: Floats, values: Floats, options: dict[str, Any]) -> tuple[Transform, Floats]:
        """Return the transform of data on the grid and outside it, and their scores."""
        from .simulation.transforms import transform_of

        # In the order of cells ties are broken in the same way whatever the extent is.
        order = np.arange(len(points))
        if self.outside is not None and len(self.outside.values):
            order = np.lexsort(self.geometry.cells_around(points).T[::-1])
        transform = transform_of(coordinates=points[order], values=values[order], **options)
        scores = np.empty(len(order))
        scores[order] = transform.scores
        return transform, scores

    def realizations(self, count: int = 100, **options: Any) -> Iterator[Grid]:
        """Yield realizations one by one, Grids without gaps; the parameters are those of `krig`."""
        make_plan: Callable[..., EnsemblePlan] = type(self).krig.plan  # type: ignore[attr-defined]
        plan = make_plan(self, count, **options)
        for block in plan.parts:
            for values in plan.realizations(block):
                yield Grid.of(values, plan.geometry, stream=self.stream)

    @one_blas_thread()
    def _plan(
        self,
        count: int,
        seed: int | None,
        variogram: Variogram | None,
        *,
        transform_options: dict[str, Any],
        mc_tolerance: float | None,
        exact_positions: bool,
        keep: str | PathLike[str] | None,
        method: str,
        kriging_type: str,
        drift: ArrayLike | None,
        **options: Any,
    ) -> EnsemblePlan:
        # Imported here because an Ensemble is made of Grids.
        from .ensemble import EnsemblePlan, file_for, valid_seed
        from .precision import float_type
        from .simulation.beyond import nearest_beyond, room_beyond
        from .simulation.grid_drift import GridDrift
        from .simulation.methods import make_simulator
        from .simulation.problem import Beyond, Problem
        from .variogram.automatic import fit_residuals

        if count < 1:
            message = f"Invalid number of realizations {count}. Should be at least 1."
            raise InvalidInput(message)
        if mc_tolerance is not None and not mc_tolerance > 0:
            message = f"Invalid Monte-Carlo tolerance {mc_tolerance}. Should be greater than zero (MC_TOLERANCE)."
            raise InvalidInput(message)
        coordinates, values, cells = self.conditioning_data()
        if exact_positions and method != "gaussian":
            message = f"Invalid exact_positions for the method {method!r}. Should be left to 'gaussian'."
            raise InvalidInput(message)
        if exact_positions:
            coordinates, values = self._exact_points()
            options["points"] = coordinates
        outside = self._outside_data(exact=exact_positions)
        everywhere = np.concatenate([coordinates, outside.points])
        transform, scores = self._scores(everywhere, np.concatenate([values, outside.values]), transform_options)
        if kriging_type == "simple" and len(outside.values) and options["mean"] is None:
            options["mean"] = float(scores.mean())
        beyond = Beyond.of(outside.points, scores[len(values) :], outside.drift, drift, self.ndim)
        scores = scores[: len(values)]
        near = nearest_beyond(beyond, self.geometry, room_beyond(method, variogram, len(values)))
        grid_drift = GridDrift(kriging_type, self.geometry, coordinates, drift, (near.points, near.variables))
        remarks: tuple[str, ...] = ()
        if variogram is None:
            variables = grid_drift.variables
            if variables is not None:
                variables = np.concatenate([variables[: len(values)], beyond.variables])
            everywhere = np.concatenate([coordinates, beyond.points])
            fit = fit_residuals(everywhere, np.concatenate([scores, beyond.values]), kriging_type, variables)
            variogram, remarks = fit.variogram, fit.remarks
        if transform.name == "normal-score" and variogram.sill > 0:
            variogram = variogram.scaled(1 / variogram.sill)
        if len(near.values) < len(beyond.values):
            left = len(beyond.values) - len(near.values)
            remarks += (f"Data far outside the grid that count only for the histogram (EXTENT): {left}.",)
        problem = Problem(self.geometry, cells, scores, variogram, grid_drift, beyond=near, **options)
        simulator = make_simulator(method, problem)
        remarks += (*_doubts(problem, drift, transform), *simulator.remarks)
        dtype = float_type(np.concatenate([values, outside.values]))
        file = None if keep is None else file_for(Path(keep).absolute(), int(count), self.geometry.shape, dtype)
        return EnsemblePlan(
            simulator,
            transform,
            self.geometry,
            variogram,
            valid_seed(seed),
            int(count),
            remarks,
            file,
            mc_tolerance,
        )


def _doubts(problem: Problem, drift: ArrayLike | None, transform: Transform) -> tuple[str, ...]:
    """Return what a user should doubt in a simulation."""
    from .kriging.doubts import logarithm_doubt, overshoot_doubt

    doubts = []
    if transform.name == "log":
        doubts.append(logarithm_doubt(problem.variogram, transform.scores))
    doubt = overshoot_doubt(problem, drift)
    if doubt is not None:
        doubts.append(doubt if transform.name == "none" else f"In {_UNITS[transform.name]}: {doubt}")
    return tuple(filter(None, doubts))


def _restored(kind: type[Grid], values: NDArray[Any], geometry: Geometry | None, notes: Mapping[str, Any]) -> Grid:
    grid = values.view(kind)
    grid._dress(geometry, notes)
    return grid


def _plain(item: Any) -> Any:
    return np.asarray(item) if isinstance(item, Grid) else item


def _plain_all(result: Any) -> Any:
    if isinstance(result, (tuple, list)):
        return type(result)(_plain(item) for item in result) if type(result) in (tuple, list) else result
    return _plain(result)


def _dressed(result: Any, geometry: Geometry | None) -> Any:
    if geometry is None or not isinstance(result, np.ndarray):
        return result
    if result.shape != geometry.shape or result.dtype == np.bool_:
        return result
    return Grid.of(result, geometry)


_CELLWISE = {
    np.clip,
    np.around,
    np.round,
    np.nan_to_num,
    np.zeros_like,
    np.ones_like,
    np.empty_like,
    np.full_like,
    np.real,
    np.gradient,
}
