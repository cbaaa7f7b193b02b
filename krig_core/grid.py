"""Grid: a numpy array that knows where its cells are.

Law: a Grid never claims a place it does not describe. A slice has the slice's geometry; arithmetic keeps the
geometry only while all cells stay the same cells; everything else is a plain array or a plain number.
Two kinds of companions: the geometry, which arithmetic keeps, and the notes (stream, logs, placement), which only
copies and slices keep.
"""

from __future__ import annotations

import copy
import functools
import numbers
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .arguments import refused
from .covering import covering
from .division import divisible
from .ensemble import EnsemblePlan, file_for, valid_levels, valid_seed
from .errors import InvalidInput, MissingPackage, NoGeometry
from .geometry import AXES, Geometry
from .numeric import floats, real, unmasked
from .placement import GridConstructor, Outside, PlacedData
from .points import Group, merge_coincident
from .precision import float_type
from .simulation.preparation import prepare
from .soft import Soft, merged
from .transforms.declustering import given_weights
from .transforms.transform import Transform

if TYPE_CHECKING:
    from os import PathLike

    from numpy.typing import ArrayLike, NDArray

    from .covering import Range
    from .division import Plan
    from .ensemble import Ensemble
    from .placement import Placement
    from .simulation.secondary import Secondary
    from .variogram.models import Variogram
    from .variogram.uncertainty import Posterior
    from .wells.log import Log

    Floats = NDArray[np.float64]


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
        The data inside the grid where they are, before they were put on cells.
    thickness : float array, one for each of the points, or None
        What they count in the mean of their cell; None: the same.
    soft : Soft or None
        What is known of the points beside their values: errors of measurement, and limits; None: nothing.
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
    soft: Soft | None
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
            stream, points, thickness, soft, outside, logs, placement.

        Raises
        ------
        InvalidInput
            If the shape is not the geometry's.
        """
        if not isinstance(geometry, Geometry):
            raise refused(geometry, "geometry", "a Geometry")
        if isinstance(values, (list, tuple)):
            floats(values, "values")  # refuses what makes no array
        array = unmasked(values) if isinstance(values, np.ma.MaskedArray) else np.asarray(values)
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
        error: ArrayLike | None = None,
        lower: ArrayLike | None = None,
        upper: ArrayLike | None = None,
    ) -> Grid:
        """Make a grid from points with a value each.

        Parameters
        ----------
        coordinates : float array, shape (n, 2), or (n, 3) where z_delta is given
            In map units; points that are not finite, or of which neither a value nor a limit is known, are left out.
        values : float array, shape (n,)
        xy_delta, z_delta, x_range, y_range, z_range, stream
            As for the class.
        error, lower, upper : float arrays, shape (n,), optional
            Standard deviation of the error of each value, and limits of what is true; not a number where there is none.
            What `krig` is to take into account of them cells cannot hold: it goes by the points.
        """
        ndim = 2 if z_delta is None else 3
        points, data = floats(coordinates, "coordinates"), floats(values, "values")
        if points.ndim != 2 or points.shape[1] != ndim or data.shape != points.shape[:1]:
            message = f"Invalid data of shapes {points.shape} and {data.shape}. Should be (n, {ndim}) and (n,)."
            raise InvalidInput(message)
        known, soft = np.isfinite(data), None
        if not (error is lower is upper is None):
            data, soft, known = Soft.of(data, error, lower, upper)
        geometry = covering(points[known], xy_delta, z_delta, (x_range, y_range, z_range)[:ndim])
        made = GridConstructor(points, data, geometry, soft=soft)
        return cls.of(
            made.values,
            geometry,
            stream=stream,
            points=made.points,
            soft=made.soft,
            outside=made.outside,
            placement=made.placement,
        )

    # ---- what survives which operation (the behaviour that every test of tests/core/test_grid.py states)

    def _dress(self, geometry: Geometry | None, notes: Mapping[str, Any]) -> None:
        self._geometry = geometry
        self.stream = notes.get("stream")
        self.points = notes.get("points")
        self.thickness = notes.get("thickness")
        self.soft = notes.get("soft")
        self.outside = notes.get("outside")
        self.logs = notes.get("logs", ())
        self.placement = notes.get("placement")

    def _notes(self) -> dict[str, Any]:
        names = ("stream", "points", "thickness", "soft", "outside", "logs", "placement")
        return {name: getattr(self, name) for name in names}

    @property
    def geometry(self) -> Geometry:
        """Where the cells are; raises NoGeometry for an array whose cells are no longer the Grid's."""
        if self._geometry is None or self._geometry.shape != self.shape:
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
        place = self._geometry
        geometry = None if place is None or place.shape != self.shape else place.sliced(key)
        if geometry is None:
            return np.asarray(self)[key]
        part = super().__getitem__(key)
        part._dress(geometry, self._notes())
        if geometry != self._geometry:
            part.outside = None  # what was cut off is not among them
            part.soft = None
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
            return out[0] if len(out) == 1 else tuple(b if a is None else a for a, b in zip(out, result))
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
        duplicate._dress(self._geometry, copy.deepcopy(self._notes(), memo))
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
        _require_path(path, "path")
        place = self.geometry
        part = Path(f"{os.fspath(path)}.part")
        try:
            with part.open("wb") as file:  # numpy would add a suffix to a name
                np.savez_compressed(
                    file, values=np.asarray(self), origin=place.origin, spacing=place.spacing, stream=self.stream or ""
                )
            part.replace(os.fspath(path))
        finally:
            part.unlink(missing_ok=True)

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

    # ---- in notebooks

    def to_xarray(self) -> Any:
        """Return the values as an `xarray.DataArray` with cell centres along x, y[, z]; it shares their memory.

        Raises
        ------
        MissingPackage
            If xarray is not installed.
        NoGeometry
            If the array has lost its place.
        """
        place = self.geometry
        try:
            import xarray
        except ImportError:
            message = "The Python package xarray is missing: run 'python3 -m pip install xarray'."
            raise MissingPackage(message) from None
        centres = {name: place.axis(number) for number, name in enumerate(AXES[: self.ndim])}
        return xarray.DataArray(np.asarray(self), coords=centres, dims=tuple(centres), name=self.stream)

    def _repr_html_(self) -> str | None:
        """Return a map of the values for a notebook; None, so that it prints them, where there is none."""
        if self._geometry is None or not self.size or self.dtype.kind not in "fiu":
            return None
        from .notebook import figure, map_picture

        place = self._geometry
        cells, spacing = (" × ".join(f"{part:.10g}" for part in parts) for parts in (place.shape, place.spacing))
        known = int(np.count_nonzero(np.isfinite(np.asarray(self))))
        facts = [f"{cells} cells of {spacing}, {known:,} of them hold a value"]
        return figure("Grid", facts, [map_picture(np.asarray(self), place, self.stream or "values")])

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
        _require_data(len(cells))
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
        transform: str | Transform = "none",
        zmin: float | None = None,
        zmax: float | None = None,
        lower_tail: str | None = None,
        upper_tail: str | None = None,
        lower_omega: float | None = None,
        upper_omega: float | None = None,
        declustering: str = "none",
        declustering_cell: float | None = None,
        weights: ArrayLike | None = None,
        max_data: int | None = None,
        drift: ArrayLike | None = None,
        exact_positions: bool | Literal["nearly"] = False,
        mc_tolerance: float | None = None,
        keep: str | PathLike[str] | None = None,
        keep_known: bool = True,
        drawn: bool = False,
        quantiles: Sequence[float] = (),
        variogram_uncertainty: str | Posterior = "automatic",
        secondary: ArrayLike | None = None,
        correlation: float | Secondary | None = None,
        error: ArrayLike | None = None,
        lower: ArrayLike | None = None,
        upper: ArrayLike | None = None,
    ) -> Plan[Ensemble[Grid]]:
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
            Of the transformed data, for normal scores with a sill of about 1. None: fitted to the data
            (`krig_core.variogram.automatic.fit_automatic`).
        kriging_type : {"ordinary", "simple", "universal-1", "universal-2", "external-drift"}
            Unknown mean, known mean, a trend of first or second order, or a trend that follows `drift`; "random-sample"
            takes the first two.
        mean : float, optional
            The known mean of simple kriging, of the transformed data; None is their average, those outside included.
        transform : {"none", "log", "normal-score"} or Transform
            What is simulated instead of the data, and taken back before the statistics (`transforms.transform`). A
            Transform holds the options of the normal score too, which are then not given apart.
        zmin, zmax : float, optional
            Least and greatest value of a realization, for normal scores; None: zero where no datum is negative, else
            no limit; with a tail that is not smooth the data's own.
        lower_tail, upper_tail : {"smooth", "linear", "power", "hyperbolic"}, optional
            For normal scores: how their distribution goes on from the outermost datum, to zmin and zmax where these are
            given. None: smooth, as far as the data suggest; the others end at the outermost data without a limit.
        lower_omega, upper_omega : float, optional
            Exponent of a power or hyperbolic tail, > 0; None: 1.5.
        declustering : {"none", "cell"}
            For normal scores: "cell" gives data that lie close together less weight in the histogram.
        declustering_cell : float, optional
            Edge of the cells for that, map units; None: the one that makes the weighted mean least.
        weights : float array, shape (n,), optional
            For normal scores: what each datum counts in the histogram, zero or greater, by any other way of
            declustering; one for each of `points`, then of `outside`, or where the grid has no points, for each cell
            that holds a value. Those of data in one cell add up. With weight zero a datum is honoured and has no part
            in the histogram. None, and where all are equal: the same.
        max_data : int, optional
            For "sequential": known cells that a cell is kriged from; for "random-sample": filled cells in a sample.
            "gaussian" uses all data, however many.
        drift : float array of the grid's shape or (…, k), optional
            For "external-drift", or besides a universal trend: k variables at the cells; data have those of their cell.
            A cell without one (NaN) is left without a value.
        exact_positions : bool or "nearly"
            Only for "gaussian": condition at the places of the data instead of the centres of their cells. The map is
            more faithful on coarse cells, and no cell shows a well's value exactly. Refused where realizations are made
            and their standard deviation near the data would be off by more than 2 %; "nearly": by more than 10 %, else
            told.
        mc_tolerance : float, optional
            Stop before `count` realizations as soon as the Monte-Carlo error of the mean (`Ensemble.mc_error`) is no
            larger than this, in standard deviations. Whole blocks are counted, 8 of them at least.
        keep : path, optional
            A .npy file for all realizations, of shape (count, nx, ny[, nz]); `Ensemble.quantiles` needs it. In 32-bit
            floats, or 64 where those would show (`precision.float_type`).
            It has room for `count` also where `mc_tolerance` ends the work sooner: `Ensemble.realizations()` returns
            those that were made.
        keep_known : bool
            Whether they are kept also where the law of cells is known, so that no realization need be made for mean,
            standard deviation and `quantiles`.
        drawn : bool
            Whether realizations are to be possible (`realizations`) also where the law of cells tells the map and none
            is kept: fields that cannot follow the variogram or the data are then refused, as elsewhere.
        quantiles : sequence of float
            Probabilities of quantiles that `Ensemble.quantiles` is to give by the law of cells, where that is known.
        variogram_uncertainty : {"automatic", "none", "posterior"} or Posterior
            Whether each block of ten realizations has a variogram, and each realization a sill, of its own, as
            probable as the data make them ("posterior"), or all have the one that fits best ("none"). Automatic: where
            the variogram is fitted and data are few (`variogram.automatic.no_posterior`). A Posterior of the
            transformed data is used as it is.
        secondary : float array of the grid's shape, optional
            A second variable in cells, as of a geophysical map, or in those of a map for all slices: intrinsic
            collocated cokriging (`simulation.secondary`). Data have that of their cell; those outside the grid count
            only if `outside` has theirs as `drift`. The mean is known, as in simple kriging: where `mean` is None, so
            that residuals of the data have none. A cell without one (NaN) is left without a value.
        correlation : float or Secondary, optional
            Of the transformed data and the secondary variable, -1 to 1; beside normal scores the secondary counts by
            its ranks in the grid. None: that of the data, four at least. A Secondary is used as it is; a Posterior
            beside it is that of the residuals.
        error, lower, upper : float arrays of the grid's shape, optional
            Of soft data, on cells: standard deviation of the error of each cell's value, and limits of what is true; a
            cell with a limit and no value is a datum, too. Not a number: none. In each realization such data have a
            value of their own, drawn given all others (`simulation.soft_draws`). Not for "random-sample". None: what
            `Grid.from_points` was told of the points.

        Returns
        -------
        Ensemble

        Raises
        ------
        InvalidInput
            If there are no data or a parameter is out of its domain.
        """
        _require_count(count)
        if mean is not None:
            mean = real(mean, "mean", finite=True)
        if mc_tolerance is not None and not real(mc_tolerance, "mc_tolerance") > 0:
            message = f"Invalid Monte-Carlo tolerance {mc_tolerance}. Should be greater than zero (`mc_tolerance`)."
            raise InvalidInput(message)
        tails = zmin, zmax, lower_tail, upper_tail, lower_omega, upper_omega
        apart = Transform("none", *tails, declustering, declustering_cell)
        if not isinstance(transform, Transform):
            transform = replace(apart, name=transform)
        elif apart != Transform():
            message = "Invalid options of the transform beside a Transform. Should be in it, or its name be given."
            raise InvalidInput(message)
        if exact_positions not in (True, False, "nearly"):
            message = f"Invalid `exact_positions` {exact_positions!r}. Should be true, false or 'nearly'."
            raise InvalidInput(message)
        given = None if error is lower is upper is None else Soft.of(np.asarray(self), error, lower, upper)
        data = self._placed_data(weights, given, exact=bool(exact_positions))
        prepared = prepare(
            data,
            method,
            variogram=variogram,
            variogram_uncertainty=variogram_uncertainty,
            kriging_type=kriging_type,
            drift=drift,
            mean=mean,
            transform=transform,
            max_data=max_data,
            nearly=exact_positions == "nearly",
            drawn=drawn or (keep is not None and keep_known),
            secondary=secondary,
            correlation=correlation,
        )
        if not keep_known and prepared.law is not None:
            keep = None
        if keep is not None:
            _require_path(keep, "keep")
            dtype = float_type(data.numbers)
            keep = file_for(Path(keep).absolute(), int(count), self.geometry.shape, dtype)
        dress = functools.partial(Grid.of, geometry=self.geometry)
        return EnsemblePlan(prepared, dress, valid_seed(seed), int(count), keep, mc_tolerance, valid_levels(quantiles))

    def _placed_data(
        self,
        weights: ArrayLike | None,
        given: tuple[Floats, Soft, NDArray[np.bool_]] | None,
        *,
        exact: bool,
    ) -> PlacedData:
        """Return what a simulation honours: data on the cells, or with `exact` where they are.

        Parameters
        ----------
        weights : float array, optional
            As of `krig`.
        given : values, Soft and what is known, or None
            Of the cells, in place of what is noted of the points.
        exact : bool
        """
        data = self._known_data(given, exact=exact)
        if weights is None:
            return data
        inside, beyond = self._weights(weights, data.cells, exact=exact)
        outside = data.outside
        if beyond is not None and self.outside is not None:
            counted = self.outside._replace(weights=beyond)
            outside = counted if exact else counted.on_cells(self.geometry)
        elif inside is not None:
            outside = outside._replace(weights=np.empty(0))
        return data._replace(outside=outside, weights=inside)

    def _known_data(self, given: tuple[Floats, Soft, NDArray[np.bool_]] | None, *, exact: bool) -> PlacedData:
        """Return data, all of the same weight; the parameters are those of `_placed_data`."""
        outside = self._outside_data(exact=exact)
        if given is not None:
            if exact or self.soft is not None:
                message = "Invalid `error`, `lower` or `upper` of cells whose points are known better "
                message += "(`exact_positions`). Should be given to Grid.from_points."
                raise InvalidInput(message)
            values, soft, known = given
            cells = np.argwhere(known)
            _require_data(len(cells))
            centres = self.geometry.centres(cells)
            return PlacedData(self.geometry, cells, centres, values[known], outside, soft=soft.take(known))
        if self.soft is not None:
            return self._soft_data(self.soft, outside, exact=exact)
        points, values, cells = self.conditioning_data()
        if exact:
            points, values = merge_coincident(*self._made_from_points().points)
        return PlacedData(self.geometry, cells, points, values, outside, exact)

    def _weights(
        self, weights: ArrayLike, cells: NDArray[np.intp], *, exact: bool
    ) -> tuple[Floats | None, Floats | None]:
        """Return what data on the grid and outside it count in the histogram."""
        held = len(cells) if self.points is None else len(self.points[1])
        given = given_weights(weights, held + (0 if self.outside is None else len(self.outside.values)))
        if given is None:
            return None, None
        on_grid, beyond = given[:held], given[held:]
        if self.points is None:
            return on_grid, beyond
        placed, inside = self.geometry.cells_of(self.points[0])
        if exact:
            return Group.of(self.points[0][inside]).sum(on_grid[inside]), beyond
        flat = np.ravel_multi_index(tuple(placed[inside].T), self.geometry.shape)
        filled = np.ravel_multi_index(tuple(cells.T), self.geometry.shape)
        if not np.array_equal(np.unique(flat), filled):
            message = "Invalid `weights`: the cells no longer hold the points that the grid was made from. Should be "
            message += "left out, or the grid made again from points."
            raise InvalidInput(message)
        sums: Floats = np.bincount(np.searchsorted(filled, flat), on_grid[inside]).astype(np.float64)
        return sums, beyond

    def _soft_data(self, soft: Soft, outside: Outside, *, exact: bool) -> PlacedData:
        """Return data of which some are soft."""
        made = self._made_from_points()
        _require_data(len(made.filled))
        cells = np.stack(np.unravel_index(made.filled, self.geometry.shape), axis=1)
        if not exact:
            points, values, left = self.geometry.centres(cells), made.values.reshape(-1)[made.filled], made.soft_cells
        else:
            coordinates, values = made.points
            group = Group.of(coordinates)
            points = coordinates[group.first]
            values, left = merged(values, soft, group.place, points)
        return PlacedData(self.geometry, cells, points, values, outside, exact, soft=left)

    def _made_from_points(self) -> GridConstructor:
        """Return how the cells were made of points; InvalidInput where they hold something else."""
        if self.points is not None:
            made = GridConstructor(*self.points, self.geometry, self.thickness, self.soft)
            values = np.asarray(self, dtype=float)
            known = np.isfinite(values)
            same = np.array_equal(known, np.isfinite(made.values))
            if same and np.allclose(made.values[known], values[known], rtol=1e-9, atol=0):
                return made
        what = "`exact_positions`" if self.soft is None else "`error`, `lower` or `upper`"
        message = f"Invalid {what}: the cells no longer hold the points that the grid was made from. Should be "
        message += "left out, or the grid made again from points."
        raise InvalidInput(message)

    def _outside_data(self, *, exact: bool) -> Outside:
        """Return the data outside the grid, where they are or on cells that go on there."""
        if self.outside is None:
            return Outside(np.empty((0, self.ndim)), np.empty(0))
        return self.outside if exact else self.outside.on_cells(self.geometry)

    def realizations(self, count: int = 100, **options: Any) -> Iterator[Grid]:
        """Yield realizations one by one, Grids without gaps; the parameters are those of `krig`."""
        make_plan: Callable[..., EnsemblePlan[Grid]] = type(self).krig.plan  # type: ignore[attr-defined]
        plan = make_plan(self, count, **{**options, "drawn": True})
        for block in plan.parts:
            for values in plan.realizations(block):
                yield Grid.of(values, self.geometry, stream=self.stream)


def _require_count(count: Any) -> None:
    if not isinstance(count, numbers.Integral) or int(count) < 1:
        message = f"Invalid number of realizations {count}. Should be a whole number of at least 1."
        raise InvalidInput(message)


def _require_path(path: Any, name: str) -> None:
    if not isinstance(path, (str, os.PathLike)):
        raise refused(path, name, "the name of a file")


def _require_data(count: int) -> None:
    if not count:
        message = "No data: no point with a value lies inside the grid (`x_range`, `y_range`)."
        raise InvalidInput(message)


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
