"""Log: one well's curves along depth, and where the well stands.

Law: the index is finite and never falls; every stream is float64 and as long as the index; what was not measured
is NaN.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arguments import listed, refused, require_text
from ..errors import InvalidInput
from ..numeric import floats, real
from .averaging import averages, between, thicknesses
from .las import read_las

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from .las import LasFile, Source


class Log:
    """Hold the curves of one well along its depth.

    Parameters
    ----------
    index : array_like, shape (n,)
        Depths. A descending index is turned over, an unordered one sorted (equal depths keep their order); samples
        whose depth is NaN or infinite are dropped.
    streams : mapping of str to array_like, shape (n,)
        The curves by name; infinite values become NaN.
    x, y : float or None
        Where the well stands, in map units; both or neither.
    name, uwi : str
        The well's name and its unique well identifier.
    depth_unit : str
        Unit of `index`; a label, nothing is converted.
    units : mapping of str to str
        Units by the names in `streams`.
    identifiers : iterable of str
        Strings by which the well may be known, the surest first; without them `uwi` and `name`.
    converted_from : str or None
        Unit that the depths had before whoever made this log converted them.
    remarks : iterable of str
        What its user should know of how it was read, such as lines of a file that were left out.

    Raises
    ------
    InvalidInput
        For arrays of the wrong shape or kind, a location that is not finite, and half a location.
    """

    def __init__(
        self,
        index: ArrayLike,
        streams: Mapping[str, ArrayLike],
        *,
        x: float | None = None,
        y: float | None = None,
        name: str = "",
        uwi: str = "",
        depth_unit: str = "m",
        units: Mapping[str, str] | None = None,
        identifiers: Iterable[str] = (),
        converted_from: str | None = None,
        remarks: Iterable[str] = (),
    ) -> None:
        if not isinstance(streams, Mapping):
            raise refused(streams, "streams", "a mapping of names to arrays, such as {'PHIE': values}")
        if not isinstance(units, (Mapping, type(None))):
            raise refused(units, "units", "a mapping of names to units, such as {'PHIE': 'v/v'}")
        for label, text in (("name", name), ("uwi", uwi)):
            if not isinstance(text, Hashable):
                raise refused(text, label, "a text")
        identifiers = listed(identifiers, str, "identifiers", "a list of texts")
        remarks = listed(remarks, str, "remarks", "a list of texts")
        depths = _column(index, "`index`")
        columns = {label: _column(values, f"`streams[{label!r}]`", len(depths)) for label, values in streams.items()}
        order = _ascending(depths)
        self.index: NDArray[np.float64] = depths[order]
        self.streams: dict[str, NDArray[np.float64]] = {label: column[order] for label, column in columns.items()}
        self.x = _coordinate(x, "x")
        self.y = _coordinate(y, "y")
        if (self.x is None) != (self.y is None):
            message = f"Invalid location x={x}, y={y}. Both should be numbers, or both None."
            raise InvalidInput(message)
        self.name = name
        self.uwi = uwi
        self.depth_unit = depth_unit
        self.units = {label: (units or {}).get(label, "") for label in self.streams}
        self.identifiers = tuple(dict.fromkeys(text for text in (*identifiers, uwi, name) if text))
        self.converted_from = converted_from
        self.remarks = tuple(filter(None, remarks))

    @classmethod
    def from_numpy(
        cls,
        array: ArrayLike,
        *,
        depth: str = "DEPTH",
        labels: Sequence[str],
        x: float | None = None,
        y: float | None = None,
        name: str = "",
        uwi: str = "",
        depth_unit: str = "m",
        units: Mapping[str, str] | None = None,
    ) -> Log:
        """Make a log from a table.

        Parameters
        ----------
        array : array_like, shape (n, k)
            One row for each sample, one column for each label.
        depth : str
            The label of the column that holds the depths.
        labels : sequence of str, length k
            Names of the columns, each once.
        x, y, name, uwi, depth_unit, units
            As for `Log`.

        Raises
        ------
        InvalidInput
            For a table that is not (n, k), labels that stand twice or lack `depth`.
        """
        labels = listed(labels, str, "labels", "a list of texts")
        table = floats(array, "array")
        if table.ndim != 2 or table.shape[1] != len(labels):
            message = (
                f"Invalid array of shape {table.shape}. Should be (samples, {len(labels)}): a column for each label."
            )
            raise InvalidInput(message)
        if len(set(labels)) != len(labels) or depth not in labels:
            message = f"Invalid labels {list(labels)}. Should name each column once, among them the depth {depth!r}."
            raise InvalidInput(message)
        columns = dict(zip(labels, table.T))
        index = columns.pop(depth)
        return cls(index, columns, x=x, y=y, name=name, uwi=uwi, depth_unit=depth_unit, units=units)

    @classmethod
    def from_las(cls, source: Source, *, x: float | None = None, y: float | None = None, depth_unit: str = "m") -> Log:
        """Read a LAS file, or take one that lasio has read; depths come in `depth_unit` (see `las.read_las`).

        Raises
        ------
        UnreadableLas
            When the file gives no log; the message is the reason.
        """
        return cls.of(read_las(source, depth_unit=depth_unit), x=x, y=y)

    @classmethod
    def of(cls, las: LasFile, *, x: float | None = None, y: float | None = None) -> Log:
        """Make a log of a LAS file that is read."""
        return cls(
            las.depths,
            las.streams,
            x=x,
            y=y,
            name=las.name,
            uwi=las.uwi,
            depth_unit=las.depth_unit,
            units=las.units,
            identifiers=las.identifiers,
            converted_from=las.converted_from,
            remarks=las.remarks,
        )

    def stream_name(self, name: str) -> str:
        """Return the name of the stream meant by `name`.

        Parameters
        ----------
        name : str
            A stream's name in any case, or several separated by semicolons: the first that exists counts.

        Raises
        ------
        InvalidInput
            When there is none; the message names the streams that there are.
        """
        require_text(name, "stream")
        known = {label.casefold(): label for label in reversed(self.streams)}
        for alias in name.split(";"):
            label = alias.strip()
            if label in self.streams:
                return label
            if label.casefold() in known:
                return known[label.casefold()]
        message = f"No curve {name}: the log has {', '.join(self.streams) or 'none'}."
        raise InvalidInput(message)

    def stream(self, name: str) -> NDArray[np.float64]:
        """Return the values of the stream meant by `name`, shape (n,); see `stream_name`."""
        return self.streams[self.stream_name(name)]

    def mean(self, stream: str, top: float | None = None, bottom: float | None = None) -> tuple[float, int]:
        """Return the arithmetic mean of a stream between two depths, and of how many samples it is.

        A sample belongs to the interval when top <= depth < bottom, so that neighbouring intervals share none. Where
        steps differ, samples count by their thickness (see `averaging`).

        Parameters
        ----------
        stream : str
            As for `stream_name`.
        top, bottom : float or None
            In the unit of `index`; None is no limit.

        Returns
        -------
        tuple = (mean, count)
            (NaN, 0) when no finite sample lies between them.

        Raises
        ------
        InvalidInput
            For a stream that does not exist, a depth that is NaN, and a top that is not less than the bottom.
        """
        values = self.stream(stream)
        above = -np.inf if top is None else real(top, "top")
        below = np.inf if bottom is None else real(bottom, "bottom")
        if not above < below:
            message = f"Invalid interval from {top} to {bottom}. The top should be less than the bottom."
            raise InvalidInput(message)
        samples = between(self.index, values, above, below)
        count = len(samples.value)
        if not count:
            return np.nan, 0
        (mean,) = averages(samples.value, np.zeros(1, dtype=np.intp), weights=samples.thickness)
        return float(mean), count

    def thickness(self) -> NDArray[np.float64]:
        """Return the thickness that each sample stands for, shape (n,), in the unit of `index`."""
        return thicknesses(self.index)

    def __len__(self) -> int:
        return len(self.index)

    def __repr__(self) -> str:
        label = next(iter(self.identifiers), "")
        extent = f"{self.index[0]:g} to {self.index[-1]:g} {self.depth_unit}" if len(self) else "no samples"
        place = "no location" if self.x is None else f"x={self.x:g}, y={self.y:g}"
        return f"<Log {label!r}: {len(self)} samples, {extent}, {place}, streams {', '.join(self.streams) or 'none'}>"

    def _repr_html_(self) -> str | None:
        """Return the curves beside each other for a notebook; None, so that it prints the log, where there is none."""
        if not len(self) or not self.streams:
            return None
        from ..notebook import figure, tracks_picture

        tracks = tracks_picture(self.index, self.streams, self.units, self.depth_unit)
        return figure("Log", [repr(self).strip("<>").removeprefix("Log "), *self.remarks], [tracks])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Log):
            return NotImplemented
        mine, theirs = dict(vars(self)), dict(vars(other))
        my_streams, their_streams = mine.pop("streams"), theirs.pop("streams")
        return (
            np.array_equal(mine.pop("index"), theirs.pop("index"))
            and mine == theirs
            and list(my_streams) == list(their_streams)
            and all(np.array_equal(my_streams[key], their_streams[key], equal_nan=True) for key in my_streams)
        )

    __hash__ = None  # type: ignore[assignment]


def _column(values: ArrayLike, what: str, length: int | None = None) -> NDArray[np.float64]:
    column = floats(values, what.strip("`")).copy()
    if column.ndim != 1 or (length is not None and len(column) != length):
        expected = "(n,)" if length is None else f"({length},), the index's"
        message = f"Invalid {what} of shape {column.shape}. Should be {expected}."
        raise InvalidInput(message)
    column[np.isinf(column)] = np.nan
    return column


def _ascending(depths: NDArray[np.float64]) -> NDArray[np.intp]:
    order = np.flatnonzero(~np.isnan(depths))
    steps = np.diff(depths[order])
    if np.all(steps >= 0):
        return order
    if np.all(steps <= 0):
        return order[::-1]
    return order[np.argsort(depths[order], kind="stable")]


def _coordinate(value: Any, what: str) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = np.nan
    if not np.isfinite(number):
        raise refused(value, what, "a finite number or None")
    return number
